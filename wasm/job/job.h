/*
 * One generation from files to results: prepare, send, take the answer apart.
 *
 * A job is filled (settings, then mask and crop or markup, then images), stepped until it is sent,
 * and then driven by its transport.  Each step does one image's work, so that
 * whoever steps can let others run in between.  Knows the network only as
 * transport.h and nothing of the page.
 */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include "api/multipart.h"
#include "api/transport.h"
#include "job/crop.h"
#include "pixels/mask.h"

/*
 * What a job tells, from inside job_step, job_stop and its transport's calls.
 * 'json', 'file' and 'url' live for the call only; the job must not be freed
 * inside one.
 */
struct job_events {
    void *context;
    /*
     * On the way: {"stage": "preparing", "image": 0, "from": [w, h], "to": [w, h]}
     * with the size of what is sent of it before and after it is scaled,
     * {"stage": "sending", "path": "...", "bytes": n}, {"stage": "receiving"}; or
     * {"stage": "looking"}, when there was no answer and the endpoint is asked why.
     */
    void (*progress)(void *context, struct bytes json);
    /* A preview of a picture on its way, 'index' rising; NULL where none is wanted. */
    void (*partial)(void *context, int index, struct bytes file);
    /* A picture as received, before anything is known of the others; 'index' from 0. */
    void (*image)(void *context, int index, struct bytes file);
    /*
     * A picture that the server only names and that lies at another origin than
     * the endpoint: never fetched here, for a person to open.
     */
    void (*link)(void *context, struct bytes url);
    /*
     * The end, exactly once: the facts {"images", "damaged", "size", "quality",
     * "background", "output_format", "usage": {"text_tokens", "image_tokens",
     * "output_tokens"}, "cost_usd"} (absent ones left out) and 'fault' NULL, or
     * empty facts and the fault.  Pictures that came before a fault are as good
     * as any.
     */
    void (*end)(void *context, struct bytes json, const struct fault *fault);
};

struct job_setup {
    struct transport transport;
    struct job_events events;
    struct bytes base_url; /* "https://api.openai.com/v1", no slash at the end */
    struct bytes key;      /* copied, and overwritten when the job is freed */
    struct bytes dialect;  /* JSON for dialect_parse, or empty for OpenAI's way */
    struct bytes today;    /* "YYYY-MM-DD" */
    uint8_t random[MULTIPART_RANDOM];
};

struct job;

/*
 * A job with the settings in 'params' (see params_parse).  STATUS_INVALID for a
 * setting, an address, a key or a dialect that breaks its rule, at its field
 * ("base_url", "key", ...); STATUS_NO_MEMORY; *out is then NULL.
 */
enum status job_make(const struct job_setup *setup, struct bytes params, struct job **out,
                     struct fault *fault) MUST_CHECK;

/* Closes the connection without a word and frees everything; NULL is fine. */
void job_free(struct job *job);

/* Sets the mask over the first image; the job owns it.  Nothing painted is no mask. */
void job_set_mask(struct job *job, struct mask mask);

/*
 * Sends no more of the first image than the crop's frame, at the crop's size, which
 * is asked for too.  Of the mask only the crop's area counts, and the image budget
 * does not.
 */
void job_set_crop(struct job *job, const struct crop *crop);

/*
 * Sets a drawing over the first image, to be sent beside it: a PNG of the image's upright
 * size, transparent where nothing is drawn, which is shrunk with its image.  The job owns
 * *file (from malloc) from the call on, success or not.  STATUS_INVALID for another file;
 * its size is judged with the other rules.
 */
enum status job_set_markup(struct job *job, uint8_t *file, size_t len,
                           struct fault *fault) MUST_CHECK;

/*
 * Adds an input image.  The job owns *file (from malloc) from the call on,
 * success or not.  Call it after job_set_mask and job_set_crop.
 *
 * STATUS_UNSUPPORTED with an empty text when the file is sound but only a
 * browser can decode it: give its pixels with job_add_image.  Otherwise fails
 * as photo_inspect does, or with STATUS_INVALID for one image too many.
 */
enum status job_add_file(struct job *job, uint8_t *file, size_t len,
                         struct fault *fault) MUST_CHECK;

/* Adds upright pixels, owned from the call on.  STATUS_INVALID for one image too many. */
enum status job_add_image(struct job *job, struct image image, struct fault *fault) MUST_CHECK;

/*
 * Adds an input image, upright of the size 'image', by what is sent of it: a file that input_write
 * made before (see input.h), owned from the call on.  STATUS_INTERNAL where it has not the size
 * that the image is sent at; otherwise fails as job_add_file does.
 */
enum status job_add_rendition(struct job *job, uint8_t *file, size_t len, struct size image,
                              struct fault *fault) MUST_CHECK;

/*
 * Does the next piece of work.  True while there is more to do; false once the
 * job waits for its transport or has ended (by a fault, too: events.end tells).
 */
bool job_step(struct job *job);

/*
 * Ends a job that has not ended: closes the connection and reports 'reason', such as
 * STATUS_CANCELLED or STATUS_TIMEOUT; one that is looking (see above) reports what is
 * known instead of a timeout.
 */
void job_stop(struct job *job, enum status reason);

#endif
