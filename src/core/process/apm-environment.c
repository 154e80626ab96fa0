/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#include "apm-process-info.h"
#include "apm-text.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* As many, however long the secret is. */
#define MASK "••••••"

/* A user name in a URL that is longer is a token. */
#define LONG_USER 20

static void
variable_free (gpointer data)
{
  ApmVariable *variable = data;

  g_free (variable->name);
  g_free (variable->value);
  g_free (variable->value_base64);
  g_free (variable->parent_value);
  g_free (variable->masked_value);
  g_free (variable->masked_parent_value);
  g_free (variable);
}

void
apm_environment_free (ApmEnvironment *self)
{
  if (!self)
    return;
  g_free (self->parent_name);
  g_ptr_array_unref (self->variables);
  g_free (self->denied);
  g_free (self);
}

/* Finds the next "scheme://user:password@" from @text on.
 * Returns: (nullable): where the password (or a token in the place of the user) begins */
static const char *
find_in_url (const char  *text,
             const char **end)
{
  const char *at = text;

  while ((at = strstr (at, "://")))
    {
      const char *user = at + 3;
      gsize length = strcspn (user, " \t\n\"'");
      const char *next = strstr (user, "://");
      const char *colon;

      if (next && next < user + length)
        length = next - user;
      at = user;
      *end = memrchr (user, '@', length);
      if (!*end || *end == user)
        continue;
      colon = memchr (user, ':', *end - user);
      if (colon && colon + 1 < *end)
        return colon + 1;
      if (!colon && *end - user >= LONG_USER)
        return user;
    }

  return NULL;
}

static gboolean
has_secret_name (const char *name)
{
  static const char *const harmless[] = {
    "SSH_AUTH_SOCK", "XAUTHORITY", "SSH_ASKPASS", "SUDO_ASKPASS", "GIT_ASKPASS", NULL
  };
  static const char *const inside[] = { "PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "CREDENTIAL", "APIKEY" };
  static const char *const parts[] = { "KEY", "KEYS", "PASS", "AUTH", "PRIVKEY", "ACCESSKEY", "JWT", "COOKIE", NULL };
  g_autofree char *upper = g_ascii_strup (name, -1);
  g_auto(GStrv) words = g_strsplit_set (upper, "_-.", -1);

  if (g_strv_contains (harmless, upper))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (inside); i++)
    if (strstr (upper, inside[i]))
      return TRUE;
  for (guint i = 0; words[i]; i++)
    if (g_strv_contains (parts, words[i]))
      return TRUE;

  return FALSE;
}

/* What services hand out begins so that it can be found. */
static gboolean
has_secret_value (const char *value)
{
  static const char *const prefixes[] = {
    "AKIA", "ASIA", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "sk-", "sk_live_", "eyJ",
    "-----BEGIN ",
  };
  const char *end;

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (value, prefixes[i]))
      return TRUE;

  return find_in_url (value, &end) != NULL;
}

gboolean
apm_variable_looks_secret (const char *name,
                           const char *value)
{
  return value && *value && (has_secret_name (name) || has_secret_value (value));
}

/* Returns: (transfer full): with dots in the place of what is secret: of a URL the
 * password only */
char *
apm_variable_mask (const char *name,
                   const char *value)
{
  g_autoptr(GString) masked = NULL;
  const char *end;
  const char *from;

  if (!find_in_url (value, &end) || has_secret_name (name))
    return g_strdup (MASK);

  masked = g_string_new (NULL);
  while ((from = find_in_url (value, &end)))
    {
      g_string_append_len (masked, value, from - value);
      g_string_append (masked, MASK);
      value = end;
    }
  g_string_append (masked, value);

  return g_string_free (g_steal_pointer (&masked), FALSE);
}

/**
 * apm_variable_dup_masked:
 *
 * Returns: (transfer full): the value as anybody may see it; "" where there is none
 */
char *
apm_variable_dup_masked (const ApmVariable *variable)
{
  g_return_val_if_fail (variable != NULL, NULL);

  if (!variable->value)
    return g_strdup ("");

  return variable->secret ? apm_variable_mask (variable->name, variable->value) : g_strdup (variable->value);
}

/* "NAME=VALUE" NUL …; the last may have lost its NUL.
 * Returns: the values by name: raw bytes that point into @block */
static GHashTable *
index_block (char  *block,
             gsize  length)
{
  GHashTable *values = g_hash_table_new (g_str_hash, g_str_equal);

  for (char *at = block; at < block + length; at += strlen (at) + 1)
    {
      char *equals = strchr (at, '=');
      gsize entry_length = strlen (at);

      if (entry_length == 0)
        continue;
      if (equals)
        *equals = '\0';
      /* getenv(3) finds the first of several. */
      if (!g_hash_table_contains (values, at))
        g_hash_table_insert (values, at, equals ? equals + 1 : NULL);
      at += equals ? (gsize) (equals - at) + 1 : 0;
    }

  return values;
}

