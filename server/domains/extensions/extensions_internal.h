/* extensions_internal.h - what the files of this folder share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_EXTENSIONS_EXTENSIONS_INTERNAL_H
#define DOMAINS_EXTENSIONS_EXTENSIONS_INTERNAL_H

#include "domains/extensions/extensions.h"

#include "base/clock.h"
#include "base/str.h"
#include "platform/ami/ami_link.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

/* ---- States of a phone: phone_state.c ------------------------------------------- */

enum line_state {
	LINE_NOT_IN_USE,
	LINE_IN_USE,
	LINE_RINGING,
	LINE_RINGING_IN_USE,
	LINE_ON_HOLD,
	LINE_BUSY,
	LINE_UNAVAILABLE,
	LINE_INVALID,
	LINE_UNKNOWN,
};
extern const char *const line_state_words[];

enum registration { REGISTERED, UNREGISTERED, REGISTRATION_UNKNOWN };
extern const char *const registration_words[];

enum phone_status { PHONE_ONLINE, PHONE_OFFLINE, PHONE_INVALID, PHONE_UNKNOWN };
extern const char *const phone_status_words[];

/* The PBX's word in any of its spellings: NOT_INUSE, "Not in use", "1" of a queue's member. */
enum line_state line_state_read(struct str word);
/* A member's number, from Asterisk's device states. */
enum line_state line_state_of_number(struct str number);
/* Of ContactStatus, PeerStatus and the list of contacts; false: it says nothing of it. */
MUST_USE bool registration_read(struct str word, enum registration *registration);
/* What follows from both facts. */
enum phone_status phone_status_of(enum registration registration, enum line_state line);

/* What a phone, of an extension or of a trunk, is known to be. */
struct phone {
	enum registration registration;
	enum line_state line;
	enum phone_status status;
	int64_t status_changed_us, line_changed_us;
};
/* Take up a fact; false when nothing changes by it. */
bool phone_set_line(struct phone *phone, enum line_state line, int64_t at_us);
bool phone_set_registration(struct phone *phone, enum registration registration, int64_t at_us);

/* "1001" of PJSIP/1001, Local/1001@from-queue/n and hint:1001@default; empty when there is none. */
struct str interface_number(struct str interface);

#define ENDPOINT_BYTES_MAX 80
/* TECH/name, of letters that mean nothing to a dialplan. */
bool endpoint_good(const char *endpoint);

/* ---- Extensions: extension.c, extension_store.c, extension_events.c --------------- */

#define EXTENSION_BYTES_MAX 20
#define HISTORY_ROWS 200

struct extension {
	int64_t id, version;
	const char *number, *endpoint;
	const char *agent_name; /* the agent's, or its own; or NULL */
	const char *own_name; /* or NULL */
	int64_t team_id, agent_id, agent_no;
	const char *team_name, *presence; /* or NULL */
	struct opt_int presence_since_us;
	bool active;
	struct phone phone;
	struct opt_int last_seen_us;
	int64_t created_us, updated_us;
};

/* NULL or not given = as it is; for a new one the standard. Ids of 0: none. */
struct extension_change {
	const char *number, *endpoint, *agent_name;
	struct opt_int team_id, agent_id, version;
	struct opt_bool active;
};

MUST_USE enum err extension_create(
	struct cx *cx, const struct extension_change *wanted, struct extension *made);
MUST_USE enum err extension_change(
	struct cx *cx, int64_t id, const struct extension_change *change, struct extension *after);
MUST_USE enum err extension_remove(struct cx *cx, int64_t id, struct opt_int version);
void extension_write(struct json *json, const struct cx *cx, const struct extension *extension);
/* previous: its status before. */
MUST_USE enum err extension_publish_status(
	struct cx *cx, const struct extension *extension, enum phone_status previous);

struct extension_filter {
	int64_t team_id, agent_id; /* 0: any */
	const char *status; /* or NULL */
	const char *search; /* folded, or NULL */
	struct opt_bool active;
};
MUST_USE enum err extension_store_list(struct cx *cx, const struct extension_filter *filter,
	struct extension **rows, size_t *count);
