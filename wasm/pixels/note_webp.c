#include "pixels/note_webp.h"

#include <string.h>

#include "pixels/exif_notes.h"
#include "pixels/webp_chunk.h"
#include "pixels/xmp.h"

enum { EXTENDED_LEN = 10, HAS_XMP = 0x04, HAS_ALPHA = 0x10 };

/* What a file has; chunks are the first of their kind, without a type where there are none. */
struct found {
    struct webp_chunk extended;
    struct webp_chunk xmp;
    struct webp_chunk exif;
    size_t end; /* of the last chunk */
};

static void note_first(struct webp_chunk *place, const struct webp_chunk *chunk, const char *type) {
    if (!place->type && webp_chunk_is(chunk, type)) {
        *place = *chunk;
    }
}

/* False where the chunks break off before the file's end. */
static bool find(struct bytes file, struct found *out) {
    *out = (struct found){.end = WEBP_CHUNKS_START};
    for (struct webp_chunk chunk; webp_chunk_next(file, &out->end, &chunk);) {
        note_first(&out->extended, &chunk, "VP8X");
        note_first(&out->xmp, &chunk, "XMP ");
        note_first(&out->exif, &chunk, "EXIF");
    }
    return out->end == webp_end(file);
}

/* EXIF as WebP has it, or as JPEG does, which some programs write. */
static struct bytes tiff_of(struct bytes exif) {
    const struct bytes name = {(const uint8_t *)"Exif\0", 6};
    return bytes_start_with(exif, name) ? (struct bytes){exif.data + 6, exif.len - 6} : exif;
}

enum status note_webp_read(struct bytes file, struct note_list *list) {
    struct found found;
    (void)find(file, &found); /* of a file that breaks off what there is */
    const bool small = found.xmp.data.len <= XMP_MAX_BYTES;
    const enum status status = small ? xmp_read(found.xmp.data, list) : STATUS_OK;
    return status == STATUS_OK ? exif_notes_read(tiff_of(found.exif.data), list) : status;
}

static void put_le(struct buf *out, size_t value, int bytes) {
    for (int i = 0; i < bytes; i++) {
        buf_byte(out, (uint8_t)(value >> 8 * i));
    }
}

/* The chunk that says what is in the file, with XMP among it. */
static void put_extended(struct buf *out, const struct webp_chunk *old, const struct photo *photo) {
    buf_text(out, "VP8X");
    put_le(out, EXTENDED_LEN, 4);
    if (old->type) {
        buf_byte(out, old->data.data[0] | HAS_XMP);
        buf_append(out, old->data.data + 1, EXTENDED_LEN - 1);
        return;
    }
    put_le(out, (photo->has_transparency ? HAS_ALPHA : 0) | HAS_XMP, 4);
    put_le(out, (size_t)photo->width - 1, 3);
    put_le(out, (size_t)photo->height - 1, 3);
}

static void put_xmp(struct buf *out, struct bytes packet) {
    buf_text(out, "XMP ");
    put_le(out, packet.len, 4);
    buf_append(out, packet.data, packet.len);
    if (packet.len % 2 == 1) {
        buf_byte(out, 0);
    }
}

static void keep_chunks(struct bytes file, const struct found *found, struct splice *out) {
    size_t at = WEBP_CHUNKS_START;
    for (struct webp_chunk chunk; webp_chunk_next(file, &at, &chunk);) {
        if (!(found->extended.type && chunk.start == found->extended.start) &&
            !(found->xmp.type && chunk.start == found->xmp.start)) {
            splice_keep(out, chunk.start, chunk.end - chunk.start);
        }
    }
}

/* Writes the length at the file's beginning, now that it is known. */
static enum status close_riff(struct splice *out, size_t extra) {
    const enum status status = splice_end(out);
    const size_t len = splice_len(out) - extra - 8;
    for (int i = 0; status == STATUS_OK && i < 4; i++) {
        out->fresh.data[4 + i] = (uint8_t)(len >> 8 * i);
    }
    return len > UINT32_MAX - 1 ? STATUS_TOO_LARGE : status;
}

static enum status put_file(struct bytes file, const struct found *found, const struct photo *photo,
                            struct bytes packet, struct splice *out) {
    const size_t end = webp_end(file);
    buf_append(&out->fresh, "RIFF\0\0\0\0WEBP", WEBP_CHUNKS_START);
    put_extended(&out->fresh, &found->extended, photo);
    keep_chunks(file, found, out);
    if (splice_len(out) % 2 == 1) {
        buf_byte(&out->fresh, 0); /* the padding that the last chunk lacks */
    }
    put_xmp(&out->fresh, packet);
    splice_keep(out, end, file.len - end);
    return close_riff(out, file.len - end);
}

enum status note_webp_write(struct bytes file, const struct photo *photo,
                            const struct note_list *notes, struct splice *out) {
    struct found found;
    if (!find(file, &found) || (found.extended.type && found.extended.data.len < EXTENDED_LEN)) {
        return STATUS_DAMAGED;
    }
    if (found.xmp.data.len > XMP_MAX_BYTES) {
        return STATUS_TOO_LARGE;
    }
    struct note_list all = note_list_make();
    struct buf packet = buf_make(XMP_MAX_BYTES);
    enum status status = note_list_add_all(&all, notes);
    if (status == STATUS_OK) {
        status = xmp_read(found.xmp.data, &all); /* those of ours that stay */
    }
    if (status == STATUS_OK) {
        status = xmp_write(found.xmp.data, &all, &packet);
    }
    if (status == STATUS_OK) {
        status = put_file(file, &found, photo, buf_view(&packet), out);
    }
    buf_free(&packet);
    note_list_free(&all);
    return status;
}