static ApmVariable *
variable_new (const char *name,
              const char *value,
              const char *change)
{
  ApmVariable *variable = g_new0 (ApmVariable, 1);

  variable->name = apm_text_to_utf8 (name, -1);
  variable->value = value ? apm_text_to_utf8 (value, -1) : NULL;
  if (value && !g_utf8_validate (value, -1, NULL))
    variable->value_base64 = g_base64_encode ((const guchar *) value, strlen (value));
  variable->change = change;
  variable->secret = apm_variable_looks_secret (variable->name, variable->value);

  return variable;
}

static void
mask (gpointer data,
      gpointer user_data)
{
  ApmVariable *variable = data;

  if (variable->secret && variable->value)
    variable->masked_value = apm_variable_mask (variable->name, variable->value);
  if (variable->secret && variable->parent_value)
    variable->masked_parent_value = apm_variable_mask (variable->name, variable->parent_value);
  variable->open_value = variable->masked_value ? variable->masked_value : variable->value;
  variable->open_parent_value = variable->masked_parent_value ? variable->masked_parent_value : variable->parent_value;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const ApmVariable *variable_a = *(ApmVariable *const *) a;
  const ApmVariable *variable_b = *(ApmVariable *const *) b;

  return strcmp (variable_a->name, variable_b->name);
}

/**
 * apm_environment_parse:
 * @block: as /proc/PID/environ has it, NUL behind it; it is written to
 * @parent: (nullable): that of the parent
 *
 * Returns: (transfer full): of ApmVariable, by name
 */
GPtrArray *
apm_environment_parse (char  *block,
                       gsize  length,
                       char  *parent,
                       gsize  parent_length)
{
  GPtrArray *variables = g_ptr_array_new_with_free_func (variable_free);
  g_autoptr(GHashTable) own = index_block (block, length);
  g_autoptr(GHashTable) before = parent ? index_block (parent, parent_length) : NULL;
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, own);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      gpointer was = NULL;
      gboolean had = before && g_hash_table_lookup_extended (before, name, NULL, &was);
      const char *change = !before ? NULL : !had ? "added" : g_strcmp0 (was, value) == 0 ? "same" : "changed";
      ApmVariable *variable = variable_new (name, value, change);

      if (had && was && g_strcmp0 (was, value) != 0)
        {
          variable->parent_value = apm_text_to_utf8 (was, -1);
          variable->secret |= apm_variable_looks_secret (variable->name, variable->parent_value);
        }
      g_ptr_array_add (variables, variable);
    }

  if (before)
    g_hash_table_iter_init (&iter, before);
  while (before && g_hash_table_iter_next (&iter, &name, &value))
    {
      ApmVariable *variable;

      if (g_hash_table_contains (own, name))
        continue;
      variable = variable_new (name, value, "removed");
      variable->parent_value = g_steal_pointer (&variable->value);
      g_clear_pointer (&variable->value_base64, g_free);
      g_ptr_array_add (variables, variable);
    }
  g_ptr_array_sort (variables, compare);
  g_ptr_array_foreach (variables, mask, NULL);

  return variables;
}

/* Returns: (transfer full) (nullable) */
static char *
read_parent (ApmEnvironment    *self,
             const ApmQuestion *question,
             gsize             *length)
{
  ApmQuestion of_parent = *question;
  g_autoptr(ApmProcessInfo) info = NULL;
  char *block;
  int reason;

  of_parent.pid = self->ppid = question->stat.ppid;
  if (self->ppid == 0 || !apm_stat_read (question->proc_fd, self->ppid, &of_parent.stat, NULL))
    {
      self->denied = g_strdup (_("It has no parent that can be seen: what it has added to its environment is not known"));
      return NULL;
    }
  info = apm_process_info_read (question->proc_fd, &of_parent.stat, 0);
  self->parent_name = g_strdup (info->name);
  block = apm_question_read_file (&of_parent, "environ", length, &reason);
  /* A part of the kernel starts programs with what it makes up itself. */
  if (!block || apm_question_is_kernel (&of_parent))
    self->denied = g_strdup_printf (_("The environment of its parent %s (%d) may not be read: "
                                      "what it has added is not known"), self->parent_name, self->ppid);

  return block;
}

/* What it was started with: a program that changes its environment later does so in
 * its own memory (proc_pid_environ(5)). */
ApmEnvironment *
apm_environment_read (const ApmQuestion *question,
                      GError           **error)
{
  g_autofree char *block = NULL;
  g_autofree char *parent = NULL;
  gsize length = 0;
  gsize parent_length = 0;
  ApmEnvironment *self;
  int reason;

  block = apm_question_read_file (question, "environ", &length, &reason);
  if (!block)
    {
      apm_question_set_error (question, reason, error);
      return NULL;
    }

  self = g_new0 (ApmEnvironment, 1);
  parent = read_parent (self, question, &parent_length);
  self->variables = apm_environment_parse (block, length, self->denied ? NULL : parent, parent_length);

  return self;
}
