/* PNG, JPEG and WebP files made to measure, for tests to read or to break. */
#ifndef TESTS_CRAFT_H
#define TESTS_CRAFT_H

#include "base/buf.h"
#include "pixels/image.h"

/* What an IHDR says. */
struct craft_header {
    uint32_t width;
    uint32_t height;
    uint8_t depth;
    uint8_t color_type;
    uint8_t interlace;
};

/* A PNG piece by piece: the signature, any chunk (with its CRC), the header, pixels, the end. */
void craft_signature(struct buf *png);
void craft_chunk(struct buf *png, const char *type, struct bytes data);
void craft_header(struct buf *png, struct craft_header header);
void craft_pixels(struct buf *png, struct bytes filtered_rows);
void craft_end(struct buf *png);

/* A sound PNG whose samples are all 0, with chunks of 'extra' after the header. */
struct buf craft_png(struct craft_header header, struct bytes extra);

/* How craft_jpeg writes. */
struct craft_jpeg {
    int width;
    int height;
    int quality;
    bool grey;
    bool progressive;
    int restart_rows;  /* rows of blocks between restart markers, 0 for none */
    struct bytes app1; /* the content of an APP1 segment, or nothing */
};

/* A sound JPEG of a colourful picture. */
struct buf craft_jpeg(struct craft_jpeg wanted);

/* A WebP of the same picture, made by cwebp with 'options'; see craft_image for 'transparent'. */
struct buf craft_webp(const char *options, bool transparent);

/* A smooth, colourful picture; 'transparent' gives it every alpha from 0 to 255. */
struct image craft_image(int width, int height, bool transparent);

/* A noisy picture of this size as a PNG file of '*len' bytes, for the caller to free. */
uint8_t *craft_noise_png(int width, int height, size_t *len);

#endif
