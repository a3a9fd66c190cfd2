/* sheet_test.c - cells, files of both formats, and giving up half-way. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/intl/messages.h"
#include "platform/sheet/sheet.h"

#include "platform/auth/auth.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void cells_of_csv_never_become_formulas(void **state)
{
	static const struct {
		const char *text, *cell;
	} cases[] = {
		{"plain", "plain"},
		{"=1+1", "'=1+1"},
		{"+971501234567", "'+971501234567"},
		{"-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\tx", "\"'\tx\""},
		{"  =1", "'  =1"},
		{"＝1", "'＝1"},
		{"＠x", "'＠x"},
		{"a=b", "a=b"},
		{"a,b", "\"a,b\""},
		{"say \"hi\"", "\"say \"\"hi\"\"\""},
		{"=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""},
		{"a\nb", "\"a\nb\""},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena *arena = arena_new(0);
		struct buf out = buf_in(arena, 16);

		sheet_csv_text(&out, cases[i].text);
		assert_string_equal(out.ptr, cases[i].cell);
		arena_free(&arena);
	}
}

/* ---- Files --------------------------------------------------------------------- */

static const char *const headings[] = {"Name", "Pieces", "Price", "When", "Day", NULL};

struct file {
	struct cx cx;
	struct buf bytes;
	char folder[32];
	int questions; /* how often it was asked whether anybody waits */
	bool gone;
};

static enum err keep(const char *bytes, size_t length, void *arg)
{
	struct file *file = arg;

	file->questions += length == 0;
	if (file->gone)
		return ERR_BUSY;
	buf_add(&file->bytes, bytes, length);
	return OK;
}

static void file_open(struct file *file)
{
	*file = (struct file){.folder = "/tmp/sheet-test-XXXXXX"};
	assert_non_null(mkdtemp(file->folder));
	file->cx.arena = arena_new(0);
	file->cx.actor = actor_nobody();
	file->bytes = buf_in(file->cx.arena, 4096);
}

static int files_left(const struct file *file)
{
	DIR *folder = opendir(file->folder);
	int count = 0;

	assert_non_null(folder);
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
		count += entry->d_name[0] != '.';
	(void)closedir(folder);
	return count;
}

static void file_close(struct file *file)
{
	assert_int_equal(files_left(file), 0);
	assert_int_equal(rmdir(file->folder), 0);
	arena_free(&file->cx.arena);
}

static struct sheet *begin(struct file *file, enum sheet_format format)
{
	const struct sheet_options options = {.format = format,
		.title = "Orders",
		.time_zone = "Asia/Dubai",
		.folder = file->folder,
		.sink = keep,
		.arg = file};
	struct sheet *sheet;

	assert_int_equal(sheet_begin(&file->cx, &options, headings, &sheet), OK);
	return sheet;
}

static enum err add_row(struct file *file, struct sheet *sheet, const char *name)
{
	const struct arena_mark mark = arena_mark(file->cx.arena);
	enum err err;

	sheet_text(sheet, name);
	sheet_int(sheet, -3);
	sheet_decimal(sheet, -5, 2);
	sheet_time(sheet, (struct opt_int){INT64_C(1732190400) * 1000000, true});
	sheet_day(sheet, (struct opt_int){20048, true});
	err = sheet_row(sheet);
	arena_rewind(file->cx.arena, mark);
	return err;
}

static void csv_has_a_mark_headings_and_one_line_a_row(void **state)
{
	struct file file;
	struct sheet *sheet;

	(void)state;
	file_open(&file);
	sheet = begin(&file, SHEET_CSV);
	assert_int_equal(add_row(&file, sheet, "=1,\"2\""), OK);
	sheet_empty(sheet);
	sheet_time(sheet, (struct opt_int){0});
	assert_int_equal(sheet_row(sheet), OK);
	assert_int_equal(sheet_rows(sheet), 2);
	assert_int_equal(sheet_end(&sheet, OK), OK);
	assert_string_equal(file.bytes.ptr,
		"\xEF\xBB\xBFName,Pieces,Price,When,Day\r\n"
		"\"'=1,\"\"2\"\"\",-3,-0.05,2024-11-21 16:00,2024-11-21\r\n"
		",\r\n");
	file_close(&file);
}

