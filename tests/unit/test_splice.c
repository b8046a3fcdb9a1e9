#include "support/support.h"

#include <string.h>

#include "base/splice.h"

static const char old[] = "0123456789";

static void check(const struct splice *s, const char *wanted) {
    struct buf out = buf_make(100);
    assert_int_equal(splice_apply(s, bytes_of(old), &out), STATUS_OK);
    assert_true(bytes_equal(buf_view(&out), bytes_of(wanted)));
    assert_int_equal(splice_len(s), strlen(wanted));
    buf_free(&out);
}

static void splice_puts_new_bytes_between_what_it_keeps(void **state) {
    (void)state;
    struct splice s;
    splice_begin(&s, 100);
    buf_text(&s.fresh, "<");
    splice_keep(&s, 0, 3);
    buf_text(&s.fresh, "new");
    splice_keep(&s, 7, 2);
    splice_keep(&s, 1, 1);
    buf_text(&s.fresh, ">");
    assert_int_equal(splice_end(&s), STATUS_OK);
    assert_int_equal(s.count, 4);
    check(&s, "<012new781>");
    splice_free(&s);
}

static void splice_makes_one_piece_of_ranges_that_follow_each_other(void **state) {
    (void)state;
    struct splice s;
    splice_begin(&s, 100);
    for (size_t i = 0; i < 10; i++) {
        splice_keep(&s, i, 1);
        splice_keep(&s, i + 5, 0);
    }
    assert_int_equal(splice_end(&s), STATUS_OK);
    assert_int_equal(s.count, 1);
    check(&s, old);
    splice_free(&s);
}

static void splice_of_nothing_is_an_empty_file(void **state) {
    (void)state;
    struct splice s;
    splice_begin(&s, 100);
    assert_int_equal(splice_end(&s), STATUS_OK);
    check(&s, "");
    splice_free(&s);
}

static void splice_refuses_more_pieces_than_it_has_room_for(void **state) {
    (void)state;
    struct splice s;
    splice_begin(&s, 100);
    for (size_t i = 0; i < SPLICE_MAX_PIECES; i++) {
        splice_keep(&s, 2 * i, 1);
    }
    assert_int_equal(splice_end(&s), STATUS_OK);
    splice_keep(&s, 0, 1);
    assert_int_equal(splice_end(&s), STATUS_TOO_LARGE);
    splice_free(&s);
}

static void splice_ends_with_the_failure_of_its_new_bytes(void **state) {
    (void)state;
    struct splice s;
    splice_begin(&s, 2);
    buf_text(&s.fresh, "new");
    splice_keep(&s, 0, 1);
    assert_int_equal(splice_end(&s), STATUS_TOO_LARGE);
    splice_free(&s);
}

static bool attempt(void *context) {
    struct splice *s = context;
    splice_begin(s, 100);
    buf_text(&s->fresh, "new");
    splice_keep(s, 0, 1);
    const enum status status = splice_end(s);
    splice_free(s);
    return status == STATUS_OK;
}

static void splice_survives_each_failing_allocation(void **state) {
    (void)state;
    struct splice s;
    each_allocation_fails_once(attempt, &s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splice_puts_new_bytes_between_what_it_keeps),
        cmocka_unit_test(splice_makes_one_piece_of_ranges_that_follow_each_other),
        cmocka_unit_test(splice_of_nothing_is_an_empty_file),
        cmocka_unit_test(splice_refuses_more_pieces_than_it_has_room_for),
        cmocka_unit_test(splice_ends_with_the_failure_of_its_new_bytes),
        cmocka_unit_test(splice_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
