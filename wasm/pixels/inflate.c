#include "pixels/inflate.h"

#include <stdlib.h>
#include <string.h>

/* A loop of its own for the ends of pieces, of the same source. */
#define INLINED static inline __attribute__((always_inline))

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words are read and written as they lie");

enum stage { STAGE_HEADER, STAGE_STORED, STAGE_CODED };

/*
 * An entry of a table says what its bits stand for, from the lowest on: how many they are in 6,
 * extra bits counted in; how many literals they begin with in 2; how many are codes in 4; flags.
 * Then, of literals and lengths, the first literal, and the second one or what a match is longer
 * than the shortest; of distances the least distance; or where the table is that the next bits
 * look at.
 */
#define LEN_MASK 63u
#define LITERALS_AT 6
#define LITERALS_MASK 3u
#define CODE_AT 8
#define CODE_MASK 15u
#define MATCH (1u << 12)
#define DEEPER (1u << 13)
#define END_OF_BLOCK (1u << 14)
#define NOTHING (1u << 15) /* no symbol has this code, or one that must not be used */
#define SPECIAL (DEEPER | END_OF_BLOCK | NOTHING)
#define VALUE_AT 16
#define SECOND_AT 24
#define SHORTEST 3

/* Symbols of literals and lengths, of distances, and of the lengths of both's codes. */
#define LITERALS 288
#define LITERALS_USED 286
#define FIRST_LENGTH 257
#define DISTANCES 32
#define DISTANCES_USED 30
#define METAS 19
#define META_BITS 7
#define META_REPEAT 16
#define META_ZEROS 17
#define META_MANY_ZEROS 18

typedef uint32_t meaning(int symbol);

static uint32_t meaning_of_literal(int symbol) {
    const int i = symbol - FIRST_LENGTH;
    if (i < 0) {
        return symbol == FIRST_LENGTH - 1 ? END_OF_BLOCK
                                          : 1u << LITERALS_AT | (uint32_t)symbol << VALUE_AT;
    }
    if (symbol >= LITERALS_USED - 1) {
        return symbol < LITERALS_USED ? MATCH | 255u << SECOND_AT : NOTHING;
    }
    const int extra = i < 8 ? 0 : i / 4 - 1;
    const int longer = i < 8 ? i : (4 + i % 4) << extra;
    return MATCH | (uint32_t)longer << SECOND_AT | (uint32_t)extra;
}

static uint32_t meaning_of_distance(int symbol) {
    if (symbol >= DISTANCES_USED) {
        return NOTHING;
    }
    const int extra = symbol < 4 ? 0 : symbol / 2 - 1;
    const int least = 1 + (symbol < 4 ? symbol : (2 + symbol % 2) << extra);
    return (uint32_t)least << VALUE_AT | (uint32_t)extra;
}

static uint32_t meaning_of_meta(int symbol) {
    return (uint32_t)symbol << VALUE_AT;
}

/* Symbols in the order of their codes. */
struct sorted {
    int count;
    int share; /* of all sequences of 15 bits, how many begin with one of the codes */
    uint16_t symbols[LITERALS];
};

static void sort(const uint8_t *lengths, int symbols, struct sorted *out) {
    int places[INFLATE_CODE_BITS + 2] = {0};
    out->share = 0;
    for (int s = 0; s < symbols; s++) {
        places[lengths[s] + 1]++;
        out->share += lengths[s] == 0 ? 0 : 1 << (INFLATE_CODE_BITS - lengths[s]);
    }
    out->count = symbols - places[1];
    places[1] = 0;
    for (int len = 2; len <= INFLATE_CODE_BITS; len++) {
        places[len] += places[len - 1];
    }
    for (int s = 0; s < symbols; s++) {
        if (lengths[s] > 0) {
            out->symbols[places[lengths[s]]++] = (uint16_t)s;
        }
    }
}

/* Tables on their way. */
struct tables {
    uint32_t *entries;
    uint32_t bits; /* that the first table looks at */
    uint32_t used; /* entries */
};

/* Puts a longer code, its first bit lowest, into a table behind the first one. */
static void put_deep(struct tables *t, uint32_t code, uint32_t len, uint32_t entry) {
    const uint32_t size = 1u << (INFLATE_CODE_BITS - t->bits);
    uint32_t *first = &t->entries[code & ((1u << t->bits) - 1)];
    if (!(*first & DEEPER)) {
        *first = DEEPER | t->used << VALUE_AT;
        t->used += size;
    }
    uint32_t *table = t->entries + (*first >> VALUE_AT);
    for (uint32_t i = code >> t->bits; i < size; i += 1u << (len - t->bits)) {
        table[i] = entry;
    }
}

