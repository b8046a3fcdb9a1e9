#include "support/support.h"

#include <stdlib.h>
#include <zlib.h>

#include "pixels/checksum.h"

#define LEN 20000

static uint8_t data[LEN];

static void fill(uint32_t seed) {
    random_fill(&seed, data, LEN);
}

static void crc32_and_adler32_agree_with_zlib_at_every_short_length(void **state) {
    (void)state;
    fill(1);
    for (size_t len = 0; len < 300; len++) {
        const struct bytes part = {data + len % 7, len};
        assert_int_equal(checksum_crc32(0, part), crc32(0, part.data, (uInt)len));
        assert_int_equal(checksum_adler32(1, part), adler32(1, part.data, (uInt)len));
    }
}

static void crc32_and_adler32_agree_with_zlib_around_their_block_lengths(void **state) {
    (void)state;
    fill(2);
    static const size_t lengths[] = {2047, 2048, 2049, 2063, 5535, 5536, 5537, 5568, 11072, 19999};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const struct bytes part = {data + 1, lengths[i]};
        assert_int_equal(checksum_crc32(0, part), crc32(0, part.data, (uInt)part.len));
        assert_int_equal(checksum_adler32(1, part), adler32(1, part.data, (uInt)part.len));
    }
}

static void adler32_does_not_overflow_on_the_largest_bytes(void **state) {
    (void)state;
    for (size_t i = 0; i < LEN; i++) {
        data[i] = 255;
    }
    const struct bytes all = {data, LEN};
    const uint32_t largest = 65520u << 16 | 65520u;
    assert_int_equal(checksum_adler32(largest, all), adler32(largest, data, LEN));
}

static void sums_go_on_from_the_sum_so_far(void **state) {
    (void)state;
    fill(3);
    const struct bytes all = {data, LEN};
    for (size_t cut = 0; cut <= LEN; cut += 617) {
        const struct bytes first = {data, cut};
        const struct bytes second = {data + cut, LEN - cut};
        assert_int_equal(checksum_crc32(checksum_crc32(0, first), second), checksum_crc32(0, all));
        assert_int_equal(checksum_adler32(checksum_adler32(1, first), second),
                         checksum_adler32(1, all));
    }
}

static void crc32_by_tables_is_the_same_of_pieces_long_and_short(void **state) {
    (void)state;
    uint32_t random = 4;
    struct checksum_tables tables = {0};
    fill(4);
    for (int n = 0; n < 300; n++) { /* the first ones too short for tables */
        const size_t len = (size_t)random_between(&random, 0, n < 100 ? 2047 : LEN);
        const struct bytes part = {data + LEN - len, len};
        const uint32_t start = random_next(&random);
        assert_int_equal(checksum_crc32_by(&tables, start, part),
                         crc32(start, part.data, (uInt)len));
    }
}

static void sums_of_nothing_are_their_beginnings(void **state) {
    (void)state;
    assert_int_equal(checksum_crc32(0, (struct bytes){0}), 0);
    assert_int_equal(checksum_adler32(1, (struct bytes){0}), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crc32_and_adler32_agree_with_zlib_at_every_short_length),
        cmocka_unit_test(crc32_and_adler32_agree_with_zlib_around_their_block_lengths),
        cmocka_unit_test(adler32_does_not_overflow_on_the_largest_bytes),
        cmocka_unit_test(sums_go_on_from_the_sum_so_far),
        cmocka_unit_test(crc32_by_tables_is_the_same_of_pieces_long_and_short),
        cmocka_unit_test(sums_of_nothing_are_their_beginnings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
