/* http_park.h - requests that wait, without a worker, for an answer that comes later. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_HTTP_PARK_H
#define PLATFORM_HTTP_HTTP_PARK_H

#include "platform/http/http.h"

/* A request that waits. */
struct http_parked;

/*
 * For a handler, which then returns OK: instead of an answer, take() gets the
 * request after the unit has ended, on some worker, and must not block. Whoever
 * has it answers it by http_unpark(), in any case before http_stop().
 */
typedef void http_take(struct http_parked *parked, void *arg);
void http_park(struct http_req *rq, http_take *take, void *arg);

/* From any thread, once. type is a constant; body is copied. */
void http_unpark(struct http_parked **parked, int status, const char *type, struct str body);

#endif
