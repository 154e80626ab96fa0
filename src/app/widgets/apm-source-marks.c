/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-source-marks.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-palette.h"

#define MOST_NAME 10   /* characters of a thread's name */
#define SIDE      6    /* pixels beside it */
#define SWITCH    16   /* pixels that a switch is wide */

typedef struct {
  guint line;
  ApmSourceMarkKind kind;
  guint tone;
  char *text;
} Mark;

struct _ApmSourceMarks
{
  GtkSourceGutterRenderer parent_instance;
  GtkSourceView *view;       /* that it is in */
  GArray *marks;             /* of Mark, in the order given */
  GArray *switches;          /* of ApmSourceSwitch */
  GtkTextTag *tags[3];       /* the line's background, by kind */
  ApmInk ink;                /* of the frame that is drawn */
  int name_width;
};

G_DEFINE_FINAL_TYPE (ApmSourceMarks, apm_source_marks, GTK_SOURCE_TYPE_GUTTER_RENDERER)

enum { TOGGLED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
mark_clear (gpointer data)
{
  g_free (((Mark *) data)->text);
}

/* The worst of a line is what it shows first. */
static const Mark *
find_mark (ApmSourceMarks *self,
           guint           line,
           guint          *n)
{
  const Mark *found = NULL;

  *n = 0;
  for (guint i = 0; i < self->marks->len; i++)
    {
      const Mark *mark = &g_array_index (self->marks, Mark, i);

      if (mark->line != line)
        continue;
      ++*n;
      if (found == NULL || mark->kind > found->kind)
        found = mark;
    }

  return found;
}

static const ApmSourceSwitch *
find_switch (ApmSourceMarks *self,
             guint           line)
{
  for (guint i = 0; i < self->switches->len; i++)
    if (g_array_index (self->switches, ApmSourceSwitch, i).line == line)
      return &g_array_index (self->switches, ApmSourceSwitch, i);

  return NULL;
}

/* Drawing */

static char *
dup_short (const Mark *mark,
           guint       n)
{
  glong length = g_utf8_strlen (mark->text, -1);
  g_autofree char *start = g_utf8_substring (mark->text, 0, MIN (MOST_NAME, length));
  char *space = length > MOST_NAME ? strrchr (start, ' ') : NULL;

  /* "worker (4711)" is "worker". */
  if (space)
    *space = '\0';
  if (mark->kind == APM_SOURCE_ERROR)
    return g_strdup ("✗");
  if (mark->kind == APM_SOURCE_WARNING)
    return g_strdup ("!");

  return n > 1 ? g_strdup_printf ("%s +%u", start, n - 1) : g_strdup (start);
}

static void
draw_chip (ApmSourceMarks *self,
           GtkSnapshot    *snapshot,
           const Mark     *mark,
           guint           n,
           const graphene_rect_t *area)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autofree char *text = dup_short (mark, n);
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  const GdkRGBA *ink = mark->kind == APM_SOURCE_ERROR ? &self->ink.error : &self->ink.text;
  ApmTone tone;
  int width, height;

  if (mark->kind == APM_SOURCE_THREAD)
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, area);

      apm_palette_get_tone (mark->tone, &self->ink, &tone);
      gtk_snapshot_append_color (snapshot, &tone.tint, area);
      cairo_translate (cr, area->origin.x, area->origin.y);
      apm_palette_draw (cr, &tone, 5, area->size.height);
      cairo_destroy (cr);
    }
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (area->origin.x + SIDE + 2,
                                                          area->origin.y + (area->size.height - height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, ink);
  gtk_snapshot_restore (snapshot);
}

