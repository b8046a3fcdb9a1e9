#include "api/graph.h"

#include "base/json_python.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MAX_HOPS 32       /* of one link, through nodes that pass it on */
#define MAX_SUBGRAPHS 500 /* definitions that are looked at */
#define SUBGRAPH_INPUT (-10)

static const char controls[] = "fixed increment decrement randomize";

static enum status refuse(enum status status, struct fault *fault) {
    switch (status) {
    case STATUS_NO_MEMORY:
        return fault_no_memory(fault);
    case STATUS_TOO_LARGE:
        return fault_set(fault, status, NULL,
                         "This file has more than %zu MB of text, which is more than a workflow "
                         "has. Open another file.",
                         JSON_MAX_BYTES >> 20);
    case STATUS_DAMAGED:
        return fault_set(fault, status, NULL,
                         "This is no ComfyUI workflow: the text is not JSON, or part of it is "
                         "missing. Save the workflow again in ComfyUI and open that file.");
    default:
        return fault_set(fault, status, NULL,
                         "This is no ComfyUI workflow: it is JSON, but without any nodes. Save or "
                         "export a workflow in ComfyUI and open that file.");
    }
}

/* Whether every member is a node as the API format has them. */
static bool is_api_format(const struct json *nodes) {
    struct bytes type;
    const struct json *node = json_is_object(nodes) ? json_at(nodes, 0) : NULL;
    bool sound = node != NULL;
    for (; node && sound; node = json_next(node)) {
        sound = json_text(json_get(node, "class_type"), &type) &&
                json_is_object(json_get(node, "inputs"));
    }
    return sound;
}

/* Finds the nodes in the document; whether there are any. */
static bool find_nodes(struct graph *graph) {
    const struct json *queued = json_get(graph->document, "prompt");
    graph->nodes = json_get(graph->document, "nodes");
    graph->drawn = json_is_array(graph->nodes);
    if (!graph->drawn) {
        graph->nodes = is_api_format(queued) ? queued : graph->document;
    }
    return graph->drawn || is_api_format(graph->nodes);
}

enum status graph_read(struct bytes text, struct graph *out, struct fault *fault) {
    *out = (struct graph){0};
    enum status status = json_parse_python(text, &out->document);
    if (status == STATUS_OK && !find_nodes(out)) {
        status = STATUS_UNSUPPORTED;
    }
    if (status != STATUS_OK) {
        graph_free(out);
        return refuse(status, fault);
    }
    return STATUS_OK;
}

void graph_free(struct graph *graph) {
    json_free(graph->document);
    *graph = (struct graph){0};
}

/* The text of a member, empty where it is none. */
static struct bytes text_in(const struct json *object, const char *name) {
    struct bytes text;
    (void)json_text(json_get(object, name), &text);
    return text;
}

static bool has_text(const struct json *value, const char *words) {
    struct bytes text;
    return json_text(value, &text) && bytes_is_word_of(text, words);
}

#define ID_MAX 24 /* of a number as text */

/* An id as text: it is a number here and a text there. */
static struct bytes id_text(const struct json *id, char number[ID_MAX]) {
    struct bytes text;
    int64_t whole;
    if (json_text(id, &text)) {
        return text;
    }
    if (!json_integer(id, INT64_MIN, INT64_MAX, &whole)) {
        return (struct bytes){NULL, 0};
    }
    (void)snprintf(number, ID_MAX, "%" PRId64, whole);
    return bytes_of(number);
}

static bool is_same_id(const struct json *a, const struct json *b) {
    char number_a[ID_MAX];
    char number_b[ID_MAX];
    const struct bytes text = id_text(a, number_a);
    return text.len > 0 && bytes_equal(text, id_text(b, number_b));
}

/* The definition of the subgraph that nodes of 'type' stand for; NULL for a plain node. */
static const struct json *find_subgraph(const struct graph *graph, struct bytes type) {
    const struct json *list = json_get(json_get(graph->document, "definitions"), "subgraphs");
    const struct json *one = graph->drawn ? json_at(list, 0) : NULL;
    for (int i = 0; one && i < MAX_SUBGRAPHS; i++, one = json_next(one)) {
        if (type.len > 0 && bytes_equal(text_in(one, "id"), type)) {
            return one;
        }
    }
    return NULL;
}

