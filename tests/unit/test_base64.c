#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#include "base/base64.h"

/* Feeds 'text' in pieces that end at 'cuts' and at its end. */
static enum status decode_in_pieces(struct bytes text, const size_t *cuts, size_t cut_count,
                                    struct buf *out) {
    struct base64 b = base64_make();
    size_t done = 0;
    for (size_t i = 0; i <= cut_count; i++) {
        const size_t until = i < cut_count ? cuts[i] : text.len;
        const enum status status =
            base64_feed(&b, (struct bytes){text.data + done, until - done}, out);
        if (status != STATUS_OK) {
            return status;
        }
        done = until;
    }
    return base64_end(&b);
}

static enum status decode(const char *text, struct buf *out) {
    return decode_in_pieces(bytes_of(text), NULL, 0, out);
}

static void assert_decodes(const char *text, const char *bytes) {
    struct buf out = buf_make(1000);
    assert_int_equal(decode(text, &out), STATUS_OK);
    assert_true(bytes_equal(buf_view(&out), bytes_of(bytes)));
    buf_free(&out);
}

/* An encoder of its own, bit by bit: the second opinion. */
static void encode(struct bytes bytes, struct buf *out) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t bit = 0; bit < bytes.len * 8; bit += 6) {
        int value = 0;
        for (size_t i = bit; i < bit + 6; i++) {
            const int set = i / 8 < bytes.len && (bytes.data[i / 8] >> (7 - i % 8) & 1);
            value = value * 2 + set;
        }
        buf_byte(out, (uint8_t)letters[value]);
    }
    while (out->len % 4 != 0) {
        buf_byte(out, '=');
    }
}

static void base64_decodes_the_examples_of_rfc_4648(void **state) {
    (void)state;
    assert_decodes("", "");
    assert_decodes("Zg==", "f");
    assert_decodes("Zm8=", "fo");
    assert_decodes("Zm9v", "foo");
    assert_decodes("Zm9vYg==", "foob");
    assert_decodes("Zm9vYmE=", "fooba");
    assert_decodes("Zm9vYmFy", "foobar");
}

static void base64_refuses_what_is_not_strict(void **state) {
    (void)state;
    static const char *const damaged[] = {
        "Z",        "Zg",         "Zg=",   "Zm8",   "Zm9vY",    "=",        "==",       "====",
        "Z===",     "Zg===",      "Zm8==", "Zm9v=", "Zm9v====", "Zg==Zg==", "Zg=a",     "Zg=a=",
        "Zm9v\n",   "\nZm9v",     "Zm 9v", "Zm-v",  "Zm_v",     "Zh==",     "Zm9=",     "Zg==\n",
        "Zm9v\xff", "Z\xc3\xa9v", "Zm9v,", "*m9v",  "Zm9vZm9*", "Zm9vZm*v", "Zm9vZ*9v", "Zm9v*m9v"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        struct buf out = buf_make(1000);
        if (decode(damaged[i], &out) != STATUS_DAMAGED) {
            fail_msg("taken: %s", damaged[i]);
        }
        buf_free(&out);
    }
}

static void base64_knows_every_letter_and_no_other_byte(void **state) {
    (void)state;
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int byte = 0; byte < 256; byte++) {
        for (size_t place = 0; place < 4; place++) {
            uint8_t text[4] = {'A', 'A', 'A', 'A'};
            text[place] = (uint8_t)byte;
            const char *letter = byte ? strchr(letters, byte) : NULL;
            const bool padding = byte == '=' && place == 3;
            struct buf out = buf_make(3);
            const enum status status = decode_in_pieces((struct bytes){text, 4}, NULL, 0, &out);
            assert_int_equal(status, letter || padding ? STATUS_OK : STATUS_DAMAGED);
            if (letter) {
                const uint32_t bits = (uint32_t)(letter - letters) << (18 - 6 * place);
                const uint8_t expected[] = {(uint8_t)(bits >> 16), (uint8_t)(bits >> 8),
                                            (uint8_t)bits};
                assert_int_equal(out.len, 3);
                assert_memory_equal(out.data, expected, 3);
            }
            buf_free(&out);
        }
    }
}

static void base64_tells_how_many_bytes_a_piece_completes(void **state) {
    (void)state;
    struct buf out = buf_make(1000);
    struct base64 b = base64_make();
    assert_int_equal(base64_room(&b, bytes_of("Zm9")), 0);
    assert_int_equal(base64_feed(&b, bytes_of("Zm9"), &out), STATUS_OK);
    assert_int_equal(base64_room(&b, bytes_of("")), 0);
    assert_int_equal(base64_room(&b, bytes_of("vZm9vZm9")), 6);
    assert_int_equal(base64_room(&b, bytes_of("vZg==")), 3);
    buf_free(&out);
}

static void base64_gives_the_same_for_every_cut(void **state) {
    (void)state;
    static const char *const texts[] = {"Zm9vYmFyZm9vYmFy", "Zm9vYmFyZm9vYg==", "Zm9vYmFyZm9vYmE=",
                                        "Zm9vYmFyZm9vYh==", "Zm9vYm*yZm9vYmE=", "Zm9vYmFyZm9vY==="};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        struct buf whole = buf_make(1000);
        const enum status status = decode(texts[t], &whole);
        for (size_t first = 0; first <= 16; first++) {
            for (size_t second = first; second <= 16; second++) {
                struct buf out = buf_make(1000);
                const size_t cuts[] = {first, second};
                assert_int_equal(decode_in_pieces(bytes_of(texts[t]), cuts, 2, &out), status);
                assert_true(status != STATUS_OK || bytes_equal(buf_view(&out), buf_view(&whole)));
                buf_free(&out);
            }
        }
        buf_free(&whole);
    }
}

