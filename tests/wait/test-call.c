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

/* Where the kernel's own numbers stand; those of aarch64 are those of every newer one. */
static const struct {
  ApmAbi      abi;
  const char *paths[3];
} headers[] = {
  { APM_ABI_X86_64, { "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h", NULL } },
  { APM_ABI_I386, { "/usr/include/x86_64-linux-gnu/asm/unistd_32.h", "/usr/include/asm/unistd_32.h", NULL } },
  { APM_ABI_AARCH64, { "/usr/include/asm-generic/unistd.h", NULL } },
};

/* Lines as "#define __NR_futex 98" or, where it is called otherwise for 32 bits,
 * "#define __NR3264_fcntl 25", or "_newselect", since there is an older one.
 *
 * Returns: names by number */
static GHashTable *
read_numbers (const char *text)
{
  g_autoptr(GRegex) regex = g_regex_new ("^#define\\s+__NR(?:3264)?_(?:_new)?(\\w+)\\s+(\\d+)$", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  GHashTable *numbers = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *number = g_match_info_fetch (match, 2);

      g_hash_table_insert (numbers, GINT_TO_POINTER ((int) g_ascii_strtoll (number, NULL, 10)), g_match_info_fetch (match, 1));
    }

  return numbers;
}

static void
check_header (ApmAbi      abi,
              const char *text)
{
  g_autoptr(GHashTable) numbers = read_numbers (text);
  guint n = 0;

  for (int number = 0; number < 512; number++)
    {
      const char *name = apm_call_get_name (abi, number);

      if (name == NULL)
        continue;
      g_assert_cmpstr (name, ==, g_hash_table_lookup (numbers, GINT_TO_POINTER (number)));
      n++;
    }
  g_assert_cmpuint (n, >, 50);
}

static void
test_numbers (void)
{
  guint n_read = 0;

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    for (guint k = 0; headers[i].paths[k]; k++)
      {
        g_autofree char *text = NULL;

        if (!g_file_get_contents (headers[i].paths[k], &text, NULL, NULL) || strstr (text, "__NR") == NULL)
          continue;
#if !defined (__x86_64__)
        /* By the same name others have their own. */
        if (headers[i].abi != APM_ABI_AARCH64)
          continue;
#endif
        check_header (headers[i].abi, text);
        n_read++;
        break;
      }
  g_assert_cmpuint (n_read, >, 0);
}

/* Numbers that are in no table say nothing. */
static void
test_strange (void)
{
  static const struct { ApmAbi abi; int number; } strange[] = {
    { APM_ABI_X86_64, -1 }, { APM_ABI_X86_64, 512 }, { APM_ABI_AARCH64, 0 }, { APM_ABI_NONE, 98 }, { APM_ABI_NONE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strange); i++)
    {
      g_assert_cmpint (apm_call_get_kind (strange[i].abi, strange[i].number), ==, APM_CALL_OTHER);
      g_assert_null (apm_call_get_name (strange[i].abi, strange[i].number));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wait/call/lines", test_lines);
  g_test_add_func ("/wait/call/numbers", test_numbers);
  g_test_add_func ("/wait/call/strange", test_strange);

  return g_test_run ();
}
