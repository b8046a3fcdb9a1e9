#include <math.h>

#include "support/canvas.h"

#define PI 3.14159265358979323846

/* The slow way: the distance of each pixel's middle from the line between the points. */
static double distance_to_line(struct spot p, struct spot from, struct spot to) {
    const double dx = to.x - from.x;
    const double dy = to.y - from.y;
    const double square = dx * dx + dy * dy;
    double along = square > 0 ? ((p.x - from.x) * dx + (p.y - from.y) * dy) / square : 0;
    along = fmin(fmax(along, 0), 1);
    const double ex = p.x - (from.x + along * dx);
    const double ey = p.y - (from.y + along * dy);
    return sqrt(ex * ex + ey * ey);
}

static void reference_segment(const struct pen *brush, struct spot from, struct spot to, int width,
                              int height, uint8_t *pixels) {
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++, pixels++) {
            const struct spot middle = {x + 0.5, y + 0.5};
            const uint8_t given = pen_profile(brush, distance_to_line(middle, from, to));
            if (brush->subtract) {
                *pixels = *pixels < 255 - given ? *pixels : (uint8_t)(255 - given);
            } else {
                *pixels = *pixels > given ? *pixels : given;
            }
        }
    }
}

static void paint(const struct pen *brush, double x0, double y0, double x1, double y1,
                  struct coverage *c) {
    const struct spot from = {x0, y0};
    const struct spot to = {x1, y1};
    assert_int_equal(pen_segment(brush, from, to, c), STATUS_OK);
}

static void dot(const struct pen *brush, double x, double y, struct coverage *c) {
    paint(brush, x, y, x, y, c);
}

static void random_strokes_agree_with_brute_force_bit_for_bit(void **state) {
    (void)state;
    static const struct {
        int width, height, strokes;
        double largest;
    } cases[] = {{1, 1, 100, 10}, {64, 64, 100, 80}, {300, 200, 150, 120}, {200, 500, 30, 1000}};
    uint32_t random = 11;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct coverage *c = canvas_make(cases[i].width, cases[i].height);
        uint8_t *wanted = canvas_pixels(c);
        uint8_t *before = canvas_pixels(c);
        for (int n = 0; n < cases[i].strokes; n++) {
            struct pen brush = random_pen(&random, cases[i].largest);
            brush.size = brush.size < 2 ? 2 : brush.size;
            const struct spot from = random_point(&random, c);
            const bool is_dot = random_between(&random, 0, 4) == 0;
            const struct spot to = is_dot ? from : random_point(&random, c);
            memcpy(before, wanted, canvas_bytes(c));
            reference_segment(&brush, from, to, cases[i].width, cases[i].height, wanted);
            assert_int_equal(pen_segment(&brush, from, to, c), STATUS_OK);
            assert_pixels(c, wanted);
            assert_dirty_since(c, before);
        }
        coverage_free(c);
        free(wanted);
        free(before);
    }
}

static void small_brushes_agree_with_brute_force_between_pixel_middles(void **state) {
    (void)state;
    uint32_t random = 12;
    struct coverage *c = canvas_make(100, 90);
    uint8_t *wanted = canvas_pixels(c);
    for (int n = 0; n < 100; n++) {
        const struct pen brush = {random_real(&random, 1, 2), random_real(&random, 0, 1), false};
        const double from[] = {random_between(&random, -9, 110) + 0.5,
                               random_between(&random, -9, 110) + 0.5};
        const double to[] = {random_between(&random, -9, 110) + 0.5,
                             random_between(&random, -9, 110) + 0.5};
        reference_segment(&brush, (struct spot){from[0], from[1]}, (struct spot){to[0], to[1]}, 100,
                          90, wanted);
        paint(&brush, from[0], from[1], to[0], to[1], c);
        assert_pixels(c, wanted);
        if (n % 10 == 9) {
            coverage_clear(c);
            memset(wanted, 0, canvas_bytes(c));
        }
    }
    coverage_free(c);
    free(wanted);
}

