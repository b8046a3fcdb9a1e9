#include "base/json_python.h"

#include <string.h>

/* The length of the number that JSON has not at the start of 'text'; 0 for anything else. */
static size_t strange_number(struct bytes text) {
    static const char *const numbers[] = {"NaN", "Infinity", "-Infinity"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (bytes_start_with(text, bytes_of(numbers[i]))) {
            return strlen(numbers[i]);
        }
    }
    return 0;
}

/* The length of the string at the start of 'text', its quotes included. */
static size_t string_len(struct bytes text) {
    size_t at = 1;
    while (at < text.len && text.data[at] != '"') {
        at += text.data[at] == '\\' ? 2 : 1;
    }
    return at < text.len ? at + 1 : text.len;
}

/* Appends 'text' with null for each of those numbers. */
static void put_plain(struct bytes text, struct buf *out) {
    size_t done = 0;
    for (size_t at = 0; at < text.len;) {
        const struct bytes left = {text.data + at, text.len - at};
        const size_t strange = strange_number(left);
        if (strange > 0) {
            buf_append(out, text.data + done, at - done);
            buf_text(out, "null");
            done = at + strange;
        }
        at += strange > 0 ? strange : *left.data == '"' ? string_len(left) : 1;
    }
    if (done < text.len) {
        buf_append(out, text.data + done, text.len - done);
    }
}

enum status json_parse_python(struct bytes text, struct json **root) {
    struct buf plain = buf_make(JSON_MAX_BYTES);
    *root = NULL;
    put_plain(text, &plain);
    const enum status status = plain.status ? plain.status : json_parse(buf_view(&plain), root);
    buf_free(&plain);
    return status;
}
