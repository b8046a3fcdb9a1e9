#include "support/retouch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/photo.h"
#include "pixels/resize.h"
#include "support/support.h"

static struct image scaled(struct image image, int width, int height) {
    struct image out;
    assert_int_equal(resize_image(&image, width, height, &out), STATUS_OK);
    image_free(&image);
    return out;
}

bool retouch_photo(const char *name, int64_t budget, struct image *out) {
    const char *path = corpus_file(name);
    if (!path) {
        return false;
    }
    const struct bytes file = file_read(path);
    struct fault fault;
    assert_int_equal(photo_decode(file, out, &fault), STATUS_OK);
    file_free(file);
    int width;
    int height;
    resize_fit(out->width, out->height, budget, &width, &height);
    *out = scaled(*out, width, height);
    return true;
}

struct image retouch_clouds(uint32_t *random, int width, int height) {
    struct image noise;
    assert_int_equal(image_make(width / 4, height / 4, &noise), STATUS_OK);
    random_fill(random, noise.pixels, image_bytes(&noise));
    for (size_t i = 3; i < image_bytes(&noise); i += 4) {
        noise.pixels[i] = 255;
    }
    return scaled(noise, width, height);
}

struct image retouch_copy(const struct image *image) {
    struct image copy;
    assert_int_equal(image_make(image->width, image->height, &copy), STATUS_OK);
    memcpy(copy.pixels, image->pixels, image_bytes(image));
    return copy;
}

static double kernel(double x) {
    const double t = fabs(x);
    return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : t < 2 ? ((2.5 - 0.5 * t) * t - 4) * t + 2 : 0;
}

static int within(int i, int count) {
    return i < 0 ? 0 : i < count ? i : count - 1;
}

/* Where the pixels of a line come from. */
struct taps {
    int at[4];
    double weights[4];
};

static struct taps *taps_make(int count, double scale, double shift) {
    struct taps *taps = malloc((size_t)count * sizeof *taps);
    assert_non_null(taps);
    for (int i = 0; i < count; i++) {
        const double from = (i + 0.5 - count / 2.0 - shift) / scale + count / 2.0 - 0.5;
        for (int k = 0; k < 4; k++) {
            const int at = (int)floor(from) - 1 + k;
            taps[i].at[k] = within(at, count);
            taps[i].weights[k] = kernel(from - at);
        }
    }
    return taps;
}

static uint8_t to_byte(double value) {
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value + 0.5);
}

static void sample(const struct image *image, const struct taps *column, const struct taps *row,
                   uint8_t *out) {
    double sums[3] = {0};
    for (int i = 0; i < 16; i++) {
        const double weight = column->weights[i % 4] * row->weights[i / 4];
        const uint8_t *pixel =
            image->pixels + 4 * (row->at[i / 4] * image->width + column->at[i % 4]);
        sums[0] += weight * pixel[0];
        sums[1] += weight * pixel[1];
        sums[2] += weight * pixel[2];
    }
    for (int c = 0; c < 3; c++) {
        out[c] = to_byte(sums[c]);
    }
}

struct image retouch_drift(const struct image *image, struct drift drift) {
    struct image out = retouch_copy(image);
    struct taps *columns = taps_make(image->width, drift.scale_x, drift.shift_x);
    struct taps *rows = taps_make(image->height, drift.scale_y, drift.shift_y);
    for (int y = 0; y < image->height; y++) {
        for (int x = 0; x < image->width; x++) {
            sample(image, &columns[x], &rows[y], out.pixels + 4 * (y * image->width + x));
        }
    }
    free(columns);
    free(rows);
    return out;
}

static double plane_at(const struct match_plane *p, double x, double y) {
    return p->constant + p->across * x + p->down * y;
}

