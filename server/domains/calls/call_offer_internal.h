/* call_offer_internal.h - calls without a PBX that the program looks after by itself. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_OFFER_INTERNAL_H
#define DOMAINS_CALLS_CALL_OFFER_INTERNAL_H

#include "domains/calls/call_control_internal.h"

struct call_of {
	int64_t company_id, call_id;
};

/* Who waits for a department, or rings at an agent of it, where companies want calls offered. */
MUST_USE enum err offer_store_waiting(struct cx *cx, struct call_of **rows, size_t *count);
/* 0: there is nobody now. */
MUST_USE enum err offer_store_agent(struct cx *cx, const struct live_call *call, int64_t *agent_id);
/* Calls that nobody has said anything of since these times. */
MUST_USE enum err offer_store_forgotten(struct cx *cx, int64_t unanswered_us, int64_t answered_us,
	struct call_of **rows, size_t *count);

/* For call_jobs. */
MUST_USE enum err call_offer_run(struct cx *cx, const struct job *job);
MUST_USE enum err call_forgotten_run(struct cx *cx, const struct job *job);

#endif
