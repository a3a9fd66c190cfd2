/*
 * call_feed_ami_test.c - a batch whose unit is undone and tried again, or given up, is in the rows
 * once and whole; what found no room in the queue is looked up again (S2-TEL-11).
 */
/* SPDX-License-Identifier: MIT */
#include "../../platform/db/db_support.h"

#include "domains/calls/call_feed_ami.h"
#include "platform/ami/ami_internal.h"
#include "platform/crypto/crypto.h"
#include "platform/db/db.h"

#define CAPTURE SOURCE_ROOT "/tests/ami/captures/f5_queue_ring_no_answer.ami"
#define BATCH 40

static struct place place;

static const struct db_query company_sql = {"test.company",
	"INSERT INTO companies (id, code, name, created_us, updated_us)"
	" VALUES ($1, $2, $2, 0, 0)",
	NULL, NULL};
#define PARTS(table) \
	"(SELECT COUNT(*) FROM " table " p WHERE p.company_id = c.company_id AND p.call_id = " \
	"c.id)"
#define FACTS \
	"SELECT status || ' ' || (ended_us - started_us) || ' ' || talk_us || ' ' || " PARTS( \
		"cal" \
		"l_" \
		"leg" \
		"s") " || ' ' || " PARTS("call_segments") " || ' ' || " PARTS("call_steps") " || " \
											    "' ' " \
											    "||" \
											    " " PARTS( \
												    "call_" \
												    "queue_" \
												    "visits")
static const struct db_query facts_sql = {
	"test.facts", FACTS " FROM calls c WHERE company_id = $1", NULL, NULL};

static int set_up(void **state)
{
	struct migrate_report report;
	const char *why = NULL;
	struct unit unit;
	struct cx *cx;

	(void)state;
	assert_true(crypto_init());
	place_make(&place);
	place_open(&place, (struct db_options){0});
	if (migrate_run(place.pool, &report, &why) != OK)
		fail_msg("migrate_run: %s", why);
	cx = unit_open(&unit, place.pool, 0);
	for (int id = 1; id <= 3; id++)
		assert_int_equal(db_exec(cx, &company_sql,
					 DB_ARGS(db_int(id),
						 db_text(id == 1           ? "a"
								 : id == 2 ? "b"
									   : "c")),
					 NULL),
			OK);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	place_remove(&place);
	return 0;
}

/* How the unit of a batch may end. */
enum end { COMMITS, UNDONE_FIRST, GIVEN_UP };

static void try_batch(
	struct ami_link *link, const struct ami_packet *packets, int64_t company_id, bool commit)
{
	struct call_recovery recovery;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place.pool, company_id);
	bool changed;

	assert_int_equal(call_feed_apply(cx, link, packets, &changed), OK);
	if (changed)
		assert_int_equal(call_feed_write(cx, link, &recovery), OK);
	if (commit)
		assert_int_equal(db_commit(cx), OK);
	else
		db_rollback(cx);
	unit_close(&unit);
}

static void take_batch(
	struct ami_link *link, const struct ami_packet *packets, int64_t company_id, enum end end)
{
	if (end != COMMITS)
		try_batch(link, packets, company_id, false);
	if (end != GIVEN_UP)
		try_batch(link, packets, company_id, true);
	call_feed_settle(link, end != GIVEN_UP);
}

/* The recording in batches; each third one ends as said. */
static const char *play(struct arena *arena, int64_t company_id, enum end end)
{
	static struct ami_link link;
	struct ami_queue queue;
	struct ami_parser *parser = ami_parser_new();
	struct ami_message message;
	struct db_result result;
	struct unit unit;
	const char *facts;
	char bytes[BATCH * 64];
	size_t length;
	int batch = 0;
	FILE *file = fopen(CAPTURE, "rb");

	assert_non_null(file);
	link = (struct ami_link){.lock = PTHREAD_MUTEX_INITIALIZER};
	ami_queue_init(&queue, AMI_QUEUE_BYTES_MAX);
	while ((length = fread(bytes, 1, sizeof(bytes), file)) > 0) {
		struct str left = {bytes, length};
		struct ami_packet *packets;

		while (ami_parse(parser, &left, &message))
			assert_true(ami_queue_put(&queue,
				&(struct ami_packet){.kind = AMI_PACKET_MESSAGE,
					.message = message,
					.at_us = INT64_C(1795233424000000)}));
		packets = ami_queue_take(&queue, 0);
		take_batch(&link, packets, company_id, ++batch % 3 ? COMMITS : end);
		ami_packets_free(&packets);
	}
	take_batch(&link, NULL, company_id, COMMITS);
	(void)fclose(file);
	call_feed_end(&link);
	ami_queue_free(&queue);
	ami_parser_free(&parser);
	assert_int_equal(db_run(unit_open(&unit, place.pool, company_id), &facts_sql,
				 DB_ARGS(db_int(company_id)), &result),
		OK);
	assert_int_equal(result.count, 1);
	facts = arena_text(arena, db_text_at(&result, 0, 0));
	unit_close(&unit);
	return facts;
}

static void a_batch_is_in_the_rows_once(void **state)
{
	struct arena *arena = arena_new(0);
	const char *wanted = play(arena, 1, COMMITS);

	(void)state;
	assert_true(str_starts(str_of(wanted), "completed "));
	assert_string_equal(play(arena, 2, UNDONE_FIRST), wanted);
	assert_string_equal(play(arena, 3, GIVEN_UP), wanted);
	arena_free(&arena);
}

/* ---- More than fits ------------------------------------------------------------------ */

#define CHANNELS_LISTED 103 /* the action of the list of channels */

