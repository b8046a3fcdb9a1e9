#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#include "api/multipart.h"

static const uint8_t random_bytes[MULTIPART_RANDOM] = {
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};
#define BOUNDARY "gpt-image-00112233445566778899aabbccddeeff"

/* ---- a parser of its own, by RFC 7578 and RFC 2046: the second opinion ---- */

struct part {
    char name[64];
    char file_name[64]; /* "" for none */
    char type[64];      /* "" for none */
    struct bytes content;
};

static const uint8_t *find(struct bytes text, const char *word) {
    const size_t len = strlen(word);
    for (size_t i = 0; i + len <= text.len; i++) {
        if (memcmp(text.data + i, word, len) == 0) {
            return text.data + i;
        }
    }
    return NULL;
}

static struct bytes after(struct bytes text, size_t len) {
    assert_true(len <= text.len);
    return (struct bytes){text.data + len, text.len - len};
}

static struct bytes skip_exactly(struct bytes text, const char *word) {
    assert_true(bytes_start_with(text, bytes_of(word)));
    return after(text, strlen(word));
}

/* Takes what comes before 'end' into 'out', and 'end' too. */
static struct bytes take_until(struct bytes text, const char *end, char out[64]) {
    const uint8_t *found = find(text, end);
    assert_non_null(found);
    const size_t len = (size_t)(found - text.data);
    assert_true(len < 64);
    memcpy(out, text.data, len);
    out[len] = '\0';
    return after(text, len + strlen(end));
}

/* Reads one part; false at the end of the body, which must be its end. */
static bool next_part(struct bytes *body, struct part *part) {
    *part = (struct part){0};
    *body = skip_exactly(*body, "--" BOUNDARY);
    if (bytes_start_with(*body, bytes_of("--"))) {
        assert_true(bytes_equal(*body, bytes_of("--\r\n")));
        return false;
    }
    *body = skip_exactly(*body, "\r\nContent-Disposition: form-data; name=\"");
    *body = take_until(*body, "\"", part->name);
    if (bytes_start_with(*body, bytes_of(";"))) {
        *body = skip_exactly(*body, "; filename=\"");
        *body = take_until(*body, "\"", part->file_name);
        *body = skip_exactly(*body, "\r\nContent-Type: ");
        *body = take_until(*body, "\r\n", part->type);
        *body = skip_exactly(*body, "\r\n");
    } else {
        *body = skip_exactly(*body, "\r\n\r\n");
    }
    const uint8_t *end = find(*body, "\r\n--" BOUNDARY);
    assert_non_null(end);
    part->content = (struct bytes){body->data, (size_t)(end - body->data)};
    *body = after(*body, part->content.len + 2);
    return true;
}

/* ---- tests ---- */

static void multipart_writes_what_browsers_write(void **state) {
    (void)state;
    struct buf body = buf_make(10000);
    struct multipart m;
    multipart_begin(&m, &body, random_bytes);
    assert_string_equal(m.boundary, BOUNDARY);
    multipart_field(&m, "n", bytes_of("2"));
    multipart_begin_file(&m, "image[]", "image_0.png", "image/png");
    buf_append(&body, "\x89PNG\r\n", 6);
    multipart_end_file(&m);
    assert_int_equal(multipart_close(&m), STATUS_OK);
    assert_true(
        bytes_equal(buf_view(&body), bytes_of("--" BOUNDARY "\r\n"
                                              "Content-Disposition: form-data; name=\"n\"\r\n"
                                              "\r\n"
                                              "2\r\n"
                                              "--" BOUNDARY "\r\n"
                                              "Content-Disposition: form-data; name=\"image[]\"; "
                                              "filename=\"image_0.png\"\r\n"
                                              "Content-Type: image/png\r\n"
                                              "\r\n"
                                              "\x89PNG\r\n\r\n"
                                              "--" BOUNDARY "--\r\n")));
    buf_free(&body);
}

static void multipart_is_understood_by_another_parser(void **state) {
    (void)state;
    uint32_t seed = 11;
    for (int round = 0; round < 200; round++) {
        struct buf body = buf_make(100000);
        struct multipart m;
        uint8_t contents[4][500];
        size_t lens[4];
        multipart_begin(&m, &body, random_bytes);
        for (int i = 0; i < 4; i++) {
            lens[i] = (size_t)random_between(&seed, 0, sizeof contents[i]);
            random_fill(&seed, contents[i], lens[i]);
            multipart_begin_file(&m, "image", "i.png", "image/png");
            buf_append(&body, contents[i], lens[i]);
            multipart_end_file(&m);
        }
        assert_int_equal(multipart_close(&m), STATUS_OK);
        struct bytes left = buf_view(&body);
        struct part part;
        for (int i = 0; i < 4; i++) {
            assert_true(next_part(&left, &part));
            assert_string_equal(part.name, "image");
            assert_string_equal(part.file_name, "i.png");
            assert_string_equal(part.type, "image/png");
            assert_true(bytes_equal(part.content, (struct bytes){contents[i], lens[i]}));
        }
        assert_false(next_part(&left, &part));
        buf_free(&body);
    }
}

static void assert_value(struct bytes value, struct bytes expected) {
    struct buf body = buf_make(10000);
    struct multipart m;
    struct part part;
    multipart_begin(&m, &body, random_bytes);
    multipart_field(&m, "prompt", value);
    assert_int_equal(multipart_close(&m), STATUS_OK);
    struct bytes left = buf_view(&body);
    assert_true(next_part(&left, &part));
    assert_true(bytes_equal(part.content, expected));
    assert_false(next_part(&left, &part));
    buf_free(&body);
}

