#include "support/comfyui.h"
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/models.h"
#include "api/workflow_read.h"
#include "api/workflow_write.h"

#define TODAY "2026-01-01" /* before any model ends */

/* A workflow that was written, in both formats. */
struct written {
    struct json *answer;
    struct json *prompt;
    struct json *workflow;
};

static struct bytes text_of(const struct json *value) {
    struct bytes text;
    assert_true(json_text(value, &text));
    return text;
}

static struct json *parse(struct bytes text) {
    struct json *root = NULL;
    assert_int_equal(json_parse(text, &root), STATUS_OK);
    return root;
}

/* Writes a workflow that ComfyUI must take; free it with written_free. */
static struct written write_for(const char *settings, const char *inputs) {
    struct buf out = buf_make(JSON_MAX_BYTES);
    struct fault fault = {0};
    if (workflow_write(bytes_of(settings), bytes_of(inputs), &out, &fault) != STATUS_OK) {
        fail_msg("%s: %s", settings, fault.text);
    }
    struct written written = {.answer = parse(buf_view(&out))};
    written.prompt = parse(text_of(json_get(written.answer, "prompt")));
    written.workflow = parse(text_of(json_get(written.answer, "workflow")));
    comfyui_accepts(written.prompt);
    comfyui_draws(written.workflow, written.prompt);
    buf_free(&out);
    return written;
}

static void written_free(struct written *written) {
    json_free(written->answer);
    json_free(written->prompt);
    json_free(written->workflow);
}

/* Asserts what is written in the API format. */
static void assert_prompt(const char *settings, const char *inputs, const char *expected) {
    struct written written = write_for(settings, inputs);
    const struct bytes text = text_of(json_get(written.answer, "prompt"));
    assert_string_equal((const char *)text.data, expected);
    written_free(&written);
}

/* Asserts the sentences about a workflow, with a line break between. */
static void assert_notes(const char *settings, const char *inputs, const char *expected) {
    struct written written = write_for(settings, inputs);
    char text[2000] = "";
    const struct json *note = json_at(json_get(written.answer, "notes"), 0);
    for (; note; note = json_next(note)) {
        strcat(strcat(text, *text ? "\n" : ""), (const char *)text_of(note).data);
    }
    assert_string_equal(text, expected);
    written_free(&written);
}

static void workflow_writes_text_to_image_for_the_node_of_2025(void **state) {
    (void)state;
    assert_prompt("{\"prompt\":\"a \\\"boat\\\"\",\"model\":\"gpt-image-1.5\",\"seed\":7}", "{}",
                  "{\"1\":{\"inputs\":{\"prompt\":\"a \\\"boat\\\"\",\"seed\":7,\"quality\":"
                  "\"low\",\"background\":\"opaque\",\"size\":\"auto\",\"n\":1,\"model\":"
                  "\"gpt-image-1.5\"},\"class_type\":\"OpenAIGPTImage1\",\"_meta\":{\"title\":"
                  "\"OpenAI GPT Image 1\"}},\"2\":{\"inputs\":{\"filename_prefix\":\"ComfyUI\","
                  "\"images\":[\"1\",0]},\"class_type\":\"SaveImage\",\"_meta\":{\"title\":"
                  "\"Save Image\"}}}");
}

static void workflow_writes_an_edit_for_the_node_that_followed(void **state) {
    (void)state;
    assert_prompt("{\"prompt\":\"p\",\"size\":\"1536x864\",\"quality\":\"max\"}",
                  "{\"images\":1,\"mask\":true,\"files\":[\"cat.png\"]}",
                  "{\"1\":{\"inputs\":{\"image\":\"cat.png\"},\"class_type\":\"LoadImage\","
                  "\"_meta\":{\"title\":\"Load Image\"}},\"2\":{\"inputs\":{\"prompt\":\"p\","
                  "\"model\":\"gpt-image-2.5-flare\",\"model.size\":\"Custom\","
                  "\"model.custom_width\":1536,\"model.custom_height\":864,\"model.background\":"
                  "\"opaque\",\"model.quality\":\"max\",\"n\":1,\"seed\":0,"
                  "\"model.images.image_1\":[\"1\",0],\"model.mask\":[\"1\",1]},\"class_type\":"
                  "\"OpenAIGPTImageNodeV2\",\"_meta\":{\"title\":\"OpenAI GPT Image 2\"}},\"3\":{"
                  "\"inputs\":{\"filename_prefix\":\"ComfyUI\",\"images\":[\"2\",0]},"
                  "\"class_type\":\"SaveImage\",\"_meta\":{\"title\":\"Save Image\"}}}");
}

