/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Threads that look for a free block for their inode, each in a table of its own
 * lock: the first benchmark of Flanagan and Godefroid (POPL 2005). */

#include <pthread.h>

#define BLOCKS 26
#define INODES 32

static pthread_mutex_t inode_lock[INODES], block_lock[BLOCKS];
static int inode[INODES], busy[BLOCKS];

static void *
thread (void *argument)
{
  int i = (int) (long) argument % INODES;

  pthread_mutex_lock (&inode_lock[i]);
  if (inode[i] == 0)
    {
      int block = i * 2 % BLOCKS;

      for (;;)
        {
          pthread_mutex_lock (&block_lock[block]);
          if (!busy[block])
            {
              busy[block] = 1;
              inode[i] = block + 1;
              pthread_mutex_unlock (&block_lock[block]);
              break;
            }
          pthread_mutex_unlock (&block_lock[block]);
          block = (block + 1) % BLOCKS;
        }
    }
  pthread_mutex_unlock (&inode_lock[i]);
  return NULL;
}

int
main (void)
{
  pthread_t threads[N];

  for (long i = 0; i < N; i++)
    pthread_create (&threads[i], NULL, thread, (void *) i);
  for (int i = 0; i < N; i++)
    pthread_join (threads[i], NULL);
  return 0;
}
