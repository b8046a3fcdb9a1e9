#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#include "api/sieve.h"
#include "base/json.h"

/* What a sieve has told, as one text: "0:hello;1 damaged;". */
struct record {
    struct buf told;
    int next; /* the index that has to come next */
};

static void note(void *context, int index, struct buf *file) {
    struct record *record = context;
    assert_int_equal(index, record->next++);
    buf_format(&record->told, "%d", index);
    if (file->status == STATUS_OK) {
        buf_byte(&record->told, ':');
        buf_append(&record->told, file->data, file->len);
    } else {
        assert_null(file->data);
        buf_format(&record->told, " %s", status_name(file->status));
    }
    buf_byte(&record->told, ';');
}

/* Feeds 'text' in pieces that end at 'cuts' and at its end; what comes out is appended to *out. */
static enum status sift(struct bytes text, const size_t *cuts, size_t cut_count, struct buf *out) {
    struct record record = {.told = buf_make((size_t)1 << 20)};
    struct sieve sieve = sieve_make(note, &record);
    enum status status = STATUS_OK;
    size_t done = 0;
    for (size_t i = 0; i <= cut_count && status == STATUS_OK; i++) {
        const size_t until = i < cut_count ? cuts[i] : text.len;
        status = sieve_feed(&sieve, (struct bytes){text.data + done, until - done});
        done = until;
    }
    buf_append(out, record.told.data, record.told.len);
    buf_text(out, " rest ");
    buf_append(out, sieve_rest(&sieve).data, sieve_rest(&sieve).len);
    buf_free(&record.told);
    sieve_free(&sieve);
    return status;
}

static void assert_sifts(const char *text, const char *expected) {
    struct buf out = buf_make((size_t)1 << 20);
    assert_int_equal(sift(bytes_of(text), NULL, 0, &out), STATUS_OK);
    buf_byte(&out, '\0');
    assert_string_equal((const char *)out.data, expected);
    buf_free(&out);
}

static void sieve_gives_up_the_room_of_an_empty_image_after_another(void **state) {
    (void)state;
    assert_sifts("{\"data\":[{\"b64_json\":\"Zm9v\"},{\"b64_json\":\"\"},{\"b64_json\":\"Zm9v\"}]}",
                 "0:foo;1:foo; rest "
                 "{\"data\":[{\"b64_json\":0},{\"b64_json\":\"\"},{\"b64_json\":1}]}");
}

static void sieve_takes_the_images_and_leaves_their_indices(void **state) {
    (void)state;
    assert_sifts("{\"created\":1,\"data\":[{\"b64_json\":\"aGVsbG8=\"},{\"b64_json\":\"Zm9v\"}]}",
                 "0:hello;1:foo; rest "
                 "{\"created\":1,\"data\":[{\"b64_json\":0},{\"b64_json\":1}]}");
}

static void sieve_leaves_everything_else_as_it_is(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",
        "{}",
        " \r\n\t{ \"a\" : [ 1 , \"x\\\"\\\\\\u0041\\/\" ] } ",
        "<html>\"b64_json\"</html>",
        "not JSON: \"unclosed",
        "{\"prompt\":\"b64_json\",\"x\":\"Zm9v\"}",
        "{\"prompt\":\"\\\"b64_json\\\":\\\"Zm9v\\\"\"}",
        "{\"B64_JSON\":\"Zm9v\"}",
        "{\"b64_json_\":\"Zm9v\"}",
        "{\"xb64_json\":\"Zm9v\"}",
        "{\"b64_jso\":\"Zm9v\"}",
        "{\"b64_json and more than the sieve remembers\":\"Zm9v\"}",
        "{\"b64_json\":null}",
        "{\"b64_json\":7,\"x\":\"y\"}",
        "{\"b64_json\":[\"Zm9v\"]}",
        "{\"b64_json\":{\"x\":\"Zm9v\"}}",
        "{\"b64_json\":\"\"}",
        "[\"b64_json\",\"Zm9v\"]",
        "{\"b64\\njson\":\"Zm9v\"}",
        "{\"b64\\u015fjson\":\"Zm9v\"}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char expected[200] = " rest ";
        assert_sifts(texts[i], strcat(expected, texts[i]));
    }
}

