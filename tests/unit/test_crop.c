#include "support/support.h"

#include <math.h>
#include <string.h>

#include "api/models.h"
#include "job/crop.h"

static struct crop_wish wish_for(int width, int height, const struct rect *islands, size_t count) {
    return (struct crop_wish){.width = width,
                              .height = height,
                              .islands = islands,
                              .island_count = count,
                              .rule = &size_any,
                              .context = 75,
                              .budget = 4194304};
}

static void assert_rect(struct rect given, struct rect wanted) {
    if (memcmp(&given, &wanted, sizeof wanted) != 0) {
        fail_msg("%d, %d, %d x %d, not %d, %d, %d x %d", given.x, given.y, given.width,
                 given.height, wanted.x, wanted.y, wanted.width, wanted.height);
    }
}

/* Asserts the only crop of a wish: its frame, and the size it is sent at. */
static void assert_plan(const struct crop_wish *wish, struct rect frame, struct size sent) {
    struct crop crops[CROP_MAX];
    assert_int_equal(crop_plan(wish, crops), 1);
    assert_rect(crops[0].frame, frame);
    if (crops[0].width != sent.width || crops[0].height != sent.height) {
        fail_msg("%d x %d, not %d x %d", crops[0].width, crops[0].height, sent.width, sent.height);
    }
}

/* ---- one area, a model that makes any size ---- */

static void crop_goes_pixel_by_pixel_in_whole_steps(void **state) {
    (void)state;
    /* 472 and 354 on each side: 1180, and the next multiples of 16 */
    const struct rect area = {3000, 2000, 472, 472};
    struct crop_wish wish = wish_for(8064, 6048, &area, 1);
    assert_plan(&wish, (struct rect){2644, 1644, 1184, 1184}, (struct size){1184, 1184});
    const struct rect wide = {3000, 2000, 600, 200};
    wish.islands = &wide;
    assert_plan(&wish, (struct rect){2548, 1548, 1504, 1104}, (struct size){1504, 1104});
}

static void crop_moves_inside_the_picture(void **state) {
    (void)state;
    const struct rect corner = {7764, 5748, 300, 300};
    struct crop_wish wish = wish_for(8064, 6048, &corner, 1);
    wish.context = 400;
    assert_plan(&wish, (struct rect){6560, 4544, 1504, 1504}, (struct size){1504, 1504});
    const struct rect origin = {0, 0, 300, 300};
    wish.islands = &origin;
    assert_plan(&wish, (struct rect){0, 0, 1504, 1504}, (struct size){1504, 1504});
}

static void crop_shows_a_small_area_twice_as_large(void **state) {
    (void)state;
    const struct rect face = {4000, 3000, 40, 40};
    struct crop_wish wish = wish_for(8064, 6048, &face, 1);
    assert_plan(&wish, (struct rect){3816, 2816, 408, 408}, (struct size){816, 816});
}

static void crop_enlarges_by_no_more_than_the_model_needs(void **state) {
    (void)state;
    const struct rect area = {4000, 3000, 200, 200}; /* 500 x 500 with what is around */
    struct crop_wish wish = wish_for(8064, 6048, &area, 1);
    assert_plan(&wish, (struct rect){3850, 2850, 500, 500}, (struct size){816, 816});
    const struct rect larger = {4000, 3000, 310, 310}; /* 776: a little more is to be had for it */
    wish.islands = &larger;
    assert_plan(&wish, (struct rect){3747, 2747, 816, 816}, (struct size){816, 816});
}

static void crop_sends_what_is_too_large_smaller(void **state) {
    (void)state;
    const struct rect area = {1000, 1000, 3000, 2000};
    struct crop_wish wish = wish_for(8064, 6048, &area, 1);
    wish.context = 20; /* 4200 x 3200, and 19 more to be of the shape */
    assert_plan(&wish, (struct rect){400, 391, 4200, 3219}, (struct size){2192, 1680});
    wish.budget = 1572864;
    assert_plan(&wish, (struct rect){382, 400, 4236, 3200}, (struct size){1440, 1088});
}

static void crop_of_a_whole_picture_is_the_picture(void **state) {
    (void)state;
    const struct rect area = {10, 10, 50, 50};
    struct crop_wish wish = wish_for(8064, 6048, &area, 1);
    wish.whole = true;
    assert_plan(&wish, (struct rect){0, 0, 8064, 6048}, (struct size){2208, 1664});
    wish.width = 1920;
    wish.height = 1080; /* 1088 is a step, 8 more pixels */
    assert_plan(&wish, (struct rect){0, -4, 1920, 1088}, (struct size){1920, 1088});
    wish.width = 640;
    wish.height = 480;
    assert_plan(&wish, (struct rect){0, 0, 640, 480}, (struct size){944, 704});
}

