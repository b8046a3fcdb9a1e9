#include "support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/compose.h"
#include "pixels/resize.h"
#include "pixels/sample.h"
#include "support/craft.h"
#include "support/retouch.h"

static const struct compose_options everything = {true, true, true, 100};
static const struct compose_options nothing = {false, false, false, 0};

/* ---- pictures, masks, models ---- */

static struct image noise_image(uint32_t *random, int width, int height, bool opaque) {
    struct image image;
    assert_int_equal(image_make(width, height, &image), STATUS_OK);
    random_fill(random, image.pixels, image_bytes(&image));
    for (size_t i = 3; opaque && i < image_bytes(&image); i += 4) {
        image.pixels[i] = 255;
    }
    return image;
}

static struct plane flat_plane(int width, int height, uint8_t value) {
    struct plane plane;
    assert_int_equal(plane_make(width, height, &plane), STATUS_OK);
    memset(plane.values, value, plane_bytes(&plane));
    return plane;
}

/* A disc that fades out over 'soft' pixels, as large as fits. */
static struct plane disc_plane(int width, int height, double soft) {
    struct plane plane = flat_plane(width, height, 0);
    const double radius = (width < height ? width : height) / 2.0;
    for (int i = 0; i < width * height; i++) {
        const double x = i % width + 0.5 - width / 2.0;
        const int row = i / width;
        const double y = row + 0.5 - height / 2.0;
        const double depth = (radius - sqrt(x * x + y * y)) / soft;
        plane.values[i] = (uint8_t)(fmin(fmax(depth, 0), 1) * 255);
    }
    return plane;
}

/* Painted in one of several manners. */
static struct plane random_mask(uint32_t *random, int width, int height) {
    struct plane plane = flat_plane(width, height, 0);
    const int manner = random_between(random, 0, 5);
    for (int i = 0; i < width * height; i++) {
        const int x = i % width;
        const int y = i / width;
        const uint32_t noise = random_next(random);
        const bool island = ((x / 7) + (y / 7)) % 3 == 0;
        const uint8_t levels[] = {
            255,                                         /* everything */
            island ? 255 : 0,                            /* islands */
            x == y || x % 9 == 0 ? 255 : 0,              /* thin lines */
            (uint8_t)(x * 255 / width),                  /* soft */
            (uint8_t)(noise % 4 == 0 ? noise >> 24 : 0), /* scattered */
            x < width / 3 || y == 0 ? 200 : 0            /* at the border */
        };
        plane.values[i] = levels[manner];
    }
    return plane;
}

static struct image copy_of(const struct image *image) {
    struct image copy;
    assert_int_equal(image_cut(image, image_rect(image), &copy), STATUS_OK);
    return copy;
}

static struct plane copy_of_plane(const struct plane *plane) {
    struct plane copy;
    assert_int_equal(plane_make(plane->width, plane->height, &copy), STATUS_OK);
    memcpy(copy.values, plane->values, plane_bytes(plane));
    return copy;
}

/* A model that gives back what it was sent, at the size it was sent at. */
static struct image identity(const struct image *picture, struct rect frame, int width,
                             int height) {
    struct image cut;
    struct image sent;
    assert_int_equal(image_cut(picture, frame, &cut), STATUS_OK);
    assert_int_equal(resize_image(&cut, width, height, &sent), STATUS_OK);
    image_free(&cut);
    return sent;
}

/* ---- composing ---- */

static struct image all_rows(struct compose *c, int width, int height, int band, bool raw) {
    struct image out;
    assert_int_equal(image_make(width, height, &out), STATUS_OK);
    for (int y = 0; y < height; y += band) {
        const int rows = height - y < band ? height - y : band;
        uint8_t *to = out.pixels + (size_t)y * (size_t)width * 4;
        assert_int_equal(raw ? compose_raw_rows(c, y, rows, to) : compose_rows(c, y, rows, to),
                         STATUS_OK);
    }
    return out;
}

/* The picture with one part put back; the part stays the caller's. */
static struct image composed(const struct image *picture, struct compose_options options,
                             const struct compose_part *part, struct compose_report *report) {
    struct compose *c;
    struct compose_part given = *part;
    given.coverage = copy_of_plane(&part->coverage);
    given.answer = copy_of(&part->answer);
    assert_int_equal(compose_make(picture, &options, &c), STATUS_OK);
    assert_int_equal(compose_add(c, given, report), STATUS_OK);
    struct image out = all_rows(c, picture->width, picture->height, 64, false);
    compose_free(c);
    return out;
}

