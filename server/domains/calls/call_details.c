/* call_details.c - one call with all that belongs to it: its course, who had which part, the sums. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_details_internal.h"

#include "base/clock.h"
#include "domains/accounts/account.h"
#include "domains/calls/recording.h"
#include "platform/json/json.h"

enum err call_details_read(struct cx *cx, const char *key, struct call_details *details)
{
	*details = (struct call_details){0};
	TRY(call_by_key(cx, key, &details->call));
	return call_store_parts(cx, details);
}

static int64_t end_of(const struct call_details *details, struct opt_int us)
{
	const struct call_view *call = &details->call;

	if (us.given)
		return us.value;
	return call->ended_us.given ? call->ended_us.value : call->as_of_us;
}

static void write_seconds(struct json *json, const char *key, int64_t us)
{
	json_key(json, key);
	json_double(json, (double)(us > 0 ? us : 0) / (double)US_PER_SECOND, 3);
}

static int64_t ring_us(const struct call_details *details, const struct call_leg_row *leg)
{
	const struct opt_int until = leg->answered_us.given ? leg->answered_us : leg->ended_us;

	return leg->ringing_us.given ? end_of(details, until) - leg->ringing_us.value : 0;
}

static const char *code_of(const struct cx *cx, int64_t agent_no)
{
	return agent_no ? agent_code(cx->arena, agent_no) : NULL;
}

/* ---- Parts ---------------------------------------------------------------------------- */

static void write_leg(struct json *json, const struct cx *cx, const struct call_details *details,
	const struct call_leg_row *leg)
{
	json_open(json);
	json_field_int(json, "leg", leg->leg);
	json_field_text(json, "uniqueid", leg->uniqueid);
	json_field_text(json, "channel", leg->channel);
	json_field_text(json, "endpoint", leg->endpoint);
	json_field_text(json, "role", leg->role);
	json_field_bool(json, "is_trunk", leg->trunk);
	json_field_text(json, "agent_id", code_of(cx, leg->agent_no));
	json_field_text(json, "agent_name", leg->agent_name);
	json_field_text(json, "number", leg->number);
	json_field_text(json, "name", leg->name);
	json_field_text(json, "connected_number", leg->connected_number);
	json_field_text(json, "connected_name", leg->connected_name);
	json_field_text(json, "exten", leg->exten);
	json_field_text(json, "context", leg->context);
	json_field_text(json, "dial_status", leg->dial_status);
	json_field_int(json, "hangup_cause", leg->hangup_cause);
	json_field_time(json, "started_at", leg->started_us);
	json_field_opt_time(json, "ringing_at", leg->ringing_us);
	json_field_opt_time(json, "answered_at", leg->answered_us);
	json_field_opt_time(json, "ended_at", leg->ended_us);
	write_seconds(json, "ring", ring_us(details, leg));
	write_seconds(json, "talk", leg->talk_us);
	write_seconds(json, "hold", leg->hold_us);
	json_close(json);
}

static void write_legs(struct json *json, const struct cx *cx, const struct call_details *details)
{
	json_field_open_array(json, "legs");
	for (size_t i = 0; i < details->leg_count; i++)
		write_leg(json, cx, details, &details->legs[i]);
	json_close_array(json);
}

static void write_bridges(struct json *json, const struct call_details *details)
{
	json_field_open_array(json, "bridges");
	for (size_t i = 0; i < details->segment_count; i++) {
		const struct call_segment_row *one = &details->segments[i];

		json_open(json);
		json_field_int(json, "leg", one->leg);
		json_field_text(json, "bridge", one->bridge);
		json_field_text(json, "kind", one->kind);
		json_field_time(json, "entered_at", one->entered_us);
		json_field_opt_time(json, "left_at", one->left_us);
		write_seconds(json, "seconds", end_of(details, one->left_us) - one->entered_us);
		json_close(json);
	}
	json_close_array(json);
}

