#include "support/support.h"

#include <string.h>

#include "api/endpoint.h"

static void endpoint_takes_https_and_this_computer(void **state) {
    (void)state;
    static const char *const sound[] = {
        "https://api.openai.com/v1",
        "https://api.openai.com",
        "https://r.openai.azure.com/openai/v1",
        "https://r.openai.azure.com/openai/deployments/my-gpt_image.2",
        "https://api.openai.com/",
        "HTTPS://API.OPENAI.COM/v1",
        "https://host:8443/a/b%20c/~d",
        "https://my_host.example-1.org/openai/v1",
        "https://[2001:db8::1]:443/v1",
        "https://[::ffff:1.2.3.4]/",
        "https://a:1",
        "https://a:65535",
        "http://localhost/v1",
        "http://LocalHost:4173/demo/v1",
        "http://127.0.0.1:8080",
        "http://127.1.2.3/",
        "http://[::1]:80/v1",
        "https://user.example/a@b",
    };
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
        struct fault fault = {0};
        if (endpoint_check_url(bytes_of(sound[i]), &fault) != STATUS_OK) {
            fail_msg("%s: %s", sound[i], fault.text);
        }
    }
}

static void endpoint_refuses_what_could_send_the_key_astray(void **state) {
    (void)state;
    static const struct {
        const char *url, *why;
    } refused[] = {
        {"", "is missing"},
        {"api.openai.com/v1", "https://"},
        {"//api.openai.com", "https://"},
        {"ftp://api.openai.com", "https://"},
        {"javascript:alert(1)", "https://"},
        {"https:/api.openai.com", "https://"},
        {" https://a", "spaces"},
        {"https://a b", "spaces"},
        {"https://a\r\nX: y", "line breaks"},
        {"https://a\t", "spaces"},
        {"https://\u00e9.com", "ASCII"},
        {"https://a\x7f", "ASCII"},
        {"https://user@a/v1", "user name"},
        {"https://user:pass@a/v1", "user name"},
        {"https://@a", "user name"},
        {"https://api.openai.com@evil.com", "user name"},
        {"https://evil.com\\@api.openai.com", "user name"},
        {"https://evil.com\\api.openai.com", "?, # or \\"},
        {"https://a/v1?x=1", "?, # or \\"},
        {"https://a?x", "?, # or \\"},
        {"https://r.openai.azure.com/openai/v1?api-version=preview", "a field of its own"},
        {"https://a/v1#x", "?, # or \\"},
        {"https://", "host"},
        {"https:///v1", "host"},
        {"https://:443", "host"},
        {"https://a:", "port"},
        {"https://a:0", "port"},
        {"https://a:65536", "port"},
        {"https://a:123456", "port"},
        {"https://a:8x", "port"},
        {"https://a:80:80", "port"},
        {"https://a%2fb/", "host"},
        {"https://a,b", "host"},
        {"https://[::1", "host"},
        {"https://[]", "host"},
        {"https://[::1]x", "host"},
        {"https://[g::1]", "host"},
        {"https://a[::1]", "host"},
        {"http://api.openai.com/v1", "this computer"},
        {"http://127.evil.com", "this computer"},
        {"http://127.0.0.1.evil.com", "this computer"},
        {"http://localhost.evil.com", "this computer"},
        {"http://evil-localhost", "this computer"},
        {"http://128.0.0.1", "this computer"},
        {"http://[::2]", "this computer"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct fault fault = {0};
        if (endpoint_check_url(bytes_of(refused[i].url), &fault) != STATUS_INVALID ||
            !strstr(fault.text, refused[i].why)) {
            fail_msg("%s: %s", refused[i].url, fault.text);
        }
        assert_string_equal(fault.field, "base_url");
    }
}

static void endpoint_url_has_a_longest_length(void **state) {
    (void)state;
    char url[ENDPOINT_MAX_URL + 2] = "https://a/";
    memset(url + strlen(url), 'x', sizeof url - strlen(url) - 1);
    struct fault fault;
    assert_int_equal(endpoint_check_url((struct bytes){(uint8_t *)url, ENDPOINT_MAX_URL}, &fault),
                     STATUS_OK);
    assert_int_equal(endpoint_check_url(bytes_of(url), &fault), STATUS_INVALID);
    assert_non_null(strstr(fault.text, "too long"));
}

static void endpoint_url_with_a_nul_is_refused(void **state) {
    (void)state;
    struct fault fault;
    const struct bytes url = {(const uint8_t *)"https://a\0b", 11};
    assert_int_equal(endpoint_check_url(url, &fault), STATUS_INVALID);
}

static void endpoint_takes_keys_that_fit_into_a_header(void **state) {
    (void)state;
    char key[ENDPOINT_MAX_KEY + 2];
    memset(key, '~', sizeof key);
    struct fault fault;
    for (size_t len = 0; len < sizeof key; len++) {
        const bool sound = len >= ENDPOINT_MIN_KEY && len <= ENDPOINT_MAX_KEY;
        assert_int_equal(endpoint_check_key((struct bytes){(uint8_t *)key, len}, &fault),
                         sound ? STATUS_OK : STATUS_INVALID);
        assert_true(sound || strcmp(fault.field, "key") == 0);
    }
}

static void endpoint_refuses_keys_with_other_letters_and_never_quotes_them(void **state) {
    (void)state;
    static const char *const keys[] = {"sk-secret canary", "sk-secret\r\nX: y", "sk-secret\n",
                                       " sk-secret",       "sk-secret\u200b",   "sk-secr\u00e9t",
                                       "sk-secret\t",      "sk-secret\x7f"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct fault fault;
        assert_int_equal(endpoint_check_key(bytes_of(keys[i]), &fault), STATUS_INVALID);
        assert_string_equal(fault.field, "key");
        assert_null(strstr(fault.text, "sk-"));
    }
    struct fault fault;
    const struct bytes nul = {(const uint8_t *)"sk-se\0cret", 10};
    assert_int_equal(endpoint_check_key(nul, &fault), STATUS_INVALID);
}

static void endpoint_origin_ends_before_the_path(void **state) {
    (void)state;
    static const struct {
        const char *url, *origin;
    } urls[] = {{"https://a.b:8443/v1/x", "https://a.b:8443"},
                {"https://a.b", "https://a.b"},
                {"http://[::1]:80/v1", "http://[::1]:80"},
                {"https://a?b", "https://a"},
                {"https://a#b", "https://a"},
                {"https://a\\b", "https://a"}};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        assert_true(bytes_equal(endpoint_origin(bytes_of(urls[i].url)), bytes_of(urls[i].origin)));
    }
}

