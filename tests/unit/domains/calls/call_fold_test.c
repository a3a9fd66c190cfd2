/*
 * call_fold_test.c - what holds of every stream of events, whatever it says: seconds
 * add up, nothing is negative, nothing stays open, memory stays flat (S2-TEL-01…03,
 * S2-TEL-08). What real PBXes said is compared with accounts in tests/ami.
 */
/* SPDX-License-Identifier: MIT */
#include "call_fold_support.h"

#include "domains/calls/call_event_ami.h"
#include "domains/calls/call_truth.h"

#include <dirent.h>
#include <malloc.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif
#ifdef UNDER_ASAN
/* Of the sanitizer's run time; not every compiler brings its header. */
size_t __sanitizer_get_current_allocated_bytes(void);
#endif

#define CAPTURES SOURCE_ROOT "/tests/ami/captures"

/* ---- Random streams ------------------------------------------------------------------- */

#define CHANNELS 24
#define EVENTS 600
#define STREAMS 300

struct chance {
	uint64_t state;
};

static unsigned below(struct chance *chance, unsigned bound)
{
	chance->state = chance->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(chance->state >> 33) % bound;
}

/* Any channel under any name of a call, a third of them Local channels. */
static struct channel_view any_channel(struct chance *chance, struct arena *arena)
{
	static const char *const kinds[] = {"PJSIP/trunk", "PJSIP/1001", "Local/1002@from-queue"};
	unsigned number = below(chance, CHANNELS);
	/* Now and then under the name of another call: two become one. */
	unsigned call = below(chance, 12) ? number / 4 : below(chance, CHANNELS / 4);
	struct channel_view view = {
		.uniqueid = str_of(arena_format(arena, "pbx-%u", number)),
		.linkedid = str_of(arena_format(arena, "pbx-%u", call * 4)),
		.name = str_of(arena_format(arena, "%s-%08x", kinds[number % 3], number)),
		.exten = STR("5550100"),
		.number = STR("447700900001"),
		.state = below(chance, 3),
	};

	return view;
}

static struct call_event any_event(struct chance *chance, struct arena *arena, int64_t at_us)
{
	struct call_event event = {
		.type = 1 + below(chance, CALL_EVENT_HANGUP),
		.at_us = at_us,
		.queue = below(chance, 2) ? STR("sales") : STR("support"),
		.agent = STR("PJSIP/1001"),
		.text = below(chance, 2) ? STR("ANSWER") : STR("BUSY"),
		.exten = STR("1002"),
		.number = below(chance, 30),
		.duration_us = below(chance, 600) * US_PER_SECOND,
		.success = below(chance, 2),
	};

	/* Hang-ups are one of many types: without this nothing ends until the end. */
	if (!below(chance, 12))
		event.type = CALL_EVENT_HANGUP;
	for (size_t i = 0; i < CALL_EVENT_CHANNELS; i++)
		if (!i || below(chance, 4))
			event.channels[i] = any_channel(chance, arena);
	event.bridge.id = str_of(arena_format(arena, "bridge-%u", below(chance, 6)));
	event.bridge.holding = !below(chance, 6);
	event.bridge.conference = !below(chance, 6);
	event.bridge.name = STR("800");
	return event;
}

/* Mostly forward; channels overtake each other, and once in a while the clock is set. */
static int64_t any_time(struct chance *chance, int64_t at_us)
{
	if (!below(chance, 200))
		return at_us - below(chance, 7200) * US_PER_SECOND;
	if (!below(chance, 10))
		return at_us - below(chance, 2000);
	return at_us + below(chance, 400) * US_PER_MS;
}

static void take_all(struct call_fold *fold)
{
	const struct call *call;

	while ((call = call_fold_take(fold)))
		assert_call(call);
}

static void hang_up_all(struct call_fold *fold, struct arena *arena, int64_t at_us)
{
	for (unsigned i = 0; i < CHANNELS; i++) {
		struct call_event event = {.type = CALL_EVENT_HANGUP, .at_us = at_us};

		event.channels[0].uniqueid = str_of(arena_format(arena, "pbx-%u", i));
		call_fold_apply(fold, &event);
	}
}

