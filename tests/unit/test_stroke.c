#include <math.h>

#include "paint/stroke.h"
#include "support/canvas.h"

#define MANY 40

static const struct stroke_style plain = {.brush = {.hardness = 1}, .size = 12, .opacity = 1};

static struct stroke *stroke_on(const struct stroke_style *style, struct coverage *c) {
    struct stroke *s;
    assert_int_equal(stroke_make(style, c, &s), STATUS_OK);
    return s;
}

static void move(struct stroke *s, const struct stroke_input *inputs, size_t count) {
    assert_int_equal(stroke_move(s, inputs, count), STATUS_OK);
}

static void end(struct stroke *s) {
    assert_int_equal(stroke_end(s), STATUS_OK);
    stroke_free(s);
}

/* The canvas after the whole stroke, its points given at once. */
static struct coverage *drawn(const struct stroke_style *style, const struct stroke_input *inputs,
                              size_t count) {
    struct coverage *c = canvas_make(300, 220);
    struct stroke *s = stroke_on(style, c);
    move(s, inputs, count);
    end(s);
    return c;
}

/* A hand that wanders, pauses, leaves the picture and comes back. */
static void random_inputs(uint32_t *random, struct stroke_input inputs[MANY]) {
    double x = random_real(random, 50, 250);
    double y = random_real(random, 50, 170);
    for (int i = 0; i < MANY; i++) {
        const double step = random_between(random, 0, 4) ? random_real(random, 0, 40) : 0;
        x += random_real(random, -step, step);
        y += random_real(random, -step, step);
        inputs[i] = (struct stroke_input){x, y, random_real(random, 0, 1)};
    }
}

static struct stroke_style random_style(uint32_t *random) {
    return (struct stroke_style){
        .brush = {random_real(random, 0, 1), random_between(random, 0, 2) == 0, false},
        .size = random_real(random, 1, 40),
        .opacity = random_real(random, 0.2, 1),
        .size_by_pressure = random_between(random, 0, 1),
        .opacity_by_pressure = random_between(random, 0, 1),
        .string = random_between(random, 0, 1) ? random_real(random, 0, 30) : 0,
    };
}

static void a_stroke_is_the_same_whether_its_points_come_in_one_call_or_many(void **state) {
    (void)state;
    uint32_t random = 51;
    for (int n = 0; n < 24; n++) {
        struct stroke_input inputs[MANY];
        const struct stroke_style style = random_style(&random);
        random_inputs(&random, inputs);
        struct coverage *once = drawn(&style, inputs, MANY);
        struct coverage *parts = canvas_make(300, 220);
        struct stroke *s = stroke_on(&style, parts);
        for (size_t i = 0; i < MANY;) {
            const size_t left = MANY - i;
            const size_t count = (size_t)random_between(&random, 0, n % 2 ? 1 : 7);
            move(s, inputs + i, count < left ? count : left);
            i += count < left ? count : left;
        }
        end(s);
        assert_same_pixels(once, parts);
        coverage_free(once);
        coverage_free(parts);
    }
}

/* A point of the spline by the textbook: Barry and Goldman's pyramid. */
static struct spot by_pyramid(const struct spot p[4], double part) {
    double t[4] = {0};
    struct spot at[4];
    for (int i = 0; i < 4; i++) {
        at[i] = p[i];
        t[i] = i == 0 ? 0 : t[i - 1] + sqrt(hypot(p[i].x - p[i - 1].x, p[i].y - p[i - 1].y));
    }
    const double time = t[1] + part * (t[2] - t[1]);
    for (int level = 1; level < 4; level++) {
        for (int i = 0; i + level < 4; i++) {
            const int low = level == 3 ? 1 : i;
            const int high = level == 3 ? 2 : i + level;
            const double share = (time - t[low]) / (t[high] - t[low]);
            at[i].x += share * (at[i + 1].x - at[i].x);
            at[i].y += share * (at[i + 1].y - at[i].y);
        }
    }
    return at[0];
}

