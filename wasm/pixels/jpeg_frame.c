#include "pixels/jpeg_frame.h"

#include "pixels/jpeg.h"

enum { SOF2 = 0xc2, SOF3 = 0xc3, SOF7 = 0xc7, SOF9 = 0xc9 };

enum status jpeg_damaged(struct fault *fault, const char *how) {
    return fault_set(fault, STATUS_DAMAGED, NULL,
                     "This JPEG file is damaged: %s. Please use another copy of it.", how);
}

enum status jpeg_unsupported(struct fault *fault, const char *what) {
    return fault_set(fault, STATUS_UNSUPPORTED, NULL,
                     "This JPEG %s, which hardly any program can show. Please open it in the "
                     "program it comes from and save it as an ordinary JPEG or PNG.",
                     what);
}

static const char *process_name(int marker) {
    if (marker >= SOF9) {
        return "is arithmetic coded";
    }
    return marker == SOF3 || marker == SOF7 ? "is lossless" : "is hierarchical";
}

static enum status read_components(struct jpeg_frame *f, const uint8_t *p, struct fault *fault) {
    for (int i = 0; i < f->component_count; i++, p += 3) {
        const int across = p[1] >> 4;
        const int down = p[1] & 15;
        if (across < 1 || across > 4 || down < 1 || down > 4) {
            return jpeg_damaged(fault, "its colours are sampled in an impossible way");
        }
        const int area = across * down;
        f->components[i] = (struct jpeg_component){p[0], (uint8_t)area};
        f->finest_area = area > f->finest_area ? area : f->finest_area;
    }
    return STATUS_OK;
}

static enum status check_header(struct bytes data, struct fault *fault) {
    const size_t components = data.len < 6 ? 0 : data.data[5];
    if (data.len < 6 || data.len != 6 + 3 * components) {
        return jpeg_damaged(fault, "its header has the wrong length");
    }
    if (data.data[0] != 8) {
        return jpeg_unsupported(fault, "has 12 bits a sample");
    }
    if (read_be16(data.data + 1) == 0) {
        return jpeg_unsupported(fault, "does not say its height");
    }
    if (components != 1 && components != 3 && components != 4) {
        return jpeg_unsupported(fault, "has an odd number of colours");
    }
    return image_check_size(read_be16(data.data + 3), read_be16(data.data + 1), fault);
}

enum status jpeg_frame_begin(struct jpeg_frame *f, int marker, struct bytes data,
                             struct fault *fault) {
    if (f->width != 0) {
        return jpeg_damaged(fault, "it says twice how large it is");
    }
    if (marker > SOF2) {
        return jpeg_unsupported(fault, process_name(marker));
    }
    const enum status status = check_header(data, fault);
    if (status != STATUS_OK) {
        return status;
    }
    f->progressive = marker == SOF2;
    f->height = read_be16(data.data + 1);
    f->width = read_be16(data.data + 3);
    f->component_count = data.data[5];
    return read_components(f, data.data + 6, fault);
}

enum status jpeg_frame_tables(struct jpeg_frame *f, struct bytes data, struct fault *fault) {
    for (size_t at = 0; at < data.len;) {
        size_t len = 17;
        for (size_t i = 1; i <= 16 && at + i < data.len; i++) {
            len += data.data[at + i];
        }
        const int id = data.data[at];
        if (len > data.len - at || (id & 0xec) != 0) {
            return jpeg_damaged(fault, "its Huffman tables are broken");
        }
        f->tables |= 1u << ((id >> 4) * 4 + (id & 3));
        at += len;
    }
    return STATUS_OK;
}

/* What a scan reads of each of its blocks: coefficients 'first' to 'last', some bit by bit. */
struct band {
    int first;
    int last;
    bool refines;
};

/* What reading a block costs before its first coefficient, in coefficients; measured. */
#define BLOCK_OVERHEAD 7

static bool read_band(const struct jpeg_frame *f, const uint8_t *p, struct band *band) {
    *band = (struct band){0, 63, false};
    if (f->progressive) { /* else decoders read it all, whatever it says */
        *band = (struct band){p[0], p[1], p[2] >> 4 != 0};
    }
    return band->first <= band->last && band->last <= 63;
}

static unsigned tables_needed(uint8_t selectors, struct band band) {
    const bool reads_dc = band.first == 0 && !band.refines;
    const bool reads_ac = band.last > 0;
    return (reads_dc ? 1u << (selectors >> 4 & 3) : 0) | (reads_ac ? 16u << (selectors & 3) : 0);
}

static int64_t coefficients_of(const struct jpeg_frame *f, int area, struct band band) {
    const int64_t samples = (int64_t)f->width * f->height * area / f->finest_area;
    return samples * (band.last - band.first + 1 + BLOCK_OVERHEAD) / 64;
}

/* Reads what a scan says of one component: its id, and which tables it uses. */
static enum status read_scan_component(struct jpeg_frame *f, const uint8_t *p, struct band band,
                                       struct fault *fault) {
    if ((tables_needed(p[1], band) & ~f->tables) != 0) {
        return jpeg_damaged(fault, "the Huffman tables that its pixels need are missing");
    }
    for (int i = 0; i < f->component_count; i++) {
        if (f->components[i].id == p[0]) {
            f->coefficients += coefficients_of(f, f->components[i].area, band);
            return STATUS_OK;
        }
    }
    return jpeg_damaged(fault, "a layer of it has a colour that the picture has not");
}

enum status jpeg_frame_scan(struct jpeg_frame *f, struct bytes data, struct fault *fault) {
    const size_t components = data.len == 0 ? 0 : data.data[0];
    struct band band;
    if (f->width == 0 || components < 1 || components > 4 || data.len != 4 + 2 * components ||
        !read_band(f, data.data + 1 + 2 * components, &band)) {
        return jpeg_damaged(fault, "a layer of it is broken");
    }
    for (size_t i = 0; i < components; i++) {
        const enum status status = read_scan_component(f, data.data + 1 + 2 * i, band, fault);
        if (status != STATUS_OK) {
            return status;
        }
    }
    f->scans++;
    if (f->scans > JPEG_MAX_SCANS || f->coefficients > JPEG_MAX_COEFFICIENTS) {
        return fault_set(fault, STATUS_TOO_LARGE, NULL,
                         "This JPEG is made of so many layers (%d so far) that showing it would "
                         "take minutes. Please save it again as an ordinary JPEG.",
                         f->scans);
    }
    return STATUS_OK;
}
