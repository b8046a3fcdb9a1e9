#include "support/craft.h"
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "job/input.h"
#include "job/job.h"
#include "pixels/png.h"
#include "pixels/resize.h"

/*
 * A transport that remembers what it was asked and answers from a script, and
 * ears that remember what the job told.
 */
struct transport_call {
    struct transport_events events;
};

struct stage {
    struct transport_call call;
    bool refuses_memory;
    int started;
    int cancelled;
    char url[256];
    char method[8];
    char headers[512];
    struct buf body;
    struct buf progress;
    struct buf images[4]; /* in the order told */
    int image_count;
    struct buf links;
    struct buf facts;
    struct fault fault;
    int ends;
    bool failed;
};

static enum status stage_start(void *self, const struct transport_request *request,
                               struct transport_events events, struct transport_call **call) {
    struct stage *s = self;
    *call = NULL;
    if (s->refuses_memory) {
        return STATUS_NO_MEMORY;
    }
    s->started++;
    s->call.events = events;
    snprintf(s->url, sizeof s->url, "%s", request->url);
    snprintf(s->method, sizeof s->method, "%s", request->method);
    s->headers[0] = '\0';
    for (size_t i = 0; i < request->header_count; i++) {
        const size_t used = strlen(s->headers);
        snprintf(s->headers + used, sizeof s->headers - used, "%s: %s\n", request->headers[i].name,
                 request->headers[i].value);
    }
    buf_free(&s->body);
    buf_append(&s->body, request->body.data, request->body.len);
    *call = &s->call;
    return STATUS_OK;
}

static void stage_cancel(void *self, struct transport_call *call) {
    struct stage *s = self;
    assert_ptr_equal(call, &s->call);
    s->cancelled++;
}

static void hear_progress(void *context, struct bytes json) {
    struct stage *s = context;
    buf_append(&s->progress, json.data, json.len);
    buf_byte(&s->progress, '\n');
}

static void hear_image(void *context, int index, struct bytes file) {
    struct stage *s = context;
    assert_int_equal(index, s->image_count);
    buf_append(&s->images[s->image_count++], file.data, file.len);
}

static void hear_link(void *context, struct bytes url) {
    struct stage *s = context;
    buf_append(&s->links, url.data, url.len);
}

static void hear_end(void *context, struct bytes json, const struct fault *fault) {
    struct stage *s = context;
    s->ends++;
    s->failed = fault != NULL;
    if (fault) {
        s->fault = *fault;
    }
    buf_append(&s->facts, json.data, json.len);
}

static void stage_set(struct stage *s) {
    *s = (struct stage){0};
    struct buf *const buffers[] = {&s->body,      &s->progress,  &s->images[0], &s->images[1],
                                   &s->images[2], &s->images[3], &s->links,     &s->facts};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++) {
        *buffers[i] = buf_make((size_t)64 << 20);
    }
}

static void stage_clear(struct stage *s) {
    buf_free(&s->body);
    buf_free(&s->progress);
    for (int i = 0; i < 4; i++) {
        buf_free(&s->images[i]);
    }
    buf_free(&s->links);
    buf_free(&s->facts);
}

static enum status open_job_in(struct stage *s, const char *dialect, const char *base_url,
                               const char *key, const char *params, struct job **job,
                               struct fault *fault) {
    const struct job_setup setup = {
        .transport = {s, stage_start, stage_cancel},
        .events = {s, hear_progress, NULL, hear_image, hear_link, hear_end},
        .base_url = bytes_of(base_url),
        .key = bytes_of(key),
        .dialect = bytes_of(dialect),
        .today = bytes_of("2026-11-22"),
        .random = {1, 2, 3, 4},
    };
    return job_make(&setup, bytes_of(params), job, fault);
}

static enum status open_job(struct stage *s, const char *base_url, const char *key,
                            const char *params, struct job **job, struct fault *fault) {
    return open_job_in(s, "", base_url, key, params, job, fault);
}

static struct job *ready_job(struct stage *s, const char *params) {
    struct job *job = NULL;
    struct fault fault;
    stage_set(s);
    assert_int_equal(open_job(s, "https://example.org/v1", "sk-test", params, &job, &fault), 0);
    return job;
}

static void run_until_sent(struct job *job) {
    while (job_step(job)) {
    }
}

static void answer(struct stage *s, int http, const char *text) {
    const struct transport_events events = s->call.events;
    events.data(events.context, bytes_of(text));
    if (!s->cancelled) {
        events.end(events.context, STATUS_OK, http);
    }
}

static bool holds_bytes(const struct buf *b, struct bytes bytes) {
    for (size_t i = 0; i + bytes.len <= b->len; i++) {
        if (memcmp(b->data + i, bytes.data, bytes.len) == 0) {
            return true;
        }
    }
    return false;
}

static bool holds(const struct buf *b, const char *text) {
    return holds_bytes(b, bytes_of(text));
}

static void add_png(struct job *job, int width, int height) {
    size_t len = 0;
    uint8_t *file = craft_noise_png(width, height, &len);
    struct fault fault;
    assert_int_equal(job_add_file(job, file, len, &fault), STATUS_OK);
}

