/* event_frame.c - a committed event as receivers get it: one block, built once. */
/* SPDX-License-Identifier: MIT */
#include "platform/events/events_internal.h"

#include "base/time.h"

#include <assert.h>
#include <stdatomic.h>

/* Frames outlive the unit that made them and are shared by threads, hence not from an arena. */
struct frame_box {
	struct event_frame frame; /* first: event_frame pointers lead back here */
	atomic_int references;
	char bytes[];
};

static struct frame_box *box_of(struct event_frame *frame)
{
	return (struct frame_box *)frame;
}

static size_t put(char *at, const char *text)
{
	struct str bytes = str_of(text);

	memcpy(at, bytes.ptr, bytes.len);
	return bytes.len;
}

/* {"type":"...","data":{...},"seq":N,"at":"..."} */
static void put_json(char *at, struct event_frame *frame, const char *data)
{
	char time[TIME_TEXT_BYTES];

	frame->json.ptr = at;
	at += put(at, "{\"type\":\"");
	at += put(at, frame->type);
	at += put(at, "\",\"data\":");
	frame->data.ptr = at;
	frame->data.len = put(at, data);
	at += frame->data.len;
	if (frame->seq) {
		at += put(at, ",\"seq\":");
		at += write_int(at, frame->seq);
	}
	at += put(at, ",\"at\":\"");
	(void)time_write(time, frame->at_us);
	at += put(at, time);
	at += put(at, "\"}");
	*at = '\0';
	frame->json.len = (size_t)(at - frame->json.ptr);
}

struct event_frame *event_frame_new(
	int64_t company_id, int64_t seq, int64_t at_us, const struct event *event)
{
	size_t type_bytes = strlen(event->type) + 1;
	size_t subject_bytes = strlen(event->subject_type) + 1;
	size_t json_bytes = strlen(event->data) + type_bytes + 96;
	struct frame_box *box = malloc(sizeof(*box) + type_bytes + subject_bytes + json_bytes);
	struct event_frame *frame;

	if (!box)
		return NULL;
	atomic_init(&box->references, 1);
	frame = &box->frame;
	*frame = (struct event_frame){
		.company_id = company_id,
		.seq = seq,
		.at_us = at_us,
		.audience = event->audience,
		.type = memcpy(box->bytes, event->type, type_bytes),
		.subject_type = memcpy(box->bytes + type_bytes, event->subject_type, subject_bytes),
		.subject_id = event->subject_id,
	};
	put_json(box->bytes + type_bytes + subject_bytes, frame, event->data);
	assert(frame->json.len < json_bytes);
	return frame;
}

struct event_frame *event_frame_retain(struct event_frame *frame)
{
	atomic_fetch_add_explicit(&box_of(frame)->references, 1, memory_order_relaxed);
	return frame;
}

void event_frame_release(struct event_frame **frame)
{
	if (*frame &&
		atomic_fetch_sub_explicit(&box_of(*frame)->references, 1, memory_order_acq_rel) ==
			1)
		free(box_of(*frame));
	*frame = NULL;
}
