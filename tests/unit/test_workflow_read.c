#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/graph.h"
#include "api/params.h"
#include "api/workflow_read.h"

#define TODAY "2026-11-27"
#define BEFORE_ANY_END "2026-01-01"
#define ENDED                                                                                      \
    "\"OpenAI shut gpt-image-1 down on 2026-10-23: gpt-image-2.5-flare is taken instead.\""

/* What is read from 'text', ending with a NUL; free it with buf_free. */
static struct buf read_text(struct bytes text, const char *today) {
    struct buf out = buf_make(JSON_MAX_BYTES);
    struct fault fault = {0};
    if (workflow_read(text, today, &out, &fault) != STATUS_OK) {
        fail_msg("refused: %s", fault.text);
    }
    buf_byte(&out, '\0');
    return out;
}

static struct bytes fixture(const char *name) {
    char path[200];
    (void)snprintf(path, sizeof path, "tests/data/workflows/%s.json", name);
    return file_read(path);
}

/* Asserts all that is read from a file of tests/data/workflows, on a given day. */
static void assert_read_on(const char *today, const char *name, const char *expected) {
    const struct bytes file = fixture(name);
    struct buf out = read_text(file, today);
    assert_string_equal((const char *)out.data, expected);
    buf_free(&out);
    file_free(file);
}

static void assert_read(const char *name, const char *expected) {
    assert_read_on(TODAY, name, expected);
}

/* Asserts that 'text' is refused with 'status' and a text that starts with 'start'. */
static void assert_refused(struct bytes text, enum status status, const char *start) {
    struct buf out = buf_make(JSON_MAX_BYTES);
    struct fault fault = {0};
    assert_int_equal(workflow_read(text, TODAY, &out, &fault), status);
    if (strncmp(fault.text, start, strlen(start)) != 0) {
        fail_msg("not \"%s\" but: %s", start, fault.text);
    }
    buf_free(&out);
}

static void workflow_reads_the_api_format_of_2025(void **state) {
    (void)state;
    assert_read_on(
        BEFORE_ANY_END, "api-2025-10",
        "{\"nodes\":[{\"id\":\"25\",\"title\":\"OpenAI GPT Image 1\",\"type\":\"OpenAIGPTImage1\","
        "\"settings\":{\"prompt\":\"Let the cat hold a big fish\",\"model\":\"gpt-image-1\","
        "\"quality\":\"high\",\"size\":\"1024x1024\",\"background\":\"opaque\",\"n\":1,"
        "\"seed\":1371116998},\"images\":[\"clipspace/clipspace-painted-masked-1771700000000.png\"]"
        ",\"mask\":true,\"notes\":[\"It expects the image "
        "clipspace/clipspace-painted-masked-1771700000000.png: add it to the input images.\","
        "\"Its mask is the transparency of clipspace/clipspace-painted-masked-1771700000000.png: "
        "import that file as a mask, too.\"]}]}");
}

static void workflow_fills_gaps_by_the_nodes_defaults_not_by_ours(void **state) {
    (void)state;
    assert_read_on(BEFORE_ANY_END, "api-least",
                   "{\"nodes\":[{\"id\":\"4\",\"title\":\"OpenAIGPTImage1\",\"type\":"
                   "\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"a h\u00e9ron\",\"model\":"
                   "\"gpt-image-1\",\"quality\":\"low\",\"size\":\"1024x1024\",\"background\":"
                   "\"opaque\",\"n\":1,\"seed\":0},\"images\":[],\"mask\":false,\"notes\":[]}]}");
}

static void workflow_takes_the_successor_of_a_model_that_has_ended(void **state) {
    (void)state;
    assert_read("api-least",
                "{\"nodes\":[{\"id\":\"4\",\"title\":\"OpenAIGPTImage1\",\"type\":"
                "\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"a h\u00e9ron\",\"model\":"
                "\"gpt-image-2.5-flare\",\"quality\":\"low\",\"size\":\"1024x1024\","
                "\"background\":\"opaque\",\"n\":1,\"seed\":0},\"images\":[],\"mask\":false,"
                "\"notes\":[" ENDED "]}]}");
}