static void workflow_makes_several_images_a_batch_for_the_older_node_only(void **state) {
    (void)state;
    assert_prompt("{\"prompt\":\"p\",\"model\":\"gpt-image-1\"}", "{\"images\":2}",
                  "{\"1\":{\"inputs\":{\"image\":\"image_1.png\"},\"class_type\":\"LoadImage\","
                  "\"_meta\":{\"title\":\"Load Image\"}},\"2\":{\"inputs\":{\"image\":"
                  "\"image_2.png\"},\"class_type\":\"LoadImage\",\"_meta\":{\"title\":"
                  "\"Load Image\"}},\"3\":{\"inputs\":{\"images.image0\":[\"1\",0],"
                  "\"images.image1\":[\"2\",0]},\"class_type\":\"BatchImagesNode\",\"_meta\":{"
                  "\"title\":\"Batch Images\"}},\"4\":{\"inputs\":{\"prompt\":\"p\",\"seed\":0,"
                  "\"quality\":\"low\",\"background\":\"opaque\",\"size\":\"auto\",\"n\":1,"
                  "\"model\":\"gpt-image-1\",\"image\":[\"3\",0]},\"class_type\":"
                  "\"OpenAIGPTImage1\",\"_meta\":{\"title\":\"OpenAI GPT Image 1\"}},\"5\":{"
                  "\"inputs\":{\"filename_prefix\":\"ComfyUI\",\"images\":[\"4\",0]},"
                  "\"class_type\":\"SaveImage\",\"_meta\":{\"title\":\"Save Image\"}}}");
    struct written written = write_for("{\"prompt\":\"p\"}", "{\"images\":16}");
    assert_int_equal(json_count(written.prompt), 18);
    written_free(&written);
}

static void workflow_is_taken_by_comfyui_whatever_the_model_and_images(void **state) {
    (void)state;
    for (size_t m = 0; m < models_count(); m++) {
        for (int images = 0; images <= 16; images++) {
            for (int mask = 0; mask <= 1; mask++) {
                char settings[200];
                char inputs[100];
                (void)snprintf(settings, sizeof settings, "{\"prompt\":\"p\",\"model\":\"%s\"}",
                               models_at(m)->id);
                (void)snprintf(inputs, sizeof inputs, "{\"images\":%d,\"mask\":%s}", images,
                               mask ? "true" : "false");
                struct written written = write_for(settings, inputs);
                written_free(&written);
            }
        }
    }
}

static void workflow_names_what_comfyui_does_not_have(void **state) {
    (void)state;
    assert_notes("{\"prompt\":\"p\"}", "{}", "");
    assert_notes("{\"prompt\":\"p\",\"output_format\":\"webp\",\"stream\":true,\"context\":10}",
                 "{}",
                 "ComfyUI's node does not have, and the workflow leaves out: Context around it, "
                 "Output format, Stream.");
    assert_notes("{\"prompt\":\"p\",\"model\":\"gpt-image-2.6-flare\",\"quality\":\"auto\",\"n\":"
                 "10}",
                 "{}",
                 "Model: ComfyUI's node does not have gpt-image-2.6-flare, and the workflow has "
                 "gpt-image-2.5-flare instead.\n"
                 "Quality: ComfyUI's node does not have auto, and the workflow has low instead.\n"
                 "ComfyUI's node makes 8 pictures at most: the workflow has 8 instead of 10.");
    assert_notes("{\"prompt\":\"p\",\"model\":\"gpt-image-1.5\",\"quality\":\"max\",\"size\":"
                 "\"2048x2048\"}",
                 "{}",
                 "Quality: ComfyUI's node does not have max, and the workflow has high instead.\n"
                 "Size: ComfyUI's node does not have 2048x2048, and the workflow has auto "
                 "instead.");
}

