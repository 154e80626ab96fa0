/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-inlet.h"

#include "apm-fd-source.h"
#include "apm-text.h"

#include <fcntl.h>
#include <sys/ioctl.h>

struct _ApmInlet
{
  int                  fd;
  GSource             *source;
  ApmFrameReader      *reader;
  const ApmInletFuncs *funcs;
  gpointer             user_data;
  guint                n_asked;
  gboolean             is_subscribed;
  gboolean             is_held;
  gboolean             is_hung_up;
};

static void
update_appetite (ApmInlet *self)
{
  gsize appetite = 0;

  if (self->is_held)
    appetite = 0;
  else if (self->is_subscribed || self->is_hung_up)
    appetite = APM_FD_BUDGET;
  else if (self->n_asked > 0)
    appetite = apm_frame_reader_get_wanted (self->reader);

  apm_fd_source_set_appetite (self->source, appetite);
}

static void
on_frame (const ApmFrame *frame,
          gpointer        user_data)
{
  ApmInlet *self = user_data;

  if (self->n_asked > 0)
    self->n_asked--;
  self->funcs->arrived (frame, self->user_data);
}

static void
on_bytes (const guint8 *bytes,
          gsize         length,
          ApmFdState    state,
          gpointer      user_data)
{
  ApmInlet *self = user_data;
  ApmFault fault = { APM_FAULT_NONE };
  int saved_errno;

  if (state == APM_FD_HANGUP)
    self->is_hung_up = TRUE;

  if (apm_frame_reader_feed (self->reader, bytes, length, on_frame, self, &fault) && state == APM_FD_ENDED)
    {
      apm_frame_reader_finish (self->reader, &fault);
      saved_errno = apm_fd_source_get_errno (self->source);
      if (saved_errno != 0)
        fault = (ApmFault) { APM_FAULT_FAILED, saved_errno };
    }

  if (length > 0)
    self->funcs->flush (self->user_data);

  if (fault.kind == APM_FAULT_NONE)
    {
      update_appetite (self);
      return;
    }

  g_source_destroy (self->source);
  apm_clear_fd (&self->fd);
  self->funcs->closed (&fault, self->user_data);
}

/**
 * apm_inlet_new:
 * @fd: the receiving end, taken
 * @funcs: static
 */
ApmInlet *
apm_inlet_new (int                  fd,
               const ApmInletFuncs *funcs,
               gpointer             user_data)
{
  ApmInlet *self = g_new0 (ApmInlet, 1);

  self->fd = fd;
  self->reader = apm_frame_reader_new ();
  self->funcs = funcs;
  self->user_data = user_data;
  self->source = apm_fd_source_new (fd, FALSE, on_bytes, self);
  update_appetite (self);

  return self;
}

void
apm_inlet_free (ApmInlet *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  apm_frame_reader_free (self->reader);
  apm_clear_fd (&self->fd);
  g_free (self);
}

/**
 * apm_inlet_receive:
 *
 * Takes one message: it arrives when it is whole. Says at once if not a byte of
 * one is there.
 */
void
apm_inlet_receive (ApmInlet *self)
{
  if (self->fd < 0 || (apm_pipe_get_waiting (self->fd) == 0 && !apm_frame_reader_is_inside (self->reader)))
    {
      self->funcs->nothing (self->user_data);
      return;
    }

  self->n_asked++;
  update_appetite (self);
}

void
apm_inlet_set_subscribed (ApmInlet *self,
                          gboolean  subscribed)
{
  self->is_subscribed = subscribed;
  update_appetite (self);
}

/**
 * apm_inlet_set_held:
 *
 * While it is held nothing is read: whoever passes messages on can take no more.
 */
void
apm_inlet_set_held (ApmInlet *self,
                    gboolean  held)
{
  self->is_held = held;
  update_appetite (self);
}

/**
 * apm_inlet_get_fd:
 *
 * Returns: the inlet's descriptor, -1 once it is closed
 */
int
apm_inlet_get_fd (ApmInlet *self)
{
  return self->fd;
}

/**
 * apm_pipe_get_waiting:
 * @fd: either end
 *
 * Returns: bytes that were written and have not been read
 */
gint64
apm_pipe_get_waiting (int fd)
{
  int n = 0;

  return ioctl (fd, FIONREAD, &n) == 0 ? n : 0;
}

/**
 * apm_pipe_get_capacity:
 *
 * Returns: how many bytes the pipe of @fd holds
 */
gint64
apm_pipe_get_capacity (int fd)
{
  return MAX (fcntl (fd, F_GETPIPE_SZ), 0);
}
