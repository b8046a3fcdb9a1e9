#include "support/support.h"

#include <string.h>

#include "pixels/exif_notes.h"

/* An entry of a directory; a text longer than four bytes lies behind the directories. */
struct entry {
    uint16_t tag;
    uint16_t type;
    const char *text;
    size_t len;
};

#define TEXT(tag, text) {tag, 2, text, sizeof(text)}
#define COMMENT(text) {0x9286, 7, text, sizeof(text) - 1}
#define END {0, 0, NULL, 0}
#define MOST 512

static void put(uint8_t *to, bool big, size_t value, int len) {
    for (int i = 0; i < len; i++) {
        to[big ? len - 1 - i : i] = (uint8_t)(value >> 8 * i);
    }
}

struct block {
    bool big;
    size_t len; /* of 'data', where the next text goes */
    uint8_t data[MOST];
};

static void put_entry(struct block *b, size_t at, uint16_t tag, uint16_t type, size_t count) {
    put(b->data + at, b->big, tag, 2);
    put(b->data + at + 2, b->big, type, 2);
    put(b->data + at + 4, b->big, count, 4);
}

/* Writes the directory at 'at' and the texts of its entries. */
static void put_directory(struct block *b, size_t at, const struct entry *entries, size_t more) {
    size_t count = 0;
    for (; entries[count].text; count++) {
        const struct entry *e = &entries[count];
        const size_t place = at + 2 + 12 * count;
        put_entry(b, place, e->tag, e->type, e->len);
        if (e->len <= 4) {
            memcpy(b->data + place + 8, e->text, e->len);
            continue;
        }
        put(b->data + place + 8, b->big, b->len, 4);
        memcpy(b->data + b->len, e->text, e->len);
        b->len += e->len;
    }
    if (more > 0) {
        put_entry(b, at + 2 + 12 * count, 0x8769, 4, 1);
        put(b->data + at + 2 + 12 * count++ + 8, b->big, more, 4);
    }
    put(b->data + at, b->big, count, 2);
}

static struct block craft(bool big, const struct entry *first, const struct entry *second) {
    struct block b = {.big = big, .len = 200};
    memcpy(b.data, big ? "MM" : "II", 2);
    put(b.data + 2, big, 42, 2);
    put(b.data + 4, big, 8, 4);
    put_directory(&b, 8, first, second ? 120 : 0);
    if (second) {
        put_directory(&b, 120, second, 0);
    }
    return b;
}

/* Reads from a block of its own that ends where 'len' says. */
static struct note_list read(const struct block *b, size_t len) {
    uint8_t *copy = test_malloc(len + 1);
    struct note_list list = note_list_make();
    memcpy(copy + 1, b->data, len);
    assert_int_equal(exif_notes_read((struct bytes){copy + 1, len}, &list), STATUS_OK);
    test_free(copy);
    return list;
}

static void check(const struct note_list *list, size_t index, const char *keyword,
                  const char *text) {
    assert_true(index < list->count);
    assert_true(bytes_equal(note_list_at(list, index).keyword, bytes_of(keyword)));
    assert_true(bytes_equal(note_list_at(list, index).text, bytes_of(text)));
}

static void exif_notes_are_comfyuis_graphs_in_both_byte_orders(void **state) {
    (void)state;
    static const struct entry entries[] = {TEXT(0x010e, "extra:{\"a\":1}"),
                                           TEXT(0x010f, "workflow:{\"nodes\":[]}"),
                                           TEXT(0x0110, "prompt:{}"), END};
    for (int big = 0; big <= 1; big++) {
        const struct block b = craft(big, entries, NULL);
        struct note_list list = read(&b, b.len);
        assert_int_equal(list.count, 3);
        check(&list, 0, "extra", "{\"a\":1}");
        check(&list, 1, "workflow", "{\"nodes\":[]}");
        check(&list, 2, "prompt", "{}");
        note_list_free(&list);
    }
}

