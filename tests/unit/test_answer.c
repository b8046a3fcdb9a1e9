#include "support/streams.h"
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "job/answer.h"

/* An answer without a request: what it told, in memory of its own. */
struct stage {
    struct answer answer;
    struct transport transport;
    struct job_events events;
    char told[2048]; /* "partial 0 file;" or "image 0 file;" each */
    size_t len;
    char end[2048]; /* "ok images damaged", or "fault code http" */
    char facts[2048];
    struct fault fault;
    int progress;
    int cancelled;
};

static void note(struct stage *s, const char *word, int index, struct bytes file) {
    assert_true(s->len + file.len < sizeof s->told / 2);
    const int len = snprintf(s->told + s->len, sizeof s->told - s->len, "%s %d %.*s;", word, index,
                             (int)file.len, (const char *)file.data);
    s->len += (size_t)len;
}

static void hear_progress(void *context, struct bytes json) {
    struct stage *s = context;
    assert_true(bytes_equal(json, bytes_of("{\"stage\":\"receiving\"}")));
    s->progress++;
}

static void hear_partial(void *context, int index, struct bytes file) {
    note(context, "partial", index, file);
}

static void hear_image(void *context, int index, struct bytes file) {
    note(context, "image", index, file);
}

static void hear_link(void *context, struct bytes url) {
    note(context, "link", 0, url);
}

static void hear_end(void *owner, struct bytes facts, struct fault *fault) {
    struct stage *s = owner;
    assert_string_equal(s->end, "");
    assert_true(facts.len < sizeof s->facts);
    if (fault) {
        s->fault = *fault;
        snprintf(s->end, sizeof s->end, "fault %s %d", status_name(fault->status), fault->http);
        return;
    }
    memcpy(s->facts, facts.data, facts.len);
    snprintf(s->end, sizeof s->end, "ok %d %d", s->answer.response.images,
             s->answer.response.damaged);
}

static void hang_up(void *self, struct transport_call *call) {
    struct stage *s = self;
    assert_ptr_equal(call, s);
    s->cancelled++;
}

static void stage_set(struct stage *s) {
    *s = (struct stage){
        .transport = {.self = s, .cancel = hang_up},
        .events = {s, hear_progress, hear_partial, hear_image, hear_link, NULL},
        .answer = {.base_url = "https://example.org/v1", .done = hear_end, .owner = s},
    };
    s->answer.transport = &s->transport;
    s->answer.events = &s->events;
    s->answer.model = models_find(bytes_of(MODELS_DEFAULT));
    s->answer.call = (struct transport_call *)s;
    answer_begin(&s->answer);
}

static void feed(struct stage *s, struct bytes piece) {
    const struct transport_events events = answer_events(&s->answer);
    if (piece.len > 0 && s->answer.call) {
        events.data(events.context, piece);
    }
}

static void finish(struct stage *s, enum status status, int http) {
    const struct transport_events events = answer_events(&s->answer);
    if (s->answer.call) {
        events.end(events.context, status, http);
    }
    answer_free(&s->answer);
}

/* The whole answer in pieces that end at 'cut' and at its end. */
static void answer_cut(struct stage *s, const char *text, size_t cut, enum status status,
                       int http) {
    const struct bytes all = bytes_of(text);
    stage_set(s);
    feed(s, (struct bytes){all.data, cut});
    feed(s, (struct bytes){all.data + cut, all.len - cut});
    finish(s, status, http);
}

static void answer_whole(struct stage *s, const char *text, enum status status, int http) {
    answer_cut(s, text, strlen(text), status, http);
}

static void assert_ends(const struct stage *s, const struct recording *wanted) {
    if (strcmp(s->told, wanted->told) != 0 || strcmp(s->end, wanted->end) != 0) {
        fail_msg("%s: %s %s", wanted->name, s->told, s->end);
    }
    assert_int_equal(s->progress, 1);
}

static void answer_is_the_same_for_every_cut(void **state) {
    (void)state;
    static struct stage s;
    for (size_t i = 0; i < recording_count; i++) {
        for (size_t cut = 0; cut <= strlen(recordings[i].text); cut++) {
            answer_cut(&s, recordings[i].text, cut, STATUS_OK, 200);
            assert_ends(&s, &recordings[i]);
        }
    }
}

static void answer_is_the_same_byte_by_byte(void **state) {
    (void)state;
    static struct stage s;
    for (size_t i = 0; i < recording_count; i++) {
        stage_set(&s);
        for (const char *at = recordings[i].text; *at; at++) {
            feed(&s, (struct bytes){(const uint8_t *)at, 1});
        }
        finish(&s, STATUS_OK, 200);
        assert_ends(&s, &recordings[i]);
    }
}

