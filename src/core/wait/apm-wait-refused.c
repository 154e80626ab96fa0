/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include "apm-wait-channel.h"

#include <string.h>

/* What remains to be said of @wait, whose kind is all that is known of it. */
static void
tell_rest (ApmWaitSubject *subject,
           ApmWait        *wait,
           ApmWaitUnknown  unknown)
{
  switch (wait->kind)
    {
    case APM_WAIT_CHILD:
      apm_wait_tell_children (subject, wait);
      wait->grade = MIN (wait->grade, APM_WAIT_GRADE_LIKELY);
      break;
    case APM_WAIT_VFORK:
      apm_wait_tell_youngest_child (subject, wait);
      break;
    case APM_WAIT_FLOCK:
    case APM_WAIT_FILE_LOCK:
      /* The kernel's list of locks tells everybody who waits. */
      apm_wait_ask_file (subject, wait, -1, APM_ACCESS_WRITE);
      break;
    case APM_WAIT_SLEEP:
      wait->flags |= APM_WAIT_TIMED | APM_WAIT_IDLE;
      break;
    case APM_WAIT_ACCEPT:
    case APM_WAIT_SIGNAL:
    case APM_WAIT_SIGNALFD:
    case APM_WAIT_INOTIFY:
    case APM_WAIT_TIMERFD:
    case APM_WAIT_TERMINAL:
    case APM_WAIT_EPOLL:
      wait->flags |= APM_WAIT_IDLE;
      break;
    default:
      /* Its descriptors may be seen all the same; but a quick look does not guess. */
      if (unknown == APM_WAIT_DENIED_YAMA && apm_wait_may_guess (wait->kind) && !subject->look->reader->is_quick)
        apm_wait_ask_file (subject, wait, -1, APM_ACCESS_READ);
      break;
    }
}

/**
 * apm_wait_tell_refused:
 * @state: of the thread, as /proc has it
 * @unknown: why its call was not told
 *
 * What any user may see of a thread: its state, most often the kernel's function, its
 * children, its locks of files; where only Yama refuses, what it has open. Not on which
 * mutex, which descriptor or how long, so it is never part of a proof but by those.
 */
void
apm_wait_tell_refused (ApmWaitSubject *subject,
                       ApmWait        *wait,
                       char            state,
                       ApmWaitUnknown  unknown)
{
  if (state == 'R')
    return;
  if (strchr ("Tt", state))
    {
      apm_wait_tell_state (subject, wait, state);
      return;
    }

  wait->kind = APM_WAIT_UNKNOWN;
  wait->nature = APM_WAIT_OPEN;
  if (state == 'D')
    wait->flags |= APM_WAIT_UNINTERRUPTIBLE;
  if (!subject->hides_channels)
    wait->channel = apm_wait_read_channel (subject, wait->tid);
  subject->hides_channels = wait->channel == NULL;
  if (wait->channel)
    wait->kind = apm_channel_get_kind (wait->channel);
  tell_rest (subject, wait, unknown);
  wait->unknown = unknown;
}