static void multipart_makes_every_line_break_of_a_value_cr_lf(void **state) {
    (void)state;
    static const struct {
        const char *value, *expected;
    } values[] = {
        {"", ""},
        {"a", "a"},
        {"a\nb", "a\r\nb"},
        {"a\rb", "a\r\nb"},
        {"a\r\nb", "a\r\nb"},
        {"\n", "\r\n"},
        {"\r", "\r\n"},
        {"\n\r", "\r\n\r\n"},
        {"\r\r\n\n", "\r\n\r\n\r\n"},
        {"a\r", "a\r\n"},
        {"\"quoted\" \\ --x\r\n--y", "\"quoted\" \\ --x\r\n--y"},
        {"\u20ac\u2028\U0001f600", "\u20ac\u2028\U0001f600"},
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        assert_value(bytes_of(values[i].value), bytes_of(values[i].expected));
    }
    assert_value((struct bytes){NULL, 0}, bytes_of(""));
    const struct bytes nul = {(const uint8_t *)"a\0b", 3};
    assert_value(nul, nul);
}

static void multipart_escapes_names_so_that_no_header_can_be_added(void **state) {
    (void)state;
    struct buf body = buf_make(10000);
    struct multipart m;
    struct part part;
    multipart_begin(&m, &body, random_bytes);
    multipart_begin_file(&m, "a\"b", "../../evil\"\r\nX: y\\\u20ac.png", "image/png");
    multipart_end_file(&m);
    assert_int_equal(multipart_close(&m), STATUS_OK);
    struct bytes left = buf_view(&body);
    assert_true(next_part(&left, &part));
    assert_string_equal(part.name, "a%22b");
    assert_string_equal(part.file_name, "../../evil%22%0D%0AX: y\\\u20ac.png");
    assert_int_equal(part.content.len, 0);
    assert_false(next_part(&left, &part));
    buf_free(&body);
}

static void multipart_without_parts_is_only_its_end(void **state) {
    (void)state;
    struct buf body = buf_make(100);
    struct multipart m;
    multipart_begin(&m, &body, random_bytes);
    assert_int_equal(multipart_close(&m), STATUS_OK);
    assert_true(bytes_equal(buf_view(&body), bytes_of("--" BOUNDARY "--\r\n")));
    buf_free(&body);
}

static void multipart_refuses_a_part_that_holds_the_boundary(void **state) {
    (void)state;
    static const char *const contents[] = {BOUNDARY, ("x--" BOUNDARY "y"),
                                           ("\r\n--" BOUNDARY "--\r\n"), ("gpt-image-" BOUNDARY)};
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        struct buf body = buf_make(10000);
        struct multipart m;
        multipart_begin(&m, &body, random_bytes);
        multipart_field(&m, "prompt", bytes_of(contents[i]));
        assert_int_equal(multipart_close(&m), STATUS_INTERNAL);
        buf_free(&body);
        multipart_begin(&m, &body, (const uint8_t[MULTIPART_RANDOM]){1});
        multipart_field(&m, "prompt", bytes_of(contents[i]));
        assert_int_equal(multipart_close(&m), STATUS_OK);
        buf_free(&body);
    }
}

static void multipart_boundary_differs_with_the_random_bytes(void **state) {
    (void)state;
    struct buf body = buf_make(100);
    for (size_t i = 0; i < MULTIPART_RANDOM; i++) {
        uint8_t other[MULTIPART_RANDOM];
        struct multipart m;
        memcpy(other, random_bytes, sizeof other);
        other[i] ^= 1;
        multipart_begin(&m, &body, other);
        assert_int_equal(strlen(m.boundary), strlen(BOUNDARY));
        assert_string_not_equal(m.boundary, BOUNDARY);
    }
}

static void multipart_reports_the_limit_at_the_end(void **state) {
    (void)state;
    struct buf body = buf_make(200);
    struct multipart m;
    multipart_begin(&m, &body, random_bytes);
    for (int i = 0; i < 10; i++) {
        multipart_field(&m, "prompt", bytes_of("a cat"));
    }
    assert_int_equal(multipart_close(&m), STATUS_TOO_LARGE);
    buf_free(&body);
}

static bool build(void *context) {
    (void)context;
    struct buf body = buf_make(100000);
    struct multipart m;
    uint8_t content[3000] = {0};
    multipart_begin(&m, &body, random_bytes);
    multipart_field(&m, "prompt", bytes_of("a\ncat"));
    multipart_begin_file(&m, "image", "i.png", "image/png");
    buf_append(&body, content, sizeof content);
    multipart_end_file(&m);
    const enum status status = multipart_close(&m);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    buf_free(&body);
    return status == STATUS_OK;
}

static void multipart_survives_each_failing_allocation(void **state) {
    (void)state;
    each_allocation_fails_once(build, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multipart_writes_what_browsers_write),
        cmocka_unit_test(multipart_is_understood_by_another_parser),
        cmocka_unit_test(multipart_makes_every_line_break_of_a_value_cr_lf),
        cmocka_unit_test(multipart_escapes_names_so_that_no_header_can_be_added),
        cmocka_unit_test(multipart_without_parts_is_only_its_end),
        cmocka_unit_test(multipart_refuses_a_part_that_holds_the_boundary),
        cmocka_unit_test(multipart_boundary_differs_with_the_random_bytes),
        cmocka_unit_test(multipart_reports_the_limit_at_the_end),
        cmocka_unit_test(multipart_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("multipart", tests, NULL, NULL);
}
