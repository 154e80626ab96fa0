# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""In the place of polkit: pkexec asks it, it has root's rights, and starts the program's helper or says no.

As pkexec does, it says by PKEXEC_UID who asked, gives the helper its standard input and nothing else, and
ends with the helper's status, with 126 where the person says no and with 127 where nobody may.
"""
import array
import os
import socket
import struct
import subprocess
import threading

PKEXEC = """#!/usr/bin/python3
import array, os, socket, struct, sys
peer = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
peer.connect(os.path.join(os.path.dirname(os.path.abspath(__file__)), "broker"))
peer.sendmsg(["\\0".join(sys.argv[1:]).encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0]))])
sys.exit(struct.unpack("i", peer.recv(4))[0])
"""


class Broker:
    """A folder for the PATH with a pkexec in it, and who answers it."""

    def __init__(self, folder, helper):
        self.folder, self.helper = folder, helper
        path = os.path.join(folder, "pkexec")
        with open(path, "w", encoding="utf-8") as f:
            f.write(PKEXEC)
        os.chmod(path, 0o755)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.bind(os.path.join(folder, "broker"))
        os.chmod(os.path.join(folder, "broker"), 0o666)
        self.socket.listen(4)
        threading.Thread(target=self.serve, daemon=True).start()

    def says(self):
        """What the person is made to say: a test writes it into a file."""
        try:
            with open(os.path.join(self.folder, "answer"), encoding="utf-8") as f:
                return f.read()
        except OSError:
            return "yes"

    def serve(self):
        while True:
            peer, _ = self.socket.accept()
            with peer:
                peer.send(struct.pack("i", self.answer(peer)))

    def answer(self, peer):
        fds = array.array("i")
        text, parts, _flags, _from = peer.recvmsg(4096, socket.CMSG_SPACE(fds.itemsize))
        for _level, _kind, data in parts:
            fds.frombytes(data[:fds.itemsize])
        uid = struct.unpack("3i", peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[1]
        argv = [a for a in text.decode().split("\0") if not a.startswith("--")]
        says = self.says()
        try:
            if says == "no":
                return 126
            if says == "refused" or argv[0] != self.helper:
                return 127
            return subprocess.run(argv, stdin=fds[0], env={"PKEXEC_UID": str(uid), "PATH": "/usr/bin:/bin"},
                                  timeout=30, check=False).returncode
        finally:
            os.close(fds[0])