/* A ring where the operation is done, a crossed one where it is left out. */
static void
draw_switch (ApmSourceMarks        *self,
             GtkSnapshot           *snapshot,
             const ApmSourceSwitch *one,
             const graphene_rect_t *area)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, area);
  double x = area->origin.x + SWITCH / 2.0;
  double y = area->origin.y + area->size.height / 2;

  gdk_cairo_set_source_rgba (cr, one->out ? &self->ink.error : &self->ink.dim);
  cairo_set_line_width (cr, 1.5);
  cairo_arc (cr, x, y, 4.5, 0, 2 * G_PI);
  cairo_stroke (cr);
  if (one->out)
    {
      cairo_move_to (cr, x - 3.2, y + 3.2);
      cairo_line_to (cr, x + 3.2, y - 3.2);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

static void
apm_source_marks_begin (GtkSourceGutterRenderer *renderer,
                        GtkSourceGutterLines    *lines)
{
  ApmSourceMarks *self = APM_SOURCE_MARKS (renderer);

  /* A gutter's own colour is that of line numbers. */
  apm_ink_read (&self->ink, GTK_WIDGET (self->view));
}

static void
apm_source_marks_snapshot_line (GtkSourceGutterRenderer *renderer,
                                GtkSnapshot             *snapshot,
                                GtkSourceGutterLines    *lines,
                                guint                    line)
{
  ApmSourceMarks *self = APM_SOURCE_MARKS (renderer);
  guint n;
  const Mark *mark = find_mark (self, line + 1, &n);
  const ApmSourceSwitch *one = find_switch (self, line + 1);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int y, height;

  if (mark == NULL && one == NULL)
    return;

  gtk_source_gutter_lines_get_line_yrange (lines, line, GTK_SOURCE_GUTTER_RENDERER_ALIGNMENT_MODE_FIRST, &y, &height);
  if (mark)
    draw_chip (self, snapshot, mark, n, &GRAPHENE_RECT_INIT (0, y, width - SWITCH, height));
  if (one)
    draw_switch (self, snapshot, one, &GRAPHENE_RECT_INIT (width - SWITCH, y, SWITCH, height));
}

/* Pressing */

static gboolean
apm_source_marks_query_activatable (GtkSourceGutterRenderer *renderer,
                                    GtkTextIter             *iter,
                                    GdkRectangle            *area)
{
  return find_switch (APM_SOURCE_MARKS (renderer), (guint) gtk_text_iter_get_line (iter) + 1) != NULL;
}

static void
apm_source_marks_activate (GtkSourceGutterRenderer *renderer,
                           GtkTextIter             *iter,
                           GdkRectangle            *area,
                           guint                    button,
                           GdkModifierType          state,
                           int                      n_presses)
{
  g_signal_emit (renderer, signals[TOGGLED], 0, (guint) gtk_text_iter_get_line (iter) + 1);
}

static gboolean
on_toggle_key (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  ApmSourceMarks *self = user_data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter iter;
  guint line;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  line = (guint) gtk_text_iter_get_line (&iter) + 1;
  if (find_switch (self, line) == NULL)
    return FALSE;

  g_signal_emit (self, signals[TOGGLED], 0, line);

  return TRUE;
}

/* What is told */

static void
tag_line (ApmSourceMarks *self,
          const Mark     *mark)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter start, end;

  if (mark->line == 0 || !gtk_text_buffer_get_iter_at_line (buffer, &start, (int) mark->line - 1))
    return;
  end = start;
  gtk_text_iter_forward_line (&end);
  gtk_text_buffer_apply_tag (buffer, self->tags[mark->kind], &start, &end);
}

static void
tag_lines (ApmSourceMarks *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  for (guint i = 0; i < G_N_ELEMENTS (self->tags); i++)
    gtk_text_buffer_remove_tag (buffer, self->tags[i], &start, &end);
  for (guint i = 0; i < self->marks->len; i++)
    tag_line (self, &g_array_index (self->marks, Mark, i));
}

/* A list of what is marked, for those who do not see it. */
static void
describe (ApmSourceMarks *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->marks->len; i++)
    {
      const Mark *mark = &g_array_index (self->marks, Mark, i);

      g_string_append_printf (text, i > 0 ? "; " : "");
      g_string_append_printf (text, _("line %u: %s"), mark->line, mark->text);
    }
  for (guint i = 0; i < self->switches->len; i++)
    if (g_array_index (self->switches, ApmSourceSwitch, i).out)
      {
        g_string_append_printf (text, text->len > 0 ? "; " : "");
        g_string_append_printf (text, _("line %u is left out"), g_array_index (self->switches, ApmSourceSwitch, i).line);
      }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

static int
measure_names (ApmSourceMarks *self)
{
  int widest = 0;

  for (guint i = 0; i < self->marks->len; i++)
    {
      const Mark *mark = &g_array_index (self->marks, Mark, i);
      guint n;
      const Mark *shown = find_mark (self, mark->line, &n);
      g_autofree char *text = dup_short (shown, n);
      g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), text);
      int width;

      pango_layout_get_pixel_size (layout, &width, NULL);
      widest = MAX (widest, width + 2 * SIDE + 2);
    }

  return widest;
}

