#include "support/streams.h"
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "api/stream.h"
#include "base/json.h"

/* What was told, in memory of its own: "partial 0 file;" or "image 0 file;" each. */
struct record {
    char told[4096];
    size_t len;
    bool complete;
    bool failed;
    char rest[1024];
};

static void note(struct record *r, const char *word, int index, struct bytes file) {
    assert_true(file.len < 1000 && r->len < 1000);
    const int len = snprintf(r->told + r->len, sizeof r->told - r->len, "%s %d %.*s;", word, index,
                             (int)file.len, (const char *)file.data);
    r->len += (size_t)len;
}

static void hear_partial(void *context, int index, struct bytes file) {
    note(context, "partial", index, file);
}

static void hear_image(void *context, int index, struct bytes file) {
    note(context, "image", index, file);
}

/* Feeds 'text' in pieces that end at 'cuts' and at its end. */
static enum status read_cut(struct bytes text, const size_t *cuts, size_t cut_count,
                            struct record *r) {
    struct stream stream;
    *r = (struct record){0};
    stream_begin(&stream, (struct stream_events){r, hear_partial, hear_image});
    enum status status = STATUS_OK;
    size_t done = 0;
    for (size_t i = 0; i <= cut_count && status == STATUS_OK; i++) {
        const size_t until = i < cut_count ? cuts[i] : text.len;
        status = stream_feed(&stream, (struct bytes){text.data + done, until - done});
        done = until;
    }
    const struct bytes rest = stream_rest(&stream);
    assert_true(rest.len < sizeof r->rest);
    if (rest.len > 0) {
        memcpy(r->rest, rest.data, rest.len);
    }
    r->complete = stream_is_complete(&stream);
    r->failed = stream.failed;
    stream_free(&stream);
    return status;
}

static struct record read_whole(const char *text) {
    struct record r;
    assert_int_equal(read_cut(bytes_of(text), NULL, 0, &r), STATUS_OK);
    return r;
}

static void assert_same(const struct record *r, const struct recording *wanted) {
    if (strcmp(r->told, wanted->told) != 0 || strcmp(r->rest, wanted->rest) != 0) {
        fail_msg("%s: %s %s", wanted->name, r->told, r->rest);
    }
    assert_int_equal(r->complete, *wanted->rest != '\0');
    assert_int_equal(r->failed, strncmp(wanted->end, "fault refused", 13) == 0);
}

static void stream_tells_the_same_for_every_two_cuts(void **state) {
    (void)state;
    struct record r;
    for (size_t i = 0; i < recording_count; i++) {
        const struct bytes text = bytes_of(recordings[i].text);
        for (size_t first = 0; first <= text.len; first++) {
            for (size_t second = first; second <= text.len; second++) {
                const size_t cuts[] = {first, second};
                assert_int_equal(read_cut(text, cuts, 2, &r), STATUS_OK);
                assert_same(&r, &recordings[i]);
            }
        }
    }
}

static void stream_tells_the_same_byte_by_byte(void **state) {
    (void)state;
    struct record r;
    size_t every[2048];
    for (size_t i = 0; i < recording_count; i++) {
        const struct bytes text = bytes_of(recordings[i].text);
        for (size_t at = 0; at < text.len; at++) {
            every[at] = at;
        }
        assert_int_equal(read_cut(text, every, text.len, &r), STATUS_OK);
        assert_same(&r, &recordings[i]);
    }
}

/* A stream that is cut anywhere tells the start of what it would have told. */
static void stream_cut_short_is_complete_only_after_a_whole_picture_or_an_error(void **state) {
    (void)state;
    for (size_t i = 0; i < recording_count; i++) {
        const struct recording *wanted = &recordings[i];
        for (size_t len = 0; len < strlen(wanted->text); len++) {
            struct record r;
            const struct bytes start = {(const uint8_t *)wanted->text, len};
            assert_int_equal(read_cut(start, NULL, 0, &r), STATUS_OK);
            assert_memory_equal(r.told, wanted->told, r.len);
            assert_int_equal(r.complete, r.failed || strstr(r.told, "image") != NULL);
            assert_int_equal(r.complete, *r.rest != '\0');
        }
    }
}

