#include "support/support.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "pixels/huffman.h"
#include "pixels/inflate.h"

#define LIMIT ((size_t)1 << 26)
#define LEVELS 10
#define TRAILER 4 /* bytes of checksum, which zlib waits for */

/* Data of a kind: 0 noise, 1 small differences, 2 runs of up to 8 bytes, 3 texts, 4 nothing new. */
static void fill(uint32_t *random, uint8_t *data, size_t len, int kind) {
    static const char words[] = "the picture and a mask of a picture, and the words of it; ";
    random_fill(random, data, len);
    size_t run = 0;
    size_t back = 1;
    for (size_t i = 0; i < len; i++) {
        if (kind == 1) {
            data[i] = (uint8_t)((data[i] & 7) * (data[i] >> 6) - 4);
        } else if (kind == 2) {
            back = run > 0 ? back : (size_t)random_between(random, 1, 40);
            run = run > 0 ? run - 1 : (size_t)random_between(random, 0, 600);
            data[i] = run > 0 && i >= back ? data[i - back] : data[i];
        } else if (kind == 3) {
            run = data[i] < 40 ? (size_t)random_between(random, 0, (int)sizeof words - 2) : run + 1;
            data[i] = (uint8_t)words[run % (sizeof words - 1)];
        } else if (kind == 4) {
            data[i] = 0;
        }
    }
}

/* How zlib packs. */
struct packing {
    int level;
    int strategy;
    int memory; /* how long its blocks are */
    int window;
};

static struct buf pack(struct bytes data, struct packing how) {
    struct buf packed = buf_make(LIMIT);
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, how.level, Z_DEFLATED, how.window, how.memory, how.strategy),
                     Z_OK);
    const size_t most = deflateBound(&z, data.len) + 64;
    z.next_in = (Bytef *)(uintptr_t)data.data;
    z.avail_in = (uInt)data.len;
    z.next_out = buf_reserve(&packed, most);
    z.avail_out = (uInt)most;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    buf_commit(&packed, most - z.avail_out);
    deflateEnd(&z);
    return packed;
}

/* A stream in pieces of random length, some of them empty, each in a block of its own. */
struct cut {
    struct bytes left;
    uint32_t random;
    int longest;
    uint8_t *piece;
};

static bool next_piece(void *context, struct bytes *piece) {
    struct cut *c = context;
    free(c->piece);
    c->piece = NULL;
    if (c->left.len == 0) {
        return false;
    }
    const size_t wanted = (size_t)random_between(&c->random, c->longest > 1 ? 0 : 1, c->longest);
    const size_t len = wanted < c->left.len ? wanted : c->left.len;
    c->piece = malloc(len + 1);
    memcpy(c->piece, c->left.data, len);
    *piece = (struct bytes){c->piece, len};
    c->left = (struct bytes){c->left.data + len, c->left.len - len};
    return true;
}

/* Unpacks through a window with room for 'room' bytes, moved on whenever it is full. */
static enum status unpack(struct bytes packed, int longest, size_t room, struct buf *out) {
    struct cut cut = {packed, 77, longest, NULL};
    uint8_t *window = test_malloc(INFLATE_HISTORY + room + INFLATE_OVERSHOOT);
    const uint8_t *end = window + INFLATE_HISTORY + room;
    struct inflate *s = test_malloc(sizeof *s);
    uint8_t *at = window;
    enum status status = STATUS_OK;
    inflate_begin(s, (struct inflate_source){&cut, next_piece});
    while (status == STATUS_OK && !s->ended && out->status == STATUS_OK) {
        uint8_t *from = at;
        status = inflate_more(s, window, end, &at);
        assert_true(at - end < INFLATE_OVERSHOOT);
        buf_append(out, from, (size_t)(at - from));
        if (at - window > INFLATE_HISTORY) {
            memmove(window, at - INFLATE_HISTORY, INFLATE_HISTORY);
            at = window + INFLATE_HISTORY;
        }
    }
    free(cut.piece);
    test_free(s);
    test_free(window);
    return status;
}

