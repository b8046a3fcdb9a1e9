#include "pixels/resize.h"

#include <math.h>
#include <string.h>

#include "pixels/lanczos.h"

#define STB_IMAGE_RESIZE_IMPLEMENTATION
#define STBIR_ASSERT TRAP_UNLESS
#define STBIR_FORCE_GATHER_FILTER_SCANLINES_AMOUNT (8 * IMAGE_MAX_EDGE) /* never scatter */
#define STBIR__HEADER_FILENAME "pixels/resize_trim.h" /* what it includes in place of itself */
/* It copies pairs of floats as one 64-bit word wherever they lie, which every machine here can. */
#ifdef __clang__
#pragma clang attribute push(__attribute__((no_sanitize("alignment"))), apply_to = function)
#endif
#include <stb_image_resize2.h>
#ifdef __clang__
#pragma clang attribute pop
#endif

#define PI 3.14159265358979323846f

/* C's round() takes halves away from zero; Python's, and so the node's, takes them to even. */
static int round_half_even(double x) {
    const double below = floor(x);
    const double part = x - below;
    const bool up = part > 0.5 || (part == 0.5 && fmod(below, 2) != 0);
    return (int)below + up;
}

static int scaled_side(int side, double scale) {
    const int scaled = round_half_even(side * scale);
    return scaled < 1 ? 1 : scaled;
}

void resize_fit(int width, int height, int64_t budget, int *out_width, int *out_height) {
    *out_width = width;
    *out_height = height;
    const double scale = sqrt((double)budget / ((double)width * height));
    if (budget > 0 && scale < 1) {
        *out_width = scaled_side(width, scale);
        *out_height = scaled_side(height, scale);
    }
}

/* sin(x) by its series around the nearest multiple of pi, to 1e-7; sinf would bring in 4 KB. */
static float sine(float x) {
    const int turns = (int)lroundf(x / PI);
    const float r = x - (float)turns * PI;
    const float s = r * r;
    const float sum = r * (1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72 * (1 - s / 110)))));
    return turns % 2 == 0 ? sum : -sum;
}

static float sinc(float x) {
    return x == 0 ? 1 : sine(x * PI) / (x * PI);
}

static float lanczos(float x, float scale, void *context) {
    (void)scale;
    (void)context;
    return fabsf(x) < RESIZE_LOBES ? sinc(x) * sinc(x / RESIZE_LOBES) : 0;
}

float resize_kernel(float x) {
    const bool whole = x != 0 && x == floorf(x);
    return whole ? 0 : lanczos(x, 1, NULL);
}

static float lanczos_support(float scale, void *context) {
    (void)scale;
    (void)context;
    return RESIZE_LOBES;
}

/*
 * stb_image_resize2 takes the kernel of both directions from the first argument of
 * stbir_set_filter_callbacks, and a direction without a support from stbir_set_filters.
 */
static void set_filters(STBIR_RESIZE *r) {
    stbir_set_filters(r, STBIR_FILTER_POINT_SAMPLE, STBIR_FILTER_POINT_SAMPLE);
    stbir_set_filter_callbacks(r, lanczos, r->input_w == r->output_w ? NULL : lanczos_support,
                               lanczos, r->input_h == r->output_h ? NULL : lanczos_support);
    stbir_set_edgemodes(r, STBIR_EDGE_CLAMP, STBIR_EDGE_CLAMP);
}

static enum status run(STBIR_RESIZE *r) {
    set_filters(r);
    return stbir_resize_extended(r) ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status resize_image(const struct image *image, int width, int height, struct image *out) {
    return resize_part(image, image_rect(image), width, height, out);
}

static const uint8_t *pixel_at(const struct image *image, int x, int y) {
    return image->pixels + ((size_t)y * (size_t)image->width + (size_t)x) * 4;
}

static bool part_is_opaque(const struct image *image, struct rect part) {
    uint8_t alpha = 255;
    for (int y = 0; y < part.height && alpha == 255; y++) {
        const uint8_t *row = pixel_at(image, part.x, part.y + y);
        for (int x = 0; x < part.width; x++) {
            alpha &= row[(size_t)x * 4 + 3];
        }
    }
    return alpha == 255;
}

/* A part of a picture as rows. */
struct part {
    const struct image *image;
    struct rect rect;
};

static const uint8_t *part_row(void *context, int y, uint8_t *room) {
    const struct part *part = context;
    (void)room;
    return pixel_at(part->image, part->rect.x, part->rect.y + y);
}

static enum status scale_opaque(const struct image *image, struct rect rect, struct image *out) {
    struct part part = {image, rect};
    const struct lanczos_source rows = {rect.width, rect.height, &part, part_row};
    return lanczos_scale(&rows, out);
}

static enum status scale_weighted(const struct image *image, struct rect rect, struct image *out) {
    STBIR_RESIZE r;
    stbir_resize_init(&r, pixel_at(image, rect.x, rect.y), rect.width, rect.height,
                      image->width * 4, out->pixels, out->width, out->height, 0, STBIR_RGBA,
                      STBIR_TYPE_UINT8);
    return run(&r);
}

enum status resize_part(const struct image *image, struct rect part, int width, int height,
                        struct image *out) {
    if (part.width == width && part.height == height) {
        return image_cut(image, part, out);
    }
    enum status status = image_make(width, height, out);
    if (status != STATUS_OK) {
        return status;
    }
    status = (part_is_opaque(image, part) ? scale_opaque : scale_weighted)(image, part, out);
    if (status != STATUS_OK) {
        image_free(out);
    }
    return status;
}

enum status resize_frame(const struct image *image, struct rect frame, int width, int height,
                         struct image *out) {
    const struct rect inside = rect_intersect(frame, image_rect(image));
    if (inside.width == frame.width && inside.height == frame.height) {
        return resize_part(image, frame, width, height, out);
    }
    struct image cut;
    enum status status = image_cut(image, frame, &cut);
    *out = (struct image){0};
    if (status == STATUS_OK) {
        status = resize_image(&cut, width, height, out);
        image_free(&cut);
    }
    return status;
}

static void read_plane(const void *context, int x, int y, int len, uint8_t *values) {
    const struct plane *plane = context;
    memcpy(values, plane->values + (size_t)y * (size_t)plane->width + (size_t)x, (size_t)len);
}

enum status resize_plane(const struct plane *plane, int width, int height, struct plane *out) {
    const struct resize_source from = {plane->width, plane->height, plane, read_plane};
    enum status status = plane_make(width, height, out);
    if (status != STATUS_OK) {
        return status;
    }
    status = resize_window(&from, (struct rect){0, 0, width, height}, out);
    if (status != STATUS_OK) {
        plane_free(out);
    }
    return status;
}

/* As stb_image_resize2 asks for pixels, for which it gives the room. */
static const void *read_source(void *room, const void *input, int len, int x, int y,
                               void *context) {
    const struct resize_source *from = context;
    (void)input;
    from->read(from->context, x, y, len, room);
    return room;
}

enum status resize_window(const struct resize_source *from, struct rect window, struct plane *out) {
    STBIR_RESIZE r;
    struct resize_source source = *from;
    const void *nowhere =
        out->values; /* never read: but it adds to it, which NULL does not allow */
    stbir_resize_init(&r, nowhere, from->width, from->height, 0, out->values, out->width,
                      out->height, out->width, STBIR_1CHANNEL, STBIR_TYPE_UINT8);
    stbir_set_pixel_callbacks(&r, read_source, NULL);
    stbir_set_user_data(&r, &source);
    stbir_set_pixel_subrect(&r, window.x, window.y, window.width, window.height);
    return run(&r);
}
