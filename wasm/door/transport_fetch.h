/* api/transport.h over emscripten_fetch, its traps included. */
#ifndef DOOR_TRANSPORT_FETCH_H
#define DOOR_TRANSPORT_FETCH_H

#include "api/transport.h"

struct transport transport_fetch(void);

#endif
