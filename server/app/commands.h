/* commands.h - what clients may ask for over a socket. */
/* SPDX-License-Identifier: MIT */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "platform/ws/ws.h"

extern const struct ws_command app_commands[];
/* Of visitors, who have no other. */
extern const struct ws_command app_visitor_commands[];
extern const struct ws_command app_visitor_here, app_visitor_gone;

/* Name of the first command whose route is not among app_routes, ends in {0}; NULL: all are. */
const char *command_without_route(const struct ws_command *commands);
/* The same of all that stand here. */
const char *commands_unknown(void);

#endif
