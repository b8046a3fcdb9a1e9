/* ComfyUI's workflows, for the engine: texts are only looked at. */
#include <emscripten.h>

#include "api/workflow_read.h"
#include "api/workflow_write.h"
#include "door/reply.h"

/* The nodes of a workflow whose settings can be taken; see workflow_read.h. */
EMSCRIPTEN_KEEPALIVE bool worker_workflow_read(const uint8_t *text, size_t len,
                                               const uint8_t *today, size_t today_len) {
    struct fault fault;
    (void)today_len;
    return workflow_read((struct bytes){text, len}, (const char *)today, reply_begin(), &fault) ==
               STATUS_OK ||
           reply_fault(&fault);
}

/* Settings, and what they are used with, as a workflow; see workflow_write.h. */
EMSCRIPTEN_KEEPALIVE bool worker_workflow_write(const uint8_t *settings, size_t settings_len,
                                                const uint8_t *inputs, size_t inputs_len) {
    struct fault fault;
    return workflow_write((struct bytes){settings, settings_len},
                          (struct bytes){inputs, inputs_len}, reply_begin(), &fault) == STATUS_OK ||
           reply_fault(&fault);
}
