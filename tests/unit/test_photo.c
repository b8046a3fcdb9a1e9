#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "pixels/photo.h"
#include "pixels/png.h"
#include "pixels/resize.h"
#include "support/corpus.h"
#include "support/craft.h"
#include "support/opinion.h"

#define LIMIT (1 << 22)

static enum status inspect(struct bytes file, struct photo *photo) {
    struct fault fault;
    const enum status status = photo_inspect(file, photo, &fault);
    if (status != STATUS_OK) {
        assert_int_equal(fault.status, status);
        assert_int_equal(photo->width, 0);
        assert_false(photo->needs_nothing);
    }
    return status;
}

/* Every beginning of a file must be survived: each is copied so that the sanitizer sees its end. */
static void inspect_every_beginning(struct bytes file) {
    for (size_t len = 0; len < file.len; len++) {
        uint8_t *cut = test_malloc(len);
        memcpy(cut, file.data, len);
        struct photo photo;
        inspect((struct bytes){cut, len}, &photo);
        enum photo_kind kind;
        photo_sniff((struct bytes){cut, len}, &kind);
        test_free(cut);
    }
}

/* What others are */

static void photo_names_what_is_no_picture_and_says_what_to_do(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
        const char *name;
        const char *advice;
    } cases[] = {
        {"<!DOCTYPE html><script>", 23, "a web page (HTML)", "pick a picture"},
        {"\xef\xbb\xbf \r\n\t<HTML lang=en>", 21, "a web page (HTML)", "pick a picture"},
        {"<svg xmlns=", 11, "an SVG drawing", "save it as PNG or JPEG"},
        {"<?xml version=\"1.0\"?>", 21, "an XML text", "save it as PNG or JPEG"},
        {"%PDF-1.7\n", 9, "a PDF document", "save it as PNG or JPEG"},
        {"PK\3\4\0\0\0\0", 8, "a ZIP archive", "pick a picture"},
        {" {\"error\":{}}", 13, "a text (JSON)", "pick a picture"},
        {"[1, 2]", 6, "a text (JSON)", "pick a picture"},
        {"Dear all,\n", 10, "a text.", "pick a picture"},
        {"BM\x3a\0\0\0\0\0\0\0", 10, "a BMP picture", "save it as PNG or JPEG"},
        {"II*\0\x08\0\0\0", 8, "a TIFF picture", "save it as PNG or JPEG"},
        {"MM\0*\0\0\0\x08", 8, "a TIFF picture", "save it as PNG or JPEG"},
        {"8BPS\0\1", 6, "a Photoshop document", "save it as PNG or JPEG"},
        {"\xff\x0a\xfa\x7f", 4, "a JPEG XL picture", "save it as PNG or JPEG"},
        {"\0\0\0\x0cJXL \r\n\x87\n", 12, "a JPEG XL picture", "save it as PNG or JPEG"},
        {"\0\0\0\x0cjP  \r\n\x87\n", 12, "a JPEG 2000 picture", "save it as PNG or JPEG"},
        {"\0\0\0\x14"
         "ftypisom\0\0\2\0isom",
         20, "a video", "pick a picture"},
        {"RIFF\x24\0\0\0WAVEfmt ", 16, "a sound", "pick a picture"},
        {"RIFF\x24\0\0\0AVI LIST", 16, "a video", "pick a picture"},
        {"\x1f\x8b\x08\0", 4, "a compressed archive", "pick a picture"},
        {"\x89PNG\n\x1a\n\0", 8, "changed on the way", "another copy"},
        {"\x89QNG\r\n\x1a\n", 8, "not a picture of a kind known here", "pick a picture"},
        {"\xff\xd8", 2, "only the first bytes of a JPEG", "another copy"},
        {"\x89", 1, "not a picture of a kind known here", "pick a picture"},
        {"\0\0\0\0", 4, "not a picture of a kind known here", "pick a picture"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bytes file = {(const uint8_t *)cases[i].bytes, cases[i].len};
        struct photo photo;
        struct fault fault;
        const enum status status = photo_inspect(file, &photo, &fault);
        if (status != STATUS_UNSUPPORTED || !strstr(fault.text, cases[i].name) ||
            !strstr(fault.text, cases[i].advice)) {
            fail_msg("case %zu: %s: %s", i, status_name(status), fault.text);
        }
        inspect_every_beginning(file);
    }
}

/* A small PNG and a small JPEG, with nothing unusual in them. */
static void craft_one_of_each(struct buf files[2]) {
    files[0] = craft_png((struct craft_header){9, 5, 8, 2, 0}, (struct bytes){0});
    files[1] = craft_jpeg((struct craft_jpeg){.width = 9, .height = 5, .quality = 80});
}

