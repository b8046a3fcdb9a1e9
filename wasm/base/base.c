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

/* Where to cut 'text', of which 'len' bytes fitted, so that no character is cut in two. */
static size_t whole_characters(const char *text, size_t len) {
    size_t start = len;
    while (start > 0 && ((uint8_t)text[start - 1] & 0xc0) == 0x80) {
        start--;
    }
    if (start == 0) {
        return 0;
    }
    const uint8_t lead = (uint8_t)text[start - 1];
    const size_t need = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    return len - (start - 1) >= need ? len : start - 1;
}

enum status fault_set(struct fault *fault, enum status status, const char *field,
                      const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fault->status = status;
    fault->http = 0;
    snprintf(fault->field, sizeof fault->field, "%s", field ? field : "");
    const int wanted = vsnprintf(fault->text, sizeof fault->text, format, arguments);
    va_end(arguments);
    if (wanted >= (int)sizeof fault->text) {
        fault->text[whole_characters(fault->text, sizeof fault->text - 1)] = '\0';
    }
    return status;
}

enum status fault_no_memory(struct fault *fault) {
    return fault_set(fault, STATUS_NO_MEMORY, NULL,
                     "There is not enough memory for this. Close other tabs or use a smaller "
                     "picture, then try again.");
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

/* The length of the well-formed character at the start of 'text'; 0 if there is none. */
static size_t utf8_character(struct bytes text) {
    static const struct {
        uint8_t lead_mask, lead, len;
        uint32_t least;
    } forms[] = {
        {0x80, 0x00, 1, 0}, {0xe0, 0xc0, 2, 0x80}, {0xf0, 0xe0, 3, 0x800}, {0xf8, 0xf0, 4, 0x10000}};
    const uint8_t lead = text.data[0];
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        if ((lead & forms[f].lead_mask) != forms[f].lead || text.len < forms[f].len) {
            continue;
        }
        uint32_t point = (uint32_t)(lead & ~forms[f].lead_mask);
        for (size_t i = 1; i < forms[f].len; i++) {
            if ((text.data[i] & 0xc0) != 0x80) {
                return 0;
            }
            point = point << 6 | (text.data[i] & 0x3fu);
        }
        const bool surrogate = point >= 0xd800 && point <= 0xdfff;
        return point < forms[f].least || point > 0x10ffff || surrogate ? 0 : forms[f].len;
    }
    return 0;
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
