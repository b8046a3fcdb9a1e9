#include "pixels/huffman.h"

#include <string.h>

/* Sorts numbers upwards. */
static void sort(uint32_t *numbers, int len) {
    static const int gaps[] = {132, 57, 23, 10, 4, 1};
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++) {
        const int gap = gaps[g];
        for (int i = gap; i < len; i++) {
            const uint32_t number = numbers[i];
            int j = i;
            for (; j >= gap && numbers[j - gap] > number; j -= gap) {
                numbers[j] = numbers[j - gap];
            }
            numbers[j] = number;
        }
    }
}

/* Counts how many leaves of the Huffman tree over 'weights', sorted upwards, lie how deep. */
static void tree_depths(const uint32_t *weights, int leaves, int max_bits, int *at_depth) {
    uint32_t weight[2 * HUFFMAN_MAX_SYMBOLS];
    int parent[2 * HUFFMAN_MAX_SYMBOLS] = {0};
    int depth[2 * HUFFMAN_MAX_SYMBOLS] = {0};
    const int root = 2 * leaves - 2;
    int leaf = 0;
    int inner = leaves;
    for (int next = leaves; next <= root; next++) {
        weight[next] = 0;
        for (int child = 0; child < 2; child++) {
            const bool take_leaf =
                leaf < leaves && (inner == next || weights[leaf] <= weight[inner]);
            weight[next] += take_leaf ? weights[leaf] : weight[inner];
            parent[take_leaf ? leaf++ : inner++] = next;
        }
    }
    for (int node = root - 1; node >= 0; node--) {
        depth[node] = depth[parent[node]] + 1;
        if (node < leaves) {
            at_depth[depth[node] < max_bits ? depth[node] : max_bits]++;
        }
    }
}

/*
 * Where depths past 'max_bits' were cut, codes have run short: for each one missing, a leaf goes
 * one deeper and shares its place with one from the bottom.
 */
static void make_room(int max_bits, int *at_depth) {
    int64_t missing = -((int64_t)1 << max_bits);
    for (int bits = 1; bits <= max_bits; bits++) {
        missing += (int64_t)at_depth[bits] << (max_bits - bits);
    }
    for (; missing > 0; missing--) {
        int bits = max_bits - 1;
        while (at_depth[bits] == 0) {
            bits--;
        }
        at_depth[bits]--;
        at_depth[bits + 1] += 2;
        at_depth[max_bits]--;
    }
}

void huffman_choose_lengths(const uint32_t *counts, int symbols, int max_bits, uint8_t *lengths) {
    uint32_t sorted[HUFFMAN_MAX_SYMBOLS]; /* count << 9 | symbol */
    uint32_t weights[HUFFMAN_MAX_SYMBOLS];
    int at_depth[HUFFMAN_MAX_BITS + 1] = {0};
    int used = 0;
    memset(lengths, 0, (size_t)symbols);
    for (int s = 0; s < symbols; s++) {
        if (counts[s] > 0) {
            sorted[used++] = counts[s] << 9 | (uint32_t)s;
        }
    }
    sort(sorted, used);
    for (int i = 0; i < used; i++) {
        weights[i] = sorted[i] >> 9;
    }
    if (used == 1) {
        at_depth[1] = 1;
    } else {
        tree_depths(weights, used, max_bits, at_depth);
        make_room(max_bits, at_depth);
    }
    for (int bits = max_bits, i = 0; bits > 0; bits--) {
        for (int n = at_depth[bits]; n > 0; n--) {
            lengths[sorted[i++] & 511] = (uint8_t)bits;
        }
    }
}

static uint16_t reversed(uint32_t code, int bits) {
    uint32_t mirror = 0;
    for (; bits > 0; bits--, code >>= 1) {
        mirror = mirror << 1 | (code & 1);
    }
    return (uint16_t)mirror;
}

void huffman_assign_codes(const uint8_t *lengths, int symbols, uint16_t *codes) {
    uint32_t of_length[HUFFMAN_MAX_BITS + 1] = {0};
    uint32_t next[HUFFMAN_MAX_BITS + 1] = {0};
    for (int s = 0; s < symbols; s++) {
        of_length[lengths[s]]++;
    }
    for (int bits = 2; bits <= HUFFMAN_MAX_BITS; bits++) {
        next[bits] = (next[bits - 1] + of_length[bits - 1]) << 1;
    }
    for (int s = 0; s < symbols; s++) {
        if (lengths[s] > 0) {
            codes[s] = reversed(next[lengths[s]]++, lengths[s]);
        }
    }
}
