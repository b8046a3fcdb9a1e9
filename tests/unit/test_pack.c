#include "paint/pack.h"

#include "pixels/checksum.h"
#include "support/masks.h"

#define HEAD 9
#define SUM 4

static struct buf packed(const struct coverage *c) {
    struct buf pack = buf_make(PACK_MAX_BYTES);
    assert_int_equal(pack_write(c, &pack), STATUS_OK);
    return pack;
}

static enum status unpacked(struct bytes pack, struct coverage *c) {
    struct fault fault;
    const enum status status = pack_read(pack, c, &fault);
    assert_true(status == STATUS_OK || (fault.status == status && fault.text[0]));
    return status;
}

/* Asserts that what is packed comes back, over whatever was there. */
static void assert_comes_back(const struct coverage *c) {
    uint32_t random = 5;
    struct coverage *again = canvas_make(coverage_width(c), coverage_height(c));
    random_segment(&random, 90, again);
    coverage_take_dirty(again);
    uint8_t *before = canvas_pixels(again);
    struct buf pack = packed(c);
    assert_int_equal(unpacked(buf_view(&pack), again), STATUS_OK);
    assert_same_pixels(again, c);
    assert_dirty_since(again, before);
    assert_true(coverage_share(again) == coverage_share(c));
    free(before);
    buf_free(&pack);
    coverage_free(again);
}

static struct coverage *canvas_of(const struct plane *mask) {
    struct coverage *c = canvas_make(mask->width, mask->height);
    assert_int_equal(coverage_write(c, canvas_whole(c), mask->values), STATUS_OK);
    return c;
}

static void every_mask_comes_back_bit_for_bit(void **state) {
    (void)state;
    uint32_t random = 11;
    for (int n = 0; n < 300; n++) {
        struct plane mask = n % 3 ? random_mask(&random, 300) : random_blocks(&random, 3);
        struct coverage *c = canvas_of(&mask);
        assert_comes_back(c);
        coverage_free(c);
        plane_free(&mask);
    }
}

/* Runs of every length, alike and not, one after the other. */
static void runs_of_every_length_come_back(void **state) {
    (void)state;
    struct coverage *c = canvas_make(64, 600);
    uint8_t values[64 * 600];
    size_t at = 0;
    for (size_t len = 1; at < sizeof values; len = len % 270 + 1) {
        for (size_t i = 0; i < len && at < sizeof values; i++, at++) {
            values[at] = (uint8_t)(len % 2 ? 7 : i * 31);
        }
    }
    assert_int_equal(coverage_write(c, canvas_whole(c), values), STATUS_OK);
    assert_comes_back(c);
    coverage_free(c);
}

static void noise_takes_little_more_than_its_pixels(void **state) {
    (void)state;
    uint32_t random = 3;
    for (int width = 1; width < 300; width += 37) {
        struct plane mask;
        assert_int_equal(plane_make(width, 290, &mask), STATUS_OK);
        random_fill(&random, mask.values, plane_bytes(&mask));
        struct coverage *c = canvas_of(&mask);
        struct buf pack = packed(c);
        assert_in_range(pack.len, plane_bytes(&mask), plane_bytes(&mask) + 290u * 5 + 200);
        buf_free(&pack);
        coverage_free(c);
        plane_free(&mask);
    }
}

static void what_is_whole_tiles_costs_nothing(void **state) {
    (void)state;
    struct coverage *c = canvas_make(8192, 8192);
    struct buf empty = packed(c);
    assert_int_equal(empty.len, HEAD + 3 + SUM);
    uint8_t inverted[256];
    for (int i = 0; i < 256; i++) {
        inverted[i] = (uint8_t)(255 - i);
    }
    assert_int_equal(coverage_map(c, inverted), STATUS_OK);
    struct buf all = packed(c);
    assert_int_equal(all.len, HEAD + 3 + SUM);
    assert_comes_back(c);
    buf_free(&empty);
    buf_free(&all);
    coverage_free(c);
}