/* Some browsers report a connection that broke as a success, others a late break as one. */
static void answer_believes_the_stream_and_not_the_transport(void **state) {
    (void)state;
    static struct stage s;
    for (size_t i = 0; i < recording_count; i++) {
        answer_whole(&s, recordings[i].text, STATUS_NETWORK, 200);
        assert_ends(&s, &recordings[i]);
        answer_whole(&s, recordings[i].text, STATUS_NETWORK, 0);
        assert_string_equal(s.told, recordings[i].told);
        assert_memory_equal(s.end, recordings[i].end, strcspn(recordings[i].end, "02"));
    }
}

#define PREVIEW "event: image_edit.partial_image\ndata: {\"b64_json\":\"Zm9v\"}\n\n"

static void answer_that_breaks_off_keeps_its_previews_and_warns_of_the_charge(void **state) {
    (void)state;
    static const char *const texts[] = {
        PREVIEW,
        PREVIEW "data: {\"b64_json\":\"Zm9v",
        PREVIEW "data: [DONE]\n\n",
    };
    static struct stage s;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (enum status status = STATUS_OK; status <= STATUS_NETWORK; status += STATUS_NETWORK) {
            answer_whole(&s, texts[i], status, 200);
            assert_string_equal(s.told, "partial 0 foo;");
            assert_int_equal(s.fault.status, STATUS_NETWORK);
            assert_non_null(strstr(s.fault.text, "may have been charged"));
            assert_int_equal(s.fault.charge, CHARGE_MAYBE);
            assert_string_equal(s.fault.field, "");
        }
    }
}

static void answer_of_a_stream_has_the_facts_of_a_plain_one(void **state) {
    (void)state;
    static struct stage s;
    answer_whole(&s,
                 "event: image_generation.completed\n"
                 "data: {\"b64_json\":\"Zm9v\",\"size\":\"1024x1536\",\"quality\":\"high\","
                 "\"background\":\"opaque\",\"output_format\":\"webp\",\"usage\":{"
                 "\"input_tokens_details\":{\"text_tokens\":10,\"image_tokens\":20},"
                 "\"output_tokens\":30}}\n\n",
                 STATUS_OK, 200);
    char cost[64];
    const struct usage usage = {10, 20, 30};
    snprintf(cost, sizeof cost, "\"cost_usd\":%.15g}",
             models_cost(models_find(bytes_of(MODELS_DEFAULT)), &usage));
    char facts[512] = "{\"images\":1,\"damaged\":0,\"size\":\"1024x1536\",\"quality\":\"high\","
                      "\"background\":\"opaque\",\"output_format\":\"webp\",\"usage\":{"
                      "\"text_tokens\":10,\"image_tokens\":20,\"output_tokens\":30},";
    assert_string_equal(s.facts, strcat(facts, cost));
}

static void answer_tells_an_error_in_a_stream_by_its_own_words(void **state) {
    (void)state;
    static struct stage s;
    answer_whole(&s,
                 "event: error\ndata: {\"error\":{\"code\":\"moderation_blocked\","
                 "\"message\":\"Not this.\"}}\n\n",
                 STATUS_OK, 200);
    assert_string_equal(s.end, "fault refused 200");
    assert_string_equal(s.fault.field, "prompt");
    assert_non_null(strstr(s.fault.text, "Not this."));
    answer_whole(&s, "event: error\ndata: Out of cheese\n\n", STATUS_OK, 200);
    assert_non_null(strstr(s.fault.text, "Out of cheese"));
    answer_whole(&s, "data: {\"error\":{\"message\":\"m\"}}\n\n", STATUS_OK, 401);
    assert_string_equal(s.end, "fault refused 401");
    assert_string_equal(s.fault.field, "key");
}

static void answer_with_a_status_of_failure_is_a_refusal_even_as_a_stream(void **state) {
    (void)state;
    static struct stage s;
    answer_whole(&s, ": wait\n\n", STATUS_OK, 503);
    assert_int_equal(s.fault.http, 503);
    assert_int_not_equal(s.fault.status, STATUS_NETWORK);
    answer_whole(&s, ": wait\n\n", STATUS_NETWORK, 503);
    assert_int_equal(s.fault.status, STATUS_NETWORK);
}

static void answer_with_a_damaged_picture_only_says_so(void **state) {
    (void)state;
    static struct stage s;
    answer_whole(&s, "event: image_edit.completed\ndata: {\"b64_json\":\"Z*9v\"}\n\n", STATUS_OK,
                 200);
    assert_string_equal(s.end, "fault unexpected 200");
    assert_non_null(strstr(s.fault.text, "arrived damaged"));
}

