#include "support/support.h"

#include <string.h>

static void status_names_are_the_wire_names(void **state) {
    (void)state;
    assert_string_equal(status_name(STATUS_OK), "ok");
    assert_string_equal(status_name(STATUS_NO_MEMORY), "no_memory");
    assert_string_equal(status_name(STATUS_REFUSED), "refused");
    assert_string_equal(status_name(STATUS_INTERNAL), "internal");
}

static void fault_holds_what_it_was_given(void **state) {
    (void)state;
    struct fault fault = {.http = 7, .charge = CHARGE_MAYBE, .wait_ms = 1, .link = "x"};
    assert_int_equal(fault_set(&fault, STATUS_INVALID, "size", "%d x %d", 3, 4), STATUS_INVALID);
    assert_int_equal(fault.status, STATUS_INVALID);
    assert_int_equal(fault.http, 0);
    assert_int_equal(fault.charge, CHARGE_NONE);
    assert_int_equal(fault.wait_ms, -1);
    assert_null(fault.link);
    assert_string_equal(fault.field, "size");
    assert_string_equal(fault.text, "3 x 4");
    fault_set(&fault, STATUS_INTERNAL, NULL, "x");
    assert_string_equal(fault.field, "");
    assert_int_equal(fault_no_memory(&fault), STATUS_NO_MEMORY);
    assert_int_equal(fault.status, STATUS_NO_MEMORY);
}

static void fault_cuts_a_long_text_at_a_whole_character(void **state) {
    (void)state;
    static const char *const characters[] = {"a", "\u00e9", "\u20ac", "\U0001f600"};
    for (size_t c = 0; c < 4; c++) {
        for (size_t shift = 0; shift < 4; shift++) {
            char text[sizeof((struct fault *)NULL)->text * 2];
            size_t len = shift;
            memset(text, 'x', shift);
            while (len + 4 < sizeof text) {
                memcpy(text + len, characters[c], strlen(characters[c]));
                len += strlen(characters[c]);
            }
            text[len] = '\0';
            struct fault fault;
            fault_set(&fault, STATUS_INVALID, NULL, "%s", text);
            const struct bytes kept = bytes_of(fault.text);
            assert_true(kept.len < sizeof fault.text);
            assert_true(kept.len + strlen(characters[c]) >= sizeof fault.text);
            assert_true(utf8_count(kept) > 0);
            assert_memory_equal(kept.data, text, kept.len);
        }
    }
}

static void fault_keeps_a_text_that_fits_exactly(void **state) {
    (void)state;
    struct fault fault;
    char text[sizeof fault.text];
    memset(text, 'x', sizeof text - 3);
    memcpy(text + sizeof text - 3, "\u00e9", 3);
    fault_set(&fault, STATUS_INVALID, NULL, "%s", text);
    assert_string_equal(fault.text, text);
}

static void fault_redact_stars_out_a_secret_and_its_cut_off_beginning(void **state) {
    (void)state;
    struct fault fault;
    const struct bytes secret = bytes_of("abcdefghijkl");
    fault_set(&fault, STATUS_REFUSED, NULL, "bad abcdefghijkl, yes abcdefghijkl!");
    fault_redact(&fault, secret);
    assert_string_equal(fault.text, "bad ************, yes ************!");
    fault_set(&fault, STATUS_REFUSED, NULL, "bad abcdefghi");
    fault_redact(&fault, secret);
    assert_string_equal(fault.text, "bad *********");
    fault_set(&fault, STATUS_REFUSED, NULL, "the abc");
    fault_redact(&fault, secret);
    assert_string_equal(fault.text, "the abc");
    fault_redact(&fault, bytes_of("the abc and more"));
    assert_string_equal(fault.text, "the abc");
    fault_redact(&fault, bytes_of("the abc"));
    assert_string_equal(fault.text, "*******");
    fault_redact(&fault, bytes_of(""));
    assert_string_equal(fault.text, "*******");
}

static void bytes_compare_by_content(void **state) {
    (void)state;
    const struct bytes none = {NULL, 0};
    assert_true(bytes_equal(none, bytes_of("")));
    assert_true(bytes_equal(bytes_of("abc"), bytes_of("abc")));
    assert_false(bytes_equal(bytes_of("abc"), bytes_of("abd")));
    assert_false(bytes_equal(bytes_of("abc"), bytes_of("ab")));
    assert_true(bytes_start_with(bytes_of("abc"), bytes_of("ab")));
    assert_true(bytes_start_with(bytes_of("abc"), none));
    assert_false(bytes_start_with(bytes_of("ab"), bytes_of("abc")));
    assert_false(bytes_start_with(bytes_of("xbc"), bytes_of("ab")));
}

static void bytes_are_found_among_words(void **state) {
    (void)state;
    assert_true(bytes_is_word_of(bytes_of("low"), "low medium"));
    assert_true(bytes_is_word_of(bytes_of("medium"), "low medium"));
    assert_false(bytes_is_word_of(bytes_of("med"), "low medium"));
    assert_false(bytes_is_word_of(bytes_of("mediums"), "low medium"));
    assert_false(bytes_is_word_of(bytes_of("low medium"), "low medium"));
    assert_false(bytes_is_word_of(bytes_of(""), "low medium"));
    assert_false(bytes_is_word_of(bytes_of(""), ""));
}

