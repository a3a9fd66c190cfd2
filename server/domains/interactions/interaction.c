/* interaction.c - contacts with customers, as the agents who had them sum them up. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/interactions/interaction_internal.h"

#include "domains/orders/order_hooks.h"

#include <inttypes.h>

const char *const interaction_type_words[] = {"call", "email", "chat", "follow_up", NULL};
const char *const interaction_resolution_words[] = {
	"resolved", "pending", "escalated", "follow_up_required", NULL};

static interaction_escalation *escalation;

void interaction_on_escalated(interaction_escalation *raise)
{
	escalation = raise;
}

static int64_t agent_no_of(const struct actor *actor)
{
	int64_t number = 0;
	const char *digits = actor->agent_code ? strrchr(actor->agent_code, '-') : NULL;

	return digits && text_int(digits + 1, &number) ? number : 0;
}

/* ---- By hand -------------------------------------------------------------------------- */

/* An SMS is a chat in the words of the first source document. */
static bool same_kind(const char *type, const char *channel)
{
	return text_is(type, channel) || (text_is(type, "chat") && text_is(channel, "sms"));
}

static enum err check_contact(
	struct cx *cx, const struct interaction_new *wanted, const struct order *order)
{
	const char *channel;

	if (!wanted->communication_id.given)
		return OK;
	TRY(interaction_store_contact(cx, order->id, wanted->communication_id.value, &channel));
	if (!channel)
		return fail(cx, ERR_INVALID, "communication_id",
			"The order has no such call or message.");
	if (!same_kind(wanted->type, channel))
		return fail(cx, ERR_INVALID, "interaction_type",
			"The call or message is of another kind.");
	return OK;
}

static enum err check(
	struct cx *cx, const struct interaction_new *wanted, const struct order *order)
{
	if (!cx->actor->agent_id)
		return fail(cx, ERR_DENIED, NULL, "Only agents write down contacts.");
	if (wanted->follow_up_us.given && wanted->follow_up_us.value <= cx->now_us)
		return fail(cx, ERR_INVALID, "follow_up_date", "This has to be in the future.");
	if (text_is(wanted->resolution, "escalated") && text_empty(wanted->notes))
		return fail(cx, ERR_INVALID, "notes", "Say why it is escalated.");
	return check_contact(cx, wanted, order);
}

/* Beside the other one of the same call there would be two contacts where there was one. */
static enum err store(struct cx *cx, struct interaction *interaction)
{
	struct interaction present = {0};
	bool replaced;

	if (interaction->communication_id)
		TRY(interaction_store_of_contact(cx, interaction->communication_id, &present));
	if (!present.id)
		return interaction_store_add(cx, interaction);
	interaction->id = present.id;
	interaction->at_us = present.at_us;
	interaction->created_us = present.created_us;
	if (!interaction->duration_s)
		interaction->duration_s = present.duration_s;
	TRY(interaction_store_replace(cx, interaction, &replaced));
	if (!replaced)
		return fail(cx, ERR_CONFLICT, "communication_id",
			"This contact has been summed up already.");
	return OK;
}

static enum err rate(
	struct cx *cx, const struct order *order, const struct interaction *interaction)
{
	struct rating rating = {.order_id = order->id,
		.customer_id = order->customer_id,
		.customer_name = order->customer_name,
		.agent_id = interaction->agent_id,
		.agent_no = interaction->agent_no,
		.agent_name = interaction->agent_name,
		.interaction_id = interaction->id,
		.score = interaction->satisfaction.value,
		.comment = "",
		.channel = "agent",
		.at_us = cx->now_us};

	return rating_add(cx, order, &rating);
}

/* As a person finds it among the follow-ups. */
static const char *reason_of(const struct cx *cx, const struct interaction *interaction)
{
	if (!text_empty(interaction->notes))
		return interaction->notes;
	return text_is(cx->actor->company->language, "ar") ? "بعد التواصل مع العميل"
							   : "After a contact with the customer";
}

/* What the contact leads to. */
static enum err follow(
	struct cx *cx, const struct order *order, const struct interaction *interaction)
{
	const bool required = text_is(interaction->resolution, "follow_up_required");

	if (interaction->satisfaction.given)
		TRY(rate(cx, order, interaction));
	if (interaction->follow_up_us.given || required)
		TRY(order_follow_up_add(
			cx, order, interaction->follow_up_us.value, reason_of(cx, interaction)));
	if (escalation && text_is(interaction->resolution, "escalated"))
		TRY(escalation(cx, order, interaction->notes));
	return OK;
}

