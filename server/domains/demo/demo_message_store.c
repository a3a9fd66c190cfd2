/* demo_message_store.c - messages in bulk, as messaging would have left them. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "domains/orders/order_visible.h"

#include "platform/db/db.h"

static const struct db_query add_sql = {"demo.add_message",
	"INSERT INTO communications (company_id, id, order_id, customer_id, agent_id, channel,"
	" direction, to_addr, from_addr, body, at_us, created_us, status, subject, error, segments,"
	" read_us, updated_us, team_id, department_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
	" $10, $11, $11, $12, $13, $14, $15, $16, $11, " AGENT_WORK_PLACE("$5") ")",
	NULL, NULL};

static enum err write_one(struct demo_load *load, const struct order *order,
	const struct demo_customer *customer, const struct demo_message *message)
{
	const bool sms = text_is(message->channel, "sms");
	const bool in = text_is(message->direction, "inbound");
	const char *theirs = sms ? customer->phone : customer->email;

	return db_exec(load->cx, &add_sql,
		DB_ARGS(db_int(load->world->company->id), db_int(++load->communication_id),
			db_int(order->id), db_int(order->customer_id), db_id(order->agent_id),
			db_text(message->channel), db_text(message->direction),
			db_text(in ? "" : theirs), db_text(in ? theirs : ""),
			db_text(message->body), db_int(message->at_us), db_text(message->status),
			db_text(message->subject), db_text(message->error), db_int(sms),
			db_opt((struct opt_int){
				message->at_us + US_PER_MINUTE, in && !message->unread})),
		NULL);
}

enum err demo_messages_write(struct demo_load *load, const struct demo_plan *plan,
	const struct order *order, const struct demo_customer *customer)
{
	struct demo_message messages[DEMO_MESSAGES];
	const size_t count = demo_messages_make(load->world, plan, customer->arabic, messages);

	for (size_t i = 0; i < count; i++)
		if (text_is(messages[i].channel, "sms") || customer->email)
			TRY(write_one(load, order, customer, &messages[i]));
	return OK;
}

db_query_list demo_message_queries = {&add_sql, NULL};
