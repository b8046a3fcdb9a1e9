#include "api/workflow_read.h"

#include "api/models.h"
#include "api/params.h"
#include "api/rules.h"
#include "api/workflow_nodes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_TEXT ((size_t)1 << 20) /* of all sentences about a node, and of its files' names */
#define NAME_MAX_BYTES 100         /* of somebody else's names in our sentences */
#define MAX_BATCHES 20             /* of images inside each other */

/* What is being read: a node, its settings as they are written, and what is said of it. */
struct reading {
    struct graph_node from;
    const struct workflow_node *node;
    const char *today;
    struct json_writer settings;
    struct buf notes;  /* sentences, each with its NUL */
    struct buf images; /* names, each with its NUL */
    int image_count;
    int strangers; /* images that do not come from a file */
    bool has_mask;
};

/* A view for "%.*s", cut where it is too long for a sentence. */
struct shown {
    int len;
    const char *text;
};

static struct shown show(struct bytes name) {
    const struct bytes start = utf8_start(name, NAME_MAX_BYTES);
    return (struct shown){(int)start.len, start.len > 0 ? (const char *)start.data : ""};
}

static void end_note(struct reading *r) {
    buf_byte(&r->notes, '\0');
}

static const char *label_of(const struct workflow_input *input) {
    return param_rule(input->param)->label;
}

/* Says that a setting stays as it is on the page. */
static void note_kept(struct reading *r, const struct workflow_input *input, const char *why) {
    buf_format(&r->notes, "%s stays as it is here: %s", label_of(input), why);
    end_note(r);
}

/* Says where something comes from that is not a literal or a file. */
static void name_source(struct reading *r, struct graph_node from) {
    if (!from.json) {
        buf_text(&r->notes, "a node that is missing in the workflow");
        return;
    }
    const struct shown title = show(graph_title(from));
    buf_format(&r->notes, "the node \"%.*s\", which this page cannot run", title.len, title.text);
}

static void note_linked(struct reading *r, const struct workflow_input *input,
                        struct graph_node from) {
    buf_format(&r->notes, "%s stays as it is here: it comes from ", label_of(input));
    name_source(r, from);
    buf_byte(&r->notes, '.');
    end_note(r);
}

/* Follows a link to a primitive.  A literal, or NULL after saying why there is none. */
static const struct json *literal_of(struct reading *r, const struct workflow_input *input) {
    const struct graph_value value = graph_input(r->from, input->name, r->node->widgets);
    if (value.kind == GRAPH_LITERAL) {
        return value.literal;
    }
    if (value.kind == GRAPH_LINK) {
        const struct json *primitive = graph_primitive(value.from);
        if (!primitive) {
            note_linked(r, input, value.from);
        }
        return primitive;
    }
    if (!input->preset && input->param != PARAM_SEED_CONTROL) {
        note_kept(r, input, "the workflow leaves it out, and ComfyUI would refuse to run it.");
    }
    return NULL;
}

/* A whole number as Python's int() makes one of numbers and texts. */
static bool to_integer(const struct json *value, int64_t *out) {
    double number;
    struct bytes text;
    *out = 0;
    if (json_number(value, &number)) {
        const bool fits = number > -1e15 && number < 1e15;
        *out = fits ? (int64_t)number : 0;
        return fits;
    }
    if (!json_text(value, &text) || text.len == 0 || text.len > 15) {
        return false;
    }
    char *end;
    *out = strtoll((const char *)text.data, &end, 10);
    return *end == '\0';
}

