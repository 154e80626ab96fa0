/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-file-locks.h"
#include "apm-lock-line.h"

static void
test_lines (void)
{
  static const struct { const char *text; gboolean whole; } cases[] = {
    { "1: FLOCK  ADVISORY  WRITE 700 00:18:702 0 EOF", TRUE },
    { "1: -> FLOCK  ADVISORY  WRITE 701 00:18:702 0 EOF", TRUE },
    { "12:     -> POSIX  ADVISORY  READ  701 fd:00:702 128 1151", TRUE },
    { "2: OFDLCK ADVISORY  READ  -1 08:01:9223372036854775808 0 EOF", TRUE },
    { "3: LEASE  BREAKING  READ  9 08:01:5 0 EOF", TRUE },
    { "3: -> LEASE  BREAKER   WRITE 10 <none>:0 0 EOF", TRUE },
    { "4: POSIX  *NOINODE* READ  701 <none>:0 0 EOF", TRUE },
    { "", FALSE },
    { "1:", FALSE },
    { "1: FLOCK  ADVISORY  WRITE 700 00:18:702 0", FALSE },
    { "1: FLOCK  ADVISORY  WRITE 700 00:18 0 EOF", FALSE },
    { "1: FLOCK  ADVISORY  WRITE 700 00:18:702 -5 EOF", FALSE },
    { "1: FLOCK  ADVISORY  WRITE 700 00:18:702 0 99999999999999999999", FALSE },
    { "1: MAGIC  ADVISORY  WRITE 700 00:18:702 0 EOF", FALSE },
    { "1: FLOCK  ADVISORY  MAYBE 700 00:18:702 0 EOF", FALSE },
    { "FLOCK  ADVISORY  WRITE 700 00:18:702 0 EOF", FALSE },
    { "1: FLOCKFLOCKFLOCKFLOCKFLOCK ADVISORY WRITE 700 00:18:702 0 EOF", FALSE },
  };
  ApmLockLine line;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (apm_lock_line_parse (&line, cases[i].text) != cases[i].whole)
      g_error ("“%s” was taken wrong", cases[i].text);

  g_assert_true (apm_lock_line_parse (&line, cases[2].text));
  g_assert_cmpuint (line.number, ==, 12);
  g_assert_true (line.waits);
  g_assert_cmpint (line.kind, ==, APM_LOCK_POSIX);
  g_assert_cmpuint (line.major, ==, 0xfd);
  g_assert_cmpint (line.start, ==, 128);
  g_assert_cmpint (line.end, ==, 1151);
  g_assert_true (apm_lock_line_parse (&line, cases[4].text));
  g_assert_true (line.breaking);
}

static void
test_text (void)
{
  g_autoptr(ApmFileLocks) locks =
    apm_file_locks_new_for_text ("1: FLOCK  ADVISORY  WRITE 70 00:18:702 0 EOF\n"
                                 "1: -> FLOCK  ADVISORY  WRITE 71 00:18:702 0 EOF\n"
                                 "1:  -> FLOCK  ADVISORY  READ  72 00:18:702 0 EOF\n"
                                 "nonsense\n"
                                 "2: FLOCK  ADVISORY  WRITE 73 00:19:702 0 EOF\n"
                                 "3: POSIX  ADVISORY  READ  74 00:18:702 0 EOF\n"
                                 "4: FLOCK  ADVISORY  WRITE 75 00:1", NULL);
  GPtrArray *rows = apm_file_locks_get_rows (locks);

  g_assert_cmpuint (rows->len, ==, 5);
  g_assert_false (apm_file_locks_is_complete (locks));
  g_assert_cmpstr (((ApmFileLock *) rows->pdata[1])->blocked_by, ==, "process 70");
  g_assert_cmpint (((ApmFileLock *) rows->pdata[1])->blocker_pid, ==, 70);
  g_assert_cmpstr (((ApmFileLock *) rows->pdata[2])->blocked_by, ==, "process 70");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lock-lines/lines", test_lines);
  g_test_add_func ("/lock-lines/text", test_text);

  return g_test_run ();
}
