/*
 * Settings out of a ComfyUI workflow.
 *
 * Every node that asks OpenAI for pictures is offered with the settings it has here.
 * What a workflow leaves out is as ComfyUI's node takes it, not as this page would; what
 * cannot be taken over is said, never dropped in silence.
 */
#ifndef API_WORKFLOW_READ_H
#define API_WORKFLOW_READ_H

#include "base/buf.h"

#define WORKFLOW_MAX_NODES 32 /* that are offered */

/*
 * Appends {"nodes": [{id, title, type, settings, images: [name], mask, notes: [sentence]}]}:
 * 'settings' by the schema's names, each one valid by itself (a prompt may be empty, or too
 * long); 'images' the files it loads; 'mask' whether it has one.  A node that ComfyUI would
 * not run is also "skipped", which is "muted" or "bypassed".  'today', "YYYY-MM-DD",
 * decides which models have ended: their successor is taken instead.
 *
 * Fails as graph_read does, and with STATUS_UNSUPPORTED where there is no such node.
 */
enum status workflow_read(struct bytes text, const char *today, struct buf *out,
                          struct fault *fault);

#endif
