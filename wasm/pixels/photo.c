#include "pixels/photo.h"

#include <string.h>

#include "pixels/foreign.h"
#include "pixels/jpeg.h"
#include "pixels/lanczos.h"
#include "pixels/orient.h"
#include "pixels/png.h"
#include "pixels/png_rows.h"
#include "pixels/resize.h"
#include "pixels/stb_decode.h"

static const struct {
    const char *name;
    const char *mime_type;
    const char *extension;
} kinds[] = {
    [PHOTO_PNG] = {"PNG", "image/png", "png"},     [PHOTO_JPEG] = {"JPEG", "image/jpeg", "jpg"},
    [PHOTO_WEBP] = {"WebP", "image/webp", "webp"}, [PHOTO_GIF] = {"GIF", "image/gif", "gif"},
    [PHOTO_AVIF] = {"AVIF", "image/avif", "avif"}, [PHOTO_HEIC] = {"HEIC", "image/heic", "heic"},
};

const char *photo_name(enum photo_kind kind) {
    return kinds[kind].name;
}

const char *photo_mime_type(enum photo_kind kind) {
    return kinds[kind].mime_type;
}

const char *photo_extension(enum photo_kind kind) {
    return kinds[kind].extension;
}

bool photo_sniff(struct bytes file, enum photo_kind *kind) {
    if (png_is(file)) {
        *kind = PHOTO_PNG;
        return true;
    }
    if (jpeg_is(file)) {
        *kind = PHOTO_JPEG;
        return true;
    }
    return foreign_is(file, kind);
}

#define SAVE_AS "Please open it in a picture program and save it as PNG or JPEG."
#define PICK "Please pick a picture: PNG, JPEG, WebP, GIF, AVIF or HEIC."
#define COPY "Please use another copy of it."

/* Files that are none of ours, by the bytes at 'at'.  The first entry that fits names the file. */
static const struct stranger {
    uint8_t at;
    uint8_t len;
    const char *bytes;
    const char *name;
    const char *advice;
} strangers[] = {
    {1, 3, "PNG", "a PNG whose first bytes were changed on the way", COPY},
    {0, 2, "\xff\xd8", "only the first bytes of a JPEG", COPY},
    {0, 5, "%PDF-", "a PDF document", SAVE_AS},
    {0, 2, "PK", "a ZIP archive or an office document", PICK},
    {0, 2, "BM", "a BMP picture", SAVE_AS},
    {0, 4, "II*\0", "a TIFF picture or a camera's raw file", SAVE_AS},
    {0, 4, "MM\0*", "a TIFF picture or a camera's raw file", SAVE_AS},
    {0, 4, "IIRO", "a camera's raw file", SAVE_AS},
    {0, 4, "8BPS", "a Photoshop document", SAVE_AS},
    {0, 8, "gimp xcf", "a GIMP document", SAVE_AS},
    {0, 4, "\0\0\1\0", "an icon", SAVE_AS},
    {0, 2, "\xff\x0a", "a JPEG XL picture", SAVE_AS},
    {4, 4, "JXL ", "a JPEG XL picture", SAVE_AS},
    {4, 4, "jP  ", "a JPEG 2000 picture", SAVE_AS},
    {4, 4, "ftyp", "a video", PICK},
    {0, 4, "\x1a\x45\xdf\xa3", "a video", PICK},
    {8, 4, "AVI ", "a video", PICK},
    {8, 4, "WAVE", "a sound", PICK},
    {0, 4, "OggS", "a sound or a video", PICK},
    {0, 3, "ID3", "a sound", PICK},
    {0, 2, "\x1f\x8b", "a compressed archive", PICK},
    {0, 4, "Rar!", "a compressed archive", PICK},
    {0, 6, "7z\xbc\xaf\x27\x1c", "a compressed archive", PICK},
};

