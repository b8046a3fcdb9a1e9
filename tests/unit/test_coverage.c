#include <limits.h>

#include "support/canvas.h"

static void new_coverage_is_empty(void **state) {
    (void)state;
    struct coverage *c = canvas_make(130, 65);
    assert_int_equal(coverage_width(c), 130);
    assert_int_equal(coverage_height(c), 65);
    assert_true(coverage_share(c) == 0);
    assert_true(rect_is_empty(coverage_take_dirty(c)));
    for (int ty = 0; ty < 2; ty++) {
        for (int tx = 0; tx < 3; tx++) {
            assert_null(coverage_tile(c, tx, ty));
            assert_false(coverage_tile_is_full(c, tx, ty));
        }
    }
    coverage_free(c);
    coverage_free(NULL);
}

static void outside_the_picture_there_is_nothing(void **state) {
    (void)state;
    struct coverage *c = canvas_make(70, 70);
    uint8_t pixels[70 * 70];
    memset(pixels, 255, sizeof pixels);
    assert_int_equal(coverage_write(c, canvas_whole(c), pixels), STATUS_OK);
    static const int outside[][2] = {{-1, 0}, {0, -1},      {70, 0},
                                     {0, 70}, {INT_MIN, 5}, {5, INT_MAX}};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        assert_int_equal(coverage_at(c, outside[i][0], outside[i][1]), 0);
    }
    assert_int_equal(coverage_at(c, 69, 69), 255);
    coverage_free(c);
}

static void tile_rect_is_cut_at_the_right_and_lower_edge(void **state) {
    (void)state;
    struct coverage *c = canvas_make(130, 65);
    const struct rect inner = coverage_tile_rect(c, 1, 0);
    assert_int_equal(inner.x, 64);
    assert_int_equal(inner.y, 0);
    assert_int_equal(inner.width, 64);
    assert_int_equal(inner.height, 64);
    const struct rect corner = coverage_tile_rect(c, 2, 1);
    assert_int_equal(corner.x, 128);
    assert_int_equal(corner.y, 64);
    assert_int_equal(corner.width, 2);
    assert_int_equal(corner.height, 1);
    coverage_free(c);
}

/* Fills 'pixels' as a tool may: random, a single pixel, all one value, or nothing. */
static void random_tile(uint32_t *random, struct rect r, uint8_t pixels[COVERAGE_TILE_BYTES]) {
    memset(pixels, 0, COVERAGE_TILE_BYTES);
    const int kind = random_between(random, 0, 3);
    if (kind == 0) {
        const int x = random_between(random, 0, r.width - 1);
        const int y = random_between(random, 0, r.height - 1);
        pixels[y * COVERAGE_TILE + x] = (uint8_t)random_between(random, 0, 255);
        return;
    }
    const uint8_t value = kind == 1 ? 255 : 0;
    for (int y = 0; y < r.height; y++) {
        for (int x = 0; x < r.width; x++) {
            pixels[y * COVERAGE_TILE + x] =
                kind == 2 ? (uint8_t)random_between(random, 0, 255) : value;
        }
    }
}

/* A coverage and, beside it, the plain array it has to equal. */
struct twin {
    struct coverage *coverage;
    uint8_t *model;
};

static void twin_set_tile(struct twin *t, uint32_t *random) {
    const int width = coverage_width(t->coverage);
    const int tx = random_between(random, 0, (width - 1) / COVERAGE_TILE);
    const int ty = random_between(random, 0, (coverage_height(t->coverage) - 1) / COVERAGE_TILE);
    const struct rect r = coverage_tile_rect(t->coverage, tx, ty);
    uint8_t pixels[COVERAGE_TILE_BYTES];
    random_tile(random, r, pixels);
    assert_int_equal(coverage_set_tile(t->coverage, tx, ty, pixels), STATUS_OK);
    for (int y = 0; y < r.height; y++) {
        memcpy(t->model + (r.y + y) * width + r.x, pixels + y * COVERAGE_TILE, (size_t)r.width);
    }
}

static void twin_write(struct twin *t, uint32_t *random) {
    for (size_t i = 0; i < canvas_bytes(t->coverage); i++) {
        const bool change = random_between(random, 0, 999) == 0;
        t->model[i] = change ? (uint8_t)random_between(random, 0, 255) : t->model[i];
    }
    assert_int_equal(coverage_write(t->coverage, canvas_whole(t->coverage), t->model), STATUS_OK);
}

/* A rectangle of the picture, at times empty. */
static struct rect random_area(uint32_t *random, const struct coverage *c) {
    const int x = random_between(random, 0, coverage_width(c));
    const int y = random_between(random, 0, coverage_height(c));
    return (struct rect){x, y, random_between(random, 0, coverage_width(c) - x),
                         random_between(random, 0, coverage_height(c) - y)};
}

