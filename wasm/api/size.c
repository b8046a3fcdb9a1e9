#include "api/size.h"

#include <inttypes.h>
#include <math.h>

#include "base/buf.h"

#define DIGITS_MAX 6 /* of an edge as text: past all limits, and still an int */
#define REACH 3      /* steps within which the nearest pair that keeps the limits lies */

const struct size_rule size_any = {
    .step = 16,
    .max_edge = 3840,
    .max_ratio = 3,
    .min_pixels = 655360,
    .max_pixels = 8294400,
    .experimental_above = 2560 * 1440,
};

static const struct size three[] = {{1024, 1024}, {1536, 1024}, {1024, 1536}, {0, 0}};
const struct size_rule size_three = {.fixed = three};

/* A number without a sign or zeros before it, taken from the start of *text. */
static bool take_edge(struct bytes *text, int *out) {
    size_t digits = 0;
    *out = 0;
    while (digits < text->len && text->data[digits] >= '0' && text->data[digits] <= '9' &&
           digits < DIGITS_MAX) {
        *out = *out * 10 + (text->data[digits++] - '0');
    }
    const bool sound = digits > 0 && text->data[0] != '0';
    *text = (struct bytes){text->data + digits, text->len - digits};
    return sound;
}

static bool take_cross(struct bytes *text) {
    const bool there = text->len > 0 && text->data[0] == 'x';
    if (there) {
        *text = (struct bytes){text->data + 1, text->len - 1};
    }
    return there;
}

bool size_parse(struct bytes text, struct size *out) {
    const bool sound = take_edge(&text, &out->width) && take_cross(&text) &&
                       take_edge(&text, &out->height) && text.len == 0;
    if (!sound) {
        *out = (struct size){0, 0};
    }
    return sound;
}

static int64_t pixels_of(struct size size) {
    return size.width < 1 || size.height < 1 ? 0 : (int64_t)size.width * size.height;
}

static int longer(struct size size) {
    return size.width > size.height ? size.width : size.height;
}

static int shorter(struct size size) {
    return size.width > size.height ? size.height : size.width;
}

static bool is_listed(const struct size *list, struct size size) {
    while (list->width > 0 && (list->width != size.width || list->height != size.height)) {
        list++;
    }
    return list->width > 0;
}

static bool keeps_step(const struct size_rule *rule, struct size size) {
    return size.width % rule->step == 0 && size.height % rule->step == 0;
}

static bool keeps_ratio(const struct size_rule *rule, struct size size) {
    return longer(size) <= (int64_t)shorter(size) * rule->max_ratio;
}

static bool keeps_pixels(const struct size_rule *rule, struct size size) {
    const int64_t pixels = pixels_of(size);
    return pixels >= rule->min_pixels && pixels <= rule->max_pixels;
}

bool size_is_made(const struct size_rule *rule, struct size size) {
    return rule->fixed ? is_listed(rule->fixed, size)
                       : keeps_step(rule, size) && longer(size) <= rule->max_edge &&
                             keeps_ratio(rule, size) && keeps_pixels(rule, size);
}

/* Writes 8294400 as "8,294,400", as ComfyUI does. */
static void put_grouped(struct buf *out, int64_t number) {
    int64_t unit = 1;
    while (number / unit >= 1000) {
        unit *= 1000;
    }
    buf_format(out, "%d", (int)(number / unit));
    for (; unit > 1; unit /= 1000) {
        buf_format(out, ",%03d", (int)(number / (unit / 1000) % 1000));
    }
}

static void tell_fixed(const struct size_rule *rule, struct size size, struct buf *out) {
    buf_format(out, "Resolution %dx%d is only supported by GPT Image 2 and later: this model makes",
               size.width, size.height);
    for (const struct size *one = rule->fixed; one->width > 0; one++) {
        buf_format(out, "%s %dx%d",
                   one == rule->fixed ? ""
                   : one[1].width > 0 ? ","
                                      : " or",
                   one->width, one->height);
    }
    buf_text(out, ". ");
}