/* The code that comes after one of 'len' bits. */
static uint32_t next_code(uint32_t code, uint32_t len) {
    uint32_t bit = (1u << len) >> 1;
    for (; code & bit; bit >>= 1) {
        code ^= bit;
    }
    return code | bit;
}

/* Doubles what is there of the first table until it looks at 'bits'. */
static void grow(uint32_t *entries, uint32_t *grown, uint32_t bits) {
    for (; *grown < bits; ++*grown) {
        memcpy(entries + ((size_t)1 << *grown), entries, sizeof *entries << *grown);
    }
}

/* Fills the tables for a code whose symbols are 'sorted'. */
static void fill_tables(const uint8_t *lengths, const struct sorted *sorted, uint32_t bits,
                        meaning *of, uint32_t *entries) {
    struct tables t = {entries, bits, 1u << bits};
    uint32_t code = 0;
    uint32_t grown = 0;
    entries[0] = NOTHING;
    for (int i = 0; i < sorted->count; i++) {
        const int symbol = sorted->symbols[i];
        const uint32_t len = lengths[symbol];
        const uint32_t entry = of(symbol) + len + (len << CODE_AT);
        grow(entries, &grown, len < bits ? len : bits);
        if (len <= bits) {
            entries[code] = entry;
        } else {
            put_deep(&t, code, len, entry);
        }
        code = next_code(code, len);
    }
    grow(entries, &grown, bits);
}

/*
 * Makes the tables for codes of such lengths.  False where they do not use up all sequences of
 * bits, or more than there are; 'few' allows for one code of a single bit, or none.
 */
static bool make_tables(const uint8_t *lengths, int symbols, uint32_t bits, bool few, meaning *of,
                        uint32_t *entries) {
    struct sorted sorted;
    const int all = 1 << INFLATE_CODE_BITS;
    sort(lengths, symbols, &sorted);
    if (sorted.share != all &&
        !(few && (sorted.count == 0 || (sorted.count == 1 && sorted.share == all / 2)))) {
        return false;
    }
    fill_tables(lengths, &sorted, bits, of, entries);
    return true;
}

static bool is_literal(uint32_t entry) {
    return (entry >> LITERALS_AT & LITERALS_MASK) > 0;
}

static uint32_t code_len(uint32_t entry) {
    return entry >> CODE_AT & CODE_MASK;
}

/* Where after a literal there is room for the code of what comes next, both make an entry. */
static void pair(uint32_t *entries) {
    const uint32_t sums = LEN_MASK | LITERALS_MASK << LITERALS_AT | CODE_MASK << CODE_AT;
    for (uint32_t i = 1u << INFLATE_LITERAL_BITS; i-- > 0;) { /* what it looks at is yet single */
        const uint32_t first = entries[i];
        const uint32_t second = entries[i >> (first & LEN_MASK)];
        const bool fits = code_len(first) + code_len(second) <= INFLATE_LITERAL_BITS;
        if (is_literal(first) && fits && (is_literal(second) || (second & MATCH))) {
            const uint32_t value = is_literal(second) ? second << (SECOND_AT - VALUE_AT) : second;
            entries[i] = ((first & sums) + (second & sums)) | (second & MATCH) |
                         (first & 255u << VALUE_AT) | (value & 255u << SECOND_AT);
        }
    }
}

