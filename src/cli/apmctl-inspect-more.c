/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-inspect.h"

#include "apm-file-locks.h"
#include "apm-peers.h"
#include "apm-process.h"
#include "apm-sheet.h"
#include "apm-text.h"
#include "apm-thread.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static void
add_heads (ApmSheet          *sheet,
           const char *const *heads)
{
  for (; *heads; heads++)
    apm_sheet_add (sheet, _(*heads));
}

static void
add_rows (Inspected       *inspected,
          const char      *key,
          const ApmField  *fields,
          const GPtrArray *rows)
{
  json_builder_set_member_name (inspected->builder, key);
  json_builder_begin_array (inspected->builder);
  for (guint i = 0; i < rows->len; i++)
    {
      json_builder_begin_object (inspected->builder);
      apm_record_to_json (fields, rows->pdata[i], inspected->builder);
      json_builder_end_object (inspected->builder);
    }
  json_builder_end_array (inspected->builder);
}

static void
print_threads (Inspected *inspected)
{
  static const char *const heads[] = { N_("TID"), N_("State"), N_("CPU time"), N_("CPU"), N_("Waits in"), N_("Name"), NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) threads = apm_thread_scan (inspected->pid, &error);
  ApmSheet *sheet;

  if (!threads)
    {
      inspected_add_sentence (inspected, "denied", error->message);
      return;
    }
  if (inspected->builder)
    {
      add_rows (inspected, "threads", apmctl_threads_get_fields (), threads);
      return;
    }

  sheet = apm_sheet_new ("rlrrll");
  add_heads (sheet, heads);
  for (guint i = 0; i < threads->len; i++)
    {
      const ApmThread *thread = threads->pdata[i];

      apm_sheet_take (sheet, g_strdup_printf ("%d", thread->tid));
      apm_sheet_add (sheet, apm_process_state_label (thread->state));
      apm_sheet_take (sheet, apm_text_format_span (thread->cpu_time_us));
      apm_sheet_take (sheet, g_strdup_printf ("%d", thread->last_cpu));
      apm_sheet_add (sheet, thread->wait_channel);
      apm_sheet_add (sheet, thread->name);
    }
  apm_sheet_append_to (sheet, inspected->text);
}

static ApmPeers *
get_peers (Inspected *inspected)
{
  g_autoptr(GError) error = NULL;

  if (!inspected->peers)
    inspected->peers = apm_peers_read (0, &error);
  if (!inspected->peers)
    inspected_add_sentence (inspected, "failed", error->message);

  return inspected->peers;
}

/* "Nobody" is not said for "not permitted to know". */
static void
add_gaps (Inspected *inspected,
          ApmPeers  *peers)
{
  const guint n = apm_peers_get_n_denied (peers);

  if (inspected->builder)
    {
      json_builder_set_member_name (inspected->builder, "unreadable_count");
      json_builder_add_int_value (inspected->builder, n);
    }
  else if (n > 0)
    {
      g_string_append_printf (inspected->text,
                              g_dngettext (GETTEXT_PACKAGE, "%u process could not be looked at: it may be a peer too\n",
                                           "%u processes could not be looked at: they may be peers too\n", n), n);
    }
}

static void
print_descriptors (Inspected       *inspected,
                   const GPtrArray *descriptors)
{
  static const char *const heads[] = { N_("FD"), N_("Kind"), N_("Access"), N_("Offset"), N_("Target"), N_("Peer"), NULL };
  ApmSheet *sheet = apm_sheet_new ("rllrll");

  add_heads (sheet, heads);
  for (guint i = 0; i < descriptors->len; i++)
    {
      const ApmDescriptor *descriptor = descriptors->pdata[i];
      gboolean has_offset = descriptor->offset_bytes != G_MININT64;

      apm_sheet_take (sheet, g_strdup_printf ("%d", descriptor->fd));
      apm_sheet_add (sheet, descriptor->kind);
      apm_sheet_add (sheet, descriptor->access);
      apm_sheet_take (sheet, has_offset ? g_strdup_printf ("%" G_GINT64_FORMAT, descriptor->offset_bytes) : NULL);
      apm_sheet_take (sheet, descriptor->deleted ? g_strdup_printf (_("%s (deleted)"), descriptor->target)
                                                 : g_strdup (descriptor->target));
      apm_sheet_add (sheet, descriptor->peer);
    }
  apm_sheet_append_to (sheet, inspected->text);
}

static void
print_files (Inspected *inspected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) descriptors = NULL;
  ApmPeers *peers = get_peers (inspected);

  if (!peers)
    return;
  descriptors = apm_peers_read_descriptors (peers, inspected->pid, &error);
  if (!descriptors)
    {
      inspected_add_sentence (inspected, "denied", error->message);
      return;
    }
  if (inspected->builder)
    add_rows (inspected, "descriptors", apm_descriptor_fields, descriptors);
  else
    print_descriptors (inspected, descriptors);
  add_gaps (inspected, peers);
}