static void photo_calls_an_empty_file_damaged(void **state) {
    (void)state;
    struct photo photo;
    struct fault fault;
    assert_int_equal(photo_inspect((struct bytes){0}, &photo, &fault), STATUS_DAMAGED);
    assert_non_null(strstr(fault.text, "empty"));
}

static void photo_refuses_a_file_cut_in_half(void **state) {
    (void)state;
    struct buf files[2];
    craft_one_of_each(files);
    for (size_t i = 0; i < 2; i++) {
        struct photo photo;
        struct image image;
        struct fault fault;
        const struct bytes half = {files[i].data, files[i].len / 2};
        assert_int_equal(inspect(half, &photo), STATUS_DAMAGED);
        assert_int_equal(photo_decode(half, &image, &fault), STATUS_DAMAGED);
        assert_null(image.pixels);
        buf_free(&files[i]);
    }
}

static void photo_kinds_have_names_types_and_extensions(void **state) {
    (void)state;
    assert_string_equal(photo_name(PHOTO_JPEG), "JPEG");
    assert_string_equal(photo_mime_type(PHOTO_PNG), "image/png");
    assert_string_equal(photo_mime_type(PHOTO_JPEG), "image/jpeg");
    assert_string_equal(photo_mime_type(PHOTO_HEIC), "image/heic");
    assert_string_equal(photo_extension(PHOTO_JPEG), "jpg");
    assert_string_equal(photo_extension(PHOTO_WEBP), "webp");
    assert_string_equal(photo_extension(PHOTO_AVIF), "avif");
    assert_string_equal(photo_extension(PHOTO_GIF), "gif");
}

/* PNG */

static struct photo inspect_png(struct craft_header header, const char *extra_type,
                                struct bytes extra_data) {
    struct buf extra = buf_make(LIMIT);
    if (extra_type) {
        craft_chunk(&extra, extra_type, extra_data);
    }
    struct buf png = craft_png(header, buf_view(&extra));
    struct photo photo;
    assert_int_equal(inspect(buf_view(&png), &photo), STATUS_OK);
    assert_int_equal(photo.kind, PHOTO_PNG);
    assert_true(photo.decoded_here);
    buf_free(&png);
    buf_free(&extra);
    return photo;
}

#define LYING "MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0"
#define UPRIGHT "MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\1\0\0"
#define LOCATED "MM\0*\0\0\0\x08\0\1\x88\x25\0\4\0\0\0\1\0\0\0\x1a"
#define EXIF_LEN 22

static void photo_says_which_png_needs_nothing(void **state) {
    (void)state;
    const struct bytes none = {0};
    assert_true(inspect_png((struct craft_header){9, 5, 8, 2, 0}, NULL, none).needs_nothing);
    assert_true(inspect_png((struct craft_header){9, 5, 8, 6, 0}, NULL, none).needs_nothing);
    assert_true(inspect_png((struct craft_header){9, 5, 8, 0, 0}, "pHYs", none).needs_nothing);
    assert_false(inspect_png((struct craft_header){9, 5, 16, 2, 0}, NULL, none).needs_nothing);
    assert_false(inspect_png((struct craft_header){9, 5, 8, 2, 1}, NULL, none).needs_nothing);
    assert_false(
        inspect_png((struct craft_header){9, 5, 8, 3, 0}, "PLTE", bytes_of("abc")).needs_nothing);
    assert_false(inspect_png((struct craft_header){9, 5, 8, 2, 0}, "tEXt", none).needs_nothing);
    assert_false(inspect_png((struct craft_header){9, 5, 8, 2, 0}, "acTL", none).needs_nothing);
    const struct bytes upright = {(const uint8_t *)UPRIGHT, EXIF_LEN};
    const struct bytes located = {(const uint8_t *)LOCATED, EXIF_LEN};
    assert_true(inspect_png((struct craft_header){9, 5, 8, 2, 0}, "eXIf", upright).needs_nothing);
    assert_false(inspect_png((struct craft_header){9, 5, 8, 2, 0}, "eXIf", located).needs_nothing);
}

static void photo_turns_a_png_by_its_exif(void **state) {
    (void)state;
    const struct bytes lying = {(const uint8_t *)LYING, EXIF_LEN};
    const struct photo photo = inspect_png((struct craft_header){9, 5, 8, 2, 0}, "eXIf", lying);
    assert_int_equal(photo.orientation, 6);
    assert_int_equal(photo.width, 5);
    assert_int_equal(photo.height, 9);
    assert_false(photo.needs_nothing);
}

