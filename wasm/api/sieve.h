/*
 * Takes the images out of an answer while it arrives.
 *
 * Fed the bytes of a JSON text in pieces of any size.  The string after a key
 * "b64_json" is decoded on the fly and reported when it is complete; everything
 * else, a few kilobytes, collects in 'rest', in which each image has been
 * replaced by its index (or by false where its base64 was damaged).  An empty
 * string is no image and stays.  No base64 is ever held.  Does not validate
 * JSON: json_parse does that with the rest.
 */
#ifndef API_SIEVE_H
#define API_SIEVE_H

#include "base/base64.h"
#include "base/buf.h"

#define SIEVE_MAX_IMAGE ((size_t)64 << 20)
#define SIEVE_MAX_TOTAL ((size_t)256 << 20)

/*
 * Called for each image, in the order of the text.  'file' may be emptied with
 * buf_release; what is left in it is thrown away.  It is failed (see buf.h) and
 * empty where the base64 was damaged or the image too large: the others still
 * come.
 */
typedef void sieve_image(void *context, int index, struct buf *file);

struct sieve {
    sieve_image *image;
    void *context;
    struct buf rest;
    struct buf file; /* of the image that is arriving */
    size_t last_len; /* of the one before: the next is likely to be about as large */
    struct base64 decoder;
    size_t total; /* image bytes so far */
    int images;
    int state;
    int escape;          /* letters of a \uXXXX still to come, or other escape state */
    uint32_t code_point; /* of that escape */
    char word[16];       /* the start of the last string, to know the key */
    size_t word_len;
};

/* A sieve at the start of a text; it owns buffers: end with sieve_free. */
struct sieve sieve_make(sieve_image *image, void *context);

/*
 * STATUS_NO_MEMORY, or STATUS_TOO_LARGE when the rest passes JSON_MAX_BYTES or
 * the images together SIEVE_MAX_TOTAL; nothing more is read after that.
 */
enum status sieve_feed(struct sieve *s, struct bytes piece) MUST_CHECK;

/* What is left without the images; good until the next feed. */
struct bytes sieve_rest(const struct sieve *s);

void sieve_free(struct sieve *s);

#endif
