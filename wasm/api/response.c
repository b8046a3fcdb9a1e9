#include "api/response.h"

#include "api/params.h"

#include <string.h>

#define MESSAGE_MAX 500 /* bytes of the API's own words that are passed on */

/* What an answer says about its failure; what it does not say is empty. */
struct complaint {
    struct bytes code;
    struct bytes type;
    struct bytes param;
    struct bytes message;
    bool is_web_page;
};

static const char safety[] = "The safety system refused this request. Sent again unchanged it gets "
                             "the same answer: change the prompt or the images.";
static const char no_credit[] = "The account of this key has no credit left or has reached its "
                                "spending limit. Add credit or raise the limit in the account's "
                                "billing settings.";
static const char bad_key[] = "The API does not accept this key. Check that it is complete, still "
                              "active, and made for this endpoint.";
static const char bad_image[] = "The API cannot use one of the input images. Open it in a picture "
                                "editor, save it as PNG and add it again.";
static const char too_fast[] = "Too many requests at a time for this account. Wait a moment, then "
                               "press Generate again.";
static const char redirected[] = "The API base URL leads somewhere else, and requests with a key "
                                 "are not sent on. Enter the final address.";
static const char web_page[] = "The answer is a web page, not one of the API's. Check the API base "
                               "URL, and whether your network asks for a login first.";

/* A known failure: which answers it covers, and what they mean. */
struct meaning {
    int http_min, http_max; /* both 0 for any */
    const char *word;       /* the error's code or type, NULL for any */
    const char *phrase;     /* in its message, NULL for any */
    bool web_page;          /* the body is HTML */
    enum status status;
    const char *field; /* NULL for the error's own "param" */
    const char *text;
};

/* The first that fits counts: codes before HTTP statuses, the catch-all last. */
static const struct meaning meanings[] = {
    {.word = "moderation_blocked", .status = STATUS_REFUSED, .field = "prompt", .text = safety},
    {.word = "content_policy_violation",
     .status = STATUS_REFUSED,
     .field = "prompt",
     .text = safety},
    {.word = "contentFilter", .status = STATUS_REFUSED, .field = "prompt", .text = safety},
    {.word = "invalid_mask_image_format",
     .status = STATUS_REFUSED,
     .field = "mask",
     .text =
         "The API cannot use this mask. It has to be a PNG with transparent places, of the same "
         "size as its image."},
    {.word = "invalid_image_file", .status = STATUS_REFUSED, .field = "images", .text = bad_image},
    {.word = "unsupported_file_mimetype",
     .status = STATUS_REFUSED,
     .field = "images",
     .text = bad_image},
    {.word = "billing_hard_limit_reached",
     .status = STATUS_REFUSED,
     .field = "key",
     .text = no_credit},
    {.word = "insufficient_quota", .status = STATUS_REFUSED, .field = "key", .text = no_credit},
    {.word = "credit_balance_exhausted",
     .status = STATUS_REFUSED,
     .field = "key",
     .text = no_credit},
    {.word = "organization_spend_limit_exceeded",
     .status = STATUS_REFUSED,
     .field = "key",
     .text = no_credit},
    {.word = "organization_usage_limit_exceeded",
     .status = STATUS_REFUSED,
     .field = "key",
     .text = no_credit},
    {.word = "project_spend_limit_exceeded",
     .status = STATUS_REFUSED,
     .field = "key",
     .text = no_credit},
    {.word = "invalid_api_key", .status = STATUS_REFUSED, .field = "key", .text = bad_key},
    {.word = "ip_not_authorized",
     .status = STATUS_REFUSED,
     .field = "key",
     .text = "This key may not be used from your network address. Add the address to the key's "
             "list, or use another key."},
    {.phrase = "must be verified",
     .status = STATUS_REFUSED,
     .field = "model",
     .text =
         "OpenAI gives this model to verified organizations only. Verify yours in the account's "
         "organization settings and wait up to 15 minutes, or choose another model."},
    {.word = "unsupported_country_region_territory",
     .status = STATUS_REFUSED,
     .field = "base_url",
     .text = "OpenAI does not serve the country or region that the request came from."},
    {.word = "model_not_found",
     .status = STATUS_REFUSED,
     .field = "model",
     .text = "The endpoint has no such model, or no longer, or not for this key. Choose another "
             "model, or check what the key may use."},
    {.word = "rate_limit_exceeded", .status = STATUS_REFUSED, .text = too_fast},
    {.word = "slow_down", .status = STATUS_REFUSED, .text = too_fast},
    {204, 204, .status = STATUS_UNEXPECTED, .text = "The answer is empty. Try again."},
    {300, 399, .status = STATUS_UNEXPECTED, .field = "base_url", .text = redirected},
    {413, 413, .status = STATUS_REFUSED, .field = "images",
     .text = "The request is larger than the endpoint takes. Use fewer or smaller input images, or "
             "choose a smaller limit for them."},
    {429, 429, .status = STATUS_REFUSED, .text = too_fast},
    {100, 499, .web_page = true, .status = STATUS_UNEXPECTED, .field = "base_url",
     .text = web_page},
    {401, 401, .status = STATUS_REFUSED, .field = "key", .text = bad_key},
    {403, 403, .status = STATUS_REFUSED, .field = "key",
     .text =
         "This key may not do that: it lacks a permission, its organization is not verified, or "
         "your region is not served."},
    {404, 405, .status = STATUS_REFUSED, .field = "base_url",
     .text = "The endpoint knows no such address or model. Check the API base URL and the model."},
    {408, 409, .status = STATUS_REFUSED,
     .text = "The API could not take the request just now. Press Generate to try again."},
    {503, 503, .status = STATUS_REFUSED,
     .text = "The API is overloaded or down for the moment. Wait a minute, then try again."},
    {500, 599, .status = STATUS_REFUSED,
     .text = "The server failed while it worked on the request. The request may have been charged "
             "all the same and was not sent again; look at your usage before you repeat it."},
    {.status = STATUS_REFUSED, .text = "The API refused the request."},
};

