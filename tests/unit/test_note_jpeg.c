#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "pixels/jpeg_segment.h"
#include "pixels/note_jpeg.h"
#include "support/craft.h"
#include "support/noting.h"
#include "support/opinion.h"

#define LIMIT ((size_t)1 << 26)

#define XMP_NAME "http://ns.adobe.com/xap/1.0/"
#define OURS "gpt-image-wasm"
#define THEIRS                                                                                     \
    XMP_NAME "\0<?xpacket begin=''?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "               \
             "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "         \
             "rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:format>image/jpeg"  \
             "</dc:format></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
#define EXIF "Exif\0\0II*\0\x8\0\0\0\1\0\x10\1\2\0\x9\0\0\0\x1a\0\0\0\0\0\0\0prompt:{}"

static const struct craft_jpeg plain = {.width = 60, .height = 40, .quality = 90};

/* A JPEG with one APP1 segment. */
static struct buf craft(const char *app1, size_t len) {
    struct craft_jpeg wanted = plain;
    wanted.app1 = (struct bytes){(const uint8_t *)app1, len};
    return craft_jpeg(wanted);
}

/* A text of so many bytes, to be freed. */
static char *long_text(size_t len) {
    char *text = test_malloc(len + 1);
    for (size_t i = 0; i < len; i++) {
        text[i] = (char)('a' + i * 7 % 26);
    }
    text[len] = '\0';
    return text;
}

/* The frame, the tables and the scans, which are all that pixels are made of. */
static void check_pixels(struct bytes before, struct bytes after) {
    struct image ours;
    struct image theirs;
    assert_true(opinion_jpeg(before, &ours));
    assert_true(opinion_jpeg(after, &theirs));
    assert_int_equal(compare(&ours, &theirs).most, 0);
    image_free(&ours);
    image_free(&theirs);
    struct jpeg_segment s;
    size_t at = JPEG_SEGMENTS_START;
    size_t scan = at;
    while (jpeg_segment_next(before, &at, &s)) {
        scan = s.end;
    }
    const size_t len = before.len - scan;
    assert_memory_equal(before.data + scan, after.data + after.len - len, len);
}

static void jpeg_with_notes_is_sound_and_has_the_same_pixels(void **state) {
    (void)state;
    static const char *const pairs[] = {OURS, "{\"prompt\":\"gr\xc3\xbcn <b> & \xe6\xbc\xa2\"}",
                                        "prompt", "{\"1\":{}}", NULL};
    for (int progressive = 0; progressive <= 1; progressive++) {
        struct craft_jpeg wanted = plain;
        wanted.progressive = progressive;
        struct buf jpeg = craft_jpeg(wanted);
        struct buf noted = noting_write(buf_view(&jpeg), pairs);
        check_pixels(buf_view(&jpeg), buf_view(&noted));
        noting_check(buf_view(&noted), pairs);
        noting_check_exiftool(buf_view(&noted), "XMP:gpt-image-wasm", pairs[1]);
        noting_check_exiftool(buf_view(&noted), "XMP:prompt", pairs[3]);
        struct buf again = noting_write(buf_view(&noted), pairs);
        assert_true(bytes_equal(buf_view(&again), buf_view(&noted)));
        buf_free(&again);
        buf_free(&noted);
        buf_free(&jpeg);
    }
}

static void jpeg_notes_stand_after_jfif_and_exif_and_are_read_before_it(void **state) {
    (void)state;
    struct buf jpeg = craft(EXIF, sizeof EXIF - 1);
    noting_check(buf_view(&jpeg), (const char *const[]){"prompt", "{}", NULL});
    struct buf noted = noting_write(buf_view(&jpeg), (const char *const[]){"prompt", "[]", NULL});
    static const int order[] = {JPEG_APP0, JPEG_APP1, JPEG_APP1};
    struct jpeg_segment s;
    size_t at = JPEG_SEGMENTS_START;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        assert_true(jpeg_segment_next(buf_view(&noted), &at, &s));
        assert_int_equal(s.marker, order[i]);
    }
    assert_true(bytes_start_with(s.data, bytes_of(XMP_NAME)));
    noting_check(buf_view(&noted), (const char *const[]){"prompt", "[]", NULL});
    buf_free(&noted);
    buf_free(&jpeg);
}

