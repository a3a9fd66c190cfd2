/* team.h - what supervisors and managers look at: who does what now, and what was done. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_TEAM_TEAM_H
#define DOMAINS_TEAM_TEAM_H

#include "base/cx.h"

struct order_hooks;
extern const struct order_hooks work_order_hooks;

/*
 * Add changes of status and calls that are not summed up yet, at most `limit`
 * of each, to the sums of the actor's company; begins the transaction. *left:
 * there may be more. Sums are made anew when rows they stand for are gone or
 * the company's days begin at other times.
 */
MUST_USE enum err work_fold_company(struct cx *cx, int64_t limit, bool *left);

#endif
