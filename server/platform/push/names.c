/* names.c - what events are called by clients of other makers. */
/* SPDX-License-Identifier: MIT */
#include "platform/push/push.h"

#include "base/str.h"

/* Sorted by type. */
const struct push_name push_names[] = {
	{"agent:status_changed", {"presence_changed"}, NULL, false},
	{"announcement:changed", {"announcement"}, NULL, false},
	{"call:ended", {"call:ended", "call-updated"}, NULL, false},
	{"call:new", {"call:new", "call-updated"}, NULL, false},
	{"call:routed", {"call:routed", "call-updated"}, NULL, false},
	{"call:transferred", {"call:transferred", "call-updated"}, NULL, false},
	{"call:updated", {"call:updated", "call-updated"}, NULL, false},
	{"chat:assigned", {"chat_assigned"}, NULL, false},
	{"chat:closed", {"chat_closed"}, NULL, false},
	{"chat:message", {"new_message", "message:new"}, NULL, false},
	{"chat:new", {"new_chat"}, NULL, false},
	{"chat:read", {"message_read"}, NULL, false},
	{"chat:reopened", {"chat_reopened"}, NULL, false},
	{"chat:transferred", {"chat_transferred"}, NULL, false},
	{"chat:typing", {"typing"}, "stop_typing", true},
	{"chat:viewers", {"viewers_changed"}, NULL, true},
	{"extension:status_changed", {"extension-status-updated"}, NULL, false},
	{"notification:new", {"notification"}, NULL, false},
	{"queue:updated", {"queue_updated"}, NULL, false},
	{"ticket:created", {"new_ticket"}, NULL, false},
	{"ticket:updated", {"ticket_updated"}, NULL, false},
	{0},
};

const struct push_name *push_name_of(const char *type)
{
	for (const struct push_name *row = push_names; row->type; row++)
		if (text_is(row->type, type))
			return row;
	return NULL;
}
