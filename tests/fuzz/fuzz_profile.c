/* Profiles: whatever a file says, what is kept are whole, sound chunks that a PNG may have. */
#include <assert.h>
#include <string.h>

#include "pixels/checksum.h"
#include "pixels/png.h"
#include "pixels/profile.h"

#define CHUNKS_MOST 5

static bool is_known(const uint8_t *type) {
    static const char names[CHUNKS_MOST][5] = {"cICP", "iCCP", "sRGB", "gAMA", "cHRM"};
    int i = 0;
    while (i < CHUNKS_MOST && memcmp(type, names[i], 4) != 0) {
        i++;
    }
    return i < CHUNKS_MOST;
}

static void check_chunks(struct bytes chunks) {
    int count = 0;
    size_t at = 0;
    for (; at < chunks.len; count++) {
        assert(chunks.len - at >= 12);
        const uint8_t *start = chunks.data + at;
        const size_t len = read_be32(start);
        assert(len <= chunks.len - at - 12);
        assert(is_known(start + 4));
        assert(checksum_crc32(0, (struct bytes){start + 4, len + 4}) == read_be32(start + 8 + len));
        at += len + 12;
    }
    assert(count <= CHUNKS_MOST);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct bytes file = {data, size};
    struct png_info info;
    struct fault fault;
    if (png_is(file) && png_walk(file, &info, &fault) != STATUS_OK) {
        return 0; /* of a PNG the walk is asked for; of a JPEG any beginning will do */
    }
    struct buf chunks = buf_make((size_t)1 << 24);
    enum profile_fate fate;
    const enum status status = profile_read(file, &chunks, &fate);
    assert(status == STATUS_OK);
    assert(chunks.len > 0 || fate != PROFILE_KEPT);
    assert(chunks.len == 0 || fate != PROFILE_NONE);
    check_chunks(buf_view(&chunks));
    buf_free(&chunks);
    return 0;
}
