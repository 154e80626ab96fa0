/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-target-set.h"

#include "apm-error.h"
#include "apm-kin.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <unistd.h>

#define MOST_PASSES 64

struct _ApmTargetSet
{
  ApmReach reach;
  GPtrArray *targets;   /* of ApmTarget; the first is the one that was chosen */
  GPtrArray *denied;    /* those that the last signal was refused for, borrowed */
};

static ApmTarget *
get_root (ApmTargetSet *self)
{
  return g_ptr_array_index (self->targets, 0);
}

static gboolean
contains (GArray *pids,
          int     pid)
{
  for (guint i = 0; pids && i < pids->len; i++)
    if (g_array_index (pids, int, i) == pid)
      return TRUE;

  return FALSE;
}

/* Returns: (element-type int): those of the set that have not ended */
static GArray *
list_alive (ApmTargetSet *self)
{
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < self->targets->len; i++)
    {
      ApmTarget *target = g_ptr_array_index (self->targets, i);
      int pid = apm_target_get_pid (target);

      if (!apm_target_has_ended (target))
        g_array_append_val (pids, pid);
    }

  return pids;
}

static GArray *
list_kin (ApmTargetSet *self,
          GError      **error)
{
  g_autoptr(GArray) alive = list_alive (self);
  g_autoptr(GArray) kin = apm_kin_list (apm_target_get_pid (get_root (self)), self->reach, alive, error);

  /* Had the chosen one ended meanwhile, its number might have led elsewhere. */
  if (kin && apm_target_has_ended (get_root (self)))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("Process %d has already ended"),
                   apm_target_get_pid (get_root (self)));
      return NULL;
    }

  return g_steal_pointer (&kin);
}

static GPtrArray *
open_new (GArray *kin,
          GArray *known)
{
  GPtrArray *opened = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_target_free);

  for (guint i = 0; i < kin->len; i++)
    {
      int pid = g_array_index (kin, int, i);
      ApmTarget *target = contains (known, pid) ? NULL : apm_target_open (pid, 0, NULL);

      if (target)
        g_ptr_array_add (opened, target);
    }

  return opened;
}

/* Who belongs to it now comes in. The list is made twice: a number may pass on
 * between the look and the opening, but who is listed after the opening, and has
 * not ended after that, is who was opened. */
static gboolean
grow (ApmTargetSet *self,
      guint        *n_new,
      GError      **error)
{
  g_autoptr(GArray) known = list_alive (self);
  g_autoptr(GArray) kin = NULL;
  g_autoptr(GArray) again = NULL;
  g_autoptr(GPtrArray) opened = NULL;

  *n_new = 0;
  if (self->reach == APM_REACH_PROCESS)
    return TRUE;
  kin = list_kin (self, error);
  if (!kin)
    return FALSE;
  opened = open_new (kin, known);
  if (opened->len == 0)
    return TRUE;
  again = list_kin (self, error);
  if (!again)
    return FALSE;

  g_ptr_array_set_free_func (opened, NULL);
  for (guint i = 0; i < opened->len; i++)
    {
      ApmTarget *target = g_ptr_array_index (opened, i);

      if (contains (again, apm_target_get_pid (target)) && !apm_target_has_ended (target))
        {
          g_ptr_array_add (self->targets, target);
          (*n_new)++;
        }
      else
        {
          apm_target_free (target);
        }
    }

  return TRUE;
}

/**
 * apm_target_set_take:
 * @target: (transfer full): a process or a thread
 *
 * Returns: (transfer full): a set of just this one
 */
ApmTargetSet *
apm_target_set_take (ApmTarget *target)
{
  ApmTargetSet *self;

  g_return_val_if_fail (target != NULL, NULL);

  self = g_new0 (ApmTargetSet, 1);
  self->reach = APM_REACH_PROCESS;
  self->targets = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_target_free);
  g_ptr_array_add (self->targets, target);
  self->denied = g_ptr_array_new ();

  return self;
}

/**
 * apm_target_set_open:
 * @started_us: of process @pid, as for apm_target_open()
 * @reach: who else is meant
 *
 * Takes hold of a process and of those that belong to it. Reads all of /proc unless
 * @reach is just the process: any thread, best not the main one. Errors: those of
 * apm_target_open(); %APM_ERROR_INVALID where there is no such group.
 *
 * Returns: (transfer full): free with apm_target_set_free()
 */
ApmTargetSet *
apm_target_set_open (int       pid,
                     gint64    started_us,
                     ApmReach  reach,
                     GError  **error)
{
  g_autoptr(ApmTargetSet) self = NULL;
  ApmTarget *root;
  guint n_new;

  g_return_val_if_fail (reach < APM_N_REACHES, NULL);

  root = apm_target_open (pid, started_us, error);
  if (!root)
    return NULL;
  self = apm_target_set_take (root);
  self->reach = reach;
  if (!grow (self, &n_new, error))
    return NULL;

  return g_steal_pointer (&self);
}

guint
apm_target_set_get_n (ApmTargetSet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->targets->len;
}

/**
 * apm_target_set_get:
 *
 * Returns: (transfer none): the one that was chosen for @index 0
 */
ApmTarget *
apm_target_set_get (ApmTargetSet *self,
                    guint         index)
{
  g_return_val_if_fail (self != NULL && index < self->targets->len, NULL);

  return g_ptr_array_index (self->targets, index);
}

guint
apm_target_set_get_n_alive (ApmTargetSet *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->targets->len; i++)
    n += !apm_target_has_ended (g_ptr_array_index (self->targets, i));

  return n;
}

