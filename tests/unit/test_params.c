#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#include "api/models.h"
#include "api/params.h"

/* Settings that must be taken. */
static struct params parse(const char *json) {
    struct params params;
    struct fault fault = {0};
    if (params_parse(bytes_of(json), &params, &fault) != STATUS_OK) {
        fail_msg("%s: %s", json, fault.text);
    }
    return params;
}

/* Asserts that 'json' is refused at 'field' with a text that starts with 'start'. */
static void assert_refused(struct bytes json, const char *field, const char *start) {
    struct params params;
    struct fault fault = {0};
    assert_int_equal(params_parse(json, &params, &fault), STATUS_INVALID);
    assert_int_equal(fault.status, STATUS_INVALID);
    assert_string_equal(fault.field, field);
    if (strncmp(fault.text, start, strlen(start)) != 0) {
        fail_msg("not \"%s\" but: %s", start, fault.text);
    }
    assert_null(params.document);
    assert_null(params.text[PARAM_PROMPT].data);
}

static void assert_text(const struct params *params, enum param param, const char *text) {
    assert_true(bytes_equal(params->text[param], bytes_of(text)));
}

/* {"prompt":"xxx..."} with 'count' times 'character'; free it with file_free. */
static struct bytes long_prompt(const char *character, size_t count) {
    const size_t width = strlen(character);
    char *json = malloc(count * width + 32);
    assert_non_null(json);
    char *at = json + strlen(strcpy(json, "{\"prompt\":\""));
    for (size_t i = 0; i < count; i++, at += width) {
        memcpy(at, character, width);
    }
    strcpy(at, "\"}");
    return bytes_of(json);
}

static void params_take_the_defaults_of_the_node(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"a cat\"}");
    assert_text(&params, PARAM_PROMPT, "a cat");
    assert_text(&params, PARAM_MODEL, "gpt-image-2.5-flare");
    assert_text(&params, PARAM_QUALITY, "low");
    assert_text(&params, PARAM_SIZE, "auto");
    assert_text(&params, PARAM_BACKGROUND, "opaque");
    assert_int_equal(params.number[PARAM_N], 1);
    assert_int_equal(params.number[PARAM_SEED], 0);
    assert_text(&params, PARAM_SEED_CONTROL, "fixed");
    assert_text(&params, PARAM_IMAGE_BUDGET, "4194304");
    params_free(&params);
    assert_null(params.document);
}

static void params_keep_what_is_not_painted_unless_told_otherwise(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"p\",\"align\":null}");
    assert_true(params_is(&params, PARAM_AREA, "painted"));
    assert_int_equal(params.number[PARAM_CONTEXT], 75);
    assert_true(params_is(&params, PARAM_ISLANDS, "together"));
    assert_int_equal(params.number[PARAM_KEEP], 1);
    assert_int_equal(params.number[PARAM_FEATHER], 100);
    assert_int_equal(params.number[PARAM_ALIGN], 1);
    assert_int_equal(params.number[PARAM_MATCH_COLORS], 1);
    assert_true(params_is(&params, PARAM_BLEND, "colours"));
    params_free(&params);
    params = parse("{\"prompt\":\"p\",\"area\":\"whole\",\"context\":0,\"islands\":\"apart\","
                   "\"keep\":false,\"feather\":400,\"align\":false,\"match_colors\":true,"
                   "\"blend\":\"gradients\"}");
    assert_true(params_is(&params, PARAM_AREA, "whole"));
    assert_false(params_is(&params, PARAM_AREA, "painted"));
    assert_int_equal(params.number[PARAM_CONTEXT], 0);
    assert_int_equal(params.number[PARAM_KEEP], 0);
    assert_int_equal(params.number[PARAM_FEATHER], 400);
    assert_int_equal(params.number[PARAM_ALIGN], 0);
    assert_int_equal(params.number[PARAM_MATCH_COLORS], 1);
    params_free(&params);
}

