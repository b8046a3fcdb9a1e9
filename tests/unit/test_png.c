#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/png.h"
#include "support/corpus.h"
#include "support/craft.h"
#include "support/opinion.h"

#define ENCODED_LIMIT (1 << 24)

static int valid;
static int corrupt;
static int bombs;

static void decode_like_libpng(const char *path, const char *name) {
    const struct bytes file = file_read(path);
    struct fault fault;
    struct image ours;
    const enum status status = png_decode(file, &ours, &fault);
    if (name[0] == 'x') {
        assert_int_not_equal(status, STATUS_OK);
        assert_null(ours.pixels);
        corrupt++;
    } else {
        struct image theirs;
        if (status != STATUS_OK) {
            fail_msg("%s: %s", name, fault.text);
        }
        assert_true(opinion_png(file, &theirs));
        const struct difference d = compare(&ours, &theirs);
        if (d.most > 0) {
            fail_msg("%s: %d levels from libpng", name, d.most);
        }
        image_free(&theirs);
        valid++;
    }
    image_free(&ours);
    file_free(file);
}

static void png_decodes_all_of_pngsuite_as_libpng_does_and_refuses_its_corrupt_files(void **state) {
    (void)state;
    if (corpus_each("pngsuite/png", ".png", decode_like_libpng) >= 0) {
        print_message("PngSuite: %d valid files right, %d corrupt ones refused\n", valid, corrupt);
        assert_int_equal(valid, 161);
        assert_int_equal(corrupt, 14);
    }
}

/* The colour type in the header of an encoded file. */
static int color_type(struct bytes file) {
    return file.data[25];
}

static void check_only_header_pixels_and_end(struct bytes file) {
    static const char *const expected[] = {"IHDR", "IDAT", "IEND"};
    size_t at = 8;
    for (int i = 0; i < 3; i++) {
        assert_memory_equal(file.data + at + 4, expected[i], 4);
        at += read_be32(file.data + at) + 12;
    }
    assert_int_equal(at, file.len);
}

/* Encodes, then decodes by libpng and by ourselves: all three must be one picture. */
static void check_round_trip(const struct image *image, int type,
                             enum status encode(const struct image *, struct buf *)) {
    struct buf file = buf_make(ENCODED_LIMIT);
    assert_int_equal(encode(image, &file), STATUS_OK);
    assert_int_equal(color_type(buf_view(&file)), type);
    check_only_header_pixels_and_end(buf_view(&file));
    struct image theirs;
    struct image ours;
    struct fault fault;
    assert_true(opinion_png(buf_view(&file), &theirs));
    assert_int_equal(compare(image, &theirs).most, 0);
    assert_int_equal(png_decode(buf_view(&file), &ours, &fault), STATUS_OK);
    assert_int_equal(compare(image, &ours).most, 0);
    image_free(&theirs);
    image_free(&ours);
    buf_free(&file);
}

/* Noise, flat colour, a few colours in runs, or a smooth picture: what a filter may meet. */
static struct image any_image(uint32_t *random, int kind, bool opaque) {
    const int width = random_between(random, 1, kind == 3 ? 200 : 60);
    const int height = random_between(random, 1, 40);
    struct image image = craft_image(width, height, !opaque);
    if (kind == 0) {
        random_fill(random, image.pixels, image_bytes(&image));
    } else if (kind == 1) {
        memset(image.pixels, random_between(random, 0, 254), image_bytes(&image));
    } else if (kind == 2) {
        uint32_t colour = 0;
        for (size_t i = 0; i < image_bytes(&image); i += 4) {
            colour = random_between(random, 0, 20) == 0 ? random_next(random) : colour;
            memcpy(image.pixels + i, &colour, 4);
        }
    }
    for (size_t i = 3; opaque && i < image_bytes(&image); i += 4) {
        image.pixels[i] = 255;
    }
    return image;
}

static void png_encode_keeps_every_pixel_and_writes_rgb_where_all_is_opaque(void **state) {
    (void)state;
    uint32_t random = 20;
    for (int n = 0; n < 200; n++) {
        struct image image = any_image(&random, n % 4, n % 8 < 4);
        const bool opaque = image_is_opaque(&image);
        check_round_trip(&image, opaque ? 2 : 6, png_encode);
        check_round_trip(&image, 6, png_encode_rgba);
        image_free(&image);
    }
}

