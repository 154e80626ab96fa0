/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-small-file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/**
 * apm_small_file_read:
 * @dir_fd: what @path begins in, see openat(2)
 * @text: (out): ended by 0, also where there is nothing
 * @size: room in @text, with the 0
 *
 * Returns: the length; -1 with errno: it could not be opened, or not be read
 */
gssize
apm_small_file_read (int         dir_fd,
                     const char *path,
                     char       *text,
                     gsize       size)
{
  int fd = openat (dir_fd, path, O_RDONLY | O_CLOEXEC);
  gssize length;
  int saved_errno;

  text[0] = '\0';
  if (fd < 0)
    return -1;
  length = read (fd, text, size - 1);
  saved_errno = errno;
  close (fd);
  errno = saved_errno;
  if (length >= 0)
    text[length] = '\0';

  return length;
}
