/*
 * What the page may ask for without waiting: the schema, checks, and painting.
 *
 * Texts are only looked at.  What returns false or 0 has left a fault in the
 * reply; what tells facts has left them there as JSON.
 */
#include <emscripten.h>
#include <stdlib.h>

#include "api/endpoint.h"
#include "api/params.h"
#include "api/rules.h"
#include "door/handles.h"
#include "door/reply.h"
#include "paint/brush.h"
#include "paint/overlay.h"
#include "paint/undo.h"
#include "pixels/resize.h"

#define UNDO_MEMORY ((size_t)64 << 20)

/* A mask that is being painted. */
struct painting {
    struct coverage *coverage;
    struct undo *undo;
};

static struct handles paintings;
static struct buf screen; /* the pixels of the overlay last rendered */

static bool reply_no_memory(void) {
    struct fault fault;
    (void)fault_no_memory(&fault);
    return reply_fault(&fault);
}

/* ---- settings ---- */

/* The schema (see params_write_schema). */
EMSCRIPTEN_KEEPALIVE bool page_schema(const char *today) {
    params_write_schema(today, reply_begin());
    return reply_end();
}

/*
 * Judges settings, images, mask and endpoint together, as a job will.  'mask_*'
 * are 0 where nothing is painted, 'image_*' where there is no image.
 */
EMSCRIPTEN_KEEPALIVE bool page_check(const uint8_t *params_json, size_t params_len,
                                     const uint8_t *base_url, size_t base_url_len,
                                     const char *today, int image_count, int image_width,
                                     int image_height, int mask_width, int mask_height) {
    struct fault fault;
    struct params params;
    enum status status = params_parse((struct bytes){params_json, params_len}, &params, &fault);
    if (status == STATUS_OK) {
        const struct bytes url = {base_url, base_url_len};
        const struct rules_case c = {
            .params = &params,
            .image_count = image_count,
            .image_width = image_width,
            .image_height = image_height,
            .has_mask = mask_width > 0,
            .mask_width = mask_width,
            .mask_height = mask_height,
            .at_openai = endpoint_is_openai(url),
            .today = today,
        };
        status = rules_check(&c, &fault);
        params_free(&params);
    }
    return status == STATUS_OK || reply_fault(&fault);
}

EMSCRIPTEN_KEEPALIVE bool page_check_url(const uint8_t *url, size_t len) {
    struct fault fault;
    return endpoint_check_url((struct bytes){url, len}, &fault) == STATUS_OK || reply_fault(&fault);
}

EMSCRIPTEN_KEEPALIVE bool page_check_key(const uint8_t *key, size_t len) {
    struct fault fault;
    return endpoint_check_key((struct bytes){key, len}, &fault) == STATUS_OK || reply_fault(&fault);
}

/* {"seed": n} for the next run; 'random' is from 0 up to but not including 1. */
EMSCRIPTEN_KEEPALIVE bool page_next_seed(const uint8_t *params_json, size_t len, double random) {
    struct fault fault;
    struct params params;
    if (params_parse((struct bytes){params_json, len}, &params, &fault) != STATUS_OK) {
        return reply_fault(&fault);
    }
    buf_format(reply_begin(), "{\"seed\":%lld}", (long long)params_next_seed(&params, random));
    params_free(&params);
    return reply_end();
}

/* {"width", "height"}: the size an image is sent at; 'budget' in pixels, 0 for none. */
EMSCRIPTEN_KEEPALIVE bool page_fit(int width, int height, double budget) {
    int fitted_width = 0;
    int fitted_height = 0;
    resize_fit(width, height, (int64_t)budget, &fitted_width, &fitted_height);
    buf_format(reply_begin(), "{\"width\":%d,\"height\":%d}", fitted_width, fitted_height);
    return reply_end();
}

/* ---- painting ---- */

static void close_painting(struct painting *p) {
    if (p) {
        coverage_free(p->coverage);
        undo_free(p->undo);
        free(p);
    }
}

/* A painting's handle, nothing painted yet. */
EMSCRIPTEN_KEEPALIVE uint32_t page_paint_open(int width, int height) {
    struct fault fault;
    struct painting *p = calloc(1, sizeof *p);
    if (image_check_size(width, height, &fault) != STATUS_OK) {
        close_painting(p);
        return reply_fault(&fault);
    }
    uint32_t handle = 0;
    if (p && coverage_make(width, height, &p->coverage) == STATUS_OK &&
        undo_make(UNDO_MEMORY, &p->undo) == STATUS_OK) {
        handle = handles_add(&paintings, p);
    }
    if (!handle) {
        close_painting(p);
        return reply_no_memory();
    }
    return handle;
}

EMSCRIPTEN_KEEPALIVE void page_paint_close(uint32_t handle) {
    close_painting(handles_remove(&paintings, handle));
}

/* Remembers the state to undo to: call it before each stroke or other change. */
EMSCRIPTEN_KEEPALIVE bool page_paint_begin(uint32_t handle) {
    const struct painting *p = handles_get(&paintings, handle);
    if (!p) {
        return reply_stale();
    }
    return undo_remember(p->undo, p->coverage) == STATUS_OK || reply_no_memory();
}