static void png_encode_takes_the_narrowest_pictures(void **state) {
    (void)state;
    static const int sizes[][2] = {{1, 1},     {1, 2},    {2, 1},    {1, 16384},
                                   {16384, 1}, {3, 4097}, {5461, 3}, {1, 257}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct image image = craft_image(sizes[i][0], sizes[i][1], i % 2 == 0);
        check_round_trip(&image, image_is_opaque(&image) ? 2 : 6, png_encode);
        image_free(&image);
    }
}

static void png_encode_writes_files_in_which_pngcheck_finds_no_fault(void **state) {
    (void)state;
    uint32_t random = 21;
    for (int n = 0; n < 12; n++) {
        struct image image = any_image(&random, n % 4, n % 8 < 4);
        struct buf file = buf_make(ENCODED_LIMIT);
        assert_int_equal(png_encode(&image, &file), STATUS_OK);
        assert_true(command_accepts("pngcheck -q", buf_view(&file)));
        buf_free(&file);
        image_free(&image);
    }
}

static void png_encode_appends_to_what_is_there(void **state) {
    (void)state;
    struct image image = craft_image(20, 10, false);
    struct buf out = buf_make(ENCODED_LIMIT);
    buf_text(&out, "before");
    assert_int_equal(png_encode(&image, &out), STATUS_OK);
    assert_memory_equal(out.data, "before", 6);
    assert_true(png_is((struct bytes){out.data + 6, out.len - 6}));
    buf_free(&out);
    image_free(&image);
}

static void png_encode_gives_the_same_bytes_for_the_same_pixels(void **state) {
    (void)state;
    struct image image = craft_image(100, 80, true);
    struct buf first = buf_make(ENCODED_LIMIT);
    struct buf second = buf_make(ENCODED_LIMIT);
    assert_int_equal(png_encode(&image, &first), STATUS_OK);
    assert_int_equal(png_encode(&image, &second), STATUS_OK);
    assert_true(bytes_equal(buf_view(&first), buf_view(&second)));
    buf_free(&first);
    buf_free(&second);
    image_free(&image);
}

static void png_encode_fails_past_the_limit_and_keeps_what_was_there(void **state) {
    (void)state;
    struct image image = craft_image(20, 10, false);
    struct buf out = buf_make(30);
    buf_text(&out, "before");
    assert_int_equal(png_encode(&image, &out), STATUS_TOO_LARGE);
    assert_int_equal(out.status, STATUS_TOO_LARGE);
    assert_memory_equal(out.data, "before", 6);
    buf_free(&out);
    image_free(&image);
}

static bool encode(void *context) {
    struct buf out = buf_make(ENCODED_LIMIT);
    const enum status status = png_encode(context, &out);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_int_equal(status, out.status);
    buf_free(&out);
    return status == STATUS_OK;
}

static void png_encode_survives_each_failing_allocation(void **state) {
    (void)state;
    for (int opaque = 0; opaque <= 1; opaque++) {
        struct image image = craft_image(50, 40, !opaque);
        each_allocation_fails_once(encode, &image);
        image_free(&image);
    }
}

#define BROKEN_LIMIT 100000

static const struct craft_header rgba = {3, 2, 8, 6, 0};

static enum status walk(const struct buf *png, struct png_info *info, struct fault *fault) {
    return png_walk(buf_view(png), info, fault);
}

/* A PNG of chunks by name: "IHDR" is a small palette picture's, "PLTE" four colours. */
static struct buf chunks(const char *const *names) {
    static const uint8_t nothing[64] = {0};
    struct buf png = buf_make(BROKEN_LIMIT);
    craft_signature(&png);
    for (; *names; names++) {
        if (strcmp(*names, "IHDR") == 0) {
            craft_header(&png, (struct craft_header){2, 2, 8, 3, 0});
        } else if (strcmp(*names, "IDAT") == 0) {
            craft_pixels(&png, (struct bytes){nothing, 6});
        } else {
            craft_chunk(&png, *names,
                        (struct bytes){nothing, strcmp(*names, "IEND") == 0 ? 0 : 12});
        }
    }
    return png;
}

