/* Notes and files that carry them, and what exiftool reads there. */
#ifndef TESTS_NOTING_H
#define TESTS_NOTING_H

#include "pixels/notes.h"

/* A list of pairs of keyword and text, NULL at the end. */
struct note_list noting_list(const char *const *pairs);

/* The file with these notes; the test fails where they cannot be written. */
struct buf noting_write(struct bytes file, const char *const *pairs);

/* Asserts that the file has exactly these notes, in this order. */
void noting_check(struct bytes file, const char *const *pairs);

/* Asserts that exiftool finds nothing wrong with the file, and this text by the name of a tag. */
void noting_check_exiftool(struct bytes file, const char *tag, const char *text);

#endif
