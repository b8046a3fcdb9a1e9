#include "support/support.h"

#include <string.h>

#include "pixels/png.h"
#include "pixels/profile.h"
#include "support/corpus.h"
#include "support/craft.h"
#include "support/opinion.h"

#define LIMIT ((size_t)1 << 26)

static int kept;
static int dropped;

static void put32(struct buf *b, size_t at, uint32_t value) {
    for (size_t i = 0; i < 4; i++) {
        b->data[at + i] = (uint8_t)(value >> (24 - 8 * i));
    }
}

/* A profile that libpng takes, its one tag full of noise. */
static struct buf craft_profile(const char *space, size_t len) {
    uint32_t random = 40;
    struct buf p = buf_make(LIMIT);
    uint8_t *data = buf_reserve(&p, len);
    assert_non_null(data);
    random_fill(&random, data, len);
    memset(data, 0, 132 + 12);
    buf_commit(&p, len);
    memcpy(data + 12, "mntr", 4);
    memcpy(data + 16, space, 4);
    memcpy(data + 20, "XYZ ", 4);
    memcpy(data + 36, "acsp", 4);
    memcpy(data + 132, "desc", 4);
    static const uint32_t numbers[][2] = {{8, 0x02100000}, {68, 0xf6d6}, {72, 0x10000},
                                          {76, 0xd32d},    {128, 1},     {136, 144}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        put32(&p, numbers[i][0], numbers[i][1]);
    }
    put32(&p, 0, (uint32_t)len);
    put32(&p, 140, (uint32_t)len - 144);
    return p;
}

static void put_segment(struct buf *jpeg, int number, int count, struct bytes piece) {
    const size_t len = 2 + 14 + piece.len;
    const uint8_t head[] = {0xff, 0xe2, (uint8_t)(len >> 8), (uint8_t)len};
    buf_append(jpeg, head, 4);
    buf_append(jpeg, "ICC_PROFILE", 12);
    buf_byte(jpeg, (uint8_t)number);
    buf_byte(jpeg, (uint8_t)count);
    buf_append(jpeg, piece.data, piece.len);
}

/* Which piece a segment holds, and what it says of itself; 'of' 0 ends the list. */
struct segment {
    int piece;
    int number;
    int of;
};

/* A JPEG with the profile cut into 'cuts' pieces, which its segments hold. */
static struct buf craft_file(struct bytes profile, size_t cuts, const struct segment *segments) {
    struct buf plain = craft_jpeg((struct craft_jpeg){.width = 16, .height = 8, .quality = 80});
    struct buf jpeg = buf_make(LIMIT);
    const size_t piece = (profile.len + cuts - 1) / cuts;
    buf_append(&jpeg, plain.data, 2);
    for (; segments->of != 0; segments++) {
        const size_t at = (size_t)segments->piece * piece;
        const size_t len = profile.len - at < piece ? profile.len - at : piece;
        put_segment(&jpeg, segments->number, segments->of, (struct bytes){profile.data + at, len});
    }
    buf_append(&jpeg, plain.data + 2, plain.len - 2);
    assert_int_equal(jpeg.status, STATUS_OK);
    buf_free(&plain);
    return jpeg;
}

/* A PNG of a small picture with these chunks. */
static struct buf write_png(struct bytes chunks) {
    struct image image = craft_image(30, 20, false);
    struct buf file = buf_make(LIMIT);
    struct png_writer *w;
    assert_int_equal(png_writer_open(&image, true, chunks, &w), STATUS_OK);
    assert_int_equal(png_writer_rows(w, image.pixels, image.height, &file), STATUS_OK);
    assert_int_equal(png_writer_end(w, &file), STATUS_OK);
    png_writer_free(w);
    image_free(&image);
    return file;
}

static void check_fate(struct bytes file, enum profile_fate wanted) {
    struct buf chunks = buf_make(LIMIT);
    enum profile_fate fate;
    assert_int_equal(profile_read(file, &chunks, &fate), STATUS_OK);
    assert_int_equal(fate, wanted);
    assert_true(fate == PROFILE_KEPT || chunks.len == 0);
    buf_free(&chunks);
}

