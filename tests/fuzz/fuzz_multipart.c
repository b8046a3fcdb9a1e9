/*
 * Multipart: whatever a value and a file hold, there are two parts, the file is
 * in the body as it is and the value with every line break as CR LF.  The first
 * byte of the input says where the value ends and the file begins.
 */
#include <assert.h>
#include <string.h>

#include "api/multipart.h"

static const uint8_t random_bytes[MULTIPART_RANDOM] = {1, 2, 3};

static struct bytes skip(struct bytes text, const char *expected) {
    const struct bytes word = bytes_of(expected);
    assert(bytes_start_with(text, word));
    return (struct bytes){text.data + word.len, text.len - word.len};
}

static struct bytes skip_boundary(struct bytes text, const struct multipart *m) {
    return skip(skip(text, "--"), m->boundary);
}

/* Skips 'value' as multipart_field has to write it, one letter at a time. */
static struct bytes skip_value(struct bytes text, struct bytes value) {
    for (size_t i = 0; i < value.len; i++) {
        const bool is_break = value.data[i] == '\r' || value.data[i] == '\n';
        const bool is_second = i > 0 && value.data[i] == '\n' && value.data[i - 1] == '\r';
        if (is_break && !is_second) {
            text = skip(text, "\r\n");
        } else if (!is_break) {
            assert(text.len > 0 && text.data[0] == value.data[i]);
            text = (struct bytes){text.data + 1, text.len - 1};
        }
    }
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) {
        return 0;
    }
    const size_t value_len = data[0] < size - 1 ? data[0] : size - 1;
    const struct bytes value = {data + 1, value_len};
    const struct bytes file = {data + 1 + value_len, size - 1 - value_len};
    struct buf body = buf_make(SIZE_MAX);
    struct multipart m;
    multipart_begin(&m, &body, random_bytes);
    multipart_field(&m, "prompt", value);
    multipart_begin_file(&m, "image", "image_0.png", "image/png");
    buf_append(&body, file.data, file.len);
    multipart_end_file(&m);
    const enum status status = multipart_close(&m);
    assert(status == STATUS_OK || status == STATUS_INTERNAL);
    struct bytes left = skip_boundary(buf_view(&body), &m);
    left = skip(left, "\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\n");
    left = skip_boundary(skip(skip_value(left, value), "\r\n"), &m);
    left = skip(left, "\r\nContent-Disposition: form-data; name=\"image\"; "
                      "filename=\"image_0.png\"\r\nContent-Type: image/png\r\n\r\n");
    assert(bytes_start_with(left, file));
    left = (struct bytes){left.data + file.len, left.len - file.len};
    left = skip(skip_boundary(skip(left, "\r\n"), &m), "--\r\n");
    assert(left.len == 0);
    buf_free(&body);
    return 0;
}
