/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-transcript.h"

#include <string.h>

struct _ApmTranscript
{
  GObject parent_instance;
  ApmChild *child;
  ApmTranscriptLine lines[APM_TRANSCRIPT_LINES];   /* a ring */
  guint first, n_lines;
  guint64 n_gone;
  GString *partial[2];   /* what came behind the last newline of each output */
};

G_DEFINE_FINAL_TYPE (ApmTranscript, apm_transcript, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
apm_transcript_finalize (GObject *object)
{
  ApmTranscript *self = APM_TRANSCRIPT (object);

  for (guint i = 0; i < APM_TRANSCRIPT_LINES; i++)
    g_free (self->lines[i].text);
  g_string_free (self->partial[0], TRUE);
  g_string_free (self->partial[1], TRUE);

  G_OBJECT_CLASS (apm_transcript_parent_class)->finalize (object);
}

static void
apm_transcript_dispose (GObject *object)
{
  ApmTranscript *self = APM_TRANSCRIPT (object);

  if (self->child)
    g_signal_handlers_disconnect_by_data (self->child, self);
  g_clear_object (&self->child);

  G_OBJECT_CLASS (apm_transcript_parent_class)->dispose (object);
}

static void
apm_transcript_class_init (ApmTranscriptClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_transcript_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_transcript_finalize;

  /**
   * ApmTranscript::changed:
   *
   * Lines came, or the child has ended.
   */
  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_TRANSCRIPT, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
apm_transcript_init (ApmTranscript *self)
{
  self->partial[0] = g_string_new (NULL);
  self->partial[1] = g_string_new (NULL);
}

/* What can be shown of a line: control characters are made visible, those that
 * colour a terminal are left out. */
static char *
clean_line (const char *bytes,
            gsize       n_bytes)
{
  g_autofree char *text = g_utf8_make_valid (bytes, n_bytes);
  GString *clean = g_string_sized_new (n_bytes);

  for (const char *p = text; *p; p++)
    {
      guchar c = *p;

      if (c == 0x1b && p[1] == '[')
        {
          for (p += 2; *p && (*p < 0x40 || *p > 0x7e); p++)
            ;
          if (*p == '\0')
            break;
        }
      else if (c == '\r' && p[1] == '\0')
        break;
      else if ((c < 0x20 && c != '\t') || c == 0x7f)
        g_string_append_unichar (clean, c == 0x7f ? 0x2421 : 0x2400 + c);
      else
        g_string_append_c (clean, c);
    }

  return g_string_free (clean, FALSE);
}

static void
add_line (ApmTranscript *self,
          gboolean       is_stderr,
          const char    *bytes,
          gsize          n_bytes)
{
  guint index = (self->first + self->n_lines) % APM_TRANSCRIPT_LINES;
  ApmTranscriptLine *line = &self->lines[index];

  if (self->n_lines == APM_TRANSCRIPT_LINES)
    {
      self->first = (self->first + 1) % APM_TRANSCRIPT_LINES;
      self->n_gone++;
    }
  else
    self->n_lines++;

  g_free (line->text);
  line->text = clean_line (bytes, n_bytes);
  line->is_stderr = is_stderr;
}

static void
flush_partial (ApmTranscript *self,
               gboolean       is_stderr)
{
  GString *partial = self->partial[is_stderr];

  if (partial->len == 0)
    return;

  add_line (self, is_stderr, partial->str, partial->len);
  g_string_truncate (partial, 0);
}

/* How much of a long line makes one: not too long to lay out, and no character cut. */
static gsize
piece_length (const char *bytes,
              gsize       n_bytes)
{
  gsize n = MIN (n_bytes, APM_TRANSCRIPT_LINE_BYTES);

  while (n < n_bytes && n > APM_TRANSCRIPT_LINE_BYTES - 4 && ((guchar) bytes[n] & 0xc0) == 0x80)
    n--;

  return n;
}

static void
add_pieces (ApmTranscript *self,
            gboolean       is_stderr,
            const char    *bytes,
            gsize          n_bytes)
{
  do
    {
      gsize n = piece_length (bytes, n_bytes);

      add_line (self, is_stderr, bytes, n);
      bytes += n;
      n_bytes -= n;
    }
  while (n_bytes > 0);
}

static guint
count_lines (const char *bytes,
             const char *end)
{
  guint n = 0;

  while ((bytes = memchr (bytes, '\n', end - bytes)))
    {
      bytes++;
      n++;
    }

  return n;
}

/**
 * apm_transcript_add:
 * @bytes: any bytes; a line ends at a newline, in this call or a later one
 *
 * Of a flood only the lines that will be kept cost more than being counted.
 */
void
apm_transcript_add (ApmTranscript *self,
                    gboolean       is_stderr,
                    const char    *bytes,
                    gsize          n_bytes)
{
  const char *end = bytes + n_bytes, *newline;
  GString *partial;
  guint n_lines;

  g_return_if_fail (APM_IS_TRANSCRIPT (self));

  is_stderr = !!is_stderr;
  partial = self->partial[is_stderr];
  for (n_lines = count_lines (bytes, end); n_lines > 0; n_lines--, bytes = newline + 1)
    {
      newline = memchr (bytes, '\n', end - bytes);
      if (n_lines > APM_TRANSCRIPT_LINES)
        self->n_gone++;
      else if (partial->len == 0)
        add_pieces (self, is_stderr, bytes, newline - bytes);
      else
        {
          g_string_append_len (partial, bytes, newline - bytes);
          add_pieces (self, is_stderr, partial->str, partial->len);
        }
      g_string_truncate (partial, 0);
    }

  g_string_append_len (partial, bytes, end - bytes);
  while (partial->len > APM_TRANSCRIPT_LINE_BYTES)
    {
      gsize n = piece_length (partial->str, partial->len);

      add_line (self, is_stderr, partial->str, n);
      g_string_erase (partial, 0, n);
    }

  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_output (ApmChild      *child,
           gboolean       is_stderr,
           GBytes        *batch,
           ApmTranscript *self)
{
  gsize n_bytes;
  const char *bytes = g_bytes_get_data (batch, &n_bytes);

  apm_transcript_add (self, is_stderr, bytes, n_bytes);
}

static void
on_ended (ApmChild      *child,
          int            wait_status,
          ApmTranscript *self)
{
  flush_partial (self, FALSE);
  flush_partial (self, TRUE);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * apm_transcript_new:
 * @child: (nullable): just started
 */
ApmTranscript *
apm_transcript_new (ApmChild *child)
{
  ApmTranscript *self = g_object_new (APM_TYPE_TRANSCRIPT, NULL);

  g_return_val_if_fail (child == NULL || APM_IS_CHILD (child), self);

  if (g_set_object (&self->child, child))
    {
      g_signal_connect (child, "output", G_CALLBACK (on_output), self);
      g_signal_connect (child, "ended", G_CALLBACK (on_ended), self);
    }

  return self;
}

ApmChild *
apm_transcript_get_child (ApmTranscript *self)
{
  g_return_val_if_fail (APM_IS_TRANSCRIPT (self), NULL);

  return self->child;
}

/* How many lines were let go; the first line kept is the one after them. */
guint64
apm_transcript_get_n_gone (ApmTranscript *self)
{
  g_return_val_if_fail (APM_IS_TRANSCRIPT (self), 0);

  return self->n_gone;
}

guint
apm_transcript_get_n_kept (ApmTranscript *self)
{
  g_return_val_if_fail (APM_IS_TRANSCRIPT (self), 0);

  return self->n_lines;
}

/**
 * apm_transcript_get_line:
 * @index: below apm_transcript_get_n_kept()
 *
 * Returns: (transfer none): valid until the main loop turns
 */
const ApmTranscriptLine *
apm_transcript_get_line (ApmTranscript *self,
                         guint          index)
{
  g_return_val_if_fail (APM_IS_TRANSCRIPT (self), NULL);
  g_return_val_if_fail (index < self->n_lines, NULL);

  return &self->lines[(self->first + index) % APM_TRANSCRIPT_LINES];
}

/**
 * apm_transcript_dup_partial:
 *
 * Returns: (transfer full) (nullable): what has come of a line that has not ended
 *   yet, such as a prompt
 */
char *
apm_transcript_dup_partial (ApmTranscript *self,
                            gboolean       is_stderr)
{
  GString *partial;

  g_return_val_if_fail (APM_IS_TRANSCRIPT (self), NULL);

  partial = self->partial[!!is_stderr];

  return partial->len > 0 ? clean_line (partial->str, partial->len) : NULL;
}
