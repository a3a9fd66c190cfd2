/* order_sla.c - how soon an order is to be dealt with: chosen when it comes, then kept or missed. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "domains/policies/policies.h"
#include "platform/jobs/jobs.h"

#define AT_ONCE 200

const char *const order_sla_words[] = {"running", "kept", "breached", NULL};
_Static_assert(COUNT(order_sla_words) == SLA_STATE_COUNT, "a word for every state but the first");

/* What is still to be kept, and which of it the job has to look at next. */
static void plan(struct order_sla *sla, int64_t now_us)
{
	const struct opt_int due[] = {sla->response_due_us, sla->resolution_due_us};
	const bool met[] = {sla->responded_us.given, sla->resolved_us.given};
	bool open = false;

	sla->next_us = (struct opt_int){0};
	for (size_t i = 0; i < COUNT(due); i++) {
		if (!due[i].given || met[i])
			continue;
		open = true;
		if (due[i].value > now_us &&
			(!sla->next_us.given || due[i].value < sla->next_us.value))
			sla->next_us = due[i];
	}
	if (sla->state != SLA_BREACHED)
		sla->state = open ? SLA_RUNNING : SLA_KEPT;
}

enum err order_sla_begin(struct cx *cx, int64_t department_id, struct order *order)
{
	struct sla_policy policy;

	TRY(sla_policy_for(cx, order_priority_words[order->high], department_id, &policy));
	if (!policy.id)
		return OK;
	order->sla.policy_id = policy.id;
	order->sla.response_due_us = sla_due(cx, &policy, policy.response_minutes, cx->now_us);
	order->sla.resolution_due_us = sla_due(cx, &policy, policy.resolution_minutes, cx->now_us);
	plan(&order->sla, cx->now_us);
	return OK;
}

enum err order_sla_choose_again(struct cx *cx, struct order *order)
{
	const int64_t policy_id = order->sla.policy_id;

	if (!order_is_open(order->status) || order->sla.state == SLA_BREACHED)
		return OK;
	TRY(order_sla_begin(cx, order->department_id, order));
	return order->sla.policy_id == policy_id ? OK : order_store_set_sla(cx, order);
}

/* One of the times, if it was missed. */
static enum err note(struct cx *cx, struct order *order, const char *kind, bool *missed)
{
	struct order_sla *sla = &order->sla;
	const bool response = text_is(kind, "response");
	const struct opt_int due = response ? sla->response_due_us : sla->resolution_due_us;
	const struct opt_int met = response ? sla->responded_us : sla->resolved_us;
	const struct sla_event event = {.subject_type = "order",
		.subject_id = order->id,
		.kind = kind,
		.policy_id = sla->policy_id,
		.due_us = due.value};
	bool first;

	if (!due.given || (met.given ? met.value : cx->now_us) < due.value)
		return OK;
	TRY(sla_event_add(cx, &event, &first));
	sla->state = SLA_BREACHED;
	*missed |= first;
	return OK;
}

static enum err settle(struct cx *cx, struct order *order, bool *missed)
{
	const struct opt_int next_us = order->sla.next_us;

	*missed = false;
	if (next_us.given && next_us.value <= cx->now_us) {
		TRY(note(cx, order, "response", missed));
		TRY(note(cx, order, "resolution", missed));
	}
	plan(&order->sla, cx->now_us);
	return OK;
}

enum err order_sla_follow(struct cx *cx, struct order *order)
{
	const struct opt_int now = {cx->now_us, true};
	struct order_sla *sla = &order->sla;
	bool missed;

	if (sla->state == SLA_NONE || (sla->responded_us.given && sla->resolved_us.given))
		return OK;
	if (!sla->responded_us.given)
		sla->responded_us = now;
	if (!order_is_open(order->status) && !sla->resolved_us.given)
		sla->resolved_us = now;
	return settle(cx, order, &missed);
}

/* ---- What nobody did in time --------------------------------------------------------- */

/* Of one company and team: one notification, however many there are. */
struct overdue {
	const struct company *company;
	struct order order; /* the first */
	int64_t count;
};

static void add_overdue(struct overdue *list, size_t *count, const struct company *company,
	const struct order *order)
{
	for (size_t i = 0; i < *count; i++)
		if (list[i].company->id == company->id &&
			list[i].order.agent_team_id == order->agent_team_id) {
			list[i].count++;
			return;
		}
	list[(*count)++] = (struct overdue){company, *order, 1};
}

static enum err watch(struct cx *cx, int64_t order_id, struct order *order, bool *missed)
{
	static const char *const changed[] = {"sla", NULL};

	*missed = false;
	TRY(order_store_lock(cx, order_id, 0, order));
	if (!order->sla.next_us.given || order->sla.next_us.value > cx->now_us)
		return OK; /* met meanwhile */
	TRY(settle(cx, order, missed));
	TRY(order_store_set_sla(cx, order));
	return order_publish_updated(cx, order, NULL, changed);
}

enum err order_sla_run(struct cx *cx, const struct job *job)
{
	const struct actor *before = cx->actor;
	struct overdue *list = arena_array(cx->arena, AT_ONCE, sizeof(*list));
	struct order_sla_due *due;
	size_t due_count, count = 0;

	(void)job;
	TRY(order_sla_store_due(cx, AT_ONCE, &due, &due_count));
	for (size_t i = 0; i < due_count; i++) {
		const struct company *company;
		struct order order;
		bool missed;

		TRY(company_by_id(cx, due[i].company_id, &company));
		cx->actor = actor_system(cx->arena, company);
		TRY(watch(cx, due[i].order_id, &order, &missed));
		if (missed)
			add_overdue(list, &count, company, &order);
	}
	for (size_t i = 0; i < count; i++) {
		cx->actor = actor_system(cx->arena, list[i].company);
		TRY(order_notify_overdue(cx, &list[i].order, list[i].count));
	}
	cx->actor = before;
	return OK;
}

void order_sla_write(struct json *json, const struct order_sla *sla)
{
	json_key(json, "sla");
	if (sla->state == SLA_NONE) {
		json_null(json);
		return;
	}
	json_open(json);
	json_field_text(json, "state", order_sla_words[sla->state - 1]);
	json_field_opt_time(json, "response_due_at", sla->response_due_us);
	json_field_opt_time(json, "responded_at", sla->responded_us);
	json_field_opt_time(json, "resolution_due_at", sla->resolution_due_us);
	json_field_opt_time(json, "resolved_at", sla->resolved_us);
	json_close(json);
}
