#include "paint/bulk.h"

#define STEP 64

bool bulk_is_all(const uint8_t *bytes, size_t len, uint8_t value) {
    uint8_t bits = 0;
    for (; len >= STEP && bits == 0; bytes += STEP, len -= STEP) {
        for (size_t i = 0; i < STEP; i++) {
            bits |= bytes[i] ^ value;
        }
    }
    for (; len > 0 && bits == 0; bytes++, len--) {
        bits = *bytes ^ value;
    }
    return bits == 0;
}

void bulk_invert(uint8_t *bytes, size_t len) {
    for (; len >= STEP; bytes += STEP, len -= STEP) {
        for (size_t i = 0; i < STEP; i++) {
            bytes[i] = 255 - bytes[i];
        }
    }
    for (; len > 0; bytes++, len--) {
        *bytes = 255 - *bytes;
    }
}
