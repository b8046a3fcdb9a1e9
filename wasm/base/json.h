/*
 * JSON in, with type and range checks, and JSON out, escaped.
 *
 * The only module that knows cJSON.  Documents are at most JSON_MAX_BYTES long
 * and JSON_MAX_DEPTH deep; names are compared with case.  Large strings (images
 * in base64) do not belong here: api/sieve takes them out first.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/base.h"
#include "base/buf.h"

#define JSON_MAX_BYTES ((size_t)8 << 20)
#define JSON_MAX_DEPTH 64

/* A value of a parsed document; a NULL pointer is "absent" and every reader takes it. */
struct json;

/*
 * Parses the whole of 'text', where only white space may follow the value; a
 * byte order mark before it is skipped.
 *
 * *root owns the document and everything read from it; free it with json_free.
 * STATUS_DAMAGED (not JSON, something after it, not UTF-8, or too deep),
 * STATUS_TOO_LARGE or STATUS_NO_MEMORY, with *root NULL.
 */
enum status json_parse(struct bytes text, struct json **root) MUST_CHECK;

/*
 * Whether a string of the JSON 'text' holds an escaped NUL, where json_text
 * would cut it short.
 */
bool json_escapes_nul(struct bytes text);

/* Frees a document; NULL is fine. */
void json_free(struct json *root);

/* The member 'name' of an object; NULL if 'value' is no object or has no such member. */
const struct json *json_get(const struct json *value, const char *name);

/* The number of elements of an array (or members of an object); 0 for anything else. */
size_t json_count(const struct json *value);

/*
 * Element 'index' of an array or member 'index' of an object; NULL when out of
 * range.  Counts from the first one: a loop takes element 0, then json_next.
 */
const struct json *json_at(const struct json *value, size_t index);

/* The element or member after this one; NULL after the last, and for a root. */
const struct json *json_next(const struct json *member);

/* The name of a member found with json_at or json_next; "" for anything else. */
const char *json_name(const struct json *member);

bool json_is_object(const struct json *value);
bool json_is_array(const struct json *value);
bool json_is_null(const struct json *value); /* null, or absent */

/*
 * The text of a string; false, and *out empty, if 'value' is no string.  The
 * bytes live as long as the document and end with a NUL that is not counted.
 * Strings with an escaped NUL are cut there.
 */
bool json_text(const struct json *value, struct bytes *out);

/*
 * A whole number within 'min'..'max'; false, and *out 0, for anything else.
 * From 2^53 on, either way, there are none: a double cannot tell them apart.
 */
bool json_integer(const struct json *value, int64_t min, int64_t max, int64_t *out);

/* Any finite number; false, and *out 0, for anything else. */
bool json_number(const struct json *value, double *out);

/* true or false; false, and *out false, for anything else. */
bool json_boolean(const struct json *value, bool *out);

/*
 * Writes a document in order, commas and escapes included; only what JSON
 * cannot take as it is becomes an escape.  Texts must be UTF-8.  Failures stick
 * in 'out' (see buf.h).  'key' is the member's name inside an object and NULL
 * inside an array or for the root.
 */
struct json_writer {
    struct buf *out;
    bool after_value; /* the next value needs a comma */
};

struct json_writer json_write_to(struct buf *out);
void json_begin_object(struct json_writer *w, const char *key);
void json_end_object(struct json_writer *w);
void json_begin_array(struct json_writer *w, const char *key);
void json_end_array(struct json_writer *w);
void json_put_text(struct json_writer *w, const char *key, struct bytes text);
void json_put_string(struct json_writer *w, const char *key, const char *text);
void json_put_integer(struct json_writer *w, const char *key, int64_t number);
/* To 15 significant digits; null if it is not finite. */
void json_put_number(struct json_writer *w, const char *key, double number);
void json_put_boolean(struct json_writer *w, const char *key, bool value);
void json_put_null(struct json_writer *w, const char *key);

/*
 * Writes what is in 'texts', each text ending with its NUL, as an array of strings;
 * should 'texts' have failed, so has 'out'.
 */
void json_put_texts(struct json_writer *w, const char *key, const struct buf *texts);

/* Writes 'fault' as {code, http, charge, wait_ms, link, field, text}; 'key' as above. */
void json_put_fault(struct json_writer *w, const char *key, const struct fault *fault);

#endif