static struct mask blank(int width, int height) {
    struct plane plane;
    assert_int_equal(plane_make(width, height, &plane), STATUS_OK);
    return (struct mask){width, height, {0, 0, width, height}, plane.values};
}

static struct mask painted(int width, int height) {
    struct mask mask = blank(width, height);
    mask.coverage[0] = 255;
    return mask;
}

static void job_without_images_posts_a_generation(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"a cat\",\"n\":2}");
    run_until_sent(job);
    assert_string_equal(s.method, "POST");
    assert_string_equal(s.url, "https://example.org/v1/images/generations");
    assert_string_equal(s.headers,
                        "Authorization: Bearer sk-test\nContent-Type: application/json\n");
    assert_true(holds(&s.body, "\"prompt\":\"a cat\""));
    assert_false(holds(&s.body, "seed"));
    answer(&s, 200,
           "{\"data\":[{\"b64_json\":\"aGVsbG8=\"},{\"b64_json\":\"d29ybGQ=\"}],"
           "\"usage\":{\"input_tokens\":10,\"input_tokens_details\":{\"text_tokens\":10,"
           "\"image_tokens\":0},\"output_tokens\":1000000}}");
    assert_int_equal(s.ends, 1);
    assert_false(s.failed);
    assert_int_equal(s.image_count, 2);
    assert_true(bytes_equal(buf_view(&s.images[0]), bytes_of("hello")));
    assert_true(bytes_equal(buf_view(&s.images[1]), bytes_of("world")));
    assert_true(holds(&s.facts, "\"cost_usd\":30.00005"));
    job_free(job);
    stage_clear(&s);
}

static void job_with_an_image_and_a_mask_posts_an_edit(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"a hat\"}");
    job_set_mask(job, painted(20, 10));
    add_png(job, 20, 10);
    run_until_sent(job);
    assert_string_equal(s.url, "https://example.org/v1/images/edits");
    assert_non_null(strstr(s.headers, "Content-Type: multipart/form-data; boundary="));
    assert_true(holds(&s.body, "name=\"image\"; filename=\"image_0.png\""));
    assert_true(holds(&s.body, "name=\"mask\"; filename=\"mask.png\""));
    job_free(job);
    stage_clear(&s);
}

static void job_speaks_the_dialect_of_its_server(void **state) {
    (void)state;
    struct stage s;
    struct job *job = NULL;
    struct fault fault;
    stage_set(&s);
    assert_int_equal(
        open_job_in(&s,
                    "{\"key_header\":\"api-key\",\"api_version\":\"preview\",\"edits\":\"json\"}",
                    "https://r.openai.azure.com/openai/v1", "my-secret", "{\"prompt\":\"a hat\"}",
                    &job, &fault),
        STATUS_OK);
    job_set_mask(job, painted(20, 10));
    add_png(job, 20, 10);
    run_until_sent(job);
    assert_string_equal(s.url,
                        "https://r.openai.azure.com/openai/v1/images/edits?api-version=preview");
    assert_string_equal(s.headers, "api-key: my-secret\nContent-Type: application/json\n");
    assert_true(holds(&s.body, ",\"images\":[{\"image_url\":\"data:image/png;base64,iVBOR"));
    assert_true(holds(&s.body, ",\"mask\":{\"image_url\":\"data:image/png;base64,iVBOR"));
    answer(&s, 401, "{\"error\":{\"message\":\"Wrong: my-secret\"}}");
    assert_true(s.failed && !strstr(s.fault.text, "my-secret"));
    job_free(job);
    stage_clear(&s);
}

static void job_sends_no_picture_as_json_that_is_too_large_for_it(void **state) {
    (void)state;
    struct stage s;
    struct job *job = NULL;
    struct fault fault;
    uint32_t seed = 3;
    const struct image noise = {malloc((size_t)2040 * 2048 * 4), 2040, 2048};
    for (size_t i = 0; i < (size_t)2040 * 2048 * 4; i++) {
        seed = seed * 1664525 + 1013904223;
        noise.pixels[i] = (uint8_t)(seed >> 24);
    }
    stage_set(&s);
    assert_int_equal(open_job_in(&s, "{\"edits\":\"json\"}", "https://example.org/v1", "sk-test",
                                 "{\"prompt\":\"p\"}", &job, &fault),
                     STATUS_OK);
    assert_int_equal(job_add_image(job, noise, &fault), STATUS_OK);
    run_until_sent(job);
    assert_int_equal(s.started, 0);
    assert_int_equal(s.fault.status, STATUS_TOO_LARGE);
    assert_string_equal(s.fault.field, "image_budget");
    assert_non_null(strstr(s.fault.text, "as JSON"));
    job_free(job);
    stage_clear(&s);
}

static void job_refuses_a_dialect_that_nobody_speaks(void **state) {
    (void)state;
    struct stage s;
    struct job *job = NULL;
    struct fault fault;
    stage_set(&s);
    assert_int_equal(open_job_in(&s, "{\"api_version\":\"a&b\"}", "https://example.org/v1",
                                 "sk-test", "{\"prompt\":\"p\"}", &job, &fault),
                     STATUS_INVALID);
    assert_string_equal(fault.field, "api_version");
    assert_null(job);
    stage_clear(&s);
}

