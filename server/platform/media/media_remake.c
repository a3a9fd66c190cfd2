/* media_remake.c - the side of the program: a child for each image, and no longer than it may take. */
/* SPDX-License-Identifier: MIT */
#include "platform/media/media.h"

#include "base/clock.h"
#include "platform/log/log.h"
#include "platform/media/media_child.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_US (20 * US_PER_SECOND) /* of its CPU time it has ten seconds */
#define PICTURE_BYTES_MAX ((uint64_t)64 * 1024 * 1024)
#define COPY_BYTES ((size_t)64 * 1024)

static const char *child_program = "/proc/self/exe";
static int64_t deadline = DEADLINE_US;

void media_child_replace(const char *program, int64_t deadline_us)
{
	child_program = program ? program : "/proc/self/exe";
	deadline = deadline_us ? deadline_us : DEADLINE_US;
}

struct child {
	pid_t pid;
	int out; /* what it says */
	int64_t until_us; /* steady */
};

/* The image as a file without a name, for the child's standard input. */
static int open_input(struct str bytes)
{
	const int fd = memfd_create("image", MFD_CLOEXEC);

	for (size_t at = 0; fd >= 0 && at < bytes.len;) {
		const ssize_t written = write(fd, bytes.ptr + at, bytes.len - at);

		if (written <= 0 && errno != EINTR) {
			(void)close(fd);
			return -1;
		}
		at += written > 0 ? (size_t)written : 0;
	}
	if (fd >= 0)
		(void)lseek(fd, 0, SEEK_SET);
	return fd;
}

/* Workers block signals, and the child begins with none blocked; it inherits nothing else. */
static bool spawn(struct child *child, char *const *args, int in, int out)
{
	static char *const no_environment[] = {NULL};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none;
	bool good;

	(void)sigemptyset(&none);
	if (posix_spawn_file_actions_init(&files) != 0)
		return false;
	(void)posix_spawnattr_init(&how);
	(void)posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK);
	(void)posix_spawnattr_setsigmask(&how, &none);
	good = posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO) == 0 &&
		posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO) == 0 &&
		posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0) ==
			0 &&
		posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1) == 0 &&
		posix_spawn(&child->pid, child_program, &files, &how, args, no_environment) == 0;
	(void)posix_spawnattr_destroy(&how);
	(void)posix_spawn_file_actions_destroy(&files);
	return good;
}

static char *number(struct cx *cx, int64_t value)
{
	return arena_format(cx->arena, "%" PRId64, value);
}

static bool start(struct cx *cx, const struct media_source *source, struct child *child)
{
	char *args[MEDIA_CHILD_ARGS + 1] = {arena_text(cx->arena, "hatif"),
		arena_text(cx->arena, MEDIA_CHILD_WORD), arena_text(cx->arena, source->media->mime),
		number(cx, source->media->orientation), number(cx, source->side_max),
		number(cx, source->thumbnail_side), NULL};
	const int in = open_input(source->bytes);
	int pipe_fds[2];
	bool good;

	if (in < 0)
		return false;
	if (pipe2(pipe_fds, O_CLOEXEC) != 0) {
		(void)close(in);
		return false;
	}
	*child = (struct child){.out = pipe_fds[0], .until_us = clock_steady_us() + deadline};
	good = spawn(child, args, in, pipe_fds[1]);
	(void)close(in);
	(void)close(pipe_fds[1]);
	if (!good)
		(void)close(pipe_fds[0]);
	return good;
}

/* -1 when it says nothing more in time. */
static ssize_t read_some(const struct child *child, char *to, size_t most)
{
	for (;;) {
		struct pollfd wait = {.fd = child->out, .events = POLLIN};
		const int64_t left_us = child->until_us - clock_steady_us();
		ssize_t got;

		if (left_us <= 0)
			return -1;
		if (poll(&wait, 1, (int)(left_us / US_PER_MS) + 1) <= 0)
			continue;
		got = read(child->out, to, most);
		if (got >= 0 || errno != EINTR)
			return got;
	}
}

static bool read_answer(const struct child *child, struct media_answer *answer)
{
	char *const to = (char *)answer;
	size_t length = 0;

	while (length < sizeof(*answer)) {
		const ssize_t got = read_some(child, to + length, sizeof(*answer) - length);

		if (got <= 0)
			return false;
		length += (size_t)got;
	}
	return answer->magic == MEDIA_ANSWER_MAGIC && answer->width <= MEDIA_SIDE_MAX &&
		answer->height <= MEDIA_SIDE_MAX && answer->bytes <= PICTURE_BYTES_MAX &&
		answer->thumbnail_bytes <= PICTURE_BYTES_MAX;
}

enum copied { COPIED, COPY_CUT_OFF, COPY_NO_ROOM };

static enum copied copy(struct cx *cx, const struct child *child, uint64_t bytes, FILE *file)
{
	char *room = arena_room(cx->arena, COPY_BYTES);

	while (bytes) {
		const size_t most = bytes < COPY_BYTES ? (size_t)bytes : COPY_BYTES;
		const ssize_t got = read_some(child, room, most);

		if (got <= 0)
			return COPY_CUT_OFF;
		if (fwrite(room, 1, (size_t)got, file) != (size_t)got)
			return COPY_NO_ROOM;
		bytes -= (uint64_t)got;
	}
	return COPIED;
}

static enum copied copy_to(
	struct cx *cx, const struct child *child, uint64_t bytes, const char *path)
{
	FILE *file = fopen(path, "wbxe");
	enum copied copied;

	if (!file)
		return COPY_NO_ROOM;
	copied = copy(cx, child, bytes, file);
	return fclose(file) != 0 && copied == COPIED ? COPY_NO_ROOM : copied;
}

static enum copied take(struct cx *cx, const struct child *child, const struct media_source *source,
	struct media_answer *answer)
{
	enum copied copied;

	if (!read_answer(child, answer))
		return COPY_CUT_OFF;
	copied = copy_to(cx, child, answer->bytes, source->path);
	return copied == COPIED
		? copy_to(cx, child, answer->thumbnail_bytes, source->thumbnail_path)
		: copied;
}

/* However far it came: nothing of it stays. */
static int end(const struct child *child)
{
	int status = 0;

	(void)kill(child->pid, SIGKILL);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static void describe(const struct media_source *source, const struct media_answer *answer,
	struct media_picture *picture)
{
	const bool is_gif = text_is(source->media->mime, "image/gif");

	*picture = (struct media_picture){
		.mime = is_gif ? "image/png" : source->media->mime,
		.extensions = is_gif ? "png" : source->media->extensions,
		.width = (int64_t)answer->width,
		.height = (int64_t)answer->height,
		.bytes = (int64_t)answer->bytes,
		.thumbnail_bytes = (int64_t)answer->thumbnail_bytes,
	};
}

enum err media_remake(
	struct cx *cx, const struct media_source *source, struct media_picture *picture)
{
	struct media_answer answer;
	struct child child;
	enum copied copied;
	int status;

	if (!start(cx, source, &child))
		return fail(cx, ERR_BUSY, NULL, "The server is out of memory.");
	copied = take(cx, &child, source, &answer);
	(void)close(child.out);
	status = end(&child);
	if (copied == COPIED) {
		describe(source, &answer, picture);
		return OK;
	}
	log_info("media.refused", LOG_TEXT("type", source->media->mime), LOG_INT("status", status),
		LOG_INT("bytes", (int64_t)source->bytes.len));
	if (copied == COPY_NO_ROOM)
		return fail(cx, ERR_FULL, NULL, "There is no room for the file.");
	return fail(cx, ERR_INVALID, "file", "The image cannot be read.");
}