#define COMPLETED(file) "data: {\"type\":\"image_edit.completed\",\"b64_json\":\"" file "\"}\n\n"
#define PARTIAL(more)                                                                              \
    "data: {\"type\":\"image_edit.partial_image\",\"b64_json\":\"Zm9v\"" more "}\n\n"
#define INDEX(number) ",\"partial_image_index\":" number

static void stream_counts_previews_that_have_no_index(void **state) {
    (void)state;
    assert_string_equal(read_whole(PARTIAL("") PARTIAL("")).told, "partial 0 foo;partial 1 foo;");
    assert_string_equal(read_whole(PARTIAL(INDEX("4")) PARTIAL(INDEX("null"))).told,
                        "partial 4 foo;partial 5 foo;");
}

static void stream_passes_over_previews_that_are_late_odd_or_damaged(void **state) {
    (void)state;
    static const char *const texts[] = {
        PARTIAL(INDEX("3")) PARTIAL(INDEX("3")),
        PARTIAL(INDEX("3")) PARTIAL(INDEX("0")),
        PARTIAL(INDEX("-1")) PARTIAL(INDEX("3")),
        PARTIAL(INDEX("0.5")) PARTIAL(INDEX("3")),
        PARTIAL(INDEX("\"1\"")) PARTIAL(INDEX("3")),
        PARTIAL(INDEX("2147483648")) PARTIAL(INDEX("3")),
        "data: {\"type\":\"image_edit.partial_image\"}\n\n" PARTIAL(INDEX("3")),
        "data: {\"type\":\"image_edit.partial_image\",\"b64_json\":\"Z*==\"}\n\n" PARTIAL(
            INDEX("3")),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_string_equal(read_whole(texts[i]).told, "partial 3 foo;");
    }
    assert_string_equal(read_whole(COMPLETED("YmFy") PARTIAL("")).told, "image 0 bar;");
    assert_string_equal(read_whole(PARTIAL(INDEX("2147483647")) PARTIAL("")).told,
                        "partial 2147483647 foo;");
}

static void stream_tells_a_picture_once_however_often_it_comes(void **state) {
    (void)state;
    const struct record r = read_whole(COMPLETED("Zm9v") COMPLETED("YmFy") COMPLETED("Zm9v")
                                           COMPLETED("YmFy") COMPLETED("YmF6"));
    assert_string_equal(r.told, "image 0 foo;image 1 bar;image 2 baz;");
}

static void stream_takes_no_more_pictures_than_it_knows_again(void **state) {
    (void)state;
    struct buf text = buf_make(10000);
    for (int i = 0; i < STREAM_MAX_IMAGES + 3; i++) {
        buf_format(&text, "data: {\"type\":\"image_edit.completed\",\"b64_json\":\"Zm%c=\"}\n\n",
                   "048AEIMQUYcgkosw048"[i]);
    }
    struct record r;
    assert_int_equal(read_cut(buf_view(&text), NULL, 0, &r), STATUS_OK);
    assert_non_null(strstr(r.told, "image 15 "));
    assert_null(strstr(r.told, "image 16 "));
    buf_free(&text);
}

static void stream_keeps_the_addresses_where_there_are_no_pictures(void **state) {
    (void)state;
    const struct record r = read_whole("event: image_edit.completed\ndata: {\"url\":\"a\"}\n\n"
                                       "event: image_edit.completed\ndata: {\"url\":\"b\"}\n\n");
    assert_true(r.complete);
    assert_string_equal(r.told, "");
    assert_string_equal(r.rest, "{\"data\":[{\"url\":\"a\"},{\"url\":\"b\"}]}");
}

static void stream_ends_at_whatever_is_an_error(void **state) {
    (void)state;
    static const char *const errors[] = {
        "event: error\ndata: {\"message\":\"m\"}\n\n",
        "event: error\ndata: {\"type\":\"image_edit.completed\",\"message\":\"m\"}\n\n",
        "event: error\ndata: no JSON\n\n",
        "event: error\ndata: [DONE]\n\n",
        "data: {\"type\":\"error\",\"message\":\"m\"}\n\n",
        "data: {\"error\":\"m\"}\n\n",
        "data: {\"type\":\"image_edit.completed\",\"b64_json\":\"YmF6\",\"error\":{}}\n\n",
    };
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        char text[512];
        snprintf(text, sizeof text, "%s%s%s", COMPLETED("Zm9v"), errors[i], COMPLETED("YmFy"));
        const struct record r = read_whole(text);
        assert_true(r.failed);
        assert_string_equal(r.told, "image 0 foo;");
    }
}

