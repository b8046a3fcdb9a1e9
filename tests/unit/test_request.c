#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/request.h"

static const uint8_t random_bytes[MULTIPART_RANDOM] = {7};
#define BOUNDARY "gpt-image-07000000000000000000000000000000"

static const struct dialect openais = {0};

static struct params parse(const char *json) {
    struct params params;
    struct fault fault = {0};
    if (params_parse(bytes_of(json), &params, &fault) != STATUS_OK) {
        fail_msg("%s: %s", json, fault.text);
    }
    return params;
}

static void put_part(struct buf *out, const char *name, const char *value) {
    buf_format(out, "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n",
               name, value);
}

static void put_file(struct buf *out, const char *name, const char *file_name, const char *type,
                     const char *content) {
    buf_format(out,
               "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"%s\"; "
               "filename=\"%s\"\r\nContent-Type: %s\r\n\r\n%s\r\n",
               name, file_name, type, content);
}

static void put_fields_by(const char *model, struct buf *out) {
    put_part(out, "background", "opaque");
    put_part(out, "model", model);
    put_part(out, "n", "1");
    put_part(out, "prompt", "p");
    put_part(out, "quality", "low");
    put_part(out, "size", "auto");
}

static void put_default_fields(struct buf *out) {
    put_fields_by("gpt-image-2.5-flare", out);
}

static void assert_body(const struct request *r, struct buf *expected) {
    assert_int_equal(expected->status, STATUS_OK);
    assert_true(bytes_equal(buf_view(&r->body), buf_view(expected)));
    buf_free(expected);
}

static void request_generation_is_json_in_the_order_of_the_node(void **state) {
    (void)state;
    struct params params =
        parse("{\"prompt\":\"a \\\"cat\\\"\\n\u20ac\",\"n\":3,\"quality\":\"high\","
              "\"seed\":7,\"seed_control\":\"randomize\","
              "\"image_budget\":\"none\",\"background\":\"transparent\","
              "\"size\":\"1024x1536\"}");
    struct request r;
    assert_int_equal(request_generation(&params, &r), STATUS_OK);
    assert_string_equal(r.path, "/images/generations");
    assert_string_equal(r.content_type, "application/json");
    assert_true(
        bytes_equal(buf_view(&r.body),
                    bytes_of("{\"background\":\"transparent\",\"model\":\"gpt-image-2.5-flare\","
                             "\"n\":3,\"prompt\":\"a \\\"cat\\\"\\n\u20ac\",\"quality\":\"high\","
                             "\"size\":\"1024x1536\"}")));
    request_free(&r);
    params_free(&params);
}

/* The names of a JSON object in their order, with a space after each. */
static void assert_names(struct bytes json, const char *expected) {
    char names[500] = "";
    struct json *sent = NULL;
    assert_int_equal(json_parse(json, &sent), STATUS_OK);
    for (const struct json *m = json_at(sent, 0); m; m = json_next(m)) {
        strcat(strcat(names, json_name(m)), " ");
    }
    assert_string_equal(names, expected);
    json_free(sent);
}

static void request_by_default_sends_what_the_node_does(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"p\"}");
    struct request r;
    assert_int_equal(request_generation(&params, &r), STATUS_OK);
    assert_names(buf_view(&r.body), "background model n prompt quality size ");
    request_free(&r);
    params_free(&params);
}

static void request_sends_every_setting_the_table_marks(void **state) {
    (void)state;
    /* By a model that is not in the table, and so takes all of them. */
    struct params params =
        parse("{\"prompt\":\"p\",\"model\":\"m\",\"output_format\":\"gif\",\"stream\":true,"
              "\"output_compression\":50,\"moderation\":\"low\",\"input_fidelity\":\"high\","
              "\"complexity\":\"low\",\"partial_images\":2,\"frame_count\":4,"
              "\"frame_duration_ms\":40,\"safety_identifier\":\"id\"}");
    struct request r;
    size_t sent = 0;
    for (enum param p = 0; p < PARAM_COUNT; p++) {
        sent += param_rule(p)->sent;
    }
    assert_int_equal(request_generation(&params, &r), STATUS_OK);
    assert_true(bytes_equal(
        buf_view(&r.body),
        bytes_of("{\"background\":\"opaque\",\"model\":\"m\",\"n\":1,\"prompt\":\"p\","
                 "\"quality\":\"low\",\"size\":\"auto\",\"complexity\":\"low\","
                 "\"frame_count\":4,\"frame_duration_ms\":40,\"moderation\":\"low\","
                 "\"output_compression\":50,\"output_format\":\"gif\",\"partial_images\":2,"
                 "\"safety_identifier\":\"id\",\"stream\":true}")));
    assert_int_equal(sent, 18); /* those 15, input_fidelity with edits, two of SVG */
    request_free(&r);
    params_free(&params);
}

