#include "pixels/xmp.h"

#include <string.h>

#include "base/md5.h"
#include "base/utf8.h"

#define PREFIX "gptimage"
#define PACKET_BEGIN "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
#define META_BEGIN                                                                                 \
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "                                              \
    "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
#define RDF_END "</rdf:RDF"
#define META_END RDF_END "></x:xmpmeta>"
#define PACKET_END "<?xpacket end=\"w\"?>"
#define OURS_BEGIN "<rdf:Description rdf:about=\"\" xmlns:" PREFIX "=\"" XMP_NAMESPACE "\">"
#define OURS_END "</rdf:Description>"
#define POINTER_BEGIN                                                                              \
    "<rdf:Description rdf:about=\"\" xmlns:" PREFIX "=\"" XMP_NAMESPACE                            \
    "\" xmlns:xmpNote=\"http://ns.adobe.com/xmp/note/\" xmpNote:HasExtendedXMP=\""
#define POINTER_END "\"/>"

static struct bytes from(struct bytes text, size_t at) {
    return at < text.len ? (struct bytes){text.data + at, text.len - at} : (struct bytes){0};
}

/* Where 'word' begins in 'text'; text.len where it does not. */
static size_t find(struct bytes text, const char *word) {
    const struct bytes wanted = bytes_of(word);
    for (size_t at = 0; at < text.len; at++) {
        const uint8_t *next = memchr(text.data + at, wanted.data[0], text.len - at);
        if (!next) {
            break;
        }
        at = (size_t)(next - text.data);
        if (bytes_start_with(from(text, at), wanted)) {
            return at;
        }
    }
    return text.len;
}