/* The same for text, whose first word may come after spaces and in any case. */
static const struct stranger texts[] = {
    {0, 4, "<svg", "an SVG drawing", SAVE_AS},
    {0, 5, "<?xml", "an XML text, perhaps an SVG drawing", SAVE_AS},
    {0, 9, "<!doctype", "a web page (HTML)", PICK},
    {0, 5, "<html", "a web page (HTML)", PICK},
    {0, 1, "<", "a piece of a web page (HTML)", PICK},
    {0, 1, "{", "a text (JSON)", PICK},
    {0, 1, "[", "a text (JSON)", PICK},
    {0, 0, "", "a text", PICK},
};

static const struct stranger unknown = {0, 0, "", "not a picture of a kind known here", PICK};

static bool fits(const struct stranger *s, struct bytes file) {
    return file.len >= (size_t)s->at + s->len && memcmp(file.data + s->at, s->bytes, s->len) == 0;
}

#define TEXT_LOOKED_AT 32

/* Copies the beginning of a text in lower case, from its first letter on; 0 if it is not ASCII. */
static size_t lower_text(struct bytes file, uint8_t out[TEXT_LOOKED_AT]) {
    size_t len = 0;
    if (bytes_start_with(file, bytes_of("\xef\xbb\xbf"))) {
        file = (struct bytes){file.data + 3, file.len - 3};
    }
    for (size_t i = 0; i < file.len && i < TEXT_LOOKED_AT; i++) {
        const uint8_t c = file.data[i];
        const bool space = c == ' ' || (c >= '\t' && c <= '\r');
        if (c >= 0x7f || (c < ' ' && !space)) {
            return 0;
        }
        if (!space || len > 0) {
            out[len++] = c >= 'A' && c <= 'Z' ? (uint8_t)(c + 'a' - 'A') : c;
        }
    }
    return len;
}

static const struct stranger *recognise(struct bytes file) {
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        if (fits(&strangers[i], file)) {
            return &strangers[i];
        }
    }
    uint8_t text[TEXT_LOOKED_AT];
    const struct bytes beginning = {text, lower_text(file, text)};
    for (size_t i = 0; beginning.len > 0 && i < sizeof texts / sizeof *texts; i++) {
        if (fits(&texts[i], beginning)) {
            return &texts[i];
        }
    }
    return &unknown;
}

static enum status refuse(struct bytes file, struct fault *fault) {
    if (file.len == 0) {
        return fault_set(fault, STATUS_DAMAGED, NULL,
                         "This file is empty. Please use another copy of it.");
    }
    const struct stranger *s = recognise(file);
    return fault_set(fault, STATUS_UNSUPPORTED, NULL, "This is %s. %s", s->name, s->advice);
}

/* Notes how the picture is turned; true where that leaves nothing to do and nothing to hide. */
static bool set_upright(struct photo *out, int width, int height, struct exif exif) {
    const bool swap = orient_swaps_sides(exif.orientation);
    out->orientation = exif.orientation;
    out->width = swap ? height : width;
    out->height = swap ? width : height;
    return exif.orientation == 1 && !exif.has_location;
}

/* What a file is, and for its decoder what the walk through a PNG told. */
struct finding {
    struct photo photo;
    struct png_info png;
};

static enum status inspect_png(struct bytes file, struct finding *out, struct fault *fault) {
    const enum status status = png_walk(file, &out->png, fault);
    if (status != STATUS_OK) {
        return status;
    }
    const struct png_info *info = &out->png;
    struct photo *photo = &out->photo;
    const bool plain = info->bit_depth == 8 && info->color_type != PNG_PALETTE &&
                       !info->interlaced && !info->animated && !info->has_text &&
                       info->len == file.len;
    photo->needs_nothing =
        set_upright(photo, info->width, info->height, exif_read(info->exif)) && plain;
    photo->has_transparency = info->has_transparency;
    photo->animated = info->animated;
    return STATUS_OK;
}

