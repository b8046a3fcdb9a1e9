#include "pixels/average.h"

#include <stdlib.h>
#include <string.h>

typedef float pixel __attribute__((vector_size(16)));
typedef uint16_t pixel_sums __attribute__((vector_size(8)));
typedef uint8_t pixel_bytes __attribute__((vector_size(4)));

/* Adds up 'rows' rows, 'stride' bytes apart, byte by byte. */
static void add_rows(const uint8_t *row, size_t stride, int rows, size_t len,
                     uint16_t *restrict sums) {
    for (size_t i = 0; i < len; i++) {
        sums[i] = row[i];
    }
    for (int y = 1; y < rows; y++) {
        row += stride;
        for (size_t i = 0; i < len; i++) {
            sums[i] = (uint16_t)(sums[i] + row[i]);
        }
    }
}

/* Makes a pixel of every 'across' sums. */
static void divide(const uint16_t *sums, int across, int down, int width, uint8_t *out) {
    const float part = 1.0F / (float)(across * down);
    for (int x = 0; x < width; x++, out += 4) {
        pixel_sums sum = {0};
        for (int i = 0; i < across; i++, sums += 4) {
            pixel_sums more;
            memcpy(&more, sums, sizeof more);
            sum += more;
        }
        const pixel mean = __builtin_convertvector(sum, pixel) * part + 0.5F;
        const pixel_bytes bytes = __builtin_convertvector(mean, pixel_bytes);
        memcpy(out, &bytes, sizeof bytes);
    }
}

enum status average_part(const struct image *image, struct rect part, int across, int down,
                         struct image *out) {
    const size_t stride = (size_t)image->width * 4;
    const size_t len = (size_t)part.width * 4;
    const enum status status = image_make(part.width / across, part.height / down, out);
    if (status != STATUS_OK) {
        return status;
    }
    uint16_t *sums = malloc(len * sizeof *sums);
    if (!sums) {
        image_free(out);
        return STATUS_NO_MEMORY;
    }
    for (int y = 0; y < out->height; y++) {
        const size_t top = (size_t)part.y + (size_t)y * (size_t)down;
        add_rows(image->pixels + top * stride + (size_t)part.x * 4, stride, down, len, sums);
        divide(sums, across, down, out->width, out->pixels + (size_t)y * (size_t)out->width * 4);
    }
    free(sums);
    return STATUS_OK;
}
