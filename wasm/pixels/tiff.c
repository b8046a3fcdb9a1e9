#include "pixels/tiff.h"

#include <string.h>

#define HEADER 8
#define ENTRY 12
#define INLINE 4 /* bytes of a value that stand in its entry */

bool tiff_open(struct bytes block, struct tiff *out) {
    *out = (struct tiff){block, read_le16, read_le32};
    if (block.len < HEADER) {
        return false;
    }
    if (memcmp(block.data, "MM\0*", 4) == 0) {
        out->read16 = read_be16;
        out->read32 = read_be32;
        return true;
    }
    return memcmp(block.data, "II*\0", 4) == 0;
}

size_t tiff_first(const struct tiff *t) {
    return t->read32(t->block.data + 4);
}

struct tiff_directory tiff_directory_at(const struct tiff *t, size_t offset) {
    if (offset > t->block.len - 2) {
        return (struct tiff_directory){t, 0, 0};
    }
    return (struct tiff_directory){t, offset + 2, t->read16(t->block.data + offset)};
}

static size_t size_of(uint16_t type) {
    static const uint8_t sizes[] = {
        [TIFF_ASCII] = 1, [TIFF_SHORT] = 2, [TIFF_LONG] = 4, [TIFF_UNDEFINED] = 1};
    return type < sizeof sizes ? sizes[type] : 0;
}

static struct bytes value_of(const struct tiff *t, const uint8_t *entry, size_t size) {
    const struct bytes block = t->block;
    size_t len;
    if (!size_multiply(t->read32(entry + 4), size, &len) || len > block.len) {
        return (struct bytes){0};
    }
    if (len <= INLINE) {
        return (struct bytes){entry + 8, len};
    }
    const size_t offset = t->read32(entry + 8);
    return offset <= block.len - len ? (struct bytes){block.data + offset, len} : (struct bytes){0};
}

bool tiff_next(struct tiff_directory *d, struct tiff_entry *out) {
    const struct tiff *t = d->tiff;
    if (d->left == 0 || t->block.len - d->at < ENTRY) {
        return false;
    }
    const uint8_t *entry = t->block.data + d->at;
    out->tag = t->read16(entry);
    out->type = t->read16(entry + 2);
    out->count = t->read32(entry + 4);
    out->value = value_of(t, entry, size_of(out->type));
    d->at += ENTRY;
    d->left--;
    return true;
}