/* Whether a setting may be 'value', which is a text, or else 'number'; if not, says why. */
static bool may_be(struct reading *r, const struct workflow_input *input, const struct bytes *text,
                   int64_t number) {
    const char *name = param_rule(input->param)->name;
    struct buf json = buf_make(MAX_TEXT);
    struct json_writer w = json_write_to(&json);
    struct params params;
    struct fault fault = {0};
    json_begin_object(&w, NULL);
    json_put_string(&w, "prompt", "p");
    if (text) {
        json_put_text(&w, name, *text);
    } else {
        json_put_integer(&w, name, number);
    }
    json_end_object(&w);
    const enum status status =
        json.status ? json.status : params_parse(buf_view(&json), &params, &fault);
    buf_free(&json);
    if (status == STATUS_OK) {
        params_free(&params);
    } else if (status == STATUS_INVALID) {
        note_kept(r, input, fault.text);
    } else {
        buf_fail(&r->notes, status);
    }
    return status == STATUS_OK;
}

static void put_text(struct reading *r, const struct workflow_input *input, struct bytes text) {
    if (input->param == PARAM_PROMPT || may_be(r, input, &text, 0)) {
        json_put_text(&r->settings, param_rule(input->param)->name, text);
    }
}

static void put_integer(struct reading *r, const struct workflow_input *input, int64_t number) {
    if (may_be(r, input, NULL, number)) {
        json_put_integer(&r->settings, param_rule(input->param)->name, number);
    }
}

/* A model that has ended gives way to the one that followed it. */
static void put_model(struct reading *r, const struct workflow_input *input, struct bytes id) {
    const struct model *model = models_find(id);
    if (model && model->successor && models_has_ended(model, r->today)) {
        buf_format(&r->notes, "OpenAI shut %s down on %s: %s is taken instead.", model->id,
                   model->shutdown, model->successor);
        end_note(r);
        id = bytes_of(model->successor);
    }
    put_text(r, input, id);
}

/* The size "Custom" is two numbers beside it. */
static void put_custom_size(struct reading *r, const struct workflow_input *input) {
    const struct graph_value width = graph_input(r->from, r->node->custom_width, r->node->widgets);
    const struct graph_value height =
        graph_input(r->from, r->node->custom_height, r->node->widgets);
    int64_t w;
    int64_t h;
    char text[48];
    if (!to_integer(width.literal, &w) || !to_integer(height.literal, &h)) {
        note_kept(r, input, "it is \"Custom\", but its width and height are not in the workflow.");
        return;
    }
    (void)snprintf(text, sizeof text, "%" PRId64 "x%" PRId64, w, h);
    put_text(r, input, bytes_of(text));
}

static void put_words(struct reading *r, const struct workflow_input *input, struct bytes text) {
    if (input->param == PARAM_MODEL) {
        put_model(r, input, text);
    } else if (input->param == PARAM_SIZE && bytes_equal(text, bytes_of("Custom"))) {
        put_custom_size(r, input);
    } else {
        put_text(r, input, text);
    }
}

/* What the node itself takes where a workflow says nothing. */
static void put_preset(struct reading *r, const struct workflow_input *input) {
    if (param_rule(input->param)->kind == PARAM_INTEGER) {
        put_integer(r, input, strtoll(input->preset, NULL, 10));
    } else {
        put_words(r, input, bytes_of(input->preset));
    }
}

static void read_input(struct reading *r, const struct workflow_input *input) {
    const bool is_linked = graph_input(r->from, input->name, r->node->widgets).kind == GRAPH_LINK;
    const struct json *value = literal_of(r, input);
    struct bytes text;
    int64_t number;
    if (!value) {
        if (!is_linked && input->preset) {
            put_preset(r, input);
        }
        return;
    }
    if (param_rule(input->param)->kind == PARAM_INTEGER) {
        if (to_integer(value, &number)) {
            put_integer(r, input, number);
        } else {
            note_kept(r, input, "in the workflow it is no number.");
        }
    } else if (json_text(value, &text)) {
        put_words(r, input, text);
    } else {
        note_kept(r, input, "in the workflow it is no text.");
    }
}

/* The name of a file without what ComfyUI adds to say in which folder it is. */
static struct bytes file_name(const struct json *value) {
    static const char *const ends[] = {" [input]", " [output]", " [temp]"};
    struct bytes name;
    (void)json_text(value, &name);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t len = strlen(ends[i]);
        if (name.len > len && memcmp(name.data + name.len - len, ends[i], len) == 0) {
            name.len -= len;
        }
    }
    return name;
}

