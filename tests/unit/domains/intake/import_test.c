/* import_test.c - files of orders into a database: what arrives, what is refused, and only once. */
/* SPDX-License-Identifier: MIT */
#include "../../platform/db/db_support.h"

#include "domains/demo/demo.h"
#include "domains/intake/intake_internal.h"
#include "platform/auth/auth.h"
#include "platform/crypto/crypto.h"
#include "platform/events/events.h"
#include "platform/files/files.h"

#include <sqlite3.h>

#define SAMPLES SOURCE_ROOT "/tests/support/samples/"

static struct place place;

/* First cell of the answer, read on a connection of its own; freed by the next call. */
static const char *ask(const char *format, ...) PRINTF_LIKE(1, 2);
static const char *ask(const char *format, ...)
{
	static char answer[4000];
	sqlite3_stmt *statement = NULL;
	sqlite3 *database = NULL;
	char text[1000];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	answer[0] = '\0';
	assert_int_equal(sqlite3_open(place.file, &database), SQLITE_OK);
	if (sqlite3_prepare_v2(database, text, -1, &statement, NULL) != SQLITE_OK)
		fail_msg("%s: %s", text, sqlite3_errmsg(database));
	if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_text(statement, 0))
		(void)snprintf(answer, sizeof(answer), "%s", sqlite3_column_text(statement, 0));
	(void)sqlite3_finalize(statement);
	(void)sqlite3_close(database);
	return answer;
}

static int set_up(void **state)
{
	const struct demo_options options = {.password = "Falcon-Desk-77", .scale = 1};
	struct migrate_report report;
	const char *why = NULL;

	(void)state;
	assert_true(crypto_init());
	place_make(&place);
	place_open(&place, (struct db_options){0});
	if (migrate_run(place.pool, &report, &why) != OK)
		fail_msg("migrate_run: %s", why);
	if (auth_open(place.pool, place.file, &why) != OK) /* the demo's secrets are sealed */
		fail_msg("auth_open: %s", why);
	events_init(place.pool);
	files_start(place.pool, place.folder);
	if (demo_fill(place.pool, &options, &why) != OK)
		fail_msg("demo_fill: %s", why);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	place_remove(&place);
	return 0;
}

/* Faults as "line field;" one after the other. */
static char faults[2000];

static void note_fault(const struct line_fault *fault, void *arg)
{
	const size_t length = strlen(faults);

	(void)arg;
	(void)snprintf(faults + length, sizeof(faults) - length, "%lld %s;", (long long)fault->line,
		fault->field);
}

static struct intake_summary import_sample(const char *name, const char *format, bool dry_run)
{
	const char *file = name[0] == '/' ? name : NULL;
	char path[600];
	struct intake_file_options options = {
		.company = "gulf", .format = format, .dry_run = dry_run, .fault = note_fault};
	struct intake_summary summary;
	const char *why = NULL;

	(void)snprintf(path, sizeof(path), "%s%s", SAMPLES, name);
	options.file = file ? file : path;
	faults[0] = '\0';
	if (intake_import_file(place.pool, &options, &summary, &why) != OK)
		fail_msg("%s: %s", name, why);
	return summary;
}

static void check(const char *about, struct intake_summary got, int64_t imported,
	int64_t duplicates, int64_t failed)
{
	if (got.imported != imported || got.duplicates != duplicates || got.failed != failed)
		fail_msg("%s: %lld imported, %lld duplicates, %lld failed: %s", about,
			(long long)got.imported, (long long)got.duplicates, (long long)got.failed,
			faults);
}

static const struct {
	const char *file, *format;
	int64_t imported, in_file_twice, failed;
	const char *faults;
} samples[] = {
	{"shopify.csv", "auto", 3, 0, 1, "10 status;"},
	{"woocommerce.csv", "woocommerce", 2, 0, 1, "5 status;"},
	{"plain.csv", NULL, 4, 0, 0, ""},
	{"plain-ar-windows1256.csv", "auto", 2, 0, 0, ""},
	{"bad-lines.csv", "plain", 2, 1, 9,
		"3 customer_name;4 customer_phone;5 quantity;6 price;7 currency;8 product_name;"
		"9 expected_at;10 priority;13 quantity;13 price;"},
};

