/*
 * media_child.c - a process of its own reads an image and draws it anew with libgd.
 *
 * What the libraries behind it may do wrong stays here: before the first byte of
 * the image is read the process has given up everything but reading its input,
 * writing its output, and memory up to a limit.
 */
/* SPDX-License-Identifier: MIT */
#include "platform/media/media_child.h"

#include "base/str.h"

#include <dlfcn.h>
#include <errno.h>
#include <gd.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define INPUT_BYTES_MAX ((size_t)32 * 1024 * 1024)
#define MEMORY_BYTES ((rlim_t)1024 * 1024 * 1024)
#define CPU_SECONDS 10
#define QUALITY 85

/* The address sanitizer's own memory is far beyond any limit. */
#if defined(__SANITIZE_ADDRESS__)
#define HAS_SANITIZER true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER true
#endif
#endif
#ifndef HAS_SANITIZER
#define HAS_SANITIZER false
#endif

enum child_exit { EXIT_DRAWN, EXIT_NO_IMAGE, EXIT_NO_LIBRARY, EXIT_NO_CELL };

/* ---- libgd, opened here alone ------------------------------------------------------------ */

#define GD_LIST(X) \
	X(gdSetErrorMethod) \
	X(gdImageCreateFromPngPtr) \
	X(gdImageCreateFromJpegPtr) \
	X(gdImageCreateFromGifPtr) \
	X(gdImageCreateFromWebpPtr) \
	X(gdImageCreateTrueColor) \
	X(gdImagePaletteToTrueColor) \
	X(gdImageCopyResampled) \
	X(gdImageAlphaBlending) \
	X(gdImageSaveAlpha) \
	X(gdImageDestroy) \
	X(gdImagePngPtr) \
	X(gdImageJpegPtr) \
	X(gdImageWebpPtrEx)

static struct {
#define X(name) __typeof__(name) *name;
	GD_LIST(X)
#undef X
} gd;

static bool find(void *library, const char *name, void *pointer)
{
	void *const symbol = dlsym(library, name);

	/* ISO C has no conversion from an object's address to a function's. */
	memcpy(pointer, &symbol, sizeof(symbol));
	return symbol != NULL;
}

static bool open_library(void)
{
	void *library = dlopen("libgd.so.3", RTLD_NOW | RTLD_LOCAL);
	bool good = library != NULL;

#define X(name) good = good && find(library, #name, &gd.name);
	GD_LIST(X)
#undef X
	return good;
}

static void say_nothing(int priority, const char *format, va_list args)
{
	(void)priority;
	(void)format;
	(void)args;
}

/* ---- The cell ------------------------------------------------------------------------------- */

static bool limit(int what, rlim_t most)
{
	const struct rlimit value = {most, most};

	return setrlimit((__rlimit_resource_t)what, &value) == 0;
}

static bool limit_all(void)
{
	return limit(RLIMIT_CORE, 0) && limit(RLIMIT_CPU, CPU_SECONDS) && limit(RLIMIT_NOFILE, 3) &&
		limit(RLIMIT_FSIZE, 0) && (HAS_SANITIZER || limit(RLIMIT_AS, MEMORY_BYTES));
}

