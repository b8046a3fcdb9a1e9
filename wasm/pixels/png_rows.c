#include "pixels/png_rows.h"

#include <stdlib.h>
#include <string.h>

#include "pixels/filter.h"
#include "pixels/inflate.h"
#include "pixels/png_chunk.h"
#include "pixels/unfilter.h"

#define FRESH ((size_t)96 << 10) /* bytes that are unpacked at a time */
#define COLORS 256
#define OPAQUE 255

/* Bytes past the pixels that are put up with, besides as many as the picture has. */
#define SURPLUS ((size_t)1 << 20)

/* How samples lie in a row. */
struct layout {
    int channels;
    int depth;       /* bits of a sample */
    size_t pixel;    /* bytes of a pixel, 1 where it has less */
    bool numbers;    /* its samples are looked up in 'colors' */
    bool has_key;    /* pixels of one colour are transparent */
    uint16_t key[3]; /* which, as it stands in the row */
    uint8_t colors[COLORS][4];
};

struct png_rows {
    struct bytes file;
    size_t at; /* where its next chunk is */
    struct png_info info;
    struct layout layout;
    uint8_t *window; /* what has been unpacked: rows that are done with, and from here */
    size_t from;     /* to here those to come */
    size_t to;
    size_t size;
    uint8_t *rooms; /* for these: */
    uint8_t *row;   /* the last one, unfiltered */
    uint8_t *other; /* the next */
    uint8_t *rgba;  /* one of an interlaced picture */
    int came;       /* rows so far, where it is not interlaced */
    bool damaged;
    struct inflate inflate;
};

