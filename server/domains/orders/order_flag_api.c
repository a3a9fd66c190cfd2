/* order_flag_api.c - HTTP: taking a flag off an order, and when orders are flagged. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

/* ---- Dismissing ------------------------------------------------------------------- */

struct dismiss_params {
	const char *flag;
};
static const struct shape_field dismiss_fields[] = {
	{.name = "flag",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct dismiss_params, flag),
		.words = order_flag_words},
};
static const struct shape dismiss_shape = {
	.name = "OrderFlagDismissal", .fields = dismiss_fields, .count = COUNT(dismiss_fields)};

/* POST /api/agent/orders/{id}/flags/dismiss */
static enum err post_dismiss(struct http_req *rq)
{
	struct dismiss_params params = {0};
	struct opt_int version = {0};
	struct order order;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &version));
	TRY(order_flag_dismiss(&rq->cx, http_path(rq, "id"),
		(enum order_flag)word_index(order_flag_words, params.flag), version, &order));
	json = http_reply(rq, 200);
	json_key(json, "order");
	order_write(json, &rq->cx, &order);
	return OK;
}

/* ---- Rules -------------------------------------------------------------------------- */

static const struct schema_field rules_fields[] = {
	{.name = "refused_least",
		.type = SCHEMA_INT,
		.about = "So many cancelled or returned orders make a refuser; 0: never"},
	{.name = "refused_of", .type = SCHEMA_INT, .about = "Of so many that came last"},
	{.name = "duplicate_days",
		.type = SCHEMA_INT,
		.about = "The same customer and product within so many days; 0: never"},
	{.name = "version", .type = SCHEMA_INT, .about = "0: the standard, never changed"},
};
static const struct schema rules_schema = {
	.name = "OrderFlagRules", .fields = rules_fields, .count = COUNT(rules_fields)};
static const struct schema_field rules_out_fields[] = {
	{.name = "rules", .type = SCHEMA_OBJECT, .ref = &rules_schema},
};
static const struct schema rules_out = {.name = "OrderFlagRulesAnswer",
	.fields = rules_out_fields,
	.count = COUNT(rules_out_fields)};

struct rules_params {
	struct opt_int refused_least, refused_of, duplicate_days;
};
#define RULE_FIELD(named, most) \
	{ \
		.name = #named, .type = SHAPE_INT, .flags = SHAPE_REQUIRED, \
		.offset = offsetof(struct rules_params, named), .max = most \
	}
static const struct shape_field rules_in_fields[] = {
	RULE_FIELD(refused_least, 1000),
	RULE_FIELD(refused_of, 1000),
	RULE_FIELD(duplicate_days, 1000),
};
static const struct shape rules_shape = {
	.name = "OrderFlagRulesChange", .fields = rules_in_fields, .count = COUNT(rules_in_fields)};

static enum err answer_rules(struct http_req *rq, const struct order_flag_rules *rules)
{
	struct json *json = http_reply(rq, 200);

	json_field_open(json, "rules");
	json_field_int(json, "refused_least", rules->refused_least);
	json_field_int(json, "refused_of", rules->refused_of);
	json_field_int(json, "duplicate_days", rules->duplicate_days);
	json_field_int(json, "version", rules->version);
	json_close(json);
	return OK;
}

/* GET /api/manager/order-flags */
static enum err get_rules(struct http_req *rq)
{
	struct order_flag_rules rules;

	TRY(order_flag_rules_get(&rq->cx, &rules));
	return answer_rules(rq, &rules);
}

/* PUT /api/manager/order-flags */
static enum err put_rules(struct http_req *rq)
{
	struct rules_params params = {0};
	struct order_flag_rules rules;
	struct opt_int version = {0};

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &version));
	TRY(order_flag_rules_get(&rq->cx, &rules));
	if (version.given)
		rules.version = version.value;
	rules.refused_least = params.refused_least.value;
	rules.refused_of = params.refused_of.value;
	rules.duplicate_days = params.duplicate_days.value;
	TRY(order_flag_rules_put(&rq->cx, &rules));
	return answer_rules(rq, &rules);
}

const struct http_route order_flag_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/orders/{id}/flags/dismiss",
		.handler = post_dismiss,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Take a flag off an order: it was looked into",
		.in = &dismiss_shape,
		.out = &order_answer},
	{.method = HTTP_GET,
		.pattern = "/api/manager/order-flags",
		.handler = get_rules,
		.permission = PERM_POLICIES_MANAGE,
		.access = HTTP_READ,
		.summary = "When orders are flagged",
		.out = &rules_out},
	{.method = HTTP_PUT,
		.pattern = "/api/manager/order-flags",
		.handler = put_rules,
		.permission = PERM_POLICIES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change when orders are flagged; all are judged anew soon after",
		.in = &rules_shape,
		.out = &rules_out},
	{0},
};
