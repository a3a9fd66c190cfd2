/* rating.c - what customers say of the service: taken in from agents and links. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/interactions/interaction_internal.h"

const char *const rating_channel_words[] = {"agent", "link", NULL};

enum err rating_add(struct cx *cx, const struct order *order, struct rating *rating)
{
	TRY(rating_store_add(cx, rating));
	return rating_tell(cx, order, rating);
}
