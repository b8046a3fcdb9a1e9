#include "pixels/stb_decode.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Room for stb_image's own state, tables and line buffers. */
#define BUDGET_BASE ((size_t)1 << 20)
/* Edges a JPEG may be padded by: 4 blocks of 8 pixels, on either side to be safe. */
#define BUDGET_PADDING 64
/* The most is a progressive JPEG of four components: planes, coefficients, result. */
#define BUDGET_BYTES_PER_PIXEL 40

/*
 * What stb_image may still allocate for the picture at hand; freeing gives nothing back.
 *
 * Its allocator takes no context, so this is the one variable outside door/.  It means something
 * only while stb_decode runs, and every thread has its own.
 */
static _Thread_local struct {
    size_t left;
    bool out_of_memory; /* the machine refused, not the budget */
} budget;

static bool budget_spend(size_t len) {
    if (len > budget.left) {
        return false;
    }
    budget.left -= len;
    return true;
}

static void *budget_result(void *block) {
    budget.out_of_memory = budget.out_of_memory || !block;
    return block;
}

static void *budget_malloc(size_t len) {
    return budget_spend(len) ? budget_result(calloc(len ? len : 1, 1)) : NULL;
}

#ifdef __wasm_simd128__
#define STBI__X64_TARGET /* else it leaves out its SSE2, which WebAssembly's SIMD can do as well   \
                          */
#endif
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_JPEG /* the other decoders are where its CVEs are */
#define STBI_NO_STDIO  /* files come as bytes */
#define STBI_NO_LINEAR /* no floats */
#define STBI_NO_HDR
#define STBI_MAX_DIMENSIONS IMAGE_MAX_EDGE  /* checked before; and once more */
#define STBI_MALLOC(len) budget_malloc(len) /* zeroed: it leaves gaps in broken pictures */
#define STBI_REALLOC(old, len) NULL         /* for a JPEG it asks for none */
#define STBI_FREE(block) free(block)
#define STBI_ASSERT TRAP_UNLESS
#include <stb_image.h>

static enum status refuse(struct fault *fault) {
    return budget.out_of_memory ? fault_no_memory(fault) : image_fault_damaged(fault);
}

/*
 * Some errors stb_image keeps to itself and returns what it has, which may be nothing but green.
 * They show in the reason of the last failure, which is then no more what forget_errors left there.
 */
static const char no_error[] = "none";

static void forget_errors(void) {
    stbi__err(no_error, "");
}

static bool met_error(void) {
    return stbi_failure_reason() != no_error;
}

static uint8_t *load(struct bytes file, int *width, int *height) {
    int channels;
    forget_errors();
    uint8_t *pixels = stbi_load_from_memory(file.data, (int)file.len, width, height, &channels, 4);
    if (pixels && met_error()) {
        free(pixels);
        return NULL;
    }
    return pixels;
}

static void set_budget(int width, int height) {
    budget.out_of_memory = false;
    budget.left = BUDGET_BASE + BUDGET_BYTES_PER_PIXEL * (size_t)(width + BUDGET_PADDING) *
                                    (size_t)(height + BUDGET_PADDING);
}

enum status stb_decode(struct bytes file, int width, int height, struct image *out,
                       struct fault *fault) {
    *out = (struct image){0};
    set_budget(width, height);
    if (file.len > INT_MAX) {
        return refuse(fault);
    }
    struct image image = {0};
    image.pixels = load(file, &image.width, &image.height);
    if (!image.pixels || image.width != width || image.height != height) {
        image_free(&image);
        return refuse(fault);
    }
    *out = image;
    return STATUS_OK;
}

/* How one colour's samples become those of the picture's rows: stb_image's own way. */
struct color {
    resample_row_func resample;
    int across; /* pixels that a sample stands for */
    int down;
    int width; /* samples */
    int step;  /* of the picture's rows, from one row of samples to the next */
    int row;   /* the rows of samples that the picture's next row lies between */
    int below;
    int held; /* rows in memory: row y at y % held */
};

/*
 * A JPEG whose colours come together is decoded as its rows are asked for, band by band: a row of
 * its MCUs, the squares that all colours are packed in.  Two bands are held, since a row may lie
 * between them.  Of any other there is one band, which is all of it.
 */
struct stb_rows {
    stbi__context context;
    stbi__jpeg jpeg;
    struct color colors[3];
    int bands; /* decoded so far, of jpeg.img_mcu_y */
    bool broken;
};

#define BANDS_HELD 2

static int larger(int a, int b) {
    return a > b ? a : b;
}

static int divided_up(int length, int by) {
    return (length + by - 1) / by;
}

/* Whether the three colours are brightness and two differences, as in nearly every photograph. */
static bool is_common(const stbi__jpeg *jpeg) {
    const bool rgb = jpeg->rgb == 3 || (jpeg->app14_color_transform == 0 && !jpeg->jfif);
    return jpeg->s->img_n == 3 && !rgb;
}

