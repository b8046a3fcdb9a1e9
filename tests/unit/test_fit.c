#include "support/support.h"

#include <math.h>
#include <string.h>

#include "pixels/fit.h"
#include "pixels/resize.h"
#include "support/craft.h"

/* What is wished for an answer in a frame, all of whose middle is painted. */
struct scene {
    struct image picture;
    struct image answer;
    struct plane coverage;
    struct fit_wish wish;
};

/* The answer is what the frame shows, at its size. */
static void scene_make(struct rect frame, bool wanted, struct scene *s) {
    s->picture = craft_image(120, 90, false);
    assert_int_equal(image_cut(&s->picture, frame, &s->answer), STATUS_OK);
    assert_int_equal(plane_make(30, 20, &s->coverage), STATUS_OK);
    memset(s->coverage.values, 255, plane_bytes(&s->coverage));
    s->wish = (struct fit_wish){.picture = &s->picture,
                                .answer = &s->answer,
                                .frame = frame,
                                .area = {40, 30, 30, 20},
                                .coverage = &s->coverage,
                                .align = wanted,
                                .match = wanted,
                                .gradient = wanted};
}

static void scene_free(struct scene *s) {
    plane_free(&s->coverage);
    image_free(&s->answer);
    image_free(&s->picture);
}

static void assert_changes_nothing(const struct fit *fit) {
    uint8_t pixels[120 * 4];
    uint8_t before[120 * 4];
    uint32_t random = 1;
    random_fill(&random, pixels, sizeof pixels);
    memcpy(before, pixels, sizeof pixels);
    fit_colors(fit, 0, 7, pixels, 120);
    assert_memory_equal(pixels, before, sizeof pixels);
    assert_memory_equal(&fit->grid, &fit->plain, sizeof fit->grid);
    assert_true(!fit->aligned && fit->shift_x == 0 && fit->shift_y == 0 && fit->scale == 1);
    assert_true(match_is_none(&fit->match));
    assert_null(fit->membrane.cells);
}

static void fit_of_what_did_not_change_changes_nothing(void **state) {
    (void)state;
    static const struct rect frames[] = {
        {0, 0, 120, 90}, {20, 10, 80, 60}, {-40, -20, 200, 100}, {500, 500, 70, 30}};
    for (size_t i = 0; i < 2 * sizeof frames / sizeof *frames; i++) {
        struct scene s;
        struct fit fit;
        scene_make(frames[i / 2], i & 1, &s);
        assert_int_equal(fit_answer(&s.wish, &fit), STATUS_OK);
        assert_changes_nothing(&fit);
        fit_free(&fit);
        scene_free(&s);
    }
}

/* The working size is a quarter of the picture's: blocks are averaged first. */
static void fit_of_what_was_only_made_much_smaller_changes_nothing(void **state) {
    (void)state;
    struct scene s;
    struct fit fit;
    scene_make((struct rect){0, 0, 120, 90}, true, &s);
    image_free(&s.picture);
    image_free(&s.answer);
    s.picture = craft_image(480, 360, false);
    assert_int_equal(resize_image(&s.picture, 120, 90, &s.answer), STATUS_OK);
    s.wish.frame = image_rect(&s.picture);
    s.wish.area = (struct rect){160, 120, 30, 20};
    s.wish.gradient = false;
    assert_int_equal(fit_answer(&s.wish, &fit), STATUS_OK);
    assert_true(!fit.aligned && match_is_none(&fit.match));
    fit_free(&fit);
    scene_free(&s);
}

static void fit_maps_the_frame_to_all_of_the_answer(void **state) {
    (void)state;
    struct scene s;
    struct fit fit;
    scene_make((struct rect){-10, 20, 100, 50}, false, &s);
    image_free(&s.answer);
    s.answer = craft_image(33, 200, false);
    assert_int_equal(fit_answer(&s.wish, &fit), STATUS_OK);
    const struct sample_axis x = fit.plain.x;
    const struct sample_axis y = fit.plain.y;
    assert_true(fabs(-10 * x.scale + x.shift) < 1e-9);
    assert_true(fabs(90 * x.scale + x.shift - 33) < 1e-9);
    assert_true(fabs(20 * y.scale + y.shift) < 1e-9);
    assert_true(fabs(70 * y.scale + y.shift - 200) < 1e-9);
    fit_free(&fit);
    scene_free(&s);
}

static void fit_takes_a_cast_away_by_the_membrane_alone(void **state) {
    (void)state;
    struct scene s;
    struct fit fit;
    scene_make((struct rect){0, 0, 120, 90}, false, &s);
    for (size_t i = 0; i < image_bytes(&s.answer); i++) {
        const int darker = s.answer.pixels[i] - 9;
        s.answer.pixels[i] = i % 4 == 3 ? 255 : (uint8_t)(darker < 0 ? 0 : darker);
    }
    s.wish.gradient = true;
    assert_int_equal(fit_answer(&s.wish, &fit), STATUS_OK);
    uint8_t pixels[30 * 4];
    memset(pixels, 100, sizeof pixels);
    fit_colors(&fit, 40, 40, pixels, 30);
    for (size_t i = 0; i < sizeof pixels; i++) {
        assert_true(i % 4 == 3 ? pixels[i] == 100 : pixels[i] >= 107 && pixels[i] <= 110);
    }
    fit_free(&fit);
    scene_free(&s);
}

static bool fit_once(void *context) {
    const struct scene *s = context;
    struct fit fit;
    const enum status status = fit_answer(&s->wish, &fit);
    assert_true(status == STATUS_OK || (!fit.membrane.cells && fit.scale == 0));
    fit_free(&fit);
    return status == STATUS_OK;
}

static void fit_survives_each_failing_allocation(void **state) {
    (void)state;
    struct scene s;
    scene_make((struct rect){-15, 5, 100, 80}, true, &s);
    each_allocation_fails_once(fit_once, &s);
    scene_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fit_of_what_did_not_change_changes_nothing),
        cmocka_unit_test(fit_of_what_was_only_made_much_smaller_changes_nothing),
        cmocka_unit_test(fit_maps_the_frame_to_all_of_the_answer),
        cmocka_unit_test(fit_takes_a_cast_away_by_the_membrane_alone),
        cmocka_unit_test(fit_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