MUST_USE enum err extension_store_get(struct cx *cx, int64_t id, struct extension *extension);
/* ERR_CONFLICT on `extension` or `agent_id`, ERR_INVALID on ids that are not there. */
MUST_USE enum err extension_store_add(struct cx *cx, struct extension *extension);
MUST_USE enum err extension_store_update(
	struct cx *cx, const struct extension *extension, bool *stored);
MUST_USE enum err extension_store_remove(struct cx *cx, int64_t id);
/* The facts, and the log: closes the open row and opens the next. */
MUST_USE enum err extension_store_state(
	struct cx *cx, const struct extension *extension, int64_t at_us);

/* A reading of all endpoints: forget who was seen, note one, and at its end name those who were not. */
MUST_USE enum err phone_store_unsee(struct cx *cx);
MUST_USE enum err phone_store_see(struct cx *cx, const char *endpoint);
MUST_USE enum err phone_store_unseen(struct cx *cx, const char *const **endpoints);

struct extension_stay { /* a row of the log */
	const char *status, *line_state, *registration;
	int64_t started_us;
	struct opt_int ended_us;
};
MUST_USE enum err extension_store_history(struct cx *cx, int64_t id, int64_t from_us, int64_t to_us,
	struct extension_stay **rows, size_t *count);

/* How long an extension was what, between two times; the open row counts until now. */
struct extension_figures {
	int64_t id, online_us, offline_us, invalid_us, unknown_us, in_call_us, ringing_us, changes;
};
MUST_USE enum err extension_store_figures(struct cx *cx, int64_t from_us, int64_t to_us,
	struct extension_figures **rows, size_t *count);

/* ---- Trunks: trunk.c, trunk_store.c ------------------------------------------------- */

#define TRUNKS_MAX 32

struct trunk {
	int64_t id;
	const char *name, *endpoint;
	struct phone phone;
};
MUST_USE enum err trunk_store_list(struct cx *cx, struct trunk **rows, size_t *count);
MUST_USE enum err trunk_store_add(struct cx *cx, struct trunk *trunk);
MUST_USE enum err trunk_store_rename(struct cx *cx, const struct trunk *trunk);
MUST_USE enum err trunk_store_remove(struct cx *cx, int64_t id);
MUST_USE enum err trunk_store_state(struct cx *cx, const struct trunk *trunk);
void trunk_write(struct json *json, const struct trunk *trunk);
MUST_USE enum err trunk_publish(struct cx *cx, const struct trunk *trunk);

/* ---- The link: pbx.c, pbx_store.c, pbx_ami.c ------------------------------------------ */

struct pbx {
	bool configured;
	int64_t version;
	const char *host, *user, *secret_sealed;
	int64_t port;
	bool active;
	const char *state, *reason;
	int64_t state_since_us;
	struct opt_int doubtful_us, timestamps, refreshed_us;
	const char *pbx_version, *system_name, *booted_at; /* or NULL */
	int64_t updated_us;
};
/* "not_configured", "disabled", then the link's own. */
extern const char *const pbx_state_words[];
const char *pbx_state(const struct pbx *pbx);
/* A sentence on the reason, in the unit's language; NULL when there is none to give. */
const char *pbx_reason_text(const struct cx *cx, const char *reason);

struct pbx_trunk {
	const char *name, *endpoint;
};
struct pbx_change {
	const char *host, *user, *secret; /* NULL: as it is */
	struct opt_int port, version;
	struct opt_bool active;
	const struct pbx_trunk *trunks; /* NULL: as they are */
	size_t trunk_count;
};
MUST_USE enum err pbx_change(struct cx *cx, const struct pbx_change *change, struct pbx *after);
/* What a test tries: what is stored, with what was typed over it. */
MUST_USE enum err pbx_draft(struct cx *cx, const struct pbx_change *change, struct pbx *draft);
MUST_USE enum err pbx_publish(struct cx *cx, const struct pbx *pbx);
/* cx NULL: for readers of either language, without a sentence. */
void pbx_write_state(struct json *json, const struct cx *cx, const struct pbx *pbx);

