#include "support/support.h"

#include <string.h>

#include "api/rules.h"

/* A case that breaks no rule, for tests to break one in. */
static struct rules_case sound_case(const struct params *params) {
    return (struct rules_case){
        .params = params,
        .image_count = 1,
        .image_width = 640,
        .image_height = 480,
        .has_mask = true,
        .mask_width = 640,
        .mask_height = 480,
        .at_openai = true,
        .today = "2026-11-22",
    };
}

static struct params with_model(const char *model) {
    struct params params = {0};
    params.text[PARAM_MODEL] = bytes_of(model);
    return params;
}

static void assert_breaks(const struct rules_case *c, const char *field, const char *text) {
    struct fault fault = {0};
    assert_int_equal(rules_check(c, &fault), STATUS_INVALID);
    assert_int_equal(fault.status, STATUS_INVALID);
    assert_string_equal(fault.field, field);
    assert_string_equal(fault.text, text);
}

static void assert_keeps(const struct rules_case *c) {
    struct fault fault = {0};
    assert_int_equal(rules_check(c, &fault), STATUS_OK);
}

static void rules_take_a_sound_case(void **state) {
    (void)state;
    const struct params params = with_model("gpt-image-2.5-flare");
    struct rules_case c = sound_case(&params);
    assert_keeps(&c);
    c.has_mask = false;
    assert_keeps(&c);
    c.image_count = 0;
    assert_keeps(&c);
    c.image_count = RULES_MAX_IMAGES;
    assert_keeps(&c);
}

static void rules_refuse_a_mask_without_an_image(void **state) {
    (void)state;
    const struct params params = with_model("gpt-image-2.5-flare");
    struct rules_case c = sound_case(&params);
    c.image_count = 0;
    assert_breaks(&c, "mask",
                  "Cannot use a mask without an input image. Add the image that the mask belongs "
                  "to, or remove the mask.");
}

static void rules_refuse_a_mask_with_several_images(void **state) {
    (void)state;
    const struct params params = with_model("gpt-image-2.5-flare");
    struct rules_case c = sound_case(&params);
    c.image_count = 2;
    assert_breaks(&c, "mask",
                  "Cannot use a mask with multiple image. There are 2 input images: keep the one "
                  "to be repainted, or remove the mask.");
}

static void rules_refuse_a_mask_of_another_size_and_name_both(void **state) {
    (void)state;
    const struct params params = with_model("gpt-image-2.5-flare");
    struct rules_case c = sound_case(&params);
    c.image_width = 641;
    assert_breaks(&c, "mask",
                  "Mask and Image must be the same size. The mask has 640 x 480 pixels, the image "
                  "641 x 480. Paint the mask on this image, or import one of its size.");
    c = sound_case(&params);
    c.mask_height = 481;
    assert_breaks(&c, "mask",
                  "Mask and Image must be the same size. The mask has 640 x 481 pixels, the image "
                  "640 x 480. Paint the mask on this image, or import one of its size.");
}

static void rules_judge_the_mask_in_the_order_of_the_node(void **state) {
    (void)state;
    const struct params params = with_model("gpt-image-1");
    struct rules_case c = sound_case(&params);
    c.image_count = RULES_MAX_IMAGES + 1;
    c.mask_width = 1;
    struct fault fault;
    assert_int_equal(rules_check(&c, &fault), STATUS_INVALID);
    assert_non_null(strstr(fault.text, "Cannot use a mask with multiple image"));
    c.has_mask = false;
    assert_breaks(&c, "images",
                  "There are 17 input images, and one request takes 16 at most. Remove 1.");
    c.image_count = 1;
    assert_int_equal(rules_check(&c, &fault), STATUS_INVALID);
    assert_string_equal(fault.field, "model");
}

static void rules_refuse_an_ended_model_at_openai_only(void **state) {
    (void)state;
    const struct params params = with_model("gpt-image-1");
    struct rules_case c = sound_case(&params);
    assert_breaks(&c, "model",
                  "OpenAI shut gpt-image-1 down on 2026-10-23. Choose gpt-image-2.5-flare instead, "
                  "or an endpoint that still serves it.");
    c.today = "2026-10-22";
    assert_keeps(&c);
    c = sound_case(&params);
    c.at_openai = false;
    assert_keeps(&c);
}

static void rules_know_an_ended_model_by_its_dated_name_too(void **state) {
    (void)state;
    const struct params params = with_model("gpt-image-1.5-2025-12-16");
    struct rules_case c = sound_case(&params);
    assert_keeps(&c);
    c.today = "2026-12-01";
    struct fault fault;
    assert_int_equal(rules_check(&c, &fault), STATUS_INVALID);
    assert_string_equal(fault.field, "model");
}

static void rules_leave_unknown_models_to_the_endpoint(void **state) {
    (void)state;
    const struct params params = with_model("gpt-image-99");
    struct rules_case c = sound_case(&params);
    assert_keeps(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_take_a_sound_case),
        cmocka_unit_test(rules_refuse_a_mask_without_an_image),
        cmocka_unit_test(rules_refuse_a_mask_with_several_images),
        cmocka_unit_test(rules_refuse_a_mask_of_another_size_and_name_both),
        cmocka_unit_test(rules_judge_the_mask_in_the_order_of_the_node),
        cmocka_unit_test(rules_refuse_an_ended_model_at_openai_only),
        cmocka_unit_test(rules_know_an_ended_model_by_its_dated_name_too),
        cmocka_unit_test(rules_leave_unknown_models_to_the_endpoint),
    };
    return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
