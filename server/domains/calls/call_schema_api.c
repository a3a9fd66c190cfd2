/* call_schema_api.c - how answers about calls look: what call_view.c writes. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_api.h"

static const char *const handled_words[] = {"agent", "system", NULL};
static const char *const status_source_words[] = {"pbx", "api", NULL};
static const char *const end_words[] = {"system", "caller", "callee", NULL};

static const struct schema_field times_fields[] = {
	{.name = "setup", .type = SCHEMA_NUMBER, .about = "Seconds, as all of these"},
	{.name = "queue", .type = SCHEMA_NUMBER},
	{.name = "ring", .type = SCHEMA_NUMBER},
	{.name = "talk", .type = SCHEMA_NUMBER},
	{.name = "hold", .type = SCHEMA_NUMBER},
	{.name = "wrap", .type = SCHEMA_NUMBER, .about = "Work after it"},
};
static const struct schema times_schema = {
	.name = "CallTimes", .fields = times_fields, .count = COUNT(times_fields)};

static const struct schema_field agent_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "agent_id", .type = SCHEMA_TEXT, .about = "AGT-001"},
	{.name = "name", .type = SCHEMA_TEXT},
};
static const struct schema agent_schema = {
	.name = "CallAgent", .fields = agent_fields, .count = COUNT(agent_fields)};

static const struct schema_field call_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "call_id", .type = SCHEMA_TEXT, .about = "CALL-A1B2C3D4"},
	{.name = "linkedid",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "The PBX's name of it; null: it went through none"},
	{.name = "source", .type = SCHEMA_WORD, .words = call_source_words},
	{.name = "status", .type = SCHEMA_WORD, .words = call_status_words},
	{.name = "status_source",
		.type = SCHEMA_WORD,
		.words = status_source_words,
		.about = "Who said so last"},
	{.name = "direction", .type = SCHEMA_WORD, .words = call_direction_words},
	{.name = "is_active", .type = SCHEMA_BOOL},
	{.name = "on_hold", .type = SCHEMA_BOOL},
	{.name = "caller", .type = SCHEMA_TEXT, .about = "A number, or a phone of the company"},
	{.name = "caller_name", .type = SCHEMA_TEXT},
	{.name = "callee", .type = SCHEMA_TEXT, .about = "What was dialled"},
	{.name = "phone_number", .type = SCHEMA_TEXT, .about = "Of the person outside"},
	{.name = "customer_name", .type = SCHEMA_TEXT},
	{.name = "customer_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "order_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "order_code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "agent_id",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Who has it or had it last: AGT-001"},
	{.name = "agent", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &agent_schema},
	{.name = "agent_exten", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "team_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "department", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE, .about = "Its code"},
	{.name = "department_name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "queue",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Of the PBX, where it waits or waited last"},
	{.name = "position",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "While it waits; 0: not known"},
	{.name = "handled_by",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = handled_words,
		.about = "null: by nobody"},
	{.name = "trunk", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "started_at", .type = SCHEMA_TIME},
	{.name = "answered_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "ended_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "duration",
		.type = SCHEMA_INT,
		.about = "Whole seconds, to its end or to when it was last heard of"},
	{.name = "times", .type = SCHEMA_OBJECT, .ref = &times_schema},
	{.name = "hangup_by", .type = SCHEMA_WORD, .flags = SCHEMA_NULLABLE, .words = end_words},
	{.name = "hangup_cause",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "As Q.850 numbers it"},
	{.name = "gap", .type = SCHEMA_BOOL, .about = "Part of it was not seen"},
	{.name = "truncated", .type = SCHEMA_BOOL, .about = "It had more parts than are kept"},
	{.name = "has_recording", .type = SCHEMA_BOOL},
	{.name = "transfers", .type = SCHEMA_INT},
	{.name = "version", .type = SCHEMA_INT},
};
const struct schema call_schema = {
	.name = "Call", .fields = call_fields, .count = COUNT(call_fields)};
