#include "api/param.h"

#include "api/models.h"

#include <string.h>

static const struct param_choice qualities[] = {
    {"auto", "Auto"},        {"low", "Low"},     {"medium", "Medium"}, {"high", "High"},
    {"xhigh", "Extra high"}, {"max", "Maximum"}, {NULL, NULL}};

static const struct param_choice sizes[] = {{"auto", "Auto"},
                                            {"1024x1024", "1024 x 1024 (square)"},
                                            {"1024x1536", "1024 x 1536 (portrait)"},
                                            {"1536x1024", "1536 x 1024 (landscape)"},
                                            {"2048x2048", "2048 x 2048 (square)"},
                                            {"2048x1152", "2048 x 1152 (16:9)"},
                                            {"1152x2048", "1152 x 2048 (9:16)"},
                                            {"3840x2160", "3840 x 2160 (4K, experimental)"},
                                            {"2160x3840", "2160 x 3840 (4K, experimental)"},
                                            {NULL, NULL}};

static const struct param_choice backgrounds[] = {
    {"auto", "Auto"}, {"opaque", "Opaque"}, {"transparent", "Transparent"}, {NULL, NULL}};

static const struct param_choice formats[] = {{"png", "PNG"},
                                              {"jpeg", "JPEG"},
                                              {"webp", "WebP"},
                                              {"gif", "GIF (animated, preview)"},
                                              {"svg", "SVG (drawing, preview)"},
                                              {NULL, NULL}};

static const struct param_choice moderations[] = {
    {"auto", "Auto"}, {"low", "Less restrictive"}, {NULL, NULL}};

static const struct param_choice fidelities[] = {{"low", "Low"}, {"high", "High"}, {NULL, NULL}};

static const struct param_choice complexities[] = {
    {"", "The model's own"}, {"low", "Low"}, {"medium", "Medium"}, {"high", "High"}, {NULL, NULL}};

static const struct param_choice efforts[] = {
    {"", "The author's own"}, {"none", "None"},     {"minimal", "Minimal"},
    {"low", "Low"},           {"medium", "Medium"}, {"high", "High"},
    {"xhigh", "Extra high"},  {"max", "Maximum"},   {NULL, NULL}};

static const struct param_choice seed_controls[] = {{"fixed", "Fixed"},
                                                    {"increment", "Increment"},
                                                    {"decrement", "Decrement"},
                                                    {"randomize", "Randomize"},
                                                    {NULL, NULL}};

static const struct param_choice image_budgets[] = {{"4194304", "2048 x 2048 pixels (default)"},
                                                    {"1572864", "1536 x 1024 pixels"},
                                                    {"1048576", "1024 x 1024 pixels"},
                                                    {"none", "Keep every pixel"},
                                                    {NULL, NULL}};

static const struct param_choice areas[] = {
    {"painted", "Only the painted area"}, {"whole", "The whole picture"}, {NULL, NULL}};

static const struct param_choice island_ways[] = {
    {"together", "In one request"}, {"apart", "One request each"}, {NULL, NULL}};

static const struct param_choice blends[] = {
    {"colours", "Colours"}, {"gradients", "Gradients (for hard cases)"}, {NULL, NULL}};