static void part_free(struct compose_part *part) {
    plane_free(&part->coverage);
    image_free(&part->answer);
}

static bool is_painted(const struct compose_part *part, int x, int y) {
    const struct rect a = part->area;
    return x >= a.x && y >= a.y && x < a.x + a.width && y < a.y + a.height &&
           part->coverage.values[(y - a.y) * a.width + x - a.x] > 0;
}

/* How many bytes changed where nothing is painted. */
static int changed_outside(const struct image *before, const struct image *after,
                           const struct compose_part *part) {
    int changed = 0;
    for (size_t i = 0; i < image_bytes(before); i++) {
        const int pixel = (int)(i / 4);
        if (!is_painted(part, pixel % before->width, pixel / before->width)) {
            changed += before->pixels[i] != after->pixels[i];
        }
    }
    return changed;
}

/* ---- what is not painted ---- */

/* A part of a random area in a frame around or beside it, the answer of any size. */
static struct compose_part hostile_part(uint32_t *random, const struct image *picture) {
    struct compose_part part = {0};
    part.area.width = random_between(random, 1, picture->width);
    part.area.height = random_between(random, 1, picture->height);
    part.area.x = random_between(random, 0, picture->width - part.area.width);
    part.area.y = random_between(random, 0, picture->height - part.area.height);
    part.frame = (struct rect){part.area.x - random_between(random, -5, 30),
                               part.area.y - random_between(random, -5, 30),
                               part.area.width + random_between(random, 0, 60),
                               part.area.height + random_between(random, 0, 60)};
    part.coverage = random_mask(random, part.area.width, part.area.height);
    const int most = random_between(random, 0, 3) == 0 ? 400 : 90;
    part.answer = noise_image(random, random_between(random, 1, most),
                              random_between(random, 1, most), random_next(random) & 1);
    return part;
}

static void compose_changes_no_byte_where_nothing_is_painted(void **state) {
    (void)state;
    uint32_t random = 1;
    for (int n = 0; n < 288; n++) {
        struct image picture =
            noise_image(&random, random_between(&random, 1, 90), random_between(&random, 1, 90),
                        random_next(&random) & 1);
        struct compose_part part = hostile_part(&random, &picture);
        const struct compose_options options = {n & 1, n & 2, n & 4,
                                                (const int[]){0, 30, 100, 400}[n / 8 % 4]};
        struct image out = composed(&picture, options, &part, NULL);
        assert_int_equal(changed_outside(&picture, &out, &part), 0);
        image_free(&out);
        part_free(&part);
        image_free(&picture);
    }
}

static void compose_takes_a_frame_beside_the_picture(void **state) {
    (void)state;
    uint32_t random = 2;
    static const struct rect frames[] = {{-500, -500, 100, 100},
                                         {200, 0, 64, 64},
                                         {-3000, 5, 6000, 2},
                                         {63, 63, 1, 1},
                                         {-16000, -16000, 16064, 16064}};
    struct image picture = noise_image(&random, 64, 64, true);
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        struct compose_part part = {.area = {10, 10, 20, 20},
                                    .coverage = flat_plane(20, 20, 255),
                                    .frame = frames[i],
                                    .answer = noise_image(&random, 33, 7, false)};
        struct image out = composed(&picture, everything, &part, NULL);
        assert_int_equal(changed_outside(&picture, &out, &part), 0);
        image_free(&out);
        part_free(&part);
    }
    image_free(&picture);
}

static void compose_without_parts_is_the_picture(void **state) {
    (void)state;
    struct compose *c;
    struct image picture = craft_image(70, 50, true);
    assert_int_equal(compose_make(&picture, &everything, &c), STATUS_OK);
    for (int raw = 0; raw <= 1; raw++) {
        struct image out = all_rows(c, 70, 50, 7, raw);
        assert_memory_equal(out.pixels, picture.pixels, image_bytes(&picture));
        image_free(&out);
    }
    compose_free(c);
    image_free(&picture);
}