static void endpoint_knows_openai_by_its_host(void **state) {
    (void)state;
    assert_true(endpoint_is_openai(bytes_of("https://api.openai.com/v1")));
    assert_true(endpoint_is_openai(bytes_of("https://API.OpenAI.com:443/v1")));
    assert_true(endpoint_is_openai(bytes_of("https://eu.api.openai.com/v1")));
    assert_false(endpoint_is_openai(bytes_of("https://api.openai.com.evil.com/v1")));
    assert_false(endpoint_is_openai(bytes_of("https://evilapi.openai.com/v1")));
    assert_false(endpoint_is_openai(bytes_of("https://evil.com/api.openai.com")));
    assert_false(endpoint_is_openai(bytes_of("https://openai.com")));
    assert_false(endpoint_is_openai(bytes_of("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(endpoint_takes_https_and_this_computer),
        cmocka_unit_test(endpoint_refuses_what_could_send_the_key_astray),
        cmocka_unit_test(endpoint_url_has_a_longest_length),
        cmocka_unit_test(endpoint_url_with_a_nul_is_refused),
        cmocka_unit_test(endpoint_takes_keys_that_fit_into_a_header),
        cmocka_unit_test(endpoint_refuses_keys_with_other_letters_and_never_quotes_them),
        cmocka_unit_test(endpoint_origin_ends_before_the_path),
        cmocka_unit_test(endpoint_knows_openai_by_its_host),
    };
    return cmocka_run_group_tests_name("endpoint", tests, NULL, NULL);
}
