#include "job/probe.h"

#include <stdlib.h>
#include <string.h>

#include "api/dialect.h"
#include "api/endpoint.h"
#include "api/response.h"

struct probe {
    struct transport transport;
    struct transport_call *call; /* NULL before the start and after the end */
    struct dialect dialect;
    char base_url[ENDPOINT_MAX_URL + 1];
    char authorization[sizeof "Bearer " + ENDPOINT_MAX_KEY];
    struct buf body;
    void *context;
    void (*end)(void *context, struct bytes json);
};

struct finding {
    const char *outcome;
    int http;
    struct json *list; /* of the models; NULL for none */
};

static const char *key_of(const struct probe *probe) {
    return probe->authorization + strlen("Bearer ");
}

static bool names_image(struct bytes id) {
    static const struct bytes word = {(const uint8_t *)"image", 5};
    while (id.len >= word.len) {
        if (bytes_start_with(id, word)) {
            return true;
        }
        id = (struct bytes){id.data + 1, id.len - 1};
    }
    return false;
}

static bool model_id(const struct json *model, struct bytes *out) {
    return json_text(json_get(model, "id"), out) && out->len > 0 && out->len <= 256;
}

static bool any_names_image(const struct json *models) {
    for (const struct json *m = json_at(models, 0); m; m = json_next(m)) {
        struct bytes id;
        if (model_id(m, &id) && names_image(id)) {
            return true;
        }
    }
    return false;
}

static void write_model(struct json_writer *w, const struct json *model, struct bytes id) {
    struct bytes shutdown;
    json_begin_object(w, NULL);
    json_put_text(w, "id", id);
    if (json_text(json_get(model, "shutdown_date"), &shutdown) && shutdown.len == 10) {
        json_put_text(w, "shutdown", shutdown);
    } else {
        json_put_null(w, "shutdown");
    }
    json_end_object(w);
}

static void write_models(struct json_writer *w, const struct json *models) {
    const bool only_images = any_names_image(models);
    int count = 0;
    json_begin_array(w, "models");
    for (const struct json *m = json_at(models, 0); m && count < PROBE_MAX_MODELS;
         m = json_next(m)) {
        struct bytes id;
        if (model_id(m, &id) && (!only_images || names_image(id))) {
            write_model(w, m, id);
            count++;
        }
    }
    json_end_array(w);
}

/* What did not fit into memory is told as a bare outcome. */
static void tell(const struct probe *probe, const struct finding *found, struct fault *words) {
    struct buf json = buf_make(JSON_MAX_BYTES);
    struct json_writer w = json_write_to(&json);
    fault_redact(words, bytes_of(key_of(probe)));
    json_begin_object(&w, NULL);
    json_put_string(&w, "outcome", found->outcome);
    json_put_integer(&w, "http", found->http);
    json_put_string(&w, "text", words->text);
    write_models(&w, json_get(found->list, "data"));
    json_end_object(&w);
    probe->end(probe->context,
               json.status == STATUS_OK
                   ? buf_view(&json)
                   : bytes_of("{\"outcome\":\"unclear\",\"http\":0,\"text\":\"There is not enough "
                              "memory for the answer.\",\"models\":[]}"));
    buf_free(&json);
}

static void tell_unreachable(const struct probe *probe) {
    const struct finding found = {.outcome = "unreachable"};
    const struct bytes origin = endpoint_origin(bytes_of(probe->base_url));
    struct fault words;
    fault_set(&words, STATUS_NETWORK, NULL,
              "No answer from %.*s. The address may be wrong, you may be offline, or the server "
              "does not allow web pages (CORS), as Azure does not without a proxy.",
              (int)origin.len, (const char *)origin.data);
    tell(probe, &found, &words);
}

static void tell_list(const struct probe *probe, int http) {
    struct finding found = {.outcome = "works", .http = http};
    struct fault words;
    const enum status status = json_parse(buf_view(&probe->body), &found.list);
    if (status == STATUS_OK && json_is_array(json_get(found.list, "data"))) {
        fault_set(&words, STATUS_OK, NULL, "It answers, and takes the key.");
    } else {
        found.outcome = "unclear";
        fault_set(&words, STATUS_UNEXPECTED, NULL,
                  "Something answers, but not with a list of models. The address may be wrong; it "
                  "often ends in /v1.");
    }
    tell(probe, &found, &words);
    json_free(found.list);
}

