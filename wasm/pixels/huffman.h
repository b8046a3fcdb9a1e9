/*
 * Huffman codes of limited length, as deflate numbers them (RFC 1951, 3.2.2).
 *
 * Does not know what the symbols stand for.
 */
#ifndef PIXELS_HUFFMAN_H
#define PIXELS_HUFFMAN_H

#include "base/base.h"

#define HUFFMAN_MAX_SYMBOLS 288
#define HUFFMAN_MAX_BITS 15

/*
 * Gives each of 'symbols' symbols that occurs counts[s] times a code of
 * lengths[s] bits, 1 to 'max_bits'; one that does not occur gets length 0, and a
 * single one that does gets length 1.  'max_bits' must leave room for all; the
 * counts together must stay below 2^23.
 */
void huffman_choose_lengths(const uint32_t *counts, int symbols, int max_bits, uint8_t *lengths);

/* The codes for such lengths, their first bit lowest, as they are written. */
void huffman_assign_codes(const uint8_t *lengths, int symbols, uint16_t *codes);

#endif
