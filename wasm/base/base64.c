#include "base/base64.h"

#include <string.h>

#if defined __wasm_simd128__
#include <wasm_simd128.h>
#elif defined __SSSE3__
#include <tmmintrin.h>
#endif

#define XX 0x80 /* stands for no letter */

/* clang-format off */
static const uint8_t letter_values[256] = {
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, 62, XX, XX, XX, 63,
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, XX, XX, XX, XX, XX, XX,
    XX,  0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14,
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, XX, XX, XX, XX, XX,
    XX, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
};
/* clang-format on */

struct base64 base64_make(void) {
    return (struct base64){0};
}

/* How many letters come before the '=' at the end of 'text'. */
static size_t count_letters(struct bytes text) {
    while (text.len > 0 && text.data[text.len - 1] == '=') {
        text.len--;
    }
    return text.len;
}

size_t base64_room(const struct base64 *b, struct bytes text) {
    return ((size_t)b->letters + count_letters(text)) / 4 * 3;
}

/* Takes one letter; the bytes it completes, three or none, go to *place, which moves on. */
static uint32_t take_letter(struct base64 *b, uint8_t letter, uint8_t **place) {
    b->bits = b->bits << 6 | (letter_values[letter] & 0x3f);
    if (++b->letters == 4) {
        *(*place)++ = (uint8_t)(b->bits >> 16);
        *(*place)++ = (uint8_t)(b->bits >> 8);
        *(*place)++ = (uint8_t)b->bits;
        b->bits = 0;
        b->letters = 0;
    }
    return letter_values[letter];
}

/* Four letters at a time become three bytes.  Returns the letters' values or'ed. */
static uint32_t take_fours(const uint8_t *text, size_t fours, uint8_t *place) {
    uint32_t seen = 0;
    for (size_t i = 0; i < fours; i++, text += 4, place += 3) {
        const uint32_t a = letter_values[text[0]], b = letter_values[text[1]];
        const uint32_t c = letter_values[text[2]], d = letter_values[text[3]];
        seen |= a | b | c | d;
        place[0] = (uint8_t)(a << 2 | b >> 4);
        place[1] = (uint8_t)(b << 4 | c >> 2);
        place[2] = (uint8_t)(c << 6 | d);
    }
    return seen;
}

typedef uint8_t octets __attribute__((vector_size(16)));
typedef uint16_t pairs __attribute__((vector_size(16)));
typedef uint32_t quads __attribute__((vector_size(16)));

#define LETTERS 16 /* of a vector */
#define WRITTEN 16 /* bytes, of which 12 count */

/* table[i] for each i of 'index', all of them below 16. */
static inline octets look_up(octets table, octets index) {
#if defined __wasm_simd128__
    return (octets)wasm_i8x16_swizzle((v128_t)table, (v128_t)index);
#elif defined __SSSE3__
    return (octets)_mm_shuffle_epi8((__m128i)table, (__m128i)index);
#else
    octets found;
    for (int i = 0; i < LETTERS; i++) {
        found[i] = table[index[i]];
    }
    return found;
#endif
}

/* Letters by their upper four bits: '+' and '/', digits, up to 'O' and 'o', what comes after. */
enum { SIGN = 1, DIGIT = 2, EARLY = 4, LATE = 8, NONE = 16 };

/*
 * The values of 16 letters; *wrong loses its zeros where one is none.
 *
 * The upper four bits of a letter tell its group, and the lower four which groups it is not of. All
 * of those with the same upper bits are as far from their values, but for '/': it is looked up
 * where nothing else is.
 */
static inline octets values_of(octets letters, octets *wrong) {
    enum {
        NO_SIGN = NONE | SIGN,
        SIGN_OR_EARLY = NONE | DIGIT | LATE,
        ONLY_EARLY = SIGN_OR_EARLY | SIGN
    };
    /* clang-format off */
    const octets group = {
        NONE, NONE, SIGN, DIGIT, EARLY, LATE, EARLY, LATE,
        NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
    };
    const octets not_of = {
        NO_SIGN | EARLY, NO_SIGN, NO_SIGN, NO_SIGN, NO_SIGN, NO_SIGN, NO_SIGN, NO_SIGN,
        NO_SIGN, NO_SIGN, NO_SIGN | DIGIT, SIGN_OR_EARLY,
        ONLY_EARLY, ONLY_EARLY, ONLY_EARLY, SIGN_OR_EARLY,
    };
    const octets away = {
        0, 63 - '/', 62 - '+', 52 - '0',
        256 - 'A', 256 - 'A', 256 + 26 - 'a', 256 + 26 - 'a',
    };
    /* clang-format on */
    const octets upper = letters >> 4;
    *wrong |= look_up(group, upper) & look_up(not_of, letters & 15);
    return letters + look_up(away, upper + (octets)(letters == '/'));
}

