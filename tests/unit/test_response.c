#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/response.h"

static const struct exchange good = {.http = 200, .wait_ms = -1};

static struct exchange exchange_of(int http) {
    return (struct exchange){
        .http = http,
        .wait_ms = -1,
        .address = bytes_of("https://api.openai.com/v1"),
        .model = bytes_of("gpt-image-2"),
        .sent = 51234567,
    };
}

static struct response read_answer(const char *rest) {
    struct response response;
    struct fault fault = {0};
    if (response_read(&good, bytes_of(rest), &response, &fault) != STATUS_OK) {
        fail_msg("%s: %s", rest, fault.text);
    }
    return response;
}

/* Asserts that the rest of a 2xx answer is refused; 'text' is somewhere in the fault. */
static void assert_unreadable(const char *rest, enum status status, const char *text) {
    struct response response;
    struct fault fault = {0};
    assert_int_equal(response_read(&good, bytes_of(rest), &response, &fault), status);
    assert_int_equal(fault.status, status);
    assert_int_equal(fault.http, 200);
    if (!strstr(fault.text, text)) {
        fail_msg("not \"%s\" but: %s", text, fault.text);
    }
    assert_null(response.document);
    assert_int_equal(response.images, 0);
    assert_int_equal(response.url_count, 0);
}

static struct fault explain(int http, const char *body) {
    struct fault fault = {0};
    const struct exchange exchange = exchange_of(http);
    const enum status status = response_fault(&exchange, bytes_of(body), &fault);
    assert_int_equal(fault.status, status);
    assert_int_equal(fault.http, http);
    assert_int_not_equal(fault.status, STATUS_OK);
    assert_true(utf8_count(bytes_of(fault.text)) > 0);
    return fault;
}

static void assert_explained(int http, const char *body, const char *field, const char *text) {
    const struct fault fault = explain(http, body);
    if (strcmp(fault.field, field) != 0 || !strstr(fault.text, text)) {
        fail_msg("%d %s: at \"%s\": %s", http, body, fault.field, fault.text);
    }
}

/* ---- successes ---- */

static void response_reads_what_openai_answers(void **state) {
    (void)state;
    struct response r =
        read_answer("{\"created\":1713833628,\"background\":\"opaque\",\"output_format\":\"png\","
                    "\"quality\":\"high\",\"size\":\"1536x864\",\"data\":[{\"b64_json\":0},"
                    "{\"b64_json\":1}],\"usage\":{\"input_tokens\":1678,\"input_tokens_details\":"
                    "{\"text_tokens\":228,\"image_tokens\":1450},\"output_tokens\":13342,"
                    "\"total_tokens\":15020}}");
    assert_int_equal(r.images, 2);
    assert_int_equal(r.damaged, 0);
    assert_int_equal(r.url_count, 0);
    assert_true(r.has_usage);
    assert_int_equal(r.usage.text_tokens, 228);
    assert_int_equal(r.usage.image_tokens, 1450);
    assert_int_equal(r.usage.output_tokens, 13342);
    assert_true(bytes_equal(r.size, bytes_of("1536x864")));
    assert_true(bytes_equal(r.quality, bytes_of("high")));
    assert_true(bytes_equal(r.background, bytes_of("opaque")));
    assert_true(bytes_equal(r.output_format, bytes_of("png")));
    response_free(&r);
    assert_null(r.document);
}

static void response_needs_nothing_but_the_images(void **state) {
    (void)state;
    struct response r = read_answer("{\"data\":[{\"b64_json\":0}]}");
    assert_int_equal(r.images, 1);
    assert_false(r.has_usage);
    assert_int_equal(r.size.len, 0);
    response_free(&r);
    r = read_answer("{\"error\":null,\"data\":[{\"b64_json\":0,\"revised_prompt\":7}],\"usage\":[],"
                    "\"size\":5}");
    assert_false(r.has_usage);
    assert_int_equal(r.size.len, 0);
    response_free(&r);
}