static void workflow_reads_old_exports_as_python_does(void **state) {
    (void)state;
    assert_read("api-old-export",
                "{\"nodes\":[{\"id\":\"2\",\"title\":\"OpenAIGPTImage1\",\"type\":"
                "\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"a boat\",\"model\":"
                "\"gpt-image-2.5-flare\",\"quality\":\"medium\",\"size\":\"auto\",\"background\":"
                "\"transparent\",\"n\":2,\"seed\":7},\"images\":[\"photo.png\"],\"mask\":false,"
                "\"notes\":[" ENDED
                ",\"It expects the image photo.png: add it to the input images.\"]}]}");
}

static void workflow_takes_moderation_for_new_pictures_only(void **state) {
    (void)state;
    assert_read("api-2025-04-28-moderation",
                "{\"nodes\":[{\"id\":\"1\",\"title\":\"First\",\"type\":\"OpenAIGPTImage1\","
                "\"settings\":{\"prompt\":\"a boat\",\"model\":\"gpt-image-2.5-flare\",\"quality\":"
                "\"low\",\"size\":\"auto\",\"background\":\"opaque\",\"n\":1,\"seed\":1,"
                "\"moderation\":\"low\"},\"images\":[],\"mask\":false,\"notes\":[" ENDED
                "]},{\"id\":\"2\",\"title\":\"Second\",\"type\":\"OpenAIGPTImage1\",\"settings\":{"
                "\"prompt\":\"a boat\",\"model\":\"gpt-image-2.5-flare\",\"quality\":\"low\","
                "\"size\":\"auto\",\"background\":\"opaque\",\"n\":1,\"seed\":1},\"images\":["
                "\"a.png\"],\"mask\":false,\"notes\":[" ENDED
                ",\"It expects the image a.png: add it to the input images.\",\"Moderation stays "
                "as it is here: it can be chosen for new pictures only.\"]}]}");
    assert_read("ui-2025-04-28-moderation",
                "{\"nodes\":[{\"id\":\"1\",\"title\":\"OpenAIGPTImage1\",\"type\":"
                "\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"a boat\",\"model\":"
                "\"gpt-image-2.5-flare\",\"quality\":\"low\",\"size\":\"auto\",\"background\":"
                "\"opaque\",\"n\":2,\"seed\":3,\"seed_control\":\"fixed\",\"moderation\":\"low\"},"
                "\"images\":[],\"mask\":false,\"notes\":[" ENDED "]}]}");
}

static void workflow_reads_the_model_and_sizes_of_later_versions(void **state) {
    (void)state;
    assert_read("api-2025-12-model",
                "{\"nodes\":[{\"id\":\"1\",\"title\":\"OpenAI GPT Image 1.5\",\"type\":"
                "\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"a boat\",\"model\":"
                "\"gpt-image-1.5\",\"quality\":\"high\",\"size\":\"1536x1024\",\"background\":"
                "\"auto\",\"n\":8,\"seed\":5},\"images\":[],\"mask\":false,\"notes\":[]}]}");
    assert_read("api-2026-custom",
                "{\"nodes\":[{\"id\":\"1\",\"title\":\"OpenAI GPT Image 2\",\"type\":"
                "\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"a boat\",\"model\":\"gpt-image-2\","
                "\"quality\":\"high\",\"size\":\"1536x864\",\"background\":\"opaque\",\"n\":1,"
                "\"seed\":5},\"images\":[],\"mask\":false,\"notes\":[]}]}");
    assert_read("ui-2025-12-model",
                "{\"nodes\":[{\"id\":\"1\",\"title\":\"OpenAIGPTImage1\",\"type\":"
                "\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"a boat\",\"model\":"
                "\"gpt-image-1.5\",\"quality\":\"high\",\"size\":\"1536x1024\",\"background\":"
                "\"auto\",\"n\":1,\"seed\":732791265,\"seed_control\":\"increment\"},\"images\":[],"
                "\"mask\":false,\"notes\":[]}]}");
    assert_read("ui-2026-custom",
                "{\"nodes\":[{\"id\":\"1\",\"title\":\"OpenAIGPTImage1\",\"type\":"
                "\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"a boat\",\"model\":\"gpt-image-2\","
                "\"quality\":\"high\",\"size\":\"1280x720\",\"background\":\"auto\",\"n\":1,"
                "\"seed\":1,\"seed_control\":\"decrement\"},\"images\":[],\"mask\":false,"
                "\"notes\":[]}]}");
}

