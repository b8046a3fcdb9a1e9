#include "support/corpus.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "support/support.h"

static bool ends_in(const char *name, const char *suffix) {
    const size_t len = strlen(name);
    const size_t suffix_len = strlen(suffix);
    return len >= suffix_len && strcmp(name + len - suffix_len, suffix) == 0;
}

int corpus_each(const char *folder, const char *suffix,
                void (*visit)(const char *path, const char *name)) {
    const char *found = corpus_file(folder);
    if (!found) {
        return -1;
    }
    char path[4096];
    snprintf(path, sizeof path, "%s", found);
    DIR *entries = opendir(path);
    assert_non_null(entries);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (ends_in(entry->d_name, suffix)) {
            char file[sizeof path + sizeof entry->d_name + 1];
            snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
            visit(file, entry->d_name);
            count++;
        }
    }
    closedir(entries);
    return count;
}
