/* files_backup.c - the kept files of one spool folder, copied into another one. */
/* SPDX-License-Identifier: MIT */
#include "platform/files/files_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPY_BYTES ((size_t)256 * 1024)
#define PART "copy-part" /* a name of unfinished ones: a start of the server removes it */

struct folders {
	int from, to;
	char *bytes; /* COPY_BYTES */
	size_t copied;
};

static bool copy_bytes(const struct folders *folders, int from, int to)
{
	ssize_t length;

	while ((length = read(from, folders->bytes, COPY_BYTES)) > 0)
		if (write(to, folders->bytes, (size_t)length) != length)
			return false;
	return length == 0;
}

/* A kept file never changes: one of its name and size is it. */
static bool is_there(const struct folders *folders, const char *name, int64_t size)
{
	struct stat about;

	return fstatat(folders->to, name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
		about.st_size == size;
}

static bool copy_open(struct folders *folders, const char *name, int from)
{
	const int to = openat(folders->to, PART, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool good = to >= 0 && copy_bytes(folders, from, to) && fsync(to) == 0;

	if (to >= 0 && close(to) != 0)
		good = false;
	if (!good || renameat(folders->to, PART, folders->to, name) != 0)
		return false;
	folders->copied++;
	return true;
}

/* What was removed meanwhile needs no copy. */
static bool copy_one(struct folders *folders, const char *name)
{
	const int from = openat(folders->from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat about;
	bool good = true;

	if (from < 0)
		return errno == ENOENT || errno == ELOOP;
	if (fstat(from, &about) != 0)
		good = false;
	else if (S_ISREG(about.st_mode) && !is_there(folders, name, about.st_size))
		good = copy_open(folders, name, from);
	(void)close(from);
	return good;
}

static bool copy_all(struct folders *folders, DIR *list)
{
	struct dirent *entry;

	while ((entry = readdir(list)) != NULL)
		if (*entry->d_name != '.' && !files_is_unfinished(entry->d_name) &&
			!copy_one(folders, entry->d_name))
			return false;
	return fsync(folders->to) == 0;
}

bool files_copy(const char *from, const char *to, size_t *copied)
{
	DIR *list = opendir(from);
	struct folders folders = {.to = -1};
	bool good = false;

	*copied = 0;
	if (!list)
		return errno == ENOENT;
	if (mkdir(to, 0700) == 0 || errno == EEXIST) {
		folders.from = dirfd(list);
		folders.to = open(to, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		folders.bytes = malloc(COPY_BYTES);
	}
	if (folders.to >= 0 && folders.bytes)
		good = copy_all(&folders, list);
	*copied = folders.copied;
	free(folders.bytes);
	if (folders.to >= 0)
		(void)close(folders.to);
	(void)closedir(list);
	return good;
}
