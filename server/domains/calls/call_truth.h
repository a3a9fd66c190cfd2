/* call_truth.h - a call in the words of people who wrote down what happened in it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_TRUTH_H
#define DOMAINS_CALLS_CALL_TRUTH_H

#include "domains/calls/call.h"
#include "platform/json/json.h"

/*
 * One object: parties, legs, stays in bridges, transfers, queues; times in seconds
 * from the call's first event. Recordings of real PBXes have an account of this
 * shape beside them, written by hand, so that both can be compared.
 */
void call_write_truth(struct json *json, const struct call *call);

#endif