static void tell_refusal(const struct probe *probe, int http) {
    const bool by_key = http == 401 || http == 403;
    const struct finding found = {.outcome = by_key ? "refused" : "unclear", .http = http};
    struct fault words;
    if (http == 404 || http == 405) {
        fault_set(&words, STATUS_REFUSED, NULL,
                  "It answers, but has no list of models (%d), so the key could not be tested. "
                  "Pictures may work all the same; if they do not, check the address.",
                  http);
    } else {
        const struct exchange exchange = {
            .http = http, .wait_ms = -1, .address = bytes_of(probe->base_url)};
        (void)response_fault(&exchange, buf_view(&probe->body), &words);
    }
    tell(probe, &found, &words);
}

static void on_data(void *context, struct bytes piece) {
    struct probe *probe = context;
    buf_append(&probe->body, piece.data, piece.len); /* cut off, it is no list */
}

static void on_end(void *context, enum status status, int http) {
    struct probe *probe = context;
    probe->call = NULL;
    if (status != STATUS_OK || http == 0) {
        tell_unreachable(probe);
    } else if (http >= 200 && http <= 299) {
        tell_list(probe, http);
    } else {
        tell_refusal(probe, http);
    }
}

static enum status ask(struct probe *probe) {
    struct buf url = buf_make(ENDPOINT_MAX_URL + DIALECT_MAX_VERSION + 64);
    dialect_put_models_url(&probe->dialect, probe->base_url, &url);
    enum status status = buf_byte(&url, '\0');
    if (status == STATUS_OK) {
        const bool bearer = probe->dialect.header == DIALECT_BEARER;
        const struct transport_header header = {dialect_header_name(&probe->dialect),
                                                bearer ? probe->authorization : key_of(probe)};
        const struct transport_request request = {
            .method = "GET", .url = (const char *)url.data, .headers = &header, .header_count = 1};
        const struct transport_events events = {.context = probe, .data = on_data, .end = on_end};
        status = probe->transport.start(probe->transport.self, &request, events, &probe->call);
    }
    buf_free(&url);
    return status;
}

static enum status check_setup(const struct probe_setup *setup, struct dialect *dialect,
                               struct fault *fault) {
    enum status status = endpoint_check_url(setup->base_url, fault);
    if (status == STATUS_OK) {
        status = endpoint_check_key(setup->key, fault);
    }
    return status == STATUS_OK ? dialect_parse(setup->dialect, dialect, fault) : status;
}

/* Text that was checked to be short enough, as a C string. */
static void copy_text(struct bytes from, char *to) {
    memcpy(to, from.data, from.len);
    to[from.len] = '\0';
}

enum status probe_start(const struct probe_setup *setup, struct probe **out, struct fault *fault) {
    struct dialect dialect;
    *out = NULL;
    const enum status status = check_setup(setup, &dialect, fault);
    if (status != STATUS_OK) {
        return status;
    }
    struct probe *probe = calloc(1, sizeof *probe);
    if (!probe) {
        return fault_no_memory(fault);
    }
    probe->transport = setup->transport;
    probe->dialect = dialect;
    probe->body = buf_make(PROBE_MAX_BYTES);
    probe->context = setup->context;
    probe->end = setup->end;
    copy_text(setup->base_url, probe->base_url);
    copy_text(bytes_of("Bearer "), probe->authorization);
    copy_text(setup->key, probe->authorization + strlen("Bearer "));
    if (ask(probe) != STATUS_OK) {
        probe_free(probe);
        return fault_no_memory(fault);
    }
    *out = probe;
    return STATUS_OK;
}

static void hang_up(struct probe *probe) {
    if (probe->call) {
        probe->transport.cancel(probe->transport.self, probe->call);
        probe->call = NULL;
    }
}

void probe_give_up(struct probe *probe) {
    if (probe->call) {
        hang_up(probe);
        tell_unreachable(probe);
    }
}

void probe_free(struct probe *probe) {
    if (!probe) {
        return;
    }
    hang_up(probe);
    buf_free(&probe->body);
    secret_wipe(probe->authorization, sizeof probe->authorization);
    free(probe);
}