static void response_has_usage_only_when_it_is_whole(void **state) {
    (void)state;
    static const char *const partial[] = {
        "{}",
        "{\"output_tokens\":1}",
        "{\"input_tokens\":2,\"output_tokens\":1}",
        "{\"input_tokens_details\":{\"text_tokens\":1},\"output_tokens\":1}",
        "{\"input_tokens_details\":{\"text_tokens\":1,\"image_tokens\":1}}",
        "{\"input_tokens_details\":{\"text_tokens\":-1,\"image_tokens\":1},\"output_tokens\":1}",
        "{\"input_tokens_details\":{\"text_tokens\":\"1\",\"image_tokens\":1},\"output_tokens\":1}",
    };
    for (size_t i = 0; i < sizeof partial / sizeof *partial; i++) {
        char rest[200] = "{\"data\":[{\"b64_json\":0}],\"usage\":";
        struct response r = read_answer(strcat(strcat(rest, partial[i]), "}"));
        assert_false(r.has_usage);
        response_free(&r);
    }
}

static void response_takes_the_facts_of_each_image_together(void **state) {
    (void)state;
    struct response r = read_answer(
        "{\"data\":[{\"b64_json\":0,\"size\":\"1x1\",\"quality\":\"low\",\"usage\":{"
        "\"input_tokens_details\":{\"text_tokens\":1,\"image_tokens\":2},\"output_tokens\":3}},"
        "{\"b64_json\":0},{\"b64_json\":0,\"size\":\"2x2\",\"usage\":{"
        "\"input_tokens_details\":{\"text_tokens\":10,\"image_tokens\":20},"
        "\"output_tokens\":30}}]}");
    assert_int_equal(r.images, 3);
    assert_true(r.has_usage);
    assert_int_equal(r.usage.text_tokens, 11);
    assert_int_equal(r.usage.image_tokens, 22);
    assert_int_equal(r.usage.output_tokens, 33);
    assert_true(bytes_equal(r.size, bytes_of("2x2")));
    assert_true(bytes_equal(r.quality, bytes_of("low")));
    response_free(&r);
}

static void response_counts_damaged_images_beside_sound_ones(void **state) {
    (void)state;
    struct response r =
        read_answer("{\"data\":[{\"b64_json\":0},{\"b64_json\":false},{\"b64_json\":2}]}");
    assert_int_equal(r.images, 2);
    assert_int_equal(r.damaged, 1);
    response_free(&r);
}

static void response_takes_urls_where_there_is_no_base64(void **state) {
    (void)state;
    struct response r = read_answer(
        "{\"data\":[{\"url\":\"https://a/1\"},{\"b64_json\":null,\"url\":\"https://a/2\"},"
        "{\"b64_json\":\"\",\"url\":\"https://a/3\"},{\"b64_json\":0,\"url\":\"https://a/4\"},"
        "{\"url\":\"\"},{\"url\":5},{},7]}");
    assert_int_equal(r.images, 1);
    assert_int_equal(r.url_count, 3);
    assert_true(bytes_equal(r.urls[0], bytes_of("https://a/1")));
    assert_true(bytes_equal(r.urls[1], bytes_of("https://a/2")));
    assert_true(bytes_equal(r.urls[2], bytes_of("https://a/3")));
    response_free(&r);
}

static void response_takes_no_more_urls_than_it_has_room_for(void **state) {
    (void)state;
    struct buf rest = buf_make(10000);
    buf_text(&rest, "{\"data\":[{\"url\":\"https://a/0\"}");
    for (int i = 1; i < RESPONSE_MAX_URLS + 3; i++) {
        buf_format(&rest, ",{\"url\":\"https://a/%d\"}", i);
    }
    buf_append(&rest, "]}", 3);
    struct response r = read_answer((const char *)rest.data);
    assert_int_equal(r.url_count, RESPONSE_MAX_URLS);
    assert_true(bytes_equal(r.urls[RESPONSE_MAX_URLS - 1], bytes_of("https://a/15")));
    response_free(&r);
    buf_free(&rest);
}

