/* backup_test.c - copies under load, and putting them back. */
/* SPDX-License-Identifier: MIT */
#include "db_support.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

static const struct db_query add_sql = {"backup.add",
	"INSERT INTO installation (name, value, updated_us) VALUES ($1, $2, $3)", NULL, NULL};
static const struct db_query count_sql = {
	"backup.count", "SELECT count(*) FROM installation", NULL, NULL};
static const struct db_query version_up = {"backup.version_up",
	"INSERT INTO schema_migrations (version, name, applied_us, checksum)"
	" VALUES ($1, 'later', 0, '')",
	NULL, NULL};

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	struct migrate_report report;
	const char *why = "";

	place_make(place);
	place_open(place, (struct db_options){0});
	if (migrate_run(place->pool, &report, &why) != OK)
		fail_msg("migrate_run: %s", why);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	place_remove(*state);
	free(*state);
	return 0;
}

static const char *beside(const struct place *place, const char *name)
{
	static char path[4][600];
	static int turn;
	char *at = path[turn++ % 4];

	(void)snprintf(at, sizeof(path[0]), "%s/%s", place->folder, name);
	return at;
}

static void add(struct db_pool *pool, int64_t number)
{
	char name[32], body[600];
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, 0);

	(void)snprintf(name, sizeof(name), "row %lld", (long long)number);
	memset(body, 'x', sizeof(body) - 1);
	body[sizeof(body) - 1] = '\0';
	assert_int_equal(
		db_exec(cx, &add_sql, DB_ARGS(db_text(name), db_text(body), db_int(0)), NULL), OK);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
}

static int64_t count(struct db_pool *pool)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, 0);
	struct db_result result;
	int64_t rows;

	assert_int_equal(db_run(cx, &count_sql, DB_NO_ARGS, &result), OK);
	rows = db_int_at(&result, 0, 0);
	unit_close(&unit);
	return rows;
}

static int64_t count_in(const char *file)
{
	struct place place = {0};
	int64_t rows;

	(void)snprintf(place.url, sizeof(place.url), "sqlite:%s", file);
	place_open(&place, (struct db_options){.read_only = true});
	rows = count(place.pool);
	db_close(&place.pool);
	return rows;
}

struct load {
	struct db_pool *pool;
	_Atomic bool stop;
	_Atomic int64_t acked;
};

static void *write_on(void *arg)
{
	struct load *load = arg;

	while (!atomic_load(&load->stop)) {
		add(load->pool, atomic_load(&load->acked));
		atomic_fetch_add(&load->acked, 1);
	}
	return NULL;
}

static void note_progress(int64_t done, int64_t all, void *arg)
{
	assert_in_range(done, 0, all);
	(*(int *)arg)++;
}

static void a_copy_under_load_has_every_row_acknowledged_before_it(void **state)
{
	struct place *place = *state;
	struct load load = {.pool = place->pool};
	const char *copy = beside(place, "copy.db"), *why = "";
	const char *target = beside(place, "restored.db");
	int64_t before, in_copy;
	pthread_t writer;
	int steps = 0;

	for (int i = 0; i < 3000; i++)
		add(place->pool, -1 - i);
	assert_int_equal(pthread_create(&writer, NULL, write_on, &load), 0);
	while (atomic_load(&load.acked) < 50)
		usleep(1000);
	before = 3000 + atomic_load(&load.acked);
	if (backup_run(place->pool, copy, note_progress, &steps, &why) != OK)
		fail_msg("backup_run: %s", why);
	atomic_store(&load.stop, true);
	(void)pthread_join(writer, NULL);
	assert_true(steps >= 2);
	in_copy = count_in(copy);
	assert_true(in_copy >= before);
	assert_true(in_copy <= count(place->pool));
	if (restore_run(copy, target, &why) != OK)
		fail_msg("restore_run: %s", why);
	assert_int_equal(count_in(target), in_copy);
	assert_int_equal(access(beside(place, "restored.db-wal"), F_OK), -1);
	assert_int_equal(backup_run(place->pool, copy, NULL, NULL, &why), ERR_CONFLICT);
}

