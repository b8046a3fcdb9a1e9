#include "pixels/foreign.h"

#include <limits.h>
#include <string.h>

static struct bytes skip(struct bytes data, size_t len) {
    return len <= data.len ? (struct bytes){data.data + len, data.len - len} : (struct bytes){0};
}

static bool has_at(struct bytes data, size_t at, const char *text) {
    return bytes_start_with(skip(data, at), bytes_of(text));
}

/* WebP: a RIFF file whose first chunk is VP8 (lossy), VP8L (lossless) or VP8X (anything). */

enum { WEBP_TYPE = 12, WEBP_DATA = 20, WEBP_LOSSLESS_LEN = 25, WEBP_LEN = 30 };
enum { WEBP_ANIMATED = 0x02, WEBP_EXIF = 0x08, WEBP_ALPHA = 0x10 };

static bool read_lossy(const uint8_t *p, struct photo *out) {
    out->width = read_le16(p + 6) & 0x3fff;
    out->height = read_le16(p + 8) & 0x3fff;
    return memcmp(p + 3, "\x9d\x01\x2a", 3) == 0;
}

static bool read_lossless(const uint8_t *p, struct photo *out) {
    const uint32_t bits = read_le32(p + 1);
    out->width = (int)(bits & 0x3fff) + 1;
    out->height = (int)(bits >> 14 & 0x3fff) + 1;
    out->has_transparency = (bits >> 28 & 1) != 0;
    return p[0] == 0x2f;
}

static bool read_extended(const uint8_t *p, struct photo *out) {
    out->width = (int)(read_le32(p + 3) >> 8) + 1;
    out->height = (int)(read_le32(p + 6) >> 8) + 1;
    out->has_transparency = (p[0] & WEBP_ALPHA) != 0;
    out->animated = (p[0] & WEBP_ANIMATED) != 0;
    out->needs_nothing = false;
    return true;
}

static bool read_webp(struct bytes file, struct photo *out) {
    const size_t said = file.len < 8 ? SIZE_MAX : (size_t)read_le32(file.data + 4) + 8;
    if (file.len < WEBP_LOSSLESS_LEN || said > file.len) {
        return false;
    }
    out->needs_nothing = said == file.len;
    if (has_at(file, WEBP_TYPE, "VP8L")) {
        return read_lossless(file.data + WEBP_DATA, out);
    }
    if (file.len < WEBP_LEN) {
        return false;
    }
    return has_at(file, WEBP_TYPE, "VP8X")   ? read_extended(file.data + WEBP_DATA, out)
           : has_at(file, WEBP_TYPE, "VP8 ") ? read_lossy(file.data + WEBP_DATA, out)
                                             : false;
}

/* Whether a WebP may be turned by its EXIF block, which is for the browser to decide. */
static bool webp_may_turn(struct bytes file) {
    return has_at(file, WEBP_TYPE, "VP8X") && (file.data[WEBP_DATA] & WEBP_EXIF) != 0;
}

/* GIF: a screen, then blocks; each frame is one block that begins with a comma. */

enum { GIF_HEADER = 13, GIF_FRAME = 10 };

/* The length of the colour table that 'flags' announces. */
static size_t gif_table(uint8_t flags) {
    return flags & 0x80 ? (size_t)3 << ((flags & 7) + 1) : 0;
}

/* What follows a chain of sub-blocks: each its length, then as many bytes, up to length 0. */
static struct bytes skip_sub_blocks(struct bytes data) {
    while (data.len > 0 && data.data[0] != 0) {
        data = skip(data, 1 + (size_t)data.data[0]);
    }
    return skip(data, 1);
}

static bool gif_is_animated(struct bytes blocks) {
    int frames = 0;
    while (blocks.len >= 2 && frames < 2 && (blocks.data[0] == ',' || blocks.data[0] == '!')) {
        if (blocks.data[0] == '!') {
            blocks = skip_sub_blocks(skip(blocks, 2));
        } else if (blocks.len > GIF_FRAME) {
            frames++;
            blocks = skip_sub_blocks(skip(blocks, GIF_FRAME + gif_table(blocks.data[9]) + 1));
        } else {
            break;
        }
    }
    return frames > 1;
}

static bool read_gif(struct bytes file, struct photo *out) {
    if (file.len < GIF_HEADER) {
        return false;
    }
    out->width = read_le16(file.data + 6);
    out->height = read_le16(file.data + 8);
    out->has_transparency = true;
    out->animated = gif_is_animated(skip(file, GIF_HEADER + gif_table(file.data[10])));
    return true;
}

