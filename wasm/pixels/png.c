#include "pixels/png.h"

#include "pixels/checksum.h"
#include "pixels/png_rows.h"

#define SIGNATURE_LEN 8
#define CHUNK_LEN_MAX 0x7fffffff
#define CHUNK_OVERHEAD 12 /* length, type, CRC */
#define HEADER_LEN 13
#define PALETTE_LEN_MAX (256 * 3)

#define TYPE(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (d))

enum chunk_type {
    CHUNK_IHDR = TYPE('I', 'H', 'D', 'R'),
    CHUNK_PLTE = TYPE('P', 'L', 'T', 'E'),
    CHUNK_IDAT = TYPE('I', 'D', 'A', 'T'),
    CHUNK_IEND = TYPE('I', 'E', 'N', 'D'),
    CHUNK_CGBI = TYPE('C', 'g', 'B', 'I'),
    CHUNK_TRNS = TYPE('t', 'R', 'N', 'S'),
    CHUNK_ACTL = TYPE('a', 'c', 'T', 'L'),
    CHUNK_TEXT = TYPE('t', 'E', 'X', 't'),
    CHUNK_ZTXT = TYPE('z', 'T', 'X', 't'),
    CHUNK_ITXT = TYPE('i', 'T', 'X', 't'),
    CHUNK_EXIF = TYPE('e', 'X', 'I', 'f'),
};

struct chunk {
    uint32_t type;
    struct bytes data;
};

/* The walk: how far it is and what it has met. */
struct walk {
    struct bytes file;
    size_t at;
    uint32_t previous; /* the type of the chunk before */
    bool has_palette;
    bool has_data;
    struct png_info info;
    struct fault *fault;
    struct checksum_tables tables;
};

bool png_is(struct bytes file) {
    static const uint8_t signature[SIGNATURE_LEN] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    return bytes_start_with(file, (struct bytes){signature, SIGNATURE_LEN});
}

static enum status damaged(const struct walk *w, const char *how) {
    return fault_set(w->fault, STATUS_DAMAGED, NULL,
                     "This PNG file is damaged: %s. Please use another copy of it.", how);
}

static bool type_is_letters(uint32_t type) {
    for (int shift = 0; shift < 32; shift += 8) {
        const uint32_t lower = (type >> shift & 0xff) | 0x20;
        if (lower < 'a' || lower > 'z') {
            return false;
        }
    }
    return true;
}

static bool is_critical(uint32_t type) {
    return (type >> 24 & 0x20) == 0;
}

/* Reads the chunk at w->at and moves past it. */
static enum status next_chunk(struct walk *w, struct chunk *out) {
    const uint8_t *start = w->file.data + w->at;
    const size_t left = w->file.len - w->at;
    *out = (struct chunk){0};
    if (left < CHUNK_OVERHEAD) {
        return damaged(w, "it breaks off before its end");
    }
    const uint32_t len = read_be32(start);
    *out = (struct chunk){read_be32(start + 4), {start + 8, len}};
    if (len > CHUNK_LEN_MAX || !type_is_letters(out->type)) {
        return damaged(w, "there are bytes in it that no PNG has");
    }
    if (len > left - CHUNK_OVERHEAD) {
        return damaged(w, "it breaks off before its end");
    }
    const struct bytes sum = {start + 4, 4 + (size_t)len};
    if (is_critical(out->type) &&
        checksum_crc32_by(&w->tables, 0, sum) != read_be32(start + 8 + len)) {
        return damaged(w, "a checksum does not match, so its bytes have changed");
    }
    w->at += CHUNK_OVERHEAD + len;
    return STATUS_OK;
}

/* Bit depths that go with each colour type, as a set of bits. */
static bool depth_fits(int color_type, int depth) {
    static const int depths[] = {
        1 | 2 | 4 | 8 | 16, /* grey */
        0,
        8 | 16,        /* RGB */
        1 | 2 | 4 | 8, /* palette */
        8 | 16,        /* grey + alpha */
        0,
        8 | 16, /* RGBA */
    };
    const bool one_bit = depth > 0 && (depth & (depth - 1)) == 0;
    return color_type <= 6 && one_bit && (depths[color_type] & depth) != 0;
}

static enum status read_header(struct walk *w, struct bytes data) {
    if (data.len != HEADER_LEN) {
        return damaged(w, "its header has the wrong length");
    }
    const int64_t width = read_be32(data.data);
    const int64_t height = read_be32(data.data + 4);
    const uint8_t *p = data.data + 8;
    if (!depth_fits(p[1], p[0]) || p[2] != 0 || p[3] != 0 || p[4] > 1) {
        return damaged(w, "its header asks for something that PNG does not have");
    }
    const enum status status = image_check_size(width, height, w->fault);
    if (status != STATUS_OK) {
        return status;
    }
    w->info.width = (int)width;
    w->info.height = (int)height;
    w->info.bit_depth = p[0];
    w->info.color_type = p[1];
    w->info.interlaced = p[4] == 1;
    w->info.has_transparency = (p[1] & 4) != 0;
    return STATUS_OK;
}

static enum status read_palette(struct walk *w, struct bytes data) {
    if (w->has_palette || w->has_data || data.len == 0 || data.len % 3 != 0 ||
        data.len > PALETTE_LEN_MAX) {
        return damaged(w, "its table of colours is broken or in the wrong place");
    }
    w->has_palette = true;
    return STATUS_OK;
}

