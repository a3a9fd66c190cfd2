/* media_audio.c - sounds whose length stands in their heads: WAV and Ogg; MP3 has none there. */
/* SPDX-License-Identifier: MIT */
#include "platform/media/media_internal.h"

#define OGG_HEAD_BYTES 27
#define OPUS_RATE 48000 /* granules of Opus, whatever it was recorded with */

static int64_t milliseconds(uint64_t samples, uint64_t rate)
{
	if (!rate || samples > INT64_MAX / 1000 || samples / rate > MEDIA_SECONDS_MAX)
		return 0;
	return (int64_t)(samples * 1000 / rate);
}

/* RIFF chunks: the format says bytes a second, the data how many there are. */
bool media_read_wav(struct str bytes, struct media *media)
{
	uint64_t per_second = 0;
	struct str rest = str_from(bytes, 12);

	while (rest.len >= 8) {
		const uint64_t length = read_little(rest.ptr + 4, 4);

		if (bytes_at(rest, 0, "fmt ", 4) && length >= 16 && rest.len >= 8 + 16)
			per_second = read_little(rest.ptr + 16, 4);
		if (bytes_at(rest, 0, "data", 4)) {
			const uint64_t there = rest.len - 8;

			media->duration_ms = milliseconds(
				length < there ? length : there, per_second);
			return per_second > 0;
		}
		rest = str_from(rest, 8 + (size_t)length + (length & 1));
	}
	return false;
}

/* The rate of the stream that the first page begins; 0: neither Opus nor Vorbis. */
static uint64_t ogg_rate(struct str packet)
{
	if (bytes_at(packet, 0, "OpusHead", 8))
		return OPUS_RATE;
	if (bytes_at(packet, 0, "\1vorbis", 7) && packet.len >= 16)
		return read_little(packet.ptr + 12, 4);
	return 0;
}

/* The last page's granule is the number of samples. */
bool media_read_ogg(struct str bytes, struct media *media)
{
	size_t segments, last = 0;
	uint64_t rate;

	if (bytes.len < OGG_HEAD_BYTES)
		return false;
	segments = (unsigned char)bytes.ptr[26];
	rate = ogg_rate(str_from(bytes, OGG_HEAD_BYTES + segments));
	if (!rate)
		return false;
	for (size_t at = bytes.len - OGG_HEAD_BYTES; at > 0 && !last; at--)
		if (bytes_at(bytes, at, "OggS", 4))
			last = at;
	if (last && read_little(bytes.ptr + last + 6, 8) != UINT64_MAX)
		media->duration_ms = milliseconds(read_little(bytes.ptr + last + 6, 8), rate);
	return true;
}

/* A tag, or a frame of layer III: eleven bits set, and no reserved value behind them. */
bool media_read_mp3(struct str bytes, struct media *media)
{
	(void)media;
	if (bytes_at(bytes, 0, "ID3", 3))
		return bytes.len >= 10;
	return bytes.len >= 4 && ((unsigned char)bytes.ptr[1] >> 3 & 3) != 1 &&
		((unsigned char)bytes.ptr[2] >> 4) != 15 &&
		((unsigned char)bytes.ptr[2] >> 4) != 0 &&
		((unsigned char)bytes.ptr[2] >> 2 & 3) != 3;
}
