/* job_language.c - a job that speaks the language of whoever asked for it. */
/* SPDX-License-Identifier: MIT */
#include "platform/intl/messages.h"
#include "platform/jobs/jobs.h"
#include "platform/json/json.h"

const char *job_language_payload(struct cx *cx)
{
	struct json payload;

	json_begin(&payload, cx->arena, 64);
	json_open(&payload);
	json_field_text(&payload, "language", language_code(cx->language));
	json_close(&payload);
	return json_end(&payload).ptr;
}

enum err job_language_resume(struct cx *cx, const struct job *job)
{
	const struct json_value *payload, *language;

	TRY(json_parse(cx, str_of(job->payload), &payload));
	language = json_get(payload, "language");
	if (language && json_kind_of(language) == JSON_TEXT)
		cx->language = language_by_code(json_text_of(language));
	return OK;
}