INLINED uint64_t load64(const uint8_t *p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* Fills up from however many pieces it takes; fewer bits than wanted are left only at the end. */
static void refill_carefully(struct inflate_bits *b, const struct inflate_source *source) {
    while (b->count >= 0 && b->count < 56) {
        while (b->at == b->end) {
            struct bytes piece;
            if (!source->next(source->context, &piece)) {
                return;
            }
            b->at = piece.data;
            b->end = piece.data + piece.len;
        }
        b->waiting |= (uint64_t)*b->at++ << b->count;
        b->count += 8;
    }
}

/*
 * To 56 bits or more, from a piece that has 8 bytes.  Bits above the count are of the next byte;
 * that is taken in again, and is still the same.
 */
INLINED void refill(struct inflate_bits *b) {
    b->waiting |= load64(b->at) << b->count;
    b->at += (63 - b->count) >> 3;
    b->count |= 56;
}

INLINED void drop(struct inflate_bits *b, uint32_t entry) {
    b->waiting >>= entry & LEN_MASK;
    b->count -= (int)(entry & LEN_MASK);
}

/* What the next bits stand for, by the first of the tables alone, which looks at 'bits'. */
INLINED uint32_t look(const uint32_t *entries, const struct inflate_bits *b, int bits) {
    return entries[b->waiting & ((1u << bits) - 1)];
}

/* The same by the second, where 'entry' says so. */
INLINED uint32_t look_deeper(const uint32_t *entries, uint32_t entry, const struct inflate_bits *b,
                             int bits) {
    const uint32_t rest = (uint32_t)(b->waiting >> bits);
    return entry & DEEPER
               ? entries[(entry >> VALUE_AT) + (rest & ((1u << (INFLATE_CODE_BITS - bits)) - 1))]
               : entry;
}

/* Takes an entry's bits in and returns what its extra bits say. */
INLINED uint32_t take_extra(struct inflate_bits *b, uint32_t entry) {
    const uint64_t all = b->waiting & (((uint64_t)1 << (entry & LEN_MASK)) - 1);
    drop(b, entry);
    return (uint32_t)(all >> (entry >> CODE_AT & CODE_MASK));
}

/* The next 'count' bits, up to 16. */
static uint32_t take(struct inflate *s, int count) {
    if (s->bits.count < count) {
        refill_carefully(&s->bits, &s->source);
    }
    const uint32_t value = (uint32_t)s->bits.waiting & ((1u << count) - 1);
    s->broken = s->broken || s->bits.count < count;
    if (!s->broken) {
        drop(&s->bits, (uint32_t)count);
    }
    return value;
}

/* The next symbol of the code for lengths. */
static uint32_t take_meta(struct inflate *s, const uint32_t *entries) {
    if (s->bits.count < META_BITS) {
        refill_carefully(&s->bits, &s->source);
    }
    const uint32_t entry = look(entries, &s->bits, META_BITS);
    drop(&s->bits, entry);
    s->broken = s->bits.count < 0;
    return entry >> VALUE_AT;
}

/* How often a symbol of that code repeats a length. */
static uint32_t take_repeats(struct inflate *s, uint32_t meta) {
    switch (meta) {
    case META_REPEAT:
        return 3 + take(s, 2);
    case META_ZEROS:
        return 3 + take(s, 3);
    case META_MANY_ZEROS:
        return 11 + take(s, 7);
    default:
        return 1;
    }
}

static void read_lengths(struct inflate *s, const uint32_t *entries, uint8_t *lengths,
                         uint32_t count) {
    for (uint32_t i = 0; i < count && !s->broken;) {
        const uint32_t meta = take_meta(s, entries);
        const uint32_t repeats = s->broken ? 0 : take_repeats(s, meta);
        if (repeats > count - i || (meta == META_REPEAT && i == 0)) {
            s->broken = true;
            return;
        }
        const uint8_t len = meta < META_REPEAT    ? (uint8_t)meta
                            : meta == META_REPEAT ? lengths[i - 1]
                                                  : 0;
        memset(lengths + i, len, repeats);
        i += repeats;
    }
}

static bool read_codes(struct inflate *s) {
    static const uint8_t order[METAS] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                         11, 4,  12, 3, 13, 2, 14, 1, 15};
    uint8_t metas[METAS] = {0};
    uint8_t lengths[LITERALS + DISTANCES];
    const uint32_t literals = FIRST_LENGTH + take(s, 5);
    const uint32_t distances = 1 + take(s, 5);
    const uint32_t meta_count = 4 + take(s, 4);
    for (uint32_t i = 0; i < meta_count; i++) {
        metas[order[i]] = (uint8_t)take(s, 3);
    }
    uint32_t *entries = s->distances; /* they come only after these have been used */
    if (s->broken || literals > LITERALS_USED || distances > DISTANCES_USED ||
        !make_tables(metas, METAS, META_BITS, false, meaning_of_meta, entries)) {
        return false;
    }
    read_lengths(s, entries, lengths, literals + distances);
    return !s->broken && lengths[FIRST_LENGTH - 1] > 0 &&
           make_tables(lengths, (int)literals, INFLATE_LITERAL_BITS, true, meaning_of_literal,
                       s->literals) &&
           make_tables(lengths + literals, (int)distances, INFLATE_DISTANCE_BITS, true,
                       meaning_of_distance, s->distances);
}

