/* Settings: what is taken makes a request that holds the same settings; the rest has a fault. */
#include <assert.h>

#include "api/request.h"

static void check_request(const struct params *params) {
    struct request request;
    struct json *sent = NULL;
    struct bytes prompt;
    int64_t n;
    const enum status status = request_generation(params, &request);
    assert(status == STATUS_OK);
    const enum status parsed = json_parse(buf_view(&request.body), &sent);
    assert(parsed == STATUS_OK);
    assert(json_text(json_get(sent, "prompt"), &prompt));
    assert(bytes_equal(prompt, params->text[PARAM_PROMPT]));
    assert(json_integer(json_get(sent, "n"), 1, 10, &n) && n == params->number[PARAM_N]);
    json_free(sent);
    request_free(&request);
}

static void check_seeds(const struct params *params) {
    const struct param_rule *rule = param_rule(PARAM_SEED);
    static const double randoms[] = {0, 0.5, 0.9999999999999999};
    for (size_t i = 0; i < sizeof randoms / sizeof *randoms; i++) {
        const int64_t seed = params_next_seed(params, randoms[i]);
        assert(seed >= rule->min && seed <= rule->max);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct params params;
    struct fault fault = {0};
    if (params_parse((struct bytes){data, size}, &params, &fault) == STATUS_OK) {
        check_request(&params);
        check_seeds(&params);
        assert(params_image_budget(&params) >= 0);
    } else {
        assert(fault.status == STATUS_INVALID);
        assert(fault.text[0] != '\0' && utf8_count(bytes_of(fault.text)) > 0);
        assert(!params.document);
    }
    params_free(&params);
    return 0;
}
