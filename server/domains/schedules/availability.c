/* availability.c - who is there now or will be then, and choosing an agent's state for it. */
/* SPDX-License-Identifier: MIT */
#include "domains/schedules/schedule_internal.h"

#include "platform/auth/audit.h"

/* Now presence decides, at another time the schedule: on a shift, and nothing on top of it. */
static void judge(struct availability *row, bool now)
{
	row->available = now ? row->presence == PRESENCE_AVAILABLE
			     : row->entry && schedule_is_shift(row->entry);
}

static enum err fill(struct cx *cx, struct opt_int at_us, struct availability *list, size_t count)
{
	const int64_t moment = at_us.given ? at_us.value : cx->now_us;
	struct schedule *entries;
	size_t entry_count;

	TRY(schedule_between(cx, moment, moment + SCHEDULE_AHEAD_US, 0, &entries, &entry_count));
	for (size_t i = 0; i < count; i++) {
		list[i].entry = schedule_at(entries, entry_count, list[i].agent_id, moment);
		list[i].next = schedule_next(entries, entry_count, list[i].agent_id, moment);
		judge(&list[i], !at_us.given);
	}
	return OK;
}

enum err availability_list(
	struct cx *cx, struct opt_int at_us, struct availability **list, size_t *count)
{
	TRY(schedule_store_agents(cx, 0, list, count));
	return fill(cx, at_us, *list, *count);
}

static enum err record(struct cx *cx, const struct availability *before,
	const struct availability *after, const char *note)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_open(&json, "before");
	json_field_text(&json, "presence", presence_words[before->presence]);
	json_close(&json);
	json_field_open(&json, "after");
	json_field_text(&json, "presence", presence_words[after->presence]);
	json_close(&json);
	json_field_text(&json, "note", note);
	json_close(&json);
	return audit_write(cx, "agent.presence_set", "agent", after->agent_id, json_end(&json).ptr);
}

enum err availability_set(struct cx *cx, const char *agent_key, const char *status,
	const char *note, struct availability *after)
{
	struct availability *list, before;
	struct agent agent;
	enum presence to;
	size_t count = 0;
	const enum err err = agent_by_key(cx, agent_key, &agent);

	if (!presence_read(status, &to))
		return fail(cx, ERR_INVALID, "status",
			"There is no status \"%s\": use available, busy, break or offline.",
			status);
	if (err == OK)
		TRY(schedule_store_agents(cx, agent.id, &list, &count));
	else if (err != ERR_NOT_FOUND)
		return err;
	if (!count) {
		fail_clear(cx);
		return fail(
			cx, ERR_INVALID, "agent_id", "There is no such agent within your reach.");
	}
	before = list[0];
	TRY(presence_choose(cx, agent.id, to, text_empty(note) ? NULL : note));
	TRY(schedule_store_agents(cx, agent.id, &list, &count));
	TRY(fill(cx, (struct opt_int){0}, list, count));
	*after = list[0];
	return record(cx, &before, after, note);
}