static void every_sample_arrives_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		const int64_t twice = samples[i].in_file_twice, new = samples[i].imported;
		struct intake_summary dry = import_sample(samples[i].file, samples[i].format, true);

		check(samples[i].file, dry, new, twice, samples[i].failed);
		check(samples[i].file, import_sample(samples[i].file, samples[i].format, false),
			new, twice, samples[i].failed);
		if (strcmp(faults, samples[i].faults) != 0)
			fail_msg("%s: %s", samples[i].file, faults);
		check(samples[i].file, import_sample(samples[i].file, samples[i].format, false), 0,
			new + twice, samples[i].failed);
	}
}

static void shopify_orders_keep_what_they_say(void **state)
{
	(void)state;
	(void)import_sample("shopify.csv", "auto", false);
	assert_string_equal(
		ask("SELECT customer_id || '|' || customer_phone || '|' || product_name || '|' ||"
		    " price_minor || '|' || currency || '|' || area || '|' || seller_name || '|' ||"
		    " (created_us / 1000000) FROM orders WHERE source = 'shopify'"
		    " AND external_code = '#1001'"),
		ask("SELECT id || '|+971501234567|Galaxy S24 Ultra - 256 GB / "
		    "Black|134800|AED|Dubai|"
		    "TechStore Electronics|1731648600' FROM customers WHERE company_id = 1"
		    " AND phone = '+971501234567'"));
	assert_string_equal(
		ask("SELECT group_concat(i.code || ' ' || i.quantity || ' ' || i.price_minor, ',') "
		    "FROM"
		    " order_items i JOIN orders o ON o.company_id = i.company_id AND o.id ="
		    " i.order_id WHERE o.external_code = '#1001'"),
		"SG-S24U 1 75000,SG-BUD2 2 29900");
	assert_string_equal(ask("SELECT body FROM order_notes n JOIN orders o ON o.id = n.order_id"
				" WHERE n.company_id = 1 AND o.external_code = '#1001'"),
		"Call before delivery.\nGate code: 4471\nLeave with \"security\" if out");
	assert_string_equal(ask("SELECT customer_name || '|' || area FROM orders"
				" WHERE external_code = '#1003'"),
		"نورة الكعبي|أبوظبي");
}

static void plain_orders_keep_what_they_say(void **state)
{
	(void)state;
	(void)import_sample("plain.csv", "auto", false);
	(void)import_sample("plain-ar-windows1256.csv", "auto", false);
	assert_string_equal(ask("SELECT priority || '|' || price_minor || '|' || (expected_us / "
				"1000000) || '|' ||"
				" expected_delivery_day FROM orders WHERE external_code = 'A-100'"),
		"high|75000|1921060800|22236");
	assert_string_equal(
		ask("SELECT price_minor FROM orders WHERE external_code = 'A-101'"), "120000");
	assert_string_equal(ask("SELECT customer_name || '|' || product_name || '|' || landmark ||"
				" '|' || priority FROM orders WHERE external_code = 'ط-1'"),
		"خالد المنصوري|قلاية هوائية 5 لتر|خلف سوق الذهب|high");
	assert_string_equal(ask("SELECT count(*) FROM orders WHERE source = 'file'"
				" AND external_code LIKE 'line-%%' AND customer_name = 'Omar M.'"),
		"1");
}

static void files_that_are_none_are_refused(void **state)
{
	static const struct {
		const char *about, *text, *format;
		enum err err;
	} files[] = {
		{"empty", "", "auto", ERR_MALFORMED},
		{"no header that we know", "a,b,c\n1,2,3\n", "auto", ERR_MALFORMED},
		{"another shop's header", "order_number,customer_name\n1,x\n", "shopify",
			ERR_MALFORMED},
		{"UTF-16", "\xFF\xFEo", "auto", ERR_MALFORMED},
		{"JSON cut off", "{\"orders\":[{", "auto", ERR_MALFORMED},
		{"JSON of something else", "{\"items\":[]}", "auto", ERR_MALFORMED},
	};
	char path[400];

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/file.csv", place.folder);
	for (size_t i = 0; i < COUNT(files); i++) {
		const struct intake_file_options options = {
			.company = "gulf", .file = path, .format = files[i].format};
		struct intake_summary summary;
		FILE *file = fopen(path, "w");
		const char *why = NULL;

		assert_non_null(file);
		(void)fputs(files[i].text, file);
		(void)fclose(file);
		assert_case(
			intake_import_file(place.pool, &options, &summary, &why) == files[i].err,
			files[i].about);
		assert_case(why != NULL, files[i].about);
	}
	assert_int_equal(unlink(path), 0);
	assert_int_equal(intake_import_file(place.pool,
				 &(struct intake_file_options){.company = "gulf", .file = path},
				 &(struct intake_summary){0}, &(const char *){NULL}),
		ERR_NOT_FOUND);
	assert_int_equal(intake_import_file(place.pool,
				 &(struct intake_file_options){
					 .company = "nobody", .file = SAMPLES "plain.csv"},
				 &(struct intake_summary){0}, &(const char *){NULL}),
		ERR_NOT_FOUND);
}