static void params_refuse_what_is_neither_true_nor_false(void **state) {
    (void)state;
    static const char *const values[] = {"1", "0", "\"true\"", "[]", "{}"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char json[64] = "{\"prompt\":\"p\",\"keep\":";
        strcat(strcat(json, values[i]), "}");
        assert_refused(bytes_of(json), "keep", "Keep what is not painted has to be true or false.");
    }
}

static void params_take_every_setting(void **state) {
    (void)state;
    struct params params =
        parse("{\"prompt\":\"p\",\"model\":\"my-deployment\",\"quality\":\"high\","
              "\"size\":\"1536x1024\",\"background\":\"transparent\",\"n\":8,\"seed\":2147483647,"
              "\"seed_control\":\"randomize\",\"image_budget\":\"none\"}");
    assert_text(&params, PARAM_MODEL, "my-deployment");
    assert_text(&params, PARAM_QUALITY, "high");
    assert_text(&params, PARAM_SIZE, "1536x1024");
    assert_text(&params, PARAM_BACKGROUND, "transparent");
    assert_int_equal(params.number[PARAM_N], 8);
    assert_int_equal(params.number[PARAM_SEED], 2147483647);
    assert_text(&params, PARAM_SEED_CONTROL, "randomize");
    assert_text(&params, PARAM_IMAGE_BUDGET, "none");
    params_free(&params);
}

static void params_null_is_the_default(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"p\",\"n\":null,\"size\":null,\"model\":null}");
    assert_int_equal(params.number[PARAM_N], 1);
    assert_text(&params, PARAM_SIZE, "auto");
    assert_text(&params, PARAM_MODEL, MODELS_DEFAULT);
    params_free(&params);
}

static void params_take_a_prompt_that_is_still_to_be_written(void **state) {
    (void)state;
    static const char *const drafts[] = {"{}", "{\"prompt\":\"\"}", "{\"prompt\":null}"};
    for (size_t i = 0; i < sizeof drafts / sizeof *drafts; i++) {
        struct params params = parse(drafts[i]);
        assert_text(&params, PARAM_PROMPT, "");
        params_free(&params);
    }
}

static void params_count_the_prompt_in_code_points(void **state) {
    (void)state;
    static const char *const characters[] = {"x", "\u20ac", "\U0001f600"};
    for (size_t i = 0; i < 3; i++) {
        struct bytes json = long_prompt(characters[i], PARAM_PROMPT_MAX);
        struct params params = parse((const char *)json.data);
        assert_int_equal(params.text[PARAM_PROMPT].len, PARAM_PROMPT_MAX * strlen(characters[i]));
        params_free(&params);
        file_free(json);
        json = long_prompt(characters[i], PARAM_PROMPT_MAX + 1);
        assert_refused(json, "prompt",
                       "The prompt has 32001 characters, and the API takes 32000 at most. Shorten "
                       "it by 1.");
        file_free(json);
    }
}

static void params_keep_the_prompt_to_the_letter(void **state) {
    (void)state;
    struct params params =
        parse("{\"prompt\":\" \\r\\n\\n\\\"\\\\--x\\u2028\\u200f\\ud83d\\ude00 \"}");
    assert_text(&params, PARAM_PROMPT, " \r\n\n\"\\--x\u2028\u200f\U0001f600 ");
    params_free(&params);
}

static void params_refuse_a_nul_rather_than_cut_there(void **state) {
    (void)state;
    assert_refused(bytes_of("{\"prompt\":\"a\\u0000b\"}"), "",
                   "A setting contains the character U+0000");
    struct params params = parse("{\"prompt\":\"a\\\\u0000b\"}");
    assert_text(&params, PARAM_PROMPT, "a\\u0000b");
    params_free(&params);
}

static void params_refuse_numbers_out_of_range_in_the_words_of_comfyui(void **state) {
    (void)state;
    static const struct {
        const char *json, *field, *text;
    } numbers[] = {
        {"{\"prompt\":\"p\",\"n\":11}", "n", "Value 11 bigger than max of 10. "},
        {"{\"prompt\":\"p\",\"n\":0}", "n", "Value 0 smaller than min of 1. "},
        {"{\"prompt\":\"p\",\"seed\":-1}", "seed", "Value -1 smaller than min of 0. "},
        {"{\"prompt\":\"p\",\"seed\":2147483648}", "seed",
         "Value 2147483648 bigger than max of 2147483647. "},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assert_refused(bytes_of(numbers[i].json), numbers[i].field, numbers[i].text);
    }
}