static void response_reads_a_long_list_in_linear_time(void **state) {
    (void)state;
    struct buf rest = buf_make(JSON_MAX_BYTES);
    buf_text(&rest, "{\"data\":[{\"b64_json\":0}");
    for (int i = 0; i < 500000; i++) {
        buf_text(&rest, ",0");
    }
    buf_append(&rest, "]}", 3);
    struct response r = read_answer((const char *)rest.data);
    assert_int_equal(r.images, 1);
    response_free(&r);
    buf_free(&rest);
}

/* ---- answers with status 2xx that are none ---- */

static void response_without_images_says_so_in_the_words_of_comfyui(void **state) {
    (void)state;
    static const char *const none[] = {"{}",
                                       "{\"data\":[]}",
                                       "{\"data\":[{}]}",
                                       "{\"data\":{}}",
                                       "{\"data\":\"x\"}",
                                       "{\"data\":[{\"b64_json\":\"\"}]}",
                                       "{\"data\":[{\"b64_json\":null,\"url\":null}]}"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_unreadable(none[i], STATUS_UNEXPECTED, "No images returned from API endpoint");
        assert_unreadable(none[i], STATUS_UNEXPECTED, "may have been charged");
    }
}

static void response_with_damaged_images_only_is_a_fault(void **state) {
    (void)state;
    assert_unreadable("{\"data\":[{\"b64_json\":false}]}", STATUS_UNEXPECTED, "damaged");
}

static void response_that_is_no_json_object_is_a_fault(void **state) {
    (void)state;
    static const char *const texts[] = {"[]",
                                        "{\"data\":[{\"b64_json\":0}",
                                        "{\"data\":[]}x",
                                        "null",
                                        "\"\"",
                                        "OK",
                                        "{\"a\":\"\xff\"}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_unreadable(texts[i], STATUS_UNEXPECTED, "broke off or is damaged");
    }
}

static void response_that_is_a_web_page_names_the_address(void **state) {
    (void)state;
    static const char *const pages[] = {"<html>", "\r\n <!DOCTYPE html><title>Sign in</title>",
                                        "\xef\xbb\xbf<html>"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct response response;
        struct fault fault;
        assert_int_equal(response_read(&good, bytes_of(pages[i]), &response, &fault),
                         STATUS_UNEXPECTED);
        assert_string_equal(fault.field, "base_url");
        assert_non_null(strstr(fault.text, "web page"));
        assert_null(strchr(fault.text, '<'));
    }
}

static void response_that_holds_an_error_is_refused(void **state) {
    (void)state;
    assert_unreadable("{\"error\":{\"message\":\"Oh no.\",\"code\":\"moderation_blocked\"}}",
                      STATUS_REFUSED, "safety system");
    assert_unreadable("{\"error\":\"Oh no.\"}", STATUS_REFUSED, "The API says: Oh no.");
}

/* ---- refusals ---- */

