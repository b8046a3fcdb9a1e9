/*
 * api/transport.h that sends nothing: it shows JavaScript what would be sent.
 *
 * The whole request goes to Module.jobRequest of the job 'handle', as {"method", "url",
 * "headers": [[name, value], ...]} and a body, and that is all that ever happens to it:
 * nothing is called back, and there is no call to cancel.
 */
#ifndef DOOR_TRANSPORT_PAPER_H
#define DOOR_TRANSPORT_PAPER_H

#include "api/transport.h"

struct transport transport_paper(uint32_t handle);

#endif
