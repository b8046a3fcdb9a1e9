#include "pixels/lanczos.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/resize.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define WEIGHT_BITS 14
#define ONE (1 << WEIGHT_BITS)
#define BETWEEN_BITS 6 /* of a fraction, from the first direction to the second */
#define FIRST_SHIFT (WEIGHT_BITS - BETWEEN_BITS)
#define SECOND_SHIFT (WEIGHT_BITS + BETWEEN_BITS)

/* For each place of a side, where its window begins and how its pixels weigh; they add up to ONE.
 */
struct windows {
    int len;          /* pixels of a window, an even number: they are taken in pairs */
    int *first;       /* even, too */
    int16_t *weights; /* len for each place, 0 past the window's end and the picture's */
};

static void free_windows(struct windows *w) {
    free(w->first);
    free(w->weights);
}

/* Writes the weights of the pixels from 'low' to 'high' around 'center'. */
static void weigh(double center, double stretch, int low, int high, int16_t *weights) {
    double sum = 0;
    int total = 0;
    int largest = 0;
    for (int x = low; x < high; x++) {
        sum += resize_kernel((float)((x + 0.5 - center) / stretch));
    }
    for (int i = 0; i < high - low; i++) {
        const double share = resize_kernel((float)((low + i + 0.5 - center) / stretch)) / sum;
        weights[i] = (int16_t)lround(share * ONE);
        total += weights[i];
        largest = weights[i] > weights[largest] ? i : largest;
    }
    weights[largest] = (int16_t)(weights[largest] + ONE - total);
}

/* To be freed even where it fails. */
static enum status make_windows(int source, int target, struct windows *out) {
    const bool same = source == target;
    const double scale = (double)source / target;
    const double stretch = scale > 1 ? scale : 1;
    const double reach = same ? 0.5 : RESIZE_LOBES * stretch;
    const int len = ((int)ceil(reach) + 1) * 2;
    *out = (struct windows){len, malloc((size_t)target * sizeof *out->first),
                            calloc((size_t)target * (size_t)len, sizeof *out->weights)};
    if (!out->first || !out->weights) {
        return STATUS_NO_MEMORY;
    }
    for (int i = 0; i < target; i++) {
        const double center = (i + 0.5) * scale;
        const int low = same ? i : (int)fmax(center - reach + 0.5, 0);
        const int high = same ? i + 1 : (int)fmin(center + reach + 0.5, source);
        int16_t *weights = out->weights + (size_t)i * (size_t)len;
        out->first[i] = low & ~1;
        weigh(center, stretch, low, high, weights + (low & 1));
    }
    return STATUS_OK;
}

/* What stands between the directions: pairs of pixels as r0 r1 g0 g1 b0 b1 a0 a1. */
static int16_t *between_at(int16_t *between, int x, int channel) {
    return between + (x / 2) * 8 + channel * 2 + (x & 1);
}

/* The first direction of pixels from 'x' on, one by one. */
static void sum_rows_plainly(const uint8_t *const *rows, const int16_t *weights, int len, int x,
                             int width, int16_t *between) {
    for (; x < width; x++) {
        for (int c = 0; c < 4; c++) {
            int sum = 1 << (FIRST_SHIFT - 1);
            for (int i = 0; i < len; i++) {
                sum += weights[i] * rows[i][x * 4 + c];
            }
            *between_at(between, x, c) = (int16_t)(sum >> FIRST_SHIFT);
        }
    }
}

#ifdef __SSE2__

/* Two weights, in every other place of a vector. */
static inline __m128i both(const int16_t *weights) {
    int32_t pair;
    memcpy(&pair, weights, sizeof pair);
    return _mm_set1_epi32(pair);
}

/* Adds two rows' four channels, which lie in turns, times their two weights. */
static inline __m128i add_pair(__m128i sum, __m128i pair, __m128i weights) {
    return _mm_add_epi32(sum, _mm_madd_epi16(pair, weights));
}

/* Two pixels' sums to their pair between the directions. */
static inline void put_between(int16_t *to, __m128i first, __m128i second) {
    const __m128i pixels =
        _mm_packs_epi32(_mm_srai_epi32(first, FIRST_SHIFT), _mm_srai_epi32(second, FIRST_SHIFT));
    _mm_storeu_si128((__m128i *)to, _mm_unpacklo_epi16(pixels, _mm_srli_si128(pixels, 8)));
}

/* Four pixels at a time: half of all the time goes by here, and most of the rest in sum_pixels. */
static void sum_rows(const uint8_t *const *rows, const int16_t *weights, int len, int width,
                     int16_t *between) {
    const __m128i zero = _mm_setzero_si128();
    int x = 0;
    for (; x + 4 <= width; x += 4) {
        __m128i sums[4];
        for (int i = 0; i < 4; i++) {
            sums[i] = _mm_set1_epi32(1 << (FIRST_SHIFT - 1));
        }
        for (int i = 0; i < len; i += 2) {
            const __m128i pair = both(weights + i);
            const __m128i above = _mm_loadu_si128((const __m128i *)(rows[i] + x * 4));
            const __m128i below = _mm_loadu_si128((const __m128i *)(rows[i + 1] + x * 4));
            const __m128i left = _mm_unpacklo_epi8(above, below);
            const __m128i right = _mm_unpackhi_epi8(above, below);
            sums[0] = add_pair(sums[0], _mm_unpacklo_epi8(left, zero), pair);
            sums[1] = add_pair(sums[1], _mm_unpackhi_epi8(left, zero), pair);
            sums[2] = add_pair(sums[2], _mm_unpacklo_epi8(right, zero), pair);
            sums[3] = add_pair(sums[3], _mm_unpackhi_epi8(right, zero), pair);
        }
        put_between(between + x * 4, sums[0], sums[1]);
        put_between(between + x * 4 + 8, sums[2], sums[3]);
    }
    sum_rows_plainly(rows, weights, len, x, width, between);
}