static void fault_of_known_codes_has_words_and_a_field(void **state) {
    (void)state;
    static const struct {
        int http;
        const char *code, *field, *text;
    } known[] = {
        {400, "moderation_blocked", "prompt", "safety system"},
        {400, "content_policy_violation", "prompt", "safety system"},
        {400, "contentFilter", "prompt", "safety system"},
        {400, "invalid_mask_image_format", "mask", "transparent places"},
        {400, "invalid_image_file", "images", "save it as PNG"},
        {400, "unsupported_file_mimetype", "images", "save it as PNG"},
        {400, "billing_hard_limit_reached", "key", "credit"},
        {429, "insufficient_quota", "key", "credit"},
        {429, "credit_balance_exhausted", "key", "credit"},
        {429, "organization_spend_limit_exceeded", "key", "credit"},
        {429, "organization_usage_limit_exceeded", "key", "credit"},
        {429, "project_spend_limit_exceeded", "key", "credit"},
        {401, "invalid_api_key", "key", "does not accept this key"},
        {401, "ip_not_authorized", "key", "network address"},
        {403, "unsupported_country_region_territory", "base_url", "region"},
        {404, "model_not_found", "model", "no such model as gpt-image-2"},
        {429, "rate_limit_exceeded", "", "Wait a moment"},
        {429, "slow_down", "", "Wait a moment"},
        {503, "server_is_overloaded", "", "overloaded"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char body[300];
        snprintf(body, sizeof body,
                 "{\"error\":{\"message\":\"Said so.\",\"type\":\"t\",\"param\":null,"
                 "\"code\":\"%s\"}}",
                 known[i].code);
        assert_explained(known[i].http, body, known[i].field, known[i].text);
        assert_explained(known[i].http, body, known[i].field, " The API says: Said so.");
        snprintf(body, sizeof body,
                 "{\"error\":{\"message\":\"Said so.\",\"type\":\"%s\",\"code\":\"other\"}}",
                 known[i].code);
        assert_explained(known[i].http, body, known[i].field, known[i].text);
    }
}

static void fault_of_an_unverified_organization_is_known_by_its_message(void **state) {
    (void)state;
    assert_explained(403,
                     "{\"error\":{\"message\":\"Your organization must be verified to use the "
                     "model `gpt-image-2`.\",\"type\":\"invalid_request_error\",\"param\":null,"
                     "\"code\":null}}",
                     "model", "verified organizations only");
}

static void fault_of_a_bare_status_has_words_and_a_field(void **state) {
    (void)state;
    static const struct {
        int http;
        enum status status;
        const char *field, *text;
    } known[] = {
        {204, STATUS_UNEXPECTED, "", "empty"},
        {301, STATUS_UNEXPECTED, "base_url", "somewhere else"},
        {304, STATUS_UNEXPECTED, "base_url", "somewhere else"},
        {400, STATUS_REFUSED, "", "refused the request"},
        {401, STATUS_REFUSED, "key", "does not accept this key"},
        {402, STATUS_REFUSED, "", "refused the request"},
        {403, STATUS_REFUSED, "key", "permission"},
        {404, STATUS_REFUSED, "base_url",
         "https://api.openai.com/v1 knows no such address, or no model gpt-image-2"},
        {405, STATUS_REFUSED, "base_url",
         "https://api.openai.com/v1 knows no such address, or no model gpt-image-2"},
        {408, STATUS_REFUSED, "", "try again"},
        {409, STATUS_REFUSED, "", "try again"},
        {413, STATUS_REFUSED, "images", "The request of 51.2 MB is larger than the endpoint takes"},
        {422, STATUS_REFUSED, "", "refused the request"},
        {429, STATUS_REFUSED, "", "Wait a moment"},
        {500, STATUS_REFUSED, "", "may have been charged"},
        {502, STATUS_REFUSED, "", "may have been charged"},
        {503, STATUS_REFUSED, "", "overloaded"},
        {504, STATUS_REFUSED, "", "may have been charged"},
        {524, STATUS_REFUSED, "", "may have been charged"},
        {100, STATUS_REFUSED, "", "refused the request"},
        {999, STATUS_REFUSED, "", "refused the request"},
        {0, STATUS_REFUSED, "", "refused the request"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_explained(known[i].http, "", known[i].field, known[i].text);
        assert_int_equal(explain(known[i].http, "").status, known[i].status);
        assert_null(strstr(explain(known[i].http, "").text, "The API says"));
    }
}

static void fault_of_a_web_page_never_quotes_it(void **state) {
    (void)state;
    static const char page[] = "<html><script>alert(1)</script>Sign in</html>";
    assert_explained(200, page, "base_url", "web page");
    assert_explained(403, page, "base_url", "web page");
    assert_explained(404, page, "base_url", "web page");
    assert_explained(302, page, "base_url", "somewhere else");
    assert_explained(413, page, "images", "larger");
    assert_explained(429, page, "", "Wait a moment");
    assert_explained(502, page, "", "may have been charged");
    for (int http = 100; http < 600; http++) {
        assert_null(strchr(explain(http, page).text, '<'));
    }
}

static void fault_names_the_setting_the_api_complains_of(void **state) {
    (void)state;
    static const char *const params[][2] = {{"size", "size"},
                                            {"quality", "quality"},
                                            {"n", "n"},
                                            {"prompt", "prompt"},
                                            {"model", "model"},
                                            {"image", "images"},
                                            {"image[]", "images"},
                                            {"image[3]", "images"},
                                            {"mask", "mask"},
                                            {"response_format", ""},
                                            {"", ""},
                                            {"background", "background"}};
    for (size_t i = 0; i < sizeof params / sizeof *params; i++) {
        char body[200];
        snprintf(body, sizeof body,
                 "{\"error\":{\"message\":\"Bad.\",\"code\":\"invalid_value\",\"param\":\"%s\"}}",
                 params[i][0]);
        assert_explained(400, body, params[i][1],
                         "The API refused the request. Nothing was charged. The API says: Bad.");
    }
}

static void fault_finds_the_message_in_odd_shapes(void **state) {
    (void)state;
    static const char *const bodies[] = {
        "{\"error\":\"Odd words.\"}",
        "{\"error\":{\"message\":\"Odd words.\",\"code\":400}}",
        "{\"error\":{\"message\":\"Odd words.\",\"code\":null,\"type\":{}}}",
        "{\"error\":{\"detail\":\"Odd words.\"}}",
        "{\"message\":\"Odd words.\"}",
        "{\"detail\":\"Odd words.\"}",
        "{\"error\":true,\"message\":\"Odd words.\"}",
        "Odd words.",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        assert_explained(400, bodies[i], "", "The API says: Odd words.");
    }
    static const char *const silent[] = {
        "", "{}", "[]", "null", "{\"error\":7}", "\xff\xfe", "{\"error\":{\"message\":{\"a\":1}}}"};
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        assert_string_equal(explain(400, silent[i]).text,
                            "The API refused the request. Nothing was charged.");
    }
}

static void fault_blots_out_what_looks_like_a_key(void **state) {
    (void)state;
    static const char *const messages[][2] = {
        {"Incorrect API key provided: sk-proj-abc_DEF-123. You can", "provided: sk-***. You can"},
        {"Incorrect API key provided: sk-proj-********abcd.", "provided: sk-***."},
        {"sk-a", "says: sk-***"},
        {"sk-", "says: sk-***"},
        {"two sk-a1,sk-b2!", "two sk-***,sk-***!"},
        {"a risk-free task-force", "a risk-free task-force"},
    };
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        char body[200];
        snprintf(body, sizeof body, "{\"error\":{\"message\":\"%s\"}}", messages[i][0]);
        assert_explained(400, body, "", messages[i][1]);
    }
}

