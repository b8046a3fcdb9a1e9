/*
 * The same stages, natively:
 *
 *   native STAGE ROUNDS FILE [WIDTH HEIGHT]
 *
 * Prints how many milliseconds each round took, and how many of the processor's.  STAGE is what is
 * done with the picture in FILE: encode, encode-rgba, decode, or resize (to WIDTH x HEIGHT); or
 * mask, where FILE is the coverage of WIDTH x HEIGHT pixels, or answer, where it is one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/sieve.h"
#include "pixels/mask.h"
#include "pixels/photo.h"
#include "pixels/png.h"
#include "pixels/resize.h"

#define PIECE (64 << 10)

struct work {
    struct bytes file;
    struct image image; /* what is in it, where it is a picture */
    int width;
    int height;
    struct plane coverage;
};

static void need(bool true_here, const char *what) {
    if (!true_here) {
        fprintf(stderr, "native: %s\n", what);
        exit(1);
    }
}

static struct bytes read_file(const char *path) {
    FILE *f = fopen(path, "rb");
    need(f != NULL, path);
    fseek(f, 0, SEEK_END);
    const size_t len = (size_t)ftell(f);
    uint8_t *data = malloc(len);
    need(data != NULL, "no memory");
    rewind(f);
    need(fread(data, 1, len, f) == len, path);
    fclose(f);
    return (struct bytes){data, len};
}

/* What goes into the engine's memory is copied, and files that come out of it are. */
static struct bytes copy_of(struct bytes bytes) {
    uint8_t *copy = malloc(bytes.len);
    need(copy != NULL, "no memory");
    memcpy(copy, bytes.data, bytes.len);
    return (struct bytes){copy, bytes.len};
}

static void drop(struct bytes copy) {
    free((uint8_t *)(uintptr_t)copy.data);
}

/* Takes a file out and frees what it was made of. */
static void take_file(enum status status, struct buf *file, struct bytes from) {
    need(status == STATUS_OK, "encode");
    drop(from);
    drop(copy_of(buf_view(file)));
    buf_free(file);
}

static void encode_by(enum status (*encode)(const struct image *, struct buf *),
                      const struct image *image) {
    const struct bytes pixels = copy_of((struct bytes){image->pixels, image_bytes(image)});
    const struct image copy = {(uint8_t *)(uintptr_t)pixels.data, image->width, image->height};
    struct buf file = buf_make(SIZE_MAX);
    take_file(encode(&copy, &file), &file, pixels);
}

static void encode(const struct work *w) {
    encode_by(png_encode, &w->image);
}

static void encode_rgba(const struct work *w) {
    encode_by(png_encode_rgba, &w->image);
}

static void encode_mask(const struct work *w) {
    const struct plane *plane = &w->coverage;
    const struct bytes values = copy_of((struct bytes){plane->values, plane_bytes(plane)});
    const struct plane copy = {(uint8_t *)(uintptr_t)values.data, plane->width, plane->height};
    struct buf file = buf_make(SIZE_MAX);
    take_file(mask_encode(&copy, &file), &file, values);
}

static void decode(const struct work *w) {
    struct image image;
    struct fault fault;
    need(photo_decode(w->file, &image, &fault) == STATUS_OK, "decode");
    image_free(&image);
}

static void resize(const struct work *w) {
    struct image out;
    need(resize_image(&w->image, w->width, w->height, &out) == STATUS_OK, "resize");
    image_free(&out);
}

#define PICTURES_MOST 16

struct pictures {
    struct bytes files[PICTURES_MOST];
    int count;
};

static void take_picture(void *context, int index, struct buf *file) {
    struct pictures *pictures = context;
    need(index < PICTURES_MOST && file->status == STATUS_OK, "answer");
    pictures->files[pictures->count++] = copy_of(buf_view(file));
}

static void answer(const struct work *w) {
    struct pictures pictures = {.count = 0};
    struct sieve sieve = sieve_make(take_picture, &pictures);
    for (size_t at = 0; at < w->file.len; at += PIECE) {
        const size_t left = w->file.len - at;
        const struct bytes piece =
            copy_of((struct bytes){w->file.data + at, left < PIECE ? left : PIECE});
        need(sieve_feed(&sieve, piece) == STATUS_OK, "answer");
        drop(piece);
    }
    need(pictures.count > 0, "no image in the answer");
    while (pictures.count > 0) {
        drop(pictures.files[--pictures.count]);
    }
    sieve_free(&sieve);
}

static const struct stage {
    const char *name;
    void (*run)(const struct work *w);
} stages[] = {
    {"encode", encode}, {"encode-rgba", encode_rgba}, {"mask", encode_mask},
    {"decode", decode}, {"resize", resize},           {"answer", answer},
};

static const struct stage *find(const char *name) {
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        if (strcmp(stages[i].name, name) == 0) {
            return &stages[i];
        }
    }
    need(false, name);
    return NULL;
}

static double now_ms(void) {
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct work prepare(const struct stage *stage, const char *path, int width, int height) {
    struct work w = {.file = read_file(path), .width = width, .height = height};
    struct fault fault;
    if (stage->run != answer && stage->run != decode && stage->run != encode_mask) {
        need(photo_decode(w.file, &w.image, &fault) == STATUS_OK, path);
    }
    if (stage->run == encode_mask) {
        w.coverage = (struct plane){(uint8_t *)(uintptr_t)w.file.data, width, height};
        need(w.file.len == (size_t)width * (size_t)height, path);
    }
    return w;
}

static int number(const char *text) {
    return (int)strtol(text, NULL, 10);
}

int main(int argc, char **argv) {
    need(argc >= 4, "native STAGE ROUNDS FILE [WIDTH HEIGHT]");
    const struct stage *stage = find(argv[1]);
    const struct work w =
        prepare(stage, argv[3], argc > 5 ? number(argv[4]) : 0, argc > 5 ? number(argv[5]) : 0);
    for (int rounds = number(argv[2]); rounds > 0; rounds--) {
        const double start = now_ms();
        const clock_t used = clock();
        stage->run(&w);
        printf("%.3f %.3f\n", now_ms() - start, (double)(clock() - used) * 1e3 / CLOCKS_PER_SEC);
    }
    return 0;
}
