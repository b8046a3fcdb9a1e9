#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "job/probe.h"

/* A transport that remembers what it was asked, and ears. */
struct transport_call {
    struct transport_events events;
};

struct stage {
    struct transport_call call;
    char asked[512];
    int cancelled;
    int ends;
    char told[4096];
};

static enum status stage_start(void *self, const struct transport_request *request,
                               struct transport_events events, struct transport_call **call) {
    struct stage *s = self;
    s->call.events = events;
    assert_int_equal(request->header_count, 1);
    assert_int_equal(request->body.len, 0);
    snprintf(s->asked, sizeof s->asked, "%s %s %s: %s", request->method, request->url,
             request->headers->name, request->headers->value);
    *call = &s->call;
    return STATUS_OK;
}

static void stage_cancel(void *self, struct transport_call *call) {
    struct stage *s = self;
    assert_ptr_equal(call, &s->call);
    s->cancelled++;
}

static void hear_end(void *context, struct bytes json) {
    struct stage *s = context;
    s->ends++;
    assert_true(json.len < sizeof s->told);
    memcpy(s->told, json.data, json.len);
    s->told[json.len] = '\0';
}

static enum status start(struct stage *s, const char *base_url, const char *dialect,
                         struct probe **probe, struct fault *fault) {
    *s = (struct stage){0};
    const struct probe_setup setup = {
        .transport = {s, stage_start, stage_cancel},
        .base_url = bytes_of(base_url),
        .key = bytes_of("my-secret"),
        .dialect = bytes_of(dialect),
        .context = s,
        .end = hear_end,
    };
    return probe_start(&setup, probe, fault);
}

static struct probe *started(struct stage *s) {
    struct probe *probe = NULL;
    struct fault fault;
    assert_int_equal(start(s, "https://a.example/v1", "", &probe, &fault), STATUS_OK);
    return probe;
}

/* Runs a probe to its end, which 'parts' tell something of. */
static void assert_told(enum status status, int http, const char *body, const char *outcome,
                        const char *text) {
    struct stage s;
    struct probe *probe = started(&s);
    const struct transport_events events = s.call.events;
    char quoted[64];
    events.data(events.context, bytes_of(body));
    events.end(events.context, status, http);
    snprintf(quoted, sizeof quoted, "{\"outcome\":\"%s\",\"http\":%d,", outcome,
             status == STATUS_OK ? http : 0);
    assert_int_equal(s.ends, 1);
    if (!strstr(s.told, quoted) || !strstr(s.told, text) || strstr(s.told, "my-secret")) {
        fail_msg("%s", s.told);
    }
    probe_free(probe);
    assert_int_equal(s.cancelled, 0);
}

static void probe_asks_for_the_models_with_the_key(void **state) {
    (void)state;
    struct stage s;
    struct probe *probe = started(&s);
    assert_string_equal(s.asked, "GET https://a.example/v1/models Authorization: Bearer my-secret");
    probe_free(probe);
    struct fault fault;
    assert_int_equal(start(&s, "https://r.openai.azure.com/openai/deployments/d",
                           "{\"key_header\":\"api-key\",\"api_version\":\"v\"}", &probe, &fault),
                     STATUS_OK);
    assert_string_equal(
        s.asked, "GET https://r.openai.azure.com/openai/models?api-version=v api-key: my-secret");
    probe_free(probe);
    assert_int_equal(s.ends, 0);
    assert_int_equal(s.cancelled, 1);
}

static void probe_tells_the_models_that_make_images(void **state) {
    (void)state;
    assert_told(STATUS_OK, 200,
                "{\"data\":[{\"id\":\"gpt-9\"},{\"id\":\"gpt-image-2\",\"shutdown_date\":"
                "\"2027-01-31\"},{\"id\":\"x-image\",\"shutdown_date\":7},{\"id\":5},3]}",
                "works",
                "\"models\":[{\"id\":\"gpt-image-2\",\"shutdown\":\"2027-01-31\"},{\"id\":"
                "\"x-image\",\"shutdown\":null}]");
}

static void probe_tells_all_models_where_none_is_called_image(void **state) {
    (void)state;
    assert_told(STATUS_OK, 200, "{\"data\":[{\"id\":\"flux\"},{\"id\":\"\"}]}", "works",
                "\"models\":[{\"id\":\"flux\",\"shutdown\":null}]");
    assert_told(STATUS_OK, 200, "{\"data\":[]}", "works", "\"models\":[]");
}

static void probe_tells_what_else_may_come(void **state) {
    (void)state;
    static const char refusal[] =
        "{\"error\":{\"message\":\"Incorrect key: my-secret\",\"code\":\"invalid_api_key\"}}";
    assert_told(STATUS_OK, 401, refusal, "refused", "key");
    assert_told(STATUS_OK, 403, "", "refused", "\"models\":[]");
    assert_told(STATUS_NETWORK, 0, "", "unreachable", "https://a.example.");
    assert_told(STATUS_NETWORK, 200, "{\"data\":[]}", "unreachable", "CORS");
    assert_told(STATUS_OK, 404, "", "unclear", "no list of models (404)");
    assert_told(STATUS_OK, 500, "", "unclear", "\"models\":[]");
    assert_told(STATUS_OK, 200, "<!doctype html>", "unclear", "address");
    assert_told(STATUS_OK, 200, "{\"data\":{}}", "unclear", "address");
}

static void probe_given_up_is_unreachable(void **state) {
    (void)state;
    struct stage s;
    struct probe *probe = started(&s);
    probe_give_up(probe);
    probe_give_up(probe);
    assert_int_equal(s.ends, 1);
    assert_int_equal(s.cancelled, 1);
    assert_non_null(strstr(s.told, "unreachable"));
    probe_free(probe);
    probe_free(NULL);
}

static void probe_refuses_what_cannot_be_asked(void **state) {
    (void)state;
    struct stage s;
    struct probe *probe = NULL;
    struct fault fault;
    assert_int_equal(start(&s, "http://a.example/v1", "", &probe, &fault), STATUS_INVALID);
    assert_string_equal(fault.field, "base_url");
    assert_int_equal(start(&s, "https://a", "{\"edits\":1}", &probe, &fault), STATUS_INVALID);
    assert_string_equal(fault.field, "edits");
    assert_null(probe);
    assert_string_equal(s.asked, "");
}

static bool probe_once(void *context) {
    (void)context;
    struct stage s;
    struct probe *probe = NULL;
    struct fault fault;
    const enum status status = start(&s, "https://a.example/v1", "{}", &probe, &fault);
    if (status != STATUS_OK) {
        assert_int_equal(status, STATUS_NO_MEMORY);
        assert_null(probe);
        return false;
    }
    const struct transport_events events = s.call.events;
    events.data(events.context, bytes_of("{\"data\":[{\"id\":\"image\"}]}"));
    events.end(events.context, STATUS_OK, 200);
    probe_free(probe);
    assert_int_equal(s.ends, 1);
    return strstr(s.told, "works") && strstr(s.told, "\"id\"");
}

static void probe_survives_each_failing_allocation(void **state) {
    (void)state;
    each_allocation_fails_once(probe_once, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probe_asks_for_the_models_with_the_key),
        cmocka_unit_test(probe_tells_the_models_that_make_images),
        cmocka_unit_test(probe_tells_all_models_where_none_is_called_image),
        cmocka_unit_test(probe_tells_what_else_may_come),
        cmocka_unit_test(probe_given_up_is_unreachable),
        cmocka_unit_test(probe_refuses_what_cannot_be_asked),
        cmocka_unit_test(probe_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("probe", tests, NULL, NULL);
}