static void
print_lock_rows (Inspected       *inspected,
                 const GPtrArray *locks)
{
  static const char *const heads[] = {
    N_("Kind"), N_("Mode"), N_("Held"), N_("From"), N_("To"), N_("File"), N_("Blocked by"), NULL
  };
  ApmSheet *sheet = apm_sheet_new ("lllrrll");

  add_heads (sheet, heads);
  for (guint i = 0; i < locks->len; i++)
    {
      const ApmFileLock *lock = locks->pdata[i];
      gboolean to_end = lock->end_bytes == G_MAXINT64;

      apm_sheet_add (sheet, lock->kind);
      apm_sheet_add (sheet, lock->mode);
      apm_sheet_add (sheet, lock->waits ? _("waited for") : _("held"));
      apm_sheet_take (sheet, g_strdup_printf ("%" G_GINT64_FORMAT, lock->start_bytes));
      apm_sheet_take (sheet, to_end ? g_strdup (_("end")) : g_strdup_printf ("%" G_GINT64_FORMAT, lock->end_bytes));
      apm_sheet_take (sheet, lock->file ? g_strdup (lock->file)
                                        : g_strdup_printf (_("inode %lld"), (long long) lock->inode));
      apm_sheet_add (sheet, lock->blocked_by);
    }
  apm_sheet_append_to (sheet, inspected->text);
}

static void
print_locks (Inspected *inspected)
{
  g_autoptr(GError) error = NULL;
  ApmPeers *peers = get_peers (inspected);
  g_autoptr(ApmFileLocks) all = peers ? apm_file_locks_read (peers, &error) : NULL;
  g_autoptr(GPtrArray) locks = NULL;

  if (!peers)
    return;
  if (!all)
    {
      inspected_add_sentence (inspected, "failed", error->message);
      return;
    }
  locks = apm_file_locks_list_for (all, inspected->pid);
  if (inspected->builder)
    add_rows (inspected, "locks", apm_file_lock_fields, locks);
  else if (locks->len > 0)
    print_lock_rows (inspected, locks);
  else
    g_string_append_printf (inspected->text, "%s\n", apm_file_locks_is_complete (all)
                                                       ? _("It holds no lock on a file and waits for none")
                                                       : _("No lock of it is known"));
  if (inspected->builder || !apm_file_locks_is_complete (all))
    add_gaps (inspected, peers);
}

static void
print_port_rows (Inspected       *inspected,
                 const GPtrArray *ports)
{
  static const char *const heads[] = {
    N_("Protocol"), N_("Address"), N_("Port"), N_("FD"), N_("Waiting"), N_("Backlog"), NULL
  };
  ApmSheet *sheet = apm_sheet_new ("llrrrr");

  add_heads (sheet, heads);
  for (guint i = 0; i < ports->len; i++)
    {
      const ApmPort *port = ports->pdata[i];
      const int numbers[] = { port->port, port->fd, port->waiting, port->backlog };

      apm_sheet_add (sheet, port->protocol);
      apm_sheet_add (sheet, port->address);
      for (guint n = 0; n < G_N_ELEMENTS (numbers); n++)
        apm_sheet_take (sheet, numbers[n] != G_MININT ? g_strdup_printf ("%d", numbers[n]) : NULL);
    }
  apm_sheet_append_to (sheet, inspected->text);
}

static void
print_ports (Inspected *inspected)
{
  ApmPeers *peers = get_peers (inspected);
  const ApmPeersProcess *process = peers ? apm_peers_find_process (peers, inspected->pid) : NULL;
  g_autoptr(GPtrArray) ports = NULL;

  if (!peers)
    return;
  if (!process || process->denied)
    {
      inspected_add_sentence (inspected, "denied", _("Not permitted to see the sockets of this process"));
      return;
    }
  ports = apm_peers_list_ports (peers, inspected->pid);
  if (inspected->builder)
    add_rows (inspected, "ports", apm_port_fields, ports);
  else if (ports->len > 0)
    print_port_rows (inspected, ports);
  else
    g_string_append_printf (inspected->text, "%s\n", _("It listens nowhere"));
}

const InspectSection inspect_sections[] = {
  { "threads", N_("Threads"), print_threads },
  { "files", N_("Files"), print_files },
  { "locks", N_("Locks"), print_locks },
  { "ports", N_("Ports"), print_ports },
  { NULL }
};

void
inspected_clear (Inspected *inspected)
{
  if (inspected->text)
    g_string_free (inspected->text, TRUE);
  g_clear_object (&inspected->builder);
  g_clear_pointer ((ApmPeers **) &inspected->peers, apm_peers_unref);
}
