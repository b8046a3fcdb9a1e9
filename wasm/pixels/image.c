#include "pixels/image.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum status image_check_size(int64_t width, int64_t height, struct fault *fault) {
    if (width < 1 || height < 1) {
        return fault_set(fault, STATUS_UNSUPPORTED, NULL,
                         "This picture says it is %" PRId64 " x %" PRId64
                         " pixels, so there is nothing in it. Please use another file.",
                         width, height);
    }
    if (width > IMAGE_MAX_EDGE || height > IMAGE_MAX_EDGE) {
        return fault_set(fault, STATUS_TOO_LARGE, NULL,
                         "This picture is %" PRId64 " x %" PRId64
                         " pixels; no side may be longer than %d. Please make it smaller first.",
                         width, height, IMAGE_MAX_EDGE);
    }
    if (width * height > IMAGE_MAX_PIXELS) {
        return fault_set(fault, STATUS_TOO_LARGE, NULL,
                         "This picture is %" PRId64 " x %" PRId64 " pixels, which is %" PRId64
                         " megapixels; at most %d fit here. Please make it smaller first.",
                         width, height, width * height / 1000000, IMAGE_MAX_PIXELS / 1000000);
    }
    return STATUS_OK;
}

enum status image_fault_damaged(struct fault *fault) {
    return fault_set(fault, STATUS_DAMAGED, NULL,
                     "This picture is damaged: its pixels cannot be read. Please use another copy "
                     "of it.");
}

static enum status make(uint8_t *pixels, int width, int height, struct image *out) {
    *out = pixels ? (struct image){pixels, width, height} : (struct image){0};
    return pixels ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status image_make(int width, int height, struct image *out) {
    return make(calloc((size_t)width * (size_t)height, 4), width, height, out);
}

enum status image_make_unset(int width, int height, struct image *out) {
    return make(malloc((size_t)width * (size_t)height * 4), width, height, out);
}

enum status plane_make(int width, int height, struct plane *out) {
    *out = (struct plane){calloc((size_t)width, (size_t)height), width, height};
    if (!out->values) {
        *out = (struct plane){0};
        return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

void image_free(struct image *image) {
    free(image->pixels);
    *image = (struct image){0};
}

void plane_free(struct plane *plane) {
    free(plane->values);
    *plane = (struct plane){0};
}

size_t image_bytes(const struct image *image) {
    return (size_t)image->width * (size_t)image->height * 4;
}

size_t plane_bytes(const struct plane *plane) {
    return (size_t)plane->width * (size_t)plane->height;
}

bool image_is_opaque(const struct image *image) {
    const size_t row_bytes = (size_t)image->width * 4;
    for (int y = 0; y < image->height; y++) {
        const uint8_t *row = image->pixels + (size_t)y * row_bytes;
        uint8_t alpha = 255;
        for (size_t i = 3; i < row_bytes; i += 4) {
            alpha &= row[i];
        }
        if (alpha != 255) {
            return false;
        }
    }
    return true;
}

static int min(int a, int b) {
    return a < b ? a : b;
}

static int max(int a, int b) {
    return a > b ? a : b;
}

bool rect_is_empty(struct rect r) {
    return r.width <= 0 || r.height <= 0;
}

/* The rectangle between two corners, the second one outside it. */
static struct rect rect_between(int left, int top, int right, int bottom) {
    const struct rect r = {left, top, right - left, bottom - top};
    return rect_is_empty(r) ? (struct rect){0} : r;
}

struct rect rect_intersect(struct rect a, struct rect b) {
    return rect_between(max(a.x, b.x), max(a.y, b.y), min(a.x + a.width, b.x + b.width),
                        min(a.y + a.height, b.y + b.height));
}

struct rect rect_unite(struct rect a, struct rect b) {
    if (rect_is_empty(a)) {
        return b;
    }
    if (rect_is_empty(b)) {
        return a;
    }
    return rect_between(min(a.x, b.x), min(a.y, b.y), max(a.x + a.width, b.x + b.width),
                        max(a.y + a.height, b.y + b.height));
}

struct rect image_rect(const struct image *image) {
    return (struct rect){0, 0, image->width, image->height};
}

static int clamp(int value, int least, int most) {
    return min(max(value, least), most);
}

void image_copy_row(const struct image *image, int y, int left, int count, uint8_t *out) {
    const size_t row_at = (size_t)clamp(y, 0, image->height - 1) * (size_t)image->width * 4;
    const uint8_t *row = image->pixels + row_at;
    const int before = clamp(-left, 0, count);
    const int inside = clamp(image->width - left, before, count);
    for (int x = 0; x < before; x++) {
        memcpy(out + (size_t)x * 4, row, 4);
    }
    if (inside > before) {
        memcpy(out + (size_t)before * 4, row + (size_t)(left + before) * 4,
               (size_t)(inside - before) * 4);
    }
    for (int x = inside; x < count; x++) {
        memcpy(out + (size_t)x * 4, row + (size_t)(image->width - 1) * 4, 4);
    }
}

enum status image_cut(const struct image *image, struct rect part, struct image *out) {
    const enum status status = image_make(part.width, part.height, out);
    for (int y = 0; y < out->height; y++) {
        image_copy_row(image, part.y + y, part.x, part.width,
                       out->pixels + (size_t)y * (size_t)part.width * 4);
    }
    return status;
}