static void request_edit_sends_the_others_as_text_after_the_nodes(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"p\",\"model\":\"m\",\"input_fidelity\":\"high\","
                                 "\"output_format\":\"jpeg\",\"output_compression\":7,"
                                 "\"stream\":true,\"partial_images\":1}");
    struct request r;
    request_begin_edit(&params, &openais, random_bytes, &r);
    assert_int_equal(request_finish(&r), STATUS_OK);
    struct buf expected = buf_make(10000);
    put_fields_by("m", &expected);
    put_part(&expected, "input_fidelity", "high");
    put_part(&expected, "output_compression", "7");
    put_part(&expected, "output_format", "jpeg");
    put_part(&expected, "partial_images", "1");
    put_part(&expected, "stream", "true");
    buf_text(&expected, "--" BOUNDARY "--\r\n");
    assert_body(&r, &expected);
    request_free(&r);
    params_free(&params);
}

static void request_generation_has_an_object_for_the_author_of_an_svg(void **state) {
    (void)state;
    static const struct {
        const char *settings, *sent;
    } cases[] = {
        {"\"svg[model]\":\"a\"", "\"svg\":{\"model\":\"a\"}"},
        {"\"svg[model]\":\"a\",\"svg[reasoning][effort]\":\"none\"",
         "\"svg\":{\"model\":\"a\",\"reasoning\":{\"effort\":\"none\"}}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[200] = "{\"prompt\":\"p\",\"model\":\"m\",\"output_format\":\"svg\",";
        char expected[300] = "{\"background\":\"opaque\",\"model\":\"m\",\"n\":1,\"prompt\":\"p\","
                             "\"quality\":\"low\",\"size\":\"auto\",\"output_format\":\"svg\",";
        struct params params = parse(strcat(strcat(json, cases[i].settings), "}"));
        struct request r;
        assert_int_equal(request_generation(&params, &r), STATUS_OK);
        assert_true(
            bytes_equal(buf_view(&r.body), bytes_of(strcat(strcat(expected, cases[i].sent), "}"))));
        request_free(&r);
        params_free(&params);
    }
}

static void request_edit_has_fields_for_the_author_of_an_svg(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"p\",\"output_format\":\"svg\",\"model\":\"m\","
                                 "\"svg[model]\":\"a\",\"svg[reasoning][effort]\":\"max\"}");
    struct request r;
    request_begin_edit(&params, &openais, random_bytes, &r);
    assert_int_equal(request_finish(&r), STATUS_OK);
    struct buf expected = buf_make(10000);
    put_fields_by("m", &expected);
    put_part(&expected, "output_format", "svg");
    put_part(&expected, "svg[model]", "a");
    put_part(&expected, "svg[reasoning][effort]", "max");
    buf_text(&expected, "--" BOUNDARY "--\r\n");
    assert_body(&r, &expected);
    request_free(&r);
    params_free(&params);
}

static void request_edit_has_the_fields_then_one_image_then_the_mask(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"p\"}");
    struct request r;
    request_begin_edit(&params, &openais, random_bytes, &r);
    buf_text(request_begin_image(&r, 0, 1, "image/png", "png"), "PICTURE");
    assert_int_equal(request_end_file(&r), STATUS_OK);
    buf_text(request_begin_mask(&r), "MASK");
    assert_int_equal(request_end_file(&r), STATUS_OK);
    assert_int_equal(request_finish(&r), STATUS_OK);
    assert_string_equal(r.path, "/images/edits");
    assert_string_equal(r.content_type, "multipart/form-data; boundary=" BOUNDARY);
    struct buf expected = buf_make(10000);
    put_default_fields(&expected);
    put_file(&expected, "image", "image_0.png", "image/png", "PICTURE");
    put_file(&expected, "mask", "mask.png", "image/png", "MASK");
    buf_text(&expected, "--" BOUNDARY "--\r\n");
    assert_body(&r, &expected);
    request_free(&r);
    params_free(&params);
}

static void request_edit_has_markup_after_the_images(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"p\"}");
    struct request r;
    request_begin_edit(&params, &openais, random_bytes, &r);
    buf_text(request_begin_image(&r, 0, 1, "image/png", "png"), "PICTURE");
    assert_int_equal(request_end_file(&r), STATUS_OK);
    buf_text(request_begin_markup(&r), "MARKUP");
    assert_int_equal(request_end_file(&r), STATUS_OK);
    assert_int_equal(request_finish(&r), STATUS_OK);
    struct buf expected = buf_make(10000);
    put_default_fields(&expected);
    put_file(&expected, "image", "image_0.png", "image/png", "PICTURE");
    put_file(&expected, "markup", "markup.png", "image/png", "MARKUP");
    buf_text(&expected, "--" BOUNDARY "--\r\n");
    assert_body(&r, &expected);
    request_free(&r);
    params_free(&params);
}