static void png_refuses_chunks_that_are_missing_doubled_or_out_of_order(void **state) {
    (void)state;
    static const struct {
        enum status status;
        const char *names[9];
    } cases[] = {
        {STATUS_OK, {"IHDR", "PLTE", "IDAT", "IEND"}},
        {STATUS_OK, {"IHDR", "tEXt", "PLTE", "tIME", "IDAT", "IDAT", "vpAg", "IEND"}},
        {STATUS_DAMAGED, {NULL}},
        {STATUS_DAMAGED, {"IHDR"}},
        {STATUS_DAMAGED, {"PLTE", "IHDR", "IDAT", "IEND"}},
        {STATUS_DAMAGED, {"tEXt", "IHDR", "PLTE", "IDAT", "IEND"}},
        {STATUS_DAMAGED, {"IHDR", "IHDR", "PLTE", "IDAT", "IEND"}},
        {STATUS_DAMAGED, {"IHDR", "IDAT", "IEND"}},
        {STATUS_DAMAGED, {"IHDR", "PLTE", "IEND"}},
        {STATUS_DAMAGED, {"IHDR", "PLTE", "PLTE", "IDAT", "IEND"}},
        {STATUS_DAMAGED, {"IHDR", "PLTE", "IDAT", "PLTE", "IEND"}},
        {STATUS_DAMAGED, {"IHDR", "PLTE", "IDAT", "tIME", "IDAT", "IEND"}},
        {STATUS_DAMAGED, {"IHDR", "PLTE", "IDAT"}},
        {STATUS_DAMAGED, {"IHDR", "PLTE", "ZZZZ", "IDAT", "IEND"}},
        {STATUS_DAMAGED, {"IHDR", "PLTE", "ab1c", "IDAT", "IEND"}},
        {STATUS_UNSUPPORTED, {"CgBI", "IHDR", "PLTE", "IDAT", "IEND"}},
        {STATUS_UNSUPPORTED, {"IHDR", "CgBI", "PLTE", "IDAT", "IEND"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf png = chunks(cases[i].names);
        struct png_info info;
        struct fault fault;
        const enum status status = walk(&png, &info, &fault);
        if (status != cases[i].status) {
            fail_msg("case %zu: %s", i, status_name(status));
        }
        assert_int_equal(info.width, status == STATUS_OK ? 2 : 0);
        buf_free(&png);
    }
}

static void png_refuses_a_header_of_the_wrong_length(void **state) {
    (void)state;
    static const uint8_t header[14] = {0, 0, 0, 1, 0, 0, 0, 1, 8, 6};
    for (size_t len = 0; len <= sizeof header; len++) {
        struct buf png = buf_make(BROKEN_LIMIT);
        craft_signature(&png);
        craft_chunk(&png, "IHDR", (struct bytes){header, len});
        craft_pixels(&png, (struct bytes){header, 5});
        craft_end(&png);
        struct png_info info;
        struct fault fault;
        assert_int_equal(walk(&png, &info, &fault), len == 13 ? STATUS_OK : STATUS_DAMAGED);
        buf_free(&png);
    }
}

static void png_refuses_palettes_of_impossible_length(void **state) {
    (void)state;
    static const uint8_t colours[771] = {0};
    static const struct {
        size_t len;
        enum status status;
    } cases[] = {{0, STATUS_DAMAGED},
                 {3, STATUS_OK},
                 {4, STATUS_DAMAGED},
                 {768, STATUS_OK},
                 {771, STATUS_DAMAGED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf png = buf_make(BROKEN_LIMIT);
        craft_signature(&png);
        craft_header(&png, (struct craft_header){2, 2, 8, 3, 0});
        craft_chunk(&png, "PLTE", (struct bytes){colours, cases[i].len});
        craft_pixels(&png, (struct bytes){colours, 6});
        craft_end(&png);
        struct png_info info;
        struct fault fault;
        assert_int_equal(walk(&png, &info, &fault), cases[i].status);
        buf_free(&png);
    }
}

/* Whether the specification has pictures of this depth and colour type (its table 11.1). */
static bool exists(int depth, int type) {
    switch (type) {
    case 0:
        return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    case 3:
        return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    case 2:
    case 4:
    case 6:
        return depth == 8 || depth == 16;
    default:
        return false;
    }
}

static void png_takes_just_the_depths_and_colour_types_that_exist(void **state) {
    (void)state;
    const uint8_t palette[] = {0, 0, 0, 3, 'P', 'L', 'T', 'E', 1, 2, 3, 0, 0, 0, 0};
    for (int depth = 0; depth <= 32; depth++) {
        for (int type = 0; type <= 8; type++) {
            struct buf png = buf_make(BROKEN_LIMIT);
            craft_signature(&png);
            craft_header(&png, (struct craft_header){2, 2, (uint8_t)depth, (uint8_t)type, 0});
            craft_chunk(&png, "PLTE", (struct bytes){palette + 8, 3});
            craft_pixels(&png, (struct bytes){palette, 8});
            craft_end(&png);
            struct png_info info;
            struct fault fault;
            assert_int_equal(walk(&png, &info, &fault) == STATUS_OK, exists(depth, type));
            buf_free(&png);
        }
    }
}

static void png_refuses_a_file_cut_anywhere(void **state) {
    (void)state;
    struct buf png = craft_png(rgba, (struct bytes){0});
    for (size_t len = 0; len < png.len; len++) {
        uint8_t *cut = test_malloc(len);
        memcpy(cut, png.data, len);
        struct png_info info;
        struct fault fault;
        assert_int_equal(png_walk((struct bytes){cut, len}, &info, &fault), STATUS_DAMAGED);
        test_free(cut);
    }
    buf_free(&png);
}

static void png_refuses_a_file_with_any_bit_flipped(void **state) {
    (void)state;
    struct buf png = craft_png(rgba, (struct bytes){0});
    for (size_t bit = 0; bit < png.len * 8; bit++) {
        png.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        struct png_info info;
        struct fault fault;
        assert_int_not_equal(walk(&png, &info, &fault), STATUS_OK);
        png.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    buf_free(&png);
}

static void png_tells_what_the_chunks_say(void **state) {
    (void)state;
    struct buf extra = buf_make(BROKEN_LIMIT);
    craft_chunk(&extra, "acTL", (struct bytes){(const uint8_t *)"\0\0\0\1\0\0\0\0", 8});
    craft_chunk(&extra, "iTXt", bytes_of("XML:com.adobe.xmp"));
    craft_chunk(&extra, "eXIf", bytes_of("MM\1*"));
    struct buf png = craft_png((struct craft_header){5, 4, 16, 2, 1}, buf_view(&extra));
    const size_t len = png.len;
    buf_text(&png, "<script>");
    struct png_info info;
    struct fault fault;
    assert_int_equal(walk(&png, &info, &fault), STATUS_OK);
    assert_int_equal(info.width, 5);
    assert_int_equal(info.height, 4);
    assert_int_equal(info.bit_depth, 16);
    assert_int_equal(info.color_type, 2);
    assert_true(info.interlaced);
    assert_false(info.has_transparency);
    assert_true(info.animated);
    assert_true(info.has_text);
    assert_true(bytes_equal(info.exif, bytes_of("MM\1*")));
    assert_int_equal(info.len, len);
    buf_free(&png);
    buf_free(&extra);
}

static void png_tells_transparency_from_the_colour_type_or_trns(void **state) {
    (void)state;
    for (uint8_t type = 0; type <= 6; type += 2) {
        struct buf plain = craft_png((struct craft_header){2, 2, 8, type, 0}, (struct bytes){0});
        struct png_info info;
        struct fault fault;
        assert_int_equal(walk(&plain, &info, &fault), STATUS_OK);
        assert_int_equal(info.has_transparency, type >= 4);
        buf_free(&plain);
    }
    struct buf extra = buf_make(BROKEN_LIMIT);
    craft_chunk(&extra, "tRNS", (struct bytes){(const uint8_t *)"\0\0", 2});
    struct buf keyed = craft_png((struct craft_header){2, 2, 8, 0, 0}, buf_view(&extra));
    struct png_info info;
    struct fault fault;
    assert_int_equal(walk(&keyed, &info, &fault), STATUS_OK);
    assert_true(info.has_transparency);
    buf_free(&keyed);
    buf_free(&extra);
}

static void png_refuses_a_size_past_the_limit_before_allocating(void **state) {
    (void)state;
    static const struct {
        uint32_t width, height;
        enum status status;
    } cases[] = {
        {0, 10, STATUS_UNSUPPORTED},       {10, 0, STATUS_UNSUPPORTED},
        {16385, 1, STATUS_TOO_LARGE},      {1, 16385, STATUS_TOO_LARGE},
        {16384, 16384, STATUS_TOO_LARGE},  {65535, 65535, STATUS_TOO_LARGE},
        {0x7fffffff, 1, STATUS_TOO_LARGE}, {0xffffffff, 0xffffffff, STATUS_TOO_LARGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf png = buf_make(BROKEN_LIMIT);
        craft_signature(&png);
        craft_header(&png, (struct craft_header){cases[i].width, cases[i].height, 8, 6, 0});
        craft_pixels(&png, bytes_of("some"));
        craft_end(&png);
        const size_t allocated = allocated_so_far();
        struct image image;
        struct fault fault;
        assert_int_equal(png_decode(buf_view(&png), &image, &fault), cases[i].status);
        assert_int_equal(allocated_so_far(), allocated);
        assert_null(image.pixels);
        buf_free(&png);
    }
}

static void refuse_without_allocating(const char *path, const char *name) {
    if (strncmp(name, "bomb_hdr_", 9) != 0) {
        return;
    }
    const struct bytes file = file_read(path);
    const size_t allocated = allocated_so_far();
    struct image image;
    struct fault fault;
    assert_int_not_equal(png_decode(file, &image, &fault), STATUS_OK);
    assert_int_equal(allocated_so_far(), allocated);
    bombs++;
    file_free(file);
}

static void png_refuses_the_header_bombs_of_the_corpus_before_allocating(void **state) {
    (void)state;
    if (corpus_each("generated", ".png", refuse_without_allocating) >= 0) {
        assert_int_equal(bombs, 12);
    }
}

static void png_refuses_what_inflates_far_past_its_size(void **state) {
    (void)state;
    const size_t len = 64 << 20;
    uint8_t *zeros = test_calloc(len, 1);
    struct buf png = buf_make(1 << 20);
    craft_signature(&png);
    craft_header(&png, (struct craft_header){1, 1, 8, 6, 0});
    craft_pixels(&png, (struct bytes){zeros, len});
    craft_end(&png);
    test_free(zeros);
    const size_t allocated = allocated_so_far();
    struct image image;
    struct fault fault;
    assert_int_equal(png_decode(buf_view(&png), &image, &fault), STATUS_DAMAGED);
    assert_true(allocated_so_far() - allocated < 4 << 20);
    buf_free(&png);
}

static void png_refuses_pixels_that_end_too_early(void **state) {
    (void)state;
    static const uint8_t rows[26] = {0};
    for (size_t len = 1; len < 26; len++) {
        struct buf png = buf_make(BROKEN_LIMIT);
        craft_signature(&png);
        craft_header(&png, rgba);
        craft_pixels(&png, (struct bytes){rows, len});
        craft_end(&png);
        struct image image;
        struct fault fault;
        assert_int_equal(png_decode(buf_view(&png), &image, &fault), STATUS_DAMAGED);
        assert_null(image.pixels);
        buf_free(&png);
    }
}

static void png_takes_empty_idats(void **state) {
    (void)state;
    struct buf extra = buf_make(BROKEN_LIMIT);
    for (int i = 0; i < 3; i++) {
        craft_chunk(&extra, "IDAT", (struct bytes){0});
    }
    struct buf png = craft_png(rgba, buf_view(&extra));
    struct image image;
    struct fault fault;
    assert_int_equal(png_decode(buf_view(&png), &image, &fault), STATUS_OK);
    image_free(&image);
    buf_free(&png);
    buf_free(&extra);
}

static void png_gives_a_palette_index_out_of_range_a_definite_colour(void **state) {
    (void)state;
    struct buf png = buf_make(BROKEN_LIMIT);
    craft_signature(&png);
    craft_header(&png, (struct craft_header){2, 1, 8, 3, 0});
    craft_chunk(&png, "PLTE", (struct bytes){(const uint8_t[]){10, 20, 30}, 3});
    craft_pixels(&png, (struct bytes){(const uint8_t[]){0, 0, 200}, 3});
    craft_end(&png);
    struct image image;
    struct fault fault;
    assert_int_equal(png_decode(buf_view(&png), &image, &fault), STATUS_OK);
    assert_memory_equal(image.pixels, ((const uint8_t[]){10, 20, 30, 255, 0, 0, 0, 0}), 8);
    image_free(&image);
    buf_free(&png);
}

static void png_rounds_every_16_bit_sample_as_libpng_does(void **state) {
    (void)state;
    enum { SIDE = 256, ROW = 1 + 2 * SIDE };
    uint8_t *rows = test_calloc(SIDE, ROW);
    for (int i = 0; i < SIDE * SIDE; i++) {
        rows[i / SIDE * ROW + 1 + i % SIDE * 2] = (uint8_t)(i >> 8);
        rows[i / SIDE * ROW + 2 + i % SIDE * 2] = (uint8_t)i;
    }
    struct buf png = buf_make(1 << 20);
    craft_signature(&png);
    craft_header(&png, (struct craft_header){SIDE, SIDE, 16, 0, 0});
    craft_pixels(&png, (struct bytes){rows, SIDE * ROW});
    craft_end(&png);
    test_free(rows);
    struct image ours;
    struct image theirs;
    struct fault fault;
    assert_int_equal(png_decode(buf_view(&png), &ours, &fault), STATUS_OK);
    assert_true(opinion_png(buf_view(&png), &theirs));
    assert_int_equal(compare(&ours, &theirs).most, 0);
    image_free(&ours);
    image_free(&theirs);
    buf_free(&png);
}

static void png_keeps_colours_under_alpha_0(void **state) {
    (void)state;
    struct image image = craft_image(64, 64, true);
    for (size_t i = 3; i < image_bytes(&image); i += 4) {
        image.pixels[i] = 0;
    }
    check_round_trip(&image, 6, png_encode);
    image_free(&image);
}

static bool decode(void *context) {
    const struct buf *png = context;
    struct image image;
    struct fault fault;
    const enum status status = png_decode(buf_view(png), &image, &fault);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_int_equal(image.pixels != NULL, status == STATUS_OK);
    image_free(&image);
    return status == STATUS_OK;
}

static void png_decode_survives_each_failing_allocation(void **state) {
    (void)state;
    static const struct craft_header kinds[] = {{9, 7, 8, 6, 0},  {9, 7, 8, 2, 1}, {9, 7, 16, 2, 0},
                                                {9, 7, 16, 6, 1}, {9, 7, 4, 0, 0}, {9, 7, 8, 4, 0}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct buf png = craft_png(kinds[i], (struct bytes){0});
        each_allocation_fails_once(decode, &png);
        buf_free(&png);
    }
    struct buf extra = buf_make(BROKEN_LIMIT);
    craft_chunk(&extra, "PLTE", bytes_of("abcdef"));
    craft_chunk(&extra, "tRNS", bytes_of("a"));
    struct buf png = craft_png((struct craft_header){9, 7, 2, 3, 1}, buf_view(&extra));
    each_allocation_fails_once(decode, &png);
    buf_free(&png);
    buf_free(&extra);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_decodes_all_of_pngsuite_as_libpng_does_and_refuses_its_corrupt_files),
        cmocka_unit_test(png_encode_keeps_every_pixel_and_writes_rgb_where_all_is_opaque),
        cmocka_unit_test(png_encode_takes_the_narrowest_pictures),
        cmocka_unit_test(png_encode_writes_files_in_which_pngcheck_finds_no_fault),
        cmocka_unit_test(png_encode_appends_to_what_is_there),
        cmocka_unit_test(png_encode_gives_the_same_bytes_for_the_same_pixels),
        cmocka_unit_test(png_encode_fails_past_the_limit_and_keeps_what_was_there),
        cmocka_unit_test(png_encode_survives_each_failing_allocation),
        cmocka_unit_test(png_refuses_chunks_that_are_missing_doubled_or_out_of_order),
        cmocka_unit_test(png_refuses_a_header_of_the_wrong_length),
        cmocka_unit_test(png_refuses_palettes_of_impossible_length),
        cmocka_unit_test(png_takes_just_the_depths_and_colour_types_that_exist),
        cmocka_unit_test(png_refuses_a_file_cut_anywhere),
        cmocka_unit_test(png_refuses_a_file_with_any_bit_flipped),
        cmocka_unit_test(png_tells_what_the_chunks_say),
        cmocka_unit_test(png_tells_transparency_from_the_colour_type_or_trns),
        cmocka_unit_test(png_refuses_a_size_past_the_limit_before_allocating),
        cmocka_unit_test(png_refuses_the_header_bombs_of_the_corpus_before_allocating),
        cmocka_unit_test(png_refuses_what_inflates_far_past_its_size),
        cmocka_unit_test(png_refuses_pixels_that_end_too_early),
        cmocka_unit_test(png_takes_empty_idats),
        cmocka_unit_test(png_gives_a_palette_index_out_of_range_a_definite_colour),
        cmocka_unit_test(png_rounds_every_16_bit_sample_as_libpng_does),
        cmocka_unit_test(png_keeps_colours_under_alpha_0),
        cmocka_unit_test(png_decode_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
