/* interaction_write.c - interactions and ratings as JSON. */
/* SPDX-License-Identifier: MIT */
#include "domains/interactions/interaction_internal.h"

void interaction_write(
	struct json *json, const struct cx *cx, const struct interaction *interaction)
{
	json_open(json);
	json_field_int(json, "id", interaction->id);
	json_field_int(json, "order_id", interaction->order_id);
	json_field_text(
		json, "short_code", order_short_code(json->out.arena, interaction->order_id));
	json_field_int(json, "customer_id", interaction->customer_id);
	order_agent_write(json, cx, "agent", interaction->agent_id, interaction->agent_no,
		interaction->agent_name);
	json_field_text(json, "interaction_type", interaction->type);
	json_field_time(json, "interaction_time", interaction->at_us);
	json_field_int(json, "duration_seconds", interaction->duration_s);
	json_field_int(json, "duration_minutes", (interaction->duration_s + 59) / 60);
	json_field_text(json, "resolution_status", interaction->resolution);
	json_field_text(json, "notes", interaction->notes);
	json_field_opt_int(json, "customer_satisfaction", interaction->satisfaction);
	json_field_opt_time(json, "follow_up_date", interaction->follow_up_us);
	json_field_id(json, "communication_id", interaction->communication_id);
	json_field_bool(json, "automatic", interaction->automatic);
	json_field_time(json, "created_at", interaction->created_us);
	json_close(json);
}

void rating_write(struct json *json, const struct cx *cx, const struct rating *rating)
{
	json_open(json);
	json_field_int(json, "id", rating->id);
	json_field_int(json, "order_id", rating->order_id);
	json_field_text(json, "short_code", order_short_code(json->out.arena, rating->order_id));
	json_field_int(json, "customer_id", rating->customer_id);
	json_field_text(json, "customer_name", rating->customer_name);
	order_agent_write(
		json, cx, "agent", rating->agent_id, rating->agent_no, rating->agent_name);
	json_field_id(json, "interaction_id", rating->interaction_id);
	json_field_int(json, "score", rating->score);
	json_field_text(json, "comment", rating->comment);
	json_field_text(json, "channel", rating->channel);
	json_field_time(json, "at", rating->at_us);
	json_close(json);
}
