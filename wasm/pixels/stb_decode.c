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
    if (budget.out_of_memory) {
        return fault_no_memory(fault);
    }
    return fault_set(fault, STATUS_DAMAGED, NULL,
                     "This picture is damaged: its pixels cannot be read. Please use another copy "
                     "of it.");
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

/* What stb_image itself keeps while it puts a picture's colours together. */
struct stb_rows {
    stbi__context context;
    stbi__jpeg jpeg;
    stbi__resample colors[3];
};

static bool begin_color(stbi__jpeg *jpeg, int c, stbi__resample *r) {
    const int across = jpeg->img_h_max / jpeg->img_comp[c].h;
    const int down = jpeg->img_v_max / jpeg->img_comp[c].v;
    *r = (stbi__resample){
        .resample = across == 1 && down == 1   ? resample_row_1
                    : across == 1 && down == 2 ? stbi__resample_row_v_2
                    : across == 2 && down == 1 ? stbi__resample_row_h_2
                    : across == 2 && down == 2 ? jpeg->resample_row_hv_2_kernel
                                               : stbi__resample_row_generic,
        .line0 = jpeg->img_comp[c].data,
        .line1 = jpeg->img_comp[c].data,
        .hs = across,
        .vs = down,
        .w_lores = ((int)jpeg->s->img_x + across - 1) / across,
        .ystep = down >> 1,
    };
    jpeg->img_comp[c].linebuf = stbi__malloc(jpeg->s->img_x + 3);
    return jpeg->img_comp[c].linebuf != NULL;
}

/* Whether the three colours are brightness and two differences, as in nearly every photograph. */
static bool is_common(const stbi__jpeg *jpeg) {
    const bool rgb = jpeg->rgb == 3 || (jpeg->app14_color_transform == 0 && !jpeg->jfif);
    return jpeg->s->img_n == 3 && !rgb;
}

static bool begin_rows(struct stb_rows *rows, int width, int height) {
    stbi__jpeg *jpeg = &rows->jpeg;
    if (!stbi__decode_jpeg_image(jpeg) || (int)jpeg->s->img_x != width ||
        (int)jpeg->s->img_y != height) {
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
    stbi__start_mem(&rows->context, file.data, (int)file.len);
    rows->jpeg.s = &rows->context;
    stbi__setup_jpeg(&rows->jpeg);
    const bool sound = begin_rows(rows, width, height) && !met_error();
    if (sound && is_common(&rows->jpeg)) {
        *out = rows;
        return STATUS_OK;
    }
    stb_rows_free(rows);
    return sound ? STATUS_OK : refuse(fault);
}

/* The samples of a colour for the next row, as wide as the picture. */
static const uint8_t *next_samples(stbi__jpeg *jpeg, int c, stbi__resample *r) {
    const bool below = r->ystep >= r->vs >> 1;
    const uint8_t *samples = r->resample(jpeg->img_comp[c].linebuf, below ? r->line1 : r->line0,
                                         below ? r->line0 : r->line1, r->w_lores, r->hs);
    if (++r->ystep >= r->vs) {
        r->ystep = 0;
        r->line0 = r->line1;
        if (++r->ypos < jpeg->img_comp[c].y) {
            r->line1 += jpeg->img_comp[c].w2;
        }
    }
    return samples;
}

void stb_rows_next(struct stb_rows *rows, uint8_t *rgba) {
    stbi__jpeg *jpeg = &rows->jpeg;
    const uint8_t *samples[3];
    for (int c = 0; c < 3; c++) {
        samples[c] = next_samples(jpeg, c, &rows->colors[c]);
    }
    jpeg->YCbCr_to_RGB_kernel(rgba, samples[0], samples[1], samples[2], (int)jpeg->s->img_x, 4);
}

void stb_rows_free(struct stb_rows *rows) {
    if (rows) {
        stbi__cleanup_jpeg(&rows->jpeg);
        free(rows);
    }
}
