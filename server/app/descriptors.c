/* descriptors.c - the limit of open files, shared out among clients. */
/* SPDX-License-Identifier: MIT */
#include "app/descriptors.h"

#include "platform/log/log.h"

#include <sys/resource.h>

#define KEPT 40 /* the database, the log, uploads on their way in */
#define CONNECTIONS_MAX 4096
#define SOCKETS_MAX 20000
#define LEAST 8
#define FILES_OF_TLS_SOCKET 3

static size_t limit_of_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 1024;
	if (limit.rlim_cur < limit.rlim_max) {
		const struct rlimit raised = {limit.rlim_max, limit.rlim_max};

		if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
			limit = raised;
	}
	return (size_t)limit.rlim_cur;
}

static size_t between(size_t least, size_t value, size_t most)
{
	return value < least ? least : value > most ? most : value;
}

struct descriptors descriptors_share(bool tls)
{
	const size_t files = limit_of_files();
	const size_t free_files = files > KEPT ? files - KEPT : 0;
	const size_t connections = between(LEAST, free_files / 4, CONNECTIONS_MAX);
	const size_t left = free_files > connections ? free_files - connections : 0;
	struct descriptors share = {
		.sockets = between(LEAST, tls ? left / FILES_OF_TLS_SOCKET : left, SOCKETS_MAX)};

	share.connections = (unsigned)(connections + (tls ? share.sockets : 0));
	if (share.sockets < SOCKETS_MAX)
		log_info("server.descriptors", LOG_INT("files", (int64_t)files),
			LOG_INT("sockets", (int64_t)share.sockets),
			LOG_INT("connections", (int64_t)connections));
	return share;
}
