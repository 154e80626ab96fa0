/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the kernel may say, whole, torn and lying, and what is made of it. */

#include "test-details.h"

#include "apm-sheet.h"

#include <math.h>
#include <signal.h>
#include <string.h>

/* As "name=value:change" with blanks. */
static char *
spell (const GPtrArray *variables)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < variables->len; i++)
    {
      const ApmVariable *variable = variables->pdata[i];

      g_string_append_printf (text, "%s%s%s%s%s%s", i > 0 ? " " : "", variable->name, variable->value ? "=" : "",
                              variable->value ? variable->value : "", variable->change ? ":" : "",
                              variable->change ? variable->change : "");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_environment (void)
{
#define BLOCK(text) text, sizeof text - 1
  static const struct {
    const char *own;
    gsize length;
    const char *parent;
    gsize parent_length;
    const char *expected;
  } cases[] = {
    { BLOCK (""), BLOCK (""), "" },
    { BLOCK ("B=2\0A=1\0"), BLOCK ("A=1\0B=3\0C=4\0"), "A=1:same B=2:changed C:removed" },
    { BLOCK ("A=1"), BLOCK (""), "A=1:added" },
    { BLOCK ("A=1\0TOR"), BLOCK ("TORN=1\0"), "A=1:added TOR:added TORN:removed" },
    { BLOCK ("\0\0A=1\0\0"), BLOCK ("A=1\0"), "A=1:same" },
    { BLOCK ("A=1\0A=2\0"), BLOCK ("A=1\0"), "A=1:same" },
    { BLOCK ("A=\0B=x=y\0=Z\0"), BLOCK ("A\0"), "=Z:added A=:changed B=x=y:added" },
    { BLOCK ("no equals\0"), NULL, 0, "no equals" },
    { BLOCK ("A=\xff\0"), NULL, 0, "A=\xef\xbf\xbd" },
    { BLOCK ("A=\xff\0"), BLOCK ("A=\xfe\0"), "A=\xef\xbf\xbd:changed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *own = g_malloc0 (cases[i].length + 1);
      g_autofree char *parent = cases[i].parent ? g_malloc0 (cases[i].parent_length + 1) : NULL;
      g_autoptr(GPtrArray) variables = NULL;
      g_autofree char *spelled = NULL;

      memcpy (own, cases[i].own, cases[i].length);
      if (parent)
        memcpy (parent, cases[i].parent, cases[i].parent_length);
      variables = apm_environment_parse (own, cases[i].length, parent, cases[i].parent_length);
      spelled = spell (variables);
      g_assert_cmpstr (spelled, ==, cases[i].expected);
    }
}

static void
test_secrets (void)
{
  static const struct { const char *name, *value, *masked; } cases[] = {
    { "DB_PASSWORD", "x", "••••••" },
    { "mysql_passwd", "x", "••••••" },
    { "GITHUB_TOKEN", "x", "••••••" },
    { "AWS_SECRET_ACCESS_KEY", "a/b", "••••••" },
    { "API-KEY", "x", "••••••" },
    { "MYAPIKEY", "x", "••••••" },
    { "BASIC_AUTH", "x", "••••••" },
    { "GOOGLE_APPLICATION_CREDENTIALS", "/a", "••••••" },
    { "DB_PASSWORD", "", "" },
    { "KEYBOARD", "us", "us" },
    { "XAUTHORITY", "/home/sam/.Xauthority", "/home/sam/.Xauthority" },
    { "SSH_AUTH_SOCK", "/run/agent", "/run/agent" },
    { "AUTHOR", "sam", "sam" },
    { "PWD", "/home", "/home" },
    { "X", "ghp_0123456789", "••••••" },
    { "X", "-----BEGIN PRIVATE KEY-----", "••••••" },
    { "DATABASE_URL", "postgres://sam:pw@host:5432/db", "postgres://sam:••••••@host:5432/db" },
    { "X", "amqp://a:p@q@h, amqp://b:r@i", "amqp://a:••••••@h, amqp://b:••••••@i" },
    { "X", "redis://:pw@h", "redis://:••••••@h" },
    { "X", "https://0123456789abcdef0123@h/x", "https://••••••@h/x" },
    { "X", "https://sam@h/x", "https://sam@h/x" },
    { "X", "https://h:80/x y@z", "https://h:80/x y@z" },
    { "X", "http://sam:@h", "http://sam:@h" },
    { "X", "://", "://" },
    { "DB_PASSWORD_URL", "http://sam:pw@h", "••••••" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApmVariable variable = { .name = (char *) cases[i].name, .value = (char *) cases[i].value };
      g_autofree char *masked = NULL;

      variable.secret = apm_variable_looks_secret (variable.name, variable.value);
      masked = apm_variable_dup_masked (&variable);
      g_assert_cmpstr (masked, ==, cases[i].masked);
      g_assert_cmpint (variable.secret, ==, strcmp (cases[i].value, cases[i].masked) != 0);
    }
}

/* What may leave the window by itself, of the parent too. */
static void
test_secrets_stay_masked (void)
{
  char own[] = "DB_PASSWORD=new\0HOME=/home/sam\0", parent[] = "DB_PASSWORD=old\0OLD_TOKEN=x\0HOME=/root\0";
  g_autoptr(GPtrArray) variables = apm_environment_parse (own, sizeof own - 1, parent, sizeof parent - 1);
  static const struct { const char *name, *value, *parent; } expected[] = {
    { "DB_PASSWORD", "••••••", "••••••" }, { "HOME", "/home/sam", "/root" }, { "OLD_TOKEN", NULL, "••••••" },
  };

  g_assert_cmpuint (variables->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < variables->len; i++)
    {
      const ApmVariable *variable = variables->pdata[i];

      g_assert_cmpstr (variable->name, ==, expected[i].name);
      g_assert_cmpstr (variable->open_value, ==, expected[i].value);
      g_assert_cmpstr (variable->open_parent_value, ==, expected[i].parent);
    }
}

static void
test_limits (void)
{
  static const struct { const char *text; guint n; gint64 soft, hard; } cases[] = {
    { "", 0, 0, 0 },
    { "Limit                     Soft Limit           Hard Limit           Units     \n", 0, 0, 0 },
    { "Max open files            1024                 524288               files     \n", 1, 1024, 524288 },
    { "Max cpu time              unlimited            unlimited            seconds   \n", 1, G_MININT64, G_MININT64 },
    { "Max core file size        0                    unlimited            bytes     \n", 1, 0, G_MININT64 },
    { "Max open files            1024                 5242", 0, 0, 0 },
    { "Max open files            1024", 0, 0, 0 },
    { "Max open files            many                 more                 files     \n", 0, 0, 0 },
    { "Max open filesystems      1                    2                    files     \n", 0, 0, 0 },
    { "Max file size             99999999999999999999 18446744073709551615 bytes     \n", 1, G_MAXINT64, G_MAXINT64 },
    { "Max wishes                1                    2                    wishes    \n", 0, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) limits = apm_limits_parse (cases[i].text);
      const ApmLimit *limit = limits->len > 0 ? limits->pdata[0] : NULL;

      g_assert_cmpuint (limits->len, ==, cases[i].n);
      if (!limit)
        continue;
      g_assert_cmpint (limit->soft, ==, cases[i].soft);
      g_assert_cmpint (limit->hard, ==, cases[i].hard);
      g_assert_cmpint (limit->soft_unlimited, ==, cases[i].soft == G_MININT64);
      g_assert_true (isnan (limit->used_percent));
    }
}

static void
test_maps (void)
{
  static const struct {
    const char *text;
    guint n;
    gint64 size;
    const char *name;
    guint64 inode;
    gboolean deleted;
  } cases[] = {
    { "", 0, 0, NULL, 0, FALSE },
    { "55a0-55b0 r-xp 00001000 08:01 42                         /usr/bin/x\n", 1, 16, "/usr/bin/x", 42, FALSE },
    { "55a0-55b0 rw-p 00000000 00:00 0 \n", 1, 16, NULL, 0, FALSE },
    { "55a0-55b0 rw-s 00000000 00:01 7      /memfd:a (deleted)\n", 1, 16, "/memfd:a", 7, TRUE },
    { "55a0-55b0 rw-s 00000000 00:01 7      /no where\\012x (deleted)\n", 1, 16, "/no where\nx", 7, TRUE },
    { "55a0-55b0 r--p 00000000 08:01 42     /\xff\n", 1, 16, "/\xef\xbf\xbd", 42, FALSE },
    { "55a0-55b0 r--p 00000000 08:01 42     /torn", 1, 16, "/torn", 42, FALSE },
    { "55b0-55a0 r--p 00000000 08:01 42     /backwards\n", 0, 0, NULL, 0, FALSE },
    { "55a0-55b0 r--p 0000", 0, 0, NULL, 0, FALSE },
    { "55a0-55b0 r--", 0, 0, NULL, 0, FALSE },
    { "55a0-55b0", 0, 0, NULL, 0, FALSE },
    { "55a0", 0, 0, NULL, 0, FALSE },
    { "Rss: 4 kB\n", 0, 0, NULL, 0, FALSE },
    { "0-ffffffffffffffff ---p 00000000 00:00 0  [all]\n", 1, G_MAXINT64, "[all]", 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup (cases[i].text);
      g_autoptr(GPtrArray) maps = apm_maps_parse (text);
      const ApmMap *map = maps->len > 0 ? maps->pdata[0] : NULL;

      g_assert_cmpuint (maps->len, ==, cases[i].n);
      if (!map)
        continue;
      g_assert_cmpint (map->size_bytes, ==, cases[i].size);
      g_assert_cmpstr (map->name, ==, cases[i].name);
      g_assert_cmpuint (map->inode, ==, cases[i].inode);
      g_assert_cmpint (map->deleted, ==, cases[i].deleted);
      g_assert_cmpint (map->rss_bytes, ==, G_MININT64);
    }
}

static void
test_groups (void)
{
  g_autofree char *text = g_strdup ("1000-2000 r--p 00000000 08:01 42  /lib/x\n"
                                    "Size: 4 kB\nRss:  4 kB\nPrivate_Clean:  1 kB\nPrivate_Dirty:  2 kB\nSwap: 0 kB\n"
                                    "2000-4000 r-xp 00000000 08:01 42  /lib/x\n"
                                    "Rss:  -1 kB\nRss:\nPss: 3 kB\nVmFlags: rd ex\n"
                                    "5000-5100 r--p 00000000 08:01 42  /lib/x\n"
                                    "6000-9000 rw-p 00000000 00:00 0 \n"
                                    "9000-a000 rw-p 00000000 00:00 0  [heap]\n"
                                    "a000-b000 rw-p 00000000 00:00 0  [anon:arena]\n"
                                    "b000-c000 rw-s 00000000 00:01 9  /dev/shm/y\n"
                                    "c000-d000 r--p 00000000 00:00 0  [vvar]\n"
                                    "d000-e000 rw-s 00000000 00:05 3  anon_inode:[perf_event]\n");
  g_autoptr(GPtrArray) maps = apm_maps_parse (text);
  g_autoptr(GPtrArray) groups = apm_maps_group (maps);
  g_autoptr(GString) kinds = g_string_new (NULL);
  const ApmMapGroup *library = groups->pdata[0];

  g_assert_cmpuint (maps->len, ==, 9);
  g_assert_cmpstr (library->name, ==, "/lib/x");
  g_assert_cmpuint (library->maps, ==, 3);
  g_assert_cmpint (library->size_bytes, ==, 0x3100);
  g_assert_cmpstr (library->permissions, ==, "r--p r-xp");
  g_assert_cmpint (library->rss_bytes, ==, 4096);
  g_assert_cmpint (library->pss_bytes, ==, 3 * 1024);
  g_assert_cmpint (library->private_bytes, ==, 3 * 1024);
  g_assert_cmpint (library->swap_bytes, ==, 0);
  for (guint i = 0; i < groups->len; i++)
    g_string_append_printf (kinds, "%s ", ((ApmMapGroup *) groups->pdata[i])->kind);
  g_assert_cmpstr (kinds->str, ==, "file anonymous shared anonymous heap kernel device ");
}

static void
test_signals (void)
{
  guint blocking[NSIG] = { 0 };
  static const struct { const char *text; guint n; } cases[] = {
    { "", 0 },
    { "SigBlk:\t0000000000000000\n", 0 },
    { "SigBlk:\t8000000000000001\n", 2 },
    { "SigBlk:\t8", 1 },
    { "SigBlk:\tx\nSigIgn:\t3\n", 2 },
    { "ShdPnd:\tffffffffffffffff\n", NSIG - 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) masks = apm_signals_parse (cases[i].text, blocking);

      g_assert_cmpuint (masks->len, ==, cases[i].n);
    }
}

/* Of many signals that are alike one line is made. */
static void
test_signals_text (void)
{
  guint blocking[NSIG] = { 0 };
  ApmSignals masks = { .threads = 1 };
  ApmFacts facts = { .section = APM_SECTION_SIGNALS, .signals = &masks };
  g_autofree char *text = NULL;
  g_autofree char *empty = NULL;

  masks.signals = apm_signals_parse ("SigBlk:\tffffffff00004000\nSigCgt:\t0000100000000000\n", blocking);
  text = apm_facts_dup_text (&facts, FALSE);
  test_assert_matches (text, "Signal *\nSIGTERM *yes *\nSIGRTMIN+0 … SIGRTMIN+10 *yes *\nSIGRTMIN+11 *yes *yes *\n"
                             "SIGRTMIN+12 … SIGRTMIN+30 *yes *\n");
  g_ptr_array_set_size (masks.signals, 0);
  empty = apm_facts_dup_text (&facts, FALSE);
  g_assert_cmpstr (empty, ==, "No signal is blocked, ignored, caught or pending\n");
  g_ptr_array_unref (masks.signals);
}

static void
test_capabilities (void)
{
  static const struct { guint64 mask; const char *names, *text; } cases[] = {
    { 0, "", "none" },
    { 0x20, "cap_kill", "cap_kill" },
    { 0x8000000000000000, "cap_63", "cap_63" },
    { 0x1ffffffffff, "cap_chown *", "all" },
    { 0x1fffeffffff, "cap_chown *", "all but cap_sys_resource" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *names = apm_capabilities_dup_names (cases[i].mask);
      g_autofree char *text = apm_capabilities_dup_text (names);

      test_assert_matches (names, cases[i].names);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_lines (void)
{
  static const char text[] = "VmPeak:\t  8 kB\nVmSize:\t 4 kB\nName:\tx  \nEmpty:\nHuge:\t99999999999999999999 kB\nLast:\t7";

  g_assert_cmpint (apm_lines_get_kib (text, "VmSize"), ==, 4096);
  g_assert_cmpint (apm_lines_get_kib (text, "Size"), ==, G_MININT64);
  g_assert_cmpint (apm_lines_get_kib (text, "Vm"), ==, G_MININT64);
  g_assert_cmpint (apm_lines_get_kib (text, "Empty"), ==, G_MININT64);
  g_assert_cmpint (apm_lines_get_kib (text, "Huge"), ==, G_MININT64);
  g_assert_cmpint (apm_lines_get_number (text, "Last"), ==, 7);
  g_assert_cmpint (apm_lines_get_number (text, "Name"), ==, G_MININT64);
  g_assert_cmpint (apm_lines_get_number ("", "Name"), ==, G_MININT64);
}

static void
test_sheet (void)
{
  static const char *const cells[] = { "é", "1", "last", "long", "23", "", "a\nb", "4", "c\\" };
  ApmSheet *sheet = apm_sheet_new ("lrl");
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    apm_sheet_add (sheet, cells[i]);
  apm_sheet_append_to (sheet, text);
  g_assert_cmpstr (text->str, ==, "é      1  last\nlong  23\na\\nb   4  c\\\n");
}

static void
test_sheet_with_one_long_cell (void)
{
  g_autofree char *longest = g_strnfill (48, 'x');
  g_autofree char *too_long = g_strnfill (49, 'y');
  g_autofree char *expected = g_strdup_printf ("%s  1\n%s  2\nz%47s  3\n", longest, too_long, "");
  const char *const cells[] = { longest, "1", too_long, "2", "z", "3" };
  ApmSheet *sheet = apm_sheet_new ("ll");
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    apm_sheet_add (sheet, cells[i]);
  apm_sheet_append_to (sheet, text);
  g_assert_cmpstr (text->str, ==, expected);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/details/parse/environment", test_environment);
  g_test_add_func ("/process/details/parse/secrets", test_secrets);
  g_test_add_func ("/process/details/parse/secrets/stay-masked", test_secrets_stay_masked);
  g_test_add_func ("/process/details/parse/limits", test_limits);
  g_test_add_func ("/process/details/parse/maps", test_maps);
  g_test_add_func ("/process/details/parse/groups", test_groups);
  g_test_add_func ("/process/details/parse/signals", test_signals);
  g_test_add_func ("/process/details/parse/signals-text", test_signals_text);
  g_test_add_func ("/process/details/parse/capabilities", test_capabilities);
  g_test_add_func ("/process/details/parse/lines", test_lines);
  g_test_add_func ("/process/details/parse/sheet", test_sheet);
  g_test_add_func ("/process/details/parse/sheet/one-long-cell", test_sheet_with_one_long_cell);

  return g_test_run ();
}