static void photo_tells_of_transparency_and_animation(void **state) {
    (void)state;
    const struct bytes none = {0};
    struct photo photo = inspect_png((struct craft_header){9, 5, 8, 6, 0}, "acTL", none);
    assert_true(photo.has_transparency);
    assert_true(photo.animated);
    photo = inspect_png((struct craft_header){9, 5, 8, 2, 0}, NULL, none);
    assert_false(photo.has_transparency);
    assert_false(photo.animated);
}

static void photo_with_something_after_its_end_does_not_go_out_as_it_is(void **state) {
    (void)state;
    struct buf files[2];
    craft_one_of_each(files);
    for (size_t i = 0; i < 2; i++) {
        struct photo photo;
        assert_int_equal(inspect(buf_view(&files[i]), &photo), STATUS_OK);
        assert_true(photo.needs_nothing);
        buf_text(&files[i], "<script>");
        assert_int_equal(inspect(buf_view(&files[i]), &photo), STATUS_OK);
        assert_false(photo.needs_nothing);
        buf_free(&files[i]);
    }
}

/* JPEG */

static struct photo inspect_jpeg(struct craft_jpeg wanted) {
    wanted.width = 9;
    wanted.height = 5;
    wanted.quality = 80;
    struct buf jpeg = craft_jpeg(wanted);
    struct photo photo;
    assert_int_equal(inspect(buf_view(&jpeg), &photo), STATUS_OK);
    assert_int_equal(photo.kind, PHOTO_JPEG);
    assert_true(photo.decoded_here);
    buf_free(&jpeg);
    return photo;
}

static void photo_says_which_jpeg_needs_nothing(void **state) {
    (void)state;
    assert_true(inspect_jpeg((struct craft_jpeg){.grey = true}).needs_nothing);
    assert_true(inspect_jpeg((struct craft_jpeg){.progressive = true}).needs_nothing);
    assert_true(inspect_jpeg((struct craft_jpeg){
                                 .app1 = {(const uint8_t *)"Exif\0\0" UPRIGHT, 6 + EXIF_LEN}})
                    .needs_nothing);
    assert_false(
        inspect_jpeg((struct craft_jpeg){.app1 = {(const uint8_t *)"Exif\0\0" LYING, 6 + EXIF_LEN}})
            .needs_nothing);
    assert_false(inspect_jpeg((struct craft_jpeg){
                                  .app1 = {(const uint8_t *)"Exif\0\0" LOCATED, 6 + EXIF_LEN}})
                     .needs_nothing);
    assert_false(inspect_jpeg((struct craft_jpeg){.app1 = bytes_of("<x exif:GPSLatitude='1'/>")})
                     .needs_nothing);
}

static void photo_in_four_colours_does_not_go_out_as_it_is(void **state) {
    (void)state;
    const char *path = corpus_file("jpeg-valid/jpeg-js/cmyktest.jpg");
    if (path) {
        const struct bytes file = file_read(path);
        struct photo photo;
        assert_int_equal(inspect(file, &photo), STATUS_OK);
        assert_false(photo.needs_nothing);
        file_free(file);
    }
}

/* The colour at a corner: a letter of EXPECTED_EXIF.json. */
static char letter(const struct image *image, int x, int y) {
    const uint8_t *p = image->pixels + ((size_t)y * (size_t)image->width + (size_t)x) * 4;
    const int bits = (p[0] > 127) * 4 + (p[1] > 127) * 2 + (p[2] > 127);
    return "?B G?R?Y?"[bits == 1 ? 1 : bits == 2 ? 3 : bits == 4 ? 5 : bits == 6 ? 7 : 0];
}

static void check_corners(const struct image *image, struct bytes corners) {
    const int right = image->width - 4;
    const int bottom = image->height - 4;
    const char found[] = {letter(image, 3, 3), letter(image, right, 3), '/',
                          letter(image, 3, bottom), letter(image, right, bottom)};
    assert_int_equal(corners.len, sizeof found);
    assert_memory_equal(found, corners.data, sizeof found);
}

