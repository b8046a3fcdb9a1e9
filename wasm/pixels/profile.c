#include "pixels/profile.h"

#include <string.h>

#include "pixels/deflate.h"
#include "pixels/jpeg.h"
#include "pixels/jpeg_segment.h"
#include "pixels/png.h"
#include "pixels/png_chunk.h"

/* What a PNG says of colours, each by its chunk; the first ones outrank the last. */
enum kind { KIND_CICP, KIND_ICCP, KIND_SRGB, KIND_GAMA, KIND_CHRM, KINDS };

#define ICCP_NAME_MOST 79

static enum kind kind_of(const char *type) {
    static const char names[KINDS][5] = {"cICP", "iCCP", "sRGB", "gAMA", "cHRM"};
    int kind = 0;
    while (kind < KINDS && memcmp(type, names[kind], 4) != 0) {
        kind++;
    }
    return (enum kind)kind;
}

/* A name, its NUL, 0 for the only way to compress, and what is compressed. */
static bool iccp_is_sound(struct bytes data) {
    const size_t most = data.len < ICCP_NAME_MOST + 1 ? data.len : ICCP_NAME_MOST + 1;
    const uint8_t *end = most == 0 ? NULL : memchr(data.data, 0, most);
    const size_t name = end ? (size_t)(end - data.data) : 0;
    return name > 0 && data.len > name + 2 && end[1] == 0 && data.len <= PROFILE_MAX_BYTES;
}

static bool chunk_is_sound(struct bytes file, enum kind kind, const struct png_chunk *chunk) {
    static const size_t lens[KINDS] = {4, 0, 1, 4, 32};
    const bool right =
        kind == KIND_ICCP ? iccp_is_sound(chunk->data) : chunk->data.len == lens[kind];
    return right && png_chunk_is_sound(file, chunk);
}

/* Finds the first chunk of each kind that stands before the pixels. */
static void find_chunks(struct bytes file, struct png_chunk found[KINDS]) {
    size_t at = PNG_CHUNKS_START;
    for (struct png_chunk chunk; png_chunk_next(file, &at, &chunk);) {
        const enum kind kind = kind_of(chunk.type);
        if (png_chunk_is(&chunk, "IDAT")) {
            return;
        }
        if (kind < KINDS && !found[kind].type) {
            found[kind] = chunk;
        }
    }
}

/* A grey picture's profile speaks of grey, while its pixels are RGB here. */
static bool is_grey(struct bytes file) {
    const uint8_t color_type = file.data[25];
    return color_type == 0 || color_type == 4;
}

static void read_png(struct bytes file, struct buf *chunks, enum profile_fate *fate) {
    struct png_chunk found[KINDS] = {{0}};
    find_chunks(file, found);
    for (int kind = 0; kind < KINDS; kind++) {
        struct png_chunk *chunk = &found[kind];
        if (!chunk->type) {
            continue;
        }
        if (!chunk_is_sound(file, (enum kind)kind, chunk) || (kind == KIND_ICCP && is_grey(file))) {
            chunk->type = NULL;
            *fate = PROFILE_DROPPED;
        } else if (kind != KIND_SRGB || !found[KIND_ICCP].type) { /* no file may have both */
            buf_append(chunks, file.data + chunk->start, chunk->end - chunk->start);
            *fate = *fate == PROFILE_DROPPED ? PROFILE_DROPPED : PROFILE_KEPT;
        }
    }
}

/* A JPEG has its profile in pieces, each with its number, from 1, and how many there are. */
#define PIECES_MOST 255
#define PIECE_HEADER 14

struct pieces {
    struct bytes data[PIECES_MOST + 1]; /* by number */
    int count;                          /* that there are to be; 0 until one says so */
    bool met;
    bool broken; /* they contradict each other */
};

static void add_piece(struct pieces *p, struct bytes segment) {
    static const uint8_t name[] = "ICC_PROFILE"; /* its NUL belongs to it */
    if (!bytes_start_with(segment, (struct bytes){name, sizeof name})) {
        return;
    }
    p->met = true;
    const int number = segment.len < PIECE_HEADER ? 0 : segment.data[12];
    const int count = segment.len < PIECE_HEADER ? 0 : segment.data[13];
    const bool fits = number > 0 && number <= count && (p->count == 0 || p->count == count);
    if (!fits || p->data[number].data) {
        p->broken = true;
        return;
    }
    p->count = count;
    p->data[number] = (struct bytes){segment.data + PIECE_HEADER, segment.len - PIECE_HEADER};
}

/* Collects the pieces from the segments before the first scan. */
static void find_pieces(struct bytes file, struct pieces *p) {
    size_t at = JPEG_SEGMENTS_START;
    for (struct jpeg_segment segment; jpeg_segment_next(file, &at, &segment);) {
        if (segment.marker == JPEG_APP2) {
            add_piece(p, segment.data);
        }
    }
}

/* Puts the pieces together; STATUS_DAMAGED where one is missing, or a failure of *profile. */
static enum status assemble(const struct pieces *p, struct buf *profile) {
    for (int number = 1; !p->broken && number <= p->count; number++) {
        if (!p->data[number].data) {
            return STATUS_DAMAGED;
        }
        buf_append(profile, p->data[number].data, p->data[number].len);
    }
    return p->broken ? STATUS_DAMAGED : profile->status;
}

/* Whether it is one for RGB pixels, as its header tells (ICC.1, 7.2). */
static bool is_rgb_profile(struct bytes profile) {
    return profile.len >= 128 && read_be32(profile.data) == profile.len &&
           memcmp(profile.data + 16, "RGB ", 4) == 0 && memcmp(profile.data + 36, "acsp", 4) == 0;
}

static void write_iccp(struct bytes profile, struct buf *chunks) {
    static const uint8_t name[] =
        "ICC profile\0"; /* two NULs: the name's, and the way it is packed */
    const size_t start = png_chunk_begin(chunks, "iCCP");
    buf_append(chunks, name, sizeof name);
    deflate_zlib(profile, 2, chunks); /* most of a large one is tables of 16-bit numbers */
    png_chunk_end(chunks, start);
}

static void read_jpeg(struct bytes file, struct buf *chunks, enum profile_fate *fate) {
    struct pieces pieces = {0};
    find_pieces(file, &pieces);
    if (!pieces.met) {
        return;
    }
    struct buf profile = buf_make(PROFILE_MAX_BYTES);
    const enum status status = assemble(&pieces, &profile);
    if (status == STATUS_NO_MEMORY) {
        buf_fail(chunks, status);
    } else if (status == STATUS_OK && is_rgb_profile(buf_view(&profile))) {
        write_iccp(buf_view(&profile), chunks);
        *fate = PROFILE_KEPT;
    } else {
        *fate = PROFILE_DROPPED;
    }
    buf_free(&profile);
}

enum status profile_read(struct bytes file, struct buf *chunks, enum profile_fate *fate) {
    *fate = PROFILE_NONE;
    if (png_is(file)) {
        read_png(file, chunks, fate);
    } else if (jpeg_is(file)) {
        read_jpeg(file, chunks, fate);
    }
    if (chunks->status != STATUS_OK) {
        *fate = PROFILE_NONE;
    }
    return chunks->status;
}
