/*
 * Decimal text to a double, in place of strtod for cJSON.
 *
 * The C library's brings 7 KB (gzipped) of long-double arithmetic into a first
 * load that has a limit.  This one knows the numbers of JSON, whose grammar was
 * checked before: no hexadecimal, no infinity, no locale.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

/*
 * The number at the start of 'text', which ends with a NUL; *end points past it,
 * or to 'text' where there is none.  Whole numbers below 2^53 are exact, others
 * right to a few units in the last place; too large a number is infinite.
 */
double decimal_parse(const char *text, char **end);

#endif
