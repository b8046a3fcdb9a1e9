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

/* The defaults but for a model; its texts are constants. */
static struct params with_model(const char *model) {
    struct params params;
    struct fault fault;
    assert_int_equal(params_parse(bytes_of("{\"prompt\":\"p\"}"), &params, &fault), STATUS_OK);
    json_free(params.document);
    params.document = NULL;
    params.text[PARAM_PROMPT] = bytes_of("p");
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

static void rules_refuse_an_empty_prompt_in_the_words_of_comfyui(void **state) {
    (void)state;
    static const char *const empty[] = {"", " \t\r\n\v\f "};
    struct params params = with_model("gpt-image-2.5-flare");
    struct rules_case c = sound_case(&params);
    c.mask_width = 1;
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        params.text[PARAM_PROMPT] = bytes_of(empty[i]);
        assert_breaks(&c, "prompt",
                      "Field 'prompt' cannot be empty. Describe the picture you want.");
    }
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

/* A sound case with markup instead of a mask. */
static struct rules_case marked_case(const struct params *params) {
    struct rules_case c = sound_case(params);
    c.has_mask = false;
    c.has_markup = true;
    c.markup_width = 640;
    c.markup_height = 480;
    return c;
}

static void rules_take_markup_over_the_first_of_several_images(void **state) {
    (void)state;
    const char *const models[] = {"gpt-image-2.5-flare", "gpt-image-2.6-sunburst", "not-listed"};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        const struct params params = with_model(models[i]);
        struct rules_case c = marked_case(&params);
        assert_keeps(&c);
        c.image_count = RULES_MAX_IMAGES;
        assert_keeps(&c);
    }
}

static void rules_refuse_markup_without_an_image(void **state) {
    (void)state;
    const struct params params = with_model("gpt-image-2.5-flare");
    struct rules_case c = marked_case(&params);
    c.image_count = 0;
    assert_breaks(&c, "markup",
                  "Markup is drawn over an input image, and there is none. Add the image, or clear "
                  "the markup.");
}

static void rules_refuse_markup_beside_a_mask(void **state) {
    (void)state;
    const struct params params = with_model("gpt-image-2.5-flare");
    struct rules_case c = marked_case(&params);
    c.has_mask = true;
    assert_breaks(&c, "markup",
                  "Markup cannot be sent together with a mask. Clear one of the two.");
    c.mask_width = 1;
    struct fault fault;
    assert_int_equal(rules_check(&c, &fault), STATUS_INVALID);
    assert_string_equal(fault.field, "mask");
}

static void rules_refuse_markup_for_a_model_that_takes_none(void **state) {
    (void)state;
    const struct params params = with_model("gpt-image-2");
    const struct rules_case c = marked_case(&params);
    assert_breaks(&c, "markup",
                  "gpt-image-2 takes no markup. Choose gpt-image-2.5-flare or another model that "
                  "does, or clear the markup.");
}

static void rules_refuse_markup_of_another_size_and_name_both(void **state) {
    (void)state;
    const struct params params = with_model("gpt-image-2.5-flare");
    struct rules_case c = marked_case(&params);
    c.image_width = 641;
    assert_breaks(&c, "markup",
                  "Markup and image must be the same size. The markup has 640 x 480 pixels, the "
                  "image 641 x 480. Clear the markup and draw it on this image.");
    c = marked_case(&params);
    c.markup_height = 481;
    assert_breaks(&c, "markup",
                  "Markup and image must be the same size. The markup has 640 x 481 pixels, the "
                  "image 640 x 480. Clear the markup and draw it on this image.");
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

static void rules_refuse_a_choice_the_model_does_not_have(void **state) {
    (void)state;
    struct params params = with_model("gpt-image-2");
    struct rules_case c = sound_case(&params);
    params.text[PARAM_QUALITY] = bytes_of("max");
    assert_breaks(&c, "quality",
                  "Quality cannot be max for gpt-image-2. It can be auto, low, medium, high.");
    params.text[PARAM_QUALITY] = bytes_of("high");
    assert_keeps(&c);
    params.text[PARAM_OUTPUT_FORMAT] = bytes_of("gif");
    assert_breaks(&c, "output_format",
                  "Output format cannot be gif for gpt-image-2. It can be png, jpeg, webp.");
    params.text[PARAM_MODEL] = bytes_of("gpt-image-1-mini");
    params.text[PARAM_OUTPUT_FORMAT] = bytes_of("png");
    params.text[PARAM_INPUT_FIDELITY] = bytes_of("high");
    assert_breaks(&c, "input_fidelity",
                  "Input fidelity cannot be high for gpt-image-1-mini. It can be low.");
}

static void rules_let_pass_what_the_model_has_no_setting_for(void **state) {
    (void)state;
    struct params params = with_model("gpt-image-2");
    struct rules_case c = sound_case(&params);
    params.text[PARAM_COMPLEXITY] = bytes_of("high");
    params.text[PARAM_INPUT_FIDELITY] = bytes_of("high");
    assert_keeps(&c);
}

static void rules_refuse_a_size_the_model_does_not_make(void **state) {
    (void)state;
    struct params params = with_model("gpt-image-2.5-flare");
    struct rules_case c = sound_case(&params);
    struct fault fault;
    params.text[PARAM_SIZE] = bytes_of("1536x864");
    assert_keeps(&c);
    static const char *const sizes[] = {"1537x864", "3072x768", "512x512", "4096x1920",
                                        "3840x2176"};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        params.text[PARAM_SIZE] = bytes_of(sizes[i]);
        assert_int_equal(rules_check(&c, &fault), STATUS_INVALID);
        assert_string_equal(fault.field, "size");
        assert_non_null(strstr(fault.text, "The nearest size is "));
    }
    params.text[PARAM_MODEL] = bytes_of("gpt-image-1.5");
    params.text[PARAM_SIZE] = bytes_of("2048x2048");
    assert_int_equal(rules_check(&c, &fault), STATUS_INVALID);
    assert_string_equal(fault.field, "size");
    params.text[PARAM_MODEL] = bytes_of("gpt-image-99");
    assert_keeps(&c);
}

