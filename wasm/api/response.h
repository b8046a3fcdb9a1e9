/*
 * What the API answered: facts of a success, words for a failure.
 *
 * Reads the text that is left when the images are taken out (sieve.h, stream.h).
 * Treats everything but the images as optional, since compatible servers leave
 * out what they like.
 */
#ifndef API_RESPONSE_H
#define API_RESPONSE_H

#include "api/models.h"
#include "api/refusal.h"
#include "base/json.h"

#define RESPONSE_MAX_URLS 16

struct response {
    struct json *document; /* owns the texts */
    int images;            /* that came as base64 and were sound */
    int damaged;           /* that came as base64 and were not */
    struct bytes urls[RESPONSE_MAX_URLS];
    int url_count;
    bool has_usage;
    struct usage usage; /* of all images together */
    struct bytes size;  /* as the API resolved them; empty when it does not say */
    struct bytes quality;
    struct bytes background;
    struct bytes output_format;
};

/*
 * Reads the rest of an answer with status 2xx.
 *
 * STATUS_UNEXPECTED (nothing, HTML, cut or damaged JSON, every image damaged, or
 * no image at all: ComfyUI's words "No images returned from API endpoint"),
 * STATUS_REFUSED where the body is an error object all the same, or
 * STATUS_NO_MEMORY; *out is then empty, and CHARGE_MAYBE.  Free it with response_free.
 */
enum status response_read(const struct exchange *exchange, struct bytes rest, struct response *out,
                          struct fault *fault) MUST_CHECK;
void response_free(struct response *response);

/*
 * Turns an answer with any other status into a fault, in the words of refusal.h.
 * The API's own message follows them, cut to 500 bytes, as plain text, with
 * anything that looks like an OpenAI key blotted out (fault_redact does it for the key
 * in use, whatever it looks like).  'body' may be JSON, plain words, HTML or nothing.
 */
enum status response_fault(const struct exchange *exchange, struct bytes body, struct fault *fault);

/* Whether 'body' is JSON with an error object: an API's own words, and no gateway's. */
bool response_is_error(struct bytes body);

#endif