static void workflow_reads_the_node_that_followed(void **state) {
    (void)state;
    assert_read("api-v2",
                "{\"nodes\":[{\"id\":\"3\",\"title\":\"OpenAI GPT Image 2\",\"type\":"
                "\"OpenAIGPTImageNodeV2\",\"settings\":{\"prompt\":\"a boat\",\"model\":"
                "\"gpt-image-2.5-sunburst\",\"quality\":\"xhigh\",\"size\":\"2048x1024\","
                "\"background\":\"transparent\",\"n\":3,\"seed\":12},\"images\":[\"a.png\","
                "\"b.png\"],\"mask\":false,\"notes\":[\"It expects the images a.png, b.png: add "
                "them to the input images in this order.\"]}]}");
    assert_read("ui-v2",
                "{\"nodes\":[{\"id\":\"1\",\"title\":\"OpenAIGPTImageNodeV2\",\"type\":"
                "\"OpenAIGPTImageNodeV2\",\"settings\":{\"prompt\":\"a boat\",\"model\":"
                "\"gpt-image-2.5-flare\",\"quality\":\"max\",\"size\":\"auto\",\"background\":"
                "\"auto\",\"n\":1,\"seed\":183495656,\"seed_control\":\"randomize\"},\"images\":["
                "\"base.png\"],\"mask\":true,\"notes\":[\"It expects the image base.png: add it to "
                "the input images.\",\"Its mask is the transparency of base.png: import that file "
                "as a mask, too.\"]}]}");
    assert_read("ui-v2-named",
                "{\"nodes\":[{\"id\":\"1\",\"title\":\"OpenAIGPTImageNodeV2\",\"type\":"
                "\"OpenAIGPTImageNodeV2\",\"settings\":{\"prompt\":\"a named boat\",\"model\":"
                "\"gpt-image-2\",\"quality\":\"low\",\"size\":\"3840x2160\",\"background\":"
                "\"opaque\",\"n\":4,\"seed\":8,\"seed_control\":\"fixed\"},\"images\":[],"
                "\"mask\":false,\"notes\":[]}]}");
    assert_read("ui-v2-small-models",
                "{\"nodes\":[{\"id\":\"1\",\"title\":\"OpenAIGPTImageNodeV2\",\"type\":"
                "\"OpenAIGPTImageNodeV2\",\"settings\":{\"prompt\":\"a boat\",\"model\":"
                "\"gpt-image-1.5\",\"quality\":\"medium\",\"size\":\"1024x1536\",\"background\":"
                "\"opaque\",\"n\":2,\"seed\":8,\"seed_control\":\"fixed\"},\"images\":[],"
                "\"mask\":false,\"notes\":[]}]}");
}

static void workflow_reads_the_ui_format_of_2025(void **state) {
    (void)state;
    assert_read_on(BEFORE_ANY_END, "ui-2025-10",
                   "{\"nodes\":[{\"id\":\"25\",\"title\":\"OpenAIGPTImage1\",\"type\":"
                   "\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"Let the cat hold a big fish.\","
                   "\"model\":\"gpt-image-1\",\"quality\":\"high\",\"size\":\"1024x1024\","
                   "\"background\":\"opaque\",\"n\":1,\"seed\":1371116998,\"seed_control\":"
                   "\"randomize\"},\"images\":[\"cat.png\"],\"mask\":true,\"notes\":[\"It expects "
                   "the image cat.png: add it to the input images.\",\"Its mask is the "
                   "transparency of cat.png: import that file as a mask, too.\"]}]}");
}

static void workflow_follows_links_to_primitives_batches_and_masks(void **state) {
    (void)state;
    assert_read(
        "api-links",
        "{\"nodes\":[{\"id\":\"10\",\"title\":\"OpenAI GPT Image 1\",\"type\":"
        "\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"from elsewhere\",\"model\":"
        "\"gpt-image-2.5-flare\",\"quality\":\"low\",\"background\":\"opaque\",\"n\":1,"
        "\"seed\":99},\"images\":[\"a.png\",\"b.png\",\"c.png\"],\"mask\":true,\"notes\":[" ENDED
        ",\"Size stays as it is here: it comes from the node \\\"My sizes\\\", which "
        "this page cannot run.\",\"It expects the images a.png, b.png, c.png: add them to "
        "the input images in this order.\",\"Its mask is the file m.png: import it as a "
        "mask.\"]}]}");
    assert_read(
        "api-2026-batch",
        "{\"nodes\":[{\"id\":\"4\",\"title\":\"OpenAI GPT Image 1\",\"type\":"
        "\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"a boat\",\"model\":"
        "\"gpt-image-2.5-flare\",\"quality\":\"low\",\"size\":\"1024x1024\","
        "\"background\":\"opaque\",\"n\":1,\"seed\":0},\"images\":[\"a.png\"],\"mask\":true,"
        "\"notes\":[" ENDED ",\"It expects an image from the node \\\"Decoded\\\", which "
        "this page cannot run: add the picture itself.\",\"It expects the image a.png: add "
        "it to the input images.\",\"Its mask comes from a node that is missing in the "
        "workflow: paint it, or import a mask.\"]}]}");
}