static void request_edit_numbers_several_images(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"p\"}");
    struct request r;
    request_begin_edit(&params, &openais, random_bytes, &r);
    for (int i = 0; i < 12; i++) {
        buf_format(request_begin_image(&r, i, 12, i == 1 ? "image/jpeg" : "image/png",
                                       i == 1 ? "jpg" : "png"),
                   "%d", i);
        assert_int_equal(request_end_file(&r), STATUS_OK);
    }
    assert_int_equal(request_finish(&r), STATUS_OK);
    struct buf expected = buf_make(10000);
    put_default_fields(&expected);
    for (int i = 0; i < 12; i++) {
        char file_name[32];
        char content[8];
        snprintf(file_name, sizeof file_name, "image_%d.%s", i, i == 1 ? "jpg" : "png");
        snprintf(content, sizeof content, "%d", i);
        put_file(&expected, "image[]", file_name, i == 1 ? "image/jpeg" : "image/png", content);
    }
    buf_text(&expected, "--" BOUNDARY "--\r\n");
    assert_body(&r, &expected);
    request_free(&r);
    params_free(&params);
}

static void request_edit_keeps_an_awkward_prompt_in_its_part(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"\\r\\n--gpt-image\\r\\nContent-Disposition: "
                                 "form-data; name=\\\"n\\\"\\r\\n\\r\\n8\"}");
    struct request r;
    request_begin_edit(&params, &openais, random_bytes, &r);
    assert_int_equal(request_finish(&r), STATUS_OK);
    struct buf expected = buf_make(10000);
    put_part(&expected, "background", "opaque");
    put_part(&expected, "model", "gpt-image-2.5-flare");
    put_part(&expected, "n", "1");
    put_part(&expected, "prompt",
             "\r\n--gpt-image\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n8");
    put_part(&expected, "quality", "low");
    put_part(&expected, "size", "auto");
    buf_text(&expected, "--" BOUNDARY "--\r\n");
    assert_body(&r, &expected);
    request_free(&r);
    params_free(&params);
}

static void request_with_the_boundary_in_a_prompt_has_to_be_built_again(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"" BOUNDARY "\"}");
    struct request r;
    request_begin_edit(&params, &openais, random_bytes, &r);
    assert_int_equal(request_finish(&r), STATUS_INTERNAL);
    request_free(&r);
    params_free(&params);
}

static void put_image(struct request *r, int index, int count, const char *content) {
    buf_text(request_begin_image(r, index, count, "image/png", "png"), content);
    assert_int_equal(request_end_file(r), STATUS_OK);
}

static void request_calls_images_what_the_dialect_does(void **state) {
    (void)state;
    static const struct {
        enum dialect_image image;
        int count;
        const char *name;
    } cases[] = {{DIALECT_IMAGE_ARRAY, 1, "image[]"},
                 {DIALECT_IMAGE_ARRAY, 2, "image[]"},
                 {DIALECT_IMAGE_SINGLE, 1, "image"},
                 {DIALECT_IMAGE_SINGLE, 2, "image"}};
    struct params params = parse("{\"prompt\":\"p\"}");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct dialect dialect = {.image = cases[i].image};
        struct request r;
        request_begin_edit(&params, &dialect, random_bytes, &r);
        struct buf expected = buf_make(10000);
        put_default_fields(&expected);
        for (int j = 0; j < cases[i].count; j++) {
            put_image(&r, j, cases[i].count, "PICTURE");
            put_file(&expected, cases[i].name, j ? "image_1.png" : "image_0.png", "image/png",
                     "PICTURE");
        }
        assert_int_equal(request_finish(&r), STATUS_OK);
        buf_text(&expected, "--" BOUNDARY "--\r\n");
        assert_body(&r, &expected);
        request_free(&r);
    }
    params_free(&params);
}

static const struct dialect by_json = {.edits = DIALECT_JSON};

#define JSON_FIELDS                                                                                \
    "{\"background\":\"opaque\",\"model\":\"gpt-image-2.5-flare\",\"n\":1,\"prompt\":\"p\","       \
    "\"quality\":\"low\",\"size\":\"auto\""