static void check(struct bytes data, struct packing how, int longest, size_t room) {
    struct buf packed = pack(data, how);
    struct buf out = buf_make(LIMIT);
    assert_int_equal(unpack(buf_view(&packed), longest, room, &out), STATUS_OK);
    assert_true(bytes_equal(buf_view(&out), data));
    buf_free(&out);
    buf_free(&packed);
}

static void inflate_unpacks_what_zlib_packs_of_every_kind_at_every_level(void **state) {
    (void)state;
    static const int strategies[] = {Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE,
                                     Z_FIXED};
    uint32_t random = 1;
    const int most = 100000;
    uint8_t *data = test_malloc((size_t)most);
    for (int kind = 0; kind <= 4; kind++) {
        for (int n = 0; n < LEVELS * 5; n++) {
            const size_t len = (size_t)random_between(&random, 0, n % 2 ? most : 3000);
            const struct packing how = {n % LEVELS, strategies[n / LEVELS],
                                        random_between(&random, 1, 9),
                                        random_between(&random, 9, 15)};
            fill(&random, data, len, kind);
            check((struct bytes){data, len}, how, n % 3 ? 5000 : 40,
                  (size_t)random_between(&random, 1, 70000));
        }
    }
    test_free(data);
}

static void inflate_does_not_care_how_its_stream_is_cut_or_how_little_room_there_is(void **state) {
    (void)state;
    uint32_t random = 2;
    uint8_t data[5000];
    for (int n = 0; n < 60; n++) {
        const struct packing how = {n % LEVELS, Z_DEFAULT_STRATEGY, 1, 15};
        fill(&random, data, sizeof data, n % 5);
        check((struct bytes){data, sizeof data}, how, n < 30 ? 1 : n, n % 4 == 0 ? 1 : 50);
    }
}

static void inflate_copies_matches_of_every_length_and_distance(void **state) {
    (void)state;
    const struct packing how = {9, Z_DEFAULT_STRATEGY, 9, 15};
    uint32_t random = 3;
    uint8_t data[2000];
    for (size_t back = 1; back <= 40; back++) {
        for (size_t len = 3; len <= 270; len += 1 + len / 16) {
            random_fill(&random, data, sizeof data);
            for (size_t i = 1000; i < 1000 + len; i++) {
                data[i] = data[i - back];
            }
            check((struct bytes){data, sizeof data}, how, 4096, 4096);
        }
    }
    uint8_t *far = test_malloc(INFLATE_HISTORY * 3);
    random_fill(&random, far, INFLATE_HISTORY * 3);
    for (size_t i = INFLATE_HISTORY; i < (size_t)INFLATE_HISTORY * 3; i++) {
        far[i] = far[i - (INFLATE_HISTORY - 262)]; /* as far as zlib ever looks */
    }
    check((struct bytes){far, INFLATE_HISTORY * 3}, how, 4096, 300);
    test_free(far);
}

static void inflate_reads_the_longest_codes(void **state) {
    (void)state;
    uint32_t random = 7;
    uint8_t data[32000];
    size_t len = 0;
    uint32_t next = 1;
    for (uint32_t count = 1, byte = 0; len + count < sizeof data; byte++) {
        memset(data + len, (int)byte, count); /* as often as Fibonacci has it: the deepest tree */
        len += count;
        const uint32_t sum = count + next;
        count = next;
        next = sum;
    }
    for (size_t i = len - 1; i > 0; i--) {
        const size_t j = (size_t)random_between(&random, 0, (int)i);
        const uint8_t swap = data[i];
        data[i] = data[j];
        data[j] = swap;
    }
    for (int longest = 1; longest < 10000; longest *= 9) {
        check((struct bytes){data, len}, (struct packing){9, Z_HUFFMAN_ONLY, 9, 15}, longest, 9000);
    }
}

/*
 * What zlib makes of a stream, its checksum not looked at: as inflate has to.  It waits for one all
 * the same, so bytes for it follow.
 */
