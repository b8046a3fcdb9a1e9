#include "support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* A document that must parse. */
static struct json *parse(const char *text) {
    struct json *root = NULL;
    if (json_parse(bytes_of(text), &root) != STATUS_OK) {
        fail_msg("does not parse: %s", text);
    }
    assert_non_null(root);
    return root;
}

static void assert_status(struct bytes text, enum status status) {
    struct json *root = (struct json *)(void *)&status;
    assert_int_equal(json_parse(text, &root), status);
    assert_null(root);
}

static void json_reads_every_kind_of_value(void **state) {
    (void)state;
    struct json *root = parse("\t{\"text\":\"a\\u00e9\\/\",\"whole\":-7,\"part\":0.5,\"yes\":true,"
                              "\"no\":false,\"nothing\":null,\"list\":[1,[2],{}]}\r\n ");
    struct bytes text;
    int64_t whole = 1;
    double number = 1;
    bool truth = false;
    assert_true(json_is_object(root));
    assert_int_equal(json_count(root), 7);
    assert_true(json_text(json_get(root, "text"), &text));
    assert_true(bytes_equal(text, bytes_of("a\u00e9/")));
    assert_true(json_integer(json_get(root, "whole"), -7, 0, &whole));
    assert_int_equal(whole, -7);
    assert_true(json_number(json_get(root, "part"), &number));
    assert_true(number == 0.5);
    assert_true(json_boolean(json_get(root, "yes"), &truth));
    assert_true(truth);
    assert_true(json_boolean(json_get(root, "no"), &truth));
    assert_false(truth);
    assert_true(json_is_null(json_get(root, "nothing")));
    assert_true(json_is_array(json_get(root, "list")));
    assert_int_equal(json_count(json_get(root, "list")), 3);
    json_free(root);
}

static void json_readers_refuse_other_kinds_and_leave_nothing(void **state) {
    (void)state;
    struct json *root = parse("[1,\"1\",true,null,[],{},1.5]");
    static const char kinds[] = "ntbzaof";
    for (size_t i = 0; i < 7; i++) {
        const struct json *value = json_at(root, i);
        struct bytes text = bytes_of("left");
        int64_t whole = 9;
        double number = 9;
        bool truth = true;
        assert_int_equal(json_text(value, &text), kinds[i] == 't');
        assert_true(kinds[i] == 't' || (text.data == NULL && text.len == 0));
        assert_int_equal(json_integer(value, 0, 10, &whole), kinds[i] == 'n');
        assert_true(kinds[i] == 'n' || whole == 0);
        assert_int_equal(json_number(value, &number), kinds[i] == 'n' || kinds[i] == 'f');
        assert_true(kinds[i] == 'n' || kinds[i] == 'f' || number == 0);
        assert_int_equal(json_boolean(value, &truth), kinds[i] == 'b');
        assert_true(kinds[i] == 'b' || !truth);
        assert_int_equal(json_is_null(value), kinds[i] == 'z');
        assert_int_equal(json_is_array(value), kinds[i] == 'a');
        assert_int_equal(json_is_object(value), kinds[i] == 'o');
        assert_null(json_get(value, "x"));
    }
    json_free(root);
}

static void json_readers_take_what_is_absent(void **state) {
    (void)state;
    struct bytes text;
    int64_t whole;
    double number;
    bool truth;
    assert_null(json_get(NULL, "x"));
    assert_null(json_at(NULL, 0));
    assert_null(json_next(NULL));
    assert_int_equal(json_count(NULL), 0);
    assert_string_equal(json_name(NULL), "");
    assert_false(json_is_object(NULL));
    assert_false(json_is_array(NULL));
    assert_true(json_is_null(NULL));
    assert_false(json_text(NULL, &text));
    assert_false(json_integer(NULL, 0, 1, &whole));
    assert_false(json_number(NULL, &number));
    assert_false(json_boolean(NULL, &truth));
    json_free(NULL);
}

static void json_members_are_found_by_exact_name(void **state) {
    (void)state;
    struct json *root = parse("{\"N\":1,\"n\":2,\"nn\":3}");
    int64_t whole;
    assert_true(json_integer(json_get(root, "n"), 0, 9, &whole));
    assert_int_equal(whole, 2);
    assert_null(json_get(root, "NN"));
    json_free(root);
}

