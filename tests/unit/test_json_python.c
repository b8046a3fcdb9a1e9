#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_python.h"

static struct json *parse(const char *text) {
    struct json *root = NULL;
    if (json_parse_python(bytes_of(text), &root) != STATUS_OK) {
        fail_msg("not parsed: %s", text);
    }
    return root;
}

static void json_python_reads_strange_numbers_as_null(void **state) {
    (void)state;
    struct json *root = parse("[NaN, Infinity,-Infinity,{\"a\":NaN},1]");
    assert_int_equal(json_count(root), 5);
    for (size_t i = 0; i < 3; i++) {
        assert_non_null(json_at(root, i));
        assert_true(json_is_null(json_at(root, i)));
    }
    assert_non_null(json_get(json_at(root, 3), "a"));
    assert_true(json_is_null(json_get(json_at(root, 3), "a")));
    json_free(root);
    root = parse("NaN");
    assert_true(json_is_null(root));
    json_free(root);
}

static void json_python_leaves_texts_alone(void **state) {
    (void)state;
    struct bytes text;
    struct json *root = parse("{\"NaN\":\"NaN \\\"-Infinity\\\\\",\"b\":\"\\\\\\\"NaN\"}");
    assert_true(json_text(json_get(root, "NaN"), &text));
    assert_true(bytes_equal(text, bytes_of("NaN \"-Infinity\\")));
    assert_true(json_text(json_get(root, "b"), &text));
    assert_true(bytes_equal(text, bytes_of("\\\"NaN")));
    json_free(root);
}

static void json_python_refuses_all_else_that_is_not_json(void **state) {
    (void)state;
    static const char *const damaged[] = {
        "",          "\"",      "\"a\\",    "NaN NaN", "1NaN",
        "-NaN",      "nan",     "[NaN",     "NaNs",    "inf",
        "+Infinity", "{NaN:1}", "\"a\"NaN", "'NaN'",   "[Infinity-Infinity]"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        struct json *root = NULL;
        const struct bytes text = bytes_of(damaged[i]);
        uint8_t *exact = malloc(text.len + 1); /* so that a sanitizer sees a read past it */
        assert_non_null(exact);
        memcpy(exact + 1, text.data, text.len);
        assert_int_equal(json_parse_python((struct bytes){exact + 1, text.len}, &root),
                         STATUS_DAMAGED);
        assert_null(root);
        free(exact);
    }
    struct json *root = NULL;
    assert_int_equal(json_parse_python((struct bytes){NULL, 0}, &root), STATUS_DAMAGED);
}

static void json_python_refuses_a_document_that_is_too_large(void **state) {
    (void)state;
    uint8_t *text = malloc(JSON_MAX_BYTES + 1);
    assert_non_null(text);
    memset(text, ' ', JSON_MAX_BYTES + 1);
    struct json *root = NULL;
    assert_int_equal(json_parse_python((struct bytes){text, JSON_MAX_BYTES + 1}, &root),
                     STATUS_TOO_LARGE);
    assert_null(root);
    free(text);
}

static bool read_once(void *context) {
    (void)context;
    struct json *root = NULL;
    const enum status status = json_parse_python(bytes_of("{\"a\":[NaN,\"b\"]}"), &root);
    assert_int_equal(status == STATUS_OK, root != NULL);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    json_free(root);
    return status == STATUS_OK;
}

static void json_python_survives_each_failing_allocation(void **state) {
    (void)state;
    each_allocation_fails_once(read_once, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_python_reads_strange_numbers_as_null),
        cmocka_unit_test(json_python_leaves_texts_alone),
        cmocka_unit_test(json_python_refuses_all_else_that_is_not_json),
        cmocka_unit_test(json_python_refuses_a_document_that_is_too_large),
        cmocka_unit_test(json_python_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("json_python", tests, NULL, NULL);
}