static void stream_passes_over_what_it_does_not_know(void **state) {
    (void)state;
    static const char *const others[] = {
        "data: {\"type\":\"image_edit.completed.more\",\"b64_json\":\"YmF6\"}\n\n",
        "data: {\"type\":\"response.completed\",\"b64_json\":\"YmF6\"}\n\n",
        "data: {\"type\":7,\"b64_json\":\"YmF6\"}\n\n",
        "data: {\"b64_json\":\"YmF6\"}\n\n",
        "data: {\"error\":null}\n\n",
        "event: image_edit.completed\ndata: [DONE]x\n\n",
        "event: image_edit.completed\ndata: [{\"b64_json\":\"YmF6\"}]\n\n",
        "event: image_edit.completed\ndata: {\"b64_json\":\"YmF6\"\n\n",
        "event: image_edit.completed\ndata\n\n",
        "data: error\n\n",
        "event: image_edit.completed\n\n",
        "{\"b64_json\":\"YmF6\"}\n\n",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char text[512];
        snprintf(text, sizeof text, "%s%s", others[i], COMPLETED("YmFy"));
        const struct record r = read_whole(text);
        if (strcmp(r.told, "image 0 bar;") != 0) {
            fail_msg("%s: %s", others[i], r.told);
        }
        assert_true(r.complete && !r.failed);
    }
}

static void stream_takes_the_first_picture_of_an_event(void **state) {
    (void)state;
    assert_string_equal(read_whole(COMPLETED("Zm9v\",\"b64_json\":\"YmFy")).told, "image 0 foo;");
}

/* ---- limits ---- */

static void hear_nothing(void *context, int index, struct bytes file) {
    size_t *bytes = context;
    (void)index;
    *bytes += file.len;
}

/* Feeds previews of 'len' zeros, a multiple of 3, until one fails or there have been 'count'. */
static enum status feed_previews(struct stream *stream, int count, size_t len) {
    static char letters[1 << 16];
    memset(letters, 'A', sizeof letters);
    enum status status = STATUS_OK;
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        status = stream_feed(
            stream, bytes_of("data: {\"type\":\"image_edit.partial_image\",\"b64_json\":\""));
        for (size_t left = len / 3 * 4; left > 0 && status == STATUS_OK;) {
            const size_t step = left < sizeof letters ? left : sizeof letters;
            status = stream_feed(stream, (struct bytes){(uint8_t *)letters, step});
            left -= step;
        }
        status = status == STATUS_OK ? stream_feed(stream, bytes_of("\"}\n\n")) : status;
    }
    return status;
}

/* Feeds so many times 64 KiB of blanks. */
static void feed_blanks(struct stream *stream, int count) {
    static uint8_t blanks[1 << 16];
    memset(blanks, ' ', sizeof blanks);
    for (int i = 0; i < count; i++) {
        assert_int_equal(stream_feed(stream, (struct bytes){blanks, sizeof blanks}), STATUS_OK);
    }
}

/* Feeds 'start', and asserts that nothing is held of the blanks that follow, however many. */
static void assert_holds_nothing_after(const char *start) {
    struct stream stream;
    size_t bytes = 0;
    stream_begin(&stream, (struct stream_events){&bytes, hear_nothing, hear_nothing});
    assert_int_equal(stream_feed(&stream, bytes_of(start)), STATUS_OK);
    const size_t before = allocated_so_far();
    feed_blanks(&stream, 1000);
    assert_int_equal(allocated_so_far(), before);
    stream_free(&stream);
}

