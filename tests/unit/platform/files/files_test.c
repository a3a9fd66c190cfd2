/* files_test.c - kept whole, read from any node, gone when removed; on both engines. */
/* SPDX-License-Identifier: MIT */
#include "../events/live_support.h"

#include "platform/files/files.h"

#include <assert.h>
#include <fcntl.h>
#include <sys/stat.h>

#define PIECE 262144 /* as files.c cuts them */

static char folder[] = "/tmp/hatif-files-XXXXXX";
static char other_folder[] = "/tmp/hatif-files-XXXXXX";

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	live_make(place);
	files_start(place->pool, folder);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	struct place *place = *state;

	place_remove(place);
	free(place);
	return 0;
}

/* As another node does, whose spool folder is its own. */
static void go_to_another_node(const struct place *place)
{
	files_start(place->pool, other_folder);
}

static char byte_at(size_t i)
{
	return (char)(i * 31 + i / 251);
}

static void write_draft(const char *path, size_t length)
{
	FILE *file = fopen(path, "wbe");

	assert_non_null(file);
	for (size_t i = 0; i < length; i++)
		assert_int_not_equal(fputc(byte_at(i), file), EOF);
	assert_int_equal(fclose(file), 0);
}

static void keep(struct place *place, const char *name, size_t length)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);
	const char *draft = files_draft(cx, name);

	write_draft(draft, length);
	if (files_keep(cx, name, draft) != OK)
		fail_msg("files_keep: %s", cx->failure.message);
	live_commit(&unit);
	(void)unlink(draft);
	unit_close(&unit);
}

static void assert_holds(FILE *file, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (fgetc(file) != (unsigned char)byte_at(i))
			fail_msg("byte %zu of %zu differs", i, length);
	assert_int_equal(fgetc(file), EOF);
}

static enum err open_as(struct place *place, int64_t company_id, const char *name, size_t length)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, company_id);
	FILE *file = NULL;
	enum err err = files_open(cx, name, &file);

	if (err == OK) {
		assert_holds(file, length);
		assert_int_equal(fclose(file), 0);
	}
	unit_close(&unit);
	return err;
}

/* ---- Tests ------------------------------------------------------------------------------ */

static void what_was_kept_is_read_whole(void **state)
{
	static const size_t lengths[] = {0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE};
	char name[40];

	for (size_t i = 0; i < COUNT(lengths); i++) {
		(void)snprintf(name, sizeof(name), "whole-%zu", i);
		keep(*state, name, lengths[i]);
		assert_int_equal(open_as(*state, 1, name, lengths[i]), OK);
	}
}

static void another_node_reads_it_where_it_shares_the_database(void **state)
{
	keep(*state, "shared-1", 2 * PIECE + 17);
	go_to_another_node(*state);
	assert_int_equal(open_as(*state, 1, "shared-1", 2 * PIECE + 17),
		live_on_postgres ? OK : ERR_NOT_FOUND);
}

static void kept_again_it_is_the_new_one(void **state)
{
	keep(*state, "again-1", 2 * PIECE);
	keep(*state, "again-1", 5);
	assert_int_equal(open_as(*state, 1, "again-1", 5), OK);
}

static void nothing_is_kept_without_the_commit(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx;
	const char *draft;

	if (!live_on_postgres)
		skip();
	cx = unit_open(&unit, place->pool, 1);
	draft = files_draft(cx, "undone-1");
	write_draft(draft, PIECE + 3);
	assert_int_equal(files_keep(cx, "undone-1", draft), OK);
	assert_int_equal(access(draft, F_OK), 0); /* the unit may be run again */
	assert_int_equal(unlink(draft), 0);
	unit_close(&unit);
	assert_int_equal(open_as(place, 1, "undone-1", 0), ERR_NOT_FOUND);
}

static void another_company_has_no_such_file(void **state)
{
	keep(*state, "own-1", 10);
	go_to_another_node(*state);
	assert_int_equal(open_as(*state, 2, "own-1", 10), ERR_NOT_FOUND);
}

static const struct db_query scheduled_sql = {"test.scheduled",
	"SELECT payload FROM jobs WHERE company_id = 1 AND kind = 'files.unlink' ORDER BY id", NULL,
	NULL};

/* What was scheduled, in units of their own, as the scheduler does; how much that was. */
static size_t run_scheduled(struct place *place)
{
	struct db_result result;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);

	assert_int_equal(db_run(cx, &scheduled_sql, DB_NO_ARGS, &result), OK);
	for (size_t i = 0; i < result.count; i++) {
		const struct job job = {.payload = db_text_at(&result, i, 0)};

		assert_int_equal(files_jobs[0].run(cx, &job), OK);
	}
	unit_close(&unit);
	return result.count;
}

static void what_a_failed_unit_removed_is_there(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx;

	keep(place, "stays-1", PIECE + 1);
	cx = unit_open(&unit, place->pool, 1);
	assert_int_equal(files_remove(cx, 1, "stays-1"), OK);
	unit_close(&unit);
	assert_int_equal(run_scheduled(place), 0);
	assert_int_equal(open_as(place, 1, "stays-1", PIECE + 1), OK);
}

static void removed_it_is_gone(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx;

	keep(place, "gone-1", PIECE + 1);
	cx = unit_open(&unit, place->pool, 0); /* as the job that sweeps for all companies */
	assert_int_equal(files_remove(cx, 1, "gone-1"), OK);
	assert_int_equal(files_remove(cx, 1, "never-there"), OK);
	live_commit(&unit);
	unit_close(&unit);
	assert_int_equal(run_scheduled(place), live_on_postgres ? 0 : 1);
	assert_int_equal(open_as(place, 1, "gone-1", 0), ERR_NOT_FOUND);
}

