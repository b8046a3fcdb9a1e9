#include "support/support.h"

#include <math.h>
#include <string.h>

#include "api/models.h"

static bool is_day(const char *text) {
    static const char form[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof form; i++) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == 'd' ? !digit : text[i] != form[i]) {
            return false;
        }
    }
    return true;
}

static void models_start_with_the_default(void **state) {
    (void)state;
    assert_string_equal(models_at(0)->id, MODELS_DEFAULT);
    assert_null(models_at(0)->shutdown);
}

static void models_are_whole_and_have_names_of_their_own(void **state) {
    (void)state;
    assert_true(models_count() >= 9);
    for (size_t i = 0; i < models_count(); i++) {
        const struct model *model = models_at(i);
        assert_ptr_equal(models_find(bytes_of(model->id)), model);
        assert_true(!model->snapshot || models_find(bytes_of(model->snapshot)) == model);
        assert_true(strlen(model->summary) > 0);
        assert_true(model->price.text_in > 0);
        assert_true(model->price.image_in > 0);
        assert_true(model->price.image_out > 0);
    }
}

static void models_from_2_on_make_any_size_and_those_before_three(void **state) {
    (void)state;
    for (size_t i = 0; i < models_count(); i++) {
        const struct model *model = models_at(i);
        const bool any = strncmp(model->id, "gpt-image-2", strlen("gpt-image-2")) == 0;
        assert_ptr_equal(model->sizes, any ? &size_any : &size_three);
    }
}

static void models_that_end_name_the_day_and_a_successor_that_stays(void **state) {
    (void)state;
    for (size_t i = 0; i < models_count(); i++) {
        const struct model *model = models_at(i);
        assert_int_equal(model->shutdown != NULL, model->successor != NULL);
        if (model->shutdown) {
            const struct model *successor = models_find(bytes_of(model->successor));
            assert_true(is_day(model->shutdown));
            assert_non_null(successor);
            assert_null(successor->shutdown);
        }
    }
}

static void models_unknown_to_the_table_are_not_found(void **state) {
    (void)state;
    assert_null(models_find(bytes_of("gpt-image-9")));
    assert_null(models_find(bytes_of("")));
    assert_null(models_find(bytes_of("GPT-IMAGE-2")));
    assert_null(models_find(bytes_of("dall-e-3")));
}

static void models_end_on_the_day_itself(void **state) {
    (void)state;
    const struct model *ended = models_find(bytes_of("gpt-image-1"));
    assert_string_equal(ended->shutdown, "2026-10-23");
    assert_false(models_has_ended(ended, "2026-10-22"));
    assert_true(models_has_ended(ended, "2026-10-23"));
    assert_true(models_has_ended(ended, "2027-01-01"));
    assert_false(models_has_ended(models_at(0), "2099-01-01"));
}

static void models_cost_is_the_sum_over_the_three_prices(void **state) {
    (void)state;
    /* A real bill: an edit by gpt-image-2 at 3840x2160, high. */
    const struct usage usage = {.text_tokens = 228, .image_tokens = 1450, .output_tokens = 13342};
    const double cost = models_cost(models_find(bytes_of("gpt-image-2")), &usage);
    assert_true(fabs(cost - (228 * 5.0 + 1450 * 8.0 + 13342 * 30.0) / 1e6) < 1e-12);
    const struct usage nothing = {0};
    assert_true(models_cost(models_at(0), &nothing) == 0);
}

/* Whether 'word' is one of the words of 'list'. */
static bool has_word(const char *list, const char *word) {
    char padded[100] = " ";
    char wanted[40] = " ";
    strcat(strcat(padded, list), " ");
    strcat(strcat(wanted, word), " ");
    return strstr(padded, wanted);
}

