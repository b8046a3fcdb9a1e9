/*
 * The address and the key of an endpoint: what may be used at all.
 *
 * A key is bound to the origin it was entered for, and both go into headers and
 * URLs, so both are checked here before anything is sent.
 */
#ifndef API_ENDPOINT_H
#define API_ENDPOINT_H

#include "base/base.h"

#define ENDPOINT_MAX_URL 1024
#define ENDPOINT_MIN_KEY 4
#define ENDPOINT_MAX_KEY 512

/*
 * Whether 'url' can be a base URL: https, or http at a loopback host
 * (localhost, 127.x.x.x, [::1]); a host; no user or password, query, fragment,
 * backslash, space or control character; visible ASCII.  A slash at the end is
 * the caller's to cut.  STATUS_INVALID at field "base_url".
 */
enum status endpoint_check_url(struct bytes url, struct fault *fault) MUST_CHECK;

/*
 * Whether 'key' can go into a header: ENDPOINT_MIN_KEY to ENDPOINT_MAX_KEY
 * letters, all visible ASCII (browsers would trim others or send them as they
 * like).  The fault never quotes it.  STATUS_INVALID at field "key".
 */
enum status endpoint_check_key(struct bytes key, struct fault *fault) MUST_CHECK;

/* "scheme://host:port" at the start of a URL; the whole of 'url' where it has no path. */
struct bytes endpoint_origin(struct bytes url);

/* Whether the host is api.openai.com or a regional one below it. */
bool endpoint_is_openai(struct bytes url);

#endif