struct walk {
    bool (*visit)(void *context, struct graph_node node);
    void *context;
    int left; /* nodes it may still look at */
};

/* NOLINTBEGIN(misc-no-recursion): 'depth' bounds it */

static bool walk_place(struct walk *walk, const struct graph *graph,
                       const struct graph_place *place, int depth) {
    for (const struct json *json = json_at(place->nodes, 0); json; json = json_next(json)) {
        const struct graph_node node = {graph, place, json};
        const struct json *subgraph = find_subgraph(graph, graph_type(node));
        const struct graph_place inner = {node, json_get(subgraph, "nodes"),
                                          json_get(subgraph, "links"),
                                          json_get(subgraph, "inputs")};
        if (walk->left-- <= 0) {
            return false;
        }
        if (subgraph ? depth > 0 && !walk_place(walk, graph, &inner, depth - 1)
                     : !walk->visit(walk->context, node)) {
            return false;
        }
    }
    return true;
}

/* NOLINTEND(misc-no-recursion) */

void graph_walk(const struct graph *graph, bool (*visit)(void *context, struct graph_node node),
                void *context) {
    struct walk walk = {visit, context, GRAPH_MAX_NODES};
    const struct graph_place top = {
        .nodes = graph->nodes,
        .links = json_get(graph->document, "links"),
    };
    (void)walk_place(&walk, graph, &top, GRAPH_MAX_DEPTH);
}

struct bytes graph_type(struct graph_node node) {
    return text_in(node.json, node.graph->drawn ? "type" : "class_type");
}

bool graph_is(struct graph_node node, const char *type) {
    return node.json && bytes_equal(graph_type(node), bytes_of(type));
}

struct bytes graph_title(struct graph_node node) {
    const struct json *named = node.graph->drawn ? node.json : json_get(node.json, "_meta");
    const struct bytes title = text_in(named, "title");
    return title.len > 0 ? title : graph_type(node);
}

void graph_write_id(struct graph_node node, struct buf *out) {
    struct graph_node way[GRAPH_MAX_DEPTH + 1]; /* from the node outwards */
    int len = 0;
    for (; node.json && len <= GRAPH_MAX_DEPTH; node = node.place->instance) {
        way[len++] = node;
    }
    while (len-- > 0) {
        char number[ID_MAX];
        const struct json *json = way[len].json;
        const struct bytes id = way[len].graph->drawn ? id_text(json_get(json, "id"), number)
                                                      : bytes_of(json_name(json));
        buf_append(out, id.data, id.len);
        buf_text(out, len > 0 ? ":" : "");
    }
}

static enum graph_state state_of(const struct json *node) {
    int64_t mode;
    (void)json_integer(json_get(node, "mode"), 0, 100, &mode);
    return mode == 2 ? GRAPH_MUTED : mode == 4 ? GRAPH_BYPASSED : GRAPH_ACTIVE;
}

enum graph_state graph_state(struct graph_node node) {
    enum graph_state state = GRAPH_ACTIVE;
    for (; node.json && state == GRAPH_ACTIVE; node = node.place->instance) {
        state = state_of(node.json);
    }
    return state;
}

static const struct graph_value absent = {.kind = GRAPH_ABSENT};

static struct graph_value literal(const struct json *value) {
    return json_is_null(value) ? absent
                               : (struct graph_value){.kind = GRAPH_LITERAL, .literal = value};
}

/* Whether a value of the API format is [id, output]. */
static bool is_link(const struct json *value) {
    struct bytes id;
    int64_t slot;
    return json_count(value) == 2 && json_is_array(value) && json_text(json_at(value, 0), &id) &&
           json_integer(json_at(value, 1), 0, 1000, &slot);
}

