#include "paint/undo.h"
#include "support/canvas.h"

#define PLENTY ((size_t)1 << 30)

static struct undo *undo_with(size_t memory_limit) {
    struct undo *u;
    assert_int_equal(undo_make(memory_limit, &u), STATUS_OK);
    return u;
}

static void remember(struct undo *u, const struct coverage *c) {
    assert_int_equal(undo_remember(u, c), STATUS_OK);
}

/* One full pixel at 'x', y = 0. */
static void mark(struct coverage *c, int x) {
    const struct pen brush = {1, 1, false};
    const struct spot point = {x + 0.5, 0.5};
    assert_int_equal(pen_segment(&brush, point, point, c), STATUS_OK);
}

static void without_steps_there_is_nowhere_to_go(void **state) {
    (void)state;
    struct coverage *c = canvas_make(100, 100);
    struct undo *u = undo_with(PLENTY);
    assert_false(undo_can_go_back(u, c));
    assert_false(undo_can_go_forward(u, c));
    assert_false(undo_back(u, c));
    assert_false(undo_forward(u, c));
    undo_free(u);
    undo_free(NULL);
    coverage_free(c);
}

static void undoing_all_and_redoing_all_is_the_identity(void **state) {
    (void)state;
    uint32_t random = 31;
    struct coverage *c = canvas_make(300, 250);
    struct undo *u = undo_with(PLENTY);
    uint8_t *states[101];
    const size_t empty = coverage_memory(c, NULL);
    for (int n = 0; n < 100; n++) {
        const struct pen dot = {2, 1, n % 2 == 1};
        const struct spot middle = {150, 125};
        states[n] = canvas_pixels(c);
        remember(u, c);
        random_segment(&random, 100, c);
        assert_int_equal(pen_segment(&dot, middle, middle, c), STATUS_OK);
    }
    states[100] = canvas_pixels(c);
    for (int round = 0; round < 2; round++) {
        coverage_take_dirty(c);
        for (int n = 100; n-- > 0;) {
            assert_true(undo_back(u, c));
            assert_pixels(c, states[n]);
            assert_dirty_since(c, states[n + 1]);
        }
        assert_false(undo_back(u, c));
        assert_int_equal(coverage_memory(c, NULL), empty);
        for (int n = 1; n <= 100; n++) {
            assert_true(undo_forward(u, c));
            assert_pixels(c, states[n]);
            assert_dirty_since(c, states[n - 1]);
        }
        assert_false(undo_forward(u, c));
    }
    for (int n = 0; n <= 100; n++) {
        free(states[n]);
    }
    undo_free(u);
    coverage_free(c);
}

/* What undo has to equal: every state there was, and where in them we are. */
struct history {
    uint8_t *states[512];
    int now;
    int last;
};

/* A tool has run: unless it did nothing, its result is new and what could be redone is gone. */
static void history_add(struct history *h, const struct coverage *c) {
    uint8_t *pixels = canvas_pixels(c);
    if (memcmp(pixels, h->states[h->now], canvas_bytes(c)) == 0) {
        free(pixels);
        return;
    }
    while (h->last > h->now) {
        free(h->states[h->last--]);
    }
    h->states[++h->last] = pixels;
    h->now++;
}

static void random_walks_agree_with_full_snapshots(void **state) {
    (void)state;
    uint32_t random = 32;
    struct coverage *c = canvas_make(200, 140);
    struct undo *u = undo_with(PLENTY);
    struct history h = {.states = {canvas_pixels(c)}, .now = 0, .last = 0};
    for (int n = 0; n < 600; n++) {
        const int what = random_between(&random, 0, 9);
        if (what < 4) {
            remember(u, c);
            random_segment(&random, 60, c);
            if (random_between(&random, 0, 3) == 0) {
                undo_revert(u, c);
            }
            history_add(&h, c);
        } else if (what < 7) {
            assert_true(undo_can_go_back(u, c) == (h.now > 0));
            assert_true(undo_back(u, c) == (h.now > 0));
            h.now -= h.now > 0;
        } else {
            assert_true(undo_can_go_forward(u, c) == (h.now < h.last));
            assert_true(undo_forward(u, c) == (h.now < h.last));
            h.now += h.now < h.last;
        }
        assert_pixels(c, h.states[h.now]);
    }
    for (int n = 0; n <= h.last; n++) {
        free(h.states[n]);
    }
    undo_free(u);
    coverage_free(c);
}

