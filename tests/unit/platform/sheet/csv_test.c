/* csv_test.c - comma-separated files in every slicing, as people and programs write them. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/sheet/csv.h"

/* As STR(), for tables that are constant. */
#define BYTES(literal) \
	{ \
		(literal), sizeof(literal) - 1 \
	}

/* Fields parted by '|', records by newlines, each after its line number; a fault after '!'. */
struct seen {
	struct buf out;
	int64_t end;
};

static enum err note(const struct csv_record *record, void *arg)
{
	struct seen *seen = arg;

	buf_format(&seen->out, "%lld", (long long)record->line);
	if (record->fault)
		buf_format(&seen->out, "!%s", record->fault);
	for (size_t i = 0; i < record->count; i++)
		buf_format(&seen->out, "|%s", record->fields[i]);
	buf_byte(&seen->out, '\n');
	seen->end = record->end;
	return OK;
}

static const char *read_in_slices(struct arena *arena, struct str bytes, enum csv_encoding encoding,
	size_t slice, int64_t *end)
{
	struct arena *scratch = arena_new(0);
	struct seen seen = {.out = buf_in(arena, 256)};
	struct csv *csv = csv_start(scratch, encoding, 0, note, &seen);

	for (size_t at = 0; at < bytes.len; at += slice)
		assert_int_equal(csv_feed(csv, bytes.ptr + at,
					 bytes.len - at < slice ? bytes.len - at : slice),
			OK);
	assert_int_equal(csv_finish(csv), OK);
	arena_free(&scratch);
	*end = seen.end;
	return seen.out.ptr;
}

static const struct {
	const char *about;
	struct str bytes;
	enum csv_encoding encoding;
	const char *read;
} files[] = {
	{"commas", BYTES("a,b,c\n1,2,3\n"), CSV_UTF8, "1|a|b|c\n2|1|2|3\n"},
	{"no line end at the end", BYTES("a,b\n1,2"), CSV_UTF8, "1|a|b\n2|1|2\n"},
	{"Windows line ends", BYTES("a,b\r\n1,2\r\n"), CSV_UTF8, "1|a|b\n2|1|2\n"},
	{"old Macintosh line ends", BYTES("a,b\r1,2\r"), CSV_UTF8, "1|a|b\n2|1|2\n"},
	{"semicolons", BYTES("a;b,c;d\n1;2;3\n"), CSV_UTF8, "1|a|b,c|d\n2|1|2|3\n"},
	{"tabs", BYTES("a\tb\n1\t2\n"), CSV_UTF8, "1|a|b\n2|1|2\n"},
	{"a separator that is named", BYTES("sep=;\na,b;c\n"), CSV_UTF8, "2|a,b|c\n"},
	{"separators inside quotes do not count", BYTES("\"a;b;c;d\",e\n1,2\n"), CSV_UTF8,
		"1|a;b;c;d|e\n2|1|2\n"},
	{"byte order mark",
		BYTES("\xEF\xBB\xBF"
		      "a,b\n"),
		CSV_UTF8, "1|a|b\n"},
	{"quotes and doubled quotes", BYTES("\"a \"\"b\"\" c\",\"\"\n"), CSV_UTF8,
		"1|a \"b\" c|\n"},
	{"newlines inside quotes", BYTES("a,b\n\"x\ny\r\nz\",2\n3,4\n"), CSV_UTF8,
		"1|a|b\n2|x\ny\r\nz|2\n5|3|4\n"},
	{"a quote in the middle is a quote", BYTES("a,b\n5\" pipe,2\n"), CSV_UTF8,
		"1|a|b\n2|5\" pipe|2\n"},
	{"text behind a closing quote", BYTES("\"a\"b,c\n"), CSV_UTF8, "1|ab|c\n"},
	{"blanks around", BYTES(" a , b \n"), CSV_UTF8, "1|a|b\n"},
	{"empty lines are passed over", BYTES("a,b\n\n\r\n1,2\n"), CSV_UTF8, "1|a|b\n4|1|2\n"},
	{"empty fields", BYTES("a,,c\n,,\n"), CSV_UTF8, "1|a||c\n2|||\n"},
	{"short and long records", BYTES("a,b\n1\n1,2,3\n"), CSV_UTF8, "1|a|b\n2|1\n3|1|2|3\n"},
	{"Arabic in UTF-8", BYTES("الاسم,السعر\nنورة,5\n"), CSV_UTF8, "1|الاسم|السعر\n2|نورة|5\n"},
	{"Arabic in Windows-1256", BYTES("\xC7\xE1\xC7\xD3\xE3;b\n\xE4\xE6\xD1\xC9;1\n"),
		CSV_WINDOWS_1256, "1|الاسم|b\n2|نورة|1\n"},
	{"NUL", BYTES("a,b\n1\0,2\n3,4\n"), CSV_UTF8,
		"1|a|b\n2!The line contains a NUL byte.\n3|3|4\n"},
	{"not UTF-8", BYTES("a,b\n\xFF,2\n3,4\n"), CSV_UTF8,
		"1|a|b\n2!The line is not valid UTF-8.\n3|3|4\n"},
	{"a fault inside quotes does not lose the end", BYTES("a,b\n\"1\0\n\",\"x\ny\"\n3,4\n"),
		CSV_UTF8, "1|a|b\n2!The line contains a NUL byte.\n5|3|4\n"},
	{"a quote that is never closed", BYTES("a,b\n\"1,2\n3,4\n"), CSV_UTF8,
		"1|a|b\n2!The line has a quote that is not closed.\n"},
	{"nothing", BYTES(""), CSV_UTF8, ""},
	{"only line ends", BYTES("\n\r\n\r"), CSV_UTF8, ""},
};

