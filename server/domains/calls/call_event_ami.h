/* call_event_ami.h - a message of Asterisk's manager interface as an event of calls. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_EVENT_AMI_H
#define DOMAINS_CALLS_CALL_EVENT_AMI_H

#include "domains/calls/call_event.h"
#include "platform/ami/ami_parser.h"

/*
 * False for what calls are not made of. The event's texts are the message's and
 * live as long. arrived_us is the time where the PBX writes none (timestampevents=no).
 */
bool call_event_of_ami(
	const struct ami_message *message, int64_t arrived_us, struct call_event *event);

/* The header Timestamp; 0 when it is missing or no time. */
int64_t ami_timestamp_us(const struct ami_message *message);

#endif
