#include "support/support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/png.h"
#include "support/opinion.h"

#define PNGSUITE "pngsuite/png"

/* Calls 'visit' for each .png in a folder of the corpus; returns how many there were. */
static int each_png(const char *folder, void (*visit)(const char *path, const char *name)) {
    const char *path = corpus_file(folder);
    if (!path) {
        return -1;
    }
    char directory[4096];
    snprintf(directory, sizeof directory, "%s", path);
    DIR *entries = opendir(directory);
    assert_non_null(entries);
    int count = 0;
    for (struct dirent *e; (e = readdir(entries)) != NULL;) {
        const size_t len = strlen(e->d_name);
        if (len > 4 && strcmp(e->d_name + len - 4, ".png") == 0) {
            char file[4096 + 256];
            snprintf(file, sizeof file, "%s/%s", directory, e->d_name);
            visit(file, e->d_name);
            count++;
        }
    }
    closedir(entries);
    return count;
}

static int valid;
static int corrupt;

static void decode_like_libpng(const char *path, const char *name) {
    const struct bytes file = file_read(path);
    struct fault fault;
    struct image ours;
    const enum status status = png_decode(file, &ours, &fault);
    if (name[0] == 'x') {
        assert_int_not_equal(status, STATUS_OK);
        assert_null(ours.pixels);
        corrupt++;
    } else {
        struct image theirs;
        if (status != STATUS_OK) {
            fail_msg("%s: %s", name, fault.text);
        }
        assert_true(opinion_png(file, &theirs));
        const struct difference d = compare(&ours, &theirs);
        if (d.most > 0) {
            fail_msg("%s: %d levels from libpng", name, d.most);
        }
        image_free(&theirs);
        valid++;
    }
    image_free(&ours);
    file_free(file);
}

static void png_decodes_all_of_pngsuite_as_libpng_does_and_refuses_its_corrupt_files(void **state) {
    (void)state;
    if (each_png(PNGSUITE, decode_like_libpng) >= 0) {
        print_message("PngSuite: %d valid files right, %d corrupt ones refused\n", valid, corrupt);
        assert_int_equal(valid, 161);
        assert_int_equal(corrupt, 14);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_decodes_all_of_pngsuite_as_libpng_does_and_refuses_its_corrupt_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
