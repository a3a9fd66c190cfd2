/* ami_parser_test.c - messages in any slicing, and what the bounds do to giants (S2-TEL-09). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/ami/ami_parser.h"

/* What a stream holds, as text: kind, headers in their order, '!' where something was cut. */
static char *heard(struct arena *arena, struct str stream, size_t slice)
{
	static const char *const kinds[] = {"banner", "response", "event", "other"};
	struct ami_parser *parser = ami_parser_new();
	struct buf out = buf_in(arena, 256);
	struct ami_message message;

	for (size_t at = 0; at < stream.len; at += slice) {
		size_t left = stream.len - at;
		struct str bytes = {stream.ptr + at, left < slice ? left : slice};

		while (ami_parse(parser, &bytes, &message)) {
			buf_format(&out, "%s%s", kinds[message.kind], message.cut ? "!" : "");
			for (size_t i = 0; i < message.count; i++)
				buf_format(&out, " %.*s=%.*s", (int)message.headers[i].name.len,
					message.headers[i].name.ptr,
					(int)message.headers[i].value.len,
					message.headers[i].value.ptr);
			buf_byte(&out, '\n');
		}
		assert_int_equal(bytes.len, 0);
	}
	ami_parser_free(&parser);
	return out.ptr;
}

static void messages_come_whole_in_every_slicing(void **state)
{
	static const struct {
		const char *stream, *heard;
	} cases[] = {
		{"Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nActionID: 1\r\n\r\n",
			"banner Version=11.0.0\nresponse Response=Success ActionID=1\n"},
		{"Event: Hangup\r\nUniqueid: a.1\r\n\r\nEvent: Hang",
			"event Event=Hangup Uniqueid=a.1\n"},
		/* Only the first line can be a banner. */
		{"Event: A\r\n\r\nAsterisk Call Manager/1\r\nEvent: B\r\n\r\n",
			"event Event=A\nevent! Event=B\n"},
		/* Repeated, empty, without a blank, with colons, bare line feeds. */
		{"Event: UserEvent\nUniqueid: 1\nUniqueid: 2\nEmpty: \nNone:\nA:b: c \n\n",
			"event Event=UserEvent Uniqueid=1 Uniqueid=2 Empty= None= A=b: c \n"},
		{"\r\n\r\n\r\nPing: Pong\r\n\r\n", "other Ping=Pong\n"},
		{"Response: Success\r\nOutput: one\r\nOutput: \r\nOutput: two\r\n\r\n",
			"response Response=Success Output=one Output= Output=two\n"},
		{"Response: Follows\r\nPrivilege: Command\r\nActionID: 7\r\nA: b\n\nEvent: no\n"
		 "--END COMMAND--\r\n\r\nEvent: Yes\r\n\r\n",
			"response Response=Follows Privilege=Command ActionID=7 Output=A: b "
			"Output= Output=Event: no\nevent Event=Yes\n"},
	};
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		for (size_t slice = 1; slice <= strlen(cases[i].stream); slice++)
			assert_string_equal(
				heard(arena, str_of(cases[i].stream), slice), cases[i].heard);
	arena_free(&arena);
}

static void a_header_is_found_in_any_case_and_the_first_wins(void **state)
{
	struct ami_parser *parser = ami_parser_new();
	struct str bytes = STR("EVENT: UserEvent\r\nuniqueid: mine\r\nUniqueid: other\r\n\r\n");
	struct ami_message message;

	(void)state;
	assert_true(ami_parse(parser, &bytes, &message));
	assert_true(str_is(ami_event(&message), "UserEvent"));
	assert_true(str_is(ami_get(&message, "UniqueID"), "mine"));
	assert_null(ami_get(&message, "Unique").ptr);
	ami_parser_free(&parser);
}

static struct str repeated(struct arena *arena, const char *text, size_t times)
{
	struct buf out = buf_in(arena, strlen(text) * times);

