/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-words-private.h"

#include <glib/gi18n-lib.h>

/* What is said of each kind of wait: whole sentences without their full stop, for
 * the translators as they are. */
static const ApmWaitSentence sentences[APM_WAIT_N_KINDS] = {
  [APM_WAIT_RUNNING] = { N_("{who} runs, or waits for a CPU"), NULL, NULL },
  [APM_WAIT_UNKNOWN] = { N_("{who} waits, on what is not known"), NULL, NULL },
  [APM_WAIT_MUTEX] = {
    N_("{who} waits for a mutex"),
    N_("{who} waits for a mutex held by {enders}"),
    N_("{who} has waited {time} for a mutex held by {enders}") },
  [APM_WAIT_CONDITION] = { N_("{who} waits for a condition variable to be signalled"), NULL, NULL },
  [APM_WAIT_SEMAPHORE] = { N_("{who} waits for a semaphore to be posted"), NULL, NULL },
  [APM_WAIT_RWLOCK_READ] = {
    N_("{who} waits to lock a read-write lock for reading"),
    N_("{who} waits to lock for reading: the lock is held by its writer {enders}"),
    N_("{who} has waited {time} to lock for reading: the lock is held by its writer {enders}") },
  [APM_WAIT_RWLOCK_WRITE] = {
    N_("{who} waits to lock a read-write lock for writing"),
    N_("{who} waits to lock for writing: the lock is held by its writer {enders}"),
    N_("{who} has waited {time} to lock for writing: the lock is held by its writer {enders}") },
  [APM_WAIT_BARRIER] = { N_("{who} waits at a barrier where {count} of {all} have arrived"), NULL, NULL },
  [APM_WAIT_JOIN] = {
    N_("{who} waits for a thread to end"),
    N_("{who} waits to join {enders}"),
    N_("{who} has waited {time} to join {enders}") },
  [APM_WAIT_ONCE] = { N_("{who} waits until another thread has initialised something once for all"), NULL, NULL },
  [APM_WAIT_STDIO_LOCK] = {
    N_("{who} waits for a stream of the C library that is locked"),
    N_("{who} waits for a stream of the C library locked by {enders}"),
    N_("{who} has waited {time} for a stream of the C library locked by {enders}") },
  [APM_WAIT_FUTEX] = { N_("{who} waits for a lock or a wake-up of which no owner is recorded"), NULL, NULL },
  [APM_WAIT_PIPE_READ] = {
    N_("{who} waits to read: pipe {object} is empty"),
    N_("{who} waits to read: pipe {object} is empty, and only {enders} can write to it"),
    N_("{who} has waited {time} to read: pipe {object} is empty, and only {enders} can write to it") },
  [APM_WAIT_PIPE_WRITE] = {
    N_("{who} waits to write: pipe {object} is full"),
    N_("{who} waits to write: pipe {object} is full, and only {enders} can empty it"),
    N_("{who} has waited {time} to write: pipe {object} is full, and only {enders} can empty it") },
  [APM_WAIT_FIFO_OPEN] = {
    N_("{who} waits until somebody opens the other end of {object}"), NULL, NULL },
  [APM_WAIT_SOCKET_READ] = {
    N_("{who} waits for something to arrive at a socket"),
    N_("{who} waits for something to be sent by {enders}"),
    N_("{who} has waited {time} for something to be sent by {enders}") },
  [APM_WAIT_SOCKET_WRITE] = {
    N_("{who} waits to send: the other side has not read what was sent before"),
    N_("{who} waits to send: what was sent before has to be read by {enders}"),
    N_("{who} has waited {time} to send: what was sent before has to be read by {enders}") },
  [APM_WAIT_ACCEPT] = { N_("{who} waits for clients to connect"), NULL, NULL },
  [APM_WAIT_CONNECT] = {
    N_("{who} waits for its connection to be accepted"),
    N_("{who} waits for its connection to be accepted by {enders}"),
    N_("{who} has waited {time} for its connection to be accepted by {enders}") },
  [APM_WAIT_EVENTFD] = {
    N_("{who} waits for an event counter to be raised"),
    N_("{who} waits for an event counter to be raised by {enders}"),
    N_("{who} has waited {time} for an event counter to be raised by {enders}") },
  [APM_WAIT_TIMERFD] = { N_("{who} waits for a timer"), NULL, NULL },
  [APM_WAIT_SIGNALFD] = { N_("{who} waits for a signal to read"), NULL, NULL },
  [APM_WAIT_INOTIFY] = { N_("{who} waits for files to change"), NULL, NULL },
  [APM_WAIT_POLL] = {
    N_("{who} waits for events"),
    N_("{who} waits for one of its descriptors, which only {enders} can make ready"),
    N_("{who} has waited {time} for one of its descriptors, which only {enders} can make ready") },
  [APM_WAIT_SELECT] = {
    N_("{who} waits for events"),
    N_("{who} waits for one of its descriptors, which only {enders} can make ready"),
    N_("{who} has waited {time} for one of its descriptors, which only {enders} can make ready") },
  [APM_WAIT_EPOLL] = {
    N_("{who} waits for events"),
    N_("{who} waits for one of its descriptors, which only {enders} can make ready"),
    N_("{who} has waited {time} for one of its descriptors, which only {enders} can make ready") },
  [APM_WAIT_TERMINAL] = {
    N_("{who} waits for its terminal"),
    N_("{who} waits for its terminal, which {enders} shows"), NULL },
  [APM_WAIT_MESSAGE_QUEUE] = {
    N_("{who} waits at message queue {object}"),
    N_("{who} waits at message queue {object}, which {enders} can serve"),
    N_("{who} has waited {time} at message queue {object}, which {enders} can serve") },
  [APM_WAIT_FILE] = { N_("{who} waits for {object}"), NULL, NULL },
  [APM_WAIT_FLOCK] = {
    N_("{who} waits for a lock on {object}"),
    N_("{who} waits for a lock on {object} held by {enders}"),
    N_("{who} has waited {time} for a lock on {object} held by {enders}") },
  [APM_WAIT_FILE_LOCK] = {
    N_("{who} waits for a lock on {object}"),
    N_("{who} waits for a lock on {object} held by {enders}"),
    N_("{who} has waited {time} for a lock on {object} held by {enders}") },
  [APM_WAIT_OFD_LOCK] = {
    N_("{who} waits for a lock on {object}"),
    N_("{who} waits for a lock on {object} held by {enders}"),
    N_("{who} has waited {time} for a lock on {object} held by {enders}") },
  [APM_WAIT_LEASE] = {
    N_("{who} waits for a lease on {object} to be given back"),
    N_("{who} waits for a lease on {object} to be given back by {enders}"),
    N_("{who} has waited {time} for a lease on {object} to be given back by {enders}") },
  [APM_WAIT_CHILD] = {
    N_("{who} waits for a child to end"),
    N_("{who} waits for its child {enders} to end"),
    N_("{who} has waited {time} for its child {enders} to end") },
  [APM_WAIT_VFORK] = {
    N_("{who} waits until its new child starts a program or ends"),
    N_("{who} waits until its new child {enders} starts a program or ends"),
    N_("{who} has waited {time} for its new child {enders} to start a program or end") },
  [APM_WAIT_REAPED] = {
    N_("{who} has ended, and its parent has not taken note of it"),
    N_("{who} has ended, and its parent {enders} has not taken note of it"),
    N_("{who} ended {time} ago, and its parent {enders} has not taken note of it") },
  [APM_WAIT_STOPPED] = { N_("{who} is stopped by a signal"), NULL, NULL },
  [APM_WAIT_TRACED] = {
    N_("{who} is held by its tracer"),
    N_("{who} is held by its tracer {enders}"),
    N_("{who} has been held for {time} by its tracer {enders}") },
  [APM_WAIT_SYSV_SEMAPHORE] = {
    N_("{who} waits for a System V semaphore"),
    N_("{who} waits for a System V semaphore last changed by {enders}"),
    N_("{who} has waited {time} for a System V semaphore last changed by {enders}") },
  [APM_WAIT_SLEEP] = { N_("{who} sleeps for a while"), NULL, NULL },
  [APM_WAIT_SIGNAL] = { N_("{who} waits for a signal"), NULL, NULL },
  [APM_WAIT_IO_URING] = { N_("{who} waits for orders that it gave to the kernel to be done"), NULL, NULL },
  [APM_WAIT_FUSE] = {
    N_("{who} waits for the program behind a file system"),
    N_("{who} waits for {enders}, the program behind a file system"),
    N_("{who} has waited {time} for {enders}, the program behind a file system") },
  [APM_WAIT_DISK] = { N_("{who} waits for a disk or a file server"), NULL, NULL },
  [APM_WAIT_CALL] = { N_("{who} waits in a system call that says nothing about whom for"), NULL, NULL },
};