static void check_exif_of(const char *name, const struct json *expected) {
    char path[256];
    snprintf(path, sizeof path, "generated/%s", name);
    const struct bytes file = file_read(corpus_file(path));
    struct image image;
    struct photo photo;
    struct fault fault;
    bool reject;
    if (json_boolean(json_get(expected, "reject"), &reject) && reject) {
        assert_int_not_equal(photo_decode(file, &image, &fault), STATUS_OK);
    } else {
        int64_t width;
        int64_t height;
        struct bytes corners;
        assert_true(json_integer(json_get(expected, "width"), 1, 100, &width));
        assert_true(json_integer(json_get(expected, "height"), 1, 100, &height));
        assert_true(json_text(json_get(expected, "corners"), &corners));
        assert_int_equal(photo_inspect(file, &photo, &fault), STATUS_OK);
        assert_int_equal(photo.width, width);
        assert_int_equal(photo.height, height);
        assert_int_equal(photo_decode(file, &image, &fault), STATUS_OK);
        assert_int_equal(image.width, width);
        assert_int_equal(image.height, height);
        check_corners(&image, corners);
    }
    image_free(&image);
    file_free(file);
}

static void photo_is_upright_as_the_browsers_have_it(void **state) {
    (void)state;
    const char *path = corpus_file("generated/EXPECTED_EXIF.json");
    if (!path) {
        return;
    }
    const struct bytes text = file_read(path);
    struct json *root;
    assert_int_equal(json_parse(text, &root), STATUS_OK);
    int files = 0;
    for (const struct json *e = json_at(root, 0); e; e = json_next(e)) {
        check_exif_of(json_name(e), e);
        files++;
    }
    print_message("EXIF: %d of 31 generated files as the browsers have them\n", files);
    assert_int_equal(files, 31);
    json_free(root);
    file_free(text);
}

static struct image upright;
static const char *prefix;
static int turned;

static void compare_with_upright(const char *path, const char *name) {
    if (strncmp(name, prefix, strlen(prefix)) != 0) {
        return;
    }
    const struct bytes file = file_read(path);
    struct image image;
    struct fault fault;
    assert_int_equal(photo_decode(file, &image, &fault), STATUS_OK);
    const struct difference d = compare(&upright, &image);
    if (d.mean > 3) { /* they differ in the number that is written on them, and in JPEG noise */
        fail_msg("%s: %.1f levels from the upright one", name, d.mean);
    }
    turned++;
    image_free(&image);
    file_free(file);
}

static void photo_turns_real_photographs_upright(void **state) {
    (void)state;
    static const char *const prefixes[] = {"Landscape", "Portrait"};
    for (size_t i = 0; i < 2; i++) {
        char name[64];
        snprintf(name, sizeof name, "exif-orientation/%s_1.jpg", prefixes[i]);
        const char *path = corpus_file(name);
        if (!path) {
            return;
        }
        const struct bytes file = file_read(path);
        struct fault fault;
        prefix = prefixes[i];
        assert_int_equal(photo_decode(file, &upright, &fault), STATUS_OK);
        corpus_each("exif-orientation", ".jpg", compare_with_upright);
        image_free(&upright);
        file_free(file);
    }
    print_message("EXIF: %d of 18 photographs upright\n", turned);
    assert_int_equal(turned, 18);
}

/* WebP, GIF, AVIF, HEIC */

#define WEBP_LOSSY "RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0\x30\1\0\x9d\1\x2a\x2c\1\xc8\0"
#define WEBP_LOSSLESS "RIFF\x12\0\0\0WEBPVP8L\5\0\0\0\x2f\x2b\xc1\x31\x10\0"
#define WEBP_EXTENDED "RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\x12\0\0\0\x2b\1\0\xc7\0\0"

static void photo_measures_webp_of_all_three_kinds(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
        bool needs_nothing, has_transparency, animated;
    } cases[] = {
        {WEBP_LOSSY, 30, true, false, false},
        {WEBP_LOSSLESS, 26, true, true, false},
        {WEBP_EXTENDED, 30, false, true, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bytes file = {(const uint8_t *)cases[i].bytes, cases[i].len};
        struct photo photo;
        assert_int_equal(inspect(file, &photo), STATUS_OK);
        assert_int_equal(photo.kind, PHOTO_WEBP);
        assert_int_equal(photo.width, 300);
        assert_int_equal(photo.height, 200);
        assert_int_equal(photo.needs_nothing, cases[i].needs_nothing);
        assert_int_equal(photo.has_transparency, cases[i].has_transparency);
        assert_int_equal(photo.animated, cases[i].animated);
        assert_false(photo.decoded_here);
        inspect_every_beginning(file);
    }
}

