#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "pixels/jpeg.h"
#include "pixels/png.h"
#include "support/corpus.h"
#include "support/craft.h"
#include "support/opinion.h"

#define LIMIT (1 << 24)

/* Valid files of the corpus, by libjpeg and by the reference pictures beside them. */

static int as_libjpeg;
static int as_reference;

static void check_levels(const char *name, const char *whose, const struct image *ours,
                         const struct image *theirs) {
    const struct difference d = compare(ours, theirs);
    if (d.most > 4) {
        fail_msg("%s: %d levels from %s", name, d.most, whose);
    }
}

static void compare_with_reference(const char *path, const char *name, const struct image *ours) {
    char reference[4096 + 8];
    snprintf(reference, sizeof reference, "%.*s.png", (int)strlen(path) - 4, path);
    FILE *there = fopen(reference, "rb");
    if (!there) {
        return;
    }
    fclose(there);
    const struct bytes file = file_read(reference);
    struct image theirs;
    assert_true(opinion_png(file, &theirs));
    check_levels(name, "its reference", ours, &theirs);
    as_reference++;
    image_free(&theirs);
    file_free(file);
}

/* Files that others refuse, or show differently for a reason. */
static bool is_special(const char *name) {
    static const char *const special[] = {
        "mjpeg.jpg",               /* has no Huffman tables */
        "partial_progressive.jpg", /* has a broken marker between two scans */
        "jpg-size-6x6.jpg",        /* is a PNG */
        "jpg-size-3x3.jpg",        /* libjpeg does not smooth colours 2 pixels wide */
        "jpg-size-4x4.jpg",
    };
    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        if (strcmp(name, special[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void decode_like_others(const char *path, const char *name) {
    if (is_special(name)) {
        return;
    }
    const struct bytes file = file_read(path);
    struct image ours;
    struct image theirs;
    struct fault fault;
    if (jpeg_decode(file, &ours, &fault) != STATUS_OK) {
        fail_msg("%s: %s", name, fault.text);
    }
    assert_true(image_is_opaque(&ours));
    if (opinion_jpeg(file, &theirs)) { /* not those of four components */
        check_levels(name, "libjpeg", &ours, &theirs);
        as_libjpeg++;
        image_free(&theirs);
    }
    compare_with_reference(path, name, &ours);
    image_free(&ours);
    file_free(file);
}

static void jpeg_decodes_the_corpus_within_4_levels_of_others(void **state) {
    (void)state;
    static const char *const folders[] = {"jpeg-valid/jpeg-js", "jpeg-valid/jpeg-decoder-reftest",
                                          "jpeg-valid/jpeg-decoder-reftest/mozilla",
                                          "exif-orientation"};
    int files = 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        files += corpus_each(folders[i], ".jpg", decode_like_others);
    }
    if (files > 0) {
        print_message("JPEG: %d files as libjpeg has them, %d as their references\n", as_libjpeg,
                      as_reference);
        assert_int_equal(as_libjpeg, 65);
        assert_int_equal(as_reference, 32);
    }
}

static void jpeg_decodes_every_kind_as_libjpeg_does(void **state) {
    (void)state;
    static const int sizes[][2] = {{1, 1}, {8, 8}, {17, 9}, {100, 75}, {640, 31}, {33, 500}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (int kind = 0; kind < 8; kind++) {
            struct buf jpeg = craft_jpeg((struct craft_jpeg){.width = sizes[i][0],
                                                             .height = sizes[i][1],
                                                             .quality = 90,
                                                             .grey = kind & 1,
                                                             .progressive = kind & 2,
                                                             .restart_rows = kind & 4 ? 1 : 0});
            struct image ours;
            struct image theirs;
            struct fault fault;
            assert_int_equal(jpeg_decode(buf_view(&jpeg), &ours, &fault), STATUS_OK);
            assert_true(opinion_jpeg(buf_view(&jpeg), &theirs));
            check_levels("a crafted file", "libjpeg", &ours, &theirs);
            image_free(&ours);
            image_free(&theirs);
            buf_free(&jpeg);
        }
    }
}

/* A small sound file, and where its segments are. */
static struct buf small(void) {
    return craft_jpeg((struct craft_jpeg){.width = 24, .height = 20, .quality = 75});
}

static size_t find(const struct buf *jpeg, uint8_t marker) {
    for (size_t i = 0; i + 1 < jpeg->len; i++) {
        if (jpeg->data[i] == 0xff && jpeg->data[i + 1] == marker) {
            return i;
        }
    }
    fail_msg("no marker %02x", marker);
    return 0;
}

static size_t segment_len(const struct buf *jpeg, size_t at) {
    return 2 + (size_t)read_be16(jpeg->data + at + 2);
}

/* The file with 'len' bytes of 'with' in place of 'out' bytes at 'at'. */
static struct buf splice(const struct buf *jpeg, size_t at, size_t out, const void *with,
                         size_t len) {
    struct buf spliced = buf_make(LIMIT);
    buf_append(&spliced, jpeg->data, at);
    buf_append(&spliced, with, len);
    buf_append(&spliced, jpeg->data + at + out, jpeg->len - at - out);
    return spliced;
}

static enum status walk(struct bytes file, struct jpeg_info *info) {
    struct fault fault;
    const enum status status = jpeg_walk(file, info, &fault);
    if (status != STATUS_OK) {
        assert_int_equal(fault.status, status);
        assert_int_equal(info->width, 0);
        assert_int_equal(info->len, 0);
    }
    return status;
}

/* How the walk ends for the file with bytes replaced; frees nothing of the caller's. */
static enum status walk_spliced(const struct buf *jpeg, size_t at, size_t out, const void *with,
                                size_t len) {
    struct buf spliced = splice(jpeg, at, out, with, len);
    struct jpeg_info info;
    const enum status status = walk(buf_view(&spliced), &info);
    buf_free(&spliced);
    return status;
}

static void jpeg_refuses_a_file_cut_anywhere(void **state) {
    (void)state;
    struct buf jpeg = small();
    for (size_t len = 0; len < jpeg.len; len++) {
        uint8_t *cut = test_malloc(len);
        memcpy(cut, jpeg.data, len);
        struct jpeg_info info;
        assert_int_equal(walk((struct bytes){cut, len}, &info), STATUS_DAMAGED);
        test_free(cut);
    }
    buf_free(&jpeg);
}

static void jpeg_tells_what_the_segments_say(void **state) {
    (void)state;
    struct buf jpeg = craft_jpeg((struct craft_jpeg){
        .width = 24, .height = 20, .quality = 75, .app1 = {(const uint8_t *)"Exif\0\0MM\0*", 10}});
    const size_t len = jpeg.len;
    buf_text(&jpeg, "trailing");
    struct jpeg_info info;
    assert_int_equal(walk(buf_view(&jpeg), &info), STATUS_OK);
    assert_int_equal(info.width, 24);
    assert_int_equal(info.height, 20);
    assert_int_equal(info.components, 3);
    assert_false(info.multi_picture);
    assert_false(info.xmp_location);
    assert_int_equal(info.exif.len, 4);
    assert_memory_equal(info.exif.data, "MM\0*", 4);
    assert_int_equal(info.len, len);
    buf_free(&jpeg);
}

static void jpeg_tells_of_a_second_picture_and_of_a_location_in_xmp(void **state) {
    (void)state;
    struct buf jpeg = small();
    struct buf mpf = splice(&jpeg, 2, 0, "\xff\xe2\0\x0aMPF\0II*\0", 12);
    struct jpeg_info info;
    assert_int_equal(walk(buf_view(&mpf), &info), STATUS_OK);
    assert_true(info.multi_picture);
    assert_false(info.xmp_location);
    struct buf xmp = splice(&jpeg, 2, 0, "\xff\xe1\0\x17http:/ <exif:GPSLatitu", 25);
    assert_int_equal(walk(buf_view(&xmp), &info), STATUS_OK);
    assert_true(info.xmp_location);
    assert_false(info.multi_picture);
    assert_int_equal(info.exif.len, 0);
    buf_free(&xmp);
    buf_free(&mpf);
    buf_free(&jpeg);
}

static void jpeg_refuses_every_process_it_cannot_decode(void **state) {
    (void)state;
    struct buf jpeg = small();
    const size_t frame = find(&jpeg, 0xc0);
    for (int marker = 0xc0; marker <= 0xcf; marker++) {
        if (marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
            const uint8_t byte = (uint8_t)marker;
            assert_int_equal(walk_spliced(&jpeg, frame + 1, 1, &byte, 1),
                             marker <= 0xc2 ? STATUS_OK : STATUS_UNSUPPORTED);
        }
    }
    assert_int_equal(walk_spliced(&jpeg, frame, 0, "\xff\xcc\0\4\0\0", 6), STATUS_UNSUPPORTED);
    assert_int_equal(walk_spliced(&jpeg, frame, 0, "\xff\xde\0\4\0\0", 6), STATUS_UNSUPPORTED);
    buf_free(&jpeg);
}

static void jpeg_refuses_headers_that_are_not_for_8_bits_and_1_3_or_4_colours(void **state) {
    (void)state;
    struct buf jpeg = small();
    const size_t frame = find(&jpeg, 0xc0);
    assert_int_equal(walk_spliced(&jpeg, frame + 4, 1, "\x0c", 1), STATUS_UNSUPPORTED);
    assert_int_equal(walk_spliced(&jpeg, frame + 5, 2, "\0\0", 2), STATUS_UNSUPPORTED);
    assert_int_equal(walk_spliced(&jpeg, frame + 7, 2, "\0\0", 2), STATUS_UNSUPPORTED);
    assert_int_equal(walk_spliced(&jpeg, frame + 9, 1, "\4", 1), STATUS_DAMAGED);
    assert_int_equal(walk_spliced(&jpeg, frame + 2, 2, "\0\x10", 2), STATUS_DAMAGED);
    assert_int_equal(walk_spliced(&jpeg, frame, segment_len(&jpeg, frame),
                                  "\xff\xc0\0\x0e\x08\0\x14\0\x18\2\1\x11\0\2\x11\0", 16),
                     STATUS_UNSUPPORTED);
    buf_free(&jpeg);
}

static void jpeg_refuses_segments_that_are_missing_doubled_or_broken(void **state) {
    (void)state;
    struct buf jpeg = small();
    const size_t frame = find(&jpeg, 0xc0);
    const size_t frame_len = segment_len(&jpeg, frame);
    const size_t tables = find(&jpeg, 0xc4);
    const size_t scan = find(&jpeg, 0xda);
    const size_t quantization = find(&jpeg, 0xdb);
    const struct {
        size_t at, out;
        const void *with;
        size_t len;
    } cases[] = {
        {frame, frame_len, "", 0},                   /* no frame */
        {frame, 0, jpeg.data + frame, frame_len},    /* two frames */
        {tables, scan - tables, "", 0},              /* no Huffman tables */
        {tables, segment_len(&jpeg, tables), "", 0}, /* one missing */
        {tables + 4, 1, "\x04", 1},                  /* a table of impossible number */
        {tables + 4, 1, "\x20", 1},                  /* a table of impossible class */
        {tables + 5, 1, "\xff", 1},                  /* a table longer than its segment */
        {scan, jpeg.len - scan - 2, "", 0},          /* no scan */
        {scan + 4, 1, "\0", 1},                      /* a scan of no component */
        {scan + 4, 1, "\5", 1},                      /* a scan of too many */
        {scan + 4, 1, "\2", 1},                      /* a scan header of the wrong length */
        {scan + 5, 1, "\x09", 1},                    /* a scan of an unknown component */
        {frame + 11, 1, "\0", 1},                    /* a component of no samples */
        {frame + 11, 1, "\x51", 1},                  /* one of too many */
        {scan, 0, "\xff\xd8", 2},                    /* a second picture */
        {quantization + 2, 2, "\0\1", 2},            /* a segment without a length */
        {quantization + 2, 2, "\xff\xff", 2},        /* a segment past the end */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const enum status status =
            walk_spliced(&jpeg, cases[i].at, cases[i].out, cases[i].with, cases[i].len);
        if (status != STATUS_DAMAGED) {
            fail_msg("case %zu: %s", i, status_name(status));
        }
    }
    buf_free(&jpeg);
}

static void jpeg_forgives_what_every_decoder_forgives(void **state) {
    (void)state;
    struct buf jpeg = small();
    const size_t frame = find(&jpeg, 0xc0);
    static const struct {
        const char *with;
        size_t len;
    } cases[] = {
        {"\xff\xff\xff", 3},             /* fill bytes */
        {"\0\0\0\0", 4},                 /* padding */
        {"\xff\xe5\0\1", 4},             /* a segment shorter than its own length */
        {"\xff\xe5\0\0\xff\xef\0\1", 8}, /* two of them */
        {"\xff\xfe\0\x08hello!", 10},    /* a comment */
    };
    struct image plain;
    struct fault fault;
    assert_int_equal(jpeg_decode(buf_view(&jpeg), &plain, &fault), STATUS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf forgiven = splice(&jpeg, frame, 0, cases[i].with, cases[i].len);
        struct image image;
        assert_int_equal(jpeg_decode(buf_view(&forgiven), &image, &fault), STATUS_OK);
        assert_int_equal(compare(&plain, &image).most, 0);
        image_free(&image);
        buf_free(&forgiven);
    }
    image_free(&plain);
    buf_free(&jpeg);
}

static void jpeg_refuses_a_picture_that_stb_image_gives_up_on_in_silence(void **state) {
    (void)state;
    struct buf jpeg = craft_jpeg(
        (struct craft_jpeg){.width = 24, .height = 20, .quality = 75, .progressive = true});
    const size_t frame = find(&jpeg, 0xc2);
    const size_t after = frame + segment_len(&jpeg, frame);
    struct buf padded = splice(&jpeg, after, 0, "\0\0", 2);
    struct image image;
    struct fault fault;
    assert_int_equal(jpeg_decode(buf_view(&padded), &image, &fault), STATUS_DAMAGED);
    assert_null(image.pixels);
    buf_free(&padded);
    buf_free(&jpeg);
}

static void jpeg_refuses_a_size_past_the_limit_before_allocating(void **state) {
    (void)state;
    static const uint8_t sizes[][4] = {
        {0xff, 0xff, 0xff, 0xff}, {0x40, 0x01, 0, 1}, {0, 1, 0x40, 0x01}, {0x40, 0, 0x10, 0x01}};
    struct buf jpeg = small();
    const size_t frame = find(&jpeg, 0xc0);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct buf bomb = splice(&jpeg, frame + 5, 4, sizes[i], 4);
        const size_t allocated = allocated_so_far();
        struct image image;
        struct fault fault;
        assert_int_equal(jpeg_decode(buf_view(&bomb), &image, &fault), STATUS_TOO_LARGE);
        assert_int_equal(allocated_so_far(), allocated);
        buf_free(&bomb);
    }
    buf_free(&jpeg);
}

/* A picture of so many scans, each but a few bytes. */
static struct buf scans(int count, uint8_t size_high) {
    struct buf jpeg = craft_jpeg((struct craft_jpeg){.width = 24, .height = 20, .quality = 75});
    const size_t frame = find(&jpeg, 0xc0);
    const size_t scan = find(&jpeg, 0xda);
    jpeg.data[frame + 1] = 0xc2;
    jpeg.data[frame + 5] = size_high;
    jpeg.data[frame + 7] = size_high;
    struct buf many = buf_make(LIMIT);
    buf_append(&many, jpeg.data, scan);
    for (int i = 0; i < count; i++) {
        buf_append(&many, "\xff\xda\0\x08\1\1\0\1\x3f\0\0\0\0\0", 14);
    }
    buf_append(&many, "\xff\xd9", 2);
    buf_free(&jpeg);
    return many;
}

static void jpeg_refuses_more_scans_than_any_photo_has(void **state) {
    (void)state;
    struct jpeg_info info;
    struct buf some = scans(JPEG_MAX_SCANS, 0);
    assert_int_equal(walk(buf_view(&some), &info), STATUS_OK);
    struct buf many = scans(JPEG_MAX_SCANS + 1, 0);
    assert_int_equal(walk(buf_view(&many), &info), STATUS_TOO_LARGE);
    struct buf large = scans(JPEG_MAX_SCANS, 0x10); /* 100 times 17 megapixels */
    assert_int_equal(walk(buf_view(&large), &info), STATUS_TOO_LARGE);
    buf_free(&some);
    buf_free(&many);
    buf_free(&large);
}

static void jpeg_counts_what_a_scan_makes_a_decoder_read(void **state) {
    (void)state;
    struct buf progressive = scans(1, 0);
    const size_t scan = find(&progressive, 0xda);
    assert_int_equal(walk_spliced(&progressive, scan + 7, 2, "\0\0", 2), STATUS_OK);
    assert_int_equal(walk_spliced(&progressive, scan + 7, 2, "\2\1", 2), STATUS_DAMAGED);
    assert_int_equal(walk_spliced(&progressive, scan + 7, 2, "\1\x40", 2), STATUS_DAMAGED);
    buf_free(&progressive);
    struct buf baseline = small();
    const size_t range = find(&baseline, 0xda) + 11;
    assert_int_equal(walk_spliced(&baseline, range, 2, "\2\1", 2), STATUS_OK);
    buf_free(&baseline);
}

static int bombs;

static void refuse_without_allocating(const char *path, const char *name) {
    if (strncmp(name, "bomb_", 5) == 0 || strncmp(name, "sof_", 4) == 0 ||
        strncmp(name, "hdr_", 4) == 0 || strncmp(name, "truncated_", 10) == 0) {
        const struct bytes file = file_read(path);
        const size_t allocated = allocated_so_far();
        struct image image;
        struct fault fault;
        assert_int_not_equal(jpeg_decode(file, &image, &fault), STATUS_OK);
        assert_int_equal(allocated_so_far(), allocated);
        bombs++;
        file_free(file);
    }
}

static void jpeg_refuses_the_bombs_and_stumps_of_the_corpus_before_allocating(void **state) {
    (void)state;
    if (corpus_each("generated", ".jpg", refuse_without_allocating) >= 0) {
        assert_int_equal(bombs, 6 + 3 + 2 + 8);
    }
}

static bool decode(void *context) {
    struct image image;
    struct fault fault;
    const enum status status = jpeg_decode(buf_view(context), &image, &fault);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_int_equal(image.pixels != NULL, status == STATUS_OK);
    image_free(&image);
    return status == STATUS_OK;
}

static void jpeg_decode_survives_each_failing_allocation(void **state) {
    (void)state;
    struct buf jpeg = small();
    each_allocation_fails_once(decode, &jpeg);
    struct buf stunted = splice(&jpeg, 2, 0, "\xff\xe5\0\1", 4);
    each_allocation_fails_once(decode, &stunted);
    buf_free(&stunted);
    buf_free(&jpeg);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jpeg_decodes_the_corpus_within_4_levels_of_others),
        cmocka_unit_test(jpeg_decodes_every_kind_as_libjpeg_does),
        cmocka_unit_test(jpeg_refuses_a_file_cut_anywhere),
        cmocka_unit_test(jpeg_tells_what_the_segments_say),
        cmocka_unit_test(jpeg_tells_of_a_second_picture_and_of_a_location_in_xmp),
        cmocka_unit_test(jpeg_refuses_every_process_it_cannot_decode),
        cmocka_unit_test(jpeg_refuses_headers_that_are_not_for_8_bits_and_1_3_or_4_colours),
        cmocka_unit_test(jpeg_refuses_segments_that_are_missing_doubled_or_broken),
        cmocka_unit_test(jpeg_forgives_what_every_decoder_forgives),
        cmocka_unit_test(jpeg_refuses_a_picture_that_stb_image_gives_up_on_in_silence),
        cmocka_unit_test(jpeg_refuses_a_size_past_the_limit_before_allocating),
        cmocka_unit_test(jpeg_refuses_more_scans_than_any_photo_has),
        cmocka_unit_test(jpeg_counts_what_a_scan_makes_a_decoder_read),
        cmocka_unit_test(jpeg_refuses_the_bombs_and_stumps_of_the_corpus_before_allocating),
        cmocka_unit_test(jpeg_decode_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