static void models_take_what_the_table_of_facts_says(void **state) {
    (void)state;
    /* data/openai-image-models.json: "" stands for a setting the model has not. */
    static const char old[] = "auto low medium high";
    static const char new[] = "auto low medium high xhigh max";
    static const char stills[] = "png jpeg webp";
    static const char all[] = "png jpeg webp gif svg";
    static const char levels[] = "low medium high";
    static const struct {
        const char *id, *quality, *fidelity, *complexity, *format;
        bool markup;
    } facts[] = {
        {"gpt-image-2.6-sunburst", new, "", levels, all, true},
        {"gpt-image-2.6-flare", new, "", levels, all, true},
        {"gpt-image-2.5-sunburst", new, "", "", stills, true},
        {"gpt-image-2.5-flare", new, "", "", stills, true},
        {"gpt-image-2", old, "", "", stills, false},
        {"gpt-image-1.5", old, "low high", "", stills, false},
        {"gpt-image-1-mini", old, "low", "", stills, false},
        {"chatgpt-image-latest", old, "low high", "", stills, false},
        {"gpt-image-1", old, "low high", "", stills, false},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        const struct model *model = models_find(bytes_of(facts[i].id));
        const struct {
            enum param param;
            const char *values;
        } settings[] = {{PARAM_QUALITY, facts[i].quality},
                        {PARAM_INPUT_FIDELITY, facts[i].fidelity},
                        {PARAM_COMPLEXITY, facts[i].complexity},
                        {PARAM_OUTPUT_FORMAT, facts[i].format},
                        {PARAM_BACKGROUND, "auto opaque transparent"},
                        {PARAM_MODERATION, "auto low"}};
        for (size_t s = 0; s < sizeof settings / sizeof *settings; s++) {
            const enum param param = settings[s].param;
            assert_int_equal(models_has(model, param), *settings[s].values != '\0');
            for (const struct param_choice *c = param_rule(param)->choices; c->value; c++) {
                assert_int_equal(models_takes(model, param, bytes_of(c->value)),
                                 *settings[s].values &&
                                     (!*c->value || has_word(settings[s].values, c->value)));
            }
        }
        assert_int_equal(models_has(model, PARAM_FRAME_COUNT), has_word(facts[i].format, "gif"));
        assert_int_equal(models_has(model, PARAM_FRAME_DURATION), has_word(facts[i].format, "gif"));
        assert_true(models_has(model, PARAM_STREAM) && models_has(model, PARAM_PARTIAL_IMAGES));
        assert_int_equal(model->markup, facts[i].markup);
    }
    assert_int_equal(models_count(), sizeof facts / sizeof *facts);
}

static void models_limit_only_what_settings_may_be(void **state) {
    (void)state;
    for (size_t i = 0; i < models_count(); i++) {
        for (const struct model_limit *l = models_at(i)->limits; l->param != PARAM_COUNT; l++) {
            char words[100];
            strcpy(words, l->values);
            for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
                const struct param_choice *choice = param_rule(l->param)->choices;
                while (choice->value && strcmp(choice->value, word) != 0) {
                    choice++;
                }
                assert_non_null(choice->value);
            }
        }
    }
}

static void models_unknown_to_the_table_take_everything(void **state) {
    (void)state;
    assert_true(models_has(NULL, PARAM_COMPLEXITY));
    assert_true(models_takes(NULL, PARAM_QUALITY, bytes_of("max")));
    assert_null(models_limit(NULL, PARAM_QUALITY));
}

static void models_take_whole_words_only(void **state) {
    (void)state;
    const struct model *model = models_find(bytes_of("gpt-image-2"));
    assert_true(models_takes(model, PARAM_QUALITY, bytes_of("high")));
    assert_false(models_takes(model, PARAM_QUALITY, bytes_of("hig")));
    assert_false(models_takes(model, PARAM_QUALITY, bytes_of("low medium")));
    assert_false(models_takes(model, PARAM_QUALITY, bytes_of("")));
    assert_false(models_takes(model, PARAM_COMPLEXITY, bytes_of("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(models_start_with_the_default),
        cmocka_unit_test(models_are_whole_and_have_names_of_their_own),
        cmocka_unit_test(models_from_2_on_make_any_size_and_those_before_three),
        cmocka_unit_test(models_that_end_name_the_day_and_a_successor_that_stays),
        cmocka_unit_test(models_unknown_to_the_table_are_not_found),
        cmocka_unit_test(models_end_on_the_day_itself),
        cmocka_unit_test(models_cost_is_the_sum_over_the_three_prices),
        cmocka_unit_test(models_take_what_the_table_of_facts_says),
        cmocka_unit_test(models_limit_only_what_settings_may_be),
        cmocka_unit_test(models_unknown_to_the_table_take_everything),
        cmocka_unit_test(models_take_whole_words_only),
    };
    return cmocka_run_group_tests_name("models", tests, NULL, NULL);
}
