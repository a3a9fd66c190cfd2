/* order_hooks.c - asking and telling the domains that hang on orders. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "domains/orders/order_hooks.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define HOOKS_MAX 4

static const struct order_hooks *hooked[HOOKS_MAX];
static size_t hooked_count;

void order_hook(const struct order_hooks *hooks)
{
	for (size_t i = 0; i < hooked_count; i++)
		if (hooked[i] == hooks)
			return;
	assert(hooked_count < HOOKS_MAX);
	hooked[hooked_count++] = hooks;
}

static int newest_first(const void *a, const void *b)
{
	const struct order_entry *left = a, *right = b;

	if (left->at_us != right->at_us)
		return left->at_us > right->at_us ? -1 : 1;
	return left->id > right->id ? -1 : left->id < right->id;
}

static void append(struct arena *arena, struct order_entries *all, const struct order_entries *more)
{
	struct order_entry *rows;

	if (more->count == 0)
		return;
	rows = arena_array(arena, all->count + more->count, sizeof(*rows));
	if (all->count)
		memcpy(rows, all->rows, all->count * sizeof(*rows));
	memcpy(rows + all->count, more->rows, more->count * sizeof(*rows));
	*all = (struct order_entries){rows, all->count + more->count};
}

enum err order_hooks_entries(struct cx *cx, int64_t order_id, struct order_entries *all)
{
	*all = (struct order_entries){0};
	for (size_t i = 0; i < hooked_count; i++) {
		struct order_entries some = {0};

		if (hooked[i]->entries)
			TRY(hooked[i]->entries(cx, order_id, &some));
		append(cx->arena, all, &some);
	}
	if (all->count)
		qsort(all->rows, all->count, sizeof(all->rows[0]), newest_first);
	return OK;
}

enum err order_hooks_escalation(struct cx *cx, int64_t order_id, struct order_escalation *open)
{
	*open = (struct order_escalation){0};
	for (size_t i = 0; i < hooked_count && !open->id; i++)
		if (hooked[i]->escalation)
			TRY(hooked[i]->escalation(cx, order_id, open));
	return OK;
}

enum err order_hooks_figures(struct cx *cx, int64_t since_us, struct order_figures *figures)
{
	*figures = (struct order_figures){0};
	for (size_t i = 0; i < hooked_count; i++)
		if (hooked[i]->figures)
			TRY(hooked[i]->figures(cx, since_us, figures));
	return OK;
}

enum err order_hooks_call(struct cx *cx, const struct order *order, const struct order_call *call)
{
	for (size_t i = 0; i < hooked_count; i++)
		if (hooked[i]->call_logged)
			TRY(hooked[i]->call_logged(cx, order, call));
	return OK;
}

enum err order_hooks_closed(struct cx *cx, const struct order *order)
{
	for (size_t i = 0; i < hooked_count; i++)
		if (hooked[i]->closed)
			TRY(hooked[i]->closed(cx, order));
	return OK;
}

enum err order_hooks_corrected(struct cx *cx, const struct order *before, const struct order *after)
{
	for (size_t i = 0; i < hooked_count; i++)
		if (hooked[i]->corrected)
			TRY(hooked[i]->corrected(cx, before, after));
	return OK;
}