static void photo_leaves_the_size_of_a_webp_with_exif_to_the_browser(void **state) {
    (void)state;
    uint8_t file[30];
    memcpy(file, WEBP_EXTENDED, sizeof file);
    file[20] = 0x08;
    struct photo photo;
    assert_int_equal(inspect((struct bytes){file, sizeof file}, &photo), STATUS_OK);
    assert_int_equal(photo.width, 0);
    assert_int_equal(photo.height, 0);
    assert_int_equal(photo.orientation, 1);
}

static void photo_refuses_a_webp_that_is_cut_or_too_large(void **state) {
    (void)state;
    uint8_t file[30];
    struct photo photo;
    memcpy(file, WEBP_LOSSY, sizeof file);
    assert_int_equal(inspect((struct bytes){file, 29}, &photo), STATUS_DAMAGED);
    file[23] = 0;
    assert_int_equal(inspect((struct bytes){file, 30}, &photo), STATUS_DAMAGED);
    memcpy(file, "RIFF\x12\0\0\0", 8); /* too short for what its first chunk promises */
    assert_int_equal(inspect((struct bytes){file, 26}, &photo), STATUS_DAMAGED);
    memcpy(file, WEBP_EXTENDED, sizeof file);
    file[26] = 1;
    assert_int_equal(inspect((struct bytes){file, 30}, &photo), STATUS_TOO_LARGE);
}

#define GIF_START "GIF89a\x2c\1\xc8\0\x80\0\0\0\0\0\xff\xff\xff"
#define GIF_LOOP "!\xff\x0bNETSCAPE2.0\3\1\0\0\0"
#define GIF_FRAME ",\0\0\0\0\1\0\1\0\0\2\2D\1\0"
#define GIF_OWN_COLOURS ",\0\0\0\0\1\0\1\0\x80\1\2\3\4\5\6\2\2D\1\0"

static void photo_tells_a_moving_gif_by_its_frames(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
        bool animated;
    } cases[] = {
        {GIF_START GIF_FRAME ";", 19 + 15 + 1, false},
        {GIF_START GIF_LOOP GIF_FRAME ";", 19 + 19 + 15 + 1, false},
        {GIF_START GIF_FRAME GIF_FRAME ";", 19 + 30 + 1, true},
        {GIF_START GIF_LOOP GIF_OWN_COLOURS GIF_FRAME ";", 19 + 19 + 21 + 15 + 1, true},
        {GIF_START GIF_FRAME, 19 + 15, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bytes file = {(const uint8_t *)cases[i].bytes, cases[i].len};
        struct photo photo;
        assert_int_equal(inspect(file, &photo), STATUS_OK);
        assert_int_equal(photo.kind, PHOTO_GIF);
        assert_int_equal(photo.width, 300);
        assert_int_equal(photo.height, 200);
        assert_int_equal(photo.animated, cases[i].animated);
        assert_false(photo.needs_nothing);
        assert_false(photo.decoded_here);
        inspect_every_beginning(file);
    }
}

static void put_box(struct buf *out, const char *type, struct bytes content) {
    const size_t len = content.len + 8;
    buf_append(out, (const uint8_t[]){0, 0, (uint8_t)(len >> 8), (uint8_t)len}, 4);
    buf_append(out, type, 4);
    buf_append(out, content.data, content.len);
}

/* An AVIF or HEIC file: brands, then sizes and turns in meta/iprp/ipco. */
static struct buf boxes(const char *brands, const struct buf *properties) {
    struct buf file = buf_make(LIMIT);
    struct buf inner = buf_make(LIMIT);
    struct buf outer = buf_make(LIMIT);
    put_box(&file, "ftyp", bytes_of(brands));
    put_box(&inner, "ipco", buf_view(properties));
    put_box(&outer, "hdlr", bytes_of("pict"));
    put_box(&outer, "iprp", buf_view(&inner));
    buf_free(&inner);
    buf_append(&inner, "\0\0\0\0", 4);
    buf_append(&inner, outer.data, outer.len);
    put_box(&file, "meta", buf_view(&inner));
    buf_free(&inner);
    buf_free(&outer);
    return file;
}

static void put_size(struct buf *properties, uint8_t width_high, uint8_t height_high) {
    const uint8_t content[] = {0, 0, 0, 0, 0, 0, width_high, 44, 0, 0, height_high, 200};
    put_box(properties, "ispe", (struct bytes){content, sizeof content});
}

