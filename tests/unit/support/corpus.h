/* Walking through folders of the corpus. */
#ifndef TESTS_CORPUS_H
#define TESTS_CORPUS_H

#include <stdbool.h>

/*
 * Calls 'visit' with the path and the name of each file in 'folder' of the corpus
 * that ends in 'suffix', in no order; returns how many there were, -1 without a corpus.
 */
int corpus_each(const char *folder, const char *suffix,
                void (*visit)(const char *path, const char *name));

#endif
