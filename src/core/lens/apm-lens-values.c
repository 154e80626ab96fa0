/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-values.h"

#include <string.h>
#include <sys/uio.h>

static double
get_unsigned (const guint8 *bytes,
              guint         size)
{
  guint64 wide = 0;

  /* Both machines that we know have the lowest byte first. */
  memcpy (&wide, bytes, size);

  return (double) wide;
}

static double
get_signed (const guint8 *bytes,
            guint         size)
{
  guint64 wide = 0;
  guint shift = 64 - 8 * size;

  memcpy (&wide, bytes, size);

  return (double) ((gint64) (wide << shift) >> shift);
}

static double
get_floating (const guint8 *bytes,
              guint         size)
{
  float narrow;
  double wide = 0;

  if (size == sizeof wide)
    memcpy (&wide, bytes, sizeof wide);
  if (size == sizeof narrow)
    {
      memcpy (&narrow, bytes, sizeof narrow);
      wide = narrow;
    }

  return wide;
}

/**
 * apm_lens_values_read:
 * @values: (out caller-allocates): the first @n elements; at most variable->count
 *
 * Returns: %FALSE if the process has ended or may not be looked into
 */
gboolean
apm_lens_values_read (int                    pid,
                      const ApmLensVariable *variable,
                      double                *values,
                      guint                  n)
{
  gsize length = (gsize) n * variable->size;
  g_autofree guint8 *bytes = NULL;
  struct iovec here, there;

  g_return_val_if_fail (n <= variable->count, FALSE);
  g_return_val_if_fail (variable->size > 0 && variable->size <= 8, FALSE);

  bytes = g_malloc (length);
  here = (struct iovec) { bytes, length };
  there = (struct iovec) { GSIZE_TO_POINTER (variable->address), length };
  if (process_vm_readv (pid, &here, 1, &there, 1, 0) != (gssize) length)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      const guint8 *at = bytes + (gsize) i * variable->size;

      values[i] = variable->kind == 'f'   ? get_floating (at, variable->size)
                  : variable->kind == 'u' ? get_unsigned (at, variable->size)
                                          : get_signed (at, variable->size);
    }

  return TRUE;
}
