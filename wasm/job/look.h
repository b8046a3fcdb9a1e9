/*
 * A look at an endpoint: can it be reached, and does it take the key?
 *
 * It is asked for the list of its models, which costs nothing.  That is done when a person
 * wants to know (probe.h), and as a second look after a request that got no answer: browsers
 * tell a page nothing of why.  Nothing of the request is sent again.  Does not know about
 * time: whoever has a clock hangs up.
 */
#ifndef JOB_LOOK_H
#define JOB_LOOK_H

#include "api/dialect.h"
#include "api/transport.h"
#include "base/buf.h"

#define LOOK_MAX_BYTES ((size_t)4 << 20) /* of the list */

struct look {
    /* Filled in by the owner, and outliving the look. */
    const struct transport *transport;
    const char *base_url;
    struct dialect dialect;      /* of the server: where it lists its models */
    struct transport_header key; /* the header that carries it */
    void (*done)(void *owner);   /* called once, unless it is hung up on */
    void *owner;

    /* Its own. */
    struct transport_call *call; /* not NULL while it looks */
    int http;                    /* what came: 0 for no answer */
    struct buf body;
};

/* STATUS_NO_MEMORY, and nothing is asked. */
enum status look_begin(struct look *look) MUST_CHECK;

/* Stops looking; 'done' is not called any more.  Fine where there is no look. */
void look_hang_up(struct look *look);

/*
 * Fills *fault with what has been found out about a request that got no answer: the
 * key was refused, the endpoint answers, or it cannot be reached, which is also what
 * is told of a look that was hung up on.  STATUS_NETWORK and CHARGE_MAYBE, whatever it
 * is: the request may have arrived.
 */
enum status look_explain(const struct look *look, struct fault *fault);

void look_free(struct look *look);

#endif