static void sieve_knows_the_key_however_it_is_written(void **state) {
    (void)state;
    static const char *const keys[] = {
        "\"b64_json\":", "\"b64_json\" \r\n\t: \n", "\"\\u006264_json\":", "\"b64\\u005Fjson\":",
        "\"\\u0062\\u0036\\u0034\\u005f\\u006a\\u0073\\u006F\\u006e\":"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char text[200] = "{";
        char expected[200] = "0:foo; rest {";
        strcat(strcat(text, keys[i]), "\"Zm9v\"}");
        assert_sifts(text, strcat(strcat(expected, keys[i]), "0}"));
    }
}

static void sieve_finds_images_at_any_depth(void **state) {
    (void)state;
    assert_sifts("{\"b64_json\":\"Zm9v\",\"a\":{\"b\":[[{\"b64_json\":\"aGVsbG8=\"}]]}}",
                 "0:foo;1:hello; rest {\"b64_json\":0,\"a\":{\"b\":[[{\"b64_json\":1}]]}}");
}

static void sieve_reads_escapes_inside_base64(void **state) {
    (void)state;
    /* "//++" is what 0xff 0xff 0xbe is written as. */
    assert_sifts("{\"b64_json\":\"\\/\\/++\"}", "0:\xff\xff\xbe; rest {\"b64_json\":0}");
    assert_sifts("{\"b64_json\":\"\\/\\u002f\\u002b\\u002B\"}",
                 "0:\xff\xff\xbe; rest {\"b64_json\":0}");
    assert_sifts("{\"b64_json\":\"Zg\\u003d\\u003D\"}", "0:f; rest {\"b64_json\":0}");
}

static void sieve_reports_damaged_images_and_goes_on(void **state) {
    (void)state;
    static const char *const damaged[] = {
        "Zm9",        "Z*9v",     "Zm9v\\n", "Zm9v\\nZm9v", "Zm9vZ===",       "Zm-_",
        "Zm9\\u0176", "Zm9\\\"",  "Zm9\\n",  "Zm9\\uzzzz",  "Zm9\\u100076",   " Zm9v",
        "Zg==Zg==",   "Zm9v\\\\", "Zh==",    "\\b",         "data:image/png,"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        char text[200] = "{\"b64_json\":\"";
        strcat(strcat(text, damaged[i]), "\",\"b64_json\":\"Zm9v\"}");
        assert_sifts(text, "0 damaged;1:foo; rest {\"b64_json\":false,\"b64_json\":1}");
    }
}

static void sieve_with_a_cut_escape_leaves_no_valid_json(void **state) {
    (void)state;
    struct json *root = NULL;
    struct sieve sieve = sieve_make(note, NULL);
    assert_int_equal(sieve_feed(&sieve, bytes_of("{\"b64_json\":\"Zm9\\u006\"}")), STATUS_OK);
    assert_int_equal(json_parse(sieve_rest(&sieve), &root), STATUS_DAMAGED);
    sieve_free(&sieve);
}

static void sieve_does_not_report_an_image_that_broke_off(void **state) {
    (void)state;
    assert_sifts("{\"data\":[{\"b64_json\":\"Zm9v\"},{\"b64_json\":\"Zm9vZm9v",
                 "0:foo; rest {\"data\":[{\"b64_json\":0},{\"b64_json\":");
}

static const char mixture[] =
    "\xef\xbb\xbf{\"created\": 1, \"data\" : [ {\"b64_json\":\"aGVs\\u0062G8=\", \"url\":null},\n"
    "{\"b64\\u005fjson\" :\t\"Zg==\"},{\"b64_json\":\"Zm*v\"},{\"b64_json\":\"\"},"
    "{\"b64_json\":null},{\"b64_json\":\"\\/\\/\\u002b+\"}],\"t\":\"b64_json\",\"x\\\"\":\"\\\\\"}";

static void sieve_gives_the_same_for_every_two_cuts(void **state) {
    (void)state;
    const struct bytes text = {(const uint8_t *)mixture, sizeof mixture - 1};
    struct buf whole = buf_make(1000);
    assert_int_equal(sift(text, NULL, 0, &whole), STATUS_OK);
    for (size_t first = 0; first <= text.len; first++) {
        for (size_t second = first; second <= text.len; second++) {
            struct buf out = buf_make(1000);
            const size_t cuts[] = {first, second};
            assert_int_equal(sift(text, cuts, 2, &out), STATUS_OK);
            assert_true(bytes_equal(buf_view(&out), buf_view(&whole)));
            buf_free(&out);
        }
    }
    buf_free(&whole);
}

