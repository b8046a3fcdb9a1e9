/*
 * The ComfyUI graph that does what our settings ask for: which nodes, with which values,
 * linked how.
 *
 * One node that asks OpenAI, what loads its images and its mask, and what saves the
 * pictures.  Does not know how a graph is written down.
 */
#ifndef API_WORKFLOW_PLAN_H
#define API_WORKFLOW_PLAN_H

#include "api/params.h"
#include "api/rules.h"

#define PLAN_MAX_VALUES 10
#define PLAN_MAX_LINKS (RULES_MAX_IMAGES + 1) /* images and a mask */
#define PLAN_MAX_NODES (RULES_MAX_IMAGES + 3) /* loaders, a batch, the node, a saver */
#define PLAN_NAME_BYTES 32                    /* of an input */

/* The value of a widget. */
struct plan_value {
    const char *name;
    struct bytes text; /* or else, where 'is_number', a number */
    int64_t number;
    bool is_number;
    bool drawn_only; /* the UI format alone has it */
};

/* What an input is linked to: output 'slot' of a node; nothing where 'from' is -1. */
struct plan_link {
    char name[PLAN_NAME_BYTES];
    const char *type; /* "IMAGE" or "MASK" */
    int from;
    int slot;
    bool optional;
};

struct plan_node {
    const char *type;
    const char *title;
    struct plan_value values[PLAN_MAX_VALUES]; /* in the order of its widgets */
    struct plan_link links[PLAN_MAX_LINKS];
    int value_count;
    int link_count;
    int column; /* from left to right */
    int row;
};

struct plan {
    struct plan_node nodes[PLAN_MAX_NODES]; /* each after those it is linked to */
    int count;
};

/* What the settings are used with. */
struct plan_inputs {
    const struct bytes *images; /* their files' names, at most RULES_MAX_IMAGES */
    int image_count;
    bool has_mask; /* as the transparency of the first image */
};

/*
 * Makes the graph for 'params' and says what it cannot have: appends sentences to *notes,
 * each ending with a NUL.  The plan's texts are those of 'params' and 'inputs'.
 *
 * STATUS_NO_MEMORY, *notes then being failed.
 */
enum status plan_make(const struct params *params, const struct plan_inputs *inputs,
                      struct plan *out, struct buf *notes) MUST_CHECK;

#endif
