/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-privilege.h"

#include "apm-error.h"
#include "apm-paths.h"
#include "apm-text.h"
#include "privileged-order.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What pkexec(1) ends with. */
#define PKEXEC_DISMISSED 126
#define PKEXEC_REFUSED 127

/* The agent of the desktop asks; without one a terminal would be asked, which may
 * be nobody's. */
static const char *const pkexec[] = { "pkexec", "--disable-internal-agent", NULL };

typedef struct {
  int socket;
  Act act;
} Errand;

static void
errand_free (Errand *errand)
{
  apm_clear_fd (&errand->socket);
  g_free (errand);
}

/**
 * apm_privilege_is_there:
 *
 * Whether acts with administrator rights are possible at all here; else why not.
 * Only the person's answer tells whether one will be done.
 */
gboolean
apm_privilege_is_there (GError **error)
{
  g_autofree char *found = g_find_program_in_path (pkexec[0]);
  g_autofree char *helper = apm_paths_dup_helper ("apm-privileged");

  if (!found)
    g_set_error_literal (error, APM_ERROR, APM_ERROR_FAILED,
                         _("Administrator rights cannot be asked for: polkit’s pkexec is not installed"));
  else if (!g_file_test (helper, G_FILE_TEST_IS_EXECUTABLE))
    g_set_error (error, APM_ERROR, APM_ERROR_FAILED,
                 _("Administrator rights cannot be asked for: “%s” is not installed"), helper);
  else
    return TRUE;

  return FALSE;
}

/**
 * apm_privilege_send:
 * @pidfds: (array length=n_pidfds): at most PRIVILEGED_MOST_TARGETS; borrowed
 *
 * Sends an order as one message.
 */
gboolean
apm_privilege_send (int           socket,
                    gconstpointer order,
                    gsize         order_size,
                    const int    *pidfds,
                    guint         n_pidfds,
                    GError      **error)
{
  union {
    struct cmsghdr align;
    char           bytes[CMSG_SPACE (sizeof (int) * PRIVILEGED_MOST_TARGETS)];
  } control = { 0 };
  const gsize size = sizeof (int) * n_pidfds;
  struct iovec part = { (void *) order, order_size };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,
                            .msg_control = &control, .msg_controllen = CMSG_SPACE (size) };
  struct cmsghdr *head = CMSG_FIRSTHDR (&message);

  g_return_val_if_fail (n_pidfds >= 1 && n_pidfds <= PRIVILEGED_MOST_TARGETS, FALSE);

  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN (size);
  memcpy (CMSG_DATA (head), pidfds, size);
  if (sendmsg (socket, &message, MSG_NOSIGNAL) == (gssize) order_size)
    return TRUE;
  apm_set_error_from_errno (error, errno, _("Cannot hand over the order"));

  return FALSE;
}

static gboolean
post_order (int           socket,
            GPtrArray    *targets,
            const Act    *act,
            ApmTuneScope  scope,
            GError      **error)
{
  g_autofree PrivilegedOrder *order = g_new0 (PrivilegedOrder, 1);
  int pidfds[PRIVILEGED_MOST_TARGETS];

  order->magic = PRIVILEGED_MAGIC;
  order->n_targets = targets->len;
  order->all_threads = scope == APM_TUNE_ALL_THREADS && act->kind != ACT_SIGNAL
                       && act->kind != ACT_OOM_SCORE && act->kind != ACT_LIMIT;
  order->act = *act;
  for (guint i = 0; i < targets->len; i++)
    {
      ApmTarget *target = g_ptr_array_index (targets, i);

      pidfds[i] = apm_target_get_pidfd (target);
      order->targets[i].pid = apm_target_get_pid (target);
      order->targets[i].tid = order->all_threads ? 0 : apm_target_get_tid (target);
      order->targets[i].start_ticks = apm_target_get_start_ticks (target);
    }

  return apm_privilege_send (socket, order, sizeof *order, pidfds, order->n_targets, error);
}

static void
set_answer_error (const PrivilegedAnswer *answer,
                  GError                **error)
{
  switch (answer->result)
    {
    case PRIVILEGED_OTHER:
      g_set_error (error, APM_ERROR, APM_ERROR_REUSED,
                   _("PID %d belongs to another process now: nothing was done to it"), answer->pid);
      break;
    case PRIVILEGED_GONE:
      g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("Process %d has already ended"), answer->pid);
      break;
    case PRIVILEGED_FAILED:
      apm_set_error_from_errno (error, answer->error, _("Even with administrator rights it was refused for process %d"),
                                answer->pid);
      break;
    case PRIVILEGED_BAD_CALLER:
      g_set_error_literal (error, APM_ERROR, APM_ERROR_DENIED,
                           _("The helper takes orders only from the user who was asked"));
      break;
    default:
      g_set_error_literal (error, APM_ERROR, APM_ERROR_INVALID, _("The helper does not know this order"));
    }
}

/**
 * apm_privilege_set_ended:
 * @process: has ended, without having said anything
 *
 * Sets @error to what that means.
 */
