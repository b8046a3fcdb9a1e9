#include "support/support.h"

#include <string.h>

#include "pixels/orient.h"

/* A TIFF block with one directory entry; what a test breaks it names. */
struct tiff {
    bool big;
    uint32_t offset;
    uint16_t entries;
    uint16_t tag;
    uint16_t type;
    uint32_t count;
    uint16_t value;
};

static const struct tiff rotated = {false, 8, 1, 0x0112, 3, 1, 6};

#define TIFF_LEN 26

static void put(uint8_t *to, bool big, uint32_t value, int len) {
    for (int i = 0; i < len; i++) {
        to[big ? len - 1 - i : i] = (uint8_t)(value >> 8 * i);
    }
}

static struct exif read(struct tiff t, size_t len) {
    uint8_t *block = test_malloc(len);
    uint8_t whole[TIFF_LEN] = {0};
    memcpy(whole, t.big ? "MM" : "II", 2);
    put(whole + 2, t.big, 42, 2);
    put(whole + 4, t.big, t.offset, 4);
    put(whole + 8, t.big, t.entries, 2);
    put(whole + 10, t.big, t.tag, 2);
    put(whole + 12, t.big, t.type, 2);
    put(whole + 14, t.big, t.count, 4);
    put(whole + 18, t.big, t.value, 2);
    memcpy(block, whole, len);
    const struct exif exif = exif_read((struct bytes){block, len});
    test_free(block);
    return exif;
}

static int orientation(struct tiff t) {
    return read(t, TIFF_LEN).orientation;
}

static void exif_reads_each_orientation_in_both_byte_orders(void **state) {
    (void)state;
    for (uint16_t value = 1; value <= 8; value++) {
        struct tiff t = rotated;
        t.value = value;
        assert_int_equal(orientation(t), value);
        t.big = true;
        assert_int_equal(orientation(t), value);
    }
}

static void exif_takes_anything_but_one_short_from_1_to_8_for_upright(void **state) {
    (void)state;
    static const uint16_t values[] = {0, 9, 255, 256, 65535};
    struct tiff t = rotated;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        t.value = values[i];
        assert_int_equal(orientation(t), 1);
    }
    t = rotated;
    t.type = 4;
    assert_int_equal(orientation(t), 1);
    t = rotated;
    t.count = 2;
    assert_int_equal(orientation(t), 1);
    t = rotated;
    t.tag = 0x0113;
    assert_int_equal(orientation(t), 1);
}

static void exif_takes_a_block_cut_anywhere_for_upright(void **state) {
    (void)state;
    for (size_t len = 0; len < TIFF_LEN - 4; len++) {
        assert_int_equal(read(rotated, len).orientation, 1);
    }
}

static void exif_takes_a_directory_outside_its_block_for_upright(void **state) {
    (void)state;
    static const uint32_t offsets[] = {TIFF_LEN - 2, TIFF_LEN - 1, TIFF_LEN, 0x7fffffff,
                                       0xffffffff};
    struct tiff t = rotated;
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
        t.offset = offsets[i];
        assert_int_equal(orientation(t), 1);
    }
}

static void exif_reads_the_entries_that_are_there_when_more_are_promised(void **state) {
    (void)state;
    struct tiff t = rotated;
    t.entries = 65535;
    assert_int_equal(orientation(t), 6);
    t.entries = 0;
    assert_int_equal(orientation(t), 1);
}

static void exif_knows_a_tiff_block_by_its_first_bytes(void **state) {
    (void)state;
    static const char *const strangers[] = {"II\0*\x08\0\0\0", "MM*\0\0\0\0\x08", "IM*\0\x08\0\0\0",
                                            "Exif\0\0\0\0"};
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        const struct bytes block = {(const uint8_t *)strangers[i], 8};
        assert_int_equal(exif_read(block).orientation, 1);
    }
}

static void exif_tells_whether_there_is_a_location(void **state) {
    (void)state;
    assert_false(read(rotated, TIFF_LEN).has_location);
    struct tiff t = rotated;
    t.tag = 0x8825;
    assert_true(read(t, TIFF_LEN).has_location);
    assert_int_equal(orientation(t), 1);
}