static void workflow_has_no_size_that_no_model_makes(void **state) {
    (void)state;
    assert_notes("{\"prompt\":\"p\",\"size\":\"480x1440\"}", "{}", "");
    assert_notes("{\"prompt\":\"p\",\"size\":\"100x100\"}", "{}",
                 "Size: ComfyUI's node does not have 100x100, and the workflow has auto instead.");
}

static void workflow_takes_the_plain_name_of_a_dated_model(void **state) {
    (void)state;
    assert_notes("{\"prompt\":\"p\",\"model\":\"gpt-image-2-2026-04-21\"}", "{}", "");
    assert_notes("{\"prompt\":\"p\",\"model\":\"gpt-image-1.5-2025-12-16\"}", "{}", "");
}

static void workflow_says_which_files_it_loads(void **state) {
    (void)state;
    assert_notes("{\"prompt\":\"p\"}", "{\"images\":2,\"files\":[\"a.png\"]}",
                 "It loads the files a.png, image_2.png from ComfyUI's input folder.");
    assert_notes("{\"prompt\":\"p\"}", "{\"images\":1,\"mask\":true}",
                 "It loads the file image_1.png from ComfyUI's input folder: the image with its "
                 "mask as its transparency.\n"
                 "ComfyUI sends the whole picture and keeps the answer as it comes: only this page "
                 "puts it back.");
    assert_notes("{\"prompt\":\"p\"}", "{\"images\":2,\"mask\":true}",
                 "It loads the files image_1.png, image_2.png from ComfyUI's input folder.\n"
                 "ComfyUI's node takes a mask with one image only: it is left out.");
}

static void workflow_refuses_settings_and_images_that_cannot_be(void **state) {
    (void)state;
    static const char *const inputs[] = {"{\"images\":17}", "{\"images\":-1}", "{\"images\":\"2\"}",
                                         "7", ""};
    struct buf out = buf_make(JSON_MAX_BYTES);
    struct fault fault = {0};
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        assert_int_equal(
            workflow_write(bytes_of("{\"prompt\":\"p\"}"), bytes_of(inputs[i]), &out, &fault),
            STATUS_INVALID);
        assert_string_equal(fault.text, "A workflow can be written for 0 to 16 images.");
    }
    assert_int_equal(workflow_write(bytes_of("{\"n\":0}"), bytes_of("{}"), &out, &fault),
                     STATUS_INVALID);
    assert_string_equal(fault.field, "n");
    assert_int_equal(out.len, 0);
    buf_free(&out);
}

/* What is read from a workflow. */
static struct json *read_again(struct bytes text) {
    struct buf out = buf_make(JSON_MAX_BYTES);
    struct fault fault = {0};
    if (workflow_read(text, TODAY, &out, &fault) != STATUS_OK) {
        fail_msg("not read: %s", fault.text);
    }
    struct json *read = parse(buf_view(&out));
    buf_free(&out);
    return read;
}

static void put_settings(struct json_writer *w, const struct json *settings) {
    struct bytes text;
    int64_t number;
    json_begin_object(w, NULL);
    for (const struct json *one = json_at(settings, 0); one; one = json_next(one)) {
        if (json_text(one, &text)) {
            json_put_text(w, json_name(one), text);
        } else {
            assert_true(json_integer(one, INT64_MIN, INT64_MAX, &number));
            json_put_integer(w, json_name(one), number);
        }
    }
    json_end_object(w);
    buf_byte(w->out, '\0');
}

static void put_inputs(struct json_writer *w, const struct json *node) {
    const struct json *images = json_get(node, "images");
    bool mask;
    json_begin_object(w, NULL);
    json_put_integer(w, "images", (int64_t)json_count(images));
    (void)json_boolean(json_get(node, "mask"), &mask);
    json_put_boolean(w, "mask", mask);
    json_begin_array(w, "files");
    for (const struct json *one = json_at(images, 0); one; one = json_next(one)) {
        json_put_text(w, NULL, text_of(one));
    }
    json_end_array(w);
    json_end_object(w);
    buf_byte(w->out, '\0');
}

