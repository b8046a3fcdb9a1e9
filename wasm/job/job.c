#include "job/job.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/endpoint.h"
#include "api/models.h"
#include "api/request.h"
#include "api/response.h"
#include "api/rules.h"
#include "api/sieve.h"
#include "job/input.h"
#include "pixels/mask.h"
#include "pixels/resize.h"

enum stage { CHECKING, PREPARING_IMAGES, PREPARING_MASK, SENDING, WAITING, FETCHING, ENDED };

struct job {
    struct transport transport;
    struct job_events events;
    char base_url[ENDPOINT_MAX_URL + 1];
    char authorization[sizeof "Bearer " + ENDPOINT_MAX_KEY];
    char today[sizeof "YYYY-MM-DD"];
    uint8_t random[MULTIPART_RANDOM];
    struct params params;
    struct input inputs[RULES_MAX_IMAGES];
    int input_count;
    int inputs_written;
    struct plane coverage; /* empty when there is no mask */
    int mask_width;        /* the size the first image is sent at, and so the mask */
    int mask_height;
    enum stage stage;
    struct request request;
    struct transport_call *call; /* not NULL while the transport works for us */
    struct sieve sieve;
    bool receiving; /* the first bytes of the answer are here */
    struct response response;
    int urls_done;      /* of the pictures the server only names */
    struct buf picture; /* the one being fetched */
};

static void take_image(void *context, int index, struct buf *file);

static struct bytes base_url(const struct job *job) {
    return bytes_of(job->base_url);
}

/* Text that was checked to be short enough, as a C string. */
static void copy_text(struct bytes from, char *to) {
    memcpy(to, from.data, from.len);
    to[from.len] = '\0';
}

static enum status check_setup(const struct job_setup *setup, struct fault *fault) {
    const enum status status = endpoint_check_url(setup->base_url, fault);
    if (status != STATUS_OK) {
        return status;
    }
    if (setup->today.len != strlen("YYYY-MM-DD")) {
        return fault_set(fault, STATUS_INTERNAL, NULL, "The date of today is not known.");
    }
    return endpoint_check_key(setup->key, fault);
}

static void set_up(struct job *job, const struct job_setup *setup) {
    job->transport = setup->transport;
    job->events = setup->events;
    copy_text(setup->base_url, job->base_url);
    memcpy(job->authorization, "Bearer ", sizeof "Bearer ");
    copy_text(setup->key, job->authorization + strlen("Bearer "));
    copy_text(setup->today, job->today);
    memcpy(job->random, setup->random, sizeof job->random);
    job->sieve = sieve_make(take_image, job);
    job->picture = buf_make(SIEVE_MAX_IMAGE);
}

enum status job_make(const struct job_setup *setup, struct bytes params, struct job **out,
                     struct fault *fault) {
    *out = NULL;
    enum status status = check_setup(setup, fault);
    if (status != STATUS_OK) {
        return status;
    }
    struct job *job = calloc(1, sizeof *job);
    if (!job) {
        return fault_no_memory(fault);
    }
    set_up(job, setup);
    status = params_parse(params, &job->params, fault);
    if (status != STATUS_OK) {
        job_free(job);
        return status;
    }
    *out = job;
    return STATUS_OK;
}

static void hang_up(struct job *job) {
    if (job->call) {
        job->transport.cancel(job->transport.self, job->call);
        job->call = NULL;
    }
}

/* Overwrites what the optimiser would otherwise see as dead. */
static void wipe(void *secret, size_t len) {
    volatile uint8_t *bytes = secret;
    while (len-- > 0) {
        bytes[len] = 0;
    }
}

static void free_inputs(struct job *job) {
    for (int i = 0; i < job->input_count; i++) {
        input_free(&job->inputs[i]);
    }
}

void job_free(struct job *job) {
    if (!job) {
        return;
    }
    hang_up(job);
    free_inputs(job);
    plane_free(&job->coverage);
    params_free(&job->params);
    request_free(&job->request);
    sieve_free(&job->sieve);
    response_free(&job->response);
    buf_free(&job->picture);
    wipe(job->authorization, sizeof job->authorization);
    free(job);
}

void job_set_mask(struct job *job, struct plane coverage) {
    plane_free(&job->coverage);
    if (mask_is_blank(&coverage)) {
        plane_free(&coverage);
        return;
    }
    job->coverage = coverage;
}

