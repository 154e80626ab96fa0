/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-build.h"
#include "explore-names.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* From C to what can be explored: compiled with the hooks of the thread
 * sanitizer, the calls renamed to ours, linked as a shared object. Without
 * optimization, else the compiler merges the very reads and writes that matter. */

#define MOST_ARGUMENTS (MOST_FLAGS + MOST_SOURCES + 24)
#define MOST_SECONDS   20              /* of one command */
#define MOST_MEMORY    (1024u << 20)
#define MOST_FILE      (64u << 20)

typedef struct {
  const char *words[MOST_ARGUMENTS];
  int         n;
} Command;

static void
say (Command    *command,
     const char *word)
{
  if (command->n < MOST_ARGUMENTS - 1)
    command->words[command->n++] = word;
}

static volatile pid_t command_pid;
static const char *temporary;        /* (nullable): where the compiler's own files go with ours */

/* Ends the compiler, should it be at work; also from a signal's handler. */
void
build_cancel (void)
{
  if (command_pid > 0)
    kill (-command_pid, SIGKILL);
}

static void
take_too_long (int signal_number)
{
  (void) signal_number;
  build_cancel ();
}

/* The compiler reads what a stranger names: that may have no end. */
static void
limit_command (void)
{
  const struct rlimit memory = { MOST_MEMORY, MOST_MEMORY }, file = { MOST_FILE, MOST_FILE };

  setrlimit (RLIMIT_AS, &memory);
  setrlimit (RLIMIT_FSIZE, &file);
}