static void job_tells_the_sizes_before_and_after_shrinking(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\",\"image_budget\":\"1572864\"}");
    struct image image;
    struct fault fault;
    assert_int_equal(image_make(2500, 1700, &image), STATUS_OK);
    assert_int_equal(job_add_image(job, image, &fault), STATUS_OK);
    run_until_sent(job);
    assert_true(holds(&s.progress, "\"from\":[2500,1700],\"to\":[1521,1034]"));
    assert_true(holds(&s.progress, "\"stage\":\"sending\",\"path\":\"/images/edits\""));
    job_free(job);
    stage_clear(&s);
}

static void job_ignores_a_mask_on_which_nothing_is_painted(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    job_set_mask(job, blank(5, 5));
    run_until_sent(job);
    assert_string_equal(s.url, "https://example.org/v1/images/generations");
    job_free(job);
    stage_clear(&s);
}

/* The picture of the file called 'name' in a multipart body. */
static struct image sent_picture(const struct buf *body, const char *name) {
    static const char gap[] = "\r\n\r\n";
    size_t at = 0;
    while (memcmp(body->data + at, name, strlen(name)) != 0) {
        at++;
    }
    while (memcmp(body->data + at, gap, strlen(gap)) != 0) {
        at++;
    }
    at += strlen(gap);
    size_t end = at;
    while (memcmp(body->data + end, "\r\n--", 4) != 0) {
        end++;
    }
    struct image image;
    struct fault fault;
    assert_int_equal(png_decode((struct bytes){body->data + at, end - at}, &image, &fault),
                     STATUS_OK);
    return image;
}

static void job_sends_the_mask_of_a_part_as_that_of_the_whole(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    struct mask mask = blank(3, 2);
    memcpy(mask.coverage, (const uint8_t[]){255, 0, 100, 0, 0, 255}, 6);
    mask.width = 20;
    mask.height = 10;
    mask.area.x = 15;
    mask.area.y = 7;
    job_set_mask(job, mask);
    add_png(job, 20, 10);
    run_until_sent(job);
    struct image sent = sent_picture(&s.body, "mask.png");
    assert_int_equal(sent.width, 20);
    assert_int_equal(sent.height, 10);
    for (int i = 0; i < 20 * 10; i++) {
        const int wanted = i == 7 * 20 + 15 || i == 8 * 20 + 17 ? 0 : i == 7 * 20 + 17 ? 155 : 255;
        assert_int_equal(sent.pixels[i * 4 + 3], wanted);
    }
    image_free(&sent);
    job_free(job);
    stage_clear(&s);
}

static void job_with_a_crop_sends_its_frame_and_its_part_of_the_mask(void **state) {
    (void)state;
    struct stage s;
    struct job *job =
        ready_job(&s, "{\"prompt\":\"x\",\"model\":\"m\",\"image_budget\":\"1572864\"}");
    struct image image = craft_image(2000, 1500, false);
    const struct crop crop = {{1990, 700, 10, 10}, {1984, 692, 32, 32}, 64, 64};
    struct mask mask = blank(100, 20);
    memset(mask.coverage, 255, (size_t)100 * 20);
    mask.width = 2000;
    mask.height = 1500;
    mask.area.x = 1900;
    mask.area.y = 690;
    struct image cut;
    struct image wanted;
    struct fault fault;
    assert_int_equal(image_cut(&image, crop.frame, &cut), STATUS_OK);
    assert_int_equal(resize_image(&cut, 64, 64, &wanted), STATUS_OK);
    job_set_mask(job, mask);
    job_set_crop(job, &crop);
    assert_int_equal(job_add_image(job, image, &fault), STATUS_OK);
    run_until_sent(job);
    assert_true(holds(&s.progress, "\"image\":0,\"from\":[32,32],\"to\":[64,64]"));
    assert_true(holds(&s.body, "name=\"size\"\r\n\r\n64x64\r\n"));
    struct image sent = sent_picture(&s.body, "image_0.png");
    assert_int_equal(image_bytes(&sent), image_bytes(&wanted));
    assert_memory_equal(sent.pixels, wanted.pixels, image_bytes(&wanted));
    struct image sent_mask = sent_picture(&s.body, "mask.png");
    assert_int_equal(sent_mask.width, 64);
    assert_int_equal(sent_mask.height, 64);
    for (int i = 0; i < 64 * 64; i++) { /* twice as large: 12 to 32 and 16 to 36 */
        const int x = i % 64;
        const int y = i / 64;
        const uint8_t alpha = sent_mask.pixels[i * 4 + 3];
        assert_int_equal(alpha, x >= 12 && x < 32 && y >= 16 && y < 36 ? 0 : 255);
    }
    image_free(&cut);
    image_free(&wanted);
    image_free(&sent);
    image_free(&sent_mask);
    job_free(job);
    stage_clear(&s);
}

/* Sends a PNG, written as we would not write it, beside a mask; whether it is in the body as it is.
 */
