/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-endpoint.h"

#include "../turns.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* What is taken from under an endpoint: the memory of a ring, the last descriptor. */

#define LONG (60 * G_USEC_PER_SEC)

static ApmEndpoint *
open_end (const char *address,
          gboolean    sends)
{
  g_autoptr(GError) error = NULL;
  ApmEndpoint *endpoint = apm_endpoint_open (address, sends, APM_FRAMING_LENGTH, LONG, &error);

  g_assert_no_error (error);

  return endpoint;
}

static void
send_x (ApmEndpoint *endpoint)
{
  g_autoptr(GError) error = NULL;

  apm_endpoint_send (endpoint, (const guint8 *) "x", 1, 0, LONG, &error);
  g_assert_no_error (error);
}

/* A stranger makes the memory smaller: to touch it would end us by SIGBUS. */
static void
test_truncated_ring (void)
{
  g_autofree char *address = g_strdup_printf ("ring:/apm-trouble-%d", getpid ());
  const char *name = address + strlen ("ring:");
  const guint size = 2 * (guint) getpagesize ();
  const off_t sizes[] = { getpagesize (), 0 };   /* the head is left, with the semaphores; nothing is */

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(ApmEndpoint) sender = NULL, receiver = NULL;
      g_autofree guint8 *message = g_malloc0 (size);
      g_autoptr(GError) error = NULL;
      ApmReceivedMessage received;
      ApmFill fill;
      int fd;

      g_assert_true (apm_endpoint_make (address, 4, size, NULL));
      sender = open_end (address, TRUE);
      receiver = open_end (address, FALSE);
      for (guint k = 0; k < 2; k++)
        apm_endpoint_send (sender, message, size, 0, LONG, &error);
      g_assert_no_error (error);
      fd = shm_open (name, O_RDWR | O_CLOEXEC, 0);
      g_assert_cmpint (ftruncate (fd, sizes[i]), ==, 0);
      close (fd);

      g_assert_cmpint (apm_endpoint_receive (receiver, 0, &received, &error), ==, APM_RECEIVED_ERROR);
      g_assert_error (error, APM_ERROR, APM_ERROR_LYING);
      g_assert_false (apm_endpoint_survives (receiver, error));
      g_clear_error (&error);
      apm_endpoint_read_fill (receiver, &fill);
      g_assert_cmpint (fill.used, <=, 2);
      if (sizes[i] == 0)
        {
          g_assert_false (apm_endpoint_send (sender, message, size, 0, 0, &error));
          g_assert_error (error, APM_ERROR, APM_ERROR_LYING);
          g_clear_error (&error);
        }
      g_assert_null (apm_endpoint_open (address, TRUE, APM_FRAMING_LENGTH, 0, &error));
      g_assert_error (error, APM_ERROR, APM_ERROR_LYING);
      g_assert_true (apm_endpoint_unmake (address, NULL));
    }
}

/* Whoever has connected and cannot be let in, since no descriptor is left, waits; so do
 * we, without asking all the time. Then he is heard. */
static void
test_no_descriptor (gconstpointer medium)
{
  g_autofree char *folder = g_dir_make_tmp ("apm-trouble-XXXXXX", NULL);
  g_autofree char *address = g_strdup_printf ("%s:%s/socket", (const char *) medium, folder);
  g_autoptr(ApmEndpoint) receiver = open_end (address, FALSE), sender = open_end (address, TRUE);
  g_autoptr(GError) error = NULL;
  ApmReceivedMessage received;
  struct rlimit limit, none;
  gint64 cpu_us;
  int next = dup (0);

  send_x (sender);
  close (next);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  none = (struct rlimit) { (rlim_t) next, limit.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  cpu_us = turns_get_cpu_us ();
  g_assert_cmpint (apm_endpoint_receive (receiver, 250000, &received, &error), ==, APM_RECEIVED_NOTHING);
  cpu_us = turns_get_cpu_us () - cpu_us;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpint (cpu_us, <, 100000);

  g_assert_cmpint (apm_endpoint_receive (receiver, LONG, &received, &error), ==, APM_RECEIVED_MESSAGE);
  g_assert_cmpmem (received.bytes, received.length, "x", 1);
  g_clear_pointer (&receiver, apm_endpoint_free);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/endpoint-trouble/truncated-ring", test_truncated_ring);
  g_test_add_data_func ("/endpoint-trouble/no-descriptor/stream", "stream", test_no_descriptor);
  g_test_add_data_func ("/endpoint-trouble/no-descriptor/seqpacket", "seqpacket", test_no_descriptor);

  return g_test_run ();
}