static void params_refuse_what_is_no_whole_number(void **state) {
    (void)state;
    static const char *const values[] = {"1.5", "\"2\"", "true", "[]", "{}", "1e300", "1e400"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char json[64] = "{\"prompt\":\"p\",\"n\":";
        strcat(strcat(json, values[i]), "}");
        assert_refused(bytes_of(json), "n", "Failed to convert an input value to a INT value. ");
    }
}

static void params_refuse_what_is_no_text(void **state) {
    (void)state;
    assert_refused(bytes_of("{\"prompt\":1}"), "prompt", "Prompt has to be a text.");
    assert_refused(bytes_of("{\"prompt\":\"p\",\"size\":1024}"), "size", "Size has to be a text.");
}

static void params_refuse_a_choice_that_is_not_in_the_list(void **state) {
    (void)state;
    assert_refused(bytes_of("{\"prompt\":\"p\",\"quality\":\"best\"}"), "quality",
                   "Value not in list. Quality can be auto, low, medium, high, xhigh or max.");
    assert_refused(bytes_of("{\"prompt\":\"p\",\"quality\":\"\"}"), "quality",
                   "Value not in list.");
    assert_refused(bytes_of("{\"prompt\":\"p\",\"quality\":\"Low\"}"), "quality",
                   "Value not in list.");
    assert_refused(bytes_of("{\"prompt\":\"p\",\"background\":\"white\"}"), "background",
                   "Value not in list. Background can be auto, opaque or transparent.");
    assert_refused(bytes_of("{\"prompt\":\"p\",\"seed_control\":\"x\"}"), "seed_control",
                   "Value not in list.");
    assert_refused(bytes_of("{\"prompt\":\"p\",\"image_budget\":\"100\"}"), "image_budget",
                   "Value not in list.");
}

static void params_take_any_size_that_reads_as_one(void **state) {
    (void)state;
    struct params params = parse("{\"prompt\":\"p\",\"size\":\"1536x864\"}");
    assert_text(&params, PARAM_SIZE, "1536x864");
    params_free(&params);
    static const char *const values[] = {"",     "big",  "1024X1024",  "1024", "1024x",
                                         "-1x1", "Auto", "1024x1024 ", "0x0"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char json[100] = "{\"prompt\":\"p\",\"size\":\"";
        strcat(strcat(json, values[i]), "\"}");
        assert_refused(bytes_of(json), "size",
                       "Value not in list. Size can be auto, or a width and a height in pixels "
                       "such as 1536x864.");
    }
}

static void params_take_what_the_api_has_beyond_the_node(void **state) {
    (void)state;
    struct params params = parse(
        "{\"prompt\":\"p\",\"output_format\":\"webp\",\"output_compression\":0,"
        "\"moderation\":\"low\",\"input_fidelity\":\"high\",\"complexity\":\"medium\","
        "\"stream\":true,\"partial_images\":3,\"frame_count\":16,\"frame_duration_ms\":20,"
        "\"safety_identifier\":\"a b\",\"quality\":\"max\",\"background\":\"auto\",\"n\":10}");
    assert_text(&params, PARAM_OUTPUT_FORMAT, "webp");
    assert_int_equal(params.number[PARAM_OUTPUT_COMPRESSION], 0);
    assert_text(&params, PARAM_MODERATION, "low");
    assert_text(&params, PARAM_INPUT_FIDELITY, "high");
    assert_text(&params, PARAM_COMPLEXITY, "medium");
    assert_int_equal(params.number[PARAM_STREAM], 1);
    assert_int_equal(params.number[PARAM_PARTIAL_IMAGES], 3);
    assert_int_equal(params.number[PARAM_FRAME_COUNT], 16);
    assert_int_equal(params.number[PARAM_FRAME_DURATION], 20);
    assert_text(&params, PARAM_SAFETY_IDENTIFIER, "a b");
    params_free(&params);
}

