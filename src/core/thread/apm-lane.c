/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lane.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A look tells of the time since the look before. Where that is longer ago, what
 * was in between is not known. */
#define MOST_SECONDS_OF_A_LOOK 5

static const char *const labels[APM_N_WAITS] = {
  [APM_LANE_WAIT_UNSEEN] = N_("not seen"),
  [APM_LANE_WAIT_OTHER] = N_("waiting"),
  [APM_LANE_WAIT_EVENT] = N_("waiting for events or a timer"),
  [APM_LANE_WAIT_LOCK] = N_("waiting for a lock"),
  [APM_LANE_WAIT_DATA] = N_("waiting for data"),
  [APM_LANE_WAIT_CHILD] = N_("waiting for a child"),
  [APM_LANE_WAIT_DISK] = N_("waiting for the disk"),
  [APM_LANE_WAIT_STOPPED] = N_("stopped"),
};

/* Parts of names of the kernel's functions that threads sleep in. */
static const struct {
  const char *part;
  ApmLaneWait     wait;
} channels[] = {
  { "futex", APM_LANE_WAIT_LOCK },
  { "locks_lock", APM_LANE_WAIT_LOCK },
  { "poll", APM_LANE_WAIT_EVENT },
  { "ep_", APM_LANE_WAIT_EVENT },
  { "select", APM_LANE_WAIT_EVENT },
  { "nanosleep", APM_LANE_WAIT_EVENT },
  { "sigtimedwait", APM_LANE_WAIT_EVENT },
  { "sigsuspend", APM_LANE_WAIT_EVENT },
  { "pipe", APM_LANE_WAIT_DATA },
  { "skb", APM_LANE_WAIT_DATA },
  { "sk_wait", APM_LANE_WAIT_DATA },
  { "unix_", APM_LANE_WAIT_DATA },
  { "inet_", APM_LANE_WAIT_DATA },
  { "tty", APM_LANE_WAIT_DATA },
  { "wait_woken", APM_LANE_WAIT_DATA },
  { "eventfd", APM_LANE_WAIT_DATA },
  { "do_wait", APM_LANE_WAIT_CHILD },
};

/**
 * apm_lane_wait_classify:
 * @state: the letter of /proc
 * @wait_channel: (nullable)
 */
ApmLaneWait
apm_lane_wait_classify (char        state,
                   const char *wait_channel)
{
  if (state == 'D')
    return APM_LANE_WAIT_DISK;
  if (state == 'T' || state == 't')
    return APM_LANE_WAIT_STOPPED;

  for (guint i = 0; wait_channel && i < G_N_ELEMENTS (channels); i++)
    if (strstr (wait_channel, channels[i].part))
      return channels[i].wait;

  return APM_LANE_WAIT_OTHER;
}

/**
 * apm_lane_wait_get_label:
 *
 * Returns: (transfer none): in words of the person
 */
const char *
apm_lane_wait_get_label (ApmLaneWait wait)
{
  g_return_val_if_fail ((guint) wait < APM_N_WAITS, NULL);

  return _(labels[wait]);
}

/**
 * apm_moment_make:
 * @running: 0 to 1, part of the time
 * @ready: 0 to 1
 */
ApmMoment
apm_moment_make (double  running,
                 double  ready,
                 ApmLaneWait wait)
{
  ApmMoment moment;

  running = CLAMP (running, 0, 1);
  ready = CLAMP (ready, 0, 1 - running);
  moment.running = (guint8) (running * 255 + 0.5);
  moment.ready = (guint8) (ready * 255 + 0.5);
  moment.wait = (guint8) wait;

  return moment;
}

/**
 * apm_lane_add:
 * @second: on the monotonic clock
 * @moment: what is known of the time since the last look
 */
void
apm_lane_add (ApmLane   *self,
              gint64     second,
              ApmMoment  moment)
{
  gint64 n = self->second == 0 ? 1 : CLAMP (second - self->second, 0, APM_LANE_SECONDS);

  memmove (self->moments, self->moments + n, (APM_LANE_SECONDS - n) * sizeof *self->moments);
  memset (self->moments + APM_LANE_SECONDS - n, 0, n * sizeof *self->moments);
  for (gint64 i = 0; i < MAX (n, 1); i++)
    if (i == 0 || n <= MOST_SECONDS_OF_A_LOOK)
      self->moments[APM_LANE_SECONDS - 1 - i] = moment;
  self->second = second;
}

/**
 * apm_lane_dup_text:
 *
 * Returns: (transfer full): the lane in a sentence, for who does not see it
 */
char *
apm_lane_dup_text (const ApmLane *self)
{
  guint running = 0, ready = 0, seen = 0;
  guint waits[APM_N_WAITS] = { 0 };
  ApmLaneWait most = APM_LANE_WAIT_OTHER;

  for (guint i = 0; i < APM_LANE_SECONDS; i++)
    {
      const ApmMoment *moment = &self->moments[i];

      if (moment->wait == APM_LANE_WAIT_UNSEEN)
        continue;
      seen++;
      running += moment->running;
      ready += moment->ready;
      waits[moment->wait] += 255 - MIN (moment->running + moment->ready, 255);
    }
  if (seen == 0)
    return g_strdup (_(labels[APM_LANE_WAIT_UNSEEN]));

  for (ApmLaneWait wait = APM_LANE_WAIT_OTHER; wait < APM_N_WAITS; wait++)
    if (waits[wait] > waits[most])
      most = wait;

  /* Translators: of the last minute; the last is "waiting for a lock 80 %" */
  return g_strdup_printf (_("running %.0f %%, ready %.0f %%, %s %.0f %%"), running / 2.55 / seen,
                          ready / 2.55 / seen, _(labels[most]), waits[most] / 2.55 / seen);
}