/*
 * The same with vectors, for most of 'fours'; what it writes past their place is written again.
 * Returns how many it took, and in *seen XX where there was no letter.
 */
static size_t take_many_fours(const uint8_t *text, size_t fours, uint8_t *place, uint32_t *seen) {
    octets wrong = {0};
    size_t taken = 0;
    for (; (fours - taken) * 3 >= WRITTEN; taken += LETTERS / 4, text += LETTERS, place += 12) {
        octets letters;
        memcpy(&letters, text, sizeof letters);
        const pairs values = (pairs)values_of(letters, &wrong);
        const quads twelves = (quads)((values & 0xff) << 6 | values >> 8);
        const octets bytes =
            (octets)(twelves << 12 | twelves >> 16); /* of four, the last is none */
        const octets turned = __builtin_shufflevector(bytes, bytes, 2, 1, 0, 6, 5, 4, 10, 9, 8, 14,
                                                      13, 12, 3, 7, 11, 15);
        memcpy(place, &turned, WRITTEN);
    }
    uint64_t halves[2];
    memcpy(halves, &wrong, sizeof halves);
    *seen |= (halves[0] | halves[1]) == 0 ? 0 : XX;
    return taken;
}

static enum status take_letters(struct base64 *b, struct bytes text, struct buf *out) {
    const size_t whole = base64_room(b, text);
    uint8_t *place = buf_reserve(out, whole);
    if (!place) {
        return out->status;
    }
    uint32_t seen = 0;
    while (b->letters > 0 && text.len > 0) {
        seen |= take_letter(b, *text.data, &place);
        text = (struct bytes){text.data + 1, text.len - 1};
    }
    const size_t fours = text.len / 4;
    const size_t many = take_many_fours(text.data, fours, place, &seen);
    seen |= take_fours(text.data + many * 4, fours - many, place + many * 3);
    for (size_t i = fours * 4; i < text.len; i++) {
        seen |= take_letter(b, text.data[i], &place);
    }
    if (seen & XX) {
        return STATUS_DAMAGED;
    }
    buf_commit(out, whole);
    return STATUS_OK;
}

/* Takes one '='; the first writes the bytes that the two or three letters before it hold. */
static enum status take_padding(struct base64 *b, struct buf *out) {
    const int left_over = b->letters == 2 ? 4 : 2; /* bits, which must be 0 */
    if (b->letters < 2 || b->letters + b->padding >= 4 ||
        (b->bits & ((1u << left_over) - 1)) != 0) {
        return STATUS_DAMAGED;
    }
    if (b->padding++ == 0) {
        const uint32_t value = b->bits >> left_over;
        if (b->letters == 3) {
            buf_byte(out, (uint8_t)(value >> 8));
        }
        buf_byte(out, (uint8_t)value);
    }
    return out->status;
}

enum status base64_feed(struct base64 *b, struct bytes text, struct buf *out) {
    const size_t letters = count_letters(text);
    enum status status = out->status;
    if (letters > 0 && status == STATUS_OK) {
        const struct bytes start = {text.data, letters};
        status = b->padding > 0 ? STATUS_DAMAGED : take_letters(b, start, out);
    }
    for (size_t i = letters; i < text.len && status == STATUS_OK; i++) {
        status = take_padding(b, out);
    }
    return status;
}

enum status base64_end(const struct base64 *b) {
    const bool whole = b->padding > 0 ? b->letters + b->padding == 4 : b->letters == 0;
    return whole ? STATUS_OK : STATUS_DAMAGED;
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Four letters of the 24 bits in 'bits'. */
static void put_four(uint32_t bits, uint8_t *place) {
    place[0] = (uint8_t)alphabet[bits >> 18 & 63];
    place[1] = (uint8_t)alphabet[bits >> 12 & 63];
    place[2] = (uint8_t)alphabet[bits >> 6 & 63];
    place[3] = (uint8_t)alphabet[bits & 63];
}

void base64_encode(struct bytes bytes, struct buf *out) {
    const size_t whole = bytes.len / 3;
    const size_t left = bytes.len % 3;
    const size_t len = (whole + (left > 0)) * 4;
    uint8_t *place = buf_reserve(out, len);
    if (!place) {
        return;
    }
    const uint8_t *from = bytes.data;
    for (size_t i = 0; i < whole; i++, from += 3, place += 4) {
        put_four((uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2], place);
    }
    if (left > 0) {
        put_four((uint32_t)from[0] << 16 | (left == 2 ? (uint32_t)from[1] << 8 : 0), place);
        place[3] = '=';
        place[2] = left == 2 ? place[2] : '=';
    }
    buf_commit(out, len);
}
