/*
 * db_lite_vfs.c - the writer's log: what a commit writes goes out in a few system calls.
 *
 * SQLite writes every page of a commit by two calls. Its log is append-only
 * between two syncs, and with synchronous=FULL nobody looks at what was not
 * synced yet; so the writes are gathered and leave together, at the latest
 * before the sync. All other files are those of SQLite's own VFS.
 */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_lite.h"

#define GATHERED_BYTES ((size_t)64 * 1024) /* SQLite's VFS takes less than 128 KB at once */

/* An open log; the file of SQLite's own VFS lies right behind it. */
struct log_file {
	sqlite3_file base;
	sqlite3_file *real;
	unsigned char *bytes; /* not written yet */
	size_t count;
	sqlite3_int64 at; /* where they belong */
};

static sqlite3_vfs *own; /* SQLite's standard one */
static sqlite3_vfs gathering;

static struct log_file *log_of(sqlite3_file *file)
{
	return (struct log_file *)file;
}

/* Bytes that could not be written stay, and every later call meets the same refusal. */
static int write_out(struct log_file *log)
{
	int code;

	if (!log->count)
		return SQLITE_OK;
	code = log->real->pMethods->xWrite(log->real, log->bytes, (int)log->count, log->at);
	if (code == SQLITE_OK)
		log->count = 0;
	return code;
}

static int log_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 at)
{
	struct log_file *log = log_of(file);
	const bool follows = log->count && at == log->at + (sqlite3_int64)log->count;

	if (!follows || log->count + (size_t)length > GATHERED_BYTES) {
		int code = write_out(log);

		if (code != SQLITE_OK)
			return code;
		log->at = at;
	}
	if ((size_t)length > GATHERED_BYTES)
		return log->real->pMethods->xWrite(log->real, bytes, length, at);
	memcpy(log->bytes + log->count, bytes, (size_t)length);
	log->count += (size_t)length;
	return SQLITE_OK;
}

static int log_read(sqlite3_file *file, void *bytes, int length, sqlite3_int64 at)
{
	struct log_file *log = log_of(file);
	const bool elsewhere = at + length <= log->at || at >= log->at + (sqlite3_int64)log->count;

	/* Undoing a commit that found the disk full must be able to read what is there. */
	if (!elsewhere) {
		int code = write_out(log);

		if (code != SQLITE_OK)
			return code;
	}
	return log->real->pMethods->xRead(log->real, bytes, length, at);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	struct log_file *log = log_of(file);
	int code = write_out(log);

	return code == SQLITE_OK ? log->real->pMethods->xTruncate(log->real, size) : code;
}

static int log_sync(sqlite3_file *file, int flags)
{
	struct log_file *log = log_of(file);
	int code = write_out(log);

	return code == SQLITE_OK ? log->real->pMethods->xSync(log->real, flags) : code;
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size)
{
	struct log_file *log = log_of(file);
	int code = write_out(log);

	return code == SQLITE_OK ? log->real->pMethods->xFileSize(log->real, size) : code;
}

/* What is still here belongs to a commit that failed. */
static int log_close(sqlite3_file *file)
{
	struct log_file *log = log_of(file);

	free(log->bytes);
	return log->real->pMethods->xClose(log->real);
}

static int log_lock(sqlite3_file *file, int level)
{
	return log_of(file)->real->pMethods->xLock(log_of(file)->real, level);
}

static int log_unlock(sqlite3_file *file, int level)
{
	return log_of(file)->real->pMethods->xUnlock(log_of(file)->real, level);
}

static int log_is_reserved(sqlite3_file *file, int *reserved)
{
	return log_of(file)->real->pMethods->xCheckReservedLock(log_of(file)->real, reserved);
}

static int log_control(sqlite3_file *file, int what, void *arg)
{
	return log_of(file)->real->pMethods->xFileControl(log_of(file)->real, what, arg);
}

static int log_sector_size(sqlite3_file *file)
{
	return log_of(file)->real->pMethods->xSectorSize(log_of(file)->real);
}

static int log_device(sqlite3_file *file)
{
	return log_of(file)->real->pMethods->xDeviceCharacteristics(log_of(file)->real);
}

static const sqlite3_io_methods log_methods = {
	.iVersion = 1,
	.xClose = log_close,
	.xRead = log_read,
	.xWrite = log_write,
	.xTruncate = log_truncate,
	.xSync = log_sync,
	.xFileSize = log_size,
	.xLock = log_lock,
	.xUnlock = log_unlock,
	.xCheckReservedLock = log_is_reserved,
	.xFileControl = log_control,
	.xSectorSize = log_sector_size,
	.xDeviceCharacteristics = log_device,
};

static int open_file(
	sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *flags_out)
{
	struct log_file *log = log_of(file);
	int code;

	(void)vfs;
	if (!(flags & SQLITE_OPEN_WAL))
		return own->xOpen(own, name, file, flags, flags_out);
	*log = (struct log_file){.real = (sqlite3_file *)(log + 1)};
	code = own->xOpen(own, name, log->real, flags, flags_out);
	if (code != SQLITE_OK)
		return code;
	log->bytes = malloc(GATHERED_BYTES);
	if (!log->bytes) {
		(void)log->real->pMethods->xClose(log->real);
		return SQLITE_NOMEM;
	}
	log->base.pMethods = &log_methods;
	return SQLITE_OK;
}

const char *lite_gathering_vfs(void)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

	(void)pthread_mutex_lock(&lock);
	/* Tests put one of their own in the place of SQLite's. */
	if (own != sqlite3_vfs_find(NULL)) {
		own = sqlite3_vfs_find(NULL);
		gathering = *own;
		gathering.pNext = NULL;
		gathering.zName = "hatif-gathering";
		gathering.szOsFile = (int)sizeof(struct log_file) + own->szOsFile;
		gathering.xOpen = open_file;
		(void)sqlite3_vfs_register(&gathering, 0);
	}
	(void)pthread_mutex_unlock(&lock);
	return gathering.zName;
}
