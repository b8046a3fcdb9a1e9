#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "base/md5.h"
#include "pixels/xmp.h"

#define LIMIT ((size_t)1 << 26)

#define RDF(inside)                                                                                \
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "                                              \
    "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">" inside "</rdf:RDF></x:xmpmeta>"
#define THEIRS                                                                                     \
    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"               \
    "<dc:format>image/webp</dc:format></rdf:Description>"
#define OURS(properties)                                                                           \
    "<rdf:Description rdf:about=\"\" xmlns:gptimage=\"urn:gpt-image-wasm:notes\">" properties      \
    "</rdf:Description>"

static struct note_list note(const char *keyword, const char *text) {
    struct note_list list = note_list_make();
    assert_int_equal(note_list_add(&list, bytes_of(keyword), bytes_of(text)), STATUS_OK);
    return list;
}

static void check_read(const char *packet, const char *keyword, const char *text) {
    struct note_list list = note_list_make();
    assert_int_equal(xmp_read(bytes_of(packet), &list), STATUS_OK);
    assert_int_equal(list.count, text ? 1 : 0);
    if (text) {
        assert_true(bytes_equal(note_list_at(&list, 0).keyword, bytes_of(keyword)));
        assert_true(bytes_equal(note_list_at(&list, 0).text, bytes_of(text)));
    }
    note_list_free(&list);
}

/* Writes and gives the packet as a C string. */
static struct buf write(const char *packet, const struct note_list *notes) {
    struct buf out = buf_make(LIMIT);
    assert_int_equal(xmp_write(bytes_of(packet), notes, &out), STATUS_OK);
    assert_int_equal(buf_byte(&out, 0), STATUS_OK);
    return out;
}

static void xmp_reads_back_what_it_writes(void **state) {
    (void)state;
    static const char *const texts[] = {
        "{\"prompt\":\"a <cat> & \\\"dog\\\"\"}",
        "",
        "]]> <!-- --> <![CDATA[ &amp; &#65; <gptimage:prompt>",
        "line\nbreak\r\ntab\t'quote'",
        "gr\xc3\xbcn \xe6\xbc\xa2 \xf0\x9f\x98\x80",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct note_list list = note("a-Note_1.x", texts[i]);
        struct buf packet = write("", &list);
        check_read((const char *)packet.data, "a-Note_1.x", texts[i]);
        buf_free(&packet);
        note_list_free(&list);
    }
}

static void xmp_replaces_characters_that_xml_cannot_have(void **state) {
    (void)state;
    struct note_list list = note("n", "a\x01"
                                      "b\x1f"
                                      "c\xef\xbf\xbf"
                                      "d");
    struct buf packet = write("", &list);
    check_read((const char *)packet.data, "n",
               "a\xef\xbf\xbd"
               "b\xef\xbf\xbd"
               "c\xef\xbf\xbd"
               "d");
    buf_free(&packet);
    note_list_free(&list);
}

