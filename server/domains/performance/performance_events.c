/* performance_events.c - what this domain tells the world: the agent, and those above. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_internal.h"

#include "platform/events/events.h"
#include "platform/json/json.h"

#include <inttypes.h>

enum err performance_publish(struct cx *cx, const struct agent_day *of)
{
	struct agent agent;
	struct json json;

	TRY(agent_by_key(cx, arena_format(cx->arena, "%" PRId64, of->agent_id), &agent));
	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_int(&json, "agent_id", of->agent_id);
	json_field_id(&json, "team_id", agent.team_id);
	json_key(&json, "date");
	json_day(&json, of->day);
	json_close(&json);
	return events_publish(cx,
		&(struct event){
			.type = "performance:updated",
			.subject_type = "agent",
			.subject_id = of->agent_id,
			.audience = {.permission = PERM_STATS_READ,
				.agent_id = of->agent_id,
				.team_id = agent.team_id},
			.data = json_end(&json).ptr,
		});
}

/* What is expected is everyone's to know. */
enum err targets_publish(struct cx *cx, int64_t team_id)
{
	struct json json;

	json_begin(&json, cx->arena, 64);
	json_open(&json);
	json_field_id(&json, "team_id", team_id);
	json_close(&json);
	return events_publish(cx,
		&(struct event){
			.type = "kpi_targets:updated",
			.subject_type = "kpi_targets",
			.subject_id = team_id,
			.audience = {.permission = PERM_STATS_READ, .everyone = true},
			.data = json_end(&json).ptr,
		});
}