static bool has_mask(const struct job *job) {
    return job->coverage.values != NULL;
}

static bool goes_as_it_is(const struct job *job, const struct input *input) {
    return input_goes_as_it_is(input, params_image_budget(&job->params), has_mask(job));
}

static enum status add_input(struct job *job, struct input *input, struct fault *fault) {
    if (job->input_count == RULES_MAX_IMAGES) {
        input_free(input);
        return fault_set(fault, STATUS_INVALID, "images",
                         "The API takes at most %d images. Remove one before you add another.",
                         RULES_MAX_IMAGES);
    }
    job->inputs[job->input_count++] = *input;
    return STATUS_OK;
}

enum status job_add_file(struct job *job, uint8_t *file, size_t len, struct fault *fault) {
    struct input input;
    const enum status status = input_from_file(file, len, &input, fault);
    if (status != STATUS_OK) {
        return status;
    }
    if (!input.photo.decoded_here && !goes_as_it_is(job, &input)) {
        input_free(&input);
        return fault_set(fault, STATUS_UNSUPPORTED, "images", "%s", "");
    }
    return add_input(job, &input, fault);
}

enum status job_add_image(struct job *job, struct image image, struct fault *fault) {
    struct input input;
    input_from_image(image, &input);
    return add_input(job, &input, fault);
}

/* ---- the end and the way there ---- */

static void end(struct job *job, struct bytes facts, const struct fault *fault) {
    job->stage = ENDED;
    free_inputs(job);
    request_free(&job->request);
    job->events.end(job->events.context, facts, fault);
}

static void fail(struct job *job, const struct fault *fault) {
    end(job, (struct bytes){NULL, 0}, fault);
}

static void fail_without_memory(struct job *job) {
    struct fault fault;
    (void)fault_no_memory(&fault);
    fail(job, &fault);
}