/* What goes on goes on in another fold, as after a start of the program. */
static void start_anew(struct call_fold **fold)
{
	struct call_fold *fresh = fold_new();

	take_all(*fold);
	for (const struct call *call = call_fold_next(*fold, NULL); call;
		call = call_fold_next(*fold, call)) {
		const struct call *found;

		assert_true(call_fold_restore(fresh, call));
		assert_false(call_fold_restore(fresh, call));
		found = call_fold_find(fresh, str_of(call->first->uniqueid));
		assert_non_null(found);
		assert_call(found);
		assert_int_equal(found->started_us, call->started_us);
		assert_int_equal(found->alive_count, call->alive_count);
	}
	call_fold_free(fold);
	*fold = fresh;
	take_all(*fold);
}

static void play(struct chance chance, bool snapshots)
{
	struct call_fold *fold = fold_new();
	struct arena *arena = arena_new(0);
	int64_t at_us = BEGIN_US;
	struct call_event last = {.type = CALL_EVENT_HANGUP};

	for (int i = 0; i < EVENTS; i++) {
		struct call_event event;

		at_us = any_time(&chance, at_us);
		event = any_event(&chance, arena, at_us);
		call_fold_apply(fold, &event);
		if (snapshots && !below(&chance, 50))
			call_fold_snapshot_begin(fold);
		if (snapshots && !below(&chance, 50))
			call_fold_snapshot_end(fold, at_us);
		if (snapshots && !below(&chance, 100))
			start_anew(&fold);
		if (!below(&chance, 3))
			take_all(fold);
	}
	if (snapshots)
		call_fold_interrupt(fold);
	else
		hang_up_all(fold, arena, at_us);
	take_all(fold);
	assert_null(call_fold_next(fold, NULL));
	/* Nothing is kept for longer than what may come late. */
	last.at_us = at_us + 3 * US_PER_HOUR;
	call_fold_apply(fold, &last);
	assert_int_equal(call_fold_counts(fold).calls, 0);
	arena_free(&arena);
	call_fold_free(&fold);
}

static void any_stream_adds_up_and_leaves_nothing_open(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= STREAMS; seed++) {
		play((struct chance){seed * 7919}, false);
		play((struct chance){seed * 104729}, true);
	}
}

/* ---- Recordings of a PBX ----------------------------------------------------------------- */

