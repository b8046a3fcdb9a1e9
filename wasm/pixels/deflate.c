#include "pixels/deflate.h"

#include <string.h>

#include "pixels/checksum.h"
#include "pixels/huffman.h"

/* Symbols: 0 to 255 literal bytes, 256 the end of a block, 257 to 285 lengths of runs. */
#define END_OF_BLOCK 256
#define FIRST_LENGTH 257
#define SYMBOLS 286
#define DISTANCES 4

/* Symbols for the lengths of codes. */
#define METAS 19
#define META_MAX_BITS 7
#define META_ZEROS 18 /* that many lengths of 0: */
#define META_ZEROS_LEAST 11
#define META_ZEROS_MOST 138

/* Tokens: 0 to 255 literal bytes, RUN + length - 3 runs.  Runs of less are shorter as literals. */
#define RUN 256
#define RUN_LEAST 8
#define RUN_MOST 258
#define TOKENS 512

/*
 * Counting tokens takes nearly as long as writing them, so only some of a long block are counted:
 * those of the first SAMPLE bytes of every SAMPLE_STEP.  Every symbol then gets a code, for any may
 * come in between.
 */
#define BLOCK_MOST (256 << 10) /* bytes: so many make the header of a block cheap */
#define SAMPLE 1024
#define SAMPLE_STEP 8192
#define COUNTED_WHOLE 16384 /* blocks up to so many bytes */

#define MAX_BITS 14 /* of a symbol's code: four literals and what waits fit into 64 bits */
#define STORED_MOST 65535
#define SLACK 512 /* bytes: room for the header of a block, and for a few tokens too many */

struct block {
    const uint8_t *begin; /* of the piece: no run looks further back */
    struct bytes source;  /* what is to be written of it */
    bool counted_whole;
    uint32_t counts[TOKENS];
    uint32_t literals[4][256]; /* four sums of a token need not wait for each other */
    uint8_t coded[BLOCK_MOST + SLACK];
};

/* Filling a whole block with zeros takes as long as compressing a part of it. */
#define UNFILLED __attribute__((uninitialized))

/* Optimised for size, the compiler calls these for every few bytes, at twice the time. */
#define INLINED static inline __attribute__((always_inline))

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words are read and written as they lie");

