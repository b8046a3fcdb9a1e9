/*
 * Notes: whatever a file says, what is read is sound text within its limits, and what is
 * written can be read back, is a picture as before, and stays the same when it is written again:
 * after the second time, for the first may have declared what was there undeclared.
 */
#include <assert.h>
#include <string.h>

#include "pixels/notes.h"
#include "pixels/photo.h"

#define LIMIT ((size_t)64 << 20)

static void check_list(const struct note_list *list) {
    size_t len = 0;
    assert(list->count <= NOTE_LIST_MAX && list->offered >= list->count);
    for (size_t i = 0; i < list->count; i++) {
        const struct note note = note_list_at(list, i);
        assert(note.keyword.len > 0 && note.text.len <= NOTE_TEXT_MAX);
        assert(utf8_count(note.keyword) > 0 && utf8_count(note.text) >= 0);
        assert(note.text.len == 0 || !memchr(note.text.data, 0, note.text.len));
        len += note.keyword.len + note.text.len;
    }
    assert(len <= NOTE_LIST_MAX_BYTES);
}

static bool has(const struct note_list *list, const char *keyword, const char *text) {
    for (size_t i = 0; i < list->count; i++) {
        const struct note note = note_list_at(list, i);
        if (bytes_equal(note.keyword, bytes_of(keyword))) {
            return bytes_equal(note.text, bytes_of(text));
        }
    }
    return false;
}

static enum status write(struct bytes file, struct buf *out) {
    struct splice splice;
    struct fault fault;
    struct note_list notes = note_list_make();
    splice_begin(&splice, LIMIT);
    enum status status =
        note_list_add(&notes, bytes_of("gpt-image-wasm"), bytes_of("{\"<&\xc3\xa9"));
    assert(status == STATUS_OK);
    status = note_list_add(&notes, bytes_of("prompt"), bytes_of("{}"));
    assert(status == STATUS_OK);
    status = notes_write(file, &notes, &splice, &fault);
    if (status == STATUS_OK) {
        status = splice_apply(&splice, file, out);
        assert(out->len == splice_len(&splice));
    }
    splice_free(&splice);
    note_list_free(&notes);
    return status;
}

static void check_written(struct bytes file) {
    struct note_list list;
    struct fault fault;
    struct buf again = buf_make(LIMIT);
    struct buf at_last = buf_make(LIMIT);
    enum status status = notes_read(file, &list, &fault);
    assert(status == STATUS_OK);
    check_list(&list);
    if (list.offered < NOTE_LIST_MAX && !list.left_out) {
        assert(has(&list, "gpt-image-wasm", "{\"<&\xc3\xa9") && has(&list, "prompt", "{}"));
    }
    status = write(file, &again);
    assert(status == STATUS_OK);
    status = write(buf_view(&again), &at_last);
    assert(status == STATUS_OK);
    assert(bytes_equal(buf_view(&again), buf_view(&at_last)));
    buf_free(&at_last);
    buf_free(&again);
    note_list_free(&list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct bytes file = {data, size};
    struct note_list list;
    struct photo photo;
    struct fault fault = {0};
    struct buf noted = buf_make(LIMIT);
    const enum status known = photo_inspect(file, &photo, &fault);
    const enum status status = notes_read(file, &list, &fault);
    assert(status == known);
    check_list(&list);
    note_list_free(&list);
    if (write(file, &noted) == STATUS_OK) {
        check_written(buf_view(&noted));
    }
    buf_free(&noted);
    return 0;
}
