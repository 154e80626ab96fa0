/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-race-box.h"

#include <glib/gi18n.h>

#include "apm-text.h"

enum { ONE, OTHER, N_SIDES };

struct _ApmRaceBox
{
  AdwBin parent_instance;
  GtkLabel *heads[N_SIDES];
  GtkLabel *lines[N_SIDES];
  GCancellable *cancellable;   /* of the files that are being read */
};

G_DEFINE_FINAL_TYPE (ApmRaceBox, apm_race_box, ADW_TYPE_BIN)

/* A line of a file, on its way to its label. */
typedef struct {
  GtkLabel *label;
  guint number;
} Line;

static void
line_free (Line *line)
{
  g_object_unref (line->label);
  g_free (line);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Line, line_free)

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Line) line = user_data;
  g_autofree char *contents = NULL, *text = NULL;
  g_auto(GStrv) lines = NULL;
  gsize length;

  if (!g_file_load_contents_finish (G_FILE (source), result, &contents, &length, NULL, NULL))
    return;   /* the place alone says where it is */

  text = apm_text_to_utf8 (contents, length);
  lines = g_strsplit (text, "\n", (int) line->number + 1);
  if (g_strv_length (lines) >= line->number)
    gtk_label_set_label (line->label, g_strstrip (lines[line->number - 1]));
}

static void
show_side (ApmRaceBox *self,
           guint       side,
           const char *thread,
           const char *place)
{
  Line *line = g_new0 (Line, 1);
  g_autofree char *path = apm_failure_place_dup (place, &line->number);
  g_autofree char *object = thread ? g_strconcat ("t:", thread, NULL) : NULL;
  g_autofree char *name = object ? apm_explored_object_dup (object) : g_strdup (_("another thread"));
  g_autofree char *base = place ? g_path_get_basename (place) : g_strdup ("");
  g_autofree char *head = g_strdup_printf ("%s · %s", name, base);
  g_autoptr(GFile) file = path && line->number > 0 ? g_file_new_for_path (path) : NULL;

  gtk_label_set_label (self->heads[side], head);
  gtk_label_set_label (self->lines[side], "");
  line->label = g_object_ref (self->lines[side]);
  if (file)
    g_file_load_contents_async (file, self->cancellable, on_loaded, line);
  else
    line_free (line);
}

/**
 * apm_race_box_set_failure:
 * @failure: (nullable)
 */
void
apm_race_box_set_failure (ApmRaceBox       *self,
                          const ApmFailure *failure)
{
  gboolean race = failure && g_strcmp0 (failure->kind, "race") == 0 && failure->other_place;

  g_return_if_fail (APM_IS_RACE_BOX (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_set_visible (GTK_WIDGET (self), race);
  if (!race)
    return;
  self->cancellable = g_cancellable_new ();
  show_side (self, ONE, failure->thread, failure->place);
  show_side (self, OTHER, NULL, failure->other_place);
}

static void
apm_race_box_dispose (GObject *object)
{
  ApmRaceBox *self = APM_RACE_BOX (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (apm_race_box_parent_class)->dispose (object);
}

static void
apm_race_box_class_init (ApmRaceBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_race_box_dispose;
}

static GtkLabel *
add_label (GtkWidget  *box,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return GTK_LABEL (label);
}

static void
apm_race_box_init (ApmRaceBox *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  gtk_widget_set_margin_start (row, 12);
  gtk_widget_set_margin_end (row, 12);
  gtk_widget_set_margin_bottom (row, 9);
  for (guint i = 0; i < N_SIDES; i++)
    {
      GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

      gtk_widget_add_css_class (side, "card");
      gtk_widget_add_css_class (side, "apm-access");
      self->heads[i] = add_label (side, "caption-heading");
      self->lines[i] = add_label (side, "monospace");
      gtk_box_append (GTK_BOX (row), side);
    }
  adw_bin_set_child (ADW_BIN (self), row);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