static void jpeg_notes_go_into_the_xmp_that_is_there(void **state) {
    (void)state;
    static const char *const pairs[] = {OURS, "{}", NULL};
    struct buf jpeg = craft(THEIRS, sizeof THEIRS - 1);
    struct buf noted = noting_write(buf_view(&jpeg), pairs);
    noting_check(buf_view(&noted), pairs);
    noting_check_exiftool(buf_view(&noted), "XMP-dc:Format", "image/jpeg");
    check_pixels(buf_view(&jpeg), buf_view(&noted));
    struct buf more = noting_write(buf_view(&noted), (const char *const[]){"prompt", "[]", NULL});
    noting_check(buf_view(&more), (const char *const[]){"prompt", "[]", OURS, "{}", NULL});
    buf_free(&more);
    buf_free(&noted);
    buf_free(&jpeg);
}

static void jpeg_notes_past_a_segment_go_into_extended_xmp(void **state) {
    (void)state;
    static const size_t lens[] = {64000, 65200, 65600, 131000, 300000, NOTE_TEXT_MAX};
    struct buf jpeg = craft(THEIRS, sizeof THEIRS - 1);
    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
        char *text = long_text(lens[i]);
        struct buf noted = noting_write(buf_view(&jpeg), (const char *const[]){OURS, text, NULL});
        noting_check(buf_view(&noted), (const char *const[]){OURS, text, NULL});
        noting_check_exiftool(buf_view(&noted), "XMP:gpt-image-wasm", text);
        noting_check_exiftool(buf_view(&noted), "XMP-dc:Format", "image/jpeg");
        check_pixels(buf_view(&jpeg), buf_view(&noted));
        struct buf small = noting_write(buf_view(&noted), (const char *const[]){OURS, "{}", NULL});
        struct buf once = noting_write(buf_view(&jpeg), (const char *const[]){OURS, "{}", NULL});
        assert_true(bytes_equal(buf_view(&small), buf_view(&once)));
        buf_free(&once);
        buf_free(&small);
        buf_free(&noted);
        test_free(text);
    }
    buf_free(&jpeg);
}

static void put_head(struct buf *jpeg, size_t len) {
    const uint8_t head[] = {0xff, 0xe1, (uint8_t)((len + 2) >> 8), (uint8_t)(len + 2)};
    buf_append(jpeg, head, 4);
}

/* A JPEG with somebody else's extended XMP. */
static struct buf craft_extended(void) {
    static const char packet[] =
        XMP_NAME "\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
                 "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
                 "rdf:about='' xmlns:xmpNote='http://ns.adobe.com/xmp/note/' "
                 "xmpNote:HasExtendedXMP='0123456789ABCDEF0123456789ABCDEF'/></rdf:RDF>"
                 "</x:xmpmeta>";
    static const char piece[] = "http://ns.adobe.com/xmp/extension/\0"
                                "0123456789ABCDEF0123456789ABCDEF\0\0\0\4\0\0\0\0data";
    struct buf from = craft_jpeg(plain);
    struct buf jpeg = buf_make(LIMIT);
    buf_append(&jpeg, from.data, 2);
    put_head(&jpeg, sizeof packet - 1);
    buf_append(&jpeg, packet, sizeof packet - 1);
    put_head(&jpeg, sizeof piece - 1);
    buf_append(&jpeg, piece, sizeof piece - 1);
    buf_append(&jpeg, from.data + 2, from.len - 2);
    buf_free(&from);
    return jpeg;
}

static bool contains(struct bytes file, const char *word) {
    const struct bytes wanted = bytes_of(word);
    for (; file.len >= wanted.len; file.data++, file.len--) {
        if (bytes_start_with(file, wanted)) {
            return true;
        }
    }
    return false;
}

static void jpeg_keeps_another_programs_extended_xmp_or_is_refused(void **state) {
    (void)state;
    struct buf jpeg = craft_extended();
    struct buf noted = noting_write(buf_view(&jpeg), (const char *const[]){OURS, "{}", NULL});
    noting_check(buf_view(&noted), (const char *const[]){OURS, "{}", NULL});
    assert_true(contains(buf_view(&noted), "HasExtendedXMP='0123456789ABCDEF"));
    assert_true(contains(buf_view(&noted), "http://ns.adobe.com/xmp/extension/"));
    char *text = long_text(70000);
    struct splice splice;
    struct fault fault;
    struct note_list list = noting_list((const char *const[]){OURS, text, NULL});
    splice_begin(&splice, LIMIT);
    assert_int_equal(notes_write(buf_view(&jpeg), &list, &splice, &fault), STATUS_TOO_LARGE);
    splice_free(&splice);
    note_list_free(&list);
    test_free(text);
    buf_free(&noted);
    buf_free(&jpeg);
}