/* How far (x, y) is past the rim of the brush, 'along' its way from 0 to 1. */
static double past_rim(const struct brush *brush, struct brush_point from, struct brush_point to,
                       double x, double y, double along, double *distance) {
    const double ex = fabs(x - (from.x + along * (to.x - from.x)));
    const double ey = fabs(y - (from.y + along * (to.y - from.y)));
    *distance = brush->square ? fmax(ex, ey) : sqrt(ex * ex + ey * ey);
    return *distance - (from.size + along * (to.size - from.size)) / 2;
}

/* What the brush gives a pixel from the place that a search in thirds finds. */
static uint8_t searched(const struct brush *brush, struct brush_point from, struct brush_point to,
                        double x, double y) {
    double low = 0;
    double high = 1;
    double distance;
    for (int i = 0; i < 60; i++) {
        const double third = (high - low) / 3;
        const double a = past_rim(brush, from, to, x, y, low + third, &distance);
        const double b = past_rim(brush, from, to, x, y, high - third, &distance);
        low = a <= b ? low : low + third;
        high = a <= b ? high - third : high;
    }
    (void)past_rim(brush, from, to, x, y, low, &distance);
    return brush_profile(brush, from.size + low * (to.size - from.size),
                         from.opacity + low * (to.opacity - from.opacity), distance);
}

/* Sizes that fall off alike, so that what lies between them does too. */
static double random_size(uint32_t *random) {
    return random_real(random, 12, 60);
}

static void growing_and_fading_agree_with_a_search_to_a_level(void **state) {
    (void)state;
    uint32_t random = 22;
    for (int n = 0; n < 120; n++) {
        struct coverage *c = canvas_make(90, 70);
        const bool square = n % 3 == 0;
        const struct brush brush = {n % 2 ? 1 : random_real(&random, 0, 0.8), square, false};
        const struct spot a = random_point(&random, c);
        const struct spot b = n % 10 ? random_point(&random, c) : a;
        const double opacity = random_real(&random, 0, 1);
        const struct brush_point from = {a.x, a.y, random_size(&random), opacity};
        const struct brush_point to = {b.x, b.y, random_size(&random),
                                       square || n % 10 == 0 ? opacity
                                                             : random_real(&random, 0, 1)};
        assert_int_equal(brush_segment(&brush, from, to, c), STATUS_OK);
        for (int i = 0; i < 90 * 70; i++) {
            const int row = i / 90;
            const int wanted = searched(&brush, from, to, i % 90 + 0.5, row + 0.5);
            const int given = coverage_at(c, i % 90, i / 90);
            if (abs(given - wanted) > 1) {
                fail_msg("stroke %d at %d, %d: %d, not %d", n, i % 90, i / 90, given, wanted);
            }
        }
        coverage_free(c);
    }
}

static void opacity_is_the_most_that_a_stroke_gives_or_takes(void **state) {
    (void)state;
    uint32_t random = 23;
    for (int n = 0; n < 40; n++) {
        struct coverage *c = canvas_make(150, 150);
        const bool square = n % 2;
        const double opacity = random_real(&random, 0, 1);
        const int most = (int)(255 * opacity + 0.5);
        const struct brush_point from = {40, 40, 70, opacity};
        const struct brush_point to = {110, 90, 70, opacity};
        const struct brush painter = {0.5, square, false};
        for (int i = 0; i < 3; i++) {
            assert_int_equal(brush_segment(&painter, from, to, c), STATUS_OK);
        }
        assert_int_equal(coverage_at(c, 75, 65), most);
        const struct brush eraser = {0.5, square, true};
        assert_int_equal(brush_segment(&eraser, from, to, c), STATUS_OK);
        assert_int_equal(coverage_at(c, 75, 65), most < 255 - most ? most : 255 - most);
        coverage_free(c);
    }
}

