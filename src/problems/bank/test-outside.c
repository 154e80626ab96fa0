/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Clerks move money from one account to another, and lock both while they do.
 * WRONG: whether there is enough money is looked up before the account is
 * locked. All see the same last ten, and all take them. */

#include <pthread.h>

#include "problem.h"

static struct account {
  pthread_mutex_t mutex;
  volatile long balance;
} account[8];

static int accounts, transfers;

static void
clerk (int self)
{
  (void) self;

  for (int i = 0; transfers == 0 || i < transfers; i++)
    {
      if (account[0].balance < 10)         /* not locked yet */
        continue;
      problem_delay ();
      pthread_mutex_lock (&account[0].mutex);
      account[0].balance -= 10;
      problem_show ("balance", account[0].balance);
      pthread_mutex_unlock (&account[0].mutex);
      pthread_mutex_lock (&account[1].mutex);
      account[1].balance += 10;
      pthread_mutex_unlock (&account[1].mutex);
    }
}

int
main (int argc, char *argv[])
{
  long total = 0;

  problem_open (argc, argv);
  accounts = problem_parameter ("accounts", 2);
  transfers = problem_parameter ("transfers", 10);
  problem_show ("total", accounts * 100);
  for (int i = 0; i < accounts; i++)
    {
      pthread_mutex_init (&account[i].mutex, NULL);
      account[i].balance = 100;
    }

  problem_start ("K", problem_parameter ("clerks", 2), clerk);
  problem_wait ();
  for (int i = 0; i < accounts; i++)
    total += account[i].balance;
  problem_show ("total", total);
  return problem_close ();
}
