/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-transcripts.h"

#include "apm-process.h"

ApmTranscripts *
apm_transcripts_new (void)
{
  return g_queue_new ();
}

void
apm_transcripts_free (ApmTranscripts *self)
{
  g_queue_free_full (self, g_object_unref);
}

/**
 * apm_transcripts_add:
 *
 * The one that is let go for it is the oldest of a child that has ended, else the
 * oldest.
 *
 * Returns: (transfer none)
 */
ApmTranscript *
apm_transcripts_add (ApmTranscripts *self,
                     ApmChild       *child)
{
  ApmTranscript *transcript = apm_transcript_new (child);
  GList *oldest = self->tail;

  g_queue_push_head (self, transcript);
  if (self->length <= APM_TRANSCRIPTS_KEPT)
    return transcript;

  while (oldest && !apm_child_get_ended (apm_transcript_get_child (oldest->data)))
    oldest = oldest->prev;
  if (oldest == NULL)
    oldest = self->tail;
  g_object_unref (oldest->data);
  g_queue_delete_link (self, oldest);

  return transcript;
}

/**
 * apm_transcripts_find:
 * @key: as apm_process_key() makes it
 *
 * Returns: (transfer none) (nullable)
 */
ApmTranscript *
apm_transcripts_find (ApmTranscripts *self,
                      guint64         key)
{
  for (GList *link = self->head; link; link = link->next)
    {
      ApmChild *child = apm_transcript_get_child (link->data);

      if (apm_process_pack_key (apm_child_get_pid (child), apm_child_get_started_us (child)) == key)
        return link->data;
    }

  return NULL;
}
