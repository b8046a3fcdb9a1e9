#include "pixels/mask.h"

#include <stdlib.h>
#include <string.h>

#include "pixels/png.h"
#include "pixels/png_writer.h"
#include "pixels/resize.h"

void mask_free(struct mask *mask) {
    free(mask->coverage);
    *mask = (struct mask){0};
}

bool mask_is_blank(const struct mask *mask) {
    const uint8_t *coverage = mask->coverage;
    const size_t len = (size_t)mask->area.width * (size_t)mask->area.height;
    return len == 0 || (coverage[0] == 0 && memcmp(coverage, coverage + 1, len - 1) == 0);
}

/* Where the pixel at the corner of 'part' lies in the rows of 'whole'. */
static size_t offset_in(struct rect whole, struct rect part) {
    return (size_t)(part.y - whole.y) * (size_t)whole.width + (size_t)(part.x - whole.x);
}

/* Copies the rows of 'part', which both rectangles hold, in place too where 'to' is the part. */
static void copy_part(const uint8_t *from, struct rect from_area, struct rect part, uint8_t *to,
                      struct rect to_area) {
    if (rect_is_empty(part)) {
        return;
    }
    from += offset_in(from_area, part);
    to += offset_in(to_area, part);
    for (int y = 0; y < part.height; y++, from += from_area.width, to += to_area.width) {
        memmove(to, from, (size_t)part.width);
    }
}

void mask_narrow(struct mask *mask, struct rect area) {
    const struct rect left = rect_intersect(mask->area, area);
    copy_part(mask->coverage, mask->area, left, mask->coverage, left);
    mask->area = left;
}

enum status mask_cut(const struct mask *mask, struct rect frame, struct plane *out) {
    const enum status status = plane_make(frame.width, frame.height, out);
    if (status == STATUS_OK) {
        copy_part(mask->coverage, mask->area, rect_intersect(mask->area, frame), out->values,
                  frame);
    }
    return status;
}

/* The source pixels under one pixel of a side scaled from 'source' to 'target'. */
struct span {
    int first;
    int end;
};

static struct span span_under(int at, int source, int target) {
    const int64_t first = (int64_t)at * source / target;
    const int64_t end = ((int64_t)(at + 1) * source + target - 1) / target;
    return (struct span){(int)first, (int)end};
}

/* What the pixels of a span have in common, bit by bit: 255 in 'all' and 0 in 'any' mean flat. */
struct flatness {
    uint8_t *all;
    uint8_t *any;
};

static void gather_rows(const struct plane *source, struct span rows, struct flatness out) {
    const size_t width = (size_t)source->width;
    memset(out.all, 255, width);
    memset(out.any, 0, width);
    for (int y = rows.first; y < rows.end; y++) {
        const uint8_t *row = source->values + (size_t)y * width;
        for (size_t x = 0; x < width; x++) {
            out.all[x] &= row[x];
            out.any[x] |= row[x];
        }
    }
}

static void flatten_row(struct flatness under, const struct span *columns, uint8_t *row,
                        int width) {
    for (int x = 0; x < width; x++) {
        uint8_t all = 255;
        uint8_t any = 0;
        for (int i = columns[x].first; i < columns[x].end; i++) {
            all &= under.all[i];
            any |= under.any[i];
        }
        if (all == 255 || any == 0) {
            row[x] = all;
        }
    }
}

/* Writes flat places of 'source' into 'scaled' as they were.  'columns' has room for its width. */
static void restore_flat(const struct plane *source, struct flatness under, struct span *columns,
                         struct plane *scaled) {
    for (int x = 0; x < scaled->width; x++) {
        columns[x] = span_under(x, source->width, scaled->width);
    }
    for (int y = 0; y < scaled->height; y++) {
        gather_rows(source, span_under(y, source->height, scaled->height), under);
        flatten_row(under, columns, scaled->values + (size_t)y * (size_t)scaled->width,
                    scaled->width);
    }
}

static enum status copy(const struct plane *coverage, struct plane *out) {
    const enum status status = plane_make(coverage->width, coverage->height, out);
    if (status == STATUS_OK) {
        memcpy(out->values, coverage->values, plane_bytes(coverage));
    }
    return status;
}

enum status mask_scale(const struct plane *coverage, int width, int height, struct plane *out) {
    if (width == coverage->width && height == coverage->height) {
        return copy(coverage, out);
    }
    *out = (struct plane){0};
    uint8_t *rows = malloc(2 * (size_t)coverage->width);
    struct span *columns = malloc((size_t)width * sizeof *columns);
    enum status status = STATUS_NO_MEMORY;
    if (rows && columns) {
        status = resize_plane(coverage, width, height, out);
    }
    if (status == STATUS_OK) {
        restore_flat(coverage, (struct flatness){rows, rows + coverage->width}, columns, out);
    }
    free(rows);
    free(columns);
    return status;
}

enum status mask_encode(const struct plane *coverage, struct buf *out) {
    return png_encode_mask(coverage, out);
}

enum status mask_encode_grey(const struct plane *coverage, struct buf *out) {
    return png_encode_grey(coverage, out);
}

#define BAND_ROWS 64 /* of the picture that are held twice */

/* Writes 'rows' rows from 'y' on, by way of 'band'. */
static void write_band(const struct image *image, const struct plane *coverage, int y, int rows,
                       uint8_t *band, struct png_writer *writer, struct buf *out) {
    const size_t first = (size_t)y * (size_t)image->width;
    const size_t len = (size_t)rows * (size_t)image->width;
    memcpy(band, image->pixels + first * 4, len * 4);
    for (size_t i = 0; i < len; i++) {
        band[i * 4 + 3] = (uint8_t)(255 - coverage->values[first + i]);
    }
    png_writer_rows(writer, band, rows, out);
}

enum status mask_encode_in(const struct image *image, const struct plane *coverage,
                           struct bytes chunks, struct buf *out) {
    struct png_writer *writer = NULL;
    uint8_t *band = malloc((size_t)image->width * 4 * BAND_ROWS);
    if (!band || png_writer_open(image, false, chunks, &writer) != STATUS_OK) {
        free(band);
        return buf_fail(out, STATUS_NO_MEMORY);
    }
    for (int y = 0; y < image->height; y += BAND_ROWS) {
        const int left = image->height - y;
        write_band(image, coverage, y, left < BAND_ROWS ? left : BAND_ROWS, band, writer, out);
    }
    png_writer_end(writer, out);
    png_writer_free(writer);
    free(band);
    return out->status;
}

/* Rec. 601 luma in 16-bit fixed point; the weights add up to 65536, so white stays 255. */
static uint8_t brightness(const uint8_t *pixel) {
    return (uint8_t)((19595u * pixel[0] + 38470u * pixel[1] + 7471u * pixel[2] + 32768u) >> 16);
}

enum status mask_from_image(const struct image *image, struct plane *out) {
    const enum status status = plane_make(image->width, image->height, out);
    if (status != STATUS_OK) {
        return status;
    }
    const bool opaque = image_is_opaque(image);
    const size_t len = plane_bytes(out);
    for (size_t i = 0; i < len; i++) {
        const uint8_t *pixel = image->pixels + i * 4;
        out->values[i] = opaque ? brightness(pixel) : (uint8_t)(255 - pixel[3]);
    }
    return STATUS_OK;
}
