/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-interpreter.h"

#include "problem-marks.h"

#include <errno.h>

#define MOST_ACTORS 64

/* A program may run without us, and so has numbers of its own. */
G_STATIC_ASSERT ((int) PROBLEM_MARK_PUT == (int) APM_LENS_OP_PUT);
G_STATIC_ASSERT ((int) PROBLEM_MARK_GOT == (int) APM_LENS_OP_GOT);
G_STATIC_ASSERT ((int) PROBLEM_MARK_START == (int) APM_LENS_OP_MARK);
G_STATIC_ASSERT ((int) PROBLEM_MARK_DOES == (int) APM_LENS_OP_STEP);

/* Who writes into a ring. */
typedef struct {
  int pid, tid;
  guint16 actor;
  guint64 mutex;        /* of a condition: given back to wait for it */
} Writer;

struct _ApmInterpreter
{
  Writer writers[APM_LENS_SLOTS];
  int first_pid;
  int pids[MOST_ACTORS];   /* of an actor that runs */
};

ApmInterpreter *
apm_interpreter_new (void)
{
  ApmInterpreter *self = g_new0 (ApmInterpreter, 1);

  for (guint i = 0; i < APM_LENS_SLOTS; i++)
    self->writers[i].actor = APM_REPORT_MAIN;

  return self;
}

void
apm_interpreter_free (ApmInterpreter *self)
{
  g_free (self);
}

/* What has nothing but its object to tell. */
static const guint8 plain[APM_LENS_N_OPS] = {
  [APM_LENS_OP_MUTEX_WAIT] = APM_REPORT_LOCK_WAIT,
  [APM_LENS_OP_MUTEX_UNLOCK] = APM_REPORT_UNLOCK,
  [APM_LENS_OP_READ_WAIT] = APM_REPORT_LOCK_WAIT,
  [APM_LENS_OP_WRITE_WAIT] = APM_REPORT_LOCK_WAIT,
  [APM_LENS_OP_RWLOCK_UNLOCK] = APM_REPORT_UNLOCK,
  [APM_LENS_OP_SPIN_WAIT] = APM_REPORT_LOCK_WAIT,
  [APM_LENS_OP_SPIN_UNLOCK] = APM_REPORT_UNLOCK,
  [APM_LENS_OP_COND_SIGNAL] = APM_REPORT_COND_SIGNAL,
  [APM_LENS_OP_COND_BROADCAST] = APM_REPORT_COND_SIGNAL,
  [APM_LENS_OP_BARRIER_WAIT] = APM_REPORT_MEET_WAIT,
  [APM_LENS_OP_BARRIER_PASS] = APM_REPORT_MEET_PASSED,
  [APM_LENS_OP_SEM_WAIT] = APM_REPORT_SEM_WAIT,
  [APM_LENS_OP_SEM_POST] = APM_REPORT_SEM_POST,
};

/* What may have been had, or not. */
static const guint8 acquired[APM_LENS_N_OPS] = {
  [APM_LENS_OP_MUTEX_LOCK] = APM_REPORT_LOCKED,
  [APM_LENS_OP_READ_LOCK] = APM_REPORT_READ_LOCKED,
  [APM_LENS_OP_WRITE_LOCK] = APM_REPORT_LOCKED,
  [APM_LENS_OP_SPIN_LOCK] = APM_REPORT_LOCKED,
  [APM_LENS_OP_SEM_TAKEN] = APM_REPORT_SEM_TAKEN,
};

/* Marks that mean what they say, with a and b as they were told. */
static const guint8 marks[APM_LENS_N_OPS] = {
  [PROBLEM_MARK_PUT] = APM_REPORT_PUT,
  [PROBLEM_MARK_GOT] = APM_REPORT_GOT,
  [PROBLEM_MARK_END] = APM_REPORT_END,
  [PROBLEM_MARK_ROUND] = APM_REPORT_ROUND,
  [PROBLEM_MARK_COUNT] = APM_REPORT_COUNT,
  [PROBLEM_MARK_SUM] = APM_REPORT_SUM,
  [PROBLEM_MARK_DONE] = APM_REPORT_DONE,
  [PROBLEM_MARK_DOES] = APM_REPORT_DOES,
  [PROBLEM_MARK_SHOW] = APM_REPORT_SHOW,
};

static gint64
get_b (const struct apm_lens_event *event)
{
  return (gint64) (APM_LENS_EVENT_CALLER (event) << 32 | (guint32) event->result);
}

static gboolean
begin (ApmInterpreter              *self,
       Writer                      *writer,
       const struct apm_lens_event *event)
{
  *writer = (Writer) { (int) (event->object >> 32), (int) (guint32) event->object, APM_REPORT_MAIN, 0 };
  if (self->first_pid == 0)
    self->first_pid = writer->pid;

  return FALSE;
}

