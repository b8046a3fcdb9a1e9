#include "support/support.h"

#include <string.h>
#include <zlib.h>

#include "pixels/deflate.h"

#define LIMIT ((size_t)1 << 26)

/* Deflates, inflates by zlib, and compares; returns how long the stream was. */
static size_t check(struct bytes data, int pixel) {
    struct buf packed = buf_make(LIMIT);
    assert_int_equal(deflate_zlib(data, pixel, &packed), STATUS_OK);
    assert_true(packed.len <= data.len + 11 + 6 * (data.len / 32768));
    uint8_t *back = test_malloc(data.len + 1);
    uLongf len = data.len + 1;
    assert_int_equal(uncompress(back, &len, packed.data, packed.len), Z_OK);
    assert_int_equal(len, data.len);
    assert_memory_equal(back, data.data, len);
    test_free(back);
    const size_t packed_len = packed.len;
    buf_free(&packed);
    return packed_len;
}

static void deflate_takes_nothing_at_all(void **state) {
    (void)state;
    assert_int_equal(check((struct bytes){0}, 3), 11);
}

static void deflate_gives_back_data_of_every_short_length(void **state) {
    (void)state;
    uint32_t random = 3;
    uint8_t data[900];
    for (size_t len = 1; len < sizeof data; len += 1 + len / 20) {
        random_fill(&random, data, len);
        check((struct bytes){data, len}, 4);
        memset(data, 7, len);
        check((struct bytes){data, len}, 3);
    }
}

/* Data of a kind: 0 noise, 1 small differences, 2 runs of any length, 3 repeated pixels, 4 rare
 * symbols. */
static void fill(uint32_t *random, uint8_t *data, size_t len, int kind, int pixel) {
    random_fill(random, data, len);
    size_t run = 0;
    for (size_t i = 0; i < len; i++) {
        if (kind == 1) {
            data[i] = (uint8_t)((data[i] & 7) * (data[i] >> 6) - 4);
        } else if (kind == 2 || kind == 3) {
            const size_t back = kind == 2 ? 1 : (size_t)pixel;
            run = run > 0 ? run - 1 : (size_t)random_between(random, 0, 600);
            data[i] = run > 0 && i >= back ? data[i - back] : data[i];
        } else if (kind == 4) {
            data[i] = (uint8_t)(__builtin_ctz(random_next(random) | 1u << 24) * 9);
        }
    }
}

static void deflate_gives_back_data_of_every_kind_and_pixel(void **state) {
    (void)state;
    uint32_t random = 4;
    const size_t most = 150000;
    uint8_t *data = test_malloc(most);
    for (int kind = 0; kind <= 4; kind++) {
        for (int pixel = 1; pixel <= 4; pixel++) {
            for (int n = 0; n < 6; n++) {
                const size_t len = (size_t)random_between(&random, 1, (int)most);
                fill(&random, data, len, kind, pixel);
                check((struct bytes){data, len}, pixel);
            }
        }
    }
    test_free(data);
}

static void deflate_gives_back_runs_of_every_length(void **state) {
    (void)state;
    uint8_t data[1200];
    for (size_t run = 1; run < 530; run++) {
        for (size_t i = 0; i < sizeof data; i++) {
            data[i] = (uint8_t)(i / run * 37);
        }
        check((struct bytes){data, sizeof data}, 1);
    }
}

static void deflate_gives_back_codes_that_would_be_too_long(void **state) {
    (void)state;
    /* Fibonacci numbers of each byte make the deepest tree there is. */
    uint8_t *data = test_malloc(1 << 17);
    size_t len = 0;
    uint32_t one = 1;
    uint32_t two = 1;
    for (uint8_t byte = 0; len + one < 32000; byte++) {
        for (uint32_t i = 0; i < one; i++) {
            data[len++] = byte;
        }
        const uint32_t next = one + two;
        one = two;
        two = next;
    }
    uint32_t random = 5;
    for (size_t i = len - 1; i > 0; i--) {
        const size_t j = (size_t)random_between(&random, 0, (int)i);
        const uint8_t swap = data[i];
        data[i] = data[j];
        data[j] = swap;
    }
    check((struct bytes){data, len}, 4);
    test_free(data);
}

