#include "pixels/note_jpeg.h"

#include "base/md5.h"
#include "pixels/exif_notes.h"
#include "pixels/jpeg_segment.h"
#include "pixels/xmp.h"

/* How segments begin; the NULs belong to it. */
static const char exif_name[] = "Exif\0";
static const char xmp_name[] = "http://ns.adobe.com/xap/1.0/";
static const char extension_name[] = "http://ns.adobe.com/xmp/extension/";

/* Before an extension's piece: its name, the MD5 of the whole, its length, where the piece goes. */
#define PIECE_HEADER (sizeof extension_name + MD5_HEX_LEN + 8)
#define PIECE_MAX (JPEG_SEGMENT_MAX - PIECE_HEADER)

static bool is_named(const struct jpeg_segment *s, const char *name, size_t len) {
    return s->marker == JPEG_APP1 &&
           bytes_start_with(s->data, (struct bytes){(const uint8_t *)name, len});
}

static bool is_exif(const struct jpeg_segment *s) {
    return is_named(s, exif_name, sizeof exif_name);
}

static bool is_xmp(const struct jpeg_segment *s) {
    return is_named(s, xmp_name, sizeof xmp_name);
}

/* Whether a segment is a piece of the extension by this MD5. */
static bool is_piece(const struct jpeg_segment *s, struct bytes digest) {
    return digest.len > 0 && is_named(s, extension_name, sizeof extension_name) &&
           s->data.len >= PIECE_HEADER &&
           bytes_equal((struct bytes){s->data.data + sizeof extension_name, MD5_HEX_LEN}, digest);
}

static struct bytes after(struct bytes data, size_t len) {
    return (struct bytes){data.data + len, data.len - len};
}

/* What a file has; each is the first of its kind, and may be empty. */
struct found {
    struct bytes exif;
    struct bytes xmp;
    struct bytes digest; /* of an extension */
    bool ours;           /* it is one of ours */
    size_t place; /* where our segments go: after JFIF's and EXIF's, which have to be first */
};

static void find(struct bytes file, struct found *out) {
    *out = (struct found){.place = JPEG_SEGMENTS_START};
    bool leading = true;
    size_t at = JPEG_SEGMENTS_START;
    for (struct jpeg_segment s; jpeg_segment_next(file, &at, &s);) {
        leading = leading && (s.marker == JPEG_APP0 || is_exif(&s));
        out->place = leading ? s.end : out->place;
        if (is_exif(&s) && !out->exif.data) {
            out->exif = after(s.data, sizeof exif_name);
        }
        if (is_xmp(&s) && !out->xmp.data) {
            out->xmp = after(s.data, sizeof xmp_name);
        }
    }
    out->digest = xmp_pointer(out->xmp, &out->ours);
}

/* Puts an extension together whose pieces stand in their order; what comes after a gap is dropped.
 */
static enum status assemble(struct bytes file, struct bytes digest, struct buf *out) {
    size_t at = JPEG_SEGMENTS_START;
    for (struct jpeg_segment s; jpeg_segment_next(file, &at, &s);) {
        if (is_piece(&s, digest) && read_be32(s.data.data + PIECE_HEADER - 4) == out->len) {
            const struct bytes piece = after(s.data, PIECE_HEADER);
            buf_append(out, piece.data, piece.len);
        }
    }
    return out->status;
}

/* Adds the notes of the file's XMP. */
static enum status read_xmp(struct bytes file, const struct found *found, struct note_list *list) {
    enum status status = xmp_read(found->xmp, list);
    if (status != STATUS_OK || found->digest.len == 0) {
        return status;
    }
    struct buf extension = buf_make(XMP_MAX_BYTES);
    status = assemble(file, found->digest, &extension);
    if (status != STATUS_NO_MEMORY) {
        status = xmp_read(buf_view(&extension), list);
    }
    buf_free(&extension);
    return status;
}

enum status note_jpeg_read(struct bytes file, struct note_list *list) {
    struct found found;
    find(file, &found);
    const enum status status = read_xmp(file, &found, list);
    return status == STATUS_OK ? exif_notes_read(found.exif, list) : status;
}

static void put_be32(struct buf *out, size_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        buf_byte(out, (uint8_t)(value >> shift));
    }
}