static void fault_quotes_on_one_line_and_not_without_end(void **state) {
    (void)state;
    assert_explained(400, "{\"error\":\"a\\nb\\r\\tc\\u007f\\u0001d\"}", "",
                     "The API says: a b  c  d");
    static const char *const characters[] = {"x", "\u00e9", "\u20ac", "\U0001f600", "sk-1 "};
    for (size_t c = 0; c < sizeof characters / sizeof *characters; c++) {
        for (size_t shift = 0; shift < 6; shift++) {
            struct buf body = buf_make(100000);
            for (size_t i = 0; i < shift; i++) {
                buf_byte(&body, 'x');
            }
            for (int i = 0; i < 2000; i++) {
                buf_text(&body, characters[c]);
            }
            struct fault fault;
            const struct exchange exchange = exchange_of(400);
            response_fault(&exchange, buf_view(&body), &fault);
            const char *quoted = strstr(fault.text, "says: ") + 6;
            assert_true(utf8_count(bytes_of(quoted)) > 0);
            assert_true(strlen(quoted) <= 500);
            assert_true(strlen(quoted) > 490);
            buf_free(&body);
        }
    }
}

static void fault_has_room_for_the_longest_words_and_quote(void **state) {
    (void)state;
    struct buf body = buf_make(100000);
    buf_text(&body, "{\"error\":{\"code\":\"invalid_image_file\",\"message\":\"");
    for (int i = 0; i < 500; i++) {
        buf_byte(&body, 'y');
    }
    buf_text(&body, "\"}}");
    struct fault fault;
    for (int http = 0; http < 600; http++) {
        const struct exchange exchange = exchange_of(http);
        response_fault(&exchange, buf_view(&body), &fault);
        assert_int_equal(fault.text[strlen(fault.text) - 1], 'y');
        assert_int_equal(strspn(strstr(fault.text, "yyyy"), "y"), 500);
    }
    buf_free(&body);
}

