/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-measure.h"

#include "apm-child.h"
#include "apm-error.h"
#include "apm-paths.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <signal.h>
#include <string.h>

struct _ApmMeasure
{
  GObject parent_instance;

  GPtrArray *kinds;       /* borrowed names */
  guint message_bytes;
  double seconds;
  ApmChild *child;
  GString *pending;       /* the beginning of a line */
  GPtrArray *rows;        /* of ApmMeasured */
  gboolean ended;
};

G_DEFINE_FINAL_TYPE (ApmMeasure, apm_measure, G_TYPE_OBJECT)

enum { MEASURED, ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

#define FIELD(name, type) { #name, type, G_STRUCT_OFFSET (ApmMeasured, name), 0, 0 }

const ApmField apm_measured_fields[] = {
  FIELD (kind, APM_FIELD_STRING),
  FIELD (message_bytes, APM_FIELD_UINT),
  FIELD (round_trip_ns, APM_FIELD_INT64),
  FIELD (round_trip_99_ns, APM_FIELD_INT64),
  FIELD (messages_per_s, APM_FIELD_DOUBLE),
  FIELD (bytes_per_s, APM_FIELD_DOUBLE),
  FIELD (problem, APM_FIELD_STRING),
  { NULL }
};

static const char *const kinds[] = {
  "pipe", "fifo", "stream", "seqpacket", "datagram", "queue", "ring", "signal", "eventfd", NULL
};

static const char *const titles[] = {
  N_("Pipe"),
  N_("FIFO"),
  N_("Unix socket, stream"),
  N_("Unix socket, packets"),
  N_("Unix socket, datagrams"),
  N_("Message queue"),
  N_("Shared memory and semaphores"),
  N_("Signal with a number"),
  N_("eventfd"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == G_N_ELEMENTS (titles) + 1);

static void
measured_free (gpointer data)
{
  ApmMeasured *measured = data;

  g_free (measured->kind);
  g_free (measured->title);
  g_free (measured->problem);
  g_free (measured);
}

/**
 * apm_measure_get_kinds:
 *
 * Returns: (transfer none) (array zero-terminated=1): all that can be measured
 */
const char *const *
apm_measure_get_kinds (void)
{
  return kinds;
}

/**
 * apm_measure_get_title:
 *
 * Returns: (nullable): in the user's language; %NULL: there is no such kind
 */
const char *
apm_measure_get_title (const char *kind)
{
  for (guint i = 0; kinds[i]; i++)
    if (strcmp (kinds[i], kind) == 0)
      return _(titles[i]);

  return NULL;
}

static void
apm_measure_dispose (GObject *object)
{
  ApmMeasure *self = APM_MEASURE (object);

  if (self->child && !self->ended)
    apm_child_signal (self->child, SIGKILL, TRUE, NULL);
  g_clear_object (&self->child);

  G_OBJECT_CLASS (apm_measure_parent_class)->dispose (object);
}

static void
apm_measure_finalize (GObject *object)
{
  ApmMeasure *self = APM_MEASURE (object);

  g_ptr_array_unref (self->kinds);
  g_ptr_array_unref (self->rows);
  g_string_free (self->pending, TRUE);

  G_OBJECT_CLASS (apm_measure_parent_class)->finalize (object);
}

static void
apm_measure_class_init (ApmMeasureClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_measure_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_measure_finalize;
  signals[MEASURED] = g_signal_new ("measured", APM_TYPE_MEASURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENDED] = g_signal_new ("ended", APM_TYPE_MEASURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
apm_measure_init (ApmMeasure *self)
{
  self->kinds = g_ptr_array_new ();
  self->rows = g_ptr_array_new_with_free_func (measured_free);
  self->pending = g_string_new (NULL);
}

/**
 * apm_measure_new:
 * @names: (nullable): of apm_measure_get_kinds(); others are left out; %NULL: all
 * @message_bytes: 1 to 16 MiB; a signal and an eventfd have a size of their own
 * @seconds: for each kind, there and back, and as long again one way: up to 60
 */
ApmMeasure *
apm_measure_new (const char *const *names,
                 guint              message_bytes,
                 double             seconds)
{
  ApmMeasure *self = g_object_new (APM_TYPE_MEASURE, NULL);

  for (guint i = 0; kinds[i]; i++)
    if (names == NULL || g_strv_contains (names, kinds[i]))
      g_ptr_array_add (self->kinds, (char *) kinds[i]);
  self->message_bytes = message_bytes;
  self->seconds = seconds;

  return self;
}

static char *
dup_problem (int saved_errno)
{
  if (saved_errno == EMSGSIZE || saved_errno == EINVAL)
    return g_strdup (_("Takes no messages of this size"));
  if (saved_errno == ENOSYS)
    return g_strdup (_("This kernel has none"));
  if (saved_errno == EMFILE || saved_errno == ENOSPC)
    return g_strdup (_("A limit of this system is reached"));

  return g_strdup (g_strerror (saved_errno));
}

static gint64
get_number (char **words,
            guint  i)
{
  return g_ascii_strtoll (words[i], NULL, 10);
}

static void
take_line (ApmMeasure *self,
           const char *line)
{
  g_auto(GStrv) words = g_strsplit (line, "\t", -1);
  guint n = g_strv_length (words);
  gboolean failed = n == 3 && strcmp (words[0], "failed") == 0;
  ApmMeasured *measured;

  if (!failed && (n != 8 || strcmp (words[0], "measured") != 0))
    return;
  measured = g_new0 (ApmMeasured, 1);
  measured->kind = g_strdup (words[1]);
  measured->title = g_strdup (apm_measure_get_title (words[1]));
  measured->message_bytes = failed ? self->message_bytes : (guint) get_number (words, 2);
  measured->round_trip_ns = measured->round_trip_99_ns = G_MININT64;
  measured->messages_per_s = measured->bytes_per_s = NAN;
  if (failed)
    measured->problem = dup_problem ((int) get_number (words, 2));
  else
    {
      measured->round_trip_ns = get_number (words, 4);
      measured->round_trip_99_ns = get_number (words, 5);
      measured->messages_per_s = get_number (words, 6) * 1e9 / MAX (get_number (words, 7), 1);
      measured->bytes_per_s = measured->messages_per_s * measured->message_bytes;
    }
  g_ptr_array_add (self->rows, measured);
  g_signal_emit (self, signals[MEASURED], 0);
}

static void
on_output (ApmMeasure *self,
           gboolean    is_stderr,
           GBytes     *batch,
           ApmChild   *child)
{
  char *end;

  if (is_stderr)
    return;
  g_string_append_len (self->pending, g_bytes_get_data (batch, NULL), (gssize) g_bytes_get_size (batch));
  while ((end = strchr (self->pending->str, '\n')))
    {
      g_autofree char *line = g_strndup (self->pending->str, (gsize) (end - self->pending->str));

      g_string_erase (self->pending, 0, end - self->pending->str + 1);
      take_line (self, line);
    }
}

static void
on_ended (ApmMeasure *self,
          int         wait_status,
          ApmChild   *child)
{
  self->ended = TRUE;
  g_signal_emit (self, signals[ENDED], 0);
}

/**
 * apm_measure_start:
 *
 * Returns: %FALSE with a sentence where it cannot be started
 */
gboolean
apm_measure_start (ApmMeasure  *self,
                   GError     **error)
{
  g_autofree char *program = apm_paths_dup_helper ("apm-measure");
  g_autofree char *bytes = g_strdup_printf ("%u", self->message_bytes);
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  ApmSpawn spawn = { .ends_with_us = TRUE };

  g_return_val_if_fail (APM_IS_MEASURE (self) && self->child == NULL, FALSE);

  g_ptr_array_add (argv, program);
  g_ptr_array_add (argv, bytes);
  g_ptr_array_add (argv, g_ascii_dtostr (seconds, sizeof seconds, self->seconds));
  for (guint i = 0; i < self->kinds->len; i++)
    g_ptr_array_add (argv, self->kinds->pdata[i]);
  g_ptr_array_add (argv, NULL);
  spawn.argv = (const char *const *) argv->pdata;
  self->child = apm_child_spawn (&spawn, error);
  if (!self->child)
    return FALSE;
  g_signal_connect_object (self->child, "output", G_CALLBACK (on_output), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->child, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);

  return TRUE;
}

/**
 * apm_measure_cancel:
 *
 * Ends it at once; what was measured stays. ::ended follows.
 */
void
apm_measure_cancel (ApmMeasure *self)
{
  g_return_if_fail (APM_IS_MEASURE (self));

  if (self->child && !self->ended)
    apm_child_signal (self->child, SIGKILL, TRUE, NULL);
}

gboolean
apm_measure_is_ended (ApmMeasure *self)
{
  g_return_val_if_fail (APM_IS_MEASURE (self), FALSE);

  return self->ended;
}

/**
 * apm_measure_get_rows:
 *
 * Returns: (transfer none) (element-type ApmMeasured): those measured so far
 */
const GPtrArray *
apm_measure_get_rows (ApmMeasure *self)
{
  g_return_val_if_fail (APM_IS_MEASURE (self), NULL);

  return self->rows;
}

/**
 * apm_measure_get_n:
 *
 * Returns: how many kinds it measures in all
 */
guint
apm_measure_get_n (ApmMeasure *self)
{
  g_return_val_if_fail (APM_IS_MEASURE (self), 0);

  return self->kinds->len;
}