/* Memory without code in it, the two pipes, and the end. Anything else ends the process. */
static bool lock(void)
{
	static const int allowed[] = {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(exit),
		SCMP_SYS(exit_group), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk),
		SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(rt_sigreturn),
		SCMP_SYS(rt_sigprocmask), SCMP_SYS(clock_gettime), SCMP_SYS(getrandom),
		SCMP_SYS(sched_yield), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(sigaltstack)};
	static const int without_code[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};
	scmp_filter_ctx rules = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool good = rules != NULL;

	for (size_t i = 0; good && i < COUNT(allowed); i++)
		good = seccomp_rule_add(rules, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	for (size_t i = 0; good && i < COUNT(without_code); i++)
		good = seccomp_rule_add(rules, SCMP_ACT_ALLOW, without_code[i], 1,
			       SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
	good = good && seccomp_load(rules) == 0;
	if (rules)
		seccomp_release(rules);
	return good;
}

/* ---- In and out ------------------------------------------------------------------------------- */

static bool read_all(struct str *bytes)
{
	char *at = malloc(INPUT_BYTES_MAX);
	size_t length = 0;
	ssize_t got = -1;

	while (at && length < INPUT_BYTES_MAX &&
		((got = read(STDIN_FILENO, at + length, INPUT_BYTES_MAX - length)) > 0 ||
			(got < 0 && errno == EINTR)))
		length += got > 0 ? (size_t)got : 0;
	*bytes = (struct str){at, length};
	return at && got == 0 && length > 0;
}

static bool write_all(const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length) {
		const ssize_t written = write(STDOUT_FILENO, at, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		at += written;
		length -= (size_t)written;
	}
	return true;
}

/* ---- Drawing ------------------------------------------------------------------------------------ */

static gdImagePtr decode(const char *mime, struct str bytes)
{
	const int length = (int)bytes.len;
	gdImagePtr image = NULL;
	void *start;

	memcpy(&start, &bytes.ptr, sizeof(start));
	if (text_is(mime, "image/jpeg"))
		image = gd.gdImageCreateFromJpegPtr(length, start);
	else if (text_is(mime, "image/png"))
		image = gd.gdImageCreateFromPngPtr(length, start);
	else if (text_is(mime, "image/gif"))
		image = gd.gdImageCreateFromGifPtr(length, start);
	else if (text_is(mime, "image/webp"))
		image = gd.gdImageCreateFromWebpPtr(length, start);
	if (image && !gdImageTrueColor(image) && !gd.gdImagePaletteToTrueColor(image))
		return NULL;
	return image;
}

static gdImagePtr blank(int width, int height)
{
	gdImagePtr image = gd.gdImageCreateTrueColor(width, height);

	if (!image)
		return NULL;
	/* What lets light through is kept as it is. */
	gd.gdImageAlphaBlending(image, 0);
	gd.gdImageSaveAlpha(image, 1);
	return image;
}

static int scaled(int side, int longest, int most)
{
	const int64_t length = (int64_t)side * most / longest;

	return length > 0 ? (int)length : 1;
}

/* At most so long on its longest side; always another image. */
static gdImagePtr shrink(gdImagePtr image, int most)
{
	const int width = gdImageSX(image), height = gdImageSY(image);
	const int longest = width > height ? width : height;
	const bool small = longest <= most;
	gdImagePtr out = blank(small ? width : scaled(width, longest, most),
		small ? height : scaled(height, longest, most));

	if (out)
		gd.gdImageCopyResampled(
			out, image, 0, 0, 0, 0, gdImageSX(out), gdImageSY(out), width, height);
	return out;
}

/*
 * Where Exif's orientation has a pixel of the upright image: its first row is
 * the left side from 5 on, and so on for mirrored ones.
 */
static int pixel_of(const gdImagePtr image, int orientation, int x, int y)
{
	const int right = gdImageSX(image) - 1, bottom = gdImageSY(image) - 1;

	switch (orientation) {
	case 2:
		return gdImageTrueColorPixel(image, right - x, y);
	case 3:
		return gdImageTrueColorPixel(image, right - x, bottom - y);
	case 4:
		return gdImageTrueColorPixel(image, x, bottom - y);
	case 5:
		return gdImageTrueColorPixel(image, y, x);
	case 6:
		return gdImageTrueColorPixel(image, y, bottom - x);
	case 7:
		return gdImageTrueColorPixel(image, right - y, bottom - x);
	default: /* 8 */
		return gdImageTrueColorPixel(image, right - y, x);
	}
}

static gdImagePtr set_upright(gdImagePtr image, int orientation)
{
	const bool turned = orientation >= 5;
	gdImagePtr out;

	if (orientation < 2)
		return image;
	out = blank(turned ? gdImageSY(image) : gdImageSX(image),
		turned ? gdImageSX(image) : gdImageSY(image));
	if (!out)
		return NULL;
	for (int y = 0; y < gdImageSY(out); y++)
		for (int x = 0; x < gdImageSX(out); x++)
			gdImageTrueColorPixel(out, x, y) = pixel_of(image, orientation, x, y);
	gd.gdImageDestroy(image);
	return out;
}

static void *encode(gdImagePtr image, const char *mime, int *length)
{
	if (text_is(mime, "image/jpeg"))
		return gd.gdImageJpegPtr(image, length, QUALITY);
	if (text_is(mime, "image/webp"))
		return gd.gdImageWebpPtrEx(image, length, QUALITY);
	return gd.gdImagePngPtr(image, length);
}

static bool draw(const char *const *args, struct str bytes)
{
	int64_t orientation, side, thumbnail_side;
	struct media_answer answer = {.magic = MEDIA_ANSWER_MAGIC};
	gdImagePtr source, image = NULL, small = NULL;
	int length = 0, small_length = 0;
	void *picture, *thumbnail;

	if (!text_int(args[1], &orientation) || !text_int(args[2], &side) ||
		!text_int(args[3], &thumbnail_side))
		return false;
	source = decode(args[0], bytes);
	if (source)
		image = shrink(source, (int)side);
	if (!image)
		return false;
	gd.gdImageDestroy(source);
	image = set_upright(image, (int)orientation);
	if (image)
		small = shrink(image, (int)thumbnail_side);
	if (!small)
		return false;
	picture = encode(image, args[0], &length);
	thumbnail = encode(small, "image/webp", &small_length);
	if (!picture || !thumbnail || length <= 0 || small_length <= 0)
		return false;
	answer.width = (uint64_t)gdImageSX(image);
	answer.height = (uint64_t)gdImageSY(image);
	answer.bytes = (uint64_t)length;
	answer.thumbnail_bytes = (uint64_t)small_length;
	return write_all(&answer, sizeof(answer)) && write_all(picture, (size_t)length) &&
		write_all(thumbnail, (size_t)small_length);
}

int media_child_main(int argc, char **argv)
{
	struct str bytes;

	if (argc != MEDIA_CHILD_ARGS || !open_library())
		_exit(EXIT_NO_LIBRARY);
	gd.gdSetErrorMethod(say_nothing);
	/* It does not outlive who asked. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0 ||
		!limit_all() || !lock())
		_exit(EXIT_NO_CELL);
	if (!read_all(&bytes) || !draw((const char *const *)(argv + 2), bytes))
		_exit(EXIT_NO_IMAGE);
	_exit(EXIT_DRAWN);
}
