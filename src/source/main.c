/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* apm-source: answers what the addresses of one program are called, from its
 * debugging information. Questions on standard input, a line each; each but the
 * first has one line for an answer, empty where it is not known:
 *
 *   module BIAS PID PATH      a file that the program has mapped
 *   line ADDRESS              FUNCTION tab FILE:LINE of the call that returns there
 *   variable ADDRESS          its name: forks[2], buffer->mutex
 *   find NAME                 ADDRESS tab SIZE tab COUNT tab KIND
 *   variables                 what can be found: NAME NAME …
 *   ranges FILE:LINE          where the code of a line is: FROM-TO FROM-TO …
 *
 * Addresses are hexadecimal. It ends with its standard input. */

#include "source.h"

#include "stack.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define LONGEST_TEXT 2000
#define LONGEST_LIST 60000

static Dwfl *dwfl;
static pid_t pid;

static void
add_module (const char *text)
{
  uint64_t bias;
  int length = 0;

  if (sscanf (text, "%" SCNx64 " %d %n", &bias, &pid, &length) < 2 || length == 0 || text[length] == '\0')
    return;
  dwfl_report_begin_add (dwfl);
  dwfl_report_elf (dwfl, text + length, text + length, -1, bias, false);
  dwfl_report_end (dwfl, NULL, NULL);
}

/* An answer is one line of no great length, whatever stands in the debugging
 * information. */
static void
print_text (const char *text)
{
  for (size_t i = 0; text && text[i] && i < LONGEST_TEXT; i++)
    putchar ((unsigned char) text[i] < ' ' ? '?' : text[i]);
}

static void
print_line (uint64_t address)
{
  /* The call is before; at the very end of a function that is another line. */
  Dwarf_Addr at = address - 1;
  Dwfl_Module *module = dwfl_addrmodule (dwfl, at);
  char *function = module ? places_dup_function (module, at) : NULL;
  char *source = module ? places_dup_source (module, at) : NULL;

  print_text (function);
  putchar ('\t');
  print_text (source);
  putchar ('\n');
  free (function);
  free (source);
}

static void
print_variable (uint64_t address)
{
  char *name = variables_dup_name (dwfl, pid, address);

  print_text (name);
  putchar ('\n');
  free (name);
}

static void
print_found (const char *name)
{
  Variable variable;

  if (variables_find (dwfl, name, &variable))
    printf ("%" PRIx64 "\t%" PRIu64 "\t%" PRIu64 "\t%c\n", variable.address, variable.size, variable.count,
            variable.kind);
  else
    printf ("\n");
}

static void
answer (const char *question)
{
  if (strncmp (question, "module ", 7) == 0)
    add_module (question + 7);
  else if (strncmp (question, "line ", 5) == 0)
    print_line (strtoull (question + 5, NULL, 16));
  else if (strncmp (question, "variable ", 9) == 0)
    print_variable (strtoull (question + 9, NULL, 16));
  else if (strncmp (question, "find ", 5) == 0)
    print_found (question + 5);
  else if (strcmp (question, "variables") == 0)
    {
      variables_list (dwfl, LONGEST_LIST);
      putchar ('\n');
    }
  else if (strncmp (question, "ranges ", 7) == 0)
    lines_print_ranges (dwfl, question + 7);
  else
    printf ("\n");
}

int
main (void)
{
  static char *no_path;
  static const Dwfl_Callbacks callbacks = {
    .find_elf = dwfl_build_id_find_elf,
    .find_debuginfo = dwfl_standard_find_debuginfo,
    .debuginfo_path = &no_path,
    .section_address = dwfl_offline_section_address,
  };
  /* What a broken file asks for ends us, not the machine. */
  const struct rlimit most = { (rlim_t) 4 << 30, (rlim_t) 4 << 30 };
  char *line = NULL;
  size_t size = 0;
  ssize_t length;

#ifndef __SANITIZE_ADDRESS__
  setrlimit (RLIMIT_AS, &most);
#else
  (void) most;
#endif
  unsetenv ("DEBUGINFOD_URLS");
  setvbuf (stdout, NULL, _IOLBF, 0);
  dwfl = dwfl_begin (&callbacks);
  if (dwfl == NULL)
    return 1;

  while ((length = getline (&line, &size, stdin)) > 0)
    {
      if (line[length - 1] == '\n')
        line[length - 1] = '\0';
      answer (line);
    }
  free (line);
  dwfl_end (dwfl);

  return 0;
}