/* Paints one segment of a stroke, in image pixels; see brush.h. */
EMSCRIPTEN_KEEPALIVE bool page_paint_segment(uint32_t handle, double size, double hardness,
                                             bool erase, double from_x, double from_y, double to_x,
                                             double to_y) {
    const struct painting *p = handles_get(&paintings, handle);
    if (!p) {
        return reply_stale();
    }
    const struct brush brush = {size, hardness, erase};
    const struct brush_point from = {from_x, from_y};
    const struct brush_point to = {to_x, to_y};
    return brush_segment(&brush, from, to, p->coverage) == STATUS_OK || reply_no_memory();
}

EMSCRIPTEN_KEEPALIVE bool page_paint_undo(uint32_t handle) {
    const struct painting *p = handles_get(&paintings, handle);
    return p && undo_back(p->undo, p->coverage);
}

EMSCRIPTEN_KEEPALIVE bool page_paint_redo(uint32_t handle) {
    const struct painting *p = handles_get(&paintings, handle);
    return p && undo_forward(p->undo, p->coverage);
}

EMSCRIPTEN_KEEPALIVE bool page_paint_clear(uint32_t handle) {
    const struct painting *p = handles_get(&paintings, handle);
    if (!p) {
        return reply_stale();
    }
    coverage_clear(p->coverage);
    return true;
}

/* {"share": 0..1 painted, "canUndo", "canRedo"} */
EMSCRIPTEN_KEEPALIVE bool page_paint_state(uint32_t handle) {
    const struct painting *p = handles_get(&paintings, handle);
    if (!p) {
        return reply_stale();
    }
    buf_format(reply_begin(), "{\"share\":%.9f,\"canUndo\":%s,\"canRedo\":%s}",
               coverage_share(p->coverage),
               undo_can_go_back(p->undo, p->coverage) ? "true" : "false",
               undo_can_go_forward(p->undo) ? "true" : "false");
    return reply_end();
}

/*
 * The screen rectangle that changed since it was last asked for, for a view of
 * 'scale' with its corner at (x, y): {"x", "y", "width", "height"}, all 0 for none.
 */
EMSCRIPTEN_KEEPALIVE bool page_paint_take_dirty(uint32_t handle, double scale, double x, double y) {
    const struct painting *p = handles_get(&paintings, handle);
    if (!p) {
        return reply_stale();
    }
    const struct rect dirty = coverage_take_dirty(p->coverage);
    const struct overlay_view view = {scale, x, y};
    const struct rect area = rect_is_empty(dirty) ? dirty : overlay_area(view, dirty);
    buf_format(reply_begin(), "{\"x\":%d,\"y\":%d,\"width\":%d,\"height\":%d}", area.x, area.y,
               area.width, area.height);
    return reply_end();
}

/*
 * Renders a screen rectangle of the overlay and returns width * height RGBA
 * pixels, good until the next call; 'color' is 0xRRGGBBAA.  NULL for a fault.
 */
EMSCRIPTEN_KEEPALIVE const uint8_t *page_paint_overlay(uint32_t handle, double scale, double x,
                                                       double y, int left, int top, int width,
                                                       int height, uint32_t color) {
    const struct painting *p = handles_get(&paintings, handle);
    if (!p) {
        reply_stale();
        return NULL;
    }
    const struct rect area = {left, top, width, height};
    const size_t len = (size_t)width * (size_t)height * 4;
    screen.len = 0;
    screen.limit = (size_t)IMAGE_MAX_PIXELS * 4;
    uint8_t *pixels = buf_reserve(&screen, len);
    if (!pixels) {
        buf_free(&screen);
        reply_no_memory();
        return NULL;
    }
    const uint8_t rgba[4] = {(uint8_t)(color >> 24), (uint8_t)(color >> 16), (uint8_t)(color >> 8),
                             (uint8_t)color};
    overlay_render(p->coverage, (struct overlay_view){scale, x, y}, area, rgba, pixels);
    return pixels;
}

/* All coverage, width * height bytes in rows, for the caller to free; NULL for a fault. */
EMSCRIPTEN_KEEPALIVE uint8_t *page_paint_read(uint32_t handle) {
    const struct painting *p = handles_get(&paintings, handle);
    struct plane plane;
    if (!p) {
        reply_stale();
        return NULL;
    }
    if (plane_make(coverage_width(p->coverage), coverage_height(p->coverage), &plane) !=
        STATUS_OK) {
        reply_no_memory();
        return NULL;
    }
    coverage_read(p->coverage, plane.values);
    return plane.values;
}

/* Replaces all coverage by width * height bytes, which belong to C from the call on. */
EMSCRIPTEN_KEEPALIVE bool page_paint_write(uint32_t handle, uint8_t *values) {
    const struct painting *p = handles_get(&paintings, handle);
    const bool written = p && coverage_write(p->coverage, values) == STATUS_OK;
    free(values);
    return written || (p ? reply_no_memory() : reply_stale());
}
