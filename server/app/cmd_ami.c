/* cmd_ami.c - what was recorded of a PBX's manager connection, folded into calls again. */
/* SPDX-License-Identifier: MIT */
#include "app/cmd_ami.h"
#include "base/memory.h"
#include "base/time.h"
#include "domains/calls/call_event_ami.h"
#include "domains/calls/call_fold.h"
#include "domains/calls/call_truth.h"

#include <errno.h>
#include <libgen.h>

#define TRUNKS_MAX 64
#define READ_BYTES ((size_t)64 * 1024)

static const struct cli_option ami_options[] = {
	{"trunk", "ENDPOINT", "An endpoint that leads outside; once for each of them"},
	{"truth", NULL, "All that is known of each call, as JSON"},
	{"username", "NAME", "Record as this user of the manager interface"},
	{"password", "P", "Its secret, or \"-\" to read it from standard input"},
	{"mask", NULL, "Record with other digits in numbers and without callers' names"},
	{"seconds", "N", "Record for so long; else until Ctrl-C"},
	{0},
};

/* ---- Calls that are told -------------------------------------------------------------- */

/* A call that has ended; told when nothing late can come and none that began earlier is open. */
struct told {
	struct told *next; /* in the order they began */
	char *linkedid;
	char *text;
	int64_t started_us, ended_us;
};

struct replay {
	struct ami_parser *parser;
	struct call_fold *fold;
	struct arena *scratch;
	struct told *told;
	bool truth;
	bool connected_before;
	bool any; /* a call was printed */
	int64_t now_us; /* the last time the PBX wrote */
};

static char *heap_text(const char *text)
{
	size_t bytes = strlen(text) + 1;

	return memcpy(memory_new(bytes), text, bytes);
}

static void free_told(struct told *told)
{
	free(told->linkedid);
	free(told->text);
	free(told);
}

static const char *truth_of(struct replay *replay, const struct call *call)
{
	struct json json;

	json_begin(&json, replay->scratch, 4096);
	call_write_truth(&json, call);
	return json_end(&json).ptr;
}

static const char *line_of(struct replay *replay, const struct call *call)
{
	char time[TIME_TEXT_BYTES];
	int64_t end_us = call->ended_us ? call->ended_us : call->as_of_us;

	(void)time_write(time, call->started_us);
	return arena_format(replay->scratch, "%s  %-8s  %s > %s  %s%s%s  %.1f s, %.1f s of talk",
		time, call_direction_name(call->direction), call->caller, call->callee,
		call_status_name(call->status), call->answered_by ? " by " : "",
		call->answered_by ? call->answered_by : "",
		(double)(end_us - call->started_us) / (double)US_PER_SECOND,
		(double)call->phases_us[CALL_PHASE_TALK] / (double)US_PER_SECOND);
}

static void print(struct replay *replay, const char *text)
{
	if (replay->truth)
		(void)printf("%s\n%s", replay->any ? "," : "", text);
	else
		(void)puts(text);
	replay->any = true;
}

/* It goes on, it became part of another one, or there is a newer account of it. */
static void forget(struct replay *replay, const char *linkedid)
{
	for (struct told **at = &replay->told; *at; at = &(*at)->next)
		if (strcmp((*at)->linkedid, linkedid) == 0) {
			struct told *gone = *at;

			*at = gone->next;
			free_told(gone);
			return;
		}
}

static void keep(struct replay *replay, const struct call *call)
{
	struct told **at = &replay->told;
	struct told *told = memory_zeroed(sizeof(*told));

	told->linkedid = heap_text(call->linkedid);
	told->text = heap_text(replay->truth ? truth_of(replay, call) : line_of(replay, call));
	told->started_us = call->started_us;
	told->ended_us = call->ended_us;
	while (*at && (*at)->started_us <= told->started_us)
		at = &(*at)->next;
	told->next = *at;
	*at = told;
}

static void take(struct replay *replay)
{
	const struct call *call;

	while ((call = call_fold_take(replay->fold))) {
		for (const struct call_alias *alias = call->aliases; alias; alias = alias->next)
			forget(replay, alias->linkedid);
		if (call->ended_us)
			keep(replay, call);
		arena_reset(replay->scratch);
	}
}

static int64_t oldest_open(const struct replay *replay)
{
	int64_t oldest = INT64_MAX;

	for (const struct call *call = call_fold_next(replay->fold, NULL); call;
		call = call_fold_next(replay->fold, call))
		if (call->started_us < oldest)
			oldest = call->started_us;
	return oldest;
}

