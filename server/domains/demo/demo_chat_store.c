/* demo_chat_store.c - rows of the demo's chats; what goes on now needs nobody's attention but people's. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_chat_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/db/db.h"
#include "platform/intl/intl.h"

#define PEOPLE 200

static const struct db_query people_sql = {"demo.chat_people",
	"SELECT id, name, phone, email FROM customers WHERE company_id = $1 AND phone IS NOT NULL"
	" ORDER BY id DESC LIMIT $2",
	NULL, NULL};
static const struct db_query conversation_sql = {"demo.add_chat_conversation",
	"INSERT INTO conversations (company_id, id, type, customer_id, created_us, updated_us)"
	" VALUES ($1, $2, 'chat', $3, $4, $4)",
	NULL, NULL};
/* Whoever waits has been told of already: no job of the server has anything to say. */
static const struct db_query chat_sql = {"demo.add_chat",
	"INSERT INTO chats (company_id, id, state, department_id, agent_id, team_id, customer_id,"
	" name, email, phone, search_text, subject, language, source, created_us, queued_us,"
	" queue_key, assigned_us, first_response_us, closed_us, touched_us, waiting_since_us,"
	" last_seq, message_count, customer_count, customer_delivered_seq, customer_read_seq,"
	" agent_delivered_seq, agent_read_seq, last_message_seq, last_speaker, last_kind,"
	" last_preview, last_message_us, tags, alert, rating, rated_us)"
	" SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), $3, d.id, a.id, a.team_id,"
	" CAST($6 AS BIGINT), $7, $8, $9, $10, $11, $12, 'widget', CAST($13 AS BIGINT),"
	" CAST($13 AS BIGINT), CAST($14 AS BIGINT), CAST($15 AS BIGINT), CAST($16 AS BIGINT),"
	" CAST($17 AS BIGINT), CAST($18 AS BIGINT), CAST($14 AS BIGINT), CAST($19 AS BIGINT),"
	" CAST($20 AS BIGINT), CAST($21 AS BIGINT), CAST($19 AS BIGINT), CAST($19 AS BIGINT),"
	" CAST($22 AS BIGINT), CAST($22 AS BIGINT), CAST($23 AS BIGINT), $24, 'text', $25,"
	" CAST($18 AS BIGINT), $26, CASE WHEN CAST($14 AS BIGINT) IS NULL THEN NULL"
	" ELSE 'waiting' END, CAST($27 AS BIGINT), CAST($28 AS BIGINT)"
	" FROM (SELECT 1 AS one) n LEFT JOIN agents a ON a.company_id = $1 AND a.id = $5"
	" LEFT JOIN departments d ON d.company_id = $1 AND d.code = $4",
	NULL, NULL};
static const struct db_query message_sql = {"demo.add_chat_message",
	"INSERT INTO conversation_messages (company_id, conversation_id, id, speaker, content,"
	" language, user_id, at_us, kind, internal, detail)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
	NULL, NULL};
static const struct db_query turn_sql = {"demo.add_chat_turn",
	"INSERT INTO chat_turns (company_id, chat_id, turn, kind, agent_id, from_us, to_us)"
	" VALUES ($1, $2, 1, 'agent', $3, $4, $5)",
	NULL, NULL};
static const struct db_query tag_sql = {"demo.tag_chat",
	"INSERT INTO chat_tagged (company_id, chat_id, tag_id) SELECT t.company_id,"
	" CAST($2 AS BIGINT), t.id FROM chat_tags t WHERE t.company_id = $1 AND t.code = $3",
	NULL, NULL};
static const struct db_query read_sql = {"demo.read_chat",
	"INSERT INTO chat_reads (company_id, user_id, chat_id, seq, customer_count, at_us)"
	" VALUES ($1, $2, $3, $4, $5, $6)",
	NULL, NULL};

/* Where customers write: shown on pages of the program itself, to be tried at once. */
static const struct db_query widget_sql = {"demo.add_widget",
	"INSERT INTO widgets (company_id, id, name, public_key, secret_sealed, look, origins,"
	" created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, '[]', $7, $7)",
	NULL, NULL};
static const struct db_query widget_department_sql = {"demo.add_widget_department",
	"INSERT INTO widget_departments (company_id, widget_id, department_id)"
	" SELECT d.company_id, CAST($2 AS BIGINT), d.id FROM departments d"
	" WHERE d.company_id = $1",
	NULL, NULL};