INLINED uint64_t load64(const uint8_t *p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* Which bits of the eight bytes at 'p' are others than a pixel before: where none is, a run begins.
 */
INLINED uint64_t differences(const uint8_t *p, int pixel) {
    return load64(p) ^ load64(p - pixel);
}

/* How many of eight bytes go out as literals: where the last four are no others, a run may follow.
 */
INLINED int literals_before_run(uint64_t differences) {
    return differences >> 32 != 0 ? 8 : 4;
}

/* How many bytes at 'p', which begins a run, it goes on for. */
static int run_length(const uint8_t *p, const uint8_t *end, int pixel) {
    const int most = end - p < RUN_MOST ? (int)(end - p) : RUN_MOST;
    int len = RUN_LEAST;
    while (len + 16 <= most &&
           (differences(p + len, pixel) | differences(p + len + 8, pixel)) == 0) {
        len += 16;
    }
    if (len + 8 <= most) {
        const uint64_t different = differences(p + len, pixel);
        len += different == 0 ? 8 : __builtin_ctzll(different) / 8;
    }
    while (len < most && p[len] == p[len - pixel]) {
        len++;
    }
    return len;
}

/* The same in a block: where a piece begins there is nothing to look back at. */
INLINED uint64_t differences_in(const struct block *b, const uint8_t *p, int pixel) {
    return p == b->begin ? 1 : differences(p, pixel);
}

static void begin_counting(struct block *b) {
    memset(b->counts, 0, sizeof b->counts);
    memset(b->literals, 0, sizeof b->literals);
}

/* Counts the tokens from 'p' to 'stop', a run even where it goes on further. */
static void count_tokens(struct block *b, const uint8_t *p, const uint8_t *stop, int pixel) {
    const uint8_t *end = b->source.data + b->source.len;
    while (p < stop && end - p >= RUN_LEAST) {
        const uint64_t different = differences_in(b, p, pixel);
        if (different == 0) {
            const int len = run_length(p, end, pixel);
            b->counts[RUN + len - 3]++;
            p += len;
            continue;
        }
        for (int i = literals_before_run(different); i > 0; i -= 4, p += 4) {
            b->literals[0][p[0]]++;
            b->literals[1][p[1]]++;
            b->literals[2][p[2]]++;
            b->literals[3][p[3]]++;
        }
    }
    while (p < stop) {
        b->literals[0][*p++]++;
    }
}

static void end_counting(struct block *b) {
    for (int t = 0; t < 256; t++) {
        b->counts[t] =
            b->literals[0][t] + b->literals[1][t] + b->literals[2][t] + b->literals[3][t];
    }
}

static void count_block(struct block *b, int pixel) {
    const uint8_t *p = b->source.data;
    const uint8_t *end = p + b->source.len;
    begin_counting(b);
    b->counted_whole = b->source.len <= COUNTED_WHOLE;
    if (b->counted_whole) {
        count_tokens(b, p, end, pixel);
    } else {
        for (; end - p >= SAMPLE; p += end - p > SAMPLE_STEP ? SAMPLE_STEP : end - p) {
            count_tokens(b, p, p + SAMPLE, pixel);
        }
    }
    end_counting(b);
}

/* How RFC 1951 writes a token: a symbol, and for a run some extra bits of its length. */
struct spelling {
    int symbol;
    int extra_bits;
    uint32_t extra;
};

static struct spelling spelling(int token) {
    const int over = token - RUN;
    if (over < 0) {
        return (struct spelling){token, 0, 0};
    }
    if (over == RUN_MOST - 3) {
        return (struct spelling){SYMBOLS - 1, 0, 0};
    }
    int bits = 0;
    while (over >> bits >= 8) {
        bits++;
    }
    return (struct spelling){FIRST_LENGTH + 4 * bits + (over >> bits), bits,
                             (uint32_t)over & ((1u << bits) - 1)};
}

/* Bits on their way out, the first one lowest; 'to' has room for 8 bytes more than are written. */
struct bits {
    uint8_t *to;
    uint64_t waiting;
    int count;
};

INLINED void flush(struct bits *b) {
    memcpy(b->to, &b->waiting, sizeof b->waiting);
    b->to += b->count >> 3;
    b->waiting >>= b->count & ~7;
    b->count &= 7;
}

static void put(struct bits *b, uint32_t value, int count) {
    b->waiting |= (uint64_t)value << b->count;
    b->count += count;
    flush(b);
}

static void align(struct bits *b) {
    b->count = (b->count + 7) & ~7;
    flush(b);
}

#define TOKEN_LEN 6 /* bits that say how many bits a token has: up to 20 */
#define TOKEN_LEN_MASK ((1u << TOKEN_LEN) - 1)

/* How a block is written. */
struct codes {
    uint8_t lengths[SYMBOLS + DISTANCES]; /* of the codes for symbols, then for distances */
    uint16_t codes[SYMBOLS];
    uint32_t tokens[TOKENS]; /* above TOKEN_LEN: code, extra bits of a run's length, distance */
};

static void choose_codes(const struct block *b, int pixel, struct codes *c) {
    uint32_t counts[SYMBOLS] = {0};
    for (int s = 0; s < SYMBOLS; s++) {
        counts[s] = s == END_OF_BLOCK || !b->counted_whole;
    }
    for (int t = 0; t <= RUN + RUN_MOST - 3; t++) {
        counts[spelling(t).symbol] += b->counts[t];
    }
    memset(c, 0, sizeof *c);
    huffman_choose_lengths(counts, SYMBOLS, MAX_BITS, c->lengths);
    huffman_assign_codes(c->lengths, SYMBOLS, c->codes);
    c->lengths[SYMBOLS + pixel - 1] = 1; /* the only distance; its code is a 0 */
    for (int t = 0; t < TOKENS; t++) {
        const struct spelling s = spelling(t);
        const int len = c->lengths[s.symbol];
        c->tokens[t] = (c->codes[s.symbol] | s.extra << len) << TOKEN_LEN |
                       (uint32_t)(len + s.extra_bits + (t >= RUN));
    }
}

/* The code lengths of a block, runs of zeros put together. */
struct metas {
    int len;
    uint8_t symbols[SYMBOLS + DISTANCES];
    uint8_t extra[SYMBOLS + DISTANCES]; /* of META_ZEROS, in 7 bits */
};

static void gather_metas(const uint8_t *lengths, int len, struct metas *m) {
    m->len = 0;
    for (int i = 0; i < len; m->len++) {
        int zeros = 0;
        while (zeros < META_ZEROS_MOST && i + zeros < len && lengths[i + zeros] == 0) {
            zeros++;
        }
        const bool together = zeros >= META_ZEROS_LEAST;
        m->symbols[m->len] = together ? META_ZEROS : lengths[i];
        m->extra[m->len] = (uint8_t)(together ? zeros - META_ZEROS_LEAST : 0);
        i += together ? zeros : 1;
    }
}

static void write_header(const struct codes *c, int pixel, bool last, struct bits *out) {
    static const uint8_t order[METAS] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                         11, 4,  12, 3, 13, 2, 14, 1, 15};
    struct metas m;
    uint32_t counts[METAS] = {0};
    uint8_t lengths[METAS];
    uint16_t codes[METAS];
    gather_metas(c->lengths, SYMBOLS + pixel, &m);
    for (int i = 0; i < m.len; i++) {
        counts[m.symbols[i]]++;
    }
    huffman_choose_lengths(counts, METAS, META_MAX_BITS, lengths);
    huffman_assign_codes(lengths, METAS, codes);
    put(out, last, 1);
    put(out, 2, 2); /* dynamic codes */
    put(out, SYMBOLS - FIRST_LENGTH, 5);
    put(out, (uint32_t)pixel - 1, 5);
    put(out, METAS - 4, 4);
    for (int i = 0; i < METAS; i++) {
        put(out, lengths[order[i]], 3);
    }
    for (int i = 0; i < m.len; i++) {
        put(out, codes[m.symbols[i]], lengths[m.symbols[i]]);
        put(out, m.extra[i], m.symbols[i] == META_ZEROS ? 7 : 0);
    }
}