/* One sentence for each limit that is broken, in the words and the order of ComfyUI's node. */
static void tell_limits(const struct size_rule *rule, struct size size, struct buf *out) {
    if (!keeps_step(rule, size)) {
        buf_format(out, "Custom width and height must be multiples of %d, got %dx%d. ", rule->step,
                   size.width, size.height);
    }
    if (longer(size) > rule->max_edge) {
        buf_format(out, "Custom resolution max edge must be <= %d, got %dx%d. ", rule->max_edge,
                   size.width, size.height);
    }
    if (!keeps_ratio(rule, size)) {
        buf_format(out, "Custom resolution aspect ratio must not exceed %d:1, got %dx%d. ",
                   rule->max_ratio, size.width, size.height);
    }
    if (!keeps_pixels(rule, size)) {
        buf_text(out, "Custom resolution total pixels must be between ");
        put_grouped(out, rule->min_pixels);
        buf_text(out, " and ");
        put_grouped(out, rule->max_pixels);
        buf_format(out, ", got %" PRId64 ". ", pixels_of(size));
    }
}

enum status size_check(const struct size_rule *rule, struct size size, struct fault *fault) {
    if (size_is_made(rule, size)) {
        return STATUS_OK;
    }
    const struct size nearest =
        size_nearest(rule, size.width < 1 ? 1 : size.width, size.height < 1 ? 1 : size.height);
    struct buf text = buf_make(sizeof fault->text);
    (rule->fixed ? tell_fixed : tell_limits)(rule, size, &text);
    buf_format(&text, "The nearest size is %dx%d.", nearest.width, nearest.height);
    const enum status status = text.status != STATUS_OK
                                   ? fault_no_memory(fault)
                                   : fault_set(fault, STATUS_INVALID, "size", "%.*s", (int)text.len,
                                               (const char *)text.data);
    buf_free(&text);
    return status;
}

/* How many times the larger of two numbers is the smaller. */
static double times(double a, double b) {
    return a > b ? a / b : b / a;
}

/* How far a size is from a wish: the less the better, of two alike the larger. */
struct distance {
    double first;
    double then;
    int64_t pixels;
};

static bool is_nearer(struct distance a, struct distance b) {
    if (a.first != b.first) {
        return a.first < b.first;
    }
    return a.then != b.then ? a.then < b.then : a.pixels > b.pixels;
}

static struct size nearest_listed(const struct size *list, double width, double height) {
    struct size best = {0, 0};
    struct distance least = {INFINITY, INFINITY, 0};
    for (; list->width > 0; list++) {
        const double w = list->width;
        const double h = list->height;
        const struct distance distance = {times(w / h, width / height),
                                          times(w * h, width * height), pixels_of(*list)};
        if (is_nearer(distance, least)) {
            least = distance;
            best = *list;
        }
    }
    return best;
}

static double held(double value, double least, double most) {
    return value < least ? least : value > most ? most : value;
}

/* The pair of multiples that keeps the limits and is nearest to a size that is within them. */
static struct size nearest_pair(const struct size_rule *rule, double width, double height) {
    const int column = (int)(width / rule->step);
    const int row = (int)(height / rule->step);
    struct size best = {0, 0};
    struct distance least = {INFINITY, 0, 0};
    for (int y = row - REACH; y <= row + REACH; y++) {
        for (int x = column - REACH; x <= column + REACH; x++) {
            const struct size size = {x * rule->step, y * rule->step};
            const double dx = size.width - width;
            const double dy = size.height - height;
            const struct distance distance = {dx * dx + dy * dy, 0, pixels_of(size)};
            if (size_is_made(rule, size) && is_nearer(distance, least)) {
                least = distance;
                best = size;
            }
        }
    }
    return best;
}

struct size size_nearest(const struct size_rule *rule, double width, double height) {
    if (rule->fixed) {
        return nearest_listed(rule->fixed, width, height);
    }
    const double ratio = held(width / height, 1.0 / rule->max_ratio, rule->max_ratio);
    const double edge_pixels = (double)rule->max_edge * rule->max_edge / times(ratio, 1);
    const double most =
        edge_pixels < (double)rule->max_pixels ? edge_pixels : (double)rule->max_pixels;
    const double pixels = held(width * height, (double)rule->min_pixels, most);
    return nearest_pair(rule, sqrt(pixels * ratio), sqrt(pixels / ratio));
}