static void workflow_follows_what_is_drawn_as_comfyui_would(void **state) {
    (void)state;
    assert_read("ui-links",
                "{\"nodes\":[{\"id\":\"8\",\"title\":\"OpenAIGPTImage1\",\"type\":"
                "\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"linked words\",\"model\":"
                "\"gpt-image-2.5-flare\",\"size\":\"auto\",\"background\":\"opaque\",\"n\":1,"
                "\"seed\":55,\"seed_control\":\"fixed\"},\"images\":[\"a.png\"],\"mask\":false,"
                "\"notes\":[" ENDED ",\"Quality stays as it is here: it comes from the node "
                "\\\"Quality list\\\", which this page cannot run.\",\"It expects the image a.png: "
                "add it to the input images.\"]}]}");
}

static void workflow_finds_nodes_in_subgraphs_and_their_values_outside(void **state) {
    (void)state;
    assert_read_on(BEFORE_ANY_END, "ui-subgraph",
                   "{\"nodes\":[{\"id\":\"7:5\",\"title\":\"OpenAIGPTImage1\",\"type\":"
                   "\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"shown outside\",\"model\":"
                   "\"gpt-image-1\",\"quality\":\"medium\",\"size\":\"auto\",\"background\":"
                   "\"opaque\",\"n\":1,\"seed\":4,\"seed_control\":\"fixed\"},\"images\":["
                   "\"deep.png\"],\"mask\":false,\"notes\":[\"It expects the image deep.png: add "
                   "it to the input images.\"]},{\"id\":\"7:6:3\",\"title\":\"OpenAIGPTImage1\","
                   "\"type\":\"OpenAIGPTImage1\",\"settings\":{\"prompt\":\"shown outside\","
                   "\"model\":\"gpt-image-1\",\"quality\":\"low\",\"size\":\"auto\","
                   "\"background\":\"opaque\",\"n\":1,\"seed\":9,\"seed_control\":\"fixed\"},"
                   "\"images\":[],\"mask\":false,\"notes\":[]}]}");
}

/* Asserts that reading 'name' says 'sentence' somewhere. */
static void assert_says(const char *name, const char *sentence) {
    const struct bytes file = fixture(name);
    struct buf out = read_text(file, BEFORE_ANY_END);
    if (!strstr((const char *)out.data, sentence)) {
        fail_msg("not said: %s\n%s", sentence, (const char *)out.data);
    }
    buf_free(&out);
    file_free(file);
}

static void workflow_offers_all_such_nodes_and_says_which_are_not_run(void **state) {
    (void)state;
    assert_says("ui-several",
                "\"title\":\"Draft\",\"type\":\"OpenAIGPTImage1\",\"skipped\":\"muted\"");
    assert_says("ui-several", "\"skipped\":\"bypassed\"");
    assert_says("ui-several", "It is muted in the workflow: ComfyUI would not run it.");
    assert_says("ui-several", "\"title\":\"Final\"");
    assert_says("ui-several", "It is bypassed in the workflow: ComfyUI would not run it.");
}

static void workflow_leaves_what_cannot_be_and_says_why(void **state) {
    (void)state;
    assert_read(
        "api-wrong-values",
        "{\"nodes\":[{\"id\":\"1\",\"title\":\"OpenAI GPT Image 1\",\"type\":\"OpenAIGPTImage1\","
        "\"settings\":{},\"images\":[],\"mask\":false,\"notes\":[\"Prompt stays as it is here: in "
        "the workflow it is no text.\",\"Model stays as it is here: The name of a model has 1 to "
        "100 letters, digits and signs without spaces.\",\"Quality stays as it is here: Value not "
        "in list. Quality can be auto, low, medium, high, xhigh or max.\",\"Size stays as it is "
        "here: Value not in list. Size can be auto, or a width and a height in pixels such as "
        "1536x864.\",\"Background stays as it is here: Value not in list. Background can be auto, "
        "opaque or transparent.\",\"Number of images stays as it is here: in the workflow it is no "
        "number.\",\"Seed stays as it is here: Value 2147483648 bigger than max of 2147483647. "
        "Seed can be 0 to 2147483647.\"]}]}");
}