static enum status zlib_unpack(struct bytes packed, struct buf *out) {
    uint8_t trailer[TRAILER] = {0};
    z_stream z = {.next_in = (Bytef *)(uintptr_t)packed.data, .avail_in = (uInt)packed.len};
    assert_int_equal(inflateInit(&z), Z_OK);
    assert_int_equal(inflateValidate(&z, 0), Z_OK);
    int result = Z_OK;
    bool waits = true;
    while (result == Z_OK) {
        uint8_t part[4096];
        z.next_out = part;
        z.avail_out = sizeof part;
        result = inflate(&z, Z_NO_FLUSH);
        buf_append(out, part, sizeof part - z.avail_out);
        if (z.avail_in == 0 && waits && result != Z_STREAM_END) {
            z.next_in = trailer;
            z.avail_in = TRAILER;
            waits = false;
            result = result == Z_BUF_ERROR ? Z_OK : result;
        }
    }
    inflateEnd(&z);
    return result == Z_STREAM_END ? STATUS_OK : STATUS_DAMAGED;
}

/* Both opinions. */
static enum status agree(struct bytes packed, int longest) {
    struct buf ours = buf_make(LIMIT);
    struct buf theirs = buf_make(LIMIT);
    const enum status status = unpack(packed, longest, 1000, &ours);
    assert_int_equal(status, zlib_unpack(packed, &theirs));
    if (status == STATUS_OK) {
        assert_true(bytes_equal(buf_view(&ours), buf_view(&theirs)));
    }
    buf_free(&ours);
    buf_free(&theirs);
    return status;
}

/* A stream written bit by bit, as zlib never would, and what it has to unpack to. */
struct writer {
    struct buf packed;
    struct buf data;
    uint64_t waiting;
    int count;
};

static void put(struct writer *w, uint32_t value, int bits) {
    w->waiting |= (uint64_t)value << w->count;
    for (w->count += bits; w->count >= 8; w->count -= 8, w->waiting >>= 8) {
        buf_byte(&w->packed, (uint8_t)w->waiting);
    }
}

/* The codes of a block: of literals and lengths, and of distances. */
struct code {
    uint8_t lengths[288];
    uint16_t codes[288];
};

/* Codes of up to 15 bits for the first 'symbols', as if some came far more often than others. */
static struct code random_code(uint32_t *random, int symbols) {
    struct code code = {{0}, {0}};
    uint32_t counts[288] = {0};
    for (int s = 0; s < symbols; s++) {
        counts[s] = 1u << random_between(random, 0, symbols > 30 ? 14 : 16);
    }
    huffman_choose_lengths(counts, symbols, 15, code.lengths);
    huffman_assign_codes(code.lengths, symbols, code.codes);
    return code;
}

static void put_symbol(struct writer *w, const struct code *code, uint32_t symbol) {
    put(w, code->codes[symbol], code->lengths[symbol]);
}

/* A length or distance, less its least: 1 << 'fine' symbols each have one more extra bit. */
static void put_number(struct writer *w, const struct code *code, uint32_t first, uint32_t number,
                       int fine) {
    int extra = 0;
    while (number >> extra >= 2u << fine) {
        extra++;
    }
    put_symbol(w, code, first + ((uint32_t)extra << fine) + (number >> extra));
    put(w, number & ((1u << extra) - 1), extra);
}

static void put_match(struct writer *w, const struct code *literals, const struct code *distances,
                      uint32_t len, uint32_t distance) {
    if (len == 258) {
        put_symbol(w, literals, 285);
    } else {
        put_number(w, literals, 257, len - 3, 2);
    }
    put_number(w, distances, 0, distance - 1, 1);
    for (uint32_t i = 0; i < len; i++) {
        buf_byte(&w->data, w->data.data[w->data.len - distance]);
    }
}

/* The header of a block whose codes' lengths are all written in four bits. */
static void put_header(struct writer *w, const struct code *literals, const struct code *distances,
                       int distance_count) {
    put(w, 1 | 2 << 1, 3);
    put(w, 286 - 257, 5);
    put(w, (uint32_t)distance_count - 1, 5);
    put(w, 19 - 4, 4);
    for (int i = 0; i < 19; i++) {
        put(w, i < 3 ? 0 : 4, 3); /* the three that repeat are not used */
    }
    for (int i = 0; i < 286 + distance_count; i++) {
        const uint32_t len = i < 286 ? literals->lengths[i] : distances->lengths[i - 286];
        put(w, (len & 1) << 3 | (len & 2) << 1 | (len & 4) >> 1 | len >> 3, 4);
    }
}

