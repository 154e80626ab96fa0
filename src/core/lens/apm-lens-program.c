/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-program.h"

#include "apm-error.h"
#include "apm-text.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <link.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

/* "#!" lines that lead to one another, as the kernel follows them. */
#define MOST_SCRIPTS 4

#ifdef __x86_64__
#define OUR_MACHINE EM_X86_64
#elif defined __aarch64__
#define OUR_MACHINE EM_AARCH64
#else
#define OUR_MACHINE EM_NONE
#endif

typedef struct {
  char bytes[4096];
  gssize length;
  struct stat status;
  gboolean has_capabilities;
} Head;

static gboolean
read_head (const char  *path,
           Head        *head,
           GError     **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0 || fstat (fd, &head->status) != 0)
    {
      apm_set_error_from_errno (error, errno, _("“%s” cannot be watched"), shown);
      apm_clear_fd (&fd);
      return FALSE;
    }

  head->length = S_ISREG (head->status.st_mode) ? pread (fd, head->bytes, sizeof head->bytes - 1, 0) : 0;
  head->has_capabilities = fgetxattr (fd, "security.capability", NULL, 0) > 0;
  apm_clear_fd (&fd);
  if (head->length < 4)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("“%s” cannot be watched: it is not a program"), shown);
      return FALSE;
    }
  head->bytes[head->length] = '\0';

  return TRUE;
}

/* The kernel then clears the environment of what could take the new rights. */
static gboolean
changes_rights (const Head *head)
{
  return ((head->status.st_mode & S_ISUID) && head->status.st_uid != geteuid ()) ||
         ((head->status.st_mode & S_ISGID) && (head->status.st_mode & S_IXGRP) && head->status.st_gid != getegid ()) ||
         (head->has_capabilities && geteuid () != 0);
}

/* Returns: (transfer none): the path of the program's loader in the head, or NULL */
static const char *
find_loader (const Head       *head,
             const ElfW(Ehdr) *elf)
{
  for (guint i = 0; i < elf->e_phnum; i++)
    {
      ElfW(Phdr) program;
      gsize at = elf->e_phoff + i * sizeof program;

      if (elf->e_phoff > (gsize) head->length || at + sizeof program > (gsize) head->length)
        return NULL;
      memcpy (&program, head->bytes + at, sizeof program);
      if (program.p_type == PT_INTERP)
        return program.p_offset < (gsize) head->length ? head->bytes + program.p_offset : "";
    }

  return NULL;
}

static gboolean
check_elf (const char  *shown,
           const Head  *head,
           GError     **error)
{
  ElfW(Ehdr) elf;
  const char *loader;
  const char *reason = NULL;

  memset (&elf, 0, sizeof elf);
  memcpy (&elf, head->bytes, MIN ((gsize) head->length, sizeof elf));
  loader = find_loader (head, &elf);

  if (elf.e_ident[EI_CLASS] != (sizeof (gpointer) == 8 ? ELFCLASS64 : ELFCLASS32) || elf.e_machine != OUR_MACHINE)
    reason = _("it was made for another kind of processor than this library");
  else if (changes_rights (head))
    reason = _("it runs with other rights than yours, and lets nobody look in (setuid)");
  else if (loader == NULL)
    reason = _("it is linked statically, so that its calls cannot be seen");
  else if (strstr (loader, "musl"))
    reason = _("it uses another C library (musl)");

  if (reason)
    g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("“%s” cannot be watched: %s"), shown, reason);

  return reason == NULL;
}

/* Returns: (transfer full): the interpreter of a script, or NULL */
static char *
dup_interpreter (const Head *head)
{
  const char *start = head->bytes + 2;
  gsize length;

  if (head->bytes[0] != '#' || head->bytes[1] != '!')
    return NULL;
  start += strspn (start, " \t");
  length = strcspn (start, " \t\r\n");

  return length > 0 ? g_strndup (start, length) : NULL;
}

/**
 * apm_lens_program_check:
 * @path: the program's file
 *
 * Fails with %APM_ERROR_INVALID and the reason in words where a program cannot be
 * seen: static, for another processor, with another C library, with other rights,
 * or no program; %APM_ERROR_DENIED where it may not be read.
 */
gboolean
apm_lens_program_check (const char  *path,
                        GError     **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *file = g_strdup (path);
  g_autofree Head *head = g_new0 (Head, 1);

  for (guint i = 0; i <= MOST_SCRIPTS; i++)
    {
      g_autofree char *interpreter = NULL;

      if (!read_head (file, head, error))
        return FALSE;
      if (memcmp (head->bytes, ELFMAG, SELFMAG) == 0)
        return check_elf (shown, head, error);
      interpreter = dup_interpreter (head);
      if (interpreter == NULL)
        break;
      g_free (file);
      file = g_steal_pointer (&interpreter);
    }
  g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("“%s” cannot be watched: it is not a program"), shown);

  return FALSE;
}