static void write_transfers(struct json *json, const struct call_details *details)
{
	json_field_open_array(json, "transfers");
	for (size_t i = 0; i < details->transfer_count; i++) {
		const struct call_transfer_row *one = &details->transfers[i];

		json_open(json);
		json_field_text(json, "kind", one->kind);
		json_field_text(json, "result", one->result);
		json_field_text(json, "from", one->from);
		json_field_text(json, "to", one->to);
		json_field_time(json, "at", one->at_us);
		json_close(json);
	}
	json_close_array(json);
}

static void write_visits(struct json *json, const struct call_details *details)
{
	json_field_open_array(json, "queue_visits");
	for (size_t i = 0; i < details->visit_count; i++) {
		const struct call_visit_row *one = &details->visits[i];

		json_open(json);
		json_field_text(json, "queue", one->queue);
		json_field_text(json, "result", one->result);
		json_field_text(json, "agent", one->agent);
		json_field_text(json, "member", one->member);
		json_field_int(json, "position", one->position);
		json_field_int(json, "missed", one->missed);
		json_field_time(json, "joined_at", one->joined_us);
		json_field_opt_time(json, "left_at", one->left_us);
		write_seconds(json, "seconds", end_of(details, one->left_us) - one->joined_us);
		json_close(json);
	}
	json_close_array(json);
}

static void write_holds(struct json *json, const struct call_details *details)
{
	json_field_open_array(json, "holds");
	for (size_t i = 0; i < details->hold_count; i++) {
		const struct call_hold_row *one = &details->holds[i];

		json_open(json);
		json_field_text(json, "kind", one->kind);
		json_field_opt_int(json, "leg", one->leg);
		json_field_text(json, "place", one->place);
		json_field_text(json, "fetched_by", one->fetched_by);
		json_field_time(json, "from", one->from_us);
		json_field_opt_time(json, "to", one->to_us);
		write_seconds(json, "seconds", end_of(details, one->to_us) - one->from_us);
		json_close(json);
	}
	json_close_array(json);
}

static void write_recordings(
	struct json *json, const struct cx *cx, const struct call_details *details)
{
	json_field_open_array(json, "recordings");
	for (size_t i = 0; i < details->recording_count; i++) {
		const struct call_recording_row *one = &details->recordings[i];

		json_open(json);
		json_field_int(json, "recording", one->recording);
		json_field_opt_int(json, "leg", one->leg);
		json_field_bool(json, "available", recording_there(cx, one->file));
		json_field_time(json, "from", one->from_us);
		json_field_opt_time(json, "to", one->to_us);
		write_seconds(json, "seconds", end_of(details, one->to_us) - one->from_us);
		json_close(json);
	}
	json_close_array(json);
}

/* ---- Who had which part ----------------------------------------------------------------- */

struct share {
	const struct call_leg_row *first;
	int64_t ring_us, talk_us, hold_us;
};

/* Sums of the legs of each agent, in the order in which they came in. */
static size_t share_out(
	const struct cx *cx, const struct call_details *details, struct share **shares)
{
	size_t count = 0;

	*shares = arena_array(cx->arena, details->leg_count, sizeof(**shares));
	for (size_t i = 0; i < details->leg_count; i++) {
		const struct call_leg_row *leg = &details->legs[i];
		size_t at = 0;

		if (!leg->agent_id)
			continue;
		while (at < count && (*shares)[at].first->agent_id != leg->agent_id)
			at++;
		if (at == count)
			(*shares)[count++].first = leg;
		(*shares)[at].ring_us += ring_us(details, leg);
		(*shares)[at].talk_us += leg->talk_us;
		(*shares)[at].hold_us += leg->hold_us;
	}
	return count;
}

