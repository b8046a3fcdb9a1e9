#include "job/job.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/endpoint.h"
#include "job/answer.h"
#include "job/prepare.h"

enum stage { CHECKING, PREPARING, SENDING, WAITING, ENDED };

struct job {
    struct transport transport;
    struct job_events events;
    char base_url[ENDPOINT_MAX_URL + 1];
    char authorization[sizeof "Bearer " + ENDPOINT_MAX_KEY];
    char today[sizeof "YYYY-MM-DD"];
    uint8_t random[MULTIPART_RANDOM];
    struct prepare prepare;
    struct answer answer;
    enum stage stage;
};

/* The end of all, once; the API may have quoted the key it refused. */
static void end(void *owner, struct bytes facts, struct fault *fault) {
    struct job *job = owner;
    job->stage = ENDED;
    if (fault) {
        fault_redact(fault, bytes_of(job->authorization + strlen("Bearer ")));
    }
    job->events.end(job->events.context, facts, fault);
}

static void fail(struct job *job, struct fault *fault) {
    end(job, (struct bytes){NULL, 0}, fault);
}

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

/* The header that carries the key. */
static struct transport_header key_header(const struct job *job) {
    const struct dialect *dialect = &job->prepare.dialect;
    return (struct transport_header){dialect_header_name(dialect),
                                     dialect_header_value(dialect, job->authorization)};
}

static void set_up(struct job *job, const struct job_setup *setup) {
    job->transport = setup->transport;
    job->events = setup->events;
    copy_text(setup->base_url, job->base_url);
    memcpy(job->authorization, "Bearer ", sizeof "Bearer ");
    copy_text(setup->key, job->authorization + strlen("Bearer "));
    copy_text(setup->today, job->today);
    memcpy(job->random, setup->random, sizeof job->random);
    job->answer = (struct answer){
        .transport = &job->transport,
        .events = &job->events,
        .base_url = job->base_url,
        .exchange = {.address = bytes_of(job->base_url)},
        .done = end,
        .owner = job,
    };
    answer_begin(&job->answer);
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
    status = dialect_parse(setup->dialect, &job->prepare.dialect, fault);
    if (status == STATUS_OK) {
        job->answer.dialect = job->prepare.dialect;
        job->answer.key = key_header(job);
        status = params_parse(params, &job->prepare.params, fault);
    }
    if (status != STATUS_OK) {
        job_free(job);
        return status;
    }
    *out = job;
    return STATUS_OK;
}

void job_free(struct job *job) {
    if (!job) {
        return;
    }
    answer_hang_up(&job->answer);
    answer_free(&job->answer);
    prepare_free(&job->prepare);
    secret_wipe(job->authorization, sizeof job->authorization);
    free(job);
}

void job_set_mask(struct job *job, struct mask mask) {
    prepare_set_mask(&job->prepare, mask);
}

void job_set_crop(struct job *job, const struct crop *crop) {
    prepare_set_crop(&job->prepare, crop);
}

enum status job_set_markup(struct job *job, uint8_t *file, size_t len, struct fault *fault) {
    return prepare_set_markup(&job->prepare, file, len, fault);
}

enum status job_add_file(struct job *job, uint8_t *file, size_t len, struct fault *fault) {
    return prepare_add_file(&job->prepare, file, len, fault);
}

enum status job_add_image(struct job *job, struct image image, struct fault *fault) {
    return prepare_add_image(&job->prepare, image, fault);
}

enum status job_add_rendition(struct job *job, uint8_t *file, size_t len, struct size image,
                              struct fault *fault) {
    return prepare_add_rendition(&job->prepare, file, len, image, fault);
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

static enum status check(struct job *job, struct fault *fault) {
    const enum status status =
        prepare_check(&job->prepare, endpoint_is_openai(base_url(job)), job->today, fault);
    job->stage = PREPARING;
    return status == STATUS_OK ? prepare_begin(&job->prepare, job->random, fault) : status;
}

static void report_next(const struct job *job) {
    const struct prepare *p = &job->prepare;
    if (p->inputs_written < p->input_count) {
        const struct prepare_sizes sizes = prepare_sizes(p, p->inputs_written);
        report(job, "{\"stage\":\"preparing\",\"image\":%d,\"from\":[%d,%d],\"to\":[%d,%d]}",
               p->inputs_written, sizes.from.width, sizes.from.height, sizes.to.width,
               sizes.to.height);
    }
}

static enum status prepare(struct job *job, struct fault *fault) {
    if (!prepare_has_more(&job->prepare)) {
        job->stage = SENDING;
        return prepare_finish(&job->prepare, fault);
    }
    report_next(job);
    return prepare_step(&job->prepare, fault);
}

static enum status post(struct job *job, const struct request *asked) {
    const struct dialect *dialect = &job->prepare.dialect;
    struct buf url = buf_make(ENDPOINT_MAX_URL + DIALECT_MAX_VERSION + 64);
    dialect_put_url(dialect, job->base_url, asked->path, &url);
    if (buf_byte(&url, '\0') != STATUS_OK) {
        buf_free(&url);
        return STATUS_NO_MEMORY;
    }
    const struct transport_header headers[] = {
        key_header(job),
        {"Content-Type", asked->content_type},
    };
    const struct transport_request request = {
        .method = "POST",
        .url = (const char *)url.data,
        .headers = headers,
        .header_count = sizeof headers / sizeof *headers,
        .body = buf_view(&asked->body),
    };
    job->answer.exchange.model = job->prepare.params.text[PARAM_MODEL];
    job->answer.exchange.sent = asked->body.len;
    job->answer.model = models_find(job->answer.exchange.model);
    const enum status status = job->transport.start(job->transport.self, &request,
                                                    answer_events(&job->answer), &job->answer.call);
    buf_free(&url);
    return status;
}

static enum status send(struct job *job, struct fault *fault) {
    const struct request *request = &job->prepare.request;
    job->stage = WAITING;
    report(job, "{\"stage\":\"sending\",\"path\":\"%s\",\"bytes\":%zu}", request->path,
           request->body.len);
    return post(job, request) == STATUS_OK ? STATUS_OK : fault_no_memory(fault);
}

bool job_step(struct job *job) {
    static enum status (*const work[])(struct job *, struct fault *) = {
        [CHECKING] = check,
        [PREPARING] = prepare,
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
    if (reason == STATUS_TIMEOUT && answer_stop_looking(&job->answer)) {
        return;
    }
    const bool sent = job->stage >= WAITING;
    answer_hang_up(&job->answer);
    struct fault fault;
    fault_set(&fault, reason, NULL, "%s %s",
              reason == STATUS_TIMEOUT ? "No answer for too long, so the connection was closed."
                                       : "Cancelled.",
              sent ? "The request had been sent, so it may still be charged."
                   : "Nothing had been sent.");
    fault.charge = sent ? CHARGE_MAYBE : CHARGE_NONE;
    fail(job, &fault);
}
