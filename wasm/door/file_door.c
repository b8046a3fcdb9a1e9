/* Looking at files, for both modules. */
#include <emscripten.h>
#include <stdlib.h>

#include "base/json.h"
#include "door/reply.h"
#include "pixels/photo.h"

static void write_photo(const struct photo *photo, struct buf *out) {
    struct json_writer w = json_write_to(out);
    json_begin_object(&w, NULL);
    json_put_string(&w, "type", photo_mime_type(photo->kind));
    json_put_string(&w, "extension", photo_extension(photo->kind));
    json_put_integer(&w, "width", photo->width);
    json_put_integer(&w, "height", photo->height);
    json_put_boolean(&w, "decodedHere", photo->decoded_here);
    json_put_boolean(&w, "animated", photo->animated);
    json_end_object(&w);
}

/*
 * What a file is, which belongs to C from the call on:
 * {type, extension, width, height, decodedHere, animated}; width and height upright,
 * 0 unknown.
 */
EMSCRIPTEN_KEEPALIVE bool file_inspect(uint8_t *file, size_t len) {
    struct photo photo;
    struct fault fault;
    const enum status status = photo_inspect((struct bytes){file, len}, &photo, &fault);
    free(file);
    if (status != STATUS_OK) {
        return reply_fault(&fault);
    }
    write_photo(&photo, reply_begin());
    return reply_end();
}