/* Reads a JPEG's profile, writes it into a PNG, and has libpng read it from there. */
static void check_kept(struct bytes jpeg, struct bytes profile) {
    struct buf chunks = buf_make(LIMIT);
    enum profile_fate fate;
    assert_int_equal(profile_read(jpeg, &chunks, &fate), STATUS_OK);
    assert_int_equal(fate, PROFILE_KEPT);
    struct buf png = write_png(buf_view(&chunks));
    struct buf theirs = buf_make(LIMIT);
    assert_true(command_accepts("pngcheck -q", buf_view(&png)));
    assert_true(opinion_png_profile(buf_view(&png), &theirs));
    assert_true(bytes_equal(buf_view(&theirs), profile));
    buf_free(&theirs);
    buf_free(&png);
    buf_free(&chunks);
}

static void profile_of_a_jpeg_reaches_a_png_whole_in_whatever_order_its_pieces_come(void **state) {
    (void)state;
    static const struct {
        size_t len;
        size_t cuts;
        struct segment segments[5];
    } cases[] = {
        {600, 1, {{0, 1, 1}}}, /* libpng 1.6 takes no chunk below 92 bytes */
        {3144, 1, {{0, 1, 1}}},
        {3144, 2, {{0, 1, 2}, {1, 2, 2}}},
        {3000, 3, {{2, 3, 3}, {0, 1, 3}, {1, 2, 3}}},
        {200000, 4, {{3, 4, 4}, {2, 3, 4}, {1, 2, 4}, {0, 1, 4}}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf profile = craft_profile("RGB ", cases[i].len);
        struct buf jpeg = craft_file(buf_view(&profile), cases[i].cuts, cases[i].segments);
        check_kept(buf_view(&jpeg), buf_view(&profile));
        buf_free(&jpeg);
        buf_free(&profile);
    }
}

static void profile_whose_pieces_contradict_each_other_is_dropped(void **state) {
    (void)state;
    static const struct segment cases[][4] = {
        {{0, 1, 2}},                       /* one is missing */
        {{1, 2, 2}},                       /* the first one is */
        {{0, 1, 2}, {1, 1, 2}},            /* a number twice */
        {{0, 1, 2}, {1, 2, 2}, {1, 2, 2}}, /* the same twice */
        {{0, 1, 2}, {1, 2, 3}},            /* two counts */
        {{0, 0, 2}, {1, 1, 2}},            /* counted from 0 */
        {{0, 1, 2}, {1, 3, 2}},            /* past the count */
        {{1, 1, 2}, {0, 2, 2}},            /* the wrong way round: no profile's header */
    };
    struct buf profile = craft_profile("RGB ", 3000);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf jpeg = craft_file(buf_view(&profile), 2, cases[i]);
        check_fate(buf_view(&jpeg), PROFILE_DROPPED);
        buf_free(&jpeg);
    }
    buf_free(&profile);
}

static void profile_that_is_none_or_not_of_rgb_is_dropped(void **state) {
    (void)state;
    static const struct segment whole[] = {{0, 1, 1}, {0}};
    static const struct {
        size_t at;
        const char *bytes;
    } changes[] = {
        {36, "acsq"}, {16, "CMYK"}, {16, "GRAY"}, {0, "\0\0\13\271"}, {0, "\0\0\13\267"}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct buf profile = craft_profile("RGB ", 3000);
        memcpy(profile.data + changes[i].at, changes[i].bytes, 4);
        struct buf jpeg = craft_file(buf_view(&profile), 1, whole);
        check_fate(buf_view(&jpeg), PROFILE_DROPPED);
        buf_free(&jpeg);
        buf_free(&profile);
    }
    struct buf stump = craft_profile("RGB ", 145);
    put32(&stump, 0, 127);
    struct buf jpeg = craft_file((struct bytes){stump.data, 127}, 1, whole);
    check_fate(buf_view(&jpeg), PROFILE_DROPPED);
    buf_free(&jpeg);
    buf_free(&stump);
}

