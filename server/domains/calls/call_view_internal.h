/* call_view_internal.h - statements that give rows of calls: what they select, and who reads it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_VIEW_INTERNAL_H
#define DOMAINS_CALLS_CALL_VIEW_INTERNAL_H

#include "domains/calls/call_events.h"
#include "domains/calls/call_visible.h"
#include "platform/db/db.h"

/* Agents of a call: who has it, and whose phones are or were in it. Rising by call. */
struct call_party {
	int64_t call_id, agent_id, team_id;
};

MUST_USE enum err call_store_parties(struct cx *cx, const int64_t *ids, size_t id_count,
	struct call_party **parties, size_t *count);

/* The position is the PBX's own while it tells of it, else that on joining. */
#define CALL_PBX_POSITION \
	"(SELECT COALESCE((SELECT w.position FROM queues q JOIN queue_callers w" \
	" ON w.company_id = q.company_id AND w.queue_id = q.id WHERE q.company_id = c.company_id" \
	" AND q.name = v.queue AND w.uniqueid IN (SELECT l.uniqueid FROM call_legs l" \
	" WHERE l.company_id = c.company_id AND l.call_id = c.id) LIMIT 1), v.position)" \
	" FROM call_queue_visits v WHERE v.company_id = c.company_id AND v.call_id = c.id" \
	" AND v.left_us IS NULL ORDER BY v.visit DESC LIMIT 1)"
#define CALL_DEPARTMENT_POSITION \
	"(SELECT COUNT(*) FROM calls w WHERE w.company_id = c.company_id AND w.is_active = 1" \
	" AND w.queued_us IS NOT NULL AND w.department_id = c.department_id" \
	" AND (w.queued_us, w.id) <= (c.queued_us, c.id))"
#define CALL_POSITION \
	"CASE WHEN c.is_active = 0 THEN NULL WHEN c.queued_us IS NOT NULL THEN" \
	" " CALL_DEPARTMENT_POSITION " WHEN c.status = 'queued' THEN " CALL_PBX_POSITION " END"
/* The phone of the agent in this call, else the agent's phone, else the phone that is in it. */
#define CALL_EXTEN \
	"COALESCE((SELECT l.endpoint FROM call_legs l WHERE l.company_id = c.company_id" \
	" AND l.call_id = c.id AND l.agent_id = c.agent_id AND l.endpoint <> ''" \
	" ORDER BY l.leg DESC LIMIT 1)," \
	" (SELECT e.extension FROM extensions e WHERE e.company_id = c.company_id" \
	" AND e.agent_id = c.agent_id)," \
	" CASE WHEN c.source = 'manual' THEN NULL WHEN c.direction = 'outgoing' THEN c.caller" \
	" ELSE c.answered_by END)"
#define CALL_PHONE \
	"CASE WHEN c.phone_number <> '' THEN c.phone_number WHEN c.direction = 'incoming'" \
	" THEN c.caller WHEN c.direction = 'outgoing' THEN c.callee ELSE '' END"
#define CALL_QUEUE \
	"(SELECT v.queue FROM call_queue_visits v WHERE v.company_id = c.company_id" \
	" AND v.call_id = c.id ORDER BY v.visit DESC LIMIT 1)"
#define CALL_TRANSFERS \
	"(SELECT COUNT(*) FROM call_transfers t WHERE t.company_id = c.company_id" \
	" AND t.call_id = c.id)"
#define CALL_RECORDING \
	"(SELECT r.file_name FROM call_recordings r WHERE r.company_id = c.company_id" \
	" AND r.call_id = c.id AND r.file_name <> '' ORDER BY r.recording LIMIT 1)"

/* In the order of call_store_row(). */
#define CALL_COLUMNS \
	"c.id, c.version, c.call_code, c.linkedid, c.source, c.status, c.status_source," \
	" c.direction, c.is_active, c.caller, c.caller_name, c.callee, " CALL_PHONE "," \
	" CASE WHEN c.customer_name <> '' THEN c.customer_name ELSE COALESCE(u.name, '') END," \
	" c.customer_id, c.order_id, o.code_year, c.agent_id, a.agent_no, a.name, " CALL_EXTEN \
	", c.team_id, c.department_id, d.code, d.name, " CALL_QUEUE ", " CALL_POSITION "," \
	" c.trunk, c.hangup_by, c.hangup_cause, c.has_gap, c.is_cut, c.by_system, c.started_us," \
	" c.as_of_us, c.answered_us, c.ended_us, c.queued_us, c.setup_us, c.queue_us, c.ring_us," \
	" c.talk_us, c.hold_us, c.wrap_us, " CALL_TRANSFERS ", " CALL_RECORDING
#define CALL_FROM \
	" FROM calls c" \
	" LEFT JOIN customers u ON u.company_id = c.company_id AND u.id = c.customer_id" \
	" LEFT JOIN orders o ON o.company_id = c.company_id AND o.id = c.order_id" \
	" LEFT JOIN agents a ON a.company_id = c.company_id AND a.id = c.agent_id" \
	" LEFT JOIN departments d ON d.company_id = c.company_id AND d.id = c.department_id"

/* The row whose cells these are, which keeps their texts. */
void call_store_row(const struct db_value *row, struct call_view *call);
void call_store_rows(struct cx *cx, const struct db_result *result, struct call_views *views);
/* Ids as a JSON text, for IN. */
const char *call_store_ids(struct cx *cx, const int64_t *ids, size_t count);

/*
 * Behind a column: is it among ids that travel as one JSON text? PostgreSQL looks
 * up each element of an array by the index, whatever it takes the table's size for.
 */
#define CALL_IDS_LITE(n) "IN (SELECT value FROM json_each(" n "))"
#define CALL_IDS_PG(n) \
	"= ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM jsonb_array_elements_text(CAST(" n \
	" AS JSONB))))"

#endif