static void params_refuse_just_invalid_values_of_each(void **state) {
    (void)state;
    static const struct {
        const char *name, *value;
    } cases[] = {
        {"output_format", "\"jpg\""},
        {"output_compression", "-1"},
        {"output_compression", "101"},
        {"output_compression", "\"\""},
        {"moderation", "\"high\""},
        {"moderation", "\"\""},
        {"input_fidelity", "\"medium\""},
        {"complexity", "\"max\""},
        {"stream", "\"true\""},
        {"stream", "1"},
        {"partial_images", "4"},
        {"partial_images", "-1"},
        {"frame_count", "1"},
        {"frame_count", "17"},
        {"frame_duration_ms", "19"},
        {"frame_duration_ms", "655351"},
        {"svg[model]", "7"},
        {"svg[model]", "\"a\\nb\""},
        {"svg[reasoning][effort]", "\"most\""},
        {"safety_identifier", "7"},
        {"safety_identifier", "\"a\\nb\""},
        {"safety_identifier",
         "\"12345678901234567890123456789012345678901234567890123456789012345\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[200] = "{\"prompt\":\"p\",\"";
        strcat(strcat(strcat(strcat(json, cases[i].name), "\":"), cases[i].value), "}");
        assert_refused(bytes_of(json), cases[i].name, "");
    }
    assert_refused(bytes_of("{\"prompt\":\"p\",\"stream\":\"yes\"}"), "stream",
                   "Stream has to be true or false.");
    assert_refused(bytes_of("{\"prompt\":\"p\",\"safety_identifier\":\"\\t\"}"),
                   "safety_identifier",
                   "Safety identifier can be one line of at most 64 characters.");
}

static bool sends(const char *json, enum param param, bool is_edit) {
    struct params params = parse(json);
    const bool sent = params_sends(&params, param, is_edit);
    params_free(&params);
    return sent;
}

static void params_send_the_nodes_settings_always(void **state) {
    (void)state;
    const char *const defaults = "{\"prompt\":\"p\"}";
    for (enum param p = 0; p < PARAM_COUNT; p++) {
        const struct param_rule *rule = param_rule(p);
        assert_int_equal(sends(defaults, p, false), rule->sent && !rule->optional);
        assert_int_equal(sends(defaults, p, true), rule->sent && !rule->optional);
    }
}

static void params_send_others_where_they_change_something(void **state) {
    (void)state;
    const char *const fine = "{\"prompt\":\"p\",\"model\":\"gpt-image-2.6-flare\","
                             "\"complexity\":\"low\",\"frame_count\":12}";
    assert_true(sends(fine, PARAM_COMPLEXITY, false));
    assert_false(sends(fine, PARAM_FRAME_COUNT, false));
    const char *const moving = "{\"prompt\":\"p\",\"model\":\"gpt-image-2.6-flare\","
                               "\"output_format\":\"gif\",\"frame_count\":12}";
    assert_true(sends(moving, PARAM_FRAME_COUNT, false));
    assert_false(sends(moving, PARAM_FRAME_DURATION, false));
    assert_false(sends(moving, PARAM_SVG_MODEL, false));
    const char *const drawn = "{\"prompt\":\"p\",\"model\":\"gpt-image-2.6-flare\","
                              "\"output_format\":\"svg\",\"frame_count\":12,\"svg[model]\":\"a\"}";
    assert_true(sends(drawn, PARAM_SVG_MODEL, false));
    assert_true(sends(drawn, PARAM_SVG_MODEL, true));
    assert_false(sends(drawn, PARAM_SVG_EFFORT, false));
    assert_false(sends(drawn, PARAM_FRAME_COUNT, false));
    const char *const faithful = "{\"prompt\":\"p\",\"model\":\"gpt-image-1.5\","
                                 "\"input_fidelity\":\"high\",\"complexity\":\"low\"}";
    assert_true(sends(faithful, PARAM_INPUT_FIDELITY, true));
    assert_false(sends(faithful, PARAM_INPUT_FIDELITY, false));
    assert_false(sends(faithful, PARAM_COMPLEXITY, true));
    const char *const unknown = "{\"prompt\":\"p\",\"model\":\"m\",\"stream\":true,"
                                "\"input_fidelity\":\"high\",\"complexity\":\"low\"}";
    assert_true(sends(unknown, PARAM_INPUT_FIDELITY, true));
    assert_true(sends(unknown, PARAM_COMPLEXITY, true));
    assert_true(sends(unknown, PARAM_STREAM, true));
}

static void params_take_any_model_name_that_can_be_one(void **state) {
    (void)state;
    char json[200] = "{\"prompt\":\"p\",\"model\":\"";
    const size_t start = strlen(json);
    memset(json + start, 'm', 100);
    strcpy(json + start + 100, "\"}");
    struct params params = parse(json);
    assert_int_equal(params.text[PARAM_MODEL].len, 100);
    params_free(&params);
    strcpy(json + start + 100, "m\"}");
    assert_refused(bytes_of(json), "model", "The name of a model has 1 to 100 letters");
    static const char *const names[] = {"\"\"", "\"a b\"", "\"a\\n\"", "\"\u00e9\"",
                                        "\"a\\u007f\""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        strcpy(json, "{\"prompt\":\"p\",\"model\":");
        strcat(strcat(json, names[i]), "}");
        assert_refused(bytes_of(json), "model", "The name of a model has 1 to 100 letters");
    }
}

static void params_refuse_a_setting_that_does_not_exist(void **state) {
    (void)state;
    assert_refused(bytes_of("{\"prompt\":\"p\",\"Size\":\"auto\"}"), "",
                   "There is no setting called 'Size'.");
    assert_refused(bytes_of("{\"prompt\":\"p\",\"\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac"
                            "\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac"
                            "\u20ac\u20ac\u20ac\":1}"),
                   "",
                   "There is no setting called '\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac"
                   "\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac"
                   "'.");
}

static void params_report_the_first_fault_of_the_table(void **state) {
    (void)state;
    assert_refused(bytes_of("{\"n\":99,\"size\":\"x\",\"quality\":\"x\",\"prompt\":\"p\"}"),
                   "quality", "Value not in list.");
}

static void params_refuse_what_is_no_object(void **state) {
    (void)state;
    static const char *const texts[] = {
        "", "[]", "null", "\"x\"", "{", "{}x", "{\"prompt\":\"\xff\"}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_refused(bytes_of(texts[i]), "", "The settings cannot be read");
    }
}

static void params_refuse_a_prompt_too_large_to_parse(void **state) {
    (void)state;
    const struct bytes json = long_prompt("x", JSON_MAX_BYTES);
    assert_refused(json, "prompt", "The prompt is far too long");
    file_free(json);
}

static void params_tell_the_image_budget_in_pixels(void **state) {
    (void)state;
    static const struct {
        const char *json;
        int64_t pixels;
    } budgets[] = {{"{\"prompt\":\"p\"}", 2048 * 2048},
                   {"{\"prompt\":\"p\",\"image_budget\":\"1572864\"}", 1536 * 1024},
                   {"{\"prompt\":\"p\",\"image_budget\":\"none\"}", 0}};
    for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++) {
        struct params params = parse(budgets[i].json);
        assert_int_equal(params_image_budget(&params), budgets[i].pixels);
        params_free(&params);
    }
}

static int64_t next_seed(const char *control, const char *seed, double random) {
    char json[128] = "{\"prompt\":\"p\",\"seed_control\":\"";
    strcat(strcat(strcat(strcat(json, control), "\",\"seed\":"), seed), "}");
    struct params params = parse(json);
    const int64_t next = params_next_seed(&params, random);
    params_free(&params);
    return next;
}

static void params_next_seed_follows_its_control(void **state) {
    (void)state;
    assert_int_equal(next_seed("fixed", "7", 0.5), 7);
    assert_int_equal(next_seed("increment", "7", 0.5), 8);
    assert_int_equal(next_seed("increment", "2147483647", 0.5), 2147483647);
    assert_int_equal(next_seed("decrement", "7", 0.5), 6);
    assert_int_equal(next_seed("decrement", "0", 0.5), 0);
    assert_int_equal(next_seed("randomize", "7", 0), 0);
    assert_int_equal(next_seed("randomize", "7", 0.5), 1073741823);
    assert_int_equal(next_seed("randomize", "7", 0.9999999999999999), 2147483646);
}

static void param_table_is_whole(void **state) {
    (void)state;
    for (enum param p = 0; p < PARAM_COUNT; p++) {
        const struct param_rule *rule = param_rule(p);
        assert_int_equal(param_find(rule->name), p);
        assert_true(strlen(rule->label) > 0);
        assert_true(strlen(rule->help) > 0);
        assert_int_equal(rule->kind == PARAM_CHOICE || rule->kind == PARAM_EXTENT,
                         rule->choices != NULL);
        assert_true(rule->sent || !rule->optional);
        if (rule->kind == PARAM_BOOLEAN) {
            assert_true(strcmp(rule->preset, "true") == 0 || strcmp(rule->preset, "false") == 0);
        } else {
            assert_true(rule->choices || rule->min < rule->max);
        }
        if (rule->format) {
            bool known = false;
            for (const struct param_choice *c = param_rule(PARAM_OUTPUT_FORMAT)->choices; c->value;
                 c++) {
                known = known || strcmp(c->value, rule->format) == 0;
            }
            assert_true(known && rule->optional);
        }
        assert_true(strlen(rule->name) < sizeof((struct fault *)NULL)->field);
    }
    assert_int_equal(param_find("mask"), PARAM_COUNT);
    assert_int_equal(param_find(""), PARAM_COUNT);
}

/* ---- the schema ---- */

static struct json *read_schema(const char *today) {
    struct buf out = buf_make(100000);
    struct json *schema = NULL;
    assert_int_equal(params_write_schema(today, &out), STATUS_OK);
    assert_int_equal(json_parse(buf_view(&out), &schema), STATUS_OK);
    buf_free(&out);
    return schema;
}

static const struct json *find(const struct json *list, const char *key, const char *value) {
    struct bytes text;
    for (const struct json *i = json_at(list, 0); i; i = json_next(i)) {
        if (json_text(json_get(i, key), &text) && bytes_equal(text, bytes_of(value))) {
            return i;
        }
    }
    fail_msg("no %s \"%s\"", key, value);
    return NULL;
}

static void assert_member(const struct json *object, const char *key, const char *value) {
    struct bytes text;
    assert_true(json_text(json_get(object, key), &text));
    assert_true(bytes_equal(text, bytes_of(value)));
}

static bool is_true(const struct json *object, const char *key) {
    bool value;
    assert_true(json_boolean(json_get(object, key), &value));
    return value;
}

static void schema_names_the_controls_of_the_page(void **state) {
    (void)state;
    static const struct {
        const char *name, *label;
        bool sent;
    } controls[] = {{"prompt", "Prompt", true},
                    {"model", "Model", true},
                    {"quality", "Quality", true},
                    {"size", "Size", true},
                    {"background", "Background", true},
                    {"n", "Number of images", true},
                    {"seed", "Seed", false}};
    struct json *schema = read_schema("2026-11-22");
    const struct json *settings = json_get(schema, "settings");
    assert_int_equal(json_count(settings), PARAM_COUNT);
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
        const struct json *setting = find(settings, "name", controls[i].name);
        assert_member(setting, "label", controls[i].label);
        assert_int_equal(is_true(setting, "sent"), controls[i].sent);
    }
    assert_false(is_true(find(settings, "name", "seed_control"), "sent"));
    assert_false(is_true(find(settings, "name", "image_budget"), "sent"));
    json_free(schema);
}