static void a_hard_square_dot_paints_its_square(void **state) {
    (void)state;
    for (int size = 1; size < 200; size++) {
        struct coverage *c = canvas_make(256, 256);
        const struct brush brush = {1, true, false};
        const double middle = 128 + (size % 2) / 2.0;
        const struct brush_point point = {middle, middle, size, 1};
        assert_int_equal(brush_segment(&brush, point, point, c), STATUS_OK);
        for (int i = 0; i < 256 * 256; i++) {
            const double ex = fabs(i % 256 + 0.5 - middle);
            const int row = i / 256;
            const double ey = fabs(row + 0.5 - middle);
            const bool inside = fmax(ex, ey) < size / 2.0;
            assert_int_equal(coverage_at(c, i % 256, i / 256), inside ? 255 : 0);
        }
        coverage_free(c);
    }
}

/* Sizes from 1 to 1000, closer together where they are small. */
static double some_size(int n) {
    return fmin(pow(1.3, n), BRUSH_MAX_SIZE);
}

static void assert_falls_smoothly(const struct pen *brush, double full, double end) {
    assert_int_equal(pen_profile(brush, full), 255);
    assert_int_equal(pen_profile(brush, end), 0);
    assert_int_equal(pen_profile(brush, 1e9), 0);
    int last = 255;
    for (int i = 0; i < 500; i++) {
        const double distance = end * i / 500;
        const int value = pen_profile(brush, distance);
        assert_true(value <= last);
        assert_true(value - pen_profile(brush, distance + 1.0 / 16) <= 255 * 1.5 / 16 + 1);
        last = value;
    }
}

static void the_profile_is_full_inside_and_falls_smoothly_to_0(void **state) {
    (void)state;
    for (int n = 0; n < 28; n++) {
        for (int eighths = 0; eighths <= 8; eighths++) {
            const struct pen brush = {some_size(n), eighths / 8.0, false};
            const double radius = brush.size / 2;
            const double full = fmin(brush.hardness * radius, radius - 0.5);
            assert_falls_smoothly(&brush, full, fmax(radius + 0.5, full + 1));
            assert_true(pen_profile(&brush, radius) <= 128);
        }
    }
}

static void a_hard_dot_paints_the_area_of_its_disc(void **state) {
    (void)state;
    uint32_t random = 13;
    struct coverage *c = canvas_make(400, 400);
    for (int n = 3; n < 22; n++) {
        const struct pen brush = {some_size(n), 1, false};
        coverage_clear(c);
        dot(&brush, random_real(&random, 180, 220), random_real(&random, 180, 220), c);
        const double painted = coverage_share(c) * 400 * 400;
        const double disc = PI * brush.size * brush.size / 4;
        assert_true(fabs(painted - disc) < 0.001 * disc + 0.5);
    }
    coverage_free(c);
}

static void a_dot_of_one_pixel_is_the_pixel_it_lies_in(void **state) {
    (void)state;
    uint32_t random = 14;
    struct coverage *c = canvas_make(130, 130);
    for (int n = 0; n < 500; n++) {
        const struct pen brush = {1, random_real(&random, 0, 1), false};
        const double x = n == 0 ? 64 : random_real(&random, 0, 129.99);
        const double y = n == 0 ? 64 : random_real(&random, 0, 129.99);
        coverage_clear(c);
        dot(&brush, x, y, c);
        assert_int_equal(coverage_at(c, (int)x, (int)y), 255);
        assert_true(fabs(coverage_share(c) * 130 * 130 - 1) < 1e-9);
    }
    coverage_free(c);
}

static void a_small_dot_is_visible_wherever_it_is(void **state) {
    (void)state;
    uint32_t random = 15;
    struct coverage *c = canvas_make(20, 20);
    for (int n = 0; n < 3000; n++) {
        const struct pen brush = {random_real(&random, 1, 3), random_real(&random, 0, 1), false};
        const double x = random_between(&random, 0, 3) ? random_real(&random, 5, 15) : 10;
        const double y = random_between(&random, 0, 3) ? random_real(&random, 5, 15) : 10;
        coverage_clear(c);
        dot(&brush, x, y, c);
        assert_true(coverage_at(c, (int)x, (int)y) >= 128);
    }
    coverage_free(c);
}