static void photo_measures_avif_and_heic_by_their_largest_size(void **state) {
    (void)state;
    static const struct {
        const char *brands;
        enum photo_kind kind;
    } cases[] = {{"avif\1\1\1\1mif1miaf", PHOTO_AVIF},     {"avis\1\1\1\1", PHOTO_AVIF},
                 {"mif1\1\1\1\1mif1avifheic", PHOTO_AVIF}, {"heic\1\1\1\1mif1", PHOTO_HEIC},
                 {"mif1\1\1\1\1mif1heic", PHOTO_HEIC},     {"hevc\1\1\1\1", PHOTO_HEIC}};
    struct buf properties = buf_make(LIMIT);
    put_size(&properties, 1, 0);
    put_box(&properties, "pixi", bytes_of("...."));
    put_size(&properties, 4, 2);
    put_size(&properties, 2, 2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf file = boxes(cases[i].brands, &properties);
        struct photo photo;
        assert_int_equal(inspect(buf_view(&file), &photo), STATUS_OK);
        assert_int_equal(photo.kind, cases[i].kind);
        assert_int_equal(photo.width, 4 * 256 + 44);
        assert_int_equal(photo.height, 2 * 256 + 200);
        assert_false(photo.needs_nothing);
        assert_false(photo.decoded_here);
        inspect_every_beginning(buf_view(&file));
        buf_free(&file);
    }
    buf_free(&properties);
}

static void photo_swaps_the_sides_of_a_heic_that_lies_on_its_side(void **state) {
    (void)state;
    for (uint8_t angle = 0; angle < 4; angle++) {
        struct buf properties = buf_make(LIMIT);
        put_size(&properties, 4, 2);
        put_box(&properties, "irot", (struct bytes){&angle, 1});
        struct buf file = boxes("heic\1\1\1\1", &properties);
        struct photo photo;
        assert_int_equal(inspect(buf_view(&file), &photo), STATUS_OK);
        assert_int_equal(photo.width, angle & 1 ? 2 * 256 + 200 : 4 * 256 + 44);
        buf_free(&file);
        buf_free(&properties);
    }
}

static void photo_refuses_boxes_that_are_broken_or_hold_no_size(void **state) {
    (void)state;
    struct buf properties = buf_make(LIMIT);
    struct buf file = boxes("avif\1\1\1\1", &properties);
    struct photo photo;
    assert_int_equal(inspect(buf_view(&file), &photo), STATUS_DAMAGED);
    buf_free(&file);
    put_size(&properties, 255, 255);
    file = boxes("avif\1\1\1\1", &properties);
    assert_int_equal(inspect(buf_view(&file), &photo), STATUS_TOO_LARGE);
    memset(file.data + file.len - 8, 255, 8);
    assert_int_equal(inspect(buf_view(&file), &photo), STATUS_TOO_LARGE);
    for (size_t at = 0; at + 4 <= file.len; at++) {
        uint8_t saved[4];
        memcpy(saved, file.data + at, 4);
        for (uint8_t byte = 0; byte < 3; byte++) { /* lengths to the end, of 64 bits, impossible */
            memset(file.data + at, 0, 4);
            file.data[at + 3] = byte;
            inspect(buf_view(&file), &photo);
        }
        memcpy(file.data + at, saved, 4);
    }
    buf_free(&file);
    buf_free(&properties);
}

static void photo_decode_leaves_other_formats_to_the_browser(void **state) {
    (void)state;
    struct image image;
    struct fault fault;
    const struct bytes file = {(const uint8_t *)WEBP_LOSSY, 30};
    assert_int_equal(photo_decode(file, &image, &fault), STATUS_UNSUPPORTED);
    assert_non_null(strstr(fault.text, "WebP"));
    assert_null(image.pixels);
}

static void photo_sniff_looks_at_the_first_bytes_alone(void **state) {
    (void)state;
    enum photo_kind kind;
    assert_true(photo_sniff(bytes_of("\x89PNG\r\n\x1a\n..."), &kind));
    assert_int_equal(kind, PHOTO_PNG);
    assert_true(photo_sniff(bytes_of("\xff\xd8\xff\xe0"), &kind));
    assert_int_equal(kind, PHOTO_JPEG);
    assert_true(photo_sniff((struct bytes){(const uint8_t *)"RIFF\0\0\0\0WEBP", 12}, &kind));
    assert_int_equal(kind, PHOTO_WEBP);
    assert_true(photo_sniff(bytes_of("GIF87a"), &kind));
    assert_int_equal(kind, PHOTO_GIF);
    assert_false(photo_sniff(bytes_of("<!doctype html>"), &kind));
    assert_false(photo_sniff((struct bytes){0}, &kind));
}

