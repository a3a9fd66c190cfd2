/* ws_parse_test.c - bytes to outcomes by RFC 6455, however they are sliced (WS-8, WS-10). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/ws/ws_parse.h"

/* What the sink heard, as text: "T:hello;" "B:3;" "c;" and replies "r:8903e8;" in hex. */
struct notes {
	char text[400];
	size_t length;
	size_t message_bytes;
};

static void note(struct notes *notes, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(
		notes->text + notes->length, sizeof(notes->text) - notes->length, format, args);
	va_end(args);
	notes->length += (size_t)length;
	assert_true(notes->length < sizeof(notes->text));
}

static void on_message(void *arg, bool binary, struct str bytes)
{
	struct notes *notes = arg;

	notes->message_bytes += bytes.len;
	if (binary || bytes.len > 40)
		note(notes, "%s:%zu;", binary ? "B" : "T", bytes.len);
	else
		note(notes, "T:%.*s;", (int)bytes.len, bytes.ptr);
}

static void on_control(void *arg)
{
	note(arg, "c;");
}

/* Only the first four bytes: opcode, length, close code. */
static void on_reply(void *arg, const char *bytes, size_t length)
{
	note(arg, "r:");
	for (size_t i = 0; i < length && i < 4; i++)
		note(arg, "%02x", (unsigned char)bytes[i]);
	note(arg, ";");
}

/* ---- Frames ----------------------------------------------------------------------- */

#define MASKED 0x80
#define BYTES_MAX ((size_t)300 * 1024)

struct bytes {
	size_t length;
	unsigned char at[BYTES_MAX];
};

static void put(struct bytes *to, unsigned first, const char *payload, size_t length, unsigned mask)
{
	static const unsigned char key[] = {0x11, 0x22, 0x33, 0x44};

	to->at[to->length++] = (unsigned char)first;
	if (length < 126) {
		to->at[to->length++] = (unsigned char)(mask | length);
	} else if (length < 65536) {
		to->at[to->length++] = (unsigned char)(mask | 126);
		to->at[to->length++] = (unsigned char)(length >> 8);
		to->at[to->length++] = (unsigned char)length;
	} else {
		to->at[to->length++] = (unsigned char)(mask | 127);
		for (int i = 7; i >= 0; i--)
			to->at[to->length++] = (unsigned char)((uint64_t)length >> 8 * i);
	}
	if (mask)
		for (size_t i = 0; i < 4; i++)
			to->at[to->length++] = key[i];
	assert_true(to->length + length < BYTES_MAX);
	for (size_t i = 0; i < length; i++)
		to->at[to->length++] = (unsigned char)(payload[i] ^ (mask ? key[i % 4] : 0));
}

struct frame {
	unsigned first; /* FIN, reserved bits, opcode; or UNMASKED */
	const char *payload;
};

#define FIN 0x80
#define UNMASKED 0x100
#define TEXT 1
#define BINARY 2
#define CLOSE 8
#define PING 9
#define PONG 10