static void profile_past_its_limit_is_dropped(void **state) {
    (void)state;
    enum { CUTS = 66 };
    struct segment segments[CUTS + 1] = {{0}};
    for (int i = 0; i < CUTS; i++) {
        segments[i] = (struct segment){i, i + 1, CUTS};
    }
    for (size_t over = 0; over <= 1; over++) {
        struct buf profile = craft_profile("RGB ", PROFILE_MAX_BYTES + over);
        struct buf jpeg = craft_file(buf_view(&profile), CUTS, segments);
        check_fate(buf_view(&jpeg), over ? PROFILE_DROPPED : PROFILE_KEPT);
        buf_free(&jpeg);
        buf_free(&profile);
    }
}

static void profile_is_none_where_the_file_says_nothing(void **state) {
    (void)state;
    struct buf jpeg = craft_jpeg((struct craft_jpeg){.width = 16, .height = 8, .quality = 80});
    struct buf png = craft_png((struct craft_header){3, 2, 8, 2, 0}, (struct bytes){0});
    check_fate(buf_view(&jpeg), PROFILE_NONE);
    check_fate(buf_view(&png), PROFILE_NONE);
    check_fate(bytes_of("RIFF....WEBP"), PROFILE_NONE);
    buf_free(&jpeg);
    buf_free(&png);
}

/* Chunks by name, all sound: put into *all what a PNG is to have. */
static void put_chunk(struct buf *all, const char *name) {
    static const uint8_t data[64] = {'n', 0, 0, 1, 2, 3};
    const bool whole = strcmp(name, "iCCP") == 0 || strcmp(name, "cHRM") == 0;
    const size_t len = whole ? 32 : strcmp(name, "sRGB") == 0 ? 1 : 4;
    craft_chunk(all, name, (struct bytes){data, len});
}

static struct buf craft_chunks(const char *const *names) {
    struct buf all = buf_make(LIMIT);
    for (; *names; names++) {
        put_chunk(&all, *names);
    }
    return all;
}