static bool decode(void *context) {
    struct image image;
    struct fault fault;
    const enum status status = photo_decode(buf_view(context), &image, &fault);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_int_equal(image.pixels != NULL, status == STATUS_OK);
    image_free(&image);
    return status == STATUS_OK;
}

/* A JPEG that says it is turned. */
static struct buf turned_jpeg(int orientation, struct craft_jpeg how) {
    uint8_t exif[] = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0.\0\0\0\0\0\0";
    exif[25] = (uint8_t)orientation;
    how.app1 = (struct bytes){exif, sizeof exif - 1};
    return craft_jpeg(how);
}

#define PART_LIMIT ((size_t)1 << 20)

/* Against the whole picture, decoded, cut and scaled. */
static void check_part(struct bytes file, struct rect part, int width, int height) {
    struct image whole;
    struct image wanted;
    struct image got;
    struct fault fault;
    assert_int_equal(photo_decode(file, &whole, &fault), STATUS_OK);
    assert_int_equal(resize_frame(&whole, part, width, height, &wanted), STATUS_OK);
    assert_int_equal(photo_decode_part(file, part, width, height, &got, &fault), STATUS_OK);
    assert_in_range(compare(&wanted, &got).most, 0, 1); /* one side is scaled before the other */
    image_free(&whole);
    image_free(&wanted);
    image_free(&got);
}

static void parts_are_as_if_cut_from_the_whole_picture_however_it_is_turned(void **state) {
    (void)state;
    uint32_t random = 60;
    for (int n = 0; n < 160; n++) {
        const int orientation = n % 8 + 1;
        struct craft_jpeg how = {.width = 70, .height = 50, .quality = 90, .grey = n % 5 == 0};
        struct buf file = turned_jpeg(orientation, how);
        const bool lies = orientation >= 5;
        const struct rect whole = {0, 0, lies ? 50 : 70, lies ? 70 : 50};
        const struct rect part = {random_between(&random, -20, 40),
                                  random_between(&random, -20, 40), random_between(&random, 1, 90),
                                  random_between(&random, 1, 90)};
        const int width = random_between(&random, 1, 90);
        check_part(buf_view(&file), n < 16 ? whole : part, width, random_between(&random, 1, 90));
        buf_free(&file);
    }
}

enum png_kind { PNG_RGB, PNG_RGBA, PNG_OPAQUE_RGBA, PNG_LAST_TRANSPARENT, PNG_INTERLACED, KINDS };

/* A colourful picture as PNG; a black one where it is interlaced. */
static struct buf png_of(enum png_kind kind) {
    if (kind == PNG_INTERLACED) {
        return craft_png((struct craft_header){70, 50, 8, 2, 1}, (struct bytes){0});
    }
    struct buf file = buf_make(PART_LIMIT);
    struct image image = craft_image(70, 50, kind == PNG_RGBA);
    if (kind == PNG_LAST_TRANSPARENT) {
        image.pixels[image_bytes(&image) - 1] = 100;
    }
    assert_int_equal((kind == PNG_RGB ? png_encode : png_encode_rgba)(&image, &file), STATUS_OK);
    image_free(&image);
    return file;
}

static void parts_of_a_png_are_as_if_cut_from_the_whole_picture(void **state) {
    (void)state;
    uint32_t random = 61;
    for (int n = 0; n < 100; n++) {
        struct buf file = png_of((enum png_kind)(n % KINDS));
        const struct rect part = {random_between(&random, -20, 40),
                                  random_between(&random, -20, 40), random_between(&random, 1, 90),
                                  random_between(&random, 1, 90)};
        const int width = random_between(&random, 1, 90);
        check_part(buf_view(&file), part, width, random_between(&random, 1, 90));
        buf_free(&file);
    }
}

/* A white one. */
static struct buf large_png(enum status (*encode)(const struct image *, struct buf *)) {
    struct buf file = buf_make(PART_LIMIT);
    struct image image;
    assert_int_equal(image_make(3000, 3000, &image), STATUS_OK);
    memset(image.pixels, 255, image_bytes(&image));
    assert_int_equal(encode(&image, &file), STATUS_OK);
    image_free(&image);
    return file;
}

static void check_memory(struct buf file) {
    struct image image;
    struct fault fault;
    const size_t before = allocated_so_far();
    assert_int_equal(photo_decode_part(buf_view(&file), (struct rect){0, 0, 3000, 3000}, 300, 300,
                                       &image, &fault),
                     STATUS_OK);
    assert_true(allocated_so_far() - before < 3 << 20);
    image_free(&image);
    buf_free(&file);
}

