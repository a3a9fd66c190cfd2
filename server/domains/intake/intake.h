/* intake.h - orders from outside: forms, files, shops. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_INTAKE_INTAKE_H
#define DOMAINS_INTAKE_INTAKE_H

#include "base/cx.h"
#include "base/line_fault.h"

struct db_pool;

struct intake_summary {
	int64_t lines; /* read so far, without the header */
	int64_t imported; /* new orders; with dry_run: orders that would be new */
	int64_t duplicates; /* already here: same source and number */
	int64_t failed; /* refused orders */
};

struct intake_file_options {
	const char *company; /* code */
	const char *file;
	const char *format; /* auto, shopify, woocommerce, plain; NULL = auto */
	bool dry_run;
	void (*progress)(
		const char *what, int64_t done, int64_t all, void *arg); /* bytes; or NULL */
	void (*fault)(const struct line_fault *fault, void *arg); /* or NULL */
	void *arg;
};

/*
 * Import a file of orders from the command line, in transactions of some
 * hundred orders; what was imported before a failure stays. Running it again
 * adds only what is missing.
 *
 * ERR_NOT_FOUND  no such company or file
 * ERR_MALFORMED  no file of orders: *why says why
 */
MUST_USE enum err intake_import_file(struct db_pool *pool,
	const struct intake_file_options *options, struct intake_summary *summary,
	const char **why);

#endif
