/* call_after_internal.h - what follows calls, as rows. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_AFTER_INTERNAL_H
#define DOMAINS_CALLS_CALL_AFTER_INTERNAL_H

#include "domains/calls/call_control_internal.h"

/* What calls have made of an agent: "call", "wrap_up" or "". */
struct agent_now {
	int64_t agent_id;
	const char *occupied_by;
};
/* Agents of these calls whose presence says something else. */
MUST_USE enum err after_store_agents(
	struct cx *cx, const int64_t *ids, size_t id_count, struct agent_now **rows, size_t *count);
MUST_USE enum err after_store_agent(struct cx *cx, int64_t agent_id, struct agent_now *now);

struct wrap_up {
	int64_t id, call_id, agent_id; /* id 0: there is none */
	int64_t from_us, due_us;
};
/* Who talked in these calls and left them after since_us, without a row yet. */
MUST_USE enum err after_store_talked(struct cx *cx, const int64_t *ids, size_t id_count,
	int64_t since_us, struct wrap_up **rows, size_t *count);
MUST_USE enum err wrap_up_store_add(struct cx *cx, struct wrap_up *wrap_up);
MUST_USE enum err wrap_up_store_open(struct cx *cx, int64_t agent_id, struct wrap_up *wrap_up);
/* Once; its time is the call's. */
MUST_USE enum err wrap_up_store_end(struct cx *cx, const struct wrap_up *wrap_up, int64_t at_us);

/* A call that has ended, and nothing followed yet. */
struct call_gone {
	int64_t id, order_id, customer_id, agent_id, talk_us, started_us;
	const char *status, *phone;
	bool outgoing;
};
/* Given once: they are closed with that. */
MUST_USE enum err after_store_ended(
	struct cx *cx, const int64_t *ids, size_t id_count, struct call_gone **rows, size_t *count);
/* 0: it was born, has ended, or is none. */
MUST_USE enum err after_store_unborn(struct cx *cx, const char *linkedid, int64_t *call_id);

#endif
