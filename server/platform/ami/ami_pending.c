/* ami_pending.c - which action an answer belongs to. */
/* SPDX-License-Identifier: MIT */
#include "platform/ami/ami_internal.h"

#define PREFIX "hatif-"

void ami_pending_name(char name[AMI_ID_BYTES], int64_t id)
{
	(void)snprintf(name, AMI_ID_BYTES, PREFIX "%lld", (long long)id);
}

struct ami_asked *ami_pending_add(struct ami_pending *pending, const struct ami_action *action)
{
	const int64_t wait_us = action->follows_us ? action->follows_us : AMI_ANSWER_US;

	for (size_t i = 0; i < AMI_PENDING_MAX; i++) {
		struct ami_asked *asked = &pending->asked[i];

		if (asked->id)
			continue;
		*asked = (struct ami_asked){.id = ++pending->last_id,
			.action = action->action,
			.ref = action->ref,
			.until_us = clock_steady_us() + wait_us,
			.follows = action->follows_us > 0};
		return asked;
	}
	return NULL;
}

/*
 * A list begins with "EventList: start" in its response and ends with an event's
 * "Complete". Where an event follows, only a refusal is the end already.
 */
static bool ends(const struct ami_asked *asked, const struct ami_message *message)
{
	const struct str list = ami_get(message, "EventList");

	if (asked->follows)
		return message->kind != AMI_RESPONSE ||
			!str_is_nocase(ami_get(message, "Response"), "Success");
	if (message->kind == AMI_RESPONSE)
		return !str_is_nocase(list, "start");
	return str_is_nocase(list, "Complete");
}

bool ami_pending_find(struct ami_pending *pending, const struct ami_message *message,
	struct ami_asked *asked, bool *last)
{
	struct str name = ami_get(message, "ActionID");
	int64_t id;

	if (!name.ptr || !str_starts(name, PREFIX))
		return false;
	name.ptr += sizeof(PREFIX) - 1;
	name.len -= sizeof(PREFIX) - 1;
	if (!str_int(name, &id) || id <= 0)
		return false;
	for (size_t i = 0; i < AMI_PENDING_MAX; i++) {
		if (pending->asked[i].id != id)
			continue;
		*asked = pending->asked[i];
		*last = ends(asked, message);
		if (*last)
			pending->asked[i].id = 0;
		return true;
	}
	return false;
}

bool ami_pending_expire(struct ami_pending *pending, bool all, struct ami_asked *asked)
{
	const int64_t now = clock_steady_us();

	for (size_t i = 0; i < AMI_PENDING_MAX; i++) {
		if (!pending->asked[i].id || (!all && pending->asked[i].until_us > now))
			continue;
		*asked = pending->asked[i];
		pending->asked[i].id = 0;
		return true;
	}
	return false;
}
