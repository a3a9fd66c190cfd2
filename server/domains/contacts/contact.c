/* contact.c - customers: found by phone or e-mail, made when missing. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/contacts/contact_internal.h"

#include "base/utf8.h"
#include "platform/auth/auth.h"
#include "platform/intl/intl.h"

#define NAME_MAX_POINTS 200
#define ADDRESS_MAX_POINTS 1000
#define EMAIL_MAX_BYTES 254

/* Blanks at both ends removed; NULL when nothing is left. */
static const char *trimmed(struct arena *arena, const char *text)
{
	struct str rest = str_trim(str_of(text));

	return rest.len ? arena_text_n(arena, rest.ptr, rest.len) : NULL;
}

/* One plausible address in lower case; ICU is not asked, mail addresses are compared as ASCII. */
static bool email_key(struct arena *arena, const char *text, const char **key)
{
	const char *at = strchr(text, '@');
	size_t length = strlen(text);
	char *out;

	if (!at || at == text || length > EMAIL_MAX_BYTES || strchr(at + 1, '@') ||
		!strchr(at + 1, '.') || at[1] == '.' || text[length - 1] == '.')
		return false;
	out = arena_alloc(arena, length + 1);
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c <= ' ' || c == 0x7F || strchr("<>()[],;:\"\\", c))
			return false;
		out[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
	}
	*key = out;
	return true;
}

static enum err check_length(struct cx *cx, const char *field, const char *text, size_t max_points)
{
	if (text && utf8_count(text) > max_points)
		return fail(cx, ERR_INVALID, field, "Use at most %zu characters.", max_points);
	return OK;
}

/* What the seek says, cleaned, as a customer that may come into being. */
static enum err read_seek(struct cx *cx, const struct customer_seek *seek, struct customer *wanted)
{
	const char *phone = trimmed(cx->arena, seek->phone);
	const char *email = trimmed(cx->arena, seek->email);
	const char *address = trimmed(cx->arena, seek->address);
	const char *area = trimmed(cx->arena, seek->area);
	const char *landmark = trimmed(cx->arena, seek->landmark);

	*wanted = (struct customer){.name = trimmed(cx->arena, seek->name), .stage = "lead"};
	if (!wanted->name)
		return fail(cx, ERR_INVALID, "customer_name", "This is needed.");
	TRY(check_length(cx, "customer_name", wanted->name, NAME_MAX_POINTS));
	TRY(check_length(cx, "address", address, ADDRESS_MAX_POINTS));
	TRY(check_length(cx, "area", area, NAME_MAX_POINTS));
	TRY(check_length(cx, "landmark", landmark, ADDRESS_MAX_POINTS));
	if (!phone && !email)
		return fail(cx, ERR_INVALID, "customer_phone",
			"A phone number or an e-mail address is needed.");
	if (phone)
		TRY(intl_phone(
			cx, cx->actor->company->country, "customer_phone", phone, &wanted->phone));
	if (email && !email_key(cx->arena, email, &wanted->email))
		return fail(cx, ERR_INVALID, "customer_email", "This is not an e-mail address.");
	wanted->address = address ? address : "";
	wanted->area = area ? area : "";
	wanted->landmark = landmark ? landmark : "";
	return OK;
}

/* By phone, else by e-mail. */
static enum err find(struct cx *cx, const struct customer *wanted, struct customer *found)
{
	enum err err = ERR_NOT_FOUND;

	if (wanted->phone)
		err = customer_store_by_phone(cx, wanted->phone, found);
	if (err == ERR_NOT_FOUND && wanted->email)
		err = customer_store_by_email(cx, wanted->email, found);
	return err;
}

static bool fill_text(const char **kept, const char *offered)
{
	if (!text_empty(*kept) || text_empty(offered))
		return false;
	*kept = offered;
	return true;
}

/* What we did not know yet is taken over; what we know is never overwritten. */
static enum err fill_blanks(struct cx *cx, const struct customer *wanted, struct customer *customer)
{
	bool changed = fill_text(&customer->phone, wanted->phone);

	changed |= fill_text(&customer->email, wanted->email);
	changed |= fill_text(&customer->address, wanted->address);
	changed |= fill_text(&customer->area, wanted->area);
	changed |= fill_text(&customer->landmark, wanted->landmark);
	return changed ? customer_store_fill(cx, customer) : OK;
}

enum err customer_find_or_create(
	struct cx *cx, const struct customer_seek *seek, struct customer *customer, bool *created)
{
	struct customer wanted;
	bool added = false;
	enum err err;

	TRY(read_seek(cx, seek, &wanted));
	TRY(customer_store_begin(cx));
	err = find(cx, &wanted, customer);
	if (err == ERR_NOT_FOUND) {
		/* With a number we alone add; what came in before is there now. A phone has its key. */
		TRY(customer_store_next_id(cx, &wanted.id));
		if (wanted.email)
			err = find(cx, &wanted, customer);
	}
	if (err == ERR_NOT_FOUND) {
		TRY(customer_store_add(cx, &wanted, &added));
		*customer = wanted;
		err = added ? OK : customer_store_by_phone(cx, wanted.phone, customer);
	}
	TRY(err);
	if (created)
		*created = added;
	return added ? OK : fill_blanks(cx, &wanted, customer);
}

/* "1", "001", "CUST-001": the number, or 0. */
static int64_t key_number(const char *key)
{
	struct str text = str_trim(str_of(key));
	int64_t number;

	if (text.len > 5 && str_is_nocase((struct str){text.ptr, 5}, "CUST-")) {
		text.ptr += 5;
		text.len -= 5;
	}
	return str_int(text, &number) && number > 0 ? number : 0;
}

enum err customer_by_phone(struct cx *cx, const char *phone, struct customer *customer)
{
	const enum err err = customer_store_by_phone(cx, phone, customer);

	if (err != ERR_NOT_FOUND)
		return err;
	*customer = (struct customer){0};
	return OK;
}

enum err customer_by_email(struct cx *cx, const char *email, struct customer *customer)
{
	const char *key;
	enum err err = ERR_NOT_FOUND;

	if (email_key(cx->arena, email, &key))
		err = customer_store_by_email(cx, key, customer);
	if (err != ERR_NOT_FOUND)
		return err;
	*customer = (struct customer){0};
	return OK;
}

enum err customer_by_key(struct cx *cx, const char *key, struct customer *customer)
{
	int64_t id = key_number(key);
	enum err err = id ? customer_store_by_id(cx, id, customer) : ERR_NOT_FOUND;

	return err == ERR_NOT_FOUND ? fail(cx, err, NULL, "There is no such customer.") : err;
}