static void json_orders_arrive(void **state)
{
	char path[400];
	FILE *file;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/orders.json", place.folder);
	file = fopen(path, "w");
	assert_non_null(file);
	(void)fputs(
		"{\"orders\":[{\"order_number\":\"J-1\",\"customer_name\":\"Huda\","
		"\"customer_phone\":\"0501239999\",\"product_name\":\"iPad Air\",\"price\":800.5,"
		"\"quantity\":2},{\"order_number\":\"J-2\"},7,"
		"{\"number\":\"900\",\"billing\":{\"first_name\":\"Ali\",\"last_name\":\"Saleh\","
		"\"phone\":\"0501239998\"},\"total\":\"99.00\",\"currency\":\"AED\","
		"\"date_created_gmt\":\"2024-11-16T09:28:02\","
		"\"line_items\":[{\"name\":\"Case\",\"quantity\":1}]}]}",
		file);
	(void)fclose(file);
	check("json", import_sample(path, "auto", false), 2, 0, 2);
	assert_string_equal(ask("SELECT price_minor || '|' || quantity FROM orders"
				" WHERE external_code = 'J-1'"),
		"80050|2");
	assert_string_equal(ask("SELECT customer_name || '|' || (created_us / 1000000) FROM orders"
				" WHERE external_code = '900'"),
		"Ali Saleh|1731749282");
	check("json again", import_sample(path, "auto", false), 0, 2, 2);
}

/* ---- The job ----------------------------------------------------------------------------- */

#define LINES 450

/* A file of its own; *behind is where line `line` ends. */
static void write_file(const char *path, int line, int64_t *behind)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	(void)fputs("order_number,customer_name,customer_phone,product,price\r\n", file);
	for (int i = 1; i <= LINES; i++) {
		(void)fprintf(file, "R-%d,Customer %d,05021%05d,iPad Air,%s\r\n", i, i, i,
			i % 100 == 0 ? "none" : "800.00");
		if (i == line)
			*behind = ftell(file);
	}
	(void)fclose(file);
}

static struct cx *as_gulf(struct unit *unit)
{
	struct cx *cx = unit_open(unit, place.pool, 0);
	const struct company *company;

	assert_int_equal(company_by_code(cx, "gulf", &company), OK);
	cx->actor = actor_system(cx->arena, company);
	return cx;
}

static int64_t add_import(const char *path, const char *format, bool dry_run)
{
	struct import import = {.format = format, .file_name = "orders.csv", .dry_run = dry_run};
	struct unit unit;
	struct cx *cx = as_gulf(&unit);

	assert_int_equal(import_store_add(cx, &import), OK);
	assert_int_equal(files_keep(cx, import.stored_file, path), OK);
	assert_int_equal(intake_store_commit(cx), OK);
	unit_close(&unit);
	return import.id;
}

static void run(int64_t id)
{
	struct unit unit;
	struct cx *cx = as_gulf(&unit);

	if (import_run(cx, id, false) != OK)
		fail_msg("import_run: %s", cx->failure.message);
	unit_close(&unit);
}

static const char *state_of(int64_t id)
{
	return ask("SELECT status || ' ' || total_lines || ' ' || imported || ' ' || duplicates ||"
		   " ' ' || failed FROM order_imports WHERE company_id = 1 AND id = %lld",
		(long long)id);
}

