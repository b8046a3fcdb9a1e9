#include "base/md5.h"

#include <string.h>

#define BLOCK 64

/* Step 'i' adds the whole part of 2^32 * |sin(i + 1)|, and turns by its round's column. */
static const uint32_t sines[BLOCK] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};
static const uint8_t turns[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

/* What a round makes of three words, and which word of the block its step takes. */
static uint32_t mix(int step, uint32_t b, uint32_t c, uint32_t d, int *word) {
    switch (step / 16) {
    case 0:
        *word = step;
        return (b & c) | (~b & d);
    case 1:
        *word = (5 * step + 1) % 16;
        return (d & b) | (~d & c);
    case 2:
        *word = (3 * step + 5) % 16;
        return b ^ c ^ d;
    default:
        *word = 7 * step % 16;
        return c ^ (b | ~d);
    }
}

static void take_block(uint32_t state[4], const uint8_t *block) {
    uint32_t a = state[0];
    uint32_t b = state[1];
    uint32_t c = state[2];
    uint32_t d = state[3];
    for (int step = 0; step < BLOCK; step++) {
        int word;
        const uint32_t mixed = mix(step, b, c, d, &word);
        const uint32_t sum = a + mixed + sines[step] + read_le32(block + (ptrdiff_t)4 * word);
        const int turn = turns[step / 16][step % 4];
        a = d;
        d = c;
        c = b;
        b += sum << turn | sum >> (32 - turn);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

/* The bytes after the last whole block, a bit that ends them, and their length in bits. */
static void take_rest(uint32_t state[4], struct bytes rest, uint64_t bits) {
    uint8_t blocks[2 * BLOCK] = {0};
    const size_t len = rest.len + 9 > BLOCK ? sizeof blocks : BLOCK;
    memcpy(blocks, rest.data, rest.len);
    blocks[rest.len] = 0x80;
    for (size_t i = 0; i < 8; i++) {
        blocks[len - 8 + i] = (uint8_t)(bits >> 8 * i);
    }
    for (size_t at = 0; at < len; at += BLOCK) {
        take_block(state, blocks + at);
    }
}

void md5_hex(struct bytes data, char out[MD5_HEX_LEN + 1]) {
    static const char digits[] = "0123456789ABCDEF";
    uint32_t state[] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    size_t at = 0;
    for (; data.len - at >= BLOCK; at += BLOCK) {
        take_block(state, data.data + at);
    }
    take_rest(state, (struct bytes){data.data + at, data.len - at}, (uint64_t)data.len * 8);
    for (size_t i = 0; i < MD5_HEX_LEN; i++) {
        const uint32_t byte = state[i / 8] >> 8 * (i / 2 % 4);
        out[i] = digits[(i % 2 == 0 ? byte >> 4 : byte) & 15];
    }
    out[MD5_HEX_LEN] = '\0';
}