static void workflow_reads_pythons_numbers_and_queued_prompts(void **state) {
    (void)state;
    assert_says("api-python", "\"prompt\":\"NaN is \\\"no\\\" number\"");
    assert_says("api-queued", "\"prompt\":\"queued\"");
}

static void workflow_says_what_the_newer_node_would_be_refused_for(void **state) {
    (void)state;
    struct buf out = read_text(
        bytes_of("{\"1\":{\"class_type\":\"OpenAIGPTImageNodeV2\",\"inputs\":{\"prompt\":\"p\","
                 "\"model\":\"gpt-image-2\",\"model.size\":\"Custom\",\"n\":1,\"seed\":1}}}"),
        TODAY);
    static const char *const said[] = {
        "Quality stays as it is here: the workflow leaves it out, and ComfyUI would refuse to run "
        "it.",
        "Size stays as it is here: it is \\\"Custom\\\", but its width and height are not in the "
        "workflow.",
        "\"settings\":{\"prompt\":\"p\",\"model\":\"gpt-image-2\",\"n\":1,\"seed\":1}",
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        if (!strstr((const char *)out.data, said[i])) {
            fail_msg("not said: %s\n%s", said[i], (const char *)out.data);
        }
    }
    buf_free(&out);
}

static void workflow_refuses_what_is_none(void **state) {
    (void)state;
    assert_refused(bytes_of("a boat"), STATUS_DAMAGED, "This is no ComfyUI workflow: the text");
    assert_refused(bytes_of("{\"nodes\":[{]}"), STATUS_DAMAGED, "This is no ComfyUI workflow");
    static const char *const none[] = {"{}",
                                       "[]",
                                       "7",
                                       "{\"a\":1}",
                                       "{\"1\":{\"inputs\":{}}}",
                                       "{\"1\":{\"class_type\":\"OpenAIGPTImage1\"}}"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_refused(bytes_of(none[i]), STATUS_UNSUPPORTED,
                       "This is no ComfyUI workflow: it is JSON, but without any nodes.");
    }
    const struct bytes file = fixture("api-none");
    assert_refused(file, STATUS_UNSUPPORTED, "This workflow has no \"OpenAI GPT Image\" node");
    file_free(file);
}

static void workflow_takes_circles_and_nonsense_without_an_end(void **state) {
    (void)state;
    static const char *const odd[] = {
        "{\"1\":{\"class_type\":\"OpenAIGPTImage1\",\"inputs\":{\"prompt\":[\"1\",0],"
        "\"image\":[\"2\",0]}},\"2\":{\"class_type\":\"ImageBatch\",\"inputs\":{\"image1\":"
        "[\"2\",0],\"image2\":[\"2\",0]}}}",
        "{\"nodes\":[null,7,{\"id\":1,\"type\":\"OpenAIGPTImage1\",\"inputs\":[{\"name\":\"image\","
        "\"link\":1}]},{\"id\":2,\"type\":\"Reroute\",\"inputs\":[{\"link\":1}]}],"
        "\"links\":[null,[1,2,0,1,0]]}",
        "{\"nodes\":[{\"id\":1,\"type\":\"a\"}],\"definitions\":{\"subgraphs\":[{\"id\":\"a\","
        "\"nodes\":[{\"id\":1,\"type\":\"a\"},{\"id\":2,\"type\":\"a\"},{\"id\":3,\"type\":"
        "\"OpenAIGPTImage1\",\"widgets_values\":7,\"inputs\":[{\"name\":\"prompt\",\"link\":5}]}],"
        "\"links\":[{\"id\":5,\"origin_id\":-10,\"origin_slot\":3}],\"inputs\":[]}]}}",
    };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        struct buf out = read_text(bytes_of(odd[i]), TODAY);
        assert_true(out.len > 0);
        buf_free(&out);
    }
}

