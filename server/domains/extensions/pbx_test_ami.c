/* pbx_test_ami.c - trying a PBX: what answers, who we are to it, and what it lets us do. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/intl/messages.h"

#define TEST_BYTES 9
#define OPEN_US (6 * US_PER_SECOND)
#define ASK_US (5 * US_PER_SECOND)
/* After the last answer: an event of our own comes at once or not at all. */
#define EVENT_US US_PER_SECOND
#define TEST_KIND "pbx.test"
#define VERSION_BYTES 80

/* A variable of the PBX that means nothing to it: setting it is heard of, or not. */
#define VARIABLE "HATIF_TEST"
#define READ_LINE "read = system,call,agent,user,dialplan,reporting"
#define WRITE_LINE "write = system,call,originate,agent,user,reporting"

enum question {
	ASK_SETTINGS,
	ASK_COMMANDS,
	ASK_ENDPOINTS,
	ASK_QUEUES,
	ASK_EVENT,
	ASK_VARIABLE,
	ASK_COUNT
};

/* What came out. */
struct findings {
	enum ami_reason reason;
	bool answered[ASK_COUNT], good[ASK_COUNT];
	bool booted; /* the class `system` is read */
	bool event, stamped; /* our own event came back, with its time */
	bool variable; /* and that of a variable we set: the class `dialplan` is read */
	int endpoints, queues;
	unsigned missing; /* bit of `rights` */
	bool command, config; /* allowed, and never needed */
	char version[VERSION_BYTES];
};

/* A class of rights, by an action that only it allows. */
static const struct {
	const char *class, *action;
} rights[] = {
	{"system", "Filter"},
	{"call", "BlindTransfer"},
	{"originate", "Originate"},
	{"agent", "QueuePause"},
	{"reporting", "CoreShowChannels"},
	{"user", "UserEvent"},
};

/* ---- Asking ---------------------------------------------------------------------------- */

static bool send_questions(struct ami_conn *conn, struct arena *arena, const char *token)
{
	const struct ami_pair event[] = {{"UserEvent", "HatifTest"}, {"Test", token}};
	const struct ami_pair variable[] = {{"Variable", VARIABLE}, {"Value", token}};
	const struct {
		const char *action;
		const struct ami_pair *pairs;
	} questions[ASK_COUNT] = {
		[ASK_SETTINGS] = {"CoreSettings", NULL},
		[ASK_COMMANDS] = {"ListCommands", NULL},
		[ASK_ENDPOINTS] = {"PJSIPShowEndpoints", NULL},
		[ASK_QUEUES] = {"QueueStatus", NULL},
		[ASK_EVENT] = {"UserEvent", event},
		[ASK_VARIABLE] = {"Setvar", variable},
	};
	struct buf out = buf_in(arena, 512);

	for (int i = 0; i < ASK_COUNT; i++)
		if (!ami_compose(&out, questions[i].action, arena_format(arena, "test-%d", i),
			    questions[i].pairs, questions[i].pairs ? COUNT(event) : 0))
			return false;
	return ami_conn_send(conn, (struct str){out.ptr, out.len});
}

static void take_commands(struct findings *findings, const struct ami_message *message)
{
	for (size_t i = 0; i < COUNT(rights); i++)
		if (!ami_get(message, rights[i].action).ptr)
			findings->missing |= 1U << i;
	findings->command = ami_get(message, "Command").ptr != NULL;
	findings->config = ami_get(message, "UpdateConfig").ptr != NULL;
}

static void take_version(struct findings *findings, const struct ami_message *message)
{
	struct str version = ami_get(message, "AsteriskVersion");
	size_t used = 0;

	for (size_t i = 0; i < version.len && used + 1 < sizeof(findings->version); i++)
		if (version.ptr[i] > ' ' && version.ptr[i] < 0x7f)
			findings->version[used++] = version.ptr[i];
	findings->version[used] = '\0';
}

static int question_of(const struct ami_message *message)
{
	struct str name = ami_get(message, "ActionID");
	int64_t number;

	if (!name.ptr || !str_starts(name, "test-"))
		return -1;
	name.ptr += strlen("test-");
	name.len -= strlen("test-");
	return str_int(name, &number) && number >= 0 && number < ASK_COUNT ? (int)number : -1;
}

