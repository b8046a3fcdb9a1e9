#include "pixels/note_png.h"

#include <string.h>

#include "pixels/exif_notes.h"
#include "pixels/inflate.h"
#include "pixels/png_chunk.h"

/* A text chunk taken apart. */
struct text {
    struct bytes keyword;
    struct bytes text;
    bool packed;
};

/* Takes what stands before the next NUL off *data; false where there is none. */
static bool take_string(struct bytes *data, struct bytes *out) {
    const uint8_t *end = data->len > 0 ? memchr(data->data, 0, data->len) : NULL;
    if (!end) {
        return false;
    }
    *out = (struct bytes){data->data, (size_t)(end - data->data)};
    *data = (struct bytes){end + 1, data->len - out->len - 1};
    return true;
}

/* Takes a byte off *data; 0xff, which is no flag and no method, at its end. */
static uint8_t take_byte(struct bytes *data) {
    if (data->len == 0) {
        return 0xff;
    }
    const uint8_t byte = data->data[0];
    *data = (struct bytes){data->data + 1, data->len - 1};
    return byte;
}

/* iTXt: whether it is packed and how, a language, the keyword in it, the text. */
static bool take_international(struct bytes data, struct text *out) {
    struct bytes ignored;
    const uint8_t flag = take_byte(&data);
    const uint8_t method = take_byte(&data);
    out->packed = flag == 1;
    if (flag > 1 || (out->packed && method != 0) || !take_string(&data, &ignored) ||
        !take_string(&data, &ignored)) {
        return false;
    }
    out->text = data;
    return true;
}

static bool is_text(const struct png_chunk *chunk) {
    return png_chunk_is(chunk, "tEXt") || png_chunk_is(chunk, "zTXt") ||
           png_chunk_is(chunk, "iTXt");
}

static bool take_text(const struct png_chunk *chunk, struct text *out) {
    struct bytes data = chunk->data;
    if (!is_text(chunk) || !take_string(&data, &out->keyword)) {
        return false;
    }
    if (png_chunk_is(chunk, "iTXt")) {
        return take_international(data, out);
    }
    out->packed = png_chunk_is(chunk, "zTXt");
    const bool sound = !out->packed || take_byte(&data) == 0;
    out->text = data;
    return sound;
}

static enum status add_packed(const struct text *t, struct note_list *list) {
    struct buf text = buf_make(NOTE_TEXT_MAX);
    enum status status = inflate_zlib(t->text, &text);
    if (status == STATUS_OK) {
        status = note_list_add(list, t->keyword, buf_view(&text));
    } else if (status == STATUS_DAMAGED) {
        note_list_leave_out(list);
        status = STATUS_OK;
    }
    buf_free(&text);
    return status;
}

static enum status read_chunk(struct bytes file, const struct png_chunk *chunk,
                              struct note_list *list) {
    struct text text;
    if (png_chunk_is(chunk, "eXIf")) {
        return exif_notes_read(chunk->data, list);
    }
    if (!take_text(chunk, &text) || !note_list_wants(list, text.keyword) ||
        !png_chunk_is_sound(file, chunk)) {
        return STATUS_OK;
    }
    return text.packed ? add_packed(&text, list) : note_list_add(list, text.keyword, text.text);
}

enum status note_png_read(struct bytes file, struct note_list *list) {
    size_t at = PNG_CHUNKS_START;
    enum status status = STATUS_OK;
    for (struct png_chunk chunk; status == STATUS_OK && png_chunk_next(file, &at, &chunk);) {
        status = read_chunk(file, &chunk, list);
    }
    return status;
}

static bool is_ascii(struct bytes text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] > 0x7e || (text.data[i] < ' ' && text.data[i] != '\n')) {
            return false;
        }
    }
    return true;
}

static void put_note(struct note note, struct buf *out) {
    const bool ascii = is_ascii(note.text);
    const size_t start = png_chunk_begin(out, ascii ? "tEXt" : "iTXt");
    buf_append(out, note.keyword.data, note.keyword.len);
    buf_append(out, "\0\0\0\0\0", ascii ? 1 : 5); /* not packed, no language, no other keyword */
    buf_append(out, note.text.data, note.text.len);
    png_chunk_end(out, start);
}

static void put_notes(const struct note_list *notes, struct buf *out) {
    for (size_t i = 0; i < notes->count; i++) {
        put_note(note_list_at(notes, i), out);
    }
}

/* Whether a chunk is one of the notes that new ones replace. */
static bool is_replaced(const struct png_chunk *chunk, const struct note_list *notes) {
    struct bytes data = chunk->data;
    struct bytes keyword;
    return is_text(chunk) && take_string(&data, &keyword) && note_list_has(notes, keyword);
}

void note_png_write(struct bytes file, const struct note_list *notes, struct splice *out) {
    bool placed = false;
    size_t at = PNG_CHUNKS_START;
    splice_keep(out, 0, at);
    for (struct png_chunk chunk; png_chunk_next(file, &at, &chunk);) {
        if (!placed && png_chunk_is(&chunk, "IDAT")) {
            put_notes(notes, &out->fresh);
            placed = true;
        }
        if (!is_replaced(&chunk, notes)) {
            splice_keep(out, chunk.start, chunk.end - chunk.start);
        }
    }
    splice_keep(out, at, file.len - at);
}
