/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "lens.h"

#include <dlfcn.h>
#include <string.h>

struct lens_real lens_real;

static __thread bool is_resolving __attribute__ ((tls_model ("initial-exec")));

static const struct { const char *name; size_t offset; } functions[] = {
#define LENS_REAL(type, name, parameters) { #name, offsetof (struct lens_real, name) },
#include "lens-real.h"
#undef LENS_REAL
};

/* Of condition variables the C library of x86-64 has two kinds, and the older of
 * them is what a plain look-up finds in an old library. */
static void *
find (const char *name)
{
  void *function = NULL;

#ifdef __x86_64__
  if (strncmp (name, "pthread_cond_", 13) == 0 && strcmp (name, "pthread_cond_clockwait") != 0)
    function = dlvsym (RTLD_NEXT, name, "GLIBC_2.3.2");
#endif

  return function ? function : dlsym (RTLD_NEXT, name);
}

/* Fills the table. Comes from the constructor, or from the first call if that is
 * earlier: constructors of other libraries run before ours. What is called by
 * dlsym() itself comes back here and finds what there is so far. */
void
lens_resolve (void)
{
  int saved_errno = errno;

  if (is_resolving)
    return;
  is_resolving = true;

  for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
    {
      void **member = (void **) (void *) ((char *) &lens_real + functions[i].offset);

      if (__atomic_load_n (member, __ATOMIC_RELAXED) == NULL)
        __atomic_store_n (member, find (functions[i].name), __ATOMIC_RELEASE);
    }

  is_resolving = false;
  errno = saved_errno;
}
