/*
 * Loops over very many bytes, in steps of a length that is known when compiling:
 * only those become vector code where code is to be small.
 */
#ifndef PAINT_BULK_H
#define PAINT_BULK_H

#include "base/base.h"

/* Whether every byte is 'value'; true for none. */
bool bulk_is_all(const uint8_t *bytes, size_t len, uint8_t value);

/* Makes each byte 255 - itself. */
void bulk_invert(uint8_t *bytes, size_t len);

#endif
