/* stock_line.c - one line of a stock file: read, checked, laid down. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_import_internal.h"

#include "domains/contacts/contact.h"

#include "base/utf8.h"

#define CATEGORY_POINTS_MAX 100

/* ---- Reading -------------------------------------------------------------------------- */

static void add_fault(
	struct arena *arena, struct stock_line *line, const char *field, const char *reason)
{
	struct stock_line_fault *fault = arena_alloc(arena, sizeof(*fault));

	*fault = (struct stock_line_fault){field, reason, line->faults};
	line->faults = fault;
}

/* One of our own sentences, in the language of the import. */
static void complain(struct cx *cx, struct arena *arena, struct stock_line *line, const char *field,
	const char *english)
{
	add_fault(arena, line, field, cx_say(cx, english));
}

static bool read_count(struct arena *arena, const char *text, struct opt_int *count)
{
	if (!text)
		return true;
	count->given = intl_count_read(arena, text, &count->value) && count->value >= 0 &&
		count->value <= STOCK_QUANTITY_MAX;
	return count->given;
}

static void read_counts(struct cx *cx, struct arena *arena,
	const char *const text[STOCK_FIELD_COUNT], struct stock_line *line)
{
	static const char *const wrong = WORDS("Use a whole number from 0 to 1000000000.");

	if (!read_count(arena, text[STOCK_QUANTITY], &line->quantity))
		complain(cx, arena, line, "quantity", wrong);
	if (!read_count(arena, text[STOCK_THRESHOLD], &line->threshold))
		complain(cx, arena, line, "threshold", wrong);
}

/* The rules say no by fail(); here a no is one line's fault. */
static void take_refusal(
	struct cx *cx, struct arena *arena, struct stock_line *line, const char *field)
{
	const struct field_fault *fault = cx->failure.fields;

	add_fault(
		arena, line, field, arena_text(arena, fault ? fault->reason : cx->failure.message));
	fail_clear(cx);
}

static void read_money(
	struct cx *cx, struct arena *arena, struct stock_line *line, const char *text)
{
	if (!text)
		return;
	line->price_minor.given = intl_money_read(str_trim(str_of(intl_plain_digits(arena, text))),
		cx->actor->company->currency_digits, &line->price_minor.value);
	if (!line->price_minor.given)
		complain(cx, arena, line, "price", WORDS("This is not an amount of money."));
}

void stock_line_read(struct cx *cx, struct arena *arena, const char *const text[STOCK_FIELD_COUNT],
	struct stock_line *line)
{
	const char *code;

	line->code = arena_text(arena, text[STOCK_CODE]);
	line->name = arena_text(arena, text[STOCK_NAME]);
	line->category = arena_text(arena, text[STOCK_CATEGORY]);
	line->url = arena_text(arena, text[STOCK_URL]);
	read_counts(cx, arena, text, line);
	read_money(cx, arena, line, text[STOCK_PRICE]);
	if (!line->code)
		complain(cx, arena, line, "code", WORDS("This is needed."));
	if (line->category && utf8_count(line->category) > CATEGORY_POINTS_MAX)
		complain(cx, arena, line, "category", WORDS("Use at most 100 characters."));
	if (product_url_check(cx, line->url) != OK)
		take_refusal(cx, arena, line, "url");
	if (!text[STOCK_LOCATION])
		return;
	if (location_code_read(cx, text[STOCK_LOCATION], &code) == OK)
		line->location = arena_text(arena, code);
	else
		take_refusal(cx, arena, line, "location");
}

/* ---- Laying down ------------------------------------------------------------------------ */

/* The product of the line, locked; made when its code is new. */
static enum err find_product(
	struct cx *cx, const struct stock_line *line, struct stock_product *before, bool *created)
{
	const struct product_seek seek = {.code = line->code,
		.name = line->name,
		.url = line->url,
		.price_minor = line->price_minor,
		.category = line->category,
		.created = created};
	struct product product;
	enum err err;

	*created = false;
	if (line->name) {
		TRY(product_find_or_create(cx, &seek, &product));
	} else {
		err = product_by_code(cx, line->code, &product);
		if (err == ERR_NOT_FOUND)
			return fail(cx, ERR_INVALID, "name", "This is needed: the product is new.");
		TRY(err);
	}
	return stock_store_lock(cx, product.id, before);
}

/* What the file says of the product itself. True when that is news. */
static enum err take_fields(
	struct cx *cx, const struct stock_line *line, struct stock_product *product, bool *news)
{
	const struct stock_product was = *product;

