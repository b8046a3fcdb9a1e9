#include "api/response.h"

#include <stdio.h>
#include <string.h>

#define MESSAGE_MAX 500    /* bytes of the API's own words that are passed on */
#define CATEGORIES_MAX 160 /* bytes of what its safety system names */

static bool is_key_letter(uint8_t byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || byte == '_' || byte == '-' || byte == '*';
}

/* How long the key is that starts at 'at', 0 where none does. */
static size_t key_length(struct bytes text, size_t at) {
    const struct bytes from = {text.data + at, text.len - at};
    size_t len = 3;
    if (!bytes_start_with(from, bytes_of("sk-")) || (at > 0 && is_key_letter(text.data[at - 1]))) {
        return 0;
    }
    while (len < from.len && is_key_letter(from.data[len])) {
        len++;
    }
    return len;
}

/* Writes 'message' on one line, keys blotted out, at most MESSAGE_MAX bytes and a NUL. */
static void quote(struct bytes message, char out[MESSAGE_MAX + 1]) {
    static const uint8_t blot[] = {'s', 'k', '-', '*', '*', '*'};
    uint8_t text[MESSAGE_MAX + sizeof blot]; /* the last one may go past the end */
    size_t len = 0;
    for (size_t i = 0; i < message.len && len <= MESSAGE_MAX;) {
        const size_t key_len = key_length(message, i);
        if (key_len > 0) {
            memcpy(text + len, blot, sizeof blot);
            len += sizeof blot;
            i += key_len;
        } else {
            text[len++] = message.data[i] < 0x20 || message.data[i] == 0x7f ? ' ' : message.data[i];
            i++;
        }
    }
    const struct bytes kept = utf8_start((struct bytes){text, len}, MESSAGE_MAX);
    memcpy(out, kept.data, kept.len);
    out[kept.len] = '\0';
}

static enum status explain(const struct exchange *exchange, const struct refusal *read,
                           struct fault *fault) {
    struct refusal refusal = *read;
    char message[MESSAGE_MAX + 1];
    char categories[MESSAGE_MAX + 1];
    quote(read->message, message);
    quote(read->categories, categories);
    refusal.message = bytes_of(message);
    refusal.categories = bytes_of(categories);
    return refusal_explain(exchange, &refusal, fault);
}

/* The first letter of 'body' after blanks and a byte order mark; 0 where there is none. */
static uint8_t first_letter(struct bytes body) {
    size_t i = 0;
    while (i < body.len && (body.data[i] <= ' ' || body.data[i] >= 0x80)) {
        i++;
    }
    return i < body.len ? body.data[i] : 0;
}

static bool is_web_page(struct bytes body) {
    return first_letter(body) == '<';
}

/* Whether 'body' is neither a web page nor cut-off JSON, but words for a person. */
static bool is_words(struct bytes body) {
    const uint8_t first = first_letter(body);
    return first != '<' && first != '{' && first != '[' && utf8_count(body) > 0;
}

/* "sexual, violence": as many of the texts of 'list' as there is room for. */
static void join(const struct json *list, char out[CATEGORIES_MAX + 1]) {
    size_t len = 0;
    out[0] = '\0';
    for (const struct json *item = json_at(list, 0); item; item = json_next(item)) {
        struct bytes word;
        if (json_text(item, &word) && len + 2 + word.len <= CATEGORIES_MAX) {
            len += (size_t)snprintf(out + len, CATEGORIES_MAX + 1 - len, "%s%s", len ? ", " : "",
                                    (const char *)word.data);
        }
    }
}

/* The error object of a document; compatible servers also write {"error": "words"} and worse.
   What the safety system names goes into 'categories'. */
static struct refusal refusal_of(const struct json *document, char categories[CATEGORIES_MAX + 1]) {
    const struct json *error = json_get(document, "error");
    const struct json *holder = json_is_object(error) ? error : document;
    const struct json *details = json_get(holder, "moderation_details");
    struct refusal r = {.is_error = !json_is_null(error)};
    (void)json_text(json_get(holder, "code"), &r.code);
    (void)json_text(json_get(holder, "type"), &r.type);
    (void)json_text(json_get(holder, "param"), &r.param);
    (void)json_text(json_get(details, "moderation_stage"), &r.stage);
    (void)(json_text(error, &r.message) || json_text(json_get(holder, "message"), &r.message) ||
           json_text(json_get(holder, "detail"), &r.message));
    join(json_get(details, "categories"), categories);
    r.categories = bytes_of(categories);
    return r;
}

static enum status unexpected(const struct exchange *exchange, struct fault *fault,
                              const char *text) {
    fault_set(fault, STATUS_UNEXPECTED, NULL, "%s%s", text, refusal_charge_words(CHARGE_MAYBE));
    fault->http = exchange->http;
    fault->charge = CHARGE_MAYBE;
    return STATUS_UNEXPECTED;
}