ApmReach
apm_target_set_get_reach (ApmTargetSet *self)
{
  g_return_val_if_fail (self != NULL, APM_REACH_PROCESS);

  return self->reach;
}

static gboolean
knows (ApmTargetSet *self,
       int           pid)
{
  for (guint i = self->targets->len; i > 0; i--)
    {
      ApmTarget *target = g_ptr_array_index (self->targets, i - 1);

      if (apm_target_get_pid (target) == pid && !apm_target_has_ended (target))
        return TRUE;
    }

  return FALSE;
}

/* The children of one that stands still. A child that is still its child after it
 * was opened, while the parent has not ended, is who was opened. */
static guint
take_children (ApmTargetSet *self,
               ApmTarget    *parent)
{
  int pid = apm_target_get_pid (parent);
  g_autoptr(GArray) children = apm_kin_list_children (pid);
  guint n_new = 0;

  for (guint i = 0; i < children->len; i++)
    {
      int child = g_array_index (children, int, i);
      ApmTarget *target;

      if (child == getpid () || knows (self, child)
          || !apm_kin_belongs (child, self->reach, apm_target_get_pid (get_root (self))))
        continue;
      target = apm_target_open (child, 0, NULL);
      if (target && apm_kin_get_parent (child) == pid && !apm_target_has_ended (parent)
          && !apm_target_has_ended (target))
        {
          g_ptr_array_add (self->targets, target);
          n_new++;
        }
      else
        {
          apm_target_free (target);
        }
    }

  return n_new;
}

/* While they stand still none of them makes another: fork(2) gives way to a signal
 * that is pending. Each that is stopped is asked at once for its children, which is
 * faster than they can make more of them; the looks at all processes find who is
 * related otherwise, until nobody is new. */
static gboolean
hold_all (ApmTargetSet *self,
          ApmSent      *sent,
          GError      **error)
{
  guint n_stopped = 0;

  for (guint pass = 0; pass < MOST_PASSES; pass++)
    {
      guint n_new;

      for (; n_stopped < self->targets->len; n_stopped++)
        {
          ApmTarget *target = g_ptr_array_index (self->targets, n_stopped);

          if (apm_target_send (target, SIGSTOP, NULL))
            sent->n_new += take_children (self, target);
        }
      if (!grow (self, &n_new, pass == 0 ? error : NULL))
        return pass > 0;
      if (n_new == 0)
        break;
      sent->n_new += n_new;
    }

  return TRUE;
}

static void
count (ApmSent      *sent,
       const GError *error)
{
  if (!error)
    sent->n_sent++;
  else if (g_error_matches (error, APM_ERROR, APM_ERROR_GONE) || g_error_matches (error, APM_ERROR, APM_ERROR_REUSED))
    sent->n_gone++;
  else if (g_error_matches (error, APM_ERROR, APM_ERROR_DENIED))
    sent->n_denied++;
  else
    sent->n_failed++;
}

/**
 * apm_target_set_send:
 * @sent: (out) (optional): what became of it, whether or not it fails
 *
 * Sends a signal to everybody of the set, and to those that have come to belong to
 * it since, as long as the process that was chosen is there; else nothing is sent.
 * For SIGKILL and SIGSTOP all are stopped first, until nobody new appears. Fails
 * with the first refusal where nobody could be sent it. Not on the main thread
 * unless for a single process.
 */
gboolean
apm_target_set_send (ApmTargetSet *self,
                     int           signum,
                     ApmSent      *sent,
                     GError      **error)
{
  g_autoptr(GError) first = NULL;
  ApmSent own_sent;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!sent)
    sent = &own_sent;
  *sent = (ApmSent) { 0 };

  if (self->reach != APM_REACH_PROCESS)
    {
      gboolean holds = signum == SIGKILL || signum == SIGSTOP;

      if (!apm_target_check (get_root (self), error)
          || !(holds ? hold_all (self, sent, error) : grow (self, &sent->n_new, error)))
        return FALSE;
    }
  g_ptr_array_set_size (self->denied, 0);
  for (guint i = 0; i < self->targets->len; i++)
    {
      ApmTarget *target = g_ptr_array_index (self->targets, i);
      GError *reason = NULL;

      apm_target_send (target, signum, &reason);
      count (sent, reason);
      if (g_error_matches (reason, APM_ERROR, APM_ERROR_DENIED))
        g_ptr_array_add (self->denied, target);
      if (reason && !first)
        first = g_steal_pointer (&reason);
      g_clear_error (&reason);
    }
  if (sent->n_sent > 0)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first));

  return FALSE;
}

/**
 * apm_target_set_list_denied:
 *
 * Returns: (transfer container) (element-type ApmTarget): those to whom the last
 *   signal was refused
 */
GPtrArray *
apm_target_set_list_denied (ApmTargetSet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_ptr_array_copy (self->denied, NULL, NULL);
}

/**
 * apm_target_set_still_alive:
 * @ending: when they were asked to end, and how long they have for it
 * @now_us: monotonic
 *
 * Returns: how many have not ended although their time is up; 0 before that
 */
guint
apm_target_set_still_alive (ApmTargetSet    *self,
                            const ApmEnding *ending,
                            gint64           now_us)
{
  g_return_val_if_fail (self != NULL && ending != NULL, 0);

  return now_us - ending->asked_us >= ending->patience_us ? apm_target_set_get_n_alive (self) : 0;
}

void
apm_target_set_free (ApmTargetSet *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->denied);
  g_ptr_array_unref (self->targets);
  g_free (self);
}