static void schema_tells_limits_defaults_and_choices(void **state) {
    (void)state;
    struct json *schema = read_schema("2026-11-22");
    const struct json *settings = json_get(schema, "settings");
    const struct json *seed = find(settings, "name", "seed");
    int64_t number;
    assert_member(seed, "kind", "integer");
    assert_true(json_integer(json_get(seed, "default"), 0, 0, &number));
    assert_true(json_integer(json_get(seed, "min"), 0, 0, &number));
    assert_true(json_integer(json_get(seed, "max"), 2147483647, 2147483647, &number));
    assert_null(json_get(seed, "choices"));
    const struct json *size = find(settings, "name", "size");
    assert_member(size, "kind", "size");
    assert_member(size, "default", "auto");
    assert_int_equal(json_count(json_get(size, "choices")), 9);
    assert_member(json_at(json_get(size, "choices"), 2), "value", "1024x1536");
    assert_null(json_get(size, "min"));
    assert_member(find(settings, "name", "prompt"), "kind", "text");
    assert_member(find(settings, "name", "safety_identifier"), "kind", "line");
    assert_member(find(settings, "name", "stream"), "kind", "boolean");
    assert_false(is_true(find(settings, "name", "stream"), "default"));
    assert_null(json_get(find(settings, "name", "stream"), "min"));
    assert_member(find(settings, "name", "model"), "kind", "model");
    const struct json *keep = find(settings, "name", "keep");
    assert_member(keep, "kind", "boolean");
    assert_true(is_true(keep, "default"));
    assert_null(json_get(keep, "min"));
    assert_null(json_get(keep, "choices"));
    assert_true(json_integer(json_get(json_get(schema, "limits"), "images"), 16, 16, &number));
    json_free(schema);
}

