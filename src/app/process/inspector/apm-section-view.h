/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-list-export.h"
#include "apm-subject.h"

G_BEGIN_DECLS

/* One section of the inspector. While it is in view it is asked once a second to
 * look; whoever looks says when he is done, and then the section shows what it has,
 * or the page that says why there is nothing. Main thread, as all of them: what takes
 * time is read elsewhere. To add one: a subclass, and a line in apm-sections.c. */

#define APM_TYPE_SECTION_VIEW (apm_section_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (ApmSectionView, apm_section_view, APM, SECTION_VIEW, GtkWidget)

struct _ApmSectionViewClass
{
  GtkWidgetClass parent_class;

  /* Begins to read; ends with apm_section_view_told(), now or later, once. Returns
   * FALSE where what is shown need not be read again. */
  gboolean (*look)  (ApmSectionView *self);
  gboolean looks_after_end;   /* also at a process that has ended */
  gboolean is_live;           /* what it shows is true now: no time is told */
  /* Another process, or none: what is shown is no longer true. Answers to what
   * was asked before must not be shown. */
  void  (*forget)   (ApmSectionView *self);
  /* Comes into view, or leaves it. (nullable) */
  void  (*set_seen) (ApmSectionView *self, gboolean seen);
  /* Returns: (transfer full): what it shows, to be copied; ends with a newline */
  char *(*dup_text) (ApmSectionView *self);
  /* Returns: (transfer none): its table; @listing (nullable) gets what its rows are.
   * (nullable) */
  ApmTable *(*get_list) (ApmSectionView *self, ApmListing *listing);
  /* Puts the focus where words are searched for; FALSE: they are not. (nullable) */
  gboolean  (*search)   (ApmSectionView *self);
};

ApmSubject *apm_section_view_get_subject (ApmSectionView *self);
void        apm_section_view_set_content (ApmSectionView *self,
                                          GtkWidget      *content);
void        apm_section_view_told        (ApmSectionView *self,
                                          const GError   *error);
void        apm_section_view_show_page   (ApmSectionView *self,
                                          const char     *icon_name,
                                          const char     *title,
                                          const char     *text);
void        apm_section_view_look_again  (ApmSectionView *self);

/* For the inspector: */
void        apm_section_view_forget      (ApmSectionView *self);
gboolean    apm_section_view_look        (ApmSectionView *self);
gboolean    apm_section_view_is_looking  (ApmSectionView *self);
void        apm_section_view_set_seen    (ApmSectionView *self,
                                          gboolean        seen);
char       *apm_section_view_dup_text    (ApmSectionView *self);
ApmTable   *apm_section_view_get_list    (ApmSectionView *self,
                                          ApmListing     *listing);
gboolean    apm_section_view_search      (ApmSectionView *self);
char       *apm_section_view_dup_as_of_text
                                         (ApmSectionView *self);

G_END_DECLS