/* Deflates in pieces, emptying the buffer between them, and inflates by zlib. */
static void check_pieces(struct bytes data, uint32_t *random, int most) {
    struct buf piece = buf_make(LIMIT);
    struct buf packed = buf_make(LIMIT);
    struct deflate d = deflate_begin(3, &piece);
    size_t at = 0;
    size_t pieces = 0;
    for (bool last = false; !last; pieces++) {
        size_t len = (size_t)random_between(random, 0, most);
        len = len < data.len - at ? len : data.len - at;
        last = at + len == data.len && random_between(random, 0, 1) == 0; /* else one more: empty */
        assert_int_equal(deflate_more(&d, (struct bytes){data.data + at, len}, last, &piece),
                         STATUS_OK);
        at += len;
        buf_append(&packed, piece.data, piece.len);
        piece.len = 0;
    }
    assert_true(packed.len <= data.len + 11 + 6 * (data.len / 32768 + pieces));
    uint8_t *back = test_malloc(data.len + 1);
    uLongf len = data.len + 1;
    assert_int_equal(uncompress(back, &len, packed.data, packed.len), Z_OK);
    assert_int_equal(len, data.len);
    assert_memory_equal(back, data.data, len);
    test_free(back);
    buf_free(&packed);
    buf_free(&piece);
}

static void deflate_gives_back_data_in_pieces_of_any_length(void **state) {
    (void)state;
    uint32_t random = 9;
    uint8_t *data = test_malloc(100000);
    for (int kind = 0; kind <= 4; kind++) {
        for (int most = 1; most < 200000; most *= 7) {
            const size_t len = (size_t)random_between(&random, 0, most < 100 ? 3000 : 100000);
            fill(&random, data, len, kind, 3);
            check_pieces((struct bytes){data, len}, &random, most);
        }
    }
    test_free(data);
}

/* The bytes that rows of alpha stand for, one by one; the caller frees them. */
static struct bytes spread(struct bytes rows, size_t width) {
    uint8_t *all = test_calloc(rows.len * 4 + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < rows.len; i++) {
        len += i % (width + 1) == 0 ? 0 : 3;
        all[len++] = rows.data[i];
    }
    return (struct bytes){all, len};
}

/* Deflates rows of alpha in pieces of a few, and compares what zlib inflates. */
static void check_alpha(struct bytes rows, size_t width, size_t piece_rows) {
    struct buf packed = buf_make(LIMIT);
    struct deflate d = deflate_begin(4, &packed);
    const size_t step = piece_rows * (width + 1);
    for (size_t at = 0; at < rows.len; at += step) {
        const size_t left = rows.len - at;
        const struct bytes piece = {rows.data + at, left < step ? left : step};
        assert_int_equal(deflate_more_alpha(&d, piece, width, left <= step, &packed), STATUS_OK);
    }
    const struct bytes expected = spread(rows, width);
    uint8_t *back = test_malloc(expected.len + 1);
    uLongf len = expected.len + 1;
    assert_int_equal(uncompress(back, &len, packed.data, packed.len), Z_OK);
    assert_int_equal(len, expected.len);
    assert_memory_equal(back, expected.data, len);
    assert_true(packed.len < expected.len / 2 + 200 * (rows.len / step + 1));
    test_free(back);
    test_free((void *)(uintptr_t)expected.data);
    buf_free(&packed);
}

static void deflate_gives_back_rows_of_alpha_of_every_kind(void **state) {
    (void)state;
    uint32_t random = 12;
    uint8_t *rows = test_malloc(200000);
    for (int kind = 0; kind <= 4; kind++) {
        for (size_t width = 1; width < 60000; width = width * 3 / 2 + 1) {
            const size_t count = width < 1000 ? 40 : 3;
            fill(&random, rows, count * (width + 1), kind, 1);
            check_alpha((struct bytes){rows, count * (width + 1)}, width, count);
            check_alpha((struct bytes){rows, count * (width + 1)}, width, 2);
        }
    }
    test_free(rows);
}

static void deflate_gives_back_runs_of_alpha_of_every_length(void **state) {
    (void)state;
    uint8_t rows[2 * 301];
    memset(rows, 1, sizeof rows);
    for (size_t width = 1; width <= 300; width++) {
        check_alpha((struct bytes){rows, 2 * (width + 1)}, width, 2);
    }
}

/* Flat where all that comes first is, and noise after it: the codes must be those of each block. */
static void deflate_gives_back_alpha_that_changes_its_nature(void **state) {
    (void)state;
    uint32_t random = 13;
    const size_t len = 500 * 401;
    uint8_t *rows = test_calloc(len, 1);
    random_fill(&random, rows + len / 3, len / 3);
    check_alpha((struct bytes){rows, len}, 400, 500);
    test_free(rows);
}

