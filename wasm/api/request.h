/*
 * What goes to the API: JSON for generations, multipart for edits, or JSON for
 * these too where a dialect says so.
 *
 * Field names, order, file names and types are those of ComfyUI's node; settings
 * that it does not have come after its own, if they are sent (see params_sends).
 * Does not know the endpoint, the key or how pictures are encoded: files are written
 * by the caller between begin and end.
 */
#ifndef API_REQUEST_H
#define API_REQUEST_H

#include "api/dialect.h"
#include "api/multipart.h"
#include "api/params.h"

#define REQUEST_MAX_BYTES ((size_t)900 << 20) /* 16 images below 50 MB, and a mask or markup */
#define REQUEST_MAX_DATA_URL 20971520         /* letters of one picture in JSON */

struct request {
    const char *path; /* "/images/generations" or "/images/edits" */
    char content_type[128];
    struct buf body;
    struct multipart parts; /* in use for edits only */
    struct dialect dialect;
    struct buf file;  /* the picture being written, where it goes as JSON */
    const char *type; /* its own */
    int images;       /* of the JSON, that are written */
    bool has_layer;
};

/* A generation: complete after this call.  STATUS_NO_MEMORY, with *out empty. */
enum status request_generation(const struct params *params, struct request *out) MUST_CHECK;

/*
 * An edit: the fields first, then each file between begin and end, then
 * request_finish.  Failures stick in out->body.  *out must not move until then,
 * since its parts point at its body; request_free it whatever happens.  In JSON,
 * pictures go as {"image_url": "data:..."}, the mask after all images.
 */
void request_begin_edit(const struct params *params, const struct dialect *dialect,
                        const uint8_t random[MULTIPART_RANDOM], struct request *out);

/* Starts image 'index' of 'count', under the dialect's name; returns where its bytes go. */
struct buf *request_begin_image(struct request *r, int index, int count, const char *type,
                                const char *extension);
struct buf *request_begin_mask(struct request *r);
struct buf *request_begin_markup(struct request *r);

/* STATUS_TOO_LARGE for a picture past what JSON may hold; other failures stick. */
enum status request_end_file(struct request *r) MUST_CHECK;

/* STATUS_OK when the body can be sent; else fails as multipart_close does. */
enum status request_finish(struct request *r) MUST_CHECK;

/* Frees the body; an empty request is fine. */
void request_free(struct request *r);

#endif