static void sieve_gives_the_same_byte_by_byte_and_for_random_cuts(void **state) {
    (void)state;
    const struct bytes text = {(const uint8_t *)mixture, sizeof mixture - 1};
    size_t cuts[sizeof mixture];
    struct buf whole = buf_make(1000);
    uint32_t seed = 21;
    assert_int_equal(sift(text, NULL, 0, &whole), STATUS_OK);
    for (int round = 0; round < 1000; round++) {
        const int longest = round == 0 ? 1 : random_between(&seed, 1, 60);
        size_t count = 0;
        size_t at = 0;
        while ((at += (size_t)random_between(&seed, 1, longest)) < text.len) {
            cuts[count++] = at;
        }
        struct buf out = buf_make(1000);
        assert_int_equal(sift(text, cuts, count, &out), STATUS_OK);
        assert_true(bytes_equal(buf_view(&out), buf_view(&whole)));
        buf_free(&out);
    }
    buf_free(&whole);
}

static void take_over(void *context, int index, struct buf *file) {
    struct bytes *taken = context;
    uint8_t *data;
    assert_int_equal(buf_release(file, &data, &taken[index].len), STATUS_OK);
    taken[index].data = data;
}

static void sieve_lets_an_image_be_taken_over(void **state) {
    (void)state;
    struct bytes taken[2];
    struct sieve sieve = sieve_make(take_over, taken);
    assert_int_equal(
        sieve_feed(&sieve, bytes_of("{\"b64_json\":\"Zm9v\",\"b64_json\":\"aGVsbG8=\"}")),
        STATUS_OK);
    sieve_free(&sieve);
    assert_true(bytes_equal(taken[0], bytes_of("foo")));
    assert_true(bytes_equal(taken[1], bytes_of("hello")));
    file_free(taken[0]);
    file_free(taken[1]);
}

/* ---- limits ---- */

struct counts {
    int sound;
    int too_large;
    size_t bytes;
};

static void count_image(void *context, int index, struct buf *file) {
    struct counts *counts = context;
    (void)index;
    counts->sound += file->status == STATUS_OK;
    counts->too_large += file->status == STATUS_TOO_LARGE;
    counts->bytes += file->len;
}

/* Feeds an image of 'len' bytes, a multiple of 3, that is all zeros. */
static enum status feed_image(struct sieve *sieve, size_t len) {
    static char letters[1 << 16];
    memset(letters, 'A', sizeof letters);
    enum status status = sieve_feed(sieve, bytes_of("{\"b64_json\":\""));
    for (size_t left = len / 3 * 4; left > 0 && status == STATUS_OK;) {
        const size_t step = left < sizeof letters ? left : sizeof letters;
        status = sieve_feed(sieve, (struct bytes){(uint8_t *)letters, step});
        left -= step;
    }
    return status == STATUS_OK ? sieve_feed(sieve, bytes_of("\"}")) : status;
}

static void note_room(void *context, int index, struct buf *file) {
    size_t *rooms = context;
    rooms[index] = file->capacity - file->len;
}

static void sieve_holds_little_more_than_an_image_and_no_more_than_one_like_the_last(void **state) {
    (void)state;
    size_t rooms[3];
    struct sieve sieve = sieve_make(note_room, rooms);
    assert_int_equal(feed_image(&sieve, 3000000), STATUS_OK);
    assert_int_equal(feed_image(&sieve, 3000000), STATUS_OK);
    assert_int_equal(feed_image(&sieve, 3000003), STATUS_OK);
    assert_in_range(rooms[0], 0, 1 << 20);
    assert_int_equal(rooms[1], 0);
    assert_in_range(rooms[2], 0, 1 << 20);
    sieve_free(&sieve);
}

static void sieve_drops_an_image_that_is_too_large_and_keeps_the_next(void **state) {
    (void)state;
    struct counts counts = {0};
    struct sieve sieve = sieve_make(count_image, &counts);
    assert_int_equal(feed_image(&sieve, SIEVE_MAX_IMAGE / 3 * 3), STATUS_OK);
    assert_int_equal(counts.sound, 1);
    assert_int_equal(counts.bytes, SIEVE_MAX_IMAGE / 3 * 3);
    assert_int_equal(feed_image(&sieve, SIEVE_MAX_IMAGE / 3 * 3 + 3), STATUS_OK);
    assert_int_equal(counts.too_large, 1);
    assert_int_equal(feed_image(&sieve, 3), STATUS_OK);
    assert_int_equal(counts.sound, 2);
    assert_true(bytes_equal(sieve_rest(&sieve),
                            bytes_of("{\"b64_json\":0}{\"b64_json\":false}{\"b64_json\":2}")));
    sieve_free(&sieve);
}