enum err interaction_add(
	struct cx *cx, const struct interaction_new *wanted, struct interaction *interaction)
{
	struct order order;

	TRY(order_by_key(cx, wanted->order_key, &order));
	TRY(check(cx, wanted, &order));
	TRY(order_touch(cx, order.id, "interactions", &order));
	*interaction = (struct interaction){
		.order_id = order.id,
		.customer_id = order.customer_id,
		.agent_id = cx->actor->agent_id,
		.agent_no = agent_no_of(cx->actor),
		.agent_name = cx->actor->user_name,
		.type = wanted->type,
		.resolution = wanted->resolution,
		.notes = wanted->notes ? wanted->notes : "",
		.at_us = cx->now_us,
		.created_us = cx->now_us,
		.duration_s = wanted->duration_s,
		.satisfaction = wanted->satisfaction,
		.follow_up_us = wanted->follow_up_us,
		.communication_id = wanted->communication_id.value,
	};
	TRY(store(cx, interaction));
	TRY(follow(cx, &order, interaction));
	return interaction_publish(cx, &order, interaction);
}

/* ---- With a logged call (IMP-COMM-01) ------------------------------------------------------ */

static const char *resolution_of(const struct order_call *call)
{
	if (call->callback_us.given || text_is(call->outcome, "callback_requested"))
		return "follow_up_required";
	return text_is(call->outcome, "answered") ? "resolved" : "pending";
}

/* Both or neither: the call is logged in this transaction. */
static enum err call_logged(struct cx *cx, const struct order *order, const struct order_call *call)
{
	struct interaction interaction = {
		.order_id = order->id,
		.customer_id = order->customer_id,
		.agent_id = cx->actor->agent_id,
		.type = "call",
		.resolution = resolution_of(call),
		.notes = call->notes,
		.at_us = cx->now_us,
		.created_us = cx->now_us,
		.duration_s = call->duration_s,
		.follow_up_us = call->callback_us,
		.communication_id = call->communication_id,
		.automatic = true,
	};

	if (!cx->actor->agent_id) /* an interaction is an agent's; the call stands for itself */
		return OK;
	return interaction_store_add(cx, &interaction);
}

/* ---- For the order's one view of what was said ---------------------------------------------- */

static void add_interactions(
	struct order_entries *entries, const struct interaction *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].automatic) /* the call itself is there */
			continue;
		entries->rows[entries->count++] = (struct order_entry){.id = rows[i].id,
			.at_us = rows[i].at_us,
			.kind = "interaction",
			.channel = rows[i].type,
			.outcome = rows[i].resolution,
			.text = rows[i].notes,
			.score = rows[i].satisfaction.value,
			.duration_s = rows[i].duration_s,
			.agent_id = rows[i].agent_id,
			.agent_no = rows[i].agent_no,
			.agent_name = rows[i].agent_name};
	}
}

static void add_ratings(struct order_entries *entries, const struct rating *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].interaction_id) /* said there */
			continue;
		entries->rows[entries->count++] = (struct order_entry){.id = rows[i].id,
			.at_us = rows[i].at_us,
			.kind = "rating",
			.channel = rows[i].channel,
			.text = rows[i].comment,
			.score = rows[i].score};
	}
}

static enum err entries_of(struct cx *cx, int64_t order_id, struct order_entries *entries)
{
	struct interaction *interactions;
	size_t interaction_count, rating_count;
	struct rating *ratings;

	TRY(interaction_store_of_order(cx, order_id, &interactions, &interaction_count));
	TRY(rating_store_of_order(cx, order_id, &ratings, &rating_count));
	entries->rows = arena_array(
		cx->arena, interaction_count + rating_count, sizeof(*entries->rows));
	add_interactions(entries, interactions, interaction_count);
	add_ratings(entries, ratings, rating_count);
	return OK;
}

static enum err figures(struct cx *cx, int64_t since_us, struct order_figures *into)
{
	return rating_store_figures(cx, since_us, &into->rating_count, &into->rating_sum);
}

const struct order_hooks interaction_order_hooks = {.entries = entries_of,
	.figures = figures,
	.call_logged = call_logged,
	.closed = rating_order_closed};
