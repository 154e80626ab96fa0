/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "rights.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LAST_CAPABILITY 63

static int
set_limit (enum __rlimit_resource resource,
           rlim_t                 value)
{
  const struct rlimit limit = { value, value };

  return setrlimit (resource, &limit);
}

/* Of what we have. There are more bits than a word has, so each set is two. */
static int
keep_capabilities (uint64_t wanted)
{
  struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
  struct __user_cap_data_struct data[2] = { 0 };

  if (syscall (SYS_capget, &head, data) < 0)
    return -1;
  for (int i = 0; i < 2; i++)
    {
      data[i].permitted &= (uint32_t) (wanted >> 32 * i);
      data[i].effective = data[i].permitted;
      data[i].inheritable = 0;
    }

  return (int) syscall (SYS_capset, &head, data);
}

/* We become the caller, so that the kernel itself refuses what is not theirs where
 * no capability says otherwise. */
static int
become (const Caller *caller)
{
  if (prctl (PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0 || setgroups (0, NULL) < 0
      || setresgid (caller->gid, caller->gid, caller->gid) < 0
      || setresuid (caller->uid, caller->uid, caller->uid) < 0)
    return -1;

  return prctl (PR_SET_KEEPCAPS, 0, 0, 0, 0);
}

/* @capabilities: a bit each. What we do not have is not given.
 *
 * Returns: 0, or an errno */
int
rights_keep (const Caller *caller,
             uint64_t      capabilities)
{
  for (int i = 0; i <= LAST_CAPABILITY; i++)
    if (prctl (PR_CAPBSET_READ, i, 0, 0, 0) == 1 && prctl (PR_CAPBSET_DROP, i, 0, 0, 0) < 0 && errno != EPERM)
      return errno;
  if (prctl (PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0
      || (geteuid () == 0 && become (caller) < 0)
      || keep_capabilities (capabilities) < 0
      || prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0
      /* No other process of the caller may look into us: we know more than it may. */
      || prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) < 0
      || set_limit (RLIMIT_CORE, 0) < 0 || set_limit (RLIMIT_FSIZE, 0) < 0)
    return errno;

  return 0;
}