static struct graph_value api_input(struct graph_node node, const char *name) {
    const struct json *value = json_get(json_get(node.json, "inputs"), name);
    if (!is_link(value)) {
        return literal(value);
    }
    struct bytes id;
    struct graph_value link = {.kind = GRAPH_LINK, .from = {node.graph, node.place, NULL}};
    (void)json_text(json_at(value, 0), &id);
    (void)json_integer(json_at(value, 1), 0, 1000, &link.slot);
    link.from.json = json_get(node.place->nodes, (const char *)id.data);
    return link;
}

/* The input called 'name' of a node that is drawn. */
static const struct json *find_socket(const struct json *node, const char *name) {
    const struct json *socket = json_at(json_get(node, "inputs"), 0);
    while (socket && !has_text(json_get(socket, "name"), name)) {
        socket = json_next(socket);
    }
    return socket;
}

static const struct json *find_by_id(const struct json *nodes, const struct json *id) {
    const struct json *node = json_at(nodes, 0);
    while (node && !is_same_id(json_get(node, "id"), id)) {
        node = json_next(node);
    }
    return node;
}

/* The link with this id: [id, from, slot, ...] at the top, an object in subgraphs. */
static const struct json *find_link(const struct json *links, const struct json *id) {
    const struct json *link = json_at(links, 0);
    while (link && !is_same_id(json_is_array(link) ? json_at(link, 0) : json_get(link, "id"), id)) {
        link = json_next(link);
    }
    return link;
}

static const struct json *origin_of(const struct json *link) {
    return json_is_array(link) ? json_at(link, 1) : json_get(link, "origin_id");
}

static int64_t slot_of(const struct json *link) {
    int64_t slot;
    (void)json_integer(json_is_array(link) ? json_at(link, 2) : json_get(link, "origin_slot"), 0,
                       1000, &slot);
    return slot;
}

/* What a subgraph's instance shows of a widget inside; "-1" is an input of the subgraph itself. */
static const struct json *find_shown(const struct json *instance, struct bytes id,
                                     const char *name) {
    const struct json *list = json_get(json_get(instance, "properties"), "proxyWidgets");
    const struct json *value = json_at(json_get(instance, "widgets_values"), 0);
    char number[ID_MAX];
    for (const struct json *one = json_at(list, 0); one && value; one = json_next(one)) {
        if (bytes_equal(id_text(json_at(one, 0), number), id) && has_text(json_at(one, 1), name)) {
            return value;
        }
        value = json_next(value);
    }
    return NULL;
}

/* The socket by which a node only passes on what its output 'slot' has; NULL where it does more. */
static const struct json *passing_socket(struct graph_node node, int64_t slot) {
    const struct json *socket = json_at(json_get(node.json, "inputs"), 0);
    if (graph_is(node, "Reroute")) {
        return socket;
    }
    const struct json *output = json_at(json_get(node.json, "outputs"), (size_t)slot);
    const struct bytes type = text_in(output, "type");
    while (socket && !bytes_equal(text_in(socket, "type"), type)) {
        socket = json_next(socket);
    }
    return socket;
}

/* Steps over a subgraph's edge: the link outside, or else the value at its instance. */
static const struct json *step_out(struct graph_node instance, const char *name,
                                   struct graph_value *found) {
    const struct json *link = json_get(find_socket(instance.json, name), "link");
    *found = json_is_null(link) ? literal(find_shown(instance.json, bytes_of("-1"), name)) : absent;
    return link;
}

/* The name of the input of a subgraph that a link comes from; NULL for any other link. */
static const char *input_name(const struct graph_place *place, const struct json *link) {
    int64_t origin;
    struct bytes name;
    const bool outside =
        json_integer(origin_of(link), INT64_MIN, INT64_MAX, &origin) && origin == SUBGRAPH_INPUT;
    const struct json *input = outside ? json_at(place->inputs, (size_t)slot_of(link)) : NULL;
    return json_text(json_get(input, "name"), &name) ? (const char *)name.data : NULL;
}

