#include "pixels/orient.h"

#include <string.h>

#include "pixels/tiff.h"

#define TAG_ORIENTATION 0x0112
#define TAG_GPS 0x8825

static void read_entry(const struct tiff *t, const struct tiff_entry *entry, struct exif *exif) {
    if (entry->tag == TAG_ORIENTATION && entry->type == TIFF_SHORT && entry->count == 1) {
        const uint16_t value = t->read16(entry->value.data);
        exif->orientation = value >= 1 && value <= 8 ? value : exif->orientation;
    }
    if (entry->tag == TAG_GPS) {
        exif->has_location = true;
    }
}

struct exif exif_read(struct bytes block) {
    struct exif exif = {.orientation = 1};
    struct tiff t;
    if (!tiff_open(block, &t)) {
        return exif;
    }
    struct tiff_directory directory = tiff_directory_at(&t, tiff_first(&t));
    for (struct tiff_entry entry; tiff_next(&directory, &entry);) {
        read_entry(&t, &entry, &exif);
    }
    return exif;
}

bool orient_swaps_sides(int orientation) {
    return orientation >= 5;
}

/* Where the upright picture's pixels lie in the stored one: start + x * right + y * down. */
struct path {
    ptrdiff_t start;
    ptrdiff_t right;
    ptrdiff_t down;
};

static struct path path_for(int orientation, ptrdiff_t width, ptrdiff_t height) {
    const ptrdiff_t last_row = width * (height - 1);
    const struct path paths[] = {
        {0, 1, width},                      /* 1: upright */
        {width - 1, -1, width},             /* 2: mirrored */
        {last_row + width - 1, -1, -width}, /* 3: upside down */
        {last_row, 1, -width},              /* 4: mirrored, upside down */
        {0, width, 1},                      /* 5: mirrored, lying on its right side */
        {last_row, -width, 1},              /* 6: lying on its left side */
        {last_row + width - 1, -width, -1}, /* 7: mirrored, lying on its left side */
        {width - 1, width, -1},             /* 8: lying on its right side */
    };
    return paths[orientation - 1];
}

#define TILE 32 /* pixels: a tile of both pictures stays in the cache */

static void copy_tile(struct path path, const uint8_t *from, struct image *to, int left, int top) {
    const int right = left + TILE < to->width ? left + TILE : to->width;
    const int bottom = top + TILE < to->height ? top + TILE : to->height;
    for (int y = top; y < bottom; y++) {
        const uint8_t *pixel = from + 4 * (path.start + left * path.right + y * path.down);
        uint8_t *out = to->pixels + 4 * ((size_t)y * (size_t)to->width + (size_t)left);
        for (int x = left; x < right; x++, pixel += 4 * path.right, out += 4) {
            memcpy(out, pixel, 4);
        }
    }
}

enum status orient_apply(int orientation, struct image *image) {
    if (orientation == 1) {
        return STATUS_OK;
    }
    const bool swap = orient_swaps_sides(orientation);
    struct image upright;
    const enum status status = image_make(swap ? image->height : image->width,
                                          swap ? image->width : image->height, &upright);
    if (status != STATUS_OK) {
        return status;
    }
    const struct path path = path_for(orientation, image->width, image->height);
    for (int top = 0; top < upright.height; top += TILE) {
        for (int left = 0; left < upright.width; left += TILE) {
            copy_tile(path, image->pixels, &upright, left, top);
        }
    }
    image_free(image);
    *image = upright;
    return STATUS_OK;
}

struct rect orient_stored(int orientation, int width, int height, struct rect upright) {
    const bool from_right = orientation == 2 || orientation == 3 || orientation >= 7;
    const bool from_bottom =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    struct rect r = upright;
    if (orient_swaps_sides(orientation)) {
        r = (struct rect){upright.y, upright.x, upright.height, upright.width};
    }
    r.x = from_right ? width - r.x - r.width : r.x;
    r.y = from_bottom ? height - r.y - r.height : r.y;
    return r;
}
