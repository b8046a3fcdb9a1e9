/*
 * Notes: texts that a picture's file carries, each under a keyword.
 *
 * What is in the list is sound whatever it came from: keywords and texts are
 * well-formed UTF-8 without a NUL, each keyword is there once, and nothing is past
 * its limit.  Does not know how files carry them.
 */
#ifndef PIXELS_NOTE_LIST_H
#define PIXELS_NOTE_LIST_H

#include "base/buf.h"

#define NOTE_LIST_MAX 64                      /* notes looked at in a file */
#define NOTE_KEYWORD_MAX 79                   /* bytes, as PNG has it */
#define NOTE_TEXT_MAX ((size_t)1 << 20)       /* bytes, one text */
#define NOTE_LIST_MAX_BYTES ((size_t)4 << 20) /* keywords and texts together */

struct note {
    struct bytes keyword;
    struct bytes text;
};

struct note_list {
    size_t count;
    size_t offered; /* taken or not */
    bool left_out;  /* something was past a limit */
    struct {
        size_t at; /* of the keyword in 'bytes'; the text comes after it */
        size_t keyword_len;
        size_t text_len;
    } places[NOTE_LIST_MAX];
    struct buf bytes;
};

struct note_list note_list_make(void);
void note_list_free(struct note_list *list);

/*
 * Whether note_list_add would look at a note of this keyword: it has 1 to
 * NOTE_KEYWORD_MAX bytes, none by it is there yet, and fewer than NOTE_LIST_MAX
 * were offered.  To be asked before a text is unpacked.
 */
bool note_list_wants(const struct note_list *list, struct bytes keyword);

/*
 * Copies in a note if it is wanted.  A text ends at its first NUL, and is taken as
 * Latin-1 where it is not UTF-8; so is a keyword.  What is past a limit is left out.
 *
 * STATUS_NO_MEMORY, which sticks; a note that is left out is no failure.
 */
enum status note_list_add(struct note_list *list, struct bytes keyword, struct bytes text);

/* Adds all notes of 'others'; fails as note_list_add does. */
enum status note_list_add_all(struct note_list *list, const struct note_list *others);

/* Notes that there is one more than can be taken in. */
void note_list_leave_out(struct note_list *list);

/* Note 'index', good until the next change of the list. */
struct note note_list_at(const struct note_list *list, size_t index);

/* Whether there is one by this keyword. */
bool note_list_has(const struct note_list *list, struct bytes keyword);

#endif
