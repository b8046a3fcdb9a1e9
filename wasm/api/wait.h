/*
 * How long the API asks to wait, by its header or by the words of its message.
 *
 * Pages seldom get to read the header, since it has to be allowed for each answer.
 */
#ifndef API_WAIT_H
#define API_WAIT_H

#include "base/base.h"

#define WAIT_LONGEST_MS 120000 /* what is worth waiting for without being asked again */

/*
 * The milliseconds of "in 12s", "in 1m3s", "in 8.64s", "in 120ms" or "after 26
 * seconds", the first that 'message' has, rounded up; -1 where it has none.
 */
int wait_told(struct bytes message);

/*
 * The milliseconds of "retry-after-ms: " or "retry-after: " in 'headers', lines of
 * names in small letters; -1 where they are not there or tell a date.
 */
int wait_header(struct bytes headers);

#endif
