#include "pixels/jpeg.h"

#include <stdlib.h>
#include <string.h>

#include "pixels/jpeg_frame.h"
#include "pixels/stb_decode.h"

enum marker {
    MARKER_TEM = 0x01,
    MARKER_SOF0 = 0xc0,
    MARKER_DHT = 0xc4,
    MARKER_JPG = 0xc8,
    MARKER_DAC = 0xcc,
    MARKER_SOF15 = 0xcf,
    MARKER_RST0 = 0xd0,
    MARKER_RST7 = 0xd7,
    MARKER_SOI = 0xd8,
    MARKER_EOI = 0xd9,
    MARKER_SOS = 0xda,
    MARKER_DHP = 0xde,
    MARKER_APP0 = 0xe0,
    MARKER_APP1 = 0xe1,
    MARKER_APP2 = 0xe2,
    MARKER_APP15 = 0xef,
};

/* The walk: how far it is and what it has met. */
struct walk {
    struct bytes file;
    size_t at;
    uint8_t *cover; /* a copy of the file to cover stunted segments in, or NULL */
    bool stunted;   /* met an APPn segment shorter than its own length field */
    struct jpeg_frame frame;
    struct jpeg_info info;
    struct fault *fault;
};

bool jpeg_is(struct bytes file) {
    return bytes_start_with(file, bytes_of("\xff\xd8\xff"));
}

/*
 * Moves past the next marker and returns it; 0 when there is none.  Bytes in
 * between are a scan's, or padding that every decoder forgives.
 */
static int next_marker(struct walk *w) {
    const uint8_t *end = w->file.data + w->file.len;
    const uint8_t *p = w->file.data + w->at;
    while ((p = memchr(p, 0xff, (size_t)(end - p))) != NULL) {
        while (p < end && *p == 0xff) {
            p++;
        }
        if (p < end && *p != 0) {
            w->at = (size_t)(p + 1 - w->file.data);
            return *p;
        }
    }
    return 0;
}

static bool stands_alone(int marker) {
    return marker == MARKER_TEM || (marker >= MARKER_RST0 && marker <= MARKER_RST7);
}

static bool is_app(int marker) {
    return marker >= MARKER_APP0 && marker <= MARKER_APP15;
}

/*
 * Reads the segment at w->at and moves past it.  Browsers pass over an APPn
 * whose length does not even count itself; stb_image would not, so it is covered
 * with fill bytes.
 */
static enum status next_segment(struct walk *w, int marker, struct bytes *out) {
    *out = (struct bytes){0};
    const size_t left = w->file.len - w->at;
    const size_t len = left < 2 ? 0 : read_be16(w->file.data + w->at);
    if (left < 2 || len > left) {
        return jpeg_damaged(w->fault, "it breaks off before its end");
    }
    if (len < 2 && !is_app(marker)) {
        return jpeg_damaged(w->fault, "a part of it has no length");
    }
    if (len < 2) {
        w->stunted = true;
        if (w->cover) {
            memset(w->cover + w->at - 2, 0xff, 4);
        }
        w->at += 2;
        return STATUS_OK;
    }
    *out = (struct bytes){w->file.data + w->at + 2, len - 2};
    w->at += len;
    return STATUS_OK;
}

static bool mentions(struct bytes data, const char *word) {
    const struct bytes prefix = bytes_of(word);
    for (; data.len >= prefix.len; data.data++, data.len--) {
        if (bytes_start_with(data, prefix)) {
            return true;
        }
    }
    return false;
}

static void read_app1(struct jpeg_info *info, struct bytes data) {
    static const uint8_t exif[] = {'E', 'x', 'i', 'f', 0, 0};
    if (!bytes_start_with(data, (struct bytes){exif, sizeof exif})) {
        info->xmp_location = info->xmp_location || mentions(data, "GPS");
    } else if (!info->exif.data) {
        info->exif = (struct bytes){data.data + sizeof exif, data.len - sizeof exif};
    }
}