db_query_list demo_chat_queries = {&people_sql, &conversation_sql, &chat_sql, &message_sql,
	&turn_sql, &tag_sql, &read_sql, &widget_sql, &widget_department_sql, NULL};

/* ---- One chat -------------------------------------------------------------------------------- */

/* What its lines come to. */
struct sum {
	int64_t seq, messages, customers, at_us, first_us;
	int64_t last_seq;
	const char *last_speaker, *last_content;
};
struct writer {
	struct cx *cx;
	const struct demo_world *world;
	const struct db_result *people;
	const struct demo_chat *chat;
	const struct demo_chat_script *script;
	size_t person;
	int64_t id;
	struct sum sum;
};

static bool taken(const struct demo_chat *chat)
{
	return chat->kind == DEMO_CHAT_CLOSED || chat->kind == DEMO_CHAT_ACTIVE;
}

static bool over(const struct demo_chat *chat)
{
	return chat->kind == DEMO_CHAT_CLOSED || chat->kind == DEMO_CHAT_ABANDONED;
}

static const struct demo_agent *agent_of(const struct writer *to)
{
	return &to->world->agents[to->chat->agent];
}

static enum err add(struct writer *to, const char *speaker, const char *kind, const char *content,
	const char *detail)
{
	const bool agent = text_is(speaker, "agent");
	const bool internal = text_is(kind, "note") || (detail && strstr(detail, "opened"));

	return db_exec(to->cx, &message_sql,
		DB_ARGS(db_int(to->world->company->id), db_int(to->id), db_int(++to->sum.seq),
			db_text(speaker), db_text(content), db_text(to->script->language),
			db_id(agent ? agent_of(to)->user_id : 0), db_int(to->sum.at_us),
			db_text(kind), db_int(internal), db_text(detail)),
		NULL);
}

static enum err add_event(struct writer *to, const char *type)
{
	return add(
		to, "system", "event", "", arena_format(to->cx->arena, "{\"type\":\"%s\"}", type));
}

static enum err add_line(struct writer *to, char speaker, const char *content)
{
	const bool customer = speaker == 'c', note = speaker == 'n';

	TRY(add(to, customer ? "customer" : "agent", note ? "note" : "text", content, NULL));
	to->sum.messages++;
	to->sum.customers += customer;
	if (!to->sum.first_us && speaker == 'a')
		to->sum.first_us = to->sum.at_us;
	if (note)
		return OK;
	to->sum.last_seq = to->sum.seq;
	to->sum.last_speaker = customer ? "customer" : "agent";
	to->sum.last_content = content;
	return OK;
}

/* What is said after it was taken; of one that nobody took, the first line alone. */
static enum err add_lines(struct writer *to)
{
	const struct demo_chat *chat = to->chat;

	to->sum = (struct sum){.at_us = chat->created_us};
	TRY(add_event(to, "opened"));
	for (int i = 0; i < DEMO_CHAT_LINES && to->script->lines[i].speaker; i++) {
		TRY(add_line(to, to->script->lines[i].speaker, to->script->lines[i].content));
		if (!taken(chat))
			break;
		if (i == 0) {
			to->sum.at_us += chat->wait_us;
			TRY(add_event(to, "accepted"));
		}
		to->sum.at_us += chat->pause_us;
	}
	return OK;
}

static const char *state_of(const struct demo_chat *chat)
{
	static const char *const words[] = {"closed", "abandoned", "active", "waiting"};

	return words[chat->kind];
}

static enum err add_row(struct writer *to)
{
	static const char *const departments[] = {"sales", "support"};
	const struct demo_chat *chat = to->chat;
	const struct db_result *people = to->people;
	const char *name = db_text_at(people, to->person, 1);
	const char *phone = db_text_at(people, to->person, 2);
	const char *email = db_text_at(people, to->person, 3);
	const bool waits = chat->kind == DEMO_CHAT_WAITING;