	if (line->name)
		TRY(product_name_read(cx, "name", line->name, &product->name, &product->name_fold));
	if (line->category)
		product->category = line->category;
	if (line->url)
		product->url = line->url;
	if (line->price_minor.given)
		product->price_minor = line->price_minor;
	if (line->threshold.given)
		product->threshold = line->threshold.value;
	*news = !text_is(was.name, product->name) || !text_is(was.category, product->category) ||
		!text_is(was.url, product->url) || was.threshold != product->threshold ||
		was.price_minor.given != product->price_minor.given ||
		was.price_minor.value != product->price_minor.value;
	return OK;
}

static struct stock_place *known_place(struct stock_places *places, const char *code)
{
	for (size_t i = 0; i < places->count; i++)
		if (text_is(places->rows[i].code, code))
			return &places->rows[i];
	return NULL;
}

/* The place, made when it is new, and held to the end of the batch. */
static enum err hold_place(
	struct cx *cx, struct stock_places *places, const char *code, int64_t *id)
{
	struct stock_place *known = known_place(places, code);
	struct stock_location location;

	if (known && known->batch == places->batch) {
		*id = known->id;
		return OK;
	}
	TRY(location_find_or_create(cx, code, &location));
	TRY(location_store_hold(cx, location.id));
	if (!known && places->count < STOCK_PLACES_KEPT)
		known = &places->rows[places->count++];
	if (known)
		*known = (struct stock_place){
			arena_text(places->arena, code), location.id, places->batch};
	*id = location.id;
	return OK;
}

static enum err find_level(struct cx *cx, struct stock_places *places,
	const struct stock_line *line, const struct stock_product *product,
	struct stock_level *level)
{
	if (!line->location) {
		*level = product->levels[0]; /* the only one: check_place() */
		return location_store_hold(cx, level->location_id);
	}
	*level = (struct stock_level){.location_code = line->location, .version = 0};
	TRY(hold_place(cx, places, line->location, &level->location_id));
	for (size_t i = 0; i < product->level_count; i++)
		if (product->levels[i].location_id == level->location_id)
			*level = product->levels[i];
	return OK;
}

/* A place with nothing in it is worth knowing, so a first 0 is written too. */
static enum err take_quantity(struct cx *cx, struct stock_batch *batch,
	const struct stock_line *line, struct stock_product *product, bool *news)
{
	struct stock_entry entry = {.kind = "import",
		.reason = batch->import->file_name,
		.import_id = batch->import->id,
		.user_id = batch->import->user_id,
		.user_name = batch->import->user_name};
	struct stock_level level;

	if (!line->quantity.given)
		return OK;
	TRY(find_level(cx, batch->places, line, product, &level));
	entry.delta = line->quantity.value - level.quantity;
	if (level.version > 0 && entry.delta == 0)
		return OK;
	*news = true;
	level.quantity = line->quantity.value;
	entry.id = batch->ledger_id++;
	return stock_put_level(cx, product, &level, &entry);
}

/* Refused before anything is written, so that a refused line leaves nothing. */
static enum err check_place(struct cx *cx, const struct stock_line *line)
{
	struct stock_product known;
	struct product product;
	enum err err;

	if (!line->quantity.given || line->location)
		return OK;
	err = product_by_code(cx, line->code, &product);
	if (err == ERR_NOT_FOUND)
		return fail(cx, ERR_INVALID, "location", "This is needed: the product is new.");
	if (err != OK)
		return err;
	TRY(stock_store_get(cx, product.id, &known));
	if (known.level_count != 1)
		return fail(cx, ERR_INVALID, "location",
			"This is needed: the product is in no place or in several.");
	return OK;
}

enum err stock_line_put(struct cx *cx, struct stock_batch *batch, const struct stock_line *line,
	enum stock_line_result *result)
{
	struct stock_product before, product;
	bool created, news = false;

	TRY(check_place(cx, line));
	TRY(find_product(cx, line, &before, &created));
	product = before;
	TRY(take_fields(cx, line, &product, &news));
	TRY(take_quantity(cx, batch, line, &product, &news));
	if (news)
		TRY(stock_put_product(cx, &before, &product, &batch->tally));
	*result = created ? STOCK_LINE_CREATED : news ? STOCK_LINE_CHANGED : STOCK_LINE_UNCHANGED;
	return OK;
}
