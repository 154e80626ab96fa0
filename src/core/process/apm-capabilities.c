/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* capabilities(7), by number. */
static const char *const names[] = {
  "chown", "dac_override", "dac_read_search", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap",
  "linux_immutable", "net_bind_service", "net_broadcast", "net_admin", "net_raw", "ipc_lock", "ipc_owner",
  "sys_module", "sys_rawio", "sys_chroot", "sys_ptrace", "sys_pacct", "sys_admin", "sys_boot", "sys_nice",
  "sys_resource", "sys_time", "sys_tty_config", "mknod", "lease", "audit_write", "audit_control", "setfcap",
  "mac_override", "mac_admin", "syslog", "wake_alarm", "block_suspend", "audit_read", "perfmon", "bpf",
  "checkpoint_restore",
};

/* A set that lacks no more than these is told by what it lacks. */
#define FEW 4

/**
 * apm_capabilities_dup_names:
 * @mask: a bit each, as /proc/PID/status has them
 *
 * Returns: (transfer full): "cap_kill cap_sys_nice", with blanks, in the order of
 *   their numbers; those newer than us as "cap_41"
 */
char *
apm_capabilities_dup_names (guint64 mask)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < 64; i++)
    {
      if (!(mask >> i & 1))
        continue;
      if (text->len > 0)
        g_string_append_c (text, ' ');
      if (i < G_N_ELEMENTS (names))
        g_string_append_printf (text, "cap_%s", names[i]);
      else
        g_string_append_printf (text, "cap_%u", i);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * apm_capabilities_dup_text:
 * @list: as apm_capabilities_dup_names() makes it
 *
 * Returns: (transfer full): the same for a person: "none", "all", "all but …"
 */
char *
apm_capabilities_dup_text (const char *list)
{
  g_auto(GStrv) has = g_strsplit (list, " ", -1);
  g_autoptr(GString) lacks = g_string_new (NULL);
  guint n_lacks = 0;

  g_return_val_if_fail (list != NULL, NULL);

  if (!*list)
    return g_strdup (_("none"));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strconcat ("cap_", names[i], NULL);

      if (g_strv_contains ((const char *const *) has, name))
        continue;
      g_string_append_printf (lacks, "%s%s", n_lacks > 0 ? " " : "", name);
      n_lacks++;
    }
  if (n_lacks == 0)
    return g_strdup (_("all"));
  /* Translators: %s are names of capabilities such as "cap_kill cap_sys_nice" */
  if (n_lacks <= FEW)
    return g_strdup_printf (_("all but %s"), lacks->str);

  return g_strdup (list);
}
