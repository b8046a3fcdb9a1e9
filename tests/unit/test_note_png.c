#include "support/support.h"

#include <string.h>

#include <zlib.h>

#include "pixels/note_png.h"
#include "pixels/png.h"
#include "pixels/png_chunk.h"
#include "support/craft.h"
#include "support/noting.h"
#include "support/opinion.h"

#define LIMIT ((size_t)1 << 26)

#define OURS "gpt-image-wasm"

static const struct craft_header header = {3, 2, 8, 2, 0};

/* What bytes a chunk holds, NULs among them. */
#define CHUNK(png, type, data)                                                                     \
    craft_chunk(png, type, (struct bytes){(const uint8_t *)(data), sizeof(data) - 1})

static void put_packed(struct buf *out, struct bytes text) {
    uLongf len = compressBound(text.len);
    uint8_t *packed = test_malloc(len);
    assert_int_equal(compress(packed, &len, text.data, text.len), Z_OK);
    buf_append(out, packed, len);
    test_free(packed);
}

/* A chunk whose data are 'head' and then 'text', compressed. */
static void put_packed_chunk(struct buf *png, const char *type, struct bytes head,
                             struct bytes text) {
    struct buf data = buf_make(LIMIT);
    buf_append(&data, head.data, head.len);
    put_packed(&data, text);
    craft_chunk(png, type, buf_view(&data));
    buf_free(&data);
}

static struct buf with_chunks(struct buf *extra) {
    struct buf png = craft_png(header, buf_view(extra));
    buf_free(extra);
    return png;
}

static void png_notes_are_read_from_all_three_kinds_of_chunk(void **state) {
    (void)state;
    struct buf extra = buf_make(LIMIT);
    CHUNK(&extra, "tEXt", "prompt\0{\"1\":{}}");
    CHUNK(&extra, "tEXt", "latin\0caf\xe9");
    CHUNK(&extra, "tEXt", "utf8\0caf\xc3\xa9");
    CHUNK(&extra, "iTXt", "plain\0\0\0de\0gr\xc3\xbcn\0text");
    put_packed_chunk(&extra, "zTXt", (struct bytes){(const uint8_t *)"packed\0", 8},
                     bytes_of("unpacked"));
    put_packed_chunk(&extra, "iTXt", (struct bytes){(const uint8_t *)"both\0\1\0\0\0", 9},
                     bytes_of("unpacked too"));
    struct buf png = with_chunks(&extra);
    png.len -= 12; /* IEND */
    CHUNK(&png, "tEXt", "late\0after the pixels");
    craft_end(&png);
    noting_check(buf_view(&png),
                 (const char *const[]){"prompt", "{\"1\":{}}", "latin", "caf\xc3\xa9", "utf8",
                                       "caf\xc3\xa9", "plain", "text", "packed", "unpacked", "both",
                                       "unpacked too", "late", "after the pixels", NULL});
    buf_free(&png);
}

static void png_notes_are_read_from_its_exif(void **state) {
    (void)state;
    struct buf extra = buf_make(LIMIT);
    CHUNK(&extra, "eXIf", "II*\0\x8\0\0\0\1\0\x10\1\2\0\x9\0\0\0\x1a\0\0\0\0\0\0\0prompt:{}");
    struct buf png = with_chunks(&extra);
    noting_check(buf_view(&png), (const char *const[]){"prompt", "{}", NULL});
    buf_free(&png);
}

static void png_notes_that_are_broken_are_passed_over(void **state) {
    (void)state;
    struct buf extra = buf_make(LIMIT);
    CHUNK(&extra, "tEXt", "");
    CHUNK(&extra, "tEXt", "no end");
    CHUNK(&extra, "tEXt", "\0nameless");
    CHUNK(&extra, "zTXt", "a");
    CHUNK(&extra, "zTXt", "a\0");
    CHUNK(&extra, "zTXt", "a\0\1packed in another way");
    CHUNK(&extra, "zTXt", "a\0\0no stream");
    CHUNK(&extra, "iTXt", "a\0");
    CHUNK(&extra, "iTXt", "a\0\0");
    CHUNK(&extra, "iTXt", "a\0\0\0no end");
    CHUNK(&extra, "iTXt", "a\0\0\0en\0no end");
    CHUNK(&extra, "iTXt", "a\0\2\0en\0\0an unknown flag");
    CHUNK(&extra, "iTXt", "a\0\1\1en\0\0packed in another way");
    CHUNK(&extra, "tEXt", "a\0changed on the way");
    extra.data[extra.len - 5] ^= 1;
    CHUNK(&extra, "tEXt", "a\0sound");
    struct buf png = with_chunks(&extra);
    noting_check(buf_view(&png), (const char *const[]){"a", "sound", NULL});
    buf_free(&png);
}

static void png_note_that_unpacks_past_the_limit_is_left_out(void **state) {
    (void)state;
    uint8_t *text = test_malloc(NOTE_TEXT_MAX + 1);
    memset(text, 'x', NOTE_TEXT_MAX + 1);
    for (size_t over = 0; over <= 1; over++) {
        struct note_list list;
        struct fault fault;
        struct buf extra = buf_make(LIMIT);
        put_packed_chunk(&extra, "zTXt", (struct bytes){(const uint8_t *)"bomb\0", 6},
                         (struct bytes){text, NOTE_TEXT_MAX + over});
        CHUNK(&extra, "tEXt", "a\0small");
        struct buf png = with_chunks(&extra);
        assert_int_equal(notes_read(buf_view(&png), &list, &fault), STATUS_OK);
        assert_int_equal(list.count, over ? 1 : 2);
        assert_int_equal(list.left_out, over);
        note_list_free(&list);
        buf_free(&png);
    }
    test_free(text);
}