__attribute__((format(printf, 2, 3))) static void report(const struct job *job, const char *format,
                                                         ...) {
    char json[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(json, sizeof json, format, arguments);
    va_end(arguments);
    job->events.progress(job->events.context, bytes_of(json));
}

/* ---- preparing ---- */

static enum status check(struct job *job, struct fault *fault) {
    const struct rules_case c = {
        .params = &job->params,
        .image_count = job->input_count,
        .image_width = job->inputs[0].width,
        .image_height = job->inputs[0].height,
        .has_mask = has_mask(job),
        .mask_width = job->coverage.width,
        .mask_height = job->coverage.height,
        .at_openai = endpoint_is_openai(base_url(job)),
        .today = job->today,
    };
    const enum status status = rules_check(&c, fault);
    if (status != STATUS_OK) {
        return status;
    }
    if (job->input_count > 0) {
        request_begin_edit(&job->params, job->random, &job->request);
        job->stage = PREPARING_IMAGES;
        return STATUS_OK;
    }
    job->stage = SENDING;
    return request_generation(&job->params, &job->request) == STATUS_OK ? STATUS_OK
                                                                        : fault_no_memory(fault);
}

static enum status prepare_image(struct job *job, struct fault *fault) {
    const int index = job->inputs_written++;
    struct input *input = &job->inputs[index];
    const int64_t budget = params_image_budget(&job->params);
    const bool as_it_is = goes_as_it_is(job, input);
    int width = 0;
    int height = 0;
    resize_fit(input->width, input->height, budget, &width, &height);
    report(job, "{\"stage\":\"preparing\",\"image\":%d,\"from\":[%d,%d],\"to\":[%d,%d]}", index,
           input->width, input->height, width, height);
    if (index == 0) {
        job->mask_width = width;
        job->mask_height = height;
    }
    struct buf *body =
        request_begin_image(&job->request, index, job->input_count,
                            input_mime_type(input, as_it_is), input_extension(input, as_it_is));
    const enum status status = input_write(input, budget, as_it_is, body, fault);
    request_end_file(&job->request);
    if (job->inputs_written == job->input_count) {
        job->stage = has_mask(job) ? PREPARING_MASK : SENDING;
    }
    return status;
}

static enum status prepare_mask(struct job *job, struct fault *fault) {
    struct plane scaled;
    if (mask_scale(&job->coverage, job->mask_width, job->mask_height, &scaled) != STATUS_OK) {
        return fault_no_memory(fault);
    }
    plane_free(&job->coverage);
    struct buf *body = request_begin_mask(&job->request);
    const size_t before = body->len;
    const enum status status = mask_encode(&scaled, body);
    const size_t len = body->len - before;
    plane_free(&scaled);
    request_end_file(&job->request);
    job->stage = SENDING;
    if (status != STATUS_OK) {
        return fault_no_memory(fault);
    }
    if (len >= RULES_MAX_MASK_BYTES) {
        return fault_set(fault, STATUS_TOO_LARGE, "mask",
                         "The mask makes a file of %zu MB, and the API takes less than 4. Paint "
                         "with a harder brush, or let the image be shrunk to a smaller size.",
                         len / 1000000);
    }
    return STATUS_OK;
}

/* ---- the answer ---- */

static void take_image(void *context, int index, struct buf *file) {
    struct job *job = context;
    if (file->status == STATUS_OK) {
        job->events.image(job->events.context, index, buf_view(file));
    }
}

static void write_usage(const struct job *job, struct json_writer *w) {
    const struct usage *usage = &job->response.usage;
    json_begin_object(w, "usage");
    json_put_integer(w, "text_tokens", usage->text_tokens);
    json_put_integer(w, "image_tokens", usage->image_tokens);
    json_put_integer(w, "output_tokens", usage->output_tokens);
    json_end_object(w);
    const struct model *model = models_find(job->params.text[PARAM_MODEL]);
    if (model) {
        json_put_number(w, "cost_usd", models_cost(model, usage));
    }
}

static void put_if_told(struct json_writer *w, const char *key, struct bytes text) {
    if (text.len > 0) {
        json_put_text(w, key, text);
    }
}

static void finish(struct job *job) {
    const struct response *response = &job->response;
    struct buf facts = buf_make(JSON_MAX_BYTES);
    struct json_writer w = json_write_to(&facts);
    json_begin_object(&w, NULL);
    json_put_integer(&w, "images", response->images);
    json_put_integer(&w, "damaged", response->damaged);
    put_if_told(&w, "size", response->size);
    put_if_told(&w, "quality", response->quality);
    put_if_told(&w, "background", response->background);
    put_if_told(&w, "output_format", response->output_format);
    if (response->has_usage) {
        write_usage(job, &w);
    }
    json_end_object(&w);
    if (facts.status == STATUS_OK) {
        end(job, buf_view(&facts), NULL);
    } else {
        fail_without_memory(job);
    }
    buf_free(&facts);
}

static void fetch_data(void *context, struct bytes piece) {
    struct job *job = context;
    buf_append(&job->picture, piece.data, piece.len); /* its status is looked at in the end */
}

static void fetch_next(struct job *job);

static void fetch_end(void *context, enum status status, int http) {
    struct job *job = context;
    job->call = NULL;
    const bool whole = status == STATUS_OK && http == 200 && job->picture.status == STATUS_OK;
    if (whole && job->picture.len > 0) {
        const int index = job->response.images++;
        job->events.image(job->events.context, index, buf_view(&job->picture));
    } else {
        job->events.link(job->events.context, job->response.urls[job->urls_done]);
    }
    buf_free(&job->picture);
    job->urls_done++;
    fetch_next(job);
}

/* Whether a named picture may be fetched: the endpoint itself serves it.  Never with the key. */
static bool is_at_endpoint(const struct job *job, struct bytes url) {
    struct fault ignored;
    return endpoint_check_url(url, &ignored) == STATUS_OK &&
           bytes_equal(endpoint_origin(url), endpoint_origin(base_url(job)));
}

static enum status fetch(struct job *job, struct bytes url) {
    char address[ENDPOINT_MAX_URL + 1];
    copy_text(url, address);
    const struct transport_request request = {.method = "GET", .url = address};
    const struct transport_events events = {job, fetch_data, fetch_end};
    return job->transport.start(job->transport.self, &request, events, &job->call);
}

static void fetch_next(struct job *job) {
    job->stage = FETCHING;
    while (job->urls_done < job->response.url_count) {
        const struct bytes url = job->response.urls[job->urls_done];
        if (is_at_endpoint(job, url) && fetch(job, url) == STATUS_OK) {
            return;
        }
        job->events.link(job->events.context, url);
        job->urls_done++;
    }
    finish(job);
}

static void answer_data(void *context, struct bytes piece) {
    struct job *job = context;
    if (!job->receiving) {
        job->receiving = true;
        report(job, "{\"stage\":\"receiving\"}");
    }
    const enum status status = sieve_feed(&job->sieve, piece);
    if (status == STATUS_OK) {
        return;
    }
    hang_up(job);
    struct fault fault;
    if (status == STATUS_NO_MEMORY) {
        (void)fault_no_memory(&fault);
    } else {
        fault_set(&fault, status, NULL,
                  "The answer is larger than any the API gives, so it was cut off. It may have "
                  "been charged; pictures that arrived are kept.");
    }
    fail(job, &fault);
}

static enum status lost(const struct job *job, int http, struct fault *fault) {
    const struct bytes origin = endpoint_origin(base_url(job));
    if (http == 0 && !job->receiving) {
        return fault_set(
            fault, STATUS_NETWORK, "base_url",
            "No answer from %.*s. You may be offline, the address may be wrong, the server may "
            "not allow web pages (CORS), or a blocker may have stopped it. If the request was "
            "already on its way it may be charged; it is not repeated by itself.",
            (int)origin.len, (const char *)origin.data);
    }
    return fault_set(fault, STATUS_NETWORK, NULL,
                     "The connection to %.*s broke before the answer was complete. It may have "
                     "been charged; pictures that arrived are kept. Nothing is repeated by itself.",
                     (int)origin.len, (const char *)origin.data);
}

static void answer_end(void *context, enum status status, int http) {
    struct job *job = context;
    job->call = NULL;
    const struct bytes rest = sieve_rest(&job->sieve);
    struct fault fault;
    if (status != STATUS_OK) {
        (void)lost(job, http, &fault);
    } else if (http < 200 || http > 299) {
        (void)response_fault(http, rest, &fault);
    } else if (response_read(rest, &job->response, &fault) == STATUS_OK) {
        fetch_next(job);
        return;
    }
    fail(job, &fault);
}

/* ---- sending ---- */

static enum status post(struct job *job) {
    struct buf url = buf_make(ENDPOINT_MAX_URL + 64);
    buf_text(&url, job->base_url);
    buf_text(&url, job->request.path);
    if (buf_byte(&url, '\0') != STATUS_OK) {
        buf_free(&url);
        return STATUS_NO_MEMORY;
    }
    const struct transport_header headers[] = {
        {"Authorization", job->authorization},
        {"Content-Type", job->request.content_type},
    };
    const struct transport_request request = {
        .method = "POST",
        .url = (const char *)url.data,
        .headers = headers,
        .header_count = sizeof headers / sizeof *headers,
        .body = buf_view(&job->request.body),
    };
    const struct transport_events events = {job, answer_data, answer_end};
    const enum status status =
        job->transport.start(job->transport.self, &request, events, &job->call);
    buf_free(&url);
    return status;
}

static enum status send(struct job *job, struct fault *fault) {
    const enum status finished = job->input_count > 0 ? request_finish(&job->request) : STATUS_OK;
    if (finished == STATUS_INTERNAL) {
        return fault_set(fault, finished, NULL,
                         "The pictures happen to contain the mark that separates them. Nothing "
                         "was sent: press Generate again.");
    }
    if (finished != STATUS_OK) {
        return fault_no_memory(fault);
    }
    job->stage = WAITING;
    report(job, "{\"stage\":\"sending\",\"path\":\"%s\",\"bytes\":%zu}", job->request.path,
           job->request.body.len);
    return post(job) == STATUS_OK ? STATUS_OK : fault_no_memory(fault);
}

bool job_step(struct job *job) {
    static enum status (*const work[])(struct job *, struct fault *) = {
        [CHECKING] = check,
        [PREPARING_IMAGES] = prepare_image,
        [PREPARING_MASK] = prepare_mask,
        [SENDING] = send,
    };
    if (job->stage >= WAITING) {
        return false;
    }
    struct fault fault;
    if (work[job->stage](job, &fault) != STATUS_OK) {
        fail(job, &fault);
    }
    return job->stage < WAITING;
}

void job_stop(struct job *job, enum status reason) {
    if (job->stage == ENDED) {
        return;
    }
    const bool sent = job->stage >= WAITING;
    hang_up(job);
    struct fault fault;
    fault_set(&fault, reason, NULL, "%s %s",
              reason == STATUS_TIMEOUT ? "No answer for too long, so the connection was closed."
                                       : "Cancelled.",
              sent ? "The request had been sent, so it may still be charged."
                   : "Nothing had been sent.");
    fail(job, &fault);
}
