/*
 * What the page may ask for without waiting: the schema, checks and plans.
 *
 * Texts are only looked at.  What returns false or 0 has left a fault in the
 * reply; what tells facts has left them there as JSON.
 */
#include <emscripten.h>

#include "api/dialect.h"
#include "api/endpoint.h"
#include "api/estimate.h"
#include "api/models.h"
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
 * Judges settings, images, mask, markup and endpoint together, as a job will.  'mask_*'
 * are 0 where nothing is painted, 'markup_*' where nothing is drawn, 'image_*' where there
 * is no image.
 */
EMSCRIPTEN_KEEPALIVE bool page_check(const uint8_t *params_json, size_t params_len,
                                     const uint8_t *base_url, size_t base_url_len,
                                     const char *today, int image_count, int image_width,
                                     int image_height, int mask_width, int mask_height,
                                     int markup_width, int markup_height) {
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
            .has_markup = markup_width > 0,
            .markup_width = markup_width,
            .markup_height = markup_height,
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

EMSCRIPTEN_KEEPALIVE bool page_check_dialect(const uint8_t *json, size_t len) {
    struct fault fault;
    struct dialect dialect;
    return dialect_parse((struct bytes){json, len}, &dialect, &fault) == STATUS_OK ||
           reply_fault(&fault);
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

/* Reads [{"width", "height"}, ...] as the sizes 'params' lets them be sent at; how many there are.
 */
static size_t read_sizes(const struct json *list, const struct params *params,
                         struct size out[RULES_MAX_IMAGES]) {
    const int64_t budget = params_image_budget(params);
    size_t count = 0;
    for (const struct json *i = json_at(list, 0); i && count < RULES_MAX_IMAGES; i = json_next(i)) {
        int64_t width = 0;
        int64_t height = 0;
        if (json_integer(json_get(i, "width"), 1, IMAGE_MAX_EDGE, &width) &&
            json_integer(json_get(i, "height"), 1, IMAGE_MAX_EDGE, &height)) {
            struct size *size = &out[count++];
            resize_fit((int)width, (int)height, budget, &size->width, &size->height);
        }
    }
    return count;
}

static void write_estimate(const struct estimate *estimate) {
    struct json_writer w = json_write_to(reply_begin());
    if (!estimate->known) {
        json_put_null(&w, NULL);
        return;
    }
    json_begin_object(&w, NULL);
    json_put_number(&w, "low", estimate->low);
    json_put_number(&w, "high", estimate->high);
    json_put_integer(&w, "tokens_low", estimate->tokens_low);
    json_put_integer(&w, "tokens_high", estimate->tokens_high);
    json_put_integer(&w, "requests", estimate->requests);
    json_put_string(&w, "as_of", MODELS_AS_OF);
    json_end_object(&w);
}

/*
 * {"low", "high", "tokens_low", "tokens_high", "requests", "as_of"} (see estimate.h),
 * null where nothing is known.  'images' is [{"width", "height"}, ...], upright and
 * not yet shrunk to the budget.
 */
EMSCRIPTEN_KEEPALIVE bool page_estimate(const uint8_t *params_json, size_t params_len,
                                        const uint8_t *images, size_t images_len, bool has_mask) {
    struct fault fault;
    struct params params;
    struct json *list = NULL;
    if (params_parse((struct bytes){params_json, params_len}, &params, &fault) != STATUS_OK) {
        return reply_fault(&fault);
    }
    if (json_parse((struct bytes){images, images_len}, &list) != STATUS_OK) {
        params_free(&params);
        return reply_mistake("The images of an estimate cannot be read.");
    }
    struct size sizes[RULES_MAX_IMAGES];
    struct estimate estimate;
    const struct estimate_case c = {.params = &params,
                                    .images = sizes,
                                    .image_count = read_sizes(list, &params, sizes),
                                    .has_mask = has_mask};
    estimate_run(&c, &estimate);
    write_estimate(&estimate);
    json_free(list);
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