static gboolean
start (ApmInterpreter              *self,
       Writer                      *writer,
       const struct apm_lens_event *event,
       ApmReport                   *report)
{
  writer->actor = (guint16) CLAMP (get_b (event), 0, APM_REPORT_MAIN - 1);
  if (writer->actor < MOST_ACTORS)
    self->pids[writer->actor] = writer->pid;
  *report = (ApmReport) { APM_REPORT_START, writer->actor, (gint64) event->time_ns, (gint64) event->object, writer->tid };

  return TRUE;
}

/* A process that was killed has not said that it ends; its parent has noticed. */
static gboolean
end_process (ApmInterpreter              *self,
             const struct apm_lens_event *event,
             ApmReport                   *report)
{
  for (guint i = 0; i < MOST_ACTORS; i++)
    if (self->pids[i] != 0 && self->pids[i] != self->first_pid && (guint64) self->pids[i] == event->object)
      {
        self->pids[i] = 0;
        *report = (ApmReport) { APM_REPORT_END, (guint16) i, (gint64) event->time_ns, 0, 0 };
        return TRUE;
      }

  return FALSE;
}

static gboolean
take_acquired (const struct apm_lens_event *event,
               guint                        op,
               ApmReport                   *report)
{
  report->op = acquired[op];
  if (event->result == 0 || (event->result == EOWNERDEAD && op == APM_LENS_OP_MUTEX_LOCK))
    return TRUE;

  report->op = APM_REPORT_GAVE_UP;
  return (APM_LENS_EVENT_FLAGS (event) & APM_LENS_FLAG_WAITED) != 0;
}

static gboolean
take_operation (Writer                      *writer,
                const struct apm_lens_event *event,
                guint                        op,
                ApmReport                   *report)
{
  report->op = plain[op];
  if (op == APM_LENS_OP_MUTEX_UNLOCK && APM_LENS_EVENT_FLAGS (event) & APM_LENS_FLAG_IN_COND)
    {
      writer->mutex = event->object;
      return FALSE;
    }

  return plain[op] != 0;
}

static gboolean
take_mark (ApmInterpreter              *self,
           Writer                      *writer,
           const struct apm_lens_event *event,
           guint                        op,
           ApmReport                   *report)
{
  report->op = marks[op];
  report->b = get_b (event);
  if (op == PROBLEM_MARK_END && writer->actor < MOST_ACTORS)
    self->pids[writer->actor] = 0;
  if (marks[op] == 0)
    {
      report->op = APM_REPORT_UNKNOWN;
      report->a = op - APM_LENS_OP_MARK;
    }

  return TRUE;
}

/**
 * apm_interpreter_take:
 * @event: in its turn; `seq` is the number of its ring
 * @report: (out): what it means
 *
 * Returns: whether it means anything to the referee
 */
gboolean
apm_interpreter_take (ApmInterpreter              *self,
                      const struct apm_lens_event *event,
                      ApmReport                   *report)
{
  Writer *writer = &self->writers[event->seq % APM_LENS_SLOTS];
  guint op = APM_LENS_EVENT_OP (event);

  *report = (ApmReport) { 0, writer->actor, (gint64) event->time_ns, (gint64) event->object, 0 };
  if (op >= APM_LENS_N_OPS || APM_LENS_EVENT_FLAGS (event) & APM_LENS_FLAG_KNOCKED)
    return FALSE;
  if (acquired[op])
    return take_acquired (event, op, report);
  if (marks[op])
    return take_mark (self, writer, event, op, report);

  switch (op)
    {
    case APM_LENS_OP_BEGIN:
      return begin (self, writer, event);
    case PROBLEM_MARK_START:
      return start (self, writer, event, report);
    case PROBLEM_MARK_HEIR:
      writer->actor = (guint16) CLAMP (get_b (event), 0, APM_REPORT_MAIN);
      return FALSE;
    case APM_LENS_OP_CHILD_ENDED:
      return end_process (self, event, report);
    case APM_LENS_OP_SEM_INIT:
      *report = (ApmReport) { APM_REPORT_SEM_INIT, writer->actor, report->time_ns, report->a, event->result };
      return event->result >= 0;
    case APM_LENS_OP_COND_WAIT:
      report->op = APM_REPORT_COND_WAIT;
      report->b = (gint64) writer->mutex;
      return TRUE;
    default:
      return op >= APM_LENS_OP_MARK ? take_mark (self, writer, event, op, report)
                                    : take_operation (writer, event, op, report);
    }
}