static bool set_fixed_codes(struct inflate *s) {
    uint8_t lengths[LITERALS];
    uint8_t distances[DISTANCES];
    memset(lengths, 8, 144);
    memset(lengths + 144, 9, 112);
    memset(lengths + 256, 7, 24);
    memset(lengths + 280, 8, 8);
    memset(distances, 5, DISTANCES);
    return make_tables(lengths, LITERALS, INFLATE_LITERAL_BITS, false, meaning_of_literal,
                       s->literals) &&
           make_tables(distances, DISTANCES, INFLATE_DISTANCE_BITS, false, meaning_of_distance,
                       s->distances);
}

static void begin_coded(struct inflate *s, bool fixed) {
    if (!fixed || !s->fixed) { /* a stream may have millions of fixed blocks */
        s->broken = !(fixed ? set_fixed_codes(s) : read_codes(s));
        if (!s->broken) {
            pair(s->literals);
        }
    }
    s->fixed = fixed;
    s->stage = STAGE_CODED;
}

static void begin_stored(struct inflate *s) {
    drop(&s->bits, (uint32_t)s->bits.count & 7);
    s->stored = take(s, 16);
    s->broken = take(s, 16) != (~s->stored & 0xffff) || s->broken;
    s->stage = STAGE_STORED;
}

static void begin_block(struct inflate *s) {
    if (s->last) {
        s->ended = true;
        return;
    }
    s->last = take(s, 1);
    const uint32_t type = take(s, 2);
    if (s->broken || type == 3) {
        s->broken = true;
    } else if (type == 0) {
        begin_stored(s);
    } else {
        begin_coded(s, type == 1);
    }
}

/* Copies what comes as it is; first what has been taken in as bits. */
static void copy_stored(struct inflate *s, const uint8_t *end, uint8_t **at) {
    struct inflate_bits *b = &s->bits;
    const size_t room = (size_t)(end - *at);
    if (s->stored == 0) {
        s->stage = STAGE_HEADER;
        return;
    }
    if (b->count > 0 || b->at == b->end) {
        *(*at)++ = (uint8_t)take(s, 8);
        s->stored--;
        return;
    }
    const size_t left = (size_t)(b->end - b->at);
    const size_t wanted = s->stored < room ? s->stored : room;
    const size_t len = left < wanted ? left : wanted;
    memcpy(*at, b->at, len);
    *at += len;
    b->at += len;
    b->waiting = 0;
    s->stored -= len;
}

/* Writes an entry's literals: two bytes in any case, whether they count or not. */
INLINED uint8_t *put_literals(uint8_t *to, uint32_t entry) {
    const uint16_t both = (uint16_t)(entry >> VALUE_AT);
    memcpy(to, &both, sizeof both);
    return to + (entry >> LITERALS_AT & LITERALS_MASK);
}

/* What a few bytes make that go on and on: as many as fit into a word. */
INLINED uint64_t repeated(const uint8_t *from, uint32_t distance) {
    uint64_t word = load64(from) & (((uint64_t)1 << 8 * distance) - 1);
    for (uint32_t bits = 8 * distance; bits < 64; bits *= 2) {
        word |= word << bits;
    }
    return word;
}

/* Copies 'len' bytes from 'distance' before, eight at a time, up to 15 too many. */
INLINED uint8_t *copy_match(uint8_t *to, uint32_t distance, uint32_t len) {
    static const uint8_t steps[8] = {0, 8, 8, 6, 8, 5, 6, 7};
    uint8_t *end = to + len;
    const uint8_t *from = to - distance;
    if (distance >= 8) {
        do {
            memcpy(to, from, 8);
            memcpy(to + 8, from + 8, 8);
            from += 16;
            to += 16;
        } while (to < end);
    } else {
        const uint64_t word = repeated(from, distance);
        for (; to < end; to += steps[distance]) {
            memcpy(to, &word, sizeof word);
        }
    }
    return end;
}

#define CAREFUL_BELOW 16 /* bytes: two words are read in one go */

/*
 * Decodes until there is no room, the block ends, or the piece has come to where it takes care, or
 * no longer does.  Long, for it is most of the work that a PNG makes, and keeps all in registers:
 * literals and the next length come out of one look, since which of them follows nobody can guess.
 */
