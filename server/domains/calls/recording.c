/* recording.c - files in which a PBX recorded calls, found without ever leaving the company's folder. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/recording.h"

#include "base/str.h"
#include "platform/auth/auth.h"
#include "platform/cfg/cfg.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIRECTORY_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define MONITOR "/monitor/"

static const struct {
	const char *ending, *type;
} types[] = {{".wav", "audio/wav"}, {".WAV", "audio/wav"}, {".wav49", "audio/wav"},
	{".mp3", "audio/mpeg"}, {".ogg", "audio/ogg"}, {".opus", "audio/ogg"},
	{".m4a", "audio/mp4"}, {".flac", "audio/flac"}, {".gsm", "audio/x-gsm"},
	{".webm", "audio/webm"}};

/* Of what can be played; NULL for anything else. */
static const char *type_of(const char *file)
{
	const char *ending = strrchr(file, '.');

	for (size_t i = 0; ending && i < COUNT(types); i++)
		if (text_is(types[i].ending, ending))
			return types[i].type;
	return NULL;
}

/* A name of its own in a folder: neither it nor the one above, and without bytes of paths. */
static bool name_good(struct str name)
{
	return name.len && name.len < 256 && !str_is(name, ".") && !str_is(name, "..") &&
		!memchr(name.ptr, '\0', name.len);
}

/* Folder by folder: each name is opened in the folder before it, and no link is followed. */
static int open_below(int folder, struct str path)
{
	int at = dup(folder);

	while (at >= 0) {
		struct str rest, name = str_cut(path, '/', &rest);
		const bool last = rest.ptr == NULL;
		char text[256];
		int next = -1;

		if (name_good(name)) {
			memcpy(text, name.ptr, name.len);
			text[name.len] = '\0';
			next = openat(at, text,
				last ? O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
				     : DIRECTORY_FLAGS);
		}
		(void)close(at);
		if (last || next < 0)
			return next;
		at = next;
		path = rest;
	}
	return -1;
}

static int open_company(const struct cx *cx)
{
	const char *folder = cfg_text("recordings-dir");
	const char *code = cx->actor->company ? cx->actor->company->code : NULL;
	int above, own = -1;

	if (text_empty(folder) || text_empty(code) || !name_good(str_of(code)) || strchr(code, '/'))
		return -1;
	above = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (above < 0)
		return -1;
	own = openat(above, code, DIRECTORY_FLAGS);
	(void)close(above);
	return own;
}

static bool is_plain(int fd)
{
	struct stat file;

	return fstat(fd, &file) == 0 && S_ISREG(file.st_mode);
}

/* -1: not there. */
static int find(const struct cx *cx, const char *file)
{
	const char *monitor = strstr(file, MONITOR), *bare = strrchr(file, '/');
	const char *below = monitor ? monitor + strlen(MONITOR) : file;
	const int folder = open_company(cx);
	int fd;

	if (folder < 0)
		return -1;
	fd = open_below(folder, str_of(below));
	if (fd < 0 && bare)
		fd = open_below(folder, str_of(bare + 1));
	(void)close(folder);
	if (fd >= 0 && !is_plain(fd)) {
		(void)close(fd);
		fd = -1;
	}
	return fd;
}

bool recording_there(const struct cx *cx, const char *file)
{
	const int fd = text_empty(file) || !type_of(file) ? -1 : find(cx, file);

	if (fd >= 0)
		(void)close(fd);
	return fd >= 0;
}

enum err recording_open(struct cx *cx, const char *file, int *fd, const char **type)
{
	*type = text_empty(file) ? NULL : type_of(file);
	*fd = *type ? find(cx, file) : -1;
	return *fd >= 0 ? OK
			: fail(cx, ERR_NOT_FOUND, NULL, "The recording of this call is not there.");
}