static bool holds_phrase(struct bytes text, const char *phrase) {
    const size_t len = strlen(phrase);
    for (size_t i = 0; i + len <= text.len; i++) {
        if (memcmp(text.data + i, phrase, len) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_word_of(const struct complaint *c, const char *word) {
    return bytes_equal(c->code, bytes_of(word)) || bytes_equal(c->type, bytes_of(word));
}

static const struct meaning *meaning_of(int http, const struct complaint *c) {
    const struct meaning *m = meanings;
    while ((m->http_max != 0 && (http < m->http_min || http > m->http_max)) ||
           (m->word && !is_word_of(c, m->word)) ||
           (m->phrase && !holds_phrase(c->message, m->phrase)) ||
           (m->web_page && !c->is_web_page)) {
        m++;
    }
    return m;
}

/* The setting that the API's "param" means: its own name, "image[0]" for images; or NULL. */
static const char *field_of_param(struct bytes param) {
    if (bytes_start_with(param, bytes_of("image"))) {
        return "images";
    }
    if (bytes_start_with(param, bytes_of("mask"))) {
        return "mask";
    }
    const enum param found = param.data ? params_find((const char *)param.data) : PARAM_COUNT;
    return found == PARAM_COUNT ? NULL : params_rule(found)->name;
}

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
    uint8_t text[MESSAGE_MAX + 8]; /* room for a last key or character that goes past the end */
    size_t len = 0;
    for (size_t i = 0; i < message.len && len <= MESSAGE_MAX;) {
        const size_t key_len = key_length(message, i);
        if (key_len > 0) {
            memcpy(text + len, "sk-***", 6);
            len += 6;
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

static enum status explain(int http, const struct complaint *c, struct fault *fault) {
    const struct meaning *m = meaning_of(http, c);
    const char *field = m->field ? m->field : field_of_param(c->param);
    char message[MESSAGE_MAX + 1];
    quote(c->message, message);
    fault_set(fault, m->status, field, "%s%s%s", m->text, *message ? " The API says: " : "",
              message);
    fault->http = http;
    return m->status;
}

static bool is_web_page(struct bytes body) {
    size_t i = 0;
    while (i < body.len && (body.data[i] <= ' ' || body.data[i] >= 0x80)) {
        i++; /* a byte order mark, too */
    }
    return i < body.len && body.data[i] == '<';
}

/* The error object of a document; compatible servers also write {"error": "words"} and worse. */
static struct complaint complaint_of(const struct json *document) {
    struct complaint c = {0};
    const struct json *error = json_get(document, "error");
    const struct json *holder = json_is_object(error) ? error : document;
    (void)json_text(json_get(holder, "code"), &c.code);
    (void)json_text(json_get(holder, "type"), &c.type);
    (void)json_text(json_get(holder, "param"), &c.param);
    (void)(json_text(error, &c.message) || json_text(json_get(holder, "message"), &c.message) ||
           json_text(json_get(holder, "detail"), &c.message));
    return c;
}

static enum status unexpected(struct fault *fault, const char *field, const char *text) {
    return fault_set(fault, STATUS_UNEXPECTED, field, "%s", text);
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

static void read_usage(const struct json *usage, struct response *out) {
    const struct json *input = json_get(usage, "input_tokens_details");
    struct usage *u = &out->usage;
    out->has_usage =
        json_integer(json_get(input, "text_tokens"), 0, INT32_MAX, &u->text_tokens) &&
        json_integer(json_get(input, "image_tokens"), 0, INT32_MAX, &u->image_tokens) &&
        json_integer(json_get(usage, "output_tokens"), 0, INT32_MAX, &u->output_tokens);
}

static void read_facts(struct response *out) {
    const struct json *document = out->document;
    for (const struct json *i = json_at(json_get(document, "data"), 0); i; i = json_next(i)) {
        read_item(i, out);
    }
    read_usage(json_get(document, "usage"), out);
    (void)json_text(json_get(document, "size"), &out->size);
    (void)json_text(json_get(document, "quality"), &out->quality);
    (void)json_text(json_get(document, "background"), &out->background);
    (void)json_text(json_get(document, "output_format"), &out->output_format);
}

static enum status check_images(const struct response *response, struct fault *fault) {
    if (response->images > 0 || response->url_count > 0) {
        return STATUS_OK;
    }
    return unexpected(fault, NULL,
                      response->damaged > 0
                          ? "The picture arrived damaged and cannot be shown. The request may have "
                            "been charged; it was not sent again."
                          : "No images returned from API endpoint. The request may have been "
                            "charged; it was not sent again.");
}

static enum status read_document(struct bytes rest, struct response *out, struct fault *fault) {
    if (is_web_page(rest)) {
        return unexpected(fault, "base_url", web_page);
    }
    if (json_parse(rest, &out->document) != STATUS_OK || !json_is_object(out->document)) {
        return unexpected(fault, NULL,
                          "The answer broke off or is damaged. The request may have been charged; "
                          "it was not sent again. Pictures that came whole are kept.");
    }
    if (!json_is_null(json_get(out->document, "error"))) {
        const struct complaint c = complaint_of(out->document);
        return explain(200, &c, fault);
    }
    read_facts(out);
    return check_images(out, fault);
}

enum status response_read(struct bytes rest, struct response *out, struct fault *fault) {
    *out = (struct response){0};
    const enum status status = read_document(rest, out, fault);
    if (status != STATUS_OK) {
        response_free(out);
    }
    return status;
}

void response_free(struct response *response) {
    json_free(response->document);
    *response = (struct response){0};
}

enum status response_fault(int http, struct bytes body, struct fault *fault) {
    struct json *document = NULL;
    struct complaint c = {0};
    if (json_parse(body, &document) == STATUS_OK) {
        c = complaint_of(document);
    } else if (is_web_page(body)) {
        c.is_web_page = true;
    } else if (utf8_count(body) > 0) {
        c.message = body;
    }
    const enum status status = explain(http, &c, fault);
    json_free(document);
    return status;
}