/* All of it in small steps, the ends reflected as the stroke does. */
static void draw_by_pyramid(const struct stroke_input *in, int count, double size,
                            struct coverage *c) {
    struct spot p[MANY + 2];
    const struct pen pen = {size, 1, false};
    for (int i = 0; i < count; i++) {
        p[i + 1] = (struct spot){in[i].x, in[i].y};
    }
    p[0] = (struct spot){2 * p[1].x - p[2].x, 2 * p[1].y - p[2].y};
    p[count + 1] = (struct spot){2 * p[count].x - p[count - 1].x, 2 * p[count].y - p[count - 1].y};
    for (int i = 0; i + 1 < count; i++) {
        struct spot last = p[i + 1];
        for (int step = 1; step <= 200; step++) {
            const struct spot next = by_pyramid(p + i, step / 200.0);
            assert_int_equal(pen_segment(&pen, last, next, c), STATUS_OK);
            last = next;
        }
    }
}

static void the_path_is_a_centripetal_spline_to_a_tenth_of_a_pixel(void **state) {
    (void)state;
    uint32_t random = 52;
    for (int n = 0; n < 6; n++) {
        struct stroke_input inputs[8];
        for (int i = 0; i < 8; i++) {
            inputs[i] = (struct stroke_input){random_real(&random, 20, 280),
                                              random_real(&random, 20, 200), 1};
        }
        struct coverage *c = drawn(&plain, inputs, 8);
        struct coverage *narrow = canvas_make(300, 220);
        struct coverage *wide = canvas_make(300, 220);
        draw_by_pyramid(inputs, 8, plain.size - 0.22, narrow);
        draw_by_pyramid(inputs, 8, plain.size + 0.22, wide);
        for (int i = 0; i < 300 * 220; i++) {
            const int given = coverage_at(c, i % 300, i / 300);
            assert_in_range(given, coverage_at(narrow, i % 300, i / 300),
                            coverage_at(wide, i % 300, i / 300));
        }
        coverage_free(c);
        coverage_free(narrow);
        coverage_free(wide);
    }
}

static void the_newest_point_is_always_painted(void **state) {
    (void)state;
    uint32_t random = 53;
    for (int n = 0; n < 20; n++) {
        struct stroke_input inputs[MANY];
        struct coverage *c = canvas_make(300, 220);
        struct stroke *s = stroke_on(&plain, c);
        random_inputs(&random, inputs);
        for (int i = 0; i < MANY; i++) {
            const int x = (int)floor(inputs[i].x);
            const int y = (int)floor(inputs[i].y);
            move(s, &inputs[i], 1);
            assert_true(x < 0 || y < 0 || x >= 300 || y >= 220 || coverage_at(c, x, y) == 255);
            assert_true(stroke_place(s).x == inputs[i].x && stroke_place(s).y == inputs[i].y);
        }
        end(s);
        coverage_free(c);
    }
}

static void two_points_are_a_straight_line_and_one_is_a_dot(void **state) {
    (void)state;
    const struct stroke_input line[] = {{30, 40, 1}, {200, 170, 1}};
    const struct pen pen = {plain.size, 1, false};
    for (size_t count = 1; count <= 2; count++) {
        struct coverage *c = drawn(&plain, line, count);
        struct coverage *wanted = canvas_make(300, 220);
        const struct spot from = {line[0].x, line[0].y};
        const struct spot to = {line[count - 1].x, line[count - 1].y};
        assert_int_equal(pen_segment(&pen, from, to, wanted), STATUS_OK);
        assert_same_pixels(c, wanted);
        coverage_free(c);
        coverage_free(wanted);
    }
}

static void a_stroke_without_points_paints_nothing(void **state) {
    (void)state;
    struct coverage *c = canvas_make(50, 50);
    struct stroke *s = stroke_on(&plain, c);
    move(s, NULL, 0);
    end(s);
    stroke_free(NULL);
    assert_true(coverage_share(c) == 0);
    coverage_free(c);
}

static void the_string_keeps_the_brush_at_its_length(void **state) {
    (void)state;
    uint32_t random = 54;
    struct stroke_style style = plain;
    style.string = 25;
    for (int n = 0; n < 20; n++) {
        struct stroke_input inputs[MANY];
        struct coverage *c = canvas_make(300, 220);
        struct stroke *s = stroke_on(&style, c);
        random_inputs(&random, inputs);
        struct brush_point last = {inputs[0].x, inputs[0].y, 0, 0};
        for (int i = 0; i < MANY; i++) {
            move(s, &inputs[i], 1);
            const struct brush_point place = stroke_place(s);
            const double before = hypot(inputs[i].x - last.x, inputs[i].y - last.y);
            const double now = hypot(inputs[i].x - place.x, inputs[i].y - place.y);
            const double moved = hypot(place.x - last.x, place.y - last.y);
            assert_true(fabs(now - fmin(before, 25)) < 1e-9);
            assert_true(fabs(moved - fmax(before - 25, 0)) < 1e-9);
            last = place;
        }
        end(s);
        coverage_free(c);
    }
}