/* A block of its own codes: 30 distances, or 1, or none, so that there are no matches. */
static struct writer random_stream(uint32_t *random, int distance_count) {
    struct writer w = {.packed = buf_make(LIMIT), .data = buf_make(LIMIT)};
    const struct code literals = random_code(random, 286);
    const struct code distances = random_code(random, distance_count);
    put(&w, 0x0178, 16);
    put_header(&w, &literals, &distances, distance_count > 0 ? distance_count : 1);
    for (int n = 0; n < 2000; n++) {
        const uint32_t byte = random_next(random) & 255;
        const int most = w.data.len < 32768 ? (int)w.data.len : 32768;
        if (most > 0 && distance_count > 0 && n % 3 == 0) {
            put_match(&w, &literals, &distances, (uint32_t)random_between(random, 3, 258),
                      distance_count == 1 ? 1 : (uint32_t)random_between(random, 1, most));
        } else {
            put_symbol(&w, &literals, byte);
            buf_byte(&w.data, (uint8_t)byte);
        }
    }
    put_symbol(&w, &literals, 256);
    put(&w, 0, 7);
    return w;
}

static void inflate_reads_codes_that_zlib_would_not_write(void **state) {
    (void)state;
    uint32_t random = 8;
    for (int n = 0; n < 60; n++) {
        struct writer w = random_stream(&random, n % 3 == 0 ? n % 2 : 30);
        assert_int_equal(agree(buf_view(&w.packed), 1 + n * n), STATUS_OK);
        struct buf out = buf_make(LIMIT);
        assert_int_equal(unpack(buf_view(&w.packed), 4096, 20000, &out), STATUS_OK);
        assert_true(bytes_equal(buf_view(&out), buf_view(&w.data)));
        buf_free(&out);
        buf_free(&w.packed);
        buf_free(&w.data);
    }
}

