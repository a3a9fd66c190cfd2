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

/* "customer_phone", or "phone" where a customer is all that is spoken of. */
static const char *field_of(bool plain, const char *field)
{
	return plain ? field + strlen("customer_") : field;
}

static enum err read_phone(struct cx *cx, const char *field, const char *text, const char **phone)
{
	return intl_phone(cx, cx->actor->company->country, field, text, phone);
}

static enum err read_email(struct cx *cx, const char *field, const char *text, const char **email)
{
	if (!email_key(cx->arena, text, email))
		return fail(cx, ERR_INVALID, field, "This is not an e-mail address.");
	return OK;
}

/* Where the customer lives, cleaned. */
static enum err read_place(struct cx *cx, const struct customer_seek *seek, struct customer *wanted)
{
	const char *address = trimmed(cx->arena, seek->address);
	const char *area = trimmed(cx->arena, seek->area);
	const char *landmark = trimmed(cx->arena, seek->landmark);

	TRY(check_length(cx, "address", address, ADDRESS_MAX_POINTS));
	TRY(check_length(cx, "area", area, NAME_MAX_POINTS));
	TRY(check_length(cx, "landmark", landmark, ADDRESS_MAX_POINTS));
	wanted->address = address ? address : "";
	wanted->area = area ? area : "";
	wanted->landmark = landmark ? landmark : "";
	return OK;
}

/* What the seek says, cleaned, as a customer that may come into being. */
static enum err read_seek(struct cx *cx, const struct customer_seek *seek, struct customer *wanted)
{
	const char *phone = trimmed(cx->arena, seek->phone);
	const char *email = trimmed(cx->arena, seek->email);
	const char *name = field_of(seek->plain, "customer_name");

	*wanted = (struct customer){.name = trimmed(cx->arena, seek->name), .stage = "lead"};
	if (!wanted->name)
		return fail(cx, ERR_INVALID, name, "This is needed.");
	TRY(check_length(cx, name, wanted->name, NAME_MAX_POINTS));
	TRY(read_place(cx, seek, wanted));
	if (!phone && !email)
		return fail(cx, ERR_INVALID, field_of(seek->plain, "customer_phone"),
			"A phone number or an e-mail address is needed.");
	if (phone)
		TRY(read_phone(cx, field_of(seek->plain, "customer_phone"), phone, &wanted->phone));
	if (email)
		TRY(read_email(cx, field_of(seek->plain, "customer_email"), email, &wanted->email));
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

/* ---- Changing --------------------------------------------------------------------------- */

static enum err take_change(
	struct cx *cx, const struct customer_change *change, struct customer *customer)
{
	if (change->name) {
		customer->name = trimmed(cx->arena, change->name);
		if (!customer->name)
			return fail(cx, ERR_INVALID, "name", "This is needed.");
		TRY(check_length(cx, "name", customer->name, NAME_MAX_POINTS));
	}
	if (change->phone) {
		const char *phone = trimmed(cx->arena, change->phone);

		customer->phone = NULL;
		if (phone)
			TRY(read_phone(cx, "phone", phone, &customer->phone));
	}
	if (change->email) {
		const char *email = trimmed(cx->arena, change->email);

		customer->email = NULL;
		if (email)
			TRY(read_email(cx, "email", email, &customer->email));
	}
	if (!customer->phone && !customer->email)
		return fail(cx, ERR_INVALID, change->phone ? "phone" : "email",
			"A phone number or an e-mail address is needed.");
	return OK;
}

enum err customer_change(
	struct cx *cx, const struct customer_change *change, struct customer *customer)
{
	bool changed;
	enum err err;

	TRY(customer_store_begin(cx));
	if (change->version.given)
		customer->version = change->version.value;
	if (change->name || change->phone || change->email)
		TRY(take_change(cx, change, customer));
	if (change->language)
		customer->language = change->language;
	err = customer_store_change(cx, customer, &changed);
	if (err == ERR_CONFLICT)
		return fail(cx, err, "phone", "Another customer has this number.");
	TRY(err);
	return changed ? OK : fail(cx, ERR_CONFLICT, "version", "The customer has changed since.");
}
