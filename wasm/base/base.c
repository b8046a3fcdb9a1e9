#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *status_name(enum status status) {
    static const char *const names[] = {
#define BASE_STATUS_WIRE(name, wire) wire,
        BASE_STATUSES(BASE_STATUS_WIRE)
#undef BASE_STATUS_WIRE
    };
    return names[status];
}

static bool is_continuation(uint8_t byte) {
    return (byte & 0xc0) == 0x80;
}

/* The length of the well-formed character at the start of 'text'; 0 if there is none. */
static size_t utf8_character(struct bytes text) {
    static const struct {
        uint8_t lead_mask, lead, len;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 1, 0},
                 {0xe0, 0xc0, 2, 0x80},
                 {0xf0, 0xe0, 3, 0x800},
                 {0xf8, 0xf0, 4, 0x10000}};
    const uint8_t lead = text.data[0];
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        if ((lead & forms[f].lead_mask) != forms[f].lead || text.len < forms[f].len) {
            continue;
        }
        uint32_t point = (uint32_t)(lead & ~forms[f].lead_mask);
        for (size_t i = 1; i < forms[f].len; i++) {
            if (!is_continuation(text.data[i])) {
                return 0;
            }
            point = point << 6 | (text.data[i] & 0x3fu);
        }
        const bool surrogate = point >= 0xd800 && point <= 0xdfff;
        return point < forms[f].least || point > 0x10ffff || surrogate ? 0 : forms[f].len;
    }
    return 0;
}

/* Ends 'text', cut off after 'len' bytes, before a character that did not fit whole. */
static void drop_cut_character(char *text, size_t len) {
    size_t lead = len - 1;
    while (lead > 0 && is_continuation((uint8_t)text[lead])) {
        lead--;
    }
    if (utf8_character((struct bytes){(const uint8_t *)text + lead, len - lead}) == 0) {
        text[lead] = '\0';
    }
}

enum status fault_set(struct fault *fault, enum status status, const char *field,
                      const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fault->status = status;
    fault->http = 0;
    fault->charge = CHARGE_NONE;
    fault->wait_ms = -1;
    fault->link = NULL;
    snprintf(fault->field, sizeof fault->field, "%s", field ? field : "");
    const int wanted = vsnprintf(fault->text, sizeof fault->text, format, arguments);
    va_end(arguments);
    if (wanted >= (int)sizeof fault->text) {
        drop_cut_character(fault->text, sizeof fault->text - 1);
    }
    return status;
}

enum status fault_no_memory(struct fault *fault) {
    return fault_set(fault, STATUS_NO_MEMORY, NULL,
                     "There is not enough memory for this. Close other tabs or use a smaller "
                     "picture, then try again.");
}

#define TELLING_LENGTH 8 /* so much of a secret's beginning is worth hiding */

void fault_redact(struct fault *fault, struct bytes secret) {
    const size_t len = strlen(fault->text);
    for (size_t i = 0; i < len; i++) {
        const size_t left = len - i;
        const size_t shown = left < secret.len ? left : secret.len;
        const bool telling = shown == secret.len || shown >= TELLING_LENGTH;
        if (telling && memcmp(fault->text + i, secret.data, shown) == 0) {
            memset(fault->text + i, '*', shown);
        }
    }
}

void secret_wipe(void *secret, size_t len) {
    volatile uint8_t *bytes = secret;
    while (len-- > 0) {
        bytes[len] = 0;
    }
}

struct bytes bytes_of(const char *text) {
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

bool bytes_equal(struct bytes a, struct bytes b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool bytes_start_with(struct bytes view, struct bytes prefix) {
    return view.len >= prefix.len && bytes_equal((struct bytes){view.data, prefix.len}, prefix);
}

bool bytes_is_word_of(struct bytes view, const char *words) {
    for (size_t len; *words; words += len + (words[len] == ' ')) {
        len = strcspn(words, " ");
        if (bytes_equal(view, (struct bytes){(const uint8_t *)words, len})) {
            return true;
        }
    }
    return false;
}

uint32_t read_be32(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

uint16_t read_be16(const uint8_t *p) {
    return (uint16_t)(p[0] << 8 | p[1]);
}

uint32_t read_le32(const uint8_t *p) {
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

uint16_t read_le16(const uint8_t *p) {
    return (uint16_t)(p[1] << 8 | p[0]);
}

bool size_multiply(size_t a, size_t b, size_t *out) {
    return !__builtin_mul_overflow(a, b, out);
}

bool size_add(size_t a, size_t b, size_t *out) {
    return !__builtin_add_overflow(a, b, out);
}

ptrdiff_t utf8_count(struct bytes text) {
    ptrdiff_t count = 0;
    while (text.len > 0) {
        const size_t len = utf8_character(text);
        if (len == 0) {
            return -1;
        }
        text.data += len;
        text.len -= len;
        count++;
    }
    return count;
}

struct bytes utf8_start(struct bytes text, size_t max) {
    if (text.len <= max) {
        return text;
    }
    while (max > 0 && is_continuation(text.data[max])) {
        max--;
    }
    return (struct bytes){text.data, max};
}