static void compose_of_empty_coverage_is_the_picture(void **state) {
    (void)state;
    uint32_t random = 3;
    struct image picture = craft_image(70, 50, true);
    struct compose_part part = {.area = {0, 0, 70, 50},
                                .coverage = flat_plane(70, 50, 0),
                                .frame = {0, 0, 70, 50},
                                .answer = noise_image(&random, 70, 50, true)};
    struct image out = composed(&picture, everything, &part, NULL);
    assert_memory_equal(out.pixels, picture.pixels, image_bytes(&picture));
    image_free(&out);
    part_free(&part);
    image_free(&picture);
}

/* ---- a model that changes nothing ---- */

/* Composes what identity gives back of 'frame' and asserts that nothing changed. */
static void check_identity(const struct image *picture, struct rect frame, struct rect area,
                           struct plane coverage) {
    struct compose_report report;
    struct compose_part part = {.area = area,
                                .coverage = coverage,
                                .frame = frame,
                                .answer = identity(picture, frame, frame.width, frame.height)};
    struct image out = composed(picture, everything, &part, &report);
    assert_memory_equal(out.pixels, picture->pixels, image_bytes(picture));
    assert_false(report.aligned);
    assert_false(report.matched);
    image_free(&out);
    part_free(&part);
}

static void an_identical_answer_changes_nothing_at_any_size(void **state) {
    (void)state;
    uint32_t random = 4;
    for (int n = 0; n < 40; n++) {
        const bool longish = n % 4 == 0;
        const int a = random_between(&random, 1, longish ? 8192 : 180);
        const int b = random_between(&random, 1, longish ? 12 : 180);
        struct image picture = n % 3 == 0
                                   ? craft_image(n & 1 ? a : b, n & 1 ? b : a, n & 2)
                                   : noise_image(&random, n & 1 ? a : b, n & 1 ? b : a, n & 2);
        const struct rect whole = image_rect(&picture);
        check_identity(&picture, whole, whole, random_mask(&random, whole.width, whole.height));
        image_free(&picture);
    }
}

static void an_identical_answer_changes_nothing_in_any_frame(void **state) {
    (void)state;
    uint32_t random = 5;
    for (int n = 0; n < 40; n++) {
        struct image picture = craft_image(150, 110, n & 1);
        const struct rect frame = {
            random_between(&random, -20, 40), random_between(&random, -20, 30),
            random_between(&random, 120, 200), random_between(&random, 120, 200)};
        const struct rect area = {45, 35, 50, 40};
        check_identity(&picture, frame, area, random_mask(&random, 50, 40));
        image_free(&picture);
    }
}

static void an_identical_answer_changes_nothing_past_the_working_size(void **state) {
    (void)state;
    uint32_t random = 6;
    struct image picture = craft_image(1900, 1200, false);
    check_identity(&picture, (struct rect){-40, 20, 1800, 1250}, (struct rect){300, 300, 500, 600},
                   random_mask(&random, 500, 600));
    check_identity(&picture, image_rect(&picture), (struct rect){300, 300, 500, 600},
                   disc_plane(500, 600, 20));
    image_free(&picture);
}

/* Peak signal to noise where something is painted, in dB; 99 for no difference. */
static double psnr_inside(const struct image *a, const struct image *b,
                          const struct compose_part *part) {
    double sum = 0;
    double count = 0;
    for (int y = part->area.y; y < part->area.y + part->area.height; y++) {
        for (int x = part->area.x; x < part->area.x + part->area.width; x++) {
            for (int c = 0; c < 3 && is_painted(part, x, y); c++) {
                const size_t i = (size_t)(y * a->width + x) * 4 + (size_t)c;
                const double apart = a->pixels[i] - b->pixels[i];
                sum += apart * apart;
                count++;
            }
        }
    }
    return sum == 0 ? 99 : 10 * log10(255 * 255 / (sum / count));
}

static const double scales[] = {2, 1.5, 1.25, 1.1, 1.03, 1.01, 0.99, 0.95, 0.9, 0.85, 0.75, 0.5};
#define SCALES (sizeof scales / sizeof *scales)

