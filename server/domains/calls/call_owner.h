/* call_owner.h - who has a call, of all whose phones are in it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_OWNER_H
#define DOMAINS_CALLS_CALL_OWNER_H

#include "domains/calls/call.h"

/*
 * The leg of the agent who has it or had it last; NULL: nobody. Who talks has it,
 * before that who called, and while it only rings the one phone that rings.
 * Legs are placed (call_leg.placed).
 */
const struct call_leg *call_owner(const struct call *call);

#endif