static void answer_takes_json_whatever_comes_before_it(void **state) {
    (void)state;
    static const char *const starts[] = {"", "\xef\xbb\xbf", " ", "\n\n", "\r\n \t"};
    static const char *const texts[] = {
        "{\"data\":[{\"b64_json\":\"Zm9v\"},{\"b64_json\":\"YmFy\"}]}",
        "{\n  \"created\": 1,\n  \"data\": [\n{\"b64_json\":\"Zm9v\"},{\"b64_json\":\"YmFy\"}]\n}",
        "{\"b\":0,\n\"event:\":\"\",\n\"data\":[{\"b64_json\":\"Zm9v\"},{\"b64_json\":\"YmFy\"}]}",
    };
    static struct stage s;
    for (size_t i = 0; i < 15; i++) {
        char text[200];
        snprintf(text, sizeof text, "%s%s", starts[i / 3], texts[i % 3]);
        for (size_t cut = 0; cut <= strlen(text); cut++) {
            answer_cut(&s, text, cut, STATUS_OK, 200);
            assert_string_equal(s.told, "image 0 foo;image 1 bar;");
            assert_string_equal(s.end, "ok 2 0");
        }
    }
}

static void answer_that_begins_as_none_is_no_stream_later(void **state) {
    (void)state;
    static struct stage s;
    answer_whole(&s,
                 "<html>\n\ndata: {\"type\":\"image_edit.completed\",\"b64_json\":\"Zm9v\"}\n\n",
                 STATUS_OK, 200);
    assert_string_equal(s.told, "image 0 foo;");
    assert_int_equal(s.fault.status, STATUS_UNEXPECTED);
}

static void answer_in_plain_words_is_quoted(void **state) {
    (void)state;
    static const char *const texts[] = {"Bad: no upstream", "database: gone", "no", "data"};
    static struct stage s;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        answer_whole(&s, texts[i], STATUS_OK, 502);
        assert_int_equal(s.fault.http, 502);
        assert_non_null(strstr(s.fault.text, texts[i]));
    }
}

static void answer_without_ears_for_previews_goes_on(void **state) {
    (void)state;
    static struct stage s;
    stage_set(&s);
    s.events.partial = NULL;
    feed(&s, bytes_of(recordings[1].text));
    finish(&s, STATUS_OK, 200);
    assert_string_equal(s.told, "image 0 final;");
}

static void answer_closes_a_connection_that_brings_too_much(void **state) {
    (void)state;
    static uint8_t blanks[1 << 20];
    static struct stage s;
    memset(blanks, ' ', sizeof blanks);
    stage_set(&s);
    feed(&s, bytes_of("data: "));
    for (int i = 0; i < 9; i++) {
        feed(&s, (struct bytes){blanks, sizeof blanks});
    }
    assert_int_equal(s.cancelled, 1);
    assert_string_equal(s.end, "fault too_large 0");
    assert_int_equal(s.fault.charge, CHARGE_MAYBE);
    finish(&s, STATUS_OK, 200);
}

static bool answer_once(void *context) {
    const struct recording *wanted = context;
    static struct stage s;
    answer_whole(&s, wanted->text, STATUS_OK, 200);
    assert_memory_equal(s.told, wanted->told, s.len);
    assert_string_not_equal(s.end, "");
    return strcmp(s.end, wanted->end) == 0;
}

static void answer_survives_each_failing_allocation(void **state) {
    (void)state;
    for (size_t i = 0; i < recording_count; i++) {
        struct recording recording = recordings[i];
        if (strncmp(recording.end, "ok", 2) == 0) {
            each_allocation_fails_once(answer_once, &recording);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answer_is_the_same_for_every_cut),
        cmocka_unit_test(answer_is_the_same_byte_by_byte),
        cmocka_unit_test(answer_believes_the_stream_and_not_the_transport),
        cmocka_unit_test(answer_that_breaks_off_keeps_its_previews_and_warns_of_the_charge),
        cmocka_unit_test(answer_of_a_stream_has_the_facts_of_a_plain_one),
        cmocka_unit_test(answer_tells_an_error_in_a_stream_by_its_own_words),
        cmocka_unit_test(answer_with_a_status_of_failure_is_a_refusal_even_as_a_stream),
        cmocka_unit_test(answer_with_a_damaged_picture_only_says_so),
        cmocka_unit_test(answer_takes_json_whatever_comes_before_it),
        cmocka_unit_test(answer_that_begins_as_none_is_no_stream_later),
        cmocka_unit_test(answer_in_plain_words_is_quoted),
        cmocka_unit_test(answer_without_ears_for_previews_goes_on),
        cmocka_unit_test(answer_closes_a_connection_that_brings_too_much),
        cmocka_unit_test(answer_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