static void tell(struct replay *replay)
{
	int64_t oldest;

	if (!replay->told || replay->told->ended_us + CALL_LINGER_US > replay->now_us)
		return;
	oldest = oldest_open(replay);
	while (replay->told && replay->told->started_us < oldest &&
		replay->told->ended_us + CALL_LINGER_US <= replay->now_us) {
		struct told *told = replay->told;

		print(replay, told->text);
		replay->told = told->next;
		free_told(told);
	}
}

static void tell_rest(struct replay *replay)
{
	for (const struct call *call = call_fold_next(replay->fold, NULL); call;
		call = call_fold_next(replay->fold, call))
		keep(replay, call);
	while (replay->told) {
		struct told *told = replay->told;

		print(replay, told->text);
		replay->told = told->next;
		free_told(told);
	}
}

/* ---- Reading ---------------------------------------------------------------------------- */

/* A second connection in one recording: its snapshot says which calls have gone meanwhile. */
static void take_message(struct replay *replay, const struct ami_message *message)
{
	int64_t at_us = ami_timestamp_us(message);
	struct call_event event;

	if (at_us)
		replay->now_us = at_us;
	if (message->kind == AMI_BANNER) {
		if (replay->connected_before)
			call_fold_snapshot_begin(replay->fold);
		replay->connected_before = true;
	} else if (str_is(ami_event(message), "CoreShowChannelsComplete")) {
		call_fold_snapshot_end(replay->fold, replay->now_us);
	} else if (call_event_of_ami(message, replay->now_us, &event)) {
		call_fold_apply(replay->fold, &event);
	}
	take(replay);
	tell(replay);
}

static int read_all(struct replay *replay, FILE *file, const char *name)
{
	static char bytes[READ_BYTES];
	struct ami_message message;
	size_t length;

	while ((length = fread(bytes, 1, sizeof(bytes), file)) > 0) {
		struct str left = {bytes, length};

		while (ami_parse(replay->parser, &left, &message))
			take_message(replay, &message);
	}
	if (ferror(file))
		return cli_complain("%s: %s", name, strerror(errno));
	return 0;
}

static void print_begin(const struct replay *replay, const char *name)
{
	struct json json;

	if (!replay->truth)
		return;
	json_begin(&json, replay->scratch, 256);
	json_text(&json, name);
	(void)printf("{\"source\":%s,\"calls\":[", json_end(&json).ptr);
	arena_reset(replay->scratch);
}

static int replay_file(struct replay *replay, const char *path)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
	char *name = heap_text(path);
	int code;

	if (!file) {
		free(name);
		return cli_complain("%s: %s", path, strerror(errno));
	}
	print_begin(replay, basename(name));
	code = read_all(replay, file, path);
	tell_rest(replay);
	if (replay->truth)
		(void)puts("\n]}");
	if (file != stdin)
		(void)fclose(file);
	free(name);
	return code;
}

/* ---- The command -------------------------------------------------------------------------- */

/* --trunk A --trunk B, and words behind: --trunk A B. */
static bool read_trunks(const struct cli_args *args, const char *trunks[TRUNKS_MAX + 1])
{
	const char *trunk;
	int at = 0, count = 0;

	while ((trunk = cli_next_value(args, "trunk", &at))) {
		if (count == TRUNKS_MAX)
			return false;
		trunks[count++] = trunk;
	}
	for (int i = 2; i < args->word_count; i++) {
		if (count == TRUNKS_MAX)
			return false;
		trunks[count++] = args->words[i];
	}
	trunks[count] = NULL;
	return true;
}

static int run_ami(const struct cli_args *args)
{
	const char *trunks[TRUNKS_MAX + 1];
	struct replay replay = {.truth = cli_value(args, "truth") != NULL};
	int code;

	if (args->word_count && strcmp(args->words[0], "record") == 0)
		return cmd_ami_record(args);
	if (args->word_count < 2 || strcmp(args->words[0], "replay") != 0)
		return cli_complain("usage: hatif ami replay FILE [--trunk ENDPOINT] [--truth]");
	if (!read_trunks(args, trunks))
		return cli_complain("more than %d trunks", TRUNKS_MAX);
	replay.parser = ami_parser_new();
	replay.fold = call_fold_new(&(struct call_fold_rules){.trunks = trunks});
	replay.scratch = arena_new(0);
	code = replay_file(&replay, args->words[1]);
	arena_free(&replay.scratch);
	call_fold_free(&replay.fold);
	ami_parser_free(&replay.parser);
	return code;
}

const struct cli_command ami_command = {.name = "ami",
	.words = "replay FILE | record HOST[:PORT] FILE",
	.about = "Record a PBX's manager connection; read a recording, and print the calls.",
	.options = ami_options,
	.run = run_ami};
