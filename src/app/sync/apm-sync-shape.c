/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-sync-page-private.h"

#include <glib/gi18n.h>

/* Below these sizes of the page buttons lose their labels and stand below the title, the
 * catalogue folds away, and scene, source and checks are shown one at a time. */
#define NARROW 900
#define TIGHT 1200
#define LOW 560

/* What is left to the title, px. Words come back only where there is this much more. */
#define LEAST_TITLE 220
#define FIRM 24

#define EXPLORE N_("Find a Failing Schedule")

/**
 * apm_sync_page_show_lanes:
 *
 * The timeline of the run, which is read only once it is in view.
 */
void
apm_sync_page_show_lanes (ApmSyncPage *self)
{
  ApmLens *lens = self->experiment ? apm_experiment_get_lens (self->experiment) : NULL;
  g_autoptr(ApmTimelineSource) source = NULL;

  if (self->shown_lens == lens || (lens && !gtk_widget_get_visible (self->lanes_pane)))
    return;

  g_set_object (&self->shown_lens, lens);
  source = lens ? apm_timeline_source_new_for_lens (lens) : NULL;
  apm_timeline_set_source (self->timeline, source);
}

/**
 * apm_sync_page_show_panes:
 *
 * Shows all of scene, source or facts, and checks, or the one that is chosen; of a
 * lecture neither controls nor checks.
 */
void
apm_sync_page_show_panes (ApmSyncPage *self)
{
  gboolean all = !self->compact, bare = self->presenting;
  gboolean scene = all || g_str_equal (self->pane, "scene");
  gboolean source = g_str_equal (all ? self->side : self->pane, "source");
  gboolean facts = g_str_equal (all ? self->side : self->pane, "facts");
  gboolean checks = !bare && (all || g_str_equal (self->pane, "checks"));
  gboolean lanes = all ? self->lanes : g_str_equal (self->pane, "timeline");

  gtk_widget_set_visible (self->toolbar, !bare);
  gtk_widget_set_visible (GTK_WIDGET (self->parameters_slot), !bare && self->folded == FALSE);
  gtk_widget_set_visible (self->outcome_bar, !bare);
  gtk_widget_set_visible (self->outcome_separator, !bare);
  gtk_widget_set_visible (self->pane_switch, !all);
  gtk_widget_set_visible (self->side_switch, all);
  gtk_widget_set_visible (self->side_bar, !bare);
  gtk_widget_set_visible (self->side_pane, source || facts);
  gtk_widget_set_visible (GTK_WIDGET (self->facts_pane), facts);
  adw_flap_set_reveal_flap (self->flap, !bare && self->narrow == FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->scene_pane), scene);
  gtk_widget_set_visible (GTK_WIDGET (self->source_pane), source);
  gtk_widget_set_visible (self->split, scene || source || facts);
  gtk_widget_set_visible (self->lanes_pane, lanes);
  gtk_widget_set_vexpand (self->lanes_pane, !all);
  gtk_widget_set_visible (self->lanes_button, all);
  gtk_widget_set_visible (self->checks_pane, checks);
  gtk_widget_set_visible (self->checks_separator, all && checks);
  gtk_widget_set_vexpand (self->checks_pane, !all);
  apm_check_list_set_columns (self->checks, all ? 3 : 1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->checks_pane), GTK_POLICY_NEVER,
                                  all ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC);
  apm_sync_page_show_lanes (self);
}

static void
place_parameters (ApmSyncPage *self,
                  gboolean     in_popover)
{
  g_autoptr(ApmParameterBox) parameters = g_object_ref (self->parameters);

  gtk_popover_popdown (self->parameters_popover);
  gtk_popover_set_child (self->parameters_popover, NULL);
  gtk_scrolled_window_set_child (self->parameters_slot, NULL);
  apm_parameter_box_set_vertical (parameters, in_popover);

  if (in_popover)
    gtk_popover_set_child (self->parameters_popover, GTK_WIDGET (parameters));
  else
    gtk_scrolled_window_set_child (self->parameters_slot, GTK_WIDGET (parameters));

  gtk_widget_set_visible (GTK_WIDGET (self->parameters_button), in_popover);
  gtk_widget_set_visible (GTK_WIDGET (self->parameters_slot), !in_popover);
}