static void crop_grows_a_long_shape_inside_the_picture(void **state) {
    (void)state;
    const struct rect line = {500, 3000, 3000, 4};
    struct crop_wish wish = wish_for(8064, 6048, &line, 1);
    wish.context = 0;
    assert_plan(&wish, (struct rect){432, 2474, 3136, 1056}, (struct size){3136, 1056});
    wish.height = 3100; /* near the lower edge: moved up rather than past it */
    assert_plan(&wish, (struct rect){432, 2044, 3136, 1056}, (struct size){3136, 1056});
    wish.height = 3004;
    assert_plan(&wish, (struct rect){432, 1948, 3136, 1056}, (struct size){3136, 1056});
}

static void crop_of_a_picture_that_is_a_line_goes_past_its_edge(void **state) {
    (void)state;
    const struct rect line = {0, 0, 3000, 1};
    struct crop_wish wish = wish_for(3000, 1, &line, 1);
    assert_plan(&wish, (struct rect){-4, -503, 3008, 1008}, (struct size){3008, 1008});
    const struct rect pixel = {0, 0, 1, 1};
    wish = wish_for(1, 1, &pixel, 1);
    assert_plan(&wish, (struct rect){0, 0, 1, 1}, (struct size){816, 816});
}

/* ---- sizes that are given ---- */

static void crop_at_a_size_asked_for_is_of_its_shape(void **state) {
    (void)state;
    const struct rect area = {4000, 3000, 400, 400}; /* 1000 x 1000 with what is around */
    struct crop_wish wish = wish_for(8064, 6048, &area, 1);
    wish.size = (struct size){1536, 1024};
    assert_plan(&wish, (struct rect){3432, 2688, 1536, 1024}, wish.size);
    wish.size = (struct size){1024, 1024};
    assert_plan(&wish, (struct rect){3688, 2688, 1024, 1024}, wish.size);
    wish.context = 400; /* 3600 x 3600 */
    wish.size = (struct size){1024, 1536};
    assert_plan(&wish, (struct rect){2400, 500, 3600, 5400}, wish.size);
    wish.context = 0; /* 528 x 528 */
    wish.size = (struct size){1024, 1024};
    assert_plan(&wish, (struct rect){3688, 2688, 1024, 1024}, wish.size);
}

static void crop_of_a_small_area_at_a_given_size_is_sent_twice_as_large(void **state) {
    (void)state;
    const struct rect area = {4000, 3000, 100, 100}; /* 250 x 250 */
    struct crop_wish wish = wish_for(8064, 6048, &area, 1);
    wish.size = (struct size){1024, 1024};
    assert_plan(&wish, (struct rect){3794, 2794, 512, 512}, wish.size);
}

static void crop_of_a_small_picture_at_a_given_size_stays_inside_it(void **state) {
    (void)state;
    const struct rect area = {300, 200, 20, 20};
    struct crop_wish wish = wish_for(800, 700, &area, 1);
    wish.context = 400; /* 180 */
    wish.size = (struct size){1024, 1024};
    assert_plan(&wish, (struct rect){54, 0, 512, 512}, wish.size);
    wish.context = 1500; /* 620 x 520: half of it would not do, all of it is more than there is */
    assert_plan(&wish, (struct rect){0, 0, 700, 700}, wish.size);
    wish.width = 1020;
    wish.height = 1010; /* a few pixels are no reason to scale */
    assert_plan(&wish, (struct rect){-2, -7, 1024, 1024}, wish.size);
}

static void crop_for_a_model_with_three_sizes_takes_the_one_that_loses_least(void **state) {
    (void)state;
    const struct rect area = {4000, 3000, 400, 400};
    struct crop_wish wish = wish_for(8064, 6048, &area, 1);
    wish.rule = &size_three;
    assert_plan(&wish, (struct rect){3688, 2688, 1024, 1024}, (struct size){1024, 1024});
    const struct rect wide = {4000, 3000, 560, 200}; /* 1400 x 1040 */
    wish.islands = &wide;
    assert_plan(&wish, (struct rect){3500, 2580, 1560, 1040}, (struct size){1536, 1024});
    const struct rect high = {4000, 3000, 60, 560}; /* 900 x 1400 */
    wish.islands = &high;
    assert_plan(&wish, (struct rect){3518, 2512, 1024, 1536}, (struct size){1024, 1536});
    wish.whole = true;
    assert_plan(&wish, (struct rect){-504, 0, 9072, 6048}, (struct size){1536, 1024});
    wish.width = 3000; /* low: a square would show what is past it */
    wish.height = 500;
    const struct rect low = {1000, 100, 240, 240};
    wish.islands = &low;
    wish.whole = false;
    assert_plan(&wish, (struct rect){745, 0, 750, 500}, (struct size){1536, 1024});
}

