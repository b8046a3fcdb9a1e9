#include "stb_png.h"

#include <stdlib.h>

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#define STBIW_ASSERT TRAP_UNLESS
#include <stb_image_write.h>

enum status stb_png_encode(const struct image *image, struct buf *out) {
    int len;
    unsigned char *file =
        stbi_write_png_to_mem(image->pixels, 0, image->width, image->height, 4, &len);
    if (!file) {
        return buf_fail(out, STATUS_NO_MEMORY);
    }
    buf_append(out, file, (size_t)len);
    free(file);
    return out->status;
}