static const struct param_rule rules[PARAM_COUNT] = {
    [PARAM_PROMPT] = {.name = "prompt",
                      .label = "Prompt",
                      .help = "What the picture shows, or what to change in the input image.",
                      .kind = PARAM_TEXT,
                      .preset = "",
                      .max = PARAM_PROMPT_MAX,
                      .sent = true},
    [PARAM_MODEL] = {.name = "model",
                     .label = "Model",
                     .help = "Which model makes the pictures; flare is fast, sunburst precise.",
                     .kind = PARAM_MODEL_ID,
                     .preset = MODELS_DEFAULT,
                     .min = 1,
                     .max = 100,
                     .sent = true},
    [PARAM_QUALITY] = {.name = "quality",
                       .label = "Quality",
                       .help = "Image quality, affects cost and generation time.",
                       .kind = PARAM_CHOICE,
                       .preset = "low",
                       .choices = qualities,
                       .sent = true},
    [PARAM_SIZE] = {.name = "size",
                    .label = "Size",
                    .help = "Width x height of the result in pixels.",
                    .kind = PARAM_EXTENT,
                    .preset = "auto",
                    .choices = sizes,
                    .sent = true},
    [PARAM_BACKGROUND] = {.name = "background",
                          .label = "Background",
                          .help = "Return image with or without background.",
                          .kind = PARAM_CHOICE,
                          .preset = "opaque",
                          .choices = backgrounds,
                          .sent = true},
    [PARAM_N] = {.name = "n",
                 .label = "Number of images",
                 .help = "How many to make; each one is charged. ComfyUI's node stops at 8.",
                 .kind = PARAM_INTEGER,
                 .preset = "1",
                 .min = 1,
                 .max = 10,
                 .sent = true},
    [PARAM_SEED] = {.name = "seed",
                    .label = "Seed",
                    .help = "Not used by OpenAI and never sent: kept with the result so that runs "
                            "can be told apart.",
                    .kind = PARAM_INTEGER,
                    .preset = "0",
                    .min = 0,
                    .max = 2147483647},
    [PARAM_SEED_CONTROL] = {.name = "seed_control",
                            .label = "Seed after each run",
                            .help = "What happens to the seed after each run.",
                            .kind = PARAM_CHOICE,
                            .preset = "fixed",
                            .choices = seed_controls},
    [PARAM_IMAGE_BUDGET] = {.name = "image_budget",
                            .label = "Largest input image",
                            .help = "Input images with more pixels are made smaller before they "
                                    "are sent; others keep every pixel.",
                            .kind = PARAM_CHOICE,
                            .preset = "4194304",
                            .choices = image_budgets,
                            .group = PARAM_MORE},
    [PARAM_AREA] = {.name = "area",
                    .label = "What is sent",
                    .help = "The painted area with what is around it, at full resolution where "
                            "the model takes it, or all of the picture.",
                    .kind = PARAM_CHOICE,
                    .preset = "painted",
                    .choices = areas,
                    .group = PARAM_EDIT},
    [PARAM_CONTEXT] = {.name = "context",
                       .label = "Context around it",
                       .help = "How much of the picture is sent on each side of the painted area: "
                               "percent of its longer side.",
                       .kind = PARAM_INTEGER,
                       .preset = "75",
                       .min = 0,
                       .max = 400,
                       .group = PARAM_EDIT},
    [PARAM_ISLANDS] = {.name = "islands",
                       .label = "Several areas",
                       .help = "Painted areas far from each other go in one request, or in one "
                               "each, which costs more and shows more of each.",
                       .kind = PARAM_CHOICE,
                       .preset = "together",
                       .choices = island_ways,
                       .group = PARAM_EDIT},
    [PARAM_KEEP] = {.name = "keep",
                    .label = "Keep what is not painted",
                    .help = "Puts the answer back into the picture, so that every pixel that is "
                            "not painted stays as it was.",
                    .kind = PARAM_BOOLEAN,
                    .preset = "true",
                    .group = PARAM_PASTE},
    [PARAM_FEATHER] = {.name = "feather",
                       .label = "Softness of the seam",
                       .help = "Percent of the width that suits the mask; 0 is a hard edge.",
                       .kind = PARAM_INTEGER,
                       .preset = "100",
                       .min = 0,
                       .max = 400,
                       .group = PARAM_PASTE},
    [PARAM_ALIGN] = {.name = "align",
                     .label = "Align the answer",
                     .help = "Moves the answer back to where the picture is; models shift it a "
                             "little.",
                     .kind = PARAM_BOOLEAN,
                     .preset = "true",
                     .group = PARAM_PASTE},
    [PARAM_MATCH_COLORS] = {.name = "match_colors",
                            .label = "Match its colours",
                            .help = "Gives the answer the picture's own colours where they "
                                    "should be alike.",
                            .kind = PARAM_BOOLEAN,
                            .preset = "true",
                            .group = PARAM_PASTE},
    [PARAM_BLEND] = {.name = "blend",
                     .label = "Blend",
                     .help = "How the seam is closed: by fading colours, or by carrying their "
                             "changes on.",
                     .kind = PARAM_CHOICE,
                     .preset = "colours",
                     .choices = blends,
                     .group = PARAM_PASTE},
    [PARAM_OUTPUT_FORMAT] = {.name = "output_format",
                             .label = "Output format",
                             .help = "How the picture comes; JPEG is the fastest.",
                             .kind = PARAM_CHOICE,
                             .preset = "png",
                             .choices = formats,
                             .sent = true,
                             .optional = true,
                             .group = PARAM_MORE},
    [PARAM_OUTPUT_COMPRESSION] = {.name = "output_compression",
                                  .label = "Compression",
                                  .help = "Percent, for JPEG and WebP; 100 is the API's default.",
                                  .kind = PARAM_INTEGER,
                                  .preset = "100",
                                  .min = 0,
                                  .max = 100,
                                  .sent = true,
                                  .optional = true,
                                  .group = PARAM_MORE},
    [PARAM_MODERATION] = {.name = "moderation",
                          .label = "Moderation",
                          .help = "How strictly new pictures are judged.",
                          .kind = PARAM_CHOICE,
                          .preset = "auto",
                          .choices = moderations,
                          .sent = true,
                          .optional = true,
                          .group = PARAM_MORE},
    [PARAM_INPUT_FIDELITY] = {.name = "input_fidelity",
                              .label = "Input fidelity",
                              .help = "How closely input images are kept to; high costs more.",
                              .kind = PARAM_CHOICE,
                              .preset = "low",
                              .choices = fidelities,
                              .sent = true,
                              .optional = true,
                              .group = PARAM_MORE},
    [PARAM_COMPLEXITY] = {.name = "complexity",
                          .label = "Complexity",
                          .help = "How much the model plans before it draws.",
                          .kind = PARAM_CHOICE,
                          .preset = "",
                          .choices = complexities,
                          .sent = true,
                          .optional = true,
                          .group = PARAM_MORE},
    [PARAM_STREAM] = {.name = "stream",
                      .label = "Stream",
                      .help = "Pictures come as events; several are then asked for one by one.",
                      .kind = PARAM_BOOLEAN,
                      .preset = "false",
                      .sent = true,
                      .optional = true,
                      .group = PARAM_MORE},
    [PARAM_PARTIAL_IMAGES] = {.name = "partial_images",
                              .label = "Partial images",
                              .help = "Unfinished pictures shown on the way, when streaming; each "
                                      "costs 100 tokens.",
                              .kind = PARAM_INTEGER,
                              .preset = "0",
                              .min = 0,
                              .max = 3,
                              .sent = true,
                              .optional = true,
                              .group = PARAM_MORE},
    [PARAM_FRAME_COUNT] = {.name = "frame_count",
                           .label = "Frames",
                           .help = "How many pictures the GIF is made of.",
                           .kind = PARAM_INTEGER,
                           .preset = "9",
                           .min = 2,
                           .max = 16,
                           .format = "gif",
                           .sent = true,
                           .optional = true,
                           .group = PARAM_MORE},
    [PARAM_FRAME_DURATION] = {.name = "frame_duration_ms",
                              .label = "Milliseconds per frame",
                              .help = "How long each is shown; rounded to 10.",
                              .kind = PARAM_INTEGER,
                              .preset = "200",
                              .min = 20,
                              .max = 655350,
                              .format = "gif",
                              .sent = true,
                              .optional = true,
                              .group = PARAM_MORE},
    [PARAM_SVG_MODEL] = {.name = "svg[model]",
                         .label = "SVG author model",
                         .help = "Which model writes the drawing, where your project may choose; "
                                 "else leave it empty.",
                         .kind = PARAM_LINE,
                         .preset = "",
                         .max = 100,
                         .format = "svg",
                         .sent = true,
                         .optional = true,
                         .group = PARAM_MORE},
    [PARAM_SVG_EFFORT] = {.name = "svg[reasoning][effort]",
                          .label = "SVG author effort",
                          .help = "How much the author reasons; charged beside the picture.",
                          .kind = PARAM_CHOICE,
                          .preset = "",
                          .choices = efforts,
                          .format = "svg",
                          .sent = true,
                          .optional = true,
                          .group = PARAM_MORE},
    [PARAM_SAFETY_IDENTIFIER] = {.name = "safety_identifier",
                                 .label = "Safety identifier",
                                 .help = "Tells OpenAI your users apart: a hash, never a name.",
                                 .kind = PARAM_LINE,
                                 .preset = "",
                                 .max = 64,
                                 .sent = true,
                                 .optional = true,
                                 .group = PARAM_MORE},
};

const struct param_rule *param_rule(enum param param) {
    return &rules[param];
}

enum param param_find(const char *name) {
    enum param param = 0;
    while (param < PARAM_COUNT && strcmp(rules[param].name, name) != 0) {
        param++;
    }
    return param;
}
