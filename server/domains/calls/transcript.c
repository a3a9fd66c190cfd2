/* transcript.c - what was said in a call: writing it down, and telling who sees the call. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/transcript.h"

#include "base/str.h"
#include "base/time.h"
#include "domains/calls/call_events.h"
#include "platform/auth/auth.h"
#include "platform/intl/intl.h"
#include "platform/json/json.h"

const char *const transcript_speaker_words[] = {"bot", "customer", "agent", "system", NULL};
const char *const transcript_language_words[] = {"en", "ar", NULL};
const char *const transcript_sentiment_words[] = {"positive", "neutral", "negative", NULL};

enum err transcript_read(struct cx *cx, const char *key, struct transcript *transcript)
{
	*transcript = (struct transcript){0};
	TRY(call_by_key(cx, key, &transcript->call));
	return transcript_store_read(cx, transcript);
}

/* Arabic letters begin with the bytes D8 to DB. */
static const char *language_of(const char *content)
{
	for (const unsigned char *at = (const unsigned char *)content; *at; at++)
		if (*at >= 0xD8 && *at <= 0xDB)
			return "ar";
	return "en";
}

void transcript_message_write(struct json *json, const struct transcript_message *message)
{
	json_open(json);
	json_field_int(json, "id", message->id);
	json_field_text(json, "speaker", message->speaker);
	json_field_text(json, "content", message->content);
	json_field_text(json, "language", message->language);
	json_field_text(json, "author", message->author);
	json_field_time(json, "timestamp", message->at_us);
	json_close(json);
}

static enum err publish(
	struct cx *cx, const struct call_view *call, const struct transcript_message *message)
{
	struct json json;

	json_begin(&json, cx->arena, 1024);
	json_open(&json);
	json_field_text(&json, "call_id", call->code);
	json_field_text(&json, "speaker", message->speaker);
	json_field_text(&json, "content", message->content);
	json_key(&json, "message");
	transcript_message_write(&json, message);
	return call_publish_about(cx, call, "message:new", &json);
}

enum err transcript_add(struct cx *cx, const char *key, const struct transcript_new *said,
	struct call_view *call, struct transcript_message *message)
{
	int64_t id, count;

	TRY(call_by_key(cx, key, call));
	TRY(transcript_store_need(cx, call, &id, &count));
	if (count >= TRANSCRIPT_MESSAGES_MAX)
		return fail(cx, ERR_STATE, NULL, "This transcript is full.");
	*message = (struct transcript_message){.speaker = said->speaker,
		.content = said->content,
		.language = said->language ? said->language : language_of(said->content),
		.author = cx->actor->user_id ? cx->actor->user_name : NULL,
		.at_us = cx->now_us};
	TRY(transcript_store_next_id(cx, &message->id));
	TRY(transcript_store_add(cx, id, message));
	return publish(cx, call, message);
}

enum err transcript_sum_up(struct cx *cx, const char *key, const struct transcript_change *change,
	struct transcript *transcript)
{
	int64_t id, count, version;
	bool done;

	TRY(transcript_read(cx, key, transcript));
	TRY(transcript_store_need(cx, &transcript->call, &id, &count));
	version = change->version.given ? change->version.value
		: transcript->version   ? transcript->version
					: 1;
	TRY(transcript_store_sum_up(cx, id, change, version, &done));
	if (!done)
		return fail(cx, ERR_CONFLICT, "version",
			"The transcript has changed since you opened it.");
	return transcript_store_read(cx, transcript);
}

/* ---- As text ------------------------------------------------------------------------------- */

static const char *speaker_name(const struct cx *cx, const struct transcript_message *message)
{
	static const char *const names[] = {
		WORDS("Assistant"), WORDS("Customer"), WORDS("Agent"), WORDS("System")};
	const ssize_t at = word_index(transcript_speaker_words, message->speaker);
	const char *name = cx_say(cx, at < 0 ? names[3] : names[at]);

	return text_is(message->speaker, "agent") && message->author
		? arena_format(cx->arena, "%s (%s)", name, message->author)
		: name;
}

static void add_clock(const struct cx *cx, struct buf *out, int64_t us, bool day)
{
	const struct civil at = civil_of_us(intl_zone_from_utc(cx->actor->company->time_zone, us));

	if (day)
		buf_format(out, "%04d-%02d-%02d ", at.year, at.month, at.day);
	buf_format(out, "%02d:%02d:%02d", at.hour, at.minute, at.second);
}

const char *transcript_text(const struct cx *cx, const struct transcript *transcript)
{
	struct buf out = buf_in(cx->arena, 128 * (transcript->count + 4));

	buf_format(&out, "%s  ", transcript->call.code);
	add_clock(cx, &out, transcript->call.started_us, true);
	buf_format(&out, "  %s %s\n", transcript->call.customer_name, transcript->call.phone);
	if (!text_empty(transcript->summary))
		buf_format(&out, "%s: %s\n", cx_say(cx, "Summary"), transcript->summary);
	buf_byte(&out, '\n');
	for (size_t i = 0; i < transcript->count; i++) {
		buf_byte(&out, '[');
		add_clock(cx, &out, transcript->messages[i].at_us, false);
		buf_format(&out, "] %s: %s\n", speaker_name(cx, &transcript->messages[i]),
			transcript->messages[i].content);
	}
	return out.ptr;
}