/* In a column: a few words. */
static const struct {
  const char *alone;
  const char *with;      /* NULL: names nobody */
} shorts[APM_WAIT_N_KINDS] = {
  [APM_WAIT_RUNNING] = { "", NULL },
  [APM_WAIT_UNKNOWN] = { N_("not known"), NULL },
  [APM_WAIT_MUTEX] = { N_("mutex"), N_("mutex of {enders}") },
  [APM_WAIT_CONDITION] = { N_("condition"), NULL },
  [APM_WAIT_SEMAPHORE] = { N_("semaphore"), NULL },
  [APM_WAIT_RWLOCK_READ] = { N_("read lock"), N_("read lock, writer {enders}") },
  [APM_WAIT_RWLOCK_WRITE] = { N_("write lock"), N_("write lock of {enders}") },
  [APM_WAIT_BARRIER] = { N_("barrier {count} of {all}"), NULL },
  [APM_WAIT_JOIN] = { N_("end of thread"), N_("end of {enders}") },
  [APM_WAIT_ONCE] = { N_("initialisation"), NULL },
  [APM_WAIT_STDIO_LOCK] = { N_("stream"), N_("stream of {enders}") },
  [APM_WAIT_FUTEX] = { N_("lock or wake-up"), NULL },
  [APM_WAIT_PIPE_READ] = { N_("pipe {object} empty"), NULL },
  [APM_WAIT_PIPE_WRITE] = { N_("pipe {object} full"), NULL },
  [APM_WAIT_FIFO_OPEN] = { N_("other end of {object}"), NULL },
  [APM_WAIT_SOCKET_READ] = { N_("socket"), N_("socket from {enders}") },
  [APM_WAIT_SOCKET_WRITE] = { N_("socket full"), N_("socket full, to {enders}") },
  [APM_WAIT_ACCEPT] = { N_("clients"), NULL },
  [APM_WAIT_CONNECT] = { N_("connection"), N_("connection to {enders}") },
  [APM_WAIT_EVENTFD] = { N_("event counter"), N_("event from {enders}") },
  [APM_WAIT_TIMERFD] = { N_("timer"), NULL },
  [APM_WAIT_SIGNALFD] = { N_("signal"), NULL },
  [APM_WAIT_INOTIFY] = { N_("changed files"), NULL },
  [APM_WAIT_POLL] = { N_("events"), N_("events from {enders}") },
  [APM_WAIT_SELECT] = { N_("events"), N_("events from {enders}") },
  [APM_WAIT_EPOLL] = { N_("events"), N_("events from {enders}") },
  [APM_WAIT_TERMINAL] = { N_("terminal"), NULL },
  [APM_WAIT_MESSAGE_QUEUE] = { N_("message queue"), NULL },
  [APM_WAIT_FILE] = { N_("file"), NULL },
  [APM_WAIT_FLOCK] = { N_("file lock"), N_("file lock of {enders}") },
  [APM_WAIT_FILE_LOCK] = { N_("file lock"), N_("file lock of {enders}") },
  [APM_WAIT_OFD_LOCK] = { N_("file lock"), N_("file lock of {enders}") },
  [APM_WAIT_LEASE] = { N_("lease"), N_("lease of {enders}") },
  [APM_WAIT_CHILD] = { N_("child"), N_("child {enders}") },
  [APM_WAIT_VFORK] = { N_("new child"), N_("new child {enders}") },
  [APM_WAIT_REAPED] = { N_("its parent"), N_("its parent {enders}") },
  [APM_WAIT_STOPPED] = { N_("(stopped)"), NULL },
  [APM_WAIT_TRACED] = { N_("tracer"), N_("tracer {enders}") },
  [APM_WAIT_SYSV_SEMAPHORE] = { N_("semaphore"), N_("semaphore of {enders}") },
  [APM_WAIT_SLEEP] = { N_("time"), NULL },
  [APM_WAIT_SIGNAL] = { N_("signal"), NULL },
  [APM_WAIT_IO_URING] = { N_("input or output"), NULL },
  [APM_WAIT_FUSE] = { N_("file system"), N_("file system of {enders}") },
  [APM_WAIT_DISK] = { N_("disk"), NULL },
  [APM_WAIT_CALL] = { N_("system call"), NULL },
};