static void a_line_of_one_pixel_has_no_gap(void **state) {
    (void)state;
    uint32_t random = 16;
    struct coverage *c = canvas_make(200, 100);
    const struct pen brush = {1, 1, false};
    for (int n = 0; n < 200; n++) {
        const double y0 = random_real(&random, 10, 90);
        const double y1 = random_real(&random, 10, 90);
        coverage_clear(c);
        paint(&brush, 5, y0, 195, y1, c);
        for (int x = 5; x < 195; x++) {
            const int y = (int)(floor(y0) + (floor(y1) - floor(y0)) * (x - 5) / 190.0);
            assert_true(coverage_at(c, x, y) >= 128 || coverage_at(c, x, y + 1) >= 128);
        }
    }
    coverage_free(c);
}

struct stroke {
    struct pen brush;
    struct spot points[12];
};

static struct stroke random_stroke(uint32_t *random, const struct coverage *c) {
    struct stroke s = {.brush = random_pen(random, 150)};
    for (int i = 0; i < 12; i++) {
        s.points[i] = random_point(random, c);
    }
    return s;
}

static void a_stroke_does_not_depend_on_order_direction_or_repetition(void **state) {
    (void)state;
    uint32_t random = 17;
    for (int n = 0; n < 20; n++) {
        struct coverage *a = canvas_make(260, 190);
        for (int i = 0; i < 3; i++) {
            random_segment(&random, 200, a);
        }
        struct coverage *b;
        assert_int_equal(coverage_copy(a, &b), STATUS_OK);
        const struct stroke s = random_stroke(&random, a);
        for (int i = 0; i < 11; i++) {
            assert_int_equal(pen_segment(&s.brush, s.points[i], s.points[i + 1], a), STATUS_OK);
        }
        for (int i = 22; i-- > 0;) {
            const int at = i * 7 % 11;
            assert_int_equal(pen_segment(&s.brush, s.points[at + 1], s.points[at], b), STATUS_OK);
        }
        assert_same_pixels(a, b);
        coverage_free(a);
        coverage_free(b);
    }
}

static void a_line_in_pieces_is_the_line_in_one(void **state) {
    (void)state;
    uint32_t random = 18;
    for (int n = 0; n < 30; n++) {
        struct coverage *whole = canvas_make(256, 256);
        struct coverage *pieces = canvas_make(256, 256);
        struct pen brush = random_pen(&random, 100);
        brush.size = brush.size < 2 ? 2 : brush.size;
        brush.subtract = false;
        const double x = random_between(&random, 0, 255);
        const double y = random_between(&random, 0, 255);
        const double dx = random_between(&random, -20, 20);
        const double dy = random_between(&random, -20, 20);
        paint(&brush, x, y, x + 16 * dx, y + 16 * dy, whole);
        for (int i = 0; i < 16; i++) {
            paint(&brush, x + i * dx, y + i * dy, x + (i + 1) * dx, y + (i + 1) * dy, pieces);
        }
        for (int i = 0; i < 256 * 256; i++) {
            const int difference =
                coverage_at(whole, i % 256, i / 256) - coverage_at(pieces, i % 256, i / 256);
            assert_in_range(difference + 1, 0, 2);
        }
        coverage_free(whole);
        coverage_free(pieces);
    }
}

/* Coordinates in eighths of a pixel mirror without rounding. */
static void mirrored_strokes_paint_mirrored_pixels(void **state) {
    (void)state;
    uint32_t random = 19;
    for (int n = 0; n < 40; n++) {
        struct coverage *c[4];
        const struct pen brush = {random_between(&random, 16, 800) / 8.0,
                                  random_between(&random, 0, 8) / 8.0, false};
        double p[4];
        for (int i = 0; i < 4; i++) {
            p[i] = random_between(&random, 0, 8 * 200) / 8.0;
            c[i] = canvas_make(200, 200);
        }
        paint(&brush, p[0], p[1], p[2], p[3], c[0]);
        paint(&brush, 200 - p[0], p[1], 200 - p[2], p[3], c[1]);
        paint(&brush, p[0], 200 - p[1], p[2], 200 - p[3], c[2]);
        paint(&brush, p[1], p[0], p[3], p[2], c[3]);
        for (int i = 0; i < 200 * 200; i++) {
            const int x = i % 200;
            const int y = i / 200;
            assert_int_equal(coverage_at(c[0], x, y), coverage_at(c[1], 199 - x, y));
            assert_int_equal(coverage_at(c[0], x, y), coverage_at(c[2], x, 199 - y));
            assert_int_equal(coverage_at(c[0], x, y), coverage_at(c[3], y, x));
        }
        for (int i = 0; i < 4; i++) {
            coverage_free(c[i]);
        }
    }
}

