#include "api/workflow_nodes.h"

#define CONTROL "control_after_generate"
#define CONTROLS "fixed increment decrement randomize"
#define SIZES "auto 1024x1024 1024x1536 1536x1024"
#define MORE_SIZES SIZES " 2048x2048 2048x1152 1152x2048 3840x2160 2160x3840"

static const struct workflow_input inputs_1[] = {
    {PARAM_PROMPT, "prompt", NULL, NULL},
    {PARAM_MODEL, "model", "gpt-image-1", "gpt-image-1 gpt-image-1.5"},
    {PARAM_QUALITY, "quality", "low", "low medium high"},
    {PARAM_SIZE, "size", "1024x1024", SIZES},
    {PARAM_BACKGROUND, "background", "opaque", "auto opaque transparent"},
    {PARAM_N, "n", "1", NULL},
    {PARAM_SEED, "seed", "0", NULL},
    {PARAM_SEED_CONTROL, CONTROL, NULL, CONTROLS},
    {PARAM_COUNT, NULL, NULL, NULL}};

/* The model came in 2025-12, sizes of one's own in 2026; moderation was there for some days. */
static const struct graph_widget widgets_1[] = {{"prompt", NULL},
                                                {"seed", NULL},
                                                {CONTROL, CONTROLS},
                                                {"quality", NULL},
                                                {"background", NULL},
                                                {"size", NULL},
                                                {"n", NULL},
                                                {"moderation", "low auto"},
                                                {"model", NULL},
                                                {"custom_width", NULL},
                                                {"custom_height", NULL},
                                                {NULL, NULL}};

const struct workflow_node workflow_node_1 = {
    .type = "OpenAIGPTImage1",
    .title = "OpenAI GPT Image 1",
    .inputs = inputs_1,
    .widgets = widgets_1,
    .custom_width = "custom_width",
    .custom_height = "custom_height",
    .image = "image",
    .mask = "mask",
};

static const struct workflow_input inputs_2[] = {
    {PARAM_PROMPT, "prompt", NULL, NULL},
    {PARAM_MODEL, "model", NULL, "gpt-image-2.5-flare gpt-image-2.5-sunburst gpt-image-2"},
    {PARAM_QUALITY, "model.quality", NULL, "low medium high xhigh max"},
    {PARAM_SIZE, "model.size", NULL, MORE_SIZES},
    {PARAM_BACKGROUND, "model.background", NULL, "auto opaque transparent"},
    {PARAM_N, "n", NULL, NULL},
    {PARAM_SEED, "seed", NULL, NULL},
    {PARAM_SEED_CONTROL, CONTROL, NULL, CONTROLS},
    {PARAM_COUNT, NULL, NULL, NULL}};

/* Models before gpt-image-2 have no sizes of one's own. */
static const struct graph_widget widgets_2[] = {{"prompt", NULL},
                                                {"model", NULL},
                                                {"model.size", NULL},
                                                {"model.custom_width", "#"},
                                                {"model.custom_height", "#"},
                                                {"model.background", NULL},
                                                {"model.quality", NULL},
                                                {"n", NULL},
                                                {"seed", NULL},
                                                {CONTROL, CONTROLS},
                                                {NULL, NULL}};

const struct workflow_node workflow_node_2 = {
    .type = "OpenAIGPTImageNodeV2",
    .title = "OpenAI GPT Image 2",
    .inputs = inputs_2,
    .widgets = widgets_2,
    .custom_width = "model.custom_width",
    .custom_height = "model.custom_height",
    .image = "model.images.image_",
    .mask = "model.mask",
};

const struct graph_widget workflow_loader_widgets[] = {
    {"image", NULL}, {"channel", "alpha red green blue"}, {"upload", NULL}, {NULL, NULL}};

const struct workflow_node *workflow_node_find(struct bytes type) {
    const struct workflow_node *const nodes[] = {&workflow_node_1, &workflow_node_2};
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        if (bytes_equal(type, bytes_of(nodes[i]->type))) {
            return nodes[i];
        }
    }
    return NULL;
}

const struct workflow_input *workflow_node_input(const struct workflow_node *node,
                                                 enum param param) {
    const struct workflow_input *input = node->inputs;
    while (input->param != PARAM_COUNT && input->param != param) {
        input++;
    }
    return input->param == PARAM_COUNT ? NULL : input;
}