static void restoring_keeps_the_old_file_and_its_last_rows(void **state)
{
	struct place *place = *state;
	const char *copy = beside(place, "copy.db"), *why = "";
	DIR *folder;
	struct dirent *entry;
	char kept[600] = "";

	add(place->pool, 1);
	assert_int_equal(backup_run(place->pool, copy, NULL, NULL, &why), OK);
	add(place->pool, 2);
	assert_int_equal(restore_run(copy, place->file, &why), ERR_BUSY);
	assert_non_null(strstr(why, "in use by process"));
	db_close(&place->pool);
	if (restore_run(copy, place->file, &why) != OK)
		fail_msg("restore_run: %s", why);
	assert_int_equal(count_in(place->file), 1);
	folder = opendir(place->folder);
	while ((entry = readdir(folder)) != NULL)
		if (strstr(entry->d_name, ".replaced-"))
			(void)snprintf(kept, sizeof(kept), "%s/%s", place->folder, entry->d_name);
	(void)closedir(folder);
	assert_string_not_equal(kept, "");
	assert_int_equal(count_in(kept), 2);
	place_open(place, (struct db_options){0});
	add(place->pool, 3);
	assert_int_equal(count(place->pool), 2);
}

/* The log of a database that was killed must not be played into its successor. */
static void a_left_over_log_goes_aside_with_its_file(void **state)
{
	struct place *place = *state;
	const char *copy = beside(place, "copy.db"), *why = "";
	char command[1300];

	add(place->pool, 1);
	assert_int_equal(backup_run(place->pool, copy, NULL, NULL, &why), OK);
	for (int i = 2; i < 20; i++)
		add(place->pool, i);
	/* What a kill leaves: the file and a log that was not copied back. */
	(void)snprintf(command, sizeof(command), "cp %s %s/killed.db && cp %s-wal %s/killed.db-wal",
		place->file, place->folder, place->file, place->folder);
	assert_int_equal(system(command), 0);
	if (restore_run(copy, beside(place, "killed.db"), &why) != OK)
		fail_msg("restore_run: %s", why);
	assert_int_equal(access(beside(place, "killed.db-wal"), F_OK), -1);
	assert_int_equal(count_in(beside(place, "killed.db")), 1);
}

static void flip_byte(const char *file, off_t at)
{
	int descriptor = open(file, O_RDWR);
	unsigned char byte;

	assert_true(descriptor >= 0);
	assert_int_equal(pread(descriptor, &byte, 1, at), 1);
	byte ^= 0xff;
	assert_int_equal(pwrite(descriptor, &byte, 1, at), 1);
	(void)close(descriptor);
}

static void damaged_and_foreign_files_are_refused(void **state)
{
	struct place *place = *state;
	const char *copy = beside(place, "copy.db"), *target = beside(place, "target.db");
	const char *why = "";
	FILE *other;

	for (int i = 0; i < 200; i++)
		add(place->pool, i);
	assert_int_equal(backup_run(place->pool, copy, NULL, NULL, &why), OK);
	/* The first bytes of the second page: the header of a b-tree. */
	flip_byte(copy, 4096);
	flip_byte(copy, 4099);
	assert_int_equal(restore_run(copy, target, &why), ERR_INVALID);
	assert_non_null(strstr(why, "damaged"));
	assert_int_equal(restore_run(beside(place, "none.db"), target, &why), ERR_NOT_FOUND);
	other = fopen(beside(place, "text.db"), "w");
	assert_non_null(other);
	(void)fputs("this is no database, only some text that is long enough to be read\n", other);
	(void)fclose(other);
	assert_int_equal(restore_run(beside(place, "text.db"), target, &why), ERR_INVALID);
	assert_int_equal(access(target, F_OK), -1);
}

static void a_newer_backup_is_refused(void **state)
{
	struct place *place = *state;
	const char *copy = beside(place, "copy.db"), *why = "";
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 0);

	assert_int_equal(db_exec(cx, &version_up, DB_ARGS(db_int(9999)), NULL), OK);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
	assert_int_equal(backup_run(place->pool, copy, NULL, NULL, &why), OK);
	assert_int_equal(restore_run(copy, beside(place, "target.db"), &why), ERR_STATE);
	assert_non_null(strstr(why, "9999"));
	assert_int_equal(access(beside(place, "target.db"), F_OK), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define BACKUP_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		BACKUP_TEST(a_copy_under_load_has_every_row_acknowledged_before_it),
		BACKUP_TEST(restoring_keeps_the_old_file_and_its_last_rows),
		BACKUP_TEST(a_left_over_log_goes_aside_with_its_file),
		BACKUP_TEST(damaged_and_foreign_files_are_refused),
		BACKUP_TEST(a_newer_backup_is_refused),
	};

	return cmocka_run_group_tests_name("backup and restore", tests, NULL, NULL);
}
