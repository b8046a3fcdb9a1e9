#include "support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api/estimate.h"
#include "api/models.h"

/* Settings and images of one estimate; free_case it. */
struct run {
    struct params params;
    struct size images[4];
    size_t count;
    bool has_mask;
};

static struct estimate estimate(struct run run, const char *json) {
    struct fault fault = {0};
    if (params_parse(bytes_of(json), &run.params, &fault) != STATUS_OK) {
        fail_msg("%s: %s", json, fault.text);
    }
    const struct estimate_case c = {.params = &run.params,
                                    .images = run.images,
                                    .image_count = run.count,
                                    .has_mask = run.has_mask};
    struct estimate out;
    estimate_run(&c, &out);
    params_free(&run.params);
    return out;
}

/* Of settings alone, with the prompt "four". */
static struct estimate of(const char *more) {
    char json[512] = "{\"prompt\":\"four\",";
    strcat(strcat(json, more), "}");
    return estimate((struct run){.count = 0}, json);
}

static void assert_tokens(struct estimate e, int64_t low, int64_t high) {
    assert_true(e.known);
    assert_int_equal(e.tokens_low, low);
    assert_int_equal(e.tokens_high, high);
}

static void assert_dollars(struct estimate e, double low, double high) {
    assert_true(e.known);
    assert_true(fabs(e.low - low) < 1e-9);
    assert_true(fabs(e.high - high) < 1e-9);
}

static void estimate_follows_the_published_calculator(void **state) {
    (void)state;
    /* The test vectors of data/openai-image-models.json and the table of openai-images.md, 7.2. */
    static const struct {
        int patches;
        struct size size;
        int64_t tokens;
    } vectors[] = {
        {96, {1024, 1024}, 7024},  {48, {1024, 1024}, 1756}, {16, {1024, 1024}, 196},
        {96, {1536, 1024}, 5488},  {96, {1792, 1024}, 5063}, {96, {3584, 2048}, 12329},
        {96, {3840, 2160}, 13342}, {16, {2560, 1440}, 205},  {16, {3472, 1488}, 201},
        {24, {1024, 1024}, 439},   {64, {1024, 1024}, 3122}, {16, {1024, 1536}, 158},
        {24, {1024, 1536}, 343},   {48, {1024, 1536}, 1372}, {64, {1024, 1536}, 2459},
        {96, {1024, 1536}, 5488},  {16, {1536, 1024}, 158},  {24, {1536, 1024}, 343},
        {48, {1536, 1024}, 1372},  {64, {1536, 1024}, 2459}, {16, {2048, 2048}, 397},
        {24, {2048, 2048}, 892},   {48, {2048, 2048}, 3568}, {64, {2048, 2048}, 6343},
        {96, {2048, 2048}, 14272}, {16, {2048, 1152}, 157},  {24, {2048, 1152}, 367},
        {48, {2048, 1152}, 1413},  {64, {2048, 1152}, 2511}, {96, {2048, 1152}, 5650},
        {24, {2560, 1440}, 478},   {48, {2560, 1440}, 1843}, {64, {2560, 1440}, 3276},
        {96, {2560, 1440}, 7370},  {16, {3840, 2160}, 371},  {24, {3840, 2160}, 865},
        {48, {3840, 2160}, 3336},  {64, {3840, 2160}, 5930},
    };
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const struct size size = vectors[i].size;
        const struct size turned = {size.height, size.width};
        assert_int_equal(estimate_tokens(vectors[i].patches, size), vectors[i].tokens);
        assert_int_equal(estimate_tokens(vectors[i].patches, turned), vectors[i].tokens);
    }
}

static void estimate_agrees_with_the_formula_in_floating_point(void **state) {
    (void)state;
    static const int patches[] = {16, 24, 48, 64, 96};
    uint32_t random = 7;
    for (int i = 0; i < 20000; i++) {
        const int width = 16 * random_between(&random, 16, 240);
        const int height = 16 * random_between(&random, 16, 240);
        const int along = patches[random_between(&random, 0, 4)];
        const double longer = width > height ? width : height;
        const double shorter = width > height ? height : width;
        const double across = floor(along * shorter / longer + 0.5);
        const double tokens = ceil(along * across * (2e6 + (double)width * height) / 4e6);
        assert_int_equal(estimate_tokens(along, (struct size){width, height}), (int64_t)tokens);
    }
}

