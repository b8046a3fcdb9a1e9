#include "support/delta_e.h"

#include <math.h>

#define DEGREES 57.29577951308232

static double linear(uint8_t byte) {
    const double value = byte / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double lab_curve(double t) {
    const double edge = 6.0 / 29;
    return t > edge * edge * edge ? cbrt(t) : t / (3 * edge * edge) + 4.0 / 29;
}

struct lab lab_of_srgb(const uint8_t rgb[3]) {
    const double r = linear(rgb[0]);
    const double g = linear(rgb[1]);
    const double b = linear(rgb[2]);
    const double x = lab_curve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    const double y = lab_curve(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    const double z = lab_curve((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
    return (struct lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

static double cosine(double degrees) {
    return cos(degrees / DEGREES);
}

static double hue(double a, double b) {
    const double h = a == 0 && b == 0 ? 0 : atan2(b, a) * DEGREES;
    return h < 0 ? h + 360 : h;
}

static double to_seventh(double c) {
    const double c7 = pow(c, 7);
    return sqrt(c7 / (c7 + pow(25, 7)));
}

/* From one hue to another, the short way round. */
static double hue_step(double from, double to) {
    const double step = to - from;
    return step > 180 ? step - 360 : step < -180 ? step + 360 : step;
}

static double hue_mean(double a, double b) {
    const double sum = a + b;
    return fabs(a - b) <= 180 ? sum / 2 : sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}

double delta_e(struct lab p, struct lab q) {
    const double stretch = 1.5 - to_seventh((hypot(p.a, p.b) + hypot(q.a, q.b)) / 2) / 2;
    const double c1 = hypot(p.a * stretch, p.b);
    const double c2 = hypot(q.a * stretch, q.b);
    const double h1 = hue(p.a * stretch, p.b);
    const double h2 = hue(q.a * stretch, q.b);
    const double grey = c1 * c2;
    const double dh = grey == 0 ? 0 : 2 * sqrt(grey) * sin(hue_step(h1, h2) / 2 / DEGREES);
    const double l = (p.l + q.l) / 2 - 50;
    const double c = (c1 + c2) / 2;
    const double h = grey == 0 ? h1 + h2 : hue_mean(h1, h2);
    const double t = 1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h) + 0.32 * cosine(3 * h + 6) -
                     0.20 * cosine(4 * h - 63);
    const double turn = 60 * exp(-pow((h - 275) / 25, 2));
    const double part_l = (q.l - p.l) / (1 + 0.015 * l * l / sqrt(20 + l * l));
    const double part_c = (c2 - c1) / (1 + 0.045 * c);
    const double part_h = dh / (1 + 0.015 * c * t);
    return sqrt(part_l * part_l + part_c * part_c + part_h * part_h -
                2 * to_seventh(c) * sin(turn / DEGREES) * part_c * part_h);
}