	for (size_t i = 0; i < times; i++)
		buf_text(&out, text);
	return (struct str){out.ptr, out.len};
}

static struct str join(
	struct arena *arena, const char *before, struct str middle, const char *after)
{
	struct buf out = buf_in(arena, middle.len + 256);

	buf_text(&out, before);
	buf_add(&out, middle.ptr, middle.len);
	buf_text(&out, after);
	return (struct str){out.ptr, out.len};
}

static void a_giant_line_is_cut_and_the_next_message_is_whole(void **state)
{
	static const size_t slices[] = {1, 7, 8191, 1 << 20};
	struct arena *arena = arena_new(0);
	struct str stream = join(arena, "Event: VarSet\r\nValue: ", repeated(arena, "x", 1 << 17),
		"\r\nAfter: 1\r\n\r\nEvent: Next\r\n\r\n");
	struct ami_parser *parser = ami_parser_new();
	struct ami_message message;

	(void)state;
	for (size_t i = 0; i < COUNT(slices); i++)
		assert_string_equal(heard(arena, stream, slices[i]), heard(arena, stream, 100));
	assert_true(ami_parse(parser, &stream, &message));
	assert_true(message.cut);
	assert_int_equal(
		ami_get(&message, "Value").len, AMI_LINE_BYTES_MAX + 1 - strlen("Value: "));
	assert_true(str_is(ami_get(&message, "After"), "1"));
	assert_true(ami_parse(parser, &stream, &message));
	assert_false(message.cut);
	assert_true(str_is(ami_event(&message), "Next"));
	assert_int_equal(ami_parser_losses(parser).lines_cut, 1);
	ami_parser_free(&parser);
	arena_free(&arena);
}

/* A message over a bound keeps its beginning; what came too late is counted. */
static void a_giant_message_ends_at_its_blank_line(void **state)
{
	static const char *const lines[] = {"a: b\r\n", /* too many headers */
		"Long: 0123456789012345678901234567890123456789012345678901234567890123456789"
		"0123456789012345678901234567890123456789012345678901234567890123456789\r\n"};
	static const char *const begins[] = {"Event: Giant\r\n", "Response: Follows\r\n"};
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(lines) * COUNT(begins); i++) {
		struct str stream = join(arena, begins[i / 2], repeated(arena, lines[i % 2], 20000),
			"\r\nEvent: Next\r\n\r\n");
		struct ami_parser *parser = ami_parser_new();
		struct ami_message message;

		assert_true(ami_parse(parser, &stream, &message));
		assert_true(message.cut);
		assert_true(message.count <= AMI_HEADERS_MAX);
		assert_true(ami_parser_losses(parser).headers_dropped > 18000);
		assert_true(ami_parse(parser, &stream, &message));
		assert_true(str_is(ami_event(&message), "Next"));
		assert_false(message.cut);
		ami_parser_free(&parser);
	}
	arena_free(&arena);
}

static void a_new_connection_forgets_half_a_message(void **state)
{
	struct ami_parser *parser = ami_parser_new();
	struct str half = STR("Event: Half\r\nUniqueid: 1"),
		   next = STR("Asterisk Call Manager/9\r\n");
	struct ami_message message;

	(void)state;
	assert_false(ami_parse(parser, &half, &message));
	ami_parser_reset(parser);
	assert_true(ami_parse(parser, &next, &message));
	assert_int_equal(message.kind, AMI_BANNER);
	assert_true(str_is(ami_get(&message, "Version"), "9"));
	assert_true(str_is(ami_event(&message), ""));
	ami_parser_free(&parser);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_come_whole_in_every_slicing),
		cmocka_unit_test(a_header_is_found_in_any_case_and_the_first_wins),
		cmocka_unit_test(a_giant_line_is_cut_and_the_next_message_is_whole),
		cmocka_unit_test(a_giant_message_ends_at_its_blank_line),
		cmocka_unit_test(a_new_connection_forgets_half_a_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
