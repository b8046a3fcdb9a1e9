#include <math.h>

#include "paint/shape.h"
#include "support/canvas.h"

#define MOST 24 /* corners */
#define PI 3.14159265358979323846

/* One side of a polygon cut off: what lies to the 'sign' side of 'limit' along 'axis' stays. */
static int cut(const struct shape_point *in, int count, int axis, double limit, double sign,
               struct shape_point *out) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
        const struct shape_point p = in[i];
        const struct shape_point q = in[(i + 1) % count];
        const double a = sign * ((axis ? p.y : p.x) - limit);
        const double b = sign * ((axis ? q.y : q.x) - limit);
        if (a >= 0) {
            out[kept++] = p;
        }
        if ((a < 0) != (b < 0)) {
            out[kept++] = (struct shape_point){p.x + (q.x - p.x) * (a / (a - b)),
                                               p.y + (q.y - p.y) * (a / (a - b))};
        }
    }
    return kept;
}

/* The slow way: the area of the polygon inside the pixel, counted once for each time around. */
static double area_in_pixel(const struct shape_point *points, int count, int x, int y) {
    struct shape_point a[4 * MOST];
    struct shape_point b[4 * MOST];
    count = cut(points, count, 0, x, 1, a);
    count = cut(a, count, 0, x + 1, -1, b);
    count = cut(b, count, 1, y, 1, a);
    count = cut(a, count, 1, y + 1, -1, b);
    double twice = 0;
    for (int i = 0; i < count; i++) {
        const struct shape_point p = b[i];
        const struct shape_point q = b[(i + 1) % count];
        twice += (p.x - x) * (q.y - y) - (q.x - x) * (p.y - y);
    }
    return fmin(fabs(twice) / 2, 1);
}

static uint8_t merged(uint8_t old, int given, bool subtract) {
    const int left = 255 - given;
    return (uint8_t)(subtract ? (left < old ? left : old) : (given > old ? given : old));
}

/* Asserts that the polygon made 'c' of 'before', to a level. */
static void assert_polygon(const struct coverage *c, const uint8_t *before,
                           const struct shape_point *points, int count, bool subtract) {
    const int width = coverage_width(c);
    for (int i = 0; i < width * coverage_height(c); i++) {
        const double area = area_in_pixel(points, count, i % width, i / width);
        const int wanted = merged(before[i], (int)(area * 255 + 0.5), subtract);
        const int given = coverage_at(c, i % width, i / width);
        if (abs(wanted - given) > 1) {
            fail_msg("at %d, %d: %d, not %d", i % width, i / width, given, wanted);
        }
    }
}

static struct shape_point random_corner(uint32_t *random, const struct coverage *c) {
    const struct spot spot = random_point(random, c);
    const bool whole = random_between(random, 0, 3) == 0;
    return (struct shape_point){whole ? floor(spot.x) : spot.x, whole ? floor(spot.y) : spot.y};
}

static void random_polygons_agree_with_cutting_them_up_pixel_by_pixel(void **state) {
    (void)state;
    static const int sizes[][2] = {{1, 1}, {64, 64}, {130, 70}, {63, 200}, {200, 65}};
    uint32_t random = 61;
    for (int n = 0; n < 100; n++) {
        struct coverage *c = canvas_make(sizes[n % 5][0], sizes[n % 5][1]);
        struct shape_point points[MOST];
        const int count = random_between(&random, 0, n % 4 ? 6 : MOST);
        const bool subtract = random_between(&random, 0, 2) == 0;
        for (int i = 0; i < 3; i++) {
            random_segment(&random, 120, c);
        }
        for (int i = 0; i < count; i++) {
            points[i] = random_corner(&random, c);
        }
        uint8_t *before = canvas_pixels(c);
        coverage_take_dirty(c);
        assert_int_equal(shape_polygon(points, (size_t)count, subtract, c), STATUS_OK);
        assert_polygon(c, before, points, count, subtract);
        assert_dirty_since(c, before);
        free(before);
        coverage_free(c);
    }
}

