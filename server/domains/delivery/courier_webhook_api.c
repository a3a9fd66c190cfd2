/* courier_webhook_api.c - HTTP: what couriers report by themselves. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/http/http.h"

static const struct schema_field report_out_fields[] = {
	{.name = "known", .type = SCHEMA_INT, .about = "Parcels of ours in it"},
	{.name = "fresh", .type = SCHEMA_INT, .about = "Events that had not come before"},
};
static const struct schema report_out = {.name = "CourierReportAnswer",
	.fields = report_out_fields,
	.count = COUNT(report_out_fields)};

static enum err find_courier(struct http_req *rq, struct courier *courier)
{
	const struct company *company;
	enum err err = courier_store_by_callback(&rq->cx, http_path(rq, "courier_key"), courier);

	if (err == OK)
		err = company_by_id(&rq->cx, courier->company_id, &company);
	if (err == OK && !courier_way(courier->adapter))
		err = ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND) {
		fail_clear(&rq->cx);
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such courier.");
	}
	TRY(err);
	rq->cx.actor = actor_system(rq->cx.arena, company);
	return OK;
}

/* aftership-hmac-sha256: base64 of HMAC-SHA256 over the body, by the account's webhook secret. */
static bool aftership_signed(struct http_req *rq, const struct courier *courier)
{
	const char *secret = courier_secret(&rq->cx, courier->second_secret_sealed);
	const char *given = http_header(rq, "aftership-hmac-sha256");
	unsigned char wanted[SHA256_BYTES];
	const unsigned char *bytes;
	size_t count;

	if (text_empty(secret) || text_empty(given) ||
		!crypto_from_base64(rq->cx.arena, str_of(given), &bytes, &count))
		return false;
	crypto_hmac_sha256(str_of(secret), http_body_raw(rq), wanted);
	return crypto_same((struct str){(const char *)bytes, count},
		(struct str){(const char *)wanted, sizeof(wanted)});
}

static enum err check_signature(struct http_req *rq, const struct courier *courier)
{
	struct arena *arena = rq->cx.arena;
	bool good;

	if (courier_way(courier->adapter)->own_signature)
		good = aftership_signed(rq, courier);
	else
		good = crypto_request_signed(arena, str_of(courier_callback_secret(arena, courier)),
			rq->cx.now_us, http_header(rq, "X-Hatif-Timestamp"),
			http_header(rq, "X-Hatif-Signature"), http_body_raw(rq));
	if (!good)
		return fail(&rq->cx, ERR_UNAUTHENTICATED, NULL,
			"The signature is missing, too old or not of this body.");
	return OK;
}

/* POST /api/webhooks/courier/{courier_key} */
static enum err post_report(struct http_req *rq)
{
	struct parcel_reports reports = {0};
	const struct json_value *message;
	struct courier courier;
	struct json *json;
	size_t known, fresh;

	TRY(find_courier(rq, &courier));
	TRY(check_signature(rq, &courier));
	TRY(json_parse(&rq->cx, http_body_raw(rq), &message));
	TRY(courier_way(courier.adapter)->read(&rq->cx, &courier, message, true, &reports));
	TRY(tracking_take_all(&rq->cx, &courier, &reports, TRACKING_WEBHOOK, &known, &fresh));
	TRY(courier_store_note(&rq->cx, courier.id, NULL));
	json = http_reply(rq, 200);
	json_field_int(json, "known", (int64_t)known);
	json_field_int(json, "fresh", (int64_t)fresh);
	return OK;
}

const struct http_route courier_webhook_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/webhooks/courier/{courier_key}",
		.handler = post_report,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "What became of parcels (public: the signature says who sends it)",
		.out = &report_out,
		.flags = HTTP_BODY_RAW | HTTP_NO_CSRF},
	{0},
};