INLINED void decode(struct inflate *s, const uint8_t *begin, const uint8_t *end, uint8_t **at,
                    bool careful) {
    struct inflate_bits b = s->bits;
    uint8_t *to = *at;
    while (to < end && (b.end - b.at < CAREFUL_BELOW) == careful) {
        careful ? refill_carefully(&b, &s->source) : refill(&b);
        uint32_t e = look(s->literals, &b, INFLATE_LITERAL_BITS);
        for (int i = 0; i < 3 && !(e & (MATCH | SPECIAL)); i++) {
            to = put_literals(to, e);
            drop(&b, e);
            e = look(s->literals, &b, INFLATE_LITERAL_BITS);
        }
        careful ? refill_carefully(&b, &s->source) : refill(&b);
        e = look_deeper(s->literals, e, &b, INFLATE_LITERAL_BITS);
        if (e & (END_OF_BLOCK | NOTHING)) {
            drop(&b, e);
            s->stage = STAGE_HEADER;
            s->broken = (e & NOTHING) != 0;
            break;
        }
        to = put_literals(to, e);
        const uint32_t longer = (e >> SECOND_AT) + take_extra(&b, e);
        if (e & MATCH) {
            uint32_t d = look(s->distances, &b, INFLATE_DISTANCE_BITS);
            d = look_deeper(s->distances, d, &b, INFLATE_DISTANCE_BITS);
            const uint32_t distance = (d >> VALUE_AT) + take_extra(&b, d);
            if ((d & NOTHING) || distance > (size_t)(to - begin)) {
                s->broken = true;
                break;
            }
            to = copy_match(to, distance, SHORTEST + longer);
        }
        if (careful && b.count < 0) {
            break;
        }
    }
    *at = to;
    s->bits = b;
    s->broken = s->broken || b.count < 0;
}

static void decode_block(struct inflate *s, const uint8_t *begin, const uint8_t *end,
                         uint8_t **at) {
    if (s->bits.end - s->bits.at < CAREFUL_BELOW) {
        decode(s, begin, end, at, true);
    } else {
        decode(s, begin, end, at, false);
    }
}

void inflate_begin(struct inflate *s, struct inflate_source source) {
    s->source = source;
    s->bits = (struct inflate_bits){0};
    s->stage = STAGE_HEADER;
    s->stored = 0;
    s->last = s->fixed = s->broken = s->ended = false;
    const uint32_t method = take(s, 8);
    const uint32_t flags = take(s, 8);
    const bool sound = (method & 15) == 8 && method >> 4 <= 7 && (method << 8 | flags) % 31 == 0;
    s->broken = s->broken || !sound || (flags & 32) != 0; /* 32: a dictionary is needed */
}

enum status inflate_more(struct inflate *s, const uint8_t *begin, const uint8_t *end,
                         uint8_t **at) {
    while (*at < end && !s->ended && !s->broken) {
        switch (s->stage) {
        case STAGE_STORED:
            copy_stored(s, end, at);
            break;
        case STAGE_CODED:
            decode_block(s, begin, end, at);
            break;
        default:
            begin_block(s);
        }
    }
    return s->broken ? STATUS_DAMAGED : STATUS_OK;
}

/* The only piece of a stream; then there are no more. */
static bool next_piece(void *context, struct bytes *piece) {
    struct bytes *whole = context;
    *piece = *whole;
    *whole = (struct bytes){0};
    return piece->len > 0;
}

/* No byte of a stream unpacks to more. */
#define MOST 1032

enum status inflate_zlib(struct bytes packed, struct buf *out) {
    const size_t left = out->limit - out->len;
    const size_t room = packed.len < left / MOST ? packed.len * MOST : left;
    struct inflate s;
    uint8_t *begin = malloc(room + 1 + INFLATE_OVERSHOOT);
    uint8_t *at = begin;
    if (!begin) {
        return STATUS_NO_MEMORY;
    }
    inflate_begin(&s, (struct inflate_source){&packed, next_piece});
    enum status status = inflate_more(&s, begin, begin + room + 1, &at);
    if (status == STATUS_OK && (!s.ended || (size_t)(at - begin) > left)) {
        status = STATUS_DAMAGED;
    }
    if (status == STATUS_OK) {
        status = buf_append(out, begin, (size_t)(at - begin));
    }
    free(begin);
    return status;
}
