#include "job/answer.h"

#include <string.h>

#include "api/endpoint.h"

static void fail(struct answer *a, struct fault *fault) {
    a->done(a->owner, (struct bytes){NULL, 0}, fault);
}

static void fail_without_memory(struct answer *a) {
    struct fault fault;
    (void)fault_no_memory(&fault);
    fault.charge = CHARGE_MAYBE;
    fail(a, &fault);
}

static void tell_partial(void *context, int index, struct bytes file) {
    const struct answer *a = context;
    if (a->events->partial) {
        a->events->partial(a->events->context, index, file);
    }
}

static void tell_image(void *context, int index, struct bytes file) {
    const struct answer *a = context;
    a->events->image(a->events->context, index, file);
}

static void take_image(void *context, int index, struct buf *file) {
    if (file->status == STATUS_OK) {
        tell_image(context, index, buf_view(file));
    }
}

static void write_usage(const struct answer *a, struct json_writer *w) {
    const struct usage *usage = &a->response.usage;
    json_begin_object(w, "usage");
    json_put_integer(w, "text_tokens", usage->text_tokens);
    json_put_integer(w, "image_tokens", usage->image_tokens);
    json_put_integer(w, "output_tokens", usage->output_tokens);
    json_end_object(w);
    if (a->model) {
        json_put_number(w, "cost_usd", models_cost(a->model, usage));
    }
}

static void put_if_told(struct json_writer *w, const char *key, struct bytes text) {
    if (text.len > 0) {
        json_put_text(w, key, text);
    }
}

static void finish(struct answer *a) {
    const struct response *response = &a->response;
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
        write_usage(a, &w);
    }
    json_end_object(&w);
    if (facts.status == STATUS_OK) {
        a->done(a->owner, buf_view(&facts), NULL);
    } else {
        fail_without_memory(a);
    }
    buf_free(&facts);
}

static void fetch_data(void *context, struct bytes piece) {
    struct answer *a = context;
    buf_append(&a->picture, piece.data, piece.len); /* its status is looked at in the end */
}

static void fetch_next(struct answer *a);

static void fetch_end(void *context, enum status status, int http) {
    struct answer *a = context;
    a->call = NULL;
    const bool whole = status == STATUS_OK && http == 200 && a->picture.status == STATUS_OK;
    if (whole && a->picture.len > 0) {
        const int index = a->response.images++;
        a->events->image(a->events->context, index, buf_view(&a->picture));
    } else {
        a->events->link(a->events->context, a->response.urls[a->urls_done]);
    }
    buf_free(&a->picture);
    a->urls_done++;
    fetch_next(a);
}

/* Whether a named picture may be fetched: the endpoint itself serves it.  Never with the key. */
static bool is_at_endpoint(const struct answer *a, struct bytes url) {
    return url.len <= ENDPOINT_MAX_URL &&
           bytes_equal(endpoint_origin(url), endpoint_origin(bytes_of(a->base_url)));
}

static enum status fetch(struct answer *a, struct bytes url) {
    char address[ENDPOINT_MAX_URL + 1];
    memcpy(address, url.data, url.len); /* is_at_endpoint knows its length */
    address[url.len] = '\0';
    const struct transport_request request = {.method = "GET", .url = address};
    const struct transport_events events = {.context = a, .data = fetch_data, .end = fetch_end};
    return a->transport->start(a->transport->self, &request, events, &a->call);
}

static void fetch_next(struct answer *a) {
    while (a->urls_done < a->response.url_count) {
        const struct bytes url = a->response.urls[a->urls_done];
        if (is_at_endpoint(a, url) && fetch(a, url) == STATUS_OK) {
            return;
        }
        a->events->link(a->events->context, url);
        a->urls_done++;
    }
    finish(a);
}

/* Byte by byte while it is not known what this is: no picture begins so early. */
static enum status feed(struct answer *a, struct bytes piece) {
    enum status status = STATUS_OK;
    while (piece.len > 0 && status == STATUS_OK) {
        const bool known = a->stream.sse.kind != SSE_NOT_KNOWN;
        const struct bytes part = {piece.data, known ? piece.len : 1};
        if (a->stream.sse.kind != SSE_OTHER) {
            status = stream_feed(&a->stream, part);
        }
        if (a->stream.sse.kind != SSE_EVENTS && status == STATUS_OK) {
            status = sieve_feed(&a->sieve, part);
        }
        piece = (struct bytes){piece.data + part.len, piece.len - part.len};
    }
    return status;
}

