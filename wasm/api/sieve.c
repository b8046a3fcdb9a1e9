#include "api/sieve.h"

#include "base/json.h"

#include <string.h>

enum place { OUTSIDE, STRING, AFTER_KEY, AFTER_COLON, IMAGE };

/* The escape's state: no escape, after the backslash, or this many hex digits to come. */
enum { NO_ESCAPE = 0, HEX_DIGITS = 4, AFTER_BACKSLASH = 5 };

/* Bytes, by which the room for an image grows. */
#define FIRST_STEP ((size_t)1 << 10)
#define STEP ((size_t)1 << 20)

static const char image_key[] = "b64_json";

/* Stands for letters that are in no base64 and in no key of ours. */
#define OTHER_LETTER 0xff

struct sieve sieve_make(sieve_image *image, void *context) {
    return (struct sieve){
        .image = image,
        .context = context,
        .rest = buf_make(JSON_MAX_BYTES),
        .file = buf_make(0),
        .state = OUTSIDE,
    };
}

static uint32_t hex_value(uint8_t digit) {
    const uint8_t lower = digit | 0x20;
    if (digit >= '0' && digit <= '9') {
        return digit - (uint32_t)'0';
    }
    return lower >= 'a' && lower <= 'f' ? lower - (uint32_t)'a' + 10 : 1u << 16;
}

static uint8_t letter_after_backslash(uint8_t byte) {
    return byte == '"' || byte == '\\' || byte == '/' ? byte : OTHER_LETTER;
}

/* Takes a byte of a string; true, with the letter it stands for, unless an escape goes on. */
static bool take_string_byte(struct sieve *s, uint8_t byte, uint8_t *letter) {
    if (s->escape == NO_ESCAPE) {
        *letter = byte;
        s->escape = byte == '\\' ? AFTER_BACKSLASH : NO_ESCAPE;
        return byte != '\\';
    }
    if (s->escape == AFTER_BACKSLASH) {
        *letter = letter_after_backslash(byte);
        s->code_point = 0;
        s->escape = byte == 'u' ? HEX_DIGITS : NO_ESCAPE;
        return byte != 'u';
    }
    s->code_point = s->code_point << 4 | hex_value(byte);
    *letter = s->code_point < 0x80 ? (uint8_t)s->code_point : OTHER_LETTER;
    return --s->escape == 0;
}

/* Gives this image up, and the whole sieve where the failure is more than the image's own. */
static void fail_image(struct sieve *s, enum status status) {
    const bool total_reached = status == STATUS_TOO_LARGE && s->file.limit < SIEVE_MAX_IMAGE;
    if (status == STATUS_NO_MEMORY || total_reached) {
        buf_fail(&s->rest, status);
    }
    buf_free(&s->file);
    buf_fail(&s->file, status);
}

