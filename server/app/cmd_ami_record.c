/* cmd_ami_record.c - what a PBX says over its manager connection, kept in a file as it comes. */
/* SPDX-License-Identifier: MIT */
#include "app/cmd_ami.h"
#include "base/clock.h"
#include "platform/ami/ami_conn.h"
#include "platform/ami/ami_mask.h"
#include "platform/fetch/fetch.h"

#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define OPEN_US (10 * US_PER_SECOND)
#define PING_US (5 * US_PER_SECOND)
#define SILENT_US (15 * US_PER_SECOND)
#define HOST_BYTES_MAX 253

struct recording {
	struct ami_conn *conn;
	struct ami_mask *mask; /* NULL: everything as it is */
	struct arena *scratch;
	FILE *file;
	int signals; /* readable when a person ends it */
	int64_t bytes, until_us; /* steady */
	bool failed; /* the file takes no more */
};

/* ---- Bytes --------------------------------------------------------------------------- */

static void write_bytes(struct recording *recording, struct str bytes)
{
	if (bytes.len && fwrite(bytes.ptr, 1, bytes.len, recording->file) != bytes.len)
		recording->failed = true;
	recording->bytes += (int64_t)bytes.len;
}

static void tap(void *arg, struct str bytes)
{
	struct recording *recording = arg;

	if (recording->mask)
		bytes = ami_mask_take(recording->mask, bytes, false);
	write_bytes(recording, bytes);
	/* Whatever ends the program, what was heard is there. */
	if (fflush(recording->file) != 0)
		recording->failed = true;
}

static bool ask(struct recording *recording, const char *action)
{
	struct buf text = buf_in(recording->scratch, 256);
	bool sent = ami_compose(&text, action, action, NULL, 0) &&
		ami_conn_send(recording->conn, (struct str){text.ptr, text.len});

	arena_reset(recording->scratch);
	return sent;
}

/* What goes on already is part of it. */
static bool ask_everything(struct recording *recording)
{
	return ask(recording, "CoreStatus") && ask(recording, "CoreShowChannels") &&
		ask(recording, "BridgeList") && ask(recording, "QueueStatus");
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* NULL: ended as wanted. */
static const char *listen_on(struct recording *recording)
{
	int64_t ping_us = clock_steady_us() + PING_US;

	while (!recording->failed) {
		const int64_t now_us = clock_steady_us();
		struct ami_message message;

		if (now_us >= recording->until_us)
			return NULL;
		if (now_us - ami_conn_heard_us(recording->conn) > SILENT_US)
			return "the PBX has not answered for a while";
		if (now_us >= ping_us && !ask(recording, "Ping"))
			return "the PBX takes nothing any more";
		if (now_us >= ping_us)
			ping_us = now_us + PING_US;
		switch (ami_conn_next(recording->conn, earlier(ping_us, recording->until_us),
			recording->signals, &message)) {
		case AMI_NEXT_WOKEN:
			return NULL;
		case AMI_NEXT_END:
			return "the PBX closed the connection";
		case AMI_NEXT_MESSAGE:
		case AMI_NEXT_TIME:
			break;
		}
	}
	return "the file takes no more";
}

static const char *record(struct recording *recording, const struct ami_options *options)
{
	const enum ami_reason reason = ami_conn_open(
		recording->conn, options, clock_steady_us() + OPEN_US, recording->signals);
	const char *why;

	if (reason != AMI_NONE)
		return reason == AMI_LOGIN ? "the PBX does not accept this user with this secret"
					   : ami_reason_words[reason];
	if (!ask_everything(recording))
		return "the PBX takes nothing any more";
	why = listen_on(recording);
	if (recording->mask)
		write_bytes(recording, ami_mask_take(recording->mask, STR(""), true));
	return why;
}

/* ---- The command ------------------------------------------------------------------------ */

static int open_signals(void)
{
	sigset_t signals;

	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGINT);
	(void)sigaddset(&signals, SIGTERM);
	(void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
	return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Whoever has this machine's command line may connect to what it reaches. */
static bool open_fetch(void)
{
	static const char *const everywhere[] = {"0.0.0.0/0", "::/0", NULL};
	const char *why;

	if (fetch_open(&(struct fetch_options){.allow = everywhere}, &why))
		return true;
	(void)cli_complain("%s", why);
	return false;
}

static bool read_host(const char *word, char host[HOST_BYTES_MAX + 1], int *port)
{
	struct str port_text;
	const struct str name = str_cut(str_of(word), ':', &port_text);
	int64_t number = AMI_PORT;

	if (!name.len || name.len > HOST_BYTES_MAX)
		return false;
	if (port_text.ptr && (!str_int(port_text, &number) || number < 1 || number > UINT16_MAX))
		return false;
	memcpy(host, name.ptr, name.len);
	host[name.len] = '\0';
	*port = (int)number;
	return true;
}

static bool read_seconds(const struct cli_args *args, int64_t *until_us)
{
	const char *given = cli_value(args, "seconds");
	int64_t seconds;

	*until_us = INT64_MAX;
	if (!given)
		return true;
	if (!str_int(str_of(given), &seconds) || seconds < 1 || seconds > 7 * 24 * 3600)
		return false;
	*until_us = clock_steady_us() + seconds * US_PER_SECOND;
	return true;
}

static int run(struct recording *recording, const struct ami_options *options, const char *path)
{
	const char *why;

	recording->file = fopen(path, "wbe");
	if (!recording->file)
		return cli_complain("%s: %s", path, strerror(errno));
	recording->conn = ami_conn_new();
	recording->scratch = arena_new(0);
	ami_conn_tap(recording->conn, tap, recording);
	why = record(recording, options);
	if (fclose(recording->file) != 0 && !why)
		why = "the file takes no more";
	ami_conn_free(&recording->conn);
	arena_free(&recording->scratch);
	(void)printf("%lld bytes in %s\n", (long long)recording->bytes, path);
	return why ? cli_complain("%s", why) : 0;
}

int cmd_ami_record(const struct cli_args *args)
{
	struct recording recording = {0};
	char host[HOST_BYTES_MAX + 1];
	struct ami_options options = {.host = host, .user = cli_value(args, "username")};
	int code;

	if (args->word_count != 3 || !options.user ||
		!read_host(args->words[1], host, &options.port))
		return cli_complain("usage: hatif ami record HOST[:PORT] FILE --username NAME");
	if (!read_seconds(args, &recording.until_us))
		return cli_complain("--seconds is a number of seconds, of a week at most");
	options.secret = cli_password(args);
	/* Before there are other threads, which would take a signal for themselves. */
	recording.signals = open_signals();
	if (!options.secret || !open_fetch())
		return 1;
	if (cli_value(args, "mask"))
		recording.mask = ami_mask_new();
	code = run(&recording, &options, args->words[2]);
	ami_mask_free(&recording.mask);
	fetch_close();
	(void)close(recording.signals);
	return code;
}
