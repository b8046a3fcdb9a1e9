#include "support/comfyui.h"

#include "support/support.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* An input: its kind is STRING, INT, COMBO, FILE (a name), or the type of a link. */
struct schema_input {
    const char *name; /* '#' stands for a number from 'least' to 'most' */
    const char *kind;
    bool required;
    bool widget;
    int64_t least;
    int64_t most;
    const char *list;
};

struct schema {
    const char *type;
    struct schema_input inputs[13]; /* widgets first, in their order; ends with a NULL name */
    const char *outputs[3];
};

#define SEED {"seed", "INT", false, true, 0, 2147483647, NULL}
#define CONTROL {"control_after_generate", "CONTROL", false, true, 0, 0, NULL}

/* OpenAIGPTImage1 as of 2025-12, V2 as of 2026-09, and the nodes that come with ComfyUI. */
static const struct schema schemas[] = {
    {"OpenAIGPTImage1",
     {{"prompt", "STRING", true, true, 0, 0, NULL},
      SEED,
      CONTROL,
      {"quality", "COMBO", false, true, 0, 0, "low medium high"},
      {"background", "COMBO", false, true, 0, 0, "auto opaque transparent"},
      {"size", "COMBO", false, true, 0, 0, "auto 1024x1024 1024x1536 1536x1024"},
      {"n", "INT", false, true, 1, 8, NULL},
      {"model", "COMBO", false, true, 0, 0, "gpt-image-1 gpt-image-1.5"},
      {"image", "IMAGE", false, false, 0, 0, NULL},
      {"mask", "MASK", false, false, 0, 0, NULL}},
     {"IMAGE"}},
    {"OpenAIGPTImageNodeV2",
     {{"prompt", "STRING", true, true, 0, 0, NULL},
      {"model", "COMBO", true, true, 0, 0,
       "gpt-image-2.5-flare gpt-image-2.5-sunburst gpt-image-2"},
      {"model.size", "COMBO", true, true, 0, 0,
       "auto 1024x1024 1024x1536 1536x1024 2048x2048 2048x1152 1152x2048 3840x2160 2160x3840 "
       "Custom"},
      {"model.custom_width", "INT", true, true, 480, 3840, NULL},
      {"model.custom_height", "INT", true, true, 480, 3840, NULL},
      {"model.background", "COMBO", true, true, 0, 0, "auto opaque transparent"},
      {"model.quality", "COMBO", true, true, 0, 0, "low medium high xhigh max"},
      {"n", "INT", true, true, 1, 8, NULL},
      SEED,
      CONTROL,
      {"model.images.image_#", "IMAGE", false, false, 1, 16, NULL},
      {"model.mask", "MASK", false, false, 0, 0, NULL}},
     {"IMAGE"}},
    {"LoadImage",
     {{"image", "FILE", true, true, 0, 0, NULL}, {"upload", "CONTROL", false, true, 0, 0, NULL}},
     {"IMAGE", "MASK"}},
    {"BatchImagesNode", {{"images.image#", "IMAGE", true, false, 0, 49, NULL}}, {"IMAGE"}},
    {"SaveImage",
     {{"filename_prefix", "STRING", true, true, 0, 0, NULL},
      {"images", "IMAGE", true, false, 0, 0, NULL}},
     {NULL}},
};

static const struct schema *schema_of(const struct json *type) {
    struct bytes text;
    assert_true(json_text(type, &text));
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        if (bytes_equal(text, bytes_of(schemas[i].type))) {
            return &schemas[i];
        }
    }
    fail_msg("no such node: %s", (const char *)text.data);
    return NULL;
}

/* Whether 'name' is this input, or one of those it stands for. */
static bool is_called(const struct schema_input *input, const char *name) {
    const size_t stem = strcspn(input->name, "#");
    if (!input->name[stem]) {
        return strcmp(input->name, name) == 0;
    }
    for (int64_t i = input->least; i <= input->most; i++) {
        char one[64];
        (void)snprintf(one, sizeof one, "%.*s%" PRId64, (int)stem, input->name, i);
        if (strcmp(one, name) == 0) {
            return true;
        }
    }
    return false;
}

static const struct schema_input *find_input(const struct schema *schema, const char *name) {
    const struct schema_input *input = schema->inputs;
    while (input->name && !is_called(input, name)) {
        input++;
    }
    if (!input->name) {
        fail_msg("%s has no input %s", schema->type, name);
    }
    return input;
}

