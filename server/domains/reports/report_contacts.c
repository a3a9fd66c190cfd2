/* report_contacts.c - the report of calls, messages, interactions and ratings. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_internal.h"

static const char *const resolution_words[] = {
	"resolved", "pending", "escalated", "follow_up_required", NULL};
static const char *const kind_words[] = {
	"call", "sms", "email", "chat", "follow_up", "rating", NULL};
static const char *const headings[] = {WORDS("Time"), WORDS("Kind"), WORDS("Direction"),
	WORDS("Result"), WORDS("Resolution"), WORDS("Seconds"), WORDS("Rating"), WORDS("Order"),
	WORDS("Customer"), WORDS("Agent"), WORDS("Text"), NULL};

static enum err page_of(struct cx *cx, const struct report *report, const char *cursor,
	int64_t limit, struct report_page *page)
{
	struct report_contact *rows;
	struct report_place after;
	size_t count;

	TRY(report_place_read(cx, cursor, &report->filter, &after));
	TRY(report_contact_rows(cx, &report->filter, &after, limit + 1, &rows, &count));
	*page = (struct report_page){.rows = rows, .count = count};
	if (count <= (size_t)limit)
		return OK;
	page->count = (size_t)limit;
	page->next = report_place_write(cx->arena, rows[limit - 1].at_us, rows[limit - 1].place);
	return OK;
}

static enum err sum_of(struct cx *cx, const struct report *report, struct report_sum *sum)
{
	struct report_contact_line *lines;
	size_t count;

	sum->duration_s.given = sum->ratings.given = sum->rating_sum.given = true;
	TRY(report_contact_sum(cx, &report->filter, &lines, &count));
	for (size_t i = 0; i < count; i++) {
		sum->rows += lines[i].n;
		report_add(&sum->outcomes, lines[i].kind, lines[i].n, 0);
		report_add(&sum->statuses, lines[i].resolution, lines[i].n, 0);
		sum->duration_s.value += lines[i].duration_s;
		sum->ratings.value += lines[i].scores;
		sum->rating_sum.value += lines[i].score_sum;
	}
	sum->capped = sum->rows > REPORT_CAP;
	return OK;
}

static const struct report_contact *row_of(const struct report_page *page, size_t i)
{
	return (const struct report_contact *)page->rows + i;
}

static const char *code_of(struct arena *arena, const struct report_contact *row)
{
	const struct order order = {.id = row->order_id, .code_year = row->code_year};

	return row->order_id ? order_code(arena, &order) : NULL;
}

static enum err sheet_row_of(
	struct sheet *sheet, struct cx *cx, const struct report_page *page, size_t i)
{
	const struct report_contact *row = row_of(page, i);

	sheet_time(sheet, (struct opt_int){row->at_us, true});
	sheet_word(sheet, row->kind);
	sheet_word(sheet, row->direction);
	sheet_word(sheet, row->outcome);
	sheet_word(sheet, row->resolution);
	sheet_int(sheet, row->duration_s);
	if (row->score.given)
		sheet_int(sheet, row->score.value);
	else
		sheet_empty(sheet);
	sheet_text(sheet, code_of(cx->arena, row));
	sheet_text(sheet, row->customer_name);
	sheet_text(sheet, row->agent_name);
	sheet_text(sheet, row->body);
	return sheet_row(sheet);
}

static void write_row(
	struct json *json, const struct cx *cx, const struct report_page *page, size_t i)
{
	const struct report_contact *row = row_of(page, i);

	json_open(json);
	json_field_int(json, "id", row->place);
	json_field_time(json, "at", row->at_us);
	json_field_text(json, "kind", row->kind);
	json_field_text(json, "direction", row->direction);
	json_field_text(json, "outcome", row->outcome);
	json_field_text(json, "resolution_status", row->resolution);
	json_field_int(json, "duration_seconds", row->duration_s);
	json_field_opt_int(json, "rating", row->score);
	json_field_id(json, "order_id", row->order_id);
	json_field_text(json, "short_code",
		row->order_id ? order_short_code(cx->arena, row->order_id) : NULL);
	json_field_text(json, "customer_name", row->customer_name);
	order_agent_write(json, cx, "agent", row->agent_id, row->agent_no, row->agent_name);
	json_field_text(json, "text", row->body);
	json_close(json);
}

const struct report_type report_contacts = {.word = "interactions",
	.title = WORDS("Interactions"),
	.headings = headings,
	.statuses = resolution_words,
	.kinds = kind_words,
	.page = page_of,
	.sum = sum_of,
	.sheet_row = sheet_row_of,
	.write = write_row};
