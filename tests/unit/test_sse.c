#include "support/streams.h"
#include "support/support.h"

#include <string.h>

#include "api/sse.h"
#include "base/buf.h"

/* What was told, in memory of its own: "name|data;" of each event that was complete. */
struct record {
    char told[8192];
    size_t len;
    char data[8192];
    size_t data_len;
};

static void append(struct record *r, struct bytes text) {
    assert_true(text.len < sizeof r->told - r->len);
    memcpy(r->told + r->len, text.data, text.len);
    r->len += text.len;
}

static void hear_data(void *context, struct bytes piece) {
    struct record *r = context;
    assert_true(piece.len > 0 && piece.len < sizeof r->data - r->data_len);
    memcpy(r->data + r->data_len, piece.data, piece.len);
    r->data_len += piece.len;
}

static void hear_end(void *context, struct bytes name) {
    struct record *r = context;
    append(r, name);
    append(r, bytes_of("|"));
    append(r, (struct bytes){(const uint8_t *)r->data, r->data_len});
    append(r, bytes_of(";"));
    r->told[r->len] = '\0';
    r->data_len = 0;
}

/* Feeds 'text' in pieces that end at 'cuts' and at its end. */
static enum sse_kind read_cut(struct bytes text, const size_t *cuts, size_t cut_count,
                              struct record *r) {
    r->len = 0;
    r->data_len = 0;
    r->told[0] = '\0';
    struct sse sse = sse_make((struct sse_events){r, hear_data, hear_end});
    size_t done = 0;
    for (size_t i = 0; i <= cut_count; i++) {
        const size_t until = i < cut_count ? cuts[i] : text.len;
        sse_feed(&sse, (struct bytes){text.data + done, until - done});
        done = until;
    }
    return sse.kind;
}

/* 'text' tells 'events' whole, with every cut, every two cuts and byte by byte. */
static void assert_tells(const char *text, const char *events) {
    static struct record r;
    static size_t every[8192];
    const struct bytes all = bytes_of(text);
    for (size_t i = 0; i < all.len; i++) {
        every[i] = i;
    }
    (void)read_cut(all, every, all.len, &r);
    assert_string_equal(r.told, events);
    for (size_t first = 0; first <= all.len; first++) {
        for (size_t second = first; second <= all.len; second++) {
            const size_t cuts[] = {first, second};
            (void)read_cut(all, cuts, 2, &r);
            if (strcmp(r.told, events) != 0) {
                fail_msg("cut at %zu and %zu: %s", first, second, r.told);
            }
        }
    }
}

static void sse_tells_the_same_events_for_every_two_cuts(void **state) {
    (void)state;
    for (size_t i = 0; i < recording_count; i++) {
        assert_tells(recordings[i].text, recordings[i].events);
    }
}

static void sse_follows_the_rules_of_the_standard(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        /* the standard's own examples */
        {"data: YHOO\ndata: +2\ndata: 10\n\n", "|YHOO\n+2\n10;"},
        {": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\n"
         "data:  third event\n",
         "|first event;|second event;"},
        {"data\n\ndata\ndata\n\ndata:", "|;|\n;"},
        {"data:test\n\ndata: test\n\n", "|test;|test;"},
        /* line ends */
        {"data: a\r\rdata: b\n\ndata: c\r\n\r\n", "|a;|b;|c;"},
        {"data: a\r\ndata: b\r\r\n", "|a\nb;"},
        {"data: a\n\r\n", "|a;"},
        {"data: a\n\rdata: b\r\n\n", "|a;|b;"},
        {"\n\r\n\r\rdata: a\n\n", "|a;"},
        /* fields */
        {"data:a:b\n\n", "|a:b;"},
        {"data: :\n\n", "|:;"},
        {"data:\n\n", "|;"},
        {"data: \n\n", "|;"},
        {"data:\xc2\xa0\n\n", "|\xc2\xa0;"},
        {"data:\tx\n\n", "|\tx;"},
        {" data: x\n\n", ""},
        {"data : x\n\n", ""},
        {"Data: x\n\n", ""},
        {"dat: x\ndataa: y\ndata and more: z\n\n", ""},
        {"datadata\n\n", ""},
        /* names */
        {"event: one\ndata: x\n\ndata: y\n\n", "one|x;|y;"},
        {"data: x\nevent: late\n\n", "late|x;"},
        {"event: one\nevent: two\ndata: x\n\n", "two|x;"},
        {"event: one\nevent\ndata: x\n\n", "|x;"},
        {"event: lost\n\ndata: x\n\n", "|x;"},
        /* the byte order mark counts once, and at the very start only */
        {"\xef\xbb\xbf\ndata: x\n\n", "|x;"},
        {"\xef\xbb\xbf"
         "data: x\n\n",
         "|x;"},
        {"\xef\xbb\xbf\xef\xbb\xbf"
         "data: x\n\n",
         ""},
        {"\n\xef\xbb\xbf"
         "data: x\n\n",
         ""},
        {"\xef\xbb"
         "data: x\n\n",
         ""},
        {"data: \xef\xbb\xbfx\n\n", "|\xef\xbb\xbfx;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_tells(cases[i][0], cases[i][1]);
    }
}

