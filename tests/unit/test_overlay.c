#include <math.h>

#include "paint/overlay.h"
#include "support/canvas.h"

static const struct overlay_style plain = {.veil = {250, 60, 130, 160}};

/* The slow way: looks at each sample of one screen pixel by itself. */
static int reference_level(const struct coverage *c, struct overlay_view view, int sx, int sy) {
    const int n = view.scale >= 1 ? 1 : view.scale >= 0.5 ? 2 : view.scale >= 1.0 / 3 ? 3 : 4;
    int sum = 0;
    for (int j = 0; j < n; j++) {
        for (int i = 0; i < n; i++) {
            const double x = (sx + (i + 0.5) / n - view.x) / view.scale;
            const double y = (sy + (j + 0.5) / n - view.y) / view.scale;
            if (x >= 0 && y >= 0 && x < coverage_width(c) && y < coverage_height(c)) {
                sum += coverage_at(c, (int)x, (int)y);
            }
        }
    }
    return (2 * sum + n * n) / (2 * n * n);
}

static bool reference_edge(const struct coverage *c, struct overlay_view view, int sx, int sy) {
    const bool painted = reference_level(c, view, sx, sy) >= 128;
    return (reference_level(c, view, sx - 1, sy) >= 128) != painted ||
           (reference_level(c, view, sx + 1, sy) >= 128) != painted ||
           (reference_level(c, view, sx, sy - 1) >= 128) != painted ||
           (reference_level(c, view, sx, sy + 1) >= 128) != painted;
}

static void reference_pixel(const struct coverage *c, struct overlay_view view, int sx, int sy,
                            const struct overlay_style *style, uint8_t out[4]) {
    const int level = reference_level(c, view, sx, sy);
    const int alpha = (2 * style->veil[3] * level + 255) / (2 * 255);
    const int along = (sx + sy + style->phase) % 8;
    const uint8_t *line = (along + 8) % 8 < 4 ? style->dash : style->gap;
    memset(out, 0, 4);
    if (style->bare) {
        memset(out, level, 3);
        out[3] = 255;
    } else if (alpha > 0) {
        memcpy(out, style->veil, 3);
        out[3] = (uint8_t)alpha;
    }
    if ((style->dash[3] || style->gap[3]) && reference_edge(c, view, sx, sy)) {
        memcpy(out, line, 4);
    }
}

/* A veil, an outline or both, at times on the bare mask. */
static struct overlay_style random_style(uint32_t *random) {
    struct overlay_style style = {
        .phase = random_between(random, -20, 20),
        .bare = random_between(random, 0, 3) == 0,
    };
    random_fill(random, style.veil, 4);
    if (random_between(random, 0, 1)) {
        random_fill(random, style.dash, 4);
        random_fill(random, style.gap, 4);
    }
    return style;
}

static uint8_t *render(const struct coverage *c, struct overlay_view view, struct rect area,
                       const struct overlay_style *style) {
    const size_t len = (size_t)area.width * (size_t)area.height * 4;
    uint8_t *out = malloc(len);
    assert_non_null(out);
    memset(out, 77, len);
    overlay_render(c, view, area, style, out);
    return out;
}

/* From a hundredth to 32 times, exact powers and thirds among them; the picture somewhere near. */
static struct overlay_view random_view(uint32_t *random, const struct coverage *c) {
    static const double exact[] = {1, 0.5, 0.25, 1.0 / 3, 2, 8, 32};
    const bool even = random_between(random, 0, 2) == 0;
    const double scale =
        even ? exact[random_between(random, 0, 6)] : exp(random_real(random, log(0.01), log(32)));
    const double x = 100 - random_real(random, 0, 1) * scale * coverage_width(c);
    const double y = 80 - random_real(random, 0, 1) * scale * coverage_height(c);
    return even ? (struct overlay_view){scale, floor(x), floor(y)}
                : (struct overlay_view){scale, x, y};
}

/* Soft strokes, whole full tiles, and plenty of nothing. */
static struct coverage *random_canvas(uint32_t *random) {
    struct coverage *c =
        canvas_make(random_between(random, 1, 900), random_between(random, 1, 700));
    const int strokes = random_between(random, 0, 4);
    for (int i = 0; i < strokes; i++) {
        random_segment(random, 400, c);
    }
    return c;
}

static void rendering_agrees_with_brute_force_at_random_zooms(void **state) {
    (void)state;
    uint32_t random = 41;
    for (int n = 0; n < 150; n++) {
        struct coverage *c = random_canvas(&random);
        const struct overlay_view view = random_view(&random, c);
        const struct rect area = {random_between(&random, -90, 90),
                                  random_between(&random, -90, 90), random_between(&random, 1, 200),
                                  random_between(&random, 1, 150)};
        const struct overlay_style style = random_style(&random);
        uint8_t *out = render(c, view, area, &style);
        for (int i = 0; i < area.width * area.height; i++) {
            uint8_t wanted[4];
            reference_pixel(c, view, area.x + i % area.width, area.y + i / area.width, &style,
                            wanted);
            assert_memory_equal(out + (size_t)i * 4, wanted, 4);
        }
        free(out);
        coverage_free(c);
    }
}

