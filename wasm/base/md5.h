/* MD5 (RFC 1321), for names by content that a format asks for; it protects nothing. */
#ifndef BASE_MD5_H
#define BASE_MD5_H

#include "base/base.h"

#define MD5_HEX_LEN 32

/* Writes the digest of 'data' as hexadecimal digits, in capitals, and a NUL. */
void md5_hex(struct bytes data, char out[MD5_HEX_LEN + 1]);

#endif
