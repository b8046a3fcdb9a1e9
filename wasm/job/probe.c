#include "job/probe.h"

#include <stdlib.h>
#include <string.h>

#include "api/endpoint.h"
#include "api/response.h"
#include "job/look.h"

struct probe {
    struct transport transport;
    struct look look;
    char base_url[ENDPOINT_MAX_URL + 1];
    char authorization[sizeof "Bearer " + ENDPOINT_MAX_KEY];
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
    const enum status status = json_parse(buf_view(&probe->look.body), &found.list);
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
        (void)response_fault(&exchange, buf_view(&probe->look.body), &words);
    }
    tell(probe, &found, &words);
}

static void on_looked(void *owner) {
    struct probe *probe = owner;
    const int http = probe->look.http;
    if (http == 0) {
        tell_unreachable(probe);
    } else if (http >= 200 && http <= 299) {
        tell_list(probe, http);
    } else {
        tell_refusal(probe, http);
    }
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
    probe->context = setup->context;
    probe->end = setup->end;
    copy_text(setup->base_url, probe->base_url);
    copy_text(bytes_of("Bearer "), probe->authorization);
    copy_text(setup->key, probe->authorization + strlen("Bearer "));
    probe->look = (struct look){
        .transport = &probe->transport,
        .base_url = probe->base_url,
        .dialect = dialect,
        .key = {dialect_header_name(&dialect),
                dialect_header_value(&dialect, probe->authorization)},
        .done = on_looked,
        .owner = probe,
    };
    if (look_begin(&probe->look) != STATUS_OK) {
        probe_free(probe);
        return fault_no_memory(fault);
    }
    *out = probe;
    return STATUS_OK;
}

void probe_give_up(struct probe *probe) {
    if (probe->look.call) {
        look_hang_up(&probe->look);
        tell_unreachable(probe);
    }
}

void probe_free(struct probe *probe) {
    if (!probe) {
        return;
    }
    look_hang_up(&probe->look);
    look_free(&probe->look);
    secret_wipe(probe->authorization, sizeof probe->authorization);
    free(probe);
}
