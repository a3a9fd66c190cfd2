/* work_fold.c - summing up what came in and was done, a little behind the work itself. */
/* SPDX-License-Identifier: MIT */
#include "domains/team/team_internal.h"

#include "domains/team/team_jobs.h"

#define FOLD_ROWS 500 /* a transaction of the job */
#define SUMS_FIRST 1024 /* a power of two */

const char *const work_dimension_words[] = {
	"day", "hour", "flow", "reason", "contact", "agent", "area", "product", NULL};
_Static_assert(COUNT(work_dimension_words) == WORK_DIMENSION_COUNT + 1, "one word a dimension");

/* ---- Sums in memory ------------------------------------------------------------------- */

struct sum {
	struct work_key key;
	uint64_t hash;
	int64_t n; /* 0: an empty place */
};

/* Open addressing; half of the places at most are taken. */
struct sums {
	struct arena *arena;
	struct sum *places;
	size_t size, taken;
};

static uint64_t mix(uint64_t hash, uint64_t value)
{
	return (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15) ^ hash >> 29;
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = mix(hash, (unsigned char)*text);
	return mix(hash, 256);
}

static uint64_t hash_of(const struct work_key *key)
{
	uint64_t hash = mix((uint64_t)key->unit, (uint64_t)key->day);

	hash = mix(hash, (uint64_t)key->dimension);
	return mix_text(mix_text(hash, key->subject), key->word);
}

static bool same_key(const struct work_key *a, const struct work_key *b)
{
	return a->unit == b->unit && a->day == b->day && a->dimension == b->dimension &&
		text_is(a->subject, b->subject) && text_is(a->word, b->word);
}

static struct sum *place_of(const struct sums *sums, const struct work_key *key, uint64_t hash)
{
	size_t at = hash >> 20 & (sums->size - 1);

	while (sums->places[at].n &&
		(sums->places[at].hash != hash || !same_key(&sums->places[at].key, key)))
		at = (at + 1) & (sums->size - 1);
	return &sums->places[at];
}

static void grow(struct sums *sums)
{
	const struct sums old = *sums;

	sums->size = old.size ? old.size * 2 : SUMS_FIRST;
	sums->places = arena_array(sums->arena, sums->size, sizeof(*sums->places));
	for (size_t i = 0; i < old.size; i++)
		if (old.places[i].n)
			*place_of(sums, &old.places[i].key, old.places[i].hash) = old.places[i];
}

static void add(struct sums *sums, const struct work_key *key)
{
	const uint64_t hash = hash_of(key);
	struct sum *place;

	if (sums->taken * 2 >= sums->size)
		grow(sums);
	place = place_of(sums, key, hash);
	if (!place->n) {
		place->key = *key;
		place->hash = hash;
		sums->taken++;
	}
	place->n++;
}

/* ---- From facts to sums ---------------------------------------------------------------- */

/* For the company, and for the team and department the work belongs to. */
static void add_units(struct sums *sums, const struct work_fact *fact, struct work_key key)
{
	key.unit = 0;
	add(sums, &key);
	key.unit = fact->team_id;
	if (key.unit)
		add(sums, &key);
	key.unit = -fact->department_id;
	if (key.unit)
		add(sums, &key);
}

static const char *number_text(struct arena *arena, int64_t number)
{
	return arena_format(arena, "%lld", (long long)number);
}

static struct work_key when(struct sums *sums, const char *zone, int64_t at_us, const char **hour)
{
	const int64_t local_us = intl_zone_from_utc(zone, at_us);

	*hour = number_text(sums->arena, local_us % US_PER_DAY / US_PER_HOUR);
	return (struct work_key){.day = local_us / US_PER_DAY};
}

static void add_change(struct sums *sums, const char *zone, const struct work_fact *fact)
{
	const char *hour;
	struct work_key key = when(sums, zone, fact->at_us, &hour);
	const struct {
		enum work_dimension dimension;
		const char *subject;
	} parts[] = {{WORK_DAY, ""}, {WORK_HOUR, hour}, {WORK_AREA, fact->area},
		{WORK_PRODUCT, fact->product}};

	key.word = fact->from ? fact->to : "in";
	for (size_t i = 0; i < COUNT(parts); i++) {
		key.dimension = parts[i].dimension;
		key.subject = parts[i].subject;
		add_units(sums, fact, key);
	}
	if (!fact->from)
		return;
	key.dimension = WORK_FLOW;
	key.subject = fact->from;
	add_units(sums, fact, key);
	if (fact->agent_id) {
		key.dimension = WORK_AGENT;
		key.subject = number_text(sums->arena, fact->agent_id);
		add_units(sums, fact, key);
	}
	if (fact->reason) {
		key.dimension = WORK_REASON;
		key.subject = fact->reason;
		add_units(sums, fact, key);
	}
}

