/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-call.h"

#include <string.h>

typedef struct {
  const char  *line;
  ApmCallState state;
  int          number;
  guint64      first;
  guint64      pc;
} Case;

static const Case cases[] = {
  { "202 0x7f00 0x80 0x2 0x0 0x0 0x0 0x7ffd10 0x7f77\n", APM_CALL_BLOCKED, 202, 0x7f00, 0x7f77 },
  { "61 0xffffffffffffffff 0x1 0x0 0x0 0x0 0x0 0x10 0x20\n", APM_CALL_BLOCKED, 61, G_MAXUINT64, 0x20 },
  { "-1 0x7ffd10 0x7f77\n", APM_CALL_BLOCKED, -1, 0, 0x7f77 },
  { "running\n", APM_CALL_RUNNING, -1, 0, 0 },
  { "0 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0\n", APM_CALL_KERNEL, 0, 0, 0 },
  { "202 0x7f00 0x80 0x2 0x0 0x0 0x0 0x0 0x0\n", APM_CALL_KERNEL, 202, 0x7f00, 0 },
  { "-1 0x0 0x0\n", APM_CALL_KERNEL, -1, 0, 0 },
  { "", APM_CALL_NONSENSE, -1, 0, 0 },
  { "\n", APM_CALL_NONSENSE, -1, 0, 0 },
  { "runn", APM_CALL_NONSENSE, -1, 0, 0 },
  { "202 0x1 0x2", APM_CALL_NONSENSE, -1, 0, 0 },
  { "202 0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x", APM_CALL_NONSENSE, -1, 0, 0 },
  { "202 0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x8 0x9\n", APM_CALL_NONSENSE, -1, 0, 0 },
  { "202 1 2 3 4 5 6 7 8\n", APM_CALL_NONSENSE, -1, 0, 0 },
  { "x02 0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x8\n", APM_CALL_NONSENSE, -1, 0, 0 },
  { "99999999999999 0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x8\n", APM_CALL_NONSENSE, -1, 0, 0 },
  { "202 0x11111111111111111 0x2 0x3 0x4 0x5 0x6 0x7 0x8\n", APM_CALL_NONSENSE, -1, 0, 0 },
  { "-1 0x7ffd10\n", APM_CALL_NONSENSE, -1, 0, 0 },
  { "-7 0x7ffd10 0x1\n", APM_CALL_NONSENSE, -1, 0, 0 },
};

static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApmCall call;

      g_test_message ("%s", cases[i].line);
      g_assert_cmpint (apm_call_parse (cases[i].line, strlen (cases[i].line), &call), ==, cases[i].state);
      if (cases[i].state == APM_CALL_NONSENSE)
        continue;
      g_assert_cmpint (call.number, ==, cases[i].number);
      g_assert_cmphex (call.args[0], ==, cases[i].first);
      g_assert_cmphex (call.pc, ==, cases[i].pc);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wait/call/lines", test_lines);

  return g_test_run ();
}