/* Whether this is the kind of value that an input takes, the API format's links left out. */
static void check_literal(const struct schema_input *input, const struct json *value) {
    struct bytes text;
    int64_t number;
    if (strcmp(input->kind, "INT") == 0) {
        assert_true(json_integer(value, input->least, input->most, &number));
        return;
    }
    if (!json_text(value, &text)) {
        fail_msg("%s is no text", input->name);
    }
    if (input->list && !bytes_is_word_of(text, input->list)) {
        fail_msg("Value not in list: %s: '%s' not in %s", input->name, (const char *)text.data,
                 input->list);
    }
    assert_true(strcmp(input->kind, "FILE") != 0 || text.len > 0);
}

static void check_link(const struct json *prompt, const struct schema_input *input,
                       const struct json *link) {
    struct bytes id;
    int64_t slot;
    assert_int_equal(json_count(link), 2);
    assert_true(json_text(json_at(link, 0), &id));
    assert_true(json_integer(json_at(link, 1), 0, 2, &slot));
    const struct json *from = json_get(prompt, (const char *)id.data);
    assert_non_null(from);
    const char *type = schema_of(json_get(from, "class_type"))->outputs[slot];
    assert_non_null(type);
    assert_string_equal(type, input->kind);
}

static void check_node(const struct json *prompt, const struct json *node) {
    const struct schema *schema = schema_of(json_get(node, "class_type"));
    const struct json *inputs = json_get(node, "inputs");
    for (const struct json *one = json_at(inputs, 0); one; one = json_next(one)) {
        const struct schema_input *input = find_input(schema, json_name(one));
        assert_string_not_equal(input->kind, "CONTROL");
        assert_int_equal(json_is_array(one), !input->widget);
        if (input->widget) {
            check_literal(input, one);
        } else {
            check_link(prompt, input, one);
        }
    }
    for (const struct schema_input *input = schema->inputs; input->name; input++) {
        const bool numbered = strchr(input->name, '#') != NULL;
        if (input->required && !numbered && !json_get(inputs, input->name)) {
            fail_msg("Required input is missing: %s", input->name);
        }
    }
}

void comfyui_accepts(const struct json *prompt) {
    int savers = 0;
    assert_true(json_is_object(prompt));
    for (const struct json *node = json_at(prompt, 0); node; node = json_next(node)) {
        check_node(prompt, node);
        savers += strcmp(schema_of(json_get(node, "class_type"))->type, "SaveImage") == 0;
    }
    assert_int_equal(savers, 1);
}

static int64_t whole(const struct json *value) {
    int64_t number;
    assert_true(json_integer(value, 0, 1000000, &number));
    return number;
}

static const struct json *with_id(const struct json *list, int64_t id, bool is_link) {
    const struct json *one = json_at(list, 0);
    while (one && whole(is_link ? json_at(one, 0) : json_get(one, "id")) != id) {
        one = json_next(one);
    }
    assert_non_null(one);
    return one;
}

static bool lists(const struct json *array, int64_t number) {
    const struct json *one = json_at(array, 0);
    while (one && whole(one) != number) {
        one = json_next(one);
    }
    return one != NULL;
}

/* A link [id, from, slot, to, input, type], seen from both of its ends. */
static void check_drawn_link(const struct json *nodes, const struct json *link) {
    const struct json *from = with_id(nodes, whole(json_at(link, 1)), false);
    const struct json *to = with_id(nodes, whole(json_at(link, 3)), false);
    const size_t slot = (size_t)whole(json_at(link, 2));
    const struct json *output = json_at(json_get(from, "outputs"), slot);
    const struct json *input = json_at(json_get(to, "inputs"), (size_t)whole(json_at(link, 4)));
    struct bytes type;
    struct bytes other;
    assert_true(lists(json_get(output, "links"), whole(json_at(link, 0))));
    assert_int_equal(whole(json_get(input, "link")), whole(json_at(link, 0)));
    assert_true(json_text(json_at(link, 5), &type));
    assert_true(json_text(json_get(input, "type"), &other) && bytes_equal(type, other));
    assert_true(json_text(json_get(output, "type"), &other) && bytes_equal(type, other));
    assert_string_equal(schema_of(json_get(from, "type"))->outputs[slot], (const char *)type.data);
}

