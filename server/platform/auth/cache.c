/* cache.c - actors by token: what makes the check of a known token cost a lock and no SQL. */
/* SPDX-License-Identifier: MIT */
#include "platform/auth/auth_internal.h"

#include "base/clock.h"
#include "base/memory.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#define SHARDS 64
#define BUCKETS 256 /* in each shard */
#define SHARD_ENTRIES_MAX 512 /* not counting those that sockets hold */
#define ORPHANS_MAX 512
#define LISTENERS_MAX 4
#define UNWRITTEN_US (5 * US_PER_SECOND) /* activity newer than this is worth a write */

/* One token and its actor. `actor` is first, so that a pointer to it finds the entry. */
struct entry {
	struct actor actor;
	struct company company;
	atomic_int references; /* the cache's own, and one each borrower */
	atomic_bool dropped;
	_Atomic int64_t seen_us, seen_steady_us, socket_us;
	int64_t idle_timeout_us, expires_us, expires_steady_us; /* never change */
	/* The rest belongs to the shard's lock. */
	int64_t checked_us, written_us, socket_written_us;
	bool suspect; /* may have been read before a change was committed */
	bool by_cookie;
	struct entry *next; /* in the bucket */
	struct entry *older, *newer; /* in order of use */
	uint64_t hash;
	size_t token_len;
	char *token;
	char text[]; /* what the strings above point to */
};

struct shard {
	pthread_mutex_t lock;
	struct entry *buckets[BUCKETS];
	struct entry *newest, *oldest;
	size_t count;
};

static struct shard shards[SHARDS];
static unsigned char hash_key[CRYPTO_SHORT_KEY_BYTES];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Atomic int64_t age_limit_us;
static _Atomic uint64_t generation_now = 1;

static pthread_mutex_t side_lock = PTHREAD_MUTEX_INITIALIZER;
static struct seen orphans[ORPHANS_MAX];
static size_t orphan_count;
static void (*listeners[LISTENERS_MAX])(int64_t, int64_t, int64_t);

static void start(void)
{
	crypto_random(hash_key, sizeof(hash_key));
	for (size_t i = 0; i < SHARDS; i++)
		(void)pthread_mutex_init(&shards[i].lock, NULL);
}

void cache_set_age(int64_t age_us)
{
	atomic_store(&age_limit_us, age_us);
}

uint64_t cache_generation(void)
{
	return atomic_load(&generation_now);
}

/* ---- Entries ------------------------------------------------------------ */

static struct entry *entry_of(const struct actor *actor)
{
	/* Borrowers hold it as const; only the cache changes what it counts. */
	union {
		const struct actor *borrowed;
		struct entry *own;
	} entry = {.borrowed = actor};

	return entry.own;
}

/* Nobody, the system and actors made in an arena are not counted. */
static bool is_counted(const struct actor *actor)
{
	return actor && actor->session_id != 0;
}

const struct actor *auth_retain(const struct actor *actor)
{
	if (is_counted(actor))
		(void)atomic_fetch_add(&entry_of(actor)->references, 1);
	return actor;
}

static void let_go(struct entry *entry)
{
	if (atomic_fetch_sub(&entry->references, 1) != 1)
		return;
	crypto_wipe(entry->token, entry->token_len);
	free(entry);
}

void auth_release(const struct actor **actor)
{
	if (is_counted(*actor))
		let_go(entry_of(*actor));
	*actor = NULL;
}

static void raise_time(_Atomic int64_t *time, int64_t us)
{
	int64_t was = atomic_load_explicit(time, memory_order_relaxed);

	while (was < us && !atomic_compare_exchange_weak(time, &was, us))
		;
}

static void raise_seen(struct entry *entry, const struct moment *at)
{
	raise_time(&entry->seen_us, at->now_us);
	raise_time(&entry->seen_steady_us, at->steady_us);
}

static struct moment last_use(const struct entry *entry)
{
	return (struct moment){atomic_load(&entry->seen_us), atomic_load(&entry->seen_steady_us)};
}

/* Over by either clock; or used later than now, so that its age is not known any more. */
static bool is_over(const struct entry *entry, const struct moment *at)
{
	return at->now_us >= entry->expires_us || at->steady_us >= entry->expires_steady_us ||
		atomic_load(&entry->seen_us) > at->now_us + CLOCK_DRIFT_US;
}

static bool is_idle(const struct entry *entry, const struct moment *at)
{
	const struct moment use = last_use(entry);

	return entry->idle_timeout_us && moment_since(&use, at) > entry->idle_timeout_us;
}

void auth_note_socket(const struct actor *actor, int64_t heard_us)
{
	if (is_counted(actor) && actor->agent_id)
		raise_time(&entry_of(actor)->socket_us, heard_us);
}

