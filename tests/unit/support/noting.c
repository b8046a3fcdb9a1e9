#include "support/noting.h"

#include <stdio.h>

#include "support/support.h"

#define NOTING_LIMIT ((size_t)1 << 28)

struct note_list noting_list(const char *const *pairs) {
    struct note_list list = note_list_make();
    for (; pairs[0]; pairs += 2) {
        assert_int_equal(note_list_add(&list, bytes_of(pairs[0]), bytes_of(pairs[1])), STATUS_OK);
    }
    return list;
}

struct buf noting_write(struct bytes file, const char *const *pairs) {
    struct splice splice;
    struct fault fault = {0};
    struct note_list list = noting_list(pairs);
    struct buf out = buf_make(NOTING_LIMIT);
    splice_begin(&splice, NOTING_LIMIT);
    if (notes_write(file, &list, &splice, &fault) != STATUS_OK) {
        fail_msg("%s", fault.text);
    }
    assert_int_equal(splice_apply(&splice, file, &out), STATUS_OK);
    assert_int_equal(out.len, splice_len(&splice));
    splice_free(&splice);
    note_list_free(&list);
    return out;
}

void noting_check(struct bytes file, const char *const *pairs) {
    struct note_list list;
    struct fault fault;
    size_t count = 0;
    assert_int_equal(notes_read(file, &list, &fault), STATUS_OK);
    for (; pairs[0]; pairs += 2, count++) {
        assert_true(count < list.count);
        const struct note note = note_list_at(&list, count);
        assert_true(bytes_equal(note.keyword, bytes_of(pairs[0])));
        assert_true(bytes_equal(note.text, bytes_of(pairs[1])));
    }
    assert_int_equal(list.count, count);
    note_list_free(&list);
}

void noting_check_exiftool(struct bytes file, const char *tag, const char *text) {
    char command[256];
    struct buf out = buf_make(NOTING_LIMIT);
    snprintf(command, sizeof command, "exiftool -b -%s -", tag);
    assert_true(command_output(command, file, &out));
    assert_true(bytes_equal(buf_view(&out), bytes_of(text)));
    out.len = 0;
    assert_true(command_output("exiftool -b -validate -", file, &out));
    assert_true(bytes_equal(buf_view(&out), bytes_of("0 0 0")));
    buf_free(&out);
}
