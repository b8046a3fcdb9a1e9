/*
 * Answers: whatever comes, a fault is UTF-8 on one line, without tags from a web
 * page or anything that looks like a key.  The first two bytes of the input are
 * the HTTP status.
 */
#include <assert.h>
#include <string.h>

#include "api/response.h"

static void check_fault(const struct fault *fault) {
    const struct bytes text = bytes_of(fault->text);
    assert(fault->status != STATUS_OK);
    assert(utf8_count(text) > 0);
    for (size_t i = 0; i < text.len; i++) {
        assert(text.data[i] >= 0x20 && text.data[i] != 0x7f);
    }
    assert(!strstr(fault->text, " sk-a"));
    assert(strlen(fault->field) < sizeof fault->field);
    assert(fault->wait_ms < 0 || fault->charge == CHARGE_NONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) {
        return 0;
    }
    const struct exchange exchange = {
        .http = read_be16(data),
        .wait_ms = -1,
        .address = bytes_of("https://api.openai.com/v1"),
        .model = bytes_of("gpt-image-1"),
    };
    const struct bytes body = {data + 2, size - 2};
    struct fault fault;
    struct response response;
    assert(response_fault(&exchange, body, &fault) == fault.status);
    assert(fault.http == exchange.http);
    check_fault(&fault);
    const enum status status = response_read(&exchange, body, &response, &fault);
    if (status == STATUS_OK) {
        assert(response.document);
        assert(response.images > 0 || response.url_count > 0);
        assert(response.url_count <= RESPONSE_MAX_URLS);
    } else {
        assert(fault.status == status);
        assert(!response.document);
        check_fault(&fault);
    }
    response_free(&response);
    return 0;
}