static bool goes_as_it_is(bool cropped) {
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\",\"model\":\"m\"}");
    struct buf png = craft_png((struct craft_header){20, 10, 8, 2, 0}, (struct bytes){NULL, 0});
    struct buf copy = buf_make(png.len);
    struct fault fault;
    assert_int_equal(buf_append(&copy, png.data, png.len), STATUS_OK);
    job_set_mask(job, painted(20, 10));
    if (cropped) {
        job_set_crop(job, &(struct crop){{0, 0, 1, 1}, {0, 0, 20, 10}, 20, 10});
    }
    assert_int_equal(job_add_file(job, png.data, png.len, &fault), STATUS_OK);
    run_until_sent(job);
    const bool sent = holds_bytes(&s.body, buf_view(&copy));
    struct image picture = sent_picture(&s.body, "image_0.png");
    assert_int_equal(picture.width, 20);
    image_free(&picture);
    buf_free(&copy);
    job_free(job);
    stage_clear(&s);
    return sent;
}

static void job_with_a_crop_never_sends_a_file_as_it_is(void **state) {
    (void)state;
    assert_true(goes_as_it_is(false));
    assert_false(goes_as_it_is(true));
}

/* A PNG of noise, 2500 x 1700, and what input_write makes of it for 'crop', which may be NULL. */
static struct bytes noise_and_rendition(const struct crop *crop, struct buf *rendition) {
    struct bytes file;
    file.data = craft_noise_png(2500, 1700, &file.len);
    uint8_t *copy = malloc(file.len);
    assert_non_null(copy);
    memcpy(copy, file.data, file.len);
    struct input input;
    struct fault fault;
    assert_int_equal(input_from_file(copy, file.len, &input, &fault), STATUS_OK);
    input.crop = crop;
    *rendition = buf_make((size_t)64 << 20);
    assert_int_equal(input_write(&input, 1572864, false, rendition, &fault), STATUS_OK);
    return file;
}

static struct job *job_for_noise(struct stage *s, const struct crop *crop) {
    struct job *job = ready_job(s, "{\"prompt\":\"x\",\"image_budget\":\"1572864\"}");
    job_set_mask(job, painted(2500, 1700));
    if (crop) {
        job_set_crop(job, crop);
    }
    return job;
}

static void check_rendition(const struct crop *crop) {
    struct buf rendition;
    const struct bytes file = noise_and_rendition(crop, &rendition);
    struct fault fault;
    struct stage s;
    struct job *job = job_for_noise(&s, crop);
    assert_int_equal(job_add_file(job, (uint8_t *)file.data, file.len, &fault), STATUS_OK);
    run_until_sent(job);
    job_free(job);
    struct stage again;
    job = job_for_noise(&again, crop);
    assert_int_equal(
        job_add_rendition(job, rendition.data, rendition.len, (struct size){2500, 1700}, &fault),
        STATUS_OK);
    run_until_sent(job);
    assert_true(bytes_equal(buf_view(&s.body), buf_view(&again.body)));
    assert_true(bytes_equal(buf_view(&s.progress), buf_view(&again.progress)));
    job_free(job);
    stage_clear(&s);
    stage_clear(&again);
}

static void job_with_a_rendition_sends_what_it_sends_with_the_file(void **state) {
    (void)state;
    check_rendition(NULL);
    check_rendition(&(struct crop){{0, 0, 9, 9}, {0, 0, 40, 32}, 80, 64});
}

static void job_refuses_a_rendition_of_another_size(void **state) {
    (void)state;
    struct buf rendition;
    const struct bytes file = noise_and_rendition(NULL, &rendition);
    struct fault fault;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    assert_int_equal(
        job_add_rendition(job, rendition.data, rendition.len, (struct size){2500, 1700}, &fault),
        STATUS_INTERNAL);
    assert_string_equal(fault.field, "images");
    free((uint8_t *)file.data);
    job_free(job);
    stage_clear(&s);
}

/* A colourful drawing with every alpha, as a file. */
static struct buf drawing(int width, int height, bool transparent) {
    struct image image = craft_image(width, height, transparent);
    struct buf png = buf_make((size_t)64 << 20);
    assert_int_equal(png_encode(&image, &png), STATUS_OK);
    image_free(&image);
    return png;
}

static void set_markup(struct job *job, int width, int height) {
    const struct buf png = drawing(width, height, true);
    struct fault fault;
    assert_int_equal(job_set_markup(job, png.data, png.len, &fault), STATUS_OK);
}

static void job_sends_markup_as_it_is_after_the_images(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    struct buf png = drawing(20, 10, true);
    set_markup(job, 5, 5); /* the last one counts */
    set_markup(job, 20, 10);
    add_png(job, 20, 10);
    add_png(job, 7, 7);
    run_until_sent(job);
    assert_int_equal(s.started, 1);
    assert_true(holds(&s.body, "name=\"image[]\"; filename=\"image_1.png\""));
    assert_true(holds(&s.body, "name=\"markup\"; filename=\"markup.png\"\r\nContent-Type: "
                               "image/png\r\n\r\n"));
    assert_true(holds_bytes(&s.body, buf_view(&png)));
    struct image last = sent_picture(&s.body, "markup.png");
    assert_int_equal(last.width, 20);
    image_free(&last);
    buf_free(&png);
    job_free(job);
    stage_clear(&s);
}

