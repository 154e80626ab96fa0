/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-cgroup.h"

#include <string.h>

/* As many digits of a container's id as its tools show. */
#define SHORT_ID 12

/**
 * apm_cgroup_dup_path:
 * @text: /proc/PID/cgroup: lines "HIERARCHY:CONTROLLERS:PATH" (cgroups(7))
 *
 * Returns: (transfer full): the path that tells most: that of version 2, else the
 *   one systemd keeps, else the longest
 */
char *
apm_cgroup_dup_path (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  const char *longest = "/";

  for (guint i = 0; lines[i]; i++)
    {
      const char *controllers = strchr (lines[i], ':');
      const char *path = controllers ? strchr (controllers + 1, ':') : NULL;

      if (!path || path[1] != '/')
        continue;
      path++;
      if (path[1] && (g_str_has_prefix (lines[i], "0::") || g_str_has_prefix (controllers, ":name=systemd:")))
        return g_strdup (path);
      if (strlen (path) > strlen (longest))
        longest = path;
    }

  return g_strdup (longest);
}

/* systemd writes what may not stand in a name as \x2d (systemd.unit(5)). */
static char *
unescape (const char *name)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = name; *p; p++)
    if (p[0] == '\\' && p[1] == 'x' && g_ascii_isxdigit (p[2]) && g_ascii_isxdigit (p[3]))
      {
        g_string_append_c (plain, (char) (g_ascii_xdigit_value (p[2]) << 4 | g_ascii_xdigit_value (p[3])));
        p += 3;
      }
    else
      {
        g_string_append_c (plain, *p);
      }
  if (!g_utf8_validate_len (plain->str, plain->len, NULL))
    g_string_assign (plain, name);

  return g_string_free (plain, FALSE);
}

/* "app-gnome-org.gnome.Maps-4711.scope" and "app-flatpak-org.gnome.Maps@1f.service"
 * are both "org.gnome.Maps": app[-LAUNCHER]-ID-RANDOM.scope, app[-LAUNCHER]-ID[@RANDOM].service
 * (XDG standardization of desktop environments, systemd.io/DESKTOP_ENVIRONMENTS). */
static char *
dup_application (const char *unit)
{
  g_autofree char *id = NULL;
  char *cut;

  if (!g_str_has_prefix (unit, "app-"))
    return NULL;

  id = g_strdup (unit + strlen ("app-"));
  if (g_str_has_suffix (id, ".scope"))
    {
      id[strlen (id) - strlen (".scope")] = '\0';
      cut = strrchr (id, '-');
    }
  else
    {
      if (g_str_has_suffix (id, ".service"))
        id[strlen (id) - strlen (".service")] = '\0';
      cut = strrchr (id, '@');
    }
  if (cut)
    *cut = '\0';
  cut = strrchr (id, '-');

  return unescape (cut ? cut + 1 : id);
}

/**
 * apm_cgroup_dup_unit:
 *
 * Returns: (transfer full) (nullable): the application, service or scope nearest to
 *   the leaf, else the leaf itself; %NULL at the root
 */
char *
apm_cgroup_dup_unit (const char *path)
{
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);
  const char *leaf = NULL;

  for (guint i = g_strv_length (parts); i > 0; i--)
    {
      const char *part = parts[i - 1];

      if (g_str_has_suffix (part, ".service") || g_str_has_suffix (part, ".scope"))
        {
          char *application = dup_application (part);

          return application ? application : unescape (part);
        }
      if (!leaf && *part)
        leaf = part;
    }

  return leaf ? unescape (leaf) : NULL;
}

static gboolean
is_id (const char *text,
       gsize       length)
{
  if (length < 32)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;

  return TRUE;
}

static char *
dup_from_part (const char *part,
               const char *parent)
{
  static const struct { const char *prefix, *runtime; } scopes[] = {
    { "docker-", "docker" }, { "libpod-", "podman" }, { "cri-containerd-", "containerd" }, { "crio-", "cri-o" },
  };
  gsize length = strlen (part);

  if (g_str_has_suffix (part, ".scope"))
    length -= strlen (".scope");
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      gsize skipped = strlen (scopes[i].prefix);

      if (g_str_has_prefix (part, scopes[i].prefix) && length > skipped && is_id (part + skipped, length - skipped))
        return g_strdup_printf ("%s %.*s", scopes[i].runtime, SHORT_ID, part + skipped);
    }

  if (g_str_has_prefix (part, "lxc.payload.") && part[strlen ("lxc.payload.")])
    return g_strdup_printf ("lxc %s", part + strlen ("lxc.payload."));
  if (strcmp (parent, "lxc") == 0 && *part)
    return g_strdup_printf ("lxc %s", part);
  if (strcmp (parent, "machine.slice") == 0 && g_str_has_prefix (part, "machine-") && length > strlen ("machine-"))
    {
      g_autofree char *name = g_strndup (part + strlen ("machine-"), length - strlen ("machine-"));
      g_autofree char *plain = unescape (name);

      return g_strdup_printf ("machine %s", plain);
    }
  if (is_id (part, length))
    return g_strdup_printf ("%s %.*s", strcmp (parent, "docker") == 0 ? "docker" : "container", SHORT_ID, part);

  return NULL;
}

/**
 * apm_cgroup_dup_container:
 *
 * Returns: (transfer full) (nullable): "docker 3f2a90b1c4d5", by the names that the
 *   tools give their groups; %NULL outside of containers
 */
char *
apm_cgroup_dup_container (const char *path)
{
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);

  for (guint i = g_strv_length (parts); i > 1; i--)
    {
      char *container = dup_from_part (parts[i - 1], parts[i - 2]);

      if (container)
        return container;
    }

  return NULL;
}
