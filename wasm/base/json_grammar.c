#include "base/json_grammar.h"

#include <string.h>

/* What is left to read. */
struct scan {
    const uint8_t *at;
    const uint8_t *end;
};

static uint8_t next_byte(const struct scan *s) {
    return s->at < s->end ? *s->at : 0;
}

static bool take(struct scan *s, char byte) {
    const bool found = s->at < s->end && *s->at == (uint8_t)byte;
    s->at += found;
    return found;
}

static bool take_one_of(struct scan *s, const char *set) {
    const bool found = next_byte(s) != 0 && strchr(set, next_byte(s));
    s->at += found;
    return found;
}

static bool take_word(struct scan *s, const char *word) {
    const struct bytes left = {s->at, (size_t)(s->end - s->at)};
    const bool found = bytes_start_with(left, bytes_of(word));
    s->at += found ? strlen(word) : 0;
    return found;
}

static void skip_blanks(struct scan *s) {
    while (take_one_of(s, " \t\n\r")) {
    }
}

static bool take_digits(struct scan *s) {
    bool any = false;
    while (take_one_of(s, "0123456789")) {
        any = true;
    }
    return any;
}

static bool take_number(struct scan *s) {
    (void)take(s, '-');
    if (!take(s, '0') && !take_digits(s)) {
        return false;
    }
    if (take(s, '.') && !take_digits(s)) {
        return false;
    }
    if (take_one_of(s, "eE")) {
        (void)take_one_of(s, "+-");
        return take_digits(s);
    }
    return true;
}

/* Four hexadecimal digits; -1 where they are not there. */
static int take_hex(struct scan *s) {
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    int value = 0;
    for (int i = 0; i < 4; i++) {
        const char *digit = next_byte(s) != 0 ? strchr(digits, next_byte(s)) : NULL;
        if (!digit) {
            return -1;
        }
        value = value * 16 + (int)((digit - digits) % 16);
        s->at++;
    }
    return value;
}

/* What follows a backslash. */
static bool take_escape(struct scan *s) {
    if (!take(s, 'u')) {
        return take_one_of(s, "\"\\/bfnrt");
    }
    const int unit = take_hex(s);
    if (unit >= 0xd800 && unit <= 0xdbff) {
        const int low = take(s, '\\') && take(s, 'u') ? take_hex(s) : -1;
        return low >= 0xdc00 && low <= 0xdfff;
    }
    return unit >= 0 && !(unit >= 0xdc00 && unit <= 0xdfff);
}

static bool take_string(struct scan *s) {
    if (!take(s, '"')) {
        return false;
    }
    while (!take(s, '"')) {
        if (take(s, '\\')) {
            if (!take_escape(s)) {
                return false;
            }
        } else if (next_byte(s) < 0x20) {
            return false; /* the end of the text, too */
        } else {
            s->at++;
        }
    }
    return true;
}

/* NOLINTBEGIN(misc-no-recursion): 'depth' bounds it */

static bool take_value(struct scan *s, int depth);

/* An array from its first element on, or an object from its first name on. */
static bool take_members(struct scan *s, bool named, char close, int depth) {
    skip_blanks(s);
    if (take(s, close)) {
        return true;
    }
    do {
        if (named) {
            skip_blanks(s);
            if (!take_string(s)) {
                return false;
            }
            skip_blanks(s);
            if (!take(s, ':')) {
                return false;
            }
        }
        if (!take_value(s, depth)) {
            return false;
        }
    } while (take(s, ','));
    return take(s, close);
}

/* One value and the white space around it. */
static bool take_value(struct scan *s, int depth) {
    bool sound;
    skip_blanks(s);
    if (take(s, '{')) {
        sound = depth > 0 && take_members(s, true, '}', depth - 1);
    } else if (take(s, '[')) {
        sound = depth > 0 && take_members(s, false, ']', depth - 1);
    } else if (next_byte(s) == '"') {
        sound = take_string(s);
    } else {
        sound =
            take_word(s, "true") || take_word(s, "false") || take_word(s, "null") || take_number(s);
    }
    skip_blanks(s);
    return sound;
}

/* NOLINTEND(misc-no-recursion) */

bool json_grammar_holds(struct bytes text, int max_depth) {
    struct scan s = {text.data, text.data + text.len};
    return utf8_count(text) > 0 && take_value(&s, max_depth) && s.at == s.end;
}
