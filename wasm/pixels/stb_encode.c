#include "pixels/stb_encode.h"

#include <stdlib.h>

/* Where the rows go that stb_image_write has filtered. */
struct pass {
    int rows;
    bool follows;
    bool last;
    bool filtered;
    struct deflate *deflate;
    struct buf *out;
};

/* Its compressor takes no context, so this is a variable, one for every thread. */
static _Thread_local struct pass *pass;

/* Takes the rows and gives nothing back, at which stb_image_write stops: the file is ours. */
static unsigned char *compress(unsigned char *rows, int len, int *out_len, int level) {
    (void)level;
    const size_t skip = pass->follows ? (size_t)(len / pass->rows) : 0;
    pass->filtered = true;
    deflate_more(pass->deflate, (struct bytes){rows + skip, (size_t)len - skip}, pass->last,
                 pass->out);
    *out_len = 0;
    return NULL;
}

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO /* files go out as bytes */
#define STBIW_ASSERT TRAP_UNLESS
#define STBIW_CRC32(data, len) 0     /* it never gets as far as a chunk */
#define STBIW_ZLIB_COMPRESS compress /* its own is 20 times slower and asserts memory */
#include <stb_image_write.h>

enum status stb_encode_rows(struct stb_rows rows, int filter, bool last, struct deflate *d,
                            struct buf *out) {
    struct pass this = {rows.height, rows.follows, last, false, d, out};
    int len;
    pass = &this;
    stbi_write_force_png_filter = filter;
    free(stbi_write_png_to_mem(rows.pixels, 0, rows.width, rows.height, rows.channels, &len));
    pass = NULL;
    return this.filtered ? out->status : buf_fail(out, STATUS_NO_MEMORY);
}