/* Which pixels a pass of an interlaced picture has: the first ones, and how far apart they are. */
static const struct pass {
    int left, top, across, down;
} passes[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
              {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

static bool next_idat(void *context, struct bytes *piece) {
    struct png_rows *r = context;
    struct png_chunk chunk;
    while (png_chunk_next(r->file, &r->at, &chunk)) {
        if (png_chunk_is(&chunk, "IDAT")) {
            *piece = chunk.data;
            return true;
        }
    }
    return false;
}

static size_t row_bytes(const struct layout *l, int width) {
    return ((size_t)width * (size_t)l->channels * (size_t)l->depth + 7) / 8;
}

static void set_color(struct layout *l, int number, const uint8_t *rgb) {
    memcpy(l->colors[number], rgb, 3);
    l->colors[number][3] = OPAQUE;
}

/* Numbers past the palette's end stay blank. */
static void set_palette(struct layout *l, struct bytes colors) {
    for (size_t i = 0; i < colors.len / 3 && i < COLORS; i++) {
        set_color(l, (int)i, colors.data + 3 * i);
    }
}

static void set_greys(struct layout *l) {
    const int most = (1 << l->depth) - 1;
    for (int i = 0; i <= most; i++) {
        const uint8_t grey = (uint8_t)(i * OPAQUE / most);
        set_color(l, i, (const uint8_t[]){grey, grey, grey});
    }
}

/* tRNS of a palette: the alpha of its first colours. */
static bool set_alphas(struct layout *l, struct bytes alphas, struct bytes colors) {
    if (alphas.len > colors.len / 3) {
        return false;
    }
    for (size_t i = 0; i < alphas.len; i++) {
        l->colors[i][3] = alphas.data[i];
    }
    return true;
}

/* The other kind: the colour that is transparent. */
static bool set_key(struct layout *l, struct bytes key) {
    if (key.len != 2 * (size_t)l->channels) {
        return false;
    }
    for (int c = 0; c < l->channels; c++) {
        const uint16_t sample = read_be16(key.data + 2 * c);
        l->key[c] = l->depth == 16 ? sample : sample & 255;
    }
    if (l->numbers && l->key[0] < 1 << l->depth) {
        l->colors[l->key[0]][3] = 0;
    }
    l->has_key = true;
    return true;
}

static bool set_transparency(struct png_rows *r, struct bytes chunk, struct bytes palette) {
    switch (r->info.color_type) {
    case PNG_PALETTE:
        return set_alphas(&r->layout, chunk, palette);
    case 0:
    case 2:
        return set_key(&r->layout, chunk);
    default:
        return false;
    }
}

static void set_layout(const struct png_info *info, struct layout *out) {
    static const int channels[] = {1, 0, 3, 1, 2, 0, 4};
    *out = (struct layout){.channels = channels[info->color_type], .depth = info->bit_depth};
    const size_t bits = (size_t)out->channels * (size_t)out->depth;
    out->pixel = bits < 8 ? 1 : bits / 8;
    out->numbers = out->channels == 1 && out->depth <= 8;
    if (out->numbers && info->color_type != PNG_PALETTE) {
        set_greys(out);
    }
}

/* Takes in the chunks before the pixels; false where one does not fit the picture. */
static bool read_colors(struct png_rows *r) {
    struct bytes palette = {0};
    struct png_chunk chunk;
    size_t at = PNG_CHUNKS_START;
    while (png_chunk_next(r->file, &at, &chunk) && !png_chunk_is(&chunk, "IDAT")) {
        if (png_chunk_is(&chunk, "PLTE") && r->info.color_type == PNG_PALETTE) {
            palette = chunk.data;
            set_palette(&r->layout, palette);
        }
        if (png_chunk_is(&chunk, "tRNS") && !set_transparency(r, chunk.data, palette)) {
            return false;
        }
    }
    return true;
}

static enum status make_room(struct png_rows *r) {
    const size_t row = row_bytes(&r->layout, r->info.width);
    const size_t rgba = r->info.interlaced ? (size_t)r->info.width * 4 : 0;
    r->size = (row > INFLATE_HISTORY ? row : INFLATE_HISTORY) + FRESH;
    r->window = calloc(r->size + INFLATE_OVERSHOOT + UNFILTER_SLACK, 1);
    r->rooms = calloc(2 * (row + UNFILTER_SLACK) + rgba, 1);
    if (!r->window || !r->rooms) {
        return STATUS_NO_MEMORY;
    }
    r->row = r->rooms;
    r->other = r->row + row + UNFILTER_SLACK;
    r->rgba = r->other + row + UNFILTER_SLACK;
    return STATUS_OK;
}

enum status png_rows_open(struct bytes file, const struct png_info *info, struct png_rows **out,
                          struct fault *fault) {
    struct png_rows *r = calloc(1, sizeof *r);
    *out = NULL;
    if (!r) {
        return fault_no_memory(fault);
    }
    r->file = (struct bytes){file.data, info->len};
    r->at = PNG_CHUNKS_START;
    r->info = *info;
    set_layout(info, &r->layout);
    const bool fits = read_colors(r);
    if (!fits || make_room(r) != STATUS_OK) {
        png_rows_free(r);
        return fits ? fault_no_memory(fault) : image_fault_damaged(fault);
    }
    inflate_begin(&r->inflate, (struct inflate_source){r, next_idat});
    *out = r;
    return STATUS_OK;
}

/* Unpacks more behind what waits, which moves to the front with the history before it. */
static void unpack(struct png_rows *r) {
    const size_t waiting = r->to - r->from;
    const size_t past = r->to < INFLATE_HISTORY ? r->to : INFLATE_HISTORY;
    const size_t kept = waiting > past ? waiting : past;
    memmove(r->window, r->window + r->to - kept, kept);
    r->from = kept - waiting;
    uint8_t *at = r->window + kept;
    r->damaged = inflate_more(&r->inflate, r->window, r->window + r->size, &at) != STATUS_OK;
    r->to = (size_t)(at - r->window);
}

/* Whether 'len' more bytes are to be had, which then lie from r->from on. */
static bool need(struct png_rows *r, size_t len) {
    if (r->to - r->from < len && !r->damaged) {
        unpack(r);
    }
    return !r->damaged && r->to - r->from >= len;
}

/* The next row, unfiltered; NULL where it cannot be had. */
static const uint8_t *next_row(struct png_rows *r, int width) {
    const size_t len = row_bytes(&r->layout, width);
    if (!need(r, 1 + len) || r->window[r->from] >= FILTERS) {
        r->damaged = true;
        return NULL;
    }
    const uint8_t *rest = r->window + r->from;
    uint8_t *row = r->other;
    unfilter_row(rest[0], rest + 1, r->row, len, r->layout.pixel, row);
    r->other = r->row;
    r->row = row;
    r->from += 1 + len;
    return row;
}

static void spread_numbers(const struct layout *l, const uint8_t *row, int width, uint8_t *rgba) {
    const int most = (1 << l->depth) - 1;
    for (int x = 0; x < width; x++) {
        const int bit = x * l->depth;
        const int number = row[bit / 8] >> (8 - l->depth - bit % 8) & most;
        memcpy(rgba + (size_t)x * 4, l->colors[number], 4);
    }
}

/* A loop of its own: the compiler makes vector code of it. */
static void spread_rgb(const uint8_t *row, int width, uint8_t *restrict rgba) {
    for (int x = 0; x < width; x++, row += 3, rgba += 4) {
        rgba[0] = row[0];
        rgba[1] = row[1];
        rgba[2] = row[2];
        rgba[3] = OPAQUE;
    }
}

static uint16_t sample_at(const struct layout *l, const uint8_t *row, size_t index) {
    return l->depth == 16 ? read_be16(row + 2 * index) : row[index];
}

static uint8_t narrow(const struct layout *l, uint16_t sample) {
    return l->depth == 16 ? (uint8_t)((sample * 255u + 32767u) / 65535u) : (uint8_t)sample;
}

/* Any other pixels, sample by sample. */
static void spread_samples(const struct layout *l, const uint8_t *row, int width, uint8_t *rgba) {
    const size_t channels = (size_t)l->channels;
    const bool grey = channels < 3;
    const bool alpha = channels % 2 == 0;
    for (size_t x = 0; x < (size_t)width; x++, rgba += 4) {
        bool keyed = l->has_key;
        for (size_t c = 0; c < 3; c++) {
            const size_t at = grey ? 0 : c;
            const uint16_t sample = sample_at(l, row, x * channels + at);
            keyed = keyed && sample == l->key[at];
            rgba[c] = narrow(l, sample);
        }
        rgba[3] = alpha   ? narrow(l, sample_at(l, row, x * channels + channels - 1))
                  : keyed ? 0
                          : OPAQUE;
    }
}

static void spread(const struct layout *l, const uint8_t *row, int width, uint8_t *rgba) {
    if (l->numbers) {
        spread_numbers(l, row, width, rgba);
    } else if (l->depth == 8 && l->channels == 4) {
        memcpy(rgba, row, (size_t)width * 4);
    } else if (l->depth == 8 && l->channels == 3 && !l->has_key) {
        spread_rgb(row, width, rgba);
    } else {
        spread_samples(l, row, width, rgba);
    }
}

void png_rows_next(struct png_rows *rows, uint8_t *rgba) {
    const int width = rows->info.width;
    const uint8_t *row = next_row(rows, width);
    rows->came++;
    if (row) {
        spread(&rows->layout, row, width, rgba);
    } else {
        memset(rgba, 0, (size_t)width * 4);
    }
}

/* How many of 'count' rows or columns a pass has. */
static int part_of(int count, int first, int apart) {
    return (count - first + apart - 1) / apart;
}

/* Writes the pixels that a pass has, each to its place. */
static void fill_pass(struct png_rows *r, const struct pass *p, struct image *image) {
    const int width = part_of(image->width, p->left, p->across);
    memset(r->row, 0, row_bytes(&r->layout, width));
    for (int y = p->top; width > 0 && y < image->height; y += p->down) {
        const uint8_t *row = next_row(r, width);
        if (!row) {
            return;
        }
        spread(&r->layout, row, width, r->rgba);
        uint8_t *to = image->pixels + ((size_t)y * (size_t)image->width + (size_t)p->left) * 4;
        for (int x = 0; x < width; x++, to += (size_t)p->across * 4) {
            memcpy(to, r->rgba + (size_t)x * 4, 4);
        }
    }
}

void png_rows_all(struct png_rows *rows, struct image *image) {
    for (size_t p = 0; rows->info.interlaced && p < sizeof passes / sizeof *passes; p++) {
        fill_pass(rows, &passes[p], image);
    }
    for (int y = 0; !rows->info.interlaced && y < image->height; y++) {
        png_rows_next(rows, image->pixels + (size_t)y * (size_t)image->width * 4);
    }
}

/* Passes over the rows that nobody asked for. */
static void skip_rows(struct png_rows *r) {
    for (; !r->info.interlaced && !r->damaged && r->came < r->info.height; r->came++) {
        next_row(r, r->info.width);
    }
}

/* Passes over what follows the pixels, unless that is too much. */
static void skip_surplus(struct png_rows *r) {
    size_t left = SURPLUS + (size_t)r->info.width * (size_t)r->info.height * 4;
    while (!r->damaged && !r->inflate.ended) {
        const size_t len = r->to - r->from;
        r->damaged = len > left;
        left -= len;
        r->from = r->to;
        if (!r->damaged) {
            unpack(r);
        }
    }
}

enum status png_rows_end(struct png_rows *rows, struct fault *fault) {
    skip_rows(rows);
    skip_surplus(rows);
    return rows->damaged ? image_fault_damaged(fault) : STATUS_OK;
}

void png_rows_free(struct png_rows *rows) {
    if (rows) {
        free(rows->window);
        free(rows->rooms);
        free(rows);
    }
}