static bool is_letter(uint8_t c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_name(uint8_t c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

static size_t name_len(struct bytes text) {
    size_t len = 0;
    while (len < text.len && is_name(text.data[len])) {
        len++;
    }
    return len;
}

bool xmp_can_name(struct bytes keyword) {
    return keyword.len > 0 && is_letter(keyword.data[0]) && name_len(keyword) == keyword.len;
}

/* The character that a number such as "#65" or "#x41" stands for. */
static uint32_t read_number(struct bytes name) {
    const bool hex = name.len > 1 && name.data[1] == 'x';
    const uint32_t base = hex ? 16 : 10;
    uint32_t point = 0;
    for (size_t i = hex ? 2 : 1; i < name.len; i++) {
        const uint8_t c = name.data[i];
        const uint32_t digit = c <= '9' ? c - (uint32_t)'0' : (c | 0x20u) - 'a' + 10;
        point = digit < base && point <= UINT32_MAX / 32 ? point * base + digit : UINT32_MAX;
    }
    return point;
}

/* Appends what a reference such as "&lt;" stands for; one that is unknown as it is. */
static void put_reference(struct buf *out, struct bytes reference) {
    static const char *const names[] = {"amp", "&",    "lt", "<",    "gt",
                                        ">",   "quot", "\"", "apos", "'"};
    const struct bytes name = {reference.data + 1, reference.len - 2};
    for (size_t i = 0; i < sizeof names / sizeof *names; i += 2) {
        if (bytes_equal(name, bytes_of(names[i]))) {
            buf_text(out, names[i + 1]);
            return;
        }
    }
    if (name.data[0] == '#') {
        utf8_put(out, read_number(name));
    } else {
        buf_append(out, reference.data, reference.len);
    }
}

/* The length of a reference at the start of 'text', "&" and ";" included; 0 if there is none. */
static size_t reference_len(struct bytes text) {
    enum { LONGEST = 10 };
    size_t len = 1;
    while (len < text.len && len < LONGEST && (is_name(text.data[len]) || text.data[len] == '#')) {
        len++;
    }
    return len > 1 && len < text.len && text.data[len] == ';' ? len + 1 : 0;
}

static void unescape(struct bytes text, struct buf *out) {
    while (text.len > 0) {
        const uint8_t *next = memchr(text.data, '&', text.len);
        const size_t plain = next ? (size_t)(next - text.data) : text.len;
        buf_append(out, text.data, plain);
        text = from(text, plain);
        const size_t len = text.len > 0 ? reference_len(text) : 0;
        if (len > 0) {
            put_reference(out, (struct bytes){text.data, len});
        } else if (text.len > 0) {
            buf_byte(out, '&');
        }
        text = from(text, len > 0 ? len : 1);
    }
}

static enum status add(struct note_list *list, struct bytes keyword, struct bytes escaped) {
    if (!note_list_wants(list, keyword)) {
        return STATUS_OK;
    }
    struct buf text = buf_make(XMP_MAX_BYTES);
    unescape(escaped, &text);
    enum status status = text.status == STATUS_NO_MEMORY ? text.status : STATUS_OK;
    if (text.status == STATUS_OK) {
        status = note_list_add(list, keyword, buf_view(&text));
    } else {
        note_list_leave_out(list);
    }
    buf_free(&text);
    return status;
}

/*
 * The prefix that a packet gives our namespace; empty where it has none.  Of its first
 * declaration, which stands as xmlns:PREFIX="NAMESPACE".
 */
static struct bytes prefix_in(struct bytes packet) {
    const struct bytes empty = {0};
    const size_t at = find(packet, XMP_NAMESPACE);
    size_t end = at;
    if (!packet.data || at == packet.len || at < 3 || packet.data[at - 2] != '=') {
        return empty;
    }
    end -= 2;
    size_t start = end;
    while (start > 0 && is_name(packet.data[start - 1])) {
        start--;
    }
    return start > 0 && packet.data[start - 1] == ':'
               ? (struct bytes){packet.data + start, end - start}
               : empty;
}

/* Where a packet's descriptions begin; 0 where nothing can be put there. */
static size_t descriptions_in(struct bytes packet) {
    const size_t at = find(packet, "<rdf:RDF");
    const struct bytes rest = from(packet, at);
    const size_t len = find(rest, ">");
    const struct bytes inside = from(rest, len + 1);
    const bool closed = len > 0 && len < rest.len && rest.data[len - 1] == '/';
    return !closed && find(inside, RDF_END) < inside.len ? at + len + 1 : 0;
}

/* A property's name and its value, still escaped. */
struct property {
    struct bytes name;
    struct bytes value;
};

/* What lies between the first byte of 'text' and the next 'end'; all of it where there is none. */
static struct bytes up_to(struct bytes text, uint8_t end, bool *ends) {
    const struct bytes rest = from(text, 1);
    const uint8_t *found = rest.len > 0 ? memchr(rest.data, end, rest.len) : NULL;
    *ends = found != NULL;
    return found ? (struct bytes){rest.data, (size_t)(found - rest.data)} : rest;
}

/*
 * Reads what begins with a property's name: an element up to the next "<", or an
 * attribute up to its other quote.  False where it is neither; one without an end has
 * no name, and its value goes on to the end of 'text'.
 */
static bool read_property(struct bytes text, bool element, struct property *out) {
    const size_t len = name_len(text);
    struct bytes rest = from(text, len);
    if (rest.len < 2 || rest.data[0] != (element ? '>' : '=')) {
        return false;
    }
    uint8_t end = '<';
    if (!element) {
        rest = from(rest, 1);
        end = rest.data[0];
    }
    if (end != '<' && end != '"' && end != '\'') {
        return false;
    }
    bool ends;
    out->value = up_to(rest, end, &ends);
    out->name = (struct bytes){text.data, ends ? len : 0};
    return true;
}

/* The character before a name tells what it begins: "<" an element, a space an attribute. */
static bool begins(uint8_t before) {
    return before == '<' || before == ' ' || (before >= '\t' && before <= '\r');
}

/* Adds the properties in 'packet' whose names begin with 'prefix'. */
static enum status read(struct bytes packet, struct bytes prefix, struct note_list *list) {
    for (size_t at = 1; prefix.len > 0 && at < packet.len;) {
        const uint8_t *next = memchr(packet.data + at, ':', packet.len - at);
        if (!next) {
            break;
        }
        at = (size_t)(next - packet.data) + 1;
        if (at < prefix.len + 2) {
            continue;
        }
        const uint8_t *start = next - prefix.len;
        struct property property;
        if (!begins(start[-1]) || memcmp(start, prefix.data, prefix.len) != 0 ||
            !read_property(from(packet, at), start[-1] == '<', &property)) {
            continue;
        }
        const enum status status = add(list, property.name, property.value);
        if (status != STATUS_OK) {
            return status;
        }
        at = property.name.len > 0
                 ? (size_t)(property.value.data - packet.data) + property.value.len
                 : packet.len;
    }
    return STATUS_OK;
}

enum status xmp_read(struct bytes packet, struct note_list *list) {
    const struct bytes descriptions = from(packet, descriptions_in(packet));
    const struct bytes prefix = prefix_in(descriptions); /* ours comes first there */
    return read(descriptions, prefix.len > 0 ? prefix : prefix_in(packet), list);
}

/* The length of the character at the start of 'text' if XML cannot have it, else 0. */
static size_t unfit_len(struct bytes text) {
    const uint8_t c = text.data[0];
    if (c < 0x20) {
        return c == '\t' || c == '\n' || c == '\r' ? 0 : 1;
    }
    const bool last_two = bytes_start_with(text, bytes_of("\xef\xbf\xbe")) ||
                          bytes_start_with(text, bytes_of("\xef\xbf\xbf"));
    return last_two ? 3 : 0;
}

static const char *escape_of(uint8_t c) {
    return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '\r' ? "&#xD;" : NULL;
}

static void put_escaped(struct buf *out, struct bytes text) {
    while (text.len > 0) {
        const size_t unfit = unfit_len(text);
        const char *escape = escape_of(text.data[0]);
        if (unfit > 0) {
            utf8_put(out, 0xfffd);
        } else if (escape) {
            buf_text(out, escape);
        } else {
            buf_byte(out, text.data[0]);
        }
        text = from(text, unfit > 0 ? unfit : 1);
    }
}

static void put_tag(struct buf *out, const char *begin, struct bytes name) {
    buf_text(out, begin);
    buf_append(out, name.data, name.len);
    buf_text(out, ">");
}

/* Our rdf:Description; nothing where there are no notes. */
static void put_notes(struct buf *out, const struct note_list *notes) {
    if (notes->count == 0) {
        return;
    }
    buf_text(out, OURS_BEGIN);
    for (size_t i = 0; i < notes->count; i++) {
        const struct note note = note_list_at(notes, i);
        put_tag(out, "<" PREFIX ":", note.keyword);
        put_escaped(out, note.text);
        put_tag(out, "</" PREFIX ":", note.keyword);
    }
    buf_text(out, OURS_END);
}

/* Appends 'text' without all that lies between a 'begin' and an 'end', they included. */
static void put_without(struct buf *out, struct bytes text, const char *begin, const char *end) {
    while (text.len > 0) {
        const size_t start = find(text, begin);
        const struct bytes inside = from(text, start + strlen(begin));
        const size_t len = find(inside, end);
        const bool whole = start == text.len || len == inside.len;
        buf_append(out, text.data, whole ? text.len : start);
        text = whole ? (struct bytes){0} : from(inside, len + strlen(end));
    }
}

/* Appends 'packet' with 'description' before all others, those of ours left out. */
static enum status change(struct bytes packet, const struct buf *description, struct buf *out) {
    const size_t place = descriptions_in(packet);
    if (place == 0) {
        return STATUS_UNSUPPORTED;
    }
    const struct bytes rest = from(packet, place);
    const struct bytes others = {rest.data, find(rest, RDF_END)};
    const struct bytes end = from(rest, others.len);
    struct buf kept = buf_make(XMP_MAX_BYTES);
    put_without(&kept, others, OURS_BEGIN, OURS_END);
    buf_append(out, packet.data, place);
    buf_append(out, description->data, description->len);
    put_without(out, buf_view(&kept), POINTER_BEGIN, POINTER_END);
    buf_append(out, end.data, end.len);
    buf_fail(out, kept.status);
    buf_free(&kept);
    return out->status;
}

/* The same for a packet that may not be there yet. */
static enum status put_packet(struct bytes packet, struct buf *description, struct buf *out) {
    static const char new_packet[] = PACKET_BEGIN META_BEGIN META_END PACKET_END;
    enum status status = description->status;
    if (status == STATUS_OK) {
        status = change(packet.len > 0 ? packet : bytes_of(new_packet), description, out);
    }
    buf_free(description);
    return status;
}

enum status xmp_write(struct bytes packet, const struct note_list *notes, struct buf *out) {
    struct buf description = buf_make(XMP_MAX_BYTES);
    put_notes(&description, notes);
    return put_packet(packet, &description, out);
}

enum status xmp_write_extension(const struct note_list *notes, struct buf *out) {
    buf_text(out, META_BEGIN);
    put_notes(out, notes);
    return buf_text(out, META_END);
}

enum status xmp_write_pointer(struct bytes packet, struct bytes extension, struct buf *out) {
    char digest[MD5_HEX_LEN + 1];
    struct buf description = buf_make(XMP_MAX_BYTES);
    md5_hex(extension, digest);
    buf_text(&description, POINTER_BEGIN);
    buf_text(&description, digest);
    buf_text(&description, POINTER_END);
    return put_packet(packet, &description, out);
}

struct bytes xmp_pointer(struct bytes packet, bool *ours) {
    static const char name[] = ":HasExtendedXMP";
    const struct bytes value = from(packet, find(packet, name) + strlen(name) + 1);
    const size_t quote = value.len > 0 && (value.data[0] == '"' || value.data[0] == '\'') ? 1 : 0;
    const struct bytes digest = from(value, quote);
    *ours = find(packet, POINTER_BEGIN) < packet.len;
    return name_len(digest) == MD5_HEX_LEN ? (struct bytes){digest.data, MD5_HEX_LEN}
                                           : (struct bytes){0};
}
