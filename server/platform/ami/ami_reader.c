/* ami_reader.c - the thread that keeps a connection to a PBX and reads whatever comes. */
/* SPDX-License-Identifier: MIT */
#include "platform/ami/ami_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/log/log.h"

#include <poll.h>
#include <unistd.h>

#define OPEN_US (10 * US_PER_SECOND)
#define PING_US (4 * US_PER_SECOND)
/* Nothing at all for so long, answers to two pings included: nobody is there any more. */
#define SILENT_US (11 * US_PER_SECOND)
/* A user without the class `system` never hears that the PBX has booted. */
#define BOOT_US (3 * US_PER_SECOND)
#define BACKOFF_FIRST_MS 500
#define BACKOFF_LAST_MS 30000
/* A secret does not become right by itself; the address of who guesses is soon locked out. */
#define REFUSED_MS 60000
#define ACTION_PING (-1)

struct metric ami_metric_events = {
	.name = "hatif_ami_messages_total", .about = "Messages that PBXes sent"};
struct metric ami_metric_dropped = {.name = "hatif_ami_dropped_total",
	.about = "Messages for which there was no room while the database was held up"};
struct metric ami_metric_links = {
	.name = "hatif_ami_links", .about = "Links to PBXes that stand", .gauge = true};
struct metric ami_metric_lost = {
	.name = "hatif_ami_lost_total", .about = "Links to PBXes that were lost"};

const char *const ami_state_words[] = {
#define X(id, word) word,
	AMI_STATES(X)
#undef X
		NULL,
};

int64_t ami_backoff_ms(int attempt, uint32_t dice)
{
	int64_t pause = BACKOFF_FIRST_MS;

	for (int i = 1; i < attempt && pause < BACKOFF_LAST_MS; i++)
		pause *= 2;
	if (pause > BACKOFF_LAST_MS)
		pause = BACKOFF_LAST_MS;
	return pause - pause / 4 + (int64_t)(dice % (uint32_t)(pause / 2));
}

static void drain_wake(const struct ami_link *link)
{
	uint64_t counter;
	const ssize_t length = read(link->wake_fd, &counter, sizeof(counter));

	(void)length; /* empty is fine */
}

static void put(struct ami_link *link, struct ami_packet packet)
{
	packet.at_us = clock_now_us();
	if (!ami_queue_put(&link->queue, &packet))
		metric_add(&ami_metric_dropped, 1);
}

static void set_state(struct ami_link *link, enum ami_state state, enum ami_reason reason)
{
	(void)pthread_mutex_lock(&link->lock);
	link->standing = state == AMI_CONNECTED;
	(void)pthread_mutex_unlock(&link->lock);
	log_info("ami.link", LOG_INT("company", link->company_id),
		LOG_TEXT("state", ami_state_words[state]),
		LOG_TEXT("reason", ami_reason_words[reason]));
	put(link, (struct ami_packet){.kind = AMI_PACKET_STATE, .state = state, .reason = reason});
}

/* ---- A session ---------------------------------------------------------------------- */

struct session {
	struct ami_link *link;
	bool booted; /* AMI_PACKET_UP was said */
	bool shutdown;
	int64_t boot_us, ping_us; /* when to take it as booted, when to ping next; steady */
};

static void say_up(struct session *session)
{
	session->booted = true;
	put(session->link, (struct ami_packet){.kind = AMI_PACKET_UP});
}

static void take_message(struct session *session, const struct ami_message *message)
{
	struct ami_link *link = session->link;
	struct ami_packet packet = {.kind = AMI_PACKET_MESSAGE, .message = *message};
	struct ami_asked asked = {0};

	metric_add(&ami_metric_events, 1);
	(void)pthread_mutex_lock(&link->lock);
	if (ami_pending_find(&link->pending, message, &asked, &packet.last)) {
		packet.action = asked.action;
		packet.ref = asked.ref;
	}
	(void)pthread_mutex_unlock(&link->lock);
	if (packet.action == ACTION_PING)
		return;
	if (str_is(ami_event(message), "FullyBooted")) {
		say_up(session);
		return;
	}
	session->shutdown |= str_is(ami_event(message), "Shutdown");
	put(link, packet);
}

static void expire(struct ami_link *link, bool all)
{
	struct ami_asked asked;
	bool found;

	do {
		(void)pthread_mutex_lock(&link->lock);
		found = ami_pending_expire(&link->pending, all, &asked);
		(void)pthread_mutex_unlock(&link->lock);
		if (found && asked.action != ACTION_PING)
			put(link,
				(struct ami_packet){.kind = AMI_PACKET_TIMEOUT,
					.action = asked.action,
					.ref = asked.ref,
					.last = true});
	} while (found);
}

