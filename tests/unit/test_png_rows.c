#include "support/support.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "pixels/png_rows.h"
#include "support/craft.h"
#include "support/opinion.h"

#define LIMIT ((size_t)1 << 26)

/* Every kind of picture there is. */
static const struct {
    uint8_t depth;
    uint8_t type;
} kinds[] = {{1, 0}, {2, 0}, {4, 0}, {8, 0}, {16, 0}, {8, 2}, {16, 2}, {1, 3},
             {2, 3}, {4, 3}, {8, 3}, {8, 4}, {16, 4}, {8, 6}, {16, 6}};
#define KINDS (sizeof kinds / sizeof *kinds)

static size_t row_len(struct craft_header h, uint32_t width) {
    static const size_t channels[] = {1, 0, 3, 1, 2, 0, 4};
    return (width * channels[h.color_type] * h.depth + 7) / 8;
}

/* Appends rows of random samples, each with one of the filters before it. */
static void add_rows(struct buf *rows, struct craft_header h, uint32_t width, uint32_t height,
                     uint32_t *random) {
    const size_t len = row_len(h, width);
    for (uint32_t y = 0; width > 0 && y < height; y++) {
        uint8_t *row = buf_reserve(rows, 1 + len);
        random_fill(random, row, 1 + len);
        row[0] %= 5;
        for (size_t i = 1; random_between(random, 0, 1) && i <= len; i++) {
            row[i] = 0; /* a sample that means transparency may come more than once */
        }
        buf_commit(rows, 1 + len);
    }
}