static void begin_file(struct stb_rows *rows, struct bytes file) {
    memset(&rows->jpeg, 0, sizeof rows->jpeg);
    stbi__start_mem(&rows->context, file.data, (int)file.len);
    rows->jpeg.s = &rows->context;
    stbi__setup_jpeg(&rows->jpeg);
}

/* Reads up to the first scan's data. */
static bool read_to_scan(stbi__jpeg *jpeg) {
    if (!stbi__decode_jpeg_header(jpeg, STBI__SCAN_header)) {
        return false;
    }
    int marker = stbi__get_marker(jpeg);
    while (!stbi__SOS(marker)) {
        if (!stbi__process_marker(jpeg, marker)) {
            return false;
        }
        marker = stbi__get_marker(jpeg);
    }
    return stbi__process_scan_header(jpeg);
}

/* As stb_image lays out MCUs; false where a colour's samples do not fit into them evenly. */
static bool lay_out(stbi__jpeg *jpeg) {
    jpeg->img_h_max = 1;
    jpeg->img_v_max = 1;
    for (int c = 0; c < 3; c++) {
        jpeg->img_h_max = larger(jpeg->img_h_max, jpeg->img_comp[c].h);
        jpeg->img_v_max = larger(jpeg->img_v_max, jpeg->img_comp[c].v);
    }
    jpeg->img_mcu_w = jpeg->img_h_max * 8;
    jpeg->img_mcu_h = jpeg->img_v_max * 8;
    jpeg->img_mcu_x = divided_up((int)jpeg->s->img_x, jpeg->img_mcu_w);
    jpeg->img_mcu_y = divided_up((int)jpeg->s->img_y, jpeg->img_mcu_h);
    for (int c = 0; c < 3; c++) {
        if (jpeg->img_h_max % jpeg->img_comp[c].h || jpeg->img_v_max % jpeg->img_comp[c].v) {
            return false;
        }
        jpeg->img_comp[c].y =
            divided_up((int)jpeg->s->img_y * jpeg->img_comp[c].v, jpeg->img_v_max);
        jpeg->img_comp[c].w2 = jpeg->img_mcu_x * jpeg->img_comp[c].h * 8;
        jpeg->img_comp[c].h2 = BANDS_HELD * jpeg->img_comp[c].v * 8;
    }
    return true;
}

static bool make_room(stbi__jpeg *jpeg) {
    for (int c = 0; c < 3; c++) {
        void *room = stbi__malloc_mad2(jpeg->img_comp[c].w2, jpeg->img_comp[c].h2, 15);
        if (!room) {
            return false;
        }
        jpeg->img_comp[c].raw_data = room;
        jpeg->img_comp[c].data = (stbi_uc *)room + (-(uintptr_t)room & 15);
    }
    return true;
}

static bool comes_in_bands(const stbi__jpeg *jpeg) {
    return is_common(jpeg) && !jpeg->progressive && jpeg->scan_n == 3;
}

/* Ready for the first band, or has it where there is only one. */
static bool begin_bands(struct stb_rows *rows, struct bytes file) {
    stbi__jpeg *jpeg = &rows->jpeg;
    begin_file(rows, file);
    if (read_to_scan(jpeg) && comes_in_bands(jpeg) && lay_out(jpeg)) {
        stbi__jpeg_reset(jpeg);
        return make_room(jpeg);
    }
    begin_file(rows, file);
    if (!stbi__decode_jpeg_image(jpeg)) {
        return false;
    }
    rows->bands = jpeg->img_mcu_y;
    return true;
}

static bool begin_color(stbi__jpeg *jpeg, int c, struct color *color) {
    const int across = jpeg->img_h_max / jpeg->img_comp[c].h;
    const int down = jpeg->img_v_max / jpeg->img_comp[c].v;
    *color = (struct color){
        .resample = across == 1 && down == 1   ? resample_row_1
                    : across == 1 && down == 2 ? stbi__resample_row_v_2
                    : across == 2 && down == 1 ? stbi__resample_row_h_2
                    : across == 2 && down == 2 ? jpeg->resample_row_hv_2_kernel
                                               : stbi__resample_row_generic,
        .across = across,
        .down = down,
        .width = divided_up((int)jpeg->s->img_x, across),
        .step = down >> 1,
        .held = jpeg->img_comp[c].h2,
    };
    jpeg->img_comp[c].linebuf = stbi__malloc(jpeg->s->img_x + 3);
    return jpeg->img_comp[c].linebuf != NULL;
}

static bool begin_rows(struct stb_rows *rows, struct bytes file, int width, int height) {
    stbi__jpeg *jpeg = &rows->jpeg;
    if (!begin_bands(rows, file) || (int)jpeg->s->img_x != width || (int)jpeg->s->img_y != height) {
        return false;
    }
    for (int c = 0; is_common(jpeg) && c < 3; c++) {
        if (!begin_color(jpeg, c, &rows->colors[c])) {
            return false;
        }
    }
    return true;
}

