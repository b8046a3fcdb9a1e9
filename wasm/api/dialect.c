#include "api/dialect.h"

#include <string.h>

#include "base/json.h"

/* Finds a text among 'choices'; their order is that of the enum.  Absent is the first. */
static enum status read_choice(const struct json *root, const char *name,
                               const char *const *choices, int count, int *out,
                               struct fault *fault) {
    const struct json *member = json_get(root, name);
    struct bytes text;
    *out = 0;
    if (json_is_null(member)) {
        return STATUS_OK;
    }
    if (json_text(member, &text)) {
        for (int i = 0; i < count; i++) {
            if (bytes_equal(text, bytes_of(choices[i]))) {
                *out = i;
                return STATUS_OK;
            }
        }
    }
    return fault_set(fault, STATUS_INVALID, name,
                     "This profile sets %s to something that is not known here. Choose again.",
                     name);
}

static bool is_version_letter(uint8_t letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z') || letter == '-' || letter == '.' || letter == '_';
}

static enum status read_version(const struct json *root, struct dialect *out, struct fault *fault) {
    const struct json *member = json_get(root, "api_version");
    struct bytes text = {NULL, 0};
    bool sound = json_is_null(member) || json_text(member, &text);
    sound = sound && text.len <= DIALECT_MAX_VERSION;
    for (size_t i = 0; i < text.len && sound; i++) {
        sound = is_version_letter(text.data[i]);
    }
    if (!sound) {
        return fault_set(fault, STATUS_INVALID, "api_version",
                         "The API version may hold letters, digits, -, . and _, at most %d of "
                         "them. It looks like preview or 2025-04-01-preview.",
                         DIALECT_MAX_VERSION);
    }
    if (text.len > 0) {
        memcpy(out->version, text.data, text.len);
    }
    return STATUS_OK;
}

static enum status read_members(const struct json *root, struct dialect *out, struct fault *fault) {
    static const char *const headers[] = {"bearer", "api-key"};
    static const char *const images[] = {"count", "image[]", "image"};
    static const char *const edits[] = {"multipart", "json"};
    int header = 0;
    int image = 0;
    int edit = 0;
    enum status status = read_choice(root, "key_header", headers, 2, &header, fault);
    if (status == STATUS_OK) {
        status = read_choice(root, "image_field", images, 3, &image, fault);
    }
    if (status == STATUS_OK) {
        status = read_choice(root, "edits", edits, 2, &edit, fault);
    }
    out->header = (enum dialect_header)header;
    out->image = (enum dialect_image)image;
    out->edits = (enum dialect_edits)edit;
    return status == STATUS_OK ? read_version(root, out, fault) : status;
}

enum status dialect_parse(struct bytes json, struct dialect *out, struct fault *fault) {
    *out = (struct dialect){0};
    if (json.len == 0) {
        return STATUS_OK;
    }
    struct json *root = NULL;
    enum status status = json_parse(json, &root);
    if (status == STATUS_NO_MEMORY) {
        return fault_no_memory(fault);
    }
    if (!json_is_object(root) || json_escapes_nul(json)) {
        status = fault_set(fault, STATUS_INVALID, "base_url",
                           "The endpoint's profile cannot be read. Choose the endpoint again.");
    } else {
        status = read_members(root, out, fault);
    }
    json_free(root);
    if (status != STATUS_OK) {
        *out = (struct dialect){0};
    }
    return status;
}

static void put_version(const struct dialect *dialect, struct buf *out) {
    if (dialect->version[0]) {
        buf_text(out, "?api-version=");
        buf_text(out, dialect->version);
    }
}

void dialect_put_url(const struct dialect *dialect, const char *base_url, const char *path,
                     struct buf *out) {
    buf_text(out, base_url);
    buf_text(out, path);
    put_version(dialect, out);
}

void dialect_put_models_url(const struct dialect *dialect, const char *base_url, struct buf *out) {
    const char *deployment = strstr(base_url, "/openai/deployments/");
    buf_append(out, base_url,
               deployment ? (size_t)(deployment - base_url) + strlen("/openai") : strlen(base_url));
    buf_text(out, "/models");
    put_version(dialect, out);
}

const char *dialect_header_name(const struct dialect *dialect) {
    return dialect->header == DIALECT_API_KEY ? "api-key" : "Authorization";
}

const char *dialect_header_value(const struct dialect *dialect, const char *authorization) {
    return dialect->header == DIALECT_BEARER ? authorization : authorization + strlen("Bearer ");
}

const char *dialect_image_name(const struct dialect *dialect, int count) {
    const bool single = dialect->image == DIALECT_IMAGE_SINGLE ||
                        (dialect->image == DIALECT_IMAGE_BY_COUNT && count == 1);
    return single ? "image" : "image[]";
}
