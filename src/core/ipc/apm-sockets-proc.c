/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sockets by the tables of /proc/net, for where netlink is refused. */

#include "apm-sockets-private.h"

#include <linux/net.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* __SO_ACCEPTCON of the kernel's linux/net.h: it listens. */
#define FLAG_LISTENS 0x10000

/* Takes the next word of a line. */
static char *
next_word (char **line)
{
  char *word = *line + strspn (*line, " ");
  gsize length = strcspn (word, " ");

  *line = word + length;
  if (**line)
    *(*line)++ = '\0';

  return word;
}

/* Num RefCount Protocol Flags Type St Inode Path; the path may have any bytes but
 * a line's end. */
static void
take_unix_line (ApmSockets *self,
                char       *line)
{
  char *words[7];
  ApmSocket *socket;
  guint64 inode;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    words[i] = next_word (&line);
  inode = g_ascii_strtoull (words[6], NULL, 10);
  if (inode == 0 || !strchr (words[0], ':'))
    return;

  socket = apm_sockets_add (self, APM_SOCKET_UNIX);
  socket->inode = inode;
  socket->type = (int) g_ascii_strtoull (words[4], NULL, 16);
  socket->listens = (g_ascii_strtoull (words[3], NULL, 16) & FLAG_LISTENS) != 0;
  socket->connected = !socket->listens && g_ascii_strtoull (words[5], NULL, 16) == SS_CONNECTED;
  if (*line)
    apm_sockets_set_name (self, socket, line, strlen (line));
}

/* "0100007F:0016": the address in words of the machine's own order, the port as it is
 * written. */
static gboolean
parse_address (ApmAddress *address,
               const char *text)
{
  gsize digits = strcspn (text, ":");
  guint32 words[4];
  guint port;

  if ((digits != 8 && digits != 32) || sscanf (text + digits, ":%4x", &port) != 1)
    return FALSE;
  for (gsize i = 0; i < digits / 8; i++)
    {
      char word[9] = "";

      memcpy (word, text + 8 * i, 8);
      words[i] = (guint32) g_ascii_strtoull (word, NULL, 16);
    }

  address->is_v4 = digits == 8;
  address->port = (guint16) port;
  if (address->is_v4)
    memset (address->bytes + 10, 0xff, 2);
  memcpy (address->bytes + (address->is_v4 ? 12 : 0), words, digits / 2);

  return TRUE;
}

/* sl local remote st tx:rx tr:when retransmits uid timeout inode */
static void
take_internet_line (ApmSockets      *self,
                    ApmSocketFamily  family,
                    char            *line)
{
  char *words[10];
  ApmAddress local = { 0 }, remote = { 0 };
  ApmSocket *socket;
  guint state;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    words[i] = next_word (&line);
  if (!parse_address (&local, words[1]) || !parse_address (&remote, words[2]) || *words[9] == '\0')
    return;

  state = (guint) g_ascii_strtoull (words[3], NULL, 16);
  socket = apm_sockets_add (self, family);
  socket->local = local;
  socket->remote = remote;
  socket->inode = g_ascii_strtoull (words[9], NULL, 10);
  socket->uid = (guint) g_ascii_strtoull (words[7], NULL, 10);
  socket->listens = family == APM_SOCKET_TCP && state == TCP_LISTEN;
  socket->connects = state == TCP_SYN_SENT;
  socket->connected = !socket->listens && remote.port != 0 && state != TCP_CLOSE && state != TCP_TIME_WAIT &&
                      (socket->inode != 0 || state == TCP_ESTABLISHED || state == TCP_SYN_RECV);
  if (sscanf (words[4], "%x:%x", &socket->backlog, &socket->unread) != 2)
    socket->backlog = socket->unread = 0;
}

/**
 * apm_sockets_take_proc:
 * @text: what a table of /proc/net says, with its head
 *
 * Lines that are torn or lie are left out.
 */
void
apm_sockets_take_proc (ApmSockets      *self,
                       ApmSocketFamily  family,
                       const char      *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 1; lines[0] && lines[i]; i++)
    if (family == APM_SOCKET_UNIX)
      take_unix_line (self, lines[i]);
    else
      take_internet_line (self, family, lines[i]);
  if (family == APM_SOCKET_UNIX)
    self->know_peers = FALSE;
}

void
apm_sockets_read_proc (ApmSockets      *self,
                       ApmSocketFamily  family)
{
  static const char *const files[][2] = {
    [APM_SOCKET_UNIX] = { "/proc/net/unix", NULL },
    [APM_SOCKET_TCP] = { "/proc/net/tcp", "/proc/net/tcp6" },
    [APM_SOCKET_UDP] = { "/proc/net/udp", "/proc/net/udp6" },
  };

  for (guint i = 0; i < 2 && files[family][i]; i++)
    {
      g_autofree char *text = NULL;

      if (g_file_get_contents (files[family][i], &text, NULL, NULL))
        apm_sockets_take_proc (self, family, text);
    }
  if (family == APM_SOCKET_UNIX)
    self->know_peers = FALSE;
}
