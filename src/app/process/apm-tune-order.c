/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-tune-order.h"

#include <glib/gi18n.h>

/* Several acts that were done together, and what takes them back. */
typedef struct {
  ApmOrder *order;
  GArray *acts;          /* of Act: still to be done, with administrator rights */
  GPtrArray *undos;      /* of ApmTuneUndo, in the order of doing */
  ApmTuneScope scope;
  gboolean privileged;
  guint at;
} Tuning;

static void do_next_privileged (Tuning *self);

static Tuning *
tuning_new (ApmOrder     *order,
            ApmTuneScope  scope)
{
  Tuning *self = g_new0 (Tuning, 1);

  self->order = apm_order_ref (order);
  self->acts = g_array_new (FALSE, FALSE, sizeof (Act));
  self->undos = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_tune_undo_free);
  self->scope = scope;

  return self;
}

static void
tuning_free (Tuning *self)
{
  apm_order_unref (self->order);
  g_array_unref (self->acts);
  g_ptr_array_unref (self->undos);
  g_free (self);
}

static char *
dup_done_text (ApmOrder  *order,
               const Act *act)
{
  g_autofree char *what = apm_tune_dup_text (act);
  ApmTarget *target = apm_order_get_target (order);

  if (apm_target_get_tid (target) != 0)
    /* Translators: the name of a process, the number of a thread, and what was set, such as "nice value 5" */
    return g_strdup_printf (_("“%s”, thread %d: %s"), apm_order_get_name (order), apm_target_get_tid (target), what);

  /* Translators: the name of a process, its PID, and what was set, such as "nice value 5" */
  return g_strdup_printf (_("“%s” (PID %d): %s"), apm_order_get_name (order), apm_target_get_pid (target), what);
}

static void
take_back (gpointer data)
{
  Tuning *self = data;
  g_autofree char *text = NULL;

  for (guint i = self->undos->len; i > 0; i--)
    {
      g_autoptr(GError) error = NULL;

      if (!apm_tune_undo_apply (g_ptr_array_index (self->undos, i - 1), apm_order_get_target (self->order), &error))
        {
          apm_order_refuse (self->order, error);
          return;
        }
    }

  text = g_strdup_printf (_("“%s” (PID %d) has its settings back"), apm_order_get_name (self->order),
                          apm_target_get_pid (apm_order_get_target (self->order)));
  apm_order_tell (self->order, text);
}

/* With administrator rights: only where all threads had the same. */
static void
take_back_privileged (gpointer data)
{
  Tuning *self = data;
  Tuning *back = tuning_new (self->order, self->scope);

  for (guint i = self->undos->len; i > 0; i--)
    {
      Act act;

      if (apm_tune_undo_get_common (g_ptr_array_index (self->undos, i - 1), &act))
        g_array_append_val (back->acts, act);
    }
  do_next_privileged (back);
}

static void
offer_undo (Tuning     *self,
            const char *text)
{
  apm_order_offer (self->order, text, _("_Undo"), self->privileged ? take_back_privileged : take_back,
                   self, (GDestroyNotify) tuning_free);
}

/**
 * apm_tune_order_apply:
 * @acts: (inout) (element-type Act): those that are done are taken out
 *
 * Does one act after the other until one is refused; offers to take back those that
 * were done.
 */
gboolean
apm_tune_order_apply (ApmOrder     *order,
                      GArray       *acts,
                      ApmTuneScope  scope,
                      GError      **error)
{
  Tuning *self = tuning_new (order, scope);
  g_autofree char *text = NULL;
  gboolean good = TRUE;

  while (acts->len > 0)
    {
      const Act *act = &g_array_index (acts, Act, 0);
      ApmTuneUndo *undo = NULL;

      good = apm_tune_apply (apm_order_get_target (order), act, scope, &undo, error);
      if (!good)
        break;
      g_free (text);
      text = dup_done_text (order, act);
      apm_order_tell (order, text);
      g_ptr_array_add (self->undos, undo);
      g_array_remove_index (acts, 0);
    }

  if (self->undos->len > 1)
    {
      g_free (text);
      text = g_strdup_printf (ngettext ("“%2$s” has %1$u new setting", "“%2$s” has %1$u new settings", self->undos->len),
                              self->undos->len, apm_order_get_name (order));
    }
  if (self->undos->len > 0)
    offer_undo (self, text);
  else
    tuning_free (self);

  return good;
}

static void
on_done (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  Tuning *self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!apm_privilege_act_finish (result, NULL, &error))
    {
      apm_order_refuse (self->order, error);
      if (self->undos->len > self->at)
        g_ptr_array_set_size (self->undos, self->at);
      g_array_set_size (self->acts, self->at);
      do_next_privileged (self);
      return;
    }

  text = dup_done_text (self->order, &g_array_index (self->acts, Act, self->at));
  apm_order_tell (self->order, text);
  self->at++;
  do_next_privileged (self);
}

static void
do_next_privileged (Tuning *self)
{
  g_autoptr(GPtrArray) targets = g_ptr_array_new ();
  ApmTarget *target = apm_order_get_target (self->order);
  const Act *act;
  ApmTuneUndo *undo;

  if (self->at == self->acts->len)
    {
      g_autofree char *text = self->at > 0 ? dup_done_text (self->order, &g_array_index (self->acts, Act, self->at - 1)) : NULL;

      self->privileged = TRUE;
      if (self->at > 0 && self->undos->len > 0)
        offer_undo (self, text);
      else
        tuning_free (self);
      return;
    }

  act = &g_array_index (self->acts, Act, self->at);
  undo = apm_tune_remember (target, act, self->scope, NULL);
  if (undo)
    g_ptr_array_add (self->undos, undo);
  g_ptr_array_add (targets, target);
  apm_privilege_act_async (targets, act, self->scope, NULL, NULL, on_done, self);
}

/**
 * apm_tune_order_apply_privileged:
 * @acts: (element-type Act)
 *
 * The same with administrator rights, which are asked for.
 */
void
apm_tune_order_apply_privileged (ApmOrder     *order,
                                 GArray       *acts,
                                 ApmTuneScope  scope)
{
  Tuning *self = tuning_new (order, scope);

  g_array_append_vals (self->acts, acts->data, acts->len);
  do_next_privileged (self);
}
