/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-jobs.h"
#include "explore-places.h"
#include "explore-promise.h"
#include "explore-share.h"
#include "explore-values.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LOOK_MS   100                  /* after a signal that came between the looks */
#define ENDING_MS 60                   /* to end by themselves, once they are asked to */
#define MOST_IDLE 50                   /* looks one after the other at which nobody has computed */

/* The searching processes, the first of which leads and speaks. */
typedef struct {
  pid_t pid;
  int   fd;
  bool  reaped;
  int   status;
  struct rusage usage;
} Job;

static Job jobs[MOST_JOBS];
static int n_jobs;
static volatile sig_atomic_t *ended;

static void
reap (Job *job,
      int  how)
{
  pid_t pid = 0;

  if (job->reaped)
    return;
  while ((pid = wait4 (job->pid, &job->status, how, &job->usage)) < 0 && errno == EINTR)
    ;
  job->reaped = pid != 0;
}

/* Returns: (nullable): one of those who help that did not come to its end, so that what
 * it had to try was not tried */
static const Job *
find_lost (void)
{
  for (int i = 1; i < n_jobs; i++)
    {
      reap (&jobs[i], WNOHANG);
      if (jobs[i].reaped && jobs[i].status != 0)
        return &jobs[i];
    }

  return NULL;
}

static long long
cpu_ns (void)
{
  long long ns = 0;

  for (int i = 0; i < n_jobs; i++)
    {
      struct timespec used;
      clockid_t clock;

      if (!jobs[i].reaped && clock_getcpuclockid (jobs[i].pid, &clock) == 0 && clock_gettime (clock, &used) == 0)
        ns += used.tv_sec * 1000000000ll + used.tv_nsec;
    }

  return ns;
}

/* Do all wait for what never comes? A stranger's code may, by a call of its own. */
static bool
are_idle (void)
{
  static long long last_ns;
  static int n_idle;
  long long ns = cpu_ns ();

  n_idle = ns == last_ns ? n_idle + 1 : 0;
  last_ns = ns;

  return n_idle >= MOST_IDLE;
}

static void
kill_jobs (int signal_number)
{
  for (int i = 0; i < n_jobs; i++)
    if (!jobs[i].reaped)
      kill (jobs[i].pid, signal_number);
}

/* Waits until there is something to read. Who is cancelled, or has nobody left who
 * listens, asks the searching processes to end, once, and gives them a moment: who was
 * not called for help yet ends at once, and is not lost then.
 * Returns: false where it is not worth to wait any longer */
static bool
wait_for_news (void)
{
  struct pollfd polled[2] = { { jobs[0].fd, POLLIN, 0 }, { STDOUT_FILENO, 0, 0 } };
  static bool asked;

  for (;;)
    {
      int n = poll (polled, 2, asked ? ENDING_MS : LOOK_MS);

      if (polled[1].revents && n > 0)
        *ended = SIGPIPE;
      if (*ended && !asked)
        kill_jobs (SIGTERM), asked = true;
      else if (*ended == SIGPIPE || (asked ? n == 0 : find_lost () != NULL) || (n == 0 && are_idle ()))
        return false;
      else if (n > 0)
        return true;
    }
}

/* Takes what can be read now. Returns: false at the end */
static bool
read_more (int     fd,
           char  **text,
           size_t *length)
{
  char *longer = realloc (*text, *length + 65537);
  ssize_t n;

  if (longer == NULL)
    return false;
  *text = longer;
  n = read (fd, longer + *length, 65536);
  if (n < 0 && errno == EINTR)
    return true;
  if (n <= 0)
    return false;
  *length += (size_t) n;
  longer[*length] = '\0';

  return true;
}

/* Passes on what the leading process says, line by line. Returns: whether it gave a
 * verdict */
static bool
pass_on (void)
{
  char *text = NULL, *end;
  size_t length = 0;
  bool verdict = false;

  while (wait_for_news () && read_more (jobs[0].fd, &text, &length))
    {
      char *line = text;

      for (; length > 0 && (end = memchr (line, '\n', length - (size_t) (line - text))); line = end + 1)
        {
          *end = '\0';
          verdict |= strncmp (line, "verdict\t", 8) == 0;
          places_print (line);
        }
      if (length > 0)
        length -= (size_t) (line - text), memmove (text, line, length);
      fflush (stdout);
    }
  free (text);

  return verdict;
}

/* Returns: whether the first one is there */
static bool
start_jobs (const char        *program,
            const WorkOptions *options)
{
  bool shares = (options->n_jobs > 1 || options->share_always) && options->schedule == NULL && share_open (options->n_jobs);
  int most = shares ? options->n_jobs : 1;

  for (; n_jobs < most; n_jobs++)
    {
      Job *job = &jobs[n_jobs];
      int ends[2];

      if (pipe (ends) != 0)
        break;
      job->fd = ends[0];
      job->pid = fork ();
      if (job->pid == 0)
        {
          signal (SIGTERM, SIG_DFL);
          signal (SIGINT, SIG_DFL);
          close (ends[0]);
          work (program, options, n_jobs, ends[1]);
        }
      close (ends[1]);
      if (job->pid < 0)
        break;
    }

  return n_jobs > 0;
}

/* Says what the processes have needed together. */
static void
report_usage (void)
{
  long long us = 0;
  long kib = 0;

  for (int i = 0; i < n_jobs; i++)
    {
      const struct rusage *usage = &jobs[i].usage;

      us += (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000ll + usage->ru_utime.tv_usec + usage->ru_stime.tv_usec;
      kib += usage->ru_maxrss;
    }
  printf ("count\tmemory_kib\t%ld\ncount\tcpu_us\t%lld\n", kib, us);
}

/* Searches the linked program, and prints all that is found. @was_ended: set by a signal, or
 * here where nobody listens any more */
void
jobs_search (const char            *program,
             const WorkOptions     *options,
             volatile sig_atomic_t *was_ended)
{
  const Job *lost;
  const char *name;
  bool verdict;
  int status;

  ended = was_ended;
  if (places_open (program))
    values_find ();
  if (!promise_bind (&name))
    {
      printf ("verdict\tinvalid\t%s\n", name);
      return;
    }
  if (!start_jobs (program, options))
    {
      printf ("verdict\terror\t-\n");
      return;
    }

  verdict = places_open (program) && pass_on ();
  lost = verdict ? NULL : find_lost ();
  if (*ended || !verdict)
    kill_jobs (SIGKILL);
  reap (&jobs[0], 0);
  kill_jobs (SIGKILL);
  for (int i = 1; i < n_jobs; i++)
    reap (&jobs[i], 0);
  report_usage ();
  status = lost ? lost->status : jobs[0].status;
  if (!verdict && *ended)
    printf ("verdict\tbounded\tcancelled\n");
  else if (!verdict)
    printf ("verdict\tkilled\t%d\n", WIFSIGNALED (status) ? WTERMSIG (status) : WEXITSTATUS (status));
}
