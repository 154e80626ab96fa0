/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-section-kinds.h"

#include <glib/gi18n.h>
#include <math.h>

#include "apm-text.h"

/* One thing that is said of a control group. */
typedef struct {
  const char *title;     /* translated */
  char *value;
  double fraction;       /* of what is allowed; below 0: nothing is to be compared */
  gboolean tight;        /* worth a look */
  guint place;
} Fact;

static const ApmField fact_fields[] = {
  { "title", APM_FIELD_STRING, G_STRUCT_OFFSET (Fact, title) },
  { "value", APM_FIELD_STRING, G_STRUCT_OFFSET (Fact, value) },
  { NULL }
};

static void
fact_free (Fact *fact)
{
  g_free (fact->value);
  g_free (fact);
}

static Fact *
add (GPtrArray  *facts,
     const char *title,
     char       *value)
{
  Fact *fact = g_new0 (Fact, 1);

  fact->title = title;
  fact->value = value;
  fact->fraction = -1;
  fact->place = facts->len;
  g_ptr_array_add (facts, fact);

  return fact;
}

static void
add_text (GPtrArray  *facts,
          const char *title,
          const char *value)
{
  if (value && *value)
    add (facts, title, g_strdup (value));
}

static char *
dup_bytes (gint64 amount)
{
  return apm_text_format_bytes ((guint64) MAX (amount, 0));
}

static char *
dup_number (gint64 amount)
{
  return g_strdup_printf ("%'" G_GINT64_FORMAT, amount);
}

/* "12 MiB of 64 MiB (set by /user.slice)" */
static void
add_amount (GPtrArray  *facts,
            const char *title,
            gint64      amount,
            gint64      most,
            const char *set_by,
            char     *(*dup) (gint64 amount))
{
  g_autofree char *used = NULL;
  g_autofree char *allowed = NULL;
  Fact *fact;

  if (amount == G_MININT64)
    return;

  used = dup (amount);
  if (most == G_MININT64)
    {
      add (facts, title, g_steal_pointer (&used));
      return;
    }

  allowed = dup (most);
  if (set_by)
    /* Translators: an amount, what is allowed, and the control group that sets it */
    fact = add (facts, title, g_strdup_printf (_("%s of %s (set by %s)"), used, allowed, set_by));
  else
    fact = add (facts, title, g_strdup_printf (_("%s of %s"), used, allowed));
  fact->fraction = most > 0 ? CLAMP ((double) amount / (double) most, 0, 1) : 1;
  fact->tight = fact->fraction > 0.9;
}

static void
add_cpu (GPtrArray       *facts,
         const ApmCgroup *cgroup)
{
  if (cgroup->cpu_time_us != G_MININT64)
    add (facts, _("CPU time"), apm_text_format_span (cgroup->cpu_time_us));
  if (!isnan (cgroup->cpu_max_percent))
    add (facts, _("CPU limit"),
         cgroup->cpu_max_from
         ? g_strdup_printf (_("%.0f %% of one core (set by %s)"), cgroup->cpu_max_percent, cgroup->cpu_max_from)
         : g_strdup_printf (_("%.0f %% of one core"), cgroup->cpu_max_percent));
  if (cgroup->cpu_weight != G_MININT64)
    add (facts, _("CPU weight"), dup_number (cgroup->cpu_weight));
  if (cgroup->cpu_throttled_us > 0)
    {
      g_autofree char *span = apm_text_format_span (cgroup->cpu_throttled_us);

      /* Translators: for how long, and in how many periods, processes were held back */
      add (facts, _("Throttled"), g_strdup_printf (_("%s in %ld of %ld periods"), span,
                                                   (long) cgroup->cpu_throttled_periods, (long) cgroup->cpu_periods))->tight = TRUE;
    }
}