static void a_stroke_over_a_large_picture_takes_kilobytes(void **state) {
    (void)state;
    struct coverage *c = canvas_make(8064, 6048);
    const struct pen pen = {.size = 100, .hardness = 1};
    const struct spot from = {500, 700};
    const struct spot to = {7000, 5000};
    assert_int_equal(pen_segment(&pen, from, to, c), STATUS_OK);
    struct buf pack = packed(c);
    assert_in_range(pack.len, 1000, 150000);
    buf_free(&pack);
    coverage_free(c);
}

/* A small mask of all kinds of tiles. */
static struct coverage *sample(void) {
    uint32_t random = 17;
    struct coverage *c = canvas_make(200, 130);
    uint8_t tile[COVERAGE_TILE_BYTES];
    memset(tile, 255, sizeof tile);
    assert_int_equal(coverage_set_tile(c, 0, 0, tile), STATUS_OK);
    assert_int_equal(coverage_set_tile(c, 1, 0, tile), STATUS_OK);
    random_fill(&random, tile, 300);
    assert_int_equal(coverage_set_tile(c, 2, 1, tile), STATUS_OK);
    return c;
}

/* Asserts that 'pack' is refused, and that its target stays as it was. */
static void assert_refused(struct bytes pack, struct coverage *target) {
    uint8_t *before = canvas_pixels(target);
    coverage_take_dirty(target);
    assert_int_equal(unpacked(pack, target), STATUS_DAMAGED);
    assert_pixels(target, before);
    assert_true(rect_is_empty(coverage_take_dirty(target)));
    free(before);
}

static void every_truncation_is_refused(void **state) {
    (void)state;
    struct coverage *c = sample();
    struct buf pack = packed(c);
    for (size_t len = 0; len < pack.len; len++) {
        uint8_t *exact = malloc(len ? len : 1); /* so that a byte read past the end is seen */
        memcpy(exact, pack.data, len);
        assert_refused((struct bytes){exact, len}, c);
        free(exact);
    }
    buf_free(&pack);
    coverage_free(c);
}

static void every_changed_byte_is_refused(void **state) {
    (void)state;
    uint32_t random = 23;
    struct coverage *c = sample();
    struct buf pack = packed(c);
    for (size_t i = 0; i < pack.len; i++) {
        const uint8_t flip = (uint8_t)random_between(&random, 1, 255);
        pack.data[i] ^= flip;
        assert_refused(buf_view(&pack), c);
        pack.data[i] ^= flip;
    }
    assert_int_equal(unpacked(buf_view(&pack), c), STATUS_OK);
    buf_free(&pack);
    coverage_free(c);
}

/* A pack for a picture of 64 x 66 with this content, its sum right. */
static struct buf crafted(const char *head, const void *body, size_t len) {
    struct buf pack = buf_make(1 << 20);
    buf_append(&pack, head, 5);
    buf_append(&pack, "\0\100\0\102", 4);
    buf_append(&pack, body, len);
    const uint32_t sum = checksum_adler32(1, buf_view(&pack));
    for (int shift = 24; shift >= 0; shift -= 8) {
        buf_byte(&pack, (uint8_t)(sum >> shift));
    }
    return pack;
}