/* What comes back of a frame that was sent at another size. */
static double round_trip(const struct image *picture, double scale) {
    const struct rect frame = {picture->width / 5, picture->height / 5, 512, 480};
    const int width = (int)(frame.width * scale + 0.5);
    const int height = (int)(frame.height * scale + 0.5);
    struct compose_part part = {.area = {frame.x + 100, frame.y + 100, 300, 280},
                                .coverage = disc_plane(300, 280, 1),
                                .frame = frame,
                                .answer = identity(picture, frame, width, height)};
    const struct compose_options hard = {true, true, true, 0};
    struct image out = composed(picture, hard, &part, NULL);
    const double psnr = psnr_inside(picture, &out, &part);
    assert_int_equal(changed_outside(picture, &out, &part), 0);
    image_free(&out);
    part_free(&part);
    return psnr;
}

static void a_scaled_identical_answer_comes_back_at_40_dB(void **state) {
    (void)state;
    static const char *const photographs[] = {"exif-orientation/Landscape_6.jpg",
                                              "exif-orientation/Portrait_1.jpg"};
    for (size_t i = 0; i < 2; i++) {
        struct image picture;
        if (!retouch_photo(photographs[i], 0, &picture)) {
            return;
        }
        char line[300];
        int at = snprintf(line, sizeof line, "%s:", photographs[i]);
        for (size_t k = 0; k < SCALES; k++) {
            const double psnr = round_trip(&picture, scales[k]);
            at += snprintf(line + at, sizeof line - (size_t)at, " x%.2f %.1f", scales[k], psnr);
            assert_true(psnr >= 40 || scales[k] < 1);
        }
        print_message("%s dB\n", line);
        image_free(&picture);
    }
}

/* ---- a model that moves and tints what it was sent ---- */

/* What a model did to a frame, and how its answer was asked for. */
struct doing {
    struct rect frame;
    int width; /* of the answer */
    int height;
    double shift_x; /* pixels of the picture, at the frame's middle */
    double shift_y;
    double scale;
    double gain;
    double offset;
};

/* The grid that shows a frame from 'first' on, moved away from its middle. */
static struct sample_axis moved_axis(int first, int length, int size, double shift, double scale) {
    const double middle = first + length / 2.0;
    const double step = (double)length / size;
    return (struct sample_axis){step / scale, middle + (first - middle - shift) / scale};
}

static struct image doings(const struct image *picture, const struct doing *d) {
    const struct sample_grid grid = {
        moved_axis(d->frame.x, d->frame.width, d->width, d->shift_x, d->scale),
        moved_axis(d->frame.y, d->frame.height, d->height, d->shift_y, d->scale)};
    struct image answer;
    assert_int_equal(sample_image(picture, &grid, d->width, d->height, &answer), STATUS_OK);
    for (size_t i = 0; i < image_bytes(&answer); i++) {
        const double level = fmin(fmax(answer.pixels[i] * d->gain + d->offset, 0), 255);
        answer.pixels[i] = i % 4 == 3 ? 255 : (uint8_t)lround(level);
    }
    return answer;
}

static struct compose_part done_part(const struct image *picture, const struct doing *d) {
    const struct rect f = d->frame;
    const struct rect area = {f.x + f.width / 3, f.y + f.height / 3, f.width / 3, f.height / 3};
    return (struct compose_part){.area = area,
                                 .coverage = disc_plane(area.width, area.height, 1),
                                 .frame = f,
                                 .answer = doings(picture, d)};
}

static const struct doing deeds[] = {
    {{200, 150, 640, 512}, 640, 512, 3.4, -2.2, 1.012, 0.94, 9},
    {{200, 150, 900, 720}, 600, 480, -4.5, 3, 1, 0.96, 6},   /* at another size */
    {{-300, 150, 900, 700}, 900, 700, 3, 2, 1.01, 1.03, -7}, /* past the picture's side */
    {{200, -240, 640, 720}, 640, 720, 2, -3, 0.99, 1, 8},
};
#define DEEDS (sizeof deeds / sizeof *deeds)