static void schema_groups_the_settings(void **state) {
    (void)state;
    static const struct {
        const char *name, *group;
    } groups[] = {{"prompt", ""},     {"seed_control", ""},     {"image_budget", "more"},
                  {"area", "edit"},   {"context", "edit"},      {"islands", "edit"},
                  {"keep", "paste"},  {"feather", "paste"},     {"align", "paste"},
                  {"blend", "paste"}, {"match_colors", "paste"}};
    struct json *schema = read_schema("2026-11-22");
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        const struct json *setting = find(json_get(schema, "settings"), "name", groups[i].name);
        assert_member(setting, "group", groups[i].group);
        assert_true(groups[i].group[0] == '\0' || !is_true(setting, "sent"));
    }
    json_free(schema);
}

static void schema_tells_which_settings_are_about_one_format(void **state) {
    (void)state;
    struct json *schema = read_schema("2026-11-22");
    const struct json *settings = json_get(schema, "settings");
    assert_member(find(settings, "name", "frame_count"), "format", "gif");
    assert_member(find(settings, "name", "svg[model]"), "format", "svg");
    assert_member(find(settings, "name", "output_compression"), "format", "");
    json_free(schema);
}

static void schema_marks_ended_models_by_the_day(void **state) {
    (void)state;
    struct json *schema = read_schema("2026-11-30");
    const struct json *models = json_get(schema, "models");
    assert_member(schema, "models_as_of", MODELS_AS_OF);
    assert_int_equal(json_count(models), models_count());
    assert_false(is_true(find(models, "id", MODELS_DEFAULT), "ended"));
    assert_true(json_is_null(json_get(find(models, "id", MODELS_DEFAULT), "shutdown")));
    assert_true(is_true(find(models, "id", "gpt-image-1"), "ended"));
    assert_member(find(models, "id", "gpt-image-1"), "successor", MODELS_DEFAULT);
    assert_false(is_true(find(models, "id", "gpt-image-1.5"), "ended"));
    json_free(schema);
    schema = read_schema("2026-12-01");
    assert_true(is_true(find(json_get(schema, "models"), "id", "gpt-image-1.5"), "ended"));
    json_free(schema);
}