static void rules_join_a_transparent_background_with_png_and_webp(void **state) {
    (void)state;
    struct params params = with_model("gpt-image-2.6-flare");
    struct rules_case c = sound_case(&params);
    c.has_mask = false;
    params.text[PARAM_BACKGROUND] = bytes_of("transparent");
    assert_keeps(&c);
    params.text[PARAM_OUTPUT_FORMAT] = bytes_of("webp");
    assert_keeps(&c);
    static const char *const others[] = {"jpeg", "gif", "svg"};
    for (size_t i = 0; i < 3; i++) {
        params.text[PARAM_OUTPUT_FORMAT] = bytes_of(others[i]);
        assert_breaks(&c, "background",
                      "A transparent background needs the output format PNG or WebP. Choose one of "
                      "them, or another background.");
    }
}

static void rules_join_compression_with_jpeg_and_webp(void **state) {
    (void)state;
    struct params params = with_model("gpt-image-2.6-flare");
    struct rules_case c = sound_case(&params);
    c.has_mask = false;
    params.number[PARAM_OUTPUT_COMPRESSION] = 99;
    static const char *const others[] = {"png", "gif", "svg"};
    for (size_t i = 0; i < 3; i++) {
        params.text[PARAM_OUTPUT_FORMAT] = bytes_of(others[i]);
        assert_breaks(&c, "output_compression",
                      "Compression is for JPEG and WebP only. Choose one of them as the output "
                      "format, or set the compression to 100.");
    }
    params.text[PARAM_OUTPUT_FORMAT] = bytes_of("jpeg");
    assert_keeps(&c);
    params.text[PARAM_OUTPUT_FORMAT] = bytes_of("webp");
    assert_keeps(&c);
}

static void rules_join_partial_images_with_streaming(void **state) {
    (void)state;
    struct params params = with_model("gpt-image-2.6-flare");
    struct rules_case c = sound_case(&params);
    params.number[PARAM_PARTIAL_IMAGES] = 1;
    assert_breaks(&c, "partial_images",
                  "Partial images come with streaming only. Turn streaming on, or set them to 0.");
    params.number[PARAM_STREAM] = 1;
    assert_keeps(&c);
    params.number[PARAM_N] = 4; /* several requests, and no fault */
    assert_keeps(&c);
}

