/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-input.h"
#include "explore-calls.h"
#include "explore-hash.h"
#include "explore-hooks.h"

#include <stdlib.h>
#include <string.h>

/* Standard input is one object that threads share: who reads first gets what comes
 * first. It is read whole before the program is loaded, and then kept in memory. */

#define MOST_INPUT (1 << 20)

static struct {
  const char *path;
  char  *text;
  FILE  *file;                       /* over the text: for scanf() */
  size_t length, at;
} input;

/* Returns: false where it cannot be read, or is longer than 1 MiB */
bool
input_open (const char *path)
{
  FILE *file = fopen (path, "re");

  if (file == NULL)
    return false;
  input.text = calloc (1, MOST_INPUT + 1);
  input.length = input.text ? fread (input.text, 1, MOST_INPUT + 1, file) : 0;
  if (ferror (file) || input.text == NULL || input.length > MOST_INPUT)
    {
      fclose (file);
      return false;
    }
  fclose (file);
  input.path = path;
  input.file = input.length > 0 ? fmemopen (input.text, input.length, "r") : NULL;

  return input.length == 0 || input.file != NULL;
}

/* Returns: of the file; NULL where none was given */
const char *
input_get_path (void)
{
  return input.path;
}

bool
input_is_given (void)
{
  return input.text != NULL;
}

void
input_reset (void)
{
  input.at = 0;
}

uint64_t
input_hash (uint64_t hash)
{
  return hash_word (hash, input.at);
}

static void
touch (uintptr_t pc)
{
  step_memory (OP_ATOMIC_UPDATE, (uintptr_t) &input.at, sizeof input.at, pc);
}

static int
take_byte (void)
{
  if (input.at == input.length)
    return EOF;
  noticed ();

  return (unsigned char) input.text[input.at++];
}

int
x_getchar (void)
{
  touch (CALLER);

  return take_byte ();
}

int
x_fgetc (FILE *file)
{
  touch (CALLER);

  return file == stdin ? take_byte () : EOF;
}

char *
x_fgets (char *to,
         int   size,
         FILE *file)
{
  int n = 0, c;

  touch (CALLER);
  if (size < 2 || file != stdin || input.at == input.length)
    return NULL;
  while (n < size - 1 && input.at + (size_t) n < input.length && (n == 0 || input.text[input.at + (size_t) n - 1] != '\n'))
    n++;
  hook_write (to, (size_t) n + 1, CALLER);
  for (int i = 0; i < n && (c = take_byte ()) != EOF; i++)
    to[i] = (char) c;
  to[n] = '\0';

  return to;
}

size_t
x_fread (void  *to,
         size_t size,
         size_t n,
         FILE  *file)
{
  size_t left;

  touch (CALLER);
  left = input.length - input.at;
  if (size == 0 || n == 0 || file != stdin)
    return 0;
  if (left / size < n)
    n = left / size;
  hook_write (to, size * n, CALLER);
  memcpy (to, input.text + input.at, size * n);
  input.at += size * n;
  noticed ();

  return n;
}

int
x_feof (FILE *file)
{
  touch (CALLER);

  return file != stdin || input.at == input.length;
}

/* What it writes is not seen as the program's operation. */
static int __attribute__ ((format (scanf, 1, 0)))
scan (const char *format,
      va_list     args)
{
  long at;
  int n;

  if (input.file == NULL || fseek (input.file, (long) input.at, SEEK_SET) != 0)
    return EOF;
  n = vfscanf (input.file, format, args);
  at = ftell (input.file);
  if (at >= 0)
    input.at = (size_t) at;
  noticed ();

  return n;
}

int
x_scanf (const char *format,
         ...)
{
  va_list args;
  int n;

  touch (CALLER);
  va_start (args, format);
  n = scan (format, args);
  va_end (args);

  return n;
}

int
x_fscanf (FILE       *file,
          const char *format,
          ...)
{
  va_list args;
  int n;

  touch (CALLER);
  va_start (args, format);
  n = file == stdin ? scan (format, args) : EOF;
  va_end (args);

  return n;
}

/* Others do the same. */
ALIAS (getc, fgetc)
ALIAS (getchar_unlocked, getchar)
ALIAS (__isoc99_scanf, scanf)
ALIAS (__isoc99_fscanf, fscanf)