/* All bytes of the chunks of one type. */
static struct buf gather(struct bytes file, const char *type) {
    struct buf all = buf_make(LIMIT);
    size_t at = PNG_CHUNKS_START;
    for (struct png_chunk chunk; png_chunk_next(file, &at, &chunk);) {
        if (png_chunk_is(&chunk, type)) {
            buf_append(&all, file.data + chunk.start, chunk.end - chunk.start);
        }
    }
    return all;
}

static void check_same(struct bytes a, struct bytes b, const char *type) {
    struct buf in_a = gather(a, type);
    struct buf in_b = gather(b, type);
    assert_true(bytes_equal(buf_view(&in_a), buf_view(&in_b)));
    buf_free(&in_a);
    buf_free(&in_b);
}

static void png_with_notes_is_sound_and_has_the_same_pixels(void **state) {
    (void)state;
    static const char *const pairs[] = {OURS, "{\"prompt\":\"gr\xc3\xbcn <b> \xe6\xbc\xa2\"}",
                                        "prompt", "{\"1\":{\"class_type\":\"X\"}}", NULL};
    for (int transparent = 0; transparent <= 1; transparent++) {
        struct image image = craft_image(200, 100, transparent);
        struct buf png = buf_make(LIMIT);
        assert_int_equal(png_encode(&image, &png), STATUS_OK);
        struct buf noted = noting_write(buf_view(&png), pairs);
        check_same(buf_view(&png), buf_view(&noted), "IDAT");
        noting_check(buf_view(&noted), pairs);
        noting_check_exiftool(buf_view(&noted), "PNG:prompt", pairs[3]);
        noting_check_exiftool(buf_view(&noted), "PNG:gpt-image-wasm", pairs[1]);
        assert_true(command_accepts("pngcheck -q", buf_view(&noted)));
        struct image theirs;
        assert_true(opinion_png(buf_view(&noted), &theirs));
        assert_int_equal(compare(&image, &theirs).most, 0);
        image_free(&theirs);
        buf_free(&noted);
        buf_free(&png);
        image_free(&image);
    }
}

static void png_notes_stand_as_comfyui_writes_them(void **state) {
    (void)state;
    struct buf png = craft_png(header, (struct bytes){0});
    struct buf noted = noting_write(
        buf_view(&png), (const char *const[]){"prompt", "{}", "workflow", "{\"nodes\":[]}", NULL});
    static const char *const order[] = {"IHDR", "tEXt", "tEXt", "IDAT", "IEND"};
    size_t at = PNG_CHUNKS_START;
    struct png_chunk chunk;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        assert_true(png_chunk_next(buf_view(&noted), &at, &chunk));
        assert_true(png_chunk_is(&chunk, order[i]));
    }
    assert_int_equal(at, noted.len);
    buf_free(&noted);
    buf_free(&png);
}

static void png_notes_take_the_place_of_those_of_the_same_keywords_only(void **state) {
    (void)state;
    struct buf extra = buf_make(LIMIT);
    CHUNK(&extra, "gAMA", "\0\0\xb1\x8f");
    CHUNK(&extra, "tEXt", "Software\0a program");
    CHUNK(&extra, "tEXt", "prompt\0old");
    CHUNK(&extra, "zTXt", "prompt\0\0older");
    CHUNK(&extra, "iTXt", "prompt\0\0\0\0\0oldest");
    CHUNK(&extra, "eXIf", "II*\0");
    struct buf png = with_chunks(&extra);
    png.len -= 12; /* IEND */
    CHUNK(&png, "tEXt", "prompt\0late");
    craft_end(&png);
    buf_text(&png, "what follows");
    struct buf noted = noting_write(buf_view(&png), (const char *const[]){"prompt", "new", NULL});
    noting_check(buf_view(&noted),
                 (const char *const[]){"Software", "a program", "prompt", "new", NULL});
    static const char *const kept[] = {"IHDR", "gAMA", "eXIf", "IDAT", "IEND"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        check_same(buf_view(&png), buf_view(&noted), kept[i]);
    }
    assert_memory_equal(noted.data + noted.len - 12, "what follows", 12);
    struct buf again = noting_write(buf_view(&noted), (const char *const[]){"prompt", "new", NULL});
    assert_true(bytes_equal(buf_view(&again), buf_view(&noted)));
    buf_free(&again);
    buf_free(&noted);
    buf_free(&png);
}

static void png_that_scatters_a_keyword_over_thousands_of_chunks_is_refused(void **state) {
    (void)state;
    struct splice splice;
    struct fault fault;
    struct note_list list = noting_list((const char *const[]){"prompt", "new", NULL});
    struct buf extra = buf_make(LIMIT);
    for (int i = 0; i < 2000; i++) {
        CHUNK(&extra, "tEXt", "prompt\0old");
        CHUNK(&extra, "tIME", "1234567");
    }
    struct buf png = with_chunks(&extra);
    splice_begin(&splice, LIMIT);
    assert_int_equal(notes_write(buf_view(&png), &list, &splice, &fault), STATUS_TOO_LARGE);
    splice_free(&splice);
    buf_free(&png);
    note_list_free(&list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_notes_are_read_from_all_three_kinds_of_chunk),
        cmocka_unit_test(png_notes_are_read_from_its_exif),
        cmocka_unit_test(png_notes_that_are_broken_are_passed_over),
        cmocka_unit_test(png_note_that_unpacks_past_the_limit_is_left_out),
        cmocka_unit_test(png_with_notes_is_sound_and_has_the_same_pixels),
        cmocka_unit_test(png_notes_stand_as_comfyui_writes_them),
        cmocka_unit_test(png_notes_take_the_place_of_those_of_the_same_keywords_only),
        cmocka_unit_test(png_that_scatters_a_keyword_over_thousands_of_chunks_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
