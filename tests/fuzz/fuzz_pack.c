/* A kept mask: whatever the bytes, a sound one comes back as it was, any other changes nothing. */
#include <assert.h>
#include <string.h>

#include "paint/pack.h"
#include "pixels/checksum.h"

#define WIDTH 130
#define HEIGHT 100

/* The input as what lies between a right head and a right sum, or else nothing gets past them. */
static struct buf sealed(const uint8_t *data, size_t size) {
    struct buf pack = buf_make((size_t)1 << 24);
    buf_append(&pack, "mask\1\0\202\0\144", 9);
    buf_append(&pack, data, size);
    const uint32_t sum = checksum_adler32(1, buf_view(&pack));
    for (int shift = 24; shift >= 0; shift -= 8) {
        buf_byte(&pack, (uint8_t)(sum >> shift));
    }
    return pack;
}

static struct coverage *canvas(void) {
    struct coverage *c = NULL;
    const enum status status = coverage_make(WIDTH, HEIGHT, &c);
    assert(status == STATUS_OK);
    return c;
}

static void assert_comes_back(const struct coverage *c) {
    static const struct rect whole = {0, 0, WIDTH, HEIGHT};
    static uint8_t wanted[WIDTH * HEIGHT];
    static uint8_t given[WIDTH * HEIGHT];
    struct coverage *again = canvas();
    struct buf pack = buf_make(PACK_MAX_BYTES);
    struct fault fault;
    const enum status written = pack_write(c, &pack);
    const enum status read = pack_read(buf_view(&pack), again, &fault);
    assert(written == STATUS_OK && read == STATUS_OK);
    coverage_read(c, whole, wanted);
    coverage_read(again, whole, given);
    assert(memcmp(wanted, given, sizeof wanted) == 0);
    buf_free(&pack);
    coverage_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct coverage *c = canvas();
    struct buf pack = sealed(data, size);
    struct fault fault;
    const enum status bare = pack_read((struct bytes){data, size}, c, &fault);
    assert(bare == STATUS_OK || coverage_share(c) == 0);
    if (pack_read(buf_view(&pack), c, &fault) == STATUS_OK) {
        assert_comes_back(c);
    } else {
        assert(bare == STATUS_OK || coverage_share(c) == 0);
    }
    buf_free(&pack);
    coverage_free(c);
    return 0;
}
