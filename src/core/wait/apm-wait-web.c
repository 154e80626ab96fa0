/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-graph-private.h"

static const ApmWait *
get_wait (const ApmWeb *web,
          guint         thread)
{
  return &g_array_index (web->pass->waits, ApmWait, thread);
}

static gboolean
is_thread (const ApmWeb *web,
           guint         vertex)
{
  return vertex < web->n_threads;
}

static gboolean
is_group (const ApmWeb *web,
          guint         vertex)
{
  return vertex >= web->n_threads + web->n_processes;
}

/* How far a wait by itself lets its thread be called stuck. Who may be woken by a
 * clock or by anybody moves, and so does who only has to be continued. */
static ApmWaitRank
rank_of_wait (const ApmWait *wait)
{
  if (wait->kind == APM_WAIT_RUNNING || wait->kind == APM_WAIT_UNKNOWN || wait->kind == APM_WAIT_STOPPED
      || wait->kind == APM_WAIT_TRACED || wait->kind == APM_WAIT_REAPED)
    return APM_WAIT_MOVES;
  if (wait->nature == APM_WAIT_OPEN || (wait->flags & APM_WAIT_TIMED) || wait->n_groups == 0
      || wait->grade == APM_WAIT_GRADE_UNKNOWN)
    return APM_WAIT_MOVES;
  if (wait->nature == APM_WAIT_SOFT)
    return APM_WAIT_STUCK_SOFT;

  return wait->grade == APM_WAIT_GRADE_PROVEN ? APM_WAIT_STUCK : APM_WAIT_STUCK_LIKELY;
}

static guint
find_process (const ApmWeb *web,
              int           pid)
{
  const ApmWaitProcess *process = apm_wait_pass_find_process (web->pass, pid);

  return process ? (guint) (process - &g_array_index (web->pass->processes, ApmWaitProcess, 0)) : APM_WEB_NOBODY;
}

/* By halves, as apm_wait_pass_find() does; the process is known. */
static guint
find_thread (const ApmWeb *web,
             guint         process,
             int           tid)
{
  const ApmWaitProcess *owner = &g_array_index (web->pass->processes, ApmWaitProcess, process);
  guint low = owner->first_wait;
  guint high = owner->first_wait + owner->n_waits;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_wait (web, middle)->tid < tid)
        low = middle + 1;
      else
        high = middle;
    }

  return low < owner->first_wait + owner->n_waits && get_wait (web, low)->tid == tid ? low : APM_WEB_NOBODY;
}

/* Groups with the same enders are one vertex. An empty one stands for itself. */
static void
make_groups (ApmWeb *web)
{
  const GArray *groups = web->pass->groups;
  g_autofree guint *at = g_new (guint, web->pass->enders->len + 1);
  guint base = web->n_threads + web->n_processes;

  for (guint i = 0; i <= web->pass->enders->len; i++)
    at[i] = APM_WEB_NOBODY;

  web->group_of = g_new (guint, groups->len + 1);
  web->members = g_new (ApmWebRange, groups->len + 1);
  for (guint i = 0; i < groups->len; i++)
    {
      const ApmWaitGroup *group = &g_array_index (groups, ApmWaitGroup, i);
      guint known = group->n > 0 ? at[group->first] : APM_WEB_NOBODY;

      if (known == APM_WEB_NOBODY || web->members[known].n != group->n)
        {
          known = web->n_groups++;
          web->members[known] = (ApmWebRange) { group->first, group->n };
          if (group->n > 0)
            at[group->first] = known;
        }
      web->group_of[i] = base + known;
    }
}

static void
make_members (ApmWeb *web)
{
  const GArray *enders = web->pass->enders;
  guint process = APM_WEB_NOBODY;
  int pid = 0;

  web->member = g_new (guint, enders->len + 1);
  for (guint i = 0; i < enders->len; i++)
    {
      const ApmWaitEnder *ender = &g_array_index (enders, ApmWaitEnder, i);

      /* Most are of the process of the one before. */
      if (i == 0 || ender->pid != pid)
        process = find_process (web, ender->pid);
      pid = ender->pid;
      if (process == APM_WEB_NOBODY)
        web->member[i] = APM_WEB_NOBODY;
      else
        web->member[i] = ender->tid == 0 ? web->n_threads + process : find_thread (web, process, ender->tid);
    }
}

