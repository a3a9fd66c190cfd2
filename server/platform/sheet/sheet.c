/* sheet.c - cells for either format, and CSV. */
/* SPDX-License-Identifier: MIT */
#include "platform/sheet/sheet_internal.h"

#include "platform/intl/intl.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF" /* without it spreadsheets take UTF-8 for something else */
#define CHUNK_BYTES ((size_t)32768)

const char *const sheet_format_words[] = {"csv", "xlsx", NULL};

enum sheet_format sheet_format_of(const char *word)
{
	return word && text_is(word, sheet_format_words[SHEET_XLSX]) ? SHEET_XLSX : SHEET_CSV;
}

const char *sheet_content_type(enum sheet_format format)
{
	return format == SHEET_XLSX
		? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		: "text/csv; charset=utf-8";
}

/* ---- CSV text ------------------------------------------------------------------ */

/* What a spreadsheet would take for a formula, in both widths (RFC 4180 says nothing of it). */
static bool is_formula(const char *text)
{
	static const char *const wide[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
		"\xEF\xBC\xA0"}; /* = + - @, full width */

	if (*text && strchr("=+-@\t\r\n", *text))
		return true;
	for (size_t i = 0; i < COUNT(wide); i++)
		if (strncmp(text, wide[i], 3) == 0)
			return true;
	return false;
}

/* Blanks do not stop a spreadsheet from seeing what follows them. */
static bool needs_apostrophe(const char *text)
{
	return is_formula(text) || is_formula(text + strspn(text, " "));
}

void sheet_csv_text(struct buf *out, const char *text)
{
	const bool apostrophe = text && needs_apostrophe(text);

	if (!text)
		return;
	if (!strpbrk(text, ",\"\r\n;\t")) {
		if (apostrophe)
			buf_byte(out, '\'');
		buf_text(out, text);
		return;
	}
	buf_byte(out, '"');
	if (apostrophe)
		buf_byte(out, '\'');
	for (; *text; text++) {
		if (*text == '"')
			buf_byte(out, '"');
		buf_byte(out, *text);
	}
	buf_byte(out, '"');
}

static int64_t power_of_ten(int digits)
{
	int64_t power = 1;

	assert(digits >= 0 && digits <= 6);
	for (int i = 0; i < digits; i++)
		power *= 10;
	return power;
}

static void csv_decimal(struct buf *out, int64_t value, int digits)
{
	const int64_t unit = power_of_ten(digits);

	if (value < 0 && value / unit == 0)
		buf_byte(out, '-');
	buf_int(out, value / unit);
	if (digits > 0)
		buf_format(out, ".%0*lld", digits, (long long)llabs(value % unit));
}

/* "2026-11-21 10:12" */
static void csv_moment(struct buf *out, int64_t local_us, bool day)
{
	const struct civil at = civil_of_us(local_us);

	buf_format(out, "%04d-%02d-%02d", at.year, at.month, at.day);
	if (!day)
		buf_format(out, " %02d:%02d", at.hour, at.minute);
}

static enum err csv_flush(struct sheet *sheet)
{
	enum err err = OK;

	if (sheet->line.len)
		err = sheet->options.sink(sheet->line.ptr, sheet->line.len, sheet->options.arg);
	sheet->line.len = 0;
	return err;
}

static enum err csv_row(struct sheet *sheet)
{
	buf_text(&sheet->line, "\r\n");
	return sheet->line.len < CHUNK_BYTES ? OK : csv_flush(sheet);
}

/* ---- Cells --------------------------------------------------------------------- */

/* The CSV line at the next cell. */
static struct buf *next_cell(struct sheet *sheet)
{
	if (sheet->column++ > 0)
		buf_byte(&sheet->line, ',');
	return &sheet->line;
}

void sheet_text(struct sheet *sheet, const char *text)
{
	if (sheet->xlsx)
		xlsx_text(sheet, text);
	else
		sheet_csv_text(next_cell(sheet), text);
}

void sheet_word(struct sheet *sheet, const char *word)
{
	sheet_text(sheet, word ? language_say(sheet->options.language, word) : NULL);
}

void sheet_empty(struct sheet *sheet)
{
	sheet_text(sheet, NULL);
}

void sheet_decimal(struct sheet *sheet, int64_t value, int digits)
{
	if (sheet->xlsx)
		xlsx_number(sheet, value, digits);
	else
		csv_decimal(next_cell(sheet), value, digits);
}

void sheet_int(struct sheet *sheet, int64_t value)
{
	sheet_decimal(sheet, value, 0);
}

static void moment(struct sheet *sheet, int64_t local_us, bool day)
{
	if (sheet->xlsx)
		xlsx_moment(sheet, local_us, day);
	else
		csv_moment(next_cell(sheet), local_us, day);
}

void sheet_time(struct sheet *sheet, struct opt_int us)
{
	if (us.given)
		moment(sheet, intl_zone_from_utc(sheet->options.time_zone, us.value), false);
	else
		sheet_empty(sheet);
}

void sheet_day(struct sheet *sheet, struct opt_int day)
{
	if (day.given)
		moment(sheet, day.value * US_PER_DAY, true);
	else
		sheet_empty(sheet);
}

/* ---- The file ------------------------------------------------------------------ */

enum err sheet_row(struct sheet *sheet)
{
	sheet->rows++;
	sheet->column = 0;
	return sheet->xlsx ? xlsx_row(sheet) : csv_row(sheet);
}

int64_t sheet_rows(const struct sheet *sheet)
{
	return sheet->rows;
}

static enum err csv_begin(struct sheet *sheet)
{
	sheet->line = buf_in(sheet->arena, CHUNK_BYTES * 2);
	buf_text(&sheet->line, BYTE_ORDER_MARK);
	for (const char *const *heading = sheet->headings; *heading; heading++)
		sheet_text(sheet, *heading);
	sheet->column = 0;
	return csv_row(sheet);
}

static const char *const *said(
	struct arena *arena, const struct language *language, const char *const *headings)
{
	const char **list;
	size_t count = 0;

	while (headings[count])
		count++;
	list = arena_array(arena, count + 1, sizeof(*list));
	for (size_t i = 0; i < count; i++)
		list[i] = language_say(language, headings[i]);
	return list;
}

enum err sheet_begin(struct cx *cx, const struct sheet_options *options,
	const char *const *headings, struct sheet **sheet)
{
	struct arena *arena = arena_new(0);
	enum err err;

	*sheet = arena_alloc(arena, sizeof(**sheet));
	**sheet = (struct sheet){.cx = cx,
		.arena = arena,
		.options = *options,
		.headings = said(arena, options->language, headings)};
	err = options->format == SHEET_XLSX ? xlsx_begin(*sheet) : csv_begin(*sheet);
	if (err != OK) {
		*sheet = NULL;
		arena_free(&arena);
	}
	return err;
}

enum err sheet_end(struct sheet **sheet, enum err outcome)
{
	struct sheet *ended = *sheet;
	struct arena *arena = ended->arena;
	enum err err = OK;

	*sheet = NULL;
	if (ended->xlsx)
		err = xlsx_end(ended, outcome == OK);
	else if (outcome == OK)
		err = csv_flush(ended);
	arena_free(&arena);
	return outcome != OK ? outcome : err;
}
