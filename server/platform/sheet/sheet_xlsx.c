/* sheet_xlsx.c - XLSX by libxlsxwriter, in its mode of constant memory. */
/* SPDX-License-Identifier: MIT */
#include "platform/sheet/sheet_internal.h"

#include "base/time.h"
#include "platform/log/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define ROWS_A_PAGE 1000000 /* a worksheet holds 1,048,576 */
#define ROWS_A_QUESTION 1000 /* between asking whether somebody still waits */
#define CELL_BYTES_MAX 32000 /* a cell holds 32,767 letters */
#define COLUMN_WIDTH 18
/* Days from 1899-12-30, where spreadsheets begin to count, to 1970-01-01. */
#define EPOCH_DAYS 25569

enum looks { LOOK_HEADING, LOOK_TIME, LOOK_DAY, LOOK_COUNT };
#define DIGITS_MAX 6

struct sheet_xlsx {
	lxw_workbook *book;
	lxw_worksheet *page;
	lxw_format *looks[LOOK_COUNT];
	lxw_format *decimals[DIGITS_MAX + 1]; /* by digits; none for whole numbers */
	char *file;
	lxw_row_t row; /* of the next cell, on this page */
	int pages;
};

static enum err no_room(struct sheet *sheet, lxw_error error)
{
	log_error("sheet.xlsx", LOG_TEXT("error", lxw_strerror(error)));
	return fail(sheet->cx, ERR_FULL, NULL, "There is no room to make the file.");
}

/* ---- Pages --------------------------------------------------------------------- */

static void write_headings(const struct sheet *sheet)
{
	struct sheet_xlsx *xlsx = sheet->xlsx;
	lxw_col_t column = 0;

	for (const char *const *heading = sheet->headings; *heading; heading++, column++)
		(void)worksheet_write_string(
			xlsx->page, 0, column, *heading, xlsx->looks[LOOK_HEADING]);
	xlsx->row = 1;
}

static void add_page(struct sheet *sheet)
{
	struct sheet_xlsx *xlsx = sheet->xlsx;
	const char *name = sheet->options.title;

	if (++xlsx->pages > 1)
		name = arena_format(sheet->arena, "%s %d", name, xlsx->pages);
	xlsx->page = workbook_add_worksheet(xlsx->book, name);
	if (sheet->options.right_to_left)
		worksheet_right_to_left(xlsx->page);
	worksheet_freeze_panes(xlsx->page, 1, 0);
	for (lxw_col_t column = 0; sheet->headings[column]; column++)
		(void)worksheet_set_column(xlsx->page, column, column, COLUMN_WIDTH, NULL);
	write_headings(sheet);
}

static void add_looks(struct sheet_xlsx *xlsx)
{
	static const char *const patterns[DIGITS_MAX + 1] = {NULL, "#,##0.0", "#,##0.00",
		"#,##0.000", "#,##0.0000", "#,##0.00000", "#,##0.000000"};

	for (int i = 0; i < LOOK_COUNT; i++)
		xlsx->looks[i] = workbook_add_format(xlsx->book);
	format_set_bold(xlsx->looks[LOOK_HEADING]);
	format_set_num_format(xlsx->looks[LOOK_TIME], "yyyy-mm-dd hh:mm");
	format_set_num_format(xlsx->looks[LOOK_DAY], "yyyy-mm-dd");
	for (int digits = 1; digits <= DIGITS_MAX; digits++) {
		xlsx->decimals[digits] = workbook_add_format(xlsx->book);
		format_set_num_format(xlsx->decimals[digits], patterns[digits]);
	}
}

/* ---- Cells --------------------------------------------------------------------- */

static lxw_col_t next_column(struct sheet *sheet)
{
	return (lxw_col_t)sheet->column++;
}

void xlsx_text(struct sheet *sheet, const char *text)
{
	const lxw_col_t column = next_column(sheet);

	if (text_empty(text))
		return;
	if (strlen(text) > CELL_BYTES_MAX) {
		size_t length = CELL_BYTES_MAX;

		while (((unsigned char)text[length] & 0xC0) == 0x80)
			length--;
		text = arena_format(sheet->cx->arena, "%.*s", (int)length, text);
	}
	(void)worksheet_write_string(sheet->xlsx->page, sheet->xlsx->row, column, text, NULL);
}

void xlsx_number(struct sheet *sheet, int64_t value, int digits)
{
	struct sheet_xlsx *xlsx = sheet->xlsx;
	double number = (double)value;

	for (int i = 0; i < digits; i++)
		number /= 10;
	(void)worksheet_write_number(
		xlsx->page, xlsx->row, next_column(sheet), number, xlsx->decimals[digits]);
}

void xlsx_moment(struct sheet *sheet, int64_t local_us, bool day)
{
	struct sheet_xlsx *xlsx = sheet->xlsx;
	const double days = (double)local_us / (double)US_PER_DAY + EPOCH_DAYS;

	(void)worksheet_write_number(xlsx->page, xlsx->row, next_column(sheet), days,
		xlsx->looks[day ? LOOK_DAY : LOOK_TIME]);
}

enum err xlsx_row(struct sheet *sheet)
{
	if (++sheet->xlsx->row > ROWS_A_PAGE)
		add_page(sheet);
	if (sheet->rows % ROWS_A_QUESTION == 0)
		return sheet->options.sink("", 0, sheet->options.arg);
	return OK;
}

/* ---- The file ------------------------------------------------------------------ */

enum err xlsx_begin(struct sheet *sheet)
{
	struct sheet_xlsx *xlsx = arena_alloc(sheet->arena, sizeof(*xlsx));
	char *folder = arena_text(sheet->arena, sheet->options.folder);
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
	int fd;

	sheet->xlsx = xlsx;
	xlsx->file = arena_format(sheet->arena, "%s/sheet-XXXXXX", folder);
	fd = mkostemp(xlsx->file, O_CLOEXEC);
	if (fd < 0) {
		log_error("sheet.xlsx", LOG_TEXT("error", strerror(errno)));
		sheet->xlsx = NULL;
		return fail(sheet->cx, ERR_FULL, NULL, "There is no room to make the file.");
	}
	(void)close(fd);
	xlsx->book = workbook_new_opt(xlsx->file, &options);
	add_looks(xlsx);
	add_page(sheet);
	return OK;
}

static enum err send_file(struct sheet *sheet, int fd)
{
	char bytes[32768];
	ssize_t length;

	while ((length = read(fd, bytes, sizeof(bytes))) > 0)
		TRY(sheet->options.sink(bytes, (size_t)length, sheet->options.arg));
	return length < 0 ? fail(sheet->cx, ERR_INTERNAL, NULL, "the file cannot be read") : OK;
}

enum err xlsx_end(struct sheet *sheet, bool whole)
{
	struct sheet_xlsx *xlsx = sheet->xlsx;
	enum err err = OK;
	lxw_error error = LXW_NO_ERROR;

	if (whole)
		error = workbook_close(xlsx->book);
	else
		lxw_workbook_free(xlsx->book);
	if (error != LXW_NO_ERROR) {
		err = no_room(sheet, error);
	} else if (whole) {
		const int fd = open(xlsx->file, O_RDONLY | O_CLOEXEC);

		err = fd < 0 ? fail(sheet->cx, ERR_INTERNAL, NULL, "the file cannot be read")
			     : send_file(sheet, fd);
		if (fd >= 0)
			(void)close(fd);
	}
	(void)unlink(xlsx->file);
	return err;
}
