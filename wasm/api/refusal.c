#include "api/refusal.h"

#include "api/endpoint.h"
#include "api/models.h"
#include "api/wait.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* 'text' is a few sentences, in which {model}, {address}, {bytes}, {details}, {end} and
   {successor} stand for what the exchange was about. */
struct meaning {
    enum status status;
    bool passes;       /* by itself: it may be tried again where nothing was accepted */
    const char *field; /* the setting at fault, NULL where the text names none */
    const char *link;  /* of OpenAI's, NULL for none */
    const char *text;  /* what happened, what it means, what to do */
};

static const struct meaning moderated = {
    .status = STATUS_REFUSED,
    .field = "prompt",
    .link = "https://openai.com/policies/usage-policies/",
    .text = "The safety system refused this request{details}. Sent again unchanged it gets the "
            "same answer: change the prompt or the images.",
};

static const struct meaning bad_mask = {
    .status = STATUS_REFUSED,
    .field = "mask",
    .text = "The API cannot use this mask. It has to be a PNG with transparent places, of the same "
            "size as its image.",
};

static const struct meaning bad_image = {
    .status = STATUS_REFUSED,
    .field = "images",
    .text = "The API cannot use one of the input images. Open it in a picture editor, save it as "
            "PNG and add it again.",
};

static const struct meaning too_large = {
    .status = STATUS_REFUSED,
    .field = "images",
    .text = "The request of {bytes} is larger than the endpoint takes. Use fewer or smaller input "
            "images, or let them be scaled down further.",
};

static const struct meaning no_credit = {
    .status = STATUS_REFUSED,
    .field = "key",
    .link = "https://platform.openai.com/settings/organization/billing/overview",
    .text = "The account of this key has no credit left or has reached its spending limit. Add "
            "credit or raise the limit in the account's billing settings.",
};

static const struct meaning bad_key = {
    .status = STATUS_REFUSED,
    .field = "key",
    .link = REFUSAL_KEYS_PAGE,
    .text = "The API does not accept this key. Check that it is complete, still active, and made "
            "for this endpoint.",
};

static const struct meaning wrong_place = {
    .status = STATUS_REFUSED,
    .field = "key",
    .text = "This key may not be used from your network address. Add the address to the key's "
            "list, or use another key.",
};

static const struct meaning not_allowed = {
    .status = STATUS_REFUSED,
    .field = "key",
    .link = REFUSAL_KEYS_PAGE,
    .text = "This key may not do that: it lacks a permission, its organization is not verified, or "
            "your region is not served.",
};

static const struct meaning unverified = {
    .status = STATUS_REFUSED,
    .field = "model",
    .link = "https://platform.openai.com/settings/organization/general",
    .text = "OpenAI gives this model to verified organizations only. Verify yours in the account's "
            "organization settings and wait up to 15 minutes, or choose another model.",
};

static const struct meaning no_model = {
    .status = STATUS_REFUSED,
    .field = "model",
    .text = "The endpoint has no such model as {model}, or no longer, or not for this key. Choose "
            "another model, or check what the key may use.",
};

static const struct meaning ended_model = {
    .status = STATUS_REFUSED,
    .field = "model",
    .link = "https://developers.openai.com/api/docs/deprecations",
    .text = "The endpoint no longer has {model}, whose last day at OpenAI is {end}. Choose "
            "{successor}, which follows it.",
};

static const struct meaning no_region = {
    .status = STATUS_REFUSED,
    .field = "base_url",
    .text = "OpenAI does not serve the country or region that the request came from.",
};

static const struct meaning no_address = {
    .status = STATUS_REFUSED,
    .field = "base_url",
    .text = "The endpoint {address} knows no such address, or no model {model}. Check the API base "
            "URL and the model.",
};

static const struct meaning redirected = {
    .status = STATUS_UNEXPECTED,
    .field = "base_url",
    .text = "The API base URL {address} leads somewhere else, and requests with a key are not sent "
            "on. Enter the final address.",
};

static const struct meaning web_page = {
    .status = STATUS_UNEXPECTED,
    .field = "base_url",
    .text = "The answer is a web page, not one of the API's. Check the API base URL, and whether "
            "your network asks for a login first.",
};

static const struct meaning no_content = {
    .status = STATUS_UNEXPECTED,
    .text = "The answer is empty.",
};

static const struct meaning too_fast = {
    .status = STATUS_REFUSED,
    .passes = true,
    .link = "https://platform.openai.com/settings/organization/limits",
    .text = "Too many requests at a time for this account. Wait a moment, then press Generate "
            "again.",
};

static const struct meaning not_now = {
    .status = STATUS_REFUSED,
    .text = "The API could not take the request just now. Press Generate to try again.",
};

