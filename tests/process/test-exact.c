/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the scanner says of a process that has run is what the kernel counted, to the
 * tick; and it says so in the very next look. */

#include "apm-scanner.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S G_GINT64_CONSTANT (1000000000)
#define BURN_NS (NS_PER_S / 5)
#define DEADLINE_US (60 * G_USEC_PER_SEC)

typedef struct {
  ApmScanner *scanner;
  GArray *samples;
  guint n_living;
  gint64 before_us, after_us;   /* of the last look */
} Looker;

static gint64
read_clock (clockid_t clock)
{
  struct timespec time;

  g_assert_cmpint (clock_gettime (clock, &time), ==, 0);

  return time.tv_sec * NS_PER_S + time.tv_nsec;
}

static gint64
read_clock_of (int pid)
{
  clockid_t clock;

  g_assert_cmpint (clock_getcpuclockid (pid, &clock), ==, 0);

  return read_clock (clock);
}

static const ApmProcess *
look (Looker *self,
      int     pid)
{
  g_array_set_size (self->samples, 0);
  self->before_us = g_get_monotonic_time ();
  g_assert_true (apm_scanner_run (self->scanner, self->samples, &self->n_living, NULL));
  self->after_us = g_get_monotonic_time ();
  for (guint i = 0; i < self->n_living; i++)
    if (g_array_index (self->samples, ApmSample, i).process.pid == pid)
      return &g_array_index (self->samples, ApmSample, i).process;
  g_error ("it is not there");

  return NULL;
}

/* A child that for each byte it is sent uses the CPU for a while and takes that byte
 * for its name. */
static int
start_burner (int *order)
{
  int ends[2], pid;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      char name[2] = "";

      prctl (PR_SET_PDEATHSIG, SIGKILL);
      close (ends[1]);
      while (read (ends[0], name, 1) == 1)
        {
          gint64 until_ns = read_clock (CLOCK_PROCESS_CPUTIME_ID) + BURN_NS;

          prctl (PR_SET_NAME, name);
          while (read_clock (CLOCK_PROCESS_CPUTIME_ID) < until_ns)
            ;
        }
      _exit (0);
    }
  close (ends[0]);
  *order = ends[1];

  return pid;
}

static char
read_state (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  char state = '?';

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpint (sscanf (strrchr (text, ')') + 1, " %c", &state), ==, 1);

  return state;
}

/* Until it sleeps, having used @least_ns in all. Returns: its clock then */
static gint64
wait_until_asleep (int    pid,
                   gint64 least_ns)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  for (;;)
    {
      gint64 clock_ns = read_clock_of (pid);

      if (clock_ns >= least_ns && read_state (pid) == 'S' && read_clock_of (pid) == clock_ns)
        return clock_ns;
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      g_usleep (1000);
    }
}

static void
test_cpu (void)
{
  Looker looker = { apm_scanner_new (NULL), apm_scanner_new_samples (), 0, 0, 0 };
  const double tick_us = 1e6 / sysconf (_SC_CLK_TCK);
  int order, pid = start_burner (&order);
  gint64 began_ns = wait_until_asleep (pid, 0);
  char name[] = "a";

  look (&looker, pid);
  for (guint i = 0; i < 3; i++, name[0]++)
    {
      gint64 first_us = looker.before_us, last_us = looker.after_us, ended_ns;
      const ApmProcess *process;
      double used_us;

      g_assert_cmpint (write (order, name, 1), ==, 1);
      ended_ns = wait_until_asleep (pid, began_ns + BURN_NS);
      used_us = (ended_ns - began_ns) / 1e3;
      process = look (&looker, pid);

      /* The moment of a look is some moment of it. */
      g_assert_cmpfloat (process->cpu_percent, >=, 100 * (used_us - tick_us) / (looker.after_us - first_us));
      g_assert_cmpfloat (process->cpu_percent, <=, 100 * (used_us + tick_us) / (looker.before_us - last_us));
      g_assert_cmpfloat (ABS ((double) process->cpu_time_us - ended_ns / 1e3), <=, tick_us);
      g_assert_cmpstr (process->name, ==, name);
      g_assert_cmpstr (process->state, ==, "sleeping");

      /* It has not run since. */
      g_assert_cmpfloat (look (&looker, pid)->cpu_percent, ==, 0);
      began_ns = ended_ns;
    }

  close (order);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  apm_scanner_free (looker.scanner);
  g_array_unref (looker.samples);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/scanner/exact", test_cpu);

  return g_test_run ();
}