static const struct {
	const char *name;
	struct frame frames[4];
	const char *heard;
	enum ws_outcome outcome;
	bool rests; /* between messages: no parser is kept */
} cases[] = {
	{"a text", {{FIN | TEXT, "hello"}}, "T:hello;", WS_GOES_ON, true},
	{"an empty text", {{FIN | TEXT, ""}}, "T:;", WS_GOES_ON, true},
	{"two texts", {{FIN | TEXT, "a"}, {FIN | TEXT, "b"}}, "T:a;T:b;", WS_GOES_ON, true},
	{"a text in three fragments", {{TEXT, "a"}, {0, "b"}, {FIN, "c"}}, "T:abc;", WS_GOES_ON,
		true},
	{"fragments without an end", {{TEXT, "a"}, {0, "b"}}, "", WS_GOES_ON, false},
	{"a ping between fragments", {{TEXT, "a"}, {FIN | PING, "p"}, {FIN, "c"}},
		"c;r:8a0170;T:ac;", WS_GOES_ON, true},
	{"an empty last fragment", {{TEXT, "a"}, {FIN, ""}}, "T:a;", WS_GOES_ON, true},
	{"a letter split over fragments", {{TEXT, "\xd8"}, {FIN, "\xa3"}}, "T:\xd8\xa3;",
		WS_GOES_ON, true},
	{"a ping", {{FIN | PING, "x"}}, "c;r:8a0178;", WS_GOES_ON, true},
	{"an empty ping", {{FIN | PING, ""}}, "c;r:8a00;", WS_GOES_ON, true},
	{"a pong nobody asked for", {{FIN | PONG, "x"}}, "c;", WS_GOES_ON, true},
	{"binary", {{FIN | BINARY, "abc"}}, "B:3;", WS_GOES_ON, true},
	{"goodbye", {{FIN | CLOSE, "\x03\xe8"}}, "c;r:880203e8;", WS_CLOSED, true},
	{"goodbye without a code", {{FIN | CLOSE, ""}}, "c;r:8800;", WS_CLOSED, true},
	{"goodbye with a reason", {{FIN | CLOSE, "\x03\xe8 b\xc3\xa9 \xc3\xa9"}}, "c;r:880903e8;",
		WS_CLOSED, true},
	{"goodbye with an application's code", {{FIN | CLOSE, "\x0f\xa1"}}, "c;r:88020fa1;",
		WS_CLOSED, true},
	{"nothing after goodbye", {{FIN | CLOSE, "\x03\xe8"}, {FIN | TEXT, "x"}}, "c;r:880203e8;",
		WS_CLOSED, true},
	{"half a close code", {{FIN | CLOSE, "x"}}, "c;r:881303ea;", WS_FAILED, true},
	{"close code 1005", {{FIN | CLOSE, "\x03\xed"}}, "c;r:880203ea;", WS_FAILED, true},
	{"close code 1006", {{FIN | CLOSE, "\x03\xee"}}, "c;r:880203ea;", WS_FAILED, true},
	{"close code 999", {{FIN | CLOSE, "\x03\xe7"}}, "c;r:880203ea;", WS_FAILED, true},
	{"close reason that is not UTF-8", {{FIN | CLOSE, "\x03\xe8\xff"}}, "c;r:880203ef;",
		WS_FAILED, true},
	{"unmasked", {{UNMASKED | FIN | TEXT, "x"}}, "r:880203ea;", WS_FAILED, true},
	{"first reserved bit", {{FIN | 0x40 | TEXT, "x"}}, "r:880203ea;", WS_FAILED, true},
	{"second reserved bit", {{FIN | 0x20 | TEXT, "x"}}, "r:880203ea;", WS_FAILED, true},
	{"third reserved bit", {{FIN | 0x10 | TEXT, "x"}}, "r:880203ea;", WS_FAILED, true},
	{"unknown opcode 3", {{FIN | 3, "x"}}, "r:880203ea;", WS_FAILED, true},
	{"unknown opcode 11", {{FIN | 11, "x"}}, "r:880203ea;", WS_FAILED, true},
	{"a ping of 126 bytes",
		{{FIN | PING,
			"--------------------------------------------------------------------------"
			"--"
			"--------------------------------------------------"}},
		"r:880203ea;", WS_FAILED, true},
	{"a ping in fragments", {{PING, "x"}}, "r:880203ea;", WS_FAILED, true},
	{"a continuation of nothing", {{FIN, "x"}}, "r:880203ea;", WS_FAILED, true},
	{"a new text inside a text", {{TEXT, "a"}, {FIN | TEXT, "b"}}, "r:880203ea;", WS_FAILED,
		true},
	{"a byte that no UTF-8 has", {{FIN | TEXT, "a\xff"}}, "r:880203ef;", WS_FAILED, true},
	{"an overlong form", {{FIN | TEXT, "\xc0\xaf"}}, "r:880203ef;", WS_FAILED, true},
	{"a surrogate over fragments", {{TEXT, "\xed"}, {FIN, "\xa0\x80"}}, "r:880203ef;",
		WS_FAILED, true},
	{"a letter that never ends", {{FIN | TEXT, "a\xd8"}}, "r:880203ef;", WS_FAILED, true},
};

static struct bytes bytes;

static void build(const struct frame *frames, size_t count)
{
	bytes.length = 0;
	for (size_t i = 0; i < count && frames[i].payload; i++)
		put(&bytes, frames[i].first & 255, frames[i].payload, strlen(frames[i].payload),
			frames[i].first & UNMASKED ? 0 : MASKED);
}

/* Feed in steps of `step` bytes after a first one of `first`. */
static enum ws_outcome feed(
	struct ws_parser **parser, struct notes *notes, size_t first, size_t step)
{
	const struct ws_sink sink = {on_message, on_control, on_reply, notes};
	enum ws_outcome outcome = WS_GOES_ON;
	size_t at = 0;

	while (at < bytes.length && outcome == WS_GOES_ON) {
		size_t length = at ? step : first;

		if (length > bytes.length - at)
			length = bytes.length - at;
		outcome = ws_parse(parser, bytes.at + at, length, &sink);
		at += length;
	}
	return outcome;
}

static void frames_mean_the_same_in_every_slicing(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		build(cases[i].frames, COUNT(cases[i].frames));
		for (size_t first = 1; first <= bytes.length; first++)
			for (size_t step = 1; step <= bytes.length; step += step < 8 ? 1 : 50) {
				struct ws_parser *parser = NULL;
				struct notes notes = {0};
				enum ws_outcome outcome = feed(&parser, &notes, first, step);

				if (outcome != cases[i].outcome ||
					strcmp(notes.text, cases[i].heard) != 0)
					fail_msg("case \"%s\" sliced %zu+%zu: outcome %d, \"%s\"",
						cases[i].name, first, step, (int)outcome,
						notes.text);
				assert_case((parser == NULL) == cases[i].rests, cases[i].name);
				ws_parser_free(&parser);
			}
	}
}

