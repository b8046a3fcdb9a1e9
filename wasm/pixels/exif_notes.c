#include "pixels/exif_notes.h"

#include <string.h>

#include "base/utf8.h"
#include "pixels/tiff.h"

enum {
    TAG_FIRST = 0x0100, /* that may hold a graph */
    TAG_DESCRIPTION = 0x010e,
    TAG_MODEL = 0x0110,
    TAG_EXIF = 0x8769,
    TAG_COMMENT = 0x9286,
};

#define CODE_LEN 8 /* of the name of its characters before a comment */

/* The keyword of a text such as "workflow:{"; empty where it is none. */
static struct bytes keyword_of(struct bytes text) {
    const struct bytes start = {text.data,
                                text.len < NOTE_KEYWORD_MAX ? text.len : NOTE_KEYWORD_MAX};
    const uint8_t *colon = start.len > 0 ? memchr(start.data, ':', start.len) : NULL;
    const size_t len = colon ? (size_t)(colon - text.data) : 0;
    return len > 0 && len + 1 < text.len && colon[1] == '{' ? (struct bytes){text.data, len}
                                                            : (struct bytes){0};
}

static enum status add_text(const struct tiff_entry *entry, struct note_list *list) {
    const struct bytes text = entry->value;
    if (entry->type != TIFF_ASCII || entry->tag < TAG_FIRST || entry->tag > TAG_MODEL) {
        return STATUS_OK;
    }
    const struct bytes keyword = keyword_of(text);
    if (keyword.len > 0) {
        const size_t skip = keyword.len + 1;
        return note_list_add(list, keyword, (struct bytes){text.data + skip, text.len - skip});
    }
    return entry->tag == TAG_DESCRIPTION ? note_list_add(list, bytes_of("ImageDescription"), text)
                                         : STATUS_OK;
}

static enum status add_utf16(const struct tiff *t, struct bytes text, struct note_list *list) {
    struct buf utf8 = buf_make(3 * NOTE_TEXT_MAX); /* no unit has more than three bytes */
    if (text.len > 2 * NOTE_TEXT_MAX) {
        note_list_leave_out(list);
        return STATUS_OK;
    }
    utf8_put_utf16(&utf8, text, t->read16);
    const enum status status = utf8.status == STATUS_OK
                                   ? note_list_add(list, bytes_of("UserComment"), buf_view(&utf8))
                                   : utf8.status;
    buf_free(&utf8);
    return status;
}

/* A comment: eight bytes that name its characters, then the text. */
static enum status add_comment(const struct tiff *t, struct bytes value, struct note_list *list) {
    if (value.len <= CODE_LEN || !note_list_wants(list, bytes_of("UserComment"))) {
        return STATUS_OK;
    }
    const struct bytes text = {value.data + CODE_LEN, value.len - CODE_LEN};
    if (bytes_start_with(value, bytes_of("UNICODE"))) {
        return add_utf16(t, text, list);
    }
    return bytes_start_with(value, bytes_of("JIS"))
               ? STATUS_OK
               : note_list_add(list, bytes_of("UserComment"), text);
}

static enum status read_comment(const struct tiff *t, size_t offset, struct note_list *list) {
    struct tiff_directory directory = tiff_directory_at(t, offset);
    enum status status = STATUS_OK;
    for (struct tiff_entry entry; status == STATUS_OK && tiff_next(&directory, &entry);) {
        if (entry.tag == TAG_COMMENT && entry.type == TIFF_UNDEFINED) {
            status = add_comment(t, entry.value, list);
        }
    }
    return status;
}

enum status exif_notes_read(struct bytes block, struct note_list *list) {
    struct tiff t;
    size_t more = 0; /* where the directory with the comment lies */
    enum status status = STATUS_OK;
    if (!tiff_open(block, &t)) {
        return STATUS_OK;
    }
    struct tiff_directory directory = tiff_directory_at(&t, tiff_first(&t));
    for (struct tiff_entry entry; status == STATUS_OK && tiff_next(&directory, &entry);) {
        status = add_text(&entry, list);
        if (entry.tag == TAG_EXIF && entry.type == TIFF_LONG && entry.count == 1) {
            more = t.read32(entry.value.data);
        }
    }
    return status == STATUS_OK && more > 0 ? read_comment(&t, more, list) : status;
}
