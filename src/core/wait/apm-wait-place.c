/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-place.h"

#include "apm-paths.h"
#include "apm-text.h"
#include "apm-wait-call.h"
#include "apm-wait-task.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* How long apm-stack may take for one chain; it gives up by itself a little earlier. */
#define LIMIT_US (1500 * G_GINT64_CONSTANT (1000))

#define MOST_ASKED 64
#define MOST_KEPT 1024

/* A thread while it sleeps: it has left a CPU so often, and not since. */
typedef struct {
  int     pid, tid;
  guint64 start_ticks;
  gint64  switches;
  char   *function;      /* NULL: it could not be told */
  char   *source;
} Place;

struct _ApmWaitPlaces
{
  gatomicrefcount refs;
  GMutex          mutex;
  GHashTable     *places;    /* of Place, by thread */
  guint           n_asked;
};

static guint
hash_place (gconstpointer data)
{
  return (guint) ((const Place *) data)->tid;
}

static gboolean
equal_places (gconstpointer a,
              gconstpointer b)
{
  const Place *one = a, *other = b;

  return one->pid == other->pid && one->tid == other->tid && one->start_ticks == other->start_ticks;
}

static void
place_free (gpointer data)
{
  Place *place = data;

  g_free (place->function);
  g_free (place->source);
  g_free (place);
}

/**
 * apm_wait_places_new:
 *
 * May be used by several threads.
 */
ApmWaitPlaces *
apm_wait_places_new (void)
{
  ApmWaitPlaces *self = g_new0 (ApmWaitPlaces, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  self->places = g_hash_table_new_full (hash_place, equal_places, place_free, NULL);

  return self;
}

ApmWaitPlaces *
apm_wait_places_ref (ApmWaitPlaces *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_wait_places_unref (ApmWaitPlaces *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_hash_table_unref (self->places);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * apm_wait_places_get_n_asked:
 *
 * Returns: of how many threads the stack was read; that of those known is not
 */
guint
apm_wait_places_get_n_asked (ApmWaitPlaces *self)
{
  return self->n_asked;
}

/* Returns: whether it still is in the call that the node tells of; fills in @place */
static gboolean
identify (int                 proc_fd,
          const ApmWaitChain *chain,
          const ApmWaitNode  *node,
          Place              *place)
{
  const ApmWaitProcess *process = apm_wait_pass_find_process (chain->pass, node->pid);
  ApmCallState state;
  ApmCall call;

  /* Which event loop is idle where is of no use to anybody but who asks for it. */
  if (process == NULL || node->wait == NULL || node->tid == 0 || node->wait->call[8] == 0
      || (node->depth > 0 && node->wait->flags & APM_WAIT_IDLE))
    return FALSE;

  *place = (Place) { .pid = node->pid, .tid = node->tid, .start_ticks = process->start_ticks };
  place->switches = apm_wait_task_read_switches (proc_fd, node->tid);

  return place->switches >= 0 && apm_call_read (proc_fd, node->tid, &call, &state, NULL) == 0
         && state == APM_CALL_BLOCKED && call.sp == node->wait->call[7] && call.pc == node->wait->call[8]
         && (guint64) (gint64) call.number == node->wait->call[0];
}

/* All that @fd gives until its end, or until it is too late. */
static GString *
read_until (int    fd,
            gint64 deadline_us)
{
  GString *text = g_string_new (NULL);

  for (;;)
    {
      struct pollfd polled = { .fd = fd, .events = POLLIN };
      gint64 left_us = deadline_us - g_get_monotonic_time ();
      char bytes[4096];
      gssize length;

      if (left_us <= 0 || poll (&polled, 1, (int) (left_us / 1000) + 1) <= 0)
        break;
      length = read (fd, bytes, sizeof bytes);
      if (length <= 0)
        break;
      g_string_append_len (text, bytes, length);
    }

  return text;
}

static char *
run_helper (const GArray *wanted)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GSubprocess) process = NULL;
  GString *text;

  g_ptr_array_add (argv, apm_paths_dup_helper ("apm-stack"));
  g_ptr_array_add (argv, g_strdup ("--asleep"));
  for (guint i = 0; i < wanted->len; i++)
    {
      const Place *place = &g_array_index (wanted, Place, i);

      g_ptr_array_add (argv, g_strdup_printf ("%d", place->pid));
      g_ptr_array_add (argv, g_strdup_printf ("%" G_GUINT64_FORMAT, place->start_ticks));
      g_ptr_array_add (argv, g_strdup_printf ("%d", place->tid));
      g_ptr_array_add (argv, g_strdup_printf ("%" G_GINT64_FORMAT, place->switches));
    }
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  if (process == NULL)
    return NULL;
  text = read_until (g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (process))),
                     g_get_monotonic_time () + LIMIT_US);
  g_subprocess_force_exit (process);

  return g_string_free (text, FALSE);
}