static void erasing_with_a_wider_brush_gives_all_memory_back(void **state) {
    (void)state;
    uint32_t random = 20;
    struct coverage *c = canvas_make(500, 400);
    const size_t empty = coverage_memory(c, NULL);
    for (int n = 0; n < 20; n++) {
        struct stroke s = random_stroke(&random, c);
        s.brush.subtract = false;
        for (int i = 0; i < 11; i++) {
            assert_int_equal(pen_segment(&s.brush, s.points[i], s.points[i + 1], c), STATUS_OK);
        }
        const struct pen eraser = {s.brush.size + 4, 1, true};
        for (int i = 0; i < 11; i++) {
            assert_int_equal(pen_segment(&eraser, s.points[i], s.points[i + 1], c), STATUS_OK);
        }
        assert_true(coverage_share(c) == 0);
        assert_int_equal(coverage_memory(c, NULL), empty);
    }
    coverage_free(c);
}

static void a_stroke_over_itself_changes_nothing(void **state) {
    (void)state;
    uint32_t random = 21;
    struct coverage *c = canvas_make(300, 300);
    struct coverage *copy;
    const struct stroke s = random_stroke(&random, c);
    for (int i = 0; i < 11; i++) {
        assert_int_equal(pen_segment(&s.brush, s.points[i], s.points[i + 1], c), STATUS_OK);
    }
    coverage_take_dirty(c);
    assert_int_equal(coverage_copy(c, &copy), STATUS_OK);
    for (int i = 0; i < 11; i++) {
        assert_int_equal(pen_segment(&s.brush, s.points[i], s.points[i + 1], c), STATUS_OK);
    }
    assert_true(rect_is_empty(coverage_take_dirty(c)));
    assert_true(coverage_is_shared(c, copy));
    coverage_free(copy);
    coverage_free(c);
}

static void places_outside_the_picture_paint_nothing(void **state) {
    (void)state;
    static const double far[] = {-1e308, -1e20, -3e9, -700, 900, 3e9, 1e20, 1e308};
    struct coverage *c = canvas_make(200, 200);
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        const struct pen brush = {1000, 1, false};
        dot(&brush, far[i], 100, c);
        dot(&brush, 100, far[i], c);
        dot(&brush, far[i], far[i], c);
        paint(&brush, far[i], -5000, far[i], 5000, c);
        assert_true(coverage_share(c) == 0);
        assert_true(rect_is_empty(coverage_take_dirty(c)));
    }
    coverage_free(c);
}

static void nan_paints_nothing_and_infinity_is_far_away(void **state) {
    (void)state;
    static const double odd[] = {NAN, INFINITY, -INFINITY, 1e308, -1e308, 0, 50};
    static const int count = sizeof odd / sizeof *odd;
    const struct pen brush = {10, 0.5, false};
    for (int i = 0; i < count * count * count * count; i++) {
        const double p[] = {odd[i % count], odd[i / count % count], odd[i / count / count % count],
                            odd[i / count / count / count]};
        struct coverage *c = canvas_make(70, 70);
        paint(&brush, p[0], p[1], p[2], p[3], c);
        const bool nothing = isnan(p[0]) || isnan(p[1]) || isnan(p[2]) || isnan(p[3]);
        assert_true(!nothing || coverage_share(c) == 0);
        const bool starts_inside = fabs(p[0]) <= 50 && fabs(p[1]) <= 50;
        assert_true(nothing || !starts_inside || coverage_share(c) > 0);
        coverage_free(c);
    }
}

