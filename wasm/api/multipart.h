/*
 * A multipart/form-data body, written as the browsers write it (WHATWG HTML,
 * "multipart/form-data encoding algorithm").
 *
 * Builds straight into a buffer whose failure sticks; check multipart_close.
 * Does not know which fields the API wants.
 */
#ifndef API_MULTIPART_H
#define API_MULTIPART_H

#include "base/buf.h"

#define MULTIPART_RANDOM 16 /* bytes that make a boundary */

struct multipart {
    struct buf *body;
    char boundary[64]; /* without the leading dashes */
    size_t parts;
};

/* Starts in *body, which must be empty and outlive 'm', with a boundary made of 'random'. */
void multipart_begin(struct multipart *m, struct buf *body, const uint8_t random[MULTIPART_RANDOM]);

/* A text field.  Line breaks in 'value' become CR LF, as in the browsers; the rest stays. */
void multipart_field(struct multipart *m, const char *name, struct bytes value);

/* Starts a file; its bytes are then appended to m->body by whoever makes them. */
void multipart_begin_file(struct multipart *m, const char *name, const char *file_name,
                          const char *type);
void multipart_end_file(struct multipart *m);

/*
 * Ends the body.  The first failure of all, or STATUS_INTERNAL in the one case
 * in 2^128 that the boundary occurs inside a part: build again with other
 * random bytes.
 */
enum status multipart_close(struct multipart *m) MUST_CHECK;

#endif
