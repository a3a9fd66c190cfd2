/* commands.c - what clients may ask for over a socket, and the route that does it (IMP-RT-01). */
/* SPDX-License-Identifier: MIT */
#include "app/commands.h"

#include "app/routes.h"
#include "base/str.h"

const struct ws_command app_commands[] = {
	{"set_status", HTTP_PUT, "/api/agent/auth/status", NULL},
	{"activity", HTTP_POST, "/api/agent/auth/activity", NULL},
	{"mark_notification", HTTP_PATCH, "/api/agent/notifications/{id}", NULL},
	{"mark_notifications_read", HTTP_POST, "/api/agent/notifications/read-all", NULL},
	{"claim_chat", HTTP_POST, "/api/chats/{chat_id}/claim", NULL},
	{"send_message", HTTP_POST, "/api/chats/{chat_id}/messages", NULL},
	{"mark_read", HTTP_POST, "/api/chats/{chat_id}/read", NULL},
	{"typing", HTTP_POST, "/api/chats/{chat_id}/typing", NULL},
	{"stop_typing", HTTP_POST, "/api/chats/{chat_id}/typing", "{\"typing\":false}"},
	{"viewing", HTTP_POST, "/api/chats/{chat_id}/viewing", NULL},
	{"join_chat", HTTP_POST, "/api/chats/{chat_id}/viewing", "{\"viewing\":true}"},
	{"leave_chat", HTTP_POST, "/api/chats/{chat_id}/viewing", "{\"viewing\":false}"},
	{0},
};

const struct ws_command app_visitor_commands[] = {
	{"send", HTTP_POST, "/api/widget/messages", NULL},
	{"read", HTTP_POST, "/api/widget/read", NULL},
	{"typing", HTTP_POST, "/api/widget/typing", NULL},
	{"page", HTTP_POST, "/api/widget/page", NULL},
	{0},
};

const struct ws_command app_visitor_here = {
	"here", HTTP_POST, "/api/widget/page", "{\"online\":true}"};
const struct ws_command app_visitor_gone = {
	"gone", HTTP_POST, "/api/widget/page", "{\"online\":false,\"left_seconds\":10}"};

/* The same segments; parameters may be called otherwise. */
static bool same_path(const char *a, const char *b)
{
	struct str left = str_of(a), right = str_of(b);

	while (left.len && right.len) {
		const struct str one = str_cut(left, '/', &left);
		const struct str other = str_cut(right, '/', &right);
		const bool parameters = one.len && other.len && *one.ptr == '{' &&
			*other.ptr == '{';

		if (!parameters &&
			(one.len != other.len || memcmp(one.ptr, other.ptr, one.len) != 0))
			return false;
	}
	return !left.len && !right.len;
}

static bool has_route(const struct ws_command *command)
{
	for (size_t i = 0; app_routes[i]; i++)
		for (const struct http_route *route = app_routes[i]; route->handler; route++)
			if (route->method == command->method &&
				same_path(route->pattern, command->path))
				return true;
	return false;
}

const char *command_without_route(const struct ws_command *commands)
{
	while (commands->name && has_route(commands))
		commands++;
	return commands->name;
}

const char *commands_unknown(void)
{
	const struct ws_command said[] = {app_visitor_here, app_visitor_gone, {0}};
	const struct ws_command *const lists[] = {app_commands, app_visitor_commands, said};
	const char *unknown = NULL;

	for (size_t i = 0; i < COUNT(lists) && !unknown; i++)
		unknown = command_without_route(lists[i]);
	return unknown;
}
