/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-referee-private.h"

#include "apm-error.h"

#include <glib/gi18n-lib.h>

static const struct { const char *id, *title; } check_titles[] = {
  { "range", N_("Never below zero or over capacity") },
  { "critical", N_("At most one in the critical section") },
  { "lost", N_("Nothing is lost") },
  { "twice", N_("Nothing comes twice") },
  { "order", N_("First in, first out for each producer") },
  { "semaphores", N_("No semaphore is negative") },
  { "sum", N_("No update is lost") },
  { "alive", N_("Nobody waits for ever") },
  { "neighbours", N_("No two neighbours eat") },
};

/* A report that cannot be true: the sentence says which. */
gboolean
apm_referee_lie (GError    **error,
                 const char *format,
                 ...)
{
  g_autofree char *sentence = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, APM_ERROR, APM_ERROR_LYING, sentence);

  return FALSE;
}

/* A check that this variant does not claim cannot break; only the first way in
 * which one breaks is told. */
void
apm_referee_break (ApmReferee *self,
                   const char *id,
                   const char *format,
                   ...)
{
  va_list args;

  for (guint i = 0; i < self->n_checks; i++)
    {
      ApmCheck *check = &self->checks[i];

      if (!check->holds || !g_str_equal (check->id, id))
        continue;

      check->holds = FALSE;
      check->at_us = MAX (0, self->scene.now_us - self->scene.started_us);
      va_start (args, format);
      check->sentence = g_strdup_vprintf (format, args);
      va_end (args);
      if (self->broken == NULL)
        self->broken = check;
    }
}

/**
 * apm_referee_knows_check:
 *
 * Whether there is such a check without a problem saying what it is.
 */
gboolean
apm_referee_knows_check (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (check_titles); i++)
    if (g_str_equal (check_titles[i].id, id))
      return TRUE;

  return FALSE;
}

static const char *
check_title (ApmReferee *self,
             const char *id)
{
  for (guint i = 0; i < self->rules.n_own_checks; i++)
    if (g_str_equal (self->rules.own_checks[i].id, id))
      return self->rules.own_checks[i].title;
  for (guint i = 0; i < G_N_ELEMENTS (check_titles); i++)
    if (g_str_equal (check_titles[i].id, id))
      return _(check_titles[i].title);

  return id;
}

/* Who says it: main () is no actor, and another must have started. */
static gboolean
find_actor (ApmReferee      *self,
            const ApmReport *report,
            ApmActor       **actor,
            GError         **error)
{
  ApmScene *scene = &self->scene;

  *actor = NULL;
  if (report->actor == APM_REPORT_MAIN)
    return TRUE;

  /* Where the parameters do not say who plays, they come as they start. */
  if (self->rules.n_roles == 0 && report->op == APM_REPORT_START && report->actor < APM_SCENE_MAX_ACTORS)
    scene->n_actors = MAX (scene->n_actors, report->actor + 1u);

  if (report->actor >= scene->n_actors)
    return apm_referee_lie (error, _("A report came from actor %u, but there are only %u."),
                            report->actor + 1u, scene->n_actors);

  *actor = &scene->actors[report->actor];
  if (report->op != APM_REPORT_START
      && ((*actor)->state == APM_ACTOR_ABSENT || (*actor)->state == APM_ACTOR_ENDED))
    return apm_referee_lie (error, _("%s reported something without being started."), (*actor)->name);
  if (report->time_ns < self->last_ns[report->actor])
    return apm_referee_lie (error, _("The reports of %s run backwards in time."), (*actor)->name);

  self->last_ns[report->actor] = report->time_ns;
  return TRUE;
}

/**
 * apm_referee_take:
 *
 * Takes the next report. What breaks by it is told by apm_referee_get_broken().
 *
 * Returns: %FALSE with APM_ERROR_LYING where the report cannot be true
 */
