/* order_jobs.c - work of this domain that happens later. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

const struct job_kind order_jobs[] = {
	{.name = "callback.due",
		.run = callback_run_due,
		.max_attempts = 10,
		.about = "The time of a callback has come"},
	{.name = "follow_up.due",
		.run = follow_up_run_due,
		.max_attempts = 10,
		.about = "The time of a follow-up has come"},
	{.name = "order.index",
		.run = order_search_run,
		.max_attempts = 1,
		.every_us = US_PER_SECOND,
		.own_transactions = true,
		.about = "Put the words of new and changed orders into the full-text index"},
	{.name = "order.sla",
		.run = order_sla_run,
		.max_attempts = 1,
		.every_us = 10 * US_PER_SECOND,
		.about = "Notes orders that were not dealt with in time"},
	{.name = "order.recheck",
		.run = order_recheck_run,
		.max_attempts = 1,
		.every_us = 10 * US_PER_SECOND,
		.own_transactions = true,
		.about = "Go through confirmations and flags after an upgrade or other rules"},
	{0},
};