/* A row larger than what is sent at once, with the unit's memory rewound in between. */
static void a_giant_row_arrives_whole(void **state)
{
	struct file file;
	struct sheet *sheet;
	char *giant = malloc(200001);

	(void)state;
	assert_non_null(giant);
	memset(giant, 'x', 200000);
	giant[200000] = '\0';
	file_open(&file);
	file.bytes = (struct buf){0};
	file.bytes = buf_in(file.cx.arena, 1 << 20);
	sheet = begin(&file, SHEET_CSV);
	for (int i = 0; i < 3; i++)
		assert_int_equal(add_row(&file, sheet, giant), OK);
	assert_int_equal(sheet_end(&sheet, OK), OK);
	assert_true(file.bytes.len > 600000);
	free(giant);
	file_close(&file);
}

/* What a real reader makes of the file is tested with the downloads (tests/api). */
static void xlsx_is_a_zip_that_leaves_at_the_end(void **state)
{
	struct file file;
	struct sheet *sheet;

	(void)state;
	file_open(&file);
	sheet = begin(&file, SHEET_XLSX);
	for (int i = 0; i < 2500; i++)
		assert_int_equal(add_row(&file, sheet, "أحمد"), OK);
	assert_int_equal(file.bytes.len, 0);
	assert_int_equal(file.questions, 2);
	assert_int_equal(sheet_end(&sheet, OK), OK);
	assert_memory_equal(file.bytes.ptr, "PK\x03\x04", 4);
	file_close(&file);
}

static void nothing_is_left_of_a_file_that_nobody_wants(void **state)
{
	struct file file;
	struct sheet *sheet;
	enum err err = OK;

	(void)state;
	file_open(&file);
	sheet = begin(&file, SHEET_XLSX);
	file.gone = true;
	for (int i = 0; i < 1000 && err == OK; i++)
		err = add_row(&file, sheet, "x");
	assert_int_equal(err, ERR_BUSY);
	assert_int_equal(sheet_end(&sheet, err), ERR_BUSY);
	assert_int_equal(file.bytes.len, 0);
	file_close(&file);
}

static void without_a_folder_there_is_no_file(void **state)
{
	struct file file;
	struct sheet *sheet;
	const struct sheet_options options = {.format = SHEET_XLSX,
		.title = "Orders",
		.time_zone = "UTC",
		.folder = "/nowhere/at/all",
		.sink = keep,
		.arg = &file};

	(void)state;
	file_open(&file);
	assert_int_equal(sheet_begin(&file.cx, &options, headings, &sheet), ERR_FULL);
	assert_null(sheet);
	file_close(&file);
}

static void headings_and_words_are_in_the_language_that_was_asked_for(void **state)
{
	static const char *const columns[] = {"Order", "Status", "Nothing known", NULL};
	struct file file;
	struct sheet_options options = {.time_zone = "UTC",
		.title = "Orders",
		.language = language_by_code("ar"),
		.sink = keep,
		.arg = &file};
	struct sheet *sheet;

	(void)state;
	file_open(&file);
	options.folder = file.folder;
	assert_int_equal(sheet_begin(&file.cx, &options, columns, &sheet), OK);
	sheet_text(sheet, "closed");
	sheet_word(sheet, "closed");
	sheet_word(sheet, NULL);
	assert_int_equal(sheet_row(sheet), OK);
	assert_int_equal(sheet_end(&sheet, OK), OK);
	assert_string_equal(file.bytes.ptr,
		"\xEF\xBB\xBF"
		"الطلب,الحالة,Nothing known\r\nclosed,مغلق,\r\n");
	file_close(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_of_csv_never_become_formulas),
		cmocka_unit_test(csv_has_a_mark_headings_and_one_line_a_row),
		cmocka_unit_test(headings_and_words_are_in_the_language_that_was_asked_for),
		cmocka_unit_test(a_giant_row_arrives_whole),
		cmocka_unit_test(xlsx_is_a_zip_that_leaves_at_the_end),
		cmocka_unit_test(nothing_is_left_of_a_file_that_nobody_wants),
		cmocka_unit_test(without_a_folder_there_is_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
