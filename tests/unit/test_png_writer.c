#include "support/support.h"

#include <string.h>

#include "pixels/png.h"
#include "support/craft.h"
#include "support/opinion.h"

#define LIMIT ((size_t)1 << 26)

enum kind { MASK, GREY, RGB, RGBA };
#define KINDS 4

/* A picture to write, and how. */
struct task {
    struct image image; /* of MASK and GREY the first width * height bytes are the values */
    enum kind kind;
    struct bytes chunks;
    int rows;  /* at a time, 0 for any number */
    bool take; /* the buffer is emptied after each call */
};

static struct plane as_plane(const struct image *image) {
    return (struct plane){image->pixels, image->width, image->height};
}

static enum status begin(const struct task *t, struct png_writer **out) {
    const struct plane plane = as_plane(&t->image);
    switch (t->kind) {
    case MASK:
        return png_writer_open_mask(&plane, out);
    case GREY:
        return png_writer_open_grey(&plane, out);
    default:
        return png_writer_open(&t->image, t->kind == RGB, t->chunks, out);
    }
}

static void move(struct buf *from, struct buf *to) {
    buf_append(to, from->data, from->len);
    from->len = 0;
}

/* Writes the whole task to *file; the first failure, or STATUS_OK. */
static enum status write_all(const struct task *t, struct buf *file) {
    struct png_writer *w;
    const enum status opened = begin(t, &w);
    if (opened != STATUS_OK) {
        assert_null(w);
        return opened;
    }
    uint32_t random = 5;
    struct buf piece = buf_make(file->limit);
    struct buf *out = t->take ? &piece : file;
    const size_t row = (size_t)t->image.width * (t->kind <= GREY ? 1 : 4);
    for (int y = 0; y < t->image.height && out->status == STATUS_OK;) {
        int rows = t->rows ? t->rows : random_between(&random, 0, t->image.height);
        rows = rows < t->image.height - y ? rows : t->image.height - y;
        png_writer_rows(w, t->image.pixels + (size_t)y * row, rows, out);
        y += rows;
        if (t->take) {
            move(&piece, file);
        }
    }
    png_writer_end(w, out);
    if (t->take) {
        move(&piece, file);
    }
    png_writer_free(w);
    const enum status status = buf_fail(out, file->status);
    buf_free(&piece);
    return status;
}

/* What the file is to show. */
static struct image expected(const struct task *t) {
    struct image image;
    assert_int_equal(image_make(t->image.width, t->image.height, &image), STATUS_OK);
    for (size_t i = 0; i < image_bytes(&image); i += 4) {
        uint8_t *pixel = image.pixels + i;
        if (t->kind == MASK) {
            memcpy(pixel, (const uint8_t[]){0, 0, 0, (uint8_t)(255 - t->image.pixels[i / 4])}, 4);
        } else if (t->kind == GREY) {
            memset(pixel, t->image.pixels[i / 4], 3);
        } else {
            memcpy(pixel, t->image.pixels + i, 4);
        }
        pixel[3] = t->kind == MASK || t->kind == RGBA ? pixel[3] : 255;
    }
    return image;
}

static void check(const struct task *t) {
    struct buf file = buf_make(LIMIT);
    assert_int_equal(write_all(t, &file), STATUS_OK);
    struct image theirs;
    assert_true(opinion_png(buf_view(&file), &theirs));
    struct image wanted = expected(t);
    assert_int_equal(compare(&wanted, &theirs).most, 0);
    image_free(&theirs);
    image_free(&wanted);
    buf_free(&file);
}

/* Noise, colours hidden under alpha 0 among it, or a smooth picture. */
static struct image picture(uint32_t *random, int width, int height, bool noise) {
    struct image image = craft_image(width, height, true);
    if (noise) {
        random_fill(random, image.pixels, image_bytes(&image));
        for (size_t i = 3; i < image_bytes(&image); i += 8) {
            image.pixels[i] = 0;
        }
    }
    return image;
}

static void writer_gives_libpng_the_same_pixels_however_the_rows_are_cut(void **state) {
    (void)state;
    uint32_t random = 30;
    for (int n = 0; n < 60; n++) {
        const int width = random_between(&random, 1, 90);
        const int height = random_between(&random, 1, 70);
        const int cuts[] = {1, 3, 0, height};
        struct image image = picture(&random, width, height, n % 2 == 0);
        for (int i = 0; i < 4; i++) {
            check(&(struct task){image, (enum kind)(n % KINDS), {0}, cuts[i], i % 2 == 0});
        }
        image_free(&image);
    }
}

static void writer_filters_across_the_seams_of_its_bands(void **state) {
    (void)state;
    uint32_t random = 31;
    static const int sizes[][2] = {{16384, 30}, {3000, 190}, {700, 800}};
    for (int n = 0; n < 9; n++) {
        struct image image = picture(&random, sizes[n % 3][0], sizes[n % 3][1], n == 3);
        const int cuts[] = {1, 7, image.height};
        check(&(struct task){image, (enum kind)(n / 3), {0}, cuts[n % 3], true});
        image_free(&image);
    }
}

/* The data of all IDAT chunks together. */
static struct buf pixel_data(struct bytes file) {
    struct buf data = buf_make(LIMIT);
    for (size_t at = 8; at < file.len; at += read_be32(file.data + at) + 12) {
        if (memcmp(file.data + at + 4, "IDAT", 4) == 0) {
            buf_append(&data, file.data + at + 8, read_be32(file.data + at));
        }
    }
    return data;
}

