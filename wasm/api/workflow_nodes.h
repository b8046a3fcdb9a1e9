/*
 * ComfyUI's nodes that ask OpenAI for pictures, as the versions of 2025-04 to 2026-09 have
 * them: their inputs, defaults and choices.
 *
 * Data; what of it becomes which setting of ours is read and written elsewhere.
 */
#ifndef API_WORKFLOW_NODES_H
#define API_WORKFLOW_NODES_H

#include "api/graph.h"
#include "api/param.h"

/* An input of a node that is a setting of ours. */
struct workflow_input {
    enum param param;
    const char *name;
    const char *preset; /* what counts where a workflow leaves it out; NULL: ComfyUI refuses that */
    const char *choices; /* words with a space between; NULL for any text or number */
};

struct workflow_node {
    const char *type;
    const char *title;
    const struct workflow_input *inputs; /* ends with PARAM_COUNT */
    const struct graph_widget *widgets;
    const char *custom_width; /* names of inputs: what the size "Custom" is, */
    const char *custom_height;
    const char *image; /* the images, numbered from 1 where it ends with '_', */
    const char *mask;  /* and the mask */
};

/* The node of 2025, deprecated since 2026-04 and still there; and the one that followed. */
extern const struct workflow_node workflow_node_1;
extern const struct workflow_node workflow_node_2;

/* The node of this type; NULL where it is none of them. */
const struct workflow_node *workflow_node_find(struct bytes type);

/* The input that is this setting; NULL where the node has none. */
const struct workflow_input *workflow_node_input(const struct workflow_node *node,
                                                 enum param param);

/* The widgets of nodes that load an image. */
extern const struct graph_widget workflow_loader_widgets[];

#endif