/* The model's pixel at the 'i'th place of 'area'. */
static uint8_t *model_in(const struct twin *t, struct rect area, int i) {
    const int y = area.y + i / area.width;
    return t->model + y * coverage_width(t->coverage) + area.x + i % area.width;
}

static void twin_read_and_write(struct twin *t, uint32_t *random) {
    const struct rect area = random_area(random, t->coverage);
    uint8_t *values = malloc(canvas_bytes(t->coverage));
    coverage_read(t->coverage, area, values);
    for (int i = 0; i < area.width * area.height; i++) {
        assert_int_equal(values[i], *model_in(t, area, i));
        values[i] = (uint8_t)random_between(random, 0, 255);
        *model_in(t, area, i) = values[i];
    }
    assert_int_equal(coverage_write(t->coverage, area, values), STATUS_OK);
    free(values);
}

static void twin_merge(struct twin *t, uint32_t *random) {
    const struct rect area = random_area(random, t->coverage);
    const bool subtract = random_between(random, 0, 1);
    uint8_t *given = malloc(canvas_bytes(t->coverage));
    for (int i = 0; i < area.width * area.height; i++) {
        uint8_t *old = model_in(t, area, i);
        given[i] = (uint8_t)random_between(random, 0, 255);
        if (subtract) {
            *old = 255 - given[i] < *old ? (uint8_t)(255 - given[i]) : *old;
        } else {
            *old = given[i] > *old ? given[i] : *old;
        }
    }
    assert_int_equal(coverage_merge(t->coverage, area, given, subtract), STATUS_OK);
    free(given);
}

static void twin_map(struct twin *t, uint32_t *random) {
    uint8_t table[256];
    random_fill(random, table, sizeof table);
    table[0] = random_between(random, 0, 1) ? 0 : 255;
    for (size_t i = 0; i < canvas_bytes(t->coverage); i++) {
        t->model[i] = table[t->model[i]];
    }
    assert_int_equal(coverage_map(t->coverage, table), STATUS_OK);
}

static void twin_assign(struct twin *t, const struct twin *from) {
    coverage_assign(t->coverage, from->coverage);
    assert_true(coverage_is_shared(t->coverage, from->coverage));
    memcpy(t->model, from->model, canvas_bytes(t->coverage));
}

static void twin_copy(struct twin *from, struct twin *to) {
    struct coverage *copy;
    assert_int_equal(coverage_copy(from->coverage, &copy), STATUS_OK);
    assert_true(rect_is_empty(coverage_take_dirty(copy)));
    assert_true(coverage_is_shared(copy, from->coverage));
    coverage_free(to->coverage);
    to->coverage = copy;
    memcpy(to->model, from->model, canvas_bytes(copy));
}

static void twin_clear(struct twin *t) {
    coverage_clear(t->coverage);
    memset(t->model, 0, canvas_bytes(t->coverage));
}

static void twins_swap(struct twin *a, struct twin *b) {
    coverage_swap(a->coverage, b->coverage);
    uint8_t *model = a->model;
    a->model = b->model;
    b->model = model;
}

/* What holds at all times: each pixel, by either way of reading it, and the mean. */
static void assert_twin(const struct twin *t) {
    const struct coverage *c = t->coverage;
    uint8_t *pixels = canvas_pixels(c);
    uint64_t total = 0;
    assert_memory_equal(pixels, t->model, canvas_bytes(c));
    assert_pixels(c, t->model);
    for (size_t i = 0; i < canvas_bytes(c); i++) {
        total += t->model[i];
    }
    assert_true(coverage_share(c) == (double)total / (255.0 * (double)canvas_bytes(c)));
    free(pixels);
}

/* NULL says that all is 0 and nothing else does; there is nothing past the edge. */
static void assert_tiles(const struct coverage *c) {
    struct rect extent = {0, 0, 0, 0};
    for (int ty = 0; ty * COVERAGE_TILE < coverage_height(c); ty++) {
        for (int tx = 0; tx * COVERAGE_TILE < coverage_width(c); tx++) {
            const struct rect r = coverage_tile_rect(c, tx, ty);
            const uint8_t *tile = coverage_tile(c, tx, ty);
            int some = 0;
            int full = 0;
            for (int i = 0; tile && i < COVERAGE_TILE_BYTES; i++) {
                const bool beyond = i % COVERAGE_TILE >= r.width || i / COVERAGE_TILE >= r.height;
                assert_true(!beyond || tile[i] == 0);
                some += tile[i] != 0;
                full += tile[i] == 255;
            }
            assert_true(!tile || some > 0);
            assert_true(coverage_tile_is_full(c, tx, ty) == (full == COVERAGE_TILE_BYTES));
            extent = rect_unite(extent, tile ? r : (struct rect){0, 0, 0, 0});
        }
    }
    const struct rect told = coverage_extent(c);
    assert_memory_equal(&told, &extent, sizeof extent);
}