bool auth_still_valid(const struct actor *actor)
{
	const struct moment at = moment_of(clock_now_us());
	struct moment use;
	struct entry *entry;

	if (!is_counted(actor))
		return true;
	entry = entry_of(actor);
	if (atomic_load(&entry->dropped) || is_over(entry, &at))
		return false;
	if (!is_idle(entry, &at))
		return true;
	/* A page's requests may come by cookie while its socket came by token: two entries. */
	if (cache_last_use(actor->company_id, actor->session_id, &use))
		raise_seen(entry, &use);
	return !is_idle(entry, &at);
}

/* Append text to the entry's own room; *at moves on. NULL stays NULL. */
static const char *keep(char **at, const char *text)
{
	char *kept = *at;
	size_t length;

	if (!text)
		return NULL;
	length = strlen(text) + 1;
	memcpy(kept, text, length);
	*at += length;
	return kept;
}

static size_t room_of(const char *text)
{
	return text ? strlen(text) + 1 : 0;
}

static size_t text_room(const struct actor *actor, const struct company *company)
{
	return room_of(actor->user_name) + room_of(actor->agent_code) + room_of(actor->csrf) +
		room_of(company->code) + room_of(company->name) + room_of(company->time_zone) +
		room_of(company->currency) + room_of(company->country) + room_of(company->language);
}

static struct entry *entry_new(struct str token, bool by_cookie, const struct session_row *row,
	const struct moment *made, uint64_t hash)
{
	struct entry *entry = memory_new(
		sizeof(*entry) + text_room(&row->actor, &row->company) + token.len);
	char *at;

	*entry = (struct entry){.actor = row->actor,
		.company = row->company,
		.idle_timeout_us = row->idle_timeout_us,
		.expires_us = row->expires_us,
		.expires_steady_us = made->steady_us + row->expires_us - made->now_us,
		.written_us = row->last_seen_us,
		.by_cookie = by_cookie,
		.hash = hash,
		.token_len = token.len};
	at = entry->text;
	entry->actor.user_name = keep(&at, row->actor.user_name);
	entry->actor.agent_code = keep(&at, row->actor.agent_code);
	entry->actor.csrf = keep(&at, row->actor.csrf);
	entry->company.code = keep(&at, row->company.code);
	entry->company.name = keep(&at, row->company.name);
	entry->company.time_zone = keep(&at, row->company.time_zone);
	entry->company.currency = keep(&at, row->company.currency);
	entry->company.country = keep(&at, row->company.country);
	entry->company.language = keep(&at, row->company.language);
	entry->token = at;
	memcpy(at, token.ptr, token.len);
	entry->actor.company = &entry->company;
	entry->actor.cookie = by_cookie;
	atomic_init(&entry->references, 2); /* the cache, and whoever asked */
	atomic_init(&entry->seen_us, row->last_seen_us);
	atomic_init(&entry->seen_steady_us, made->steady_us);
	atomic_init(&entry->socket_us, 0);
	return entry;
}

static bool same_company(const struct company *a, const struct company *b)
{
	return text_is(a->code, b->code) && text_is(a->name, b->name) &&
		text_is(a->time_zone, b->time_zone) && text_is(a->currency, b->currency) &&
		text_is(a->country, b->country) && text_is(a->language, b->language);
}

static bool same_actor(const struct actor *a, const struct actor *b)
{
	return a->company_id == b->company_id && a->user_id == b->user_id &&
		a->agent_id == b->agent_id && a->team_id == b->team_id &&
		a->department_id == b->department_id && a->session_id == b->session_id &&
		a->scope == b->scope && a->permissions == b->permissions &&
		a->must_change_password == b->must_change_password && a->language == b->language &&
		text_is(a->user_name, b->user_name) && text_is(a->agent_code, b->agent_code) &&
		text_is(a->csrf, b->csrf);
}

static bool still_same(const struct entry *entry, const struct session_row *row)
{
	return entry->idle_timeout_us == row->idle_timeout_us &&
		entry->expires_us == row->expires_us && same_actor(&entry->actor, &row->actor) &&
		same_company(&entry->company, &row->company);
}

/* ---- Shards (lock held) -------------------------------------------------- */

static uint64_t hash_of(struct str token, bool by_cookie)
{
	(void)pthread_once(&once, start);
	return crypto_short_hash(hash_key, token.ptr, token.len) ^ (by_cookie ? 1 : 0);
}

static struct shard *shard_of(uint64_t hash)
{
	return &shards[hash >> 32 & (SHARDS - 1)];
}