static void parts_rendered_apart_fit_together(void **state) {
    (void)state;
    uint32_t random = 42;
    for (int n = 0; n < 60; n++) {
        struct coverage *c = random_canvas(&random);
        const struct overlay_view view = random_view(&random, c);
        const struct rect whole = {-30, -20, 260, 210};
        const struct rect part = {random_between(&random, -30, 100),
                                  random_between(&random, -20, 90), random_between(&random, 1, 130),
                                  random_between(&random, 1, 100)};
        const struct overlay_style style = random_style(&random);
        uint8_t *all = render(c, view, whole, &style);
        uint8_t *some = render(c, view, part, &style);
        for (int y = 0; y < part.height; y++) {
            const int from = (part.y + y - whole.y) * whole.width + part.x - whole.x;
            assert_memory_equal(some + (size_t)(y * part.width) * 4, all + (size_t)from * 4,
                                (size_t)part.width * 4);
        }
        free(all);
        free(some);
        coverage_free(c);
    }
}

static void the_area_of_the_dirt_covers_every_screen_pixel_that_changes(void **state) {
    (void)state;
    uint32_t random = 43;
    for (int n = 0; n < 200; n++) {
        struct coverage *c = random_canvas(&random);
        const struct overlay_view view = random_view(&random, c);
        const struct rect screen = {0, 0, 200, 160};
        const struct overlay_style style = random_style(&random);
        uint8_t *before = render(c, view, screen, &style);
        coverage_take_dirty(c);
        random_segment(&random, 60, c);
        const struct rect area = overlay_area(view, coverage_take_dirty(c));
        uint8_t *after = render(c, view, screen, &style);
        for (int i = 0; i < screen.width * screen.height; i++) {
            const struct rect pixel = {i % screen.width, i / screen.width, 1, 1};
            const bool same = memcmp(before + (size_t)i * 4, after + (size_t)i * 4, 4) == 0;
            assert_true(same || !rect_is_empty(rect_intersect(pixel, area)));
        }
        free(before);
        free(after);
        coverage_free(c);
    }
}

static void the_area_is_no_more_than_two_pixels_too_large(void **state) {
    (void)state;
    const struct overlay_view view = {2.5, 10.25, -7};
    const struct rect area = overlay_area(view, (struct rect){100, 40, 20, 1});
    assert_int_equal(area.x, 259);
    assert_int_equal(area.y, 92);
    assert_int_equal(area.x + area.width, 312);
    assert_int_equal(area.y + area.height, 97);
}

static void full_coverage_shows_the_color_itself_and_none_shows_nothing(void **state) {
    (void)state;
    struct coverage *c = canvas_make(500, 400);
    const struct pen brush = {1000, 1, false};
    const struct spot middle = {250, 200};
    assert_int_equal(pen_segment(&brush, middle, middle, c), STATUS_OK);
    static const double scales[] = {0.02, 0.21, 0.4, 0.7, 1, 3};
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        const struct overlay_view view = {scales[i], 100, 0};
        const int width = (int)(500 * scales[i]);
        const int height = (int)(400 * scales[i]);
        uint8_t *out = render(c, view, (struct rect){0, 0, 100 + width, height}, &plain);
        for (int n = 0; n < (100 + width) * height; n++) {
            static const uint8_t nothing[4];
            const bool inside = n % (100 + width) >= 100;
            assert_memory_equal(out + (size_t)n * 4, inside ? plain.veil : nothing, 4);
        }
        free(out);
    }
    coverage_free(c);
}

static struct coverage *painted_canvas(void) {
    struct coverage *c = canvas_make(200, 200);
    const struct pen brush = {300, 1, false};
    const struct spot middle = {90, 90};
    assert_int_equal(pen_segment(&brush, middle, middle, c), STATUS_OK);
    return c;
}

static void a_view_without_a_scale_shows_nothing(void **state) {
    (void)state;
    static const double scales[] = {NAN, 0};
    struct coverage *c = painted_canvas();
    for (int i = 0; i < 2; i++) {
        uint8_t *out =
            render(c, (struct overlay_view){scales[i], 3, 3}, (struct rect){0, 0, 9, 9}, &plain);
        for (int n = 0; n < 9 * 9 * 4; n++) {
            assert_int_equal(out[n], 0);
        }
        free(out);
    }
    coverage_free(c);
}

/* The sanitizers watch; what such a view should show nobody can say. */
static void absurd_views_break_nothing(void **state) {
    (void)state;
    static const double odd[] = {NAN, INFINITY, -INFINITY, 0, -1, -0.1, 1e-300, 1e300, -1e300};
    static const int count = sizeof odd / sizeof *odd;
    struct coverage *c = painted_canvas();
    for (int i = 0; i < count * count * count; i++) {
        const struct overlay_view view = {odd[i % count], odd[i / count % count],
                                          odd[i / count / count]};
        free(render(c, view, (struct rect){-5, -5, 70, 70}, &plain));
        (void)overlay_area(view, (struct rect){0, 0, 200, 200});
    }
    coverage_free(c);
}

static void nothing_dirty_needs_nothing_rendered(void **state) {
    (void)state;
    const struct overlay_view view = {3, 40, 50};
    assert_true(rect_is_empty(overlay_area(view, (struct rect){0, 0, 0, 0})));
    assert_true(rect_is_empty(overlay_area(view, (struct rect){7, 7, 0, 9})));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rendering_agrees_with_brute_force_at_random_zooms),
        cmocka_unit_test(parts_rendered_apart_fit_together),
        cmocka_unit_test(the_area_of_the_dirt_covers_every_screen_pixel_that_changes),
        cmocka_unit_test(the_area_is_no_more_than_two_pixels_too_large),
        cmocka_unit_test(full_coverage_shows_the_color_itself_and_none_shows_nothing),
        cmocka_unit_test(a_view_without_a_scale_shows_nothing),
        cmocka_unit_test(absurd_views_break_nothing),
        cmocka_unit_test(nothing_dirty_needs_nothing_rendered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
