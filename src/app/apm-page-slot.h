/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* The place of a page in the window. Its page is made when it is first needed: when it
 * is shown, or when one of its actions is activated. Until then the slot answers for
 * those actions. On the main thread; read tests/app/test_shell.py. */

/* All strings and tables are static. */
typedef struct {
  const char         *name;
  const char         *title;
  const char         *icon_name;
  const char         *new_label;
  const char         *new_action;
  GType             (*get_type) (void);
  void              (*install_actions) (GtkWidget *page, GActionMap *window);
  const GActionEntry *promised;   /* the actions it will install, until an entry without a name: name, type and state */
} ApmPage;

#define APM_TYPE_PAGE_SLOT (apm_page_slot_get_type ())
G_DECLARE_FINAL_TYPE (ApmPageSlot, apm_page_slot, APM, PAGE_SLOT, AdwBin)

GtkWidget     *apm_page_slot_new         (const ApmPage *page,
                                          ApmSession    *session,
                                          GActionMap    *window);
const ApmPage *apm_page_slot_get_page    (ApmPageSlot   *self);
GtkWidget     *apm_page_slot_need_widget (ApmPageSlot   *self);

G_END_DECLS
