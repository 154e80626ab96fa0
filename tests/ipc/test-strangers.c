/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is at the other end of a channel: a copy of this test, known by its name. */

#include "apm-strangers.h"
#include "peers-child.h"
#include "../until.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define SOON (10 * G_USEC_PER_SEC)

static char *folder;

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Returns: (nullable): who was seen there */
static char *
look (ApmStrangers *strangers,
      ApmMedium     medium,
      const char   *name,
      gboolean      senders)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *who;

  apm_strangers_look_async (strangers, medium, name, senders, getpid (), NULL, on_looked, &result);
  test_until (result != NULL);
  who = apm_strangers_look_finish (result, &error);
  g_assert_no_error (error);

  return who;
}

static ApmEndpoint *
open_end (const char *address,
          gboolean    sends)
{
  g_autoptr(GError) error = NULL;
  ApmEndpoint *endpoint = apm_endpoint_open (address, sends, APM_FRAMING_LINES, SOON, &error);

  g_assert_no_error (error);

  return endpoint;
}

static gboolean
make (const char *address)
{
  g_autoptr(GError) error = NULL;
  gboolean made = apm_endpoint_make (address, 4, 64, &error);

  /* Only this one the kernel may be without. */
  if (!made && g_str_has_prefix (address, "queue:"))
    return FALSE;
  g_assert_no_error (error);

  return made;
}

/* Both ends are opened here; the copy keeps the far one, and this test the near one. */
static void
check (ApmMedium medium,
       gboolean  senders)
{
  gboolean is_path = medium == APM_MEDIUM_FIFO || apm_medium_is_socket (medium);
  g_autofree char *base = g_strdup_printf ("apm-strangers-%d", getpid ());
  g_autofree char *name = is_path ? g_build_filename (folder, base, NULL) : g_strconcat ("/", base, NULL);
  g_autofree char *address = g_strdup_printf ("%s:%s", apm_medium_get_id (medium), name);
  g_autoptr(ApmStrangers) strangers = apm_strangers_new ();
  g_autofree char *before = NULL, *during = NULL, *other_side = NULL, *after = NULL, *expected = NULL;
  ApmEndpoint *receiver, *sender, *near;
  Child child;

  if (!apm_medium_is_socket (medium) && !make (address))
    return;
  receiver = open_end (address, FALSE);
  sender = open_end (address, TRUE);
  near = senders ? receiver : sender;

  before = look (strangers, medium, name, senders);
  g_assert_null (before);

  child = child_start ("stranger", medium == APM_MEDIUM_RING ? -1 : apm_endpoint_get_fd (near));
  apm_endpoint_free (senders ? sender : receiver);
  during = look (strangers, medium, name, senders);
  other_side = look (strangers, medium, name, !senders);
  expected = g_strdup_printf ("stranger (%d)", child.pid);
  g_assert_cmpstr (during, ==, expected);
  /* In memory there are no sides. */
  g_assert_cmpstr (other_side, ==, medium == APM_MEDIUM_RING ? expected : NULL);

  child_end (&child);
  after = look (strangers, medium, name, senders);
  g_assert_null (after);
  apm_endpoint_free (near);
  if (!apm_medium_is_socket (medium))
    apm_endpoint_unmake (address, NULL);
}

static void
test_kinds (void)
{
  static const ApmMedium media[] = { APM_MEDIUM_FIFO, APM_MEDIUM_STREAM, APM_MEDIUM_SEQPACKET, APM_MEDIUM_QUEUE, APM_MEDIUM_RING };

  for (guint i = 0; i < G_N_ELEMENTS (media); i++)
    {
      g_test_message ("%s", apm_medium_get_id (media[i]));
      check (media[i], TRUE);
      /* A socket goes with who receives. */
      if (!apm_medium_is_socket (media[i]))
        check (media[i], FALSE);
    }
}

/* What is not there, or is something else, has nobody. */
static void
test_none (void)
{
  static const struct { ApmMedium medium; const char *name; } cases[] = {
    { APM_MEDIUM_FIFO, "/nowhere/at/all" },
    { APM_MEDIUM_FIFO, "/proc/self/exe" },
    { APM_MEDIUM_STREAM, "/nowhere/at/all" },
    { APM_MEDIUM_QUEUE, "no slash" },
    { APM_MEDIUM_RING, "/apm-strangers-there-is-none" },
    { APM_MEDIUM_SIGNAL, "SIGRTMIN+1" },
  };
  g_autoptr(ApmStrangers) strangers = apm_strangers_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *who = look (strangers, cases[i].medium, cases[i].name, TRUE);

      g_assert_null (who);
    }
}

/* A look that is not wanted any more tells nothing, and its asker may be gone. */
static void
test_cancelled (void)
{
  ApmStrangers *strangers = apm_strangers_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  apm_strangers_look_async (strangers, APM_MEDIUM_STREAM, "/nowhere", TRUE, getpid (), cancellable, on_looked, &result);
  g_cancellable_cancel (cancellable);
  apm_strangers_unref (strangers);
  test_until (result != NULL);
  g_assert_null (apm_strangers_look_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("strangers-XXXXXX", NULL);
  g_test_add_func ("/strangers/kinds", test_kinds);
  g_test_add_func ("/strangers/none", test_none);
  g_test_add_func ("/strangers/cancelled", test_cancelled);

  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);

  return status;
}