static void on_data(void *context, struct bytes piece) {
    struct answer *a = context;
    if (!a->receiving) {
        a->receiving = true;
        a->events->progress(a->events->context, bytes_of("{\"stage\":\"receiving\"}"));
    }
    const enum status status = feed(a, piece);
    if (status == STATUS_OK) {
        return;
    }
    answer_hang_up(a);
    if (status == STATUS_NO_MEMORY) {
        fail_without_memory(a);
        return;
    }
    struct fault fault;
    fault_set(&fault, status, NULL,
              "The answer is larger than any the API gives, so it was cut off. Pictures that "
              "arrived are kept.%s",
              refusal_charge_words(CHARGE_MAYBE));
    fault.charge = CHARGE_MAYBE;
    fail(a, &fault);
}

static void lost(const struct answer *a, struct fault *fault) {
    const struct bytes origin = endpoint_origin(bytes_of(a->base_url));
    fault_set(fault, STATUS_NETWORK, NULL,
              "The connection to %.*s broke before the answer was complete. Pictures that arrived "
              "are kept.%s",
              (int)origin.len, (const char *)origin.data, refusal_charge_words(CHARGE_MAYBE));
    fault->charge = CHARGE_MAYBE;
}

static void tell_findings(void *owner) {
    struct answer *a = owner;
    struct fault fault;
    (void)look_explain(&a->look, &fault);
    fail(a, &fault);
}

static void look_again(struct answer *a) {
    a->look.transport = a->transport;
    a->look.base_url = a->base_url;
    a->look.dialect = a->dialect;
    a->look.key = a->key;
    a->look.done = tell_findings;
    a->look.owner = a;
    if (look_begin(&a->look) == STATUS_OK) {
        a->events->progress(a->events->context, bytes_of("{\"stage\":\"looking\"}"));
    } else {
        fail_without_memory(a);
    }
}

static bool is_streamed(const struct answer *a) {
    return a->stream.sse.kind == SSE_EVENTS;
}

/* A stream knows its own end, whatever the transport says of it; a refusal may be no stream. */
static bool is_cut(const struct answer *a, enum status status, bool refused) {
    const bool broke = status != STATUS_OK;
    return is_streamed(a) ? !stream_is_complete(&a->stream) && (broke || !refused) : broke;
}

static void on_wait(void *context, int wait_ms) {
    struct answer *a = context;
    a->exchange.wait_ms = wait_ms;
}

static void on_end(void *context, enum status status, int http) {
    struct answer *a = context;
    a->call = NULL;
    a->exchange.http = http;
    const struct bytes rest = is_streamed(a) ? stream_rest(&a->stream) : sieve_rest(&a->sieve);
    const bool refused = a->stream.failed || (http != 0 && (http < 200 || http > 299));
    struct fault fault;
    if (is_cut(a, status, refused)) {
        if (http == 0 && !a->receiving) {
            look_again(a);
            return;
        }
        lost(a, &fault);
    } else if (refused) {
        (void)response_fault(&a->exchange, rest, &fault);
    } else if (response_read(&a->exchange, rest, &a->response, &fault) == STATUS_OK) {
        fetch_next(a);
        return;
    }
    fail(a, &fault);
}

void answer_begin(struct answer *a) {
    a->sieve = sieve_make(take_image, a);
    stream_begin(&a->stream, (struct stream_events){a, tell_partial, tell_image});
    a->picture = buf_make(SIEVE_MAX_IMAGE);
    a->exchange.wait_ms = -1;
}

struct transport_events answer_events(struct answer *a) {
    return (struct transport_events){a, on_data, on_end, on_wait};
}

void answer_hang_up(struct answer *a) {
    look_hang_up(&a->look);
    if (a->call) {
        a->transport->cancel(a->transport->self, a->call);
        a->call = NULL;
    }
}

bool answer_stop_looking(struct answer *a) {
    const bool looking = a->look.call != NULL;
    if (looking) {
        look_hang_up(&a->look);
        tell_findings(a);
    }
    return looking;
}

void answer_free(struct answer *a) {
    sieve_free(&a->sieve);
    stream_free(&a->stream);
    response_free(&a->response);
    buf_free(&a->picture);
    look_free(&a->look);
}