static void a_drift_and_a_cast_are_reported_as_they_are(void **state) {
    (void)state;
    struct image picture;
    if (!retouch_photo("exif-orientation/Landscape_1.jpg", 0, &picture)) {
        return;
    }
    for (size_t i = 0; i < DEEDS; i++) {
        struct compose_part part = done_part(&picture, &deeds[i]);
        struct compose_report report;
        struct image out = composed(&picture, everything, &part, &report);
        assert_true(report.aligned && report.matched);
        assert_true(fabs(report.shift_x - deeds[i].shift_x) < 0.3);
        assert_true(fabs(report.shift_y - deeds[i].shift_y) < 0.3);
        assert_true(fabs(report.scale - deeds[i].scale) < 0.001);
        assert_true(report.color_before > 2 && report.color_after < report.color_before / 2);
        assert_true(report.feather > 2 && report.feather <= 64);
        assert_int_equal(changed_outside(&picture, &out, &part), 0);
        image_free(&out);
        part_free(&part);
    }
    image_free(&picture);
}

static void what_is_switched_off_is_not_done(void **state) {
    (void)state;
    struct image picture;
    if (!retouch_photo("exif-orientation/Landscape_1.jpg", 0, &picture)) {
        return;
    }
    for (int i = 0; i < 8; i += i < 4 ? 1 : 3) {
        const struct compose_options options = {i & 1, i & 2, i & 4, i & 1 ? 0 : 100};
        struct compose_part part = done_part(&picture, &deeds[0]);
        struct compose_report report;
        struct image out = composed(&picture, options, &part, &report);
        assert_int_equal(report.aligned, options.align);
        assert_int_equal(report.matched, options.match);
        assert_int_equal(report.feather > 0, options.feather > 0);
        assert_true(options.align || (report.shift_x == 0 && report.scale == 1));
        assert_true(options.match || (report.color_before == 0 && report.color_after == 0));
        image_free(&out);
        part_free(&part);
    }
    image_free(&picture);
}

/* The mean difference, in levels, of what is painted within some pixels of what is not. */
static double seam(const struct image *a, const struct image *b, const struct compose_part *part) {
    double sum = 0;
    int count = 0;
    for (int y = part->area.y; y < part->area.y + part->area.height; y++) {
        for (int x = part->area.x; x < part->area.x + part->area.width; x++) {
            const bool rim = !is_painted(part, x - 4, y) || !is_painted(part, x + 4, y) ||
                             !is_painted(part, x, y - 4) || !is_painted(part, x, y + 4);
            for (int c = 0; c < 3 && rim && is_painted(part, x, y); c++) {
                const int i = (y * a->width + x) * 4 + c;
                sum += abs(a->pixels[i] - b->pixels[i]);
                count++;
            }
        }
    }
    return sum / count;
}

/* The model changed nothing but place and colours, so the picture itself is what should come out.
 */
static void a_drift_and_a_cast_are_undone(void **state) {
    (void)state;
    static const struct {
        const char *name;
        struct compose_options options;
    } ways[] = {{"pasted as it came", {false, false, false, 0}},
                {"feathered", {false, false, false, 100}},
                {"aligned", {true, false, false, 100}},
                {"matched", {false, true, false, 100}},
                {"gradients", {false, false, true, 100}},
                {"aligned and matched", {true, true, false, 100}},
                {"all", {true, true, true, 100}}};
    struct image picture;
    if (!retouch_photo("exif-orientation/Landscape_1.jpg", 0, &picture)) {
        return;
    }
    struct compose_part part = done_part(&picture, &deeds[0]);
    double psnr[sizeof ways / sizeof *ways];
    double rim[sizeof ways / sizeof *ways];
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct image out = composed(&picture, ways[i].options, &part, NULL);
        psnr[i] = psnr_inside(&picture, &out, &part);
        rim[i] = seam(&picture, &out, &part);
        print_message("%-20s %.1f dB inside, %.2f levels at the seam\n", ways[i].name, psnr[i],
                      rim[i]);
        image_free(&out);
    }
    assert_true(psnr[6] > psnr[0] + 8 && psnr[5] > psnr[0] + 8);
    assert_true(rim[6] < rim[0] / 4 && rim[5] < rim[0] / 4);
    part_free(&part);
    image_free(&picture);
}

/* ---- rows ---- */

