#include "pixels/checksum.h"

#define CRC_POLYNOMIAL 0xedb88320u

/* From this length on, building tables for 16 bytes at a time pays. */
#define CRC_LONG 2048
#define CRC_SLICES 16

/* Filling 16 KB with zeros takes longer than the sum of a short piece. */
#define UNFILLED __attribute__((uninitialized))

static uint32_t crc_short(uint32_t crc, struct bytes data) {
    static const uint32_t nibbles[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
                                         0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
                                         0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                         0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    for (size_t i = 0; i < data.len; i++) {
        crc ^= data.data[i];
        crc = crc >> 4 ^ nibbles[crc & 15];
        crc = crc >> 4 ^ nibbles[crc & 15];
    }
    return crc;
}

/* slices[k][b]: what byte b does to the sum once k more bytes have followed it. */
static void fill_tables(struct checksum_tables *t) {
    for (uint32_t b = 0; b < 256; b++) {
        uint32_t crc = b;
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ (crc & 1 ? CRC_POLYNOMIAL : 0);
        }
        t->slices[0][b] = crc;
    }
    for (int k = 1; k < CRC_SLICES; k++) {
        for (int b = 0; b < 256; b++) {
            const uint32_t before = t->slices[k - 1][b];
            t->slices[k][b] = before >> 8 ^ t->slices[0][before & 255];
        }
    }
    t->filled = true;
}

static uint32_t crc_long(const struct checksum_tables *t, uint32_t crc, struct bytes data) {
    for (; data.len >= CRC_SLICES; data.data += CRC_SLICES, data.len -= CRC_SLICES) {
        uint32_t next = 0;
        for (int i = 0; i < 4; i++) {
            next ^= t->slices[CRC_SLICES - 1 - i][data.data[i] ^ (crc >> 8 * i & 255)];
        }
        for (int i = 4; i < CRC_SLICES; i++) {
            next ^= t->slices[CRC_SLICES - 1 - i][data.data[i]];
        }
        crc = next;
    }
    return crc_short(crc, data);
}

/* The tables are made when needed: stored, their 16 KB would be a good part of the download. */
uint32_t checksum_crc32_by(struct checksum_tables *tables, uint32_t crc, struct bytes data) {
    if (!tables->filled && data.len < CRC_LONG) {
        return ~crc_short(~crc, data);
    }
    if (!tables->filled) {
        fill_tables(tables);
    }
    return ~crc_long(tables, ~crc, data);
}

uint32_t checksum_crc32(uint32_t crc, struct bytes data) {
    struct checksum_tables tables UNFILLED;
    tables.filled = false;
    return checksum_crc32_by(&tables, crc, data);
}

#define ADLER_PRIME 65521
#define ADLER_BLOCK 5376 /* whole batches; with more, the second sum would outgrow 32 bits */
#define ADLER_LANES 16
#define ADLER_ROWS 16 /* with more, a lane would outgrow 16 bits */
#define ADLER_BATCH (ADLER_LANES * ADLER_ROWS)

/*
 * Adds a batch to both sums.  Each lane adds up every 16th byte, and what it had before each of
 * them, which is what the second sum is made of: a vector does all lanes at once.
 */
static inline void add_batch(const uint8_t *p, uint32_t *low, uint32_t *high) {
    uint16_t sums[ADLER_LANES] = {0};
    uint16_t before[ADLER_LANES] = {0};
    for (int row = 0; row < ADLER_ROWS; row++, p += ADLER_LANES) {
        for (int lane = 0; lane < ADLER_LANES; lane++) {
            before[lane] = (uint16_t)(before[lane] + sums[lane]);
            sums[lane] = (uint16_t)(sums[lane] + p[lane]);
        }
    }
    *high += ADLER_BATCH * *low;
    for (uint32_t lane = 0; lane < ADLER_LANES; lane++) {
        *high += ADLER_LANES * before[lane] + (ADLER_LANES - lane) * sums[lane];
        *low += sums[lane];
    }
}

uint32_t checksum_adler32(uint32_t adler, struct bytes data) {
    uint32_t low = adler & 0xffff;
    uint32_t high = adler >> 16;
    const uint8_t *p = data.data;
    for (size_t left = data.len; left > 0;) {
        size_t block = left < ADLER_BLOCK ? left : ADLER_BLOCK;
        left -= block;
        for (; block >= ADLER_BATCH; block -= ADLER_BATCH, p += ADLER_BATCH) {
            add_batch(p, &low, &high);
        }
        for (; block > 0; block--) {
            low += *p++;
            high += low;
        }
        low %= ADLER_PRIME;
        high %= ADLER_PRIME;
    }
    return high << 16 | low;
}