static void request_edit_as_json_has_images_and_mask_as_data_urls(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"p\"}");
    struct request r;
    request_begin_edit(&params, &by_json, random_bytes, &r);
    put_image(&r, 0, 2, "foob");
    put_image(&r, 1, 2, "fooba");
    buf_text(request_begin_mask(&r), "foobar");
    assert_int_equal(request_end_file(&r), STATUS_OK);
    assert_int_equal(request_finish(&r), STATUS_OK);
    assert_string_equal(r.path, "/images/edits");
    assert_string_equal(r.content_type, "application/json");
    assert_true(bytes_equal(
        buf_view(&r.body),
        bytes_of(JSON_FIELDS ",\"images\":[{\"image_url\":\"data:image/png;base64,Zm9vYg==\"},"
                             "{\"image_url\":\"data:image/png;base64,Zm9vYmE=\"}],"
                             "\"mask\":{\"image_url\":\"data:image/png;base64,Zm9vYmFy\"}}")));
    request_free(&r);
    params_free(&params);
}

static void request_edit_as_json_needs_no_mask(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"p\"}");
    struct request r;
    request_begin_edit(&params, &by_json, random_bytes, &r);
    put_image(&r, 0, 1, "foo");
    assert_int_equal(request_finish(&r), STATUS_OK);
    assert_true(bytes_equal(
        buf_view(&r.body),
        bytes_of(JSON_FIELDS ",\"images\":[{\"image_url\":\"data:image/png;base64,Zm9v\"}]}")));
    request_free(&r);
    params_free(&params);
}

/* "data:image/png;base64," is 22 letters, so that 15,728,622 bytes fit and one more does not. */
static void request_edit_as_json_has_a_largest_picture(void **state) {
    (void)state;
    static const size_t most = (REQUEST_MAX_DATA_URL - 22) / 4 * 3;
    struct params params = parse("{\"prompt\":\"p\"}");
    uint8_t *picture = calloc(1, most + 1);
    for (size_t more = 0; more <= 1; more++) {
        struct request r;
        request_begin_edit(&params, &by_json, random_bytes, &r);
        buf_append(request_begin_image(&r, 0, 1, "image/png", "png"), picture, most + more);
        assert_int_equal(request_end_file(&r), more ? STATUS_TOO_LARGE : STATUS_OK);
        request_free(&r);
    }
    free(picture);
    params_free(&params);
}

static void request_free_takes_an_empty_one(void **state) {
    (void)state;
    struct request r = {0};
    request_free(&r);
    request_free(&r);
    assert_null(r.body.data);
}

static bool build_generation(void *context) {
    struct request r;
    const enum status status = request_generation(context, &r);
    assert_true(status == STATUS_OK || (status == STATUS_NO_MEMORY && !r.body.data && !r.path));
    request_free(&r);
    return status == STATUS_OK;
}

static bool build_edit(void *context) {
    struct request r;
    request_begin_edit(context, &openais, random_bytes, &r);
    buf_text(request_begin_image(&r, 0, 1, "image/png", "png"), "PICTURE");
    assert_int_equal(request_end_file(&r), STATUS_OK);
    const enum status status = request_finish(&r);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    request_free(&r);
    return status == STATUS_OK;
}

static bool build_json_edit(void *context) {
    struct request r;
    request_begin_edit(context, &by_json, random_bytes, &r);
    put_image(&r, 0, 1, "PICTURE");
    const enum status status = request_finish(&r);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    request_free(&r);
    return status == STATUS_OK;
}

static void request_survives_each_failing_allocation(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"p\"}");
    char long_prompt[1000];
    memset(long_prompt, 'x', sizeof long_prompt);
    params.text[PARAM_PROMPT] = (struct bytes){(uint8_t *)long_prompt, sizeof long_prompt};
    each_allocation_fails_once(build_generation, &params);
    each_allocation_fails_once(build_edit, &params);
    each_allocation_fails_once(build_json_edit, &params);
    params_free(&params);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(request_generation_is_json_in_the_order_of_the_node),
        cmocka_unit_test(request_by_default_sends_what_the_node_does),
        cmocka_unit_test(request_sends_every_setting_the_table_marks),
        cmocka_unit_test(request_edit_sends_the_others_as_text_after_the_nodes),
        cmocka_unit_test(request_generation_has_an_object_for_the_author_of_an_svg),
        cmocka_unit_test(request_edit_has_fields_for_the_author_of_an_svg),
        cmocka_unit_test(request_edit_has_the_fields_then_one_image_then_the_mask),
        cmocka_unit_test(request_edit_has_markup_after_the_images),
        cmocka_unit_test(request_edit_numbers_several_images),
        cmocka_unit_test(request_edit_keeps_an_awkward_prompt_in_its_part),
        cmocka_unit_test(request_with_the_boundary_in_a_prompt_has_to_be_built_again),
        cmocka_unit_test(request_calls_images_what_the_dialect_does),
        cmocka_unit_test(request_edit_as_json_has_images_and_mask_as_data_urls),
        cmocka_unit_test(request_edit_as_json_needs_no_mask),
        cmocka_unit_test(request_edit_as_json_has_a_largest_picture),
        cmocka_unit_test(request_free_takes_an_empty_one),
        cmocka_unit_test(request_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
