/* chat_transcript.c - a chat as lines of text, and as a page that runs nothing. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_transcript.h"

#include "base/str.h"
#include "base/time.h"
#include "domains/chat/chat_message_internal.h"
#include "platform/auth/auth.h"
#include "platform/intl/intl.h"
#include "platform/intl/messages.h"
#include "platform/json/json.h"

/* All of it is in memory at once, escaped: at most a few hundred megabytes. */
#define TRANSCRIPT_LETTERS_MAX 4000000

/* Events name those who work, and why they did what they did. */
static bool is_for_customer(const struct chat_message *message)
{
	return !message->internal && !text_is(message->kind, "event");
}

enum err chat_transcript_read(struct cx *cx, const char *key, bool for_customer, struct chat *chat,
	struct chat_messages *messages)
{
	const struct chat_pages pages = {.forwards = true, .limit = CHAT_MESSAGES_MAX};
	size_t kept = 0;
	int64_t letters;

	TRY(chat_by_key(cx, key, chat));
	TRY(chat_store_letters(cx, chat->id, &letters));
	if (letters > TRANSCRIPT_LETTERS_MAX)
		return fail(cx, ERR_TOO_LARGE, NULL, "This chat is too long for one file.");
	TRY(chat_messages_read(cx, key, &pages, chat, messages));
	for (size_t i = 0; i < messages->count; i++)
		if (!for_customer || is_for_customer(&messages->rows[i]))
			messages->rows[kept++] = messages->rows[i];
	messages->count = kept;
	return OK;
}

/* ---- Words ------------------------------------------------------------------------------------ */

static const char *event_words(struct cx *cx, const struct chat_message *message)
{
	static const struct {
		const char *type, *words;
	} rows[] = {
		{"opened", WORDS("The chat began")},
		{"offered", WORDS("Offered to an agent")},
		{"declined", WORDS("The offer was not taken")},
		{"accepted", WORDS("An agent joined")},
		{"assigned", WORDS("An agent joined")},
		{"transferred", WORDS("The chat was handed on")},
		{"requeued", WORDS("The chat waits again")},
		{"closed", WORDS("The chat was closed")},
		{"reopened", WORDS("The chat was opened again")},
		{"tagged", WORDS("Tags were changed")},
		{"customer_left", WORDS("The customer left")},
		{"customer_back", WORDS("The customer is back")},
		{"rated", WORDS("The customer rated the chat")},
	};
	const struct json_value *detail, *type;

	if (!message->detail || json_parse(cx, str_of(message->detail), &detail) != OK)
		return "";
	type = json_get(detail, "type");
	for (size_t i = 0; type && i < COUNT(rows); i++)
		if (text_is(json_text_of(type), rows[i].type))
			return cx_say(cx, rows[i].words);
	return "";
}

static const char *speaker_name(
	const struct cx *cx, const struct chat *chat, const struct chat_message *message)
{
	if (text_is(message->speaker, "customer"))
		return *chat->name ? chat->name : cx_say(cx, "Customer");
	if (text_is(message->kind, "note"))
		return arena_format(cx->arena, "%s (%s)", message->author ? message->author : "",
			cx_say(cx, "Note"));
	if (message->author)
		return message->author;
	return text_is(message->speaker, "bot") ? cx_say(cx, "Assistant") : cx_say(cx, "System");
}

/* What stands behind the name: the text, the names of files, what has happened. */
static const char *content_of(const struct cx *cx, const struct chat_message *message)
{
	struct cx scratch = *cx; /* what does not parse is nobody's failure */
	struct buf out = buf_in(cx->arena, 128);

	if (text_is(message->kind, "event"))
		return event_words(&scratch, message);
	buf_text(&out, message->content);
	for (size_t i = 0; i < message->files.count; i++)
		buf_format(&out, "%s[%s]", out.len ? " " : "", message->files.at[i].name);
	return out.ptr;
}

static const char *clock_of(const struct cx *cx, int64_t us)
{
	const struct civil at = civil_of_us(intl_zone_from_utc(cx->actor->company->time_zone, us));

	return arena_format(cx->arena, "%04d-%02d-%02d %02d:%02d:%02d", at.year, at.month, at.day,
		at.hour, at.minute, at.second);
}

/* ---- Text --------------------------------------------------------------------------------------- */

const char *chat_transcript_text(
	const struct cx *cx, const struct chat *chat, const struct chat_messages *messages)
{
	struct buf out = buf_in(cx->arena, 160 * (messages->count + 2));

	buf_format(&out, "%s  %s\n\n", chat_code(cx->arena, chat->id), chat->name);
	for (size_t i = 0; i < messages->count; i++)
		buf_format(&out, "[%s] %s: %s\n", clock_of(cx, messages->rows[i].at_us),
			speaker_name(cx, chat, &messages->rows[i]),
			content_of(cx, &messages->rows[i]));
	return out.ptr;
}

/* ---- HTML --------------------------------------------------------------------------------------- */

static void add_escaped(struct buf *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			buf_text(out, "&amp;");
			break;
		case '<':
			buf_text(out, "&lt;");
			break;
		case '>':
			buf_text(out, "&gt;");
			break;
		case '"':
			buf_text(out, "&quot;");
			break;
		case '\'':
			buf_text(out, "&#39;");
			break;
		default:
			buf_byte(out, *text);
		}
	}
}

static void add_message(struct buf *out, const struct cx *cx, const struct chat *chat,
	const struct chat_message *message)
{
	buf_format(out, "<p class=\"%s\"><time>%s</time> <b dir=\"auto\">", message->kind,
		clock_of(cx, message->at_us));
	add_escaped(out, speaker_name(cx, chat, message));
	buf_text(out, "</b> <span dir=\"auto\">");
	add_escaped(out, content_of(cx, message));
	buf_text(out, "</span></p>\n");
}

const char *chat_transcript_html(
	const struct cx *cx, const struct chat *chat, const struct chat_messages *messages)
{
	const char *language = language_code(cx->language);
	struct buf out = buf_in(cx->arena, 256 * (messages->count + 4));

	buf_format(&out,
		"<!doctype html>\n<html lang=\"%s\" dir=\"%s\">\n<head><meta charset=\"utf-8\">",
		language, text_is(language, "ar") ? "rtl" : "ltr");
	buf_text(&out, "<meta name=\"viewport\" content=\"width=device-width\"><title>");
	add_escaped(&out, chat_code(cx->arena, chat->id));
	buf_text(&out, "</title></head>\n<body>\n<h1 dir=\"auto\">");
	add_escaped(&out, chat->name);
	buf_text(&out, "</h1>\n");
	for (size_t i = 0; i < messages->count; i++)
		add_message(&out, cx, chat, &messages->rows[i]);
	buf_text(&out, "</body>\n</html>\n");
	return out.ptr;
}