static void xmp_reads_attributes_and_other_prefixes_and_references(void **state) {
    (void)state;
    static const struct {
        const char *packet;
        const char *text;
    } cases[] = {
        {"<r xmlns:z='urn:gpt-image-wasm:notes'><z:n>text</z:n>", "text"},
        {"<r xmlns:z='urn:gpt-image-wasm:notes' z:n='te\"xt'/>", "te\"xt"},
        {"<r xmlns:z=\"urn:gpt-image-wasm:notes\"\n z:n=\"a &lt;b&gt; &amp;amp; &quot;&apos;\"/>",
         "a <b> &amp; \"'"},
        {"<r xmlns:z='urn:gpt-image-wasm:notes'><z:n>&#65;&#x42;&#x1F600;&#55357;&#xffffffffff;"
         "</z:n>",
         "AB\xf0\x9f\x98\x80\xef\xbf\xbd&#xffffffffff;"},
        {"<r xmlns:z='urn:gpt-image-wasm:notes'><z:n>&what; & &; &#x11ffff; &#1z;</z:n>",
         "&what; & &; \xef\xbf\xbd \xef\xbf\xbd"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_read(cases[i].packet, "n", cases[i].text);
    }
}

static void xmp_passes_over_what_is_no_note_of_ours(void **state) {
    (void)state;
    static const char *const packets[] = {
        "",
        "urn:gpt-image-wasm:notes",
        "='urn:gpt-image-wasm:notes'><z:n>text</z:n>",
        "xmlns:='urn:gpt-image-wasm:notes'><:n>text</:n>",
        "xmlns:z='urn:gpt-image-wasm:notes'><y:n>text</y:n>",
        "xmlns:z='urn:gpt-image-wasm:notes'><zz:n>text</zz:n>",
        "xmlns:z='urn:gpt-image-wasm:notes'><z:n>text",
        "xmlns:z='urn:gpt-image-wasm:notes'><z:n",
        "xmlns:z='urn:gpt-image-wasm:notes'><z:",
        "xmlns:z='urn:gpt-image-wasm:notes' z:n='text",
        "xmlns:z='urn:gpt-image-wasm:notes' z:n=text ",
        "xmlns:z='urn:gpt-image-wasm:notes' z:n",
        "xmlns:z='urn:gpt-image-wasm:notes'><z:>text</z:>",
        "xmlns:z='urn:gpt-image-wasm:notes'><z:n/>",
    };
    for (size_t i = 0; i < sizeof packets / sizeof *packets; i++) {
        check_read(packets[i], NULL, NULL);
    }
    check_read(THEIRS, NULL, NULL);
}

static void xmp_puts_notes_into_a_packet_and_leaves_the_rest(void **state) {
    (void)state;
    struct note_list list = note("n", "new");
    static const char *const cases[][2] = {
        {RDF(THEIRS), RDF(OURS("<gptimage:n>new</gptimage:n>") THEIRS)},
        {RDF(OURS("<gptimage:n>old</gptimage:n>") THEIRS),
         RDF(OURS("<gptimage:n>new</gptimage:n>") THEIRS)},
        {RDF(THEIRS OURS("<gptimage:o>old</gptimage:o>")),
         RDF(OURS("<gptimage:n>new</gptimage:n>") THEIRS)},
        {"<?xpacket begin?>" RDF("\n") "   <?xpacket end='w'?>",
         "<?xpacket begin?>" RDF(OURS("<gptimage:n>new</gptimage:n>") "\n") "   <?xpacket "
                                                                            "end='w'?>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf packet = write(cases[i][0], &list);
        assert_string_equal((const char *)packet.data, cases[i][1]);
        buf_free(&packet);
    }
    note_list_free(&list);
}

static void xmp_without_notes_is_the_packet_without_ours(void **state) {
    (void)state;
    struct note_list none = note_list_make();
    struct buf packet = write(RDF(THEIRS OURS("<gptimage:n>old</gptimage:n>")), &none);
    assert_string_equal((const char *)packet.data, RDF(THEIRS));
    buf_free(&packet);
}

static void xmp_refuses_a_packet_that_it_would_have_to_throw_away(void **state) {
    (void)state;
    static const char *const packets[] = {
        "not XML", "<r:RDF></r:RDF>", "<rdf:RDF/>", "<rdf:RDF>", "<rdf:RDF", "<rdf:RDF/></rdf:RDF>",
    };
    struct note_list list = note("n", "text");
    for (size_t i = 0; i < sizeof packets / sizeof *packets; i++) {
        struct buf out = buf_make(LIMIT);
        assert_int_equal(xmp_write(bytes_of(packets[i]), &list, &out), STATUS_UNSUPPORTED);
        assert_int_equal(out.len, 0);
        buf_free(&out);
    }
    note_list_free(&list);
}

static void xmp_packet_points_to_its_extension_until_notes_fit_again(void **state) {
    (void)state;
    bool ours;
    char digest[MD5_HEX_LEN + 1];
    struct note_list list = note("n", "text");
    struct buf extension = buf_make(LIMIT);
    struct buf packet = buf_make(LIMIT);
    assert_int_equal(xmp_write_extension(&list, &extension), STATUS_OK);
    assert_int_equal(xmp_write_pointer(bytes_of(RDF(THEIRS)), buf_view(&extension), &packet),
                     STATUS_OK);
    md5_hex(buf_view(&extension), digest);
    assert_true(bytes_equal(xmp_pointer(buf_view(&packet), &ours), bytes_of(digest)));
    assert_true(ours);
    buf_byte(&packet, 0);
    check_read((const char *)packet.data, NULL, NULL);
    struct buf again = write((const char *)packet.data, &list);
    assert_string_equal((const char *)again.data,
                        RDF(OURS("<gptimage:n>text</gptimage:n>") THEIRS));
    buf_free(&again);
    buf_free(&packet);
    buf_free(&extension);
    note_list_free(&list);
}

static void xmp_tells_another_programs_extension_from_ours(void **state) {
    (void)state;
    bool ours = true;
    static const char *const packets[] = {
        "<d xmpNote:HasExtendedXMP=\"0123456789ABCDEF0123456789ABCDEF\"/>",
        "<d xmpNote:HasExtendedXMP='0123456789ABCDEF0123456789ABCDEF'/>",
        "<xmpNote:HasExtendedXMP>0123456789ABCDEF0123456789ABCDEF</xmpNote:HasExtendedXMP>",
    };
    for (size_t i = 0; i < sizeof packets / sizeof *packets; i++) {
        assert_true(bytes_equal(xmp_pointer(bytes_of(packets[i]), &ours),
                                bytes_of("0123456789ABCDEF0123456789ABCDEF")));
        assert_false(ours);
    }
    assert_int_equal(xmp_pointer(bytes_of("<d xmpNote:HasExtendedXMP='0123'/>"), &ours).len, 0);
    assert_int_equal(xmp_pointer(bytes_of("<d xmpNote:HasExtendedXMP"), &ours).len, 0);
    assert_int_equal(xmp_pointer(bytes_of(RDF(THEIRS)), &ours).len, 0);
}

static void xmp_names_are_those_of_xml(void **state) {
    (void)state;
    static const char *const good[] = {"gpt-image-wasm", "prompt", "a", "Z_9.x"};
    static const char *const bad[] = {"", "9", "-a", "a b", "a:b", "a<", "gr\xc3\xbcn"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(xmp_can_name(bytes_of(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(xmp_can_name(bytes_of(bad[i])));
    }
}

static void xmp_reads_a_packet_full_of_beginnings_in_one_pass(void **state) {
    (void)state;
    static const char *const pieces[] = {"<z:n>", " z:n='", " z:n=\"", "<z:n", "&", "&#x1", ":"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct note_list list = note_list_make();
        struct buf packet = buf_make(LIMIT);
        buf_text(&packet, "xmlns:z='urn:gpt-image-wasm:notes'><z:n>");
        for (int n = 0; n < 1000000; n++) {
            buf_text(&packet, pieces[i]);
        }
        assert_int_equal(xmp_read(buf_view(&packet), &list), STATUS_OK);
        buf_free(&packet);
        note_list_free(&list);
    }
}

static bool attempt(void *context) {
    const char *packet = context;
    struct note_list list = note_list_make();
    struct buf out = buf_make(LIMIT);
    struct buf extension = buf_make(LIMIT);
    enum status status = xmp_read(bytes_of(packet), &list);
    status = status == STATUS_OK ? xmp_write(bytes_of(packet), &list, &out) : status;
    status = status == STATUS_OK ? xmp_write_extension(&list, &extension) : status;
    status = status == STATUS_OK ? xmp_write_pointer(bytes_of(packet), buf_view(&extension), &out)
                                 : status;
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    buf_free(&extension);
    buf_free(&out);
    note_list_free(&list);
    return status == STATUS_OK;
}

static void xmp_survives_each_failing_allocation(void **state) {
    (void)state;
    char packet[] = RDF(OURS("<gptimage:n>old &amp; new</gptimage:n>") THEIRS);
    each_allocation_fails_once(attempt, packet);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xmp_reads_back_what_it_writes),
        cmocka_unit_test(xmp_replaces_characters_that_xml_cannot_have),
        cmocka_unit_test(xmp_reads_attributes_and_other_prefixes_and_references),
        cmocka_unit_test(xmp_passes_over_what_is_no_note_of_ours),
        cmocka_unit_test(xmp_puts_notes_into_a_packet_and_leaves_the_rest),
        cmocka_unit_test(xmp_without_notes_is_the_packet_without_ours),
        cmocka_unit_test(xmp_refuses_a_packet_that_it_would_have_to_throw_away),
        cmocka_unit_test(xmp_packet_points_to_its_extension_until_notes_fit_again),
        cmocka_unit_test(xmp_tells_another_programs_extension_from_ours),
        cmocka_unit_test(xmp_names_are_those_of_xml),
        cmocka_unit_test(xmp_reads_a_packet_full_of_beginnings_in_one_pass),
        cmocka_unit_test(xmp_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
