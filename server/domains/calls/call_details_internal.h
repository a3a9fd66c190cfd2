/* call_details_internal.h - everything that belongs to one call, as it is shown. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_DETAILS_INTERNAL_H
#define DOMAINS_CALLS_CALL_DETAILS_INTERNAL_H

#include "domains/calls/call_view_internal.h"

/* Texts are never NULL unless said; ids are 0 for none. */
struct call_leg_row {
	int64_t leg;
	const char *uniqueid, *channel, *endpoint, *role;
	bool trunk;
	int64_t agent_id, agent_no, team_id;
	const char *agent_name; /* or NULL */
	const char *number, *name, *connected_number, *connected_name, *exten, *context;
	const char *dial_status; /* or NULL */
	int64_t hangup_cause, started_us;
	struct opt_int ringing_us, answered_us, ended_us;
	int64_t talk_us, hold_us;
};

struct call_segment_row {
	int64_t leg, segment;
	const char *bridge, *kind;
	int64_t entered_us;
	struct opt_int left_us;
};

struct call_step_row {
	int64_t step;
	const char *kind;
	int64_t at_us;
	struct opt_int leg;
	const char *from, *to, *detail;
};

struct call_transfer_row {
	const char *kind, *result, *from, *to;
	int64_t at_us;
};

struct call_visit_row {
	const char *queue, *result;
	const char *agent, *member; /* or NULL */
	int64_t position, missed, joined_us;
	struct opt_int left_us;
};

struct call_hold_row {
	const char *kind;
	struct opt_int leg;
	const char *place, *fetched_by; /* or NULL */
	int64_t from_us;
	struct opt_int to_us;
};

struct call_recording_row {
	int64_t recording;
	struct opt_int leg;
	const char *file;
	int64_t from_us;
	struct opt_int to_us;
};

struct call_details {
	struct call_view call;
	struct call_leg_row *legs;
	struct call_segment_row *segments;
	struct call_step_row *steps;
	struct call_transfer_row *transfers;
	struct call_visit_row *visits;
	struct call_hold_row *holds;
	struct call_recording_row *recordings;
	size_t leg_count, segment_count, step_count, transfer_count, visit_count, hold_count,
		recording_count;
};

/* By any name of it, if the actor may see it: a statement a table. */
MUST_USE enum err call_details_read(struct cx *cx, const char *key, struct call_details *details);
/* The parts of details->call, which is there. */
MUST_USE enum err call_store_parts(struct cx *cx, struct call_details *details);
MUST_USE enum err call_store_recordings(
	struct cx *cx, int64_t call_id, struct call_recording_row **rows, size_t *count);

/* Members of the open object. */
void call_details_write(struct json *json, const struct cx *cx, const struct call_details *details);

#endif
