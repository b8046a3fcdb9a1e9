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

#define BLOCK_TOKENS 32768 /* so few fit on the stack, so many make the header of a block cheap */
#define STORED_MOST 65535
#define HEADER_MOST 272 /* 74 bits and 290 codes of 7 */
#define SLACK 16        /* flush writes 8 bytes whatever it moves on by */

struct block {
    struct bytes source; /* what the tokens stand for */
    int len;
    uint32_t counts[2][TOKENS]; /* of every second token: two sums need not wait for each other */
    uint16_t tokens[BLOCK_TOKENS];
};

/* Optimised for size, the compiler calls these for every few bytes, at twice the time. */
#define INLINED static inline __attribute__((always_inline))

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words are read and written as they lie");

INLINED uint64_t load64(const uint8_t *p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

INLINED void add_token(struct block *b, int token) {
    b->tokens[b->len] = (uint16_t)token;
    b->counts[b->len & 1][token]++;
    b->len++;
}

/* How many bytes at 'p', which begins a run, it goes on for. */
static int run_length(const uint8_t *p, const uint8_t *end, int pixel) {
    const int most = end - p < RUN_MOST ? (int)(end - p) : RUN_MOST;
    int len = RUN_LEAST;
    while (len < most && p[len] == p[len - pixel]) {
        len++;
    }
    return len;
}

/*
 * Adds one run at 'p', or literals up to the last of the next 8 bytes that differs from the one a
 * pixel before: no run can begin earlier.  Returns what comes after.
 */
INLINED const uint8_t *add_tokens(struct block *b, const uint8_t *p, const uint8_t *end,
                                  int pixel) {
    const uint64_t difference = load64(p) ^ load64(p - pixel);
    if (difference == 0) {
        const int len = run_length(p, end, pixel);
        add_token(b, RUN + len - 3);
        return p + len;
    }
    const int literals = 8 - __builtin_clzll(difference) / 8;
    for (int i = 0; i < literals; i++) {
        add_token(b, p[i]);
    }
    return p + literals;
}

/* Fills the block with tokens for the bytes from 'at' on. */
static void tokenize(struct bytes data, size_t at, int pixel, struct block *b) {
    const uint8_t *const end = data.data + data.len;
    const uint8_t *p = data.data + at;
    b->source.data = p;
    b->len = 0;
    memset(b->counts, 0, sizeof b->counts);
    while (p < end && b->len <= BLOCK_TOKENS - RUN_LEAST) {
        if (p - data.data >= pixel && end - p >= RUN_LEAST) {
            p = add_tokens(b, p, end, pixel);
        } else {
            add_token(b, *p++);
        }
    }
    b->source.len = (size_t)(p - b->source.data);
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

#define TOKEN_LEN 5 /* bits that say how many bits a token has: up to 21 */

/* How a block is written. */
struct codes {
    uint8_t lengths[SYMBOLS + DISTANCES]; /* of the codes for symbols, then for distances */
    uint16_t codes[SYMBOLS];
    uint32_t tokens[TOKENS]; /* above TOKEN_LEN: code, extra bits of a run's length, distance */
};

static void choose_codes(const struct block *b, int pixel, struct codes *c) {
    uint32_t counts[SYMBOLS] = {[END_OF_BLOCK] = 1};
    for (int t = 0; t < TOKENS; t++) {
        counts[spelling(t).symbol] += b->counts[0][t] + b->counts[1][t];
    }
    memset(c, 0, sizeof *c);
    huffman_choose_lengths(counts, SYMBOLS, HUFFMAN_MAX_BITS, c->lengths);
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

INLINED int token_len(const struct codes *c, int token) {
    return (int)(c->tokens[token] & ((1u << TOKEN_LEN) - 1));
}

INLINED void add_bits(struct bits *b, const struct codes *c, int token) {
    b->waiting |= (uint64_t)(c->tokens[token] >> TOKEN_LEN) << b->count;
    b->count += token_len(c, token);
}

/* Two tokens are at most 42 bits, so that one flush does for both. */
static void write_tokens(const struct block *b, const struct codes *c, struct bits *out) {
    struct bits o = *out;
    for (int i = 0; i + 1 < b->len; i += 2) {
        add_bits(&o, c, b->tokens[i]);
        add_bits(&o, c, b->tokens[i + 1]);
        flush(&o);
    }
    if (b->len % 2 == 1) {
        add_bits(&o, c, b->tokens[b->len - 1]);
        flush(&o);
    }
    *out = o;
    put(out, c->codes[END_OF_BLOCK], c->lengths[END_OF_BLOCK]);
}

static void write_stored(struct bytes data, bool last, struct bits *out) {
    put(out, last, 1);
    put(out, 0, 2); /* stored */
    align(out);
    put(out, (uint32_t)data.len, 16);
    put(out, ~(uint32_t)data.len & 0xffff, 16);
    if (data.len > 0) {
        memcpy(out->to, data.data, data.len);
    }
    out->to += data.len;
}

static size_t tokens_len(const struct block *b, const struct codes *c) {
    size_t bits = 0;
    for (int t = 0; t < TOKENS; t++) {
        bits += (size_t)(b->counts[0][t] + b->counts[1][t]) * (size_t)token_len(c, t);
    }
    return bits / 8 + 1;
}

/* Writes a block with codes of its own, or as it is where those would not make it shorter. */
static void write_block(struct block *b, int pixel, bool last, struct bits *bits, struct buf *out) {
    struct codes c;
    choose_codes(b, pixel, &c);
    const size_t coded = tokens_len(b, &c) + HEADER_MOST;
    const bool store = b->source.len <= coded && b->source.len <= STORED_MOST;
    bits->to = buf_reserve(out, (store ? b->source.len : coded) + SLACK);
    if (!bits->to) {
        return;
    }
    const uint8_t *start = bits->to;
    if (store) {
        write_stored(b->source, last, bits);
    } else {
        write_header(&c, pixel, last, bits);
        write_tokens(b, &c, bits);
    }
    buf_commit(out, (size_t)(bits->to - start));
}

static void write_trailer(uint32_t adler, struct bits *bits, struct buf *out) {
    const uint8_t *start = bits->to = buf_reserve(out, 5 + SLACK);
    if (start) {
        align(bits);
        for (int shift = 24; shift >= 0; shift -= 8) {
            put(bits, adler >> shift & 0xff, 8);
        }
        buf_commit(out, (size_t)(bits->to - start));
    }
}

struct deflate deflate_begin(int pixel, struct buf *out) {
    static const uint8_t header[] = {0x78, 0x01}; /* deflate, 32 KB window, the fastest kind */
    buf_append(out, header, sizeof header);
    return (struct deflate){.pixel = pixel, .adler = 1};
}

/* Writes blocks for all of 'data'; at least one, the last, where there is none. */
static void write_blocks(struct bytes data, int pixel, bool last, struct bits *bits,
                         struct buf *out) {
    struct block block;
    size_t at = 0;
    while (at < data.len || last) {
        tokenize(data, at, pixel, &block);
        at += block.source.len;
        write_block(&block, pixel, last && at == data.len, bits, out);
        if (at == data.len || out->status != STATUS_OK) {
            return;
        }
    }
}

enum status deflate_more(struct deflate *d, struct bytes data, bool last, struct buf *out) {
    struct bits bits = {NULL, d->waiting, d->waiting_len};
    write_blocks(data, d->pixel, last, &bits, out);
    d->adler = checksum_adler32(d->adler, data);
    if (last) {
        write_trailer(d->adler, &bits, out);
    }
    d->waiting = bits.waiting;
    d->waiting_len = bits.count;
    return out->status;
}

enum status deflate_zlib(struct bytes data, int pixel, struct buf *out) {
    struct deflate d = deflate_begin(pixel, out);
    return deflate_more(&d, data, true, out);
}