static void a_part_of_an_opaque_png_takes_little_memory(void **state) {
    (void)state;
    check_memory(large_png(png_encode));
    check_memory(large_png(png_encode_rgba));
}

static void a_part_of_a_png_is_refused_where_any_of_it_is_damaged(void **state) {
    (void)state;
    uint8_t rows[20 * (1 + 30 * 3)] = {0};
    rows[19 * (1 + 30 * 3)] = 7; /* no such filter */
    struct buf file = buf_make(PART_LIMIT);
    craft_signature(&file);
    craft_header(&file, (struct craft_header){30, 20, 8, 2, 0});
    craft_pixels(&file, (struct bytes){rows, sizeof rows});
    craft_end(&file);
    struct image image;
    struct fault fault;
    assert_int_equal(
        photo_decode_part(buf_view(&file), (struct rect){0, 0, 30, 5}, 15, 3, &image, &fault),
        STATUS_DAMAGED);
    assert_null(image.pixels);
    assert_int_equal(fault.status, STATUS_DAMAGED);
    buf_free(&file);
}

static bool attempt_part(void *context) {
    struct image image;
    struct fault fault;
    const enum status status =
        photo_decode_part(buf_view(context), (struct rect){1, 2, 20, 10}, 9, 8, &image, &fault);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_true((status == STATUS_OK) == (image.pixels != NULL));
    image_free(&image);
    return status == STATUS_OK;
}

static void parts_survive_each_failing_allocation(void **state) {
    (void)state;
    for (int grey = 0; grey < 2; grey++) {
        struct buf file = turned_jpeg(
            6, (struct craft_jpeg){.width = 40, .height = 30, .quality = 80, .grey = grey});
        each_allocation_fails_once(attempt_part, &file);
        buf_free(&file);
    }
    struct buf png = png_of(PNG_RGB);
    each_allocation_fails_once(attempt_part, &png);
    buf_free(&png);
}

static void photo_decode_survives_each_failing_allocation(void **state) {
    (void)state;
    struct buf jpeg =
        craft_jpeg((struct craft_jpeg){.width = 30,
                                       .height = 20,
                                       .quality = 80,
                                       .app1 = {(const uint8_t *)"Exif\0\0" LYING, 6 + EXIF_LEN}});
    each_allocation_fails_once(decode, &jpeg);
    buf_free(&jpeg);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(photo_names_what_is_no_picture_and_says_what_to_do),
        cmocka_unit_test(photo_calls_an_empty_file_damaged),
        cmocka_unit_test(photo_refuses_a_file_cut_in_half),
        cmocka_unit_test(photo_kinds_have_names_types_and_extensions),
        cmocka_unit_test(photo_says_which_png_needs_nothing),
        cmocka_unit_test(photo_turns_a_png_by_its_exif),
        cmocka_unit_test(photo_tells_of_transparency_and_animation),
        cmocka_unit_test(photo_with_something_after_its_end_does_not_go_out_as_it_is),
        cmocka_unit_test(photo_says_which_jpeg_needs_nothing),
        cmocka_unit_test(photo_in_four_colours_does_not_go_out_as_it_is),
        cmocka_unit_test(photo_is_upright_as_the_browsers_have_it),
        cmocka_unit_test(photo_turns_real_photographs_upright),
        cmocka_unit_test(photo_measures_webp_of_all_three_kinds),
        cmocka_unit_test(photo_leaves_the_size_of_a_webp_with_exif_to_the_browser),
        cmocka_unit_test(photo_refuses_a_webp_that_is_cut_or_too_large),
        cmocka_unit_test(photo_tells_a_moving_gif_by_its_frames),
        cmocka_unit_test(photo_measures_avif_and_heic_by_their_largest_size),
        cmocka_unit_test(photo_swaps_the_sides_of_a_heic_that_lies_on_its_side),
        cmocka_unit_test(photo_refuses_boxes_that_are_broken_or_hold_no_size),
        cmocka_unit_test(photo_decode_leaves_other_formats_to_the_browser),
        cmocka_unit_test(photo_sniff_looks_at_the_first_bytes_alone),
        cmocka_unit_test(parts_are_as_if_cut_from_the_whole_picture_however_it_is_turned),
        cmocka_unit_test(parts_of_a_png_are_as_if_cut_from_the_whole_picture),
        cmocka_unit_test(a_part_of_an_opaque_png_takes_little_memory),
        cmocka_unit_test(a_part_of_a_png_is_refused_where_any_of_it_is_damaged),
        cmocka_unit_test(parts_survive_each_failing_allocation),
        cmocka_unit_test(photo_decode_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
