/* Event streams as the Images API sends them, and worse, with what a reader has to tell of them. */
#ifndef TESTS_STREAMS_H
#define TESTS_STREAMS_H

#include <stddef.h>

struct recording {
    const char *name;
    const char *text;
    const char *events; /* as server-sent events: "name|data;" each */
    const char *told;   /* the pictures: "partial 0 file;" or "image 0 file;" each */
    const char *rest;   /* what is left in the end: facts of the pictures, or the error */
    const char *end;    /* of a job: "ok images damaged", or "fault code http" */
};

extern const struct recording recordings[];
extern const size_t recording_count;

#endif