static void job_shrinks_markup_with_its_image(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\",\"image_budget\":\"1572864\"}");
    struct image drawn = craft_image(2500, 1700, true);
    struct image wanted;
    struct image image;
    struct fault fault;
    assert_int_equal(image_make(2500, 1700, &image), STATUS_OK);
    set_markup(job, 2500, 1700);
    assert_int_equal(job_add_image(job, image, &fault), STATUS_OK);
    run_until_sent(job);
    assert_int_equal(resize_image(&drawn, 1521, 1034, &wanted), STATUS_OK);
    struct image sent = sent_picture(&s.body, "markup.png");
    struct image beside = sent_picture(&s.body, "image_0.png");
    assert_int_equal(image_bytes(&sent), image_bytes(&beside));
    assert_int_equal(image_bytes(&sent), image_bytes(&wanted));
    assert_memory_equal(sent.pixels, wanted.pixels, image_bytes(&wanted));
    image_free(&drawn);
    image_free(&wanted);
    image_free(&sent);
    image_free(&beside);
    job_free(job);
    stage_clear(&s);
}

static void job_takes_only_transparent_png_as_markup(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    struct buf files[] = {
        drawing(20, 10, false),
        craft_jpeg((struct craft_jpeg){.width = 20, .height = 10, .quality = 90}),
        buf_make(8),
    };
    buf_text(&files[2], "drawing");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct fault fault;
        assert_int_equal(job_set_markup(job, files[i].data, files[i].len, &fault), STATUS_INVALID);
        assert_string_equal(fault.field, "markup");
        assert_non_null(strstr(fault.text, "transparent where nothing is drawn"));
    }
    run_until_sent(job);
    assert_string_equal(s.url, "https://example.org/v1/images/generations");
    job_free(job);
    stage_clear(&s);
}

static void job_refuses_markup_that_breaks_a_rule(void **state) {
    (void)state;
    const struct {
        int images;
        int width;
        bool masked;
        const char *words;
    } cases[] = {
        {0, 20, false, "there is none"},
        {1, 21, false, "The markup has 21 x 10 pixels, the image 20 x 10."},
        {1, 20, true, "together with a mask"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stage s;
        struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
        set_markup(job, cases[i].width, 10);
        if (cases[i].masked) {
            job_set_mask(job, painted(20, 10));
        }
        for (int image = 0; image < cases[i].images; image++) {
            add_png(job, 20, 10);
        }
        run_until_sent(job);
        assert_int_equal(s.started, 0);
        assert_int_equal(s.ends, 1);
        assert_non_null(strstr(s.fault.text, cases[i].words));
        assert_string_equal(s.fault.field, "markup");
        job_free(job);
        stage_clear(&s);
    }
}

static void job_breaks_no_rule_of_the_node_without_its_words(void **state) {
    (void)state;
    const struct {
        int images;
        int mask_width;
        const char *words;
    } cases[] = {
        {0, 20, "Cannot use a mask without an input image"},
        {2, 20, "Cannot use a mask with multiple image"},
        {1, 21, "Mask and Image must be the same size"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stage s;
        struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
        job_set_mask(job, painted(cases[i].mask_width, 10));
        for (int image = 0; image < cases[i].images; image++) {
            add_png(job, 20, 10);
        }
        run_until_sent(job);
        assert_int_equal(s.started, 0);
        assert_int_equal(s.ends, 1);
        assert_ptr_equal(strstr(s.fault.text, cases[i].words), s.fault.text);
        assert_string_equal(s.fault.field, "mask");
        job_free(job);
        stage_clear(&s);
    }
}

static void job_refuses_a_bad_key_without_quoting_it(void **state) {
    (void)state;
    struct stage s;
    struct job *job = NULL;
    struct fault fault;
    stage_set(&s);
    assert_int_equal(open_job(&s, "https://example.org/v1", "sk-secr\xc3\xa9t", "{}", &job, &fault),
                     STATUS_INVALID);
    assert_null(job);
    assert_string_equal(fault.field, "key");
    assert_null(strstr(fault.text, "secr"));
    stage_clear(&s);
}

static void job_refuses_a_seventeenth_image(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    for (int i = 0; i < 16; i++) {
        add_png(job, 2, 2);
    }
    size_t len = 0;
    uint8_t *file = craft_noise_png(2, 2, &len);
    struct fault fault;
    assert_int_equal(job_add_file(job, file, len, &fault), STATUS_INVALID);
    assert_string_equal(fault.field, "images");
    run_until_sent(job);
    assert_true(holds(&s.body, "name=\"image[]\"; filename=\"image_15.png\""));
    job_free(job);
    stage_clear(&s);
}

static void job_keeps_the_pictures_of_an_answer_that_broke_off(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\",\"n\":2}");
    run_until_sent(job);
    const struct transport_events events = s.call.events;
    events.data(events.context, bytes_of("{\"data\":[{\"b64_json\":\"aGVsbG8=\"},{\"b64_"));
    events.end(events.context, STATUS_NETWORK, 200);
    assert_int_equal(s.image_count, 1);
    assert_int_equal(s.fault.status, STATUS_NETWORK);
    assert_non_null(strstr(s.fault.text, "may have been charged"));
    job_free(job);
    stage_clear(&s);
}

static void job_does_not_believe_a_success_that_is_cut_short(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    run_until_sent(job);
    answer(&s, 200, "{\"data\":[{\"b64_json\":\"aGVsbG8=\"}");
    assert_true(s.failed);
    assert_int_equal(s.fault.status, STATUS_UNEXPECTED);
    job_free(job);
    stage_clear(&s);
}

/* A job whose request got no answer, so that it looks again. */
static struct job *looking_job(struct stage *s) {
    struct job *job = ready_job(s, "{\"prompt\":\"x\"}");
    run_until_sent(job);
    const struct transport_events events = s->call.events;
    events.end(events.context, STATUS_NETWORK, 0);
    return job;
}

static void job_without_an_answer_asks_for_the_models_and_sends_nothing_again(void **state) {
    (void)state;
    struct stage s;
    struct job *job = looking_job(&s);
    assert_int_equal(s.ends, 0);
    assert_int_equal(s.started, 2);
    assert_string_equal(s.method, "GET");
    assert_string_equal(s.url, "https://example.org/v1/models");
    assert_string_equal(s.headers, "Authorization: Bearer sk-test\n");
    assert_int_equal(s.body.len, 0);
    assert_true(holds(&s.progress, "{\"stage\":\"looking\"}\n"));
    const struct transport_events events = s.call.events;
    events.end(events.context, STATUS_NETWORK, 0);
    assert_int_equal(s.ends, 1);
    assert_int_equal(s.started, 2);
    assert_non_null(strstr(s.fault.text, "https://example.org"));
    assert_non_null(strstr(s.fault.text, "CORS"));
    assert_string_equal(s.fault.field, "base_url");
    job_free(job);
    stage_clear(&s);
}

static void job_without_an_answer_tells_what_the_second_look_found(void **state) {
    (void)state;
    static const struct {
        int http;
        const char *body, *field, *text;
    } looks[] = {
        {200, "{\"data\":[]}", "", "can be reached and takes this key"},
        {401, "{\"error\":{\"code\":\"invalid_api_key\"}}", "key", "does not accept this key"},
        {403, "{\"error\":{\"message\":\"m\"}}", "key", "does not let this key list"},
        {401, "<html>", "", "can be reached: "},
        {404, "{\"error\":{\"message\":\"m\"}}", "", "can be reached: "},
        {502, "", "", "can be reached: "},
    };
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        struct stage s;
        struct job *job = looking_job(&s);
        answer(&s, looks[i].http, looks[i].body);
        assert_int_equal(s.ends, 1);
        assert_int_equal(s.fault.status, STATUS_NETWORK);
        assert_int_equal(s.fault.http, 0);
        assert_int_equal(s.fault.charge, CHARGE_MAYBE);
        assert_int_equal(s.fault.wait_ms, -1);
        assert_string_equal(s.fault.field, looks[i].field);
        assert_non_null(strstr(s.fault.text, looks[i].text));
        job_free(job);
        stage_clear(&s);
    }
}

