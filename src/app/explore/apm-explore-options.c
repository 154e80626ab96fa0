/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-explore-options.h"

#include <glib/gi18n.h>

struct _ApmExploreOptions
{
  AdwBin parent_instance;
  AdwComboRow *mode;
  AdwComboRow *preemptions;
  GtkSpinButton *seconds;
  GtkSwitch *all;
  GtkSwitch *spurious;
  GtkSwitch *ignore_races;
  GtkEditable *invariants;
  GtkEditable *arguments;
  GtkEditable *input;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (ApmExploreOptions, apm_explore_options, ADW_TYPE_BIN)

/* As the rows of the list of modes. */
static const char *const modes[] = { "auto", "states", "pct", "random", "dfs" };

/**
 * apm_explore_options_show:
 * @program: whose arguments and switches are shown
 */
void
apm_explore_options_show (ApmExploreOptions   *self,
                          const ApmExplorable *program)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *invariants = g_strjoinv ("; ", program->invariants);

  for (guint i = 0; program->arguments[i]; i++)
    {
      g_autofree char *quoted = g_shell_quote (program->arguments[i]);
      gboolean plain = g_regex_match_simple ("^[-A-Za-z0-9_=.,:/+]+$", program->arguments[i], 0, 0);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", plain ? program->arguments[i] : quoted);
    }
  gtk_editable_set_text (self->arguments, text->str);
  gtk_editable_set_text (self->invariants, invariants);
  gtk_editable_set_text (self->input, program->input ? program->input : "");
  g_object_set (self->arguments, "title",
                program->problem ? _("Parameters, such as items=3; others are small") : _("Arguments of the program"), NULL);
  gtk_switch_set_active (self->spurious, program->spurious);
  gtk_switch_set_active (self->ignore_races, program->ignore_races);
}

static void
read_invariants (ApmExploreOptions *self,
                 ApmExplorable     *program)
{
  g_auto(GStrv) parts = g_strsplit (gtk_editable_get_text (self->invariants), ";", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) invariants = NULL;

  for (guint i = 0; parts[i]; i++)
    if (*g_strstrip (parts[i]))
      g_strv_builder_add (builder, parts[i]);
  invariants = g_strv_builder_end (builder);
  apm_explorable_set_invariants (program, (const char *const *) invariants);
}

/**
 * apm_explore_options_read:
 * @program: gets what belongs to the program
 * @options: get the others; words of them are static
 */
void
apm_explore_options_read (ApmExploreOptions     *self,
                          ApmExplorable         *program,
                          ApmExplorationOptions *options)
{
  const char *text = gtk_editable_get_text (self->arguments), *input = gtk_editable_get_text (self->input);
  static const char *const none[] = { NULL };
  g_auto(GStrv) arguments = NULL;
  guint mode = adw_combo_row_get_selected (self->mode);

  /* A quote that is not closed: the words as they stand. */
  if (!g_shell_parse_argv (text, NULL, &arguments, NULL) && *text)
    arguments = g_strsplit (text, " ", 0);
  apm_explorable_set_arguments (program, arguments ? (const char *const *) arguments : none);
  read_invariants (self, program);
  apm_explorable_set_input (program, *input ? input : NULL);
  program->spurious = gtk_switch_get_active (self->spurious);
  program->ignore_races = gtk_switch_get_active (self->ignore_races);
  options->mode = modes[MIN (mode, G_N_ELEMENTS (modes) - 1)];
  options->preemptions = (int) adw_combo_row_get_selected (self->preemptions) - 1;
  options->seconds = (guint) gtk_spin_button_get_value_as_int (self->seconds);
  options->all = gtk_switch_get_active (self->all);
}

static void
on_chosen (ApmExploreOptions *self,
           int                response)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file && g_file_peek_path (file))
    gtk_editable_set_text (self->input, g_file_peek_path (file));
}

static void
on_choose_input (ApmExploreOptions *self)
{
  if (self->chooser)
    return;

  self->chooser = gtk_file_chooser_native_new (_("Standard Input"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Choose"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
apm_explore_options_dispose (GObject *object)
{
  g_clear_object (&APM_EXPLORE_OPTIONS (object)->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (object), APM_TYPE_EXPLORE_OPTIONS);

  G_OBJECT_CLASS (apm_explore_options_parent_class)->dispose (object);
}

static void
apm_explore_options_class_init (ApmExploreOptionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_explore_options_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-explore-options.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmExploreOptions, mode);
  gtk_widget_class_bind_template_child (widget_class, ApmExploreOptions, preemptions);
  gtk_widget_class_bind_template_child (widget_class, ApmExploreOptions, seconds);
  gtk_widget_class_bind_template_child (widget_class, ApmExploreOptions, all);
  gtk_widget_class_bind_template_child (widget_class, ApmExploreOptions, spurious);
  gtk_widget_class_bind_template_child (widget_class, ApmExploreOptions, ignore_races);
  gtk_widget_class_bind_template_child (widget_class, ApmExploreOptions, invariants);
  gtk_widget_class_bind_template_child (widget_class, ApmExploreOptions, arguments);
  gtk_widget_class_bind_template_child (widget_class, ApmExploreOptions, input);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_input);
}

static void
apm_explore_options_init (ApmExploreOptions *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
