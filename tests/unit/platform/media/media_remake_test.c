/*
 * media_remake_test.c - images drawn anew by another process: nothing hidden stays in them, and
 * whatever that process does, who waits for it goes on (U-6, U-8).
 */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/clock.h"
#include "platform/media/media.h"
#include "platform/media/media_child.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SAMPLES SOURCE_ROOT "/tests/support/samples/"

static char folder[] = "/tmp/hatif-media-XXXXXX";

static struct str read_file(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rbe");
	char *bytes = arena_alloc(arena, 1 << 20);
	size_t length;

	assert_non_null(file);
	length = fread(bytes, 1, 1 << 20, file);
	assert_int_equal(fclose(file), 0);
	return (struct str){bytes, length};
}

struct drawn {
	enum err err;
	struct media_picture picture;
	struct str bytes, thumbnail;
	struct media media, thumbnail_media;
};

/* An image of a type, made by the child; side: of the picture, half of it the thumbnail's. */
static struct drawn draw(struct cx *cx, struct str bytes, struct media *media, int64_t side)
{
	struct drawn drawn = {0};
	const struct media_source source = {.bytes = bytes,
		.media = media,
		.side_max = side,
		.thumbnail_side = side / 2,
		.path = arena_format(cx->arena, "%s/picture", folder),
		.thumbnail_path = arena_format(cx->arena, "%s/thumbnail", folder)};

	drawn.err = media_remake(cx, &source, &drawn.picture);
	if (drawn.err == OK) {
		drawn.bytes = read_file(cx->arena, source.path);
		drawn.thumbnail = read_file(cx->arena, source.thumbnail_path);
		assert_true(media_look(drawn.bytes, "a", &drawn.media));
		assert_true(media_look(drawn.thumbnail, "a", &drawn.thumbnail_media));
	}
	(void)unlink(source.path);
	(void)unlink(source.thumbnail_path);
	return drawn;
}

static struct cx *open_unit(void)
{
	static struct cx cx;

	cx = (struct cx){.arena = arena_new(0), .request_id = "test"};
	return &cx;
}

static void close_unit(struct cx *cx)
{
	media_child_replace(NULL, 0);
	arena_free(&cx->arena);
}

static void images_are_drawn_anew(void **state)
{
	static const struct {
		const char *name, *mime;
		int64_t side, width, height;
	} cases[] = {
		{"two-colours.gif", "image/png", 100, 60, 30},
		{"two-colours.webp", "image/webp", 30, 30, 15},
		{"turned.jpg", "image/jpeg", 100, 30, 60}, /* upright */
		{"turned.jpg", "image/jpeg", 40, 20, 40},
	};
	struct cx *cx = open_unit();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *path = arena_format(cx->arena, SAMPLES "%s", cases[i].name);
		const struct str bytes = read_file(cx->arena, path);
		struct media media;
		struct drawn drawn;

		assert_case(media_look(bytes, cases[i].name, &media), cases[i].name);
		drawn = draw(cx, bytes, &media, cases[i].side);
		assert_case(drawn.err == OK, cases[i].name);
		assert_case(strcmp(drawn.picture.mime, cases[i].mime) == 0, cases[i].name);
		assert_case(strcmp(drawn.media.mime, cases[i].mime) == 0, cases[i].name);
		assert_case(drawn.media.width == cases[i].width, cases[i].name);
		assert_case(drawn.media.height == cases[i].height, cases[i].name);
		assert_case(drawn.picture.width == cases[i].width, cases[i].name);
		assert_case(drawn.picture.bytes == (int64_t)drawn.bytes.len, cases[i].name);
		assert_case(strcmp(drawn.thumbnail_media.mime, "image/webp") == 0, cases[i].name);
		assert_case(drawn.thumbnail_media.width <= cases[i].side / 2, cases[i].name);
	}
	close_unit(cx);
}

/* U-8: where a photograph was taken is in the sample, and in neither picture. */
static void nothing_hidden_stays(void **state)
{
	struct cx *cx = open_unit();
	const struct str bytes = read_file(cx->arena, SAMPLES "turned.jpg");
	struct media media;
	struct drawn drawn;

	(void)state;
	assert_non_null(memmem(bytes.ptr, bytes.len, "25.2048 N", 9));
	assert_true(media_look(bytes, "a", &media));
	drawn = draw(cx, bytes, &media, 100);
	assert_int_equal(drawn.err, OK);
	assert_null(memmem(drawn.bytes.ptr, drawn.bytes.len, "25.2048 N", 9));
	assert_null(memmem(drawn.bytes.ptr, drawn.bytes.len, "Exif", 4));
	assert_null(memmem(drawn.thumbnail.ptr, drawn.thumbnail.len, "25.2048 N", 9));
	close_unit(cx);
}

/* What this program does when it is started as a child with the word as the image's type. */
static const char *const bad_children[] = {"hangs", "dies", "says nothing", "says nonsense",
	"promises too much", "stops halfway", NULL};

static int be_bad(const char *how)
{
	struct media_answer answer = {
		.magic = MEDIA_ANSWER_MAGIC, .width = 1, .height = 1, .bytes = 1000};

	if (strcmp(how, "hangs") == 0)
		(void)pause();
	if (strcmp(how, "dies") == 0)
		(void)raise(SIGSEGV);
	if (strcmp(how, "says nonsense") == 0)
		answer.magic = 1;
	if (strcmp(how, "promises too much") == 0)
		answer.bytes = UINT64_MAX;
	if (strcmp(how, "says nothing") != 0)
		(void)!write(STDOUT_FILENO, &answer, sizeof(answer));
	return 0;
}

static void who_waits_goes_on_whatever_the_child_does(void **state)
{
	struct cx *cx = open_unit();

	(void)state;
	for (size_t i = 0; bad_children[i]; i++) {
		struct media media = {.mime = bad_children[i], .orientation = 1};
		const int64_t began = clock_steady_us();

		/* A child that hangs is given a moment; the others end by themselves. */
		media_child_replace(NULL, i == 0 ? 300 * US_PER_MS : 0);
		assert_case(draw(cx, STR("x"), &media, 100).err == ERR_INVALID, bad_children[i]);
		assert_case(clock_steady_us() - began < 15 * US_PER_SECOND, bad_children[i]);
		fail_clear(cx);
	}
	media_child_replace("/no/such/program", 0);
	assert_int_equal(draw(cx, STR("x"), &(struct media){.mime = "x"}, 100).err, ERR_BUSY);
	close_unit(cx);
}

static void bytes_that_are_no_image_are_refused(void **state)
{
	static const char *const types[] = {"image/png", "image/jpeg", "image/gif", "image/webp"};
	struct cx *cx = open_unit();

	(void)state;
	for (size_t i = 0; i < COUNT(types); i++) {
		struct media media = {.mime = types[i], .orientation = 1};

		assert_case(draw(cx, STR("not this"), &media, 100).err == ERR_INVALID, types[i]);
		fail_clear(cx);
	}
	close_unit(cx);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(images_are_drawn_anew),
		cmocka_unit_test(nothing_hidden_stays),
		cmocka_unit_test(who_waits_goes_on_whatever_the_child_does),
		cmocka_unit_test(bytes_that_are_no_image_are_refused),
	};
	int failed;

	if (argc > 2 && strcmp(argv[1], MEDIA_CHILD_WORD) == 0) {
		for (size_t i = 0; bad_children[i]; i++)
			if (strcmp(argv[2], bad_children[i]) == 0)
				return be_bad(argv[2]);
		return media_child_main(argc, argv);
	}
	if (!mkdtemp(folder))
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)rmdir(folder);
	return failed;
}
