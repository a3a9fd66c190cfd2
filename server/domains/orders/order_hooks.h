/* order_hooks.h - what domains that hang on orders add to them, and are told of; app/ hands it over. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_HOOKS_H
#define DOMAINS_ORDERS_ORDER_HOOKS_H

#include "base/cx.h"

struct order;

/* Something that was said or done about an order, for its one chronological view. */
struct order_entry {
	int64_t id, at_us; /* id: unique within its kind */
	const char *kind; /* "interaction", "rating", "escalation" */
	const char *channel, *outcome, *text; /* or NULL */
	const char *status, *template_code, *error; /* of a message, or NULL */
	int64_t score; /* 1..5, 0 for none */
	int64_t duration_s;
	int64_t agent_id, agent_no; /* 0 for none */
	const char *agent_name;
};

struct order_entries {
	struct order_entry *rows;
	size_t count;
};

/* An escalation of the order that is not over. */
struct order_escalation {
	int64_t id; /* 0: there is none */
	const char *level, *status, *reason, *raised_by;
	const char *assigned_to; /* or NULL */
	int64_t raised_us;
};

/* For the dashboard, of the actor's scope. */
struct order_figures {
	int64_t rating_count, rating_sum; /* since the given moment */
	int64_t escalations; /* not over */
};

struct order_call { /* a call that was logged */
	int64_t communication_id, duration_s;
	const char *outcome, *notes;
	struct opt_int callback_us;
};

/* A domain's answers, all inside the unit at hand; members may be NULL. */
struct order_hooks {
	/* Of an order that the actor may see. */
	enum err (*entries)(struct cx *cx, int64_t order_id, struct order_entries *entries);
	enum err (*escalation)(struct cx *cx, int64_t order_id, struct order_escalation *open);
	enum err (*figures)(struct cx *cx, int64_t since_us, struct order_figures *figures);
	/* Told in the transaction of it; an outcome other than OK refuses the whole. */
	enum err (*call_logged)(
		struct cx *cx, const struct order *order, const struct order_call *call);
	enum err (*closed)(struct cx *cx, const struct order *order);
	/* What the order says was put right; its status did not change. */
	enum err (*corrected)(struct cx *cx, const struct order *before, const struct order *after);
};

/* Once for each domain, before anything is served. Keeps the pointer. */
void order_hook(const struct order_hooks *hooks);

#endif