static void take_answer(struct findings *findings, int question, const struct ami_message *message)
{
	const struct str list = ami_get(message, "EventList");

	if (message->kind == AMI_RESPONSE) {
		findings->good[question] = str_is_nocase(ami_get(message, "Response"), "Success");
		findings->answered[question] = !str_is_nocase(list, "start");
		if (question == ASK_COMMANDS && findings->good[question])
			take_commands(findings, message);
		if (question == ASK_SETTINGS)
			take_version(findings, message);
		return;
	}
	findings->endpoints += str_is(ami_event(message), "EndpointList");
	findings->queues += str_is(ami_event(message), "QueueParams");
	if (str_is_nocase(list, "Complete"))
		findings->answered[question] = true;
}

static void take_event(
	struct findings *findings, const struct ami_message *message, const char *token)
{
	findings->booted |= str_is(ami_event(message), "FullyBooted");
	findings->variable |= str_is(ami_event(message), "VarSet") &&
		str_is(ami_get(message, "Variable"), VARIABLE) &&
		str_is(ami_get(message, "Value"), token);
	if (!str_is(ami_event(message), "UserEvent") || !str_is(ami_get(message, "Test"), token))
		return;
	findings->event = true;
	findings->stamped = ami_get(message, "Timestamp").len > 0;
}

static bool all_answered(const struct findings *findings)
{
	for (int i = 0; i < ASK_COUNT; i++)
		if (!findings->answered[i])
			return false;
	return true;
}

static void listen_for(
	struct ami_conn *conn, struct findings *findings, int64_t until_us, const char *token)
{
	struct ami_message message;
	bool whole = false;

	while (!(whole && findings->event && findings->booted && findings->variable) &&
		ami_conn_next(conn, until_us, -1, &message) == AMI_NEXT_MESSAGE) {
		const int question = question_of(&message);

		/* Our own event brings back the ActionID of what made it. */
		if (message.kind == AMI_EVENT)
			take_event(findings, &message, token);
		if (question >= 0)
			take_answer(findings, question, &message);
		if (!whole && all_answered(findings)) {
			whole = true;
			until_us = clock_steady_us() + EVENT_US;
		}
	}
}

static void find_out(struct cx *cx, const struct ami_options *options, const char *token,
	struct findings *findings)
{
	struct ami_conn *conn = ami_conn_new();

	*findings = (struct findings){
		.reason = ami_conn_open(conn, options, clock_steady_us() + OPEN_US, -1)};
	if (findings->reason == AMI_NONE && send_questions(conn, cx->arena, token))
		listen_for(conn, findings, clock_steady_us() + ASK_US, token);
	ami_conn_free(&conn);
}

/* ---- Saying ------------------------------------------------------------------------------ */

static void write_check(struct json *json, const char *code, const char *state, const char *message,
	const char *hint)
{
	json_open(json);
	json_field_text(json, "code", code);
	json_field_text(json, "state", state);
	json_field_text(json, "message", message);
	json_field_text(json, "hint", hint);
	json_close(json);
}

static const char *missing_classes(struct cx *cx, unsigned missing)
{
	struct buf text = buf_in(cx->arena, 64);

	for (size_t i = 0; i < COUNT(rights); i++)
		if (missing & 1U << i)
			buf_format(&text, "%s%s", text.len ? "," : "", rights[i].class);
	return text.ptr;
}

static void write_rights(struct json *json, struct cx *cx, const struct findings *findings)
{
	if (!findings->good[ASK_COMMANDS])
		write_check(json, "rights", "unknown",
			cx_say(cx, "The PBX does not say what this user may do."), NULL);
	else if (findings->missing)
		write_check(json, "rights", "missing",
			arena_format(cx->arena,
				cx_say(cx, "This user may not write these classes: %s."),
				missing_classes(cx, findings->missing)),
			WRITE_LINE);
	else
		write_check(json, "rights", "ok",
			cx_say(cx, "This user may do everything that is needed."), NULL);
	if (findings->command || findings->config)
		write_check(json, "too_much", "warning",
			cx_say(cx,
				"This user may run commands or change the configuration of the "
				"PBX, which is never needed here. Take these rights away."),
			WRITE_LINE);
}

static void write_events(struct json *json, struct cx *cx, const struct findings *findings)
{
	if (!findings->booted)
		write_check(json, "events", "missing",
			cx_say(cx, "This user hears no events of the class system."), READ_LINE);
	else if (!findings->event)
		write_check(json, "events", "warning",
			cx_say(cx, "An event of our own did not come back."), READ_LINE);
	else
		write_check(json, "events", "ok", cx_say(cx, "Events arrive."), NULL);
	if (findings->good[ASK_VARIABLE] && !findings->variable)
		write_check(json, "dialplan", "warning",
			cx_say(cx,
				"This user hears no events of the class dialplan: files of "
				"recordings are not found."),
			READ_LINE);
	if (findings->event && !findings->stamped)
		write_check(json, "timestamps", "missing",
			cx_say(cx,
				"Events carry no time of the PBX: times would be those of the "
				"network."),
			"timestampevents = yes");
	else if (findings->event)
		write_check(json, "timestamps", "ok",
			cx_say(cx, "Events carry the time of the PBX."), NULL);
}

