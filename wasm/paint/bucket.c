#include "paint/bucket.h"

#include "paint/fill.h"
#include "paint/shape.h"

static int held(int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
}

/*
 * The part that has to be looked at: what is not empty, and a pixel around it
 * where the picture goes on.  That ring is empty and stands for all that lies
 * beyond: what hangs together there hangs together through the ring.
 */
static struct rect part_with_ring(const struct coverage *c) {
    const struct rect picture = {0, 0, coverage_width(c), coverage_height(c)};
    const struct rect r = coverage_extent(c);
    return rect_intersect(picture, (struct rect){r.x - 1, r.y - 1, r.width + 2, r.height + 2});
}

static enum status fill_box(struct coverage *c, int x0, int y0, int x1, int y1) {
    return shape_rectangle((struct shape_box){x0, y0, x1, y1}, false, c);
}

/* Fills what lies beyond those sides of 'area' whose ring was filled. */
static enum status fill_beyond(struct coverage *c, struct rect area) {
    const int width = coverage_width(c);
    const int height = coverage_height(c);
    const int right = area.x + area.width;
    const int bottom = area.y + area.height;
    enum status status = STATUS_OK;
    if (coverage_at(c, area.x, area.y) == 255) {
        status = fill_box(c, 0, 0, area.x, height);
        status = status == STATUS_OK ? fill_box(c, 0, 0, width, area.y) : status;
    }
    if (coverage_at(c, right - 1, area.y) == 255 && status == STATUS_OK) {
        status = fill_box(c, right, 0, width, height);
    }
    if (coverage_at(c, area.x, bottom - 1) == 255 && status == STATUS_OK) {
        status = fill_box(c, 0, bottom, width, height);
    }
    return status;
}

static enum status fill_part(struct rect area, int x, int y, bool subtract, struct coverage *c) {
    struct plane part;
    enum status status = plane_make(area.width, area.height, &part);
    if (status == STATUS_OK) {
        coverage_read(c, area, part.values);
        status = fill_bucket(&part, x - area.x, y - area.y, subtract);
    }
    if (status == STATUS_OK) {
        status = coverage_write(c, area, part.values);
    }
    plane_free(&part);
    return status;
}

enum status bucket_fill(int x, int y, bool subtract, struct coverage *c) {
    const struct rect area = part_with_ring(c);
    if (x < 0 || y < 0 || x >= coverage_width(c) || y >= coverage_height(c)) {
        return STATUS_OK;
    }
    const int near_x = held(x, area.x, area.x + area.width - 1);
    const int near_y = held(y, area.y, area.y + area.height - 1);
    const enum status status = fill_part(area, near_x, near_y, subtract, c);
    return status == STATUS_OK && !subtract ? fill_beyond(c, area) : status;
}