static const char *new_channel(struct arena *arena, const char *id)
{
	return arena_format(arena,
		"Event: Newchannel\r\nChannel: PJSIP/%s-00000001\r\nChannelState: 4\r\n"
		"Uniqueid: %s\r\nLinkedid: %s\r\nExten: 200\r\n\r\n",
		id, id, id);
}
static const char *hangup(struct arena *arena, const char *id)
{
	return arena_format(arena,
		"Event: Hangup\r\nChannel: PJSIP/%s-00000001\r\nUniqueid: %s\r\n"
		"Linkedid: %s\r\nCause: 16\r\n\r\n",
		id, id, id);
}
static const char *seen(struct arena *arena, const char *id)
{
	return arena_format(arena,
		"Event: CoreShowChannel\r\nDuration: 00:00:05\r\nChannel: "
		"PJSIP/%s-00000001\r\nChannelState: 4\r\n"
		"Uniqueid: %s\r\nLinkedid: %s\r\n\r\n",
		id, id, id);
}

/* What the reader does with bytes; says how many messages found no room. */
static int put_text(
	struct ami_queue *queue, struct ami_parser *parser, const char *text, int action)
{
	struct str left = str_of(text);
	struct ami_message message;
	int dropped = 0;

	while (ami_parse(parser, &left, &message))
		dropped += !ami_queue_put(queue,
			&(struct ami_packet){.kind = AMI_PACKET_MESSAGE,
				.message = message,
				.action = action,
				.last = str_is(ami_event(&message), "CoreShowChannelsComplete"),
				.at_us = clock_now_us()});
	return dropped;
}

/* Everything that waits, a unit a batch; the last recovery that was told. */
static struct call_recovery work_off(struct ami_link *link, struct ami_queue *queue)
{
	struct call_recovery told = {0};
	struct ami_packet *packets;

	while ((packets = ami_queue_take(queue, 0)) != NULL) {
		struct call_recovery recovery = {0};
		struct unit unit;
		struct cx *cx = unit_open(&unit, place.pool, 1);
		bool changed;

		assert_int_equal(call_feed_apply(cx, link, packets, &changed), OK);
		if (changed)
			assert_int_equal(call_feed_write(cx, link, &recovery), OK);
		assert_int_equal(db_commit(cx), OK);
		unit_close(&unit);
		call_feed_settle(link, true);
		ami_packets_free(&packets);
		if (recovery.done)
			told = recovery;
	}
	return told;
}

static void same_calls(const char *wanted)
{
	static const struct db_query calls_sql = {"test.calls",
		"SELECT linkedid || ' ' || is_active || ' ' || has_gap FROM calls"
		" WHERE company_id = 1 ORDER BY linkedid",
		NULL, NULL};
	struct db_result result;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place.pool, 1);
	struct buf out = buf_in(cx->arena, 256);

	assert_int_equal(db_run(cx, &calls_sql, DB_NO_ARGS, &result), OK);
	for (size_t i = 0; i < result.count; i++)
		buf_format(&out, "%s%s", i ? ", " : "", db_text_at(&result, i, 0));
	assert_string_equal(out.ptr, wanted);
	unit_close(&unit);
}

/*
 * The database is held up until the queue is full: an end and a beginning are dropped. When there
 * is room again the PBX is asked who is there, and rows say what it says, and where a part is missing.
 */
static void what_found_no_room_is_looked_up(void **state)
{
	struct arena *arena = arena_new(0);
	struct ami_parser *parser = ami_parser_new();
	struct ami_link link = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct call_recovery recovery;
	struct ami_queue queue;
	int dropped = 0;

	(void)state;
	ami_queue_init(&queue, 6000);
	for (int i = 0; i < 2; i++)
		assert_int_equal(
			put_text(&queue, parser, new_channel(arena, i ? "stays" : "goes"), 0), 0);
	recovery = work_off(&link, &queue);
	assert_false(recovery.done);
	same_calls("goes 1 0, stays 1 0");

	/* Nobody takes anything: what counts comes when there is no room. */
	while (put_text(&queue, parser, "Event: VarSet\r\nVariable: filler\r\n\r\n", 0) == 0)
		;
	dropped += put_text(&queue, parser, hangup(arena, "goes"), 0);
	dropped += put_text(&queue, parser, new_channel(arena, "unseen"), 0);
	assert_int_equal(dropped, 2);
	assert_false(ami_queue_overflowed(&queue));
	recovery = work_off(&link, &queue);
	assert_false(recovery.done);
	same_calls("goes 1 0, stays 1 0");

	assert_true(ami_queue_overflowed(&queue));
	assert_true(ami_queue_put(&queue, &(struct ami_packet){.kind = AMI_PACKET_UP}));
	for (int i = 0; i < 2; i++)
		assert_int_equal(put_text(&queue, parser, seen(arena, i ? "stays" : "unseen"),
					 CHANNELS_LISTED),
			0);
	assert_int_equal(put_text(&queue, parser, "Event: CoreShowChannelsComplete\r\n\r\n",
				 CHANNELS_LISTED),
		0);
	recovery = work_off(&link, &queue);
	same_calls("goes 0 1, stays 1 1, unseen 1 1");
	assert_true(recovery.done);
	assert_true(recovery.stood); /* counted for a link that stood all the time */
	assert_int_equal(recovery.interrupted, 1);
	assert_int_equal(recovery.reconstructed, 2);
	call_feed_end(&link);
	ami_queue_free(&queue);
	ami_parser_free(&parser);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_batch_is_in_the_rows_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_found_no_room_is_looked_up, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