/* A drawing of 'count' nodes, each linked to the one before, the last of them ours. */
static struct buf large_drawing(int count) {
    struct buf text = buf_make(JSON_MAX_BYTES);
    buf_text(&text, "{\"nodes\":[");
    for (int i = 1; i < count; i++) {
        buf_format(&text,
                   "{\"id\":%d,\"type\":\"ImageScale\",\"title\":\"%0200d\",\"mode\":4,\"inputs\":"
                   "[{\"name\":\"image\",\"type\":\"IMAGE\",\"link\":%d}],\"outputs\":[{\"type\":"
                   "\"IMAGE\"}]},",
                   i, i, i);
    }
    buf_format(&text,
               "{\"id\":%d,\"type\":\"OpenAIGPTImage1\",\"inputs\":[{\"name\":\"image\",\"link\":"
               "%d}],\"widgets_values\":[\"last\",1]}],\"links\":[",
               count, count);
    for (int i = 2; i <= count; i++) {
        buf_format(&text, "%s[%d,%d,0,%d,0,\"IMAGE\"]", i > 2 ? "," : "", i, i - 1, i);
    }
    buf_text(&text, "]}");
    return text;
}

static void workflow_reads_large_ones(void **state) {
    (void)state;
    struct buf text = large_drawing(3000);
    assert_int_equal(text.status, STATUS_OK);
    assert_true(text.len > 1 << 20);
    struct buf out = read_text(buf_view(&text), TODAY);
    assert_non_null(strstr((const char *)out.data, "\"id\":\"3000\""));
    assert_non_null(strstr((const char *)out.data, "\"prompt\":\"last\""));
    buf_free(&out);
    buf_free(&text);
}

static void workflow_offers_a_limited_number_of_nodes(void **state) {
    (void)state;
    struct buf text = buf_make(JSON_MAX_BYTES);
    for (int i = 0; i < 2 * WORKFLOW_MAX_NODES; i++) {
        buf_format(&text, "%s\"%d\":{\"class_type\":\"OpenAIGPTImage1\",\"inputs\":{\"prompt\":1}}",
                   i > 0 ? "," : "{", i);
    }
    buf_byte(&text, '}');
    struct buf out = read_text(buf_view(&text), TODAY);
    struct json *read = NULL;
    assert_int_equal(json_parse((struct bytes){out.data, out.len - 1}, &read), STATUS_OK);
    assert_int_equal(json_count(json_get(read, "nodes")), WORKFLOW_MAX_NODES);
    json_free(read);
    buf_free(&out);
    buf_free(&text);
}

static bool read_once(void *context) {
    const struct bytes *file = context;
    struct buf out = buf_make(JSON_MAX_BYTES);
    struct fault fault = {0};
    const enum status status = workflow_read(*file, TODAY, &out, &fault);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    buf_free(&out);
    return status == STATUS_OK;
}

static void workflow_reading_survives_each_failing_allocation(void **state) {
    (void)state;
    struct bytes file = fixture("api-links");
    each_allocation_fails_once(read_once, &file);
    file_free(file);
    file = fixture("ui-subgraph");
    each_allocation_fails_once(read_once, &file);
    file_free(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(workflow_reads_the_api_format_of_2025),
        cmocka_unit_test(workflow_fills_gaps_by_the_nodes_defaults_not_by_ours),
        cmocka_unit_test(workflow_takes_the_successor_of_a_model_that_has_ended),
        cmocka_unit_test(workflow_reads_old_exports_as_python_does),
        cmocka_unit_test(workflow_takes_moderation_for_new_pictures_only),
        cmocka_unit_test(workflow_reads_the_model_and_sizes_of_later_versions),
        cmocka_unit_test(workflow_reads_the_node_that_followed),
        cmocka_unit_test(workflow_reads_the_ui_format_of_2025),
        cmocka_unit_test(workflow_follows_links_to_primitives_batches_and_masks),
        cmocka_unit_test(workflow_follows_what_is_drawn_as_comfyui_would),
        cmocka_unit_test(workflow_finds_nodes_in_subgraphs_and_their_values_outside),
        cmocka_unit_test(workflow_offers_all_such_nodes_and_says_which_are_not_run),
        cmocka_unit_test(workflow_leaves_what_cannot_be_and_says_why),
        cmocka_unit_test(workflow_reads_pythons_numbers_and_queued_prompts),
        cmocka_unit_test(workflow_says_what_the_newer_node_would_be_refused_for),
        cmocka_unit_test(workflow_refuses_what_is_none),
        cmocka_unit_test(workflow_takes_circles_and_nonsense_without_an_end),
        cmocka_unit_test(workflow_reads_large_ones),
        cmocka_unit_test(workflow_offers_a_limited_number_of_nodes),
        cmocka_unit_test(workflow_reading_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("workflow_read", tests, NULL, NULL);
}
