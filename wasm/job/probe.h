/*
 * Asks an endpoint for its list of models: does it answer, does it take the key,
 * what does it have?  Costs nothing and changes nothing there.
 *
 * Knows the network only as transport.h.
 */
#ifndef JOB_PROBE_H
#define JOB_PROBE_H

#include "api/transport.h"

#define PROBE_MAX_MODELS 100

struct probe_setup {
    struct transport transport;
    struct bytes base_url; /* no slash at the end */
    struct bytes key;      /* copied, and overwritten when the probe is freed */
    struct bytes dialect;  /* JSON for dialect_parse, or empty */
    void *context;
    /*
     * The end, exactly once, not from inside probe_start; 'json' lives for the call:
     * {"outcome", "http", "text", "models": [{"id", "shutdown": "YYYY-MM-DD" or null}]}.
     * "works": a list came, so the key was taken; "refused": the key was not;
     * "unreachable": no answer, or none that a web page may read; "unclear":
     * something else answered.  'text' says so to a person.  Of the models those
     * with "image" in their names, all where there are none.
     */
    void (*end)(void *context, struct bytes json);
};

struct probe;

/*
 * Starts asking.  STATUS_INVALID for an address, a key or a dialect that breaks
 * its rule, at its field; STATUS_NO_MEMORY; *out is then NULL.
 */
enum status probe_start(const struct probe_setup *setup, struct probe **out,
                        struct fault *fault) MUST_CHECK;

/* Ends one that has not ended, as unreachable. */
void probe_give_up(struct probe *probe);

/* Closes the connection without a word and frees everything; NULL is fine; not from inside end. */
void probe_free(struct probe *probe);

#endif