enum status stb_rows_open(struct bytes file, int width, int height, struct stb_rows **out,
                          struct fault *fault) {
    *out = NULL;
    set_budget(width, height);
    struct stb_rows *rows = file.len > INT_MAX ? NULL : budget_malloc(sizeof *rows);
    if (!rows) {
        return refuse(fault);
    }
    forget_errors();
    const bool sound = begin_rows(rows, file, width, height) && !met_error();
    if (sound && is_common(&rows->jpeg)) {
        *out = rows;
        return STATUS_OK;
    }
    stb_rows_free(rows);
    return sound ? STATUS_OK : refuse(fault);
}

static bool decode_block(stbi__jpeg *jpeg, int c, int x, int y) {
    STBI_SIMD_ALIGN(short, data[64]);
    const int ac = jpeg->img_comp[c].ha;
    const int stride = jpeg->img_comp[c].w2;
    if (!stbi__jpeg_decode_block(jpeg, data, jpeg->huff_dc + jpeg->img_comp[c].hd,
                                 jpeg->huff_ac + ac, jpeg->fast_ac[ac], c,
                                 jpeg->dequant[jpeg->img_comp[c].tq])) {
        return false;
    }
    jpeg->idct_block_kernel(jpeg->img_comp[c].data + (y * stride + x) * 8, stride, data);
    return true;
}

/* The blocks of an MCU, color by color, to its place in the 'slot'th band held. */
static bool decode_mcu(stbi__jpeg *jpeg, int mcu, int slot) {
    for (int i = 0; i < 3; i++) {
        const int c = jpeg->order[i];
        const int across = jpeg->img_comp[c].h;
        const int blocks = across * jpeg->img_comp[c].v;
        for (int b = 0; b < blocks; b++) {
            if (!decode_block(jpeg, c, mcu * across + b % across,
                              slot * jpeg->img_comp[c].v + b / across)) {
                return false;
            }
        }
    }
    return true;
}

/* After an MCU: where an interval ends the next one has to begin, unless it was the last. */
static bool restart(stbi__jpeg *jpeg, bool last) {
    if (--jpeg->todo > 0) {
        return true;
    }
    if (jpeg->code_bits < 24) {
        stbi__grow_buffer_unsafe(jpeg);
    }
    if (!STBI__RESTART(jpeg->marker)) {
        return last;
    }
    stbi__jpeg_reset(jpeg);
    return true;
}

static bool decode_band(stbi__jpeg *jpeg, int band) {
    for (int mcu = 0; mcu < jpeg->img_mcu_x; mcu++) {
        const bool last = band == jpeg->img_mcu_y - 1 && mcu == jpeg->img_mcu_x - 1;
        if (!decode_mcu(jpeg, mcu, band % BANDS_HELD) || !restart(jpeg, last)) {
            return false;
        }
    }
    return true;
}

/* Decodes the next band, unless one before was broken: then its place is left as it is. */
static void next_band(struct stb_rows *rows) {
    forget_errors();
    rows->broken = rows->broken || !decode_band(&rows->jpeg, rows->bands) || met_error();
    rows->bands++;
}

/* Has all samples for the next row of the picture in memory. */
static void need_samples(struct stb_rows *rows) {
    for (int c = 0; c < 3; c++) {
        while (rows->bands * rows->jpeg.img_comp[c].v * 8 <= rows->colors[c].below) {
            next_band(rows);
        }
    }
}

static uint8_t *samples_at(const stbi__jpeg *jpeg, int c, const struct color *color, int row) {
    return jpeg->img_comp[c].data + (size_t)(row % color->held) * (size_t)jpeg->img_comp[c].w2;
}

/* The samples of a colour for the next row, as wide as the picture. */
static const uint8_t *next_samples(stbi__jpeg *jpeg, int c, struct color *color) {
    const bool low = color->step >= color->down >> 1;
    uint8_t *row = samples_at(jpeg, c, color, color->row);
    uint8_t *below = samples_at(jpeg, c, color, color->below);
    const uint8_t *samples = color->resample(jpeg->img_comp[c].linebuf, low ? below : row,
                                             low ? row : below, color->width, color->across);
    if (++color->step >= color->down) {
        color->step = 0;
        color->row = color->below;
        color->below += color->below + 1 < jpeg->img_comp[c].y;
    }
    return samples;
}

void stb_rows_next(struct stb_rows *rows, uint8_t *rgba) {
    stbi__jpeg *jpeg = &rows->jpeg;
    const uint8_t *samples[3];
    need_samples(rows);
    for (int c = 0; c < 3; c++) {
        samples[c] = next_samples(jpeg, c, &rows->colors[c]);
    }
    jpeg->YCbCr_to_RGB_kernel(rgba, samples[0], samples[1], samples[2], (int)jpeg->s->img_x, 4);
}

enum status stb_rows_end(struct stb_rows *rows, struct fault *fault) {
    while (rows->bands < rows->jpeg.img_mcu_y && !rows->broken) {
        next_band(rows);
    }
    return rows->broken ? refuse(fault) : STATUS_OK;
}

void stb_rows_free(struct stb_rows *rows) {
    if (rows) {
        stbi__cleanup_jpeg(&rows->jpeg);
        free(rows);
    }
}