static void whole_pixels_are_drawn_exactly(void **state) {
    (void)state;
    uint32_t random = 62;
    for (int n = 0; n < 100; n++) {
        struct coverage *c = canvas_make(150, 140);
        const int x0 = random_between(&random, -20, 170);
        const int y0 = random_between(&random, -20, 160);
        const int x1 = random_between(&random, -20, 170);
        const int y1 = random_between(&random, -20, 160);
        const struct shape_box box = {x0, y0, x1, y1};
        assert_int_equal(shape_rectangle(box, false, c), STATUS_OK);
        for (int i = 0; i < 150 * 140; i++) {
            const bool across = (i % 150 >= x0) != (i % 150 >= x1);
            const bool down = (i / 150 >= y0) != (i / 150 >= y1);
            assert_int_equal(coverage_at(c, i % 150, i / 150), across && down ? 255 : 0);
        }
        assert_int_equal(shape_rectangle(box, true, c), STATUS_OK);
        assert_true(coverage_share(c) == 0);
        coverage_free(c);
    }
}

static void a_rectangle_is_drawn_the_same_from_any_corner(void **state) {
    (void)state;
    const struct shape_box boxes[] = {{10.3, 20.7, 90.1, 60.9},
                                      {90.1, 20.7, 10.3, 60.9},
                                      {10.3, 60.9, 90.1, 20.7},
                                      {90.1, 60.9, 10.3, 20.7}};
    struct coverage *c[2][4];
    for (int i = 0; i < 4; i++) {
        c[0][i] = canvas_make(100, 100);
        c[1][i] = canvas_make(100, 100);
        assert_int_equal(shape_rectangle(boxes[i], false, c[0][i]), STATUS_OK);
        assert_int_equal(shape_ellipse(boxes[i], false, c[1][i]), STATUS_OK);
        assert_same_pixels(c[0][i], c[0][0]);
        assert_same_pixels(c[1][i], c[1][0]);
    }
    assert_int_equal(coverage_at(c[0][0], 10, 40), (int)(0.7 * 255 + 0.5));
    assert_int_equal(coverage_at(c[0][0], 10, 20), (int)(0.7 * 0.3 * 255 + 0.5));
    for (int i = 0; i < 8; i++) {
        coverage_free(c[i / 4][i % 4]);
    }
}

/* The share of a pixel that lies in an ellipse, from 64 x 64 samples. */
static double sampled(double x, double y, double dx, double dy, int px, int py) {
    int inside = 0;
    for (int i = 0; i < 64 * 64; i++) {
        const double ex = (px + (i % 64 + 0.5) / 64 - x) / dx;
        const int row = i / 64;
        const double ey = (py + (row + 0.5) / 64 - y) / dy;
        inside += ex * ex + ey * ey < 1;
    }
    return inside / (64.0 * 64);
}

static void ellipses_agree_with_sampling_to_seven_levels(void **state) {
    (void)state;
    uint32_t random = 63;
    for (int n = 0; n < 5; n++) {
        struct coverage *c = canvas_make(120, 100);
        const double x = random_real(&random, 0, 120);
        const double y = random_real(&random, 0, 100);
        const double dx = random_real(&random, 0.3, 90);
        const double dy = random_real(&random, 0.3, 90);
        const struct shape_box box = {x - dx, y - dy, x + dx, y + dy};
        assert_int_equal(shape_ellipse(box, false, c), STATUS_OK);
        for (int i = 0; i < 120 * 100; i++) {
            const double wanted = 255 * sampled(x, y, dx, dy, i % 120, i / 120);
            assert_true(fabs(coverage_at(c, i % 120, i / 120) - wanted) < 7);
        }
        coverage_free(c);
    }
}

static void a_large_ellipse_has_the_area_it_should(void **state) {
    (void)state;
    struct coverage *c = canvas_make(4000, 3000);
    const struct shape_box box = {0, 0, 4000, 3000};
    assert_int_equal(shape_ellipse(box, false, c), STATUS_OK);
    assert_true(fabs(coverage_share(c) - PI / 4) < 1e-5);
    coverage_free(c);
}

static void a_lasso_that_goes_around_twice_has_no_hole(void **state) {
    (void)state;
    struct shape_point points[40];
    for (int i = 0; i < 40; i++) {
        const double angle = 2 * PI * i / 20;
        const double radius = 40 + i;
        points[i] = (struct shape_point){100 + radius * cos(angle), 100 + radius * sin(angle)};
    }
    struct coverage *c = canvas_make(200, 200);
    assert_int_equal(shape_polygon(points, 40, false, c), STATUS_OK);
    assert_int_equal(coverage_at(c, 100, 100), 255);
    assert_int_equal(coverage_at(c, 100, 150), 255);
    coverage_free(c);
}