/* ---- money, time and links ---- */

#define ERROR_OF(code, message) "{\"error\":{\"code\":\"" code "\",\"message\":\"" message "\"}}"
#define GATEWAY "<html>502</html>"

static void fault_says_whether_it_may_have_cost_money_and_be_repeated(void **state) {
    (void)state;
    static const struct {
        int http;
        const char *body;
        enum charge charge;
        int wait_ms;
    } cases[] = {
        {400, ERROR_OF("invalid_value", "m"), CHARGE_NONE, -1},
        {401, ERROR_OF("invalid_api_key", "m"), CHARGE_NONE, -1},
        {403, "", CHARGE_NONE, -1},
        {404, GATEWAY, CHARGE_NONE, -1},
        {408, "", CHARGE_NONE, -1},
        {409, "", CHARGE_NONE, -1},
        {413, GATEWAY, CHARGE_NONE, -1},
        {422, "{\"detail\":\"m\"}", CHARGE_NONE, -1},
        {301, "", CHARGE_NONE, -1},
        {429, "", CHARGE_NONE, 0},
        {429, GATEWAY, CHARGE_NONE, 0},
        {429, ERROR_OF("rate_limit_exceeded", "Please try again in 12s."), CHARGE_NONE, 12000},
        {429, ERROR_OF("rate_limit_exceeded", "Please try again in 2m0s."), CHARGE_NONE, 120000},
        {429, ERROR_OF("rate_limit_exceeded", "Please try again in 2m1s."), CHARGE_NONE, -1},
        {429, ERROR_OF("slow_down", "m"), CHARGE_NONE, 0},
        {429, ERROR_OF("insufficient_quota", "Please try again in 12s."), CHARGE_NONE, -1},
        {429, ERROR_OF("", "You exceeded your current quota, please check"), CHARGE_NONE, -1},
        {429, ERROR_OF("moderation_blocked", "m"), CHARGE_NONE, -1},
        {503, ERROR_OF("server_is_overloaded", "m"), CHARGE_NONE, 0},
        {503, "{\"error\":\"Model is loading, ready in 20 seconds.\"}", CHARGE_NONE, 20000},
        {503, "{\"message\":\"m\"}", CHARGE_MAYBE, -1},
        {503, "no healthy upstream", CHARGE_MAYBE, -1},
        {503, GATEWAY, CHARGE_MAYBE, -1},
        {503, "", CHARGE_MAYBE, -1},
        {500, ERROR_OF("server_error", "m"), CHARGE_MAYBE, -1},
        {500, ERROR_OF("server_is_overloaded", "m"), CHARGE_MAYBE, -1},
        {502, GATEWAY, CHARGE_MAYBE, -1},
        {504, "", CHARGE_MAYBE, -1},
        {524, "", CHARGE_MAYBE, -1},
        {204, "", CHARGE_MAYBE, -1},
        {200, ERROR_OF("rate_limit_exceeded", "m"), CHARGE_MAYBE, -1},
        {100, "", CHARGE_MAYBE, -1},
        {999, "", CHARGE_MAYBE, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct fault fault = explain(cases[i].http, cases[i].body);
        const char *words =
            cases[i].charge == CHARGE_NONE ? "Nothing was charged." : "It may have been charged";
        if (fault.charge != cases[i].charge || fault.wait_ms != cases[i].wait_ms ||
            !strstr(fault.text, words)) {
            fail_msg("%d %s: %d %d %s", cases[i].http, cases[i].body, (int)fault.charge,
                     fault.wait_ms, fault.text);
        }
    }
}

static void fault_waits_as_the_header_says_where_it_can_be_read(void **state) {
    (void)state;
    static const int told[][2] = {{0, 0}, {5000, 5000}, {120000, 120000}, {120001, -1}};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct exchange exchange = exchange_of(429);
        struct fault fault;
        exchange.wait_ms = told[i][0];
        response_fault(&exchange, bytes_of(ERROR_OF("", "Please try again in 12s.")), &fault);
        assert_int_equal(fault.wait_ms, told[i][1]);
    }
}

