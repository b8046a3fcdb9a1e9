#include "base/utf8.h"

#define REPLACEMENT 0xfffd
#define LAST_POINT 0x10ffff

static bool is_surrogate(uint32_t point) {
    return point >= 0xd800 && point <= 0xdfff;
}

void utf8_put(struct buf *out, uint32_t point) {
    static const uint8_t leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    if (is_surrogate(point) || point > LAST_POINT) {
        point = REPLACEMENT;
    }
    if (point < 0x80) {
        buf_byte(out, (uint8_t)point);
        return;
    }
    const int len = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    buf_byte(out, (uint8_t)(leads[len] | point >> 6 * (len - 1)));
    for (int left = len - 2; left >= 0; left--) {
        buf_byte(out, (uint8_t)(0x80 | (point >> 6 * left & 0x3f)));
    }
}

void utf8_put_text(struct buf *out, struct bytes text) {
    if (utf8_count(text) >= 0) {
        buf_append(out, text.data, text.len);
        return;
    }
    for (size_t i = 0; i < text.len; i++) {
        utf8_put(out, text.data[i]);
    }
}

/* The character at the start of 'text', and in *units how many units it has. */
static uint32_t read_utf16(struct bytes text, uint16_t (*read16)(const uint8_t *), size_t *units) {
    const uint32_t first = read16(text.data);
    *units = 1;
    if (first < 0xd800 || first >= 0xdc00 || text.len < 4) {
        return first;
    }
    const uint32_t second = read16(text.data + 2);
    if (second < 0xdc00 || second > 0xdfff) {
        return first;
    }
    *units = 2;
    return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

void utf8_put_utf16(struct buf *out, struct bytes text, uint16_t (*read16)(const uint8_t *)) {
    while (text.len >= 2) {
        size_t units;
        utf8_put(out, read_utf16(text, read16, &units));
        text = (struct bytes){text.data + 2 * units, text.len - 2 * units};
    }
}
