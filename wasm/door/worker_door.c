/*
 * What the worker may ask for: jobs, and whether an endpoint answers.
 *
 * Blocks come as (pointer, length) from malloc and belong to C from the call on,
 * success or not; texts are only looked at.  What returns false or 0 has left a
 * fault in the reply.
 */
#include <emscripten.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "door/handles.h"
#include "door/reply.h"
#include "door/transport_fetch.h"
#include "door/transport_paper.h"
#include "job/job.h"
#include "job/probe.h"

static struct handles jobs;
static struct handles probes;

EM_JS(void, tell_progress, (uint32_t job, const uint8_t *json, size_t len),
      { Module.jobProgress(job, json, len); })
EM_JS(void, tell_partial, (uint32_t job, int index, const uint8_t *file, size_t len),
      { Module.jobPartial(job, index, file, len); })
EM_JS(void, tell_image, (uint32_t job, int index, const uint8_t *file, size_t len),
      { Module.jobImage(job, index, file, len); })
EM_JS(void, tell_link, (uint32_t job, const uint8_t *url, size_t len),
      { Module.jobLink(job, url, len); })
EM_JS(void, tell_end, (uint32_t job, bool ok, const uint8_t *json, size_t len),
      { Module.jobEnd(job, ok, json, len); })

EM_JS(void, tell_probe, (uint32_t probe, const uint8_t *json, size_t len),
      { Module.probeEnd(probe, json, len); })

static struct bytes bytes_from(const uint8_t *data, size_t len) {
    return (struct bytes){data, len};
}

static uint32_t handle_in(void *context) {
    return (uint32_t)(uintptr_t)context;
}

static void on_progress(void *context, struct bytes json) {
    tell_progress(handle_in(context), json.data, json.len);
}

static void on_partial(void *context, int index, struct bytes file) {
    tell_partial(handle_in(context), index, file.data, file.len);
}

static void on_image(void *context, int index, struct bytes file) {
    tell_image(handle_in(context), index, file.data, file.len);
}

static void on_link(void *context, struct bytes url) {
    tell_link(handle_in(context), url.data, url.len);
}

static void on_end(void *context, struct bytes json, const struct fault *fault) {
    if (!fault) {
        tell_end(handle_in(context), true, json.data, json.len);
        return;
    }
    struct buf text = buf_make(JSON_MAX_BYTES);
    struct json_writer w = json_write_to(&text);
    json_put_fault(&w, NULL, fault);
    tell_end(handle_in(context), false, text.data, text.len);
    buf_free(&text);
}

/* A place for what is not there yet: its handle is what its events are called with. */
static uint32_t reserve(struct handles *handles) {
    static uint8_t placeholder;
    return handles_add(handles, &placeholder);
}

/*
 * A job's handle.  'random' points to MULTIPART_RANDOM bytes.  One 'on_paper' sends nothing:
 * its request goes to Module.jobRequest, and it then waits for an answer that never comes.
 */
EMSCRIPTEN_KEEPALIVE uint32_t worker_job_open(const uint8_t *base_url, size_t base_url_len,
                                              const uint8_t *key, size_t key_len,
                                              const uint8_t *dialect, size_t dialect_len,
                                              const uint8_t *params, size_t params_len,
                                              const uint8_t *today, size_t today_len,
                                              const uint8_t *random, bool on_paper) {
    const uint32_t handle = reserve(&jobs);
    struct job_setup setup = {
        .transport = on_paper ? transport_paper(handle) : transport_fetch(),
        .events = {(void *)(uintptr_t)handle, on_progress, on_partial, on_image, on_link, on_end},
        .base_url = bytes_from(base_url, base_url_len),
        .key = bytes_from(key, key_len),
        .dialect = bytes_from(dialect, dialect_len),
        .today = bytes_from(today, today_len),
    };
    memcpy(setup.random, random, sizeof setup.random);
    struct fault fault;
    struct job *job = NULL;
    const enum status status =
        handle ? job_make(&setup, bytes_from(params, params_len), &job, &fault)
               : fault_set(&fault, STATUS_TOO_LARGE, NULL, "Too many runs at once. Wait for one.");
    if (status != STATUS_OK) {
        handles_remove(&jobs, handle);
        reply_fault(&fault);
        return 0;
    }
    handles_replace(&jobs, handle, job);
    return handle;
}

/* Coverage of a part of the first image, which is width x height: part_width * part_height bytes.
 */
EMSCRIPTEN_KEEPALIVE bool worker_job_set_mask(uint32_t handle, uint8_t *coverage, int x, int y,
                                              int part_width, int part_height, int width,
                                              int height) {
    struct job *job = handles_get(&jobs, handle);
    if (!job) {
        free(coverage);
        return reply_stale();
    }
    job_set_mask(job, (struct mask){width, height, {x, y, part_width, part_height}, coverage});
    return true;
}