static void schema_tells_what_each_model_takes(void **state) {
    (void)state;
    struct json *schema = read_schema("2026-11-22");
    const struct json *models = json_get(schema, "models");
    const struct json *takes = json_get(find(models, "id", "gpt-image-1-mini"), "takes");
    assert_member(takes, "quality", "auto low medium high");
    assert_member(takes, "input_fidelity", "low");
    assert_member(takes, "complexity", "");
    assert_member(takes, "size", "auto 1024x1024 1536x1024 1024x1536");
    assert_null(json_get(takes, "stream"));
    assert_false(is_true(find(models, "id", "gpt-image-1-mini"), "markup"));
    takes = json_get(find(models, "id", "gpt-image-2.6-flare"), "takes");
    assert_int_equal(json_count(takes), 1);
    assert_member(takes, "input_fidelity", "");
    assert_true(is_true(find(models, "id", "gpt-image-2.6-flare"), "markup"));
    json_free(schema);
}

/* ---- memory ---- */

static bool parse_settings(void *context) {
    struct params params;
    struct fault fault = {0};
    const enum status status = params_parse(bytes_of(context), &params, &fault);
    assert_true(status == STATUS_OK || fault.status == status);
    params_free(&params);
    return status != STATUS_NO_MEMORY;
}

static bool write_schema(void *context) {
    (void)context;
    struct buf out = buf_make(100000);
    const enum status status = params_write_schema("2026-11-22", &out);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    buf_free(&out);
    return status == STATUS_OK;
}