static void write_agents(struct json *json, const struct cx *cx, const struct call_details *details)
{
	const struct call_view *call = &details->call;
	struct share *shares;
	const size_t count = share_out(cx, details, &shares);

	json_field_open_array(json, "agents");
	for (size_t i = 0; i < count; i++) {
		const struct call_leg_row *leg = shares[i].first;

		json_open(json);
		json_field_int(json, "id", leg->agent_id);
		json_field_text(json, "agent_id", code_of(cx, leg->agent_no));
		json_field_text(json, "name", leg->agent_name);
		write_seconds(json, "ring", shares[i].ring_us);
		write_seconds(json, "talk", shares[i].talk_us);
		write_seconds(json, "hold", shares[i].hold_us);
		write_seconds(json, "wrap", leg->agent_id == call->agent_id ? call->wrap_us : 0);
		json_close(json);
	}
	json_close_array(json);
}

static void write_arithmetic(struct json *json, const struct call_details *details)
{
	const struct call_view *call = &details->call;

	json_field_open(json, "arithmetic");
	write_seconds(json, "setup", call->setup_us);
	write_seconds(json, "queue", call->queue_us);
	write_seconds(json, "ring", call->ring_us);
	write_seconds(json, "talk", call->talk_us);
	write_seconds(json, "hold", call->hold_us);
	write_seconds(json, "total", end_of(details, call->ended_us) - call->started_us);
	json_close(json);
}

/* ---- Its course --------------------------------------------------------------------------- */

/* A sentence for each kind of step; what it names, in the order of the sentence. */
static const struct {
	const char *kind, *sentence;
	enum { NOBODY, FROM, TO, FROM_TO, TO_FROM, DETAIL } names;
} sentences[] = {
	{"started", WORDS("%s calls."), FROM},
	{"routed", WORDS("Sent to %s."), TO},
	{"menu", WORDS("In the menu: %s."), TO},
	{"queued", WORDS("Waits in %s."), TO},
	{"missed", WORDS("%s did not answer."), FROM},
	{"dialled", WORDS("The phone of %s is called."), TO},
	{"forwarded", WORDS("%s forwards to %s."), FROM_TO},
	{"answered", WORDS("%s answers."), TO},
	{"handed_over", WORDS("Goes over from %s to %s."), FROM_TO},
	{"held", WORDS("%s puts the call on hold."), FROM},
	{"resumed", WORDS("%s takes the call from hold."), FROM},
	{"transferred", WORDS("%s transfers to %s."), FROM_TO},
	{"parked", WORDS("Parked in %s."), TO},
	{"fetched", WORDS("%s fetches the call from %s."), TO_FROM},
	{"conference", WORDS("In the conference %s."), TO},
	{"recorded", WORDS("Is recorded from here."), NOBODY},
	{"hung_up", WORDS("%s hangs up."), FROM},
	{"lost", WORDS("The PBX or its link went away: what followed was not seen."), NOBODY},
};

