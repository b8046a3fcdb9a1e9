#include "pixels/blend.h"

#include <string.h>

static void mix_pixel(uint8_t *under, const uint8_t *over, uint32_t weight) {
    const uint32_t over_part = weight * over[3];
    const uint32_t under_part = (255 - weight) * under[3];
    const uint32_t sum = over_part + under_part;
    for (int c = 0; c < 3 && sum > 0; c++) {
        under[c] = (uint8_t)((over[c] * over_part + under[c] * under_part + sum / 2) / sum);
    }
    under[3] = (uint8_t)((sum + 127) / 255);
}

void blend_row(uint8_t *under, const uint8_t *over, const uint8_t *weights, int count) {
    for (int i = 0; i < count; i++, under += 4, over += 4) {
        if (weights[i] == 255) {
            memcpy(under, over, 4);
        } else if (weights[i] > 0) {
            mix_pixel(under, over, weights[i]);
        }
    }
}