static void pressure_scales_size_and_opacity_where_it_is_asked_to(void **state) {
    (void)state;
    const struct stroke_input light = {100, 100, 0.5};
    for (int n = 0; n < 4; n++) {
        struct stroke_style style = plain;
        style.size = 80;
        style.size_by_pressure = n & 1;
        style.opacity_by_pressure = n & 2;
        struct coverage *c = drawn(&style, &light, 1);
        assert_int_equal(coverage_at(c, 100, 100), n & 2 ? 128 : 255);
        assert_int_equal(coverage_at(c, 118, 100), n & 2 ? 128 : 255);
        assert_int_equal(coverage_at(c, 122, 100), n & 1 ? 0 : n & 2 ? 128 : 255);
        coverage_free(c);
    }
}

static void pressing_harder_in_one_place_makes_a_larger_dot(void **state) {
    (void)state;
    const struct stroke_input inputs[] = {{60, 60, 0.2}, {60, 60, 0.9}, {60, 60, 0.1}};
    struct stroke_style style = plain;
    style.size = 50;
    style.size_by_pressure = true;
    struct coverage *c = drawn(&style, inputs, 3);
    struct coverage *wanted = drawn(&style, inputs + 1, 1);
    assert_same_pixels(c, wanted);
    coverage_free(c);
    coverage_free(wanted);
}

static void absurd_points_break_nothing(void **state) {
    (void)state;
    static const double odd[] = {NAN, INFINITY, -INFINITY, 1e308, -1e308, 1e-300, 50, 60};
    uint32_t random = 55;
    for (int n = 0; n < 100; n++) {
        struct stroke_input inputs[MANY];
        const struct stroke_style style = random_style(&random);
        for (int i = 0; i < MANY; i++) {
            inputs[i] = (struct stroke_input){odd[random_between(&random, 0, 7)],
                                              odd[random_between(&random, 0, 7)],
                                              odd[random_between(&random, 0, 7)]};
        }
        inputs[MANY - 1] = (struct stroke_input){50, 50, 1};
        struct coverage *c = drawn(&style, inputs, MANY);
        assert_true(style.string > 0 || coverage_at(c, 50, 50) > 0);
        coverage_free(c);
    }
}

static const struct stroke_input bend[] = {{20, 20, 1}, {90, 30, 1}, {100, 90, 1}, {30, 80, 1}};

static bool draw_the_bend(void *context) {
    const struct coverage *wanted = context;
    struct coverage *c;
    struct stroke *s = NULL;
    if (coverage_make(300, 220, &c) != STATUS_OK) {
        return false;
    }
    bool worked = stroke_make(&plain, c, &s) == STATUS_OK;
    assert_true(worked == (s != NULL));
    for (int i = 0; i < 4 && worked; i++) {
        worked = stroke_move(s, bend + i, 1) == STATUS_OK;
    }
    worked = worked && stroke_end(s) == STATUS_OK;
    for (int i = 0; i < 300 * 220 && worked; i++) {
        assert_int_equal(coverage_at(c, i % 300, i / 300), coverage_at(wanted, i % 300, i / 300));
    }
    stroke_free(s);
    coverage_free(c);
    return worked;
}

static void each_allocation_may_fail(void **state) {
    (void)state;
    struct coverage *wanted = drawn(&plain, bend, 4);
    each_allocation_fails_once(draw_the_bend, wanted);
    coverage_free(wanted);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stroke_is_the_same_whether_its_points_come_in_one_call_or_many),
        cmocka_unit_test(the_path_is_a_centripetal_spline_to_a_tenth_of_a_pixel),
        cmocka_unit_test(the_newest_point_is_always_painted),
        cmocka_unit_test(two_points_are_a_straight_line_and_one_is_a_dot),
        cmocka_unit_test(a_stroke_without_points_paints_nothing),
        cmocka_unit_test(the_string_keeps_the_brush_at_its_length),
        cmocka_unit_test(pressure_scales_size_and_opacity_where_it_is_asked_to),
        cmocka_unit_test(pressing_harder_in_one_place_makes_a_larger_dot),
        cmocka_unit_test(absurd_points_break_nothing),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
