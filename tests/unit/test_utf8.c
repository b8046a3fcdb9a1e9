#include "support/support.h"

#include <string.h>

#include "base/utf8.h"

static void check(struct buf *out, const char *wanted) {
    assert_int_equal(out->status, STATUS_OK);
    assert_true(bytes_equal(buf_view(out), bytes_of(wanted)));
    buf_free(out);
}

static void utf8_writes_every_character_in_a_form_that_counts_as_one(void **state) {
    (void)state;
    struct buf out = buf_make(8);
    for (uint32_t point = 0; point <= 0x10ffff; point++) {
        out.len = 0;
        utf8_put(&out, point);
        assert_int_equal(utf8_count(buf_view(&out)), 1);
    }
    buf_free(&out);
}

static void utf8_writes_the_characters_of_the_standards_examples(void **state) {
    (void)state;
    struct buf out = buf_make(64);
    utf8_put(&out, 'a');
    utf8_put(&out, 0xe9);
    utf8_put(&out, 0x2260);
    utf8_put(&out, 0x233b4);
    check(&out, "a\xc3\xa9\xe2\x89\xa0\xf0\xa3\x8e\xb4");
}

static void utf8_replaces_what_is_no_character(void **state) {
    (void)state;
    static const uint32_t points[] = {0xd800, 0xdfff, 0x110000, UINT32_MAX};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        struct buf out = buf_make(8);
        utf8_put(&out, points[i]);
        check(&out, "\xef\xbf\xbd");
    }
}

static void utf8_takes_a_text_as_latin_1_only_where_it_is_not_utf8(void **state) {
    (void)state;
    struct buf out = buf_make(64);
    utf8_put_text(&out, bytes_of("gr\xc3\xbcn"));
    check(&out, "gr\xc3\xbcn");
    utf8_put_text(&out, bytes_of("gr\xfcn"));
    check(&out, "gr\xc3\xbcn");
    utf8_put_text(&out, bytes_of("\xc3\xbc\xfc"));
    check(&out, "\xc3\x83\xc2\xbc\xc3\xbc");
}

static void utf8_reads_utf16_in_both_byte_orders(void **state) {
    (void)state;
    const struct bytes big = {(const uint8_t *)"\0a\x22\x60\xd8\x4c\xdf\xb4", 8};
    const struct bytes little = {(const uint8_t *)"a\0\x60\x22\x4c\xd8\xb4\xdf", 8};
    struct buf out = buf_make(64);
    utf8_put_utf16(&out, big, read_be16);
    check(&out, "a\xe2\x89\xa0\xf0\xa3\x8e\xb4");
    utf8_put_utf16(&out, little, read_le16);
    check(&out, "a\xe2\x89\xa0\xf0\xa3\x8e\xb4");
}

static void utf8_replaces_halves_of_surrogate_pairs(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        const char *wanted;
    } cases[] = {
        {"\xd8\x00", 2, "\xef\xbf\xbd"},
        {"\xdc\x00\0a", 4,
         "\xef\xbf\xbd"
         "a"},
        {"\xd8\x00\0a", 4,
         "\xef\xbf\xbd"
         "a"},
        {"\xd8\x00\xd8\x4c\xdf\xb4", 6, "\xef\xbf\xbd\xf0\xa3\x8e\xb4"},
        {"\0a\0", 3, "a"},
        {"", 0, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out = buf_make(64);
        utf8_put_utf16(&out, (struct bytes){(const uint8_t *)cases[i].text, cases[i].len},
                       read_be16);
        check(&out, cases[i].wanted);
    }
}

static bool attempt(void *context) {
    struct buf *out = context;
    utf8_put_text(out, bytes_of("gr\xfcn"));
    utf8_put_utf16(out, (struct bytes){(const uint8_t *)"\0a", 2}, read_be16);
    const enum status status = out->status;
    buf_free(out);
    return status == STATUS_OK;
}

static void utf8_survives_each_failing_allocation(void **state) {
    (void)state;
    struct buf out = buf_make(64);
    each_allocation_fails_once(attempt, &out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_writes_every_character_in_a_form_that_counts_as_one),
        cmocka_unit_test(utf8_writes_the_characters_of_the_standards_examples),
        cmocka_unit_test(utf8_replaces_what_is_no_character),
        cmocka_unit_test(utf8_takes_a_text_as_latin_1_only_where_it_is_not_utf8),
        cmocka_unit_test(utf8_reads_utf16_in_both_byte_orders),
        cmocka_unit_test(utf8_replaces_halves_of_surrogate_pairs),
        cmocka_unit_test(utf8_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