void retouch_cast(struct image *image, const struct match *cast) {
    for (int i = 0; i < image->width * image->height; i++) {
        const int row = i / image->width;
        const double x = (2 * (i % image->width) + 1.0) / image->width - 1;
        const double y = (2 * row + 1.0) / image->height - 1;
        for (int c = 0; c < MATCH_CHANNELS; c++) {
            uint8_t *value = &image->pixels[4 * i + c];
            *value =
                to_byte(*value * plane_at(&cast->gain[c], x, y) + plane_at(&cast->offset[c], x, y));
        }
    }
}

void retouch_noise(uint32_t *random, struct image *image, int most) {
    for (size_t i = 0; i < image_bytes(image); i++) {
        if (i % 4 != 3) {
            image->pixels[i] = to_byte(image->pixels[i] + random_between(random, -most, most));
        }
    }
}

static bool is_painted(double x, double y, enum retouch_shape shape) {
    switch (shape) {
    case RETOUCH_BLOB:
        return hypot(x - 0.55, y - 0.45) < 0.27;
    case RETOUCH_SIDE:
        return x > 0.55;
    default:
        return fabs(sin(12 * x + 9 * y)) < 0.08 || fabs(y - 0.3) < 0.006;
    }
}

struct plane retouch_mask(int width, int height, enum retouch_shape shape) {
    struct plane mask;
    assert_int_equal(plane_make(width, height, &mask), STATUS_OK);
    for (int i = 0; i < width * height; i++) {
        const int row = i / width;
        const double x = (i % width + 0.5) / width;
        const double y = (row + 0.5) / height;
        mask.values[i] = is_painted(x, y, shape) ? 255 : 0;
    }
    return mask;
}

static const uint8_t *pixel_of(const struct image *image, int x, int y) {
    return image->pixels + 4 * (y % image->height * image->width + x % image->width);
}

/* One block of what is kept; 'done' tells what was changed before.  Returns the new changes. */
static int change_block(uint32_t *random, struct image *image, const struct image *other,
                        const struct plane *mask, uint8_t *done) {
    const int width = random_between(random, image->width / 20, image->width / 4);
    const int height = random_between(random, image->height / 20, image->height / 4);
    const int left = random_between(random, 0, image->width - width);
    const int top = random_between(random, 0, image->height - height);
    const int kind = random_between(random, 0, 2);
    uint8_t flat[3];
    random_fill(random, flat, sizeof flat);
    int changed = 0;
    for (int i = 0; i < width * height; i++) {
        const int x = left + i % width;
        const int y = top + i / width;
        const int at = y * image->width + x;
        if (mask->values[at] == 0) {
            uint8_t noise[3];
            random_fill(random, noise, sizeof noise);
            const uint8_t *from = kind == 0   ? pixel_of(other, x + left, y + top)
                                  : kind == 1 ? flat
                                              : noise;
            memcpy(image->pixels + 4 * at, from, 3);
            changed += done[at] == 0;
            done[at] = 1;
        }
    }
    return changed;
}

void retouch_change(uint32_t *random, struct image *image, const struct image *other,
                    const struct plane *mask, double share) {
    const int pixels = image->width * image->height;
    uint8_t *done = calloc((size_t)pixels, 1);
    assert_non_null(done);
    int kept = 0;
    for (int i = 0; i < pixels; i++) {
        kept += mask->values[i] == 0;
        if (mask->values[i] != 0) {
            memcpy(image->pixels + 4 * i, pixel_of(other, i % image->width, i / image->width), 3);
        }
    }
    for (int changed = 0; changed < share * kept;) {
        changed += change_block(random, image, other, mask, done);
    }
    free(done);
}

struct retouch_pair retouch_pair(uint32_t random) {
    return (struct retouch_pair){.reference = retouch_clouds(&random, 200, 160),
                                 .mask = retouch_mask(200, 160, RETOUCH_STROKES)};
}

void retouch_pair_free(struct retouch_pair *pair) {
    image_free(&pair->reference);
    image_free(&pair->answer);
    plane_free(&pair->mask);
}