static void a_line_between_infinities_crosses_the_whole_picture(void **state) {
    (void)state;
    struct coverage *c = canvas_make(300, 100);
    struct coverage *wanted = canvas_make(300, 100);
    const struct pen brush = {21, 0.3, false};
    paint(&brush, -INFINITY, 50.25, INFINITY, 50.25, c);
    paint(&brush, -1000, 50.25, 1300, 50.25, wanted);
    assert_same_pixels(c, wanted);
    coverage_free(c);
    coverage_free(wanted);
}

static void settings_past_their_limits_count_as_the_limits(void **state) {
    (void)state;
    static const struct pen pairs[][2] = {
        {{0, 1, false}, {1, 1, false}},           {{-5, 0, false}, {1, 0, false}},
        {{NAN, 1, false}, {1, 1, false}},         {{1e300, 0.5, false}, {1000, 0.5, false}},
        {{INFINITY, 1, false}, {1000, 1, false}}, {{30, 7, false}, {30, 1, false}},
        {{30, -7, false}, {30, 0, false}},        {{30, NAN, false}, {30, 0, false}},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct coverage *a = canvas_make(150, 150);
        struct coverage *b = canvas_make(150, 150);
        paint(&pairs[i][0], 30.3, 20.7, 90.2, 120.9, a);
        paint(&pairs[i][1], 30.3, 20.7, 90.2, 120.9, b);
        assert_same_pixels(a, b);
        coverage_free(a);
        coverage_free(b);
    }
}

static bool paint_a_line(void *context) {
    const uint8_t *wanted = context;
    struct coverage *c;
    if (coverage_make(300, 200, &c) != STATUS_OK) {
        return false;
    }
    const struct pen brush = {40, 0.5, false};
    const struct spot from = {20, 30};
    const struct spot to = {280, 170};
    const bool worked = pen_segment(&brush, from, to, c) == STATUS_OK;
    for (int i = 0; i < 300 * 200; i++) {
        const uint8_t painted = coverage_at(c, i % 300, i / 300);
        assert_true(painted == wanted[i] || (!worked && painted == 0));
    }
    assert_int_equal(pen_segment(&brush, from, to, c), STATUS_OK);
    assert_pixels(c, wanted);
    coverage_free(c);
    return worked;
}

static void a_stroke_cut_short_by_memory_is_completed_by_the_next(void **state) {
    (void)state;
    static uint8_t wanted[300 * 200];
    const struct pen brush = {40, 0.5, false};
    reference_segment(&brush, (struct spot){20, 30}, (struct spot){280, 170}, 300, 200, wanted);
    each_allocation_fails_once(paint_a_line, wanted);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_strokes_agree_with_brute_force_bit_for_bit),
        cmocka_unit_test(small_brushes_agree_with_brute_force_between_pixel_middles),
        cmocka_unit_test(growing_and_fading_agree_with_a_search_to_a_level),
        cmocka_unit_test(opacity_is_the_most_that_a_stroke_gives_or_takes),
        cmocka_unit_test(a_hard_square_dot_paints_its_square),
        cmocka_unit_test(the_profile_is_full_inside_and_falls_smoothly_to_0),
        cmocka_unit_test(a_hard_dot_paints_the_area_of_its_disc),
        cmocka_unit_test(a_dot_of_one_pixel_is_the_pixel_it_lies_in),
        cmocka_unit_test(a_small_dot_is_visible_wherever_it_is),
        cmocka_unit_test(a_line_of_one_pixel_has_no_gap),
        cmocka_unit_test(a_stroke_does_not_depend_on_order_direction_or_repetition),
        cmocka_unit_test(a_line_in_pieces_is_the_line_in_one),
        cmocka_unit_test(mirrored_strokes_paint_mirrored_pixels),
        cmocka_unit_test(erasing_with_a_wider_brush_gives_all_memory_back),
        cmocka_unit_test(a_stroke_over_itself_changes_nothing),
        cmocka_unit_test(places_outside_the_picture_paint_nothing),
        cmocka_unit_test(nan_paints_nothing_and_infinity_is_far_away),
        cmocka_unit_test(a_line_between_infinities_crosses_the_whole_picture),
        cmocka_unit_test(settings_past_their_limits_count_as_the_limits),
        cmocka_unit_test(a_stroke_cut_short_by_memory_is_completed_by_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
