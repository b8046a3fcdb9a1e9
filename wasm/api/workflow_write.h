/*
 * Settings as a ComfyUI workflow, in both of its formats.
 *
 * What ComfyUI loads: one node that asks OpenAI for the pictures, with its images and its
 * mask.  What it does not have is named.
 */
#ifndef API_WORKFLOW_WRITE_H
#define API_WORKFLOW_WRITE_H

#include "base/buf.h"

/*
 * Appends {"prompt": text, "workflow": text, "notes": [sentence]} to *out: 'prompt' is the
 * workflow in the API format, 'workflow' the same in the UI format of version 0.4.
 *
 * 'settings' is an object as for params_parse.  'inputs' is {"images": count, "mask":
 * boolean, "files": [name]}, all of them optional; 'files' are the images' names, else
 * they are "image_1.png" and so on.  A mask is the transparency of the first image.
 *
 * Fails as params_parse does, and with STATUS_INVALID where 'inputs' is no such object or
 * has more than RULES_MAX_IMAGES images.
 */
enum status workflow_write(struct bytes settings, struct bytes inputs, struct buf *out,
                           struct fault *fault);

#endif