INLINED void put_token(struct bits *b, uint32_t token) {
    b->waiting |= (uint64_t)(token >> TOKEN_LEN) << b->count;
    b->count += (int)(token & TOKEN_LEN_MASK);
    flush(b);
}

/*
 * Four literals at once: pairs are put together before they wait for what comes before them.  Of
 * tokens that are added up the lowest bits are the sum of their lengths, up to 56.
 */
INLINED void put_four(struct bits *b, const uint32_t *tokens, const uint8_t *p) {
    const uint32_t t0 = tokens[p[0]];
    const uint32_t t1 = tokens[p[1]];
    const uint32_t t2 = tokens[p[2]];
    const uint32_t t3 = tokens[p[3]];
    const uint64_t first = t0 >> TOKEN_LEN | (uint64_t)(t1 >> TOKEN_LEN) << (t0 & TOKEN_LEN_MASK);
    const uint64_t second = t2 >> TOKEN_LEN | (uint64_t)(t3 >> TOKEN_LEN) << (t2 & TOKEN_LEN_MASK);
    const uint32_t first_len = t0 + t1;
    b->waiting |= (first | second << (first_len & TOKEN_LEN_MASK)) << b->count;
    b->count += (int)((first_len + t2 + t3) & TOKEN_LEN_MASK);
    flush(b);
}

/* Writes the block's tokens; false, and some are missing, once they take more than the block. */
static bool write_tokens(struct block *b, const struct codes *c, int pixel, struct bits *out) {
    const uint8_t *p = b->source.data;
    const uint8_t *end = p + b->source.len;
    const uint8_t *limit = b->coded + b->source.len;
    struct bits o = *out;
    while (end - p >= RUN_LEAST && o.to < limit) { /* the same way as count_tokens */
        const uint64_t different = differences_in(b, p, pixel);
        if (different == 0) {
            const int len = run_length(p, end, pixel);
            put_token(&o, c->tokens[RUN + len - 3]);
            p += len;
            continue;
        }
        for (int i = literals_before_run(different); i > 0; i -= 4, p += 4) {
            put_four(&o, c->tokens, p);
        }
    }
    while (p < end && o.to < limit) {
        put_token(&o, c->tokens[*p++]);
    }
    put(&o, c->codes[END_OF_BLOCK], c->lengths[END_OF_BLOCK]);
    *out = o;
    return p == end && o.to < limit;
}

/* Bytes that are written so far go to *out, and what follows begins anew. */
static void hand_over(struct block *b, struct bits *bits, struct buf *out) {
    buf_append(out, b->coded, (size_t)(bits->to - b->coded));
    bits->to = b->coded;
}

static void write_stored(struct block *b, bool last, struct bits *bits, struct buf *out) {
    struct bytes left = b->source;
    do {
        const size_t len = left.len < STORED_MOST ? left.len : STORED_MOST;
        put(bits, last && len == left.len, 1);
        put(bits, 0, 2); /* stored */
        align(bits);
        put(bits, (uint32_t)len, 16);
        put(bits, ~(uint32_t)len & 0xffff, 16);
        hand_over(b, bits, out);
        buf_append(out, left.data, len);
        left = (struct bytes){left.data + len, left.len - len};
    } while (left.len > 0);
}