static enum status inspect_jpeg(struct bytes file, struct photo *out, struct fault *fault) {
    struct jpeg_info info;
    const enum status status = jpeg_walk(file, &info, fault);
    if (status != STATUS_OK) {
        return status;
    }
    const bool plain = info.components != JPEG_CMYK && !info.multi_picture && !info.xmp_location &&
                       info.len == file.len;
    out->needs_nothing = set_upright(out, info.width, info.height, exif_read(info.exif)) && plain;
    return STATUS_OK;
}

static enum status inspect(struct bytes file, struct finding *out, struct fault *fault) {
    struct photo *photo = &out->photo;
    *out = (struct finding){0};
    if (!photo_sniff(file, &photo->kind)) {
        return refuse(file, fault);
    }
    photo->orientation = 1;
    photo->decoded_here = photo->kind == PHOTO_PNG || photo->kind == PHOTO_JPEG;
    switch (photo->kind) {
    case PHOTO_PNG:
        return inspect_png(file, out, fault);
    case PHOTO_JPEG:
        return inspect_jpeg(file, photo, fault);
    default:
        return foreign_inspect(file, photo, fault);
    }
}

enum status photo_inspect(struct bytes file, struct photo *out, struct fault *fault) {
    struct finding found;
    const enum status status = inspect(file, &found, fault);
    *out = status == STATUS_OK ? found.photo : (struct photo){0};
    return status;
}

/* The same of a file that is to be decoded here. */
static enum status inspect_to_decode(struct bytes file, struct finding *out, struct fault *fault) {
    const enum status status = inspect(file, out, fault);
    if (status != STATUS_OK || out->photo.decoded_here) {
        return status;
    }
    return fault_set(fault, STATUS_UNSUPPORTED, NULL,
                     "This browser cannot read %s pictures. " SAVE_AS, photo_name(out->photo.kind));
}

/* Turns *image upright, or frees it where there is no memory for that. */
static enum status turn(int orientation, struct image *image, struct fault *fault) {
    if (orient_apply(orientation, image) == STATUS_OK) {
        return STATUS_OK;
    }
    image_free(image);
    return fault_no_memory(fault);
}

static enum status decode(struct bytes file, const struct finding *found, struct image *out,
                          struct fault *fault) {
    const enum status status = found->photo.kind == PHOTO_PNG
                                   ? png_decode_walked(file, &found->png, out, fault)
                                   : jpeg_decode(file, out, fault);
    return status == STATUS_OK ? turn(found->photo.orientation, out, fault) : status;
}

enum status photo_decode(struct bytes file, struct image *out, struct fault *fault) {
    *out = (struct image){0};
    struct finding found;
    const enum status status = inspect_to_decode(file, &found, fault);
    return status == STATUS_OK ? decode(file, &found, out, fault) : status;
}

/* Where a picture's rows come from: one of these, or neither where it only comes whole. */
struct rows {
    struct png_rows *png;
    struct stb_rows *jpeg;
};

/* What is interlaced has no rows. */
static enum status open_rows(struct bytes file, const struct finding *found, struct rows *out,
                             struct fault *fault) {
    *out = (struct rows){0};
    if (found->photo.kind == PHOTO_JPEG) {
        return jpeg_rows(file, &out->jpeg, fault);
    }
    return found->png.interlaced ? STATUS_OK : png_rows_open(file, &found->png, &out->png, fault);
}

static void next_row(const struct rows *rows, uint8_t *rgba) {
    if (rows->png) {
        png_rows_next(rows->png, rgba);
    } else {
        stb_rows_next(rows->jpeg, rgba);
    }
}

/* Whether all of them are sound. */
static enum status end_rows(const struct rows *rows, struct fault *fault) {
    return rows->png ? png_rows_end(rows->png, fault) : stb_rows_end(rows->jpeg, fault);
}

static void free_rows(const struct rows *rows) {
    png_rows_free(rows->png);
    stb_rows_free(rows->jpeg);
}

/* A part of a picture that comes in rows, as a source for scaling. */
struct strip {
    struct rows rows;
    struct rect part; /* as stored */
    struct image row; /* the last one that came, one pixel high */
    int came;         /* rows so far, of */
    int height;
    bool may_show_through; /* what is not opaque is scaled by other means than rows */
};

