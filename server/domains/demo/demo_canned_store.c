/* demo_canned_store.c - what the people of the demo say often. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/db/db.h"
#include "platform/intl/intl.h"

#include <inttypes.h>

static const struct db_query add_sql = {
	.name = "demo.canned",
	.text = "INSERT INTO canned_responses (company_id, id, scope, owner_user_id, team_id,"
		" holder, title, title_key, shortcut, shortcut_key, body_en, body_ar, category,"
		" category_key, tags, search_text, use_count, used_us, created_us, updated_us,"
		" updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
		" $15, $16, $17, $18, $19, $19, $20)",
};

static const struct db_query team_sql = {
	.name = "demo.canned_team",
	.text = "SELECT a.team_id FROM agents a WHERE a.company_id = $1 AND a.user_id = $2",
};

db_query_list demo_canned_queries = {&add_sql, &team_sql, NULL};

struct saying {
	const char *scope; /* personal and team: of the first agent */
	const char *title, *shortcut, *english, *arabic, *category, *tags;
	int used; /* in the last month */
};

static const struct saying sayings[] = {
	{"company", "Greeting", "hello",
		"Hello {{customer_name}}, this is {{agent_name}} from {{company_name}}. How can I "
		"help?",
		"أهلًا {{customer_name}}، معك {{agent_name}} من {{company_name}}. كيف أساعدك؟",
		"Greetings", ",greeting,", 214},
	{"company", "Goodbye", "bye",
		"Thank you for writing to us, {{customer_name}}. Have a nice day!",
		"شكرًا لتواصلك معنا يا {{customer_name}}. نتمنى لك يومًا سعيدًا!", "Greetings",
		",greeting,", 187},
	{"company", "One moment", "wait", "One moment please, I am looking into it.",
		"لحظة من فضلك، أتحقق من الأمر.", "Greetings", "", 163},
	{"company", "Where the parcel is", "parcel",
		"Your order {{order_code}} is on its way. The courier calls before he comes.",
		"طلبك {{order_code}} في الطريق، وسيتصل بك المندوب قبل وصوله.", "Delivery",
		",delivery,courier,", 142},
	{"company", "Change of address", "address",
		"Which address shall order {{order_code}} go to? Please name the area, the street "
		"and a landmark.",
		"إلى أي عنوان نرسل الطلب {{order_code}}؟ نحتاج إلى المنطقة والشارع وعلامة قريبة.",
		"Delivery", ",delivery,", 77},
	{"company", "Returns", "return",
		"You can return an article within 14 days. The courier takes it along free of "
		"charge; the money is back in 5 to 7 working days.",
		"يمكنك إرجاع المنتج خلال 14 يومًا. يستلمه المندوب مجانًا، ويعود المبلغ خلال 5 إلى 7 "
		"أيام عمل.",
		"Returns", ",return,refund,", 96},
	{"company", "Invoice", "invoice",
		"Gladly. Which name and tax number shall the invoice of {{order_code}} have?", NULL,
		"Payment", ",invoice,", 31},
	{"company", "الدفع عند الاستلام", "دفع", NULL,
		"يمكنك الدفع نقدًا أو بالبطاقة عند الاستلام، مع المندوب جهاز للدفع.", "Payment",
		",cod,", 58},
	{"team", "Out of stock", "stock",
		"I am sorry, this article is sold out. Shall I tell you when it is back?",
		"عذرًا، نفدت الكمية من هذا المنتج. هل نخبرك عند توفره؟", "Products", ",stock,", 44},
	{"team", "Handing over", "handover",
		"I hand you over to {{department}}. My colleague reads what we wrote, so you need "
		"not repeat it.",
		"سأحوّل محادثتك إلى قسم {{department}}. سيقرأ زميلي ما كتبناه فلا حاجة إلى التكرار.",
		"Service", "", 26},
	{"personal", "My greeting", "hi", "Hi {{customer_name}}, good to hear from you again!",
		NULL, "Greetings", "", 39},
	{"personal", "Call back today", "callback",
		"I call you today, {{date}}, before 18:00. Is {{customer_name}} the name to ask "
		"for?",
		NULL, "Service", ",callback,", 8},
};

/* Whose it is: the columns that follow from the scope. */
struct whose {
	struct db_value owner, team;
	const char *holder;
};

static struct whose whose_of(
	struct arena *arena, const struct saying *saying, int64_t user_id, int64_t team_id)
{
	if (text_is(saying->scope, "personal"))
		return (struct whose){
			db_int(user_id), db_null(), arena_format(arena, "u%" PRId64, user_id)};
	if (text_is(saying->scope, "team"))
		return (struct whose){
			db_null(), db_int(team_id), arena_format(arena, "t%" PRId64, team_id)};
	return (struct whose){db_null(), db_null(), "c"};
}

static enum err add(struct cx *cx, const struct demo_world *world, const struct saying *saying,
	const struct whose *whose)
{
	const char *all = arena_format(cx->arena, "%s %s %s %s %s %s", saying->shortcut,
		saying->title, saying->category, saying->tags,
		saying->english ? saying->english : "", saying->arabic ? saying->arabic : "");
	int64_t id;

	TRY(db_next_id(cx, "canned_response", &id));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(world->company->id), db_int(id), db_text(saying->scope),
			whose->owner, whose->team, db_text(whose->holder), db_text(saying->title),
			db_text(intl_fold(cx->arena, saying->title)), db_text(saying->shortcut),
			db_text(intl_fold(cx->arena, saying->shortcut)), db_text(saying->english),
			db_text(saying->arabic), db_text(saying->category),
			db_text(intl_fold(cx->arena, saying->category)), db_text(saying->tags),
			db_text(intl_fold(cx->arena, all)), db_int(saying->used),
			db_int(world->today_us - id * US_PER_HOUR),
			db_int(world->today_us - 30 * US_PER_DAY), db_int(world->keeper_id)),
		NULL);
}

enum err demo_canned_write(struct cx *cx, const struct demo_world *world)
{
	const int64_t user_id = world->agents[0].user_id;
	struct db_result result;

	TRY(db_run(cx, &team_sql, DB_ARGS(db_int(world->company->id), db_int(user_id)), &result));
	for (size_t i = 0; i < COUNT(sayings); i++) {
		const struct whose whose = whose_of(
			cx->arena, &sayings[i], user_id, db_int_at(&result, 0, 0));

		TRY(add(cx, world, &sayings[i], &whose));
	}
	return OK;
}
