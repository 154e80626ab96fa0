/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-calls.h"
#include "explore-hooks.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* <string.h> and what else reads or writes the program's memory: each read and
 * each write is an operation, as if the program did it itself. */

void *
x_memcpy (void       *to,
          const void *from,
          size_t      size)
{
  hook_read (from, size, CALLER);
  hook_write (to, size, CALLER);

  return memcpy (to, from, size);
}

void *
x_memmove (void       *to,
           const void *from,
           size_t      size)
{
  hook_read (from, size, CALLER);
  hook_write (to, size, CALLER);

  return memmove (to, from, size);
}

void *
x_memset (void  *to,
          int    byte,
          size_t size)
{
  hook_write (to, size, CALLER);

  return memset (to, byte, size);
}

int
x_memcmp (const void *one,
          const void *other,
          size_t      size)
{
  hook_read (one, size, CALLER);
  hook_read (other, size, CALLER);

  return memcmp (one, other, size);
}

size_t
x_strlen (const char *text)
{
  hook_read (text, strlen (text) + 1, CALLER);

  return strlen (text);
}

char *
x_strcpy (char       *to,
          const char *from)
{
  size_t size = strlen (from) + 1;

  hook_read (from, size, CALLER);
  hook_write (to, size, CALLER);

  return memcpy (to, from, size);
}

char *
x_strncpy (char       *to,
           const char *from,
           size_t      size)
{
  hook_read (from, strnlen (from, size), CALLER);
  hook_write (to, size, CALLER);

  return strncpy (to, from, size);
}

char *
x_strcat (char       *to,
          const char *from)
{
  size_t size = strlen (from) + 1;

  hook_read (from, size, CALLER);
  hook_write (to, strlen (to) + size, CALLER);

  return strcat (to, from);
}

int
x_strcmp (const char *one,
          const char *other)
{
  hook_read (one, strlen (one) + 1, CALLER);
  hook_read (other, strlen (other) + 1, CALLER);

  return strcmp (one, other);
}

int
x_strncmp (const char *one,
           const char *other,
           size_t      size)
{
  hook_read (one, strnlen (one, size), CALLER);
  hook_read (other, strnlen (other, size), CALLER);

  return strncmp (one, other, size);
}

char *
x_strdup (const char *text)
{
  size_t size = strlen (text) + 1;

  hook_read (text, size, CALLER);

  return memcpy (memory_take (size, 16, false, CALLER), text, size);
}

static int __attribute__ ((format (printf, 4, 0)))
format_text (char       *to,
             size_t      size,
             uintptr_t   pc,
             const char *format,
             va_list     args)
{
  char text[2048];
  int length = vsnprintf (text, sizeof text, format, args);
  size_t fits;

  if (length < 0 || size == 0)
    return length;
  fits = (size_t) length < sizeof text ? (size_t) length : sizeof text - 1;
  if (fits >= size)
    fits = size - 1;
  hook_write (to, fits + 1, pc);
  memcpy (to, text, fits);
  to[fits] = '\0';

  return length;
}

int
x_snprintf (char       *to,
            size_t      size,
            const char *format,
            ...)
{
  va_list args;
  int length;

  va_start (args, format);
  length = format_text (to, size, CALLER, format, args);
  va_end (args);

  return length;
}

int
x_sprintf (char       *to,
           const char *format,
           ...)
{
  va_list args;
  int length;

  va_start (args, format);
  length = format_text (to, SIZE_MAX, CALLER, format, args);
  va_end (args);

  return length;
}

int
x_vsnprintf (char       *to,
             size_t      size,
             const char *format,
             va_list     args)
{
  return format_text (to, size, CALLER, format, args);
}

/* Sorted by insertion: the program's own function compares, and may be left in
 * the middle for another thread. */
void
x_qsort (void  *base,
         size_t n,
         size_t size,
         int  (*compare) (const void *, const void *))
{
  char *bytes = base;

  for (size_t i = 1; i < n; i++)
    for (size_t j = i; j > 0 && compare (bytes + (j - 1) * size, bytes + j * size) > 0; j--)
      {
        hook_write (bytes + (j - 1) * size, 2 * size, CALLER);
        for (size_t k = 0; k < size; k++)
          {
            char byte = bytes[j * size + k];

            bytes[j * size + k] = bytes[(j - 1) * size + k];
            bytes[(j - 1) * size + k] = byte;
          }
      }
}