/* Writes a block with codes of its own, or as it is where those would not make it shorter. */
static void write_block(struct block *b, int pixel, bool last, struct bits *bits, struct buf *out) {
    struct codes c;
    struct bits coded = *bits;
    count_block(b, pixel);
    choose_codes(b, pixel, &c);
    write_header(&c, pixel, last, &coded);
    if (b->source.len > 0 && write_tokens(b, &c, pixel, &coded)) {
        *bits = coded;
        hand_over(b, bits, out);
    } else {
        write_stored(b, last, bits, out);
    }
}

static void write_trailer(uint32_t adler, struct block *b, struct bits *bits, struct buf *out) {
    align(bits);
    for (int shift = 24; shift >= 0; shift -= 8) {
        put(bits, adler >> shift & 0xff, 8);
    }
    hand_over(b, bits, out);
}

struct deflate deflate_begin(int pixel, struct buf *out) {
    static const uint8_t header[] = {0x78, 0x01}; /* deflate, 32 KB window, the fastest kind */
    buf_append(out, header, sizeof header);
    return (struct deflate){.pixel = pixel, .adler = 1};
}

/* Writes blocks for all of 'data'; at least one, the last, where there is none. */
static void write_blocks(struct bytes data, int pixel, bool last, struct block *b,
                         struct bits *bits, struct buf *out) {
    b->begin = data.data;
    do {
        b->source = (struct bytes){data.data, data.len < BLOCK_MOST ? data.len : BLOCK_MOST};
        data = (struct bytes){data.data + b->source.len, data.len - b->source.len};
        write_block(b, pixel, last && data.len == 0, bits, out);
    } while (data.len > 0 && out->status == STATUS_OK);
}

enum status deflate_more(struct deflate *d, struct bytes data, bool last, struct buf *out) {
    struct block block UNFILLED;
    struct bits bits = {block.coded, d->waiting, d->waiting_len};
    if (data.len > 0 || last) {
        write_blocks(data, d->pixel, last, &block, &bits, out);
    }
    d->adler = checksum_adler32(d->adler, data);
    if (last) {
        write_trailer(d->adler, &block, &bits, out);
    }
    d->waiting = bits.waiting;
    d->waiting_len = bits.count;
    return out->status;
}

/*
 * Rows of alpha.  Tokens are kept: 0 to 255 pixels, RUN + length - 3 runs, ALONE + the number of a
 * filter.  They are so few that all can be counted before they are written.
 */
#define ALPHA_PIXEL 4
#define ALONE TOKENS
#define ALPHA_TOKENS (ALONE + 256)
#define ALPHA_MOST 32768 /* tokens of a block, a pixel being the longest */

_Static_assert(ALPHA_PIXEL * MAX_BITS * ALPHA_MOST / 8 + 1024 < BLOCK_MOST,
               "the tokens of a block and its header fit into it");

struct alpha_block {
    struct block block;
    struct bits bits;
    struct buf *out;
    int len;
    uint16_t tokens[ALPHA_MOST];
};

static void count_alpha(struct alpha_block *a) {
    uint32_t pixels = 0;
    memset(a->block.counts, 0, sizeof a->block.counts);
    for (int i = 0; i < a->len; i++) {
        a->block.counts[a->tokens[i] % ALONE]++;
        pixels += a->tokens[i] < RUN;
    }
    a->block.counts[0] += (ALPHA_PIXEL - 1) * pixels;
    a->block.counted_whole = true;
}

/* How each token is written: its bits, and how many they are. */
struct alpha_codes {
    uint64_t bits[ALPHA_TOKENS];
    uint8_t lens[ALPHA_TOKENS];
};

static void spell_alpha(const struct codes *c, struct alpha_codes *out) {
    const uint64_t zero = c->tokens[0] >> TOKEN_LEN;
    const uint32_t zero_len = c->tokens[0] & TOKEN_LEN_MASK;
    const uint64_t zeros = zero | zero << zero_len | zero << 2 * zero_len;
    for (int t = 0; t < ALPHA_TOKENS; t++) {
        const uint32_t token = c->tokens[t % ALONE];
        const uint32_t before = t < RUN ? 3 * zero_len : 0;
        out->bits[t] = (uint64_t)(token >> TOKEN_LEN) << before | (t < RUN ? zeros : 0);
        out->lens[t] = (uint8_t)((token & TOKEN_LEN_MASK) + before);
    }
}

static void write_alpha_tokens(struct alpha_block *a, const struct codes *c) {
    struct alpha_codes codes;
    struct bits o = a->bits;
    spell_alpha(c, &codes);
    for (int i = 0; i < a->len; i++) {
        o.waiting |= codes.bits[a->tokens[i]] << o.count;
        o.count += codes.lens[a->tokens[i]];
        flush(&o);
    }
    put(&o, c->codes[END_OF_BLOCK], c->lengths[END_OF_BLOCK]);
    a->bits = o;
}