static void
make_processes (ApmWeb *web)
{
  web->process_of = g_new (guint, web->n_threads + 1);
  for (guint i = 0; i < web->n_threads; i++)
    web->process_of[i] = APM_WEB_NOBODY;

  for (guint p = 0; p < web->n_processes; p++)
    {
      const ApmWaitProcess *process = &g_array_index (web->pass->processes, ApmWaitProcess, p);

      for (guint i = 0; i < process->n_waits; i++)
        web->process_of[process->first_wait + i] = web->n_threads + p;
    }
}

/* Edges backwards; those of processes to their threads are @process_of. */
static void
make_users (ApmWeb *web)
{
  guint base = web->n_threads + web->n_processes;
  guint n = 0;

  web->users = g_new0 (ApmWebRange, web->n_vertices + 1);
  for (guint round = 0; round < 2; round++)
    {
      for (guint g = 0; g < web->n_groups; g++)
        for (guint i = 0; i < web->members[g].n; i++)
          {
            guint to = web->member[web->members[g].first + i];

            if (to != APM_WEB_NOBODY && round == 1)
              web->user[web->users[to].first + web->users[to].n] = base + g;
            if (to != APM_WEB_NOBODY)
              web->users[to].n++;
          }
      for (guint t = 0; t < web->n_threads; t++)
        for (guint i = 0; i < get_wait (web, t)->n_groups; i++)
          {
            guint to = web->group_of[get_wait (web, t)->first_group + i];

            if (round == 1)
              web->user[web->users[to].first + web->users[to].n] = t;
            web->users[to].n++;
          }
      if (round == 1)
        break;

      for (guint v = 0; v < web->n_vertices; v++)
        {
          web->users[v].first = n;
          n += web->users[v].n;
          web->users[v].n = 0;
        }
      web->user = g_new (guint, n + 1);
    }
}

/* @moving: (nullable): which of the waits are to be taken for moving */
void
apm_web_init (ApmWeb            *web,
              const ApmWaitPass *pass,
              const guint8      *moving)
{
  *web = (ApmWeb) { .pass = pass, .n_threads = pass->waits->len, .n_processes = pass->processes->len };

  make_groups (web);
  web->n_vertices = web->n_threads + web->n_processes + web->n_groups;
  make_members (web);
  make_processes (web);
  make_users (web);

  web->rank_of = g_new (ApmWaitRank, web->n_threads + 1);
  for (guint t = 0; t < web->n_threads; t++)
    web->rank_of[t] = moving && moving[t] ? APM_WAIT_MOVES : rank_of_wait (get_wait (web, t));
}

void
apm_web_clear (ApmWeb *web)
{
  g_free (web->group_of);
  g_free (web->members);
  g_free (web->member);
  g_free (web->process_of);
  g_free (web->rank_of);
  g_free (web->users);
  g_free (web->user);
}

guint
apm_web_get_n_next (const ApmWeb *web,
                    guint         vertex)
{
  if (is_thread (web, vertex))
    return get_wait (web, vertex)->n_groups;
  if (is_group (web, vertex))
    return web->members[vertex - web->n_threads - web->n_processes].n;

  return g_array_index (web->pass->processes, ApmWaitProcess, vertex - web->n_threads).n_waits;
}

/* May be APM_WEB_NOBODY. */
guint
apm_web_get_next (const ApmWeb *web,
                  guint         vertex,
                  guint         index)
{
  if (is_thread (web, vertex))
    return web->group_of[get_wait (web, vertex)->first_group + index];
  if (is_group (web, vertex))
    return web->member[web->members[vertex - web->n_threads - web->n_processes].first + index];

  return g_array_index (web->pass->processes, ApmWaitProcess, vertex - web->n_threads).first_wait + index;
}

void
apm_web_run_init (ApmWebRun    *run,
                  const ApmWeb *web)
{
  run->is_stuck = g_new0 (guint8, web->n_vertices + 1);
  run->n_moving = g_new (guint, web->n_vertices + 1);
  run->n_stuck = g_new (guint, web->n_threads + 1);
  run->queue = g_new (guint, web->n_vertices + 1);
}

void
apm_web_run_clear (ApmWebRun *run)
{
  g_free (run->is_stuck);
  g_free (run->n_moving);
  g_free (run->n_stuck);
  g_free (run->queue);
}

