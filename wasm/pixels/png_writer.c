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
    int in_channels; /* of the rows that come */
    int channels;    /* of those that are written */
    size_t row_bytes;
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

/* Puts rows behind those that wait, without their alpha where it is not written. */
static void hold(struct png_writer *w, const uint8_t *from, int rows) {
    uint8_t *to = waiting(w) + (size_t)w->held * w->row_bytes;
    const size_t pixels = (size_t)rows * (size_t)w->width;
    w->held += rows;
    if (w->channels == w->in_channels) {
        memcpy(to, from, pixels * (size_t)w->channels);
        return;
    }
    for (size_t i = 0; i < pixels; i++) {
        memcpy(to + i * 3, from + i * 4, 3);
    }
}

/* Filters the rows that wait, and returns what is left of them. */
static struct bytes filter_waiting(struct png_writer *w, int filter) {
    const uint8_t *row = waiting(w);
    uint8_t *to = w->filtered;
    for (int y = 0; y < w->held; y++, row += w->row_bytes, to += w->row_bytes) {
        *to++ = (uint8_t)filter;
        filter_row(filter, row, row - w->row_bytes, w->row_bytes, (size_t)w->channels, to);
    }
    return (struct bytes){w->filtered, (size_t)(to - w->filtered)};
}

/* Adds how long the waiting rows get with each filter. */
static enum status try_filters(struct png_writer *w, size_t lens[FILTERS]) {
    enum status status = STATUS_OK;
    struct buf out = buf_make(SIZE_MAX);
    for (int filter = 0; status == STATUS_OK && filter < FILTERS; filter++) {
        out.len = 0;
        status = deflate_zlib(filter_waiting(w, filter), w->channels, &out);
        lens[filter] += out.len;
    }
    buf_free(&out);
    return status;
}

/* One filter for all rows: choosing for each takes as long as all the rest and gains 1 %. */
static enum status choose_filter(struct png_writer *w, const uint8_t *like) {
    size_t lens[FILTERS] = {0};
    enum status status = STATUS_OK;
    for (int s = 1; w->height > STRIP_HEIGHT && status == STATUS_OK && s <= STRIPS; s++) {
        const size_t top = (size_t)(w->height - STRIP_HEIGHT) * (size_t)s / (STRIPS + 1);
        hold(w, like + top * (size_t)w->width * (size_t)w->in_channels, STRIP_HEIGHT);
        status = try_filters(w, lens);
        w->held = 0;
    }
    for (int filter = 1; filter < FILTERS; filter++) {
        w->filter = lens[filter] < lens[w->filter] ? filter : w->filter;
    }
    return status;
}

static int rows_in_band(size_t row_bytes, int height) {
    const int rows = (int)(BAND_BYTES / row_bytes);
    const int least = rows < STRIP_HEIGHT ? STRIP_HEIGHT : rows;
    return least < height ? least : height;
}

/* 'as' is what the writer has been told. */
static enum status begin(struct png_writer as, const uint8_t *like, struct png_writer **out) {
    *out = NULL;
    as.row_bytes = (size_t)as.width * (size_t)as.channels;
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
    const enum status status = choose_filter(w, like);
    if (status != STATUS_OK) {
        free(w);
        return status;
    }
    *out = w;
    return STATUS_OK;
}

enum status png_writer_open(const struct image *like, bool opaque, struct bytes chunks,
                            struct png_writer **out) {
    const struct png_writer as = {.width = like->width,
                                  .height = like->height,
                                  .in_channels = 4,
                                  .channels = opaque ? 3 : 4,
                                  .chunks = chunks};
    return begin(as, like->pixels, out);
}

enum status png_writer_open_grey(const struct plane *like, struct png_writer **out) {
    const struct png_writer as = {
        .width = like->width, .height = like->height, .in_channels = 1, .channels = 1};
    return begin(as, like->values, out);
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
    deflate_more(&w->deflate, filter_waiting(w, w->filter), last, out);
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