void
apm_privilege_set_ended (GSubprocess  *process,
                         GError      **error)
{
  int status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;

  if (status == PKEXEC_DISMISSED)
    g_set_error_literal (error, APM_ERROR, APM_ERROR_DENIED, _("Administrator rights were not given: nothing was done"));
  else if (status == PKEXEC_REFUSED)
    g_set_error_literal (error, APM_ERROR, APM_ERROR_DENIED,
                         _("Administrator rights were refused, or nobody could be asked for them: nothing was done"));
  else
    g_set_error_literal (error, APM_ERROR, APM_ERROR_CLOSED, _("The helper has ended without an answer"));
}

static void
on_ended (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr(GTask) task = data;
  GSubprocess *process = G_SUBPROCESS (object);
  Errand *errand = g_task_get_task_data (task);
  PrivilegedAnswer answer;
  GError *error = NULL;
  gssize length;

  if (!g_subprocess_wait_finish (process, result, &error))
    {
      g_subprocess_force_exit (process);
      g_task_return_error (task, error);
      return;
    }

  length = recv (errand->socket, &answer, sizeof answer, MSG_DONTWAIT);
  if (length != (gssize) sizeof answer || answer.magic != PRIVILEGED_MAGIC)
    apm_privilege_set_ended (process, &error);
  else if (answer.result != PRIVILEGED_DONE && answer.n_done == 0)
    set_answer_error (&answer, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, answer.n_done);
}

/**
 * apm_privilege_launch:
 * @mode: the helper's only argument; the policy has an action for each
 * @launcher: (nullable): what goes before the helper's path; %NULL for pkexec
 * @socket: (transfer full): becomes the helper's standard input
 */
GSubprocess *
apm_privilege_launch (const char         *mode,
                      const char *const  *launcher,
                      int                 socket,
                      GError            **error)
{
  g_autoptr(GSubprocessLauncher) start = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);

  g_subprocess_launcher_take_stdin_fd (start, socket);
  if (launcher == NULL && !apm_privilege_is_there (error))
    return NULL;
  if (launcher == NULL)
    launcher = pkexec;

  for (guint i = 0; launcher[i]; i++)
    g_ptr_array_add (argv, g_strdup (launcher[i]));
  g_ptr_array_add (argv, apm_paths_dup_helper ("apm-privileged"));
  g_ptr_array_add (argv, g_strdup (mode));
  g_ptr_array_add (argv, NULL);

  return g_subprocess_launcher_spawnv (start, (const char *const *) argv->pdata, error);
}

static GSubprocess *
start (Errand            *errand,
       GPtrArray         *targets,
       ApmTuneScope       scope,
       const char *const *launcher,
       GError           **error)
{
  int sockets[2];

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
    {
      apm_set_error_from_errno (error, errno, _("Cannot hand over the order"));
      return NULL;
    }
  errand->socket = sockets[0];
  if (!post_order (errand->socket, targets, &errand->act, scope, error))
    {
      close (sockets[1]);
      return NULL;
    }

  return apm_privilege_launch ("act", launcher, sockets[1], error);
}

/**
 * apm_privilege_act_async:
 * @targets: (element-type ApmTarget): borrowed for the call
 * @scope: for what threads have each of their own
 * @launcher: (nullable): what goes before the helper's path; %NULL for pkexec
 *
 * Does @act to each of @targets. Cancelling ends the question.
 */
void
apm_privilege_act_async (GPtrArray           *targets,
                         const Act           *act,
                         ApmTuneScope         scope,
                         const char *const   *launcher,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(GSubprocess) process = NULL;
  Errand *errand = g_new0 (Errand, 1);
  GError *error = NULL;

  g_return_if_fail (targets != NULL && act != NULL);

  errand->socket = -1;
  errand->act = *act;
  g_task_set_task_data (task, errand, (GDestroyNotify) errand_free);
  g_task_set_source_tag (task, apm_privilege_act_async);

  if (targets->len == 0 || targets->len > PRIVILEGED_MOST_TARGETS)
    g_set_error (&error, APM_ERROR, APM_ERROR_INVALID,
                 _("With administrator rights it can be done to %d processes at a time"), PRIVILEGED_MOST_TARGETS);
  else
    process = start (errand, targets, scope, launcher, &error);

  if (process)
    g_subprocess_wait_async (process, cancellable, on_ended, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * apm_privilege_act_finish:
 * @n_done: (out) (optional): to how many of the targets it was done
 *
 * Errors: %APM_ERROR_DENIED where the rights were not given, %APM_ERROR_REUSED,
 * %APM_ERROR_GONE, %APM_ERROR_FAILED; only if it was done to none.
 */
gboolean
apm_privilege_act_finish (GAsyncResult *result,
                          guint        *n_done,
                          GError      **error)
{
  gssize done;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  done = g_task_propagate_int (G_TASK (result), error);
  if (n_done)
    *n_done = MAX (done, 0);

  return done > 0;
}
