#include "pixels/unfilter.h"

#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* A loop of its own for each guess. */
#define INLINED static inline __attribute__((always_inline))

/* Bytes in a row do not wait for each other: the compiler makes vector code of it. */
static void add_above(const uint8_t *rest, const uint8_t *above, size_t len,
                      uint8_t *restrict out) {
    for (size_t i = 0; i < len; i++) {
        out[i] = (uint8_t)(rest[i] + above[i]);
    }
}

typedef int guess(int left, int above, int corner);

INLINED int guess_left(int left, int above, int corner) {
    (void)above;
    (void)corner;
    return left;
}

INLINED int guess_average(int left, int above, int corner) {
    (void)corner;
    return (left + above) / 2;
}

INLINED int guess_paeth(int left, int above, int corner) {
    const int to_left = abs(above - corner);
    const int to_above = abs(left - corner);
    const int to_corner = abs(left + above - 2 * corner);
    if (to_left <= to_above && to_left <= to_corner) {
        return left;
    }
    return to_above <= to_corner ? above : corner;
}

INLINED void add(guess *of, const uint8_t *rest, const uint8_t *above, size_t len, size_t pixel,
                 uint8_t *out) {
    const size_t first = len < pixel ? len : pixel;
    for (size_t i = 0; i < first; i++) {
        out[i] = (uint8_t)(rest[i] + of(0, above[i], 0));
    }
    for (size_t i = first; i < len; i++) {
        out[i] = (uint8_t)(rest[i] + of(out[i - pixel], above[i], above[i - pixel]));
    }
}

#ifdef __SSE2__

/* A pixel's bytes at a time, and what comes after them, which is overwritten by the next. */
typedef __m128i pixel_guess(__m128i left, __m128i above, __m128i corner);

INLINED __m128i pixels_left(__m128i left, __m128i above, __m128i corner) {
    (void)above;
    (void)corner;
    return left;
}

/* There is an average that rounds up. */
INLINED __m128i pixels_average(__m128i left, __m128i above, __m128i corner) {
    (void)corner;
    const __m128i odd = _mm_and_si128(_mm_xor_si128(left, above), _mm_set1_epi8(1));
    return _mm_sub_epi8(_mm_avg_epu8(left, above), odd);
}

INLINED __m128i either(__m128i condition, __m128i yes, __m128i no) {
    return _mm_xor_si128(no, _mm_and_si128(condition, _mm_xor_si128(yes, no)));
}

INLINED __m128i at_most(__m128i a, __m128i b) {
    return _mm_cmpeq_epi8(_mm_min_epu8(a, b), a);
}

/* In bytes, as guess_paeth of filter.c, where it is explained. */
INLINED __m128i pixels_paeth(__m128i left, __m128i above, __m128i corner) {
    const __m128i zero = _mm_setzero_si128();
    const __m128i above_less = _mm_subs_epu8(corner, above);
    const __m128i left_less = _mm_subs_epu8(corner, left);
    const __m128i to_left = _mm_or_si128(_mm_subs_epu8(above, corner), above_less);
    const __m128i to_above = _mm_or_si128(_mm_subs_epu8(left, corner), left_less);
    const __m128i beyond = /* both on one side of the corner, or one at it */
        _mm_cmpeq_epi8(_mm_cmpeq_epi8(left_less, zero), _mm_cmpeq_epi8(above_less, zero));
    const __m128i apart =
        _mm_or_si128(_mm_subs_epu8(to_left, to_above), _mm_subs_epu8(to_above, to_left));
    const __m128i nearer = either(at_most(to_left, to_above), left, above);
    const __m128i to_corner = _mm_or_si128(apart, beyond);
    return either(at_most(_mm_min_epu8(to_left, to_above), to_corner), nearer, corner);
}

INLINED __m128i load_pixel(const uint8_t *p) {
    return _mm_loadl_epi64((const __m128i *)p);
}

INLINED void add_pixels(pixel_guess *of, const uint8_t *rest, const uint8_t *above, size_t len,
                        size_t pixel, uint8_t *out) {
    __m128i left = _mm_setzero_si128();
    __m128i corner = left;
    for (size_t i = 0; i < len; i += pixel) {
        const __m128i over = load_pixel(above + i);
        left = _mm_add_epi8(load_pixel(rest + i), of(left, over, corner));
        corner = over;
        _mm_storel_epi64((__m128i *)(out + i), left);
    }
}

static bool unfilter_pixels(int filter, const uint8_t *rest, const uint8_t *above, size_t len,
                            size_t pixel, uint8_t *out) {
    switch (filter) {
    case 1:
        add_pixels(pixels_left, rest, above, len, pixel, out);
        return true;
    case 3:
        add_pixels(pixels_average, rest, above, len, pixel, out);
        return true;
    case 4:
        add_pixels(pixels_paeth, rest, above, len, pixel, out);
        return true;
    default:
        return false;
    }
}

#else

static bool unfilter_pixels(int filter, const uint8_t *rest, const uint8_t *above, size_t len,
                            size_t pixel, uint8_t *out) {
    (void)filter, (void)rest, (void)above, (void)len, (void)pixel, (void)out;
    return false;
}

#endif

void unfilter_row(int filter, const uint8_t *rest, const uint8_t *above, size_t len, size_t pixel,
                  uint8_t *out) {
    if (pixel >= 3 && unfilter_pixels(filter, rest, above, len, pixel, out)) {
        return;
    }
    switch (filter) {
    case 1:
        add(guess_left, rest, above, len, pixel, out);
        break;
    case 2:
        add_above(rest, above, len, out);
        break;
    case 3:
        add(guess_average, rest, above, len, pixel, out);
        break;
    case 4:
        add(guess_paeth, rest, above, len, pixel, out);
        break;
    default:
        memcpy(out, rest, len);
    }
}
