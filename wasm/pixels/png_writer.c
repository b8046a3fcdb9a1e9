#include "pixels/png_writer.h"

#include <stdlib.h>
#include <string.h>

#include "pixels/deflate.h"
#include "pixels/filter.h"
#include "pixels/png_chunk.h"

#define BAND_BYTES (512 << 10) /* so few stay in a processor's cache from filter to compression */
#define STRIPS 3
#define STRIP_HEIGHT 12

struct png_writer {
    int width;
    int height;
    int in_channels;   /* of the rows that come */
    int held_channels; /* of those that wait: of a mask its alpha only */
    int channels;      /* of those that are written */
    size_t row_bytes;  /* of those that wait */
    int filter;
    struct bytes chunks;
    struct deflate deflate;
    int done;          /* rows that were compressed */
    int held;          /* rows waiting in the band */
    int band_rows;     /* rows it has room for */
    uint8_t *filtered; /* room for what is left of them, each after the number of its filter */
    uint8_t band[];    /* the last row that was compressed, at first zeros, then those that wait */
};

/* Where the first waiting row is. */
static uint8_t *waiting(struct png_writer *w) {
    return w->band + w->row_bytes;
}

static bool is_mask(const struct png_writer *w) {
    return w->held_channels < w->channels;
}

/* Puts rows behind those that wait, without their alpha where it is not written. */
static void hold(struct png_writer *w, const uint8_t *from, int rows) {
    uint8_t *restrict to = waiting(w) + (size_t)w->held * w->row_bytes;
    const size_t pixels = (size_t)rows * (size_t)w->width;
    w->held += rows;
    if (is_mask(w)) {
        for (size_t i = 0; i < pixels; i++) {
            to[i] = (uint8_t)(255 - from[i]);
        }
    } else if (w->held_channels == w->in_channels) {
        memcpy(to, from, pixels * (size_t)w->channels);
    } else {
        for (size_t i = 0; i < pixels; i++) {
            memcpy(to + i * 3, from + i * 4, 3);
        }
    }
}

/* Filters the rows that wait, and returns what is left of them. */
static struct bytes filter_waiting(struct png_writer *w, int filter) {
    const uint8_t *row = waiting(w);
    uint8_t *to = w->filtered;
    for (int y = 0; y < w->held; y++, row += w->row_bytes, to += w->row_bytes) {
        *to++ = (uint8_t)filter;
        filter_row(filter, row, row - w->row_bytes, w->row_bytes, (size_t)w->held_channels, to);
    }
    return (struct bytes){w->filtered, (size_t)(to - w->filtered)};
}

/* One filter for all rows: choosing for each takes as long as all the rest and gains 1 %. */
static int choose_filter(struct png_writer *w, const uint8_t *like) {
    size_t lens[FILTERS] = {0};
    for (int s = 1; w->height > STRIP_HEIGHT && s <= STRIPS; s++) {
        const size_t top = (size_t)(w->height - STRIP_HEIGHT) * (size_t)s / (STRIPS + 1);
        hold(w, like + top * (size_t)w->width * (size_t)w->in_channels, STRIP_HEIGHT);
        for (int filter = 0; filter < FILTERS; filter++) {
            lens[filter] += deflate_estimate(filter_waiting(w, filter), w->held_channels);
        }
        w->held = 0;
    }
    int best = 0;
    for (int filter = 1; filter < FILTERS; filter++) {
        best = lens[filter] < lens[best] ? filter : best;
    }
    return best;
}

static int rows_in_band(size_t row_bytes, int height) {
    const int rows = (int)(BAND_BYTES / row_bytes);
    const int least = rows < STRIP_HEIGHT ? STRIP_HEIGHT : rows;
    return least < height ? least : height;
}

/* 'as' is what the writer has been told. */
static enum status begin(struct png_writer as, const uint8_t *like, struct png_writer **out) {
    *out = NULL;
    as.row_bytes = (size_t)as.width * (size_t)as.held_channels;
    as.band_rows = rows_in_band(as.row_bytes, as.height);
    const size_t band_bytes = ((size_t)as.band_rows + 1) * as.row_bytes;
    const size_t filtered_bytes = (size_t)as.band_rows * (as.row_bytes + 1);
    struct png_writer *w = malloc(sizeof *w + band_bytes + filtered_bytes);
    if (!w) {
        return STATUS_NO_MEMORY;
    }
    *w = as;
    w->filtered = w->band + band_bytes;
    memset(w->band, 0, w->row_bytes);
    w->filter = choose_filter(w, like);
    *out = w;
    return STATUS_OK;
}