static void crop_never_asks_for_a_size_the_model_does_not_make(void **state) {
    (void)state;
    const struct rect area = {0, 0, 100, 100};
    struct crop_wish wish = wish_for(4000, 3000, &area, 1);
    struct crop crops[CROP_MAX];
    wish.rule = &size_three;
    wish.size = (struct size){3840, 2160};
    crop_plan(&wish, crops);
    assert_int_equal(crops[0].width, 1536);
    assert_int_equal(crops[0].height, 1024);
}

/* ---- several areas ---- */

static void crop_takes_islands_together_in_one_area(void **state) {
    (void)state;
    static const struct rect islands[] = {{100, 100, 50, 50}, {900, 700, 50, 50}, {400, 90, 1, 1}};
    struct crop_wish wish = wish_for(2000, 1500, islands, 3);
    struct crop crops[CROP_MAX];
    assert_int_equal(crop_plan(&wish, crops), 1);
    assert_rect(crops[0].area, (struct rect){100, 90, 850, 660});
}

static void crop_takes_islands_apart_unless_they_share_ground(void **state) {
    (void)state;
    static const struct rect islands[] = {{100, 100, 50, 50},
                                          {900, 700, 50, 50},
                                          {200, 100, 50, 50},
                                          {1500, 100, 400, 400},
                                          {1300, 200, 100, 100}};
    struct crop_wish wish = wish_for(2000, 1500, islands, 5);
    struct crop crops[CROP_MAX];
    wish.apart = true;
    assert_int_equal(crop_plan(&wish, crops), 4);
    assert_rect(crops[0].area, (struct rect){100, 100, 150, 50}); /* 50 pixels between */
    assert_rect(crops[1].area, (struct rect){900, 700, 50, 50});
    assert_rect(crops[2].area, (struct rect){1500, 100, 400, 400});
    assert_rect(crops[3].area, (struct rect){1300, 200, 100, 100}); /* 100 between, 82 is near */
}

static void crop_merges_the_nearest_where_there_are_too_many(void **state) {
    (void)state;
    struct rect islands[CROP_MAX + 1];
    for (int i = 0; i <= CROP_MAX; i++) {
        islands[i] = (struct rect){i * 1000 + (i == 5 ? 300 : 0), 0, 10, 10};
    }
    struct crop_wish wish = wish_for(16384, 1000, islands, CROP_MAX + 1);
    struct crop crops[CROP_MAX];
    wish.apart = true;
    assert_int_equal(crop_plan(&wish, crops), CROP_MAX);
    for (int i = 0; i < CROP_MAX; i++) {
        const int island = i < 6 ? i : i + 1;
        assert_rect(crops[i].area, i == 5 ? (struct rect){5300, 0, 710, 10} : islands[island]);
    }
}

/* ---- settings ---- */

static bool wish_of(const char *json, size_t islands, struct crop_wish *out) {
    static const struct rect island = {1, 2, 3, 4};
    struct params params;
    struct fault fault;
    assert_int_equal(params_parse(bytes_of(json), &params, &fault), STATUS_OK);
    const bool planned = crop_wish_from(&params, (struct size){640, 480}, &island, islands, out);
    params_free(&params);
    return planned;
}

static void crop_wish_is_what_the_settings_say(void **state) {
    (void)state;
    struct crop_wish wish;
    assert_true(wish_of("{\"prompt\":\"p\"}", 1, &wish));
    assert_int_equal(wish.width, 640);
    assert_int_equal(wish.height, 480);
    assert_int_equal(wish.island_count, 1);
    assert_ptr_equal(wish.rule, &size_any);
    assert_int_equal(wish.size.width, 0);
    assert_int_equal(wish.context, 75);
    assert_int_equal(wish.budget, 4194304);
    assert_false(wish.whole);
    assert_false(wish.apart);
    assert_true(wish_of("{\"prompt\":\"p\",\"model\":\"gpt-image-1.5\",\"size\":\"1024x1536\","
                        "\"context\":10,\"image_budget\":\"none\",\"area\":\"whole\","
                        "\"islands\":\"apart\"}",
                        1, &wish));
    assert_ptr_equal(wish.rule, &size_three);
    assert_int_equal(wish.size.width, 1024);
    assert_int_equal(wish.size.height, 1536);
    assert_int_equal(wish.context, 10);
    assert_int_equal(wish.budget, 0);
    assert_true(wish.whole);
    assert_true(wish.apart);
    assert_true(wish_of("{\"prompt\":\"p\",\"model\":\"another\"}", 1, &wish));
    assert_ptr_equal(wish.rule, &size_any);
}