static const struct meaning overloaded = {
    .status = STATUS_REFUSED,
    .passes = true,
    .link = "https://status.openai.com",
    .text = "The API is overloaded or down for the moment. Wait a minute, then try again.",
};

static const struct meaning server_failed = {
    .status = STATUS_REFUSED,
    .link = "https://status.openai.com",
    .text = "The server failed while it worked on the request.",
};

static const struct meaning refused = {
    .status = STATUS_REFUSED,
    .text = "The API refused the request.",
};

/* By the error's code or type. */
static const struct {
    const char *word;
    const struct meaning *meaning;
} by_word[] = {
    {"moderation_blocked", &moderated},
    {"content_policy_violation", &moderated},
    {"contentFilter", &moderated},
    {"invalid_mask_image_format", &bad_mask},
    {"invalid_image_file", &bad_image},
    {"unsupported_file_mimetype", &bad_image},
    {"billing_hard_limit_reached", &no_credit},
    {"credit_balance_exhausted", &no_credit},
    {"insufficient_quota", &no_credit},
    {"organization_spend_limit_exceeded", &no_credit},
    {"organization_usage_limit_exceeded", &no_credit},
    {"project_spend_limit_exceeded", &no_credit},
    {"invalid_api_key", &bad_key},
    {"ip_not_authorized", &wrong_place},
    {"unsupported_country_region_territory", &no_region},
    {"model_not_found", &no_model},
    {"rate_limit_exceeded", &too_fast},
    {"slow_down", &too_fast},
    {"server_is_overloaded", &overloaded},
};

/* By the HTTP status.  Gateways say some of these with a web page, which stops at its row. */
static const struct {
    int from, to;
    bool web_page;
    const struct meaning *meaning;
} by_status[] = {
    {204, 204, false, &no_content},    {300, 399, false, &redirected},
    {413, 413, false, &too_large},     {429, 429, false, &too_fast},
    {0, 499, true, &web_page},         {401, 401, false, &bad_key},
    {403, 403, false, &not_allowed},   {404, 405, false, &no_address},
    {408, 409, false, &not_now},       {503, 503, false, &overloaded},
    {500, 599, false, &server_failed}, {INT_MIN, INT_MAX, false, &refused},
};

/* By a phrase of the message, where there is no code of its own. */
static const struct {
    const char *phrase;
    const struct meaning *meaning;
} by_phrase[] = {
    {"must be verified", &unverified},
    {"exceeded your current quota", &no_credit},
};