enum status png_writer_open(const struct image *like, bool opaque, struct bytes chunks,
                            struct png_writer **out) {
    const struct png_writer as = {.width = like->width,
                                  .height = like->height,
                                  .in_channels = 4,
                                  .held_channels = opaque ? 3 : 4,
                                  .channels = opaque ? 3 : 4,
                                  .chunks = chunks};
    return begin(as, like->pixels, out);
}

static enum status open_plane(const struct plane *like, int channels, struct png_writer **out) {
    const struct png_writer as = {.width = like->width,
                                  .height = like->height,
                                  .in_channels = 1,
                                  .held_channels = 1,
                                  .channels = channels};
    return begin(as, like->values, out);
}

enum status png_writer_open_grey(const struct plane *like, struct png_writer **out) {
    return open_plane(like, 1, out);
}

enum status png_writer_open_mask(const struct plane *like, struct png_writer **out) {
    return open_plane(like, 4, out);
}

/* Signature, header, and the chunks that are to stand before the pixels. */
static void write_start(struct png_writer *w, struct buf *out) {
    static const uint8_t color_types[] = {0, 0, 0, 2, 6};
    uint8_t header[13] = {[8] = 8, [9] = color_types[w->channels]};
    png_write_be32(header, (size_t)w->width);
    png_write_be32(header + 4, (size_t)w->height);
    buf_append(out, "\x89PNG\r\n\x1a\n", 8);
    const size_t chunk = png_chunk_begin(out, "IHDR");
    buf_append(out, header, sizeof header);
    png_chunk_end(out, chunk);
    buf_append(out, w->chunks.data, w->chunks.len);
}

/* Compresses the rows that wait. */
static void write_band(struct png_writer *w, struct buf *out) {
    const bool last = w->done + w->held == w->height;
    const struct bytes left = filter_waiting(w, w->filter);
    if (is_mask(w)) { /* what is black leaves nothing but zeros */
        deflate_more_alpha(&w->deflate, left, w->row_bytes, last, out);
    } else {
        deflate_more(&w->deflate, left, last, out);
    }
    memcpy(w->band, w->band + (size_t)w->held * w->row_bytes, w->row_bytes);
    w->done += w->held;
    w->held = 0;
}

/* Takes as many of 'rows' as the band has room for, compresses it once it is full or the last. */
static int take(struct png_writer *w, const uint8_t *rgba, int rows, struct buf *out) {
    const int room = w->band_rows - w->held;
    const int taken = rows < room ? rows : room;
    hold(w, rgba, taken);
    if (w->held == w->band_rows || w->done + w->held == w->height) {
        write_band(w, out);
    }
    return taken;
}

enum status png_writer_rows(struct png_writer *w, const uint8_t *rgba, int rows, struct buf *out) {
    const int left = w->height - w->done - w->held;
    if (rows > left) {
        return buf_fail(out, STATUS_INTERNAL);
    }
    if (rows < w->band_rows - w->held && rows < left) {
        hold(w, rgba, rows);
        return out->status;
    }
    if (w->done == 0) {
        write_start(w, out);
    }
    const size_t chunk = png_chunk_begin(out, "IDAT");
    if (w->done == 0) {
        w->deflate = deflate_begin(w->channels, out);
    }
    while (rows > 0 && out->status == STATUS_OK) {
        const int taken = take(w, rgba, rows, out);
        rgba += (size_t)taken * (size_t)w->width * (size_t)w->in_channels;
        rows -= taken;
    }
    png_chunk_end(out, chunk);
    return out->status;
}

enum status png_writer_end(struct png_writer *w, struct buf *out) {
    if (w->done < w->height) {
        return buf_fail(out, STATUS_INTERNAL);
    }
    png_chunk_end(out, png_chunk_begin(out, "IEND"));
    return out->status;
}

void png_writer_free(struct png_writer *w) {
    free(w);
}
