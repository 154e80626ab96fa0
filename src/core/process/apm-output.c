/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-output.h"

#include "apm-priority.h"
#include "apm-text.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

/* Read in one turn of the main loop: well under a millisecond of work. */
#define BUDGET (256 * 1024)
#define LONGEST_LINE (16 * 1024)
#define PARTIAL_LINE_MS 100

struct _ApmOutput
{
  int fd;
  GByteArray *pending;   /* read, not yet handed over */
  ApmOutputFunc func;
  gpointer data;
  guint source;
  guint timeout;
};

static void
hand_over (ApmOutput *self,
           guint      length)
{
  g_autoptr(GBytes) batch = NULL;

  if (length == 0)
    return;

  batch = g_bytes_new (self->pending->data, length);
  g_byte_array_remove_range (self->pending, 0, length);
  self->func (self, batch, self->data);
}

static gboolean
on_partial_line (gpointer data)
{
  ApmOutput *self = data;

  self->timeout = 0;
  hand_over (self, self->pending->len);

  return G_SOURCE_REMOVE;
}

static void
hand_over_lines (ApmOutput *self)
{
  const guint8 *newline = self->pending->len > 0
                          ? memrchr (self->pending->data, '\n', self->pending->len)
                          : NULL;
  guint n_whole = newline ? (guint) (newline - self->pending->data) + 1 : 0;

  if (self->fd < 0 || self->pending->len - n_whole > LONGEST_LINE)
    n_whole = self->pending->len;

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->pending->len > n_whole)
    self->timeout = g_timeout_add (PARTIAL_LINE_MS, on_partial_line, self);
  hand_over (self, n_whole);
}

/* Returns: FALSE at the end of the stream. */
static gboolean
read_some (ApmOutput *self,
           guint      budget)
{
  while (budget > 0)
    {
      guint before = self->pending->len;
      guint wanted = MIN (budget, 64 * 1024);
      gssize length;

      g_byte_array_set_size (self->pending, before + wanted);
      length = read (self->fd, self->pending->data + before, wanted);
      g_byte_array_set_size (self->pending, before + MAX (length, 0));

      if (length == 0 || (length < 0 && errno != EAGAIN && errno != EINTR))
        return FALSE;
      if (length < 0)
        return TRUE;
      budget -= length;
    }

  return TRUE;
}

static gboolean
on_readable (int          fd,
             GIOCondition condition,
             gpointer     data)
{
  ApmOutput *self = data;
  gboolean more = read_some (self, BUDGET);

  if (!more)
    {
      self->source = 0;
      apm_clear_fd (&self->fd);
    }
  hand_over_lines (self);

  return more;
}

/**
 * apm_output_new:
 * @fd: (transfer full): the reading end of a pipe
 * @func: called at most once a turn of the main loop, as the last thing: it may free
 *   the output
 */
ApmOutput *
apm_output_new (int           fd,
                ApmOutputFunc func,
                gpointer      data)
{
  ApmOutput *self = g_new0 (ApmOutput, 1);

  g_unix_set_fd_nonblocking (fd, TRUE, NULL);
  self->fd = fd;
  self->pending = g_byte_array_new ();
  self->func = func;
  self->data = data;
  self->source = g_unix_fd_add_full (APM_PRIORITY_SOURCE, fd, G_IO_IN | G_IO_HUP | G_IO_ERR,
                                     on_readable, self, NULL);

  return self;
}

/**
 * apm_output_drain:
 *
 * Hands over what is in the pipe now; for the moment its writer has ended. What
 * heirs of the pipe write later still comes.
 */
void
apm_output_drain (ApmOutput *self)
{
  if (self->fd >= 0 && !read_some (self, BUDGET))
    {
      g_clear_handle_id (&self->source, g_source_remove);
      apm_clear_fd (&self->fd);
    }
  g_clear_handle_id (&self->timeout, g_source_remove);
  hand_over (self, self->pending->len);
}

gboolean
apm_output_at_end (ApmOutput *self)
{
  return self->fd < 0;
}

void
apm_output_free (ApmOutput *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_handle_id (&self->timeout, g_source_remove);
  apm_clear_fd (&self->fd);
  g_byte_array_unref (self->pending);
  g_free (self);
}