static Place *
find_wanted (const GArray *wanted,
             int           tid)
{
  for (guint i = 0; i < wanted->len; i++)
    if (g_array_index (wanted, Place, i).tid == tid)
      return &g_array_index (wanted, Place, i);

  return NULL;
}

/* "caller TID FUNCTION SOURCE"; a line that was cut short is none. */
static void
take_line (const GArray *wanted,
           const char   *line)
{
  g_auto(GStrv) parts = g_strsplit (line, "\t", -1);
  Place *place;

  if (g_strv_length (parts) != 4 || strcmp (parts[0], "caller") != 0)
    return;
  place = find_wanted (wanted, (int) g_ascii_strtoll (parts[1], NULL, 10));
  if (place == NULL || place->function)
    return;
  place->function = apm_text_to_utf8 (parts[2], -1);
  place->source = *parts[3] ? apm_text_to_utf8 (parts[3], -1) : NULL;
}

/* Who could not be told is remembered too: it is not asked again and again. */
static void
ask (ApmWaitPlaces *self,
     GArray        *wanted)
{
  g_autofree char *text = run_helper (wanted);
  char *end = text;

  for (char *line = text; line && (end = strchr (line, '\n')); line = end + 1)
    {
      *end = '\0';
      take_line (wanted, line);
    }
  self->n_asked += wanted->len;
  if (g_hash_table_size (self->places) + wanted->len > MOST_KEPT)
    g_hash_table_remove_all (self->places);
  for (guint i = 0; i < wanted->len; i++)
    g_hash_table_add (self->places, g_memdup2 (&g_array_index (wanted, Place, i), sizeof (Place)));
}

static const Place *
find_kept (ApmWaitPlaces *self,
           const Place   *place)
{
  const Place *kept = g_hash_table_lookup (self->places, place);

  return kept && kept->switches == place->switches ? kept : NULL;
}

/**
 * apm_wait_places_read:
 *
 * Sets @function and @source of those nodes of @chain whose thread sleeps on in its
 * call and whose stack can be told; the others stay as they are. It takes no longer
 * than a second and a half, and nothing where all are known.
 */
void
apm_wait_places_read (ApmWaitPlaces *self,
                      ApmWaitChain  *chain)
{
  g_autoptr(GArray) wanted = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr(GArray) meant = g_array_sized_new (FALSE, TRUE, sizeof (Place), chain->nodes->len);
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  g_array_set_size (meant, chain->nodes->len);
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < chain->nodes->len; i++)
    {
      Place *place = &g_array_index (meant, Place, i);

      if (!identify (proc_fd, chain, apm_wait_chain_get_node (chain, i), place))
        place->tid = 0;
      else if (find_kept (self, place) == NULL && wanted->len < MOST_ASKED)
        g_array_append_val (wanted, *place);
    }
  close (proc_fd);

  if (wanted->len > 0)
    ask (self, wanted);
  for (guint i = 0; i < chain->nodes->len; i++)
    {
      ApmWaitNode *node = &g_array_index (chain->nodes, ApmWaitNode, i);
      const Place *place = &g_array_index (meant, Place, i);
      const Place *kept = place->tid ? find_kept (self, place) : NULL;

      if (kept == NULL || kept->function == NULL || node->function)
        continue;
      node->function = g_strdup (kept->function);
      node->source = g_strdup (kept->source);
    }
  g_mutex_unlock (&self->mutex);
}
