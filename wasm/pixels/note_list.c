#include "pixels/note_list.h"

#include <string.h>

#include "base/utf8.h"

struct note_list note_list_make(void) {
    return (struct note_list){.bytes = buf_make(NOTE_LIST_MAX_BYTES)};
}

void note_list_free(struct note_list *list) {
    buf_free(&list->bytes);
    *list = note_list_make();
}

bool note_list_wants(const struct note_list *list, struct bytes keyword) {
    return keyword.len > 0 && keyword.len <= NOTE_KEYWORD_MAX && list->offered < NOTE_LIST_MAX &&
           list->bytes.status == STATUS_OK && !note_list_has(list, keyword);
}

/* Up to the first NUL; of what is past the limit just enough to see that. */
static struct bytes without_nul(struct bytes text) {
    const size_t len = text.len <= NOTE_TEXT_MAX ? text.len : NOTE_TEXT_MAX + 1;
    const uint8_t *end = len > 0 ? memchr(text.data, 0, len) : NULL;
    return (struct bytes){text.data, end ? (size_t)(end - text.data) : len};
}

/* Takes back what was appended from 'start' on, its failure to fit included. */
static void take_back(struct note_list *list, size_t start) {
    list->bytes.len = start;
    if (list->bytes.status == STATUS_TOO_LARGE) {
        list->bytes.status = STATUS_OK;
    }
    list->left_out = true;
}

enum status note_list_add(struct note_list *list, struct bytes keyword, struct bytes text) {
    keyword = without_nul(keyword);
    if (!note_list_wants(list, keyword)) {
        return list->bytes.status;
    }
    struct buf *bytes = &list->bytes;
    const size_t start = bytes->len;
    list->offered++;
    utf8_put_text(bytes, keyword);
    const size_t middle = bytes->len;
    utf8_put_text(bytes, without_nul(text));
    const struct bytes taken = {bytes->data + start, middle - start};
    if (bytes->status == STATUS_NO_MEMORY) {
        return bytes->status;
    }
    if (bytes->status != STATUS_OK || bytes->len - middle > NOTE_TEXT_MAX ||
        note_list_has(list, taken)) {
        take_back(list, start);
        return STATUS_OK;
    }
    list->places[list->count].at = start;
    list->places[list->count].keyword_len = middle - start;
    list->places[list->count].text_len = bytes->len - middle;
    list->count++;
    return STATUS_OK;
}

enum status note_list_add_all(struct note_list *list, const struct note_list *others) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < others->count && status == STATUS_OK; i++) {
        const struct note note = note_list_at(others, i);
        status = note_list_add(list, note.keyword, note.text);
    }
    return status;
}

void note_list_leave_out(struct note_list *list) {
    list->offered++;
    list->left_out = true;
}

struct note note_list_at(const struct note_list *list, size_t index) {
    const uint8_t *start = list->bytes.data + list->places[index].at;
    const size_t keyword_len = list->places[index].keyword_len;
    return (struct note){{start, keyword_len}, {start + keyword_len, list->places[index].text_len}};
}

bool note_list_has(const struct note_list *list, struct bytes keyword) {
    for (size_t i = 0; i < list->count; i++) {
        if (bytes_equal(note_list_at(list, i).keyword, keyword)) {
            return true;
        }
    }
    return false;
}
