#include "api/refusal.h"

#include "api/param.h"

#include <limits.h>
#include <string.h>

static const struct meaning moderated = {
    STATUS_REFUSED, "prompt",
    "The safety system refused this request. Sent again unchanged it gets the same answer: change "
    "the prompt or the images."};

static const struct meaning bad_mask = {
    STATUS_REFUSED, "mask",
    "The API cannot use this mask. It has to be a PNG with transparent places, of the same size as "
    "its image."};

static const struct meaning bad_image = {
    STATUS_REFUSED, "images",
    "The API cannot use one of the input images. Open it in a picture editor, save it as PNG and "
    "add it again."};

static const struct meaning too_large = {
    STATUS_REFUSED, "images",
    "The request is larger than the endpoint takes. Use fewer or smaller input images, or choose a "
    "smaller limit for them."};

static const struct meaning no_credit = {
    STATUS_REFUSED, "key",
    "The account of this key has no credit left or has reached its spending limit. Add credit or "
    "raise the limit in the account's billing settings."};

static const struct meaning bad_key = {
    STATUS_REFUSED, "key",
    "The API does not accept this key. Check that it is complete, still active, and made for this "
    "endpoint."};

static const struct meaning wrong_place = {
    STATUS_REFUSED, "key",
    "This key may not be used from your network address. Add the address to the key's list, or use "
    "another key."};

static const struct meaning not_allowed = {
    STATUS_REFUSED, "key",
    "This key may not do that: it lacks a permission, its organization is not verified, or your "
    "region is not served."};

static const struct meaning unverified = {
    STATUS_REFUSED, "model",
    "OpenAI gives this model to verified organizations only. Verify yours in the account's "
    "organization settings and wait up to 15 minutes, or choose another model."};

static const struct meaning no_model = {
    STATUS_REFUSED, "model",
    "The endpoint has no such model, or no longer, or not for this key. Choose another model, or "
    "check what the key may use."};

static const struct meaning no_region = {
    STATUS_REFUSED, "base_url",
    "OpenAI does not serve the country or region that the request came from."};

static const struct meaning no_address = {
    STATUS_REFUSED, "base_url",
    "The endpoint knows no such address or model. Check the API base URL and the model."};

static const struct meaning redirected = {
    STATUS_UNEXPECTED, "base_url",
    "The API base URL leads somewhere else, and requests with a key are not sent on. Enter the "
    "final address."};

static const struct meaning web_page = {
    STATUS_UNEXPECTED, "base_url",
    "The answer is a web page, not one of the API's. Check the API base URL, and whether your "
    "network asks for a login first."};

static const struct meaning no_content = {
    STATUS_UNEXPECTED, NULL,
    "The answer is empty. The request may have been charged; it was not sent again."};

static const struct meaning too_fast = {
    STATUS_REFUSED, NULL,
    "Too many requests at a time for this account. Wait a moment, then press Generate again."};

static const struct meaning not_now = {
    STATUS_REFUSED, NULL,
    "The API could not take the request just now. Press Generate to try again."};

static const struct meaning overloaded = {
    STATUS_REFUSED, NULL,
    "The API is overloaded or down for the moment. Wait a minute, then try again."};

static const struct meaning server_failed = {
    STATUS_REFUSED, NULL,
    "The server failed while it worked on the request. The request may have been charged all the "
    "same and was not sent again; look at your usage before you repeat it."};

static const struct meaning refused = {STATUS_REFUSED, NULL, "The API refused the request."};

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

static bool holds_phrase(struct bytes text, const char *phrase) {
    const size_t len = strlen(phrase);
    for (size_t i = 0; i + len <= text.len; i++) {
        if (memcmp(text.data + i, phrase, len) == 0) {
            return true;
        }
    }
    return false;
}

const struct meaning *refusal_meaning(int http, const struct refusal *refusal) {
    for (size_t i = 0; i < sizeof by_word / sizeof *by_word; i++) {
        const struct bytes word = bytes_of(by_word[i].word);
        if (bytes_equal(refusal->code, word) || bytes_equal(refusal->type, word)) {
            return by_word[i].meaning;
        }
    }
    if (holds_phrase(refusal->message, "must be verified")) {
        return &unverified; /* has no code of its own */
    }
    size_t i = 0;
    while (http < by_status[i].from || http > by_status[i].to ||
           (by_status[i].web_page && !refusal->is_web_page)) {
        i++;
    }
    return by_status[i].meaning;
}

const char *refusal_field(struct bytes param) {
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
