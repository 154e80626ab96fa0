/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A schedule is a short text: "main*4,1*7,2,1.1*2,2!": the thread, how many steps
 * it makes, and ! where its wait ends by the timeout. */

/* Reports the schedule. */
void
schedule_print (const uint8_t *procs,
                unsigned       length)
{
  char *text = malloc (length * 24u + 16), *end = text;

  *end = '\0';
  for (unsigned i = 0, n; i < length; i += n)
    {
      char name[64] = "";

      for (n = 1; i + n < length && procs[i + n] == procs[i];)
        n++;
      run_name_thread (THREAD_OF (procs[i]), name, sizeof name);
      end += sprintf (end, "%s%.16s%s", i > 0 ? "," : "", name, IS_TIMEOUT (procs[i]) ? "!" : "");
      if (n > 1)
        end += sprintf (end, "*%u", n);
    }
  report ("schedule\t%s\n", text);
  free (text);
}

/* Returns: the number of steps, −1: no schedule */
int
schedule_parse (const char *text,
                uint8_t    *procs,
                unsigned    most)
{
  unsigned length = 0;

  while (*text)
    {
      size_t n_name = strcspn (text, "!*,");
      char name[64];
      unsigned long n = 1;
      int id;

      if (n_name == 0 || n_name >= sizeof name)
        return -1;
      memcpy (name, text, n_name);
      name[n_name] = '\0';
      id = run_find_thread (name);
      if (id < 0)
        return -1;
      text += n_name;
      if (*text == '!')
        id = TIMEOUT_OF (id), text++;
      if (*text == '*')
        {
          char *end;

          n = strtoul (text + 1, &end, 10);
          if (end == text + 1 || n == 0)
            return -1;
          text = end;
        }
      if (n > most - length || (*text != '\0' && *text != ','))
        return -1;
      while (n-- > 0)
        procs[length++] = (uint8_t) id;
      if (*text == ',' && *++text == '\0')
        return -1;
    }

  return (int) length;
}
