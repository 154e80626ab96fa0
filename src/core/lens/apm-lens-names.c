/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-names.h"

#include "apm-paths.h"
#include "apm-text.h"

#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define LIMIT_MS    20000
#define MOST_IMAGES 16       /* programs of which names are known */
#define LONGEST     65536    /* answer */

typedef struct {
  GSubprocess *process;      /* NULL: it has failed */
  GCancellable *cancellable; /* of all of them */
  guint n_modules;           /* that it was told of */
  GHashTable *places;        /* address → "function\tsource" */
} Image;

struct _ApmLensNames
{
  GMutex mutex;
  GPtrArray *images;         /* of Image, by number */
  GCancellable *cancellable;
};

static void
image_free (gpointer data)
{
  Image *image = data;

  if (image->process)
    g_subprocess_force_exit (image->process);
  g_clear_object (&image->process);
  g_clear_object (&image->cancellable);
  g_hash_table_unref (image->places);
  g_free (image);
}

ApmLensNames *
apm_lens_names_new (void)
{
  ApmLensNames *self = g_new0 (ApmLensNames, 1);

  g_mutex_init (&self->mutex);
  self->images = g_ptr_array_new_with_free_func (image_free);
  self->cancellable = g_cancellable_new ();

  return self;
}

/**
 * apm_lens_names_stop:
 *
 * Whoever is asking gets no answer, at once, and so does who asks later. Any thread.
 */
void
apm_lens_names_stop (ApmLensNames *self)
{
  g_cancellable_cancel (self->cancellable);
}

void
apm_lens_names_free (ApmLensNames *self)
{
  g_ptr_array_unref (self->images);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static Image *
image_new (GCancellable *cancellable)
{
  g_autofree char *path = apm_paths_dup_helper ("apm-source");
  Image *image = g_new0 (Image, 1);

  image->cancellable = g_object_ref (cancellable);
  image->places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  image->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                     G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, path, NULL);

  return image;
}

static void
give_up (Image *image)
{
  g_subprocess_force_exit (image->process);
  g_clear_object (&image->process);
}

static gboolean
send_line (Image      *image,
           const char *line)
{
  GOutputStream *pipe = g_subprocess_get_stdin_pipe (image->process);

  return g_output_stream_write_all (pipe, line, strlen (line), NULL, image->cancellable, NULL);
}

static gboolean
wait_for_bytes (Image  *image,
                int     fd,
                gint64  until_us)
{
  struct pollfd polled[] = {
    { .fd = fd, .events = POLLIN },
    { .fd = g_cancellable_get_fd (image->cancellable), .events = POLLIN },
  };
  int n;

  do
    n = poll (polled, G_N_ELEMENTS (polled), (int) MAX ((until_us - g_get_monotonic_time ()) / 1000, 0));
  while (n < 0 && errno == EINTR);
  g_cancellable_release_fd (image->cancellable);

  return n > 0 && polled[1].revents == 0;
}

/* Returns: (transfer full) (nullable): a line without its end */
static char *
read_line (Image *image)
{
  int fd = g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (image->process)));
  gint64 until_us = g_get_monotonic_time () + LIMIT_MS * 1000;
  g_autoptr(GString) line = g_string_new (NULL);

  while (line->len < LONGEST)
    {
      char bytes[512];
      gssize length;

      if (!wait_for_bytes (image, fd, until_us))
        return NULL;
      length = read (fd, bytes, sizeof bytes);
      if (length <= 0)
        return NULL;
      g_string_append_len (line, bytes, length);
      if (bytes[length - 1] == '\n')
        {
          g_string_truncate (line, line->len - 1);
          return g_string_free (g_steal_pointer (&line), FALSE);
        }
    }

  return NULL;
}

/* Returns: (transfer full) (nullable): the answer; one that fails to answer is not
 * asked again */
static char *
ask (Image      *image,
     const char *question)
{
  g_autofree char *answer = NULL;

  if (image->process == NULL)
    return NULL;
  answer = send_line (image, question) ? read_line (image) : NULL;
  if (answer == NULL)
    give_up (image);

  return g_steal_pointer (&answer);
}

static Image *
get_image (ApmLensNames *self,
           guint         i)
{
  return i < self->images->len ? self->images->pdata[i] : NULL;
}

/**
 * apm_lens_names_add_image:
 * @number: of the image in the model
 *
 * Tells of a program, or of what it has mapped since the last time.
 */
void
apm_lens_names_add_image (ApmLensNames       *self,
                          guint               number,
                          const ApmLensImage *image)
{
  Image *known;

  g_mutex_lock (&self->mutex);
  while (self->images->len <= number && self->images->len < MOST_IMAGES)
    g_ptr_array_add (self->images, image_new (self->cancellable));

  known = get_image (self, number);
  for (; known && known->process && known->n_modules < image->modules->len; known->n_modules++)
    {
      const ApmLensModule *module = image->modules->pdata[known->n_modules];
      g_autofree char *line = g_strdup_printf ("module %" G_GINT64_MODIFIER "x %d %s\n", module->bias, image->pid,
                                               module->path->str);

      if (strchr (module->path->str, '\n') == NULL && !send_line (known, line))
        give_up (known);
    }
  g_mutex_unlock (&self->mutex);
}

static char *
ask_for_address (Image      *image,
                 const char *what,
                 guint64     address)
{
  g_autofree char *question = g_strdup_printf ("%s %" G_GINT64_MODIFIER "x\n", what, address);

  return ask (image, question);
}

