/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-section.h"

#include "apm-why-view.h"

struct _ApmWhySection
{
  ApmSectionView parent_instance;
  ApmWhyView *view;   /* asks by itself while it is on the screen */
};

G_DEFINE_FINAL_TYPE (ApmWhySection, apm_why_section, APM_TYPE_SECTION_VIEW)

static gboolean
apm_why_section_look (ApmSectionView *view)
{
  apm_why_view_set_subject (APM_WHY_SECTION (view)->view,
                            apm_subject_get_pid (apm_section_view_get_subject (view)), 0);
  apm_section_view_told (view, NULL);

  return FALSE;
}

static void
apm_why_section_forget (ApmSectionView *view)
{
}

static char *
apm_why_section_dup_text (ApmSectionView *view)
{
  char *text = apm_why_view_dup_text (APM_WHY_SECTION (view)->view);

  return text ? text : g_strdup ("");   /* nobody has asked yet */
}

static void
on_go_to (ApmWhySection *self,
          int            pid,
          int            tid)
{
  if (tid > 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go-to", "(ii)", pid, tid);
  else
    apm_subject_go_to (apm_section_view_get_subject (APM_SECTION_VIEW (self)), pid);
}

static void
apm_why_section_class_init (ApmWhySectionClass *klass)
{
  ApmSectionViewClass *view_class = APM_SECTION_VIEW_CLASS (klass);

  view_class->look = apm_why_section_look;
  view_class->forget = apm_why_section_forget;
  view_class->dup_text = apm_why_section_dup_text;
  view_class->is_live = TRUE;   /* it looks by itself */
}

static void
apm_why_section_init (ApmWhySection *self)
{
}

GtkWidget *
apm_why_section_new (ApmSubject *subject)
{
  ApmWhySection *self = g_object_new (APM_TYPE_WHY_SECTION, "subject", subject, NULL);

  self->view = APM_WHY_VIEW (apm_why_view_new (apm_subject_get_session (subject), GTK_ORIENTATION_VERTICAL));
  g_signal_connect_object (self->view, "go-to", G_CALLBACK (on_go_to), self, G_CONNECT_SWAPPED);
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  apm_section_view_set_content (APM_SECTION_VIEW (self), GTK_WIDGET (self->view));

  return GTK_WIDGET (self);
}