static void what_contradicts_itself_is_refused_though_its_sum_is_right(void **state) {
    (void)state;
    static const struct {
        const char *head;
        const char *body;
        size_t len;
        enum status status;
    } cases[] = {
        {"mask\1", "\1\0\2", 3, STATUS_OK},
        {"mask\1", "\1\0\1\2\0\1\177\11\177\7", 10, STATUS_OK},       /* 64 times 9, 64 times 7 */
        {"mask\2", "\1\0\2", 3, STATUS_DAMAGED},                      /* another version */
        {"Mask\1", "\1\0\2", 3, STATUS_DAMAGED},                      /* something else */
        {"mask\1", "\1\0\1", 3, STATUS_DAMAGED},                      /* a tile missing */
        {"mask\1", "\1\0\3", 3, STATUS_DAMAGED},                      /* one too many */
        {"mask\1", "\1\0\1\1\377\377", 6, STATUS_DAMAGED},            /* far too many */
        {"mask\1", "\1\0\0\1\0\2", 6, STATUS_DAMAGED},                /* a run of none */
        {"mask\1", "\3\0\2", 3, STATUS_DAMAGED},                      /* no such kind */
        {"mask\1", "\1\0\2\0", 4, STATUS_DAMAGED},                    /* more than all */
        {"mask\1", "\1\0\1\2\0\1\200\11\177\11", 10, STATUS_DAMAGED}, /* no such code */
        {"mask\1", "\1\0\1\2\0\1\100\11\177\11\177\11", 12, STATUS_DAMAGED}, /* over the edge */
        {"mask\1", "\1\0\1\2\0\1\77abc", 10, STATUS_DAMAGED},                /* pixels missing */
        {"mask\1", "\1\0\1\2\0\1\177", 7, STATUS_DAMAGED},                   /* the pixel missing */
        {"mask\1", "", 0, STATUS_DAMAGED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct coverage *c = canvas_make(64, 66);
        struct buf pack = crafted(cases[i].head, cases[i].body, cases[i].len);
        if (cases[i].status == STATUS_OK) {
            assert_int_equal(unpacked(buf_view(&pack), c), STATUS_OK);
            assert_comes_back(c);
        } else {
            assert_refused(buf_view(&pack), c);
        }
        buf_free(&pack);
        coverage_free(c);
    }
}

static void a_pack_of_another_size_is_refused(void **state) {
    (void)state;
    struct coverage *c = sample();
    struct coverage *turned = canvas_make(130, 200);
    struct buf pack = packed(c);
    assert_refused(buf_view(&pack), turned);
    buf_free(&pack);
    coverage_free(turned);
    coverage_free(c);
}

static void a_pack_is_appended(void **state) {
    (void)state;
    struct coverage *c = sample();
    struct buf alone = packed(c);
    struct buf pack = buf_make(PACK_MAX_BYTES);
    buf_text(&pack, "before");
    assert_int_equal(pack_write(c, &pack), STATUS_OK);
    assert_true(bytes_equal((struct bytes){pack.data + 6, pack.len - 6}, buf_view(&alone)));
    buf_free(&alone);
    buf_free(&pack);
    coverage_free(c);
}

/* A mask, and an empty one of its size. */
struct pair {
    struct coverage *from;
    struct coverage *to;
};

static bool write_and_read(void *context) {
    const struct pair *pair = context;
    struct buf pack = buf_make(PACK_MAX_BYTES);
    struct fault fault;
    enum status status = pack_write(pair->from, &pack);
    if (status == STATUS_OK) {
        status = pack_read(buf_view(&pack), pair->to, &fault);
    }
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_true((status == STATUS_OK) == (coverage_share(pair->to) > 0));
    buf_free(&pack);
    return status == STATUS_OK;
}

static void each_allocation_may_fail(void **state) {
    (void)state;
    struct pair pair = {sample(), canvas_make(200, 130)};
    each_allocation_fails_once(write_and_read, &pair);
    coverage_free(pair.from);
    coverage_free(pair.to);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mask_comes_back_bit_for_bit),
        cmocka_unit_test(runs_of_every_length_come_back),
        cmocka_unit_test(noise_takes_little_more_than_its_pixels),
        cmocka_unit_test(what_is_whole_tiles_costs_nothing),
        cmocka_unit_test(a_stroke_over_a_large_picture_takes_kilobytes),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(every_changed_byte_is_refused),
        cmocka_unit_test(what_contradicts_itself_is_refused_though_its_sum_is_right),
        cmocka_unit_test(a_pack_of_another_size_is_refused),
        cmocka_unit_test(a_pack_is_appended),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