static void add_call(struct sums *sums, const char *zone, const struct work_fact *fact)
{
	const char *hour;
	struct work_key key = when(sums, zone, fact->at_us, &hour);

	if (!fact->outcome)
		return;
	key.word = "call";
	key.dimension = WORK_CONTACT;
	key.subject = fact->outcome;
	add_units(sums, fact, key);
	key.dimension = WORK_DAY;
	key.subject = "";
	add_units(sums, fact, key);
	if (!fact->agent_id)
		return;
	key.dimension = WORK_AGENT;
	key.subject = number_text(sums->arena, fact->agent_id);
	add_units(sums, fact, key);
	key.word = "answered";
	if (text_is(fact->outcome, "answered"))
		add_units(sums, fact, key);
}

/* ---- A step ------------------------------------------------------------------------------- */

/* Rows that were summed up are gone, or days begin at other times: from the beginning. */
static enum err check_begin(struct cx *cx, struct work_fold *fold)
{
	const char *zone = cx->actor->company->time_zone;
	int64_t history_id, communication_id;

	TRY(work_fold_store_last(cx, &history_id, &communication_id));
	if (text_is(fold->time_zone, zone) && history_id >= fold->history_id &&
		communication_id >= fold->communication_id)
		return OK;
	*fold = (struct work_fold){.time_zone = zone};
	return work_fold_store_clear(cx);
}

static enum err write_sums(struct cx *cx, const struct sums *sums)
{
	for (size_t i = 0; i < sums->size; i++)
		if (sums->places[i].n)
			TRY(work_fold_store_add(cx, &sums->places[i].key, sums->places[i].n));
	return OK;
}

enum err work_fold_company(struct cx *cx, int64_t limit, bool *left)
{
	struct sums sums = {.arena = cx->arena};
	struct work_fact *changes, *calls;
	size_t change_count, call_count;
	struct work_fold fold;

	TRY(work_fold_store_lock(cx, &fold));
	TRY(check_begin(cx, &fold));
	TRY(work_fold_store_changes(cx, fold.history_id, limit, &changes, &change_count));
	TRY(work_fold_store_calls(cx, fold.communication_id, limit, &calls, &call_count));
	for (size_t i = 0; i < change_count; i++)
		add_change(&sums, fold.time_zone, &changes[i]);
	for (size_t i = 0; i < call_count; i++)
		add_call(&sums, fold.time_zone, &calls[i]);
	TRY(write_sums(cx, &sums));
	if (change_count)
		fold.history_id = changes[change_count - 1].id;
	if (call_count)
		fold.communication_id = calls[call_count - 1].id;
	*left = change_count == (size_t)limit || call_count == (size_t)limit;
	return work_fold_store_save(cx, &fold);
}

/* ---- The job ------------------------------------------------------------------------------- */

static enum err fold_one(struct cx *cx, int64_t company_id)
{
	const struct company *company;
	bool left = true;

	TRY(company_by_id(cx, company_id, &company));
	cx->actor = actor_system(cx->arena, company);
	while (left && !jobs_stopping()) {
		TRY(db_begin_write(cx)); /* before the mark: the unit's own memory stays */
		const struct arena_mark mark = arena_mark(cx->arena);

		TRY(work_fold_company(cx, FOLD_ROWS, &left));
		TRY(db_commit(cx));
		arena_rewind(cx->arena, mark);
	}
	return OK;
}

static enum err fold(struct cx *cx, const struct job *job)
{
	int64_t *ids;
	size_t count;

	(void)job;
	TRY(work_fold_store_companies(cx, &ids, &count));
	for (size_t i = 0; i < count; i++)
		TRY(fold_one(cx, ids[i]));
	return OK;
}

const struct job_kind team_jobs[] = {
	{.name = "team.work",
		.run = fold,
		.max_attempts = 1,
		.every_us = 5 * US_PER_SECOND,
		.own_transactions = true,
		.about = "Sums up what came in and was done, for analytics"},
	{0},
};