static void jpeg_whose_extended_xmp_lies_gives_what_is_sound(void **state) {
    (void)state;
    char *text = long_text(200000);
    struct buf jpeg = craft_jpeg(plain);
    struct buf noted = noting_write(buf_view(&jpeg), (const char *const[]){OURS, text, NULL});
    struct jpeg_segment s;
    struct note_list list;
    struct fault fault;
    size_t at = JPEG_SEGMENTS_START;
    while (jpeg_segment_next(buf_view(&noted), &at, &s)) {
        if (!contains(s.data, "http://ns.adobe.com/xmp/extension/")) {
            continue;
        }
        noted.data[s.start + 4 + 35 + 32 + 4] ^= 1; /* where the piece goes */
        assert_int_equal(notes_read(buf_view(&noted), &list, &fault), STATUS_OK);
        assert_true(list.count <= 1);
        note_list_free(&list);
        noted.data[s.start + 4 + 35 + 32 + 4] ^= 1;
        noted.data[s.start + 4 + 35] ^= 1; /* whose piece it is */
        assert_int_equal(notes_read(buf_view(&noted), &list, &fault), STATUS_OK);
        assert_int_equal(list.count, 0);
        note_list_free(&list);
        noted.data[s.start + 4 + 35] ^= 1;
    }
    buf_free(&noted);
    buf_free(&jpeg);
    test_free(text);
}

static void jpeg_with_xmp_that_is_none_is_refused(void **state) {
    (void)state;
    static const char app1[] = XMP_NAME "\0no XML";
    struct splice splice;
    struct fault fault;
    struct note_list list = noting_list((const char *const[]){OURS, "{}", NULL});
    struct buf jpeg = craft(app1, sizeof app1 - 1);
    splice_begin(&splice, LIMIT);
    assert_int_equal(notes_write(buf_view(&jpeg), &list, &splice, &fault), STATUS_UNSUPPORTED);
    assert_non_null(strstr(fault.text, "JPEG"));
    splice_free(&splice);
    note_list_free(&list);
    buf_free(&jpeg);
}

/* What is no marker after padding would be one if only the segment between them went. */
static void jpeg_segment_goes_with_the_padding_before_it(void **state) {
    (void)state;
    struct buf from = craft_jpeg(plain);
    struct buf jpeg = buf_make(LIMIT);
    buf_append(&jpeg, from.data, 20); /* JFIF */
    buf_append(&jpeg, "\xff\xff", 2);
    put_head(&jpeg, sizeof THEIRS - 1);
    buf_append(&jpeg, THEIRS, sizeof THEIRS - 1);
    buf_text(&jpeg, "stray bytes");
    buf_append(&jpeg, from.data + 20, from.len - 20);
    struct buf noted = noting_write(buf_view(&jpeg), (const char *const[]){OURS, "{}", NULL});
    noting_check(buf_view(&noted), (const char *const[]){OURS, "{}", NULL});
    assert_true(contains(buf_view(&noted), ">stray bytes"));
    buf_free(&noted);
    buf_free(&jpeg);
    buf_free(&from);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jpeg_with_notes_is_sound_and_has_the_same_pixels),
        cmocka_unit_test(jpeg_notes_stand_after_jfif_and_exif_and_are_read_before_it),
        cmocka_unit_test(jpeg_notes_go_into_the_xmp_that_is_there),
        cmocka_unit_test(jpeg_notes_past_a_segment_go_into_extended_xmp),
        cmocka_unit_test(jpeg_keeps_another_programs_extended_xmp_or_is_refused),
        cmocka_unit_test(jpeg_whose_extended_xmp_lies_gives_what_is_sound),
        cmocka_unit_test(jpeg_with_xmp_that_is_none_is_refused),
        cmocka_unit_test(jpeg_segment_goes_with_the_padding_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
