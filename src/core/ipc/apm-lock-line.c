/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lock-line.h"

#include <stdio.h>
#include <string.h>

static const struct { const char *kernel; ApmLockKind kind; } kinds[] = {
  { "FLOCK", APM_LOCK_FLOCK },
  { "POSIX", APM_LOCK_POSIX },
  { "OFDLCK", APM_LOCK_OFD },
  { "LEASE", APM_LOCK_LEASE },
  { "DELEG", APM_LOCK_LEASE },
};

static const struct { const char *kernel; const char *word; } modes[] = {
  { "READ", "read" },
  { "WRITE", "write" },
  { "NONE", "none" },
  { "UNLCK", "none" },
  { "RW", "write" },
};

static const char *const kind_words[] = {
  [APM_LOCK_FLOCK] = "flock",
  [APM_LOCK_POSIX] = "posix",
  [APM_LOCK_OFD] = "ofd",
  [APM_LOCK_LEASE] = "lease",
};

/* "fd:00:2531452", or "<none>:0" of one who waits for a lease. */
static gboolean
parse_file (ApmLockLine *line,
            const char  *text)
{
  if (strcmp (text, "<none>:0") == 0)
    return TRUE;

  return sscanf (text, "%x:%x:%" G_GUINT64_FORMAT, &line->major, &line->minor, &line->inode) == 3;
}

static gboolean
parse_offset (const char *text,
              gint64     *offset)
{
  if (strcmp (text, "EOF") == 0)
    {
      *offset = G_MAXINT64;
      return TRUE;
    }

  return g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, offset, NULL);
}

static gboolean
parse_words (ApmLockLine *line,
             const char  *kind,
             const char  *mode)
{
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kind, kinds[i].kernel) == 0)
      {
        line->kind = kinds[i].kind;
        known = TRUE;
      }
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (strcmp (mode, modes[i].kernel) == 0)
      line->mode = modes[i].word;

  return known && line->mode != NULL;
}

/**
 * apm_lock_line_parse:
 * @text: "1: FLOCK  ADVISORY  WRITE 700 00:18:702 0 EOF"; of those who wait "->" stands
 *   before the kind, further to the right the later they came
 *
 * Returns: whether it was whole
 */
gboolean
apm_lock_line_parse (ApmLockLine *line,
                     const char  *text)
{
  char kind[16], state[16], mode[16], file[64], start[32], end[32];
  int read = 0;

  *line = (ApmLockLine) { 0 };
  if (sscanf (text, "%u:%n", &line->number, &read) != 1 || read == 0)
    return FALSE;
  text += read;
  text += strspn (text, " ");
  line->waits = g_str_has_prefix (text, "->");
  if (line->waits)
    text += strlen ("->");
  if (sscanf (text, "%15s %15s %15s %d %63s %31s %31s", kind, state, mode, &line->pid, file, start, end) != 7)
    return FALSE;

  line->breaking = strcmp (state, "BREAKING") == 0;

  return parse_words (line, kind, mode) && parse_file (line, file) && parse_offset (start, &line->start) &&
         parse_offset (end, &line->end);
}

/**
 * apm_lock_line_is_same:
 *
 * Returns: whether both tell of one lock; their numbers do not count
 */
gboolean
apm_lock_line_is_same (const ApmLockLine *a,
                       const ApmLockLine *b)
{
  return a->kind == b->kind && a->mode == b->mode && a->pid == b->pid && a->inode == b->inode &&
         a->major == b->major && a->minor == b->minor && a->start == b->start && a->end == b->end;
}

/**
 * apm_lock_kind_word:
 *
 * Returns: (transfer none): the word of exports, "flock"
 */
const char *
apm_lock_kind_word (ApmLockKind kind)
{
  return kind_words[kind];
}

gboolean
apm_object_can_be_locked (ApmObjectKind kind)
{
  return kind == APM_OBJECT_FILE || kind == APM_OBJECT_DIRECTORY || kind == APM_OBJECT_MEMORY ||
         kind == APM_OBJECT_DEVICE || kind == APM_OBJECT_FIFO;
}
