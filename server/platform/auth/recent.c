/* recent.c - changes of the last seconds, whose unit may not have committed yet. */
/* SPDX-License-Identifier: MIT */
#include "platform/auth/auth_internal.h"

#include <pthread.h>

#define RECENT_MAX 256
#define RECENT_US (5 * US_PER_SECOND) /* longer than a unit takes from its change to its commit */

/* A change that may not be committed yet: what is read meanwhile is not to be trusted. */
struct recent {
	int64_t company_id, user_id, session_id, until_us;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct recent recents[RECENT_MAX];
static size_t recent_at;
static int64_t trust_nothing_until_us;

bool auth_concerns(
	const struct actor *actor, int64_t company_id, int64_t user_id, int64_t session_id)
{
	return actor->company_id == company_id && (!user_id || actor->user_id == user_id) &&
		(!session_id || actor->session_id == session_id);
}

void recent_note(int64_t company_id, int64_t user_id, int64_t session_id)
{
	const int64_t now_us = clock_steady_us();

	(void)pthread_mutex_lock(&lock);
	if (recents[recent_at].until_us > now_us)
		trust_nothing_until_us = now_us + RECENT_US;
	recents[recent_at] = (struct recent){company_id, user_id, session_id, now_us + RECENT_US};
	recent_at = (recent_at + 1) % RECENT_MAX;
	(void)pthread_mutex_unlock(&lock);
}

bool recent_has(const struct actor *actor)
{
	const int64_t now_us = clock_steady_us();
	bool found;

	(void)pthread_mutex_lock(&lock);
	found = trust_nothing_until_us > now_us;
	for (size_t i = 0; !found && i < RECENT_MAX; i++)
		found = recents[i].until_us > now_us &&
			auth_concerns(actor, recents[i].company_id, recents[i].user_id,
				recents[i].session_id);
	(void)pthread_mutex_unlock(&lock);
	return found;
}

void recent_clear(void)
{
	(void)pthread_mutex_lock(&lock);
	memset(recents, 0, sizeof(recents));
	trust_nothing_until_us = 0;
	(void)pthread_mutex_unlock(&lock);
}