static void rows_are_the_same_in_any_bands(void **state) {
    (void)state;
    uint32_t random = 7;
    for (int n = 0; n < 12; n++) {
        struct compose *c;
        struct image picture = noise_image(&random, 80, 75, n & 1);
        assert_int_equal(compose_make(&picture, &everything, &c), STATUS_OK);
        assert_int_equal(compose_add(c, hostile_part(&random, &picture), NULL), STATUS_OK);
        struct image whole = all_rows(c, 80, 75, 75, n & 2);
        for (int band = 1; band < 75; band += 13) {
            struct image out = all_rows(c, 80, 75, band, n & 2);
            assert_memory_equal(out.pixels, whole.pixels, image_bytes(&out));
            image_free(&out);
        }
        uint8_t row[80 * 4];
        for (int y = 74; y >= 0; y--) {
            assert_int_equal(n & 2 ? compose_raw_rows(c, y, 1, row) : compose_rows(c, y, 1, row),
                             STATUS_OK);
            assert_memory_equal(row, whole.pixels + y * 80 * 4, sizeof row);
        }
        image_free(&whole);
        compose_free(c);
        image_free(&picture);
    }
}

static void raw_rows_are_the_answer_in_all_of_its_frame(void **state) {
    (void)state;
    uint32_t random = 8;
    struct compose *c;
    struct image picture = noise_image(&random, 60, 40, true);
    struct image answer = noise_image(&random, 30, 30, true);
    struct compose_part part = {.area = {5, 5, 4, 4},
                                .coverage = flat_plane(4, 4, 255),
                                .frame = {-10, 20, 30, 30},
                                .answer = copy_of(&answer)};
    assert_int_equal(compose_make(&picture, &everything, &c), STATUS_OK);
    assert_int_equal(compose_add(c, part, NULL), STATUS_OK);
    struct image out = all_rows(c, 60, 40, 9, true);
    for (int y = 0; y < 40; y++) {
        for (int x = 0; x < 60; x++) {
            const bool inside = x < 20 && y >= 20;
            const uint8_t *wanted = inside ? answer.pixels + ((y - 20) * 30 + x + 10) * 4
                                           : picture.pixels + (y * 60 + x) * 4;
            assert_memory_equal(out.pixels + (y * 60 + x) * 4, wanted, 4);
        }
    }
    image_free(&out);
    compose_free(c);
    image_free(&answer);
    image_free(&picture);
}

static void parts_are_each_put_back_at_their_place(void **state) {
    (void)state;
    struct compose *c;
    struct image picture = craft_image(100, 100, false);
    assert_int_equal(compose_make(&picture, &nothing, &c), STATUS_OK);
    for (int i = 0; i < 8; i++) {
        struct compose_part part = {.area = {i * 12, i * 11, 10, 10},
                                    .coverage = flat_plane(10, 10, 255),
                                    .frame = {0, 0, 100, 100}};
        assert_int_equal(image_make(100, 100, &part.answer), STATUS_OK);
        memset(part.answer.pixels, 10 + i, image_bytes(&part.answer));
        assert_int_equal(compose_add(c, part, NULL), STATUS_OK);
    }
    assert_false(compose_is_opaque(c));
    for (int y = 0; y < 100; y++) {
        uint8_t painted[100];
        compose_painted_row(c, y, painted);
        for (int x = 0; x < 100; x++) {
            bool wanted = false;
            for (int i = 0; i < 8; i++) {
                wanted = wanted || (x / 12 == i && x % 12 < 10 && y >= i * 11 && y < i * 11 + 10);
            }
            assert_int_equal(painted[x] != 0, wanted);
        }
    }
    struct image out = all_rows(c, 100, 100, 100, false);
    for (int i = 0; i < 8; i++) {
        assert_int_equal(out.pixels[((i * 11 + 5) * 100 + i * 12 + 5) * 4], 10 + i);
    }
    assert_memory_equal(out.pixels + (5 * 100 + 50) * 4, picture.pixels + (5 * 100 + 50) * 4, 40);
    image_free(&out);
    compose_free(c);
    image_free(&picture);
}

static void a_composed_picture_is_opaque_where_all_is(void **state) {
    (void)state;
    for (int n = 0; n < 4; n++) {
        struct compose *c;
        struct image picture = craft_image(20, 20, n & 1);
        struct compose_part part = {.area = {0, 0, 20, 20},
                                    .coverage = flat_plane(20, 20, 255),
                                    .frame = {0, 0, 20, 20},
                                    .answer = craft_image(31, 17, n & 2)};
        assert_int_equal(compose_make(&picture, &everything, &c), STATUS_OK);
        assert_int_equal(compose_is_opaque(c), !(n & 1));
        assert_int_equal(compose_add(c, part, NULL), STATUS_OK);
        struct image out = all_rows(c, 20, 20, 20, false);
        assert_int_equal(compose_is_opaque(c), n == 0);
        assert_true(!compose_is_opaque(c) || image_is_opaque(&out));
        image_free(&out);
        compose_free(c);
        image_free(&picture);
    }
}

