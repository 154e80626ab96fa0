/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include "apm-text.h"
#include "apm-wait-channel.h"

#include <errno.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

#define SYSV_SEMAPHORES (G_GUINT64_CONSTANT (1) << 62)   /* spaces of their own */
#define SYSV_QUEUES (G_GUINT64_CONSTANT (1) << 61)

/**
 * apm_wait_set_name:
 * @bytes: as a program has them
 */
void
apm_wait_set_name (ApmWaitPass *pass,
                   ApmWait     *wait,
                   const char  *bytes,
                   gsize        length)
{
  g_autofree char *text = apm_text_to_utf8 (bytes, (gssize) length);
  g_autofree char *line = apm_text_escape_lines (text);

  if (length > 0)
    wait->object.name = g_string_chunk_insert_const (pass->texts, line);
}

/**
 * apm_wait_read_channel:
 *
 * Returns: (nullable): the kernel's function that the thread sleeps in; %NULL if it
 *   does not sleep, or we are not told: that cannot be told apart. The pass owns it
 */
const char *
apm_wait_read_channel (ApmWaitSubject *subject,
                       int             tid)
{
  char path[48], text[128];

  g_snprintf (path, sizeof path, "%d/task/%d/wchan", subject->pid, tid);
  if (apm_small_file_read (subject->look->proc_fd, path, text, sizeof text) <= 0 || g_str_equal (text, "0"))
    return NULL;

  return g_string_chunk_insert_const (subject->look->pass->texts, text);
}

static char
read_state (ApmWaitSubject *subject,
            int             tid)
{
  char path[48], text[1024];
  gssize length;
  ApmStat stat;

  g_snprintf (path, sizeof path, "%d/task/%d/stat", subject->pid, tid);
  length = apm_small_file_read (subject->look->proc_fd, path, text, sizeof text);

  return length > 0 && apm_stat_parse (text, (gsize) length, &stat) ? stat.state : '\0';
}

/**
 * apm_wait_tell_by_channel:
 *
 * For calls that say nothing by themselves.
 */
void
apm_wait_tell_by_channel (ApmWaitSubject *subject,
                          ApmWait        *wait)
{
  ApmWaitKind kind;
  char state;

  wait->channel = apm_wait_read_channel (subject, wait->tid);
  kind = wait->channel ? apm_channel_get_kind (wait->channel) : APM_WAIT_UNKNOWN;
  wait->kind = kind != APM_WAIT_UNKNOWN ? kind : APM_WAIT_CALL;
  wait->nature = APM_WAIT_OPEN;
  if ((gint64) wait->call[0] >= 0 && kind != APM_WAIT_STOPPED && kind != APM_WAIT_TRACED)
    return;

  /* Asleep, but not in a call: stopped, or in a page fault. */
  state = read_state (subject, wait->tid);
  if (state != '\0' && strchr ("Tt", state))
    apm_wait_tell_state (subject, wait, state);
  else if (state == 'D')
    wait->flags |= APM_WAIT_UNINTERRUPTIBLE;
}

/**
 * apm_wait_tell_state:
 * @state: T or t
 *
 * A stopped thread shows the call that it was in: that is not what it waits for.
 */
void
apm_wait_tell_state (ApmWaitSubject *subject,
                     ApmWait        *wait,
                     char            state)
{
  char path[48], text[2048];
  gint64 tracer = 0;

  wait->kind = state == 't' ? APM_WAIT_TRACED : APM_WAIT_STOPPED;
  wait->grade = APM_WAIT_GRADE_PROVEN;
  wait->nature = APM_WAIT_OPEN;
  wait->flags = 0;
  wait->left_us = -1;
  wait->finding = APM_WAIT_NO_FINDING;
  wait->unknown = APM_WAIT_KNOWN;
  wait->owner = 0;
  wait->n_words = 0;
  wait->n_groups = 0;
  wait->object = (ApmWaitObject) { .fd = -1 };
  if (state != 't')
    return;

  g_snprintf (path, sizeof path, "%d/task/%d/status", subject->pid, wait->tid);
  if (apm_small_file_read (subject->look->proc_fd, path, text, sizeof text) > 0)
    tracer = apm_wait_find_number (text, "TracerPid:", 0);
  if (tracer <= 0)
    return;
  wait->nature = APM_WAIT_HARD;
  apm_wait_add_ender (subject->look->pass, wait, (int) tracer, 0);
}

