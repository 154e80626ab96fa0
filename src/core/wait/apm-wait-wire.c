/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-wire.h"

#include "apm-wait-private.h"

#include <string.h>

/* Where something lies in a process' memory is nobody's business (it would undo what
 * makes addresses random); that two wait for the same is told all the same. */
static guint64
hide_address (guint64      space,
              guint64      address,
              const guint8 key[32])
{
  const guint64 place[2] = { space, address };
  g_autoptr(GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, 32);
  guint8 digest[32];
  gsize length = sizeof digest;
  guint64 id;

  g_hmac_update (hmac, (const guint8 *) place, sizeof place);
  g_hmac_get_digest (hmac, digest, &length);
  memcpy (&id, digest, sizeof id);

  return MAX (id, 1);
}

/* Names of these are read in the memory of who waits, others are told by the kernel. */
static gboolean
is_named_by_itself (const ApmWait *wait)
{
  return wait->kind == APM_WAIT_FIFO_OPEN || wait->kind == APM_WAIT_CONNECT || wait->kind == APM_WAIT_LEASE
         || wait->object.space == (guint64) wait->pid;
}

static void
pack_groups (const ApmWaitPass *pass,
             const ApmWait     *wait,
             LookWait          *packed)
{
  guint n_packed = 0;

  packed->n_groups = MIN (wait->n_groups, LOOK_MOST_GROUPS);
  for (guint g = 0; g < packed->n_groups; g++)
    {
      const ApmWaitGroup *group = &g_array_index (pass->groups, ApmWaitGroup, wait->first_group + g);
      guint n = MIN (group->n, LOOK_MOST_ENDERS - n_packed);

      packed->n_enders[g] = n;
      if (group->is_complete && n == group->n)
        packed->complete |= 1u << g;
      /* Who finds no room could end it too: then the others prove nothing. */
      if (n < group->n)
        packed->grade = APM_WAIT_GRADE_UNKNOWN;
      for (guint i = 0; i < n; i++, n_packed++)
        {
          const ApmWaitEnder *ender = &g_array_index (pass->enders, ApmWaitEnder, group->first + i);

          packed->enders[n_packed].pid = ender->pid;
          packed->enders[n_packed].tid = ender->tid;
        }
    }
}

/**
 * apm_wait_wire_pack:
 * @wait: of @pass, or a copy of one that was changed
 * @key: of the helper's life; not to be known to who gets @packed
 */
void
apm_wait_wire_pack (const ApmWaitPass *pass,
                    const ApmWait     *wait,
                    const guint8       key[32],
                    LookWait          *packed)
{
  *packed = (LookWait) {
    .pid = wait->pid, .tid = wait->tid,
    .kind = wait->kind, .grade = wait->grade, .nature = wait->nature, .flags = wait->flags,
    .finding = wait->finding, .unknown = wait->unknown,
    .fd = wait->object.fd, .owner = wait->owner, .left_us = wait->left_us,
    .space = wait->object.space, .id = wait->object.id,
    .count = { wait->count[0], wait->count[1] },
  };
  if (wait->object.space == (guint64) wait->pid && wait->object.id != 0)
    packed->id = hide_address (wait->object.space, wait->object.id, key);
  if (wait->object.name && !is_named_by_itself (wait))
    g_strlcpy (packed->name, wait->object.name, sizeof packed->name);
  pack_groups (pass, wait, packed);
}

#define KNOWN_FLAGS \
  (guint32) (APM_WAIT_TIMED | APM_WAIT_IDLE | APM_WAIT_UNINTERRUPTIBLE | APM_WAIT_SHARED | APM_WAIT_BY_HELPER)

static gboolean
is_sound (const LookWait *packed)
{
  guint n_enders = 0;

  if (packed->kind >= APM_WAIT_N_KINDS || packed->grade > APM_WAIT_GRADE_PROVEN || packed->nature > APM_WAIT_HARD
      || (packed->flags & ~KNOWN_FLAGS) != 0 || packed->finding > APM_WAIT_NOBODY || packed->unknown >= APM_WAIT_N_UNKNOWNS || packed->fd < -1
      || packed->owner < 0 || packed->left_us < -1 || packed->n_groups > LOOK_MOST_GROUPS
      || memchr (packed->name, '\0', sizeof packed->name) == NULL)
    return FALSE;
  for (guint g = 0; g < packed->n_groups; g++)
    {
      if (packed->n_enders[g] > LOOK_MOST_ENDERS)
        return FALSE;
      n_enders += packed->n_enders[g];
    }
  if (n_enders > LOOK_MOST_ENDERS)
    return FALSE;
  for (guint i = 0; i < n_enders; i++)
    if (packed->enders[i].pid < 1 || packed->enders[i].tid < 0)
      return FALSE;

  return TRUE;
}

static gboolean
is_denied (ApmWaitUnknown unknown)
{
  return unknown == APM_WAIT_DENIED_MODE || unknown == APM_WAIT_DENIED_YAMA;
}

static void
graft_groups (ApmWaitPass    *pass,
              ApmWait        *wait,
              const LookWait *packed)
{
  guint first = 0;

  wait->n_groups = 0;
  for (guint g = 0; g < packed->n_groups; g++)
    {
      ApmWaitEnder enders[LOOK_MOST_ENDERS];

      for (guint i = 0; i < packed->n_enders[g]; i++)
        enders[i] = (ApmWaitEnder) { packed->enders[first + i].pid, packed->enders[first + i].tid };
      apm_wait_add_group (pass, wait, enders, packed->n_enders[g], (packed->complete & 1u << g) != 0);
      first += packed->n_enders[g];
    }
}

/**
 * apm_wait_wire_graft:
 * @pass: not handed out yet
 *
 * Puts what the helper told in the place of what was refused to us. What we could see
 * ourselves stays as we saw it.
 *
 * Returns: FALSE if it makes no sense, or is about nobody who was refused
 */
gboolean
apm_wait_wire_graft (ApmWaitPass    *pass,
                     const LookWait *packed)
{
  ApmWait *wait = (ApmWait *) apm_wait_pass_find (pass, packed->pid, packed->tid);

  if (wait == NULL || !is_denied (wait->unknown) || !is_sound (packed))
    return FALSE;

  wait->kind = packed->kind;
  wait->grade = packed->grade;
  wait->nature = packed->nature;
  wait->flags = packed->flags | APM_WAIT_BY_HELPER;
  wait->finding = packed->finding;
  wait->unknown = packed->unknown;
  wait->object = (ApmWaitObject) { .space = packed->space, .id = packed->id, .fd = packed->fd };
  if (packed->name[0] != '\0')
    apm_wait_set_name (pass, wait, packed->name, strlen (packed->name));
  wait->owner = packed->owner;
  wait->left_us = packed->left_us;
  wait->count[0] = packed->count[0];
  wait->count[1] = packed->count[1];
  /* What we guessed before is worth nothing now. */
  wait->n_candidates = 0;
  graft_groups (pass, wait, packed);

  return TRUE;
}
