/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-party.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <unistd.h>

struct _ApmParty
{
  GObject parent_instance;
  ApmPartyKind kind;
  ApmWorker *worker;
  int pid;
  char *title;
};

G_DEFINE_FINAL_TYPE (ApmParty, apm_party, G_TYPE_OBJECT)

enum { PROP_0, PROP_TITLE, N_PROPS };
static GParamSpec *properties[N_PROPS];

static ApmParty *
apm_party_new (ApmPartyKind  kind,
               ApmWorker    *worker,
               int           pid,
               const char   *title)
{
  ApmParty *self = g_object_new (APM_TYPE_PARTY, NULL);

  self->kind = kind;
  self->pid = pid;
  self->title = g_strdup (title);
  g_set_object (&self->worker, worker);

  return self;
}

/**
 * apm_party_new_program:
 *
 * Returns: (transfer full): this program
 */
ApmParty *
apm_party_new_program (void)
{
  return apm_party_new (APM_PARTY_PROGRAM, NULL, getpid (), _("This program"));
}

ApmParty *
apm_party_new_worker (ApmWorker *worker)
{
  g_return_val_if_fail (APM_IS_WORKER (worker), NULL);

  return apm_party_new (APM_PARTY_WORKER, worker,
                        apm_child_get_pid (apm_worker_get_child (worker)),
                        apm_worker_get_name (worker));
}

/**
 * apm_party_new_process:
 * @kind: %APM_PARTY_PROCESS or %APM_PARTY_FOUND
 * @name: (nullable): %NULL if it is not known
 */
ApmParty *
apm_party_new_process (ApmPartyKind  kind,
                       int           pid,
                       const char   *name)
{
  return apm_party_new (kind, NULL, pid, name != NULL ? name : _("Process"));
}

ApmPartyKind
apm_party_get_kind (ApmParty *self)
{
  g_return_val_if_fail (APM_IS_PARTY (self), APM_PARTY_PROCESS);

  return self->kind;
}

/**
 * apm_party_get_worker:
 *
 * Returns: (transfer none) (nullable): %NULL for what is no worker
 */
ApmWorker *
apm_party_get_worker (ApmParty *self)
{
  g_return_val_if_fail (APM_IS_PARTY (self), NULL);

  return self->worker;
}

int
apm_party_get_pid (ApmParty *self)
{
  g_return_val_if_fail (APM_IS_PARTY (self), 0);

  return self->pid;
}

const char *
apm_party_get_title (ApmParty *self)
{
  g_return_val_if_fail (APM_IS_PARTY (self), NULL);

  return self->title;
}

static void
apm_party_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  if (prop_id == PROP_TITLE)
    g_value_set_string (value, APM_PARTY (object)->title);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
apm_party_finalize (GObject *object)
{
  ApmParty *self = APM_PARTY (object);

  g_clear_object (&self->worker);
  g_free (self->title);

  G_OBJECT_CLASS (apm_party_parent_class)->finalize (object);
}

static void
apm_party_class_init (ApmPartyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = apm_party_get_property;
  object_class->finalize = apm_party_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
apm_party_init (ApmParty *self)
{
}

static gpointer
worker_to_party (gpointer item,
                 gpointer user_data)
{
  g_autoptr(ApmWorker) worker = item;

  return apm_party_new_worker (worker);
}

static void
append_one (GListStore *models,
            ApmParty   *party)
{
  g_autoptr(GListStore) one = g_list_store_new (APM_TYPE_PARTY);

  g_list_store_append (one, party);
  g_list_store_append (models, one);
}

/**
 * apm_parties_new:
 * @last: %APM_PARTY_NEW or %APM_PARTY_ANY: what the last entry is; else there is none
 *
 * Returns: (transfer full): a live list of #ApmParty: this program, then each
 *   running worker
 */
GListModel *
apm_parties_new (ApmPost      *post,
                 ApmPartyKind  last)
{
  g_autoptr(GListStore) models = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr(ApmParty) program = apm_party_new_program ();
  GtkMapListModel *workers;

  g_return_val_if_fail (APM_IS_POST (post), NULL);

  append_one (models, program);

  workers = gtk_map_list_model_new (g_object_ref (apm_post_get_workers (post)),
                                    worker_to_party, NULL, NULL);
  g_list_store_append (models, workers);
  g_object_unref (workers);

  if (last == APM_PARTY_NEW || last == APM_PARTY_ANY)
    {
      g_autoptr(ApmParty) party = apm_party_new (last, NULL, 0, last == APM_PARTY_NEW ? _("New worker…") : _("Any program"));

      append_one (models, party);
    }

  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&models))));
}

/**
 * apm_parties_find:
 * @worker: (nullable): %NULL for this program
 *
 * Returns: the place of @worker, or %GTK_INVALID_LIST_POSITION
 */
guint
apm_parties_find (GListModel *parties,
                  ApmWorker  *worker)
{
  guint n = g_list_model_get_n_items (parties);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ApmParty) party = g_list_model_get_item (parties, i);

      if (party->worker == worker && party->kind != APM_PARTY_NEW && party->kind != APM_PARTY_ANY)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}