/* PIDs of the children, in order of birth. @tid 0: of all threads. */
static void
list_children (ApmWaitSubject *subject,
               int             tid,
               GArray         *children)
{
  g_autoptr(GArray) tids = g_array_new (FALSE, FALSE, sizeof (int));
  char path[48];
  int fd;

  if (tid != 0)
    g_array_append_val (tids, tid);
  else if (subject->stat.threads > 1 && (fd = apm_wait_open_tasks (subject)) >= 0)
    {
      lseek (fd, 0, SEEK_SET);
      apm_wait_list_numbers (fd, 0, tids);
    }
  else
    g_array_append_val (tids, subject->pid);

  for (guint i = 0; i < tids->len; i++)
    {
      g_autofree char *text = NULL;

      g_snprintf (path, sizeof path, "%d/task/%d/children", subject->pid, g_array_index (tids, int, i));
      text = apm_wait_dup_file (subject->look->proc_fd, path);
      for (char *p = text, *next; p; p = next)
        {
          int child = (int) g_ascii_strtoll (p, &next, 10);

          if (next == p)
            break;
          g_array_append_val (children, child);
        }
    }
}

static void
take_children (ApmWaitSubject *subject,
               ApmWait        *wait,
               int             group)
{
  g_autoptr(GArray) children = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr(GArray) enders = g_array_new (FALSE, FALSE, sizeof (ApmWaitEnder));
  ApmStat stat;

  list_children (subject, 0, children);
  for (guint i = 0; i < children->len; i++)
    {
      ApmWaitEnder ender = { g_array_index (children, int, i), 0 };

      if (group == 0 || (apm_stat_read (subject->look->proc_fd, ender.pid, &stat, NULL) && stat.process_group == group))
        g_array_append_val (enders, ender);
    }
  if (enders->len == 0)
    {
      wait->unknown = APM_WAIT_MOVED;
      wait->nature = APM_WAIT_OPEN;
      return;
    }
  wait->grade = APM_WAIT_GRADE_PROVEN;
  apm_wait_add_group (subject->look->pass, wait, (ApmWaitEnder *) (gpointer) enders->data, enders->len, TRUE);
}

/**
 * apm_wait_tell_children:
 *
 * Any child.
 */
void
apm_wait_tell_children (ApmWaitSubject *subject,
                        ApmWait        *wait)
{
  wait->kind = APM_WAIT_CHILD;
  wait->nature = APM_WAIT_HARD;
  take_children (subject, wait, 0);
}

static void
take_child (ApmWaitSubject *subject,
            ApmWait        *wait,
            int             inner)
{
  int pid = apm_wait_subject_translate (subject, inner);
  ApmStat stat;

  wait->object.id = (guint64) pid;
  if (pid <= 0 || !apm_stat_read (subject->look->proc_fd, pid, &stat, NULL))
    {
      wait->unknown = APM_WAIT_MOVED;
      wait->nature = APM_WAIT_OPEN;
      return;
    }
  wait->grade = APM_WAIT_GRADE_PROVEN;
  apm_wait_add_ender (subject->look->pass, wait, pid, 0);
}

static int
read_pidfd (ApmWaitSubject *subject,
            int             tid,
            int             fd)
{
  g_auto(ApmFdInfo) info;

  apm_fd_info_init (&info);

  return apm_fd_info_read (&info, subject->pid, tid, fd, NULL) && info.has_pid ? (int) info.pid : 0;
}

/**
 * apm_wait_tell_child:
 *
 * wait4(2) and waitid(2).
 */
void
apm_wait_tell_child (ApmWaitSubject   *subject,
                     const ApmWaitAsk *ask)
{
  ApmWait *wait = apm_wait_get_asked (subject, ask);
  int id = (int) ask->call.args[0];
  int type = P_PID;

  if (ask->kind == APM_CALL_WAITID)
    {
      type = id;
      id = (int) ask->call.args[1];
    }
  else if (id <= 0)
    {
      type = id == -1 ? P_ALL : P_PGID;
      id = id == -1 ? 0 : -id;
    }

  wait->kind = APM_WAIT_CHILD;
  wait->nature = APM_WAIT_HARD;
  if (type == P_PID)
    take_child (subject, wait, id);
  else if (type == P_PIDFD)
    {
      int pid = read_pidfd (subject, wait->tid, id);

      wait->object.fd = id;
      wait->nature = pid > 0 ? APM_WAIT_HARD : APM_WAIT_OPEN;
      if (pid > 0)
        {
          wait->grade = APM_WAIT_GRADE_PROVEN;
          wait->object.id = (guint64) pid;
          apm_wait_add_ender (subject->look->pass, wait, pid, 0);
        }
    }
  else if (type == P_PGID)
    take_children (subject, wait, id ? apm_wait_subject_translate (subject, id) : subject->stat.process_group);
  else
    take_children (subject, wait, 0);
}

