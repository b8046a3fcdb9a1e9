#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#include "pixels/photo.h"
#include "support/corpus.h"
#include "support/craft.h"
#include "support/noting.h"

#define LIMIT ((size_t)1 << 28)
#define OURS "gpt-image-wasm"
#define GIF "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"

static const char *const pairs[] = {OURS, "{\"prompt\":\"gr\xc3\xbcn <b>\"}", "prompt", "{}", NULL};
static int written;

static enum status write(struct bytes file, const struct note_list *list, struct fault *fault) {
    struct splice splice;
    splice_begin(&splice, LIMIT);
    const enum status status = notes_write(file, list, &splice, fault);
    splice_free(&splice);
    return status;
}

static void notes_of_a_picture_of_another_kind_are_none_and_cannot_be_written(void **state) {
    (void)state;
    const struct bytes gif = {(const uint8_t *)GIF, sizeof GIF - 1};
    struct note_list list = noting_list(pairs);
    struct fault fault;
    noting_check(gif, (const char *const[]){NULL});
    assert_int_equal(write(gif, &list, &fault), STATUS_UNSUPPORTED);
    assert_non_null(strstr(fault.text, "GIF"));
    note_list_free(&list);
}

static void notes_of_what_is_no_picture_end_in_the_fault_that_names_it(void **state) {
    (void)state;
    struct note_list list;
    struct fault fault;
    assert_int_equal(notes_read(bytes_of("<html>"), &list, &fault), STATUS_UNSUPPORTED);
    assert_non_null(strstr(fault.text, "HTML"));
    note_list_free(&list);
    list = noting_list(pairs);
    assert_int_equal(write((struct bytes){0}, &list, &fault), STATUS_DAMAGED);
    note_list_free(&list);
}

static void notes_whose_keyword_not_every_format_takes_are_refused(void **state) {
    (void)state;
    struct fault fault;
    struct note_list list = noting_list((const char *const[]){"two words", "text", NULL});
    struct buf png = craft_png((struct craft_header){3, 2, 8, 2, 0}, (struct bytes){0});
    assert_int_equal(write(buf_view(&png), &list, &fault), STATUS_INVALID);
    assert_non_null(strstr(fault.text, "keyword"));
    note_list_free(&list);
    buf_free(&png);
}

static void notes_that_are_not_whole_are_refused(void **state) {
    (void)state;
    struct fault fault;
    struct note_list list = noting_list(pairs);
    struct buf png = craft_png((struct craft_header){3, 2, 8, 2, 0}, (struct bytes){0});
    note_list_leave_out(&list);
    assert_int_equal(write(buf_view(&png), &list, &fault), STATUS_INVALID);
    assert_non_null(strstr(fault.text, "too long"));
    note_list_free(&list);
    buf_free(&png);
}

static bool attempt_write(void *context) {
    struct fault fault;
    struct note_list list = note_list_make();
    enum status status = note_list_add(&list, bytes_of(OURS), bytes_of("{}"));
    status = status == STATUS_OK ? write(*(const struct bytes *)context, &list, &fault) : status;
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    note_list_free(&list);
    return status == STATUS_OK;
}

static bool attempt_read(void *context) {
    struct fault fault;
    struct note_list list;
    const enum status status = notes_read(*(const struct bytes *)context, &list, &fault);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_true(status != STATUS_OK || list.count > 0);
    note_list_free(&list);
    return status == STATUS_OK;
}

/* A file of each kind, with notes; one of them with so many that its XMP is extended. */
static struct buf craft_noted(int kind) {
    struct buf file =
        kind == 0   ? craft_png((struct craft_header){3, 2, 8, 2, 0}, (struct bytes){0})
        : kind == 1 ? craft_webp("-lossless", false)
                    : craft_jpeg((struct craft_jpeg){.width = 16, .height = 8, .quality = 80});
    char *text = test_malloc(100000);
    memset(text, 'x', 99999);
    text[99999] = '\0';
    struct buf noted =
        noting_write(buf_view(&file), kind == 3 ? (const char *const[]){OURS, text, NULL} : pairs);
    test_free(text);
    buf_free(&file);
    return noted;
}

static void notes_survive_each_failing_allocation(void **state) {
    (void)state;
    for (int kind = 0; kind < 4; kind++) {
        struct buf noted = craft_noted(kind);
        struct bytes file = buf_view(&noted);
        each_allocation_fails_once(attempt_read, &file);
        each_allocation_fails_once(attempt_write, &file);
        buf_free(&noted);
    }
}

static void notes_survive_a_file_cut_anywhere(void **state) {
    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        struct buf noted = craft_noted(kind);
        struct note_list list = noting_list(pairs);
        for (size_t len = 0; len < noted.len; len++) {
            struct fault fault;
            struct note_list found;
            uint8_t *cut = test_malloc(len + 1);
            memcpy(cut + 1, noted.data, len);
            const struct bytes file = {cut + 1, len};
            (void)notes_read(file, &found, &fault);
            (void)write(file, &list, &fault);
            note_list_free(&found);
            test_free(cut);
        }
        note_list_free(&list);
        buf_free(&noted);
    }
}

static void note_and_read_back(const char *path, const char *name) {
    struct photo photo;
    struct fault fault;
    struct note_list list;
    const struct bytes file = file_read(path);
    if (photo_inspect(file, &photo, &fault) == STATUS_OK) {
        struct buf noted = noting_write(file, pairs);
        assert_int_equal(notes_read(buf_view(&noted), &list, &fault), STATUS_OK);
        if (!note_list_has(&list, bytes_of(OURS)) || noted.len <= file.len) {
            fail_msg("%s: what was written is not there", name);
        }
        note_list_free(&list);
        buf_free(&noted);
        written++;
    }
    file_free(file);
}

static void notes_can_be_written_into_every_sound_file_of_the_corpus(void **state) {
    (void)state;
    written = 0;
    if (corpus_each("pngsuite/png", ".png", note_and_read_back) >= 0) {
        corpus_each("jpeg-valid/jpeg-decoder-reftest", ".jpg", note_and_read_back);
        corpus_each("jpeg-valid/jpeg-js", ".jpg", note_and_read_back);
        print_message("%d files\n", written);
        assert_true(written > 100);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notes_of_a_picture_of_another_kind_are_none_and_cannot_be_written),
        cmocka_unit_test(notes_of_what_is_no_picture_end_in_the_fault_that_names_it),
        cmocka_unit_test(notes_whose_keyword_not_every_format_takes_are_refused),
        cmocka_unit_test(notes_that_are_not_whole_are_refused),
        cmocka_unit_test(notes_survive_each_failing_allocation),
        cmocka_unit_test(notes_survive_a_file_cut_anywhere),
        cmocka_unit_test(notes_can_be_written_into_every_sound_file_of_the_corpus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
