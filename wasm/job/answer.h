/*
 * The answer to a job's request: pictures as they come, facts or a fault at the end.
 *
 * Takes JSON and event streams and tells them apart by how they begin.  Also gets
 * the pictures that a server only names, and takes a second look (look.h) where there
 * was no answer at all.
 */
#ifndef JOB_ANSWER_H
#define JOB_ANSWER_H

#include "api/models.h"
#include "api/response.h"
#include "api/sieve.h"
#include "api/stream.h"
#include "job/job.h"
#include "job/look.h"

struct answer {
    /* Filled in by the owner before answer_begin, and outliving the answer. */
    const struct transport *transport;
    const struct job_events *events; /* all but the end are told from here */
    const char *base_url;
    struct dialect dialect;      /* of the server, and */
    struct transport_header key; /* the header that carries the key: for a second look */
    struct exchange exchange;    /* what was asked; how it is answered is found out here */
    const struct model *model;   /* whose prices count, NULL for one we do not know */
    /* Called once: facts as for job_events.end, or no facts and a fault. */
    void (*done)(void *owner, struct bytes facts, struct fault *fault);
    void *owner;

    /* Its own. */
    struct transport_call *call; /* not NULL while the transport works for us */
    struct sieve sieve;          /* reads JSON */
    struct stream stream;        /* reads events; both are fed until it is known which it is */
    bool receiving;              /* the first bytes are here */
    struct look look;            /* where there was no answer at all */
    struct response response;
    int urls_done;      /* of the pictures the server only names */
    struct buf picture; /* the one being fetched */
};

/* *a must not move from here on. */
void answer_begin(struct answer *a);

/* Where the transport is to deliver the answer; its call belongs in a->call. */
struct transport_events answer_events(struct answer *a);

/* Closes the connection; 'done' is not called any more. */
void answer_hang_up(struct answer *a);

/*
 * Ends a second look that takes too long, and with it the answer: 'done' is called
 * with what is known.  False, and nothing happens, where there is no such look.
 */
bool answer_stop_looking(struct answer *a);

/* Frees everything; not while a call is open. */
void answer_free(struct answer *a);

#endif