/**
 * apm_wait_tell_youngest_child:
 *
 * A call that makes a process only blocks for a child that borrowed the memory. It is
 * the youngest of this thread.
 */
void
apm_wait_tell_youngest_child (ApmWaitSubject *subject,
                              ApmWait        *wait)
{
  g_autoptr(GArray) children = g_array_new (FALSE, FALSE, sizeof (int));

  list_children (subject, wait->tid, children);
  wait->kind = APM_WAIT_VFORK;
  wait->flags |= APM_WAIT_UNINTERRUPTIBLE;
  if (children->len == 0)
    {
      wait->unknown = APM_WAIT_MOVED;
      return;
    }
  wait->nature = APM_WAIT_HARD;
  wait->grade = children->len == 1 ? APM_WAIT_GRADE_PROVEN : APM_WAIT_GRADE_LIKELY;
  apm_wait_add_ender (subject->look->pass, wait, g_array_index (children, int, children->len - 1), 0);
}

static gboolean
shares_ipc (ApmWaitSubject *subject)
{
  g_autofree char *ours = apm_wait_dup_link (subject->look->proc_fd, "self/ns/ipc");
  g_autofree char *theirs = NULL;
  char path[32];

  g_snprintf (path, sizeof path, "%d/ns/ipc", subject->pid);
  theirs = apm_wait_dup_link (subject->look->proc_fd, path);

  return ours && g_strcmp0 (ours, theirs) == 0;
}

/* Who did something to it last is a guess, a good one where the semaphore is a lock. */
static void
guess_ender (ApmWaitSubject *subject,
             ApmWait        *wait,
             int             pid)
{
  ApmStat stat;

  wait->unknown = APM_WAIT_NO_OWNER;
  if (pid <= 0 || pid == subject->pid || !apm_stat_read (subject->look->proc_fd, pid, &stat, NULL))
    return;
  wait->owner = pid;
  wait->grade = APM_WAIT_GRADE_LIKELY;
  wait->nature = APM_WAIT_SOFT;
  apm_wait_add_ender (subject->look->pass, wait, pid, 0);
}

static void
tell_semaphore (ApmWaitSubject   *subject,
                const ApmWaitAsk *ask,
                ApmWait          *wait)
{
  gsize n_read;
  const guint8 *bytes = apm_wait_get_window (subject, ask, 0, &n_read);
  int id = (int) ask->call.args[0];
  struct sembuf operation;

  wait->kind = APM_WAIT_SYSV_SEMAPHORE;
  wait->object.space = SYSV_SEMAPHORES;
  wait->object.id = (guint64) (guint32) id;
  wait->unknown = APM_WAIT_NO_OWNER;
  if (!shares_ipc (subject))
    return;

  for (gsize at = 0; at + sizeof operation <= n_read; at += sizeof operation)
    {
      int value;

      memcpy (&operation, bytes + at, sizeof operation);
      value = semctl (id, operation.sem_num, GETVAL);
      if (value < 0 || (operation.sem_op < 0 ? value >= -operation.sem_op : operation.sem_op > 0 || value == 0))
        continue;
      wait->count[0] = operation.sem_num;
      wait->count[1] = (guint) value;
      guess_ender (subject, wait, semctl (id, operation.sem_num, GETPID));
      return;
    }
}

static void
tell_queue (ApmWaitSubject   *subject,
            const ApmWaitAsk *ask,
            ApmWait          *wait)
{
  int id = (int) ask->call.args[0];
  struct msqid_ds queue;

  wait->kind = APM_WAIT_MESSAGE_QUEUE;
  wait->object.space = SYSV_QUEUES;
  wait->count[1] = ask->kind == APM_CALL_MSGRCV ? APM_WAIT_RECEIVES : APM_WAIT_SENDS;
  wait->object.id = (guint64) (guint32) id;
  wait->unknown = APM_WAIT_NO_OWNER;
  if (!shares_ipc (subject) || msgctl (id, IPC_STAT, &queue) < 0)
    return;
  wait->count[0] = (guint) queue.msg_qnum;
  guess_ender (subject, wait, ask->kind == APM_CALL_MSGRCV ? queue.msg_lspid : queue.msg_lrpid);
}

/**
 * apm_wait_tell_sysv:
 *
 * Semaphores and queues of System V (sysvipc(7)): anybody may use them.
 */
void
apm_wait_tell_sysv (ApmWaitSubject   *subject,
                    const ApmWaitAsk *ask)
{
  ApmWait *wait = apm_wait_get_asked (subject, ask);

  if (ask->kind == APM_CALL_SEMOP)
    tell_semaphore (subject, ask, wait);
  else
    tell_queue (subject, ask, wait);
}
