#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the functions test_*(g) of a script in a real window and tells TAP.

To add a test of a page:
  1. tests/app/test_<room>.py:  import apmtest; def test_what_holds(g): …; apmtest.main()
  2. its name in the list of tests/app/meson.build.
  3. Each function gets a window of its own, a guitest.Gui: g.click, g.find, g.rows, g.action("show-log", True, window=1)…
     @apmtest.window(size=(760, 520), dark=True, env={…}) changes how it is started; @apmtest.skip("why") leaves it out.
     The table of processes is empty at first (thin): thinned=False for who looks at all of them.
  4. By hand: meson devenv -C build /usr/bin/python3 ../tests/app/test_<room>.py [test_what_holds…]
A failing test leaves its picture, tree and log in $APM_TEST_PICTURES (in a meson test: build/tests/pictures/).
"""
import inspect
import os
import re
import subprocess
import sys
import time
import traceback
import uuid

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import guitest  # noqa: E402
from guitest import wait_until  # noqa: E402,F401

OURS = ("APM_LIBEXECDIR", "APM_PROBLEMSDIR", "APM_LOCALEDIR", "GSETTINGS_SCHEMA_DIR")
# What GTK or the virtual desktop says that is no fault of ours. (GTK 4.8 on X11 sometimes miscounts the
# click that opens a context menu; it may draw a scrollbar's parts in the frame in which they appear; and where
# the window manager is slow to answer it lays a new window out as the single point that it is until then.)
HARMLESS = re.compile(r"attempt to allocate (GtkBox box|AdwViewSwitcher viewswitcher) \S+ with width \d+ and height -1$|Trying to snapshot GtkGizmo \S+ without a current allocation|Broken accounting of active state for widget \S+\(GtkPopoverMenu\)|Failed to set fd limit|Vulkan|libEGL|MESA|dconf|theme parser|at-spi|AT-SPI")


# What nothing on the machine is called, so that a search for it finds nothing: plain words can stand in a stranger's command line.
NOWHERE = uuid.uuid4().hex


def window(**options):
    """How the window of this test is started: options of guitest.Gui, args=[…] for the program, thinned=False, and
    settings={"deadlock-interval": "uint32 0"}."""
    def mark(function):
        function.options = options
        return function
    return mark


def skip(reason):
    def mark(function):
        function.skip = reason
        return function
    return mark


def skip_if(why_not):
    """why_not() returns the reason to leave the test out here, or None; asked when its turn comes."""
    def mark(function):
        function.why_not = why_not
        return function
    return mark


def program():
    build = os.environ.get("APM_BUILDDIR", "build")
    return os.path.join(build, "src", "app", "advanced-process-manager")


def environment(extra=None):
    """What the program needs to find its own things in the build tree."""
    env = {name: os.environ[name] for name in OURS if name in os.environ}
    env["G_DEBUG"] = "fatal-criticals"
    env.update(extra or {})
    return env


def write_settings(g, settings):
    folder = os.path.join(g.env["XDG_CONFIG_HOME"], "glib-2.0", "settings")
    os.makedirs(folder)
    with open(os.path.join(folder, "keyfile"), "w", encoding="utf-8") as f:
        f.write("[io/github/AdvancedProcessManager]\n" + "".join("%s=%s\n" % pair for pair in settings.items()))


def start(size=(1140, 740), place=None, args=(), env=None, timeout=40, settings=None, thinned=False, **options):
    """A window of the program on a desktop of its own. place: (width, height) of the window itself; thinned: see thin()."""
    if settings:
        env = dict(env or {}, GSETTINGS_BACKEND="keyfile")
        options.update(memory_settings=False, prepare=lambda g: write_settings(g, settings))
    g = guitest.start([program(), *args], size=size, env=environment(env), timeout=timeout,
                      first=type_nowhere if thinned else None, **options)
    try:
        if thinned:
            thin(g)
        if place is not None:
            resize(g, *place)
    except BaseException:
        g.stop()
        raise
    return g


def resize(g, width, height):
    """Give the window itself this size, whatever border it draws."""
    left, right, top, bottom = g._xwin_of(g.windows()[0])[6]
    g.place(-left, -top, width + left + right, height + top + bottom)


def minimise(g):
    """As the button of the title bar does."""
    g._run("xdotool", "windowminimize", str(g._xwin_of(g.windows()[0])[0]))


def type_nowhere(g):
    """What thin() does, before the table is read for the first time."""
    g.key("ctrl+f")
    g.keys(NOWHERE)


def thin(g):
    """Leaves the table of processes empty: its thousands of cells are in the tree of every page, and each
    look at the window reads them all."""
    search = g.find("entry", "Search processes")
    if search.text() != NOWHERE:
        search.set_text(NOWHERE)
    wait_until(lambda: not g.rows("Processes"), 30, what="an empty table of processes")


def thicken(g):
    """Takes back what thin() did, if it was done."""
    search = g.find("entry", "Search processes")
    if search.text() == NOWHERE:
        search.set_text("")


def complaints(g):
    """Warnings and worse that the program wrote."""
    return [line for line in g.applog().splitlines()
            if re.search(r"CRITICAL|WARNING|ERROR \*\*|AddressSanitizer|LeakSanitizer|runtime error", line)
            and not HARMLESS.search(line)]


def log_text(g):
    """What the log file says so far."""
    path = os.path.join(g.env["XDG_STATE_HOME"], "advanced-process-manager", "Advanced_Process_Manager.log")
    try:
        with open(path, encoding="utf-8") as f:
            return f.read()
    except OSError:
        return ""


class Sleepers:
    """Processes that are told apart by how long they sleep, once all of them do: nothing of them changes any more.
    with Sleepers("713.1", "713.2") as (first, second):  their numbers"""
    def __init__(self, *seconds):
        self.seconds = seconds

    def __enter__(self):
        self.processes = [subprocess.Popen(["sleep", s]) for s in self.seconds]
        pids = [p.pid for p in self.processes]
        wait_until(lambda: all(stat(pid)[0] == "S" for pid in pids), 10, interval=0.005, what="the sleepers to sleep")
        return pids

    def __exit__(self, *_):
        for p in self.processes:
            p.kill()
            p.wait()


def stat(pid):
    """The fields of /proc/PID/stat from the state on."""
    with open("/proc/%d/stat" % pid, encoding="utf-8", errors="replace") as f:
        return f.read().rsplit(")", 1)[1].split()


def is_alive(pid):
    """Whether a process of this number runs; a zombie does not."""
    try:
        return stat(pid)[0] not in "ZX"
    except OSError:
        return False


def shell_action(g, name, param=None):
    """Activates win.NAME."""
    g.action(name, param, window=1)


def labels(g, pattern):
    """Texts on the screen that match."""
    return [n.name for n in g.nodes() if n.role == "label" and re.search(pattern, n.name) and n.showing()]


def _run(function, defaults):
    options = {"thinned": True, **defaults, **getattr(function, "options", {})}
    with start(**options) as g:
        function(g)
        if g.app.poll() is None:
            status = g.quit()
            if status not in (0, None):
                raise AssertionError("the program ended with status %s" % status)
        bad = complaints(g)
        if bad:
            raise AssertionError("the program complained:\n" + "\n".join(bad))


def main(**defaults):
    """Runs what the script defines; names on the command line choose some. defaults: as for window()."""
    script = sys.modules["__main__"]
    tests = [(n, f) for n, f in vars(script).items() if n.startswith("test_") and inspect.isfunction(f)]
    chosen = sys.argv[1:]
    if chosen:
        tests = [(n, f) for n, f in tests if n in chosen]
    if "APM_TEST_PICTURES" in os.environ:
        os.makedirs(os.environ["APM_TEST_PICTURES"], exist_ok=True)
        os.environ.setdefault("GUITEST_FAIL_DIR", os.environ["APM_TEST_PICTURES"])
    print("1..%d" % len(tests), flush=True)
    failed = 0
    for i, (name, function) in enumerate(tests, 1):
        told = name[5:].replace("_", " ")
        reason = getattr(function, "skip", None) or getattr(function, "why_not", lambda: None)()
        if reason:
            print("ok %d - %s # SKIP %s" % (i, told, reason), flush=True)
            continue
        began = time.monotonic()
        try:
            _run(function, defaults)
            print("ok %d - %s" % (i, told), flush=True)
        except Exception:       # whatever went wrong is this test's failure, not the end of the others
            failed += 1
            for line in traceback.format_exc().splitlines():
                print("# " + line)
            print("not ok %d - %s" % (i, told), flush=True)
        print("# %.1f s" % (time.monotonic() - began), flush=True)
    sys.exit(1 if failed else 0)