static void job_stopped_while_it_looks_again_ends_once(void **state) {
    (void)state;
    static const struct {
        enum status reason, status;
        const char *text;
    } stops[] = {{STATUS_CANCELLED, STATUS_CANCELLED, "may still be charged"},
                 {STATUS_TIMEOUT, STATUS_NETWORK, "No answer from https://example.org."}};
    for (size_t i = 0; i < 2; i++) {
        struct stage s;
        struct job *job = looking_job(&s);
        job_stop(job, stops[i].reason);
        assert_int_equal(s.cancelled, 1);
        assert_int_equal(s.ends, 1);
        assert_int_equal(s.fault.status, stops[i].status);
        assert_int_equal(s.fault.charge, CHARGE_MAYBE);
        assert_non_null(strstr(s.fault.text, stops[i].text));
        job_free(job);
        assert_int_equal(s.cancelled, 1);
        stage_clear(&s);
    }
    struct stage s;
    struct job *job = looking_job(&s);
    job_free(job);
    assert_int_equal(s.cancelled, 1);
    assert_int_equal(s.ends, 0);
    stage_clear(&s);
}

static void job_without_memory_to_look_again_still_ends(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    run_until_sent(job);
    s.refuses_memory = true;
    s.call.events.end(s.call.events.context, STATUS_NETWORK, 0);
    assert_int_equal(s.ends, 1);
    assert_int_equal(s.fault.status, STATUS_NO_MEMORY);
    assert_int_equal(s.fault.charge, CHARGE_MAYBE);
    job_free(job);
    stage_clear(&s);
}

static void job_waits_as_long_as_the_answer_tells(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    run_until_sent(job);
    const struct transport_events events = s.call.events;
    events.wait(events.context, 7000);
    answer(&s, 429, "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"m\"}}");
    assert_int_equal(s.fault.wait_ms, 7000);
    assert_int_equal(s.fault.charge, CHARGE_NONE);
    job_free(job);
    stage_clear(&s);
}