static struct entry *find(struct shard *shard, uint64_t hash, struct str token, bool by_cookie)
{
	struct entry *entry = shard->buckets[hash & (BUCKETS - 1)];

	for (; entry; entry = entry->next)
		if (entry->hash == hash && entry->by_cookie == by_cookie &&
			crypto_same((struct str){entry->token, entry->token_len}, token))
			return entry;
	return NULL;
}

static void unlink_use(struct shard *shard, struct entry *entry)
{
	*(entry->older ? &entry->older->newer : &shard->oldest) = entry->newer;
	*(entry->newer ? &entry->newer->older : &shard->newest) = entry->older;
}

static void link_newest(struct shard *shard, struct entry *entry)
{
	entry->newer = NULL;
	entry->older = shard->newest;
	*(shard->newest ? &shard->newest->newer : &shard->oldest) = entry;
	shard->newest = entry;
}

/* What is worth a write; it counts as written then. */
static bool take_times(struct entry *entry, struct seen *seen)
{
	const int64_t seen_us = atomic_load(&entry->seen_us);
	const int64_t socket_us = atomic_load(&entry->socket_us);

	*seen = (struct seen){
		.company_id = entry->actor.company_id, .session_id = entry->actor.session_id};
	if (seen_us - entry->written_us >= UNWRITTEN_US)
		seen->seen_us = entry->written_us = seen_us;
	if (socket_us - entry->socket_written_us >= UNWRITTEN_US)
		seen->socket_us = entry->socket_written_us = socket_us;
	return seen->seen_us || seen->socket_us;
}

static void keep_orphan(struct entry *entry)
{
	struct seen seen;

	if (!take_times(entry, &seen))
		return;
	(void)pthread_mutex_lock(&side_lock);
	if (orphan_count < ORPHANS_MAX)
		orphans[orphan_count++] = seen;
	(void)pthread_mutex_unlock(&side_lock);
}

static void take_out(struct shard *shard, struct entry *entry)
{
	struct entry **link = &shard->buckets[entry->hash & (BUCKETS - 1)];

	while (*link != entry)
		link = &(*link)->next;
	*link = entry->next;
	unlink_use(shard, entry);
	shard->count--;
	keep_orphan(entry);
	let_go(entry);
}

static void put_in(struct shard *shard, struct entry *entry)
{
	struct entry **bucket = &shard->buckets[entry->hash & (BUCKETS - 1)];

	entry->next = *bucket;
	*bucket = entry;
	link_newest(shard, entry);
	shard->count++;
}

/* Make room by what was used longest ago; what a socket holds stays, so that it can be dropped. */
static void make_room(struct shard *shard)
{
	struct entry *entry = shard->oldest;

	while (entry && shard->count >= SHARD_ENTRIES_MAX) {
		struct entry *newer = entry->newer;

		if (atomic_load(&entry->references) == 1)
			take_out(shard, entry);
		entry = newer;
	}
}

/* ---- The cache ----------------------------------------------------------- */

static enum cache_found judge(const struct entry *entry, const struct moment *at)
{
	const int64_t age_us = atomic_load_explicit(&age_limit_us, memory_order_relaxed);
	const int64_t old_us = at->now_us - entry->checked_us;

	if (is_over(entry, at))
		return CACHE_OVER;
	if (is_idle(entry, at))
		return CACHE_IDLE;
	if (entry->suspect || (age_us && (old_us < 0 || old_us > age_us)))
		return CACHE_STALE;
	return CACHE_GOOD;
}

enum cache_found cache_get(
	struct str token, bool by_cookie, const struct moment *at, const struct actor **actor)
{
	const uint64_t hash = hash_of(token, by_cookie);
	struct shard *shard = shard_of(hash);
	enum cache_found found = CACHE_NONE;
	struct entry *entry;

	(void)pthread_mutex_lock(&shard->lock);
	entry = find(shard, hash, token, by_cookie);
	if (entry)
		found = judge(entry, at);
	if (found == CACHE_GOOD) {
		raise_seen(entry, at);
		if (shard->newest != entry) {
			unlink_use(shard, entry);
			link_newest(shard, entry);
		}
		*actor = auth_retain(&entry->actor);
	}
	(void)pthread_mutex_unlock(&shard->lock);
	return found;
}

