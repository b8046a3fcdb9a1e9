/*
 * What the page may ask for without waiting: the schema, checks and plans.
 *
 * Texts are only looked at.  What returns false or 0 has left a fault in the
 * reply; what tells facts has left them there as JSON.
 */
#include <emscripten.h>

#include "api/endpoint.h"
#include "api/params.h"
#include "api/rules.h"
#include "door/reply.h"
#include "job/crop.h"
#include "pixels/resize.h"

/* The schema (see params_write_schema). */
EMSCRIPTEN_KEEPALIVE bool page_schema(const char *today) {
    params_write_schema(today, reply_begin());
    return reply_end();
}

/*
 * Judges settings, images, mask and endpoint together, as a job will.  'mask_*'
 * are 0 where nothing is painted, 'image_*' where there is no image.
 */
EMSCRIPTEN_KEEPALIVE bool page_check(const uint8_t *params_json, size_t params_len,
                                     const uint8_t *base_url, size_t base_url_len,
                                     const char *today, int image_count, int image_width,
                                     int image_height, int mask_width, int mask_height) {
    struct fault fault;
    struct params params;
    enum status status = params_parse((struct bytes){params_json, params_len}, &params, &fault);
    if (status == STATUS_OK) {
        const struct bytes url = {base_url, base_url_len};
        const struct rules_case c = {
            .params = &params,
            .image_count = image_count,
            .image_width = image_width,
            .image_height = image_height,
            .has_mask = mask_width > 0,
            .mask_width = mask_width,
            .mask_height = mask_height,
            .at_openai = endpoint_is_openai(url),
            .today = today,
        };
        status = rules_check(&c, &fault);
        params_free(&params);
    }
    return status == STATUS_OK || reply_fault(&fault);
}

EMSCRIPTEN_KEEPALIVE bool page_check_url(const uint8_t *url, size_t len) {
    struct fault fault;
    return endpoint_check_url((struct bytes){url, len}, &fault) == STATUS_OK || reply_fault(&fault);
}

EMSCRIPTEN_KEEPALIVE bool page_check_key(const uint8_t *key, size_t len) {
    struct fault fault;
    return endpoint_check_key((struct bytes){key, len}, &fault) == STATUS_OK || reply_fault(&fault);
}

/* {"seed": n} for the next run; 'random' is from 0 up to but not including 1. */
EMSCRIPTEN_KEEPALIVE bool page_next_seed(const uint8_t *params_json, size_t len, double random) {
    struct fault fault;
    struct params params;
    if (params_parse((struct bytes){params_json, len}, &params, &fault) != STATUS_OK) {
        return reply_fault(&fault);
    }
    buf_format(reply_begin(), "{\"seed\":%lld}", (long long)params_next_seed(&params, random));
    params_free(&params);
    return reply_end();
}

/* {"width", "height"}: the size an image is sent at; 'budget' in pixels, 0 for none. */
EMSCRIPTEN_KEEPALIVE bool page_fit(int width, int height, double budget) {
    int fitted_width = 0;
    int fitted_height = 0;
    resize_fit(width, height, (int64_t)budget, &fitted_width, &fitted_height);
    buf_format(reply_begin(), "{\"width\":%d,\"height\":%d}", fitted_width, fitted_height);
    return reply_end();
}

static void put_crop(struct json_writer *w, const struct crop *crop) {
    json_begin_object(w, NULL);
    reply_put_rect(w, "area", crop->area);
    reply_put_rect(w, "frame", crop->frame);
    json_put_integer(w, "width", crop->width);
    json_put_integer(w, "height", crop->height);
    json_end_object(w);
}

static void put_plan(const struct crop_wish *wish) {
    struct crop crops[CROP_MAX];
    const size_t count = wish ? crop_plan(wish, crops) : 0;
    struct json_writer w = json_write_to(reply_begin());
    json_begin_object(&w, NULL);
    json_begin_array(&w, "crops");
    for (size_t i = 0; i < count; i++) {
        put_crop(&w, &crops[i]);
    }
    json_end_array(&w);
    json_end_object(&w);
}

/*
 * {"crops": [{"area", "frame", "width", "height"}]}: what is sent for a mask with
 * these islands, of a picture of this size; none where all goes as the node does it.
 */
EMSCRIPTEN_KEEPALIVE bool page_plan(const uint8_t *params_json, size_t params_len, int width,
                                    int height, const struct rect *islands, size_t count) {
    struct fault fault;
    struct params params;
    struct crop_wish wish;
    if (params_parse((struct bytes){params_json, params_len}, &params, &fault) != STATUS_OK) {
        return reply_fault(&fault);
    }
    const bool planned =
        crop_wish_from(&params, (struct size){width, height}, islands, count, &wish);
    put_plan(planned ? &wish : NULL);
    params_free(&params);
    return reply_end();
}