static void read_item(const struct json *item, struct response *out) {
    const struct json *image = json_get(item, "b64_json");
    int64_t index;
    bool sound;
    struct bytes url;
    if (json_integer(image, 0, INT32_MAX, &index)) {
        out->images++;
    } else if (json_boolean(image, &sound)) {
        out->damaged++;
    } else if (json_text(json_get(item, "url"), &url) && url.len > 0 &&
               out->url_count < RESPONSE_MAX_URLS) {
        out->urls[out->url_count++] = url;
    }
}

static void add_usage(const struct json *usage, struct response *out) {
    const struct json *input = json_get(usage, "input_tokens_details");
    struct usage u;
    if (json_integer(json_get(input, "text_tokens"), 0, INT32_MAX, &u.text_tokens) &&
        json_integer(json_get(input, "image_tokens"), 0, INT32_MAX, &u.image_tokens) &&
        json_integer(json_get(usage, "output_tokens"), 0, INT32_MAX, &u.output_tokens)) {
        out->has_usage = true;
        out->usage.text_tokens += u.text_tokens;
        out->usage.image_tokens += u.image_tokens;
        out->usage.output_tokens += u.output_tokens;
    }
}

static void read_text(const struct json *holder, const char *name, struct bytes *out) {
    struct bytes text;
    if (json_text(json_get(holder, name), &text)) {
        *out = text;
    }
}

static void read_facts(const struct json *holder, struct response *out) {
    add_usage(json_get(holder, "usage"), out);
    read_text(holder, "size", &out->size);
    read_text(holder, "quality", &out->quality);
    read_text(holder, "background", &out->background);
    read_text(holder, "output_format", &out->output_format);
}

/* A plain answer says its facts once, a stream with each of its pictures. */
static void read_all(struct response *out) {
    const struct json *data = json_get(out->document, "data");
    read_facts(out->document, out);
    for (const struct json *item = json_at(data, 0); item; item = json_next(item)) {
        read_item(item, out);
        read_facts(item, out);
    }
}

static enum status check_images(const struct exchange *exchange, const struct response *response,
                                struct fault *fault) {
    if (response->images > 0 || response->url_count > 0) {
        return STATUS_OK;
    }
    return unexpected(exchange, fault,
                      response->damaged > 0 ? "The picture arrived damaged and cannot be shown."
                                            : "No images returned from API endpoint.");
}

static enum status read_document(const struct exchange *exchange, struct bytes rest,
                                 struct response *out, struct fault *fault) {
    const enum status status = json_parse(rest, &out->document);
    if (status == STATUS_NO_MEMORY) {
        fault_no_memory(fault);
        fault->charge = CHARGE_MAYBE;
        return status;
    }
    if (status != STATUS_OK || !json_is_object(out->document)) {
        return unexpected(exchange, fault,
                          "The answer broke off or is damaged. Pictures that came whole are kept.");
    }
    if (!json_is_null(json_get(out->document, "error"))) {
        char categories[CATEGORIES_MAX + 1];
        const struct refusal refusal = refusal_of(out->document, categories);
        return explain(exchange, &refusal, fault);
    }
    read_all(out);
    return check_images(exchange, out, fault);
}

enum status response_read(const struct exchange *exchange, struct bytes rest, struct response *out,
                          struct fault *fault) {
    *out = (struct response){0};
    if (rest.len == 0) {
        return unexpected(exchange, fault, "The answer is empty.");
    }
    if (is_web_page(rest)) {
        const struct refusal page = {.is_web_page = true};
        return explain(exchange, &page, fault);
    }
    const enum status status = read_document(exchange, rest, out, fault);
    if (status != STATUS_OK) {
        response_free(out);
    }
    return status;
}

void response_free(struct response *response) {
    json_free(response->document);
    *response = (struct response){0};
}

enum status response_fault(const struct exchange *exchange, struct bytes body,
                           struct fault *fault) {
    struct json *document = NULL;
    struct refusal refusal = {0};
    char categories[CATEGORIES_MAX + 1];
    if (json_parse(body, &document) == STATUS_OK) {
        refusal = refusal_of(document, categories);
    } else if (is_web_page(body)) {
        refusal.is_web_page = true;
    } else if (is_words(body)) {
        refusal.message = body;
    }
    const enum status status = explain(exchange, &refusal, fault);
    json_free(document);
    return status;
}

bool response_is_error(struct bytes body) {
    struct json *document = NULL;
    const bool parsed = json_parse(body, &document) == STATUS_OK;
    const bool is_error = parsed && !json_is_null(json_get(document, "error"));
    json_free(document);
    return is_error;
}
