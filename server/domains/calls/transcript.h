/* transcript.h - what was said in a call, message by message. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_TRANSCRIPT_H
#define DOMAINS_CALLS_TRANSCRIPT_H

#include "domains/calls/call_view.h"

#define TRANSCRIPT_MESSAGES_MAX 5000
#define TRANSCRIPT_LETTERS_MAX 4000

extern const char *const transcript_speaker_words[]; /* bot, customer, agent, system */
extern const char *const transcript_language_words[]; /* en, ar */
extern const char *const transcript_sentiment_words[];

struct transcript_message {
	int64_t id;
	const char *speaker, *content, *language;
	const char *author; /* name of who wrote it down; NULL: a program */
	int64_t at_us;
};

/* A call of which nothing was written has no row: id, version and count are 0. */
struct transcript {
	struct call_view call;
	int64_t id, version;
	const char *summary, *sentiment; /* or NULL */
	struct transcript_message *messages; /* in their order */
	size_t count;
};

/* Of a call by any name of it, if the actor may see it. ERR_NOT_FOUND. */
MUST_USE enum err transcript_read(struct cx *cx, const char *key, struct transcript *transcript);

/*
 * Write a message down, as of now, and tell who sees the call (message:new).
 * language NULL: as its letters say. ERR_INVALID; ERR_NOT_FOUND; ERR_STATE when
 * the transcript is full.
 */
struct transcript_new {
	const char *speaker, *content, *language;
};
MUST_USE enum err transcript_add(struct cx *cx, const char *key, const struct transcript_new *said,
	struct call_view *call, struct transcript_message *message);

/* What it comes to; NULL leaves it. ERR_CONFLICT for another version than the last. */
struct transcript_change {
	const char *summary, *sentiment;
	struct opt_int version;
};
MUST_USE enum err transcript_sum_up(struct cx *cx, const char *key,
	const struct transcript_change *change, struct transcript *transcript);

void transcript_message_write(struct json *json, const struct transcript_message *message);
/* The whole as lines of text, in the unit's language and on the company's clocks. */
const char *transcript_text(const struct cx *cx, const struct transcript *transcript);

/* ---- transcript_store.c ------------------------------------------------------------------ */

/* Its row and messages, of transcript->call. */
MUST_USE enum err transcript_store_read(struct cx *cx, struct transcript *transcript);
/* The call's row, made when there is none. Begins the transaction. */
MUST_USE enum err transcript_store_need(
	struct cx *cx, const struct call_view *call, int64_t *id, int64_t *count);
/* Rising in the order of commits: ids of a call are in the order of its messages. */
MUST_USE enum err transcript_store_next_id(struct cx *cx, int64_t *id);
MUST_USE enum err transcript_store_add(
	struct cx *cx, int64_t id, const struct transcript_message *message);
MUST_USE enum err transcript_store_sum_up(struct cx *cx, int64_t id,
	const struct transcript_change *change, int64_t version, bool *done);

#endif
