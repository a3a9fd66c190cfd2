/*
 * call_fold_test.c - what holds of every stream of events, whatever it says: seconds
 * add up, nothing is negative, nothing stays open, memory stays flat (S2-TEL-01…03,
 * S2-TEL-08). What real PBXes said is compared with accounts in tests/ami.
 */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/clock.h"
#include "domains/calls/call_event_ami.h"
#include "domains/calls/call_fold.h"
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
#define BEGIN_US (INT64_C(1795233424) * US_PER_SECOND)

static const char *const trunks[] = {"trunk", NULL};

static struct call_fold *fold_new(void)
{
	return call_fold_new(&(struct call_fold_rules){.trunks = trunks});
}

/* ---- What holds of any call --------------------------------------------------------- */

static void assert_stay(const struct call *call, int64_t from_us, int64_t to_us, const char *what)
{
	assert_case(from_us >= call->started_us, what);
	assert_case(!to_us || to_us >= from_us, what);
	assert_case(!call->ended_us || (to_us && to_us <= call->ended_us), what);
}

static void assert_leg(const struct call *call, const struct call_leg *leg)
{
	int64_t end_us = leg->ended_us ? leg->ended_us : call->as_of_us;

	assert_ptr_equal(leg->call, call);
	assert_stay(call, leg->created_us, leg->ended_us, leg->uniqueid);
	assert_true(leg->talk_us >= 0 && leg->hold_us >= 0);
	assert_true(leg->talk_us + leg->hold_us <= end_us - leg->created_us);
	for (const struct call_segment *one = leg->segments; one; one = one->next) {
		assert_stay(call, one->entered_us, one->left_us, "segment");
		assert_true(!one->next || one->left_us <= one->next->entered_us);
		assert_true(one->left_us || one == leg->last_segment);
	}
}

static void assert_call(const struct call *call)
{
	int64_t sum = 0;

	for (int phase = 0; phase < CALL_PHASES; phase++) {
		assert_true(call->phases_us[phase] >= 0);
		sum += call->phases_us[phase];
	}
	assert_int_equal(
		sum, (call->ended_us ? call->ended_us : call->as_of_us) - call->started_us);
	assert_true(call->bridged_us >= 0 && call->bridged_us <= sum);
	assert_true(call->rang_us >= -1 && call->rang_us <= sum);
	assert_int_equal(call_has_ended(call->status), call->ended_us != 0);
	assert_int_equal(call->ended_us != 0, call->alive_count == 0);
	for (const struct call_leg *leg = call->legs; leg; leg = leg->next)
		assert_leg(call, leg);
	for (const struct call_visit *visit = call->visits; visit; visit = visit->next)
		assert_stay(call, visit->joined_us, visit->left_us, "visit");
	for (const struct call_hold *hold = call->holds; hold; hold = hold->next)
		assert_stay(call, hold->from_us, hold->to_us, "hold");
	for (const struct call_parking *one = call->parkings; one; one = one->next)
		assert_stay(call, one->from_us, one->to_us, "parking");
	for (const struct call_recording *one = call->recordings; one; one = one->next)
		assert_stay(call, one->from_us, one->to_us, "recording");
	for (const struct call_transfer *one = call->transfers; one; one = one->next)
		assert_true(!call->ended_us || one->result != TRANSFER_PENDING);
}

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