/* Sends a frame of the first image for the area of the mask in it; see crop.h. */
EMSCRIPTEN_KEEPALIVE bool worker_job_set_crop(uint32_t handle, int frame_x, int frame_y,
                                              int frame_width, int frame_height, int area_x,
                                              int area_y, int area_width, int area_height,
                                              int width, int height) {
    struct job *job = handles_get(&jobs, handle);
    const struct crop crop = {
        .area = {area_x, area_y, area_width, area_height},
        .frame = {frame_x, frame_y, frame_width, frame_height},
        .width = width,
        .height = height,
    };
    if (job) {
        job_set_crop(job, &crop);
    }
    return job || reply_stale();
}

/* A PNG to be sent as markup over the first image. */
EMSCRIPTEN_KEEPALIVE bool worker_job_set_markup(uint32_t handle, uint8_t *file, size_t len) {
    struct job *job = handles_get(&jobs, handle);
    if (!job) {
        free(file);
        return reply_stale();
    }
    struct fault fault;
    return job_set_markup(job, file, len, &fault) == STATUS_OK || reply_fault(&fault);
}

/* A fault with code "unsupported" and no text asks for the pixels instead. */
EMSCRIPTEN_KEEPALIVE bool worker_job_add_file(uint32_t handle, uint8_t *file, size_t len) {
    struct job *job = handles_get(&jobs, handle);
    if (!job) {
        free(file);
        return reply_stale();
    }
    struct fault fault;
    return job_add_file(job, file, len, &fault) == STATUS_OK || reply_fault(&fault);
}

/* Upright RGBA pixels, as the browser decoded them. */
EMSCRIPTEN_KEEPALIVE bool worker_job_add_pixels(uint32_t handle, uint8_t *pixels, int width,
                                                int height) {
    struct job *job = handles_get(&jobs, handle);
    if (!job) {
        free(pixels);
        return reply_stale();
    }
    struct fault fault;
    return job_add_image(job, (struct image){pixels, width, height}, &fault) == STATUS_OK ||
           reply_fault(&fault);
}

/* A file that render_file or render_pixels made of a width x height image. */
EMSCRIPTEN_KEEPALIVE bool worker_job_add_rendition(uint32_t handle, uint8_t *file, size_t len,
                                                   int width, int height) {
    struct job *job = handles_get(&jobs, handle);
    if (!job) {
        free(file);
        return reply_stale();
    }
    struct fault fault;
    return job_add_rendition(job, file, len, (struct size){width, height}, &fault) == STATUS_OK ||
           reply_fault(&fault);
}

/* True while there is more to do before the answer is waited for. */
EMSCRIPTEN_KEEPALIVE bool worker_job_step(uint32_t handle) {
    struct job *job = handles_get(&jobs, handle);
    return job && job_step(job);
}

/* Ends it, as cancelled or, where 'for_time' says so, as waited for too long. */
EMSCRIPTEN_KEEPALIVE void worker_job_stop(uint32_t handle, bool for_time) {
    struct job *job = handles_get(&jobs, handle);
    if (job) {
        job_stop(job, for_time ? STATUS_TIMEOUT : STATUS_CANCELLED);
    }
}

/* Forgets it; not from inside one of its events. */
EMSCRIPTEN_KEEPALIVE void worker_job_close(uint32_t handle) {
    job_free(handles_remove(&jobs, handle));
}

static void on_probe_end(void *context, struct bytes json) {
    tell_probe(handle_in(context), json.data, json.len);
}

/* A handle; how it ended comes as Module.probeEnd, see probe.h. */
EMSCRIPTEN_KEEPALIVE uint32_t worker_probe_open(const uint8_t *base_url, size_t base_url_len,
                                                const uint8_t *key, size_t key_len,
                                                const uint8_t *dialect, size_t dialect_len) {
    const uint32_t handle = reserve(&probes);
    const struct probe_setup setup = {
        .transport = transport_fetch(),
        .base_url = bytes_from(base_url, base_url_len),
        .key = bytes_from(key, key_len),
        .dialect = bytes_from(dialect, dialect_len),
        .context = (void *)(uintptr_t)handle,
        .end = on_probe_end,
    };
    struct fault fault;
    struct probe *probe = NULL;
    const enum status status =
        handle ? probe_start(&setup, &probe, &fault)
               : fault_set(&fault, STATUS_TOO_LARGE, NULL, "Too many tests at once. Wait for one.");
    if (status != STATUS_OK) {
        handles_remove(&probes, handle);
        reply_fault(&fault);
        return 0;
    }
    handles_replace(&probes, handle, probe);
    return handle;
}

/* Ends it as unreachable. */
EMSCRIPTEN_KEEPALIVE void worker_probe_give_up(uint32_t handle) {
    struct probe *probe = handles_get(&probes, handle);
    if (probe) {
        probe_give_up(probe);
    }
}

/* Forgets it; not from inside its end. */
EMSCRIPTEN_KEEPALIVE void worker_probe_close(uint32_t handle) {
    probe_free(handles_remove(&probes, handle));
}