static void json_elements_can_be_walked(void **state) {
    (void)state;
    struct json *root = parse("{\"a\":[10,20],\"b\":2}");
    const struct json *member = json_at(root, 0);
    assert_string_equal(json_name(member), "a");
    assert_ptr_equal(json_next(member), json_at(root, 1));
    assert_string_equal(json_name(json_next(member)), "b");
    assert_null(json_next(json_next(member)));
    assert_null(json_at(root, 2));
    assert_null(json_next(root));
    assert_string_equal(json_name(json_at(member, 1)), "");
    json_free(root);
}

static void json_integers_stay_within_their_range(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool whole;
    } numbers[] = {{"8", true},      {"9", false},  {"0", false},     {"1", true},
                   {"1.5", false},   {"1e0", true}, {"1e300", false}, {"-1", false},
                   {"1e400", false}, {"-0", false}, {"8.0", true},    {"\"3\"", false}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct json *root = parse(numbers[i].text);
        int64_t whole;
        assert_int_equal(json_integer(root, 1, 8, &whole), numbers[i].whole);
        json_free(root);
    }
}

static void json_refuses_integers_that_a_double_blurs(void **state) {
    (void)state;
    int64_t whole;
    struct json *root = parse("[9007199254740991,9007199254740992,-9007199254740991,"
                              "-9007199254740993,12345678901234567890]");
    assert_true(json_integer(json_at(root, 0), INT64_MIN, INT64_MAX, &whole));
    assert_true(whole == 9007199254740991);
    assert_false(json_integer(json_at(root, 1), INT64_MIN, INT64_MAX, &whole));
    assert_true(json_integer(json_at(root, 2), INT64_MIN, INT64_MAX, &whole));
    assert_true(whole == -9007199254740991);
    assert_false(json_integer(json_at(root, 3), INT64_MIN, INT64_MAX, &whole));
    assert_false(json_integer(json_at(root, 4), INT64_MIN, INT64_MAX, &whole));
    json_free(root);
}

static void json_refuses_what_is_damaged(void **state) {
    (void)state;
    static const char *const damaged[] = {
        "",
        " ",
        "{",
        "{\"a\":1",
        "{\"a\"}",
        "[1,]",
        "{} x",
        "{}{}",
        "1 2",
        "nul",
        "\"a",
        "\"\\x\"",
        "{a:1}",
        "\"\xff\"",
        "\"\xc3\"",
        "\"\\ud83d\"",
        "[1 2]",
        "'a'",
        "<html>",
        "{}\v",
        "{\"a\" 1}",
        "\"\\u12g4\"",
        "+1",
        "\xed\xa0\x80",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "-01",
        "0x1",
        "\"\n\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\\ud800x\"",
        "truefalse",
        "[1}",
        "{\"a\":1]",
        "{\"a\":}",
        "{,}",
        "[,]",
        "{\"a\":1,}",
        "NaN",
        "Infinity",
        "\xef\xbb\xbf",
        "{\"a\":\"\\\"}",
        "// c\n1",
        "\"\\1",
    };
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        assert_status(bytes_of(damaged[i]), STATUS_DAMAGED);
    }
    assert_status((struct bytes){NULL, 0}, STATUS_DAMAGED);
    assert_status((struct bytes){(const uint8_t *)"{}\0", 3}, STATUS_DAMAGED);
    assert_status((struct bytes){(const uint8_t *)"\"a\0b\"", 5}, STATUS_DAMAGED);
}

static void json_reads_no_further_than_its_length(void **state) {
    (void)state;
    static const char text[] = "[1,{\"a\":\"b\\u0041\"},true,null,-1.5e3]";
    for (size_t len = 0; len < sizeof text - 1; len++) {
        uint8_t *exact = malloc(len + 1); /* so that a sanitizer sees a read past it */
        assert_non_null(exact);
        memcpy(exact + 1, text, len);
        assert_status((struct bytes){exact + 1, len}, STATUS_DAMAGED);
        free(exact);
    }
}

static void json_skips_a_byte_order_mark(void **state) {
    (void)state;
    json_free(parse("\xef\xbb\xbf{}"));
}

static void json_refuses_a_document_that_is_too_deep(void **state) {
    (void)state;
    char text[2 * (JSON_MAX_DEPTH + 1) + 1];
    for (size_t depth = JSON_MAX_DEPTH; depth <= JSON_MAX_DEPTH + 1; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        text[2 * depth] = '\0';
        if (depth <= JSON_MAX_DEPTH) {
            json_free(parse(text));
        } else {
            assert_status(bytes_of(text), STATUS_DAMAGED);
        }
    }
}