/* All rows of a picture; where it is interlaced, of its passes. */
static struct buf filtered_rows(struct craft_header h, uint32_t *random) {
    static const struct {
        uint32_t left, top, across, down;
    } passes[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                  {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
    struct buf rows = buf_make(LIMIT);
    for (size_t p = 0; h.interlace && p < 7; p++) {
        add_rows(&rows, h, (h.width + passes[p].across - 1 - passes[p].left) / passes[p].across,
                 (h.height + passes[p].down - 1 - passes[p].top) / passes[p].down, random);
    }
    if (!h.interlace) {
        add_rows(&rows, h, h.width, h.height, random);
    }
    return rows;
}

/* Packs the rows into chunks of up to 'longest' bytes, or all into one. */
static void add_pixels(struct buf *png, struct bytes rows, size_t longest) {
    uLongf len = compressBound(rows.len);
    uint8_t *packed = test_malloc(len);
    assert_int_equal(compress(packed, &len, rows.data, rows.len), Z_OK);
    for (size_t at = 0; at < len; at += longest) {
        craft_chunk(png, "IDAT",
                    (struct bytes){packed + at, len - at < longest ? len - at : longest});
    }
    test_free(packed);
}

static void add_colors(struct buf *png, struct craft_header h, bool transparent, uint32_t *random) {
    uint8_t some[256 * 3];
    random_fill(random, some, sizeof some);
    if (h.color_type == 3) {
        const size_t colors = (size_t)1 << h.depth;
        craft_chunk(png, "PLTE", (struct bytes){some, colors * 3});
        if (transparent) {
            craft_chunk(png, "tRNS",
                        (struct bytes){some, (size_t)random_between(random, 1, (int)colors)});
        }
    } else if (transparent && h.color_type < 3) {
        memset(some, 0, 6);
        craft_chunk(png, "tRNS", (struct bytes){some, h.color_type == 0 ? 2 : 6});
    }
}

static struct buf random_png(struct craft_header h, bool transparent, size_t longest,
                             uint32_t *random) {
    struct buf png = buf_make(LIMIT);
    struct buf rows = filtered_rows(h, random);
    craft_signature(&png);
    craft_header(&png, h);
    add_colors(&png, h, transparent, random);
    add_pixels(&png, buf_view(&rows), longest);
    craft_end(&png);
    buf_free(&rows);
    return png;
}

static struct png_rows *open_rows(const struct buf *png, struct png_info *info) {
    struct png_rows *rows;
    struct fault fault;
    assert_int_equal(png_walk(buf_view(png), info, &fault), STATUS_OK);
    assert_int_equal(png_rows_open(buf_view(png), info, &rows, &fault), STATUS_OK);
    return rows;
}

/* One row after the other, into a place that has no byte more. */
static void check_rows(const struct buf *png, const struct image *wanted) {
    struct png_info info;
    struct fault fault;
    struct png_rows *rows = open_rows(png, &info);
    const size_t len = (size_t)info.width * 4;
    for (int y = 0; y < info.height; y++) {
        uint8_t *row = test_malloc(len);
        png_rows_next(rows, row);
        assert_memory_equal(row, wanted->pixels + (size_t)y * len, len);
        test_free(row);
    }
    assert_int_equal(png_rows_end(rows, &fault), STATUS_OK);
    png_rows_free(rows);
}

static void rows_of_every_kind_are_what_libpng_makes_of_them(void **state) {
    (void)state;
    uint32_t random = 1;
    for (int n = 0; n < 1200; n++) {
        const size_t kind = (size_t)n % KINDS;
        const struct craft_header h = {(uint32_t)random_between(&random, 1, n < 1000 ? 40 : 400),
                                       (uint32_t)random_between(&random, 1, 40), kinds[kind].depth,
                                       kinds[kind].type, n % 2 == 0};
        const size_t longest = (size_t)random_between(&random, 1, n % 3 ? 4000 : 9);
        struct buf png = random_png(h, n % 4 < 2, longest, &random);
        struct image ours;
        struct image theirs;
        struct fault fault;
        assert_true(opinion_png(buf_view(&png), &theirs));
        assert_int_equal(png_decode(buf_view(&png), &ours, &fault), STATUS_OK);
        assert_int_equal(compare(&ours, &theirs).most, 0);
        if (!h.interlace) {
            check_rows(&png, &theirs);
        }
        image_free(&ours);
        image_free(&theirs);
        buf_free(&png);
    }
}

static void rows_longer_than_the_window_of_history_come_whole(void **state) {
    (void)state;
    uint32_t random = 2;
    for (uint8_t interlace = 0; interlace < 2; interlace++) {
        const struct craft_header h = {16384, 9, 16, 6, interlace};
        struct buf png = random_png(h, false, 5000, &random);
        struct image ours;
        struct image theirs;
        struct fault fault;
        assert_true(opinion_png(buf_view(&png), &theirs));
        assert_int_equal(png_decode(buf_view(&png), &ours, &fault), STATUS_OK);
        assert_int_equal(compare(&ours, &theirs).most, 0);
        image_free(&ours);
        image_free(&theirs);
        buf_free(&png);
    }
}

static const struct craft_header small = {30, 20, 8, 2, 0};
#define SMALL_ROW ((size_t)1 + 30 * 3)

/* A PNG of these rows, filtered or not. */
static struct buf png_of(struct bytes rows) {
    struct buf png = buf_make(LIMIT);
    craft_signature(&png);
    craft_header(&png, small);
    craft_pixels(&png, rows);
    craft_end(&png);
    return png;
}

/* Takes 'count' rows and ends; the status, which is that of png_decode. */
static enum status take(const struct buf *png, int count) {
    struct png_info info;
    struct fault fault;
    struct image image;
    uint8_t row[30 * 4];
    struct png_rows *rows = open_rows(png, &info);
    for (int y = 0; y < count; y++) {
        png_rows_next(rows, row);
    }
    const enum status status = png_rows_end(rows, &fault);
    png_rows_free(rows);
    assert_int_equal(png_decode(buf_view(png), &image, &fault), status);
    assert_int_equal(image.pixels != NULL, status == STATUS_OK);
    image_free(&image);
    return status;
}

static void the_end_tells_of_a_wrong_filter_in_any_row_taken_or_not(void **state) {
    (void)state;
    uint8_t rows[20 * SMALL_ROW];
    for (size_t y = 0; y <= 20; y++) {
        memset(rows, 0, sizeof rows);
        if (y < 20) {
            rows[y * SMALL_ROW] = 5;
        }
        struct buf png = png_of((struct bytes){rows, sizeof rows});
        for (int count = 0; count <= 20; count += 5) {
            assert_int_equal(take(&png, count), y < 20 ? STATUS_DAMAGED : STATUS_OK);
        }
        buf_free(&png);
    }
}

static void the_end_tells_of_too_few_pixels_and_of_far_too_many(void **state) {
    (void)state;
    const size_t len = 20 * SMALL_ROW;
    const size_t far_too_many = len + (2 << 20);
    uint8_t *rows = test_calloc(far_too_many, 1);
    const struct {
        size_t len;
        enum status status;
    } cases[] = {{1, STATUS_DAMAGED},  {len - 1, STATUS_DAMAGED}, {len, STATUS_OK},
                 {len + 1, STATUS_OK}, {len + 500000, STATUS_OK}, {far_too_many, STATUS_DAMAGED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf png = png_of((struct bytes){rows, cases[i].len});
        for (int count = 0; count <= 20; count += 10) {
            assert_int_equal(take(&png, count), cases[i].status);
        }
        buf_free(&png);
    }
    test_free(rows);
}

static void a_row_that_cannot_be_had_is_blank(void **state) {
    (void)state;
    uint8_t rows[3 * SMALL_ROW];
    uint8_t row[30 * 4];
    uint8_t blank[30 * 4] = {0};
    struct png_info info;
    memset(rows, 0, sizeof rows);
    struct buf png = png_of((struct bytes){rows, sizeof rows});
    struct png_rows *r = open_rows(&png, &info);
    for (int y = 0; y < 20; y++) {
        memset(row, 9, sizeof row);
        png_rows_next(r, row);
        assert_int_equal(row[3], y < 3 ? 255 : 0);
        if (y >= 3) {
            assert_memory_equal(row, blank, sizeof row);
        }
    }
    png_rows_free(r);
    buf_free(&png);
}

static void rows_are_refused_where_trns_does_not_fit(void **state) {
    (void)state;
    static const uint8_t zeros[300] = {0};
    static const struct {
        uint8_t type;
        size_t len;
        enum status status;
    } cases[] = {{0, 2, STATUS_OK},     {0, 1, STATUS_DAMAGED}, {0, 6, STATUS_DAMAGED},
                 {2, 6, STATUS_OK},     {2, 2, STATUS_DAMAGED}, {3, 0, STATUS_OK},
                 {3, 2, STATUS_OK},     {3, 3, STATUS_DAMAGED}, {4, 2, STATUS_DAMAGED},
                 {6, 6, STATUS_DAMAGED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf extra = buf_make(LIMIT);
        craft_chunk(&extra, "PLTE", (struct bytes){zeros, 6});
        craft_chunk(&extra, "tRNS", (struct bytes){zeros, cases[i].len});
        struct buf png =
            craft_png((struct craft_header){3, 2, 8, cases[i].type, 0}, buf_view(&extra));
        struct image image;
        struct fault fault;
        assert_int_equal(png_decode(buf_view(&png), &image, &fault), cases[i].status);
        image_free(&image);
        buf_free(&png);
        buf_free(&extra);
    }
}

static void rows_take_no_pixels_from_behind_the_end_of_the_picture(void **state) {
    (void)state;
    uint8_t rows[20 * SMALL_ROW];
    memset(rows, 0, sizeof rows);
    struct buf png = png_of((struct bytes){rows, SMALL_ROW});
    struct buf whole = png_of((struct bytes){rows, sizeof rows});
    buf_append(&png, whole.data + 8, whole.len - 8);
    assert_int_equal(take(&png, 20), STATUS_DAMAGED);
    buf_free(&png);
    buf_free(&whole);
}

static bool attempt(void *context) {
    struct png_info info;
    struct png_rows *rows;
    struct fault fault;
    assert_int_equal(png_walk(buf_view(context), &info, &fault), STATUS_OK);
    const enum status status = png_rows_open(buf_view(context), &info, &rows, &fault);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_int_equal(rows != NULL, status == STATUS_OK);
    png_rows_free(rows);
    return status == STATUS_OK;
}

static void rows_survive_each_failing_allocation(void **state) {
    (void)state;
    struct buf png = craft_png(small, (struct bytes){0});
    each_allocation_fails_once(attempt, &png);
    buf_free(&png);
}

static void rows_hold_a_small_part_of_a_large_picture(void **state) {
    (void)state;
    struct buf png = craft_png((struct craft_header){3000, 3000, 8, 2, 0}, (struct bytes){0});
    struct png_info info;
    struct fault fault;
    const size_t before = allocated_so_far();
    struct png_rows *rows = open_rows(&png, &info);
    assert_int_equal(png_rows_end(rows, &fault), STATUS_OK);
    assert_true(allocated_so_far() - before < 300000);
    png_rows_free(rows);
    buf_free(&png);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_every_kind_are_what_libpng_makes_of_them),
        cmocka_unit_test(rows_longer_than_the_window_of_history_come_whole),
        cmocka_unit_test(the_end_tells_of_a_wrong_filter_in_any_row_taken_or_not),
        cmocka_unit_test(the_end_tells_of_too_few_pixels_and_of_far_too_many),
        cmocka_unit_test(a_row_that_cannot_be_had_is_blank),
        cmocka_unit_test(rows_are_refused_where_trns_does_not_fit),
        cmocka_unit_test(rows_take_no_pixels_from_behind_the_end_of_the_picture),
        cmocka_unit_test(rows_survive_each_failing_allocation),
        cmocka_unit_test(rows_hold_a_small_part_of_a_large_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