static void reads_follow_the_byte_order(void **state) {
    (void)state;
    const uint8_t p[] = {0xfe, 0x02, 0x03, 0x84};
    assert_int_equal(read_be32(p), 0xfe020384u);
    assert_int_equal(read_le32(p), 0x840302feu);
    assert_int_equal(read_be16(p), 0xfe02);
    assert_int_equal(read_le16(p), 0x02fe);
}

static void sizes_that_have_no_room_are_told(void **state) {
    (void)state;
    size_t out = 5;
    assert_true(size_multiply(3, 4, &out));
    assert_int_equal(out, 12);
    assert_true(size_add(SIZE_MAX - 1, 1, &out));
    assert_true(out == SIZE_MAX);
    assert_false(size_multiply(SIZE_MAX / 2 + 1, 2, &(size_t){0}));
    assert_false(size_add(SIZE_MAX, 1, &(size_t){0}));
}

static void utf8_counts_well_formed_characters(void **state) {
    (void)state;
    assert_int_equal(utf8_count(bytes_of("")), 0);
    assert_int_equal(utf8_count(bytes_of("abc")), 3);
    assert_int_equal(utf8_count(bytes_of("\u00e9\u20ac\U0001f600")), 3);
    assert_int_equal(utf8_count(bytes_of("\xf4\x8f\xbf\xbf")), 1);
    assert_int_equal(utf8_count((struct bytes){(const uint8_t *)"a\0b", 3}), 3);
}

static void utf8_refuses_what_is_not_well_formed(void **state) {
    (void)state;
    static const char *const malformed[] = {
        "\x80",             /* a continuation alone */
        "\xc3",             /* cut */
        "\xe2\x82",         /* cut */
        "\xf0\x9f\x98",     /* cut */
        "\xc3(",            /* no continuation */
        "\xc0\xaf",         /* longer than needed */
        "\xe0\x80\xaf",     /* longer than needed */
        "\xf0\x80\x80\xaf", /* longer than needed */
        "\xed\xa0\xbd",     /* a surrogate */
        "\xf4\x90\x80\x80", /* past the last code point */
        "\xf8\x88\x80\x80\x80",
        "\xff",
    };
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        assert_int_equal(utf8_count(bytes_of(malformed[i])), -1);
    }
}

/* Every code point, written by the rules of RFC 3629, section 3. */
static void utf8_takes_every_code_point_and_no_surrogate(void **state) {
    (void)state;
    for (uint32_t point = 0; point <= 0x10ffff; point++) {
        uint8_t text[4];
        size_t len = 1;
        if (point < 0x80) {
            text[0] = (uint8_t)point;
        } else if (point < 0x800) {
            text[0] = (uint8_t)(0xc0 | point >> 6);
            len = 2;
        } else if (point < 0x10000) {
            text[0] = (uint8_t)(0xe0 | point >> 12);
            len = 3;
        } else {
            text[0] = (uint8_t)(0xf0 | point >> 18);
            len = 4;
        }
        for (size_t i = 1; i < len; i++) {
            text[i] = (uint8_t)(0x80 | (point >> 6 * (len - 1 - i) & 0x3f));
        }
        const bool surrogate = point >= 0xd800 && point <= 0xdfff;
        if (utf8_count((struct bytes){text, len}) != (surrogate ? -1 : 1)) {
            fail_msg("U+%04X", (unsigned)point);
        }
    }
}

static void utf8_start_never_cuts_a_character(void **state) {
    (void)state;
    const struct bytes text = bytes_of("a\u00e9\u20ac\U0001f600z");
    static const size_t kept[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
    for (size_t max = 0; max < sizeof kept / sizeof *kept; max++) {
        const struct bytes start = utf8_start(text, max);
        assert_ptr_equal(start.data, text.data);
        assert_int_equal(start.len, kept[max]);
    }
}

static void secret_wipe_leaves_zeros_and_touches_nothing_else(void **state) {
    (void)state;
    char text[] = "a secret!";
    secret_wipe(text + 2, 6);
    assert_memory_equal(text, "a \0\0\0\0\0\0!", sizeof text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(status_names_are_the_wire_names),
        cmocka_unit_test(fault_holds_what_it_was_given),
        cmocka_unit_test(fault_cuts_a_long_text_at_a_whole_character),
        cmocka_unit_test(fault_keeps_a_text_that_fits_exactly),
        cmocka_unit_test(fault_redact_stars_out_a_secret_and_its_cut_off_beginning),
        cmocka_unit_test(secret_wipe_leaves_zeros_and_touches_nothing_else),
        cmocka_unit_test(bytes_compare_by_content),
        cmocka_unit_test(bytes_are_found_among_words),
        cmocka_unit_test(reads_follow_the_byte_order),
        cmocka_unit_test(sizes_that_have_no_room_are_told),
        cmocka_unit_test(utf8_counts_well_formed_characters),
        cmocka_unit_test(utf8_refuses_what_is_not_well_formed),
        cmocka_unit_test(utf8_takes_every_code_point_and_no_surrogate),
        cmocka_unit_test(utf8_start_never_cuts_a_character),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