static void json_refuses_a_document_that_is_too_large(void **state) {
    (void)state;
    uint8_t *text = malloc(JSON_MAX_BYTES + 1);
    assert_non_null(text);
    memset(text, ' ', JSON_MAX_BYTES + 1);
    text[0] = '7';
    struct json *root = NULL;
    assert_int_equal(json_parse((struct bytes){text, JSON_MAX_BYTES}, &root), STATUS_OK);
    json_free(root);
    assert_status((struct bytes){text, JSON_MAX_BYTES + 1}, STATUS_TOO_LARGE);
    free(text);
}

static void json_finds_escaped_nuls_and_only_those(void **state) {
    (void)state;
    assert_true(json_escapes_nul(bytes_of("\"a\\u0000b\"")));
    assert_true(json_escapes_nul(bytes_of("\"\\\\\\u0000\"")));
    assert_true(json_escapes_nul(bytes_of("\\u0000")));
    assert_false(json_escapes_nul(bytes_of("\"\\\\u0000\"")));
    assert_false(json_escapes_nul(bytes_of("\"\\u0001 u0000\"")));
    assert_false(json_escapes_nul(bytes_of("\"\\u000\"")));
    assert_false(json_escapes_nul(bytes_of("")));
}

static void json_writer_puts_commas_and_names(void **state) {
    (void)state;
    struct buf out = buf_make(1000);
    struct json_writer w = json_write_to(&out);
    json_begin_object(&w, NULL);
    json_put_string(&w, "a", "x");
    json_begin_array(&w, "b");
    json_put_integer(&w, NULL, INT64_MIN);
    json_begin_object(&w, NULL);
    json_end_object(&w);
    json_begin_array(&w, NULL);
    json_end_array(&w);
    json_put_boolean(&w, NULL, true);
    json_end_array(&w);
    json_put_boolean(&w, "c", false);
    json_put_null(&w, "d\"");
    json_end_object(&w);
    assert_true(bytes_equal(
        buf_view(&out),
        bytes_of(
            "{\"a\":\"x\",\"b\":[-9223372036854775808,{},[],true],\"c\":false,\"d\\\"\":null}")));
    buf_free(&out);
}

static void json_writer_escapes_only_what_it_must(void **state) {
    (void)state;
    struct buf out = buf_make(1000);
    struct json_writer w = json_write_to(&out);
    const char text[] = "\"\\/\b\f\n\r\t\x01\x1f\x7f\u00e9\u2028\U0001f600\0z";
    json_put_text(&w, NULL, (struct bytes){(const uint8_t *)text, sizeof text - 1});
    assert_true(bytes_equal(buf_view(&out),
                            bytes_of("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\u00e9\u2028"
                                     "\U0001f600\\u0000z\"")));
    buf_free(&out);
}

static void json_writer_numbers_read_back_to_fifteen_digits(void **state) {
    (void)state;
    static const double numbers[] = {0, 0.1, 1.0 / 3, 1e21, -2.5e-7, 0.0423};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct buf out = buf_make(1000);
        struct json_writer w = json_write_to(&out);
        json_put_number(&w, NULL, numbers[i]);
        buf_byte(&out, '\0');
        struct json *root = parse((const char *)out.data);
        double number;
        assert_true(json_number(root, &number));
        assert_true(fabs(number - numbers[i]) <= 1e-15 * fabs(numbers[i]));
        json_free(root);
        buf_free(&out);
    }
}

static void json_writer_numbers_are_short_where_they_can_be(void **state) {
    (void)state;
    struct buf out = buf_make(1000);
    struct json_writer w = json_write_to(&out);
    json_begin_array(&w, NULL);
    json_put_number(&w, NULL, 0.1);
    json_put_number(&w, NULL, (double)NAN);
    json_put_number(&w, NULL, (double)INFINITY);
    json_end_array(&w);
    assert_true(bytes_equal(buf_view(&out), bytes_of("[0.1,null,null]")));
    buf_free(&out);
}

