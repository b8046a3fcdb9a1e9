#include "pixels/jpeg_segment.h"

enum { TEM = 0x01, RST0 = 0xd0, SOI = 0xd8, EOI = 0xd9, SOS = 0xda };

static bool stands_alone(int marker) {
    return marker == TEM || (marker >= RST0 && marker <= SOI);
}

/* Where the padding before 'at' begins, which is not before 'least'. */
static size_t padding_before(struct bytes file, size_t at, size_t least) {
    while (at > least && file.data[at - 1] == 0xff) {
        at--;
    }
    return at;
}

bool jpeg_segment_next(struct bytes file, size_t *at, struct jpeg_segment *out) {
    const size_t first = *at;
    while (*at + 4 <= file.len) {
        const size_t start = *at;
        const int marker = file.data[start + 1];
        if (file.data[start] != 0xff || marker == 0xff || marker == 0 || stands_alone(marker)) {
            *at += 1; /* padding, or a marker without a segment */
            continue;
        }
        const size_t len = read_be16(file.data + start + 2);
        if (marker == EOI || marker == SOS || len > file.len - start - 2) {
            return false;
        }
        *at += len < 2 ? 4 : len + 2;
        if (len >= 2) {
            const struct bytes data = {file.data + start + 4, len - 2};
            *out = (struct jpeg_segment){marker, padding_before(file, start, first), *at, data};
            return true;
        }
    }
    return false;
}
