#include "support/support.h"

#include <limits.h>

#include "api/wait.h"

static void wait_is_read_from_the_words_of_a_message(void **state) {
    (void)state;
    static const struct {
        const char *message;
        int ms;
    } messages[] = {
        {"Limit 5, Used 5, Requested 1. Please try again in 12s. Visit", 12000},
        {"Please try again in 1m3s.", 63000},
        {"try again in 120ms", 120},
        {"try again in 8.64s.", 8640},
        {"try again in 0.0001s", 1},
        {"try again in 6m0s", 360000},
        {"try again in 1h2m3s", 3723000},
        {"Please retry after 26 seconds.", 26000},
        {"Made in 5 colours, try again in 1 minute", 60000},
        {"try again in 7s8", 7000},
        {"try again in 99999999999999999999h", INT_MAX},
        {"", -1},
        {"try again in a minute", -1},
        {"try again in 12", -1},
        {"begin 12s", -1},
        {"in 12s", -1},
        {"back in .5s", -1},
        {" in ", -1},
        {" after", -1},
        {" in 1.", -1},
        {" in 1m3x", 60000},
    };
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        if (wait_told(bytes_of(messages[i].message)) != messages[i].ms) {
            fail_msg("%s: %d", messages[i].message, wait_told(bytes_of(messages[i].message)));
        }
    }
}

static void wait_is_read_from_the_headers(void **state) {
    (void)state;
    static const struct {
        const char *headers;
        int ms;
    } lines[] = {
        {"content-type: text/plain\r\nretry-after: 12\r\n", 12000},
        {"retry-after: 0\r\n", 0},
        {"retry-after: 1.5", 1500},
        {"retry-after-ms: 120\r\nretry-after: 1\r\n", 120},
        {"retry-after: Fri, 27 Nov 2026 11:00:00 GMT\r\n", -1},
        {"retry-after: 12 monkeys\r\n", -1},
        {"retry-after: -1\r\n", -1},
        {"retry-after: \r\n", -1},
        {"x-retry-after: 5\r\n", -1},
        {"x: retry-after: 5\r\n", -1},
        {"", -1},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (wait_header(bytes_of(lines[i].headers)) != lines[i].ms) {
            fail_msg("%s: %d", lines[i].headers, wait_header(bytes_of(lines[i].headers)));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wait_is_read_from_the_words_of_a_message),
        cmocka_unit_test(wait_is_read_from_the_headers),
    };
    return cmocka_run_group_tests_name("wait", tests, NULL, NULL);
}
