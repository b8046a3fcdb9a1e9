#include "support/support.h"

#include <string.h>

#include "api/dialect.h"

static struct dialect parse(const char *json) {
    struct dialect dialect;
    struct fault fault = {0};
    if (dialect_parse(bytes_of(json), &dialect, &fault) != STATUS_OK) {
        fail_msg("%s: %s", json, fault.text);
    }
    return dialect;
}

static void dialect_of_nothing_is_openais(void **state) {
    (void)state;
    static const char all[] = "{\"key_header\":\"bearer\",\"image_field\":\"count\","
                              "\"edits\":\"multipart\",\"api_version\":\"\"}";
    static const char *const texts[] = {"", "{}", "{\"name\":\"mine\"}", all,
                                        "{\"key_header\":null,\"api_version\":null}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct dialect dialect = parse(texts[i]);
        assert_string_equal(dialect_header_name(&dialect), "Authorization");
        assert_string_equal(dialect_image_name(&dialect, 1), "image");
        assert_string_equal(dialect_image_name(&dialect, 2), "image[]");
        assert_int_equal(dialect.edits, DIALECT_MULTIPART);
        assert_string_equal(dialect.version, "");
    }
}

static void dialect_takes_each_choice(void **state) {
    (void)state;
    struct dialect dialect = parse("{\"key_header\":\"api-key\",\"image_field\":\"image[]\","
                                   "\"edits\":\"json\",\"api_version\":\"2025-04-01-preview\"}");
    assert_string_equal(dialect_header_name(&dialect), "api-key");
    assert_string_equal(dialect_image_name(&dialect, 1), "image[]");
    assert_int_equal(dialect.edits, DIALECT_JSON);
    assert_string_equal(dialect.version, "2025-04-01-preview");
    dialect = parse("{\"image_field\":\"image\"}");
    assert_string_equal(dialect_image_name(&dialect, 3), "image");
}

static void dialect_refuses_the_rest_at_its_field(void **state) {
    (void)state;
    static const char *const refused[][2] = {
        {"[]", "base_url"},
        {"{", "base_url"},
        {"{\"api_version\":\"a\\u0000\"}", "base_url"},
        {"{\"key_header\":\"Bearer\"}", "key_header"},
        {"{\"key_header\":1}", "key_header"},
        {"{\"image_field\":\"images\"}", "image_field"},
        {"{\"edits\":\"\"}", "edits"},
        {"{\"api_version\":1}", "api_version"},
        {"{\"api_version\":\"a b\"}", "api_version"},
        {"{\"api_version\":\"a&b\"}", "api_version"},
        {"{\"api_version\":\"a/b\"}", "api_version"},
        {"{\"api_version\":\"a#b\"}", "api_version"},
        {"{\"api_version\":\"\u00e9\"}", "api_version"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct dialect dialect;
        struct fault fault = {0};
        assert_int_equal(dialect_parse(bytes_of(refused[i][0]), &dialect, &fault), STATUS_INVALID);
        assert_string_equal(fault.field, refused[i][1]);
        assert_true(fault.text[0] && dialect.version[0] == '\0');
    }
}

static void dialect_version_has_a_longest_length(void **state) {
    (void)state;
    char json[200] = "{\"api_version\":\"";
    const size_t start = strlen(json);
    struct dialect dialect;
    struct fault fault;
    memset(json + start, '1', DIALECT_MAX_VERSION);
    strcpy(json + start + DIALECT_MAX_VERSION, "\"}");
    assert_int_equal(strlen(parse(json).version), DIALECT_MAX_VERSION);
    strcpy(json + start + DIALECT_MAX_VERSION, "1\"}");
    assert_int_equal(dialect_parse(bytes_of(json), &dialect, &fault), STATUS_INVALID);
}

static void assert_url(struct buf *url, const char *expected) {
    assert_int_equal(url->status, STATUS_OK);
    if (!bytes_equal(buf_view(url), bytes_of(expected))) {
        fail_msg("%.*s", (int)url->len, (const char *)url->data);
    }
    buf_free(url);
}

static void dialect_makes_both_of_azures_addresses(void **state) {
    (void)state;
    static const struct {
        const char *base, *version, *edits, *models;
    } cases[] = {
        {"https://r.openai.azure.com/openai/v1", "preview",
         "https://r.openai.azure.com/openai/v1/images/edits?api-version=preview",
         "https://r.openai.azure.com/openai/v1/models?api-version=preview"},
        {"https://r.openai.azure.com/openai/deployments/mine", "2025-04-01-preview",
         "https://r.openai.azure.com/openai/deployments/mine/images/edits"
         "?api-version=2025-04-01-preview",
         "https://r.openai.azure.com/openai/models?api-version=2025-04-01-preview"},
        {"https://api.openai.com/v1", "", "https://api.openai.com/v1/images/edits",
         "https://api.openai.com/v1/models"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dialect dialect = {0};
        strcpy(dialect.version, cases[i].version);
        struct buf url = buf_make(2000);
        dialect_put_url(&dialect, cases[i].base, "/images/edits", &url);
        assert_url(&url, cases[i].edits);
        dialect_put_models_url(&dialect, cases[i].base, &url);
        assert_url(&url, cases[i].models);
    }
}

static bool parse_once(void *context) {
    struct dialect dialect;
    struct fault fault;
    const enum status status = dialect_parse(bytes_of(context), &dialect, &fault);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    return status == STATUS_OK;
}

static void dialect_survives_each_failing_allocation(void **state) {
    (void)state;
    char json[] = "{\"key_header\":\"api-key\",\"api_version\":\"preview\"}";
    each_allocation_fails_once(parse_once, json);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dialect_of_nothing_is_openais),
        cmocka_unit_test(dialect_takes_each_choice),
        cmocka_unit_test(dialect_refuses_the_rest_at_its_field),
        cmocka_unit_test(dialect_version_has_a_longest_length),
        cmocka_unit_test(dialect_makes_both_of_azures_addresses),
        cmocka_unit_test(dialect_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("dialect", tests, NULL, NULL);
}
