#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inspector: where it stands, whom it is about, its sections, copying and exporting."""
import contextlib
import csv
import json
import os
import re
import resource
import subprocess
import sys

import apmtest
from apmtest import labels, shell_action, wait_until
from panel import current_section, is_open, open_panel, section

TABLE = "Processes"

# It holds ends of pipes and sockets, a lock, a port, a deleted file, and waits.
SUBJECT = """
import fcntl, os, signal, socket, sys, tempfile
port = socket.socket()
port.bind(("127.0.0.1", 0))
port.listen(7)
locked = open(sys.argv[2], "w")
fcntl.flock(locked, fcntl.LOCK_EX)
gone = tempfile.NamedTemporaryFile(prefix="apm-deleted-")
os.unlink(gone.name)
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
os.kill(os.getpid(), signal.SIGUSR2)
print(port.getsockname()[1], flush=True)
sys.stdin.read()
os._exit(3)
"""


class Subject:
    def __init__(self, word):
        self.lock = "/tmp/apm-lock-%s-%d" % (word, os.getpid())
        env = dict(os.environ, APM_COLOUR="light blue", APM_API_TOKEN="sesame-%s" % word)
        env.pop("HOME", None)
        self.process = subprocess.Popen([sys.executable, "-c", SUBJECT, word, self.lock], env=env, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (123, 456)))
        self.pid = self.process.pid
        self.port = self.process.stdout.readline().strip()

    def end(self):
        self.process.stdin.close()
        self.process.wait(10)

    def close(self):
        self.process.kill()
        self.process.wait()
        with contextlib.suppress(OSError):
            os.unlink(self.lock)


@contextlib.contextmanager
def subject(word="apmsubject"):
    made = Subject(word)
    try:
        yield made
    finally:
        made.close()


def clipboard(g):
    """What was copied, as the next paste would give it: lines become blanks."""
    search = g.find("entry", "Search processes")
    search.set_text(apmtest.NOWHERE)
    g.click(search)
    g.key("ctrl+a", "ctrl+v")
    return wait_until(lambda: (text := search.text()) != apmtest.NOWHERE and text, 10, what="what was copied")


def select(g, pid, words):
    """The process, alone in the list, selected."""
    g.find("entry", "Search processes").set_text(words)

    def alone():
        rows = g.rows(TABLE)
        return len(rows) == 1 and rows[0]["PID"] == str(pid) and rows[0]
    g.click(wait_until(alone, 20, what="its row alone")["_cells"][0])
    wait_until(lambda: alone() and alone()["_selected"], 10, what="its row selected")


def row_of(g, table, **want):
    return wait_until(lambda: next((r for r in g.rows(table)
                                    if all(re.search(p, r.get(c, "")) for c, p in want.items())), None),
                      20, what="a row of %s like %r" % (table, want))


def click_row(g, table, count=1, **want):
    """Clicks its first cell. Of a list that has just come a row may be made anew meanwhile."""
    def clicked():
        cell = row_of(g, table, **want)["_cells"][0]
        return cell.showing() and g.click(cell, count=count)
    wait_until(clicked, 20, what="a click on a row of %s like %r" % (table, want))


def test_opens_and_closes(g):
    assert not is_open(g)
    open_panel(g)
    g.find("label", "No Process Selected")
    g.key("F9")
    wait_until(lambda: not is_open(g), 10, what="the panel closed by F9")
    g.click("push button", "Show inspector")
    wait_until(lambda: is_open(g), 10, what="the panel opened by the button")
    g.click("push button", "Hide inspector")
    wait_until(lambda: not is_open(g), 10, what="the panel closed by its own button")


def test_follows_the_selection(g):
    with subject("apmfirst") as first, subject("apmsecond") as second:
        open_panel(g)
        select(g, first.pid, "apmfirst")
        wait_until(lambda: labels(g, r"^PID %d · " % first.pid), 10, what="the first in the head")
        select(g, second.pid, "apmsecond")
        wait_until(lambda: labels(g, r"^PID %d · " % second.pid), 10, what="the second in the head")
        wait_until(lambda: labels(g, r"^as of \d\d:\d\d:\d\d$"), 10, what="when it was read")
        wait_until(lambda: labels(g, r"apmsecond"), 10, what="its command")
        for name in ("CPU", "Memory", "Disks", "Threads", "Context switches"):
            image = g.find("image", "%s, last 10 minutes" % name)
            wait_until(image.live_desc, 10, what="what the graph of %s says" % name)


