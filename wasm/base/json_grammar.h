/*
 * Whether a text is JSON, to the letter of RFC 8259 (strings in UTF-8).
 *
 * A second, strict reader beside cJSON, which takes more than JSON ("01", "\u12g4"
 * as a NUL, raw control characters) and cannot say whether a text was wrong or
 * memory ran out.  Allocates nothing and builds nothing.
 */
#ifndef BASE_JSON_GRAMMAR_H
#define BASE_JSON_GRAMMAR_H

#include "base/base.h"

/*
 * Whether the whole of 'text' is one value, nested 'max_depth' deep at most,
 * between white space.  Escaped surrogates have to come in pairs.
 */
bool json_grammar_holds(struct bytes text, int max_depth);

#endif
