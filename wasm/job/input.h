/*
 * One input image: a file or the pixels a browser decoded, and how it goes out.
 *
 * A file that needs nothing goes out as it is; anything else is decoded, turned
 * upright, cut where a crop is planned, scaled to it or shrunk to the budget, and
 * encoded as PNG: its rendition, which may be made before it is asked for.  Does not
 * know the request around it.
 */
#ifndef JOB_INPUT_H
#define JOB_INPUT_H

#include "base/buf.h"
#include "job/crop.h"
#include "pixels/photo.h"

struct input {
    uint8_t *file; /* NULL when there are pixels */
    size_t len;
    struct photo photo;
    struct image image;
    int width; /* upright */
    int height;
    bool rendered;           /* the file is the image's rendition */
    const struct crop *crop; /* the part that is sent; NULL: all of it, within the budget */
};

/*
 * Takes *file (from malloc, owned from the call on) and looks at its header.
 * Fails as photo_inspect does, with *out empty.
 */
enum status input_from_file(uint8_t *file, size_t len, struct input *out,
                            struct fault *fault) MUST_CHECK;

/* Takes upright pixels, owned from the call on. */
void input_from_image(struct image image, struct input *out);

/*
 * Takes *file (as above), which input_write made earlier of an image of this size, crop and
 * budget.  Fails as photo_inspect does.
 */
enum status input_from_rendition(uint8_t *file, size_t len, struct size image, struct input *out,
                                 struct fault *fault) MUST_CHECK;

/*
 * Whether the file itself is sent: it is a rendition, or needs nothing, is not cropped, is
 * within 'budget' pixels (0 for none) and below the API's limit, and beside a mask it is a
 * PNG, since both must be of one format.
 */
bool input_goes_as_it_is(const struct input *input, int64_t budget, bool beside_mask);

/* The size it is sent at. */
void input_fit(const struct input *input, int64_t budget, int *width, int *height);

/* What it is sent as: a MIME type, and the extension of its file name. */
const char *input_mime_type(const struct input *input, bool as_it_is);
const char *input_extension(const struct input *input, bool as_it_is);

/*
 * Appends the file to *body and frees the input's own memory on the way.
 *
 * STATUS_UNSUPPORTED when it must be decoded but only a browser can, the
 * decoder's own failures, STATUS_TOO_LARGE when the result reaches the API's
 * limit, STATUS_NO_MEMORY.
 */
enum status input_write(struct input *input, int64_t budget, bool as_it_is, struct buf *body,
                        struct fault *fault) MUST_CHECK;

/* Frees what is left; an empty input is fine. */
void input_free(struct input *input);

#endif