static void headers_alone_are_judged(void **state)
{
	static const struct {
		const char *name;
		unsigned char bytes[14];
		size_t length;
		const char *heard;
	} headers[] = {
		{"2^63 bytes", {0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4}, 14,
			"r:880203ea;"},
		{"one GiB", {0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4}, 14, "r:881103f1;"},
		{"a length in more bytes than it needs",
			{0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4}, 14, "r:880203ea;"},
		{"the same with two bytes", {0x81, 0xfe, 0, 5, 1, 2, 3, 4}, 8, "r:880203ea;"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(headers); i++) {
		struct ws_parser *parser = NULL;
		struct notes notes = {0};

		memcpy(bytes.at, headers[i].bytes, headers[i].length);
		bytes.length = headers[i].length;
		assert_case(feed(&parser, &notes, 1, 1) == WS_FAILED, headers[i].name);
		if (strcmp(notes.text, headers[i].heard) != 0)
			fail_msg("case \"%s\": \"%s\"", headers[i].name, notes.text);
		assert_null(parser);
	}
}

static void sixty_four_kilobytes_and_not_one_more(void **state)
{
	static char text[WS_MESSAGE_BYTES_MAX + 1];
	struct ws_parser *parser = NULL;
	struct notes notes = {0};

	(void)state;
	memset(text, 'x', sizeof(text));
	bytes.length = 0;
	put(&bytes, FIN | TEXT, text, WS_MESSAGE_BYTES_MAX, MASKED);
	put(&bytes, TEXT, text, WS_MESSAGE_BYTES_MAX - 1, MASKED);
	put(&bytes, FIN, text, 1, MASKED);
	assert_int_equal(feed(&parser, &notes, 1000, 1400), WS_GOES_ON);
	assert_null(parser);
	assert_int_equal(notes.message_bytes, 2 * WS_MESSAGE_BYTES_MAX);

	bytes.length = 0;
	put(&bytes, FIN | TEXT, text, WS_MESSAGE_BYTES_MAX + 1, MASKED);
	notes = (struct notes){0};
	assert_int_equal(feed(&parser, &notes, 1000, 1400), WS_FAILED);
	assert_string_equal(notes.text, "r:881103f1;");

	bytes.length = 0;
	put(&bytes, TEXT, text, WS_MESSAGE_BYTES_MAX, MASKED);
	put(&bytes, FIN, text, 1, MASKED);
	notes = (struct notes){0};
	assert_int_equal(feed(&parser, &notes, 1000, 1400), WS_FAILED);
	assert_string_equal(notes.text, "r:881103f1;");
}

static void endless_fragments_end(void **state)
{
	struct ws_parser *parser = NULL;
	struct notes notes = {0};
	enum ws_outcome outcome = WS_GOES_ON;
	int fragments = 0;

	(void)state;
	bytes.length = 0;
	put(&bytes, TEXT, "", 0, MASKED);
	assert_int_equal(feed(&parser, &notes, 100, 100), WS_GOES_ON);
	bytes.length = 0;
	put(&bytes, 0, "", 0, MASKED);
	while (outcome == WS_GOES_ON && ++fragments < 100000)
		outcome = feed(&parser, &notes, 100, 100);
	assert_int_equal(outcome, WS_FAILED);
	assert_true(fragments <= WS_FRAMES_OF_MESSAGE_MAX);
	assert_string_equal(notes.text, "r:881103f1;");
}

static void noise_never_harms(void **state)
{
	unsigned dice = 7;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct ws_parser *parser = NULL;
		struct notes *notes = calloc(1, sizeof(*notes));
		const struct ws_sink sink = {on_message, on_control, on_reply, notes};

		bytes.length = 1 + (size_t)rand_r(&dice) % 60;
		for (size_t i = 0; i < bytes.length; i++)
			bytes.at[i] = (unsigned char)rand_r(&dice);
		if (round % 2) /* at least a plausible first header */
			bytes.at[0] = (unsigned char)(FIN | TEXT), bytes.at[1] |= MASKED;
		(void)!ws_parse(&parser, bytes.at, bytes.length, &sink);
		ws_parser_free(&parser);
		free(notes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_mean_the_same_in_every_slicing),
		cmocka_unit_test(headers_alone_are_judged),
		cmocka_unit_test(sixty_four_kilobytes_and_not_one_more),
		cmocka_unit_test(endless_fragments_end),
		cmocka_unit_test(noise_never_harms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
