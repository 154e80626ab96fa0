/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-play-lanes.h"

#include <string.h>

/* What the timeline asks for in a thread: never changed once it is made. */
typedef struct {
  GPtrArray *lanes;      /* of char *, by lane */
  GPtrArray *objects;    /* of char *, by number */
  GPtrArray *places;     /* of char *, by step; may be NULL */
} Names;

typedef struct {
  const ApmPlay *play;
  Names *names;
  GHashTable *objects;   /* text → 1 + number */
  GArray *spans;         /* of ApmSpan */
  GHashTable *kinds;     /* text → ApmLensKind, of what has been seen */
} Lanes;

static const struct {
  const char *operation;
  guint8 kind;
} kinds[] = {
  { "cond-wait", APM_LENS_COND }, { "cond-wake", APM_LENS_COND }, { "signal", APM_LENS_COND },
  { "broadcast", APM_LENS_COND }, { "sem-wait", APM_LENS_SEMAPHORE }, { "sem-post", APM_LENS_SEMAPHORE },
  { "rdlock", APM_LENS_RWLOCK }, { "wrlock", APM_LENS_RWLOCK }, { "rwunlock", APM_LENS_RWLOCK },
  { "barrier-arrive", APM_LENS_BARRIER }, { "barrier-leave", APM_LENS_BARRIER }, { "spin-lock", APM_LENS_SPIN },
  { "join", APM_LENS_THREAD },
};

static guint8
find_kind (const char *operation)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].operation, operation) == 0)
      return kinds[i].kind;

  return APM_LENS_MUTEX;
}

static void
names_free (gpointer data)
{
  Names *names = data;

  g_ptr_array_unref (names->lanes);
  g_ptr_array_unref (names->objects);
  g_ptr_array_unref (names->places);
  g_free (names);
}

static char *
dup_nth (const GPtrArray *texts,
         guint64          i)
{
  return i < texts->len ? g_strdup (texts->pdata[i]) : NULL;
}

static char *
dup_lane_name (gpointer data,
               int      lane)
{
  return dup_nth (((Names *) data)->lanes, (guint) lane);
}

static char *
dup_object_name (gpointer data,
                 int      object)
{
  return dup_nth (((Names *) data)->objects, (guint) object);
}

static char *
dup_place (gpointer       data,
           const ApmSpan *span)
{
  return dup_nth (((Names *) data)->places, span->caller);
}

static int
find_object (Lanes      *lanes,
             const char *object)
{
  guint found;

  if (object == NULL)
    return -1;
  found = GPOINTER_TO_UINT (g_hash_table_lookup (lanes->objects, object));
  if (found == 0)
    {
      g_ptr_array_add (lanes->names->objects, apm_explored_object_dup (object));
      found = lanes->names->objects->len;
      g_hash_table_insert (lanes->objects, (gpointer) object, GUINT_TO_POINTER (found));
    }

  return (int) found - 1;
}

static void
add_steps (Lanes *lanes)
{
  for (guint i = 0; i < apm_play_get_n_steps (lanes->play); i++)
    {
      const ApmFailureStep *step = apm_play_get_step (lanes->play, i);
      ApmSpan span = {
        .start = i, .end = i + 1, .caller = i, .lane = (int) apm_play_get_step_thread (lanes->play, i),
        .object = find_object (lanes, step->object), .other = -1, .kind = APM_SPAN_KIND_STEP, .what = APM_SPAN_STEP,
      };
      guint8 kind = find_kind (step->operation);

      if (step->object && kind != APM_LENS_MUTEX)
        g_hash_table_insert (lanes->kinds, step->object, GUINT_TO_POINTER (kind));
      g_ptr_array_add (lanes->names->places, step->place ? g_path_get_basename (step->place) : NULL);
      g_array_append_val (lanes->spans, span);
    }
}