static void inflate_refuses_codes_that_do_not_add_up_as_zlib_does(void **state) {
    (void)state;
    uint32_t random = 9;
    struct writer w = random_stream(&random, 30);
    for (size_t bit = 0; bit < (5 + (19 * 3 + 316 * 4) / 8) * 8; bit++) { /* all of the header */
        w.packed.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        agree(buf_view(&w.packed), 4096);
        w.packed.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (uint8_t counts = 0; counts < 255; counts++) { /* of codes */
        w.packed.data[2] = (uint8_t)(counts << 3 | 5);
        w.packed.data[3] = (uint8_t)(counts >> 5 | counts << 3);
        agree(buf_view(&w.packed), 4096);
    }
    buf_free(&w.packed);
    buf_free(&w.data);
}

static void inflate_refuses_what_zlib_refuses_and_nothing_else(void **state) {
    (void)state;
    uint32_t random = 4;
    uint8_t data[700];
    int sound = 0;
    int broken = 0;
    for (int n = 0; n < 4000; n++) {
        const struct packing how = {n % LEVELS, n % 7 == 0 ? Z_FIXED : Z_DEFAULT_STRATEGY,
                                    1 + n % 9, 15};
        fill(&random, data, sizeof data, n % 5);
        struct buf packed = pack((struct bytes){data, sizeof data}, how);
        const int last = (int)packed.len - 1 - TRAILER;
        for (int flips = random_between(&random, 0, 2); flips > 0; flips--) {
            const int at = random_between(&random, 0, n % 2 && last > 60 ? 60 : last);
            packed.data[at] ^= (uint8_t)(1 << random_between(&random, 0, 7));
        }
        if (agree(buf_view(&packed), 1 + n % 300) == STATUS_OK) {
            sound++;
        } else {
            broken++;
        }
        buf_free(&packed);
    }
    assert_true(sound > 1000 && broken > 1000);
}

static void inflate_refuses_a_stream_cut_anywhere(void **state) {
    (void)state;
    uint32_t random = 5;
    uint8_t data[400];
    for (int level = 0; level < LEVELS; level += 3) {
        fill(&random, data, sizeof data, 3);
        const struct packing how = {level, Z_DEFAULT_STRATEGY, 9, 15};
        struct buf packed = pack((struct bytes){data, sizeof data}, how);
        for (size_t len = 0; len < packed.len - TRAILER; len++) {
            struct buf out = buf_make(LIMIT);
            const struct bytes cut = {packed.data, len};
            assert_int_equal(unpack(cut, 1 + (int)len % 50, 1000, &out), STATUS_DAMAGED);
            buf_free(&out);
        }
        buf_free(&packed);
    }
}

static void inflate_takes_the_headers_that_zlib_takes(void **state) {
    (void)state;
    static const uint8_t methods[] = {0x08, 0x18, 0x78, 0x88, 0x77, 0xf8};
    struct buf packed = pack(bytes_of("some text"), (struct packing){6, 0, 9, 15});
    int taken = 0;
    for (size_t i = 0; i < sizeof methods * 256; i++) {
        packed.data[0] = methods[i / 256];
        packed.data[1] = (uint8_t)i;
        taken += agree(buf_view(&packed), 4096) == STATUS_OK;
    }
    assert_int_equal(taken, 3 * 4); /* three windows that are not too long, four levels */
    buf_free(&packed);
}

static void inflate_does_not_look_at_the_checksum(void **state) {
    (void)state;
    struct buf packed = pack(bytes_of("some text"), (struct packing){6, 0, 9, 15});
    struct buf out = buf_make(LIMIT);
    const struct bytes without = {packed.data, packed.len - TRAILER};
    assert_int_equal(inflate_zlib(without, &out), STATUS_OK);
    assert_true(bytes_equal(buf_view(&out), bytes_of("some text")));
    buf_free(&out);
    buf_free(&packed);
}

static void inflate_zlib_takes_no_more_than_there_is_room_for(void **state) {
    (void)state;
    uint8_t data[3000];
    uint32_t random = 6;
    for (int kind = 0; kind <= 4; kind++) {
        fill(&random, data, sizeof data, kind);
        struct buf packed = pack((struct bytes){data, sizeof data}, (struct packing){6, 0, 9, 15});
        for (size_t limit = sizeof data - 2; limit < sizeof data + 3; limit++) {
            struct buf out = buf_make(limit + 6);
            buf_text(&out, "before");
            const enum status wanted = limit < sizeof data ? STATUS_DAMAGED : STATUS_OK;
            assert_int_equal(inflate_zlib(buf_view(&packed), &out), wanted);
            assert_int_equal(out.len, wanted == STATUS_OK ? sizeof data + 6 : 6);
            assert_memory_equal(out.data, "before", 6);
            buf_free(&out);
        }
        buf_free(&packed);
    }
}

static bool attempt(void *context) {
    struct buf out = buf_make(LIMIT);
    const enum status status = inflate_zlib(*(const struct bytes *)context, &out);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    buf_free(&out);
    return status == STATUS_OK;
}

static void inflate_zlib_survives_each_failing_allocation(void **state) {
    (void)state;
    struct buf packed = pack(bytes_of("some text"), (struct packing){6, 0, 9, 15});
    struct bytes view = buf_view(&packed);
    each_allocation_fails_once(attempt, &view);
    buf_free(&packed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inflate_unpacks_what_zlib_packs_of_every_kind_at_every_level),
        cmocka_unit_test(inflate_does_not_care_how_its_stream_is_cut_or_how_little_room_there_is),
        cmocka_unit_test(inflate_copies_matches_of_every_length_and_distance),
        cmocka_unit_test(inflate_reads_the_longest_codes),
        cmocka_unit_test(inflate_reads_codes_that_zlib_would_not_write),
        cmocka_unit_test(inflate_refuses_codes_that_do_not_add_up_as_zlib_does),
        cmocka_unit_test(inflate_refuses_what_zlib_refuses_and_nothing_else),
        cmocka_unit_test(inflate_refuses_a_stream_cut_anywhere),
        cmocka_unit_test(inflate_takes_the_headers_that_zlib_takes),
        cmocka_unit_test(inflate_does_not_look_at_the_checksum),
        cmocka_unit_test(inflate_zlib_takes_no_more_than_there_is_room_for),
        cmocka_unit_test(inflate_zlib_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
