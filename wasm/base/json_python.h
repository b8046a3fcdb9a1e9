/*
 * JSON as Python's json.dumps writes it, which has numbers that JSON has not.
 *
 * ComfyUI puts such texts into files.
 */
#ifndef BASE_JSON_PYTHON_H
#define BASE_JSON_PYTHON_H

#include "base/json.h"

/*
 * Parses as json_parse does, with NaN, Infinity and -Infinity read as null; fails
 * as it does.
 */
enum status json_parse_python(struct bytes text, struct json **root) MUST_CHECK;

#endif
