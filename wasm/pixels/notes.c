#include "pixels/notes.h"

#include "pixels/note_jpeg.h"
#include "pixels/note_png.h"
#include "pixels/note_webp.h"
#include "pixels/photo.h"
#include "pixels/xmp.h"

static enum status read(enum photo_kind kind, struct bytes file, struct note_list *out) {
    switch (kind) {
    case PHOTO_PNG:
        return note_png_read(file, out);
    case PHOTO_JPEG:
        return note_jpeg_read(file, out);
    case PHOTO_WEBP:
        return note_webp_read(file, out);
    default:
        return STATUS_OK;
    }
}

enum status notes_read(struct bytes file, struct note_list *out, struct fault *fault) {
    struct photo photo;
    *out = note_list_make();
    const enum status status = photo_inspect(file, &photo, fault);
    if (status != STATUS_OK) {
        return status;
    }
    return read(photo.kind, file, out) == STATUS_OK ? STATUS_OK : fault_no_memory(fault);
}

static enum status check(const struct note_list *notes, struct fault *fault) {
    if (notes->left_out) {
        return fault_set(fault, STATUS_INVALID, NULL,
                         "These settings are too long to be written into a picture. The picture "
                         "can be saved without them.");
    }
    for (size_t i = 0; i < notes->count; i++) {
        if (!xmp_can_name(note_list_at(notes, i).keyword)) {
            return fault_set(fault, STATUS_INVALID, NULL,
                             "A note's keyword may only have letters, digits, '-', '_' and '.'.");
        }
    }
    return STATUS_OK;
}

static enum status write(struct bytes file, const struct photo *photo,
                         const struct note_list *notes, struct splice *out) {
    switch (photo->kind) {
    case PHOTO_PNG:
        note_png_write(file, notes, out);
        return STATUS_OK;
    case PHOTO_JPEG:
        return note_jpeg_write(file, notes, out);
    case PHOTO_WEBP:
        return note_webp_write(file, photo, notes, out);
    default:
        return STATUS_UNSUPPORTED;
    }
}

static enum status refuse(enum status status, const struct photo *photo, struct fault *fault) {
    switch (status) {
    case STATUS_NO_MEMORY:
        return fault_no_memory(fault);
    case STATUS_UNSUPPORTED:
        return fault_set(fault, status, NULL,
                         "Settings cannot be written into this %s picture without losing what it "
                         "carries. It can be saved without them.",
                         photo_name(photo->kind));
    case STATUS_TOO_LARGE:
        return fault_set(fault, status, NULL,
                         "There is no room for the settings in this %s picture. It can be saved "
                         "without them.",
                         photo_name(photo->kind));
    default:
        return fault_set(fault, STATUS_DAMAGED, NULL,
                         "This %s file is damaged: it breaks off before its end. It can be saved "
                         "as it is, without settings.",
                         photo_name(photo->kind));
    }
}

enum status notes_write(struct bytes file, const struct note_list *notes, struct splice *out,
                        struct fault *fault) {
    struct photo photo;
    enum status status = photo_inspect(file, &photo, fault);
    if (status == STATUS_OK) {
        status = check(notes, fault);
    }
    if (status != STATUS_OK) {
        return status;
    }
    status = write(file, &photo, notes, out);
    const enum status ended = splice_end(out);
    status = status == STATUS_OK ? ended : status;
    return status == STATUS_OK ? STATUS_OK : refuse(status, &photo, fault);
}
