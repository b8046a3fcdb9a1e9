/*
 * Settings, images and a mask on their way into the body of one request.
 *
 * Filled first (mask before images), then stepped: each step does one image's
 * work.  Does not know the endpoint, the key or the network.
 */
#ifndef JOB_PREPARE_H
#define JOB_PREPARE_H

#include "api/request.h"
#include "api/rules.h"
#include "job/input.h"

struct prepare {
    struct params params;
    struct input inputs[RULES_MAX_IMAGES];
    int input_count;
    int inputs_written;
    struct plane coverage; /* empty when there is no mask */
    struct request request;
};

/* Frees everything; a zeroed one is fine. */
void prepare_free(struct prepare *p);

/* As job_set_mask, job_add_file and job_add_image, whose words hold. */
void prepare_set_mask(struct prepare *p, struct plane coverage);
enum status prepare_add_file(struct prepare *p, uint8_t *file, size_t len,
                             struct fault *fault) MUST_CHECK;
enum status prepare_add_image(struct prepare *p, struct image image,
                              struct fault *fault) MUST_CHECK;

/* Judges what was filled in by rules.h, before anything is decoded. */
enum status prepare_check(const struct prepare *p, bool at_openai, const char *today,
                          struct fault *fault) MUST_CHECK;

/* Begins the body.  A generation is complete with it: STATUS_NO_MEMORY. */
enum status prepare_begin(struct prepare *p, const uint8_t random[MULTIPART_RANDOM],
                          struct fault *fault) MUST_CHECK;

/* Whether an image or the mask is still to be written. */
bool prepare_has_more(const struct prepare *p);

/* The size that image 'index', which is still to be written, is sent at. */
void prepare_fit(const struct prepare *p, int index, int *width, int *height);

/*
 * Writes the next image, or after the last one the mask, and frees it.  Fails as
 * input_write does; STATUS_TOO_LARGE for a mask file past the API's limit.
 */
enum status prepare_step(struct prepare *p, struct fault *fault) MUST_CHECK;

/*
 * Completes the body.  STATUS_NO_MEMORY, or STATUS_INTERNAL where the boundary
 * happens to occur in a picture (see multipart_close).
 */
enum status prepare_finish(struct prepare *p, struct fault *fault) MUST_CHECK;

#endif
