/*
 * Notes of pictures' files: reading them, and telling how a file with others is made.
 *
 * Blocks come from malloc and belong to C from the call on, success or not; what is
 * returned is for the caller to free.  NULL or false: a fault is in the reply.
 */
#include <emscripten.h>
#include <stdlib.h>

#include "base/json.h"
#include "door/reply.h"
#include "pixels/notes.h"
#include "pixels/photo.h"
#include "pixels/png.h"

/* Past this many pixels a PNG is said to have transparency if it has the room for it. */
#define LOOKED_AT (16 << 20)

#define NEW_BYTES_MAX ((size_t)32 << 20)

static bool is_opaque(struct bytes file) {
    struct image image;
    struct fault fault;
    const bool opaque = png_decode(file, &image, &fault) == STATUS_OK && image_is_opaque(&image);
    image_free(&image);
    return opaque;
}

/* Whether there is something transparent in it; of GIF, AVIF and HEIC nobody can tell here. */
static bool has_alpha(struct bytes file) {
    struct photo photo;
    struct fault fault;
    if (photo_inspect(file, &photo, &fault) != STATUS_OK || !photo.has_transparency) {
        return false;
    }
    const bool small = (int64_t)photo.width * photo.height <= LOOKED_AT;
    return photo.kind == PHOTO_PNG ? !small || !is_opaque(file) : photo.kind == PHOTO_WEBP;
}

static bool write_notes(struct bytes file, const struct note_list *notes) {
    struct json_writer w = json_write_to(reply_begin());
    json_begin_object(&w, NULL);
    json_begin_array(&w, "entries");
    for (size_t i = 0; i < notes->count; i++) {
        const struct note note = note_list_at(notes, i);
        json_begin_object(&w, NULL);
        json_put_text(&w, "keyword", note.keyword);
        json_put_text(&w, "text", note.text);
        json_end_object(&w);
    }
    json_end_array(&w);
    json_put_boolean(&w, "hasAlpha", has_alpha(file));
    json_end_object(&w);
    return reply_end();
}

/* What a file carries: {entries: [{keyword, text}], hasAlpha}. */
EMSCRIPTEN_KEEPALIVE bool note_read(uint8_t *data, size_t len) {
    const struct bytes file = {data, len};
    struct note_list notes;
    struct fault fault;
    const enum status status = notes_read(file, &notes, &fault);
    const bool written = status == STATUS_OK && write_notes(file, &notes);
    note_list_free(&notes);
    free(data);
    return status == STATUS_OK ? written : reply_fault(&fault);
}

/* Takes the notes to write from [{keyword, text}]. */
static enum status parse_notes(struct bytes text, struct note_list *out) {
    struct json *root;
    enum status status = json_parse(text, &root);
    for (const struct json *one = json_at(root, 0); one && status == STATUS_OK;
         one = json_next(one)) {
        struct bytes keyword;
        struct bytes value;
        if (!json_text(json_get(one, "keyword"), &keyword) ||
            !json_text(json_get(one, "text"), &value)) {
            status = STATUS_INVALID;
        } else {
            status = note_list_add(out, keyword, value);
        }
    }
    json_free(root);
    return status;
}

static void put_piece(struct json_writer *w, struct splice_piece piece) {
    json_begin_object(w, NULL);
    json_put_integer(w, "fresh", (int64_t)piece.fresh);
    json_put_integer(w, "from", (int64_t)piece.from);
    json_put_integer(w, "kept", (int64_t)piece.kept);
    json_end_object(w);
}

/* Tells the pieces, and gives their new bytes away. */
static uint8_t *reply_splice(struct splice *splice) {
    struct json_writer w = json_write_to(reply_begin());
    uint8_t *fresh;
    size_t len;
    if (buf_release(&splice->fresh, &fresh, &len) != STATUS_OK) {
        reply_no_memory();
        return NULL;
    }
    json_begin_object(&w, NULL);
    json_put_integer(&w, "length", (int64_t)len);
    json_begin_array(&w, "pieces");
    for (size_t i = 0; i < splice->count; i++) {
        put_piece(&w, splice->pieces[i]);
    }
    json_end_array(&w);
    json_end_object(&w);
    if (!reply_end()) {
        free(fresh);
        return NULL;
    }
    return fresh;
}

static uint8_t *write_file(struct bytes file, struct bytes json) {
    struct splice splice;
    struct fault fault;
    struct note_list notes = note_list_make();
    splice_begin(&splice, NEW_BYTES_MAX);
    uint8_t *fresh = NULL;
    enum status status = parse_notes(json, &notes);
    if (status != STATUS_OK) {
        reply_mistake("These notes cannot be read.");
    } else if (notes_write(file, &notes, &splice, &fault) != STATUS_OK) {
        reply_fault(&fault);
    } else {
        fresh = reply_splice(&splice);
    }
    splice_free(&splice);
    note_list_free(&notes);
    return fresh;
}

/*
 * How the file becomes one with the notes [{keyword, text}] too: {length, pieces: [{fresh, from,
 * kept}]}, see splice.h, and 'length' new bytes, which the caller frees.
 */
EMSCRIPTEN_KEEPALIVE uint8_t *note_write(uint8_t *data, size_t len, const uint8_t *json,
                                         size_t json_len) {
    uint8_t *fresh = write_file((struct bytes){data, len}, (struct bytes){json, json_len});
    free(data);
    return fresh;
}