static void job_tells_what_was_asked_in_the_words_of_a_refusal(void **state) {
    (void)state;
    static const struct {
        int http;
        const char *text;
    } answers[] = {
        {404, "The endpoint https://example.org/v1 knows no such address, or no model any."},
        {413, "The request of 0.0 MB is larger"},
        {307, "The API base URL https://example.org/v1 leads somewhere else"},
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        struct stage s;
        struct job *job = ready_job(&s, "{\"prompt\":\"x\",\"model\":\"any\"}");
        run_until_sent(job);
        answer(&s, answers[i].http, " ");
        assert_non_null(strstr(s.fault.text, answers[i].text));
        job_free(job);
        stage_clear(&s);
    }
}

static void job_passes_on_the_refusal_of_the_api(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    run_until_sent(job);
    answer(&s, 401,
           "{\"error\":{\"message\":\"Incorrect API key provided: sk-te**st.\","
           "\"type\":\"invalid_request_error\",\"param\":null,"
           "\"code\":\"invalid_api_key\"}}");
    assert_int_equal(s.fault.http, 401);
    assert_int_equal(s.fault.status, STATUS_REFUSED);
    assert_string_equal(s.fault.field, "key");
    job_free(job);
    stage_clear(&s);
}

static void job_fetches_named_pictures_from_the_endpoint_only_and_without_the_key(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    run_until_sent(job);
    answer(&s, 200,
           "{\"data\":[{\"url\":\"https://example.org/p/1.png?t=1\"},"
           "{\"url\":\"https://elsewhere.example/2.png\"}]}");
    assert_int_equal(s.ends, 0);
    assert_string_equal(s.method, "GET");
    assert_string_equal(s.url, "https://example.org/p/1.png?t=1");
    assert_string_equal(s.headers, "");
    answer(&s, 200, "bytes");
    assert_int_equal(s.started, 2);
    assert_int_equal(s.image_count, 1);
    assert_true(bytes_equal(buf_view(&s.images[0]), bytes_of("bytes")));
    assert_true(bytes_equal(buf_view(&s.links), bytes_of("https://elsewhere.example/2.png")));
    assert_false(s.failed);
    job_free(job);
    stage_clear(&s);
}

static void job_stopped_after_sending_closes_and_warns_of_the_charge(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    run_until_sent(job);
    job_stop(job, STATUS_CANCELLED);
    job_stop(job, STATUS_CANCELLED);
    assert_int_equal(s.cancelled, 1);
    assert_int_equal(s.ends, 1);
    assert_int_equal(s.fault.status, STATUS_CANCELLED);
    assert_non_null(strstr(s.fault.text, "may still be charged"));
    assert_int_equal(s.fault.charge, CHARGE_MAYBE);
    job_free(job);
    assert_int_equal(s.cancelled, 1);
    stage_clear(&s);
}

static void job_that_waits_too_long_warns_of_the_charge(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    run_until_sent(job);
    job_stop(job, STATUS_TIMEOUT);
    assert_int_equal(s.cancelled, 1);
    assert_int_equal(s.ends, 1);
    assert_int_equal(s.started, 1);
    assert_int_equal(s.fault.status, STATUS_TIMEOUT);
    assert_int_equal(s.fault.charge, CHARGE_MAYBE);
    assert_int_equal(s.fault.wait_ms, -1);
    assert_non_null(strstr(s.fault.text, "No answer for too long"));
    job_free(job);
    stage_clear(&s);
}

static void job_stopped_before_sending_says_that_nothing_was_sent(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    job_stop(job, STATUS_CANCELLED);
    assert_false(job_step(job));
    assert_int_equal(s.started, 0);
    assert_non_null(strstr(s.fault.text, "Nothing had been sent"));
    assert_int_equal(s.fault.charge, CHARGE_NONE);
    job_free(job);
    stage_clear(&s);
}

static void job_freed_while_waiting_closes_without_a_word(void **state) {
    (void)state;
    struct stage s;
    struct job *job = ready_job(&s, "{\"prompt\":\"x\"}");
    run_until_sent(job);
    job_free(job);
    assert_int_equal(s.cancelled, 1);
    assert_int_equal(s.ends, 0);
    stage_clear(&s);
}

/* A whole edit with its answer; the ears' own memory is set aside beforehand. */
static bool whole_edit(void *context) {
    const struct bytes *png = context;
    static uint8_t room[8][1 << 16];
    struct stage s;
    stage_set(&s);
    struct buf *const buffers[] = {&s.body,      &s.progress,  &s.images[0], &s.images[1],
                                   &s.images[2], &s.images[3], &s.links,     &s.facts};
    for (size_t i = 0; i < 8; i++) {
        *buffers[i] = (struct buf){room[i], 0, sizeof room[i], sizeof room[i], STATUS_OK};
    }
    struct job *job = NULL;
    struct fault fault;
    uint8_t *file = malloc(png->len);
    struct plane plane = {0};
    bool worked = file && plane_make(20, 10, &plane) == STATUS_OK;
    if (!worked || open_job(&s, "https://example.org/v1", "sk-test",
                            "{\"prompt\":\"x\",\"model\":\"m\"}", &job, &fault) != STATUS_OK) {
        free(file);
        plane_free(&plane);
        return false;
    }
    memcpy(file, png->data, png->len);
    plane.values[0] = 255;
    job_set_mask(job, (struct mask){20, 10, {0, 0, 20, 10}, plane.values});
    job_set_crop(job, &(struct crop){{0, 0, 8, 8}, {-2, 0, 16, 9}, 16, 9});
    worked = job_add_file(job, file, png->len, &fault) == STATUS_OK;
    s.body = buf_make(0); /* the request itself is not what is tried here */
    if (worked) {
        run_until_sent(job);
        worked = s.started == 1;
    }
    if (worked) {
        answer(&s, 200, "{\"data\":[{\"b64_json\":\"aGVsbG8=\"}],\"size\":\"1024x1024\"}");
        worked = s.ends == 1 && !s.failed && s.image_count == 1;
    }
    assert_true(s.ends <= 1);
    job_free(job);
    buf_free(&s.body);
    return worked;
}

