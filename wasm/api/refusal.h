/*
 * What an error of the API means: words for a person, the setting it concerns,
 * whether it may have cost money, and whether and when it may be tried again.
 *
 * Data in tables, by the error's own words and by the HTTP status.  Does not
 * know how an answer is read (response.h does) or shown.
 */
#ifndef API_REFUSAL_H
#define API_REFUSAL_H

#include "base/base.h"

/* What was asked, and how it was answered: what the words about it need to know. */
struct exchange {
    int http;             /* the status of the answer */
    int wait_ms;          /* as its Retry-After tells, -1 where that is not to be read */
    struct bytes address; /* the base URL */
    struct bytes model;
    size_t sent; /* bytes of the request */
};

/* An error as the API wrote it; what it left out is empty. */
struct refusal {
    struct bytes code;
    struct bytes type;
    struct bytes param;      /* ends with a NUL that is not counted, where there is one */
    struct bytes stage;      /* where the safety system stopped it: "input", "output" */
    struct bytes categories; /* what it found: "sexual, violence"; one line */
    struct bytes message;    /* one line, fit to be shown */
    bool is_error;           /* has an error object: the API itself speaks, no gateway */
    bool is_web_page;        /* no error object at all, but HTML */
};

/*
 * Fills *fault and returns its status.  The meaning is the first that fits: the
 * error's code or type, a phrase of its message, then the HTTP status.  The text says
 * what happened, what to do and whether it may have cost money; the API's own message
 * comes last.  Links are given for OpenAI's own hosts only.
 *
 * What the status proves decides about money: a 4xx, or a 503 that the API itself
 * answered, says that nothing was made; after all else it may have been.  Only a 429
 * for want of patience and such a 503 may be tried again.
 */
enum status refusal_explain(const struct exchange *exchange, const struct refusal *refusal,
                            struct fault *fault);

/* One sentence about money, with a space before it. */
const char *refusal_charge_words(enum charge charge);

/* Pages of OpenAI's that help; a key's own is of use elsewhere too. */
#define REFUSAL_KEYS_PAGE "https://platform.openai.com/api-keys"

#endif