static void exif_notes_are_descriptions_and_comments(void **state) {
    (void)state;
    static const struct entry first[] = {TEXT(0x010e, "A description"), TEXT(0x010f, "A camera"),
                                         END};
    static const struct {
        struct entry entries[2];
        const char *text;
    } cases[] = {
        {{COMMENT("ASCII\0\0\0a comment"), END}, "a comment"},
        {{COMMENT("\0\0\0\0\0\0\0\0caf\xe9"), END}, "caf\xc3\xa9"},
        {{COMMENT("UNICODE\0\0a\x22\x60"), END}, "a\xe2\x89\xa0"},
        {{COMMENT("JIS\0\0\0\0\0nobody knows"), END}, NULL},
        {{COMMENT("ASCII\0\0\0"), END}, NULL},
        {{{0x9286, 2, "of another type", 15}, END}, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct block b = craft(true, first, cases[i].entries);
        struct note_list list = read(&b, b.len);
        check(&list, 0, "ImageDescription", "A description");
        assert_int_equal(list.count, cases[i].text ? 2 : 1);
        if (cases[i].text) {
            check(&list, 1, "UserComment", cases[i].text);
        }
        note_list_free(&list);
    }
}

static void exif_notes_are_none_where_a_text_is_no_note(void **state) {
    (void)state;
    static const struct entry cases[][2] = {
        {TEXT(0x0110, "Model 3"), END},     {TEXT(0x0110, ":{}"), END},
        {TEXT(0x0110, "prompt:"), END},     {TEXT(0x0110, "prompt: {}"), END},
        {TEXT(0x0131, "prompt:{}"), END},   {TEXT(0x00ff, "prompt:{}"), END},
        {{0x0110, 7, "prompt:{}", 9}, END}, {{0x0110, 2, "", 0}, END},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct block b = craft(false, cases[i], NULL);
        struct note_list list = read(&b, b.len);
        assert_int_equal(list.count, 0);
        note_list_free(&list);
    }
}

static void exif_notes_survive_a_block_cut_anywhere(void **state) {
    (void)state;
    static const struct entry first[] = {TEXT(0x010f, "workflow:{}"), TEXT(0x0110, "prompt:{}"),
                                         END};
    static const struct entry second[] = {COMMENT("ASCII\0\0\0a comment"), END};
    const struct block b = craft(false, first, second);
    for (size_t len = 0; len <= b.len; len++) {
        struct note_list list = read(&b, len);
        assert_true(list.count <= 3 && (len < b.len || list.count == 3));
        note_list_free(&list);
    }
}

static void exif_notes_survive_any_byte_being_any_other(void **state) {
    (void)state;
    static const struct entry first[] = {TEXT(0x0110, "prompt:{}"), END};
    static const struct entry second[] = {COMMENT("UNICODE\0\0a"), END};
    for (size_t at = 0; at < 160; at++) {
        for (int value = 0; value < 256; value += 15) {
            struct block b = craft(true, first, second);
            b.data[at] = (uint8_t)value;
            struct note_list list = read(&b, b.len);
            note_list_free(&list);
        }
    }
}

static bool attempt(void *context) {
    const struct block *b = context;
    struct note_list list = note_list_make();
    const enum status status = exif_notes_read((struct bytes){b->data, b->len}, &list);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    note_list_free(&list);
    return status == STATUS_OK;
}

static void exif_notes_survive_each_failing_allocation(void **state) {
    (void)state;
    static const struct entry first[] = {TEXT(0x0110, "prompt:{}"), END};
    static const struct entry second[] = {COMMENT("UNICODE\0\0a"), END};
    struct block b = craft(true, first, second);
    each_allocation_fails_once(attempt, &b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exif_notes_are_comfyuis_graphs_in_both_byte_orders),
        cmocka_unit_test(exif_notes_are_descriptions_and_comments),
        cmocka_unit_test(exif_notes_are_none_where_a_text_is_no_note),
        cmocka_unit_test(exif_notes_survive_a_block_cut_anywhere),
        cmocka_unit_test(exif_notes_survive_any_byte_being_any_other),
        cmocka_unit_test(exif_notes_survive_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
