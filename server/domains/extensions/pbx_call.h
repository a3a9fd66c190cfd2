/* pbx_call.h - what is asked of a PBX about calls: by whom they are placed, moved, heard, ended. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_EXTENSIONS_PBX_CALL_H
#define DOMAINS_EXTENSIONS_PBX_CALL_H

#include "base/cx.h"

/*
 * Each is a command on its way to whoever keeps the link: it is answered with the
 * command's number at once, and how it went comes as pbx:command. Channels are
 * those that the PBX named itself.
 *
 * ERR_NOT_CONFIGURED  there is no PBX
 * ERR_STATE           the link to it does not stand
 * ERR_INVALID         a value that cannot stand in one line; names the field
 */

/* A phone of ours first; when it answers, the PBX dials `exten` in `context` for it. */
struct pbx_dial {
	const char *endpoint; /* PJSIP/1001 */
	const char *context, *exten;
	const char *number, *name; /* whom the phone shows; name may be "" */
	const char *channel_id; /* the Uniqueid and the Linkedid that it will have */
};
MUST_USE enum err pbx_dial(struct cx *cx, const struct pbx_dial *dial, int64_t *command);

MUST_USE enum err pbx_hang_up(struct cx *cx, const char *channel, int64_t *command);

enum pbx_move {
	PBX_REDIRECT, /* the channel itself goes there */
	PBX_BLIND, /* the other side of its bridge goes there, and the channel is free */
	PBX_ATTENDED, /* the channel talks with there first; needs features.conf */
};
struct pbx_way {
	const char *channel, *context, *exten;
	enum pbx_move move;
};
MUST_USE enum err pbx_send_on(struct cx *cx, const struct pbx_way *way, int64_t *command);

/* Whether the person at the channel is heard by the others. */
MUST_USE enum err pbx_mute(struct cx *cx, const char *channel, bool muted, int64_t *command);

/* How the Uniqueid of a phone begins that only hears another one's call: it is in no call itself. */
#define PBX_SPY_ID "hatif-spy-"

enum pbx_spy { PBX_LISTEN, PBX_WHISPER, PBX_BARGE };
/* The phone rings and then hears the channel, is heard by it, or by both sides. */
MUST_USE enum err pbx_spy_on(struct cx *cx, const char *endpoint, const char *channel,
	enum pbx_spy how, int64_t *command);

/* Is a PBX set up, and does the link to it stand? */
MUST_USE enum err pbx_stands(struct cx *cx, bool *configured, bool *stands);

/* The phone of an agent; id 0: it has none that is active. */
struct agent_phone {
	int64_t id;
	const char *number, *endpoint;
	bool online;
};
MUST_USE enum err agent_phone_of(struct cx *cx, int64_t agent_id, struct agent_phone *phone);

/* Could it stand in a dialplan: letters, digits and a few signs, none of them its own? */
bool pbx_name_good(const char *name, size_t bytes_max);

/* Could it stand in a line that is sent? */
bool pbx_line_good(const char *text);

/*
 * Told in the transaction that ends a command. Set once at start by what stands
 * above this domain (app wires it).
 */
struct pbx_ended {
	int64_t command;
	const char *kind; /* "originate", "hangup", … */
	const char *channel_id; /* of an originate, else NULL */
	bool failed;
};
typedef enum err pbx_command_ended(struct cx *cx, const struct pbx_ended *ended);
void pbx_on_command_end(pbx_command_ended *told);

#endif