static void writer_compresses_the_same_however_the_rows_are_cut(void **state) {
    (void)state;
    struct image image = craft_image(1000, 500, true);
    struct buf whole = buf_make(LIMIT);
    struct buf cut = buf_make(LIMIT);
    assert_int_equal(write_all(&(struct task){image, RGBA, {0}, 500, false}, &whole), STATUS_OK);
    assert_int_equal(write_all(&(struct task){image, RGBA, {0}, 9, true}, &cut), STATUS_OK);
    struct buf first = pixel_data(buf_view(&whole));
    struct buf second = pixel_data(buf_view(&cut));
    assert_true(bytes_equal(buf_view(&first), buf_view(&second)));
    buf_free(&first);
    buf_free(&second);
    buf_free(&whole);
    buf_free(&cut);
    image_free(&image);
}

static void writer_puts_the_chunks_before_the_pixels(void **state) {
    (void)state;
    struct buf chunks = buf_make(LIMIT);
    craft_chunk(&chunks, "gAMA", (struct bytes){(const uint8_t *)"\0\0\xb1\x8f", 4});
    craft_chunk(&chunks, "tEXt", (struct bytes){(const uint8_t *)"Title\0A", 7});
    struct image image = craft_image(300, 600, false);
    struct buf file = buf_make(LIMIT);
    const struct task task = {image, RGB, buf_view(&chunks), 50, true};
    assert_int_equal(write_all(&task, &file), STATUS_OK);
    assert_memory_equal(file.data + 33, chunks.data, chunks.len);
    assert_memory_equal(file.data + 33 + chunks.len + 4, "IDAT", 4);
    assert_true(command_accepts("pngcheck -q", buf_view(&file)));
    check(&task);
    buf_free(&file);
    buf_free(&chunks);
    image_free(&image);
}

static void writer_makes_files_in_which_pngcheck_finds_no_fault(void **state) {
    (void)state;
    struct image image = craft_image(800, 600, true);
    for (int kind = MASK; kind <= RGBA; kind++) {
        struct buf file = buf_make(LIMIT);
        assert_int_equal(write_all(&(struct task){image, (enum kind)kind, {0}, 11, true}, &file),
                         STATUS_OK);
        assert_true(command_accepts("pngcheck -q", buf_view(&file)));
        buf_free(&file);
    }
    image_free(&image);
}

static void writer_gives_its_bytes_away_as_it_goes(void **state) {
    (void)state;
    struct image image = craft_image(4000, 3000, false);
    struct png_writer *w;
    assert_int_equal(png_writer_open(&image, true, (struct bytes){0}, &w), STATUS_OK);
    struct buf out = buf_make((size_t)1 << 20);
    for (int y = 0; y < image.height; y += 10) {
        assert_int_equal(png_writer_rows(w, image.pixels + (size_t)y * 16000, 10, &out), STATUS_OK);
        out.len = 0; /* taken away */
    }
    assert_int_equal(png_writer_end(w, &out), STATUS_OK);
    png_writer_free(w);
    buf_free(&out);
    image_free(&image);
}

static void writer_refuses_too_many_rows_and_too_few(void **state) {
    (void)state;
    struct image image = craft_image(20, 10, false);
    struct png_writer *w;
    struct buf out = buf_make(LIMIT);
    assert_int_equal(png_writer_open(&image, true, (struct bytes){0}, &w), STATUS_OK);
    assert_int_equal(png_writer_rows(w, image.pixels, 9, &out), STATUS_OK);
    assert_int_equal(png_writer_rows(w, image.pixels, 2, &out), STATUS_INTERNAL);
    buf_free(&out);
    assert_int_equal(png_writer_end(w, &out), STATUS_INTERNAL);
    png_writer_free(w);
    png_writer_free(NULL);
    buf_free(&out);
    image_free(&image);
}

static void writer_fails_at_every_limit_below_the_files_length(void **state) {
    (void)state;
    struct image image = craft_image(20, 13, true);
    const struct task task = {image, RGBA, {0}, 4, false};
    struct buf whole = buf_make(LIMIT);
    assert_int_equal(write_all(&task, &whole), STATUS_OK);
    for (size_t limit = 0; limit < whole.len; limit++) {
        struct buf out = buf_make(limit);
        assert_int_equal(write_all(&task, &out), STATUS_TOO_LARGE);
        assert_true(out.len <= limit);
        buf_free(&out);
    }
    buf_free(&whole);
    image_free(&image);
}

static bool attempt(void *context) {
    struct buf out = buf_make(LIMIT);
    const enum status status = write_all(context, &out);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    buf_free(&out);
    return status == STATUS_OK;
}

static void writer_survives_each_failing_allocation(void **state) {
    (void)state;
    for (int kind = MASK; kind <= RGBA; kind++) {
        struct task task = {craft_image(2000, 140, true), (enum kind)kind, {0}, 60, true};
        each_allocation_fails_once(attempt, &task);
        image_free(&task.image);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writer_gives_libpng_the_same_pixels_however_the_rows_are_cut),
        cmocka_unit_test(writer_filters_across_the_seams_of_its_bands),
        cmocka_unit_test(writer_compresses_the_same_however_the_rows_are_cut),
        cmocka_unit_test(writer_puts_the_chunks_before_the_pixels),
        cmocka_unit_test(writer_makes_files_in_which_pngcheck_finds_no_fault),
        cmocka_unit_test(writer_gives_its_bytes_away_as_it_goes),
        cmocka_unit_test(writer_refuses_too_many_rows_and_too_few),
        cmocka_unit_test(writer_fails_at_every_limit_below_the_files_length),
        cmocka_unit_test(writer_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