static void params_survive_each_failing_allocation(void **state) {
    (void)state;
    char sound[] = "{\"prompt\":\"p\",\"n\":3,\"size\":\"auto\"}";
    char refused[] = "{\"prompt\":\"p\",\"size\":\"x\"}";
    each_allocation_fails_once(parse_settings, sound);
    each_allocation_fails_once(parse_settings, refused);
    each_allocation_fails_once(write_schema, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(params_take_the_defaults_of_the_node),
        cmocka_unit_test(params_keep_what_is_not_painted_unless_told_otherwise),
        cmocka_unit_test(params_refuse_what_is_neither_true_nor_false),
        cmocka_unit_test(params_take_every_setting),
        cmocka_unit_test(params_null_is_the_default),
        cmocka_unit_test(params_take_a_prompt_that_is_still_to_be_written),
        cmocka_unit_test(params_count_the_prompt_in_code_points),
        cmocka_unit_test(params_keep_the_prompt_to_the_letter),
        cmocka_unit_test(params_refuse_a_nul_rather_than_cut_there),
        cmocka_unit_test(params_refuse_numbers_out_of_range_in_the_words_of_comfyui),
        cmocka_unit_test(params_refuse_what_is_no_whole_number),
        cmocka_unit_test(params_refuse_what_is_no_text),
        cmocka_unit_test(params_refuse_a_choice_that_is_not_in_the_list),
        cmocka_unit_test(params_take_any_size_that_reads_as_one),
        cmocka_unit_test(params_take_what_the_api_has_beyond_the_node),
        cmocka_unit_test(params_refuse_just_invalid_values_of_each),
        cmocka_unit_test(params_send_the_nodes_settings_always),
        cmocka_unit_test(params_send_others_where_they_change_something),
        cmocka_unit_test(params_take_any_model_name_that_can_be_one),
        cmocka_unit_test(params_refuse_a_setting_that_does_not_exist),
        cmocka_unit_test(params_report_the_first_fault_of_the_table),
        cmocka_unit_test(params_refuse_what_is_no_object),
        cmocka_unit_test(params_refuse_a_prompt_too_large_to_parse),
        cmocka_unit_test(params_tell_the_image_budget_in_pixels),
        cmocka_unit_test(params_next_seed_follows_its_control),
        cmocka_unit_test(param_table_is_whole),
        cmocka_unit_test(schema_names_the_controls_of_the_page),
        cmocka_unit_test(schema_tells_limits_defaults_and_choices),
        cmocka_unit_test(schema_groups_the_settings),
        cmocka_unit_test(schema_tells_which_settings_are_about_one_format),
        cmocka_unit_test(schema_marks_ended_models_by_the_day),
        cmocka_unit_test(schema_tells_what_each_model_takes),
        cmocka_unit_test(params_survive_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("params", tests, NULL, NULL);
}