static void a_tool_that_changes_nothing_leaves_no_step(void **state) {
    (void)state;
    struct coverage *c = canvas_make(100, 100);
    struct undo *u = undo_with(PLENTY);
    remember(u, c);
    assert_false(undo_can_go_back(u, c));
    assert_false(undo_back(u, c));
    remember(u, c);
    mark(c, 1);
    assert_true(undo_can_go_back(u, c));
    remember(u, c);
    remember(u, c);
    assert_true(undo_back(u, c));
    assert_int_equal(coverage_at(c, 1, 0), 0);
    assert_false(undo_can_go_back(u, c));
    assert_true(undo_forward(u, c));
    assert_int_equal(coverage_at(c, 1, 0), 255);
    assert_false(undo_can_go_forward(u, c));
    undo_free(u);
    coverage_free(c);
}

static void something_new_drops_what_could_be_redone(void **state) {
    (void)state;
    struct coverage *c = canvas_make(100, 100);
    struct undo *u = undo_with(PLENTY);
    for (int x = 0; x < 3; x++) {
        remember(u, c);
        mark(c, x);
    }
    assert_true(undo_back(u, c));
    assert_true(undo_back(u, c));
    assert_true(undo_can_go_forward(u, c));
    remember(u, c);
    mark(c, 50);
    assert_false(undo_can_go_forward(u, c));
    assert_true(undo_back(u, c));
    assert_int_equal(coverage_at(c, 0, 0), 255);
    assert_int_equal(coverage_at(c, 50, 0), 0);
    assert_true(undo_back(u, c));
    assert_true(coverage_share(c) == 0);
    assert_false(undo_back(u, c));
    undo_free(u);
    coverage_free(c);
}

static void a_tool_that_changes_nothing_leaves_what_can_be_redone(void **state) {
    (void)state;
    struct coverage *c = canvas_make(100, 100);
    struct undo *u = undo_with(PLENTY);
    for (int x = 0; x < 2; x++) {
        remember(u, c);
        mark(c, x);
    }
    assert_true(undo_back(u, c));
    remember(u, c);
    mark(c, 0);
    assert_true(undo_can_go_forward(u, c));
    assert_true(undo_forward(u, c));
    assert_int_equal(coverage_at(c, 1, 0), 255);
    undo_free(u);
    coverage_free(c);
}

static void reverting_is_as_if_the_tool_had_not_begun(void **state) {
    (void)state;
    struct coverage *c = canvas_make(200, 100);
    struct undo *u = undo_with(PLENTY);
    undo_revert(u, c);
    for (int x = 0; x < 2; x++) {
        remember(u, c);
        mark(c, x);
    }
    assert_true(undo_back(u, c));
    undo_revert(u, c);
    uint8_t *before = canvas_pixels(c);
    remember(u, c);
    for (int x = 100; x < 103; x++) {
        uint8_t *shown = canvas_pixels(c);
        coverage_take_dirty(c);
        undo_revert(u, c);
        assert_pixels(c, before);
        assert_dirty_since(c, shown);
        assert_true(undo_can_go_forward(u, c));
        mark(c, x);
        assert_false(undo_can_go_forward(u, c));
        free(shown);
    }
    undo_revert(u, c);
    assert_true(undo_forward(u, c));
    assert_int_equal(coverage_at(c, 1, 0), 255);
    assert_true(undo_back(u, c));
    assert_pixels(c, before);
    free(before);
    undo_free(u);
    coverage_free(c);
}

/* How many marks are left after undoing everything. */
static int marks_after_undoing_all(struct undo *u, struct coverage *c) {
    while (undo_back(u, c)) {
    }
    int marks = 0;
    for (int x = 0; x < coverage_width(c); x++) {
        marks += coverage_at(c, x, 0) == 255;
    }
    return marks;
}

static void past_the_most_steps_the_oldest_go_first(void **state) {
    (void)state;
    struct coverage *c = canvas_make(400, 1);
    struct undo *u = undo_with(PLENTY);
    for (int x = 0; x < UNDO_MAX_STEPS + 30; x++) {
        remember(u, c);
        mark(c, x);
    }
    assert_int_equal(marks_after_undoing_all(u, c), 30);
    undo_free(u);
    coverage_free(c);
}

static void past_the_memory_limit_the_oldest_go_first(void **state) {
    (void)state;
    struct coverage *c = canvas_make(640, 640);
    mark(c, 600);
    struct undo *u = undo_with(10 * coverage_memory(c, NULL));
    for (int x = 0; x < 60; x++) {
        remember(u, c);
        mark(c, x);
    }
    /* Each step holds a table and a tile, but the newest, whose tile was not yet replaced. */
    assert_int_equal(marks_after_undoing_all(u, c), 1 + 60 - 10);
    undo_free(u);
    coverage_free(c);
}