gboolean
apm_referee_take (ApmReferee      *self,
                  const ApmReport *report,
                  GError         **error)
{
  ApmActor *actor;

  if (report->op == APM_REPORT_UNKNOWN)
    return apm_referee_lie (error, _("The program told of itself what means nothing here, mark %lld."), (long long) report->a);
  if (report->op >= APM_REPORT_N_OPS || apm_referee_take_funcs[report->op] == NULL)
    return apm_referee_lie (error, _("There is no report of kind %u."), report->op);
  if (self->done)
    return apm_referee_lie (error, _("A report came after the last one."));
  if (!find_actor (self, report, &actor, error))
    return FALSE;

  self->scene.now_us = MAX (self->scene.now_us, report->time_ns / 1000);
  self->scene.n_reports++;

  return apm_referee_take_funcs[report->op] (self, actor, report, error);
}

/**
 * apm_referee_finish:
 *
 * The program has ended as it should: what must hold at the end is checked.
 */
void
apm_referee_finish (ApmReferee *self)
{
  apm_referee_check_lost (self);
}

static void
add_actors (ApmScene      *scene,
            const ApmRole *role)
{
  for (guint i = 0; i < role->n && scene->n_actors < APM_SCENE_MAX_ACTORS; i++)
    {
      ApmActor *actor = &scene->actors[scene->n_actors++];

      g_snprintf (actor->name, sizeof actor->name, "%s%u", role->role, i + 1);
      actor->producer = g_str_equal (role->role, "P");
    }
}

static void
set_up_scene (ApmScene       *scene,
              const ApmRules *rules)
{
  scene->kind = rules->kind;
  scene->started_us = scene->now_us = rules->started_us;
  scene->mutex_owner = scene->empty = scene->full = -1;
  scene->n_slots = MIN (rules->slots, APM_SCENE_MAX_SLOTS);
  scene->n_places = MIN (rules->places, APM_SCENE_MAX_ACTORS);
  for (guint i = 0; i < rules->n_roles; i++)
    {
      add_actors (scene, &rules->roles[i]);
      if (g_str_equal (rules->roles[i].role, "P"))
        scene->total = rules->items * rules->roles[i].n;
    }

  for (guint i = 0; i < APM_SCENE_MAX_ACTORS; i++)
    scene->actors[i].wants = scene->actors[i].activity = -1;
  for (guint i = 0; i < APM_SCENE_MAX_SLOTS; i++)
    scene->slots[i].producer = -1;

  scene->n_activities = MIN (rules->n_activities, APM_SCENE_MAX_ACTIVITIES);
  for (guint i = 0; i < scene->n_activities; i++)
    scene->activities[i] = rules->activities[i];
  for (guint i = 0; rules->numbers && rules->numbers[i] && i < APM_SCENE_MAX_NUMBERS; i++)
    g_strlcpy (scene->numbers[scene->n_numbers++].name, rules->numbers[i], sizeof scene->numbers->name);
}

/**
 * apm_referee_new: (skip)
 * @rules: copied; what it points to is borrowed
 *
 * Sets the scene as it is before the first report.
 */
ApmReferee *
apm_referee_new (const ApmRules *rules)
{
  ApmReferee *self = g_new0 (ApmReferee, 1);

  self->rules = *rules;
  self->rules.roles = NULL;   /* in the scene from here on */
  set_up_scene (&self->scene, rules);
  for (guint i = 0; rules->checks && rules->checks[i] && i < APM_MAX_CHECKS; i++)
    self->checks[self->n_checks++] = (ApmCheck) {
      rules->checks[i], check_title (self, rules->checks[i]), TRUE, NULL, 0
    };

  return self;
}

void
apm_referee_free (ApmReferee *self)
{
  for (guint i = 0; i < self->n_checks; i++)
    g_free ((char *) self->checks[i].sentence);

  g_free (self);
}

/**
 * apm_referee_get_done:
 *
 * Whether the program said that it ends as it should.
 */
gboolean
apm_referee_get_done (ApmReferee *self)
{
  return self->done;
}

/**
 * apm_referee_get_broken:
 *
 * Returns: (transfer none) (nullable): the check that broke first
 */
const ApmCheck *
apm_referee_get_broken (ApmReferee *self)
{
  return self->broken;
}

const ApmCheck *
apm_referee_get_checks (ApmReferee *self,
                        guint      *n)
{
  *n = self->n_checks;
  return self->checks;
}

/* Not const: who counts the rates writes them into it. */
ApmScene *
apm_referee_get_scene (ApmReferee *self)
{
  return &self->scene;
}
