/*
 * What an error of the API means: words for a person, and the setting it concerns.
 *
 * Data in two tables, by the error's own words and by the HTTP status.  Does not
 * know how an answer is read (response.h does) or shown.
 */
#ifndef API_REFUSAL_H
#define API_REFUSAL_H

#include "base/base.h"

/* An error as the API wrote it; what it left out is empty. */
struct refusal {
    struct bytes code;
    struct bytes type;
    struct bytes param; /* ends with a NUL that is not counted, where there is one */
    struct bytes message;
    bool is_web_page; /* no error object at all, but HTML */
};

struct meaning {
    enum status status;
    const char *field; /* the setting at fault, NULL where the text names none */
    const char *text;  /* what happened, what it means, what to do */
};

/* The first that fits: the error's words, then the HTTP status, then a general one. */
const struct meaning *refusal_meaning(int http, const struct refusal *refusal);

/* The setting that the API calls 'param' ("image[0]" is one of the images), or NULL. */
const char *refusal_field(struct bytes param);

#endif
