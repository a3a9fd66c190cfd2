/* transcript_api.c - HTTP: what was said in a call. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_api.h"
#include "domains/calls/transcript.h"

static const struct schema_field message_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "speaker", .type = SCHEMA_WORD, .words = transcript_speaker_words},
	{.name = "content", .type = SCHEMA_TEXT},
	{.name = "language", .type = SCHEMA_WORD, .words = transcript_language_words},
	{.name = "author",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Who wrote it down; null: a program"},
	{.name = "timestamp", .type = SCHEMA_TIME},
};
static const struct schema message_schema = {
	.name = "TranscriptMessage", .fields = message_fields, .count = COUNT(message_fields)};

static const struct schema_field transcript_fields[] = {
	{.name = "call_id", .type = SCHEMA_TEXT, .about = "CALL-A1B2C3D4"},
	{.name = "messages",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &message_schema,
		.about = "In the order in which they were said"},
	{.name = "summary", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "sentiment",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = transcript_sentiment_words},
	{.name = "version", .type = SCHEMA_INT, .about = "Of summary and sentiment; 0: none yet"},
};
static const struct schema transcript_out = {
	.name = "Transcript", .fields = transcript_fields, .count = COUNT(transcript_fields)};

static void write_transcript(struct json *json, const struct transcript *transcript)
{
	json_field_text(json, "call_id", transcript->call.code);
	json_field_open_array(json, "messages");
	for (size_t i = 0; i < transcript->count; i++)
		transcript_message_write(json, &transcript->messages[i]);
	json_close_array(json);
	json_field_text(json, "summary", transcript->summary);
	json_field_text(json, "sentiment", transcript->sentiment);
	json_field_int(json, "version", transcript->version);
}

/* GET /api/transcripts/{call} */
static enum err get_transcript(struct http_req *rq)
{
	struct transcript transcript;

	TRY(transcript_read(&rq->cx, http_path(rq, "call"), &transcript));
	write_transcript(http_reply(rq, 200), &transcript);
	return OK;
}

/* ---- Writing ------------------------------------------------------------------------------ */

static const struct shape_field new_fields[] = {
	{.name = "speaker",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct transcript_new, speaker),
		.words = transcript_speaker_words},
	{.name = "content",
		.aliases = "message,text",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct transcript_new, content),
		.min = 1,
		.max = TRANSCRIPT_LETTERS_MAX},
	{.name = "language",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct transcript_new, language),
		.words = transcript_language_words,
		.about = "As its letters say, if not said"},
};
static const struct shape new_shape = {
	.name = "TranscriptMessageNew", .fields = new_fields, .count = COUNT(new_fields)};

static const struct schema_field added_fields[] = {
	{.name = "call_id", .type = SCHEMA_TEXT},
	{.name = "message", .type = SCHEMA_OBJECT, .ref = &message_schema},
};
static const struct schema added_out = {
	.name = "TranscriptMessageAnswer", .fields = added_fields, .count = COUNT(added_fields)};

/* POST /api/transcripts/{call}/messages */
static enum err post_message(struct http_req *rq)
{
	struct transcript_new said = {0};
	struct transcript_message message;
	struct call_view call;
	struct json *json;

	TRY(http_read(rq, &said));
	TRY(transcript_add(&rq->cx, http_path(rq, "call"), &said, &call, &message));
	json = http_reply(rq, 201);
	json_field_text(json, "call_id", call.code);
	json_key(json, "message");
	transcript_message_write(json, &message);
	return OK;
}

static const struct shape_field change_fields[] = {
	{.name = "summary",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct transcript_change, summary),
		.max = TRANSCRIPT_LETTERS_MAX},
	{.name = "sentiment",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct transcript_change, sentiment),
		.words = transcript_sentiment_words},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct transcript_change, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "TranscriptChange", .fields = change_fields, .count = COUNT(change_fields)};

/* PATCH /api/transcripts/{call} */
static enum err patch_transcript(struct http_req *rq)
{
	struct transcript_change change = {0};
	struct transcript transcript;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(transcript_sum_up(&rq->cx, http_path(rq, "call"), &change, &transcript));
	write_transcript(http_reply(rq, 200), &transcript);
	return OK;
}

/* GET /api/transcripts/{call}/export */
static enum err get_export(struct http_req *rq)
{
	struct transcript transcript;

	TRY(transcript_read(&rq->cx, http_path(rq, "call"), &transcript));
	http_set_header(rq, "Content-Disposition",
		arena_format(rq->cx.arena, "attachment; filename=\"transcript-%lld.txt\"",
			(long long)transcript.call.id));
	http_reply_bytes(rq, 200, "text/plain; charset=utf-8",
		str_of(transcript_text(&rq->cx, &transcript)));
	return OK;
}

const struct http_route transcript_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/transcripts/{call}",
		.handler = get_transcript,
		.permission = PERM_CALLS_READ,
		.access = HTTP_READ,
		.summary = "What was said in a call, by its id, code or linkedid",
		.out = &transcript_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/transcripts/{call}",
		.handler = patch_transcript,
		.permission = PERM_CALLS_MAKE,
		.access = HTTP_WRITE,
		.summary = "Sum up what was said",
		.in = &change_shape,
		.out = &transcript_out},
	{.method = HTTP_POST,
		.pattern = "/api/transcripts/{call}/messages",
		.handler = post_message,
		.permission = PERM_CALLS_MAKE,
		.access = HTTP_WRITE,
		.summary = "Write down what was said",
		.in = &new_shape,
		.out = &added_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/transcripts/{call}/export",
		.handler = get_export,
		.permission = PERM_CALLS_READ,
		.access = HTTP_READ,
		.summary = "What was said in a call, as text"},
	{0},
};