def test_escape_closes_it(g):
    with subject() as one:
        open_panel(g)
        select(g, one.pid, "apmsubject")
        g.click("push button", "Next section")
        g.key("Escape")
        wait_until(lambda: not is_open(g), 10, what="the panel closed by Escape")


def test_parent_is_gone_to(g):
    with subject() as one:
        open_panel(g)
        select(g, one.pid, "apmsubject")
        parent_button(g).do()
        wait_until(lambda: labels(g, r"^PID %d · " % os.getpid()), 20, what="the parent in the head")


def parent_button(g):
    return wait_until(lambda: next((n for n in g.find_all("push button", showing=False)
                                    if re.search(r" \(%d\)$" % os.getpid(), n.name)), None),
                      10, what="the button to the parent")


def test_files_name_their_peers(g):
    with subject() as one:
        open_panel(g)
        select(g, one.pid, "apmsubject")
        section(g, "Files")
        row_of(g, "Files", **{"No.": "^0$", "Kind": "pipe", "Peer": r"\(%d\)" % os.getpid()})
        row_of(g, "Files", Target=r"apm-deleted-.*\(deleted\)")
        wait_until(lambda: labels(g, r"^\d+ open descriptors$"), 10, what="how many")
        g.type("entry", "Search files", "apm-deleted")
        wait_until(lambda: len(g.rows("Files")) == 1, 10, what="one row found")
        g.type("entry", "Search files", apmtest.NOWHERE)
        g.find("label", "Nothing Found")


def test_locks_and_ports(g):
    with subject() as one:
        open_panel(g)
        select(g, one.pid, "apmsubject")
        section(g, "Locks")
        row_of(g, "Locks", State="^held$", File=re.escape(one.lock))
        section(g, "Ports")
        row_of(g, "Ports", Protocol="tcp", Address=r"127\.0\.0\.1", Port=one.port)


def test_secrets_are_masked_until_asked(g):
    with subject() as one:
        open_panel(g)
        select(g, one.pid, "apmsubject")
        section(g, "Environment")
        row_of(g, "Environment", Name="^APM_COLOUR$", Value="^light blue$", Change="added")
        row_of(g, "Environment", Name="^APM_API_TOKEN$")
        assert not any("sesame" in str(r) for r in g.rows("Environment")), g.rows("Environment")
        g.click("push button", "Show Secrets")
        row_of(g, "Environment", Name="^APM_API_TOKEN$", Value="^sesame-apmsubject$")


def test_limits_signals_and_more(g):
    with subject() as one:
        open_panel(g)
        select(g, one.pid, "apmsubject")
        section(g, "Limits")
        row_of(g, "Limits", Soft="^123$", Hard="^456$", **{"Used of Soft": r"^\d+ %$"})
        section(g, "Memory Maps")
        row_of(g, "Memory Maps", Mapped="python|libc", Size=r"\d")
        g.type("entry", "Search maps", "libc")
        wait_until(lambda: g.rows("Memory Maps") and all("libc" in r["Mapped"] for r in g.rows("Memory Maps")), 10,
                   what="the C library alone")
        g.double_click(g.rows("Memory Maps", visible=True)[0]["_cells"][0])
        row_of(g, "Memory Maps", Mapped="^[0-9a-f]+–[0-9a-f]+$", Maps="^1$")
        section(g, "Control Group")
        row_of(g, "Control Group", What="Path")
        section(g, "Namespaces")
        row_of(g, "Namespaces", Namespace=r"\(pid\)")
        section(g, "Signals")
        row_of(g, "Signals", Signal="SIGUSR2", Is="pending.*blocked")
        row_of(g, "Signals", Signal="SIGUSR1", Is="ignored")


def test_threads(g):
    with subject() as one:
        open_panel(g)
        select(g, one.pid, "apmsubject")
        section(g, "Threads")
        click_row(g, "Threads of the process", count=2, TID="^%d$" % one.pid, State="sleeping")
        wait_until(lambda: "selected" in g.find("page tab", "Threads").live_states(), 10, what="the tab of threads")


