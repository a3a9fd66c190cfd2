/* catalogue.c - the sellers and products that orders name. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/contacts/contact_internal.h"

#include "base/utf8.h"
#include "platform/intl/intl.h"

#define NAME_MAX_POINTS 300
#define CODE_MAX_POINTS 100
#define MADE_CODE_TRIES 10

static enum err read_name(
	struct cx *cx, const char *field, const char *text, size_t max_points, const char **name)
{
	struct str rest = str_trim(str_of(text));

	if (!rest.len)
		return fail(cx, ERR_INVALID, field, "This is needed.");
	*name = arena_text_n(cx->arena, rest.ptr, rest.len);
	if (utf8_count(*name) > max_points)
		return fail(cx, ERR_INVALID, field, "Use at most %zu characters.", max_points);
	return OK;
}

/* A name of nothing but signs is its own fold: all of them would be the same otherwise. */
static const char *fold_of(struct cx *cx, const char *name)
{
	const char *fold = intl_fold(cx->arena, name);

	return *fold ? fold : name;
}

enum err seller_find_or_create(struct cx *cx, const char *name, struct seller *seller)
{
	const char *fold;
	bool added;
	enum err err;

	*seller = (struct seller){0};
	TRY(read_name(cx, "seller_name", name, NAME_MAX_POINTS, &name));
	fold = fold_of(cx, name);
	err = seller_store_by_name(cx, fold, seller);
	if (err != ERR_NOT_FOUND)
		return err;
	*seller = (struct seller){.name = name};
	TRY(seller_store_add(cx, fold, seller, &added));
	return added ? OK : seller_store_by_name(cx, fold, seller);
}

enum err product_name_read(
	struct cx *cx, const char *field, const char *text, const char **name, const char **fold)
{
	TRY(read_name(cx, field, text, NAME_MAX_POINTS, name));
	*fold = fold_of(cx, *name);
	return OK;
}

const char *product_search_text(struct arena *arena, const char *name_fold, const char *code)
{
	return arena_format(arena, " %s %s", name_fold, intl_fold(arena, code));
}

/* Only what a browser may open; "javascript:" on a button would be somebody else's program. */
enum err product_url_check(struct cx *cx, const char *url)
{
	struct str text = str_of(url);

	if (!url)
		return OK;
	if (!(text.len > 8 &&
		    (str_is_nocase((struct str){url, 8}, "https://") ||
			    str_is_nocase((struct str){url, 7}, "http://"))) ||
		text.len > 2000 || strpbrk(url, " \t\r\n\"<>\\"))
		return fail(cx, ERR_INVALID, "product_url", "Use an address with http or https.");
	return OK;
}

/* A code of our own; another product may have been given it by hand, then the next number. */
static enum err add_with_made_code(struct cx *cx, const char *fold, struct product *product)
{
	bool added;

	for (int i = 0; i < MADE_CODE_TRIES; i++) {
		TRY(product_store_next_id(cx, &product->id));
		product->code = arena_format(cx->arena, "PRD-%06lld", (long long)product->id);
		TRY(product_store_add(cx, fold, product, &added));
		if (added)
			return OK;
	}
	return fail(cx, ERR_CONFLICT, "product_code", "No free product code was found.");
}

enum err product_find_or_create(
	struct cx *cx, const struct product_seek *seek, struct product *product)
{
	struct product wanted = {.category = seek->category ? seek->category : "",
		.url = text_empty(seek->url) ? NULL : seek->url,
		.price_minor = seek->price_minor,
		.seller_id = seek->seller_id};
	const char *fold;
	bool added;
	enum err err;

	TRY(product_name_read(cx, "product_name", seek->name, &wanted.name, &fold));
	TRY(product_url_check(cx, wanted.url));
	if (seek->created)
		*seek->created = false;
	if (text_empty(seek->code)) {
		err = product_store_by_name(cx, fold, product);
		if (err != ERR_NOT_FOUND)
			return err;
		*product = wanted;
		if (seek->created)
			*seek->created = true;
		return add_with_made_code(cx, fold, product);
	}
	TRY(read_name(cx, "product_code", seek->code, CODE_MAX_POINTS, &wanted.code));
	err = product_store_by_code(cx, wanted.code, product);
	if (err != ERR_NOT_FOUND)
		return err;
	TRY(product_store_next_id(cx, &wanted.id));
	TRY(product_store_add(cx, fold, &wanted, &added));
	*product = wanted;
	if (seek->created)
		*seek->created = added;
	return added ? OK : product_store_by_code(cx, wanted.code, product);
}

enum err product_by_code(struct cx *cx, const char *code, struct product *product)
{
	return product_store_by_code(cx, code, product);
}

enum err product_by_key(struct cx *cx, const char *key, struct product *product)
{
	int64_t id;
	enum err err = product_store_by_code(cx, key, product);

	if (err == ERR_NOT_FOUND && text_int(key, &id) && id > 0)
		err = product_store_by_id(cx, id, product);
	return err == ERR_NOT_FOUND ? fail(cx, err, NULL, "There is no such product.") : err;
}