static const char *const unknowns[] = {
  [APM_WAIT_KNOWN] = NULL,
  [APM_WAIT_DENIED_MODE] = N_("On what {who} waits may not be seen: it belongs to another user, or is protected"),
  [APM_WAIT_DENIED_YAMA] = N_("On what {who} waits may not be seen: this system forbids it (kernel.yama.ptrace_scope)"),
  [APM_WAIT_NO_OWNER] = NULL,
  [APM_WAIT_WRONG_VERSION] = N_("{who} waits on a lock that this version of the C library keeps in another way"),
  [APM_WAIT_TOO_SLOW] = N_("On what {who} waits is not known: its memory did not answer in time"),
  [APM_WAIT_MOVED] = N_("{who} moved while it was looked at"),
  [APM_WAIT_IN_FLIGHT] = NULL,
  [APM_WAIT_UNREADABLE] = N_("On what {who} waits is not known: its memory could not be read"),
};

/* Of the ends that are worth a line of their own. */
static const char *const roots[APM_WAIT_N_ENDS] = {
  [APM_WAIT_END_RUNNING] = N_("{who} is not stuck: the others wait for it to get that far"),
  [APM_WAIT_END_STOPPED] = N_("Continue {who}, and the others go on"),
  [APM_WAIT_END_TRACED] = N_("The tracer of {who} has to let it go on"),
  [APM_WAIT_END_TIMED] = N_("This wait ends by itself"),
  [APM_WAIT_END_OPEN] = N_("{who} is idle by design: anybody may end that wait"),
  [APM_WAIT_END_UNRECORDED] = N_("Nobody keeps a record of who could end this wait; a stack may tell more"),
  [APM_WAIT_END_DENIED] = N_("With administrator rights more can be seen"),
  [APM_WAIT_END_UNKNOWN] = N_("Who could end this wait is not known"),
  [APM_WAIT_END_CUT] = N_("The chain goes on; this is as much of it as is shown"),
};