static struct channel_view channel(struct arena *arena, int call, int leg)
{
	return (struct channel_view){
		.uniqueid = str_of(arena_format(arena, "pbx-%d.%d", call, leg)),
		.linkedid = str_of(arena_format(arena, "pbx-%d.0", call)),
		.name = leg ? STR("PJSIP/1001-0000002a") : STR("PJSIP/trunk-0000002a"),
		.number = STR("447700900001"),
		.exten = STR("5550100"),
		.state = CHANNEL_UP,
	};
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

/* ---- Single rules ---------------------------------------------------------------------------- */

struct script {
	struct call_fold *fold;
	int64_t at_us;
};

static void say(struct script *script, enum call_event_type type, int leg, int after_ms)
{
	struct arena *arena = arena_new(0);
	struct call_event event = {.type = type, .bridge.id = STR("bridge"), .queue = STR("sales")};

	script->at_us += after_ms * US_PER_MS;
	event.at_us = script->at_us;
	event.channels[0] = channel(arena, 1, leg);
	call_fold_apply(script->fold, &event);
	arena_free(&arena);
}

static void dial(struct script *script, int after_ms)
{
	struct arena *arena = arena_new(0);
	struct call_event event = {.type = CALL_EVENT_DIAL_BEGIN, .text = STR("PJSIP/1001")};

	script->at_us += after_ms * US_PER_MS;
	event.at_us = script->at_us;
	event.channels[0] = channel(arena, 1, 0);
	event.channels[1] = channel(arena, 1, 1);
	call_fold_apply(script->fold, &event);
	arena_free(&arena);
}

static const struct call *the_call(struct script *script)
{
	const struct call *call = call_fold_find(script->fold, STR("pbx-1.0"));

	assert_non_null(call);
	return call;
}

/* Setup 1 s, ring 2 s, talk 3 s, hold 4 s, talk 1 s, alone 2 s. */
static void each_moment_belongs_to_one_phase(void **state)
{
	struct script script = {fold_new(), BEGIN_US};
	const struct call *call;

	(void)state;
	say(&script, CALL_EVENT_CHANNEL_NEW, 0, 0);
	dial(&script, 1000);
	assert_int_equal(the_call(&script)->status, CALL_RINGING);
	say(&script, CALL_EVENT_BRIDGE_ENTER, 1, 2000);
	say(&script, CALL_EVENT_BRIDGE_ENTER, 0, 0);
	assert_int_equal(the_call(&script)->status, CALL_IN_PROGRESS);
	say(&script, CALL_EVENT_HOLD, 1, 3000);
	assert_int_equal(the_call(&script)->status, CALL_ON_HOLD);
	say(&script, CALL_EVENT_UNHOLD, 1, 4000);
	say(&script, CALL_EVENT_HANGUP, 1, 1000);
	say(&script, CALL_EVENT_HANGUP_REQUEST, 0, 2000);
	say(&script, CALL_EVENT_HANGUP, 0, 0);
	call = the_call(&script);
	assert_int_equal(call->status, CALL_COMPLETED);
	assert_int_equal(call->hangup_by, CALL_BY_CALLER);
	assert_int_equal(call->phases_us[CALL_PHASE_SETUP], 1 * US_PER_SECOND);
	assert_int_equal(call->phases_us[CALL_PHASE_RING], 2 * US_PER_SECOND);
	assert_int_equal(call->phases_us[CALL_PHASE_TALK], 4 * US_PER_SECOND);
	assert_int_equal(call->phases_us[CALL_PHASE_HOLD], 6 * US_PER_SECOND);
	assert_int_equal(call->legs->next->talk_us, 4 * US_PER_SECOND);
	assert_int_equal(call->legs->next->hold_us, 4 * US_PER_SECOND);
	call_fold_free(&script.fold);
}

static void a_call_is_taken_once_for_many_events(void **state)
{
	struct script script = {fold_new(), BEGIN_US};

	(void)state;
	say(&script, CALL_EVENT_CHANNEL_NEW, 0, 0);
	dial(&script, 10);
	say(&script, CALL_EVENT_QUEUE_JOIN, 0, 10);
	assert_ptr_equal(call_fold_take(script.fold), the_call(&script));
	assert_null(call_fold_take(script.fold));
	/* An event that says nothing new is no change. */
	say(&script, CALL_EVENT_UNHOLD, 0, 10);
	assert_null(call_fold_take(script.fold));
	call_fold_free(&script.fold);
}

/* A PBX says "abandon" of a time-out too. */
/* The unit that was to keep them failed for good: they come again, once, as they are by then. */
static void what_could_not_be_kept_comes_again(void **state)
{
	struct script script = {fold_new(), BEGIN_US};
	const struct call *call;

	(void)state;
	say(&script, CALL_EVENT_CHANNEL_NEW, 0, 0);
	call = call_fold_take(script.fold);
	assert_non_null(call);
	assert_null(call_fold_take(script.fold));
	call_fold_untake(script.fold, call);
	say(&script, CALL_EVENT_HANGUP, 0, 100);
	call = call_fold_take(script.fold);
	assert_non_null(call);
	assert_true(call->ended_us);
	assert_null(call_fold_take(script.fold));
	call_fold_free(&script.fold);
}

static void only_a_caller_who_hangs_up_abandons(void **state)
{
	(void)state;
	for (int hangs_up = 0; hangs_up < 2; hangs_up++) {
		struct script script = {fold_new(), BEGIN_US};

		say(&script, CALL_EVENT_CHANNEL_NEW, 0, 0);
		say(&script, CALL_EVENT_QUEUE_JOIN, 0, 10);
		if (hangs_up)
			say(&script, CALL_EVENT_HANGUP_REQUEST, 0, 3000);
		say(&script, CALL_EVENT_QUEUE_ABANDON, 0, 0);
		say(&script, CALL_EVENT_HANGUP, 0, 0);
		assert_int_equal(
			the_call(&script)->status, hangs_up ? CALL_ABANDONED : CALL_NO_ANSWER);
		call_fold_free(&script.fold);
	}
}

static void a_menu_alone_completes_a_call(void **state)
{
	struct script script = {fold_new(), BEGIN_US};

	(void)state;
	say(&script, CALL_EVENT_CHANNEL_NEW, 0, 0);
	say(&script, CALL_EVENT_USER, 0, 100);
	assert_int_equal(the_call(&script)->status, CALL_IVR);
	say(&script, CALL_EVENT_HANGUP, 0, 5000);
	assert_int_equal(the_call(&script)->status, CALL_COMPLETED);
	assert_true(the_call(&script)->by_system);
	call_fold_free(&script.fold);
}

static void a_lost_link_interrupts_and_keeps_what_is_seen_again(void **state)
{
	struct script script = {fold_new(), BEGIN_US};

	(void)state;
	say(&script, CALL_EVENT_CHANNEL_NEW, 0, 0);
	dial(&script, 10);
	call_fold_snapshot_begin(script.fold);
	say(&script, CALL_EVENT_CHANNEL_SEEN, 0, 60000);
	call_fold_snapshot_end(script.fold, script.at_us);
	assert_int_equal(the_call(&script)->alive_count, 1);
	assert_true(the_call(&script)->gap);
	call_fold_snapshot_begin(script.fold);
	call_fold_snapshot_end(script.fold, script.at_us + US_PER_MINUTE);
	assert_int_equal(the_call(&script)->status, CALL_INTERRUPTED);
	/* Nobody knows of the minute after the last event. */
	assert_int_equal(the_call(&script)->ended_us, script.at_us);
	assert_call(the_call(&script));
	call_fold_free(&script.fold);
}

/* Texts come from outside: cut, and clean of what no text has. */
static void texts_are_cleaned(void **state)
{
	struct call_fold *fold = fold_new();
	struct call_event event = {.type = CALL_EVENT_CHANNEL_NEW, .at_us = BEGIN_US};

	(void)state;
	event.channels[0] = (struct channel_view){.uniqueid = STR("a"),
		.name = STR("PJSIP/1001-1"),
		.exten = STR("55\r\n\xff\x00"
			     "5")};
	call_fold_apply(fold, &event);
	assert_string_equal(call_fold_find(fold, STR("a"))->callee, "55????5");
	event.channels[0].uniqueid = STR("b\nc");
	call_fold_apply(fold, &event);
	assert_int_equal(call_fold_counts(fold).calls, 1);
	call_fold_free(&fold);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_moment_belongs_to_one_phase),
		cmocka_unit_test(a_call_is_taken_once_for_many_events),
		cmocka_unit_test(what_could_not_be_kept_comes_again),
		cmocka_unit_test(only_a_caller_who_hangs_up_abandons),
		cmocka_unit_test(a_menu_alone_completes_a_call),
		cmocka_unit_test(a_lost_link_interrupts_and_keeps_what_is_seen_again),
		cmocka_unit_test(texts_are_cleaned),
		cmocka_unit_test(any_stream_adds_up_and_leaves_nothing_open),
		cmocka_unit_test(a_recording_tells_the_same_byte_by_byte),
		cmocka_unit_test(memory_follows_what_goes_on_not_what_went_by),
		cmocka_unit_test(a_call_without_end_stays_within_its_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
