/*
 * What a server wants that is not quite OpenAI's: how the key goes, what images
 * are called, how edits are written, which version of its API is meant.
 *
 * Knows addresses and headers, but neither the key nor what is sent.  All zeros
 * is OpenAI's own way.
 */
#ifndef API_DIALECT_H
#define API_DIALECT_H

#include "base/base.h"
#include "base/buf.h"

#define DIALECT_MAX_VERSION 64

enum dialect_header { DIALECT_BEARER, DIALECT_API_KEY };
enum dialect_image { DIALECT_IMAGE_BY_COUNT, DIALECT_IMAGE_ARRAY, DIALECT_IMAGE_SINGLE };
enum dialect_edits { DIALECT_MULTIPART, DIALECT_JSON };

struct dialect {
    enum dialect_header header; /* "Authorization: Bearer KEY", or "api-key: KEY" */
    enum dialect_image image;   /* "image" for one and "image[]" for more, or always one of them */
    enum dialect_edits edits;
    char version[DIALECT_MAX_VERSION + 1]; /* goes as ?api-version=, "" for none */
};

/*
 * Reads {"key_header": "bearer" or "api-key", "image_field": "count", "image[]" or
 * "image", "edits": "multipart" or "json", "api_version": letters, digits, '.', '-'
 * and '_', or ""}.  What is absent is OpenAI's way, and empty text is no dialect at
 * all; other members are left alone.
 *
 * STATUS_INVALID, at the member's name; STATUS_NO_MEMORY.  *out is then empty.
 */
enum status dialect_parse(struct bytes json, struct dialect *out, struct fault *fault) MUST_CHECK;

/*
 * Appends the address of 'path' below a base URL that endpoint_check_url took.
 * Failures stick in *out.
 */
void dialect_put_url(const struct dialect *dialect, const char *base_url, const char *path,
                     struct buf *out);

/*
 * The same for the list of models.  Azure has that above its deployments, so that
 * ".../openai/deployments/NAME" asks at ".../openai/models".
 */
void dialect_put_models_url(const struct dialect *dialect, const char *base_url, struct buf *out);

/* What the header with the key is called. */
const char *dialect_header_name(const struct dialect *dialect);

/* What of 'authorization', "Bearer KEY", goes into it: all, or the key; a part of that text. */
const char *dialect_header_value(const struct dialect *dialect, const char *authorization);

/* What image of 'count' is called in a form. */
const char *dialect_image_name(const struct dialect *dialect, int count);

#endif