/* The file that a node loads; empty for a node that does anything else. */
static struct bytes file_loaded(struct graph_node from) {
    const bool loads = graph_is(from, "LoadImage") || graph_is(from, "LoadImageMask") ||
                       graph_is(from, "LoadImageOutput");
    return file_name(loads ? graph_input(from, "image", workflow_loader_widgets).literal : NULL);
}

static void add_image(struct reading *r, struct graph_node from) {
    const struct bytes name = file_loaded(from);
    if (name.len == 0) {
        buf_text(&r->notes, "It expects an image from ");
        name_source(r, from);
        buf_text(&r->notes, ": add the picture itself.");
        end_note(r);
        r->strangers++;
        return;
    }
    buf_append(&r->images, name.data, name.len);
    buf_byte(&r->images, '\0');
    r->image_count++;
}

/* NOLINTBEGIN(misc-no-recursion): 'depth' bounds it */

static void read_image(struct reading *r, struct graph_value value, int depth);

/* The images of a batch, whose inputs are numbered from 'first' on. */
static void read_batch(struct reading *r, struct graph_node batch, const char *name, int first,
                       int depth) {
    for (int i = 0; i < RULES_MAX_IMAGES; i++) {
        char input[32];
        (void)snprintf(input, sizeof input, "%s%d", name, first + i);
        read_image(r, graph_input(batch, input, NULL), depth);
    }
}

static void read_image(struct reading *r, struct graph_value value, int depth) {
    if (value.kind != GRAPH_LINK || r->image_count + r->strangers >= RULES_MAX_IMAGES) {
        return;
    }
    if (depth > 0 && graph_is(value.from, "ImageBatch")) {
        read_batch(r, value.from, "image", 1, depth - 1);
    } else if (depth > 0 && graph_is(value.from, "BatchImagesNode")) {
        read_batch(r, value.from, "images.image", 0, depth - 1);
    } else {
        add_image(r, value.from);
    }
}

/* NOLINTEND(misc-no-recursion) */

static void note_images(struct reading *r) {
    const char *name = (const char *)r->images.data;
    if (r->image_count == 0 || r->images.status != STATUS_OK) {
        return;
    }
    buf_text(&r->notes, r->image_count == 1 ? "It expects the image " : "It expects the images ");
    for (int i = 0; i < r->image_count; i++, name += strlen(name) + 1) {
        const struct shown shown = show(bytes_of(name));
        buf_format(&r->notes, "%s%.*s", i > 0 ? ", " : "", shown.len, shown.text);
    }
    buf_text(&r->notes, r->image_count == 1 ? ": add it to the input images."
                                            : ": add them to the input images in this order.");
    end_note(r);
}

static void read_images(struct reading *r) {
    if (r->node->image[strlen(r->node->image) - 1] == '_') {
        read_batch(r, r->from, r->node->image, 1, MAX_BATCHES);
    } else {
        read_image(r, graph_input(r->from, r->node->image, NULL), MAX_BATCHES);
    }
    note_images(r);
}

static void note_mask(struct reading *r, const struct graph_value *mask) {
    const struct bytes name = file_loaded(mask->from);
    const struct shown file = show(name);
    if (name.len == 0) {
        buf_text(&r->notes, "Its mask comes from ");
        name_source(r, mask->from);
        buf_text(&r->notes, ": paint it, or import a mask.");
    } else if (graph_is(mask->from, "LoadImageMask")) {
        buf_format(&r->notes, "Its mask is the file %.*s: import it as a mask.", file.len,
                   file.text);
    } else {
        buf_format(&r->notes,
                   "Its mask is the transparency of %.*s: import that file as a mask, too.",
                   file.len, file.text);
    }
    end_note(r);
}

static void read_mask(struct reading *r) {
    const struct graph_value mask = graph_input(r->from, r->node->mask, NULL);
    r->has_mask = mask.kind == GRAPH_LINK;
    if (r->has_mask) {
        note_mask(r, &mask);
    }
}