static void base64_restores_random_bytes_fed_in_random_pieces(void **state) {
    (void)state;
    uint32_t seed = 9;
    for (int round = 0; round < 500; round++) {
        uint8_t bytes[300];
        const size_t len = (size_t)random_between(&seed, 0, sizeof bytes);
        random_fill(&seed, bytes, len);
        struct buf text = buf_make(1000);
        struct buf out = buf_make(len); /* exactly enough, so that no byte may be asked for more */
        encode((struct bytes){bytes, len}, &text);
        struct base64 b = base64_make();
        for (size_t done = 0; done < text.len;) {
            const size_t left = text.len - done;
            const size_t most = (size_t)random_between(&seed, 0, round % 2 ? 9 : 90);
            const struct bytes piece = {text.data + done, most < left ? most : left};
            assert_int_equal(base64_feed(&b, piece, &out), STATUS_OK);
            done += piece.len;
        }
        assert_int_equal(base64_end(&b), STATUS_OK);
        assert_true(bytes_equal(buf_view(&out), (struct bytes){bytes, len}));
        buf_free(&text);
        buf_free(&out);
    }
}

/* At every place of a text long enough for vectors, each byte that is no letter. */
static void base64_finds_a_wrong_byte_wherever_it_is(void **state) {
    (void)state;
    char text[81];
    for (size_t at = 0; at < 80; at++) {
        for (int byte = 0; byte < 256; byte++) {
            memset(text, 'Q', 80);
            text[at] = (char)byte;
            const bool letter = byte != 0 && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrs"
                                                    "tuvwxyz0123456789+/",
                                                    byte);
            struct buf out = buf_make(100);
            struct base64 b = base64_make();
            const bool padding = byte == '=' && at == 79;
            const enum status status = base64_feed(&b, (struct bytes){(uint8_t *)text, 80}, &out);
            assert_int_equal(status, letter || padding ? STATUS_OK : STATUS_DAMAGED);
            assert_int_equal(out.len, letter ? 60 : out.len);
            buf_free(&out);
        }
    }
}

static void base64_stops_at_the_limit_of_its_buffer(void **state) {
    (void)state;
    struct buf out = buf_make(2);
    assert_int_equal(decode("Zm9v", &out), STATUS_TOO_LARGE);
    assert_int_equal(out.len, 0);
    buf_free(&out);
    out = buf_make(3);
    assert_int_equal(decode("Zm9vYg==", &out), STATUS_TOO_LARGE);
    buf_free(&out);
}

static void base64_encodes_the_examples_of_rfc_4648(void **state) {
    (void)state;
    static const char *const examples[][2] = {{"", ""},
                                              {"f", "Zg=="},
                                              {"fo", "Zm8="},
                                              {"foo", "Zm9v"},
                                              {"foob", "Zm9vYg=="},
                                              {"fooba", "Zm9vYmE="},
                                              {"foobar", "Zm9vYmFy"},
                                              {"\xfb\xef\xff", "++//"}};
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct buf out = buf_make(100);
        base64_encode(bytes_of(examples[i][0]), &out);
        assert_int_equal(out.status, STATUS_OK);
        assert_true(bytes_equal(buf_view(&out), bytes_of(examples[i][1])));
        buf_free(&out);
    }
}

static void base64_decodes_what_it_encoded(void **state) {
    (void)state;
    uint8_t bytes[300];
    uint32_t seed = 5;
    for (size_t len = 0; len <= sizeof bytes; len++) {
        for (size_t i = 0; i < len; i++) {
            bytes[i] = (uint8_t)random_between(&seed, 0, 255);
        }
        struct buf text = buf_make(1000);
        struct buf back = buf_make(1000);
        base64_encode((struct bytes){bytes, len}, &text);
        assert_int_equal(decode_in_pieces(buf_view(&text), NULL, 0, &back), STATUS_OK);
        assert_true(bytes_equal(buf_view(&back), (struct bytes){bytes, len}));
        buf_free(&text);
        buf_free(&back);
    }
}

static bool decode_much(void *context) {
    const struct buf *text = context;
    struct buf out = buf_make(10000);
    size_t cuts[100];
    for (size_t i = 0; i < 100; i++) {
        cuts[i] = i * 40;
    }
    const enum status status = decode_in_pieces(buf_view(text), cuts, 100, &out);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    buf_free(&out);
    return status == STATUS_OK;
}

static void base64_survives_each_failing_allocation(void **state) {
    (void)state;
    static const uint8_t bytes[4000];
    struct buf text = buf_make(10000);
    encode((struct bytes){bytes, sizeof bytes}, &text);
    each_allocation_fails_once(decode_much, &text);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_decodes_the_examples_of_rfc_4648),
        cmocka_unit_test(base64_refuses_what_is_not_strict),
        cmocka_unit_test(base64_knows_every_letter_and_no_other_byte),
        cmocka_unit_test(base64_tells_how_many_bytes_a_piece_completes),
        cmocka_unit_test(base64_gives_the_same_for_every_cut),
        cmocka_unit_test(base64_restores_random_bytes_fed_in_random_pieces),
        cmocka_unit_test(base64_finds_a_wrong_byte_wherever_it_is),
        cmocka_unit_test(base64_stops_at_the_limit_of_its_buffer),
        cmocka_unit_test(base64_encodes_the_examples_of_rfc_4648),
        cmocka_unit_test(base64_decodes_what_it_encoded),
        cmocka_unit_test(base64_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("base64", tests, NULL, NULL);
}
