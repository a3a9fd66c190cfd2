/* calls.c - any bytes from a PBX, folded into calls: they add up, and none stays behind. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_event_ami.h"
#include "domains/calls/call_fold.h"

#include <assert.h>

static void check(const struct call *call)
{
	int64_t sum = 0;

	for (int phase = 0; phase < CALL_PHASES; phase++) {
		assert(call->phases_us[phase] >= 0);
		sum += call->phases_us[phase];
	}
	assert(sum == (call->ended_us ? call->ended_us : call->as_of_us) - call->started_us);
	assert(call->first && call_has_ended(call->status) == (call->ended_us != 0));
	for (const struct call_leg *leg = call->legs; leg; leg = leg->next)
		for (const struct call_segment *one = leg->segments; one; one = one->next)
			assert(!one->left_us || one->left_us >= one->entered_us);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const int64_t arrived_us = INT64_C(1795233424000000);
	static const char *const trunks[] = {"trunk", NULL};
	struct call_fold *fold = call_fold_new(&(struct call_fold_rules){.trunks = trunks});
	struct ami_parser *parser = ami_parser_new();
	struct str bytes = {(const char *)data, size};
	struct ami_message message;
	struct call_event event;
	const struct call *call;

	while (ami_parse(parser, &bytes, &message)) {
		if (message.kind == AMI_BANNER)
			call_fold_snapshot_begin(fold);
		if (str_is(ami_event(&message), "CoreShowChannelsComplete"))
			call_fold_snapshot_end(fold, arrived_us);
		if (call_event_of_ami(&message, arrived_us, &event))
			call_fold_apply(fold, &event);
		while ((call = call_fold_take(fold)))
			check(call);
	}
	call_fold_interrupt(fold);
	while ((call = call_fold_take(fold)))
		check(call);
	assert(!call_fold_next(fold, NULL));
	call_fold_free(&fold);
	ami_parser_free(&parser);
	return 0;
}
