/*
 * Base64 to bytes, fed in pieces of any size, and back (RFC 4648, section 4).
 *
 * Strict: no white space, no URL-safe letters, padding required and canonical,
 * nothing after it.  Owns nothing and does not know where the text comes from.
 */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/base.h"
#include "base/buf.h"

struct base64 {
    uint32_t bits; /* letters not yet written out, 6 bits each */
    int letters;   /* how many of them, 0..3 */
    int padding;   /* '=' seen, 0..2 */
};

/* A decoder at the start of a text. */
struct base64 base64_make(void);

/* How many bytes the letters of the next piece complete; padding may end two more. */
size_t base64_room(const struct base64 *b, struct bytes text);

/*
 * Decodes the next piece of the text and appends the bytes to *out.
 * STATUS_DAMAGED at the first character that cannot stand there, or the sticky
 * failure of *out.  The state is of no use after a failure.
 */
enum status base64_feed(struct base64 *b, struct bytes text, struct buf *out) MUST_CHECK;

/* Ends the text.  STATUS_DAMAGED where it stops short or leaves bits over. */
enum status base64_end(const struct base64 *b) MUST_CHECK;

/* Appends 'bytes' as text, padded; failures stick in *out.  They must not lie in *out. */
void base64_encode(struct bytes bytes, struct buf *out);

#endif
