/* The two sums that PNG needs, each continued from the sum so far. */
#ifndef PIXELS_CHECKSUM_H
#define PIXELS_CHECKSUM_H

#include "base/base.h"

/* CRC-32 of ISO 3309 as PNG uses it; starts at 0. */
uint32_t checksum_crc32(uint32_t crc, struct bytes data);

/*
 * The same for many pieces: tables that the first long one fills, which takes as long as some
 * 10 KB; they start as {0}.
 */
struct checksum_tables {
    bool filled;
    uint32_t slices[16][256];
};
uint32_t checksum_crc32_by(struct checksum_tables *tables, uint32_t crc, struct bytes data);

/* Adler-32 of RFC 1950; starts at 1. */
uint32_t checksum_adler32(uint32_t adler, struct bytes data);

#endif
