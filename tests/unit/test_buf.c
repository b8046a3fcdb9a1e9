#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

static void assert_holds(const struct buf *b, const char *text) {
    assert_true(bytes_equal(buf_view(b), bytes_of(text)));
}

static void buf_appends_in_order(void **state) {
    (void)state;
    struct buf b = buf_make(100);
    assert_null(b.data);
    assert_int_equal(buf_append(&b, NULL, 0), STATUS_OK);
    assert_int_equal(buf_append(&b, "ab", 2), STATUS_OK);
    assert_int_equal(buf_text(&b, "cd"), STATUS_OK);
    assert_int_equal(buf_byte(&b, 'e'), STATUS_OK);
    assert_int_equal(buf_format(&b, "%d%s", 42, "!"), STATUS_OK);
    assert_holds(&b, "abcde42!");
    buf_free(&b);
    assert_null(b.data);
    assert_int_equal(b.len, 0);
    assert_int_equal(b.limit, 100);
}

static void buf_grows_to_its_limit_and_no_further(void **state) {
    (void)state;
    struct buf b = buf_make(1000);
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(buf_byte(&b, (uint8_t)i), STATUS_OK);
        assert_true(b.capacity <= 1000);
    }
    assert_int_equal(buf_byte(&b, 1), STATUS_TOO_LARGE);
    assert_int_equal(b.len, 1000);
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(b.data[i], (uint8_t)i);
    }
    buf_free(&b);
}

static void buf_appends_all_or_nothing(void **state) {
    (void)state;
    struct buf b = buf_make(4);
    buf_text(&b, "abc");
    assert_int_equal(buf_text(&b, "de"), STATUS_TOO_LARGE);
    assert_holds(&b, "abc");
    buf_free(&b);
}

static void buf_first_failure_sticks(void **state) {
    (void)state;
    struct buf b = buf_make(4);
    assert_int_equal(buf_fail(&b, STATUS_DAMAGED), STATUS_DAMAGED);
    assert_int_equal(buf_fail(&b, STATUS_INTERNAL), STATUS_DAMAGED);
    assert_int_equal(buf_text(&b, "a"), STATUS_DAMAGED);
    assert_null(buf_reserve(&b, 1));
    uint8_t *data = (uint8_t *)&b;
    size_t len = 1;
    assert_int_equal(buf_release(&b, &data, &len), STATUS_DAMAGED);
    assert_null(data);
    assert_int_equal(len, 0);
    buf_free(&b);
    assert_int_equal(buf_text(&b, "a"), STATUS_OK);
    buf_free(&b);
}

static void buf_extends_by_what_is_asked_for(void **state) {
    (void)state;
    struct buf b = buf_make(5000);
    assert_int_equal(buf_extend(&b, 1000), STATUS_OK);
    assert_int_equal(b.capacity, 1000);
    buf_text(&b, "abc");
    assert_int_equal(buf_extend(&b, 997), STATUS_OK);
    assert_int_equal(b.capacity, 1000);
    assert_int_equal(buf_extend(&b, 4997), STATUS_OK);
    assert_int_equal(b.capacity, 5000);
    assert_holds(&b, "abc");
    assert_int_equal(buf_extend(&b, 4998), STATUS_TOO_LARGE);
    assert_int_equal(buf_extend(&b, 1), STATUS_TOO_LARGE);
    assert_holds(&b, "abc");
    buf_free(&b);
}

static void buf_reserve_counts_only_what_is_committed(void **state) {
    (void)state;
    struct buf b = buf_make(SIZE_MAX);
    buf_text(&b, "ab");
    uint8_t *place = buf_reserve(&b, 5000);
    assert_non_null(place);
    memset(place, 'c', 3);
    assert_int_equal(b.len, 2);
    buf_commit(&b, 2);
    assert_holds(&b, "abcc");
    buf_free(&b);
}

static void buf_refuses_sizes_that_would_wrap(void **state) {
    (void)state;
    struct buf b = buf_make(100);
    buf_text(&b, "ab");
    assert_null(buf_reserve(&b, SIZE_MAX));
    assert_int_equal(b.status, STATUS_TOO_LARGE);
    buf_free(&b);
    b = buf_make(SIZE_MAX);
    buf_text(&b, "ab");
    assert_null(buf_reserve(&b, SIZE_MAX - 2));
    assert_int_equal(b.status, STATUS_NO_MEMORY);
    buf_free(&b);
}

static void buf_format_takes_511_bytes_and_not_one_more(void **state) {
    (void)state;
    struct buf b = buf_make(2000);
    assert_int_equal(buf_format(&b, "%511s", "x"), STATUS_OK);
    assert_int_equal(b.len, 511);
    assert_int_equal(buf_format(&b, "%512s", "x"), STATUS_INTERNAL);
    assert_int_equal(b.len, 511);
    buf_free(&b);
}

static void buf_release_hands_the_bytes_over(void **state) {
    (void)state;
    struct buf b = buf_make(10);
    uint8_t *data = NULL;
    size_t len = 1;
    assert_int_equal(buf_release(&b, &data, &len), STATUS_OK);
    assert_null(data);
    assert_int_equal(len, 0);
    buf_text(&b, "abc");
    const uint8_t *before = b.data;
    assert_int_equal(buf_release(&b, &data, &len), STATUS_OK);
    assert_ptr_equal(data, before);
    assert_int_equal(len, 3);
    assert_null(b.data);
    assert_int_equal(b.limit, 10);
    free(data);
}

static bool append_much(void *context) {
    (void)context;
    struct buf b = buf_make(100000);
    for (int i = 0; i < 2000; i++) {
        buf_text(&b, "0123456789");
    }
    const bool worked = b.status == STATUS_OK;
    assert_int_equal(worked ? STATUS_OK : STATUS_NO_MEMORY, b.status);
    buf_free(&b);
    return worked;
}

static void buf_survives_each_failing_allocation(void **state) {
    (void)state;
    each_allocation_fails_once(append_much, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buf_appends_in_order),
        cmocka_unit_test(buf_grows_to_its_limit_and_no_further),
        cmocka_unit_test(buf_appends_all_or_nothing),
        cmocka_unit_test(buf_first_failure_sticks),
        cmocka_unit_test(buf_extends_by_what_is_asked_for),
        cmocka_unit_test(buf_reserve_counts_only_what_is_committed),
        cmocka_unit_test(buf_refuses_sizes_that_would_wrap),
        cmocka_unit_test(buf_format_takes_511_bytes_and_not_one_more),
        cmocka_unit_test(buf_release_hands_the_bytes_over),
        cmocka_unit_test(buf_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
