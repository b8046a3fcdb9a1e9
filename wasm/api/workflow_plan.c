#include "api/workflow_plan.h"

#include "api/models.h"
#include "api/workflow_nodes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NODE_MAX_N 8 /* pictures that ComfyUI's node makes at once */

struct making {
    const struct params *params;
    const struct plan_inputs *inputs;
    const struct workflow_node *node;
    struct plan *plan;
    struct buf *notes;
};

static void end_note(const struct making *m) {
    buf_byte(m->notes, '\0');
}

static struct plan_node *add_node(struct plan *plan, const char *type, const char *title,
                                  int column) {
    struct plan_node *node = &plan->nodes[plan->count++];
    *node = (struct plan_node){.type = type, .title = title, .column = column};
    return node;
}

static struct plan_value *add_value(struct plan_node *node, const char *name) {
    struct plan_value *value = &node->values[node->value_count++];
    *value = (struct plan_value){.name = name};
    return value;
}

static void add_text(struct plan_node *node, const char *name, struct bytes text) {
    add_value(node, name)->text = text;
}

static void add_number(struct plan_node *node, const char *name, int64_t number) {
    struct plan_value *value = add_value(node, name);
    value->number = number;
    value->is_number = true;
}

/* A link to an input called 'name', with its number where it has one, not -1. */
static void link_to(struct plan_node *node, const char *name, int number, const char *type,
                    int from, int slot) {
    struct plan_link *link = &node->links[node->link_count++];
    *link = (struct plan_link){.type = type, .from = from, .slot = slot};
    if (number < 0) {
        (void)snprintf(link->name, sizeof link->name, "%s", name);
    } else {
        (void)snprintf(link->name, sizeof link->name, "%s%d", name, number);
    }
}

/* The model by its plain name, where it has a dated one too. */
static struct bytes plain_model(const struct params *params) {
    const struct model *known = models_find(params->text[PARAM_MODEL]);
    return known ? bytes_of(known->id) : params->text[PARAM_MODEL];
}

/* Says what is taken instead of a value that the node does not have. */
static void note_instead(const struct making *m, enum param param, struct bytes value,
                         const char *instead) {
    const struct bytes shown = utf8_start(value, 100);
    buf_format(m->notes, "%s: ComfyUI's node does not have %.*s, and the workflow has %s instead.",
               param_rule(param)->label, (int)shown.len, (const char *)shown.data, instead);
    end_note(m);
}

/* A choice of the node: ours, or the one that is nearest. */
static struct bytes choice(const struct making *m, enum param param, const char *instead) {
    const struct workflow_input *input = workflow_node_input(m->node, param);
    const struct bytes value = m->params->text[param];
    if (bytes_is_word_of(value, input->choices)) {
        return value;
    }
    note_instead(m, param, value, instead);
    return bytes_of(instead);
}

static struct bytes model(const struct making *m) {
    const struct bytes id = plain_model(m->params);
    if (bytes_is_word_of(id, workflow_node_input(m->node, PARAM_MODEL)->choices)) {
        return id;
    }
    note_instead(m, PARAM_MODEL, id, MODELS_DEFAULT);
    return bytes_of(MODELS_DEFAULT);
}

static struct bytes quality(const struct making *m) {
    const struct model *known = models_find(m->params->text[PARAM_MODEL]);
    const struct bytes value = m->params->text[PARAM_QUALITY];
    if (bytes_is_word_of(value, "xhigh max") && !models_takes(known, PARAM_QUALITY, value)) {
        note_instead(m, PARAM_QUALITY, value, "high");
        return bytes_of("high");
    }
    return choice(m, PARAM_QUALITY, "low");
}

static int64_t count(const struct making *m) {
    const int64_t n = m->params->number[PARAM_N];
    if (n > NODE_MAX_N) {
        buf_format(m->notes,
                   "ComfyUI's node makes %d pictures at most: the workflow has %d instead of "
                   "%" PRId64 ".",
                   NODE_MAX_N, NODE_MAX_N, n);
        end_note(m);
        return NODE_MAX_N;
    }
    return n;
}

/* The size that "Custom" stands for, or just one that can be. */
static struct size custom_size(const struct making *m) {
    struct size size;
    (void)size_parse(m->params->text[PARAM_SIZE], &size);
    return size_is_made(&size_any, size) ? size : (struct size){1024, 1024};
}

/* The newer node has others than those in its list as "Custom", with two numbers beside it. */
static struct bytes size_text(const struct making *m) {
    const struct bytes text = m->params->text[PARAM_SIZE];
    struct size size;
    const bool custom = m->node == &workflow_node_2 && size_parse(text, &size) &&
                        size_is_made(&size_any, size) &&
                        !bytes_is_word_of(text, workflow_node_input(m->node, PARAM_SIZE)->choices);
    return custom ? bytes_of("Custom") : choice(m, PARAM_SIZE, "auto");
}

static void add_setting(const struct making *m, struct plan_node *node,
                        const struct workflow_input *input) {
    switch (input->param) {
    case PARAM_MODEL:
        add_text(node, input->name, model(m));
        break;
    case PARAM_QUALITY:
        add_text(node, input->name, quality(m));
        break;
    case PARAM_SIZE:
        add_text(node, input->name, size_text(m));
        break;
    case PARAM_N:
        add_number(node, input->name, count(m));
        break;
    case PARAM_SEED:
        add_number(node, input->name, m->params->number[PARAM_SEED]);
        break;
    default:
        add_text(node, input->name, m->params->text[input->param]);
    }
    node->values[node->value_count - 1].drawn_only = input->param == PARAM_SEED_CONTROL;
}