static enum err is_kept(struct cx *cx, const char *name, bool *known)
{
	(void)cx;
	*known = strcmp(name, "kept-known") == 0;
	return OK;
}

static void make_old(const char *path, time_t age)
{
	const struct timespec times[2] = {
		{.tv_sec = time(NULL) - age}, {.tv_sec = time(NULL) - age}};

	write_draft(path, 3);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void what_a_killed_program_left_goes_after_a_day(void **state)
{
	static const struct {
		const char *name;
		time_t age;
		bool stays;
	} cases[] = {
		{"body-abcdef", 25 * 3600, false},
		{"draft-x-report-1-1", 25 * 3600, false},
		{"sheet-abcdef", 25 * 3600, false},
		{"copy-abcdef", 25 * 3600, false},
		{"body-ghijkl", 23 * 3600, true},
		{"report-1-9", 25 * 3600, true},
	};
	struct place *place = *state;
	char path[300];

	for (size_t i = 0; i < COUNT(cases); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", folder, cases[i].name);
		make_old(path, cases[i].age);
	}
	files_start(place->pool, folder);
	for (size_t i = 0; i < COUNT(cases); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", folder, cases[i].name);
		assert_case((unlink(path) == 0) == cases[i].stays, cases[i].name);
	}
}

static void what_nobody_knows_goes_once_it_is_old(void **state)
{
	static const struct {
		const char *name;
		time_t age;
		bool stays;
	} cases[] = {
		{"kept-known", 7200, true},
		{"kept-left", 7200, false},
		{"kept-new", 600, true},
		{"other-left", 7200, true},
	};
	struct place *place = *state;
	struct unit unit;
	struct cx *cx;
	char path[300];

	if (live_on_postgres)
		skip();
	for (size_t i = 0; i < COUNT(cases); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", folder, cases[i].name);
		make_old(path, cases[i].age);
	}
	cx = unit_open(&unit, place->pool, 0);
	assert_int_equal(files_left(cx, "kept-", (time(NULL) - 3600) * US_PER_SECOND, is_kept), OK);
	unit_close(&unit);
	for (size_t i = 0; i < COUNT(cases); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", folder, cases[i].name);
		assert_case((unlink(path) == 0) == cases[i].stays, cases[i].name);
	}
}

static void make_in(const char *in, const char *name, size_t length)
{
	char path[400];

	(void)snprintf(path, sizeof(path), "%s/%s", in, name);
	write_draft(path, length);
}

static void a_backup_has_the_kept_files_and_no_others(void **state)
{
	static const char *const kept[] = {"file-a", "report-1-1"};
	static const char *const unfinished[] = {"body-x", "draft-x-y", "sheet-x", "copy-x"};
	char from[300], to[300], path[400];
	size_t copied;
	FILE *file;

	(void)state;
	(void)snprintf(from, sizeof(from), "%s/from", other_folder);
	(void)snprintf(to, sizeof(to), "%s/backup", other_folder);
	assert_int_equal(mkdir(from, 0700), 0);
	assert_true(files_copy("/nowhere/at/all", to, &copied));
	assert_int_equal(copied, 0);
	make_in(from, kept[0], 3 * PIECE + 1);
	make_in(from, kept[1], 0);
	for (size_t i = 0; i < COUNT(unfinished); i++)
		make_in(from, unfinished[i], 3);
	assert_true(files_copy(from, to, &copied));
	assert_int_equal(copied, COUNT(kept));
	make_in(from, "file-b", 5);
	assert_true(files_copy(from, to, &copied));
	assert_int_equal(copied, 1);
	(void)snprintf(path, sizeof(path), "%s/file-a", to);
	file = fopen(path, "rbe");
	assert_non_null(file);
	assert_holds(file, 3 * PIECE + 1);
	assert_int_equal(fclose(file), 0);
	for (size_t i = 0; i < COUNT(unfinished); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", to, unfinished[i]);
		assert_int_equal(access(path, F_OK), -1);
	}
	assert_false(files_copy(from, "/proc/no-such-folder/x", &copied));
	folder_remove(to);
	folder_remove(from);
}

static void a_copy_leaves_nothing_in_the_folder(void **state)
{
	if (!live_on_postgres)
		skip();
	keep(*state, "copy-1", PIECE);
	assert_int_equal(open_as(*state, 1, "copy-1", PIECE), OK);
	assert_int_equal(rmdir(folder), 0); /* only an empty one can be removed */
	assert_int_equal(mkdir(folder, 0700), 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static int run_group(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_was_kept_is_read_whole),
		CASE(another_node_reads_it_where_it_shares_the_database),
		CASE(kept_again_it_is_the_new_one),
		CASE(nothing_is_kept_without_the_commit),
		CASE(another_company_has_no_such_file),
		CASE(what_a_failed_unit_removed_is_there),
		CASE(removed_it_is_gone),
		CASE(what_nobody_knows_goes_once_it_is_old),
		CASE(what_a_killed_program_left_goes_after_a_day),
		CASE(a_backup_has_the_kept_files_and_no_others),
		CASE(a_copy_leaves_nothing_in_the_folder),
	};

	return cmocka_run_group_tests_name(
		live_on_postgres ? "files, PostgreSQL" : "files, SQLite", tests, NULL, NULL);
}

int main(void)
{
	int failed;

	assert(crypto_init());
	assert(mkdtemp(folder) && mkdtemp(other_folder));
	failed = run_group();
	folder_remove(folder);
	assert(mkdir(folder, 0700) == 0);
	if (postgres_url()) {
		live_on_postgres = true;
		failed += run_group();
	}
	folder_remove(folder);
	folder_remove(other_folder);
	return failed;
}