static guint8
get_kind (Lanes      *lanes,
          const char *object)
{
  gpointer kind;

  if (object && g_str_has_prefix (object, "t:"))
    return APM_LENS_THREAD;

  return object && g_hash_table_lookup_extended (lanes->kinds, object, NULL, &kind) ? (guint8) GPOINTER_TO_UINT (kind)
                                                                                    : APM_LENS_MUTEX;
}

/* What lasts to the end is seen to go on. */
static void
add_stretch (Lanes      *lanes,
             ApmSpan     span,
             const char *object)
{
  guint n_steps = apm_play_get_n_steps (lanes->play);

  if (span.end == n_steps)
    span.end = n_steps + 1;
  span.object = find_object (lanes, object);
  span.kind = get_kind (lanes, object);
  g_array_append_val (lanes->spans, span);
}

static void
add_stretches (Lanes *lanes)
{
  guint n;
  const ApmPlayWait *waits = apm_play_get_waits (lanes->play, &n);
  const ApmPlayHold *holds;

  for (guint i = 0; i < n; i++)
    add_stretch (lanes, (ApmSpan) {
      .start = waits[i].from, .end = waits[i].to, .caller = G_MAXUINT64, .lane = (int) waits[i].thread,
      .other = waits[i].to < apm_play_get_n_steps (lanes->play) ? waits[i].holder : -1, .what = APM_SPAN_WAIT,
    }, waits[i].object);
  holds = apm_play_get_holds (lanes->play, &n);
  for (guint i = 0; i < n; i++)
    add_stretch (lanes, (ApmSpan) {
      .start = holds[i].from, .end = holds[i].to, .caller = G_MAXUINT64, .lane = (int) holds[i].thread,
      .other = -1, .what = APM_SPAN_HOLD,
    }, holds[i].object);
}

static int
compare_ends (gconstpointer a,
              gconstpointer b)
{
  const ApmSpan *one = a, *other = b;

  return (one->end > other->end) - (one->end < other->end);
}

/**
 * apm_play_lanes_new:
 * @play: only needed during the call
 *
 * Returns: (transfer full): what an ApmTimeline shows
 */
ApmTimelineSource *
apm_play_lanes_new (const ApmPlay *play)
{
  static const ApmTimelineNames funcs = { dup_lane_name, dup_object_name, dup_place };
  Names *names = g_new0 (Names, 1);
  Lanes lanes = { .play = play, .names = names };
  guint n_steps = apm_play_get_n_steps (play);
  ApmTimelineSource *source;

  names->lanes = g_ptr_array_new_with_free_func (g_free);
  names->objects = g_ptr_array_new_with_free_func (g_free);
  names->places = g_ptr_array_new_with_free_func (g_free);
  lanes.objects = g_hash_table_new (g_str_hash, g_str_equal);
  lanes.kinds = g_hash_table_new (g_str_hash, g_str_equal);
  lanes.spans = g_array_new (FALSE, FALSE, sizeof (ApmSpan));
  add_steps (&lanes);
  add_stretches (&lanes);
  g_array_sort (lanes.spans, compare_ends);
  for (guint i = 0; i < apm_play_get_n_threads (play); i++)
    g_ptr_array_add (names->lanes, apm_play_dup_thread_title (play, i));

  source = apm_timeline_source_new (&funcs, names, names_free);
  apm_timeline_source_set_logical (source, TRUE);
  apm_timeline_source_set_range (source, 0, n_steps + 1);
  for (guint i = 0; i < apm_play_get_n_threads (play); i++)
    {
      guint born, gone = apm_play_get_life (play, i, &born);

      apm_timeline_source_set_lane (source, (int) i, born, gone <= n_steps ? gone : 0);
    }
  apm_timeline_source_add (source, (const ApmSpan *) (gpointer) lanes.spans->data, lanes.spans->len);
  g_array_unref (lanes.spans);
  g_hash_table_unref (lanes.objects);
  g_hash_table_unref (lanes.kinds);

  return source;
}