static void json_writer_writes_texts_that_end_with_a_nul(void **state) {
    (void)state;
    struct buf texts = buf_make(100);
    struct buf out = buf_make(100);
    struct json_writer w = json_write_to(&out);
    buf_append(&texts, "a\0\0b\"\0", 6);
    json_put_texts(&w, NULL, &texts);
    assert_true(bytes_equal(buf_view(&out), bytes_of("[\"a\",\"\",\"b\\\"\"]")));
    buf_fail(&texts, STATUS_NO_MEMORY);
    json_put_texts(&w, NULL, &texts);
    assert_int_equal(out.status, STATUS_NO_MEMORY);
    buf_free(&texts);
    buf_free(&out);
}

static void json_writer_writes_a_fault(void **state) {
    (void)state;
    struct buf out = buf_make(1000);
    struct json_writer w = json_write_to(&out);
    struct fault fault;
    fault_set(&fault, STATUS_REFUSED, "key", "No \"key\".");
    fault.http = 401;
    fault.charge = CHARGE_MAYBE;
    fault.link = "https://example.org";
    json_put_fault(&w, NULL, &fault);
    assert_true(bytes_equal(
        buf_view(&out),
        bytes_of(
            "{\"code\":\"refused\",\"http\":401,\"charge\":\"maybe\",\"wait_ms\":-1,"
            "\"link\":\"https://example.org\",\"field\":\"key\",\"text\":\"No \\\"key\\\".\"}")));
    buf_free(&out);
}

static void json_texts_survive_writing_and_reading(void **state) {
    (void)state;
    uint32_t seed = 5;
    for (int round = 0; round < 300; round++) {
        char text[64];
        const int len = random_between(&seed, 0, 60);
        for (int i = 0; i < len; i++) {
            text[i] = (char)random_between(&seed, 1, 127);
        }
        text[len] = '\0';
        struct buf out = buf_make(1000);
        struct json_writer w = json_write_to(&out);
        json_put_string(&w, NULL, text);
        struct json *root = NULL;
        struct bytes read;
        assert_int_equal(json_parse(buf_view(&out), &root), STATUS_OK);
        assert_true(json_text(root, &read));
        assert_true(bytes_equal(read, bytes_of(text)));
        json_free(root);
        buf_free(&out);
    }
}

static bool write_and_read(void *context) {
    (void)context;
    struct buf out = buf_make(1000);
    struct json_writer w = json_write_to(&out);
    json_begin_object(&w, NULL);
    json_put_string(&w, "a", "b");
    json_put_number(&w, "c", 1.5);
    json_end_object(&w);
    struct json *root = NULL;
    const enum status status = out.status ? out.status : json_parse(buf_view(&out), &root);
    const bool worked = status == STATUS_OK;
    assert_int_equal(status, worked ? STATUS_OK : STATUS_NO_MEMORY);
    assert_int_equal(worked, root != NULL);
    json_free(root);
    buf_free(&out);
    return worked;
}

static void json_survives_each_failing_allocation(void **state) {
    (void)state;
    each_allocation_fails_once(write_and_read, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_reads_every_kind_of_value),
        cmocka_unit_test(json_readers_refuse_other_kinds_and_leave_nothing),
        cmocka_unit_test(json_readers_take_what_is_absent),
        cmocka_unit_test(json_members_are_found_by_exact_name),
        cmocka_unit_test(json_elements_can_be_walked),
        cmocka_unit_test(json_integers_stay_within_their_range),
        cmocka_unit_test(json_refuses_integers_that_a_double_blurs),
        cmocka_unit_test(json_refuses_what_is_damaged),
        cmocka_unit_test(json_reads_no_further_than_its_length),
        cmocka_unit_test(json_skips_a_byte_order_mark),
        cmocka_unit_test(json_refuses_a_document_that_is_too_deep),
        cmocka_unit_test(json_refuses_a_document_that_is_too_large),
        cmocka_unit_test(json_finds_escaped_nuls_and_only_those),
        cmocka_unit_test(json_writer_puts_commas_and_names),
        cmocka_unit_test(json_writer_escapes_only_what_it_must),
        cmocka_unit_test(json_writer_numbers_read_back_to_fifteen_digits),
        cmocka_unit_test(json_writer_numbers_are_short_where_they_can_be),
        cmocka_unit_test(json_writer_writes_texts_that_end_with_a_nul),
        cmocka_unit_test(json_writer_writes_a_fault),
        cmocka_unit_test(json_texts_survive_writing_and_reading),
        cmocka_unit_test(json_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
