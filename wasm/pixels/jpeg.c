#include "pixels/jpeg.h"

#include <stdlib.h>
#include <string.h>

#include "pixels/stb_decode.h"

enum marker {
    MARKER_TEM = 0x01,
    MARKER_SOF0 = 0xc0,
    MARKER_SOF1 = 0xc1,
    MARKER_SOF2 = 0xc2,
    MARKER_SOF3 = 0xc3,
    MARKER_DHT = 0xc4,
    MARKER_JPG = 0xc8,
    MARKER_SOF9 = 0xc9,
    MARKER_DAC = 0xcc,
    MARKER_SOF15 = 0xcf,
    MARKER_RST0 = 0xd0,
    MARKER_RST7 = 0xd7,
    MARKER_SOI = 0xd8,
    MARKER_EOI = 0xd9,
    MARKER_SOS = 0xda,
    MARKER_DHP = 0xde,
    MARKER_APP0 = 0xe0,
    MARKER_APP1 = 0xe1,
    MARKER_APP2 = 0xe2,
    MARKER_APP15 = 0xef,
};

/* The walk: how far it is and what it has met. */
struct walk {
    struct bytes file;
    size_t at;
    uint8_t *cover; /* a copy of the file to cover stunted segments in, or NULL */
    bool stunted;   /* met an APPn segment shorter than its own length field */
    bool has_frame;
    bool progressive;
    int scans;
    int64_t work;    /* scans * pixels */
    unsigned tables; /* Huffman tables met: bit class * 4 + number */
    struct jpeg_info info;
    struct fault *fault;
};

bool jpeg_is(struct bytes file) {
    return bytes_start_with(file, bytes_of("\xff\xd8\xff"));
}

static enum status damaged(const struct walk *w, const char *how) {
    return fault_set(w->fault, STATUS_DAMAGED, NULL,
                     "This JPEG file is damaged: %s. Please use another copy of it.", how);
}

static enum status unsupported(const struct walk *w, const char *what) {
    return fault_set(w->fault, STATUS_UNSUPPORTED, NULL,
                     "This JPEG %s, which hardly any program can show. Please open it in the "
                     "program it comes from and save it as an ordinary JPEG or PNG.",
                     what);
}

static enum status attack(const struct walk *w) {
    return fault_set(w->fault, STATUS_TOO_LARGE, NULL,
                     "This JPEG is made of so many layers (%d so far) that showing it would take "
                     "minutes. Please save it again as an ordinary JPEG.",
                     w->scans);
}

/*
 * Moves past the next marker and returns it; 0 when there is none.  Bytes in
 * between are a scan's, or padding that every decoder forgives.
 */
static int next_marker(struct walk *w) {
    const uint8_t *end = w->file.data + w->file.len;
    const uint8_t *p = w->file.data + w->at;
    while ((p = memchr(p, 0xff, (size_t)(end - p))) != NULL) {
        while (p < end && *p == 0xff) {
            p++;
        }
        if (p < end && *p != 0) {
            w->at = (size_t)(p + 1 - w->file.data);
            return *p;
        }
    }
    return 0;
}

static bool stands_alone(int marker) {
    return marker == MARKER_TEM || (marker >= MARKER_RST0 && marker <= MARKER_RST7);
}

static bool is_app(int marker) {
    return marker >= MARKER_APP0 && marker <= MARKER_APP15;
}

/*
 * Reads the segment at w->at and moves past it.  Browsers pass over an APPn
 * whose length does not even count itself; stb_image would not, so it is covered
 * with fill bytes.
 */
static enum status next_segment(struct walk *w, int marker, struct bytes *out) {
    *out = (struct bytes){0};
    const size_t left = w->file.len - w->at;
    const size_t len = left < 2 ? 0 : read_be16(w->file.data + w->at);
    if (left < 2 || len > left) {
        return damaged(w, "it breaks off before its end");
    }
    if (len < 2 && !is_app(marker)) {
        return damaged(w, "a part of it has no length");
    }
    if (len < 2) {
        w->stunted = true;
        if (w->cover) {
            memset(w->cover + w->at - 2, 0xff, 4);
        }
        w->at += 2;
        return STATUS_OK;
    }
    *out = (struct bytes){w->file.data + w->at + 2, len - 2};
    w->at += len;
    return STATUS_OK;
}

static const char *refused_process(int marker) {
    return marker >= MARKER_SOF9                                ? "is arithmetic coded"
           : marker == MARKER_SOF3 || marker == MARKER_SOF3 + 4 ? "is lossless"
                                                                : "is hierarchical";
}

static enum status read_frame(struct walk *w, int marker, struct bytes data) {
    if (w->has_frame) {
        return damaged(w, "it says twice how large it is");
    }
    if (marker > MARKER_SOF2) {
        return unsupported(w, refused_process(marker));
    }
    const int components = data.len < 6 ? 0 : data.data[5];
    if (data.len < 6 || data.len != 6 + 3 * (size_t)components) {
        return damaged(w, "its header has the wrong length");
    }
    const int height = read_be16(data.data + 1);
    const int width = read_be16(data.data + 3);
    if (data.data[0] != 8) {
        return unsupported(w, "has 12 bits a sample");
    }
    if (height == 0) {
        return unsupported(w, "does not say its height");
    }
    if (components != 1 && components != 3 && components != 4) {
        return unsupported(w, "has an odd number of colours");
    }
    w->has_frame = true;
    w->progressive = marker == MARKER_SOF2;
    w->info.width = width;
    w->info.height = height;
    w->info.components = components;
    return image_check_size(width, height, w->fault);
}

