/*
 * Undo and redo by keeping copies of the coverage, which share their tiles.
 *
 * A step costs the tiles it changed and a table of pointers.  Does not know
 * which tool did what.  One undo serves one coverage and others of its size.
 */
#ifndef PAINT_UNDO_H
#define PAINT_UNDO_H

#include "paint/coverage.h"

#define UNDO_MAX_STEPS 256

struct undo;

/* No steps.  Together they may hold about 'memory_limit' bytes.  STATUS_NO_MEMORY. */
enum status undo_make(size_t memory_limit, struct undo **out) MUST_CHECK;

/* Frees every step; NULL is fine. */
void undo_free(struct undo *u);

/*
 * Remembers 'now' as the state to come back to; called before a tool starts.
 *
 * Once the tool has changed something this is a step: what could be redone is
 * dropped, and so are the oldest steps past UNDO_MAX_STEPS or the memory limit;
 * the newest always stays.  A tool that changes nothing leaves no step behind
 * and costs none.  STATUS_NO_MEMORY: the state is not remembered, and no other
 * is lost.
 */
enum status undo_remember(struct undo *u, const struct coverage *now) MUST_CHECK;

/*
 * Takes back what the tool has done since undo_remember, as if it had not begun;
 * it may go on.  Nothing where nothing was remembered, or a step was gone since.
 */
void undo_revert(const struct undo *u, struct coverage *now);

/* Goes one step back or forward, making dirty what changes; false when there is none. */
bool undo_back(struct undo *u, struct coverage *now);
bool undo_forward(struct undo *u, struct coverage *now);

/* Whether undo_back or undo_forward would do something. */
bool undo_can_go_back(const struct undo *u, const struct coverage *now);
bool undo_can_go_forward(const struct undo *u, const struct coverage *now);

#endif