static void
show (ApmSourceMarks *self)
{
  /* It only grows: a source that moves to and fro cannot be read. */
  self->name_width = MAX (self->name_width, measure_names (self));
  gtk_widget_set_size_request (GTK_WIDGET (self), self->name_width + (self->switches->len > 0 ? SWITCH : 0), -1);
  gtk_widget_set_visible (GTK_WIDGET (self), self->marks->len > 0 || self->switches->len > 0);
  tag_lines (self);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
are_same (ApmSourceMarks      *self,
          const ApmSourceMark *marks,
          guint                n)
{
  gboolean same = n == self->marks->len;

  for (guint i = 0; same && i < n; i++)
    {
      const Mark *mark = &g_array_index (self->marks, Mark, i);

      same = mark->line == marks[i].line && mark->kind == marks[i].kind && mark->tone == marks[i].tone &&
             g_str_equal (mark->text, marks[i].text);
    }

  return same;
}

/**
 * apm_source_marks_set:
 * @marks: all there are now; texts are copied. Also after the text of the buffer was set.
 */
void
apm_source_marks_set (ApmSourceMarks      *self,
                      const ApmSourceMark *marks,
                      guint                n)
{
  g_return_if_fail (APM_IS_SOURCE_MARKS (self));

  if (are_same (self, marks, n))
    {
      tag_lines (self);
      return;
    }

  g_array_set_size (self->marks, 0);
  for (guint i = 0; i < n; i++)
    {
      Mark mark = { marks[i].line, marks[i].kind, marks[i].tone, g_strdup (marks[i].text) };

      g_array_append_val (self->marks, mark);
    }
  show (self);
}

/**
 * apm_source_marks_set_switches:
 * @switches: of the lines with an operation that can be left out
 */
void
apm_source_marks_set_switches (ApmSourceMarks        *self,
                               const ApmSourceSwitch *switches,
                               guint                  n)
{
  g_return_if_fail (APM_IS_SOURCE_MARKS (self));

  g_array_set_size (self->switches, 0);
  if (n > 0)
    g_array_append_vals (self->switches, switches, n);
  show (self);
}

/* The object */

static void
apm_source_marks_finalize (GObject *object)
{
  ApmSourceMarks *self = APM_SOURCE_MARKS (object);

  g_array_unref (self->marks);
  g_array_unref (self->switches);

  G_OBJECT_CLASS (apm_source_marks_parent_class)->finalize (object);
}

static void
apm_source_marks_class_init (ApmSourceMarksClass *klass)
{
  GtkSourceGutterRendererClass *renderer_class = GTK_SOURCE_GUTTER_RENDERER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = apm_source_marks_finalize;
  renderer_class->begin = apm_source_marks_begin;
  renderer_class->snapshot_line = apm_source_marks_snapshot_line;
  renderer_class->query_activatable = apm_source_marks_query_activatable;
  renderer_class->activate = apm_source_marks_activate;

  signals[TOGGLED] = g_signal_new ("toggled", APM_TYPE_SOURCE_MARKS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
apm_source_marks_init (ApmSourceMarks *self)
{
  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_array_set_clear_func (self->marks, mark_clear);
  self->switches = g_array_new (FALSE, FALSE, sizeof (ApmSourceSwitch));
}

/**
 * apm_source_marks_new:
 * @view: gets the gutter at its left; its buffer stays the same from now on
 *
 * Returns: (transfer none): the view's
 */
ApmSourceMarks *
apm_source_marks_new (GtkSourceView *view)
{
  static const char *const colours[] = {
    [APM_SOURCE_THREAD] = "rgba(0,114,178,0.14)",
    [APM_SOURCE_WARNING] = "rgba(230,159,0,0.18)",
    [APM_SOURCE_ERROR] = "rgba(224,27,36,0.16)",
  };
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());
  ApmSourceMarks *self = g_object_new (APM_TYPE_SOURCE_MARKS, NULL);

  self->view = view;
  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    self->tags[i] = gtk_text_buffer_create_tag (buffer, NULL, "paragraph-background", colours[i], NULL);
  gtk_source_gutter_insert (gtk_source_view_get_gutter (view, GTK_TEXT_WINDOW_LEFT),
                            GTK_SOURCE_GUTTER_RENDERER (self), 10);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_shortcut_controller_add_shortcut (keys,
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_k, GDK_CONTROL_MASK),
                      gtk_callback_action_new (on_toggle_key, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (keys));

  return self;
}
