#include "api/workflow_write.h"

#include "api/workflow_plan.h"

#include <stdio.h>
#include <string.h>

#define MAX_TEXT ((size_t)1 << 20)
#define NAME_BYTES 24 /* of a file that nobody named */

/* Where nodes stand, in pixels. */
#define COLUMN_WIDTH 440
#define ROW_HEIGHT 380

/* Ids start with 1 as ComfyUI's do. */
static int id_of(int index) {
    return index + 1;
}

static void put_value(struct json_writer *w, const char *key, const struct plan_value *value) {
    if (value->is_number) {
        json_put_integer(w, key, value->number);
    } else {
        json_put_text(w, key, value->text);
    }
}

static void put_api_link(struct json_writer *w, const struct plan_link *link) {
    char id[12];
    (void)snprintf(id, sizeof id, "%d", id_of(link->from));
    json_begin_array(w, link->name);
    json_put_string(w, NULL, id);
    json_put_integer(w, NULL, link->slot);
    json_end_array(w);
}

static void put_api_node(struct json_writer *w, const struct plan_node *node, int index) {
    char id[12];
    (void)snprintf(id, sizeof id, "%d", id_of(index));
    json_begin_object(w, id);
    json_begin_object(w, "inputs");
    for (int i = 0; i < node->value_count; i++) {
        if (!node->values[i].drawn_only) {
            put_value(w, node->values[i].name, &node->values[i]);
        }
    }
    for (int i = 0; i < node->link_count; i++) {
        if (node->links[i].from >= 0) {
            put_api_link(w, &node->links[i]);
        }
    }
    json_end_object(w);
    json_put_string(w, "class_type", node->type);
    json_begin_object(w, "_meta");
    json_put_string(w, "title", node->title);
    json_end_object(w);
    json_end_object(w);
}

static void write_api_format(const struct plan *plan, struct buf *out) {
    struct json_writer w = json_write_to(out);
    json_begin_object(&w, NULL);
    for (int i = 0; i < plan->count; i++) {
        put_api_node(&w, &plan->nodes[i], i);
    }
    json_end_object(&w);
}

/* A walk over the links that lead from somewhere, in the order of their ids. */
struct link_walk {
    int node;
    int input;
    int id;
};

/* The next of them; NULL after the last. */
static const struct plan_link *next_link(const struct plan *plan, struct link_walk *walk) {
    for (; walk->node < plan->count; walk->node++, walk->input = -1) {
        const struct plan_node *node = &plan->nodes[walk->node];
        while (++walk->input < node->link_count) {
            if (node->links[walk->input].from >= 0) {
                walk->id++;
                return &node->links[walk->input];
            }
        }
    }
    return NULL;
}

static struct link_walk first_link(void) {
    return (struct link_walk){.input = -1};
}

static int link_id(const struct plan *plan, const struct plan_link *link) {
    struct link_walk walk = first_link();
    const struct plan_link *one = next_link(plan, &walk);
    while (one && one != link) {
        one = next_link(plan, &walk);
    }
    return walk.id;
}

static void put_pair(struct json_writer *w, const char *key, int a, int b) {
    json_begin_array(w, key);
    json_put_integer(w, NULL, a);
    json_put_integer(w, NULL, b);
    json_end_array(w);
}

static void put_sockets(struct json_writer *w, const struct plan *plan,
                        const struct plan_node *node) {
    json_begin_array(w, "inputs");
    for (int i = 0; i < node->link_count; i++) {
        const struct plan_link *link = &node->links[i];
        json_begin_object(w, NULL);
        json_put_string(w, "name", link->name);
        json_put_string(w, "type", link->type);
        if (link->optional) {
            json_put_integer(w, "shape", 7); /* how an input that may be left open is drawn */
        }
        if (link->from >= 0) {
            json_put_integer(w, "link", link_id(plan, link));
        } else {
            json_put_null(w, "link");
        }
        json_end_object(w);
    }
    json_end_array(w);
}

static void put_output(struct json_writer *w, const struct plan *plan, int index, int slot,
                       const char *type) {
    struct link_walk walk = first_link();
    json_begin_object(w, NULL);
    json_put_string(w, "name", type);
    json_put_string(w, "type", type);
    json_begin_array(w, "links");
    for (const struct plan_link *link = next_link(plan, &walk); link;
         link = next_link(plan, &walk)) {
        if (link->from == index && link->slot == slot) {
            json_put_integer(w, NULL, walk.id);
        }
    }
    json_end_array(w);
    json_end_object(w);
}

static void put_outputs(struct json_writer *w, const struct plan *plan, int index) {
    const char *type = plan->nodes[index].type;
    json_begin_array(w, "outputs");
    if (strcmp(type, "SaveImage") != 0) {
        put_output(w, plan, index, 0, "IMAGE");
    }
    if (strcmp(type, "LoadImage") == 0) {
        put_output(w, plan, index, 1, "MASK");
    }
    json_end_array(w);
}

