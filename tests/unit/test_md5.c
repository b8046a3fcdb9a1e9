#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "base/md5.h"

static void md5_gives_the_digests_of_its_standard(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", "D41D8CD98F00B204E9800998ECF8427E"},
        {"abc", "900150983CD24FB0D6963F7D28E17F72"},
        {"message digest", "F96B697D7CB7938D525A2F31AAF161D0"},
        {"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
         "57EDF4A22BE3C955AC49DA2E2107B67A"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char digest[MD5_HEX_LEN + 1];
        md5_hex(bytes_of(cases[i][0]), digest);
        assert_string_equal(digest, cases[i][1]);
    }
}

static void md5_agrees_with_md5sum_at_every_length_around_a_block(void **state) {
    (void)state;
    uint32_t random = 5;
    uint8_t data[200];
    random_fill(&random, data, sizeof data);
    for (size_t len = 50; len < sizeof data; len += len % 64 == 57 ? 50 : 1) {
        char digest[MD5_HEX_LEN + 1];
        struct buf theirs = buf_make(100);
        md5_hex((struct bytes){data, len}, digest);
        assert_true(command_output("md5sum | tr a-f A-F", (struct bytes){data, len}, &theirs));
        assert_true(bytes_start_with(buf_view(&theirs), bytes_of(digest)));
        buf_free(&theirs);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(md5_gives_the_digests_of_its_standard),
        cmocka_unit_test(md5_agrees_with_md5sum_at_every_length_around_a_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