MUST_USE enum err pbx_store_get(struct cx *cx, struct pbx *pbx);
MUST_USE enum err pbx_store_put(struct cx *cx, const struct pbx *pbx, bool *stored);
MUST_USE enum err pbx_store_state(struct cx *cx, const struct pbx *pbx);
MUST_USE enum err pbx_store_found(struct cx *cx, const struct pbx *pbx);
/* ERR_STATE: another process keeps the link. Held until the unit's end. */
MUST_USE enum err pbx_store_fence(struct cx *cx, const char *process);

struct pbx_lease {
	int64_t company_id, version, port, lease_until_us;
	const char *host, *user, *secret_sealed;
	const char *owner; /* or NULL */
};
MUST_USE enum err pbx_store_leases(struct cx *cx, struct pbx_lease **rows, size_t *count);
MUST_USE enum err pbx_store_take(
	struct cx *cx, const struct pbx_lease *lease, const char *process, bool *taken);
MUST_USE enum err pbx_store_leave(struct cx *cx, const char *process);

struct pbx_outage {
	const char *state, *reason;
	int64_t started_us;
	struct opt_int ended_us;
	struct opt_int reconstructed, interrupted; /* calls, when the link stood again */
};
MUST_USE enum err pbx_store_log(
	struct cx *cx, int64_t limit, struct pbx_outage **rows, size_t *count);
/* The last time that the link did not stand and stood again; started_us 0: never. */
MUST_USE enum err pbx_store_outage(struct cx *cx, struct pbx_outage *outage);
MUST_USE enum err pbx_store_recovered(struct cx *cx, const struct pbx_recovery *recovery);

/* ---- What people ask of the PBX: pbx_command.c, pbx_command_store.c --------------------- */

#define COMMAND_LATE_US (10 * US_PER_SECOND)

struct pbx_command {
	int64_t id, user_id, created_us;
	const char *kind, *payload, *state;
	const char *error, *language; /* or NULL */
};
/* ERR_NOT_CONFIGURED, ERR_STATE when the link does not stand. */
MUST_USE enum err pbx_command_give(
	struct cx *cx, const char *kind, const char *payload, int64_t *id);
/* Nobody waits for it; nothing happens when the link does not stand: it reads everything then. */
MUST_USE enum err pbx_command_refresh(struct cx *cx);
/*
 * Done, or failed when an error is given: a sentence in English, with what stands for
 * its %s. Whoever asked hears of it, in their language.
 */
MUST_USE enum err pbx_command_end(struct cx *cx, int64_t id, const char *error, const char *detail);
MUST_USE enum err command_store_add(struct cx *cx, struct pbx_command *command);
MUST_USE enum err command_store_waiting(struct cx *cx, struct pbx_command **rows, size_t *count);
MUST_USE enum err command_store_get(struct cx *cx, int64_t id, struct pbx_command *command);
MUST_USE enum err command_store_set(
	struct cx *cx, int64_t id, const char *state, const char *error);
/* Those that a process left behind. */
MUST_USE enum err command_store_forget(struct cx *cx, int64_t before_us);

/* ---- Queues: queue.c, queue_store.c, queue_ami.c ------------------------------------------ */

struct queue {
	int64_t id;
	const char *name, *strategy;
	int64_t callers, members, paused, free; /* of its rows */
	struct opt_int oldest_us; /* when the first of the waiting came */
};
struct queue_member {
	int64_t queue_id;
	const char *interface, *name, *endpoint, *membership, *pause_reason;
	int64_t penalty, calls_taken;
	enum line_state line;
	bool in_call, paused;
	struct opt_int paused_us, last_call_us;
	/* Of the extension behind it. */
	const char *extension; /* or NULL */
	int64_t agent_id, team_id;
};
struct queue_caller {
	int64_t queue_id, position, joined_us;
	const char *uniqueid, *number, *name;
};

/* In which queues, for whom, since when. */
struct queue_pause {
	const char *queue; /* NULL: in all of the member's */
	const char *interface; /* or NULL: of the extension, or the actor's own */
	const char *extension;
	bool paused;
	const char *reason; /* or NULL */
};
/* ERR_DENIED for another's phone without the right; ERR_NOT_FOUND; as pbx_command_give(). */
MUST_USE enum err queue_pause(struct cx *cx, const struct queue_pause *wanted, int64_t *command);