static void put_drawn_node(struct json_writer *w, const struct plan *plan, int index) {
    const struct plan_node *node = &plan->nodes[index];
    json_begin_object(w, NULL);
    json_put_integer(w, "id", id_of(index));
    json_put_string(w, "type", node->type);
    put_pair(w, "pos", node->column * COLUMN_WIDTH, node->row * ROW_HEIGHT);
    put_pair(w, "size", COLUMN_WIDTH - 80, ROW_HEIGHT - 60);
    json_begin_object(w, "flags");
    json_end_object(w);
    json_put_integer(w, "order", index);
    json_put_integer(w, "mode", 0);
    put_sockets(w, plan, node);
    put_outputs(w, plan, index);
    json_begin_object(w, "properties");
    json_put_string(w, "Node name for S&R", node->type);
    json_end_object(w);
    json_begin_array(w, "widgets_values");
    for (int i = 0; i < node->value_count; i++) {
        put_value(w, NULL, &node->values[i]);
    }
    json_end_array(w);
    json_end_object(w);
}

/* [id, from, its output, to, its input, type]; returns the last id. */
static int put_links(struct json_writer *w, const struct plan *plan) {
    struct link_walk walk = first_link();
    json_begin_array(w, "links");
    for (const struct plan_link *link = next_link(plan, &walk); link;
         link = next_link(plan, &walk)) {
        json_begin_array(w, NULL);
        json_put_integer(w, NULL, walk.id);
        json_put_integer(w, NULL, id_of(link->from));
        json_put_integer(w, NULL, link->slot);
        json_put_integer(w, NULL, id_of(walk.node));
        json_put_integer(w, NULL, walk.input);
        json_put_string(w, NULL, link->type);
        json_end_array(w);
    }
    json_end_array(w);
    return walk.id;
}

static void write_ui_format(const struct plan *plan, struct buf *out) {
    struct json_writer w = json_write_to(out);
    json_begin_object(&w, NULL);
    json_put_integer(&w, "last_node_id", id_of(plan->count - 1));
    json_begin_array(&w, "nodes");
    for (int i = 0; i < plan->count; i++) {
        put_drawn_node(&w, plan, i);
    }
    json_end_array(&w);
    json_put_integer(&w, "last_link_id", put_links(&w, plan));
    json_begin_array(&w, "groups");
    json_end_array(&w);
    json_begin_object(&w, "config");
    json_end_object(&w);
    json_begin_object(&w, "extra");
    json_end_object(&w);
    json_put_number(&w, "version", 0.4);
    json_end_object(&w);
}

/* The images' names: those that are told, and others that are numbered. */
struct names {
    struct bytes names[RULES_MAX_IMAGES];
    char numbered[RULES_MAX_IMAGES][NAME_BYTES];
};

static enum status read_inputs(const struct json *json, struct names *names,
                               struct plan_inputs *out, struct fault *fault) {
    const struct json *images = json_get(json, "images");
    const struct json *file = json_at(json_get(json, "files"), 0);
    int64_t count;
    if (!json_is_object(json) ||
        (!json_integer(images, 0, RULES_MAX_IMAGES, &count) && !json_is_null(images))) {
        return fault_set(fault, STATUS_INVALID, "images",
                         "A workflow can be written for 0 to %d images.", RULES_MAX_IMAGES);
    }
    for (int i = 0; i < (int)count; i++, file = json_next(file)) {
        (void)snprintf(names->numbered[i], NAME_BYTES, "image_%d.png", i + 1);
        if (!json_text(file, &names->names[i]) || names->names[i].len == 0) {
            names->names[i] = bytes_of(names->numbered[i]);
        }
    }
    out->images = names->names;
    out->image_count = (int)count;
    (void)json_boolean(json_get(json, "mask"), &out->has_mask);
    return STATUS_OK;
}

/* Writes 'plan' down by 'write' and puts it in as a text. */
static void put_format(struct json_writer *w, const char *key, const struct plan *plan,
                       void (*write)(const struct plan *plan, struct buf *out)) {
    struct buf text = buf_make(MAX_TEXT);
    write(plan, &text);
    json_put_text(w, key, buf_view(&text));
    if (text.status != STATUS_OK) {
        buf_fail(w->out, text.status);
    }
    buf_free(&text);
}

static enum status write_plan(const struct params *params, const struct plan_inputs *inputs,
                              struct buf *out, struct fault *fault) {
    struct plan plan;
    struct buf notes = buf_make(MAX_TEXT);
    struct json_writer w = json_write_to(out);
    const enum status made = plan_make(params, inputs, &plan, &notes);
    json_begin_object(&w, NULL);
    put_format(&w, "prompt", &plan, write_api_format);
    put_format(&w, "workflow", &plan, write_ui_format);
    json_put_texts(&w, "notes", &notes);
    json_end_object(&w);
    buf_free(&notes);
    return made == STATUS_OK && out->status == STATUS_OK ? STATUS_OK : fault_no_memory(fault);
}

enum status workflow_write(struct bytes settings, struct bytes inputs, struct buf *out,
                           struct fault *fault) {
    struct params params;
    struct json *json = NULL;
    struct names names;
    struct plan_inputs taken = {0};
    enum status status = params_parse(settings, &params, fault);
    if (status == STATUS_OK && json_parse(inputs, &json) == STATUS_NO_MEMORY) {
        status = fault_no_memory(fault);
    }
    if (status == STATUS_OK) {
        status = read_inputs(json, &names, &taken, fault);
    }
    if (status == STATUS_OK) {
        status = write_plan(&params, &taken, out, fault);
    }
    json_free(json);
    params_free(&params);
    return status;
}
