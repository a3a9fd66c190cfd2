/* call_sheet.c - calls as rows of a spreadsheet. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_sheet.h"

#include "base/clock.h"
#include "domains/accounts/account.h"
#include "domains/orders/order.h"
#include "platform/sheet/sheet.h"

const char *const call_sheet_headings[] = {WORDS("Call"), WORDS("Direction"), WORDS("Status"),
	WORDS("Started"), WORDS("Answered at"), WORDS("Ended"), WORDS("Phone"), WORDS("Customer"),
	WORDS("Caller"), WORDS("Called"), WORDS("Agent"), WORDS("Extension"), WORDS("Department"),
	WORDS("Queue"), WORDS("Order"), WORDS("Seconds in all"), WORDS("Seconds of waiting"),
	WORDS("Seconds of ringing"), WORDS("Seconds of talk"), WORDS("Seconds on hold"),
	WORDS("Transfers"), NULL};

static void put_seconds(struct sheet *sheet, int64_t us)
{
	sheet_int(sheet, us / US_PER_SECOND);
}

static void put_people(struct sheet *sheet, struct cx *cx, const struct call_view *call)
{
	sheet_text(sheet, call->phone);
	sheet_text(sheet, call->customer_name);
	sheet_text(sheet, call->caller);
	sheet_text(sheet, call->callee);
	sheet_text(sheet, call->agent_name);
	sheet_text(sheet, call->agent_exten);
	sheet_text(sheet, call->department_name);
	sheet_text(sheet, call->queue);
	sheet_text(sheet,
		call->order_year ? order_code(cx->arena,
					   &(struct order){.id = call->order_id,
						   .code_year = call->order_year})
				 : NULL);
}

enum err call_sheet_row(struct cx *cx, const struct call_view *call, void *arg)
{
	struct sheet *sheet = arg;

	sheet_text(sheet, call->code);
	sheet_word(sheet, call->direction);
	sheet_word(sheet, call->status);
	sheet_time(sheet, (struct opt_int){call->started_us, true});
	sheet_time(sheet, call->answered_us);
	sheet_time(sheet, call->ended_us);
	put_people(sheet, cx, call);
	sheet_int(sheet, call_duration(call));
	put_seconds(sheet, call->queue_us);
	put_seconds(sheet, call->ring_us);
	put_seconds(sheet, call->talk_us);
	put_seconds(sheet, call->hold_us);
	sheet_int(sheet, call->transfers);
	return sheet_row(sheet);
}