static void the_newest_step_stays_whatever_the_limit(void **state) {
    (void)state;
    struct coverage *c = canvas_make(200, 200);
    struct undo *u = undo_with(0);
    for (int x = 0; x < 5; x++) {
        remember(u, c);
        mark(c, x);
    }
    assert_int_equal(marks_after_undoing_all(u, c), 4);
    assert_true(undo_forward(u, c));
    assert_int_equal(coverage_at(c, 4, 0), 255);
    undo_free(u);
    coverage_free(c);
}

static void two_hundred_strokes_at_4k_hold_under_64_megabytes(void **state) {
    (void)state;
    uint32_t random = 33;
    struct coverage *c = canvas_make(3840, 2160);
    struct undo *u = undo_with((size_t)64 << 20);
    struct coverage *states[201];
    size_t bytes = 0;
    for (int n = 0; n < 200; n++) {
        const struct pen brush = {60, 0.8, false};
        struct spot from = {random_real(&random, 0, 3840), random_real(&random, 0, 2160)};
        remember(u, c);
        assert_int_equal(coverage_copy(c, &states[n]), STATUS_OK);
        for (int i = 0; i < 20; i++) {
            const struct spot to = {from.x + random_real(&random, -40, 40),
                                    from.y + random_real(&random, -40, 40)};
            assert_int_equal(pen_segment(&brush, from, to, c), STATUS_OK);
            from = to;
        }
    }
    assert_int_equal(coverage_copy(c, &states[200]), STATUS_OK);
    for (int n = 0; n < 200; n++) {
        bytes += coverage_memory(states[n], states[n + 1]);
    }
    assert_true(bytes < (size_t)64 << 20);
    for (int n = 200; n-- > 0;) {
        assert_true(undo_back(u, c));
        assert_true(coverage_is_shared(c, states[n]));
    }
    assert_false(undo_can_go_back(u, c));
    for (int n = 0; n <= 200; n++) {
        coverage_free(states[n]);
    }
    undo_free(u);
    coverage_free(c);
}

static bool make_undo(void *context) {
    (void)context;
    struct undo *u;
    const bool worked = undo_make(PLENTY, &u) == STATUS_OK;
    assert_true(worked == (u != NULL));
    undo_free(u);
    return worked;
}

static void making_it_may_fail(void **state) {
    (void)state;
    each_allocation_fails_once(make_undo, NULL);
}

struct session {
    struct undo *undo;
    struct coverage *coverage;
};

static bool remember_at_last(void *context) {
    struct session *s = context;
    const bool worked = undo_remember(s->undo, s->coverage) == STATUS_OK;
    if (!worked) {
        assert_true(undo_can_go_back(s->undo, s->coverage));
        assert_true(undo_can_go_forward(s->undo, s->coverage));
    }
    return worked;
}

static void a_step_that_cannot_be_kept_loses_no_other(void **state) {
    (void)state;
    struct session s = {undo_with(PLENTY), canvas_make(100, 100)};
    for (int x = 0; x < 3; x++) {
        remember(s.undo, s.coverage);
        mark(s.coverage, x);
    }
    assert_true(undo_back(s.undo, s.coverage));
    each_allocation_fails_once(remember_at_last, &s);
    mark(s.coverage, 90);
    assert_true(undo_back(s.undo, s.coverage));
    assert_int_equal(coverage_at(s.coverage, 90, 0), 0);
    assert_int_equal(marks_after_undoing_all(s.undo, s.coverage), 0);
    undo_free(s.undo);
    coverage_free(s.coverage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_steps_there_is_nowhere_to_go),
        cmocka_unit_test(undoing_all_and_redoing_all_is_the_identity),
        cmocka_unit_test(random_walks_agree_with_full_snapshots),
        cmocka_unit_test(a_tool_that_changes_nothing_leaves_no_step),
        cmocka_unit_test(something_new_drops_what_could_be_redone),
        cmocka_unit_test(a_tool_that_changes_nothing_leaves_what_can_be_redone),
        cmocka_unit_test(reverting_is_as_if_the_tool_had_not_begun),
        cmocka_unit_test(past_the_most_steps_the_oldest_go_first),
        cmocka_unit_test(past_the_memory_limit_the_oldest_go_first),
        cmocka_unit_test(the_newest_step_stays_whatever_the_limit),
        cmocka_unit_test(two_hundred_strokes_at_4k_hold_under_64_megabytes),
        cmocka_unit_test(making_it_may_fail),
        cmocka_unit_test(a_step_that_cannot_be_kept_loses_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