static void both_loops_of_a_figure_of_eight_are_filled(void **state) {
    (void)state;
    static const struct shape_point eight[] = {{10, 10}, {90, 90}, {90, 10}, {10, 90}};
    struct coverage *c = canvas_make(100, 100);
    assert_int_equal(shape_polygon(eight, 4, false, c), STATUS_OK);
    assert_int_equal(coverage_at(c, 20, 50), 255);
    assert_int_equal(coverage_at(c, 80, 50), 255);
    assert_int_equal(coverage_at(c, 50, 20), 0);
    coverage_free(c);
}

static void absurd_places_break_nothing(void **state) {
    (void)state;
    static const double odd[] = {INFINITY, -INFINITY, 1e308, -1e308, 1e-300, 0, 35, 70, 35 + 1e-12};
    uint32_t random = 64;
    for (int n = 0; n < 300; n++) {
        struct shape_point points[5];
        struct coverage *c = canvas_make(70, 70);
        for (int i = 0; i < 5; i++) {
            points[i] = (struct shape_point){odd[random_between(&random, 0, 8)],
                                             odd[random_between(&random, 0, 8)]};
        }
        const struct shape_box box = {points[0].x, points[0].y, points[1].x, points[1].y};
        assert_int_equal(shape_polygon(points, 5, false, c), STATUS_OK);
        assert_int_equal(shape_ellipse(box, false, c), STATUS_OK);
        assert_int_equal(shape_rectangle(box, false, c), STATUS_OK);
        coverage_free(c);
    }
}

static void a_shape_around_everything_fills_everything(void **state) {
    (void)state;
    static const struct shape_box box = {-INFINITY, -1e300, INFINITY, 1e20};
    struct coverage *c = canvas_make(100, 70);
    assert_int_equal(shape_rectangle(box, false, c), STATUS_OK);
    assert_true(coverage_share(c) == 1);
    assert_int_equal(shape_ellipse(box, true, c), STATUS_OK);
    assert_true(coverage_share(c) == 0);
    coverage_free(c);
}

static void nan_draws_nothing(void **state) {
    (void)state;
    struct coverage *c = canvas_make(100, 70);
    for (int i = 0; i < 4; i++) {
        double side[] = {10, 10, 60, 60};
        side[i] = NAN;
        const struct shape_box box = {side[0], side[1], side[2], side[3]};
        assert_int_equal(shape_rectangle(box, false, c), STATUS_OK);
        assert_int_equal(shape_ellipse(box, false, c), STATUS_OK);
        assert_true(coverage_share(c) == 0);
    }
    coverage_free(c);
}

static bool draw_an_ellipse(void *context) {
    const struct coverage *wanted = context;
    struct coverage *c;
    if (coverage_make(200, 150, &c) != STATUS_OK) {
        return false;
    }
    const struct shape_box box = {10, 10, 190, 140};
    const bool worked = shape_ellipse(box, false, c) == STATUS_OK;
    for (int i = 0; i < 200 * 150; i++) {
        const uint8_t drawn = coverage_at(c, i % 200, i / 200);
        const uint8_t full = coverage_at(wanted, i % 200, i / 200);
        assert_true(drawn == full || (!worked && drawn == 0));
    }
    coverage_free(c);
    return worked;
}

static void each_allocation_may_fail(void **state) {
    (void)state;
    struct coverage *wanted = canvas_make(200, 150);
    const struct shape_box box = {10, 10, 190, 140};
    assert_int_equal(shape_ellipse(box, false, wanted), STATUS_OK);
    each_allocation_fails_once(draw_an_ellipse, wanted);
    coverage_free(wanted);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_polygons_agree_with_cutting_them_up_pixel_by_pixel),
        cmocka_unit_test(whole_pixels_are_drawn_exactly),
        cmocka_unit_test(a_rectangle_is_drawn_the_same_from_any_corner),
        cmocka_unit_test(ellipses_agree_with_sampling_to_seven_levels),
        cmocka_unit_test(a_large_ellipse_has_the_area_it_should),
        cmocka_unit_test(a_lasso_that_goes_around_twice_has_no_hole),
        cmocka_unit_test(both_loops_of_a_figure_of_eight_are_filled),
        cmocka_unit_test(absurd_places_break_nothing),
        cmocka_unit_test(a_shape_around_everything_fills_everything),
        cmocka_unit_test(nan_draws_nothing),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