/* AVIF and HEIC: boxes in boxes; meta/iprp/ipco holds the sizes (ispe) and turns (irot). */

enum { BOX_HEADER = 8, BOX_WIDE_HEADER = 16, BOX_VERSION = 4 };

/* Takes the next box off *boxes; false at their end or where one is broken. */
static bool next_box(struct bytes *boxes, struct bytes *type, struct bytes *content) {
    if (boxes->len < BOX_HEADER) {
        return false;
    }
    uint64_t len = read_be32(boxes->data);
    size_t header = BOX_HEADER;
    if (len == 1 && boxes->len >= BOX_WIDE_HEADER) {
        header = BOX_WIDE_HEADER;
        len = (uint64_t)read_be32(boxes->data + 8) << 32 | read_be32(boxes->data + 12);
    } else if (len == 0) {
        len = boxes->len;
    }
    if (len < header || len > boxes->len) {
        return false;
    }
    *type = (struct bytes){boxes->data + 4, 4};
    *content = (struct bytes){boxes->data + header, (size_t)len - header};
    *boxes = skip(*boxes, (size_t)len);
    return true;
}

static struct bytes find_box(struct bytes boxes, const char *wanted) {
    struct bytes type;
    struct bytes content;
    while (next_box(&boxes, &type, &content)) {
        if (bytes_equal(type, bytes_of(wanted))) {
            return content;
        }
    }
    return (struct bytes){0};
}

static int clamp_side(uint32_t side) {
    return side > INT_MAX ? INT_MAX : (int)side;
}

/* The largest size stated is the picture's; others are its tiles' and thumbnails'. */
static void read_size(struct bytes ispe, struct photo *out) {
    const int width = clamp_side(read_be32(ispe.data + 4));
    const int height = clamp_side(read_be32(ispe.data + 8));
    if ((int64_t)width * height > (int64_t)out->width * out->height) {
        out->width = width;
        out->height = height;
    }
}

static bool read_boxes(struct bytes file, struct photo *out) {
    const struct bytes meta = skip(find_box(file, "meta"), BOX_VERSION);
    struct bytes properties = find_box(find_box(meta, "iprp"), "ipco");
    struct bytes type;
    struct bytes content;
    bool lies = false;
    while (next_box(&properties, &type, &content)) {
        if (bytes_equal(type, bytes_of("ispe")) && content.len >= 12) {
            read_size(content, out);
        }
        lies =
            lies || (bytes_equal(type, bytes_of("irot")) && content.len > 0 && content.data[0] & 1);
    }
    if (lies) {
        const int width = out->width;
        out->width = out->height;
        out->height = width;
    }
    out->has_transparency = true;
    return out->width > 0;
}

/* The kind that a list of four-letter brands speaks for. */
static bool kind_of_brands(struct bytes brands, enum photo_kind *kind) {
    for (; brands.len >= 4; brands = skip(brands, 4)) {
        if (has_at(brands, 0, "avi")) {
            *kind = PHOTO_AVIF;
            return true;
        }
        if (has_at(brands, 0, "hei") || has_at(brands, 0, "hev")) {
            *kind = PHOTO_HEIC;
            return true;
        }
    }
    return false;
}

bool foreign_is(struct bytes file, enum photo_kind *kind) {
    if (has_at(file, 0, "RIFF") && has_at(file, 8, "WEBP")) {
        *kind = PHOTO_WEBP;
        return true;
    }
    if (has_at(file, 0, "GIF87a") || has_at(file, 0, "GIF89a")) {
        *kind = PHOTO_GIF;
        return true;
    }
    return has_at(file, 4, "ftyp") && kind_of_brands(find_box(file, "ftyp"), kind);
}

enum status foreign_inspect(struct bytes file, struct photo *out, struct fault *fault) {
    const bool sound = out->kind == PHOTO_WEBP  ? read_webp(file, out)
                       : out->kind == PHOTO_GIF ? read_gif(file, out)
                                                : read_boxes(file, out);
    if (!sound) {
        return fault_set(fault, STATUS_DAMAGED, NULL,
                         "This %s file is damaged: it breaks off before its picture. Please use "
                         "another copy of it.",
                         photo_name(out->kind));
    }
    const enum status status = image_check_size(out->width, out->height, fault);
    if (status == STATUS_OK && out->kind == PHOTO_WEBP && webp_may_turn(file)) {
        out->width = 0;
        out->height = 0;
    }
    return status;
}