static void check_drawn_members(const struct json *node) {
    static const char *const needed[] = {"id",    "type", "pos",        "size",          "flags",
                                         "order", "mode", "properties", "widgets_values"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        assert_non_null(json_get(node, needed[i]));
    }
    assert_int_equal(json_count(json_get(node, "pos")), 2);
    assert_int_equal(json_count(json_get(node, "size")), 2);
    assert_int_equal(whole(json_get(node, "mode")), 0);
}

/* Writes a value as JSON. */
static void put_same(struct json_writer *w, const char *key, const struct json *value) {
    struct bytes text;
    int64_t number;
    if (json_text(value, &text)) {
        json_put_text(w, key, text);
    } else {
        assert_true(json_integer(value, 0, INT64_MAX, &number));
        json_put_integer(w, key, number);
    }
}

/* What the frontend queues for a node: its widgets by their names, then its links. */
static void queue_node(struct json_writer *w, const struct json *workflow,
                       const struct json *node) {
    const struct schema *schema = schema_of(json_get(node, "type"));
    const struct json *value = json_at(json_get(node, "widgets_values"), 0);
    char id[24];
    (void)snprintf(id, sizeof id, "%" PRId64, whole(json_get(node, "id")));
    json_begin_object(w, id);
    json_begin_object(w, "inputs");
    for (const struct schema_input *input = schema->inputs; input->name && input->widget; input++) {
        assert_non_null(value);
        check_literal(input, value);
        if (strcmp(input->kind, "CONTROL") != 0) {
            put_same(w, input->name, value);
        }
        value = json_next(value);
    }
    assert_null(value);
    const struct json *socket = json_at(json_get(node, "inputs"), 0);
    for (; socket; socket = json_next(socket)) {
        struct bytes name;
        assert_true(json_text(json_get(socket, "name"), &name));
        (void)find_input(schema, (const char *)name.data);
        if (json_is_null(json_get(socket, "link"))) {
            continue;
        }
        const struct json *link =
            with_id(json_get(workflow, "links"), whole(json_get(socket, "link")), true);
        char from[24];
        (void)snprintf(from, sizeof from, "%" PRId64, whole(json_at(link, 1)));
        json_begin_array(w, (const char *)name.data);
        json_put_string(w, NULL, from);
        json_put_integer(w, NULL, whole(json_at(link, 2)));
        json_end_array(w);
    }
    json_end_object(w);
    json_put_string(w, "class_type", schema->type);
    json_end_object(w);
}

/* A workflow in the API format as nodes, inputs and types, without titles. */
static void put_plain(struct json_writer *w, const struct json *prompt) {
    for (const struct json *node = json_at(prompt, 0); node; node = json_next(node)) {
        json_begin_object(w, json_name(node));
        json_begin_object(w, "inputs");
        const struct json *one = json_at(json_get(node, "inputs"), 0);
        for (; one; one = json_next(one)) {
            if (json_is_array(one)) {
                json_begin_array(w, json_name(one));
                put_same(w, NULL, json_at(one, 0));
                put_same(w, NULL, json_at(one, 1));
                json_end_array(w);
            } else {
                put_same(w, json_name(one), one);
            }
        }
        json_end_object(w);
        put_same(w, "class_type", json_get(node, "class_type"));
        json_end_object(w);
    }
}

void comfyui_draws(const struct json *workflow, const struct json *prompt) {
    static const char *const needed[] = {"last_node_id", "last_link_id", "nodes", "links",
                                         "version"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        assert_non_null(json_get(workflow, needed[i]));
    }
    const struct json *nodes = json_get(workflow, "nodes");
    const struct json *links = json_get(workflow, "links");
    struct buf queued = buf_make(JSON_MAX_BYTES);
    struct buf plain = buf_make(JSON_MAX_BYTES);
    struct json_writer w = json_write_to(&queued);
    for (const struct json *node = json_at(nodes, 0); node; node = json_next(node)) {
        check_drawn_members(node);
        assert_true(whole(json_get(node, "id")) <= whole(json_get(workflow, "last_node_id")));
        queue_node(&w, workflow, node);
    }
    for (const struct json *link = json_at(links, 0); link; link = json_next(link)) {
        assert_true(whole(json_at(link, 0)) <= whole(json_get(workflow, "last_link_id")));
        check_drawn_link(nodes, link);
    }
    w = json_write_to(&plain);
    put_plain(&w, prompt);
    buf_byte(&queued, '\0');
    buf_byte(&plain, '\0');
    assert_string_equal((const char *)queued.data, (const char *)plain.data);
    buf_free(&queued);
    buf_free(&plain);
}
