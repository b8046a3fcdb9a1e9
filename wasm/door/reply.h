/*
 * The one text that goes back to JavaScript with a call.
 *
 * A door's function that returns false has left a fault here, one that has facts
 * to tell has left them as JSON.  It stands until the next call of any function.
 */
#ifndef DOOR_REPLY_H
#define DOOR_REPLY_H

#include "base/json.h"
#include "pixels/image.h"

/* Empties the reply and gives it to be written. */
struct buf *reply_begin(void);

/* Whether the reply was written whole; it is a fault about memory if not. */
bool reply_end(void);

/* Makes 'fault' the reply; returns false, so that a door's failure is one line. */
bool reply_fault(const struct fault *fault);

/* The fault of a failed allocation; returns false. */
bool reply_no_memory(void);

/* The fault for what only a mistake of the page can have asked for; returns false. */
bool reply_mistake(const char *what);

/* The fault for a handle that names nothing any more; returns false. */
bool reply_stale(void);

/*
 * Gives the bytes away: returns them, be they none, for the caller to free, and writes
 * {"length"}.  NULL, with the fault of a failed allocation, where they could not be had;
 * *bytes is empty after either.
 */
uint8_t *reply_bytes(struct buf *bytes);

/* Writes {"x", "y", "width", "height"}; whether it was written whole. */
bool reply_rect(struct rect r);

/* Writes the same as a member or element of a larger reply. */
void reply_put_rect(struct json_writer *w, const char *key, struct rect r);

#endif