static void crop_is_not_planned_without_a_mask_or_as_the_node_does_it(void **state) {
    (void)state;
    struct crop_wish wish;
    assert_false(wish_of("{\"prompt\":\"p\"}", 0, &wish));
    assert_false(wish_of("{\"prompt\":\"p\",\"area\":\"whole\",\"keep\":false}", 1, &wish));
    assert_true(wish_of("{\"prompt\":\"p\",\"area\":\"whole\"}", 1, &wish));
    assert_true(wish_of("{\"prompt\":\"p\",\"keep\":false}", 1, &wish));
}

/* ---- whatever is asked for ---- */

static bool is_inside(struct rect inner, struct rect outer) {
    const struct rect both = rect_intersect(inner, outer);
    return both.width == inner.width && both.height == inner.height;
}

/* A picture of any shape, small ones and lines among them. */
static struct size random_picture(uint32_t *random) {
    const int most = 1 << random_between(random, 0, 14);
    const int width = random_between(random, 1, most);
    const int height = random_between(random, 1, IMAGE_MAX_PIXELS / width);
    const int other = 1 << random_between(random, 0, 14);
    return (struct size){width, height < other ? height : other};
}

static struct rect random_island(uint32_t *random, struct size picture) {
    const int thin = random_between(random, 0, 3);
    const int width = random_between(random, 1, thin == 0 ? 1 : picture.width);
    const int height = random_between(random, 1, thin == 1 ? 1 : picture.height);
    return (struct rect){random_between(random, 0, picture.width - width),
                         random_between(random, 0, picture.height - height), width, height};
}

static struct crop_wish random_wish(uint32_t *random, struct rect islands[20]) {
    const struct size picture = random_picture(random);
    const size_t count = (size_t)random_between(random, 1, 20);
    for (size_t i = 0; i < count; i++) {
        islands[i] = random_island(random, picture);
        if (random_between(random, 0, 1)) { /* many small ones stay apart */
            islands[i].width = islands[i].width / 50 + 1;
            islands[i].height = islands[i].height / 50 + 1;
        }
    }
    struct crop_wish wish = wish_for(picture.width, picture.height, islands, count);
    static const int64_t budgets[] = {0, 4194304, 1572864, 700000, 1};
    static const struct size sizes[] = {{0, 0},       {0, 0},       {1024, 1024},
                                        {1024, 1536}, {1536, 1024}, {3840, 2160}};
    wish.rule = models_at((size_t)random_between(random, 0, (int)models_count() - 1))->sizes;
    wish.context = random_between(random, 0, 400);
    wish.budget = budgets[random_between(random, 0, 4)];
    wish.size = sizes[random_between(random, 0, 5)];
    wish.whole = random_between(random, 0, 3) == 0;
    wish.apart = random_between(random, 0, 1);
    return wish;
}

static void assert_areas_hold_all(const struct crop_wish *wish, const struct crop *crops,
                                  size_t count) {
    assert_in_range(count, 1, wish->apart ? CROP_MAX : 1);
    for (size_t i = 0; i < wish->island_count; i++) {
        bool held = false;
        for (size_t j = 0; j < count; j++) {
            held |= is_inside(wish->islands[i], crops[j].area);
        }
        assert_true(held);
    }
    for (size_t i = 0; i < count; i++) {
        assert_true(is_inside(crops[i].area, (struct rect){0, 0, wish->width, wish->height}));
        for (size_t j = 0; j < i; j++) {
            assert_true(rect_is_empty(rect_intersect(crops[i].area, crops[j].area)));
        }
    }
}

/* One side of a frame: never beside the picture, and past it only where it is longer. */
static void assert_side(int at, int len, int picture) {
    assert_true(len >= 1);
    if (len <= picture) {
        assert_true(at >= 0 && at + len <= picture);
    } else {
        assert_in_range((picture - at - len) - at + 1, 0, 2); /* as much on either side */
    }
}