static void estimate_takes_each_models_own_patches(void **state) {
    (void)state;
    assert_tokens(of("\"model\":\"gpt-image-2\",\"quality\":\"high\",\"size\":\"3840x2160\""),
                  13342, 13342);
    assert_tokens(of("\"model\":\"gpt-image-2\",\"quality\":\"medium\",\"size\":\"1024x1024\""),
                  1756, 1756);
    assert_tokens(of("\"quality\":\"medium\",\"size\":\"1024x1024\""), 439, 439);
    assert_tokens(of("\"quality\":\"xhigh\",\"size\":\"1024x1024\""), 3122, 3122);
    assert_tokens(of("\"quality\":\"max\",\"size\":\"1024x1024\""), 7024, 7024);
    assert_tokens(
        of("\"model\":\"gpt-image-2.6-flare\",\"quality\":\"high\",\"size\":\"1024x1024\""), 1756,
        1756);
}

static void estimate_takes_the_table_of_the_older_models(void **state) {
    (void)state;
    static const char *const models[] = {"gpt-image-1.5", "gpt-image-1-mini", "gpt-image-1",
                                         "chatgpt-image-latest"};
    static const struct {
        const char *quality, *size;
        int64_t tokens;
    } cells[] = {
        {"low", "1024x1024", 272},     {"low", "1024x1536", 408},     {"low", "1536x1024", 400},
        {"medium", "1024x1024", 1056}, {"medium", "1024x1536", 1584}, {"medium", "1536x1024", 1568},
        {"high", "1024x1024", 4160},   {"high", "1024x1536", 6240},   {"high", "1536x1024", 6208}};
    for (size_t m = 0; m < sizeof models / sizeof *models; m++) {
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
            char json[200] = "\"model\":\"";
            strcat(strcat(strcat(json, models[m]), "\",\"quality\":\""), cells[i].quality);
            strcat(strcat(strcat(json, "\",\"size\":\""), cells[i].size), "\"");
            assert_tokens(of(json), cells[i].tokens, cells[i].tokens);
        }
    }
}

static void estimate_agrees_with_the_prices_openai_names_per_picture(void **state) {
    (void)state;
    /* Published to a tenth of a cent, of the output alone. */
    static const struct {
        const char *json;
        double dollars;
    } prices[] = {
        {"\"model\":\"gpt-image-1.5\",\"quality\":\"low\",\"size\":\"1024x1024\"", 0.009},
        {"\"model\":\"gpt-image-1.5\",\"quality\":\"medium\",\"size\":\"1536x1024\"", 0.05},
        {"\"model\":\"gpt-image-1.5\",\"quality\":\"high\",\"size\":\"1024x1536\"", 0.2},
        {"\"model\":\"gpt-image-2\",\"quality\":\"low\",\"size\":\"1024x1024\"", 0.006},
        {"\"model\":\"gpt-image-2\",\"quality\":\"medium\",\"size\":\"1536x1024\"", 0.041},
        {"\"model\":\"gpt-image-2\",\"quality\":\"high\",\"size\":\"1024x1024\"", 0.211},
    };
    for (size_t i = 0; i < sizeof prices / sizeof *prices; i++) {
        const struct estimate e = of(prices[i].json);
        assert_true(fabs(e.low - prices[i].dollars) < 0.0006);
    }
}