static void sse_cuts_a_name_that_is_too_long(void **state) {
    (void)state;
    char text[3 * SSE_MAX_NAME] = "event: ";
    char events[3 * SSE_MAX_NAME] = "";
    const size_t begin = strlen(text);
    memset(text + begin, 'n', SSE_MAX_NAME + 5);
    memcpy(text + begin + SSE_MAX_NAME + 5, "\ndata: x\n\n", sizeof "\ndata: x\n\n");
    memset(events, 'n', SSE_MAX_NAME);
    memcpy(events + SSE_MAX_NAME, "|x;", sizeof "|x;");
    assert_tells(text, events);
}

static void sse_passes_a_nul_on(void **state) {
    (void)state;
    static struct record r;
    (void)read_cut((struct bytes){(const uint8_t *)"data: a\0b\n\n", 11}, NULL, 0, &r);
    assert_int_equal(r.len, 5);
    assert_memory_equal(r.told, "|a\0b;", 5);
}

static void sse_knows_an_event_stream_by_its_first_field(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum sse_kind kind;
    } cases[] = {
        {"data:", SSE_EVENTS},
        {"event: x", SSE_EVENTS},
        {"id: 1", SSE_EVENTS},
        {"retry: 1", SSE_EVENTS},
        {": ping", SSE_EVENTS},
        {"data\n", SSE_EVENTS},
        {"\r\n\ndata:", SSE_EVENTS},
        {"\xef\xbb\xbf"
         "event:",
         SSE_EVENTS},
        {"data:\n{\"a\":1}", SSE_EVENTS},
        {"", SSE_NOT_KNOWN},
        {"\n\n", SSE_NOT_KNOWN},
        {"data", SSE_NOT_KNOWN},
        {"{\"a\"", SSE_NOT_KNOWN},
        {"{\"a\":1}", SSE_OTHER},
        {"{\n", SSE_OTHER},
        {"{\"created\"", SSE_OTHER},
        {"\xef\xbb\xbf{\"data\":[]}", SSE_OTHER},
        {"  {\"data\":[]}", SSE_OTHER},
        {"<!doctype html>", SSE_OTHER},
        {"Not found", SSE_OTHER},
        {"No: not at all", SSE_OTHER},
        {"database: gone", SSE_OTHER},
        {"{}\ndata: x\n\n", SSE_OTHER},
    };
    static struct record r;
    static const size_t every[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bytes text = bytes_of(cases[i].text);
        const size_t cuts = text.len < 16 ? text.len : 16;
        assert_int_equal(read_cut(text, NULL, 0, &r), cases[i].kind);
        assert_int_equal(read_cut(text, every, cuts, &r), cases[i].kind);
    }
}

static void count_bytes(void *context, struct bytes piece) {
    size_t *count = context;
    *count += piece.len;
}

static void ignore_end(void *context, struct bytes name) {
    (void)context;
    (void)name;
}

static void sse_passes_a_long_line_through_and_holds_none_of_it(void **state) {
    (void)state;
    static uint8_t letters[1 << 20];
    size_t count = 0;
    memset(letters, 'A', sizeof letters);
    struct sse sse = sse_make((struct sse_events){&count, count_bytes, ignore_end});
    const size_t before = allocated_so_far();
    sse_feed(&sse, bytes_of("data: "));
    for (int i = 0; i < 30; i++) {
        sse_feed(&sse, (struct bytes){letters, sizeof letters});
    }
    sse_feed(&sse, bytes_of("\n\n"));
    assert_int_equal(count, 30 * sizeof letters);
    assert_int_equal(allocated_so_far(), before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sse_tells_the_same_events_for_every_two_cuts),
        cmocka_unit_test(sse_follows_the_rules_of_the_standard),
        cmocka_unit_test(sse_cuts_a_name_that_is_too_long),
        cmocka_unit_test(sse_passes_a_nul_on),
        cmocka_unit_test(sse_knows_an_event_stream_by_its_first_field),
        cmocka_unit_test(sse_passes_a_long_line_through_and_holds_none_of_it),
    };
    return cmocka_run_group_tests_name("sse", tests, NULL, NULL);
}