/**
 * apm_lens_names_find_place:
 * @address: where a call returns to
 * @function: (out) (nullable): "transfer"
 * @source: (out) (nullable): "/home/sam/bank.c:41"
 *
 * Returns: whether anything is known of it
 */
gboolean
apm_lens_names_find_place (ApmLensNames  *self,
                           guint          number,
                           guint64        address,
                           char         **function,
                           char         **source)
{
  g_auto(GStrv) parts = NULL;
  const char *known;
  Image *image;

  *function = *source = NULL;
  g_mutex_lock (&self->mutex);
  image = get_image (self, number);
  known = image && address ? g_hash_table_lookup (image->places, &address) : NULL;
  if (image && address && known == NULL)
    {
      char *answer = ask_for_address (image, "line", address);

      known = answer ? answer : g_strdup ("\t");
      g_hash_table_insert (image->places, g_memdup2 (&address, sizeof address), (char *) known);
    }
  parts = known ? g_strsplit (known, "\t", 2) : NULL;
  g_mutex_unlock (&self->mutex);

  if (parts && parts[0] && *parts[0])
    *function = apm_text_to_utf8 (parts[0], -1);
  if (parts && parts[0] && parts[1] && *parts[1])
    *source = apm_text_to_utf8 (parts[1], -1);

  return *function || *source;
}

/**
 * apm_lens_names_find_ranges:
 * @file: base name of a source file
 *
 * Returns: (transfer full): of ApmLensRange: where the code of that line is; calls in
 *   it return there
 */
GArray *
apm_lens_names_find_ranges (ApmLensNames *self,
                            guint         number,
                            const char   *file,
                            guint         line)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (ApmLensRange));
  g_autofree char *question = g_strdup_printf ("ranges %s:%u\n", file, line);
  g_autofree char *answer = NULL;
  g_auto(GStrv) words = NULL;
  Image *image;

  g_mutex_lock (&self->mutex);
  image = get_image (self, number);
  if (image && strchr (file, '\n') == NULL)
    answer = ask (image, question);
  g_mutex_unlock (&self->mutex);

  words = g_strsplit (answer ? answer : "", " ", -1);
  for (guint i = 0; words[i]; i++)
    {
      ApmLensRange range = { 0 };
      char *end;

      range.from = g_ascii_strtoull (words[i], &end, 16);
      range.to = *end == '-' ? g_ascii_strtoull (end + 1, NULL, 16) : 0;
      if (range.from < range.to)
        g_array_append_val (ranges, range);
    }

  return ranges;
}

/**
 * apm_lens_names_dup_variable:
 *
 * Returns: (transfer full) (nullable): as one would write it in the program:
 *   "forks[2]", "buffer->mutex"
 */
char *
apm_lens_names_dup_variable (ApmLensNames *self,
                             guint         number,
                             guint64       address)
{
  g_autofree char *answer = NULL;
  Image *image;

  g_mutex_lock (&self->mutex);
  image = get_image (self, number);
  if (image)
    answer = ask_for_address (image, "variable", address);
  g_mutex_unlock (&self->mutex);

  return answer && *answer ? apm_text_to_utf8 (answer, -1) : NULL;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/**
 * apm_lens_names_dup_variables:
 *
 * Returns: (transfer full): what apm_lens_names_find_variable() finds, sorted, each
 *   once; a program with very many does not have them all here
 */
GStrv
apm_lens_names_dup_variables (ApmLensNames *self,
                              guint         number)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autofree char *answer = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) words = NULL;
  Image *image;

  g_mutex_lock (&self->mutex);
  image = get_image (self, number);
  if (image)
    answer = ask (image, "variables\n");
  g_mutex_unlock (&self->mutex);

  text = apm_text_to_utf8 (answer ? answer : "", -1);
  words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i]; i++)
    if (*words[i])
      g_ptr_array_add (names, words[i]);
  g_ptr_array_sort (names, compare_names);
  for (guint i = names->len; i > 1; i--)
    if (g_str_equal (names->pdata[i - 1], names->pdata[i - 2]))
      g_ptr_array_remove_index (names, i - 1);
  g_ptr_array_add (names, NULL);

  return g_strdupv ((char **) names->pdata);
}

/**
 * apm_lens_names_find_variable:
 * @name: as the program has it: "count", "buffer", "buffer[3]", "bank.total"
 *
 * Returns: whether there is a variable of that name that is a number, or an array
 *   of numbers
 */
gboolean
apm_lens_names_find_variable (ApmLensNames    *self,
                              guint            number,
                              const char      *name,
                              ApmLensVariable *variable)
{
  g_autofree char *question = g_strdup_printf ("find %s\n", name);
  g_autofree char *answer = NULL;
  g_auto(GStrv) parts = NULL;
  Image *image;

  if (strpbrk (name, "\n"))
    return FALSE;
  g_mutex_lock (&self->mutex);
  image = get_image (self, number);
  if (image)
    answer = ask (image, question);
  g_mutex_unlock (&self->mutex);

  parts = answer ? g_strsplit (answer, "\t", -1) : NULL;
  if (parts == NULL || g_strv_length (parts) != 4)
    return FALSE;
  variable->address = g_ascii_strtoull (parts[0], NULL, 16);
  variable->size = (guint) g_ascii_strtoull (parts[1], NULL, 10);
  variable->count = (guint) g_ascii_strtoull (parts[2], NULL, 10);
  variable->kind = *parts[3];

  return (variable->size == 1 || variable->size == 2 || variable->size == 4 || variable->size == 8) &&
         variable->count > 0 && strchr ("iuf", variable->kind) != NULL && variable->kind != '\0';
}
