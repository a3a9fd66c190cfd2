/* contact_test.c - customers, sellers and products: found, made, and made only once. */
/* SPDX-License-Identifier: MIT */
#include "../../platform/db/db_support.h"

#include "domains/contacts/contact.h"
#include "domains/tenancy/tenancy.h"
#include "platform/crypto/crypto.h"
#include "platform/events/events.h"

#include <pthread.h>

static struct place place;

static struct cx *as_company(struct unit *unit, const char *code)
{
	struct cx *cx = unit_open(unit, place.pool, 0);
	const struct company *company;

	cx->actor = actor_nobody();
	assert_int_equal(company_by_code(cx, code, &company), OK);
	cx->actor = actor_system(cx->arena, company);
	return cx;
}

static void commit(struct unit *unit)
{
	assert_int_equal(db_commit(&unit->cx), OK);
	unit_close(unit);
}

static int set_up(void **state)
{
	struct migrate_report report;
	const char *why = NULL;

	(void)state;
	assert_true(crypto_init());
	if (postgres_url())
		place_make_postgres(&place);
	else
		place_make(&place);
	place_open(&place, (struct db_options){0});
	if (migrate_run(place.pool, &report, &why) != OK)
		fail_msg("migrate_run: %s", why);
	events_init(place.pool);
	for (int i = 0; i < 2; i++) {
		const struct company_new wanted = {.code = i ? "other" : "shop", .name = "Shop"};
		struct unit unit;
		struct cx *cx = unit_open(&unit, place.pool, 0);
		int64_t id;

		cx->actor = actor_nobody();
		assert_int_equal(company_create(cx, &wanted, &id), OK);
		commit(&unit);
	}
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	place_remove(&place);
	return 0;
}

/* One after the other; id is the customer each finds or makes. */
static const struct {
	const char *about, *company, *name, *phone, *email, *area;
	int64_t id;
	const char *phone_after, *email_after, *area_after;
} seeks[] = {
	{"the first", "shop", "Ahmed", "050 123 4567", NULL, NULL, 1, "+971501234567", NULL, ""},
	{"the same phone written otherwise", "shop", "Ahmad R.", "+971-50-123-4567",
		"Ahmed@Example.com", "Marina", 1, "+971501234567", "ahmed@example.com", "Marina"},
	{"known things are not overwritten", "shop", "A", "00971501234567", "b@example.com",
		"Deira", 1, "+971501234567", "ahmed@example.com", "Marina"},
	{"by e-mail alone, whatever its case", "shop", "Ahmed", NULL, "AHMED@example.COM", NULL, 1,
		"+971501234567", "ahmed@example.com", "Marina"},
	{"an e-mail without a phone", "shop", "Sara", NULL, "sara@example.com", NULL, 2, NULL,
		"sara@example.com", ""},
	{"its phone is filled in", "shop", "Sara K.", "0521112233", "sara@example.com", NULL, 2,
		"+971521112233", "sara@example.com", ""},
	{"the phone counts before the e-mail", "shop", "Who", "0501234567", "sara@example.com",
		NULL, 1, "+971501234567", "ahmed@example.com", "Marina"},
	{"another company knows nobody", "other", "Ahmed", "050 123 4567", NULL, NULL, 1,
		"+971501234567", NULL, ""},
};

static void found_by_phone_then_email(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(seeks); i++) {
		const struct customer_seek seek = {.name = seeks[i].name,
			.phone = seeks[i].phone,
			.email = seeks[i].email,
			.area = seeks[i].area};
		struct customer customer, again;
		struct unit unit;
		struct cx *cx = as_company(&unit, seeks[i].company);

		if (customer_find_or_create(cx, &seek, &customer, NULL) != OK)
			fail_msg("%s: %s", seeks[i].about, cx->failure.message);
		assert_case(customer.id == seeks[i].id, seeks[i].about);
		assert_int_equal(
			customer_by_key(
				cx, arena_format(cx->arena, "cust-%03d", (int)seeks[i].id), &again),
			OK);
		assert_case(text_is(again.phone, seeks[i].phone_after), seeks[i].about);
		assert_case(text_is(again.email, seeks[i].email_after), seeks[i].about);
		assert_case(text_is(again.area, seeks[i].area_after), seeks[i].about);
		commit(&unit);
	}
}