static void a_hard_seam_lays_the_answer_over_all_that_is_painted(void **state) {
    (void)state;
    uint32_t random = 9;
    struct image picture = noise_image(&random, 40, 40, true);
    struct compose_part part = {.area = {8, 8, 20, 20},
                                .coverage = flat_plane(20, 20, 255),
                                .frame = {0, 0, 40, 40},
                                .answer = noise_image(&random, 40, 40, false)};
    struct compose_report report;
    struct image out = composed(&picture, nothing, &part, &report);
    for (int y = 8; y < 28; y++) {
        assert_memory_equal(out.pixels + (y * 40 + 8) * 4, part.answer.pixels + (y * 40 + 8) * 4,
                            80);
    }
    assert_true(report.feather == 0 && report.scale == 1 && !report.aligned && !report.matched);
    image_free(&out);
    part_free(&part);
    image_free(&picture);
}

/* ---- memory ---- */

/* Composing that is to fail at any allocation of ours; resize.h's own test fails those in there. */
struct attempt {
    struct image picture;
    struct compose_options options;
    int width; /* of the answer */
    int height;
};

static bool compose_once(void *context) {
    const struct attempt *attempt = context;
    struct compose *c;
    struct compose_part part = {.area = {20, 20, 40, 40}, .frame = {-9, 0, 90, 80}};
    if (plane_make(40, 40, &part.coverage) != STATUS_OK) {
        return false;
    }
    memset(part.coverage.values, 255, 1600);
    if (image_make(attempt->width, attempt->height, &part.answer) != STATUS_OK) {
        plane_free(&part.coverage);
        return false;
    }
    if (compose_make(&attempt->picture, &attempt->options, &c) != STATUS_OK) {
        assert_null(c);
        part_free(&part);
        return false;
    }
    uint8_t rows[2 * 90 * 4];
    const bool worked = compose_add(c, part, NULL) == STATUS_OK &&
                        compose_rows(c, 40, 2, rows) == STATUS_OK &&
                        compose_raw_rows(c, 40, 2, rows) == STATUS_OK;
    compose_free(c);
    return worked;
}

static void compose_survives_each_failing_allocation(void **state) {
    (void)state;
    struct attempt attempt = {craft_image(90, 80, false), everything, 90, 80};
    each_allocation_fails_once(compose_once, &attempt);
    attempt = (struct attempt){attempt.picture, {false, false, false, 100}, 60, 50};
    each_allocation_fails_once(compose_once, &attempt);
    image_free(&attempt.picture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compose_changes_no_byte_where_nothing_is_painted),
        cmocka_unit_test(compose_takes_a_frame_beside_the_picture),
        cmocka_unit_test(compose_without_parts_is_the_picture),
        cmocka_unit_test(compose_of_empty_coverage_is_the_picture),
        cmocka_unit_test(an_identical_answer_changes_nothing_at_any_size),
        cmocka_unit_test(an_identical_answer_changes_nothing_in_any_frame),
        cmocka_unit_test(an_identical_answer_changes_nothing_past_the_working_size),
        cmocka_unit_test(a_scaled_identical_answer_comes_back_at_40_dB),
        cmocka_unit_test(a_drift_and_a_cast_are_reported_as_they_are),
        cmocka_unit_test(what_is_switched_off_is_not_done),
        cmocka_unit_test(a_drift_and_a_cast_are_undone),
        cmocka_unit_test(rows_are_the_same_in_any_bands),
        cmocka_unit_test(raw_rows_are_the_answer_in_all_of_its_frame),
        cmocka_unit_test(parts_are_each_put_back_at_their_place),
        cmocka_unit_test(a_composed_picture_is_opaque_where_all_is),
        cmocka_unit_test(a_hard_seam_lays_the_answer_over_all_that_is_painted),
        cmocka_unit_test(compose_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
