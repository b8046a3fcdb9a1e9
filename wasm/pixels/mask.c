#include "pixels/mask.h"

#include <math.h>
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

void mask_narrow(struct mask *mask, struct rect area) {
    const struct rect left = rect_intersect(mask->area, area);
    const size_t begin = rect_is_empty(left) ? 0 : offset_in(mask->area, left);
    const size_t step = (size_t)mask->area.width;
    const size_t width = (size_t)left.width;
    for (size_t y = 0; y < (size_t)left.height; y++) {
        memmove(mask->coverage + y * width, mask->coverage + begin + y * step, width);
    }
    mask->area = left;
}

/* The coverage of a frame, as it is read for scaling. */
struct framed {
    const struct mask *mask;
    struct rect frame;
    struct rect inside; /* where there is anything, in the frame */
};

static struct framed framed_by(const struct mask *mask, struct rect frame) {
    struct rect inside = rect_intersect(mask->area, frame);
    inside.x -= frame.x;
    inside.y -= frame.y;
    return (struct framed){mask, frame, inside};
}

/* As struct resize_source wants it. */
static void read_framed(const void *context, int x, int y, int len, uint8_t *values) {
    const struct framed *f = context;
    const struct rect part = rect_intersect(f->inside, (struct rect){x, y, len, 1});
    memset(values, 0, (size_t)len);
    if (!rect_is_empty(part)) {
        const struct rect place = {part.x + f->frame.x, part.y + f->frame.y, part.width, 1};
        memcpy(values + (part.x - x), f->mask->coverage + offset_in(f->mask->area, place),
               (size_t)part.width);
    }
}

/* Pixels of one side, from 'first' to before 'end'. */
struct span {
    int first;
    int end;
};

/* The source pixels under one pixel of a side scaled from 'source' to 'target'. */
static struct span span_under(int at, int source, int target) {
    const int64_t first = (int64_t)at * source / target;
    const int64_t end = ((int64_t)(at + 1) * source + target - 1) / target;
    return (struct span){(int)first, (int)end};
}

/* The pixels of the scaled side that what lies in 'span' of the source may have a part in. */
static struct span span_reached(struct span span, int source, int target) {
    const double scale = (double)target / source;
    const double reach = RESIZE_LOBES * fmax(scale, 1) + 1;
    return (struct span){(int)fmax(floor(span.first * scale - reach), 0),
                         (int)fmin(ceil(span.end * scale + reach), target)};
}

static struct rect window_of(const struct framed *f, int width, int height) {
    const struct rect in = f->inside;
    const struct span across =
        span_reached((struct span){in.x, in.x + in.width}, f->frame.width, width);
    const struct span down =
        span_reached((struct span){in.y, in.y + in.height}, f->frame.height, height);
    return (struct rect){across.first, down.first, across.end - across.first,
                         down.end - down.first};
}

/* What the pixels of a span have in common, bit by bit: 255 in 'all' and 0 in 'any' mean flat. */
struct flatness {
    struct span columns; /* of the frame */
    uint8_t *all;
    uint8_t *any;
    uint8_t *row; /* room for one */
};

static void gather_rows(const struct framed *f, struct span rows, struct flatness *under) {
    const int first = under->columns.first;
    const int width = under->columns.end - first;
    memset(under->all, 255, (size_t)width);
    memset(under->any, 0, (size_t)width);
    for (int y = rows.first; y < rows.end; y++) {
        read_framed(f, first, y, width, under->row);
        for (int x = 0; x < width; x++) {
            under->all[x] &= under->row[x];
            under->any[x] |= under->row[x];
        }
    }
}

static void flatten_row(const struct flatness *under, int source, struct rect window,
                        struct plane *scaled, int y) {
    for (int x = window.x; x < window.x + window.width; x++) {
        const struct span span = span_under(x, source, scaled->width);
        uint8_t all = 255;
        uint8_t any = 0;
        for (int i = span.first; i < span.end; i++) {
            all &= under->all[i - under->columns.first];
            any |= under->any[i - under->columns.first];
        }
        if (all == 255 || any == 0) {
            scaled->values[(size_t)y * (size_t)scaled->width + (size_t)x] = all;
        }
    }
}

/* Writes flat places into the window of 'scaled' as they were. */
static void restore_flat(const struct framed *f, struct flatness *under, struct rect window,
                         struct plane *scaled) {
    for (int y = window.y; y < window.y + window.height; y++) {
        gather_rows(f, span_under(y, f->frame.height, scaled->height), under);
        flatten_row(under, f->frame.width, window, scaled, y);
    }
}

static enum status scale_window(const struct framed *f, struct rect window, struct plane *out) {
    const struct resize_source source = {f->frame.width, f->frame.height, f, read_framed};
    const struct span columns = {
        span_under(window.x, f->frame.width, out->width).first,
        span_under(window.x + window.width - 1, f->frame.width, out->width).end};
    const size_t len = (size_t)(columns.end - columns.first);
    uint8_t *room = malloc(3 * len);
    if (!room || resize_window(&source, window, out) != STATUS_OK) {
        free(room);
        return STATUS_NO_MEMORY;
    }
    restore_flat(f, &(struct flatness){columns, room, room + len, room + 2 * len}, window, out);
    free(room);
    return STATUS_OK;
}

static void copy(const struct framed *f, struct plane *out) {
    for (int y = 0; y < out->height; y++) {
        read_framed(f, 0, y, out->width, out->values + (size_t)y * (size_t)out->width);
    }
}

enum status mask_scale(const struct mask *mask, struct rect frame, int width, int height,
                       struct plane *out) {
    const struct framed f = framed_by(mask, frame);
    enum status status = plane_make(width, height, out);
    if (status != STATUS_OK || rect_is_empty(f.inside)) {
        return status;
    }
    if (width == frame.width && height == frame.height) {
        copy(&f, out);
        return STATUS_OK;
    }
    status = scale_window(&f, window_of(&f, width, height), out);
    if (status != STATUS_OK) {
        plane_free(out);
    }
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