static const struct {
	const char *about, *name, *phone, *email, *field;
} refused[] = {
	{"no name", " ", "0501234567", NULL, "customer_name"},
	{"neither phone nor e-mail", "A", NULL, " ", "customer_phone"},
	{"no phone number", "A", "call me", NULL, "customer_phone"},
	{"half an address", "A", "0501234567", "a@b", "customer_email"},
	{"two addresses", "A", "0501234567", "a@b.com, c@d.com", "customer_email"},
	{"a line end in the address", "A", "0501234567", "a@b.com\nBcc: x@y.com", "customer_email"},
};

static void nonsense_names_the_field(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		const struct customer_seek seek = {.name = refused[i].name,
			.phone = refused[i].phone,
			.email = refused[i].email};
		struct customer customer;
		struct unit unit;
		struct cx *cx = as_company(&unit, "shop");

		assert_case(customer_find_or_create(cx, &seek, &customer, NULL) == ERR_INVALID,
			refused[i].about);
		assert_case(text_is(cx->failure.fields->field, refused[i].field), refused[i].about);
		unit_close(&unit);
	}
}

/* One after the other, to the first customer of the shop; version 0: none is said. */
static const struct {
	const char *about;
	struct customer_change change;
	enum err err;
	const char *field, *phone_after, *email_after;
} changes[] = {
	{"another number", {.phone = "052 999 8877"}, OK, NULL, "+971529998877",
		"ahmed@example.com"},
	{"the number of the second", {.phone = "0521112233"}, ERR_CONFLICT, "phone",
		"+971529998877", "ahmed@example.com"},
	{"no address any more", {.email = ""}, OK, NULL, "+971529998877", NULL},
	{"nothing to reach them by", {.phone = " "}, ERR_INVALID, "phone", "+971529998877", NULL},
	{"no name", {.name = " "}, ERR_INVALID, "name", "+971529998877", NULL},
	{"a version of before", {.name = "Late", .version = {1, true}}, ERR_CONFLICT, "version",
		"+971529998877", NULL},
	{"their own number once more", {.phone = "+971529998877"}, OK, NULL, "+971529998877", NULL},
};

static void make_two(void)
{
	const struct customer_seek seek[] = {
		{.name = "Ahmed", .phone = "0501234567", .email = "ahmed@example.com"},
		{.name = "Sara", .phone = "0521112233"}};
	struct customer customer;
	struct unit unit;
	struct cx *cx = as_company(&unit, "shop");

	for (size_t i = 0; i < COUNT(seek); i++)
		assert_int_equal(customer_find_or_create(cx, &seek[i], &customer, NULL), OK);
	commit(&unit);
}

static void corrected_by_version(void **state)
{
	(void)state;
	make_two();
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct customer customer, after;
		struct unit unit;
		struct cx *cx = as_company(&unit, "shop");
		int64_t version;

		assert_int_equal(customer_by_key(cx, "1", &customer), OK);
		version = customer.version;
		assert_case(customer_change(cx, &changes[i].change, &customer) == changes[i].err,
			changes[i].about);
		if (changes[i].err != OK) {
			assert_case(text_is(cx->failure.fields->field, changes[i].field),
				changes[i].about);
			unit_close(&unit);
			cx = as_company(&unit, "shop");
		}
		assert_int_equal(customer_by_key(cx, "1", &after), OK);
		assert_case(after.version == version + (changes[i].err == OK), changes[i].about);
		assert_case(text_is(after.phone, changes[i].phone_after), changes[i].about);
		assert_case(text_is(after.email, changes[i].email_after), changes[i].about);
		commit(&unit);
	}
}

/* ---- Many at once -------------------------------------------------------------------------- */

#define THREADS 8
#define ROUNDS 25

