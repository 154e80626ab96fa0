/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-compare-window.h"

#include <glib/gi18n.h>

#include "apm-parameter-box.h"
#include "apm-pictures.h"
#include "apm-scene-text.h"
#include "apm-sync-page.h"

#define N_SIDES 2

/* Below this width the two stand one above the other. */
#define NARROW 900

/* Words are brought up to date at most so often. */
#define UPDATE_MS 100

typedef struct {
  ApmCompareWindow *window;   /* owner */
  GtkWidget *chooser;         /* GtkDropDown: the variants */
  GtkWidget *place;           /* AdwBin of the picture */
  GtkWidget *outcome;
  ApmPicture *picture;
  ApmExperiment *experiment;  /* never NULL once it is set up */
  GSignalGroup *signals;
  guint update_source;
} Side;

struct _ApmCompareWindow
{
  AdwWindow parent_instance;
  ApmSession *session;
  ApmProblem *problem;
  ApmParameterBox *parameters;
  GtkWidget *sides_box;
  GtkWidget *run, *stop;
  Side sides[N_SIDES];
  gboolean setting;           /* it is us who choose */
};

G_DEFINE_FINAL_TYPE (ApmCompareWindow, apm_compare_window, ADW_TYPE_WINDOW)

static const ApmVariant *
get_variant (const Side *side)
{
  guint n, chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (side->chooser));
  const ApmVariant *variants = apm_problem_get_variants (side->window->problem, &n);

  return &variants[MIN (chosen, n - 1)];
}

static gboolean
is_active (const Side *side)
{
  ApmRunState state = apm_experiment_get_state (side->experiment);

  return state == APM_RUN_RUNNING || state == APM_RUN_PAUSED;
}

static gboolean
any_active (ApmCompareWindow *self)
{
  return is_active (&self->sides[0]) || is_active (&self->sides[1]);
}

static void
show_side (Side *side)
{
  const ApmScene *scene = apm_experiment_get_scene (side->experiment);
  const char *outcome = apm_experiment_get_outcome (side->experiment);
  ApmRunState state = apm_experiment_get_state (side->experiment);
  g_autofree char *rate = state == APM_RUN_RUNNING ? apm_scene_dup_rate_text (scene) : NULL;
  g_autofree char *text = rate != NULL
                          ? g_strdup_printf ("%s · %s", apm_run_state_get_label (state), rate)
                          : g_strdup (outcome != NULL ? outcome : apm_run_state_get_label (state));

  gtk_label_set_label (GTK_LABEL (side->outcome), text);
}

static void
show_buttons (ApmCompareWindow *self)
{
  gboolean active = any_active (self);

  gtk_widget_set_sensitive (self->run, !active);
  gtk_widget_set_sensitive (self->stop, active);
  gtk_widget_set_sensitive (GTK_WIDGET (self->parameters), !active);
  for (guint i = 0; i < N_SIDES; i++)
    gtk_widget_set_sensitive (self->sides[i].chooser, !active);
}

static void
on_update_later (gpointer user_data)
{
  Side *side = user_data;

  side->update_source = 0;
  show_side (side);
}

static void
on_changed (Side *side)
{
  apm_picture_set_scene (side->picture, apm_experiment_get_scene (side->experiment));
  if (side->update_source == 0)
    side->update_source = g_timeout_add_once (UPDATE_MS, on_update_later, side);
}

static void
on_items (Side               *side,
          const ApmItemEvent *events,
          guint               n)
{
  apm_picture_add_items (side->picture, events, n);
}

static void
on_ended (Side *side)
{
  on_changed (side);
  show_side (side);
  show_buttons (side->window);
}

/* An experiment runs once. */
static void
renew (Side *side)
{
  g_autoptr(ApmExperiment) experiment = apm_experiment_new (side->window->problem, get_variant (side));
  g_autoptr(GError) error = NULL;

  if (!apm_parameter_box_apply (side->window->parameters, experiment, &error))
    apm_session_toast (side->window->session, "%s", error->message);

  g_set_object (&side->experiment, experiment);
  g_signal_group_set_target (side->signals, experiment);
  apm_picture_set_scene (side->picture, apm_experiment_get_scene (experiment));
  show_side (side);
}