static void write_filters(struct json *json, struct cx *cx, const struct findings *findings)
{
	if (!findings->good[ASK_COMMANDS] || !(findings->missing & 1U))
		return;
	write_check(json, "filters", "warning",
		cx_say(cx,
			"Events that nobody needs cannot be left out by the link itself. Leave "
			"them out in manager.conf, or give the class system."),
		pbx_filter_lines(cx, findings->version));
}

static void write_checks(struct json *json, struct cx *cx, const struct findings *findings)
{
	json_field_open_array(json, "checks");
	if (findings->reason != AMI_NONE) {
		write_check(json, "connection", "missing",
			pbx_reason_text(cx, ami_reason_words[findings->reason]), NULL);
		json_close_array(json);
		return;
	}
	write_check(json, "connection", "ok", cx_say(cx, "The PBX accepts this user."), NULL);
	write_rights(json, cx, findings);
	write_events(json, cx, findings);
	write_filters(json, cx, findings);
	write_check(json, "phones", findings->endpoints ? "ok" : "warning",
		arena_format(cx->arena, cx_say(cx, "Phones that the PBX knows (PJSIP): %d"),
			findings->endpoints),
		NULL);
	write_check(json, "queues", findings->good[ASK_QUEUES] ? "ok" : "warning",
		arena_format(cx->arena, cx_say(cx, "Queues: %d"), findings->queues), NULL);
	json_close_array(json);
}

static bool is_good(const struct findings *findings)
{
	return findings->reason == AMI_NONE && findings->booted && !findings->missing &&
		!(findings->event && !findings->stamped);
}

static enum err tell(
	struct cx *cx, const char *test, int64_t user_id, const struct findings *findings)
{
	struct json json;

	json_begin(&json, cx->arena, 2048);
	json_open(&json);
	json_field_text(&json, "test", test);
	json_field_bool(&json, "ok", is_good(findings));
	json_field_text(&json, "reason", ami_reason_words[findings->reason]);
	json_field_text(&json, "pbx_version", *findings->version ? findings->version : NULL);
	write_checks(&json, cx, findings);
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "pbx:tested",
			.subject_type = "pbx",
			.audience = {.permission = PERM_SELF, .user_id = user_id},
			.data = json_end(&json).ptr});
}

/* ---- The job -------------------------------------------------------------------------------- */

enum err pbx_test_begin(struct cx *cx, const struct pbx *draft, const char **test)
{
	struct json json;

	*test = crypto_token(cx->arena, TEST_BYTES);
	json_begin(&json, cx->arena, 512);
	json_open(&json);
	json_field_text(&json, "test", *test);
	json_field_text(&json, "host", draft->host);
	json_field_int(&json, "port", draft->port);
	json_field_text(&json, "username", draft->user);
	json_field_text(&json, "secret", draft->secret_sealed);
	json_field_int(&json, "user", cx->actor->user_id);
	json_field_text(&json, "language", language_code(cx->language));
	json_close(&json);
	return jobs_schedule(cx, TEST_KIND, *test, 0, json_end(&json).ptr, cx->now_us);
}

static const char *text_of(const struct json_value *payload, const char *name)
{
	return json_text_of(json_get(payload, name));
}

static enum err run_test(struct cx *cx, const struct job *job)
{
	const struct json_value *payload;
	struct ami_options options;
	struct findings findings = {.reason = AMI_LOGIN};
	const char *secret;

	TRY(json_parse(cx, str_of(job->payload), &payload));
	cx->language = language_by_code(text_of(payload, "language"));
	options = (struct ami_options){.host = text_of(payload, "host"),
		.port = (int)json_int_of(json_get(payload, "port")),
		.user = text_of(payload, "username")};
	/* Nothing of the unit is open meanwhile. */
	if (auth_unseal(cx->arena, str_of(text_of(payload, "secret")), &secret)) {
		options.secret = secret;
		find_out(cx, &options, text_of(payload, "test"), &findings);
	}
	cx->now_us = clock_now_us();
	return tell(
		cx, text_of(payload, "test"), json_int_of(json_get(payload, "user")), &findings);
}

const struct job_kind extension_jobs[] = {
	{.name = TEST_KIND,
		.run = run_test,
		.max_attempts = 1,
		.own_transactions = true,
		.about = "Try the link to a PBX with what somebody typed"},
	{0},
};