/* The widget of some days in 2025; the API takes it for new pictures only. */
static void read_moderation(struct reading *r) {
    static const struct workflow_input input = {PARAM_MODERATION, "moderation", NULL, NULL};
    const struct graph_value value = graph_input(r->from, input.name, r->node->widgets);
    struct bytes text;
    if (!json_text(value.literal, &text)) {
        return;
    }
    if (r->image_count + r->strangers > 0) {
        note_kept(r, &input, "it can be chosen for new pictures only.");
    } else {
        put_text(r, &input, text);
    }
}

static void put_state(struct json_writer *w, struct reading *r) {
    const enum graph_state state = graph_state(r->from);
    const char *name = state == GRAPH_MUTED ? "muted" : "bypassed";
    if (state != GRAPH_ACTIVE) {
        json_put_string(w, "skipped", name);
        buf_format(&r->notes, "It is %s in the workflow: ComfyUI would not run it.", name);
        end_note(r);
    }
}

/* What is said of the settings goes before what is said of the images. */
static void read_settings(struct reading *r) {
    json_begin_object(&r->settings, "settings");
    for (const struct workflow_input *input = r->node->inputs; input->param != PARAM_COUNT;
         input++) {
        if (input->param != PARAM_SEED_CONTROL || r->from.graph->drawn) {
            read_input(r, input);
        }
    }
    read_images(r);
    read_mask(r);
    read_moderation(r);
    json_end_object(&r->settings);
}

static void put_id(struct json_writer *w, struct graph_node node) {
    struct buf id = buf_make(1000);
    graph_write_id(node, &id);
    json_put_text(w, "id", buf_view(&id));
    if (id.status != STATUS_OK) {
        buf_fail(w->out, id.status);
    }
    buf_free(&id);
}

static void write_node(struct json_writer *w, struct reading *r) {
    json_begin_object(w, NULL);
    put_id(w, r->from);
    json_put_text(w, "title", utf8_start(graph_title(r->from), NAME_MAX_BYTES));
    json_put_string(w, "type", r->node->type);
    put_state(w, r);
    r->settings = *w;
    read_settings(r);
    *w = r->settings;
    json_put_texts(w, "images", &r->images);
    json_put_boolean(w, "mask", r->has_mask);
    json_put_texts(w, "notes", &r->notes);
    json_end_object(w);
}

/* What a walk over all nodes needs. */
struct search {
    struct json_writer w;
    const char *today;
    int found;
};

static bool take_node(void *context, struct graph_node from) {
    struct search *search = context;
    const struct workflow_node *node = workflow_node_find(graph_type(from));
    if (!node) {
        return true;
    }
    struct reading reading = {
        .from = from,
        .node = node,
        .today = search->today,
        .notes = buf_make(MAX_TEXT),
        .images = buf_make(MAX_TEXT),
    };
    write_node(&search->w, &reading);
    buf_free(&reading.notes);
    buf_free(&reading.images);
    return ++search->found < WORKFLOW_MAX_NODES;
}

enum status workflow_read(struct bytes text, const char *today, struct buf *out,
                          struct fault *fault) {
    struct graph graph;
    const enum status status = graph_read(text, &graph, fault);
    if (status != STATUS_OK) {
        return status;
    }
    struct search search = {json_write_to(out), today, 0};
    json_begin_object(&search.w, NULL);
    json_begin_array(&search.w, "nodes");
    graph_walk(&graph, take_node, &search);
    json_end_array(&search.w);
    json_end_object(&search.w);
    graph_free(&graph);
    if (out->status != STATUS_OK) {
        return fault_no_memory(fault);
    }
    return search.found > 0
               ? STATUS_OK
               : fault_set(fault, STATUS_UNSUPPORTED, NULL,
                           "This workflow has no \"OpenAI GPT Image\" node, so there is nothing "
                           "in it that this page could do. Open one that has %s or %s.",
                           workflow_node_1.type, workflow_node_2.type);
}