	return db_exec(to->cx, &chat_sql,
		DB_ARGS(db_int(to->world->company->id), db_int(to->id), db_text(state_of(chat)),
			db_text(departments[chat->agent >= 4]),
			db_id(taken(chat) ? agent_of(to)->id : 0),
			db_int(db_int_at(people, to->person, 0)), db_text(name), db_text(email),
			db_text(phone),
			db_text(intl_fold(to->cx->arena,
				arena_format(to->cx->arena, "%s %s %s", name, email ? email : "",
					phone))),
			db_text(to->script->subject), db_text(to->script->language),
			db_int(chat->created_us), db_id(waits ? chat->created_us : 0),
			db_id(taken(chat) ? chat->created_us + chat->wait_us : 0),
			db_id(to->sum.first_us), db_id(over(chat) ? to->sum.at_us : 0),
			db_int(to->sum.at_us), db_int(to->sum.seq), db_int(to->sum.messages),
			db_int(to->sum.customers), db_int(taken(chat) ? to->sum.seq : 0),
			db_int(to->sum.last_seq), db_text(to->sum.last_speaker),
			db_text(to->sum.last_content),
			db_text(chat->tag && taken(chat)
					? arena_format(to->cx->arena, ",%s,", chat->tag)
					: ""),
			db_id(chat->rating), db_id(chat->rating ? to->sum.at_us : 0)),
		NULL);
}

/* Whose it was, what it was marked with, and that it was read. */
static enum err add_rest(struct writer *to)
{
	const struct db_value company = db_int(to->world->company->id);
	const struct demo_chat *chat = to->chat;

	if (!taken(chat))
		return OK;
	TRY(db_exec(to->cx, &turn_sql,
		DB_ARGS(company, db_int(to->id), db_int(agent_of(to)->id),
			db_int(chat->created_us + chat->wait_us),
			db_id(over(chat) ? to->sum.at_us : 0)),
		NULL));
	if (chat->tag)
		TRY(db_exec(to->cx, &tag_sql, DB_ARGS(company, db_int(to->id), db_text(chat->tag)),
			NULL));
	return db_exec(to->cx, &read_sql,
		DB_ARGS(company, db_int(agent_of(to)->user_id), db_int(to->id), db_int(to->sum.seq),
			db_int(to->sum.customers), db_int(to->sum.at_us)),
		NULL);
}

static enum err write_chat(struct writer *to)
{
	const struct db_value company = db_int(to->world->company->id);

	to->script = &demo_chat_scripts[to->chat->script];
	to->person = (size_t)to->chat->person % to->people->count;
	TRY(db_exec(to->cx, &conversation_sql,
		DB_ARGS(company, db_int(to->id), db_int(db_int_at(to->people, to->person, 0)),
			db_int(to->chat->created_us)),
		NULL));
	TRY(add_lines(to));
	if (over(to->chat))
		TRY(add_event(to, taken(to->chat) ? "closed" : "customer_left"));
	TRY(add_row(to));
	return add_rest(to);
}

#define SECRET_BYTES 32
#define LOOK \
	"{\"texts\":{\"en\":{\"title\":\"Gulf Commerce\",\"greeting\":\"How can we help?\"}," \
	"\"ar\":{\"title\":\"متجر الخليج\",\"greeting\":\"كيف نساعدك؟\"}}," \
	"\"fields\":{\"department\":\"optional\"}}"

static enum err write_widget(struct cx *cx, const struct demo_world *world)
{
	const struct db_value company = db_int(world->company->id);
	const char *secret = crypto_token(cx->arena, SECRET_BYTES);
	int64_t id;

	TRY(db_next_ids(cx, world->company->id, "widget", 1, &id));
	TRY(db_exec(cx, &widget_sql,
		DB_ARGS(company, db_int(id), db_text("Website"), db_text("demo-gulf"),
			db_text(auth_seal(cx->arena, str_of(secret))), db_text(LOOK),
			db_int(cx->now_us)),
		NULL));
	return db_exec(cx, &widget_department_sql, DB_ARGS(company, db_int(id)), NULL);
}

enum err demo_chats_write(struct cx *cx, const struct demo_world *world)
{
	struct db_result people;
	struct writer to = {.cx = cx, .world = world, .people = &people};
	struct demo_chat *chats;
	int64_t first_id;
	size_t count;

	if (!world->demo->fixed_count) /* nobody writes to homes */
		return OK;
	TRY(write_widget(cx, world));
	TRY(db_run(cx, &people_sql, DB_ARGS(db_int(world->company->id), db_int(PEOPLE)), &people));
	if (!people.count)
		return OK;
	count = demo_chats_make(cx->arena, world, &chats);
	TRY(db_next_ids(cx, world->company->id, "conversation", (int64_t)count, &first_id));
	for (size_t i = 0; i < count; i++) {
		to.chat = &chats[i];
		to.id = first_id + (int64_t)i;
		TRY(write_chat(&to));
	}
	return db_commit(cx);
}
