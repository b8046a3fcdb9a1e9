#include "support/support.h"

#include <string.h>

#include "pixels/note_webp.h"
#include "pixels/webp_chunk.h"
#include "support/craft.h"
#include "support/noting.h"

#define LIMIT ((size_t)1 << 26)
#define OURS "gpt-image-wasm"

static const char *const pairs[] = {OURS, "{\"prompt\":\"gr\xc3\xbcn <b> & \xe6\xbc\xa2\"}",
                                    "prompt", "{\"1\":{}}", NULL};

static void put_le32(uint8_t *to, size_t value) {
    for (int i = 0; i < 4; i++) {
        to[i] = (uint8_t)(value >> 8 * i);
    }
}

/* Adds a chunk at a file's end. */
static void put_chunk(struct buf *webp, const char *type, struct bytes data) {
    uint8_t len[4];
    put_le32(len, data.len);
    buf_append(webp, type, 4);
    buf_append(webp, len, 4);
    buf_append(webp, data.data, data.len);
    if (data.len % 2 == 1) {
        buf_byte(webp, 0);
    }
    put_le32(webp->data + 4, webp->len - 8);
}

/* The pixels as dwebp sees them. */
static struct buf pixels(struct bytes webp) {
    struct buf pam = buf_make(LIMIT);
    assert_true(command_output("dwebp -quiet -pam -o - -- -", webp, &pam));
    assert_true(pam.len > 0);
    return pam;
}

static void check_pixels(struct bytes before, struct bytes after) {
    struct buf a = pixels(before);
    struct buf b = pixels(after);
    assert_true(bytes_equal(buf_view(&a), buf_view(&b)));
    buf_free(&a);
    buf_free(&b);
}

/* Every chunk but VP8X and XMP, to the byte. */
static struct buf other_chunks(struct bytes webp) {
    struct buf all = buf_make(LIMIT);
    size_t at = WEBP_CHUNKS_START;
    for (struct webp_chunk chunk; webp_chunk_next(webp, &at, &chunk);) {
        if (!webp_chunk_is(&chunk, "VP8X") && !webp_chunk_is(&chunk, "XMP ")) {
            buf_append(&all, webp.data + chunk.start, chunk.end - chunk.start);
        }
    }
    return all;
}

static bool webpinfo_accepts(struct bytes webp) {
    return command_accepts("f=$(mktemp); cat >$f; webpinfo $f | grep -q 'No error detected'; "
                           "found=$?; rm $f; exit $found",
                           webp);
}

static void check_noted(struct bytes webp) {
    struct buf noted = noting_write(webp, pairs);
    noting_check(buf_view(&noted), pairs);
    noting_check_exiftool(buf_view(&noted), "XMP:gpt-image-wasm", pairs[1]);
    check_pixels(webp, buf_view(&noted));
    struct buf before = other_chunks(webp);
    struct buf after = other_chunks(buf_view(&noted));
    assert_true(bytes_equal(buf_view(&before), buf_view(&after)));
    struct buf again = noting_write(buf_view(&noted), pairs);
    assert_true(bytes_equal(buf_view(&again), buf_view(&noted)));
    buf_free(&again);
    buf_free(&before);
    buf_free(&after);
    buf_free(&noted);
}

