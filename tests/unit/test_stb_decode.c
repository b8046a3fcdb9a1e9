#include "support/support.h"

#include "pixels/stb_decode.h"
#include "support/craft.h"

static const struct craft_jpeg small = {.width = 30, .height = 20, .quality = 80};

static void stb_decode_refuses_a_picture_of_another_size_than_stated(void **state) {
    (void)state;
    struct buf jpeg = craft_jpeg(small);
    struct image image;
    struct fault fault;
    assert_int_equal(stb_decode(buf_view(&jpeg), 30, 20, &image, &fault), STATUS_OK);
    image_free(&image);
    assert_int_equal(stb_decode(buf_view(&jpeg), 20, 30, &image, &fault), STATUS_DAMAGED);
    assert_null(image.pixels);
    assert_int_equal(stb_decode(buf_view(&jpeg), 30, 21, &image, &fault), STATUS_DAMAGED);
    assert_null(image.pixels);
    buf_free(&jpeg);
}

static void stb_decode_allocates_no_more_than_the_stated_size_can_need(void **state) {
    (void)state;
    struct buf jpeg = craft_jpeg((struct craft_jpeg){.width = 4000, .height = 4000, .quality = 50});
    struct image image;
    struct fault fault;
    const size_t before = allocated_so_far();
    assert_int_equal(stb_decode(buf_view(&jpeg), 1, 1, &image, &fault), STATUS_DAMAGED);
    assert_true(allocated_so_far() - before < 4 << 20);
    buf_free(&jpeg);
}

static void stb_decode_has_room_for_the_hungriest_pictures(void **state) {
    (void)state;
    struct image image;
    struct fault fault;
    static const int sizes[][2] = {{1, 1}, {1, 16384}, {16384, 1}, {1000, 700}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct buf jpeg = craft_jpeg((struct craft_jpeg){
            .width = sizes[i][0], .height = sizes[i][1], .quality = 100, .progressive = true});
        assert_int_equal(stb_decode(buf_view(&jpeg), sizes[i][0], sizes[i][1], &image, &fault),
                         STATUS_OK);
        image_free(&image);
        buf_free(&jpeg);
    }
}

static void rows_are_those_of_the_whole_picture(void **state) {
    (void)state;
    uint32_t random = 50;
    struct fault fault;
    for (int n = 0; n < 24; n++) {
        const int width = random_between(&random, 1, 90);
        const int height = random_between(&random, 1, 90);
        struct buf jpeg = craft_jpeg((struct craft_jpeg){.width = width,
                                                         .height = height,
                                                         .quality = 80,
                                                         .progressive = n % 3 == 0,
                                                         .restart_rows = n % 2});
        struct image image;
        struct stb_rows *rows;
        assert_int_equal(stb_decode(buf_view(&jpeg), width, height, &image, &fault), STATUS_OK);
        assert_int_equal(stb_rows_open(buf_view(&jpeg), width, height, &rows, &fault), STATUS_OK);
        assert_non_null(rows);
        uint8_t *row = test_malloc((size_t)width * 4);
        for (int y = 0; y < height; y++) {
            stb_rows_next(rows, row);
            assert_memory_equal(row, image.pixels + (size_t)y * (size_t)width * 4,
                                (size_t)width * 4);
        }
        assert_int_equal(stb_rows_end(rows, &fault), STATUS_OK);
        test_free(row);
        stb_rows_free(rows);
        image_free(&image);
        buf_free(&jpeg);
    }
}

/* May change a byte of the scan without making or breaking a marker. */
static void damage(struct buf *jpeg, uint32_t *random) {
    for (;;) {
        const int at = random_between(random, (int)jpeg->len / 2, (int)jpeg->len - 3);
        if (jpeg->data[at] != 0xff && jpeg->data[at - 1] != 0xff) {
            jpeg->data[at] = (uint8_t)random_between(random, 0, 0xfe);
            return;
        }
    }
}

/* The verdict on all rows, of which 'taken' are looked at. */
static enum status judge_rows(const struct buf *jpeg, int width, int height, int taken) {
    struct fault fault;
    struct stb_rows *rows;
    enum status status = stb_rows_open(buf_view(jpeg), width, height, &rows, &fault);
    uint8_t *row = test_malloc((size_t)width * 4);
    if (status == STATUS_OK) {
        for (int y = 0; y < taken; y++) {
            stb_rows_next(rows, row);
        }
        status = stb_rows_end(rows, &fault);
    }
    test_free(row);
    stb_rows_free(rows);
    return status;
}