static void write_alpha_block(struct alpha_block *a, bool last) {
    struct codes c;
    count_alpha(a);
    choose_codes(&a->block, ALPHA_PIXEL, &c);
    write_header(&c, ALPHA_PIXEL, last, &a->bits);
    write_alpha_tokens(a, &c);
    hand_over(&a->block, &a->bits, a->out);
    a->len = 0;
}

static void add_token(struct alpha_block *a, int token) {
    if (a->len == ALPHA_MOST) {
        write_alpha_block(a, false);
    }
    a->tokens[a->len++] = (uint16_t)token;
}

/* Runs for 'len' bytes, so cut that none is too short. */
static void add_runs(struct alpha_block *a, size_t len) {
    while (len > 0) {
        const size_t most = len > RUN_MOST && len - RUN_MOST < 3 ? RUN_MOST - 2 : RUN_MOST;
        const size_t part = len < most ? len : most;
        add_token(a, RUN + (int)part - 3);
        len -= part;
    }
}

/* How many bytes from 'p' on are the same as the one before it.  Nearly all of a mask passes here.
 */
static size_t same_len(const uint8_t *p, const uint8_t *end) {
    const size_t most = (size_t)(end - p);
    size_t len = 0;
    while (len + 32 <= most && (differences(p + len, 1) | differences(p + len + 8, 1) |
                                differences(p + len + 16, 1) | differences(p + len + 24, 1)) == 0) {
        len += 32;
    }
    while (len < most && p[len] == p[-1]) {
        len++;
    }
    return len;
}

static void add_alpha_row(struct alpha_block *a, const uint8_t *row, size_t width) {
    const uint8_t *p = row + 1;
    const uint8_t *end = p + width;
    add_token(a, ALONE + *row);
    add_token(a, *p++);
    while (p < end) {
        const size_t same = *p == p[-1] ? same_len(p, end) : 0;
        if (same * ALPHA_PIXEL >= RUN_LEAST) {
            add_runs(a, same * ALPHA_PIXEL);
            p += same;
        } else {
            add_token(a, *p++);
        }
    }
}

/*
 * The sum continued by a row.  The second of its parts adds up the first after every byte: for each
 * pixel thrice as it was before it and once with it, which is four times what it would be without
 * the zeros, less three times the pixel.
 */
static uint32_t alpha_adler32(uint32_t adler, const uint8_t *row, size_t width) {
    const uint64_t prime = 65521;
    const uint32_t begun = checksum_adler32(adler, (struct bytes){row, 1});
    const uint32_t alone = checksum_adler32(0, (struct bytes){row + 1, width});
    const uint64_t low = begun & 0xffff;
    const uint64_t sum = alone & 0xffff;
    const uint64_t high = (begun >> 16) + 4 * (width * low + (alone >> 16)) + 3 * (prime - sum);
    return (uint32_t)(high % prime << 16 | (low + sum) % prime);
}

enum status deflate_more_alpha(struct deflate *d, struct bytes rows, size_t width, bool last,
                               struct buf *out) {
    struct alpha_block a UNFILLED;
    a.bits = (struct bits){a.block.coded, d->waiting, d->waiting_len};
    a.out = out;
    a.len = 0;
    for (size_t at = 0; at < rows.len; at += width + 1) {
        add_alpha_row(&a, rows.data + at, width);
        d->adler = alpha_adler32(d->adler, rows.data + at, width);
    }
    if (a.len > 0 || last) {
        write_alpha_block(&a, last);
    }
    if (last) {
        write_trailer(d->adler, &a.block, &a.bits, out);
    }
    d->waiting = a.bits.waiting;
    d->waiting_len = a.bits.count;
    return out->status;
}

enum status deflate_zlib(struct bytes data, int pixel, struct buf *out) {
    struct deflate d = deflate_begin(pixel, out);
    return deflate_more(&d, data, true, out);
}

size_t deflate_estimate(struct bytes data, int pixel) {
    struct block block UNFILLED;
    struct codes c;
    size_t bits = 0;
    block.begin = data.data;
    block.source = data;
    block.counted_whole = true;
    begin_counting(&block);
    count_tokens(&block, data.data, data.data + data.len, pixel);
    end_counting(&block);
    choose_codes(&block, pixel, &c);
    for (int t = 0; t < TOKENS; t++) {
        bits += (size_t)block.counts[t] * (c.tokens[t] & TOKEN_LEN_MASK);
    }
    return bits / 8;
}
