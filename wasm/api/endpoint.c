#include "api/endpoint.h"

#include <string.h>

/* "https://host:port/path", taken apart; what is not there is empty. */
struct address {
    bool is_https;
    bool is_http;
    struct bytes host; /* an IPv6 address with its brackets */
    struct bytes port; /* with its colon */
    size_t origin_len;
};

static bool is_one_of(uint8_t byte, const char *set) {
    return byte != '\0' && strchr(set, byte) != NULL;
}

static bool is_visible(struct bytes text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < 0x21 || text.data[i] > 0x7e) {
            return false;
        }
    }
    return true;
}

static bool holds_any(struct bytes text, const char *set) {
    for (size_t i = 0; i < text.len; i++) {
        if (is_one_of(text.data[i], set)) {
            return true;
        }
    }
    return false;
}

static bool holds_only(struct bytes text, const char *set) {
    for (size_t i = 0; i < text.len; i++) {
        if (!is_one_of(text.data[i], set)) {
            return false;
        }
    }
    return true;
}

/* Whether 'text' starts with the lower-case 'start'; its own letters may be of either case. */
static bool starts_with(struct bytes text, const char *start) {
    const size_t len = strlen(start);
    bool same = text.len >= len;
    for (size_t i = 0; i < len && same; i++) {
        const bool is_capital = text.data[i] >= 'A' && text.data[i] <= 'Z';
        same = text.data[i] + (is_capital ? 'a' - 'A' : 0) == start[i];
    }
    return same;
}

static bool is_name(struct bytes text, const char *name) {
    return text.len == strlen(name) && starts_with(text, name);
}

static struct bytes skip(struct bytes text, size_t len) {
    return (struct bytes){text.data + len, text.len - len};
}

static bool ends_with(struct bytes text, const char *end) {
    const size_t len = strlen(end);
    return text.len >= len && is_name(skip(text, text.len - len), end);
}

/* The start of 'text' before the first of 'stops', all of it where there is none. */
static struct bytes before(struct bytes text, const char *stops) {
    size_t len = 0;
    while (len < text.len && !is_one_of(text.data[len], stops)) {
        len++;
    }
    return (struct bytes){text.data, len};
}

static struct address take_apart(struct bytes url) {
    struct address a = {.is_https = starts_with(url, "https://"),
                        .is_http = starts_with(url, "http://")};
    const size_t scheme_len = a.is_https ? 8 : a.is_http ? 7 : 0;
    const struct bytes place = before(skip(url, scheme_len), "/?#\\");
    const size_t bracket_len = starts_with(place, "[") ? before(place, "]").len : 0;
    a.host.data = place.data;
    a.host.len = bracket_len + before(skip(place, bracket_len), ":").len;
    a.port = skip(place, a.host.len);
    a.origin_len = scheme_len + place.len;
    return a;
}

static bool is_host(struct bytes host) {
    if (starts_with(host, "[")) {
        return host.len > 2 && ends_with(host, "]") &&
               holds_only((struct bytes){host.data + 1, host.len - 2}, "0123456789abcdefABCDEF:.");
    }
    return host.len > 0 && holds_only(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789.-_");
}

/* Nothing, or a colon and a number from 1 to 65535. */
static bool is_port(struct bytes port) {
    int number = 0;
    if (port.len == 0) {
        return true;
    }
    if (port.len < 2 || port.len > 6 || !holds_only(skip(port, 1), "0123456789")) {
        return false;
    }
    for (size_t i = 1; i < port.len; i++) {
        number = number * 10 + (port.data[i] - '0');
    }
    return number >= 1 && number <= 65535;
}

/* Browsers read every host that ends in a number as an IPv4 address, so digits and dots do. */
static bool is_loopback(struct bytes host) {
    return is_name(host, "localhost") || is_name(host, "[::1]") ||
           (starts_with(host, "127.") && holds_only(host, "0123456789."));
}

static enum status refuse_url(struct fault *fault, const char *why) {
    return fault_set(fault, STATUS_INVALID, "base_url",
                     "The API base URL %s. It looks like https://api.openai.com/v1.", why);
}

enum status endpoint_check_url(struct bytes url, struct fault *fault) {
    const struct address a = take_apart(url);
    if (url.len == 0) {
        return refuse_url(fault, "is missing");
    }
    if (url.len > ENDPOINT_MAX_URL) {
        return refuse_url(fault, "is too long");
    }
    if (!is_visible(url)) {
        return refuse_url(fault, "may not contain spaces, line breaks or letters outside ASCII");
    }
    if (!a.is_https && !a.is_http) {
        return refuse_url(fault, "has to start with https://");
    }
    if (holds_any(before(skip(url, a.is_https ? 8 : 7), "/"), "@")) {
        return refuse_url(fault, "may not contain a user name or password");
    }
    if (holds_any(url, "?#\\")) {
        return refuse_url(fault,
                          "may not contain ?, # or \\ (an API version has a field of its own)");
    }
    if (!is_host(a.host) || !is_port(a.port)) {
        return refuse_url(fault, "has no valid host name or port");
    }
    if (a.is_http && !is_loopback(a.host)) {
        return refuse_url(fault, "has to start with https:// so that nobody on the way can read "
                                 "the key; http:// is for this computer (localhost) only");
    }
    return STATUS_OK;
}

enum status endpoint_check_key(struct bytes key, struct fault *fault) {
    if (key.len == 0) {
        return fault_set(fault, STATUS_INVALID, "key",
                         "The API key is missing. Paste the key of your account.");
    }
    if (!is_visible(key)) {
        return fault_set(fault, STATUS_INVALID, "key",
                         "The API key contains a space, a line break or a letter that no key has. "
                         "Copy it again, without anything before or after it.");
    }
    if (key.len < ENDPOINT_MIN_KEY || key.len > ENDPOINT_MAX_KEY) {
        return fault_set(fault, STATUS_INVALID, "key",
                         "The API key has %zu letters, and a key has %d to %d. Copy it again.",
                         key.len, ENDPOINT_MIN_KEY, ENDPOINT_MAX_KEY);
    }
    return STATUS_OK;
}

struct bytes endpoint_origin(struct bytes url) {
    return (struct bytes){url.data, take_apart(url).origin_len};
}

bool endpoint_is_openai(struct bytes url) {
    const struct bytes host = take_apart(url).host;
    return is_name(host, "api.openai.com") || ends_with(host, ".api.openai.com");
}