static void deflate_ends_rows_of_alpha_with_no_more_of_them(void **state) {
    (void)state;
    const uint8_t row[] = {0, 1, 1, 1};
    struct buf packed = buf_make(LIMIT);
    struct deflate d = deflate_begin(4, &packed);
    assert_int_equal(deflate_more_alpha(&d, (struct bytes){row, 4}, 3, false, &packed), STATUS_OK);
    assert_int_equal(deflate_more_alpha(&d, (struct bytes){0}, 3, false, &packed), STATUS_OK);
    assert_int_equal(deflate_more_alpha(&d, (struct bytes){0}, 3, true, &packed), STATUS_OK);
    uint8_t back[14];
    uLongf len = sizeof back;
    assert_int_equal(uncompress(back, &len, packed.data, packed.len), Z_OK);
    assert_int_equal(len, 13);
    assert_memory_equal(back, "\0\0\0\0\1\0\0\0\1\0\0\0\1", 13);
    buf_free(&packed);
}

static void deflate_makes_flat_data_a_hundred_times_smaller(void **state) {
    (void)state;
    const size_t len = 1 << 20;
    uint8_t *data = test_calloc(len, 1);
    assert_true(check((struct bytes){data, len}, 4) < len / 400);
    test_free(data);
}

static void deflate_estimates_what_a_stream_of_every_kind_takes(void **state) {
    (void)state;
    uint32_t random = 7;
    const size_t len = 100000;
    uint8_t *data = test_malloc(len);
    for (int kind = 1; kind <= 4; kind++) {
        fill(&random, data, len, kind, 3);
        const size_t taken = check((struct bytes){data, len}, 3);
        const size_t estimate = deflate_estimate((struct bytes){data, len}, 3);
        assert_true(estimate > taken - taken / 20 - 400 && estimate < taken + taken / 20);
    }
    test_free(data);
}

/* So long that only a part of it is counted, and the rest is something else. */
static void deflate_gives_back_what_it_did_not_count(void **state) {
    (void)state;
    uint32_t random = 11;
    const size_t len = 700000;
    uint8_t *data = test_calloc(len, 1);
    for (size_t at = 1024; at + 3072 < len; at += 4096) {
        random_fill(&random, data + at, random_between(&random, 0, 3) == 0 ? 3072 : 40);
    }
    for (int pixel = 1; pixel <= 4; pixel++) {
        assert_true(check((struct bytes){data, len}, pixel) < len * 3 / 4);
    }
    for (size_t at = 1024; at + 3072 < len; at += 4096) {
        random_fill(&random, data + at, 3072);
    }
    check((struct bytes){data, len}, 4);
    test_free(data);
}

static void deflate_appends_and_stops_at_the_limit(void **state) {
    (void)state;
    uint8_t data[1000];
    uint32_t random = 6;
    random_fill(&random, data, sizeof data);
    struct buf out = buf_make(500);
    buf_text(&out, "before");
    assert_int_equal(deflate_zlib((struct bytes){data, sizeof data}, 3, &out), STATUS_TOO_LARGE);
    assert_memory_equal(out.data, "before", 6);
    buf_free(&out);
}

static bool attempt(void *context) {
    struct buf out = buf_make(LIMIT);
    const enum status status = deflate_zlib(*(const struct bytes *)context, 3, &out);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    buf_free(&out);
    return status == STATUS_OK;
}

static void deflate_survives_each_failing_allocation(void **state) {
    (void)state;
    uint32_t random = 8;
    const size_t len = 200000;
    uint8_t *data = test_malloc(len);
    random_fill(&random, data, len);
    each_allocation_fails_once(attempt, &(struct bytes){data, len});
    test_free(data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deflate_takes_nothing_at_all),
        cmocka_unit_test(deflate_gives_back_data_of_every_short_length),
        cmocka_unit_test(deflate_gives_back_data_of_every_kind_and_pixel),
        cmocka_unit_test(deflate_gives_back_runs_of_every_length),
        cmocka_unit_test(deflate_gives_back_codes_that_would_be_too_long),
        cmocka_unit_test(deflate_gives_back_data_in_pieces_of_any_length),
        cmocka_unit_test(deflate_gives_back_rows_of_alpha_of_every_kind),
        cmocka_unit_test(deflate_gives_back_runs_of_alpha_of_every_length),
        cmocka_unit_test(deflate_gives_back_alpha_that_changes_its_nature),
        cmocka_unit_test(deflate_ends_rows_of_alpha_with_no_more_of_them),
        cmocka_unit_test(deflate_makes_flat_data_a_hundred_times_smaller),
        cmocka_unit_test(deflate_estimates_what_a_stream_of_every_kind_takes),
        cmocka_unit_test(deflate_gives_back_what_it_did_not_count),
        cmocka_unit_test(deflate_appends_and_stops_at_the_limit),
        cmocka_unit_test(deflate_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
