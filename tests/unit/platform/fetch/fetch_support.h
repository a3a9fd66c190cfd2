/* fetch_support.h - waiting for an answer, which only tests may do. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FETCH_SUPPORT_H
#define TESTS_FETCH_SUPPORT_H

#include "provider_support.h"

#include "platform/fetch/fetch.h"

/* Answers of up to 200 requests, in the order they came. */
struct asking {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct fetch_answer *answers[200];
	size_t count;
};

#define ASKING \
	{ \
		.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER \
	}

static inline void asking_done(void *arg, struct fetch_answer *answer)
{
	struct asking *asking = arg;

	(void)pthread_mutex_lock(&asking->lock);
	assert_true(asking->count < COUNT(asking->answers));
	asking->answers[asking->count++] = answer;
	(void)pthread_cond_signal(&asking->changed);
	(void)pthread_mutex_unlock(&asking->lock);
}

static inline void asking_wait(struct asking *asking, size_t count)
{
	(void)pthread_mutex_lock(&asking->lock);
	while (asking->count < count)
		(void)pthread_cond_wait(&asking->changed, &asking->lock);
	(void)pthread_mutex_unlock(&asking->lock);
}

static inline void asking_free(struct asking *asking)
{
	for (size_t i = 0; i < asking->count; i++)
		fetch_answer_free(&asking->answers[i]);
	asking->count = 0;
}

/* One request and its answer: fetch_answer_free(). */
static inline struct fetch_answer *ask(const struct fetch_request *request)
{
	struct asking asking = ASKING;

	fetch_send(request, asking_done, &asking);
	asking_wait(&asking, 1);
	return asking.answers[0];
}

static inline void fetch_open_for_test(const char *const *allow, int64_t timeout_ms)
{
	const struct fetch_options options = {.allow = allow, .timeout_ms = timeout_ms};
	const char *why = NULL;

	if (!fetch_open(&options, &why))
		fail_msg("fetch_open: %s", why);
}

#endif
