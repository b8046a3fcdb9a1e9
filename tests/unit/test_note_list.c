#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "pixels/note_list.h"

static void add(struct note_list *list, const char *keyword, struct bytes text) {
    assert_int_equal(note_list_add(list, bytes_of(keyword), text), STATUS_OK);
}

static void check(const struct note_list *list, size_t index, const char *keyword,
                  const char *text) {
    assert_true(index < list->count);
    const struct note note = note_list_at(list, index);
    assert_true(bytes_equal(note.keyword, bytes_of(keyword)));
    assert_true(bytes_equal(note.text, bytes_of(text)));
}

static void note_list_keeps_notes_in_their_order(void **state) {
    (void)state;
    struct note_list list = note_list_make();
    add(&list, "workflow", bytes_of("{}"));
    add(&list, "empty", bytes_of(""));
    add(&list, "prompt", bytes_of("a cat"));
    assert_int_equal(list.count, 3);
    check(&list, 0, "workflow", "{}");
    check(&list, 1, "empty", "");
    check(&list, 2, "prompt", "a cat");
    assert_false(list.left_out);
    note_list_free(&list);
}

static void note_list_takes_the_first_of_a_keyword(void **state) {
    (void)state;
    struct note_list list = note_list_make();
    add(&list, "prompt", bytes_of("first"));
    assert_false(note_list_wants(&list, bytes_of("prompt")));
    add(&list, "prompt", bytes_of("second"));
    add(&list, "gr\xfcn", bytes_of("first"));
    add(&list, "gr\xfcn", bytes_of("the same in Latin-1"));
    add(&list, "gr\xc3\xbcn", bytes_of("the same in UTF-8"));
    assert_int_equal(list.count, 2);
    check(&list, 0, "prompt", "first");
    check(&list, 1, "gr\xc3\xbcn", "first");
    note_list_free(&list);
}

static void note_list_makes_sound_text_of_anything(void **state) {
    (void)state;
    struct note_list list = note_list_make();
    add(&list, "latin", bytes_of("caf\xe9 \xff\xfe"));
    add(&list, "nul", (struct bytes){(const uint8_t *)"before\0after", 12});
    add(&list, "nothing", (struct bytes){0});
    check(&list, 0, "latin", "caf\xc3\xa9 \xc3\xbf\xc3\xbe");
    check(&list, 1, "nul", "before");
    check(&list, 2, "nothing", "");
    note_list_free(&list);
}

static void note_list_leaves_out_keywords_of_no_or_too_many_bytes(void **state) {
    (void)state;
    char keyword[NOTE_KEYWORD_MAX + 2] = {0};
    memset(keyword, 'k', NOTE_KEYWORD_MAX + 1);
    struct note_list list = note_list_make();
    add(&list, "", bytes_of("nameless"));
    add(&list, keyword, bytes_of("too long"));
    assert_int_equal(list.count, 0);
    keyword[NOTE_KEYWORD_MAX] = '\0';
    add(&list, keyword, bytes_of("as long as may be"));
    check(&list, 0, keyword, "as long as may be");
    note_list_free(&list);
}

static void note_list_leaves_out_a_text_past_its_limit_and_says_so(void **state) {
    (void)state;
    uint8_t *text = test_malloc(NOTE_TEXT_MAX + 1);
    memset(text, 'x', NOTE_TEXT_MAX + 1);
    struct note_list list = note_list_make();
    add(&list, "longest", (struct bytes){text, NOTE_TEXT_MAX});
    assert_false(list.left_out);
    add(&list, "longer", (struct bytes){text, NOTE_TEXT_MAX + 1});
    assert_true(list.left_out);
    memset(text, 0xe9, NOTE_TEXT_MAX);
    add(&list, "longer as UTF-8", (struct bytes){text, NOTE_TEXT_MAX});
    add(&list, "after", bytes_of("there is room"));
    assert_int_equal(list.count, 2);
    check(&list, 1, "after", "there is room");
    note_list_free(&list);
    test_free(text);
}

static void note_list_leaves_out_what_is_past_the_limit_of_all(void **state) {
    (void)state;
    uint8_t *text = test_malloc(NOTE_TEXT_MAX);
    memset(text, 'x', NOTE_TEXT_MAX);
    struct note_list list = note_list_make();
    static const char *const keywords[] = {"a", "b", "c", "d", "e"};
    for (size_t i = 0; i < 5; i++) {
        add(&list, keywords[i], (struct bytes){text, NOTE_TEXT_MAX});
    }
    assert_int_equal(list.count, 3);
    assert_true(list.left_out);
    add(&list, "small", bytes_of("there is room"));
    check(&list, 3, "small", "there is room");
    note_list_free(&list);
    test_free(text);
}

static void note_list_looks_at_so_many_and_no_more(void **state) {
    (void)state;
    struct note_list list = note_list_make();
    char keyword[16];
    for (int i = 0; i < NOTE_LIST_MAX + 5; i++) {
        snprintf(keyword, sizeof keyword, "note %d", i);
        assert_int_equal(note_list_wants(&list, bytes_of(keyword)), i < NOTE_LIST_MAX);
        add(&list, keyword, bytes_of("text"));
    }
    assert_int_equal(list.count, NOTE_LIST_MAX);
    note_list_free(&list);
    for (int i = 0; i < NOTE_LIST_MAX; i++) {
        note_list_leave_out(&list);
    }
    assert_false(note_list_wants(&list, bytes_of("one more")));
}

static bool attempt(void *context) {
    (void)context;
    struct note_list list = note_list_make();
    struct note_list copy = note_list_make();
    enum status status = note_list_add(&list, bytes_of("prompt"), bytes_of("a text"));
    if (status == STATUS_OK) {
        status = note_list_add_all(&copy, &list);
    }
    assert_int_equal(copy.count, status == STATUS_OK ? 1 : 0);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    note_list_free(&copy);
    note_list_free(&list);
    return status == STATUS_OK;
}

static void note_list_survives_each_failing_allocation(void **state) {
    (void)state;
    each_allocation_fails_once(attempt, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(note_list_keeps_notes_in_their_order),
        cmocka_unit_test(note_list_takes_the_first_of_a_keyword),
        cmocka_unit_test(note_list_makes_sound_text_of_anything),
        cmocka_unit_test(note_list_leaves_out_keywords_of_no_or_too_many_bytes),
        cmocka_unit_test(note_list_leaves_out_a_text_past_its_limit_and_says_so),
        cmocka_unit_test(note_list_leaves_out_what_is_past_the_limit_of_all),
        cmocka_unit_test(note_list_looks_at_so_many_and_no_more),
        cmocka_unit_test(note_list_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
