/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Clerks move money from one account to another, and lock both while they do.
 * WRONG: each locks the account it takes from first. One moves from A to B
 * while another moves from B to A: each holds what the other needs. */

#include <pthread.h>

#include "problem.h"

static struct account {
  pthread_mutex_t mutex;
  long balance;
} account[8];

static int accounts, transfers, hold_ms;

static void
clerk (int self)
{
  for (int i = 0; transfers == 0 || i < transfers; i++)
    {
      int from = (self + i) % accounts, to = (self + i + 1) % accounts;

      problem_delay ();
      pthread_mutex_lock (&account[from].mutex);
      problem_sleep (hold_ms);
      pthread_mutex_lock (&account[to].mutex);
      if (account[from].balance >= 10)
        {
          account[from].balance -= 10;
          account[to].balance += 10;
        }
      problem_show ("balance", account[from].balance);
      pthread_mutex_unlock (&account[from].mutex);
      pthread_mutex_unlock (&account[to].mutex);
    }
}

int
main (int argc, char *argv[])
{
  long total = 0;

  problem_open (argc, argv);
  accounts = problem_parameter ("accounts", 2);
  transfers = problem_parameter ("transfers", 10);
  hold_ms = problem_parameter ("hold_ms", 50);
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
