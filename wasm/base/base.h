/*
 * Outcomes, faults, byte views and checked sizes: the words every room speaks.
 *
 * Knows nothing of pictures, settings or the network.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Every way a call can end.  The name in quotes is the wire name that the page
 * sees as a fault's code; it never changes once published.
 */
#define BASE_STATUSES(X)                                                                           \
    X(STATUS_OK, "ok")                   /* it worked */                                           \
    X(STATUS_NO_MEMORY, "no_memory")     /* the machine has no more to give */                     \
    X(STATUS_TOO_LARGE, "too_large")     /* past a limit that is ours or the API's */              \
    X(STATUS_INVALID, "invalid")         /* a setting or argument breaks its rule */               \
    X(STATUS_DAMAGED, "damaged")         /* bytes that contradict their own format */              \
    X(STATUS_UNSUPPORTED, "unsupported") /* sound bytes of a kind we do not take */                \
    X(STATUS_REFUSED, "refused")         /* the API said no; see the HTTP status */                \
    X(STATUS_NETWORK, "network")         /* no answer, or one that broke off */                    \
    X(STATUS_TIMEOUT, "timeout")         /* we stopped waiting */                                  \
    X(STATUS_UNEXPECTED, "unexpected")   /* an answer, but not one of the API's */                 \
    X(STATUS_CANCELLED, "cancelled")     /* the person pressed Cancel */                           \
    X(STATUS_INTERNAL, "internal")       /* a bug of ours */

#define BASE_STATUS_ENTRY(name, wire) name,
enum status { BASE_STATUSES(BASE_STATUS_ENTRY) };
#undef BASE_STATUS_ENTRY

#define MUST_CHECK __attribute__((warn_unused_result))

/* What third-party code asserts: a trap, since assert() would bring all of stdio along. */
#define TRAP_UNLESS(promise) ((promise) ? (void)0 : __builtin_trap())

/* Returns the wire name of 'status'; never NULL. */
const char *status_name(enum status status);

/* Bytes owned by somebody else.  Empty is {NULL, 0} or any pointer with len 0. */
struct bytes {
    const uint8_t *data;
    size_t len;
};

/* Whether what failed may have cost money; on the wire "none" and "maybe". */
enum charge { CHARGE_NONE, CHARGE_MAYBE };

/*
 * What went wrong, in a form that can be shown at the right place.
 *
 * 'http' is the status of the answer, 0 when there was none.  'wait_ms' is -1
 * where nothing may be repeated unless a person asks for it; else it is known that
 * nothing was accepted, and the same may be tried again after so long, which is 0
 * where the API did not tell how long.  'link' is an https address of a page that
 * helps, from a table of ours, or NULL.  'field' names the setting at fault as the
 * schema does, "" when none is.  'text' is a few sentences a person can act on,
 * valid UTF-8, never HTML and never the key.
 */
struct fault {
    enum status status;
    int http;
    enum charge charge;
    int wait_ms;
    const char *link;
    char field[32];
    char text[1536];
};

/*
 * Fills *fault and returns 'status', so that a failing call is one line.
 *
 * 'field' may be NULL for none.  Text past the room it has is cut at a whole
 * character.  The rest becomes what holds before anything is sent: no HTTP status, no
 * charge, no repeating, no link; who knows more sets it after.
 */
enum status fault_set(struct fault *fault, enum status status, const char *field,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The fault every failed allocation reports. */
enum status fault_no_memory(struct fault *fault);

/*
 * Stars out 'secret' wherever the text of 'fault' quotes it, and at the end of
 * the text also its beginning, which a cut may have left.
 */
void fault_redact(struct fault *fault, struct bytes secret);

/* Overwrites 'len' bytes with zeros, also where nothing reads them any more. */
void secret_wipe(void *secret, size_t len);

/* A view of the C string 'text', its NUL left out. */
struct bytes bytes_of(const char *text);

/* Whether two views hold the same bytes. */
bool bytes_equal(struct bytes a, struct bytes b);

/* Whether 'view' starts with 'prefix'. */
bool bytes_start_with(struct bytes view, struct bytes prefix);

/* Whether 'view' is one of 'words', which have a space between. */
bool bytes_is_word_of(struct bytes view, const char *words);

/* Big-endian and little-endian reads; the caller has checked that the bytes are there. */
uint32_t read_be32(const uint8_t *p);
uint16_t read_be16(const uint8_t *p);
uint32_t read_le32(const uint8_t *p);
uint16_t read_le16(const uint8_t *p);

/* a * b and a + b into *out; false, and *out untouched, where the result has no room. */
bool size_multiply(size_t a, size_t b, size_t *out) MUST_CHECK;
bool size_add(size_t a, size_t b, size_t *out) MUST_CHECK;

/* Counts the code points of well-formed UTF-8; -1 if 'text' is not well formed. */
ptrdiff_t utf8_count(struct bytes text);

/* The longest start of well-formed 'text' of at most 'max' bytes that cuts no character in two. */
struct bytes utf8_start(struct bytes text, size_t max);

#endif
