/*
 * Characters as UTF-8, from other ways to write them.
 *
 * What comes out is well formed whatever goes in.  Failures stick in *out (see buf.h).
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buf.h"

/* Appends one character; what is no character, a surrogate for one, becomes U+FFFD. */
void utf8_put(struct buf *out, uint32_t point);

/* Appends 'text' as it is where it is well-formed UTF-8; else it is taken as Latin-1. */
void utf8_put_text(struct buf *out, struct bytes text);

/* Appends UTF-16; a surrogate without its other half becomes U+FFFD, half a unit nothing. */
void utf8_put_utf16(struct buf *out, struct bytes text, uint16_t (*read16)(const uint8_t *));

#endif