const struct actor *cache_put(struct str token, bool by_cookie, const struct session_row *row,
	const struct moment *at, uint64_t generation)
{
	const uint64_t hash = hash_of(token, by_cookie);
	struct shard *shard = shard_of(hash);
	struct entry *fresh = entry_new(token, by_cookie, row, at, hash);
	struct entry *entry;

	(void)pthread_mutex_lock(&shard->lock);
	entry = find(shard, hash, token, by_cookie);
	if (entry && still_same(entry, row)) {
		(void)auth_retain(&entry->actor);
		free(fresh);
	} else {
		if (entry) {
			const struct moment use = last_use(entry);

			raise_seen(fresh, &use);
			atomic_store(&entry->dropped, true);
			take_out(shard, entry);
		}
		make_room(shard);
		entry = fresh;
		put_in(shard, entry);
	}
	raise_seen(entry, at);
	entry->checked_us = at->now_us;
	entry->suspect = recent_has(&entry->actor) || cache_generation() != generation;
	(void)pthread_mutex_unlock(&shard->lock);
	return &entry->actor;
}

void cache_drop(struct str token, bool by_cookie)
{
	const uint64_t hash = hash_of(token, by_cookie);
	struct shard *shard = shard_of(hash);
	struct entry *entry;

	(void)pthread_mutex_lock(&shard->lock);
	entry = find(shard, hash, token, by_cookie);
	if (entry) {
		atomic_store(&entry->dropped, true);
		take_out(shard, entry);
	}
	(void)pthread_mutex_unlock(&shard->lock);
}

void auth_forget(int64_t company_id, int64_t user_id, int64_t session_id)
{
	(void)pthread_once(&once, start);
	recent_note(company_id, user_id, session_id);
	(void)atomic_fetch_add(&generation_now, 1);
	for (size_t i = 0; i < SHARDS; i++) {
		struct shard *shard = &shards[i];
		struct entry *newer;

		(void)pthread_mutex_lock(&shard->lock);
		for (struct entry *entry = shard->oldest; entry; entry = newer) {
			newer = entry->newer;
			if (!auth_concerns(&entry->actor, company_id, user_id, session_id))
				continue;
			atomic_store(&entry->dropped, true);
			take_out(shard, entry);
		}
		(void)pthread_mutex_unlock(&shard->lock);
	}
	for (size_t i = 0; i < LISTENERS_MAX && listeners[i]; i++)
		listeners[i](company_id, user_id, session_id);
}

void auth_on_forget(void (*fn)(int64_t company_id, int64_t user_id, int64_t session_id))
{
	size_t at = 0;

	while (at < LISTENERS_MAX && listeners[at] && listeners[at] != fn)
		at++;
	assert(at < LISTENERS_MAX);
	listeners[at] = fn;
}

bool cache_last_use(int64_t company_id, int64_t session_id, struct moment *use)
{
	bool found = false;

	*use = (struct moment){0};
	(void)pthread_once(&once, start);
	for (size_t i = 0; i < SHARDS; i++) {
		struct shard *shard = &shards[i];

		(void)pthread_mutex_lock(&shard->lock);
		for (const struct entry *entry = shard->newest; entry; entry = entry->older)
			if (auth_concerns(&entry->actor, company_id, 0, session_id)) {
				const struct moment seen = last_use(entry);

				if (!found || seen.steady_us > use->steady_us)
					*use = seen;
				found = true;
			}
		(void)pthread_mutex_unlock(&shard->lock);
	}
	return found;
}

static size_t take_orphans(struct seen *list, size_t room)
{
	size_t taken;

	(void)pthread_mutex_lock(&side_lock);
	taken = orphan_count < room ? orphan_count : room;
	orphan_count -= taken;
	memcpy(list, orphans + orphan_count, taken * sizeof(*list));
	(void)pthread_mutex_unlock(&side_lock);
	return taken;
}

size_t cache_take_seen(struct seen *list, size_t room)
{
	size_t count = take_orphans(list, room);

	(void)pthread_once(&once, start);
	for (size_t i = 0; i < SHARDS && count < room; i++) {
		struct shard *shard = &shards[i];
		struct entry *entry;

		(void)pthread_mutex_lock(&shard->lock);
		for (entry = shard->newest; entry && count < room; entry = entry->older)
			count += take_times(entry, &list[count]);
		(void)pthread_mutex_unlock(&shard->lock);
	}
	return count;
}

size_t cache_count(void)
{
	size_t count = 0;

	for (size_t i = 0; i < SHARDS; i++)
		count += shards[i].count;
	return count;
}

void cache_clear(void)
{
	(void)pthread_once(&once, start);
	for (size_t i = 0; i < SHARDS; i++) {
		(void)pthread_mutex_lock(&shards[i].lock);
		while (shards[i].oldest)
			take_out(&shards[i], shards[i].oldest);
		(void)pthread_mutex_unlock(&shards[i].lock);
	}
	(void)pthread_mutex_lock(&side_lock);
	orphan_count = 0;
	(void)pthread_mutex_unlock(&side_lock);
	recent_clear();
}