static enum status read_segment(struct walk *w, int marker, struct bytes data) {
    if (marker == MARKER_DHT) {
        return jpeg_frame_tables(&w->frame, data, w->fault);
    }
    if (marker == MARKER_DAC) {
        return jpeg_unsupported(w->fault, "is arithmetic coded");
    }
    if (marker == MARKER_DHP) {
        return jpeg_unsupported(w->fault, "is hierarchical");
    }
    if (marker >= MARKER_SOF0 && marker <= MARKER_SOF15 && marker != MARKER_JPG) {
        return jpeg_frame_begin(&w->frame, marker, data, w->fault);
    }
    if (marker == MARKER_SOS) {
        return jpeg_frame_scan(&w->frame, data, w->fault);
    }
    if (marker == MARKER_APP1) {
        read_app1(&w->info, data);
    }
    if (marker == MARKER_APP2 && bytes_start_with(data, bytes_of("MPF"))) {
        w->info.multi_picture = true;
    }
    return STATUS_OK;
}

static enum status walk(struct walk *w) {
    if (!jpeg_is(w->file)) {
        return jpeg_damaged(w->fault, "its first bytes are not those of a JPEG");
    }
    w->at = 2;
    for (int marker; (marker = next_marker(w)) != MARKER_EOI;) {
        if (marker == 0) {
            return jpeg_damaged(w->fault, "it breaks off before its end");
        }
        if (marker == MARKER_SOI) {
            return jpeg_damaged(w->fault, "a second picture begins inside it");
        }
        if (stands_alone(marker)) {
            continue;
        }
        struct bytes data;
        enum status status = next_segment(w, marker, &data);
        if (status == STATUS_OK) {
            status = read_segment(w, marker, data);
        }
        if (status != STATUS_OK) {
            return status;
        }
    }
    w->info.width = w->frame.width;
    w->info.height = w->frame.height;
    w->info.components = w->frame.component_count;
    w->info.len = w->at;
    return w->frame.scans > 0 ? STATUS_OK : jpeg_damaged(w->fault, "there are no pixels in it");
}

enum status jpeg_walk(struct bytes file, struct jpeg_info *out, struct fault *fault) {
    struct walk w = {.file = file, .fault = fault};
    const enum status status = walk(&w);
    *out = status == STATUS_OK ? w.info : (struct jpeg_info){0};
    return status;
}

/* Decodes a copy of the file whose stunted segments are covered with fill bytes. */
static enum status decode_covered(const struct walk *w, struct image *out, struct fault *fault) {
    struct walk again = {.file = w->file, .fault = fault, .cover = malloc(w->info.len)};
    if (!again.cover) {
        return fault_no_memory(fault);
    }
    memcpy(again.cover, w->file.data, w->info.len);
    enum status status = walk(&again);
    if (status == STATUS_OK) {
        const struct bytes file = {again.cover, w->info.len};
        status = stb_decode(file, w->info.width, w->info.height, out, fault);
    }
    free(again.cover);
    return status;
}

enum status jpeg_rows(struct bytes file, struct stb_rows **out, struct fault *fault) {
    *out = NULL;
    struct walk w = {.file = file, .fault = fault};
    const enum status status = walk(&w);
    if (status != STATUS_OK || w.stunted) {
        return status;
    }
    file.len = w.info.len;
    return stb_rows_open(file, w.info.width, w.info.height, out, fault);
}

/* All rows of a picture. */
static enum status decode_rows(struct stb_rows *rows, int width, int height, struct image *out,
                               struct fault *fault) {
    if (image_make_unset(width, height, out) != STATUS_OK) {
        return fault_no_memory(fault);
    }
    for (int y = 0; y < height; y++) {
        stb_rows_next(rows, out->pixels + (size_t)y * (size_t)width * 4);
    }
    const enum status status = stb_rows_end(rows, fault);
    if (status != STATUS_OK) {
        image_free(out);
    }
    return status;
}

enum status jpeg_decode(struct bytes file, struct image *out, struct fault *fault) {
    *out = (struct image){0};
    struct walk w = {.file = file, .fault = fault};
    struct stb_rows *rows = NULL;
    enum status status = walk(&w);
    if (status != STATUS_OK) {
        return status;
    }
    if (w.stunted) {
        return decode_covered(&w, out, fault);
    }
    file.len = w.info.len;
    status = stb_rows_open(file, w.info.width, w.info.height, &rows, fault);
    if (!rows) {
        return status == STATUS_OK ? stb_decode(file, w.info.width, w.info.height, out, fault)
                                   : status;
    }
    status = decode_rows(rows, w.info.width, w.info.height, out, fault);
    stb_rows_free(rows);
    return status;
}