static struct str read_file(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf buf = buf_in(arena, 1 << 18);
	char bytes[8192];
	size_t length;

	assert_non_null(file);
	while ((length = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buf_add(&buf, bytes, length);
	(void)fclose(file);
	return (struct str){buf.ptr, buf.len};
}

/* Every account that is given on the way, so that a difference at any moment shows. */
static const char *accounts(struct arena *arena, struct str stream, size_t slice)
{
	struct ami_parser *parser = ami_parser_new();
	struct call_fold *fold = fold_new();
	struct ami_message message;
	struct call_event event;
	struct json json;

	json_begin(&json, arena, 1 << 16);
	json_open_array(&json);
	for (size_t at = 0; at < stream.len; at += slice) {
		struct str bytes = {
			stream.ptr + at, stream.len - at < slice ? stream.len - at : slice};

		while (ami_parse(parser, &bytes, &message)) {
			const struct call *call;

			if (!call_event_of_ami(&message, BEGIN_US, &event))
				continue;
			call_fold_apply(fold, &event);
			while ((call = call_fold_take(fold))) {
				assert_call(call);
				call_write_truth(&json, call);
			}
		}
	}
	json_close_array(&json);
	call_fold_free(&fold);
	ami_parser_free(&parser);
	return json_end(&json).ptr;
}

static void a_recording_tells_the_same_byte_by_byte(void **state)
{
	DIR *folder = opendir(CAPTURES);
	struct dirent *entry;
	int seen = 0;

	(void)state;
	assert_non_null(folder);
	while ((entry = readdir(folder))) {
		struct arena *arena;
		struct str stream;
		char path[4096];

		if (!strstr(entry->d_name, ".ami"))
			continue;
		arena = arena_new(0);
		(void)snprintf(path, sizeof(path), "%s/%s", CAPTURES, entry->d_name);
		stream = read_file(arena, path);
		assert_string_equal(
			accounts(arena, stream, 1), accounts(arena, stream, stream.len));
		arena_free(&arena);
		seen++;
	}
	(void)closedir(folder);
	assert_true(seen > 40);
}

/* ---- Memory --------------------------------------------------------------------------------- */

static size_t bytes_in_use(void)
{
#ifdef UNDER_ASAN
	return __sanitizer_get_current_allocated_bytes();
#else
	return mallinfo2().uordblks;
#endif
}

static void play_call(struct call_fold *fold, struct arena *arena, int number)
{
	static const struct {
		enum call_event_type type;
		int leg;
		int after_ms;
	} steps[] = {
		{CALL_EVENT_CHANNEL_NEW, 0, 0},
		{CALL_EVENT_QUEUE_JOIN, 0, 10},
		{CALL_EVENT_CHANNEL_NEW, 1, 20},
		{CALL_EVENT_BRIDGE_ENTER, 1, 1000},
		{CALL_EVENT_BRIDGE_ENTER, 0, 1001},
		{CALL_EVENT_HOLD, 1, 2000},
		{CALL_EVENT_UNHOLD, 1, 2500},
		{CALL_EVENT_HANGUP, 1, 4000},
		{CALL_EVENT_HANGUP, 0, 4001},
	};
	const struct call *call;

	for (size_t i = 0; i < COUNT(steps); i++) {
		struct call_event event = {.type = steps[i].type,
			.at_us = BEGIN_US + number * US_PER_SECOND + steps[i].after_ms * US_PER_MS,
			.queue = STR("sales"),
			.bridge.id = str_of(arena_format(arena, "bridge-%d", number))};

		event.channels[0] = channel(arena, number, steps[i].leg);
		call_fold_apply(fold, &event);
		while ((call = call_fold_take(fold)))
			assert_true(call->leg_count <= 2);
	}
}

static void memory_follows_what_goes_on_not_what_went_by(void **state)
{
	struct call_fold *fold = fold_new();
	struct arena *arena = arena_new(0);
	size_t after_a_thousand = 0;

	(void)state;
	for (int number = 0; number < 100000; number++) {
		play_call(fold, arena, number);
		arena_reset(arena);
		if (number == 1000)
			after_a_thousand = bytes_in_use();
	}
	assert_true(bytes_in_use() <= after_a_thousand + 64 * 1024);
	assert_true(call_fold_counts(fold).calls < 10);
	arena_free(&arena);
	call_fold_free(&fold);
}

/* A PBX whose hang-ups are lost, or one that is none, fills nothing. */
static void a_call_without_end_stays_within_its_bounds(void **state)
{
	struct call_fold *fold = fold_new();
	struct arena *arena = arena_new(0);
	const struct call *call;
	size_t before;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct call_event event = {.type = i % 3 ? CALL_EVENT_HOLD : CALL_EVENT_CHANNEL_NEW,
			.at_us = BEGIN_US + i};

		event.channels[0] = channel(arena, 1, i / 3);
		call_fold_apply(fold, &event);
		event.type = CALL_EVENT_UNHOLD;
		call_fold_apply(fold, &event);
		arena_reset(arena);
	}
	call = call_fold_take(fold);
	assert_non_null(call);
	assert_true(call->truncated);
	assert_int_equal(call->leg_count, CALL_LEGS_MAX);
	assert_true(call->part_count <= CALL_PARTS_MAX);
	assert_true(call_fold_counts(fold).parts_dropped > 0);
	before = bytes_in_use();
	for (int i = 0; i < 30000; i++) {
		struct call_event event = {.type = CALL_EVENT_CHANNEL_NEW, .at_us = BEGIN_US + i};

		event.channels[0] = channel(arena, 2 + i, 0);
		call_fold_apply(fold, &event);
		arena_reset(arena);
	}
	assert_int_equal(call_fold_counts(fold).calls, CALL_FOLD_CALLS_MAX);
	assert_true(call_fold_counts(fold).calls_dropped > 0);
	assert_true(bytes_in_use() - before < (size_t)CALL_FOLD_CALLS_MAX * 32 * 1024);
	arena_free(&arena);
	call_fold_free(&fold);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_stream_adds_up_and_leaves_nothing_open),
		cmocka_unit_test(a_recording_tells_the_same_byte_by_byte),
		cmocka_unit_test(memory_follows_what_goes_on_not_what_went_by),
		cmocka_unit_test(a_call_without_end_stays_within_its_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