static void rows_are_sound_where_the_whole_picture_is(void **state) {
    (void)state;
    uint32_t random = 51;
    int damaged = 0;
    for (int n = 0; n < 400; n++) {
        const int width = random_between(&random, 30, 90);
        const int height = random_between(&random, 30, 90);
        struct buf jpeg =
            craft_jpeg((struct craft_jpeg){.width = width, .height = height, .quality = 90});
        struct image image;
        struct fault fault;
        for (int i = 0; i < 20; i++) {
            damage(&jpeg, &random);
        }
        const enum status whole = stb_decode(buf_view(&jpeg), width, height, &image, &fault);
        assert_int_equal(judge_rows(&jpeg, width, height, height), whole);
        assert_int_equal(judge_rows(&jpeg, width, height, n % 5), whole);
        damaged += whole == STATUS_DAMAGED;
        image_free(&image);
        buf_free(&jpeg);
    }
    assert_in_range(damaged, 20, 380);
}

static void rows_are_not_to_be_had_of_other_pictures(void **state) {
    (void)state;
    struct fault fault;
    struct stb_rows *rows;
    struct craft_jpeg how = {.width = 40, .height = 30, .quality = 80, .grey = true};
    struct buf jpeg = craft_jpeg(how);
    assert_int_equal(stb_rows_open(buf_view(&jpeg), 40, 30, &rows, &fault), STATUS_OK);
    assert_null(rows);
    assert_int_equal(stb_rows_open(buf_view(&jpeg), 30, 40, &rows, &fault), STATUS_DAMAGED);
    assert_null(rows);
    buf_free(&jpeg);
}

static bool attempt_rows(void *context) {
    struct fault fault;
    struct stb_rows *rows;
    const enum status status = stb_rows_open(buf_view(context), 40, 30, &rows, &fault);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_true((status == STATUS_OK) == (rows != NULL));
    stb_rows_free(rows);
    return status == STATUS_OK;
}

static void rows_survive_each_failing_allocation(void **state) {
    (void)state;
    struct buf jpeg = craft_jpeg((struct craft_jpeg){.width = 40, .height = 30, .quality = 80});
    each_allocation_fails_once(attempt_rows, &jpeg);
    buf_free(&jpeg);
}

static void stb_decode_compiles_no_other_format(void **state) {
    (void)state;
    static const char *const others[] = {
        "BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18\0",
        "GIF89a\1\0\1\0\0\0\0,",
        "P6 1 1 255 abc",
        "#?RADIANCE\n\n-Y 1 +X 1\n",
        "8BPS\0\1\0\0\0\0\0\0\0\3\0\0\0\1\0\0\0\1\0\x8\0\3",
        "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x8\6\0\0\0"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct image image;
        struct fault fault;
        const struct bytes file = {(const uint8_t *)others[i], 14};
        assert_int_equal(stb_decode(file, 1, 1, &image, &fault), STATUS_DAMAGED);
    }
}

static bool decode(void *context) {
    struct image image;
    struct fault fault;
    const enum status status = stb_decode(*(const struct bytes *)context, 30, 20, &image, &fault);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_int_equal(image.pixels != NULL, status == STATUS_OK);
    if (status != STATUS_OK) {
        assert_int_equal(fault.status, STATUS_NO_MEMORY);
    }
    image_free(&image);
    return status == STATUS_OK;
}

static void stb_decode_calls_a_lack_of_memory_by_its_name(void **state) {
    (void)state;
    for (int kind = 0; kind < 4; kind++) {
        struct buf jpeg = craft_jpeg((struct craft_jpeg){
            .width = 30, .height = 20, .quality = 80, .grey = kind & 1, .progressive = kind & 2});
        struct bytes file = buf_view(&jpeg);
        each_allocation_fails_once(decode, &file);
        buf_free(&jpeg);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stb_decode_refuses_a_picture_of_another_size_than_stated),
        cmocka_unit_test(stb_decode_allocates_no_more_than_the_stated_size_can_need),
        cmocka_unit_test(stb_decode_has_room_for_the_hungriest_pictures),
        cmocka_unit_test(rows_are_those_of_the_whole_picture),
        cmocka_unit_test(rows_are_sound_where_the_whole_picture_is),
        cmocka_unit_test(rows_are_not_to_be_had_of_other_pictures),
        cmocka_unit_test(rows_survive_each_failing_allocation),
        cmocka_unit_test(stb_decode_compiles_no_other_format),
        cmocka_unit_test(stb_decode_calls_a_lack_of_memory_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