static void webp_with_notes_is_sound_and_has_the_same_pixels(void **state) {
    (void)state;
    static const struct {
        const char *options;
        bool transparent;
    } cases[] = {{"-q 80", false}, {"-lossless", false}, {"-lossless", true}, {"-q 80", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf webp = craft_webp(cases[i].options, cases[i].transparent);
        check_noted(buf_view(&webp));
        buf_free(&webp);
    }
}

/* An extended file with somebody else's XMP and ComfyUI's EXIF. */
static struct buf craft_extended(void) {
    static const char exif[] = "II*\0\x8\0\0\0\1\0\x10\1\2\0\x9\0\0\0\x1a\0\0\0\0\0\0\0prompt:{}";
    struct buf webp = craft_webp("-q 80", true);
    put_chunk(&webp, "EXIF", (struct bytes){(const uint8_t *)exif, sizeof exif - 1});
    put_chunk(&webp, "XMP ",
              bytes_of("<?xpacket begin=''?><rdf:RDF "
                       "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                       "<rdf:Description rdf:about=\"\" "
                       "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:format>image/webp"
                       "</dc:format></rdf:Description></rdf:RDF><?xpacket end='w'?>"));
    webp.data[20] |= 0x0c;
    return webp;
}

static void webp_notes_go_into_the_xmp_that_is_there_and_are_read_before_exif(void **state) {
    (void)state;
    struct buf webp = craft_extended();
    noting_check(buf_view(&webp), (const char *const[]){"prompt", "{}", NULL});
    struct buf noted = noting_write(buf_view(&webp), (const char *const[]){"prompt", "[]", NULL});
    noting_check(buf_view(&noted), (const char *const[]){"prompt", "[]", NULL});
    noting_check_exiftool(buf_view(&noted), "XMP-dc:Format", "image/webp");
    noting_check_exiftool(buf_view(&noted), "EXIF:Model", "prompt:{}");
    struct buf more = noting_write(buf_view(&noted), (const char *const[]){OURS, "{}", NULL});
    noting_check(buf_view(&more), (const char *const[]){OURS, "{}", "prompt", "[]", NULL});
    buf_free(&more);
    buf_free(&noted);
    check_noted(buf_view(&webp));
    buf_free(&webp);
}

static void webp_whose_last_chunk_lacks_its_padding_gets_it(void **state) {
    (void)state;
    struct buf webp = craft_webp("-q 80", true);
    put_chunk(&webp, "EXIF", bytes_of("odd"));
    webp.data[20] |= 0x08;
    struct buf whole = noting_write(buf_view(&webp), pairs);
    webp.len--;
    put_le32(webp.data + 4, webp.len - 8);
    struct buf noted = noting_write(buf_view(&webp), pairs);
    assert_true(bytes_equal(buf_view(&noted), buf_view(&whole)));
    buf_free(&noted);
    buf_free(&whole);
    buf_free(&webp);
}

static void webp_keeps_what_follows_it(void **state) {
    (void)state;
    struct buf webp = craft_webp("-lossless", false);
    struct buf noted = noting_write(buf_view(&webp), pairs);
    buf_text(&webp, "what follows");
    buf_text(&noted, "what follows");
    struct buf both = noting_write(buf_view(&webp), pairs);
    assert_true(bytes_equal(buf_view(&both), buf_view(&noted)));
    buf_free(&both);
    buf_free(&noted);
    buf_free(&webp);
}

static void webp_whose_chunks_break_off_is_read_as_far_and_not_written(void **state) {
    (void)state;
    struct splice splice;
    struct fault fault;
    struct note_list list = noting_list(pairs);
    struct buf webp = craft_webp("-q 80", false);
    struct buf noted = noting_write(buf_view(&webp), pairs);
    put_chunk(&noted, "LIES", bytes_of("data"));
    noted.data[noted.len - 8]++;
    noting_check(buf_view(&noted), pairs);
    splice_begin(&splice, LIMIT);
    assert_int_equal(notes_write(buf_view(&noted), &list, &splice, &fault), STATUS_DAMAGED);
    assert_non_null(strstr(fault.text, "WebP"));
    splice_free(&splice);
    note_list_free(&list);
    buf_free(&noted);
    buf_free(&webp);
}

static void webp_with_notes_says_so_in_its_first_chunk(void **state) {
    (void)state;
    static const struct {
        const char *options;
        bool transparent;
        uint8_t flags;
    } cases[] = {{"-q 80", false, 0x04}, {"-lossless", true, 0x14}, {"-q 80", true, 0x14}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf webp = craft_webp(cases[i].options, cases[i].transparent);
        struct buf noted = noting_write(buf_view(&webp), pairs);
        assert_memory_equal(noted.data + 12, "VP8X\x0a\0\0\0", 8);
        assert_int_equal(noted.data[20], cases[i].flags);
        assert_memory_equal(noted.data + 21, "\0\0\0\x24\0\0\x14\0\0", 9);
        assert_int_equal(read_le32(noted.data + 4), noted.len - 8);
        assert_true(webpinfo_accepts(buf_view(&noted)));
        buf_free(&noted);
        buf_free(&webp);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(webp_with_notes_is_sound_and_has_the_same_pixels),
        cmocka_unit_test(webp_notes_go_into_the_xmp_that_is_there_and_are_read_before_exif),
        cmocka_unit_test(webp_whose_last_chunk_lacks_its_padding_gets_it),
        cmocka_unit_test(webp_keeps_what_follows_it),
        cmocka_unit_test(webp_whose_chunks_break_off_is_read_as_far_and_not_written),
        cmocka_unit_test(webp_with_notes_says_so_in_its_first_chunk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