/* What a status proves about money, and whether what passes by itself may be tried again. */
static const struct {
    int from, to;
    bool is_error; /* only where the API itself speaks */
    enum charge charge;
    bool again;
} by_proof[] = {
    {300, 399, false, CHARGE_NONE, false},          {429, 429, false, CHARGE_NONE, true},
    {400, 499, false, CHARGE_NONE, false},          {503, 503, true, CHARGE_NONE, true},
    {INT_MIN, INT_MAX, false, CHARGE_MAYBE, false},
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

static const struct meaning *meaning_by_words(const struct refusal *refusal) {
    for (size_t i = 0; i < sizeof by_word / sizeof *by_word; i++) {
        const struct bytes word = bytes_of(by_word[i].word);
        if (bytes_equal(refusal->code, word) || bytes_equal(refusal->type, word)) {
            return by_word[i].meaning;
        }
    }
    for (size_t i = 0; i < sizeof by_phrase / sizeof *by_phrase; i++) {
        if (holds_phrase(refusal->message, by_phrase[i].phrase)) {
            return by_phrase[i].meaning;
        }
    }
    return NULL;
}

static const struct meaning *meaning_by_status(int http, const struct refusal *refusal) {
    size_t i = 0;
    while (http < by_status[i].from || http > by_status[i].to ||
           (by_status[i].web_page && !refusal->is_web_page)) {
        i++;
    }
    return by_status[i].meaning;
}

static const struct meaning *find_meaning(const struct exchange *exchange,
                                          const struct refusal *refusal) {
    const struct meaning *meaning = meaning_by_words(refusal);
    if (!meaning) {
        return meaning_by_status(exchange->http, refusal);
    }
    const struct model *model = models_find(exchange->model);
    return meaning == &no_model && model && model->successor ? &ended_model : meaning;
}

/* ---- money and time ---- */

/* The safety system looks at pictures once they are made, whatever the status is. */
static enum charge find_charge(enum charge proved, const struct refusal *refusal) {
    return bytes_equal(refusal->stage, bytes_of("output")) ? CHARGE_MAYBE : proved;
}

static int find_wait(const struct exchange *exchange, const struct refusal *refusal) {
    const int told = exchange->wait_ms >= 0 ? exchange->wait_ms : wait_told(refusal->message);
    return told > WAIT_LONGEST_MS ? -1 : told < 0 ? 0 : told;
}

static void judge(const struct exchange *exchange, const struct refusal *refusal, bool passes,
                  struct fault *fault) {
    const int http = exchange->http;
    size_t i = 0;
    while (http < by_proof[i].from || http > by_proof[i].to ||
           (by_proof[i].is_error && !refusal->is_error)) {
        i++;
    }
    fault->charge = find_charge(by_proof[i].charge, refusal);
    fault->wait_ms = passes && by_proof[i].again ? find_wait(exchange, refusal) : -1;
}

/* ---- words ---- */

#define VALUE_MAX 200 /* bytes of what the exchange was about that a text quotes */

struct line {
    char text[1024];
    size_t len;
};

static void put(struct line *line, struct bytes text) {
    const struct bytes fit = utf8_start(text, sizeof line->text - 1 - line->len);
    for (size_t i = 0; i < fit.len; i++) {
        const bool shown = fit.data[i] >= 0x20 && fit.data[i] != 0x7f;
        line->text[line->len++] = shown ? (char)fit.data[i] : ' ';
    }
    line->text[line->len] = '\0';
}

static void put_text(struct line *line, const char *text) {
    put(line, bytes_of(text));
}

static void put_details(struct line *line, const struct refusal *refusal) {
    static const char *const stages[][2] = {{"input", "in what was sent"},
                                            {"output", "in what it made"}};
    const char *stage = NULL;
    for (size_t i = 0; i < 2; i++) {
        stage = bytes_equal(refusal->stage, bytes_of(stages[i][0])) ? stages[i][1] : stage;
    }
    if (!stage && refusal->categories.len == 0) {
        return;
    }
    put_text(line, " (");
    put_text(line, stage ? stage : "for");
    put_text(line, refusal->categories.len == 0 ? "" : stage ? ": " : " ");
    put(line, utf8_start(refusal->categories, VALUE_MAX));
    put_text(line, ")");
}

static void put_size(struct line *line, size_t bytes) {
    char text[32];
    snprintf(text, sizeof text, "%.1f MB", (double)bytes / 1e6);
    put_text(line, text);
}

/* What stands for {name}; 'name' begins with its first letter, which no other has. */
static void put_value(struct line *line, const char *name, const struct exchange *exchange,
                      const struct refusal *refusal) {
    const struct model *model = models_find(exchange->model);
    switch (name[0]) {
    case 'm':
        put(line, utf8_start(exchange->model, VALUE_MAX));
        break;
    case 'a':
        put(line, utf8_start(exchange->address, VALUE_MAX));
        break;
    case 'd':
        put_details(line, refusal);
        break;
    case 'b':
        put_size(line, exchange->sent);
        break;
    case 'e':
        put_text(line, model && model->shutdown ? model->shutdown : "over");
        break;
    default:
        put_text(line, model && model->successor ? model->successor : "another");
        break;
    }
}

static void put_filled(struct line *line, const char *text, const struct exchange *exchange,
                       const struct refusal *refusal) {
    while (*text) {
        const size_t plain = strcspn(text, "{");
        put(line, (struct bytes){(const uint8_t *)text, plain});
        text += plain;
        if (*text) {
            put_value(line, text + 1, exchange, refusal);
            text += strcspn(text, "}") + 1;
        }
    }
}

/* The setting that the API calls 'param' ("image[0]" is one of the images), or NULL. */
static const char *setting_called(struct bytes param) {
    if (param.len == 0) {
        return NULL;
    }
    if (bytes_start_with(param, bytes_of("image"))) {
        return "images";
    }
    if (bytes_start_with(param, bytes_of("mask"))) {
        return "mask";
    }
    const enum param found = param_find((const char *)param.data);
    return found == PARAM_COUNT ? NULL : param_rule(found)->name;
}

enum status refusal_explain(const struct exchange *exchange, const struct refusal *refusal,
                            struct fault *fault) {
    const struct meaning *meaning = find_meaning(exchange, refusal);
    struct line line = {.len = 0};
    fault_set(fault, meaning->status,
              meaning->field ? meaning->field : setting_called(refusal->param), "%s", "");
    judge(exchange, refusal, meaning->passes, fault);
    put_filled(&line, meaning->text, exchange, refusal);
    put_text(&line, refusal_charge_words(fault->charge));
    put_text(&line, refusal->message.len > 0 ? " The API says: " : "");
    snprintf(fault->text, sizeof fault->text, "%s%.*s", line.text, (int)refusal->message.len,
             (const char *)refusal->message.data);
    fault->http = exchange->http;
    fault->link = endpoint_is_openai(exchange->address) ? meaning->link : NULL;
    return meaning->status;
}

const char *refusal_charge_words(enum charge charge) {
    return charge == CHARGE_NONE
               ? " Nothing was charged."
               : " It may have been charged, and was not sent again: look at your usage before you "
                 "repeat it.";
}
