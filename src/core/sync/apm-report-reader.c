/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-report-reader.h"

#include <string.h>

/**
 * apm_report_reader_push:
 * @func: gets each report that is whole; what remains waits for the next push,
 *   and at the end of the stream @n_rest says how much of a report broke off
 */
void
apm_report_reader_push (ApmReportReader *self,
                        const guint8    *bytes,
                        gsize            length,
                        ApmReportFunc    func,
                        gpointer         user_data)
{
  while (length > 0)
    {
      gsize n = MIN (length, sizeof self->rest - self->n_rest);

      memcpy (self->rest.bytes + self->n_rest, bytes, n);
      self->n_rest += n;
      bytes += n;
      length -= n;

      if (self->n_rest < sizeof self->rest)
        return;

      self->n_rest = 0;
      if (!func (&self->rest.report, user_data))
        return;
    }
}