static void
add_pressure (GPtrArray         *facts,
              const ApmGroupPressure *pressure)
{
  const char *title = g_str_equal (pressure->resource, "cpu") ? _("CPU pressure")
                      : g_str_equal (pressure->resource, "memory") ? _("Memory pressure")
                      : g_str_equal (pressure->resource, "io") ? _("I/O pressure")
                      : pressure->resource;
  Fact *fact;

  if (isnan (pressure->some_avg10))
    return;

  if (isnan (pressure->full_avg10))
    /* Translators: percent of the time in which some task waited, over 10 s, 1 and 5 min */
    fact = add (facts, title, g_strdup_printf (_("some %.1f %% (1 min %.1f, 5 min %.1f)"),
                                               pressure->some_avg10, pressure->some_avg60, pressure->some_avg300));
  else
    /* Translators: percent of the time in which some task, and all tasks, waited, over 10 s, 1 and 5 min */
    fact = add (facts, title, g_strdup_printf (_("some %.1f %% (1 min %.1f, 5 min %.1f), all %.1f %%"),
                                               pressure->some_avg10, pressure->some_avg60, pressure->some_avg300,
                                               pressure->full_avg10));
  fact->fraction = CLAMP (pressure->some_avg10 / 100, 0, 1);
  fact->tight = pressure->some_avg10 > 10;
}

static void
format_title (gconstpointer  row,
              ApmCell       *cell)
{
  g_string_assign (cell->text, ((const Fact *) row)->title);
}

static void
format_value (gconstpointer  row,
              ApmCell       *cell)
{
  const Fact *fact = row;

  g_string_assign (cell->text, fact->value);
  cell->fraction = fact->fraction;
  if (fact->tight)
    {
      cell->css_class = "warning";
      cell->icon_name = "dialog-warning-symbolic";
    }
}

static const ApmColumn columns[] = {
  { "title", N_("What"), 110, APM_COLUMN_FIXED, format_title },
  { "value", N_("Now"), 200, APM_COLUMN_EXPAND | APM_COLUMN_FIXED, format_value },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

static guint64
get_key (gconstpointer row)
{
  return g_str_hash (((const Fact *) row)->title);
}

static void
take_facts (const ApmFacts *facts,
            ApmLook        *look)
{
  const ApmCgroup *cgroup = facts->cgroup;
  GPtrArray *rows;

  if (cgroup == NULL)
    return;

  look->note = g_strdup (cgroup->denied);
  look->rows = rows = g_ptr_array_new_with_free_func ((GDestroyNotify) fact_free);
  add_text (rows, _("Path"), cgroup->path);
  add (rows, _("Version"), g_strdup_printf ("%d", cgroup->version));
  add_text (rows, _("Unit"), cgroup->unit);
  add_text (rows, _("Container"), cgroup->container);
  add_text (rows, _("Controllers"), cgroup->controllers);
  add_amount (rows, _("Memory"), cgroup->memory_bytes, cgroup->memory_max_bytes, cgroup->memory_max_from, dup_bytes);
  add_amount (rows, _("Memory, at most"), cgroup->memory_peak_bytes, G_MININT64, NULL, dup_bytes);
  add_amount (rows, _("Slowed down from"), cgroup->memory_high_bytes, G_MININT64, NULL, dup_bytes);
  add_amount (rows, _("Swap"), cgroup->swap_bytes, cgroup->swap_max_bytes, NULL, dup_bytes);
  if (cgroup->memory_events_oom_kill > 0)
    add (rows, _("Killed, no memory"), dup_number (cgroup->memory_events_oom_kill))->tight = TRUE;
  add_amount (rows, _("Tasks"), cgroup->tasks, cgroup->tasks_max, cgroup->tasks_max_from, dup_number);
  add_cpu (rows, cgroup);
  if (cgroup->frozen)
    add (rows, _("Frozen"), g_strdup (_("yes")))->tight = TRUE;
  for (guint i = 0; cgroup->pressures && i < cgroup->pressures->len; i++)
    add_pressure (rows, cgroup->pressures->pdata[i]);
}

const ApmTableKind apm_cgroup_kind = {
  .id = "cgroup",
  .title = N_("Control Group"),
  .columns = columns,
  .fields = fact_fields,
  .get_key = get_key,
  .empty_title = N_("In No Control Group"),
  .section = APM_SECTION_CGROUP,
  .take = take_facts,
};
