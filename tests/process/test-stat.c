/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-stat.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define TAIL "1 4 4 0 -1 4194560 100 0 0 0 7 5 8 3 20 0 3 0 1234 1000000 250 18446744073709551615 1 1\n"

static const struct {
  const char *text;
  gboolean good;
  const char *comm;
  char state;
} cases[] = {
  { "17 (bash) S " TAIL, TRUE, "bash", 'S' },
  { "17 (a) R 1 (\n) S " TAIL, TRUE, "a) R 1 (\n", 'S' },
  { "17 (two words) D " TAIL, TRUE, "two words", 'D' },
  { "17 () R " TAIL, TRUE, "", 'R' },
  { "17 (()) R " TAIL, TRUE, "()", 'R' },
  { "17 (\xff\xfe) Z " TAIL, TRUE, "\xff\xfe", 'Z' },
  { "17 ( ) ) ) I " TAIL, TRUE, " ) ) ", 'I' },
  { "17 (kworker/u8:0-events_unbound_and_much_more_than_sixty_three_bytes_long) I " TAIL, TRUE,
    "kworker/u8:0-events_unbound_and_much_more_than_sixty_three_byte", 'I' },
  /* Torn and lying lines. */
  { "", FALSE },
  { "17", FALSE },
  { "17 (bash", FALSE },
  { "17 (bash)", FALSE },
  { "17 (bash) ", FALSE },
  { "17 (bash) S", FALSE },
  { "17 (bash) S 1 4 4", FALSE },
  { "17 (bash) S 1 4 4 0 -1 4194560 100 0 0 0 7 5 0 0 20 0 3 0 1234 1000000 250", FALSE },
  { "17 (bash) S 1 4 4 0 -1 419x560 100 0 0 0 7 5 0 0 20 0 3 0 1234 1000000 250 1\n", FALSE },
  { "17 (bash) S 1  4 4 0 -1 4194560 100 0 0 0 7 5 0 0 20 0 3 0 1234 1000000 250 1\n", FALSE },
  { "x7 (bash) S " TAIL, FALSE },
  { "99999999999 (bash) S " TAIL, FALSE },
  { ")17 (bash S " TAIL, FALSE },
  { "17 bash S " TAIL, FALSE },
  { "17 (bash) 1 " TAIL, FALSE },
};

static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* Of its own size, so that a look beyond the end is seen. */
      gsize length = strlen (cases[i].text);
      g_autofree char *text = g_memdup2 (cases[i].text, MAX (length, 1));
      ApmStat stat = { 0 };

      g_test_message ("line %u", i);
      g_assert_cmpint (apm_stat_parse (text, length, &stat), ==, cases[i].good);
      if (!cases[i].good)
        continue;
      g_assert_cmpint (stat.pid, ==, 17);
      g_assert_cmpstr (stat.comm, ==, cases[i].comm);
      g_assert_cmpint (stat.state, ==, cases[i].state);
      g_assert_cmpint (stat.ppid, ==, 1);
      g_assert_cmpuint (stat.flags, ==, 4194560);
      g_assert_cmpuint (stat.cpu_ticks, ==, 12);
      g_assert_cmpuint (stat.children_ticks, ==, 11);
      g_assert_cmpuint (stat.threads, ==, 3);
      g_assert_cmpuint (stat.start_ticks, ==, 1234);
      g_assert_cmpuint (stat.rss_pages, ==, 250);
    }
}

/* Every line that is cut is refused, or has lost nothing that is read. */
static void
test_torn (void)
{
  const char *whole = "17 (a) R 1 (\n) S " TAIL;
  ApmStat stat;

  for (gsize length = 0; length < strlen (whole); length++)
    {
      g_autofree char *text = g_memdup2 (whole, MAX (length, 1));

      if (apm_stat_parse (text, length, &stat))
        g_assert_cmpuint (stat.rss_pages, ==, 250);
    }
}

static void
test_huge (void)
{
  static const char text[] = "17 (big) R 99999999999 4 4 0 -1 99999999999999999999999 1 1 1 1 "
                             "18446744073709551615 18446744073709551615 0 0 20 0 -3 0 "
                             "99999999999999999999999 1 18446744073709551616 1\n";
  ApmStat stat;

  g_assert_true (apm_stat_parse (text, strlen (text), &stat));
  g_assert_cmpint (stat.ppid, ==, G_MAXINT);
  g_assert_cmpuint (stat.cpu_ticks, ==, G_MAXUINT64);
  g_assert_cmpuint (stat.threads, ==, 0);
  g_assert_cmpuint (stat.start_ticks, ==, G_MAXUINT64);
  g_assert_cmpuint (stat.rss_pages, ==, G_MAXUINT64);
  g_assert_cmpint (apm_stat_ticks_to_us (stat.start_ticks), >, 0);
  g_assert_cmpint (apm_stat_ticks_to_us (1), ==, G_USEC_PER_SEC / sysconf (_SC_CLK_TCK));
}

static void
test_read (void)
{
  int proc_fd = open ("/proc", O_PATH | O_DIRECTORY);
  ApmStat stat;
  int read_errno = 0;

  g_assert_true (apm_stat_read (proc_fd, getpid (), &stat, NULL));
  g_assert_cmpint (stat.pid, ==, getpid ());
  g_assert_cmpint (stat.ppid, ==, getppid ());
  g_assert_false (apm_stat_read (proc_fd, G_MAXINT, &stat, &read_errno));
  g_assert_cmpint (read_errno, ==, ENOENT);
  close (proc_fd);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/stat/lines", test_lines);
  g_test_add_func ("/process/stat/torn", test_torn);
  g_test_add_func ("/process/stat/huge", test_huge);
  g_test_add_func ("/process/stat/read", test_read);

  return g_test_run ();
}