static void estimate_ranges_over_what_the_model_decides(void **state) {
    (void)state;
    assert_tokens(of("\"quality\":\"low\",\"size\":\"auto\""), 158, 196);
    assert_tokens(of("\"quality\":\"auto\",\"size\":\"1024x1024\""), 196, 7024);
    assert_tokens(of("\"quality\":\"auto\",\"size\":\"auto\""), 158, 7024);
    assert_tokens(of("\"model\":\"gpt-image-2\",\"quality\":\"auto\",\"size\":\"1536x1024\""), 158,
                  5488);
    assert_tokens(of("\"model\":\"gpt-image-1.5\",\"quality\":\"auto\""), 272, 6240);
    const struct estimate e = of("\"quality\":\"low\"");
    assert_dollars(e, (5 + 158 * 30) / 1e6, (5 + 196 * 30) / 1e6);
}

static void estimate_ranges_where_2_6_is_not_published(void **state) {
    (void)state;
    assert_tokens(
        of("\"model\":\"gpt-image-2.6-flare\",\"quality\":\"low\",\"size\":\"1024x1024\""), 588,
        784);
    assert_tokens(
        of("\"model\":\"gpt-image-2.6-sunburst\",\"quality\":\"medium\",\"size\":\"1024x1024\""),
        1317, 1756);
    assert_tokens(
        of("\"model\":\"gpt-image-2.6-flare\",\"quality\":\"auto\",\"size\":\"1024x1024\""), 588,
        7024);
}

static void estimate_says_nothing_of_what_is_not_known(void **state) {
    (void)state;
    static const char *const unknown[] = {
        "\"model\":\"gpt-image-9\"",
        "\"model\":\"my-deployment\"",
        "\"model\":\"gpt-image-2.6-flare\",\"output_format\":\"gif\"",
        "\"model\":\"gpt-image-2.6-flare\",\"output_format\":\"svg\"",
        "\"model\":\"gpt-image-2\",\"quality\":\"max\"",
        "\"model\":\"gpt-image-1.5\",\"size\":\"2048x2048\"",
        "\"size\":\"1000x1000\"",
        "\"size\":\"99999x16\"",
    };
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        const struct estimate e = of(unknown[i]);
        assert_false(e.known);
        assert_true(e.low == 0 && e.high == 0);
        assert_int_equal(e.tokens_low + e.tokens_high, 0);
    }
}

static void estimate_counts_every_picture_and_the_prompt_once(void **state) {
    (void)state;
    const struct estimate e = of("\"n\":4,\"size\":\"1024x1024\"");
    assert_tokens(e, 784, 784);
    assert_int_equal(e.requests, 1);
    assert_dollars(e, (5 + 784 * 30) / 1e6, (5 + 784 * 30) / 1e6);
    char json[12100] = "{\"size\":\"1024x1024\",\"prompt\":\"";
    const size_t start = strlen(json);
    for (size_t i = 0; i < 4001; i++) { /* code points, not bytes */
        memcpy(json + start + 3 * i, "\u20ac", 3);
    }
    strcpy(json + start + 3 * (size_t)4001, "\"}");
    assert_dollars(estimate((struct run){.count = 0}, json), (1001 * 5 + 196 * 30) / 1e6,
                   (1001 * 5 + 196 * 30) / 1e6);
}

static void estimate_pays_for_partial_images_that_may_come(void **state) {
    (void)state;
    const struct estimate one = of("\"size\":\"1024x1024\",\"stream\":true,\"partial_images\":3");
    assert_tokens(one, 196, 496);
    assert_int_equal(one.requests, 1);
    assert_tokens(of("\"size\":\"1024x1024\",\"stream\":true"), 196, 196);
}

static void estimate_of_several_streamed_pictures_pays_the_input_each_time(void **state) {
    (void)state;
    const struct run run = {.images = {{1024, 1024}}, .count = 1};
    const struct estimate e =
        estimate(run, "{\"prompt\":\"four\",\"n\":3,\"size\":\"1024x1024\",\"stream\":true}");
    assert_int_equal(e.requests, 3);
    assert_dollars(e, 3 * (5 + 1024 * 8 + 196 * 30) / 1e6, 3 * (5 + 1024 * 8 + 196 * 30) / 1e6);
}

