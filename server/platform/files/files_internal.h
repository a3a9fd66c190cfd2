/* files_internal.h - shared inside platform/files. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_FILES_FILES_INTERNAL_H
#define PLATFORM_FILES_FILES_INTERNAL_H

#include "platform/files/files.h"

/* Uploads, drafts, worksheets and copies; never a kept file. */
bool files_is_unfinished(const char *name);

#endif