static void
renew_both (ApmCompareWindow *self)
{
  for (guint i = 0; i < N_SIDES; i++)
    renew (&self->sides[i]);

  show_buttons (self);
}

/* What a failure is soon seen with holds for both. */
static void
on_chosen (ApmCompareWindow *self)
{
  const ApmVariant *left = get_variant (&self->sides[0]), *right = get_variant (&self->sides[1]);

  if (self->setting)
    return;

  apm_parameter_box_set_variant (self->parameters, right->right ? left : right);
  renew_both (self);
}

static void
on_parameters_changed (ApmCompareWindow *self)
{
  if (!any_active (self))
    renew_both (self);
}

static void
on_run (ApmCompareWindow *self)
{
  if (any_active (self))
    return;

  renew_both (self);
  for (guint i = 0; i < N_SIDES; i++)
    {
      g_autoptr(GError) error = NULL;

      if (!apm_session_start_experiment (self->session, self->sides[i].experiment, &error))
        apm_session_toast (self->session, "%s", error->message);
    }

  show_buttons (self);
}

static void
on_stop (ApmCompareWindow *self)
{
  for (guint i = 0; i < N_SIDES; i++)
    if (self->sides[i].experiment != NULL && is_active (&self->sides[i]))
      apm_experiment_stop (self->sides[i].experiment);
}

static void
take_shape (ApmCompareWindow *self)
{
  int width, height;
  gboolean wide;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  wide = width >= NARROW || gtk_window_is_maximized (GTK_WINDOW (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->sides_box), wide ? GTK_ORIENTATION_HORIZONTAL
                                                                         : GTK_ORIENTATION_VERTICAL);
}

/* With what it comes to, which nobody knows of a copy. */
static char *
dup_title (ApmCompareWindow *self,
           const ApmVariant *variant)
{
  if (apm_problem_is_copy (self->problem) && !g_str_has_prefix (variant->source_path, variant->folder))
    return g_strdup_printf ("%s (%s)", variant->title, _("your copy"));
  if (apm_sync_is_secret (self->session, self->problem, variant))
    return g_strdup (variant->title);

  return g_strdup_printf ("%s (%s)", variant->title, apm_expectation_get_label (variant->expected));
}

static GtkWidget *
make_chooser (ApmCompareWindow *self,
              guint             index)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  GtkWidget *chooser;
  guint n;
  const ApmVariant *variants = apm_problem_get_variants (self->problem, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = dup_title (self, &variants[i]);

      gtk_string_list_append (titles, title);
    }

  chooser = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&titles)), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chooser), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  index == 0 ? _("First variant") : _("Second variant"), -1);

  return chooser;
}

static void
make_side (ApmCompareWindow *self,
           guint             index)
{
  Side *side = &self->sides[index];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  side->window = self;
  side->chooser = make_chooser (self, index);
  side->picture = apm_picture_new_for_kind (apm_problem_get_kind (self->problem));
  side->outcome = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (side->outcome), TRUE);
  gtk_label_set_lines (GTK_LABEL (side->outcome), 3);
  gtk_label_set_ellipsize (GTK_LABEL (side->outcome), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (side->outcome), 0);
  gtk_widget_set_vexpand (GTK_WIDGET (side->picture), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (side->picture), TRUE);
  gtk_widget_set_margin_start (side->outcome, 12);
  gtk_widget_set_margin_end (side->outcome, 12);
  gtk_widget_set_margin_bottom (side->outcome, 9);
  gtk_widget_set_halign (side->chooser, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), side->chooser);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (side->picture));
  gtk_box_append (GTK_BOX (box), side->outcome);
  gtk_box_append (GTK_BOX (self->sides_box), box);

  side->signals = g_signal_group_new (APM_TYPE_EXPERIMENT);
  g_signal_group_connect_data (side->signals, "changed", G_CALLBACK (on_changed), side, NULL, G_CONNECT_SWAPPED);
  g_signal_group_connect_data (side->signals, "items", G_CALLBACK (on_items), side, NULL, G_CONNECT_SWAPPED);
  g_signal_group_connect_data (side->signals, "ended", G_CALLBACK (on_ended), side, NULL, G_CONNECT_SWAPPED);
}

