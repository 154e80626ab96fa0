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

/* Fails where its beginning must not be read, before we do. */
size_t
hook_size (const char *text,
           uintptr_t   pc)
{
  memory_check ((uintptr_t) text, 1, false, pc);

  return strlen (text) + 1;
}

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
  hook_read (text, hook_size (text, CALLER), CALLER);

  return strlen (text);
}

char *
x_strcpy (char       *to,
          const char *from)
{
  size_t size = hook_size (from, CALLER);

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
  size_t size = hook_size (from, CALLER);

  hook_read (from, size, CALLER);
  hook_write (to, hook_size (to, CALLER) - 1 + size, CALLER);

  return strcat (to, from);
}

char *
x_strncat (char       *to,
           const char *from,
           size_t      size)
{
  size_t length = strnlen (from, size);

  hook_read (from, length, CALLER);
  hook_write (to, hook_size (to, CALLER) + length, CALLER);

  return strncat (to, from, size);
}

char *
x_stpcpy (char       *to,
          const char *from)
{
  size_t size = hook_size (from, CALLER);

  hook_read (from, size, CALLER);
  hook_write (to, size, CALLER);
  memcpy (to, from, size);

  return to + size - 1;
}

int
x_strcmp (const char *one,
          const char *other)
{
  hook_read (one, hook_size (one, CALLER), CALLER);
  hook_read (other, hook_size (other, CALLER), CALLER);

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
  size_t size = hook_size (text, CALLER);

  hook_read (text, size, CALLER);

  return memcpy (memory_take (size, 16, false, CALLER), text, size);
}

char *
x_strndup (const char *text,
           size_t      size)
{
  size_t length = strnlen (text, size);
  char *copy;

  hook_read (text, length, CALLER);
  copy = memory_take (length + 1, 16, true, CALLER);

  return memcpy (copy, text, length);
}

void
hook_text (const void *text,
           size_t      size,
           uintptr_t   pc)
{
  uintptr_t address = (uintptr_t) text;

  if (memory_owns (address) || program_owns (address, 1) || fiber_owns (address))
    hook_read (text, size, pc);
}

/* Takes the argument of one conversion. Returns: false where it is none of C's */
static bool
take_argument (char       conversion,
               char       length,
               long       precision,
               va_list   *args,
               uintptr_t  pc)
{
  const bool is_long = length != '\0' && length != 'h';
  const char *text;

  if (conversion == 's' && !is_long)
    {
      text = va_arg (*args, const char *);
      if (text)
        hook_text (text, precision < 0 ? hook_size (text, pc) : strnlen (text, (size_t) precision), pc);
    }
  else if (strchr ("spn", conversion))
    (void) va_arg (*args, void *);
  else if (strchr ("aAeEfFgG", conversion) && length == 'L')
    (void) va_arg (*args, long double);
  else if (strchr ("aAeEfFgG", conversion))
    (void) va_arg (*args, double);
  else if (strchr ("diouxXc", conversion) && is_long)
    (void) va_arg (*args, long);
  else if (strchr ("diouxXc", conversion))
    (void) va_arg (*args, int);
  else
    return conversion == 'm';

  return true;
}

static long
take_number (const char **at,
             va_list     *args,
             long         otherwise)
{
  char *end;
  long number;

  if (**at == '*')
    {
      (*at)++;
      return va_arg (*args, int);
    }
  number = strtol (*at, &end, 10);
  if (end == *at)
    return otherwise;
  *at = end;

  return number;
}

/* The strings that printf() and the like read; @args are as they were. */
void
hook_format (const char *format,
             va_list     args,
             uintptr_t   pc)
{
  va_list left;
  bool known = true;

  va_copy (left, args);
  for (const char *at = strchr (format, '%'); known && at; at = strchr (at, '%'))
    {
      long precision = -1;
      char length;

      at += 1 + strspn (at + 1, "-+ #0'");
      take_number (&at, &left, 0);
      if (*at == '.')
        at++, precision = take_number (&at, &left, 0);
      length = strspn (at, "hlqjztL") > 0 ? *at : '\0';
      at += strspn (at, "hlqjztL");
      known = *at == '%' || (*at != '\0' && take_argument (*at, length, precision, &left, pc));
      at += *at != '\0';
    }
  va_end (left);
}

static int __attribute__ ((format (printf, 4, 0)))
format_text (char       *to,
             size_t      size,
             uintptr_t   pc,
             const char *format,
             va_list     args)
{
  char text[2048];
  size_t fits;
  int length;

  hook_format (format, args, pc);
  length = vsnprintf (text, sizeof text, format, args);
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

int
x_vsprintf (char       *to,
            const char *format,
            va_list     args)
{
  return format_text (to, SIZE_MAX, CALLER, format, args);
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
