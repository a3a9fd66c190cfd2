/* cfg.h - configuration: flags > HATIF_* > file; every key from one table. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_CFG_CFG_H
#define PLATFORM_CFG_CFG_H

#include "base/base.h"

enum cfg_kind { CFG_TEXT, CFG_INT, CFG_BOOL, CFG_LIST, CFG_SECRET };

struct cfg_key {
	const char
		*name; /* "listen": flag --listen, environment HATIF_LISTEN, file line listen = */
	enum cfg_kind kind;
	const char *standard; /* value when nobody sets it; NULL = none */
	int64_t min, max; /* CFG_INT */
	const char *
		about; /* one sentence; printed by `hatif config` and docs/operate/configuration.md */
};

extern const struct cfg_key cfg_keys[];
extern const size_t cfg_key_count;

/*
 * Read flags (argv from the first flag on), environment and the file named by
 * --config or HATIF_CONFIG. Arguments that are no flags are left in order in
 * rest[0..*rest_count). False: *why is a sentence naming key and source.
 */
MUST_USE bool cfg_load(int argc, char **argv, const char **rest, int *rest_count, const char **why);

/* Values by key; the key must exist in the table (asserted). */
const char *cfg_text(const char *key); /* NULL when unset */
int64_t cfg_int(const char *key);
bool cfg_bool(const char *key);
/* Lists: repeated flags, or comma-separated elsewhere. */
size_t cfg_count(const char *key);
const char *cfg_item(const char *key, size_t index);
/* "flag", "environment", "file" or "default". */
const char *cfg_source(const char *key);

#endif