static void assert_sound(const struct crop_wish *wish, const struct crop *crop) {
    const double across = (double)crop->width / crop->frame.width;
    const double down = (double)crop->height / crop->frame.height;
    struct fault fault;
    if (size_check(wish->rule, (struct size){crop->width, crop->height}, &fault) != STATUS_OK) {
        fail_msg("%s", fault.text);
    }
    assert_true(is_inside(crop->area, crop->frame));
    assert_side(crop->frame.x, crop->frame.width, wish->width);
    assert_side(crop->frame.y, crop->frame.height, wish->height);
    if (across > 2 || down > 2) {
        assert_true(crop->width > 2 * wish->width || crop->height > 2 * wish->height);
    }
    /* one shape, to within a pixel or what is trimmed */
    const double pixel = 1.0 / fmin(crop->frame.width, crop->frame.height);
    assert_true(fabs(across / down - 1) < fmax(0.0321, 2 * pixel));
    const int64_t pixels = (int64_t)crop->width * crop->height;
    if (!wish->rule->fixed && wish->size.width == 0 && wish->budget >= 2 * 655360) {
        assert_true(pixels <= wish->budget && pixels <= wish->rule->experimental_above);
    }
}

static void crop_is_sound_whatever_is_asked_for(void **state) {
    (void)state;
    uint32_t random = 11;
    for (int n = 0; n < 20000; n++) {
        struct rect islands[20];
        struct crop crops[CROP_MAX];
        struct crop again[CROP_MAX];
        const struct crop_wish wish = random_wish(&random, islands);
        const size_t count = crop_plan(&wish, crops);
        assert_areas_hold_all(&wish, crops, count);
        for (size_t i = 0; i < count; i++) {
            assert_sound(&wish, &crops[i]);
        }
        assert_int_equal(crop_plan(&wish, again), count);
        assert_memory_equal(again, crops, count * sizeof *crops);
    }
}

/* What fits in whole steps is never scaled, whoever asks for how much of it. */
static void crop_is_never_scaled_without_need(void **state) {
    (void)state;
    uint32_t random = 13;
    for (int n = 0; n < 20000; n++) {
        const struct rect area = {3000, 3000, random_between(&random, 1, 1500),
                                  random_between(&random, 1, 1500)};
        struct crop_wish wish = wish_for(8000, 8000, &area, 1);
        wish.context = random_between(&random, 0, 100);
        const int longer = area.width > area.height ? area.width : area.height;
        const int share = (longer * wish.context + 99) / 100;
        const int around = 2 * (share < 64 ? 64 : share);
        const struct size steps = {(area.width + around + 15) / 16 * 16,
                                   (area.height + around + 15) / 16 * 16};
        struct crop crop[CROP_MAX];
        crop_plan(&wish, crop);
        const bool small = (int64_t)steps.width * steps.height <= 3686400;
        if (small && size_is_made(&size_any, steps)) {
            assert_int_equal(crop[0].frame.width, crop[0].width);
            assert_int_equal(crop[0].frame.height, crop[0].height);
            assert_int_equal(crop[0].width, steps.width);
            assert_int_equal(crop[0].height, steps.height);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crop_goes_pixel_by_pixel_in_whole_steps),
        cmocka_unit_test(crop_moves_inside_the_picture),
        cmocka_unit_test(crop_shows_a_small_area_twice_as_large),
        cmocka_unit_test(crop_enlarges_by_no_more_than_the_model_needs),
        cmocka_unit_test(crop_sends_what_is_too_large_smaller),
        cmocka_unit_test(crop_of_a_whole_picture_is_the_picture),
        cmocka_unit_test(crop_grows_a_long_shape_inside_the_picture),
        cmocka_unit_test(crop_of_a_picture_that_is_a_line_goes_past_its_edge),
        cmocka_unit_test(crop_at_a_size_asked_for_is_of_its_shape),
        cmocka_unit_test(crop_of_a_small_area_at_a_given_size_is_sent_twice_as_large),
        cmocka_unit_test(crop_of_a_small_picture_at_a_given_size_stays_inside_it),
        cmocka_unit_test(crop_for_a_model_with_three_sizes_takes_the_one_that_loses_least),
        cmocka_unit_test(crop_never_asks_for_a_size_the_model_does_not_make),
        cmocka_unit_test(crop_takes_islands_together_in_one_area),
        cmocka_unit_test(crop_takes_islands_apart_unless_they_share_ground),
        cmocka_unit_test(crop_merges_the_nearest_where_there_are_too_many),
        cmocka_unit_test(crop_wish_is_what_the_settings_say),
        cmocka_unit_test(crop_is_not_planned_without_a_mask_or_as_the_node_does_it),
        cmocka_unit_test(crop_is_sound_whatever_is_asked_for),
        cmocka_unit_test(crop_is_never_scaled_without_need),
    };
    return cmocka_run_group_tests_name("crop", tests, NULL, NULL);
}
