/* names.c - what events are called by clients of other makers. */
/* SPDX-License-Identifier: MIT */
#include "platform/push/push.h"

#include "base/str.h"

/* Sorted by type. */
const struct push_name push_names[] = {
	{"agent:status_changed", {"presence_changed"}, NULL, false, NULL, {NULL}},
	{"announcement:changed", {"announcement"}, NULL, false, NULL, {NULL}},
	{"call:ended", {"call:ended", "call-updated"}, NULL, false, NULL,
		{"call-updated", "CallUpdated"}},
	{"call:new", {"call:new", "call-updated"}, NULL, false, NULL,
		{"call-updated", "CallUpdated"}},
	{"call:routed", {"call:routed", "call-updated"}, NULL, false, NULL,
		{"call-updated", "CallUpdated"}},
	{"call:transferred", {"call:transferred", "call-updated"}, NULL, false, NULL,
		{"call-updated", "CallUpdated"}},
	{"call:updated", {"call:updated", "call-updated"}, NULL, false, NULL,
		{"call-updated", "CallUpdated"}},
	{"chat:assigned", {"chat_assigned"}, NULL, false, NULL, {NULL}},
	{"chat:closed", {"chat_closed"}, NULL, false, NULL, {NULL}},
	{"chat:message", {"new_message", "message:new"}, NULL, false, "message:new", {NULL}},
	{"chat:new", {"new_chat"}, NULL, false, NULL, {NULL}},
	{"chat:read", {"message_read"}, NULL, false, NULL, {NULL}},
	{"chat:reopened", {"chat_reopened"}, NULL, false, NULL, {NULL}},
	{"chat:transferred", {"chat_transferred"}, NULL, false, NULL, {NULL}},
	{"chat:typing", {"typing"}, "stop_typing", true, NULL, {NULL}},
	{"chat:viewers", {"viewers_changed"}, NULL, true, NULL, {NULL}},
	{"extension:status_changed", {"extension-status-updated"}, NULL, false, NULL,
		{"extension.status.updated", "extension-status-updated"}},
	{"notification:new", {"notification"}, NULL, false, NULL,
		{"Illuminate\\Notifications\\Events\\BroadcastNotificationCreated"}},
	{"queue:updated", {"queue_updated"}, NULL, false, NULL, {NULL}},
	{"ticket:created", {"new_ticket"}, NULL, false, NULL, {NULL}},
	{"ticket:updated", {"ticket_updated"}, NULL, false, NULL, {NULL}},
	{0},
};

const struct push_name *push_name_of(const char *type)
{
	for (const struct push_name *row = push_names; row->type; row++)
		if (text_is(row->type, type))
			return row;
	return NULL;
}

const char *push_plain_name(const char *type)
{
	const struct push_name *row = push_name_of(type);

	return row ? row->plain : NULL;
}
