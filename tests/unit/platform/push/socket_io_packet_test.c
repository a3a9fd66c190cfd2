/* socket_io_packet_test.c - packets and payloads of clients taken apart (WS-6, WS-7, S1-RT). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/crypto/crypto.h"
#include "platform/json/json.h"
#include "platform/push/push_internal.h"

static struct cx cx;

static int set_up(void **state)
{
	(void)state;
	assert_true(crypto_init());
	cx = (struct cx){.arena = arena_new(0), .actor = actor_nobody(), .request_id = "test"};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(&cx.arena);
	return 0;
}

static void packets_are_taken_apart(void **state)
{
	static const struct {
		const char *text, *namespace, *id, *data;
		enum sio_type type;
		unsigned attachments;
	} cases[] = {
		{"0", "/", "", "", SIO_CONNECT, 0},
		{"0{\"a\":1}", "/", "", "{\"a\":1}", SIO_CONNECT, 0},
		{"0/admin", "/admin", "", "", SIO_CONNECT, 0},
		{"0/admin,{}", "/admin", "", "{}", SIO_CONNECT, 0},
		{"1", "/", "", "", SIO_DISCONNECT, 0},
		{"2[\"x\"]", "/", "", "[\"x\"]", SIO_EVENT, 0},
		{"212[\"x\"]", "/", "12", "[\"x\"]", SIO_EVENT, 0},
		{"2/a,12[\"x\"]", "/a", "12", "[\"x\"]", SIO_EVENT, 0},
		{"2999999999999999[]", "/", "999999999999999", "[]", SIO_EVENT, 0},
		{"30[1]", "/", "0", "[1]", SIO_ACK, 0},
		{"51-[\"x\"]", "/", "", "[\"x\"]", SIO_BINARY_EVENT, 1},
		{"510-/a,7[\"x\"]", "/a", "7", "[\"x\"]", SIO_BINARY_EVENT, 10},
		{"61-0[]", "/", "0", "[]", SIO_BINARY_ACK, 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sio_packet packet;

		if (!sio_packet_read(str_of(cases[i].text), &packet))
			fail_msg("refused: %s", cases[i].text);
		assert_int_equal(packet.type, cases[i].type);
		assert_int_equal(packet.attachments, cases[i].attachments);
		assert_true(str_is(packet.namespace, cases[i].namespace));
		assert_true(str_is(packet.id, cases[i].id));
		assert_true(str_is(packet.data, cases[i].data));
	}
}

static void what_is_no_packet_is_refused(void **state)
{
	static const char *const cases[] = {"", "7", "x", "-1", "5[\"x\"]", "5-[\"x\"]",
		"50-[\"x\"]", "511-[\"x\"]", "5999-[\"x\"]", "51", "51[\"x\"]",
		"21000000000000000[\"x\"]"};
	struct sio_packet packet;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (sio_packet_read(str_of(cases[i]), &packet))
			fail_msg("taken: %s", cases[i]);
}

static bool reads(const char *text, const char *const *parts, struct sio_data *data)
{
	struct sio_packet packet;

	assert_true(sio_packet_read(str_of(text), &packet));
	return sio_data_read(&cx, &packet, parts, data);
}

static void placeholders_become_their_parts(void **state)
{
	static const char *const parts[SIO_ATTACHMENTS_MAX] = {"YQ==", "Yg=="};
	static const char *const bad[] = {"51-[\"x\",{\"_placeholder\":true,\"num\":-1}]",
		"51-[\"x\",{\"_placeholder\":true,\"num\":1}]",
		"51-[\"x\",{\"_placeholder\":true,\"num\":\"0\"}]",
		"51-[\"x\",{\"_placeholder\":true,\"num\":0.5}]",
		"51-[\"x\",{\"_placeholder\":true,\"num\":1e9}]",
		"51-[\"x\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]",
		"51-[\"x\",{\"_placeholder\":true}]", "51-[{\"_placeholder\":true,\"num\":5}]",
		"51-{\"_placeholder\":true,\"num\":0}"};
	struct sio_data data;

	(void)state;
	assert_true(reads("52-[\"x\",{\"a\":[{\"_placeholder\":true,\"num\":1}],\"b\":1.50,"
			  "\"_placeholder\":false},{\"_placeholder\":true,\"num\":0}]",
		parts, &data));
	assert_string_equal(data.name, "x");
	assert_string_equal(json_print(&cx, data.args),
		"[\"x\",{\"a\":[\"Yg==\"],\"b\":1.50,\"_placeholder\":false},\"YQ==\"]");
	for (size_t i = 0; i < COUNT(bad); i++)
		if (reads(bad[i], parts, &data))
			fail_msg("taken: %s", bad[i]);
}

static void names_of_the_libraries_are_not_for_clients(void **state)
{
	static const char *const bad[] = {"2[\"connect\"]", "2[\"connect_error\"]",
		"2[\"disconnect\"]", "2[\"error\"]", "2[\"newListener\"]", "2[\"__proto__\"]",
		"2[\"constructor\"]", "2[]", "2[7]", "2[null]", "2[[\"x\"]]", "2{}", "2", "2[\"x\"",
		"2[\"x\"]]", "2[\"\\ud800\"]"};
	struct sio_data data;

	(void)state;
	assert_true(reads("2[\"send_message\",{}]", NULL, &data));
	for (size_t i = 0; i < COUNT(bad); i++)
		if (reads(bad[i], NULL, &data))
			fail_msg("taken: %s", bad[i]);
	assert_true(reads("37[]", NULL, &data));
	assert_null(data.name);
}

static void payloads_are_taken_apart(void **state)
{
	static const char *const bad[] = {"", "\x1e", "6\x1e",
		"6\x1e\x1e"
		"6",
		"b!", "b=", "4\xff",
		"6\x1e"
		"b*"};
	struct str body = STR("4x\x1e"
			      "bYWJj\x1e"
			      "6");
	struct eio_piece piece;

	(void)state;
	assert_true(eio_next(cx.arena, &body, &piece));
	assert_true(!piece.binary && str_is(piece.text, "4x"));
	assert_true(eio_next(cx.arena, &body, &piece));
	assert_true(piece.binary && str_is(piece.text, "abc"));
	assert_true(eio_next(cx.arena, &body, &piece));
	assert_true(!piece.binary && str_is(piece.text, "6"));
	assert_null(body.ptr);
	for (size_t i = 0; i < COUNT(bad); i++) {
		bool good = true;

		for (body = str_of(bad[i]); good && body.ptr;)
			good = eio_next(cx.arena, &body, &piece);
		if (good)
			fail_msg("taken: case %zu", i);
	}
}

static void ids_of_sessions_cannot_be_made_up(void **state)
{
	const char *sid = eio_sid(cx.arena, UINT64_C(0x1234567890abcdef));
	char *other = arena_text(cx.arena, sid);
	uint64_t name;

	(void)state;
	assert_true(eio_sid_read(cx.arena, sid, &name));
	assert_true(name == UINT64_C(0x1234567890abcdef));
	for (size_t i = 0; sid[i]; i++) {
		other[i] = sid[i] == 'A' ? 'B' : 'A';
		assert_false(eio_sid_read(cx.arena, other, &name));
		other[i] = sid[i];
	}
	assert_false(eio_sid_read(cx.arena, "", &name));
	assert_false(eio_sid_read(cx.arena, arena_format(cx.arena, "%sA", sid), &name));
}

/* ---- Names ---------------------------------------------------------------------------- */

static void every_row_has_a_name_and_its_place(void **state)
{
	(void)state;
	for (const struct push_name *row = push_names; row->type; row++) {
		assert_non_null(row->socket_io[0]);
		assert_ptr_equal(push_name_of(row->type), row);
		if (row[1].type)
			assert_true(strcmp(row->type, row[1].type) < 0);
	}
	assert_null(push_name_of("order:created"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packets_are_taken_apart),
		cmocka_unit_test(what_is_no_packet_is_refused),
		cmocka_unit_test(placeholders_become_their_parts),
		cmocka_unit_test(names_of_the_libraries_are_not_for_clients),
		cmocka_unit_test(payloads_are_taken_apart),
		cmocka_unit_test(ids_of_sessions_cannot_be_made_up),
		cmocka_unit_test(every_row_has_a_name_and_its_place),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