static void rules_keep_gif_and_svg_from_what_they_exclude(void **state) {
    (void)state;
    struct params params = with_model("gpt-image-2.6-flare");
    struct rules_case c = sound_case(&params);
    params.text[PARAM_OUTPUT_FORMAT] = bytes_of("gif");
    assert_breaks(&c, "output_format",
                  "A GIF cannot be made with a mask. Choose another output format, or remove the "
                  "mask.");
    c.has_mask = false;
    assert_keeps(&c);
    params.number[PARAM_STREAM] = 1;
    assert_breaks(
        &c, "stream",
        "GIF and SVG pictures cannot be streamed. Turn streaming off, or choose another output "
        "format.");
    params.text[PARAM_OUTPUT_FORMAT] = bytes_of("svg");
    assert_breaks(
        &c, "stream",
        "GIF and SVG pictures cannot be streamed. Turn streaming off, or choose another output "
        "format.");
    params.number[PARAM_STREAM] = 0;
    params.number[PARAM_N] = 2;
    assert_breaks(&c, "n", "SVG pictures come one at a time. Set the number of images to 1.");
    params.number[PARAM_N] = 1;
    assert_keeps(&c);
    c.has_mask = true;
    assert_breaks(&c, "output_format",
                  "An SVG cannot be put back into the picture. Choose another output format, or do "
                  "not keep what is not painted.");
    params.number[PARAM_KEEP] = 0;
    assert_keeps(&c);
}

static void rules_ask_an_effort_of_an_author_with_a_name(void **state) {
    (void)state;
    struct params params = with_model("gpt-image-2.6-flare");
    struct rules_case c = sound_case(&params);
    c.has_mask = false;
    params.text[PARAM_OUTPUT_FORMAT] = bytes_of("svg");
    params.text[PARAM_SVG_EFFORT] = bytes_of("none");
    assert_breaks(&c, "svg[model]",
                  "An effort can be asked only of an SVG author with a name. Write the name of its "
                  "model, or leave the effort to it.");
    params.text[PARAM_SVG_MODEL] = bytes_of("gpt-6");
    assert_keeps(&c);
    params.text[PARAM_SVG_MODEL] = bytes_of("");
    params.text[PARAM_OUTPUT_FORMAT] = bytes_of("png"); /* of which nothing of it is sent */
    assert_keeps(&c);
}

static void rules_leave_moderation_to_new_pictures(void **state) {
    (void)state;
    struct params params = with_model("gpt-image-2.5-flare");
    struct rules_case c = sound_case(&params);
    params.text[PARAM_MODERATION] = bytes_of("low");
    assert_breaks(&c, "moderation",
                  "Moderation can be chosen for new pictures only, not with input images. Set it "
                  "to auto, or remove the images.");
    c.image_count = 0;
    c.has_mask = false;
    assert_keeps(&c);
}

static bool refuse_a_choice(void *context) {
    struct fault fault = {0};
    const enum status status = rules_check(context, &fault);
    assert_int_equal(fault.status, status);
    return status == STATUS_INVALID;
}

static void rules_survive_each_failing_allocation(void **state) {
    (void)state;
    struct params params = with_model("gpt-image-2");
    struct rules_case c = sound_case(&params);
    params.text[PARAM_QUALITY] = bytes_of("max");
    each_allocation_fails_once(refuse_a_choice, &c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_take_a_sound_case),
        cmocka_unit_test(rules_refuse_an_empty_prompt_in_the_words_of_comfyui),
        cmocka_unit_test(rules_refuse_a_mask_without_an_image),
        cmocka_unit_test(rules_refuse_a_mask_with_several_images),
        cmocka_unit_test(rules_refuse_a_mask_of_another_size_and_name_both),
        cmocka_unit_test(rules_take_markup_over_the_first_of_several_images),
        cmocka_unit_test(rules_refuse_markup_without_an_image),
        cmocka_unit_test(rules_refuse_markup_beside_a_mask),
        cmocka_unit_test(rules_refuse_markup_for_a_model_that_takes_none),
        cmocka_unit_test(rules_refuse_markup_of_another_size_and_name_both),
        cmocka_unit_test(rules_judge_the_mask_in_the_order_of_the_node),
        cmocka_unit_test(rules_refuse_an_ended_model_at_openai_only),
        cmocka_unit_test(rules_know_an_ended_model_by_its_dated_name_too),
        cmocka_unit_test(rules_leave_unknown_models_to_the_endpoint),
        cmocka_unit_test(rules_refuse_a_choice_the_model_does_not_have),
        cmocka_unit_test(rules_let_pass_what_the_model_has_no_setting_for),
        cmocka_unit_test(rules_refuse_a_size_the_model_does_not_make),
        cmocka_unit_test(rules_join_a_transparent_background_with_png_and_webp),
        cmocka_unit_test(rules_join_compression_with_jpeg_and_webp),
        cmocka_unit_test(rules_join_partial_images_with_streaming),
        cmocka_unit_test(rules_keep_gif_and_svg_from_what_they_exclude),
        cmocka_unit_test(rules_ask_an_effort_of_an_author_with_a_name),
        cmocka_unit_test(rules_leave_moderation_to_new_pictures),
        cmocka_unit_test(rules_survive_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
