/*
 * Settings, images and a mask or markup on their way into the body of one request.
 *
 * Filled first (mask and crop before images), then stepped: each step does one image's
 * work.  Does not know the endpoint, the key or the network.
 */
#ifndef JOB_PREPARE_H
#define JOB_PREPARE_H

#include "api/request.h"
#include "api/rules.h"
#include "job/input.h"
#include "pixels/mask.h"

struct prepare {
    struct params params;
    struct input inputs[RULES_MAX_IMAGES];
    int input_count;
    int inputs_written;
    struct mask mask; /* empty when there is none */
    struct crop crop; /* of the first image; all 0 when all of it is sent */
    char size[24];    /* of the crop, as it is asked for */
    struct input markup;
    struct dialect dialect; /* of the server that it is for */
    struct request request;
};

/* Frees everything; a zeroed one is fine. */
void prepare_free(struct prepare *p);

/* As the calls of job.h that are named so, whose words hold. */
void prepare_set_mask(struct prepare *p, struct mask mask);
void prepare_set_crop(struct prepare *p, const struct crop *crop);
enum status prepare_set_markup(struct prepare *p, uint8_t *file, size_t len,
                               struct fault *fault) MUST_CHECK;
enum status prepare_add_file(struct prepare *p, uint8_t *file, size_t len,
                             struct fault *fault) MUST_CHECK;
enum status prepare_add_image(struct prepare *p, struct image image,
                              struct fault *fault) MUST_CHECK;
enum status prepare_add_rendition(struct prepare *p, uint8_t *file, size_t len, struct size image,
                                  struct fault *fault) MUST_CHECK;

/* Judges what was filled in by rules.h, before anything is decoded. */
enum status prepare_check(const struct prepare *p, bool at_openai, const char *today,
                          struct fault *fault) MUST_CHECK;

/* Begins the body.  A generation is complete with it: STATUS_NO_MEMORY. */
enum status prepare_begin(struct prepare *p, const uint8_t random[MULTIPART_RANDOM],
                          struct fault *fault) MUST_CHECK;

/* Whether an image, the mask or the markup is still to be written. */
bool prepare_has_more(const struct prepare *p);

/* A picture's way: how much of it is sent, and at what size. */
struct prepare_sizes {
    struct size from;
    struct size to;
};

/* Of image 'index', which is still to be written. */
struct prepare_sizes prepare_sizes(const struct prepare *p, int index);

/*
 * Writes the next image, or after the last one the mask or markup, and frees it.  Fails as
 * input_write does; STATUS_TOO_LARGE for a mask file past the API's limit.
 */
enum status prepare_step(struct prepare *p, struct fault *fault) MUST_CHECK;

/*
 * Completes the body.  STATUS_NO_MEMORY, or STATUS_INTERNAL where the boundary
 * happens to occur in a picture (see multipart_close).
 */
enum status prepare_finish(struct prepare *p, struct fault *fault) MUST_CHECK;

#endif