/* The same of a picture with markup, both to be decoded. */
static bool marked_edit(void *context) {
    const struct bytes *png = context;
    struct stage s = {0};
    struct job *job = NULL;
    struct fault fault;
    uint8_t *file = malloc(png->len);
    uint8_t *markup = malloc(png->len);
    bool worked = file && markup;
    if (!worked || open_job(&s, "https://example.org/v1", "sk-test", "{\"prompt\":\"x\"}", &job,
                            &fault) != STATUS_OK) {
        free(file);
        free(markup);
        return false;
    }
    memcpy(file, png->data, png->len);
    memcpy(markup, png->data, png->len);
    worked = job_set_markup(job, markup, png->len, &fault) == STATUS_OK;
    worked = job_add_file(job, file, png->len, &fault) == STATUS_OK && worked;
    if (worked) {
        run_until_sent(job);
        worked = s.started == 1;
    }
    job_free(job);
    return worked;
}

static void job_with_markup_survives_each_failing_allocation(void **state) {
    (void)state;
    struct buf png = craft_png((struct craft_header){20, 10, 16, 6, 0}, (struct bytes){NULL, 0});
    struct bytes view = buf_view(&png);
    each_allocation_fails_once(marked_edit, &view);
    buf_free(&png);
}

static void job_survives_each_failing_allocation(void **state) {
    (void)state;
    struct bytes png;
    size_t len = 0;
    uint8_t *data = craft_noise_png(20, 10, &len);
    png = (struct bytes){data, len};
    each_allocation_fails_once(whole_edit, &png);
    free(data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(job_without_images_posts_a_generation),
        cmocka_unit_test(job_with_an_image_and_a_mask_posts_an_edit),
        cmocka_unit_test(job_speaks_the_dialect_of_its_server),
        cmocka_unit_test(job_sends_no_picture_as_json_that_is_too_large_for_it),
        cmocka_unit_test(job_refuses_a_dialect_that_nobody_speaks),
        cmocka_unit_test(job_tells_the_sizes_before_and_after_shrinking),
        cmocka_unit_test(job_ignores_a_mask_on_which_nothing_is_painted),
        cmocka_unit_test(job_sends_the_mask_of_a_part_as_that_of_the_whole),
        cmocka_unit_test(job_with_a_crop_sends_its_frame_and_its_part_of_the_mask),
        cmocka_unit_test(job_with_a_crop_never_sends_a_file_as_it_is),
        cmocka_unit_test(job_with_a_rendition_sends_what_it_sends_with_the_file),
        cmocka_unit_test(job_refuses_a_rendition_of_another_size),
        cmocka_unit_test(job_sends_markup_as_it_is_after_the_images),
        cmocka_unit_test(job_shrinks_markup_with_its_image),
        cmocka_unit_test(job_takes_only_transparent_png_as_markup),
        cmocka_unit_test(job_refuses_markup_that_breaks_a_rule),
        cmocka_unit_test(job_breaks_no_rule_of_the_node_without_its_words),
        cmocka_unit_test(job_refuses_a_bad_key_without_quoting_it),
        cmocka_unit_test(job_refuses_a_seventeenth_image),
        cmocka_unit_test(job_keeps_the_pictures_of_an_answer_that_broke_off),
        cmocka_unit_test(job_does_not_believe_a_success_that_is_cut_short),
        cmocka_unit_test(job_without_an_answer_asks_for_the_models_and_sends_nothing_again),
        cmocka_unit_test(job_without_an_answer_tells_what_the_second_look_found),
        cmocka_unit_test(job_stopped_while_it_looks_again_ends_once),
        cmocka_unit_test(job_without_memory_to_look_again_still_ends),
        cmocka_unit_test(job_waits_as_long_as_the_answer_tells),
        cmocka_unit_test(job_tells_what_was_asked_in_the_words_of_a_refusal),
        cmocka_unit_test(job_passes_on_the_refusal_of_the_api),
        cmocka_unit_test(job_fetches_named_pictures_from_the_endpoint_only_and_without_the_key),
        cmocka_unit_test(job_stopped_after_sending_closes_and_warns_of_the_charge),
        cmocka_unit_test(job_that_waits_too_long_warns_of_the_charge),
        cmocka_unit_test(job_stopped_before_sending_says_that_nothing_was_sent),
        cmocka_unit_test(job_freed_while_waiting_closes_without_a_word),
        cmocka_unit_test(job_survives_each_failing_allocation),
        cmocka_unit_test(job_with_markup_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("job", tests, NULL, NULL);
}
