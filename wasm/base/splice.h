/*
 * A changed file as pieces: new bytes, and ranges of the old file that stay as they are.
 *
 * So that a large file is changed without being copied: whoever has it puts the new
 * one together.  Does not know what the bytes mean.
 */
#ifndef BASE_SPLICE_H
#define BASE_SPLICE_H

#include "base/buf.h"

#define SPLICE_MAX_PIECES 1024

/* 'fresh' bytes, the next ones of those that are new, and after them 'kept' of the old file. */
struct splice_piece {
    size_t fresh;
    size_t from;
    size_t kept;
};

struct splice {
    struct buf fresh; /* append to it what is new, in its place between two splice_keep */
    size_t placed;    /* of 'fresh', by the pieces so far */
    size_t count;
    struct splice_piece pieces[SPLICE_MAX_PIECES];
};

/* No pieces yet; 'limit' is that of the new bytes. */
void splice_begin(struct splice *s, size_t limit);
void splice_free(struct splice *s);

/*
 * Keeps 'len' bytes of the old file from 'from' on; nothing where 'len' is 0.  More
 * pieces than SPLICE_MAX_PIECES fail 'fresh' with STATUS_TOO_LARGE.
 */
void splice_keep(struct splice *s, size_t from, size_t len);

/* Ends the file, perhaps with new bytes.  The first failure of all, or STATUS_OK. */
enum status splice_end(struct splice *s) MUST_CHECK;

/* How long the new file is. */
size_t splice_len(const struct splice *s);

/* Appends the new file, made of 'old', to *out; fails as buf_append does. */
enum status splice_apply(const struct splice *s, struct bytes old, struct buf *out);

#endif