static void profile_of_a_png_is_its_chunks_to_the_byte(void **state) {
    (void)state;
    static const struct {
        uint8_t color_type;
        enum profile_fate fate;
        const char *chunks[7];
        const char *wanted[6];
    } cases[] = {
        {2, PROFILE_KEPT, {"cICP", "sRGB", "gAMA", "cHRM"}, {"cICP", "sRGB", "gAMA", "cHRM"}},
        {6, PROFILE_KEPT, {"gAMA", "tEXt", "iCCP", "tIME"}, {"iCCP", "gAMA"}},
        {2, PROFILE_KEPT, {"iCCP", "sRGB"}, {"iCCP"}},
        {2, PROFILE_KEPT, {"sRGB", "sRGB"}, {"sRGB"}},
        {0, PROFILE_KEPT, {"gAMA"}, {"gAMA"}},
        {0, PROFILE_DROPPED, {"iCCP", "gAMA"}, {"gAMA"}},
        {4, PROFILE_DROPPED, {"iCCP"}, {NULL}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf extra = craft_chunks(cases[i].chunks);
        struct buf wanted = craft_chunks(cases[i].wanted);
        const struct craft_header header = {3, 2, 8, cases[i].color_type, 0};
        struct buf png = craft_png(header, buf_view(&extra));
        struct buf chunks = buf_make(LIMIT);
        enum profile_fate fate;
        assert_int_equal(profile_read(buf_view(&png), &chunks, &fate), STATUS_OK);
        assert_int_equal(fate, cases[i].fate);
        assert_true(bytes_equal(buf_view(&chunks), buf_view(&wanted)));
        buf_free(&chunks);
        buf_free(&png);
        buf_free(&wanted);
        buf_free(&extra);
    }
}

static void profile_chunk_after_the_pixels_does_not_count(void **state) {
    (void)state;
    struct buf png = craft_png((struct craft_header){3, 2, 8, 2, 0}, (struct bytes){0});
    png.len -= 12; /* IEND */
    put_chunk(&png, "gAMA");
    craft_end(&png);
    check_fate(buf_view(&png), PROFILE_NONE);
    buf_free(&png);
}

static void profile_chunk_with_any_bit_flipped_is_dropped(void **state) {
    (void)state;
    const struct craft_header header = {3, 2, 8, 2, 0};
    struct buf chunk = craft_chunks((const char *const[]){"iCCP", NULL});
    for (size_t bit = 64; bit < chunk.len * 8; bit++) { /* not its length and name */
        chunk.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        struct buf png = craft_png(header, buf_view(&chunk));
        check_fate(buf_view(&png), PROFILE_DROPPED);
        buf_free(&png);
        chunk.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    buf_free(&chunk);
}

static void profile_chunk_of_an_impossible_form_is_dropped(void **state) {
    (void)state;
    static const uint8_t zeros[100] = {0};
    static const uint8_t method[] = {'n', 0, 1, 9};
    static uint8_t nameless[100];
    memset(nameless, 'n', sizeof nameless);
    const struct {
        const char *name;
        struct bytes data;
    } cases[] = {{"gAMA", {zeros, 3}},     {"gAMA", {zeros, 5}},  {"cHRM", {zeros, 31}},
                 {"sRGB", {zeros, 0}},     {"cICP", {zeros, 5}},  {"iCCP", {zeros, 0}},
                 {"iCCP", {zeros, 10}},    {"iCCP", {method, 2}}, {"iCCP", {method, 4}},
                 {"iCCP", {nameless, 100}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf extra = buf_make(LIMIT);
        craft_chunk(&extra, cases[i].name, cases[i].data);
        struct buf png = craft_png((struct craft_header){3, 2, 8, 2, 0}, buf_view(&extra));
        check_fate(buf_view(&png), PROFILE_DROPPED);
        buf_free(&png);
        buf_free(&extra);
    }
}

static void profile_survives_a_jpeg_cut_anywhere(void **state) {
    (void)state;
    struct buf profile = craft_profile("RGB ", 200);
    struct buf jpeg =
        craft_file(buf_view(&profile), 2, (const struct segment[]){{0, 1, 2}, {1, 2, 2}, {0}});
    for (size_t len = 0; len < 400; len++) {
        uint8_t *cut = test_malloc(len + 1);
        memcpy(cut + 1, jpeg.data, len);
        struct buf chunks = buf_make(LIMIT);
        enum profile_fate fate;
        assert_int_equal(profile_read((struct bytes){cut + 1, len}, &chunks, &fate), STATUS_OK);
        assert_true((fate == PROFILE_KEPT) == (chunks.len > 0));
        buf_free(&chunks);
        test_free(cut);
    }
    buf_free(&jpeg);
    buf_free(&profile);
}

static void read_like_libpng(const char *path, const char *name) {
    const struct bytes file = file_read(path);
    struct png_info info;
    struct fault fault;
    struct buf theirs = buf_make(LIMIT);
    struct buf again = buf_make(LIMIT);
    struct buf chunks = buf_make(LIMIT);
    enum profile_fate fate;
    if (png_walk(file, &info, &fault) == STATUS_OK && info.color_type % 4 != 0) {
        assert_int_equal(profile_read(file, &chunks, &fate), STATUS_OK);
        struct buf png = write_png(buf_view(&chunks));
        const bool has = opinion_png_profile(file, &theirs);
        if (opinion_png_profile(buf_view(&png), &again) != has ||
            !bytes_equal(buf_view(&again), buf_view(&theirs))) {
            fail_msg("%s: libpng finds another profile in ours", name);
        }
        kept += has;
        buf_free(&png);
    }
    buf_free(&chunks);
    buf_free(&again);
    buf_free(&theirs);
    file_free(file);
}

static void profile_of_each_png_of_the_corpus_is_the_one_that_libpng_finds(void **state) {
    (void)state;
    kept = 0;
    if (corpus_each("pngsuite/png", ".png", read_like_libpng) >= 0) {
        corpus_each("jpeg-valid/jpeg-decoder-reftest", ".png", read_like_libpng);
        corpus_each("jpeg-valid/jpeg-decoder-reftest/mozilla", ".png", read_like_libpng);
        print_message("%d profiles\n", kept);
        assert_true(kept > 0);
    }
}

static void read_jpeg_profile(const char *path, const char *name) {
    const struct bytes file = file_read(path);
    struct buf chunks = buf_make(LIMIT);
    enum profile_fate fate;
    assert_int_equal(profile_read(file, &chunks, &fate), STATUS_OK);
    if (fate == PROFILE_KEPT) {
        struct buf png = write_png(buf_view(&chunks));
        struct buf theirs = buf_make(LIMIT);
        if (!opinion_png_profile(buf_view(&png), &theirs) || read_be32(theirs.data) != theirs.len) {
            fail_msg("%s: libpng does not take its profile", name);
        }
        buf_free(&theirs);
        buf_free(&png);
    }
    kept += fate == PROFILE_KEPT;
    dropped += fate == PROFILE_DROPPED;
    buf_free(&chunks);
    file_free(file);
}

static void profiles_of_real_jpegs_are_kept_if_they_are_of_rgb(void **state) {
    (void)state;
    kept = 0;
    if (corpus_each("jpeg-valid/jpeg-js", ".jpg", read_jpeg_profile) >= 0) {
        corpus_each("jpeg-valid/jpeg-decoder-reftest", ".jpg", read_jpeg_profile);
        corpus_each("jpeg-valid/jpeg-decoder-reftest/mozilla", ".jpg", read_jpeg_profile);
        corpus_each("exif-orientation", ".jpg", read_jpeg_profile);
        print_message("%d kept, %d dropped\n", kept, dropped);
        assert_int_equal(kept, 5);
        assert_int_equal(dropped, 1);
    }
}

static void profile_fails_at_every_limit_below_what_it_writes(void **state) {
    (void)state;
    struct buf profile = craft_profile("RGB ", 160);
    struct buf jpeg = craft_file(buf_view(&profile), 1, (const struct segment[]){{0, 1, 1}, {0}});
    struct buf chunks = buf_make(LIMIT);
    enum profile_fate fate;
    assert_int_equal(profile_read(buf_view(&jpeg), &chunks, &fate), STATUS_OK);
    for (size_t limit = 0; limit < chunks.len; limit++) {
        struct buf out = buf_make(limit);
        assert_int_equal(profile_read(buf_view(&jpeg), &out, &fate), STATUS_TOO_LARGE);
        assert_int_equal(fate, PROFILE_NONE);
        buf_free(&out);
    }
    buf_free(&chunks);
    buf_free(&jpeg);
    buf_free(&profile);
}

static bool attempt(void *context) {
    struct buf chunks = buf_make(LIMIT);
    enum profile_fate fate;
    const enum status status = profile_read(*(const struct bytes *)context, &chunks, &fate);
    assert_true(status == STATUS_NO_MEMORY || (status == STATUS_OK && fate == PROFILE_KEPT));
    buf_free(&chunks);
    return status == STATUS_OK;
}

static void profile_survives_each_failing_allocation(void **state) {
    (void)state;
    struct buf profile = craft_profile("RGB ", 50000);
    struct buf jpeg = craft_file(buf_view(&profile), 1, (const struct segment[]){{0, 1, 1}, {0}});
    struct bytes file = buf_view(&jpeg);
    each_allocation_fails_once(attempt, &file);
    buf_free(&jpeg);
    buf_free(&profile);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(profile_of_a_jpeg_reaches_a_png_whole_in_whatever_order_its_pieces_come),
        cmocka_unit_test(profile_whose_pieces_contradict_each_other_is_dropped),
        cmocka_unit_test(profile_that_is_none_or_not_of_rgb_is_dropped),
        cmocka_unit_test(profile_past_its_limit_is_dropped),
        cmocka_unit_test(profile_is_none_where_the_file_says_nothing),
        cmocka_unit_test(profile_of_a_png_is_its_chunks_to_the_byte),
        cmocka_unit_test(profile_chunk_after_the_pixels_does_not_count),
        cmocka_unit_test(profile_chunk_with_any_bit_flipped_is_dropped),
        cmocka_unit_test(profile_chunk_of_an_impossible_form_is_dropped),
        cmocka_unit_test(profile_survives_a_jpeg_cut_anywhere),
        cmocka_unit_test(profile_of_each_png_of_the_corpus_is_the_one_that_libpng_finds),
        cmocka_unit_test(profiles_of_real_jpegs_are_kept_if_they_are_of_rgb),
        cmocka_unit_test(profile_fails_at_every_limit_below_what_it_writes),
        cmocka_unit_test(profile_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