static struct graph_value follow(struct graph_node node, const struct json *id) {
    for (int hop = 0; hop < MAX_HOPS && !json_is_null(id); hop++) {
        const struct graph_place *place = node.place;
        const struct json *link = find_link(place->links, id);
        const char *name = input_name(place, link);
        if (name) {
            struct graph_value found;
            node = place->instance;
            id = step_out(node, name, &found);
            if (json_is_null(id)) {
                return found;
            }
            continue;
        }
        node.json = find_by_id(place->nodes, origin_of(link));
        const enum graph_state state = state_of(node.json);
        if (state == GRAPH_MUTED) {
            return absent;
        }
        if (state == GRAPH_ACTIVE && !graph_is(node, "Reroute")) {
            return (struct graph_value){.kind = GRAPH_LINK, .from = node, .slot = slot_of(link)};
        }
        id = json_get(passing_socket(node, slot_of(link)), "link");
    }
    return absent;
}

/* Whether a widget that is not always there is, by the value at its place. */
static bool is_there(const struct graph_widget *widget, const struct json *value) {
    double number;
    if (!widget->only) {
        return true;
    }
    return *widget->only == '#' ? json_number(value, &number) : has_text(value, widget->only);
}

static const struct json *widget_by_order(const struct json *values, const char *name,
                                          const struct graph_widget *widgets) {
    const struct json *value = json_at(values, 0);
    for (; widgets && widgets->name && value; widgets++) {
        if (!is_there(widgets, value)) {
            continue;
        }
        if (strcmp(widgets->name, name) == 0) {
            return value;
        }
        value = json_next(value);
    }
    return NULL;
}

static const struct json *drawn_widget(struct graph_node node, const char *name,
                                       const struct graph_widget *widgets) {
    char number[ID_MAX];
    const struct bytes id = id_text(json_get(node.json, "id"), number);
    const struct json *shown = find_shown(node.place->instance.json, id, name);
    const struct json *named = json_get(json_get(node.json, "widgets_values_named"), name);
    const struct json *values = json_get(node.json, "widgets_values");
    if (!json_is_null(shown)) {
        return shown;
    }
    if (named || json_is_object(values)) {
        return named ? named : json_get(values, name);
    }
    return widget_by_order(values, name, widgets);
}

struct graph_value graph_input(struct graph_node node, const char *name,
                               const struct graph_widget *widgets) {
    if (!node.graph->drawn) {
        return api_input(node, name);
    }
    const struct json *link = json_get(find_socket(node.json, name), "link");
    return json_is_null(link) ? literal(drawn_widget(node, name, widgets)) : follow(node, link);
}

/* The one member by a name that primitives give their value; NULL where there is another. */
static const struct json *only_member(const struct json *values) {
    static const char *const names =
        "value string String STRING text Text seed int INT number prompt";
    const struct json *found = NULL;
    for (const struct json *one = json_at(values, 0); one; one = json_next(one)) {
        if (has_text(one, controls)) {
            continue;
        }
        if (found || is_link(one) || !bytes_is_word_of(bytes_of(json_name(one)), names)) {
            return NULL;
        }
        found = one;
    }
    return found;
}

/* The one of a list of values whose names are not known, by the type of their node. */
static const struct json *only_element(const struct json *values, struct bytes type) {
    static const char *const types[] = {"Primitive", "String", "Seed", "Int", "Text Multiline"};
    const struct json *first = json_at(values, 0);
    const struct json *second = json_next(first);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (bytes_start_with(type, bytes_of(types[i]))) {
            return !second || has_text(second, controls) ? first : NULL;
        }
    }
    return NULL;
}

static bool has_links(const struct json *node) {
    const struct json *socket = json_at(json_get(node, "inputs"), 0);
    while (socket && json_is_null(json_get(socket, "link"))) {
        socket = json_next(socket);
    }
    return socket != NULL;
}

const struct json *graph_primitive(struct graph_node node) {
    const struct json *named = json_get(node.json, "widgets_values_named");
    if (!node.json) {
        return NULL;
    }
    if (!node.graph->drawn) {
        return only_member(json_get(node.json, "inputs"));
    }
    if (has_links(node.json)) {
        return NULL;
    }
    return named ? only_member(named)
                 : only_element(json_get(node.json, "widgets_values"), graph_type(node));
}
