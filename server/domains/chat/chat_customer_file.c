/* chat_customer_file.c - files that a visitor may read: of its own chats, and no note's. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_customer_internal.h"

#include "base/clock.h"
#include "base/str.h"
#include "platform/auth/auth.h"
#include "platform/crypto/crypto.h"
#include "platform/events/events.h"

#include <inttypes.h>

#define BASE "/api/widget/files/"
#define MAC_LETTERS 32
#define PASS_LETTERS_MAX 120

/* ---- Whose it is ------------------------------------------------------------------------- */

static enum err missing(struct cx *cx)
{
	fail_clear(cx);
	return fail(cx, ERR_NOT_FOUND, NULL, "There is no such file.");
}

static enum err check_place(struct cx *cx, int64_t visitor_id, const struct file *file)
{
	struct chat_message message;
	struct chat chat;

	if (!file->place.type)
		return visitor_id && file->owner.visitor_id == visitor_id ? OK : ERR_NOT_FOUND;
	if (!text_is(file->place.type, chat_file_access.type))
		return ERR_NOT_FOUND;
	TRY(chat_own(cx, visitor_id, file->place.id, &chat));
	TRY(chat_store_message(cx, chat.id, file->place.part, &message));
	return message.internal || text_is(message.kind, "note") ? ERR_NOT_FOUND : OK;
}

enum err chat_customer_file(struct cx *cx, int64_t visitor_id, const char *code, struct file *file)
{
	enum err err;

	TRY(file_by_code(cx, code, file));
	err = check_place(cx, visitor_id, file);
	return err == ERR_NOT_FOUND ? missing(cx) : err;
}

/* ---- The pass ----------------------------------------------------------------------------- */

/* An event that bears it may come again as long as events are kept, and a page is open for a day. */
#define PASS_HOURS (EVENTS_KEEP_US / US_PER_HOUR + 2)

static const char *mac_of(struct arena *arena, const char *said)
{
	char *mac = auth_hash(arena, "widget-file", str_of(said));

	mac[MAC_LETTERS] = '\0';
	return mac;
}

static const char *said_of(
	struct arena *arena, int64_t company_id, int64_t visitor_id, int64_t until)
{
	return arena_format(
		arena, "%" PRId64 ".%" PRId64 ".%" PRId64, company_id, visitor_id, until);
}

const char *chat_file_pass(const struct cx *cx, int64_t visitor_id)
{
	const int64_t until = cx->now_us / US_PER_HOUR + PASS_HOURS;
	const char *said = said_of(cx->arena, cx->actor->company_id, visitor_id, until);

	return arena_format(cx->arena, "%s.%s", said, mac_of(cx->arena, said));
}

bool chat_file_pass_read(
	const struct cx *cx, const char *pass, int64_t *company_id, int64_t *visitor_id)
{
	struct str rest = str_of(pass), company, visitor, hour;
	int64_t until;

	if (rest.len > PASS_LETTERS_MAX)
		return false;
	company = str_cut(rest, '.', &rest);
	visitor = str_cut(rest, '.', &rest);
	hour = str_cut(rest, '.', &rest);
	if (!str_int(company, company_id) || !str_int(visitor, visitor_id) ||
		!str_int(hour, &until))
		return false;
	return until > cx->now_us / US_PER_HOUR &&
		crypto_same(rest,
			str_of(mac_of(
				cx->arena, said_of(cx->arena, *company_id, *visitor_id, until))));
}

struct file_links chat_file_links(const struct cx *cx, int64_t visitor_id)
{
	return (struct file_links){
		BASE, arena_format(cx->arena, "?pass=%s", chat_file_pass(cx, visitor_id))};
}
