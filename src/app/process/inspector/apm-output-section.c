/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-output-section.h"

#include <glib/gi18n.h>

struct _ApmOutputSection
{
  ApmSectionView parent_instance;
  ApmOutputView *output;
};

G_DEFINE_FINAL_TYPE (ApmOutputSection, apm_output_section, APM_TYPE_SECTION_VIEW)

static gboolean
apm_output_section_look (ApmSectionView *view)
{
  apm_section_view_told (view, NULL);
  if (apm_output_view_get_transcript (APM_OUTPUT_SECTION (view)->output) == NULL)
    apm_section_view_show_page (view, "utilities-terminal-symbolic", _("Not Started Here"),
                                _("What a process prints can be seen if it was created in this window."));

  return FALSE;
}

static void
apm_output_section_forget (ApmSectionView *view)
{
}

static char *
apm_output_section_dup_text (ApmSectionView *view)
{
  return apm_output_view_dup_text (APM_OUTPUT_SECTION (view)->output);
}

static void
apm_output_section_class_init (ApmOutputSectionClass *klass)
{
  ApmSectionViewClass *view_class = APM_SECTION_VIEW_CLASS (klass);

  view_class->look = apm_output_section_look;
  view_class->forget = apm_output_section_forget;
  view_class->dup_text = apm_output_section_dup_text;
  view_class->looks_after_end = TRUE;
  view_class->is_live = TRUE;
}

static void
apm_output_section_init (ApmOutputSection *self)
{
  self->output = g_object_new (APM_TYPE_OUTPUT_VIEW, NULL);
  apm_section_view_set_content (APM_SECTION_VIEW (self), GTK_WIDGET (self->output));
}

GtkWidget *
apm_output_section_new (ApmSubject *subject)
{
  return g_object_new (APM_TYPE_OUTPUT_SECTION, "subject", subject, NULL);
}

/**
 * apm_output_section_set_transcript:
 * @transcript: (nullable): of the subject; %NULL: it was not created here
 */
void
apm_output_section_set_transcript (ApmOutputSection *self,
                                   ApmTranscript    *transcript)
{
  g_return_if_fail (APM_IS_OUTPUT_SECTION (self));

  apm_output_view_set_transcript (self->output, transcript);
  apm_section_view_look (APM_SECTION_VIEW (self));
}
