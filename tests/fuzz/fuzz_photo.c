/* Picked files: whatever the bytes are, they are one kind of picture, or refused in words. */
#include <assert.h>
#include <string.h>

#include "pixels/photo.h"

static void check_photo(const struct photo *photo, enum photo_kind sniffed) {
    struct fault fault;
    assert(photo->kind == sniffed);
    assert(photo->orientation >= 1 && photo->orientation <= 8);
    assert(photo->decoded_here == (sniffed == PHOTO_PNG || sniffed == PHOTO_JPEG));
    if (photo->width != 0) {
        const enum status status = image_check_size(photo->width, photo->height, &fault);
        assert(status == STATUS_OK);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct bytes file = {data, size};
    struct photo photo;
    struct fault fault = {0};
    enum photo_kind kind;
    const bool known = photo_sniff(file, &kind);
    const enum status status = photo_inspect(file, &photo, &fault);
    if (status == STATUS_OK) {
        assert(known);
        check_photo(&photo, kind);
    } else {
        assert(fault.status == status && strlen(fault.text) > 0);
        assert(utf8_count(bytes_of(fault.text)) > 0);
        assert(known || status == STATUS_UNSUPPORTED || size == 0);
    }
    return 0;
}