static void begin_image(struct sieve *s) {
    const size_t left = SIEVE_MAX_TOTAL - s->total;
    s->file = buf_make(left < SIEVE_MAX_IMAGE ? left : SIEVE_MAX_IMAGE);
    s->decoder = base64_make();
    s->state = IMAGE;
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

/* How much more of the image is likely to come: at first little, for it may be small. */
static size_t likely_len(const struct sieve *s) {
    if (s->file.len == 0) {
        return larger(s->last_len, FIRST_STEP);
    }
    return larger(s->file.len / 8, s->file.len < STEP / 16 ? s->file.len * 16 : STEP);
}

/* Makes room for 'len' more bytes, in as few steps as do not hold much more than is needed. */
static void make_room(struct sieve *s, size_t len) {
    if (s->file.capacity - s->file.len < len) {
        const size_t left = s->file.limit - s->file.len;
        const size_t step = larger(likely_len(s), len);
        buf_extend(&s->file, step < left ? step : left);
    }
}

static void decode(struct sieve *s, struct bytes text) {
    if (s->file.status == STATUS_OK) {
        const size_t before = s->file.len;
        make_room(s, base64_room(&s->decoder, text));
        const enum status status = base64_feed(&s->decoder, text, &s->file);
        s->total += s->file.len - before;
        if (status != STATUS_OK) {
            fail_image(s, status);
        }
    }
}

static void end_image(struct sieve *s) {
    if (s->file.status == STATUS_OK && base64_end(&s->decoder) != STATUS_OK) {
        fail_image(s, STATUS_DAMAGED);
    }
    const bool sound = s->file.status == STATUS_OK;
    s->state = OUTSIDE;
    if (sound && s->file.len == 0) {
        buf_text(&s->rest, "\"\"");
        buf_free(&s->file);
        return;
    }
    if (sound) {
        buf_format(&s->rest, "%d", s->images);
    } else {
        buf_text(&s->rest, "false");
    }
    s->last_len = s->file.len;
    s->image(s->context, s->images++, &s->file);
    buf_free(&s->file);
}

typedef uint8_t octets __attribute__((vector_size(16)));

/* Where in 16 bytes the string or a plain part of it ends. */
static inline octets ends_in(const uint8_t *bytes) {
    octets some;
    memcpy(&some, bytes, sizeof some);
    return (octets)((some == '"') | (some == '\\'));
}

#define STRIDE (4 * sizeof(octets))

static inline bool any_ends(const uint8_t *bytes) {
    const octets ends = ends_in(bytes) | ends_in(bytes + sizeof(octets)) |
                        ends_in(bytes + 2 * sizeof(octets)) | ends_in(bytes + 3 * sizeof(octets));
    uint64_t halves[2];
    memcpy(halves, &ends, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

/* How many bytes come before the end of the string or an escape.  All of an answer passes here. */
static size_t plain_len(struct bytes piece) {
    size_t len = 0;
    while (piece.len - len >= STRIDE && !any_ends(piece.data + len)) {
        len += STRIDE;
    }
    while (len < piece.len && piece.data[len] != '"' && piece.data[len] != '\\') {
        len++;
    }
    return len;
}

/* Each of these three takes the start of 'piece' and returns how much of it. */

static size_t take_image(struct sieve *s, struct bytes piece) {
    const uint8_t byte = piece.data[0];
    if (s->escape != NO_ESCAPE || byte == '\\') {
        uint8_t letter;
        if (take_string_byte(s, byte, &letter)) {
            decode(s, (struct bytes){&letter, 1});
        }
        return 1;
    }
    if (byte == '"') {
        end_image(s);
        return 1;
    }
    const size_t len = plain_len(piece);
    decode(s, (struct bytes){piece.data, len});
    return len;
}

static size_t take_string(struct sieve *s, struct bytes piece) {
    size_t len = 0;
    bool ended = false;
    while (len < piece.len && !ended) {
        const uint8_t byte = piece.data[len++];
        uint8_t letter;
        ended = s->escape == NO_ESCAPE && byte == '"';
        if (!ended && take_string_byte(s, byte, &letter) && s->word_len < sizeof s->word) {
            s->word[s->word_len++] = (char)letter;
        }
    }
    buf_append(&s->rest, piece.data, len);
    if (ended) {
        const struct bytes word = {(const uint8_t *)s->word, s->word_len};
        s->state = bytes_equal(word, bytes_of(image_key)) ? AFTER_KEY : OUTSIDE;
    }
    return len;
}

static void note_outside(struct sieve *s, uint8_t byte) {
    if (byte == ':' && s->state == AFTER_KEY) {
        s->state = AFTER_COLON;
    } else if (byte != ' ' && byte != '\t' && byte != '\n' && byte != '\r') {
        s->state = OUTSIDE;
    }
}

static size_t take_outside(struct sieve *s, struct bytes piece) {
    size_t len = 0;
    while (len < piece.len && piece.data[len] != '"') {
        note_outside(s, piece.data[len++]);
    }
    buf_append(&s->rest, piece.data, len);
    if (len == piece.len) {
        return len;
    }
    if (s->state == AFTER_COLON) {
        begin_image(s);
    } else {
        buf_byte(&s->rest, '"');
        s->word_len = 0;
        s->state = STRING;
    }
    return len + 1;
}

enum status sieve_feed(struct sieve *s, struct bytes piece) {
    while (piece.len > 0 && s->rest.status == STATUS_OK) {
        const size_t taken = s->state == IMAGE    ? take_image(s, piece)
                             : s->state == STRING ? take_string(s, piece)
                                                  : take_outside(s, piece);
        piece = (struct bytes){piece.data + taken, piece.len - taken};
    }
    return s->rest.status;
}

struct bytes sieve_rest(const struct sieve *s) {
    return buf_view(&s->rest);
}

void sieve_free(struct sieve *s) {
    buf_free(&s->rest);
    buf_free(&s->file);
}
