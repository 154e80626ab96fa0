/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-connections.h"
#include "apm-file-locks.h"

#include "peers-child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static GPtrArray *
list_of (const int *pids,
         guint      n)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmPeers) peers = apm_peers_read (APM_PEERS_MEMORY, &error);
  GPtrArray *connections;

  g_assert_no_error (error);
  connections = apm_connections_list (peers);
  apm_connections_keep (connections, pids, n);

  return connections;
}

static const ApmConnection *
find (GPtrArray  *connections,
      const char *kind,
      gint64      inode)
{
  for (guint i = 0; i < connections->len; i++)
    {
      const ApmConnection *connection = connections->pdata[i];

      if (g_str_equal (connection->kind, kind) && (inode == 0 || connection->inode == inode))
        return connection;
    }

  return NULL;
}

static gint64
inode_of (int fd)
{
  ApmObject object;
  ApmAccess access;

  g_assert_true (apm_peers_read_object (getpid (), getpid (), fd, &object, &access, NULL));

  return (gint64) object.id;
}

/* "write 12: 5; read 13: 4" */
static char *
describe (const ApmConnection *connection)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < connection->ends->len; i++)
    {
      const ApmConnectionEnd *end = connection->ends->pdata[i];

      g_string_append_printf (text, "%s%d %s %d: %s", i > 0 ? "; " : "", end->end, end->role, end->pid, end->fds);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void G_GNUC_PRINTF (2, 3)
assert_connection (const ApmConnection *connection,
                   const char          *format,
                   ...)
{
  g_autofree char *got = NULL;
  g_autofree char *expected = NULL;
  va_list args;

  g_assert_nonnull (connection);
  got = describe (connection);
  va_start (args, format);
  expected = g_strdup_vprintf (format, args);
  va_end (args);
  g_assert_cmpstr (got, ==, expected);
}

static void
test_pipe (void)
{
  g_autoptr(GPtrArray) connections = NULL;
  int fds[2], alone[2];
  Child reader;
  gint64 inode, lonely;

  g_assert_cmpint (pipe (fds), ==, 0);
  reader = child_start ("reader", fds[1]);
  g_assert_cmpint (pipe (alone), ==, 0);
  close (fds[0]);
  inode = inode_of (fds[1]);
  lonely = inode_of (alone[0]);
  connections = list_of (&(int) { getpid () }, 1);
  assert_connection (find (connections, "pipe", inode), "0 write %d: %d; 1 read %d: %d", getpid (), fds[1], reader.pid, fds[0]);
  g_assert_true (find (connections, "pipe", inode)->one_way);
  /* Both ends are here: that joins nobody. */
  g_assert_null (find (connections, "pipe", lonely));
  child_end (&reader);
  close (fds[1]);
  close (alone[0]);
  close (alone[1]);
}

static void
test_socket (void)
{
  g_autoptr(GPtrArray) connections = NULL;
  const ApmConnection *connection;
  int fds[2];
  Child peer;
  gint64 inode;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
  peer = child_start ("peer", fds[0]);
  close (fds[1]);
  inode = inode_of (fds[0]);
  connections = list_of (&(int) { peer.pid }, 1);
  connection = find (connections, "unix", inode);
  assert_connection (connection, "0 peer %d: %d; 1 peer %d: %d", getpid (), fds[0], peer.pid, fds[1]);
  g_assert_false (connection->one_way);
  g_assert_true (connection->accepted);
  child_end (&peer);
  close (fds[0]);
}

static void
test_memory (void)
{
  g_autoptr(GPtrArray) connections = NULL;
  g_autofree char *path = g_strdup_printf ("/dev/shm/apm-test-%d", getpid ());
  g_autofree char *name = g_path_get_basename (path);
  int memory = shm_open (name, O_CREAT | O_RDWR, 0600);
  guint8 *bytes;
  Child child;
  const ApmConnection *connection;

  if (memory < 0 || ftruncate (memory, 4096) < 0)
    {
      g_test_skip ("there is no shared memory here");
      return;
    }
  bytes = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
  close (memory);
  child = child_start ("child", -1);
  connections = list_of (&(int) { child.pid }, 1);
  connection = find (connections, "memory", 0);
  assert_connection (connection, "0 read-write %d: ; 0 read-write %d: ", MIN (getpid (), child.pid), MAX (getpid (), child.pid));
  g_assert_cmpstr (connection->object, ==, path);
  child_end (&child);
  munmap (bytes, 4096);
  shm_unlink (name);
}

/* A family of invented connections, for what is written of them. */
static void
add (ApmConnection *connection,
     int            side,
     const char    *role,
     int            pid,
     const char    *name,
     const char    *fds)
{
  ApmConnectionEnd *end = g_new0 (ApmConnectionEnd, 1);

  end->connection = connection;
  end->end = side;
  end->role = role;
  end->pid = pid;
  end->name = (char *) name;
  end->fds = (char *) fds;
  end->unread_bytes = G_MININT64;
  g_ptr_array_add (connection->ends, end);
}

static GPtrArray *
new_invented (ApmConnection connections[3])
{
  GPtrArray *list = g_ptr_array_new ();

  connections[0] = (ApmConnection) { .kind = "pipe", .inode = 88231, .one_way = TRUE, .accepted = TRUE };
  connections[1] = (ApmConnection) { .kind = "unix", .object = (char *) "/run/\"a\\b\nc", .inode = 5 };
  connections[2] = (ApmConnection) { .kind = "memory", .inode = 7, .accepted = TRUE };
  for (guint i = 0; i < 3; i++)
    {
      connections[i].ends = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (list, &connections[i]);
    }
  add (&connections[0], 0, "write", 12, "say \"hi\"", "1 2");
  add (&connections[0], 1, "read", G_MININT, NULL, NULL);
  add (&connections[1], 0, "client", 12, "say \"hi\"", "3");
  add (&connections[1], 1, "listener", 13, "a\nb\\", "4");
  add (&connections[2], 0, "read-write", 12, "say \"hi\"", "");
  add (&connections[2], 0, "read", 13, "a\nb\\", "");
  add (&connections[2], 0, "read", 14, "c", "9");

  return list;
}

static void
free_invented (ApmConnection connections[3])
{
  for (guint i = 0; i < 3; i++)
    g_ptr_array_unref (connections[i].ends);
}

static void
test_dot (void)
{
  ApmConnection connections[3];
  g_autoptr(GPtrArray) list = new_invented (connections);
  g_autoptr(GString) dot = g_string_new (NULL);

  apm_connections_to_dot (list, dot);
  g_assert_cmpstr (dot->str, ==,
                   "digraph connections {\n"
                   "  p12 [label=\"say \\\"hi\\\"\\n12\"];\n"
                   "  unknown [label=\"not permitted to know\", style=dashed];\n"
                   "  p13 [label=\"a\\\\nb\\\\\\\\\\n13\"];\n"
                   "  p14 [label=\"c\\n14\"];\n"
                   "  p12 -> unknown [label=\"pipe\\n88231\"];\n"
                   "  p12 -> p13 [label=\"unix\\n/run/\\\"a\\\\\\\\b\\\\nc\", dir=both, style=dashed];\n"
                   "  c3 [shape=box, label=\"memory\\n7\"];\n"
                   "  p12 -> c3 [dir=both];\n"
                   "  p13 -> c3 [dir=both];\n"
                   "  p14 -> c3 [dir=both];\n"
                   "}\n");
  free_invented (connections);
}

static void
test_json (void)
{
  ApmConnection connections[3];
  g_autoptr(GPtrArray) list = new_invented (connections);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  g_ptr_array_set_size (list, 1);
  apm_connections_to_json (list, 3, builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  g_assert_cmpstr (text, ==,
                   "{\"schema\":1,\"connections\":[{\"kind\":\"pipe\",\"object\":null,\"inode\":88231,\"one_way\":true,"
                   "\"accepted\":true,\"ends\":["
                   "{\"end\":0,\"role\":\"write\",\"pid\":12,\"name\":\"say \\\"hi\\\"\",\"unread_bytes\":null,\"fds\":[1,2]},"
                   "{\"end\":1,\"role\":\"read\",\"pid\":null,\"name\":null,\"unread_bytes\":null,\"fds\":[]}]}],"
                   "\"unreadable_count\":3}");
  free_invented (connections);
}

/* Opens, passes on and closes without end. */
static void
churn (void)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  for (;;)
    {
      int fds[2], pair[2];

      if (pipe (fds) < 0 || socketpair (AF_UNIX, SOCK_STREAM, 0, pair) < 0)
        _exit (1);
      if (fork () == 0)
        _exit (0);
      close (fds[0]);
      close (pair[0]);
      close (fds[1]);
      close (pair[1]);
      waitpid (-1, NULL, 0);
    }
}

/* Nothing that is looked at is there for sure a moment later. */
static void
test_churn (void)
{
  g_autoptr(ApmPeersReader) reader = apm_peers_reader_new (NULL);
  pid_t pids[3];

  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    if ((pids[i] = fork ()) == 0)
      churn ();
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ApmPeers) peers = apm_peers_reader_read (reader, APM_PEERS_MEMORY | APM_PEERS_THREADS, &error);
      g_autoptr(GPtrArray) connections = NULL;
      g_autoptr(GPtrArray) list = NULL;
      g_autoptr(ApmFileLocks) locks = NULL;

      g_assert_no_error (error);
      connections = apm_connections_list (peers);
      g_assert_nonnull (connections);
      list = apm_peers_read_descriptors (peers, pids[i % G_N_ELEMENTS (pids)], &error);
      g_assert_no_error (error);
      locks = apm_file_locks_read (peers, &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    {
      kill (pids[i], SIGKILL);
      g_assert_cmpint (waitpid (pids[i], NULL, 0), ==, pids[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connections/pipe", test_pipe);
  g_test_add_func ("/connections/socket", test_socket);
  g_test_add_func ("/connections/memory", test_memory);
  g_test_add_func ("/connections/dot", test_dot);
  g_test_add_func ("/connections/json", test_json);
  g_test_add_func ("/connections/churn", test_churn);

  return g_test_run ();
}