/* What other threads want to send. False: the other side takes nothing any more. */
static bool send_waiting(struct ami_link *link)
{
	bool sent = true;

	(void)pthread_mutex_lock(&link->lock);
	if (link->out.len)
		sent = ami_conn_send(link->conn, (struct str){link->out.ptr, link->out.len});
	arena_reset(link->out_arena);
	link->out = buf_in(link->out_arena, 1024);
	(void)pthread_mutex_unlock(&link->lock);
	return sent;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* What the clock asks for. AMI_NONE: go on. */
static enum ami_reason on_time(struct session *session)
{
	const int64_t now = clock_steady_us();

	if (now - ami_conn_heard_us(session->link->conn) >= SILENT_US)
		return AMI_SILENT;
	if (!session->booted && now >= session->boot_us)
		say_up(session);
	if (now >= session->ping_us) {
		session->ping_us = now + PING_US;
		if (!ami_link_send(session->link,
			    &(struct ami_action){.name = "Ping", .action = ACTION_PING}))
			return AMI_SILENT;
	}
	expire(session->link, false);
	if (session->booted && ami_queue_overflowed(&session->link->queue)) {
		log_warn("ami.overflow", LOG_INT("company", session->link->company_id));
		say_up(session);
	}
	return AMI_NONE;
}

static enum ami_reason run_session(struct session *session)
{
	struct ami_link *link = session->link;
	enum ami_reason reason = AMI_NONE;

	while (reason == AMI_NONE) {
		struct ami_message message;
		int64_t deadline = earlier(
			session->ping_us, ami_conn_heard_us(link->conn) + SILENT_US);

		if (!session->booted)
			deadline = earlier(deadline, session->boot_us);
		switch (ami_conn_next(link->conn, deadline, link->wake_fd, &message)) {
		case AMI_NEXT_MESSAGE:
			take_message(session, &message);
			if (clock_steady_us() < session->ping_us)
				continue;
			break;
		case AMI_NEXT_WOKEN:
			drain_wake(link);
			break;
		case AMI_NEXT_END:
			return session->shutdown ? AMI_SHUTDOWN : AMI_CLOSED;
		case AMI_NEXT_TIME:
			break;
		}
		if (atomic_load(&link->stopping))
			return AMI_STOPPED;
		reason = on_time(session);
		if (reason == AMI_NONE && !send_waiting(link))
			reason = AMI_SILENT;
	}
	return reason;
}

/* ---- One after the other ---------------------------------------------------------------- */

static enum ami_reason one_session(struct ami_link *link)
{
	const int64_t now = clock_steady_us();
	struct session session = {.link = link, .boot_us = now + BOOT_US, .ping_us = now + PING_US};
	enum ami_reason reason;

	set_state(link, AMI_CONNECTED, AMI_NONE);
	metric_add(&ami_metric_links, 1);
	reason = run_session(&session);
	metric_add(&ami_metric_links, -1);
	metric_add(&ami_metric_lost, reason != AMI_STOPPED);
	(void)pthread_mutex_lock(&link->lock);
	link->standing = false;
	(void)pthread_mutex_unlock(&link->lock);
	expire(link, true);
	ami_conn_close(link->conn);
	return reason;
}

/* Until the time is over or the link is to end. */
static void pause_for(struct ami_link *link, int64_t ms)
{
	struct pollfd wake = {.fd = link->wake_fd, .events = POLLIN};

	if (!atomic_load(&link->stopping))
		(void)poll(&wake, 1, (int)ms);
	drain_wake(link);
}

static bool is_refusal(enum ami_reason reason)
{
	return reason == AMI_LOGIN || reason == AMI_ADDRESS || reason == AMI_NOT_AMI;
}

void *ami_reader_run(void *arg)
{
	struct ami_link *link = arg;
	int attempt = 0;

	set_state(link, AMI_CONNECTING, AMI_NONE);
	while (!atomic_load(&link->stopping)) {
		uint32_t dice;
		enum ami_reason reason = ami_conn_open(
			link->conn, &link->options, clock_steady_us() + OPEN_US, link->wake_fd);

		drain_wake(link);
		if (reason == AMI_NONE) {
			attempt = 0;
			reason = one_session(link);
		}
		if (atomic_load(&link->stopping))
			break;
		set_state(link, is_refusal(reason) ? AMI_REFUSED : AMI_LOST, reason);
		crypto_random(&dice, sizeof(dice));
		pause_for(link, is_refusal(reason) ? REFUSED_MS : ami_backoff_ms(++attempt, dice));
	}
	ami_queue_close(&link->queue);
	return NULL;
}
