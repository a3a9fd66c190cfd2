/* target.c - what agents are measured by: the standard, the company's, a team's. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_internal.h"

const char *const target_source_words[] = {"standard", "company", "team", NULL};

static void apply(struct targets *to, const struct targets *from, enum target_source source)
{
	for (size_t i = 0; i < KPI_COUNT; i++) {
		if (!from->own[i].given)
			continue;
		to->value[i] = from->own[i].value;
		to->source[i] = source;
	}
}

enum err targets_for(struct cx *cx, int64_t team_id, struct targets *targets)
{
	struct targets company, team = {0};

	TRY(target_store_get(cx, 0, &company));
	if (team_id)
		TRY(target_store_get(cx, team_id, &team));
	*targets = team_id ? team : company;
	targets->team_id = team_id;
	for (size_t i = 0; i < KPI_COUNT; i++) {
		targets->value[i] = kpi_table[i].standard;
		targets->source[i] = TARGET_STANDARD;
	}
	apply(targets, &company, TARGET_OF_COMPANY);
	apply(targets, &team, TARGET_OF_TEAM);
	return OK;
}

static enum err check(struct cx *cx, const struct targets *wanted)
{
	bool exists = true;
	bool fine = true;

	for (size_t i = 0; i < KPI_COUNT; i++) {
		if (!wanted->own[i].given ||
			(wanted->own[i].value > 0 && wanted->own[i].value <= kpi_table[i].most))
			continue;
		fail_field(cx, kpi_words[i], "This is out of range.");
		fine = false;
	}
	if (!fine)
		return ERR_INVALID;
	if (wanted->team_id)
		TRY(target_store_team_exists(cx, wanted->team_id, &exists));
	return exists ? OK : fail(cx, ERR_NOT_FOUND, NULL, "There is no such team.");
}

enum err targets_put(
	struct cx *cx, struct targets *wanted, struct opt_int version, struct targets *before)
{
	TRY(db_begin_write(cx));
	TRY(check(cx, wanted));
	TRY(target_store_get(cx, wanted->team_id, before));
	if (version.given && version.value != before->version)
		return fail(cx, ERR_CONFLICT, "version", "The targets have changed since.");
	wanted->version = before->version;
	TRY(before->version ? target_store_change(cx, wanted) : target_store_put(cx, wanted));
	TRY(targets_publish(cx, wanted->team_id));
	return targets_for(cx, wanted->team_id, wanted);
}