/* Returns: the exit status; 127 where there is no such program, 1 where it took too long, −1 */
static int
run_command (Command *command)
{
  const struct sigaction action = { .sa_handler = take_too_long };
  int status;
  pid_t pid;

  sigaction (SIGALRM, &action, NULL);
  command->words[command->n] = NULL;
  pid = fork ();
  if (pid < 0)
    return -1;
  if (pid == 0)
    {
      setpgid (0, 0);
      if (temporary)
        setenv ("TMPDIR", temporary, 1);
      limit_command ();
      dup2 (STDERR_FILENO, STDOUT_FILENO);
      execvp (command->words[0], (char *const *) command->words);
      _exit (errno == ENOENT ? 127 : 126);
    }
  setpgid (pid, pid);
  command_pid = pid;
  alarm (MOST_SECONDS);
  while (waitpid (pid, &status, 0) < 0)
    if (errno != EINTR)
      {
        command_pid = 0;
        return -1;
      }
  command_pid = 0;
  if (alarm (0) == 0)
    return 1;

  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static int
compile (const Build *build,
         const char  *source,
         const char  *object)
{
  Command command = { .n = 0 };

  say (&command, "gcc");
  say (&command, "-g");
  say (&command, "-O0");
  say (&command, "-fPIC");
  say (&command, "-fsanitize=thread");
  say (&command, "--param");
  say (&command, "tsan-instrument-func-entry-exit=0");
  say (&command, "-fno-stack-protector");
  say (&command, "-fstack-clash-protection");   /* else a large frame reaches over what guards a fiber's stack */
  say (&command, "-U_FORTIFY_SOURCE");
  for (int i = 0; i < build->n_flags; i++)
    say (&command, build->flags[i]);
  say (&command, "-pthread");
  say (&command, "-c");
  say (&command, "-o");
  say (&command, object);
  say (&command, source);

  return run_command (&command);
}

static int
rename_calls (const char *object,
              const char *map,
              bool        is_driven)
{
  Command command = { .n = 0 };
  char option[128];

  snprintf (option, sizeof option, "--redefine-syms=%s", map);
  say (&command, "objcopy");
  say (&command, option);
  if (is_driven)
    say (&command, "--redefine-sym=main=submitted_main");
  say (&command, object);

  return run_command (&command);
}

static int
link_program (const Build *build,
              char       (*objects)[96])
{
  Command command = { .n = 0 };

  say (&command, "gcc");
  say (&command, "-shared");
  say (&command, "-Wl,-Bsymbolic,--emit-relocs,--as-needed");   /* see explore-sites.c */
  say (&command, "-o");
  say (&command, build->program);
  for (int i = 0; i < build->n_sources; i++)
    say (&command, objects[i]);
  say (&command, "-lm");

  return run_command (&command);
}

/* Returns: false where somebody still writes there */
static bool
remove_directory (const char *path)
{
  DIR *directory = opendir (path);
  struct dirent *entry;

  while (directory && (entry = readdir (directory)))
    unlinkat (dirfd (directory), entry->d_name, 0);
  if (directory)
    closedir (directory);

  return rmdir (path) == 0 || errno == ENOENT;
}

/* A process that outlives us where we are killed, with our whole group, and removes what we
 * have made. A compiler that was at work then may write for a while. */
static void
start_keeper (Build *build)
{
  const struct timespec pause = { 0, 100000000 };
  pid_t parent = getpid ();
  sigset_t all;
  int signal_number;

  build->keeper = fork ();
  if (build->keeper != 0)
    return;
  setpgid (0, 0);
  sigfillset (&all);
  sigprocmask (SIG_SETMASK, &all, NULL);
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  close_range (0, ~0u, 0);
  while (getppid () == parent)
    sigwait (&all, &signal_number);
  for (int i = 0; i < 300 && !remove_directory (build->directory); i++)
    nanosleep (&pause, NULL);
  _exit (0);
}

void
build_remove (Build *build)
{
  if (build->directory[0] == '\0')
    return;
  if (build->keeper > 0)
    {
      kill (build->keeper, SIGKILL);
      waitpid (build->keeper, NULL, 0);
    }
  remove_directory (build->directory);
  build->directory[0] = '\0';
}

/* Makes build->program of the sources. */
BuildEnd
build_program (Build *build)
{
  char objects[MOST_SOURCES][96], map[96];
  const char *parent = getenv ("TMPDIR");
  FILE *file;

  snprintf (build->directory, sizeof build->directory, "%s/apm-explore-XXXXXX",
            parent && strlen (parent) < 32 ? parent : "/tmp");
  if (mkdtemp (build->directory) == NULL)
    {
      build->directory[0] = '\0';
      return BUILD_FAILED;
    }
  start_keeper (build);
  temporary = build->directory;
  snprintf (build->program, sizeof build->program, "%s/program.so", build->directory);
  snprintf (map, sizeof map, "%s/names", build->directory);
  file = fopen (map, "we");
  if (file == NULL)
    return BUILD_FAILED;
  names_print (file);
  if (fclose (file) != 0)
    return BUILD_FAILED;

  for (int i = 0; i < build->n_sources; i++)
    {
      int status;

      snprintf (objects[i], sizeof objects[i], "%s/%d.o", build->directory, i);
      status = compile (build, build->sources[i], objects[i]);
      if (status != 0)
        return status == 127 ? BUILD_NO_COMPILER : status > 0 ? BUILD_BAD_SOURCE : BUILD_FAILED;
      status = rename_calls (objects[i], map, build->driver >= 0 && i != build->driver);
      if (status != 0)
        return status == 127 ? BUILD_NO_COMPILER : BUILD_FAILED;
    }

  return link_program (build, objects) == 0 ? BUILD_DONE : BUILD_BAD_SOURCE;
}

/* Makes a program of the sources that runs freely: @path. Returns: whether it is there */
bool
build_native (const Build *build,
              const char  *path)
{
  static char beside[4300];
  Command command = { .n = 0 };

  say (&command, "gcc");
  say (&command, "-g");
  say (&command, "-O1");
  for (int i = 0; i < build->n_flags; i++)
    say (&command, build->flags[i]);
  say (&command, "-pthread");
  say (&command, "-o");
  say (&command, path);
  for (int i = 0; i < build->n_sources; i++)
    {
      const char *end = strstr (build->sources[i], "/explored/problem.c");

      say (&command, build->sources[i]);
      if (end)
        {
          snprintf (beside, sizeof beside, "%.*s/explored/free.c", (int) (end - build->sources[i]), build->sources[i]);
          say (&command, beside);
        }
    }
  say (&command, "-lm");

  return run_command (&command) == 0;
}

/* As the program's author knows it. */
static const char *
plain_name (const char *name)
{
  return strncmp (name, "__isoc99_", 9) == 0 ? name + 9 : name;
}

/* Where a name is used: nm knows the line of the first use. */
static void
report_use (const Build *build,
            const char  *name)
{
  bool found = false;

  for (int i = 0; i < build->n_sources && !found; i++)
    {
      char command[160], line[2048];
      FILE *pipe;

      snprintf (command, sizeof command, "nm -u -l %s/%d.o", build->directory, i);
      pipe = popen (command, "re");
      while (pipe && fgets (line, sizeof line, pipe))
        {
          char symbol[256] = "", place[1700] = "-";

          if (sscanf (line, " %*1[Uwv] %255s %1699[^\n]", symbol, place) >= 1 && strcmp (symbol, name) == 0 && !found)
            {
              printf ("unknown\t%s\t%s\n", plain_name (name), place);
              found = true;
            }
        }
      if (pipe)
        pclose (pipe);
    }
  if (!found)
    printf ("unknown\t%s\t-\n", plain_name (name));
}

static bool
check_symbols (const Build *build,
               Elf         *elf)
{
  bool good = true, has_main = false;

  for (Elf_Scn *section = elf_nextscn (elf, NULL); section; section = elf_nextscn (elf, section))
    {
      GElf_Shdr header;
      Elf_Data *data;

      if (gelf_getshdr (section, &header) == NULL || header.sh_type != SHT_DYNSYM || header.sh_entsize == 0)
        continue;
      data = elf_getdata (section, NULL);
      for (size_t i = 1; data && i < header.sh_size / header.sh_entsize; i++)
        {
          GElf_Sym symbol;
          const char *name;

          if (gelf_getsym (data, (int) i, &symbol) == NULL)
            continue;
          name = elf_strptr (elf, header.sh_link, symbol.st_name);
          if (name && symbol.st_shndx != SHN_UNDEF && strcmp (name, "main") == 0)
            has_main = true;
          if (name && symbol.st_shndx == SHN_UNDEF && !names_allow (name))
            {
              report_use (build, name);
              good = false;
            }
        }
    }
  if (!has_main)
    printf ("unknown\tmain\t-\n");

  return good && has_main;
}

/* Does the program call only what can be explored? Prints what else it calls:
 * unknown NAME FILE:LINE */
bool
build_check (const Build *build)
{
  int fd = open (build->program, O_RDONLY | O_CLOEXEC);
  Elf *elf;
  bool good;

  if (fd < 0 || elf_version (EV_CURRENT) == EV_NONE || (elf = elf_begin (fd, ELF_C_READ, NULL)) == NULL)
    return false;
  good = check_symbols (build, elf);
  elf_end (elf);
  close (fd);

  return good;
}