/* A picture whose every pixel says where it lay. */
static struct image numbered(int width, int height) {
    struct image image;
    assert_int_equal(image_make(width, height, &image), STATUS_OK);
    for (int i = 0; i < width * height; i++) {
        put(image.pixels + 4 * i, false, (uint32_t)i, 4);
    }
    return image;
}

/* The definition: the stored row and column that the upright pixel x, y shows (EXIF 2.3, 4.6.4). */
static int stored_at(int orientation, int x, int y, int width, int height) {
    const int left = x;
    const int top = y;
    switch (orientation) {
    case 1:
        return top * width + left;
    case 2:
        return top * width + (width - 1 - left);
    case 3:
        return (height - 1 - top) * width + (width - 1 - left);
    case 4:
        return (height - 1 - top) * width + left;
    case 5:
        return left * width + top;
    case 6:
        return (height - 1 - left) * width + top;
    case 7:
        return (height - 1 - left) * width + (width - 1 - top);
    default:
        return left * width + (width - 1 - top);
    }
}

static void check_turn(int orientation, int width, int height) {
    struct image image = numbered(width, height);
    assert_int_equal(orient_apply(orientation, &image), STATUS_OK);
    const bool swap = orient_swaps_sides(orientation);
    assert_int_equal(swap, orientation >= 5);
    assert_int_equal(image.width, swap ? height : width);
    assert_int_equal(image.height, swap ? width : height);
    for (int i = 0; i < width * height; i++) {
        const uint32_t from = read_le32(image.pixels + 4 * i);
        assert_int_equal(from,
                         stored_at(orientation, i % image.width, i / image.width, width, height));
    }
    image_free(&image);
}

static void orient_turns_pictures_of_any_size_as_exif_defines(void **state) {
    (void)state;
    static const int sizes[][2] = {{1, 1}, {1, 70}, {70, 1}, {3, 2}, {32, 32}, {33, 65}, {100, 31}};
    for (int orientation = 1; orientation <= 8; orientation++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            check_turn(orientation, sizes[i][0], sizes[i][1]);
        }
    }
}

static bool turn(void *context) {
    struct image *image = context;
    const uint8_t *before = image->pixels;
    if (orient_apply(6, image) == STATUS_OK) {
        return true;
    }
    assert_ptr_equal(image->pixels, before);
    assert_int_equal(image->width, 3);
    return false;
}

static void orient_leaves_the_picture_alone_when_memory_runs_out(void **state) {
    (void)state;
    struct image image = numbered(3, 2);
    each_allocation_fails_once(turn, &image);
    assert_int_equal(image.width, 2);
    image_free(&image);
}

static void orient_leaves_an_upright_picture_where_it_is(void **state) {
    (void)state;
    struct image image = numbered(3, 2);
    const uint8_t *before = image.pixels;
    const size_t allocated = allocated_so_far();
    assert_int_equal(orient_apply(1, &image), STATUS_OK);
    assert_int_equal(allocated_so_far(), allocated);
    assert_ptr_equal(image.pixels, before);
    image_free(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exif_reads_each_orientation_in_both_byte_orders),
        cmocka_unit_test(exif_takes_anything_but_one_short_from_1_to_8_for_upright),
        cmocka_unit_test(exif_takes_a_block_cut_anywhere_for_upright),
        cmocka_unit_test(exif_takes_a_directory_outside_its_block_for_upright),
        cmocka_unit_test(exif_reads_the_entries_that_are_there_when_more_are_promised),
        cmocka_unit_test(exif_knows_a_tiff_block_by_its_first_bytes),
        cmocka_unit_test(exif_tells_whether_there_is_a_location),
        cmocka_unit_test(orient_turns_pictures_of_any_size_as_exif_defines),
        cmocka_unit_test(orient_leaves_the_picture_alone_when_memory_runs_out),
        cmocka_unit_test(orient_leaves_an_upright_picture_where_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
