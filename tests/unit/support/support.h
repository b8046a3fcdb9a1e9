/* What the unit tests share: failing allocations, files, and cmocka with its includes. */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"

/*
 * Runs 'attempt' with its first allocation failing, then its second, and so on
 * until it gets through without meeting the failure.  'attempt' returns true
 * when the thing it tries worked; it must return false, and have leaked and
 * broken nothing, whenever an allocation failed.  Asserts that at least one
 * allocation was there to fail.
 */
void each_allocation_fails_once(bool (*attempt)(void *context), void *context);

/* Bytes asked for by all allocations so far: two readings tell what a call has asked for. */
size_t allocated_so_far(void);

/* The whole file; fails the test if it cannot be read.  Free it with file_free. */
struct bytes file_read(const char *path);
void file_free(struct bytes file);

/* Runs a shell command with 'input' as its standard input; whether it ended well. */
bool command_accepts(const char *command, struct bytes input);

/* The same, and what it writes to its standard output, appended to *out. */
bool command_output(const char *command, struct bytes input, struct buf *out);

/*
 * The path of 'name' inside the corpus ($CORPUS); NULL, after saying so once,
 * where there is no corpus.  Good until the next call.
 */
const char *corpus_file(const char *name);

/* A repeatable stream of random numbers (xorshift); 'state' starts at anything but 0. */
uint32_t random_next(uint32_t *state);
int random_between(uint32_t *state, int least, int most);
void random_fill(uint32_t *state, void *data, size_t len);

#endif
