#include "api/wait.h"

#include <limits.h>
#include <math.h>

static const struct {
    const char *word;
    double ms;
} units[] = {
    {"ms", 1},      {"s", 1000},        {"sec", 1000},     {"secs", 1000},     {"second", 1000},
    {"m", 60000},   {"seconds", 1000},  {"min", 60000},    {"mins", 60000},    {"minute", 60000},
    {"h", 3600000}, {"minutes", 60000}, {"hour", 3600000}, {"hours", 3600000},
};

static bool is_digit(struct bytes text) {
    return text.len > 0 && text.data[0] >= '0' && text.data[0] <= '9';
}

static bool is_letter(uint8_t byte) {
    return byte >= 'a' && byte <= 'z';
}

static void skip(struct bytes *text, size_t len) {
    text->data += len;
    text->len -= len;
}

/* "12" or "8.64" at the start of 'text', which it passes. */
static double take_number(struct bytes *text) {
    double number = 0;
    for (; is_digit(*text); skip(text, 1)) {
        number = number * 10 + (text->data[0] - '0');
    }
    if (text->len > 1 && text->data[0] == '.' && is_digit((struct bytes){text->data + 1, 1})) {
        skip(text, 1);
        for (double place = 0.1; is_digit(*text); skip(text, 1), place /= 10) {
            number += place * (text->data[0] - '0');
        }
    }
    return number;
}

/* What the unit at the start of 'text' is worth, 0 for none; passes it. */
static double take_unit(struct bytes *text) {
    if (text->len > 0 && text->data[0] == ' ') {
        skip(text, 1);
    }
    size_t len = 0;
    while (len < text->len && is_letter(text->data[len])) {
        len++;
    }
    const struct bytes word = {text->data, len};
    skip(text, len);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (bytes_equal(word, bytes_of(units[i].word))) {
            return units[i].ms;
        }
    }
    return 0;
}

/* The duration at the start of 'text', such as "1m3s"; -1 for none. */
static double take_duration(struct bytes text) {
    double sum = -1;
    while (is_digit(text)) {
        const double number = take_number(&text);
        const double unit = take_unit(&text);
        if (unit == 0) {
            return sum;
        }
        sum = (sum < 0 ? 0 : sum) + number * unit;
    }
    return sum;
}

static int whole(double ms) {
    return ms < INT_MAX ? (int)ceil(ms) : INT_MAX;
}

int wait_told(struct bytes message) {
    static const char *const starts[] = {" in ", " after "};
    for (; message.len > 0; skip(&message, 1)) {
        for (size_t i = 0; i < 2; i++) {
            const struct bytes start = bytes_of(starts[i]);
            if (!bytes_start_with(message, start)) {
                continue;
            }
            const double ms =
                take_duration((struct bytes){message.data + start.len, message.len - start.len});
            if (ms >= 0) {
                return whole(ms);
            }
        }
    }
    return -1;
}

int wait_header(struct bytes headers) {
    static const struct {
        const char *start;
        double ms;
    } names[] = {{"retry-after-ms: ", 1}, {"retry-after: ", 1000}};
    for (bool at_line = true; headers.len > 0; skip(&headers, 1)) {
        for (size_t i = 0; at_line && i < 2; i++) {
            const struct bytes start = bytes_of(names[i].start);
            struct bytes value = headers;
            if (!bytes_start_with(headers, start)) {
                continue;
            }
            skip(&value, start.len);
            const bool is_number = is_digit(value);
            const double number = take_number(&value);
            const bool is_all = value.len == 0 || value.data[0] == '\r' || value.data[0] == '\n';
            if (is_number && is_all) {
                return whole(number * names[i].ms);
            }
        }
        at_line = headers.data[0] == '\n';
    }
    return -1;
}
