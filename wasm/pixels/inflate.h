/*
 * Unpacks a zlib stream (RFC 1950, RFC 1951), as much at a time as there is room for.
 *
 * Made for the rows of pictures, most of which are literals: one look at a table gives two of them
 * where their codes are short.  As strict as zlib about what is no deflate, but for the checksum at
 * the end: browsers show pictures where it is wrong, and a PNG's chunks have sums of their own.
 * Owns neither what it reads nor where it writes, and does not know what the bytes mean.
 */
#ifndef PIXELS_INFLATE_H
#define PIXELS_INFLATE_H

#include "base/buf.h"

#define INFLATE_HISTORY 32768 /* bytes: no match looks back further */
#define INFLATE_OVERSHOOT 320 /* bytes that may be written past the end of the room */

/* Where the stream comes from: pieces of any length, which stay where they are. */
struct inflate_source {
    void *context;
    bool (*next)(void *context, struct bytes *piece); /* false where there are no more */
};

/* Bits on their way in, the first one lowest. */
struct inflate_bits {
    const uint8_t *at; /* what follows of the piece */
    const uint8_t *end;
    uint64_t waiting;
    int count;
};

#define INFLATE_LITERAL_BITS 11 /* that the first look at a code takes in, */
#define INFLATE_DISTANCE_BITS 9
#define INFLATE_CODE_BITS 15 /* of so many at most; for longer codes there is a second look, at */
#define INFLATE_LITERAL_LONG 144 /* tables at most, since each has two symbols or more */
#define INFLATE_DISTANCE_LONG 15

/* How many entries the tables for a code have. */
#define INFLATE_ENTRIES(first, more) ((1 << (first)) + ((more) << (INFLATE_CODE_BITS - (first))))

/* A stream on its way; 28 KB. */
struct inflate {
    struct inflate_source source;
    struct inflate_bits bits;
    int stage;     /* of a block */
    size_t stored; /* bytes of it still to come as they are */
    bool last;     /* block */
    bool fixed;    /* the tables are those of the fixed codes */
    bool broken;
    bool ended; /* all has been unpacked */
    uint32_t literals[INFLATE_ENTRIES(INFLATE_LITERAL_BITS, INFLATE_LITERAL_LONG)];
    uint32_t distances[INFLATE_ENTRIES(INFLATE_DISTANCE_BITS, INFLATE_DISTANCE_LONG)];
};

/* Begins with the stream's header; that it is none shows at inflate_more. */
void inflate_begin(struct inflate *s, struct inflate_source source);

/*
 * Unpacks to *at and moves it along, until it is at 'end' or past it by less than
 * INFLATE_OVERSHOOT, or the stream has ended.  What lies further past it may be
 * overwritten, too, up to INFLATE_OVERSHOOT.
 *
 * From 'begin' to *at stand the last INFLATE_HISTORY bytes that were unpacked, or all where there
 * are fewer; they may have been moved since.
 *
 * STATUS_DAMAGED where the stream is broken or breaks off.
 */
enum status inflate_more(struct inflate *s, const uint8_t *begin, const uint8_t *end,
                         uint8_t **at) MUST_CHECK;

/*
 * Appends what all of 'packed' unpacks to.  STATUS_DAMAGED where it is broken or has more than *out
 * has room for, which is then as it was; STATUS_NO_MEMORY.
 */
enum status inflate_zlib(struct bytes packed, struct buf *out) MUST_CHECK;

#endif