/* Where the direction is known. */
static const ApmWaitSentence to_receive = {
  N_("{who} waits for a message: queue {object} is empty"),
  N_("{who} waits for a message: queue {object} is empty, and {enders} can send one"),
  N_("{who} has waited {time} for a message: queue {object} is empty, and {enders} can send one") };
static const ApmWaitSentence to_send = {
  N_("{who} waits to send a message: queue {object} is full"),
  N_("{who} waits to send a message: queue {object} is full, and {enders} can take one"),
  N_("{who} has waited {time} to send a message: queue {object} is full, and {enders} can take one") };
static const ApmWaitSentence to_open_for_reading = {
  N_("{who} waits to open {object} for reading: nobody has it open for writing"), NULL, NULL };
static const ApmWaitSentence to_open_for_writing = {
  N_("{who} waits to open {object} for writing: nobody has it open for reading"), NULL, NULL };

/* Where its descriptor may not be seen, or its memory. */
static const ApmWaitSentence refused_pipe_read = { N_("{who} waits to read from a pipe that is empty"), NULL, NULL };
static const ApmWaitSentence refused_pipe_write = { N_("{who} waits to write to a pipe that is full"), NULL, NULL };
static const ApmWaitSentence refused_futex = { N_("{who} waits for a lock, or to be woken up"), NULL, NULL };

/* {sentence} is one of those above; it waits, and we may not see more. */
static const char *const refused[2][2] = {
  { N_("{sentence}; more may not be seen: it belongs to another user, or is protected"),
    N_("{sentence}, perhaps for {candidates}; more may not be seen: it belongs to another user, or is protected") },
  { N_("{sentence}; more may not be seen: this system forbids it (kernel.yama.ptrace_scope)"),
    N_("{sentence}, perhaps for {candidates}; more may not be seen: this system forbids it "
       "(kernel.yama.ptrace_scope)") },
};

