/* queue.c - queues: who may pause whom, and what the world hears of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#define EVENT_BYTES 1024

/* ---- Telling -------------------------------------------------------------------------- */

void queue_write(struct json *json, const struct queue *queue)
{
	json_open(json);
	json_field_int(json, "id", queue->id);
	json_field_text(json, "name", queue->name);
	json_field_text(json, "strategy", queue->strategy);
	json_field_int(json, "callers", queue->callers);
	json_field_opt_time(json, "longest_wait_since", queue->oldest_us);
	json_field_int(json, "members", queue->members);
	json_field_int(json, "paused", queue->paused);
	json_field_int(json, "free", queue->free);
	json_close(json);
}

void queue_member_write(struct json *json, const struct queue_member *member)
{
	json_open(json);
	json_field_text(json, "interface", member->interface);
	json_field_text(json, "name", member->name);
	json_field_text(json, "extension", member->extension);
	json_field_id(json, "agent_id", member->agent_id);
	json_field_text(json, "membership", member->membership);
	json_field_int(json, "penalty", member->penalty);
	json_field_text(json, "line_state", line_state_words[member->line]);
	json_field_bool(json, "in_call", member->in_call);
	json_field_bool(json, "paused", member->paused);
	json_field_text(json, "pause_reason", *member->pause_reason ? member->pause_reason : NULL);
	json_field_opt_time(json, "paused_since", member->paused_us);
	json_field_int(json, "calls_taken", member->calls_taken);
	json_field_opt_time(json, "last_call_at", member->last_call_us);
	json_close(json);
}

void queue_caller_write(struct json *json, const struct queue_caller *caller)
{
	json_open(json);
	json_field_text(json, "uniqueid", caller->uniqueid);
	json_field_int(json, "position", caller->position);
	json_field_text(json, "number", *caller->number ? caller->number : NULL);
	json_field_text(json, "name", *caller->name ? caller->name : NULL);
	json_field_time(json, "joined_at", caller->joined_us);
	json_close(json);
}

static enum err publish(
	struct cx *cx, const char *type, int64_t id, enum perm permission, struct json *json)
{
	json_close(json);
	return events_publish(cx,
		&(struct event){.type = type,
			.subject_type = "queue",
			.subject_id = id,
			.audience = {.permission = permission, .everyone = true},
			.data = json_end(json).ptr});
}

static void begin(struct cx *cx, struct json *json)
{
	json_begin(json, cx->arena, EVENT_BYTES);
	json_open(json);
}

static enum err publish_callers(struct cx *cx, const struct queue *queue)
{
	struct queue_caller *rows;
	struct json json;
	size_t count;

	TRY(queue_store_callers(cx, queue->id, &rows, &count));
	begin(cx, &json);
	json_field_text(&json, "queue", queue->name);
	json_field_open_array(&json, "callers");
	for (size_t i = 0; i < count; i++)
		queue_caller_write(&json, &rows[i]);
	json_close_array(&json);
	return publish(cx, "queue:callers", queue->id, PERM_ORDERS_READ_TEAM, &json);
}

enum err queue_publish(struct cx *cx, int64_t queue_id)
{
	struct queue queue;
	struct json json;

	TRY(queue_store_get_id(cx, queue_id, &queue));
	begin(cx, &json);
	json_key(&json, "queue");
	queue_write(&json, &queue);
	TRY(publish(cx, "queue:updated", queue_id, PERM_AGENTS_READ, &json));
	return publish_callers(cx, &queue);
}

enum err queue_publish_all(struct cx *cx)
{
	struct json json;

	begin(cx, &json);
	return publish(cx, "queue:reloaded", 0, PERM_AGENTS_READ, &json);
}

enum err queue_publish_member(
	struct cx *cx, const char *queue, const struct queue_member *member, bool removed)
{
	struct json json;

	begin(cx, &json);
	json_field_text(&json, "queue", queue);
	json_key(&json, "member");
	queue_member_write(&json, member);
	json_field_bool(&json, "removed", removed);
	return publish(cx, "queue:member", member->queue_id, PERM_AGENTS_READ, &json);
}

/* ---- Pausing ----------------------------------------------------------------------------- */

/* One's own phone; another's with the right to set its presence, in one's scope. */
static bool may_pause(const struct cx *cx, const struct queue_member *member)
{
	const struct actor *actor = cx->actor;

	if (member->agent_id && member->agent_id == actor->agent_id)
		return true;
	if (!actor_may(actor, PERM_PRESENCE_OTHERS))
		return false;
	if (actor->scope == SCOPE_COMPANY)
		return true;
	return actor->scope == SCOPE_TEAM && member->team_id && member->team_id == actor->team_id;
}

static bool is_meant(
	const struct cx *cx, const struct queue_pause *wanted, const struct queue_member *member)
{
	if (wanted->interface)
		return text_is(wanted->interface, member->interface);
	if (wanted->extension)
		return text_is(wanted->extension, member->extension);
	return member->agent_id && member->agent_id == cx->actor->agent_id;
}

static enum err find_member(struct cx *cx, const struct queue *queue,
	const struct queue_pause *wanted, struct queue_member *member)
{
	struct queue_member *rows;
	size_t count;

	TRY(queue_store_members(cx, queue->id, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		if (!is_meant(cx, wanted, &rows[i]))
			continue;
		*member = rows[i];
		return OK;
	}
	return fail(cx, ERR_NOT_FOUND, NULL, "There is no such member in this queue.");
}

enum err queue_pause(struct cx *cx, const struct queue_pause *wanted, int64_t *command)
{
	struct queue_member member = {0};
	struct queue queue;
	struct json json;

	TRY(queue_store_get(cx, wanted->queue, &queue));
	TRY(find_member(cx, &queue, wanted, &member));
	if (!may_pause(cx, &member))
		return fail(cx, ERR_DENIED, NULL, "You may pause your own phone only.");
	if (wanted->reason && !ami_value_good(wanted->reason))
		return fail(cx, ERR_INVALID, "reason", "This is not one line of text.");
	begin(cx, &json);
	json_field_text(&json, "queue", queue.name);
	json_field_text(&json, "interface", member.interface);
	json_field_bool(&json, "paused", wanted->paused);
	json_field_text(&json, "reason", wanted->reason);
	json_close(&json);
	return pbx_command_give(cx, "pause", json_end(&json).ptr, command);
}
