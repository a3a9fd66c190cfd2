/* profile_file.h - a user's picture, and the sounds that announce things to them. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_PROFILE_FILE_H
#define DOMAINS_ACCOUNTS_PROFILE_FILE_H

#include "domains/files/file.h"

#define SOUNDS_MAX 10 /* of one user */

/* The member avatar_url of whoever is a person in an answer: a small square picture, or null. */
void avatar_write_url(struct json *json, const char *avatar);
#define AVATAR_SCHEMA \
	{ \
		.name = "avatar_url", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE, \
		.about = "A small picture; null: none was given" \
	}

/* Everybody of the company sees the pictures; sounds are one's own. */
extern const struct file_access avatar_file_access, sound_file_access;

/*
 * The actor's own picture from now on: an image of the actor's own that belongs
 * nowhere yet. The last one is removed. NULL takes the picture away.
 */
MUST_USE enum err avatar_set(struct cx *cx, const char *code);

/* The actor's own sounds, the latest last. */
MUST_USE enum err sounds_list(struct cx *cx, struct file_list *sounds);
/* ERR_INVALID: it is no waiting sound of the actor's; ERR_STATE: there are SOUNDS_MAX already. */
MUST_USE enum err sound_add(struct cx *cx, const char *code, struct file *sound);
/* ERR_NOT_FOUND: not one of the actor's own. */
MUST_USE enum err sound_remove(struct cx *cx, const char *code);

/* profile_file_store.c: the code of the actor's picture, NULL for none; from here on the unit writes. */
MUST_USE enum err avatar_store_begin(struct cx *cx, const char **code);
MUST_USE enum err avatar_store_set(struct cx *cx, const char *code);

#endif