/* All settings, in the order of the node's widgets. */
static void add_settings(const struct making *m, struct plan_node *node) {
    for (const struct graph_widget *widget = m->node->widgets; widget->name; widget++) {
        const struct workflow_input *input = m->node->inputs;
        while (input->param != PARAM_COUNT && strcmp(input->name, widget->name) != 0) {
            input++;
        }
        if (input->param != PARAM_COUNT) {
            add_setting(m, node, input);
        } else if (m->node == &workflow_node_2) {
            const bool is_width = strcmp(widget->name, m->node->custom_width) == 0;
            const struct size size = custom_size(m);
            add_number(node, widget->name, is_width ? size.width : size.height);
        }
    }
}

/* What loads the images: the plan's first nodes. */
static void add_loaders(const struct making *m) {
    for (int i = 0; i < m->inputs->image_count; i++) {
        struct plan_node *node = add_node(m->plan, "LoadImage", "Load Image", 0);
        node->row = i;
        add_text(node, "image", m->inputs->images[i]);
        add_text(node, "upload", bytes_of("image"));
        node->values[node->value_count - 1].drawn_only = true;
    }
}

/* The older node has one input for all images, so that several are made a batch before it. */
static void add_batch(const struct making *m) {
    const int images = m->inputs->image_count;
    if (m->node == &workflow_node_1 && images > 1) {
        struct plan_node *batch = add_node(m->plan, "BatchImagesNode", "Batch Images", 1);
        for (int i = 0; i < images; i++) {
            link_to(batch, "images.image", i, "IMAGE", i, 0);
        }
    }
}

/* The node's images and mask, all of which may be left open. */
static void link_inputs(const struct making *m, struct plan_node *node) {
    const int images = m->inputs->image_count;
    if (m->node == &workflow_node_1) {
        link_to(node, m->node->image, -1, "IMAGE", images > 1 ? images : images - 1, 0);
    } else {
        for (int i = 0; i < images; i++) {
            link_to(node, m->node->image, i + 1, "IMAGE", i, 0);
        }
    }
    link_to(node, m->node->mask, -1, "MASK", m->inputs->has_mask && images == 1 ? 0 : -1, 1);
    for (int i = 0; i < node->link_count; i++) {
        node->links[i].optional = true;
    }
}

static void note_files(const struct making *m) {
    const struct plan_inputs *in = m->inputs;
    if (in->image_count == 0) {
        return;
    }
    buf_text(m->notes, in->image_count == 1 ? "It loads the file " : "It loads the files ");
    for (int i = 0; i < in->image_count; i++) {
        const struct bytes name = utf8_start(in->images[i], 100);
        buf_format(m->notes, "%s%.*s", i > 0 ? ", " : "", (int)name.len, (const char *)name.data);
    }
    buf_text(m->notes, " from ComfyUI's input folder");
    buf_text(m->notes, in->has_mask && in->image_count == 1
                           ? ": the image with its mask as its transparency."
                           : ".");
    end_note(m);
    if (in->has_mask) {
        buf_text(m->notes,
                 in->image_count > 1
                     ? "ComfyUI's node takes a mask with one image only: it is left out."
                     : "ComfyUI sends the whole picture and keeps the answer as it comes: only "
                       "this page puts it back.");
        end_note(m);
    }
}

/* Names the settings that are not as they are by default and that no node of ComfyUI has. */
static void note_left_out(const struct making *m) {
    bool any = false;
    for (enum param p = 0; p < PARAM_COUNT; p++) {
        if (workflow_node_input(m->node, p) || params_is_preset(m->params, p)) {
            continue;
        }
        buf_text(m->notes, any ? ", "
                               : "ComfyUI's node does not have, and the workflow leaves "
                                 "out: ");
        buf_text(m->notes, param_rule(p)->label);
        any = true;
    }
    if (any) {
        buf_byte(m->notes, '.');
        end_note(m);
    }
}

/* The older node for the models it began with: every version of ComfyUI has it. */
static const struct workflow_node *node_for(const struct params *params) {
    const char *choices = workflow_node_input(&workflow_node_1, PARAM_MODEL)->choices;
    return bytes_is_word_of(plain_model(params), choices) ? &workflow_node_1 : &workflow_node_2;
}

enum status plan_make(const struct params *params, const struct plan_inputs *inputs,
                      struct plan *out, struct buf *notes) {
    const struct making m = {params, inputs, node_for(params), out, notes};
    *out = (struct plan){.count = 0};
    add_loaders(&m);
    add_batch(&m);
    struct plan_node *node = add_node(out, m.node->type, m.node->title, 2);
    add_settings(&m, node);
    link_inputs(&m, node);
    struct plan_node *saver = add_node(out, "SaveImage", "Save Image", 3);
    add_text(saver, "filename_prefix", bytes_of("ComfyUI"));
    link_to(saver, "images", -1, "IMAGE", out->count - 2, 0);
    note_files(&m);
    note_left_out(&m);
    return notes->status;
}