/* It may be seen, but not everybody at the other end; {enders} are those who may. */
static const char *const hidden[2][2] = {
  { N_("{sentence}; who could end that may not be seen"),
    N_("{sentence}; who could end that may not be seen: perhaps {candidates}") },
  { N_("{sentence}; {enders} could end that, or somebody who may not be looked at"),
    N_("{sentence}; {enders} could end that, or perhaps {candidates}") },
};

/* Sent, and not received: nobody has it until then. */
static const char *const in_flight[2] = {
  N_("{sentence}; who could end that is not known: its other end may be on its way in a socket"),
  N_("{sentence}; {enders} could end that, or whoever receives an end that is on its way in a socket"),
};

const ApmWaitSentence *
apm_wait_sentence_get (const ApmWait *wait)
{
  if (wait->kind == APM_WAIT_MESSAGE_QUEUE && wait->count[1] != 0)
    return wait->count[1] == APM_WAIT_RECEIVES ? &to_receive : &to_send;
  if (wait->kind == APM_WAIT_FIFO_OPEN && wait->finding == APM_WAIT_NOBODY)
    return wait->count[0] ? &to_open_for_reading : &to_open_for_writing;
  if (apm_wait_is_refused (wait) && wait->kind == APM_WAIT_FUTEX)
    return &refused_futex;
  if (wait->kind == APM_WAIT_PIPE_READ && wait->object.id == 0)
    return &refused_pipe_read;
  if (wait->kind == APM_WAIT_PIPE_WRITE && wait->object.id == 0)
    return &refused_pipe_write;

  return &sentences[wait->kind];
}

const char *
apm_wait_sentence_get_short (const ApmWait *wait,
                             gboolean       with_enders)
{
  const char *text = with_enders && shorts[wait->kind].with ? shorts[wait->kind].with : shorts[wait->kind].alone;

  /* Which pipe may not be seen. */
  if (wait->object.id == 0 && wait->kind == APM_WAIT_PIPE_READ)
    text = N_("empty pipe");
  if (wait->object.id == 0 && wait->kind == APM_WAIT_PIPE_WRITE)
    text = N_("full pipe");

  return text[0] ? _(text) : text;
}

static gboolean
is_denied (const ApmWait *wait)
{
  return wait->unknown == APM_WAIT_DENIED_MODE || wait->unknown == APM_WAIT_DENIED_YAMA;
}

/* What there is to say where nothing is known; NULL: more is. */
const char *
apm_wait_sentence_get_unknown (const ApmWait *wait)
{
  if (is_denied (wait) && wait->kind != APM_WAIT_UNKNOWN)
    return NULL;

  return unknowns[wait->unknown] ? _(unknowns[wait->unknown]) : NULL;
}

/* What is added where not all may be seen; NULL: nothing is missing. */
const char *
apm_wait_sentence_get_refusal (const ApmWait *wait,
                               gboolean       with_enders,
                               gboolean       with_candidates)
{
  if (wait->unknown == APM_WAIT_IN_FLIGHT)
    return _(in_flight[with_enders]);
  if (!is_denied (wait) || (apm_wait_is_refused (wait) && with_enders))
    return NULL;
  if (apm_wait_is_refused (wait))
    return _(refused[wait->unknown == APM_WAIT_DENIED_YAMA][with_candidates]);

  return _(hidden[with_enders][with_candidates]);
}

/* Who they could be, @n_named of them by their names. */
const char *
apm_wait_sentence_get_candidates (const ApmWaitNode *node,
                                  guint              n_named)
{
  if (apm_wait_is_refused (node->wait))
    return n_named > 0 ? "{names}" : _("one of {count} processes at the other ends of what it has open");
  if (node->wait->n_candidates == 1 && n_named == 1)
    return node->candidates_user ? _("{names} of user {user}, which may not be looked at")
                                 : _("{names}, which may not be looked at");
  if (n_named > 0)
    return node->candidates_user ? _("one of the {count} processes of user {user} that may not be looked at: {names}")
                                 : _("one of the {count} processes that may not be looked at: {names}");

  return node->candidates_user ? _("one of the {count} processes of user {user} that may not be looked at")
                               : _("one of the {count} processes that may not be looked at");
}

const char *
apm_wait_sentence_get_root (ApmWaitEnd end)
{
  return roots[end] ? _(roots[end]) : NULL;
}
