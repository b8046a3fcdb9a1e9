#define _POSIX_C_SOURCE 200809L /* popen, mkstemp */

#include "support/support.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Allocations still to be let through before one fails; below 0: none will. */
static long until_failure = -1;
static bool failure_met;
static size_t allocated;

static bool must_fail(size_t size) {
    allocated += size;
    if (until_failure < 0 || until_failure-- > 0) {
        return false;
    }
    failure_met = true;
    return true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size) {
    return must_fail(size) ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return must_fail(count * size) ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size) {
    return must_fail(size) ? NULL : __real_realloc(old, size);
}

void each_allocation_fails_once(bool (*attempt)(void *context), void *context) {
    bool worked = false;
    for (long n = 0; !worked; n++) {
        until_failure = n;
        failure_met = false;
        worked = attempt(context);
        until_failure = -1;
        assert_true(worked != failure_met);
        assert_true(n > 0 || failure_met);
    }
}

size_t allocated_so_far(void) {
    return allocated;
}

struct bytes file_read(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        fail_msg("cannot read %s", path);
    }
    fseek(file, 0, SEEK_END);
    const size_t len = (size_t)ftell(file);
    rewind(file);
    uint8_t *data = malloc(len + 1);
    assert_non_null(data);
    assert_int_equal(fread(data, 1, len, file), len);
    fclose(file);
    return (struct bytes){data, len};
}

void file_free(struct bytes file) {
    free((void *)(uintptr_t)file.data);
}

bool command_accepts(const char *command, struct bytes input) {
    FILE *pipe = popen(command, "w");
    assert_non_null(pipe);
    assert_int_equal(fwrite(input.data, 1, input.len, pipe), input.len);
    return pclose(pipe) == 0;
}

bool command_output(const char *command, struct bytes input, struct buf *out) {
    char path[] = "/tmp/unit-XXXXXX";
    char whole[1024];
    const int place = mkstemp(path);
    assert_true(place >= 0);
    close(place);
    snprintf(whole, sizeof whole, "%s >%s", command, path);
    const bool accepted = command_accepts(whole, input);
    const struct bytes answer = file_read(path);
    buf_append(out, answer.data, answer.len);
    file_free(answer);
    unlink(path);
    return accepted;
}

static bool exists(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file) {
        fclose(file);
    }
    return file != NULL;
}

const char *corpus_file(const char *name) {
    static char path[4096];
    static bool told;
    const char *corpus = getenv("CORPUS") ? getenv("CORPUS") : "../shared/corpus";
    snprintf(path, sizeof path, "%s/README.md", corpus);
    if (!exists(path)) {
        if (!told) {
            print_message("no corpus: set CORPUS to its folder to run the tests that need it\n");
        }
        told = true;
        return NULL;
    }
    snprintf(path, sizeof path, "%s/%s", corpus, name);
    return path;
}

uint32_t random_next(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

int random_between(uint32_t *state, int least, int most) {
    return least + (int)(random_next(state) % (uint32_t)(most - least + 1));
}

void random_fill(uint32_t *state, void *data, size_t len) {
    for (size_t i = 0; i < len; i++) {
        ((uint8_t *)data)[i] = (uint8_t)(random_next(state) >> 24);
    }
}
