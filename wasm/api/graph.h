/*
 * A ComfyUI workflow: its nodes, their values, and what they are linked to.
 *
 * Reads both of ComfyUI's formats alike: the API format, which is what is run (nodes by
 * their ids), and the UI format of version 0.4, which is what is drawn, with subgraphs.
 * Does not know what any node does, but for those that only pass on what they get.
 */
#ifndef API_GRAPH_H
#define API_GRAPH_H

#include "base/buf.h"
#include "base/json.h"

#define GRAPH_MAX_DEPTH 8     /* of subgraphs in subgraphs */
#define GRAPH_MAX_NODES 20000 /* that a walk looks at */

struct graph {
    struct json *document;
    const struct json *nodes;
    bool drawn; /* it is in the UI format */
};

/* Where a node stands: at the top, or in a subgraph. */
struct graph_place;

/* A node; it lives as long as its graph and its place. */
struct graph_node {
    const struct graph *graph;
    const struct graph_place *place;
    const struct json *json; /* NULL where there is no such node */
};

struct graph_place {
    struct graph_node instance; /* the node that stands for this subgraph; none at the top */
    const struct json *nodes;
    const struct json *links;
    const struct json *inputs; /* of the subgraph */
};

/*
 * Reads a workflow, or the body of a request that queues one.  Free it with graph_free.
 *
 * STATUS_DAMAGED where it is not JSON, STATUS_UNSUPPORTED where it is no workflow,
 * STATUS_TOO_LARGE or STATUS_NO_MEMORY; *out is then empty.
 */
enum status graph_read(struct bytes text, struct graph *out, struct fault *fault) MUST_CHECK;
void graph_free(struct graph *graph);

/*
 * Shows every node to 'visit', those of subgraphs once for each of their instances, up
 * to the limits above, until it returns false.
 */
void graph_walk(const struct graph *graph, bool (*visit)(void *context, struct graph_node node),
                void *context);

/* The type, "OpenAIGPTImage1"; empty where it is no text. */
struct bytes graph_type(struct graph_node node);
bool graph_is(struct graph_node node, const char *type);

/* The name it was given, or else its type. */
struct bytes graph_title(struct graph_node node);

/* Appends the id, as ComfyUI calls a node in subgraphs: "75:25". */
void graph_write_id(struct graph_node node, struct buf *out);

/* Whether it is run; where it, or a subgraph around it, is muted or bypassed it is not. */
enum graph_state { GRAPH_ACTIVE, GRAPH_MUTED, GRAPH_BYPASSED };
enum graph_state graph_state(struct graph_node node);

/*
 * The order of a node's widgets, in which the UI format has their values.  One with
 * 'only' is there only if its value is one of these words, or, for "#", a number.  Ends
 * with a name that is NULL.
 */
struct graph_widget {
    const char *name;
    const char *only;
};

/* What a node has for one of its inputs. */
enum graph_kind { GRAPH_ABSENT, GRAPH_LITERAL, GRAPH_LINK };

struct graph_value {
    enum graph_kind kind;
    const struct json *literal;
    struct graph_node from; /* of a link; no node where it leads nowhere */
    int64_t slot;           /* the output of 'from' */
};

/*
 * The value of the input 'name'.  'widgets' is NULL where their order is not known.
 *
 * A link is followed through reroutes and bypassed nodes, and out of subgraphs; one
 * that leads to a muted node, or to an input without a value, counts as absent.
 */
struct graph_value graph_input(struct graph_node node, const char *name,
                               const struct graph_widget *widgets);

/* The one literal of a node that is a primitive, as "PrimitiveString" is; NULL for any other. */
const struct json *graph_primitive(struct graph_node node);

#endif