/* Notes which Huffman tables the segment defines. */
static enum status read_tables(struct walk *w, struct bytes data) {
    for (size_t at = 0; at < data.len;) {
        size_t len = 17;
        for (size_t i = 1; i <= 16 && at + i < data.len; i++) {
            len += data.data[at + i];
        }
        const int id = data.data[at];
        if (len > data.len - at || (id & 0xec) != 0) {
            return damaged(w, "its Huffman tables are broken");
        }
        w->tables |= 1u << ((id >> 4) * 4 + (id & 3));
        at += len;
    }
    return STATUS_OK;
}

/* The Huffman tables that a scan of coefficients 'first' to 'last' reads for one component. */
static unsigned tables_needed(const struct walk *w, int selector, int first, int last, int high) {
    const bool reads_dc = !w->progressive || (first == 0 && high == 0);
    const bool reads_ac = !w->progressive || last > 0;
    return (reads_dc ? 1u << (selector >> 4 & 3) : 0) | (reads_ac ? 16u << (selector & 3) : 0);
}

static enum status read_scan(struct walk *w, struct bytes data) {
    const size_t components = data.len == 0 ? 0 : data.data[0];
    if (!w->has_frame || components < 1 || components > 4 || data.len != 4 + 2 * components) {
        return damaged(w, "a layer of it is broken");
    }
    const uint8_t *range = data.data + 1 + 2 * components;
    for (size_t i = 0; i < components; i++) {
        const unsigned needed =
            tables_needed(w, data.data[2 + 2 * i], range[0], range[1], range[2] >> 4);
        if ((needed & ~w->tables) != 0) {
            return damaged(w, "the Huffman tables that its pixels need are missing");
        }
    }
    w->scans++;
    w->work += (int64_t)w->info.width * w->info.height;
    return w->scans > JPEG_MAX_SCANS || w->work > JPEG_MAX_SCAN_PIXELS ? attack(w) : STATUS_OK;
}

static bool mentions(struct bytes data, const char *word) {
    const struct bytes prefix = bytes_of(word);
    for (; data.len >= prefix.len; data.data++, data.len--) {
        if (bytes_start_with(data, prefix)) {
            return true;
        }
    }
    return false;
}

static void read_app1(struct jpeg_info *info, struct bytes data) {
    static const uint8_t exif[] = {'E', 'x', 'i', 'f', 0, 0};
    if (!bytes_start_with(data, (struct bytes){exif, sizeof exif})) {
        info->xmp_location = info->xmp_location || mentions(data, "GPS");
    } else if (!info->exif.data) {
        info->exif = (struct bytes){data.data + sizeof exif, data.len - sizeof exif};
    }
}

static enum status read_segment(struct walk *w, int marker, struct bytes data) {
    if (marker == MARKER_SOI) {
        return damaged(w, "a second picture begins inside it");
    }
    if (marker == MARKER_DHT) {
        return read_tables(w, data);
    }
    if (marker == MARKER_DAC) {
        return unsupported(w, "is arithmetic coded");
    }
    if (marker == MARKER_DHP) {
        return unsupported(w, "is hierarchical");
    }
    if (marker >= MARKER_SOF0 && marker <= MARKER_SOF15 && marker != MARKER_JPG) {
        return read_frame(w, marker, data);
    }
    if (marker == MARKER_SOS) {
        return read_scan(w, data);
    }
    if (marker == MARKER_APP1) {
        read_app1(&w->info, data);
    }
    if (marker == MARKER_APP2 && bytes_start_with(data, bytes_of("MPF"))) {
        w->info.multi_picture = true;
    }
    return STATUS_OK;
}

static enum status walk(struct walk *w) {
    if (!jpeg_is(w->file)) {
        return damaged(w, "its first bytes are not those of a JPEG");
    }
    w->at = 2;
    for (int marker; (marker = next_marker(w)) != MARKER_EOI;) {
        if (marker == 0) {
            return damaged(w, "it breaks off before its end");
        }
        if (stands_alone(marker)) {
            continue;
        }
        struct bytes data;
        enum status status = next_segment(w, marker, &data);
        if (status == STATUS_OK) {
            status = read_segment(w, marker, data);
        }
        if (status != STATUS_OK) {
            return status;
        }
    }
    w->info.len = w->at;
    return w->scans > 0 ? STATUS_OK : damaged(w, "there are no pixels in it");
}

enum status jpeg_walk(struct bytes file, struct jpeg_info *out, struct fault *fault) {
    struct walk w = {.file = file, .fault = fault};
    const enum status status = walk(&w);
    *out = status == STATUS_OK ? w.info : (struct jpeg_info){0};
    return status;
}

/* Decodes a copy of the file whose stunted segments are covered with fill bytes. */
static enum status decode_covered(const struct walk *w, struct image *out, struct fault *fault) {
    struct walk again = {.file = w->file, .fault = fault, .cover = malloc(w->info.len)};
    if (!again.cover) {
        return fault_no_memory(fault);
    }
    memcpy(again.cover, w->file.data, w->info.len);
    enum status status = walk(&again);
    if (status == STATUS_OK) {
        const struct bytes file = {again.cover, w->info.len};
        status = stb_decode(file, w->info.width, w->info.height, out, fault);
    }
    free(again.cover);
    return status;
}

enum status jpeg_decode(struct bytes file, struct image *out, struct fault *fault) {
    *out = (struct image){0};
    struct walk w = {.file = file, .fault = fault};
    const enum status status = walk(&w);
    if (status != STATUS_OK) {
        return status;
    }
    if (w.stunted) {
        return decode_covered(&w, out, fault);
    }
    file.len = w.info.len;
    return stb_decode(file, w.info.width, w.info.height, out, fault);
}