static gboolean
is_narrow (ApmSyncPage *self)
{
  return gtk_widget_get_width (GTK_WIDGET (self)) < NARROW;
}

static gboolean
is_tight (ApmSyncPage *self)
{
  return gtk_widget_get_width (GTK_WIDGET (self)) < TIGHT;
}

static gboolean
is_compact (ApmSyncPage *self)
{
  return is_narrow (self) || gtk_widget_get_height (GTK_WIDGET (self)) < LOW;
}

/* The row of parameters is as wide as problem and language make it. */
static gboolean
is_folded (ApmSyncPage *self)
{
  int room = gtk_widget_get_width (GTK_WIDGET (self)) - gtk_widget_get_width (GTK_WIDGET (self->problems)) - 24;

  if (self->folded == FALSE)
    gtk_widget_measure (GTK_WIDGET (self->parameters), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &self->row_width,
                        NULL, NULL);

  return is_narrow (self) || room < self->row_width;
}

/* The longest of the buttons goes without its words where they would leave the title no room. */
static gboolean
is_wordless (ApmSyncPage *self)
{
  int room = gtk_widget_get_width (GTK_WIDGET (self)) - gtk_widget_get_width (GTK_WIDGET (self->problems)) - 24;
  int controls, words = 0;

  if (is_narrow (self))
    return TRUE;

  gtk_widget_measure (gtk_widget_get_last_child (self->toolbar), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &controls,
                      NULL, NULL);
  if (self->wordless)
    {
      g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->explore_content), _(EXPLORE));

      pango_layout_get_pixel_size (layout, &words, NULL);
      words += FIRM;
    }

  return room - controls - words < LEAST_TITLE;
}

static void
take_shape (ApmSyncPage *self)
{
  gboolean wordless = is_wordless (self);

  if (self->narrow != is_narrow (self))
    {
      self->narrow = is_narrow (self);
      adw_flap_set_fold_policy (self->flap, self->narrow ? ADW_FLAP_FOLD_POLICY_ALWAYS
                                                         : ADW_FLAP_FOLD_POLICY_NEVER);
      adw_flap_set_reveal_flap (self->flap, !self->narrow);
      gtk_orientable_set_orientation (GTK_ORIENTABLE (self->toolbar), self->narrow ? GTK_ORIENTATION_VERTICAL
                                                                                   : GTK_ORIENTATION_HORIZONTAL);
    }

  if (self->wordless != wordless)
    {
      self->wordless = wordless;
      adw_button_content_set_label (self->explore_content, wordless ? "" : _(EXPLORE));
    }

  if (self->tight != is_tight (self))
    {
      self->tight = is_tight (self);
      adw_button_content_set_label (self->stop_content, self->tight ? "" : _("Stop"));
      apm_sync_page_show_actions (self, apm_sync_page_get_state (self));
    }

  if (self->folded != is_folded (self))
    {
      self->folded = is_folded (self);
      place_parameters (self, self->folded);
    }

  if (self->compact != is_compact (self))
    {
      self->compact = is_compact (self);
      apm_sync_page_show_panes (self);
    }
}

static gboolean
on_take_shape (gpointer user_data)
{
  ApmSyncPage *self = user_data;

  self->shape_source = 0;
  take_shape (self);

  return G_SOURCE_REMOVE;
}

void
apm_sync_page_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (widget)), orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

/* What is shown may not change while it is being given its size. */
void
apm_sync_page_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  ApmSyncPage *self = APM_SYNC_PAGE (widget);

  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (self)), width, height, baseline, NULL);

  if (self->shape_source == 0 &&
      (self->narrow != is_narrow (self) || self->tight != is_tight (self) || self->compact != is_compact (self) ||
       self->folded != is_folded (self) || self->wordless != is_wordless (self)))
    self->shape_source = g_idle_add_full (GDK_PRIORITY_REDRAW - 1, on_take_shape, self, NULL);
}

/* The page sees its own size: a layout manager would take it away. */
void
apm_sync_page_init_shape (ApmSyncPage *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  self->narrow = -1;
  self->tight = -1;
  self->wordless = -1;
  self->compact = -1;
  self->folded = -1;
  place_parameters (self, TRUE);
  apm_sync_page_show_panes (self);
}

void
apm_sync_page_dispose_shape (ApmSyncPage *self)
{
  g_clear_handle_id (&self->shape_source, g_source_remove);
}