static GtkWidget *
make_header (ApmCompareWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();

  self->run = gtk_button_new_with_label (_("Run Both"));
  self->stop = gtk_button_new_with_label (_("Stop Both"));
  gtk_widget_add_css_class (self->run, "suggested-action");
  g_signal_connect_swapped (self->run, "clicked", G_CALLBACK (on_run), self);
  g_signal_connect_swapped (self->stop, "clicked", G_CALLBACK (on_stop), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->run);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->stop);

  return header;
}

static GtkWidget *
make_parameters (ApmCompareWindow *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->parameters = APM_PARAMETER_BOX (apm_parameter_box_new ());
  apm_parameter_box_set_problem (self->parameters, self->problem);
  apm_parameter_box_set_vertical (self->parameters, FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->parameters));
  gtk_widget_set_margin_start (scroller, 12);
  gtk_widget_set_margin_end (scroller, 12);
  gtk_widget_set_margin_top (scroller, 6);
  gtk_widget_set_margin_bottom (scroller, 6);
  g_signal_connect_object (self->parameters, "changed", G_CALLBACK (on_parameters_changed), self, G_CONNECT_SWAPPED);

  return scroller;
}

/* @variant and the first one that is right where it is wrong, or wrong where it
 * is right. */
static void
choose (ApmCompareWindow *self,
        const ApmVariant *variant)
{
  guint n, other = 0;
  const ApmVariant *variants = apm_problem_get_variants (self->problem, &n);
  guint first = variant - variants;

  while (other < n && variants[other].right == variant->right)
    other++;
  if (other == n)
    other = (first + 1) % n;

  self->setting = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->sides[0].chooser), first);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->sides[1].chooser), other);
  self->setting = FALSE;
  for (guint i = 0; i < N_SIDES; i++)
    g_signal_connect_object (self->sides[i].chooser, "notify::selected", G_CALLBACK (on_chosen), self,
                             G_CONNECT_SWAPPED);
  on_chosen (self);
}

static void
build (ApmCompareWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->sides_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_set_homogeneous (GTK_BOX (self->sides_box), TRUE);
  gtk_widget_set_margin_top (self->sides_box, 6);
  gtk_box_append (GTK_BOX (box), make_header (self));
  gtk_box_append (GTK_BOX (box), make_parameters (self));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->sides_box);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), scroller);
  for (guint i = 0; i < N_SIDES; i++)
    make_side (self, i);

  adw_window_set_content (ADW_WINDOW (self), box);
}

static void
apm_compare_window_dispose (GObject *object)
{
  ApmCompareWindow *self = APM_COMPARE_WINDOW (object);

  on_stop (self);
  for (guint i = 0; i < N_SIDES; i++)
    {
      g_clear_handle_id (&self->sides[i].update_source, g_source_remove);
      g_clear_object (&self->sides[i].signals);
      g_clear_object (&self->sides[i].experiment);
    }
  g_clear_object (&self->problem);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_compare_window_parent_class)->dispose (object);
}

static void
apm_compare_window_class_init (ApmCompareWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_compare_window_dispose;

  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
}

static void
apm_compare_window_init (ApmCompareWindow *self)
{
  g_signal_connect (self, "notify::default-width", G_CALLBACK (take_shape), NULL);
  g_signal_connect (self, "notify::maximized", G_CALLBACK (take_shape), NULL);
}

/**
 * apm_compare_window_present:
 * @variant: of @problem; the other one is chosen beside it
 *
 * Opens a window for @problem. Closing it ends its runs.
 */
void
apm_compare_window_present (GtkWindow        *parent,
                            ApmSession       *session,
                            ApmProblem       *problem,
                            const ApmVariant *variant)
{
  ApmCompareWindow *self = g_object_new (APM_TYPE_COMPARE_WINDOW, "transient-for", parent, NULL);
  g_autofree char *title = g_strdup_printf (_("Compare: %s"), apm_problem_get_title (problem));
  int width, height;

  self->session = g_object_ref (session);
  self->problem = g_object_ref (problem);
  build (self);
  choose (self, variant);

  gtk_window_get_default_size (parent, &width, &height);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_window_set_default_size (GTK_WINDOW (self), MAX (width - 60, 600), MAX (height - 40, 480));
  take_shape (self);
  g_signal_connect_object (session, "shutdown", G_CALLBACK (on_stop), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
}
