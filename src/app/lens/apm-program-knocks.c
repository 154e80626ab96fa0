/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-program-private.h"

/* Lines whose operations are left out, of this run and the next. */

typedef struct {
  char *path;
  guint line;
} Knock;

static void
knock_free (gpointer data)
{
  Knock *knock = data;

  g_free (knock->path);
  g_free (knock);
}

GPtrArray *
apm_program_knocks_new (void)
{
  return g_ptr_array_new_with_free_func (knock_free);
}

static gboolean
find (ApmProgram *self,
      const char *path,
      guint       line,
      guint      *place)
{
  for (*place = 0; *place < self->knocks->len; ++*place)
    {
      const Knock *knock = self->knocks->pdata[*place];

      if (knock->line == line && g_str_equal (knock->path, path))
        return TRUE;
    }

  return FALSE;
}

static void
order (ApmProgram *self,
       const char *path,
       guint       line,
       gboolean    knocked)
{
  g_autofree char *name = g_path_get_basename (path);

  apm_lens_knock_line (self->lens, name, line, knocked);
}

/**
 * apm_program_set_knocked:
 * @path: of the source
 *
 * Leaves out the operations that are called in that line, or does them again; from
 * now on, and from the beginning of the next run.
 */
void
apm_program_set_knocked (ApmProgram *self,
                         const char *path,
                         guint       line,
                         gboolean    knocked)
{
  guint place;
  gboolean found;

  g_return_if_fail (APM_IS_PROGRAM (self) && path != NULL);

  found = find (self, path, line, &place);
  if (!found == !knocked)
    return;

  if (found)
    g_ptr_array_remove_index (self->knocks, place);
  else
    {
      Knock *knock = g_new (Knock, 1);

      *knock = (Knock) { g_strdup (path), line };
      g_ptr_array_add (self->knocks, knock);
    }
  if (self->lens)
    order (self, path, line, knocked);
  g_signal_emit (self, apm_program_signals[APM_PROGRAM_SEEN], 0);
}

gboolean
apm_program_is_knocked (ApmProgram *self,
                        const char *path,
                        guint       line)
{
  guint place;

  g_return_val_if_fail (APM_IS_PROGRAM (self) && path != NULL, FALSE);

  return find (self, path, line, &place);
}

/**
 * apm_program_start_lens:
 *
 * Starts it; where lines are left out it is held until they are found.
 */
ApmLens *
apm_program_start_lens (ApmProgram      *self,
                        const ApmSpawn  *spawn,
                        GError         **error)
{
  ApmLensTap tap = { .is_paused = TRUE };

  if (self->knocks->len == 0)
    return apm_lens_start (spawn, error);

  self->lens = apm_lens_start_tapped (spawn, &tap, error);
  for (guint i = 0; self->lens && i < self->knocks->len; i++)
    {
      const Knock *knock = self->knocks->pdata[i];

      order (self, knock->path, knock->line, TRUE);
    }
  if (self->lens)
    apm_lens_resume_knocked (self->lens);

  return self->lens;
}