/* The marker of an APP1 segment, and its length. */
static void put_head(struct buf *out, size_t len) {
    const size_t counted = len + 2;
    const uint8_t head[] = {0xff, JPEG_APP1, (uint8_t)(counted >> 8), (uint8_t)counted};
    buf_append(out, head, sizeof head);
}

static void put_packet(struct buf *out, struct bytes packet) {
    put_head(out, sizeof xmp_name + packet.len);
    buf_append(out, xmp_name, sizeof xmp_name);
    buf_append(out, packet.data, packet.len);
}

static void put_extension(struct buf *out, struct bytes extension) {
    char digest[MD5_HEX_LEN + 1];
    md5_hex(extension, digest);
    for (size_t at = 0; at < extension.len; at += PIECE_MAX) {
        const size_t left = extension.len - at;
        const size_t len = left < PIECE_MAX ? left : PIECE_MAX;
        put_head(out, PIECE_HEADER + len);
        buf_append(out, extension_name, sizeof extension_name);
        buf_append(out, digest, MD5_HEX_LEN);
        put_be32(out, extension.len);
        put_be32(out, at);
        buf_append(out, extension.data + at, len);
    }
}

static bool fits(const struct buf *packet) {
    return packet->len <= JPEG_SEGMENT_MAX - sizeof xmp_name;
}

/* Writes a packet that points to an extension, and that. */
static enum status put_both(const struct found *found, const struct note_list *notes,
                            struct buf *packet, struct buf *out) {
    if (found->digest.len > 0 && !found->ours) {
        return STATUS_TOO_LARGE;
    }
    struct buf extension = buf_make(XMP_MAX_BYTES);
    packet->len = 0;
    enum status status = xmp_write_extension(notes, &extension);
    if (status == STATUS_OK) {
        status = xmp_write_pointer(found->xmp, buf_view(&extension), packet);
    }
    if (status == STATUS_OK && !fits(packet)) {
        status = STATUS_TOO_LARGE;
    }
    if (status == STATUS_OK) {
        put_packet(out, buf_view(packet));
        put_extension(out, buf_view(&extension));
    }
    buf_free(&extension);
    return status;
}

/* Appends the segments that say 'notes' and what else the file's XMP says. */
static enum status put_segments(const struct found *found, const struct note_list *notes,
                                struct buf *out) {
    struct buf packet = buf_make(XMP_MAX_BYTES);
    enum status status = xmp_write(found->xmp, notes, &packet);
    if (status == STATUS_OK && fits(&packet)) {
        put_packet(out, buf_view(&packet));
    } else if (status == STATUS_OK) {
        status = put_both(found, notes, &packet, out);
    }
    buf_free(&packet);
    return status == STATUS_OK ? out->status : status;
}

/* Whether new segments take the place of this one. */
static bool is_replaced(const struct jpeg_segment *s, const struct found *found) {
    return (is_xmp(s) && s->data.data + sizeof xmp_name == found->xmp.data) ||
           (found->ours && is_piece(s, found->digest));
}

static void put_file(struct bytes file, const struct found *found, const struct buf *segments,
                     struct splice *out) {
    size_t done = found->place;
    splice_keep(out, 0, done);
    buf_append(&out->fresh, segments->data, segments->len);
    size_t at = done;
    for (struct jpeg_segment s; jpeg_segment_next(file, &at, &s);) {
        if (is_replaced(&s, found)) {
            splice_keep(out, done, s.start - done);
            done = s.end;
        }
    }
    splice_keep(out, done, file.len - done);
}

enum status note_jpeg_write(struct bytes file, const struct note_list *notes, struct splice *out) {
    struct found found;
    struct note_list all = note_list_make();
    struct buf segments = buf_make(XMP_MAX_BYTES);
    find(file, &found);
    enum status status = note_list_add_all(&all, notes);
    if (status == STATUS_OK) {
        status = read_xmp(file, &found, &all); /* those of ours that stay */
    }
    if (status == STATUS_OK) {
        status = put_segments(&found, &all, &segments);
    }
    if (status == STATUS_OK) {
        put_file(file, &found, &segments, out);
    }
    buf_free(&segments);
    note_list_free(&all);
    return status;
}