static void random_operations_agree_with_plain_arrays(void **state) {
    (void)state;
    static const int sizes[][2] = {{1, 1}, {64, 64}, {65, 63}, {200, 130}, {7, 300}};
    uint32_t random = 20250101;
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        struct twin twins[3];
        uint8_t *before[3];
        for (int i = 0; i < 3; i++) {
            twins[i].coverage = canvas_make(sizes[s][0], sizes[s][1]);
            twins[i].model = calloc(canvas_bytes(twins[i].coverage), 1);
            before[i] = malloc(canvas_bytes(twins[i].coverage));
        }
        for (int n = 0; n < 150; n++) {
            const int a = random_between(&random, 0, 2);
            const int b = (a + 1) % 3;
            for (int i = 0; i < 3; i++) {
                memcpy(before[i], twins[i].model, canvas_bytes(twins[i].coverage));
            }
            switch (random_between(&random, 0, 13)) {
            case 0:
                twin_clear(&twins[a]);
                break;
            case 1:
                twin_write(&twins[a], &random);
                break;
            case 2:
                twin_copy(&twins[a], &twins[b]);
                memcpy(before[b], twins[b].model, canvas_bytes(twins[b].coverage));
                break;
            case 3:
                twins_swap(&twins[a], &twins[b]);
                break;
            case 4:
                twin_read_and_write(&twins[a], &random);
                break;
            case 5:
                twin_merge(&twins[a], &random);
                break;
            case 6:
                twin_map(&twins[a], &random);
                break;
            case 7:
                twin_assign(&twins[a], &twins[b]);
                break;
            default:
                twin_set_tile(&twins[a], &random);
            }
            for (int i = 0; i < 3; i++) {
                assert_twin(&twins[i]);
                assert_tiles(twins[i].coverage);
                assert_dirty_since(twins[i].coverage, before[i]);
            }
        }
        for (int i = 0; i < 3; i++) {
            coverage_free(twins[i].coverage);
            free(twins[i].model);
            free(before[i]);
        }
    }
}

static void dirt_adds_up_until_it_is_taken(void **state) {
    (void)state;
    struct coverage *c = canvas_make(300, 300);
    uint8_t *blank = canvas_pixels(c);
    uint8_t pixels[COVERAGE_TILE_BYTES] = {0};
    pixels[5 * COVERAGE_TILE + 9] = 1;
    assert_int_equal(coverage_set_tile(c, 0, 1, pixels), STATUS_OK);
    assert_int_equal(coverage_set_tile(c, 3, 2, pixels), STATUS_OK);
    assert_dirty_since(c, blank);
    free(blank);
    coverage_free(c);
}

static void pixels_that_are_there_already_change_nothing(void **state) {
    (void)state;
    uint32_t random = 7;
    struct coverage *c = canvas_make(200, 200);
    struct coverage *copy;
    for (int i = 0; i < 5; i++) {
        random_segment(&random, 100, c);
    }
    uint8_t *pixels = canvas_pixels(c);
    coverage_take_dirty(c);
    assert_int_equal(coverage_copy(c, &copy), STATUS_OK);
    assert_int_equal(coverage_write(c, canvas_whole(c), pixels), STATUS_OK);
    assert_true(rect_is_empty(coverage_take_dirty(c)));
    assert_true(coverage_is_shared(c, copy));
    free(pixels);
    coverage_free(copy);
    coverage_free(c);
}

static void memory_counts_tables_and_the_tiles_not_shared(void **state) {
    (void)state;
    struct coverage *c = canvas_make(640, 640);
    struct coverage *copy;
    const size_t table = coverage_memory(c, NULL);
    const uint8_t pixels[COVERAGE_TILE_BYTES] = {1};
    assert_int_equal(coverage_set_tile(c, 1, 1, pixels), STATUS_OK);
    const size_t tile = coverage_memory(c, NULL) - table;
    assert_in_range(tile, COVERAGE_TILE_BYTES, COVERAGE_TILE_BYTES + 64);

    assert_int_equal(coverage_copy(c, &copy), STATUS_OK);
    assert_int_equal(coverage_memory(copy, c), table);
    assert_int_equal(coverage_set_tile(c, 2, 1, pixels), STATUS_OK);
    assert_int_equal(coverage_memory(copy, c), table);
    assert_int_equal(coverage_memory(c, copy), table + tile);
    assert_int_equal(coverage_memory(c, NULL), table + 2 * tile);

    coverage_clear(c);
    assert_int_equal(coverage_memory(c, NULL), table);
    assert_int_equal(coverage_memory(copy, c), table + tile);
    assert_int_equal(coverage_at(copy, 64, 64), 1);
    coverage_free(c);
    assert_int_equal(coverage_at(copy, 64, 64), 1);
    coverage_free(copy);
}

