/* pbx_owner.h - the links to PBXes: phones and queues on one side, calls on the other. */
/* SPDX-License-Identifier: MIT */
#ifndef APP_PBX_OWNER_H
#define APP_PBX_OWNER_H

struct ami_owner;

/* For ami_links_start(). */
extern const struct ami_owner app_pbx_owner;

#endif