static const char *named(const struct cx *cx, const char *name)
{
	return *name ? name : cx_say(cx, "somebody");
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static const char *describe(const struct cx *cx, const struct call_step_row *step)
{
	const char *from = named(cx, step->from), *to = named(cx, step->to);

	for (size_t i = 0; i < COUNT(sentences); i++) {
		const char *format;

		if (!text_is(sentences[i].kind, step->kind))
			continue;
		format = cx_say(cx, sentences[i].sentence);
		if (sentences[i].names == FROM || sentences[i].names == FROM_TO)
			return arena_format(cx->arena, format, from, to);
		return arena_format(cx->arena, format, to, from);
	}
	return step->kind;
}
#pragma GCC diagnostic pop

static const struct call_leg_row *leg_of(
	const struct call_details *details, const struct call_step_row *step)
{
	for (size_t i = 0; step->leg.given && i < details->leg_count; i++)
		if (details->legs[i].leg == step->leg.value)
			return &details->legs[i];
	return NULL;
}

/* The leg that a step is about; all null without one. */
static void write_step_leg(struct json *json, const struct call_leg_row *leg)
{
	static const struct call_leg_row none = {0};
	const struct call_leg_row *of = leg ? leg : &none;

	json_field_text(json, "uniqueid", of->uniqueid);
	json_field_text(json, "channel", of->channel);
	json_field_text(json, "exten", of->exten);
	json_field_text(json, "context", of->context);
	json_field_text(json, "caller_id_num", of->number);
	json_field_text(json, "caller_id_name", of->name);
	json_field_text(json, "connected_line_num", of->connected_number);
	json_field_text(json, "connected_line_name", of->connected_name);
	json_field_text(json, "state", of->dial_status);
	json_field_opt_time(
		json, "start_time", (struct opt_int){of->started_us, of->started_us != 0});
	json_field_opt_time(json, "answer_time", of->answered_us);
	json_field_opt_time(json, "hangup_time", of->ended_us);
	json_field_opt_int(
		json, "hangup_cause", (struct opt_int){of->hangup_cause, of->hangup_cause != 0});
}

static void write_flow(struct json *json, const struct cx *cx, const struct call_details *details)
{
	json_field_open_array(json, "callFlow");
	for (size_t i = 0; i < details->step_count; i++) {
		const struct call_step_row *step = &details->steps[i];

		json_open(json);
		json_field_int(json, "step", step->step);
		json_field_text(json, "step_type", step->kind);
		json_field_text(json, "step_description", describe(cx, step));
		json_field_time(json, "time", step->at_us);
		json_field_text(json, "from", step->from);
		json_field_text(json, "to", step->to);
		json_field_text(json, "detail", step->detail);
		write_step_leg(json, leg_of(details, step));
		json_close(json);
	}
	json_close_array(json);
}

/* Who talked with the other side changed, or was to. */
static bool changes_extension(const struct call_step_row *step)
{
	return text_is(step->kind, "transferred") || text_is(step->kind, "handed_over") ||
		text_is(step->kind, "forwarded") || text_is(step->kind, "fetched");
}

static void write_changes(struct json *json, const struct call_details *details)
{
	json_field_open_array(json, "extensionChanges");
	for (size_t i = 0; i < details->step_count; i++) {
		const struct call_step_row *step = &details->steps[i];
		const struct call_leg_row *leg = leg_of(details, step);

		if (!changes_extension(step))
			continue;
		json_open(json);
		json_field_time(json, "time", step->at_us);
		json_field_text(json, "from_extension", step->from);
		json_field_text(json, "to_extension", step->to);
		json_field_text(json, "context", leg ? leg->context : NULL);
		json_field_text(json, "reason", *step->detail ? step->detail : step->kind);
		json_field_text(json, "channel", leg ? leg->channel : NULL);
		json_close(json);
	}
	json_close_array(json);
}

/* The names that older front ends of call consoles read. */
static void write_head(struct json *json, const struct call_view *call)
{
	json_field_text(json, "callId", call->code);
	json_field_text(json, "linkedid", call->linkedid);
	json_field_text(json, "direction", call->direction);
	json_field_text(json, "status", call->status);
	json_field_text(json, "callerNumber", call->caller);
	json_field_text(json, "callerName", call->caller_name);
	json_field_text(json, "otherParty", call->callee);
	json_field_text(json, "agentExten", call->agent_exten);
	json_field_time(json, "startTime", call->started_us);
	json_field_opt_time(json, "answerTime", call->answered_us);
	json_field_opt_time(json, "endTime", call->ended_us);
	json_field_int(json, "duration", call_duration(call));
	json_field_int(json, "ringDuration", call->ring_us / US_PER_SECOND);
	json_field_int(json, "talkDuration", call->talk_us / US_PER_SECOND);
	json_field_opt_int(json, "hangupCause",
		(struct opt_int){call->hangup_cause, !call->active && call->hangup_cause});
}

void call_details_write(struct json *json, const struct cx *cx, const struct call_details *details)
{
	write_head(json, &details->call);
	write_flow(json, cx, details);
	write_changes(json, details);
	write_legs(json, cx, details);
	write_bridges(json, details);
	write_transfers(json, details);
	write_visits(json, details);
	write_holds(json, details);
	write_recordings(json, cx, details);
	write_agents(json, cx, details);
	write_arithmetic(json, details);
}
