/*
 * What a run will cost, before it is run.
 *
 * By the formulas that are published or were found out (openai-images facts, 7.2
 * and 7.3) and the table of models; what the bill says in the end is in models.h.
 * Where the model decides, or nobody has published a number, there is a range.
 * Does not know pictures: sizes of the input images are those they are sent at.
 */
#ifndef API_ESTIMATE_H
#define API_ESTIMATE_H

#include "api/params.h"
#include "api/size.h"

struct estimate_case {
    const struct params *params;
    const struct size *images; /* as they are sent, 'image_count' of them */
    size_t image_count;
    bool has_mask;
};

struct estimate {
    bool known; /* false: nothing can be said, and the rest is 0 */
    double low; /* US dollars of the whole run */
    double high;
    int64_t tokens_low; /* output tokens of the whole run */
    int64_t tokens_high;
    int requests; /* how many the run takes, each of which pays for its input */
};

/*
 * Nothing is known of a model that is not in the table, of a size or quality that
 * the model does not make, nor of GIF and SVG, whose tokens are not published.
 *
 * A quality or size of "auto" ranges over what the model may choose, 1024x1024 and
 * 1536x1024; partial images over none to all; a mask over nothing to as much as
 * its image.  A streamed answer has one picture, so that more are more requests.
 */
void estimate_run(const struct estimate_case *c, struct estimate *out);

/* Output tokens of one picture of a size: 'patches' along its longer edge. */
int64_t estimate_tokens(int patches, struct size size);

#endif