static enum status read_data(struct walk *w) {
    if (w->has_data && w->previous != CHUNK_IDAT) {
        return damaged(w, "its pixels are torn apart");
    }
    if (w->info.color_type == PNG_PALETTE && !w->has_palette) {
        return damaged(w, "its table of colours is missing");
    }
    w->has_data = true;
    return STATUS_OK;
}

static enum status read_ancillary(struct walk *w, const struct chunk *chunk) {
    switch (chunk->type) {
    case CHUNK_TRNS:
        w->info.has_transparency = true;
        break;
    case CHUNK_ACTL:
        w->info.animated = true;
        break;
    case CHUNK_TEXT:
    case CHUNK_ZTXT:
    case CHUNK_ITXT:
        w->info.has_text = true;
        break;
    case CHUNK_EXIF:
        w->info.exif = chunk->data;
        break;
    default:
        break;
    }
    return STATUS_OK;
}

static enum status read_chunk(struct walk *w, const struct chunk *chunk) {
    const bool first = w->previous == 0;
    if (chunk->type == CHUNK_CGBI) {
        return fault_set(w->fault, STATUS_UNSUPPORTED, NULL,
                         "This is a PNG as only Apple's programs write and read it (CgBI). Please "
                         "open it in a picture program and save it as an ordinary PNG.");
    }
    if (first != (chunk->type == CHUNK_IHDR)) {
        return damaged(w, "its header is not where it should be");
    }
    switch (chunk->type) {
    case CHUNK_IHDR:
        return read_header(w, chunk->data);
    case CHUNK_PLTE:
        return read_palette(w, chunk->data);
    case CHUNK_IDAT:
        return read_data(w);
    case CHUNK_IEND:
        return w->has_data ? STATUS_OK : damaged(w, "there are no pixels in it");
    default:
        return is_critical(chunk->type) ? damaged(w, "it has a part that no PNG has")
                                        : read_ancillary(w, chunk);
    }
}

enum status png_walk(struct bytes file, struct png_info *out, struct fault *fault) {
    *out = (struct png_info){0};
    struct walk w = {.file = file, .at = SIGNATURE_LEN, .fault = fault};
    if (!png_is(file)) {
        return damaged(&w, "its first bytes are not those of a PNG");
    }
    while (w.previous != CHUNK_IEND) {
        struct chunk chunk;
        enum status status = next_chunk(&w, &chunk);
        if (status == STATUS_OK) {
            status = read_chunk(&w, &chunk);
        }
        if (status != STATUS_OK) {
            return status;
        }
        w.previous = chunk.type;
    }
    w.info.len = w.at;
    *out = w.info;
    return STATUS_OK;
}

enum status png_decode(struct bytes file, struct image *out, struct fault *fault) {
    *out = (struct image){0};
    struct png_info info;
    const enum status status = png_walk(file, &info, fault);
    return status == STATUS_OK ? png_decode_walked(file, &info, out, fault) : status;
}

/* All pixels: every row is written, or they are not handed out. */
static enum status decode_rows(struct png_rows *rows, const struct png_info *info,
                               struct image *out, struct fault *fault) {
    if (image_make_unset(info->width, info->height, out) != STATUS_OK) {
        return fault_no_memory(fault);
    }
    png_rows_all(rows, out);
    const enum status status = png_rows_end(rows, fault);
    if (status != STATUS_OK) {
        image_free(out);
    }
    return status;
}

enum status png_decode_walked(struct bytes file, const struct png_info *info, struct image *out,
                              struct fault *fault) {
    *out = (struct image){0};
    struct png_rows *rows;
    enum status status = png_rows_open(file, info, &rows, fault);
    if (status == STATUS_OK) {
        status = decode_rows(rows, info, out, fault);
        png_rows_free(rows);
    }
    return status;
}

/* Writes all rows at once and frees the writer; 'opened' is how opening it went. */
static enum status write_whole(enum status opened, struct png_writer *w, const uint8_t *rows,
                               int height, struct buf *out) {
    if (opened != STATUS_OK) {
        return buf_fail(out, opened);
    }
    png_writer_rows(w, rows, height, out);
    png_writer_end(w, out);
    png_writer_free(w);
    return out->status;
}

static enum status encode(const struct image *image, bool opaque, struct buf *out) {
    struct png_writer *w;
    const enum status opened = png_writer_open(image, opaque, (struct bytes){0}, &w);
    return write_whole(opened, w, image->pixels, image->height, out);
}

enum status png_encode(const struct image *image, struct buf *out) {
    return encode(image, image_is_opaque(image), out);
}

enum status png_encode_rgba(const struct image *image, struct buf *out) {
    return encode(image, false, out);
}

enum status png_encode_mask(const struct plane *plane, struct buf *out) {
    struct png_writer *w;
    const enum status opened = png_writer_open_mask(plane, &w);
    return write_whole(opened, w, plane->values, plane->height, out);
}

enum status png_encode_grey(const struct plane *plane, struct buf *out) {
    struct png_writer *w;
    const enum status opened = png_writer_open_grey(plane, &w);
    return write_whole(opened, w, plane->values, plane->height, out);
}
