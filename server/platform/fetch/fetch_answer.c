/* fetch_answer.c - what callers read from an answer. */
/* SPDX-License-Identifier: MIT */
#include "platform/fetch/fetch_internal.h"

const char *fetch_result_name(enum fetch_result result)
{
	static const char *const names[FETCH_RESULT_COUNT] = {
		[FETCH_OK] = "ok",
		[FETCH_NOT_SENT] = "not_sent",
		[FETCH_BAD_REQUEST] = "bad_request",
		[FETCH_BUSY] = "busy",
		[FETCH_REFUSED_ADDRESS] = "refused_address",
		[FETCH_CONNECT] = "connect",
		[FETCH_TLS] = "tls",
		[FETCH_TIMEOUT] = "timeout",
		[FETCH_CUT] = "cut",
		[FETCH_TOO_LARGE] = "too_large",
		[FETCH_BAD_ANSWER] = "bad_answer",
		[FETCH_STOPPED] = "stopped",
	};

	return names[result];
}

const char *fetch_answer_header(const struct fetch_answer *answer, const char *name)
{
	for (size_t i = 0; i < answer->header_count; i++)
		if (strcasecmp(answer->headers[i].name, name) == 0)
			return answer->headers[i].value;
	return NULL;
}

bool fetch_succeeded(const struct fetch_answer *answer)
{
	return answer->result == FETCH_OK && answer->status >= 200 && answer->status < 300;
}

void fetch_answer_free(struct fetch_answer **answer)
{
	struct arena *arena;

	if (!*answer)
		return;
	arena = (*answer)->arena;
	*answer = NULL;
	arena_free(&arena);
}
