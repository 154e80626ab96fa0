/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-names.h"
#include "explore-input.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* What a program may call: ours stand behind these names, … */
static const char *const ours[] = {
  "pthread_create", "pthread_join", "pthread_detach", "pthread_exit", "pthread_self", "pthread_equal",
  "pthread_once", "pthread_attr_init", "pthread_attr_setdetachstate", "pthread_mutexattr_init",
  "pthread_mutexattr_settype", "pthread_key_create", "pthread_setspecific", "pthread_getspecific",
  "pthread_mutex_init", "pthread_mutex_destroy", "pthread_mutex_lock", "pthread_mutex_timedlock",
  "pthread_mutex_trylock", "pthread_mutex_unlock", "pthread_cond_init", "pthread_cond_destroy",
  "pthread_cond_wait", "pthread_cond_timedwait", "pthread_cond_signal", "pthread_cond_broadcast", "sem_init",
  "sem_destroy", "sem_wait", "sem_timedwait", "sem_trywait", "sem_post", "sem_getvalue", "pthread_barrier_init",
  "pthread_barrier_destroy", "pthread_barrier_wait", "pthread_rwlock_init", "pthread_rwlock_destroy",
  "pthread_rwlock_rdlock", "pthread_rwlock_timedrdlock", "pthread_rwlock_tryrdlock", "pthread_rwlock_wrlock",
  "pthread_rwlock_timedwrlock", "pthread_rwlock_trywrlock", "pthread_rwlock_unlock", "thrd_create", "thrd_join",
  "thrd_detach", "thrd_exit", "mtx_init", "mtx_destroy", "mtx_lock", "mtx_timedlock", "mtx_trylock",
  "mtx_unlock", "cnd_init", "cnd_destroy", "cnd_wait", "cnd_timedwait", "cnd_signal", "cnd_broadcast",
  "call_once", "printf", "vprintf", "vfprintf", "fprintf", "puts", "putchar", "fputs", "fputc", "fwrite",
  "perror", "exit", "abort", "__assert_fail", "__errno_location", "rand", "random", "drand48", "rand_r", "time",
  "clock", "clock_gettime", "timespec_get", "gettimeofday", "sleep", "malloc", "calloc", "free", "realloc",
  "aligned_alloc", "posix_memalign", "memcpy", "memmove", "memset", "memcmp", "strlen", "strcpy", "strncpy",
  "strcat", "strcmp", "strncmp", "strdup", "snprintf", "sprintf", "vsnprintf", "qsort", "pthread_attr_destroy",
  "pthread_attr_setstacksize", "pthread_attr_setscope", "pthread_mutexattr_destroy",
  "pthread_mutexattr_setpshared", "pthread_mutexattr_setprotocol", "pthread_condattr_init",
  "pthread_condattr_destroy", "pthread_condattr_setclock", "pthread_condattr_setpshared",
  "pthread_rwlockattr_init", "pthread_rwlockattr_destroy", "pthread_rwlockattr_setpshared",
  "pthread_barrierattr_init", "pthread_barrierattr_destroy", "pthread_setname_np", "pthread_setconcurrency",
  "pthread_key_delete", "tss_delete", "sched_yield", "pthread_yield", "thrd_yield", "srand", "srandom",
  "srand48", "fflush", "setbuf", "setvbuf", "setlocale", "usleep", "nanosleep", "clock_nanosleep", "thrd_sleep",
  "pthread_spin_init", "pthread_spin_destroy", "pthread_spin_lock", "pthread_spin_trylock",
  "pthread_spin_unlock", "thrd_current", "thrd_equal", "tss_create", "tss_set", "tss_get", "putc", "_exit",
  "quick_exit", "_Exit", "__assert", "getpid", "gettid", "sysconf", "strncat", "stpcpy", "strndup", "vsprintf",
};

/* … these only where standard input is given, … */
static const char *const reading[] = {
  "getchar", "fgetc", "fgets", "fread", "feof", "scanf", "fscanf", "getc", "getchar_unlocked", "__isoc99_scanf",
  "__isoc99_fscanf",
};

/* … and these are the C library's own, since they only compute. */
static const char *const plain[] = {
  "abs", "labs", "llabs", "div", "ldiv", "lldiv", "atoi", "atol", "atoll", "atof", "strtol", "strtoul",
  "strtoll", "strtoull", "strtod", "strchr", "strrchr", "strstr", "strpbrk", "strspn", "strcspn", "memchr",
  "strnlen", "strcasecmp", "strncasecmp", "strerror", "isalpha", "isdigit", "isalnum", "isspace", "isupper",
  "islower", "isprint", "ispunct", "isxdigit", "toupper", "tolower", "__ctype_b_loc", "__ctype_toupper_loc",
  "__ctype_tolower_loc", "bsearch", "difftime", "getenv", "sscanf", "strtof", "strtold", "strcoll", "strtok_r", "isblank",
  "iscntrl", "isgraph", "imaxabs", "imaxdiv", "strtoimax", "strtoumax",
  "__isoc99_sscanf", "stdout", "stderr", "stdin", "environ", "__stack_chk_fail", "__cxa_finalize",
  "__gmon_start__", "_ITM_deregisterTMCloneTable", "_ITM_registerTMCloneTable", "__tls_get_addr",
  "_GLOBAL_OFFSET_TABLE_", "setjmp", "_setjmp", "longjmp",
};

/* <math.h>; also of float and of long double, with an f or an l behind the name. */
static const char *const mathematics[] = {
  "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "ceil", "copysign", "cos", "cosh", "erf", "erfc",
  "exp", "exp2", "expm1", "fabs", "fdim", "floor", "fma", "fmax", "fmin", "fmod", "frexp", "hypot", "ilogb", "ldexp",
  "lgamma", "llrint", "llround", "log", "log10", "log1p", "log2", "logb", "lrint", "lround", "modf", "nan", "nearbyint",
  "nextafter", "nexttoward", "pow", "remainder", "remquo", "rint", "round", "scalbln", "scalbn", "sin", "sinh", "sqrt",
  "tan", "tanh", "tgamma", "trunc",
};

#define N(array) (sizeof (array) / sizeof (array)[0])

/* Writes what objcopy --redefine-syms takes. */
void
names_print (FILE *file)
{
  for (size_t i = 0; i < N (ours); i++)
    fprintf (file, "%s x_%s\n", ours[i], ours[i]);
  for (size_t i = 0; input_is_given () && i < N (reading); i++)
    fprintf (file, "%s x_%s\n", reading[i], reading[i]);
}

static bool
is_mathematics (const char *name)
{
  for (size_t i = 0; i < N (mathematics); i++)
    {
      size_t length = strlen (mathematics[i]);

      if (strncmp (name, mathematics[i], length) == 0 &&
          (name[length] == '\0' || (strchr ("fl", name[length]) && name[length + 1] == '\0')))
        return true;
    }

  return false;
}

/* May the program leave this name to others? As it is after renaming. */
bool
names_allow (const char *name)
{
  if (strncmp (name, "x_", 2) == 0 || strncmp (name, "__tsan_", 7) == 0)
    return true;
  for (size_t i = 0; i < N (plain); i++)
    if (strcmp (name, plain[i]) == 0)
      return true;

  return is_mathematics (name);
}