static void fault_links_to_pages_of_openai_for_its_own_hosts_only(void **state) {
    (void)state;
    static const struct {
        int http;
        const char *body, *link;
    } cases[] = {
        {403, ERROR_OF("", "Your organization must be verified to use the model"),
         "https://platform.openai.com/settings/organization/general"},
        {429, ERROR_OF("insufficient_quota", "m"),
         "https://platform.openai.com/settings/organization/billing/overview"},
        {401, "", "https://platform.openai.com/api-keys"},
        {400, ERROR_OF("", "See https://evil.example"), NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct exchange exchange = exchange_of(cases[i].http);
        struct fault fault;
        response_fault(&exchange, bytes_of(cases[i].body), &fault);
        if (cases[i].link) {
            assert_string_equal(fault.link, cases[i].link);
        } else {
            assert_null(fault.link);
        }
        exchange.address = bytes_of("https://example.org/v1");
        response_fault(&exchange, bytes_of(cases[i].body), &fault);
        assert_null(fault.link);
    }
}

static void fault_tells_what_the_safety_system_found_and_where(void **state) {
    (void)state;
#define BLOCKED(details)                                                                           \
    "{\"error\":{\"code\":\"moderation_blocked\",\"moderation_details\":" details "}}"
    static const struct {
        const char *body, *text;
        enum charge charge;
    } cases[] = {
        {BLOCKED("{\"moderation_stage\":\"input\",\"categories\":[\"sexual\",\"violence\"]}"),
         "refused this request (in what was sent: sexual, violence). ", CHARGE_NONE},
        {BLOCKED("{\"moderation_stage\":\"output\",\"categories\":[7,\"hate\"]}"),
         "refused this request (in what it made: hate). ", CHARGE_MAYBE},
        {BLOCKED("{\"moderation_stage\":\"output\"}"), "refused this request (in what it made). ",
         CHARGE_MAYBE},
        {BLOCKED("{\"moderation_stage\":\"unknown\",\"categories\":[\"a\\nb\"]}"),
         "refused this request (for a b). ", CHARGE_NONE},
        {BLOCKED("{\"categories\":[]}"), "refused this request. ", CHARGE_NONE},
        {BLOCKED("[]"), "refused this request. ", CHARGE_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_explained(400, cases[i].body, "prompt", cases[i].text);
        assert_int_equal(explain(400, cases[i].body).charge, cases[i].charge);
    }
}

static void fault_of_a_model_that_has_ended_names_what_follows_it(void **state) {
    (void)state;
    struct exchange exchange = exchange_of(404);
    struct fault fault;
    exchange.model = bytes_of("gpt-image-1");
    response_fault(&exchange, bytes_of(ERROR_OF("model_not_found", "m")), &fault);
    assert_string_equal(fault.field, "model");
    assert_non_null(strstr(fault.text, "no longer has gpt-image-1, whose last day at OpenAI is "
                                       "2026-10-23. Choose gpt-image-2.5-flare, "));
}

static void response_that_cannot_be_used_may_have_been_charged(void **state) {
    (void)state;
    static const char *const rests[] = {"",
                                        " ",
                                        "<html>",
                                        "{\"data\":[",
                                        "{}",
                                        "{\"data\":[{\"b64_json\":false}]}",
                                        "{\"error\":{\"message\":\"m\",\"code\":\"slow_down\"}}"};
    for (size_t i = 0; i < sizeof rests / sizeof *rests; i++) {
        struct response response;
        struct fault fault = {0};
        assert_int_not_equal(response_read(&good, bytes_of(rests[i]), &response, &fault), 0);
        assert_int_equal(fault.charge, CHARGE_MAYBE);
        assert_int_equal(fault.wait_ms, -1);
        assert_non_null(strstr(fault.text, "may have been charged"));
    }
    assert_unreadable("", STATUS_UNEXPECTED, "The answer is empty.");
}

static void error_is_known_from_a_gateways_words(void **state) {
    (void)state;
    assert_true(response_is_error(bytes_of(ERROR_OF("", "m"))));
    assert_true(response_is_error(bytes_of("{\"error\":\"m\"}")));
    assert_false(response_is_error(bytes_of("{\"data\":[]}")));
    assert_false(response_is_error(bytes_of("{\"error\":null}")));
    assert_false(response_is_error(bytes_of(GATEWAY)));
    assert_false(response_is_error(bytes_of("")));
}

/* ---- memory ---- */

static bool read_once(void *context) {
    struct response response;
    struct fault fault;
    const enum status status = response_read(&good, bytes_of(context), &response, &fault);
    assert_true(status == STATUS_OK || fault.status == status);
    response_free(&response);
    return status != STATUS_NO_MEMORY;
}

/* Without memory the API's words are lost, but the fault is not. */
static bool explain_once(void *context) {
    const struct fault fault = explain(401, context);
    assert_string_equal(fault.field, "key");
    return strstr(fault.text, "The API says: m") != NULL;
}

static void response_survives_each_failing_allocation(void **state) {
    (void)state;
    char sound[] = "{\"data\":[{\"b64_json\":0}],\"size\":\"1x1\"}";
    char error[] = "{\"error\":{\"message\":\"m\",\"code\":\"c\"}}";
    each_allocation_fails_once(read_once, sound);
    each_allocation_fails_once(read_once, error);
    each_allocation_fails_once(explain_once, error);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(response_reads_what_openai_answers),
        cmocka_unit_test(response_needs_nothing_but_the_images),
        cmocka_unit_test(response_has_usage_only_when_it_is_whole),
        cmocka_unit_test(response_takes_the_facts_of_each_image_together),
        cmocka_unit_test(response_counts_damaged_images_beside_sound_ones),
        cmocka_unit_test(response_takes_urls_where_there_is_no_base64),
        cmocka_unit_test(response_takes_no_more_urls_than_it_has_room_for),
        cmocka_unit_test(response_reads_a_long_list_in_linear_time),
        cmocka_unit_test(response_without_images_says_so_in_the_words_of_comfyui),
        cmocka_unit_test(response_with_damaged_images_only_is_a_fault),
        cmocka_unit_test(response_that_is_no_json_object_is_a_fault),
        cmocka_unit_test(response_that_is_a_web_page_names_the_address),
        cmocka_unit_test(response_that_holds_an_error_is_refused),
        cmocka_unit_test(fault_of_known_codes_has_words_and_a_field),
        cmocka_unit_test(fault_of_an_unverified_organization_is_known_by_its_message),
        cmocka_unit_test(fault_of_a_bare_status_has_words_and_a_field),
        cmocka_unit_test(fault_of_a_web_page_never_quotes_it),
        cmocka_unit_test(fault_names_the_setting_the_api_complains_of),
        cmocka_unit_test(fault_finds_the_message_in_odd_shapes),
        cmocka_unit_test(fault_blots_out_what_looks_like_a_key),
        cmocka_unit_test(fault_quotes_on_one_line_and_not_without_end),
        cmocka_unit_test(fault_has_room_for_the_longest_words_and_quote),
        cmocka_unit_test(fault_says_whether_it_may_have_cost_money_and_be_repeated),
        cmocka_unit_test(fault_waits_as_the_header_says_where_it_can_be_read),
        cmocka_unit_test(fault_links_to_pages_of_openai_for_its_own_hosts_only),
        cmocka_unit_test(fault_tells_what_the_safety_system_found_and_where),
        cmocka_unit_test(fault_of_a_model_that_has_ended_names_what_follows_it),
        cmocka_unit_test(response_that_cannot_be_used_may_have_been_charged),
        cmocka_unit_test(error_is_known_from_a_gateways_words),
        cmocka_unit_test(response_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("response", tests, NULL, NULL);
}
