/* ami_link.h - links to PBXes that stand day and night, and units of work made of what they say. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_AMI_AMI_LINK_H
#define PLATFORM_AMI_AMI_LINK_H

#include "base/cx.h"
#include "platform/ami/ami_conn.h"

struct db_pool;

/*
 * A link has two threads. The reader connects, logs in, keeps the connection
 * alive and connects again when it is lost; it never waits for the database.
 * The consumer turns what was read into units of work. Between them lies a queue
 * of at most 64 MB: when the database is held up for longer, what comes is dropped
 * and counted, and afterwards the link says AMI_PACKET_UP again, so that whoever
 * follows the PBX asks for everything anew.
 */
struct ami_link;

/* Words are stored: append only. */
#define AMI_STATES(X) \
	X(CONNECTING, "connecting") \
	X(CONNECTED, "connected") \
	X(REFUSED, "refused") /* the PBX is there and does not want us: a person has to act */ \
	X(LOST, "lost") /* tried again and again */
enum ami_state {
#define X(id, word) AMI_##id,
	AMI_STATES(X)
#undef X
		AMI_STATE_COUNT
};
extern const char *const ami_state_words[]; /* NULL-terminated */

enum ami_packet_kind {
	AMI_PACKET_STATE, /* the link's state changed */
	AMI_PACKET_UP, /* logged in and booted, or much was dropped: ask for everything */
	AMI_PACKET_MESSAGE, /* an event, or an answer when `action` is not 0 */
	AMI_PACKET_TIMEOUT, /* no whole answer to `action` in time, or the link was lost before */
};

/* What a link has to say, in the order in which it came. */
struct ami_packet {
	struct ami_packet *next;
	enum ami_packet_kind kind;
	int64_t at_us; /* when it arrived */
	enum ami_state state;
	enum ami_reason reason;
	struct ami_message message;
	int action; /* of ami_link_send(); 0: nobody asked for it */
	int64_t ref;
	bool last; /* the answer is whole with this */
};

/*
 * When it happened by the PBX's own clock (timestampevents); when it arrived, if the
 * PBX does not say or its clock is more than a minute off.
 */
int64_t ami_packet_us(const struct ami_packet *packet);

/*
 * Send an action; thread-safe, returns at once. What comes back carries `action`
 * (1 and more) and `ref`: the response, the rows of a list, and at the end one
 * packet with `last`, or AMI_PACKET_TIMEOUT after ten seconds. False: a value is
 * no good (ami_value_good), or the link does not stand.
 */
struct ami_action {
	const char *name;
	const struct ami_pair *pairs;
	size_t count;
	int action;
	int64_t ref;
	/* Not 0: the response only says "queued", an event tells how it went, so late at most. */
	int64_t follows_us;
};
MUST_USE bool ami_link_send(struct ami_link *link, const struct ami_action *action);

/* Whatever the owner keeps for this link; NULL in the beginning. */
void **ami_link_memory(struct ami_link *link);

/* ---- Which links there are ----------------------------------------------------- */

/* A company's link as it should be. */
struct ami_wanted {
	int64_t company_id;
	int64_t version; /* another one: begin anew with these options */
	struct ami_options options;
};

/*
 * Whose links they are. list() is asked each second, in a unit without an actor,
 * and says what this process should keep up: with several processes a lease in the
 * database decides. take() works on packets in a unit as the company's system
 * actor; it is also called without packets, each second and after ami_links_wake().
 * Units that the database refuses are tried again, with the same packets; what fails
 * otherwise is logged and left out. ERR_STATE from take(): the link is another
 * process's now. settle() follows once for each batch, however often it was tried:
 * what an owner keeps in memory beside the database goes by it. All of a link's
 * calls but list() and leave() come from its consumer.
 */
struct ami_owner {
	enum err (*list)(struct cx *cx, const char *process, bool alone, struct ami_wanted **rows,
		size_t *count);
	enum err (*take)(struct cx *cx, struct ami_link *link, const char *process,
		const struct ami_packet *packets);
	/* The batch is on disk, or will never be. NULL: nothing is kept. */
	void (*settle)(struct ami_link *link, bool stored);
	/* The link ends: free *ami_link_memory(). Or NULL. */
	void (*end)(struct ami_link *link);
	/* The program stops: let go of every lease. */
	enum err (*leave)(struct cx *cx, const char *process);
};

void ami_links_start(struct db_pool *pool, const struct ami_owner *owner);
void ami_links_stop(void);
/* Something was changed: look now. Never blocks; does nothing when not started. */
void ami_links_wake(void);

#endif