/* Tokens of one image of this size, by what the run costs more with it. */
static void assert_image(const char *model, const char *more, struct size image, double price,
                         double tokens) {
    char json[300] = "{\"prompt\":\"four\",\"size\":\"1024x1024\",\"model\":\"";
    strcat(strcat(strcat(strcat(json, model), "\""), more), "}");
    const struct estimate without = estimate((struct run){.count = 0}, json);
    const struct estimate with = estimate((struct run){.images = {image}, .count = 1}, json);
    assert_true(with.known);
    if (fabs((with.low - without.low) * 1e6 / price - tokens) > 1e-6) {
        fail_msg("%s %dx%d: %g", model, image.width, image.height,
                 (with.low - without.low) * 1e6 / price);
    }
    assert_true(with.low == with.high);
}

static void estimate_knows_how_each_family_counts_an_image(void **state) {
    (void)state;
    const char *const faithful = ",\"input_fidelity\":\"high\"";
    assert_image("gpt-image-2", "", (struct size){1024, 1024}, 8, 1024);
    assert_image("gpt-image-2.5-flare", "", (struct size){33, 32}, 8, 2);
    assert_image("gpt-image-2.5-flare", "", (struct size){4000, 3000}, 8, 1536);
    assert_image("gpt-image-2.5-flare", faithful, (struct size){1024, 1024}, 8, 1024);
    assert_image("gpt-image-1.5", "", (struct size){1024, 1024}, 8, 194);
    assert_image("gpt-image-1.5", "", (struct size){1536, 1024}, 8, 323);
    assert_image("gpt-image-1.5", "", (struct size){1024, 1536}, 8, 323);
    assert_image("gpt-image-1.5", "", (struct size){100, 100}, 8, 194);
    assert_image("gpt-image-1.5", "", (struct size){6000, 100}, 8, 65 + 4 * 129);
    assert_image("gpt-image-1.5", faithful, (struct size){1024, 1024}, 8, 194 + 4160);
    assert_image("gpt-image-1.5", faithful, (struct size){1536, 1024}, 8, 323 + 6240);
    assert_image("gpt-image-1-mini", "", (struct size){1024, 1024}, 2.5, 194);
    assert_image("gpt-image-1", "", (struct size){1024, 1024}, 10, 194);
}

static void estimate_sums_the_images_and_leaves_open_whether_a_mask_is_charged(void **state) {
    (void)state;
    struct run run = {.images = {{1024, 1024}, {32, 32}}, .count = 2};
    const char *const json = "{\"prompt\":\"four\",\"size\":\"1024x1024\"}";
    assert_dollars(estimate(run, json), (5 + 1025 * 8 + 196 * 30) / 1e6,
                   (5 + 1025 * 8 + 196 * 30) / 1e6);
    run.has_mask = true;
    assert_dollars(estimate(run, json), (5 + 1025 * 8 + 196 * 30) / 1e6,
                   (5 + 2049 * 8 + 196 * 30) / 1e6);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(estimate_follows_the_published_calculator),
        cmocka_unit_test(estimate_agrees_with_the_formula_in_floating_point),
        cmocka_unit_test(estimate_takes_each_models_own_patches),
        cmocka_unit_test(estimate_takes_the_table_of_the_older_models),
        cmocka_unit_test(estimate_agrees_with_the_prices_openai_names_per_picture),
        cmocka_unit_test(estimate_ranges_over_what_the_model_decides),
        cmocka_unit_test(estimate_ranges_where_2_6_is_not_published),
        cmocka_unit_test(estimate_says_nothing_of_what_is_not_known),
        cmocka_unit_test(estimate_counts_every_picture_and_the_prompt_once),
        cmocka_unit_test(estimate_pays_for_partial_images_that_may_come),
        cmocka_unit_test(estimate_of_several_streamed_pictures_pays_the_input_each_time),
        cmocka_unit_test(estimate_knows_how_each_family_counts_an_image),
        cmocka_unit_test(estimate_sums_the_images_and_leaves_open_whether_a_mask_is_charged),
    };
    return cmocka_run_group_tests_name("estimate", tests, NULL, NULL);
}