static void every_slicing_reads_the_same(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		static const size_t slices[] = {1, 2, 3, 5, 7, 1000000};

		for (size_t k = 0; k < COUNT(slices); k++) {
			int64_t end;
			const char *read = read_in_slices(
				arena, files[i].bytes, files[i].encoding, slices[k], &end);

			if (strcmp(read, files[i].read) != 0)
				fail_msg("%s in slices of %zu:\n%s", files[i].about, slices[k],
					read);
			assert_case(end <= (int64_t)files[i].bytes.len, files[i].about);
		}
	}
	arena_free(&arena);
}

/* Reading again from where any record ended gives the records that followed. */
static void reading_goes_on_behind_any_record(void **state)
{
	struct arena *arena = arena_new(0);
	const struct str bytes = STR("a,b\r\n\"x\r\ny\",2\r\n\r\n3,4\r\n5,6");
	struct seen all = {.out = buf_in(arena, 256)}, rest = {.out = buf_in(arena, 256)};
	struct csv *csv = csv_start(arena, CSV_UTF8, ',', note, &all);

	(void)state;
	assert_int_equal(csv_feed(csv, bytes.ptr, 4), OK); /* to the CR of the first line */
	assert_string_equal(all.out.ptr, "1|a|b\n");
	csv = csv_start(arena, CSV_UTF8, ',', note, &rest);
	csv_seek(csv, all.end + 1, 2); /* behind the LF that belongs to it */
	assert_int_equal(csv_feed(csv, bytes.ptr + all.end + 1, bytes.len - 5), OK);
	assert_int_equal(csv_finish(csv), OK);
	assert_string_equal(rest.out.ptr, "2|x\r\ny|2\n5|3|4\n6|5|6\n");
	assert_int_equal(rest.end, bytes.len);
	arena_free(&arena);
}

static void bounds_hold(void **state)
{
	struct arena *arena = arena_new(0), *big = arena_new(0);
	struct buf text = buf_in(big, 8 << 20);
	int64_t end;
	const char *read;

	(void)state;
	buf_text(&text, "a,b\n1,");
	for (int i = 0; i < CSV_FIELD_BYTES + 1; i++)
		buf_byte(&text, 'x');
	buf_text(&text, "\n3,4\n\"never closed\n");
	for (int i = 0; i < 3 << 17; i++)
		buf_text(&text, "0123456\n");
	buf_text(&text, "5,6\n");
	for (int i = 0; i < CSV_FIELDS + 10; i++)
		buf_text(&text, "x,");
	buf_text(&text, "\n7,8\n");
	read = read_in_slices(arena, (struct str){text.ptr, text.len}, CSV_UTF8, 4096, &end);
	assert_non_null(strstr(read, "2!The line has a field of more than 64 KB"));
	assert_non_null(strstr(read, "3|3|4\n"));
	assert_non_null(strstr(read, "4!The line has a field of more than 64 KB"));
	assert_non_null(strstr(read, "|5|6\n")); /* the open quote did not swallow the rest */
	assert_non_null(strstr(read, "!The line has too many fields"));
	assert_non_null(strstr(read, "|7|8\n"));
	arena_free(&arena);
	arena_free(&big);
}

static const struct {
	const char *about;
	struct str bytes;
	enum csv_encoding encoding;
	bool wide;
} guesses[] = {
	{"ASCII", BYTES("order,price\n"), CSV_UTF8, false},
	{"UTF-8", BYTES("نورة الكعبي"), CSV_UTF8, false},
	{"Windows-1256", BYTES("\xE4\xE6\xD1\xC9 \xC7\xE1\xDF\xDA\xC8\xED"), CSV_WINDOWS_1256,
		false},
	{"cut in the middle of a character", BYTES("نورة الكعبي\xD8"), CSV_UTF8, false},
	{"one damaged character among many", BYTES("نورة الكعبي\xFF نورة الكعبي"), CSV_UTF8, false},
	{"UTF-16",
		BYTES("\xFF\xFE"
		      "a\0,\0"),
		CSV_WINDOWS_1256, true},
};

static void encodings_are_told_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(guesses); i++)
		for (size_t slice = 1; slice < 9; slice++) {
			struct csv_guess guess = {0};

			for (size_t at = 0; at < guesses[i].bytes.len; at += slice) {
				const size_t left = guesses[i].bytes.len - at;

				csv_guess_feed(&guess, guesses[i].bytes.ptr + at,
					left < slice ? left : slice);
			}
			assert_case(csv_guess_end(&guess) == guesses[i].encoding, guesses[i].about);
			assert_case(guess.wide == guesses[i].wide, guesses[i].about);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_slicing_reads_the_same),
		cmocka_unit_test(reading_goes_on_behind_any_record),
		cmocka_unit_test(bounds_hold),
		cmocka_unit_test(encodings_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