MUST_USE enum err queue_store_list(struct cx *cx, struct queue **rows, size_t *count);
/* ERR_NOT_FOUND */
MUST_USE enum err queue_store_get(struct cx *cx, const char *name, struct queue *queue);
MUST_USE enum err queue_store_get_id(struct cx *cx, int64_t id, struct queue *queue);
/* By its name; an empty strategy leaves it as it is. */
MUST_USE enum err queue_store_put(
	struct cx *cx, const struct queue *queue, int64_t *id, bool *changed);
MUST_USE enum err queue_store_members(
	struct cx *cx, int64_t queue_id, struct queue_member **rows, size_t *count);
MUST_USE enum err queue_store_member(struct cx *cx, int64_t queue_id, const char *interface,
	struct queue_member *member, bool *found);
MUST_USE enum err queue_store_put_member(struct cx *cx, const struct queue_member *member);
MUST_USE enum err queue_store_remove_member(struct cx *cx, int64_t queue_id, const char *interface);
MUST_USE enum err queue_store_callers(
	struct cx *cx, int64_t queue_id, struct queue_caller **rows, size_t *count);
MUST_USE enum err queue_store_put_caller(struct cx *cx, const struct queue_caller *caller);
MUST_USE enum err queue_store_remove_caller(
	struct cx *cx, int64_t queue_id, const char *uniqueid, bool *gone);
/* A reading of everything: forget what was seen, and at its end what was not. */
MUST_USE enum err queue_store_unsee(struct cx *cx);
MUST_USE enum err queue_store_drop_unseen(struct cx *cx, bool *dropped);

void queue_write(struct json *json, const struct queue *queue);
void queue_member_write(struct json *json, const struct queue_member *member);
void queue_caller_write(struct json *json, const struct queue_caller *caller);
/* The queue as it is now, and its callers to those who may see customers. */
MUST_USE enum err queue_publish(struct cx *cx, int64_t queue_id);
/* A reading of everything is through and something is gone: pages ask again. */
MUST_USE enum err queue_publish_all(struct cx *cx);
MUST_USE enum err queue_publish_member(
	struct cx *cx, const char *queue, const struct queue_member *member, bool removed);

/* ---- What the PBX says: pbx_ami.c, phone_ami.c, queue_ami.c, pbx_test_ami.c ------------------- */

/* Actions that this domain sends; an answer names the one it belongs to. */
enum pbx_action {
	ACTION_SETTINGS = 1, /* CoreSettings: the version */
	ACTION_STATUS, /* CoreStatus: since when it runs */
	ACTION_FILTER,
	ACTION_ENDPOINTS, /* PJSIPShowEndpoints */
	ACTION_DEVICES, /* DeviceStateList, for phones of other kinds */
	ACTION_QUEUES, /* QueueStatus */
	ACTION_COMMAND, /* of a person: pbx_command_ami.c */
};

/* Header as text fit to be kept and shown, at most `max` bytes; "" when missing. */
const char *pbx_text(struct cx *cx, const struct ami_packet *packet, const char *name, size_t max);
int64_t pbx_int(const struct ami_packet *packet, const char *name);
/* Send it; false: the link does not stand, or there is no such kind. */
MUST_USE bool command_send(struct cx *cx, struct ami_link *link, const struct pbx_command *command);
/* What the PBX said to it. */
MUST_USE enum err command_take(struct cx *cx, const struct ami_packet *packet);
/* Lines for manager.conf that leave out what nobody needs, in the form of that version. */
const char *pbx_filter_lines(struct cx *cx, const char *version);
/* Ask for everything; command 0: nobody waits for its end. */
void pbx_snapshot(struct ami_link *link, int64_t command);

/* What a batch of packets says of phones. */
MUST_USE enum err phones_take(struct cx *cx, const struct ami_packet *packets);
/* The link has not stood for a while: nothing is known any more, since then. */
MUST_USE enum err phones_doubt(struct cx *cx, int64_t since_us);
MUST_USE enum err queues_take(struct cx *cx, const struct ami_packet *packets);

MUST_USE enum err pbx_test_begin(struct cx *cx, const struct pbx *draft, const char **test);

#endif