static void what_is_painted_in_full_takes_no_memory(void **state) {
    (void)state;
    uint8_t all[256];
    struct coverage *c = canvas_make(640, 640);
    const size_t table = coverage_memory(c, NULL);
    const size_t before = allocated_so_far();
    memset(all, 255, sizeof all);
    assert_int_equal(coverage_map(c, all), STATUS_OK);
    assert_int_equal(coverage_memory(c, NULL), table);
    assert_int_equal(allocated_so_far(), before);
    assert_true(coverage_share(c) == 1);
    coverage_free(c);
}

static void the_largest_picture_holds_its_four_corners(void **state) {
    (void)state;
    const int width = IMAGE_MAX_EDGE;
    const int height = IMAGE_MAX_PIXELS / IMAGE_MAX_EDGE;
    struct coverage *c = canvas_make(width, height);
    uint8_t pixels[COVERAGE_TILE_BYTES];
    memset(pixels, 255, sizeof pixels);
    for (int corner = 0; corner < 4; corner++) {
        const int tx = corner % 2 * (width / COVERAGE_TILE - 1);
        const int ty = corner / 2 * (height / COVERAGE_TILE - 1);
        assert_int_equal(coverage_set_tile(c, tx, ty, pixels), STATUS_OK);
    }
    assert_int_equal(coverage_at(c, width - 1, height - 1), 255);
    assert_int_equal(coverage_at(c, width - 65, height - 1), 0);
    const struct rect dirty = coverage_take_dirty(c);
    assert_int_equal(dirty.width, width);
    assert_int_equal(dirty.height, height);
    assert_true(coverage_share(c) == 4.0 * COVERAGE_TILE_BYTES / IMAGE_MAX_PIXELS);
    coverage_free(c);
}

static bool make_copy_and_write(void *context) {
    const uint8_t *pixels = context;
    struct coverage *c = NULL;
    struct coverage *copy = NULL;
    bool worked = coverage_make(150, 100, &c) == STATUS_OK;
    assert_true(worked == (c != NULL));
    if (worked) {
        worked = coverage_write(c, canvas_whole(c), pixels) == STATUS_OK;
        assert_tiles(c);
    }
    if (worked) {
        worked = coverage_copy(c, &copy) == STATUS_OK;
        assert_true(worked == (copy != NULL));
        assert_pixels(c, pixels);
    }
    coverage_free(c);
    coverage_free(copy);
    return worked;
}

static void each_allocation_may_fail(void **state) {
    (void)state;
    uint32_t random = 3;
    uint8_t pixels[150 * 100];
    random_fill(&random, pixels, sizeof pixels);
    each_allocation_fails_once(make_copy_and_write, pixels);
}

static bool set_one_tile(void *context) {
    struct coverage *c = context;
    const uint8_t before[COVERAGE_TILE_BYTES] = {9};
    const uint8_t after[COVERAGE_TILE_BYTES] = {9, 8, 7};
    const bool worked = coverage_set_tile(c, 0, 0, after) == STATUS_OK;
    assert_memory_equal(coverage_tile(c, 0, 0), worked ? after : before, COVERAGE_TILE_BYTES);
    assert_true(rect_is_empty(coverage_take_dirty(c)) == !worked);
    return worked;
}

static void a_tile_that_cannot_be_made_leaves_the_old_one(void **state) {
    (void)state;
    struct coverage *c = canvas_make(100, 100);
    const uint8_t pixels[COVERAGE_TILE_BYTES] = {9};
    assert_int_equal(coverage_set_tile(c, 0, 0, pixels), STATUS_OK);
    coverage_take_dirty(c);
    each_allocation_fails_once(set_one_tile, c);
    coverage_free(c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_coverage_is_empty),
        cmocka_unit_test(outside_the_picture_there_is_nothing),
        cmocka_unit_test(tile_rect_is_cut_at_the_right_and_lower_edge),
        cmocka_unit_test(random_operations_agree_with_plain_arrays),
        cmocka_unit_test(dirt_adds_up_until_it_is_taken),
        cmocka_unit_test(pixels_that_are_there_already_change_nothing),
        cmocka_unit_test(memory_counts_tables_and_the_tiles_not_shared),
        cmocka_unit_test(what_is_painted_in_full_takes_no_memory),
        cmocka_unit_test(the_largest_picture_holds_its_four_corners),
        cmocka_unit_test(each_allocation_may_fail),
        cmocka_unit_test(a_tile_that_cannot_be_made_leaves_the_old_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
