/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "rights.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A filter of system calls for who only looks (seccomp(2)). What a C library calls
 * for its own ends changes from version to version, so it names what is never
 * needed: to start programs, to touch other processes, to write, make or name files,
 * to speak to anybody but the kernel. */

#if defined (__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined (__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#endif

#define WRITING (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)

#define ARGUMENT(i) ((unsigned int) (offsetof (struct seccomp_data, args) + 8 * (i)))   /* its lower half */
#define LOAD(offset) BPF_STMT (BPF_LD | BPF_W | BPF_ABS, (offset))
#define ANSWER(value) BPF_STMT (BPF_RET | BPF_K, (value))
#define REFUSE ANSWER (SECCOMP_RET_ERRNO | EPERM)
#define ALLOW ANSWER (SECCOMP_RET_ALLOW)

/* Each is told whether it is this call, with the number loaded. */
#define NEVER(name) BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), REFUSE
#define NOT_HERE(name) BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), ANSWER (SECCOMP_RET_ERRNO | ENOSYS)
#define ONLY_WITHOUT(name, i, bits) \
  BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 4), \
  LOAD (ARGUMENT (i)), \
  BPF_JUMP (BPF_JMP | BPF_JSET | BPF_K, (bits), 0, 1), \
  REFUSE, ALLOW
#define ONLY_WITH(name, i, value) \
  BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 4), \
  LOAD (ARGUMENT (i)), \
  BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, (value), 1, 0), \
  REFUSE, ALLOW
#define ONLY_BIT(name, i, bit) \
  BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 4), \
  LOAD (ARGUMENT (i)), \
  BPF_JUMP (BPF_JMP | BPF_JSET | BPF_K, (bit), 1, 0), \
  REFUSE, ALLOW

#ifdef OUR_ARCH
static const struct sock_filter filter[] = {
  LOAD (offsetof (struct seccomp_data, arch)),
  BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0),
  ANSWER (SECCOMP_RET_KILL_PROCESS),
  LOAD (offsetof (struct seccomp_data, nr)),
#ifdef __x86_64__
  /* The numbers of x32: calls by another name. */
  BPF_JUMP (BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1),
  ANSWER (SECCOMP_RET_KILL_PROCESS),
#endif

  NEVER (execve), NEVER (execveat),
  NOT_HERE (clone3),                       /* its flags cannot be seen; libraries take the older one then */
  ONLY_BIT (clone, 0, CLONE_THREAD),
  NEVER (ptrace), NEVER (process_vm_writev), NEVER (kill), NEVER (tkill), NEVER (tgkill),
  NEVER (pidfd_send_signal), NEVER (pidfd_getfd), NEVER (rt_sigqueueinfo), NEVER (rt_tgsigqueueinfo),
  NEVER (setpriority), NEVER (ioprio_set), NEVER (sched_setscheduler), NEVER (sched_setattr),
  NEVER (process_madvise),

  ONLY_WITHOUT (openat, 2, WRITING), NOT_HERE (openat2),
  NEVER (unlinkat), NEVER (renameat), NEVER (renameat2), NEVER (mkdirat), NEVER (linkat), NEVER (symlinkat),
  NEVER (mknodat), NEVER (fchmod), NEVER (fchmodat), NEVER (fchown), NEVER (fchownat), NEVER (truncate),
  NEVER (ftruncate), NEVER (fallocate), NEVER (utimensat), NEVER (setxattr), NEVER (fsetxattr), NEVER (lsetxattr),
#ifdef __x86_64__
  ONLY_WITHOUT (open, 1, WRITING), NEVER (creat), NEVER (unlink), NEVER (rename), NEVER (mkdir), NEVER (rmdir),
  NEVER (link), NEVER (symlink), NEVER (mknod), NEVER (chmod), NEVER (chown), NEVER (lchown),
  NEVER (fork), NEVER (vfork), NEVER (utimes),
#endif

  ONLY_WITH (socket, 0, AF_NETLINK), NEVER (connect), NEVER (listen), NEVER (accept), NEVER (accept4),
  NEVER (msgsnd), NEVER (semop), NEVER (shmat), NEVER (mq_open),

  NEVER (setuid), NEVER (setgid), NEVER (setreuid), NEVER (setregid), NEVER (setresuid), NEVER (setresgid),
  NEVER (setgroups), NEVER (capset), NEVER (setns), NEVER (unshare), NEVER (chroot), NEVER (pivot_root),
  NEVER (mount), NEVER (umount2), NEVER (bpf), NEVER (perf_event_open), NEVER (io_uring_setup),
  NEVER (userfaultfd), NEVER (keyctl), NEVER (add_key), NEVER (request_key), NEVER (init_module),
  NEVER (finit_module), NEVER (kexec_load), NEVER (reboot), NEVER (swapon), NEVER (personality),
  ALLOW,
};
#endif

/* For all threads. Returns: 0, or an errno; ENOTSUP where we know no numbers */
int
rights_filter (void)
{
#ifdef OUR_ARCH
  const struct sock_fprog program = { sizeof filter / sizeof filter[0], (struct sock_filter *) filter };

  return syscall (SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0 ? 0 : errno;
#else
  return ENOTSUP;
#endif
}