static void sieve_ends_when_the_images_together_are_too_large(void **state) {
    (void)state;
    struct counts counts = {0};
    struct sieve sieve = sieve_make(count_image, &counts);
    enum status status = STATUS_OK;
    for (int i = 0; i < 5 && status == STATUS_OK; i++) {
        status = feed_image(&sieve, SIEVE_MAX_IMAGE / 3 * 3);
    }
    assert_int_equal(status, STATUS_TOO_LARGE);
    assert_int_equal(counts.sound, 4);
    assert_true(counts.bytes <= SIEVE_MAX_TOTAL);
    assert_int_equal(sieve_feed(&sieve, bytes_of("x")), STATUS_TOO_LARGE);
    assert_null(sieve.file.data);
    sieve_free(&sieve);
}

static void sieve_ends_when_the_rest_is_too_large(void **state) {
    (void)state;
    static uint8_t text[1 << 16];
    struct counts counts = {0};
    struct sieve sieve = sieve_make(count_image, &counts);
    memset(text, ' ', sizeof text);
    for (size_t fed = 0; fed < JSON_MAX_BYTES; fed += sizeof text) {
        assert_int_equal(sieve_feed(&sieve, (struct bytes){text, sizeof text}), STATUS_OK);
    }
    assert_int_equal(sieve_feed(&sieve, bytes_of(" ")), STATUS_TOO_LARGE);
    assert_int_equal(sieve_rest(&sieve).len, JSON_MAX_BYTES);
    sieve_free(&sieve);
}

static bool sift_all(void *context) {
    struct buf *out = context;
    struct counts counts = {0};
    struct sieve sieve = sieve_make(count_image, &counts);
    const enum status status = sieve_feed(&sieve, buf_view(out));
    assert_int_equal(status, status == STATUS_OK ? STATUS_OK : STATUS_NO_MEMORY);
    assert_true(status != STATUS_OK || counts.sound == 2);
    sieve_free(&sieve);
    return status == STATUS_OK;
}

static void sieve_survives_each_failing_allocation(void **state) {
    (void)state;
    struct buf text = buf_make(100000);
    for (int image = 0; image < 2; image++) {
        buf_text(&text, "{\"b64_json\":\"");
        for (int i = 0; i < 2000; i++) {
            buf_text(&text, "Zm9v\\u005am9v");
        }
        buf_text(&text, "\"}");
    }
    each_allocation_fails_once(sift_all, &text);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sieve_takes_the_images_and_leaves_their_indices),
        cmocka_unit_test(sieve_gives_up_the_room_of_an_empty_image_after_another),
        cmocka_unit_test(sieve_leaves_everything_else_as_it_is),
        cmocka_unit_test(sieve_knows_the_key_however_it_is_written),
        cmocka_unit_test(sieve_finds_images_at_any_depth),
        cmocka_unit_test(sieve_reads_escapes_inside_base64),
        cmocka_unit_test(sieve_reports_damaged_images_and_goes_on),
        cmocka_unit_test(sieve_with_a_cut_escape_leaves_no_valid_json),
        cmocka_unit_test(sieve_does_not_report_an_image_that_broke_off),
        cmocka_unit_test(sieve_gives_the_same_for_every_two_cuts),
        cmocka_unit_test(sieve_gives_the_same_byte_by_byte_and_for_random_cuts),
        cmocka_unit_test(sieve_lets_an_image_be_taken_over),
        cmocka_unit_test(sieve_holds_little_more_than_an_image_and_no_more_than_one_like_the_last),
        cmocka_unit_test(sieve_drops_an_image_that_is_too_large_and_keeps_the_next),
        cmocka_unit_test(sieve_ends_when_the_images_together_are_too_large),
        cmocka_unit_test(sieve_ends_when_the_rest_is_too_large),
        cmocka_unit_test(sieve_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("sieve", tests, NULL, NULL);
}
