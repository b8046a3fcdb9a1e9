#include "job/look.h"

#include "api/endpoint.h"
#include "api/response.h"

static void on_data(void *context, struct bytes piece) {
    struct look *look = context;
    buf_append(&look->body, piece.data, piece.len); /* one that is too long is no error object */
}

static void on_end(void *context, enum status status, int http) {
    struct look *look = context;
    look->call = NULL;
    look->http = status == STATUS_OK ? http : 0;
    look->done(look->owner);
}

enum status look_begin(struct look *look) {
    struct buf url = buf_make(ENDPOINT_MAX_URL + DIALECT_MAX_VERSION + 64);
    look->http = 0;
    look->body = buf_make(LOOK_MAX_BYTES);
    dialect_put_models_url(&look->dialect, look->base_url, &url);
    enum status status = buf_byte(&url, '\0');
    if (status == STATUS_OK) {
        const struct transport_request request = {
            .method = "GET",
            .url = (const char *)url.data,
            .headers = &look->key,
            .header_count = 1,
        };
        const struct transport_events events = {.context = look, .data = on_data, .end = on_end};
        status = look->transport->start(look->transport->self, &request, events, &look->call);
    }
    buf_free(&url);
    return status;
}

void look_hang_up(struct look *look) {
    if (look->call) {
        look->transport->cancel(look->transport->self, look->call);
        look->call = NULL;
    }
}

/* By the HTTP status of the list of models; where an error is asked for, only if it is the API's.
 */
static const struct {
    int from, to;
    bool is_error;
    const char *field, *link, *text;
} findings[] = {
    {0, 0, false, "base_url", NULL,
     "No answer from %.*s. You may be offline, the address may be wrong, the server may not allow "
     "web pages (CORS), or a blocker may have stopped it. If the request was already on its way, "
     "it may have been charged; it was not sent again."},
    {401, 401, true, "key", REFUSAL_KEYS_PAGE,
     "The request got no answer that a page may read, and asked for its models, %.*s says that it "
     "does not accept this key. Check that the key is complete, still active, and made for this "
     "endpoint. Most likely nothing was charged."},
    {403, 403, true, "key", REFUSAL_KEYS_PAGE,
     "The request got no answer that a page may read, and %.*s does not let this key list its "
     "models either. Check what the key may do. Most likely nothing was charged."},
    {200, 299, false, NULL, NULL,
     "The request got no answer, though %.*s can be reached and takes this key: the request was "
     "blocked or cut on its way, or its answer does not allow web pages (CORS). It may have been "
     "charged, and was not sent again: look at your usage before you repeat it."},
    {1, 999, false, NULL, NULL,
     "The request got no answer, though %.*s can be reached: the request was blocked or cut on its "
     "way, or its answer does not allow web pages (CORS). It may have been charged, and was not "
     "sent again: look at your usage before you repeat it."},
};

enum status look_explain(const struct look *look, struct fault *fault) {
    const struct bytes base_url = bytes_of(look->base_url);
    const struct bytes origin = endpoint_origin(base_url);
    const bool is_error = response_is_error(buf_view(&look->body));
    size_t i = 0;
    while (look->http < findings[i].from || look->http > findings[i].to ||
           (findings[i].is_error && !is_error)) {
        i++;
    }
    fault_set(fault, STATUS_NETWORK, findings[i].field, findings[i].text, (int)origin.len,
              (const char *)origin.data);
    fault->charge = CHARGE_MAYBE;
    fault->link = endpoint_is_openai(base_url) ? findings[i].link : NULL;
    return STATUS_NETWORK;
}

void look_free(struct look *look) {
    buf_free(&look->body);
}