static void *seek_all(void *arg)
{
	intptr_t created = 0;

	(void)arg;
	for (int i = 0; i < ROUNDS; i++) {
		struct unit unit;
		struct cx *cx = as_company(&unit, "shop");
		struct customer_seek seek = {.name = "Everybody"};
		struct seller seller;
		struct product product;
		struct product_seek ware = {.name = arena_format(cx->arena, "Ware %d", i)};
		struct customer customer;
		bool new = false;

		if (i % 2)
			seek.phone = arena_format(cx->arena, "0507%06d", i);
		else
			seek.email = arena_format(cx->arena, "e%d@example.com", i);
		if (customer_find_or_create(cx, &seek, &customer, &new) != OK ||
			seller_find_or_create(cx, ware.name, &seller) != OK ||
			product_find_or_create(cx, &ware, &product) != OK || db_commit(cx) != OK)
			created += 1000000;
		created += new;
		unit_close(&unit);
	}
	return (void *)created;
}

static int64_t count_of(const char *table)
{
	static const struct db_query counts[] = {
		{"test.customers", "SELECT count(*) FROM customers", NULL, NULL},
		{"test.sellers", "SELECT count(*) FROM sellers", NULL, NULL},
		{"test.products", "SELECT count(*) FROM products", NULL, NULL},
	};
	struct db_result result;
	struct unit unit;
	struct cx *cx = as_company(&unit, "shop");
	int64_t count = -1;

	for (size_t i = 0; i < COUNT(counts); i++)
		if (strcmp(counts[i].name + 5, table) == 0) {
			assert_int_equal(db_run(cx, &counts[i], DB_NO_ARGS, &result), OK);
			count = db_int_at(&result, 0, 0);
		}
	unit_close(&unit);
	return count;
}

static void many_at_once_make_one(void **state)
{
	pthread_t threads[THREADS];
	intptr_t created = 0;

	(void)state;
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, seek_all, NULL), 0);
	for (size_t i = 0; i < THREADS; i++) {
		void *mine;

		pthread_join(threads[i], &mine);
		created += (intptr_t)mine;
	}
	assert_int_equal(created, ROUNDS);
	assert_int_equal(count_of("customers"), ROUNDS);
	assert_int_equal(count_of("sellers"), ROUNDS);
	assert_int_equal(count_of("products"), ROUNDS);
}

/* ---- Wares ----------------------------------------------------------------------------------- */

static const struct {
	const char *about, *code, *name, *url;
	enum err err;
	int64_t id;
	const char *code_after;
} wares[] = {
	{"with a code", "SG-S24U", "Galaxy S24 Ultra", "https://shop.example.com/1", OK, 1,
		"SG-S24U"},
	{"the code decides", "SG-S24U", "Another name", NULL, OK, 1, "SG-S24U"},
	{"by name, case and signs aside", NULL, "galaxy s24-ULTRA!", NULL, OK, 1, "SG-S24U"},
	{"a code is made", NULL, "iPad Air", NULL, OK, 2, "PRD-000002"},
	{"a made code that somebody has", "PRD-000004", "Taken", NULL, OK, 3, "PRD-000004"},
	{"is passed over", NULL, "Free", NULL, OK, 5, "PRD-000005"},
	{"names of nothing but signs are told apart", NULL, "!!!", NULL, OK, 6, "PRD-000006"},
	{"in every case", NULL, "???", NULL, OK, 7, "PRD-000007"},
	{"somebody's program is no address", NULL, "X", "javascript:alert(1)", ERR_INVALID, 0,
		NULL},
	{"nor is half an address", NULL, "X", "https://", ERR_INVALID, 0, NULL},
	{"a name is needed", NULL, "  ", NULL, ERR_INVALID, 0, NULL},
};

static void wares_are_found_or_made(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wares); i++) {
		const struct product_seek seek = {
			.code = wares[i].code, .name = wares[i].name, .url = wares[i].url};
		struct product product;
		struct unit unit;
		struct cx *cx = as_company(&unit, "shop");

		assert_case(product_find_or_create(cx, &seek, &product) == wares[i].err,
			wares[i].about);
		if (wares[i].err == OK) {
			assert_case(product.id == wares[i].id, wares[i].about);
			assert_case(text_is(product.code, wares[i].code_after), wares[i].about);
			commit(&unit);
		} else {
			unit_close(&unit);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(found_by_phone_then_email, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nonsense_names_the_field, set_up, tear_down),
		cmocka_unit_test_setup_teardown(corrected_by_version, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_at_once_make_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(wares_are_found_or_made, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
