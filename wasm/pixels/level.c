#include "pixels/level.h"

#define MOST_PIXELS 1100000 /* of the first level */
#define LEAST_EDGE 24       /* of the last one */
#define FINE 1              /* detail is what a blur of this reach leaves ... */
#define COARSE 4            /* ... and one of this reach takes */

_Static_assert(LEVEL_MARGIN == FINE + COARSE + 1, "slopes look one pixel around");

static enum status outcome(bool made) {
    return made ? STATUS_OK : STATUS_NO_MEMORY;
}

static struct level level_of(const struct image *picture, int factor) {
    const float twice = 2 * (float)factor;
    return (struct level){.factor = factor,
                          .middle_x = (float)picture->width / twice,
                          .middle_y = (float)picture->height / twice};
}

static void level_free(struct level *l) {
    grid_free(&l->reference);
    grid_free(&l->answer);
    grid_free(&l->keep);
}

/* Clears the values of a row whose pixels are not all opaque in 'picture' and 0 in 'mask'. */
static void drop_row(const uint8_t *picture, const uint8_t *mask, int factor, float *keep,
                     int count) {
    for (int x = 0; x < count * factor; x++) {
        if (mask[x] != 0 || picture[4 * x + 3] != 255) {
            keep[x / factor] = 0;
        }
    }
}

static void drop(const struct image *picture, const struct plane *mask, int factor,
                 struct grid *keep) {
    for (int y = 0; y < keep->height * factor; y++) {
        const size_t at = (size_t)y * (size_t)mask->width;
        drop_row(picture->pixels + 4 * at, mask->values + at, factor, grid_row(keep, y / factor),
                 keep->width);
    }
}

static enum status first_level(const struct image *reference, const struct image *answer,
                               const struct plane *mask, int factor, struct level *out) {
    *out = level_of(reference, factor);
    const int width = reference->width / factor;
    const int height = reference->height / factor;
    const bool made = grid_brightness(reference, factor, &out->reference) == STATUS_OK &&
                      grid_brightness(answer, factor, &out->answer) == STATUS_OK &&
                      grid_make(width, height, &out->keep) == STATUS_OK;
    if (made) {
        grid_fill(&out->keep, 1);
        drop(reference, mask, factor, &out->keep);
        drop(answer, mask, factor, &out->keep);
    }
    return outcome(made);
}

/* Half a level, of which only what is kept all over is kept. */
static enum status next_level(const struct level *l, struct level *out) {
    *out = (struct level){
        .factor = l->factor * 2, .middle_x = l->middle_x / 2, .middle_y = l->middle_y / 2};
    return outcome(grid_halve(&l->reference, &out->reference) == STATUS_OK &&
                   grid_halve(&l->answer, &out->answer) == STATUS_OK &&
                   grid_halve(&l->keep, &out->keep) == STATUS_OK);
}

static bool is_large(const struct level *l) {
    return l->keep.width / 2 >= LEAST_EDGE && l->keep.height / 2 >= LEAST_EDGE;
}

enum status levels_make(const struct image *reference, const struct image *answer,
                        const struct plane *mask, struct level levels[LEVEL_COUNT], int *count) {
    int factor = 1;
    while ((int64_t)reference->width * reference->height > MOST_PIXELS * factor * factor) {
        factor *= 2;
    }
    for (int i = 0; i < LEVEL_COUNT; i++) {
        levels[i] = (struct level){0};
    }
    enum status status = first_level(reference, answer, mask, factor, &levels[0]);
    for (*count = 1; status == STATUS_OK && *count < LEVEL_COUNT && is_large(&levels[*count - 1]);
         ++*count) {
        status = next_level(&levels[*count - 1], &levels[*count]);
    }
    if (status != STATUS_OK) {
        levels_free(levels);
    }
    return status;
}

void levels_free(struct level levels[LEVEL_COUNT]) {
    for (int i = 0; i < LEVEL_COUNT; i++) {
        level_free(&levels[i]);
    }
}

static enum status filter(struct grid *grid) {
    struct grid fine;
    struct grid coarse = {0};
    const bool made =
        grid_blur(grid, FINE, &fine) == STATUS_OK && grid_blur(grid, COARSE, &coarse) == STATUS_OK;
    if (made) {
        grid_subtract(&fine, &coarse, grid);
    }
    grid_free(&fine);
    grid_free(&coarse);
    return outcome(made);
}

/* The weakest of all within the margin would do; their mean is 1 just where all of them are. */
static enum status shrink(struct grid *keep) {
    struct grid blurred;
    const enum status status = grid_blur(keep, LEVEL_MARGIN, &blurred);
    grid_free(keep);
    *keep = blurred;
    return status;
}

enum status level_filter(struct level *level) {
    return outcome(filter(&level->reference) == STATUS_OK && filter(&level->answer) == STATUS_OK &&
                   shrink(&level->keep) == STATUS_OK);
}