static void stream_ends_when_the_pictures_together_are_too_large(void **state) {
    (void)state;
    struct stream stream;
    size_t bytes = 0;
    stream_begin(&stream, (struct stream_events){&bytes, hear_nothing, hear_nothing});
    assert_int_equal(feed_previews(&stream, 5, SIEVE_MAX_IMAGE / 3 * 3), STATUS_TOO_LARGE);
    assert_int_equal(bytes, 4 * (SIEVE_MAX_IMAGE / 3 * 3));
    assert_int_equal(stream_feed(&stream, bytes_of("\n\n" COMPLETED("Zm9v"))), STATUS_TOO_LARGE);
    assert_false(stream_is_complete(&stream));
    stream_free(&stream);
}

static void stream_holds_no_more_than_one_picture(void **state) {
    (void)state;
    struct stream stream;
    size_t bytes = 0;
    stream_begin(&stream, (struct stream_events){&bytes, hear_nothing, hear_nothing});
    assert_int_equal(feed_previews(&stream, 1, 3000000), STATUS_OK);
    assert_int_equal(bytes, 3000000);
    assert_null(stream.picture.data);
    assert_null(stream.sieve.file.data);
    assert_null(stream.sieve.rest.data);
    stream_free(&stream);
}

static void stream_ends_when_the_rest_is_too_large(void **state) {
    (void)state;
    struct stream stream;
    size_t bytes = 0;
    stream_begin(&stream, (struct stream_events){&bytes, hear_nothing, hear_nothing});
    assert_int_equal(stream_feed(&stream, bytes_of("data:  ")), STATUS_OK);
    feed_blanks(&stream, (JSON_MAX_BYTES - 1) >> 16);
    enum status status = STATUS_OK;
    for (int i = 0; i < 1 << 16 && status == STATUS_OK; i++) {
        status = stream_feed(&stream, bytes_of(" "));
    }
    assert_int_equal(status, STATUS_TOO_LARGE);
    stream_free(&stream);
}

static void stream_holds_nothing_of_what_comes_after_its_end(void **state) {
    (void)state;
    assert_holds_nothing_after("data: [DONE]\n\ndata: ");
}

/* A comment, or a field we do not know, may go on for ever. */
static void stream_holds_nothing_of_a_comment(void **state) {
    (void)state;
    assert_holds_nothing_after(":");
}

static bool read_all(void *context) {
    const struct recording *wanted = context;
    struct record r;
    const enum status status = read_cut(bytes_of(wanted->text), NULL, 0, &r);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_memory_equal(r.told, wanted->told, r.len);
    if (status == STATUS_OK) {
        assert_same(&r, wanted);
    }
    return status == STATUS_OK;
}

static void stream_survives_each_failing_allocation(void **state) {
    (void)state;
    for (size_t i = 0; i < recording_count; i++) {
        struct recording recording = recordings[i];
        each_allocation_fails_once(read_all, &recording);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stream_tells_the_same_for_every_two_cuts),
        cmocka_unit_test(stream_tells_the_same_byte_by_byte),
        cmocka_unit_test(stream_cut_short_is_complete_only_after_a_whole_picture_or_an_error),
        cmocka_unit_test(stream_counts_previews_that_have_no_index),
        cmocka_unit_test(stream_passes_over_previews_that_are_late_odd_or_damaged),
        cmocka_unit_test(stream_tells_a_picture_once_however_often_it_comes),
        cmocka_unit_test(stream_takes_no_more_pictures_than_it_knows_again),
        cmocka_unit_test(stream_keeps_the_addresses_where_there_are_no_pictures),
        cmocka_unit_test(stream_ends_at_whatever_is_an_error),
        cmocka_unit_test(stream_passes_over_what_it_does_not_know),
        cmocka_unit_test(stream_takes_the_first_picture_of_an_event),
        cmocka_unit_test(stream_ends_when_the_pictures_together_are_too_large),
        cmocka_unit_test(stream_holds_no_more_than_one_picture),
        cmocka_unit_test(stream_ends_when_the_rest_is_too_large),
        cmocka_unit_test(stream_holds_nothing_of_what_comes_after_its_end),
        cmocka_unit_test(stream_holds_nothing_of_a_comment),
        cmocka_unit_test(stream_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("stream", tests, NULL, NULL);
}
