/*
 * What ComfyUI would say to a workflow: a second opinion, written from its nodes' input
 * schemas and knowing nothing of ours.
 */
#ifndef TESTS_COMFYUI_H
#define TESTS_COMFYUI_H

#include "base/json.h"

/*
 * Fails the test unless ComfyUI would queue this workflow in the API format: every node
 * known, every required input there, every value of its kind, in its list and within its
 * limits, every link to an output of the right type.
 */
void comfyui_accepts(const struct json *prompt);

/*
 * Fails the test unless the frontend would load this workflow in the UI format, and would
 * queue just 'prompt' for it: required members, links that agree from all sides, widgets
 * in the order of the schema.
 */
void comfyui_draws(const struct json *workflow, const struct json *prompt);

#endif