/* A thread that was not asked for may do anything. */
static gboolean
has_unseen (const ApmWeb *web,
            guint         vertex)
{
  const ApmWaitProcess *process;

  if (is_group (web, vertex))
    return FALSE;

  process = &g_array_index (web->pass->processes, ApmWaitProcess, vertex - web->n_threads);

  return process->n_waits < process->n_threads;
}

/* An ended thread neither moves nor keeps its process from being stuck. */
static gboolean
counts (const ApmWeb *web,
        guint         from,
        guint         to)
{
  return is_group (web, from) || get_wait (web, to)->kind != APM_WAIT_REAPED;
}

/* Nobody in it: then it is not this that keeps the thread, unless that was found out. */
static gboolean
has_nobody (const ApmWeb *web,
            guint         group)
{
  return web->members[group - web->n_threads - web->n_processes].n == 0;
}

/* Of a group or process: what of it moves, or lies in another part. */
static guint
count_moving (const ApmWebRun *run,
              const ApmWeb    *web,
              const guint     *part,
              guint            vertex)
{
  guint n_next = apm_web_get_n_next (web, vertex);
  guint n_counted = 0;
  guint n_moving = has_unseen (web, vertex);

  for (guint i = 0; i < n_next; i++)
    {
      guint to = apm_web_get_next (web, vertex, i);

      if (to == APM_WEB_NOBODY)
        n_moving++;
      else if (counts (web, vertex, to))
        {
          n_counted++;
          n_moving += !run->is_stuck[to] || (part && part[to] != part[vertex]);
        }
    }

  return n_counted == 0 && !is_group (web, vertex) ? 1 : n_moving;
}

static gboolean
is_kept_by (const ApmWebRun *run,
            const ApmWeb    *web,
            const guint     *part,
            guint            thread,
            guint            group)
{
  if (has_nobody (web, group))
    return part == NULL && get_wait (web, thread)->finding != APM_WAIT_NO_FINDING;

  return run->is_stuck[group] && (part == NULL || part[group] == part[thread]);
}

/* The vertices that @vertex, which now moves, held. Each is queued once. */
static void
release (ApmWebRun    *run,
         const ApmWeb *web,
         const guint  *part,
         guint         vertex,
         guint        *n_queue)
{
  const ApmWebRange *users = &web->users[vertex];

  if (is_thread (web, vertex) && web->process_of[vertex] != APM_WEB_NOBODY)
    {
      guint process = web->process_of[vertex];

      if (run->is_stuck[process])
        {
          run->is_stuck[process] = FALSE;
          run->queue[(*n_queue)++] = process;
        }
    }

  for (guint i = 0; i < users->n; i++)
    {
      guint user = web->user[users->first + i];

      if (!run->is_stuck[user] || (part && part[user] != part[vertex]))
        continue;
      if (is_thread (web, user) && --run->n_stuck[user] > 0)
        continue;
      run->is_stuck[user] = FALSE;
      run->queue[(*n_queue)++] = user;
    }
}

/* From the set of threads in @run to the greatest set in it of which each thread has a group that nobody
 * outside serves. With @part, only what lies in the same part keeps anybody.
 * Returns the number of threads that are left. */
guint
apm_web_run_fix (ApmWebRun    *run,
                 const ApmWeb *web,
                 const guint  *part)
{
  guint n_queue = 0;
  guint n_left = 0;

  /* Processes by their threads, then groups by both, then threads by groups. */
  for (guint v = web->n_threads; v < web->n_vertices; v++)
    run->is_stuck[v] = count_moving (run, web, part, v) == 0;
  for (guint t = 0; t < web->n_threads; t++)
    {
      guint n_groups = get_wait (web, t)->n_groups;

      run->n_stuck[t] = 0;
      for (guint i = 0; i < n_groups && run->is_stuck[t]; i++)
        run->n_stuck[t] += is_kept_by (run, web, part, t, apm_web_get_next (web, t, i));
    }
  for (guint t = 0; t < web->n_threads; t++)
    if (run->is_stuck[t] && run->n_stuck[t] == 0)
      {
        run->is_stuck[t] = FALSE;
        run->queue[n_queue++] = t;
      }

  for (guint i = 0; i < n_queue; i++)
    release (run, web, part, run->queue[i], &n_queue);

  for (guint t = 0; t < web->n_threads; t++)
    n_left += run->is_stuck[t];

  return n_left;
}