def test_copies_a_row_a_section_and_all(g):
    with subject() as one:
        open_panel(g)
        select(g, one.pid, "apmsubject")
        section(g, "Limits")
        click_row(g, "Limits", Soft="^123$")
        g.key("ctrl+c")
        assert re.search(r"123.*456", clipboard(g)), clipboard(g)
        select(g, one.pid, "apmsubject")
        section(g, "Environment")
        row_of(g, "Environment", Name="^APM_API_TOKEN$")
        g.click("push button", "Copy Section")
        text = clipboard(g)
        assert "light blue" in text and "sesame" not in text, text
        select(g, one.pid, "apmsubject")
        g.click("push button", "Copy All")
        wait_until(lambda: any("Copied all sections" in t for t in g.toasts()), 30, what="the toast")
        text = clipboard(g)
        for part in ("PID %d" % one.pid, one.lock, "127.0.0.1", "light blue", "SIGUSR2"):
            assert part in text, (part, text)
        assert "sesame" not in text, text


def test_keeps_what_has_ended(g):
    with subject() as one:
        open_panel(g)
        select(g, one.pid, "apmsubject")
        wait_until(lambda: labels(g, r"^as of "), 10, what="a first look")
        one.end()
        wait_until(lambda: labels(g, r"^PID %d · .* · (ended|exited)" % one.pid), 20, what="that it has ended")
        assert labels(g, "apmsubject"), "what it was has gone"


def test_output_of_what_is_created_here(g):
    shell_action(g, "create-process", "sh -c 'echo hello from here; exec sleep 600'")
    wait_until(lambda: is_open(g), 10, what="the panel")
    wait_until(lambda: current_section(g) == "Output", 10, what="the output")
    wait_until(lambda: any("hello from here" in (n.text() or "") for n in g.nodes()
                           if n.role == "text" and n.name == "Output"), 10, what="what it printed")
    wait_until(lambda: labels(g, r"^PID \d+ · [^·?]+ · sleeping$"), 10, what="whose it is")
    assert not labels(g, "^as of "), "output has no time"


def exported(g, name, how):
    """What was written into a file by an order."""
    path = os.path.join(g.dir, name)
    how(path)
    wait_until(lambda: os.path.exists(path), 20, what="the file %s" % name)
    with open(path, encoding="utf-8") as f:
        return f.read()


def test_a_section_leaves_the_window(g):
    with subject() as one:
        open_panel(g)
        select(g, one.pid, "apmsubject")
        section(g, "Environment")
        click_row(g, "Environment", Name="^APM_API_TOKEN$")     # the focus is in the section: it is meant, not the page
        text = exported(g, "masked.csv", lambda path: shell_action(g, "export-list", path))
        rows = {r["name"]: r for r in csv.DictReader(text.splitlines())}
        assert rows["APM_COLOUR"]["value"] == "light blue", rows["APM_COLOUR"]
        assert "sesame" not in text, text
        g.click("push button", "Show Secrets")
        row_of(g, "Environment", Name="^APM_API_TOKEN$", Value="^sesame")
        click_row(g, "Environment", Name="^APM_API_TOKEN$")
        document = json.loads(exported(g, "all.json", lambda path: shell_action(g, "export-list", path)))
        assert any(v["value"] == "sesame-apmsubject" for v in document["environment"]), document
        section(g, "Limits")
        g.click("push button", "Export section")
        text = exported(g, "limits.jsonl", lambda path: g.answer_file_dialog(path, "Export"))
        assert {"soft": 123, "hard": 456}.items() <= next(r for r in map(json.loads, text.splitlines())
                                                          if r["soft"] == 123).items(), text


@apmtest.window(size=(1000, 800), place=(760, 520))
def test_narrow(g):
    with subject() as one:
        select(g, one.pid, "apmsubject")
        open_panel(g)
        wait_until(lambda: labels(g, r"^PID %d · " % one.pid), 10, what="the head")
        for name in ("Copy Section", "Copy All", "Next section", "Orders to the inspected process"):
            assert g.find("push button", name).showing(), name
        section(g, "Limits")
        row_of(g, "Limits", Soft="^123$")
        g.click("push button", "Hide inspector")
        wait_until(lambda: not is_open(g), 10, what="the panel closed")


if __name__ == "__main__":
    apmtest.main()