static void sum_pixels(const int16_t *pairs, const int16_t *weights, int len, uint8_t *pixel) {
    __m128i sum = _mm_set1_epi32(1 << (SECOND_SHIFT - 1));
    for (int i = 0; i < len; i += 2) {
        sum = add_pair(sum, _mm_loadu_si128((const __m128i *)(pairs + i * 4)), both(weights + i));
    }
    const __m128i words = _mm_packs_epi32(_mm_srai_epi32(sum, SECOND_SHIFT), sum);
    const int32_t four = _mm_cvtsi128_si32(_mm_packus_epi16(words, words));
    memcpy(pixel, &four, sizeof four);
}

#else

static void sum_rows(const uint8_t *const *rows, const int16_t *weights, int len, int width,
                     int16_t *between) {
    sum_rows_plainly(rows, weights, len, 0, width, between);
}

static uint8_t clamp(int value) {
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

static void sum_pixels(const int16_t *pairs, const int16_t *weights, int len, uint8_t *pixel) {
    for (int c = 0; c < 4; c++) {
        int sum = 1 << (SECOND_SHIFT - 1);
        for (int i = 0; i < len; i++) {
            sum += weights[i] * pairs[(i / 2) * 8 + c * 2 + (i & 1)];
        }
        pixel[c] = clamp(sum >> SECOND_SHIFT);
    }
}

#endif

/* The work: rows go through a ring as long as a window. */
struct work {
    const struct lanczos_source *from;
    struct windows down;
    struct windows across;
    int next;             /* the row that was not asked for yet */
    const uint8_t **ring; /* row y at y % down.len */
    const uint8_t **rows; /* of a window, in order */
    uint8_t *room;        /* for as many rows */
    int16_t *between;     /* one row, and a window past its end */
};

static void end(struct work *w) {
    free_windows(&w->down);
    free_windows(&w->across);
    free(w->ring);
    free(w->rows);
    free(w->room);
    free(w->between);
}

static enum status begin(const struct lanczos_source *from, const struct image *out,
                         struct work *w) {
    *w = (struct work){.from = from};
    if (make_windows(from->height, out->height, &w->down) != STATUS_OK ||
        make_windows(from->width, out->width, &w->across) != STATUS_OK) {
        return STATUS_NO_MEMORY;
    }
    const size_t len = (size_t)w->down.len;
    w->ring = calloc(len, sizeof *w->ring);
    w->rows = calloc(len, sizeof *w->rows);
    w->room = malloc(len * (size_t)from->width * 4);
    w->between = calloc((size_t)(from->width + w->across.len + 2) * 4, sizeof *w->between);
    return w->ring && w->rows && w->room && w->between ? STATUS_OK : STATUS_NO_MEMORY;
}

/* Gets the rows of a window; past the last one, which weigh nothing, the last one again. */
static enum status get_rows(struct work *w, int first) {
    const int len = w->down.len;
    const size_t row_bytes = (size_t)w->from->width * 4;
    for (; w->next < first + len && w->next < w->from->height; w->next++) {
        const int at = w->next % len;
        w->ring[at] = w->from->row(w->from->context, w->next, w->room + (size_t)at * row_bytes);
        if (!w->ring[at]) {
            return STATUS_UNSUPPORTED;
        }
    }
    for (int i = 0; i < len; i++) {
        const int y = first + i < w->from->height ? first + i : w->from->height - 1;
        w->rows[i] = w->ring[y % len];
    }
    return STATUS_OK;
}

/* Row 'y' of what is scaled, from the rows of its window. */
static void scale_row(const struct work *w, int y, struct image *out) {
    const int16_t *weights = w->across.weights;
    uint8_t *pixel = out->pixels + (size_t)y * (size_t)out->width * 4;
    sum_rows(w->rows, w->down.weights + (size_t)y * (size_t)w->down.len, w->down.len,
             w->from->width, w->between);
    for (int x = 0; x < out->width; x++, pixel += 4, weights += w->across.len) {
        sum_pixels(w->between + (size_t)w->across.first[x] * 4, weights, w->across.len, pixel);
    }
}

enum status lanczos_scale(const struct lanczos_source *from, struct image *out) {
    struct work w;
    enum status status = begin(from, out, &w);
    for (int y = 0; status == STATUS_OK && y < out->height; y++) {
        status = get_rows(&w, w.down.first[y]);
        if (status == STATUS_OK) {
            scale_row(&w, y, out);
        }
    }
    end(&w);
    return status;
}