static void an_import_runs_to_its_end(void **state)
{
	char path[400];
	int64_t behind, id;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/import", place.folder);
	write_file(path, 1, &behind);
	id = add_import(path, "auto", true);
	run(id);
	assert_string_equal(state_of(id), "done 450 446 0 4");
	assert_string_equal(
		ask("SELECT count(*) FROM orders WHERE external_code LIKE 'R-%%'"), "0");
	write_file(path, 1, &behind);
	id = add_import(path, "auto", false);
	run(id);
	assert_string_equal(state_of(id), "done 450 446 0 4");
	assert_string_equal(ask("SELECT group_concat(line || field || reason) FROM"
				" order_import_errors WHERE company_id = 1 AND import_id = %lld"
				" AND line < 150",
				    (long long)id),
		"101priceThis is not an amount of money.");
	assert_string_equal(
		ask("SELECT count(*) FROM orders WHERE external_code LIKE 'R-%%'"), "446");
	write_file(path, 1, &behind);
	id = add_import(path, "plain", false);
	run(id);
	assert_string_equal(state_of(id), "done 450 0 446 4");
	assert_true(text_int(ask("SELECT count(*) FROM events WHERE type = 'import:progress'"),
			    &behind) &&
		behind >= 3);
}

/* As a program that was killed leaves it: running, with what the last batch committed. */
static void an_interrupted_import_goes_on(void **state)
{
	char path[400], kept[400];
	int64_t behind = 0, id;
	struct unit unit;
	struct cx *cx;
	struct import import;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/import", place.folder);
	write_file(path, 200, &behind);
	id = add_import(path, "auto", false);
	cx = as_gulf(&unit);
	assert_int_equal(import_store_get(cx, id, &import), OK);
	(void)snprintf(kept, sizeof(kept), "%s/%s", place.folder, import.stored_file);
	assert_int_equal(access(kept, F_OK), 0);
	import.done_bytes = behind;
	import.done = (struct intake_summary){200, 198, 0, 2};
	assert_int_equal(import_store_progress(cx, &import), OK);
	assert_int_equal(intake_store_commit(cx), OK);
	unit_close(&unit);
	run(id);
	assert_string_equal(state_of(id), "done 450 446 0 4");
	assert_string_equal(
		ask("SELECT count(*) FROM orders WHERE external_code LIKE 'R-%%'"), "248");
	assert_string_equal(ask("SELECT min(line) FROM order_import_errors WHERE company_id = 1"
				" AND import_id = %lld",
				    (long long)id),
		"301");
	/* The file itself goes with a job that the last commit makes due. */
	assert_string_equal(ask("SELECT count(*) FROM jobs WHERE company_id = 1"
				" AND kind = 'files.unlink' AND payload LIKE '%%%s%%'",
				    strrchr(kept, '/') + 1),
		"1");
}

static void a_cancelled_import_stops(void **state)
{
	char path[400];
	int64_t behind, id;
	struct import import;
	struct unit unit;
	struct cx *cx;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/import", place.folder);
	write_file(path, 1, &behind);
	id = add_import(path, "auto", false);
	cx = as_gulf(&unit);
	assert_int_equal(import_cancel(cx, id, &import), OK);
	assert_int_equal(intake_store_commit(cx), OK);
	unit_close(&unit);
	run(id);
	assert_string_equal(state_of(id), "cancelled 0 0 0 0");
	cx = as_gulf(&unit);
	assert_int_equal(import_cancel(cx, id, &import), ERR_STATE);
	unit_close(&unit);
	assert_string_equal(
		ask("SELECT count(*) FROM orders WHERE external_code LIKE 'R-%%'"), "0");
}

static void a_bad_file_fails_its_import(void **state)
{
	char path[400];
	int64_t id;
	FILE *file;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/import", place.folder);
	file = fopen(path, "w");
	assert_non_null(file);
	(void)fputs("not,a,header\n1,2,3\n", file);
	(void)fclose(file);
	id = add_import(path, "auto", false);
	run(id);
	assert_string_equal(state_of(id), "failed 0 0 0 0");
	assert_true(
		strlen(ask("SELECT error FROM order_imports WHERE id = %lld", (long long)id)) > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_sample_arrives_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			shopify_orders_keep_what_they_say, set_up, tear_down),
		cmocka_unit_test_setup_teardown(plain_orders_keep_what_they_say, set_up, tear_down),
		cmocka_unit_test_setup_teardown(files_that_are_none_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(json_orders_arrive, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_import_runs_to_its_end, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_interrupted_import_goes_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_cancelled_import_stops, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_bad_file_fails_its_import, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