/* Writes what was read. */
static struct written write_again(const struct json *read) {
    const struct json *node = json_at(json_get(read, "nodes"), 0);
    struct buf settings = buf_make(JSON_MAX_BYTES);
    struct buf inputs = buf_make(JSON_MAX_BYTES);
    struct json_writer w = json_write_to(&settings);
    put_settings(&w, json_get(node, "settings"));
    w = json_write_to(&inputs);
    put_inputs(&w, node);
    struct written written = write_for((const char *)settings.data, (const char *)inputs.data);
    buf_free(&settings);
    buf_free(&inputs);
    return written;
}

/* Asserts that a workflow read, written in format 'key', and read again is written the same. */
static void assert_stable(const char *name, const char *key) {
    char path[200];
    (void)snprintf(path, sizeof path, "tests/data/workflows/%s.json", name);
    const struct bytes file = file_read(path);
    struct json *read = read_again(file);
    struct written first = write_again(read);
    struct json *again = read_again(text_of(json_get(first.answer, key)));
    struct written second = write_again(again);
    assert_string_equal((const char *)text_of(json_get(first.answer, "prompt")).data,
                        (const char *)text_of(json_get(second.answer, "prompt")).data);
    if (strcmp(key, "workflow") == 0) {
        assert_string_equal((const char *)text_of(json_get(first.answer, key)).data,
                            (const char *)text_of(json_get(second.answer, key)).data);
    }
    written_free(&first);
    written_free(&second);
    json_free(read);
    json_free(again);
    file_free(file);
}

static void workflow_read_and_written_stays_the_same(void **state) {
    (void)state;
    static const char *const names[] = {
        "api-2025-04-28-moderation",
        "api-2025-10",
        "api-2025-12-model",
        "api-2026-custom",
        "api-2026-batch",
        "api-least",
        "api-links",
        "api-old-export",
        "api-python",
        "api-queued",
        "api-v2",
        "ui-2025-04-28-moderation",
        "ui-2025-10",
        "ui-2025-12-model",
        "ui-2026-custom",
        "ui-links",
        "ui-several",
        "ui-subgraph",
        "ui-v2",
        "ui-v2-named",
        "ui-v2-small-models",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_stable(names[i], "prompt");
        assert_stable(names[i], "workflow");
    }
}

static bool write_once(void *context) {
    (void)context;
    struct buf out = buf_make(JSON_MAX_BYTES);
    struct fault fault = {0};
    const enum status status =
        workflow_write(bytes_of("{\"prompt\":\"p\",\"n\":9}"),
                       bytes_of("{\"images\":2,\"files\":[\"a.png\"]}"), &out, &fault);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    buf_free(&out);
    return status == STATUS_OK;
}

static void workflow_writing_survives_each_failing_allocation(void **state) {
    (void)state;
    each_allocation_fails_once(write_once, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(workflow_writes_text_to_image_for_the_node_of_2025),
        cmocka_unit_test(workflow_writes_an_edit_for_the_node_that_followed),
        cmocka_unit_test(workflow_makes_several_images_a_batch_for_the_older_node_only),
        cmocka_unit_test(workflow_is_taken_by_comfyui_whatever_the_model_and_images),
        cmocka_unit_test(workflow_names_what_comfyui_does_not_have),
        cmocka_unit_test(workflow_has_no_size_that_no_model_makes),
        cmocka_unit_test(workflow_takes_the_plain_name_of_a_dated_model),
        cmocka_unit_test(workflow_says_which_files_it_loads),
        cmocka_unit_test(workflow_refuses_settings_and_images_that_cannot_be),
        cmocka_unit_test(workflow_read_and_written_stays_the_same),
        cmocka_unit_test(workflow_writing_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("workflow_write", tests, NULL, NULL);
}