/* The row, or NULL where it is not opaque. */
static const uint8_t *if_opaque(const struct strip *s, uint8_t *row) {
    const struct image image = {row, s->part.width, 1};
    return s->may_show_through && !image_is_opaque(&image) ? NULL : row;
}

static const uint8_t *strip_row(void *context, int y, uint8_t *room) {
    struct strip *s = context;
    const int wanted = s->part.y + y < s->height ? s->part.y + y : s->height - 1;
    while (s->came == 0 || s->came <= wanted) {
        next_row(&s->rows, s->row.pixels);
        s->came++;
    }
    image_copy_row(&s->row, 0, s->part.x, s->part.width, room);
    return if_opaque(s, room);
}

/* Of all of the picture: its rows need not pass by another place. */
static const uint8_t *whole_row(void *context, int y, uint8_t *room) {
    struct strip *s = context;
    (void)y;
    next_row(&s->rows, room);
    return if_opaque(s, room);
}

static bool is_whole(const struct strip *s, int width) {
    return s->part.x == 0 && s->part.y == 0 && s->part.width == width &&
           s->part.height == s->height;
}

static enum status scale_strip(struct strip *s, int width, struct image *out) {
    const struct lanczos_source source = {s->part.width, s->part.height, s,
                                          is_whole(s, width) ? whole_row : strip_row};
    enum status status = image_make(width, 1, &s->row);
    status = status == STATUS_OK ? lanczos_scale(&source, out) : status;
    image_free(&s->row);
    return status;
}

/*
 * Scales 'part' of what comes in rows, which are freed, to *out, upright.  STATUS_UNSUPPORTED where
 * it is not opaque.
 */
static enum status scale_rows(struct rows rows, const struct photo *photo, struct rect part,
                              int width, int height, struct image *out, struct fault *fault) {
    const bool lies = orient_swaps_sides(photo->orientation);
    const int stored_width = lies ? photo->height : photo->width;
    struct strip s = {.rows = rows,
                      .height = lies ? photo->width : photo->height,
                      .may_show_through = photo->has_transparency};
    s.part = orient_stored(photo->orientation, stored_width, s.height, part);
    enum status status = image_make(lies ? height : width, lies ? width : height, out);
    status = status == STATUS_OK ? scale_strip(&s, stored_width, out) : status;
    status = status == STATUS_OK          ? end_rows(&rows, fault)
             : status == STATUS_NO_MEMORY ? fault_no_memory(fault)
                                          : status;
    free_rows(&rows);
    if (status != STATUS_OK) {
        image_free(out);
        return status;
    }
    return turn(photo->orientation, out, fault);
}

/* The same of a picture that is decoded as a whole first. */
static enum status scale_whole(struct bytes file, const struct finding *found, struct rect part,
                               int width, int height, struct image *out, struct fault *fault) {
    struct image whole;
    enum status status = decode(file, found, &whole, fault);
    if (status != STATUS_OK) {
        return status;
    }
    status = resize_frame(&whole, part, width, height, out);
    image_free(&whole);
    return status == STATUS_OK ? STATUS_OK : fault_no_memory(fault);
}

enum status photo_decode_part(struct bytes file, struct rect part, int width, int height,
                              struct image *out, struct fault *fault) {
    *out = (struct image){0};
    struct finding found;
    struct rows rows;
    enum status status = inspect_to_decode(file, &found, fault);
    status = status == STATUS_OK ? open_rows(file, &found, &rows, fault) : status;
    if (status != STATUS_OK) {
        return status;
    }
    status = rows.png || rows.jpeg ? scale_rows(rows, &found.photo, part, width, height, out, fault)
                                   : STATUS_UNSUPPORTED;
    return status == STATUS_UNSUPPORTED ? scale_whole(file, &found, part, width, height, out, fault)
                                        : status;
}
