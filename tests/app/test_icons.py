#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every icon that the window names is there: GTK's, the theme's or one of ours. (In place of one that is missing GTK draws
a picture of a missing one, and says nothing.)"""
import ctypes
import os
import re
import xml.etree.ElementTree as ElementTree

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
NAME = re.compile(r'[">]([a-z0-9]+(?:-[a-z0-9]+)*-symbolic)["<]')


def files_below(*folders):
    for folder in folders:
        for where, _folders, names in os.walk(folder):
            yield from (os.path.join(where, name) for name in names)


def named():
    """{icon: a file that names it}"""
    found = {}
    for path in files_below(os.path.join(TOP, "src", "app"), os.path.join(TOP, "ui")):
        if path.endswith((".c", ".h", ".ui")):
            with open(path, encoding="utf-8") as f:
                found.update((name, os.path.relpath(path, TOP)) for name in NAME.findall(f.read()))
    return found


def there():
    """What the theme's and our folders have, and what is built into GTK, whose file it stands in."""
    names = {re.sub(r"(\.symbolic)?\.(svg|png)$", "", os.path.basename(path))
             for path in files_below("/usr/share/icons/Adwaita", os.path.join(TOP, "data", "icons"))}
    ctypes.CDLL("libgtk-4.so.1")
    with open("/proc/self/maps") as maps:
        path = next(line.split()[-1] for line in maps if "libgtk-4" in line)
    with open(path, "rb") as f:
        return names | {name.decode() for name in re.findall(rb"([a-z0-9-]+-symbolic)\.(?:svg|symbolic\.png)", f.read())}


icons, known = named(), there()
missing = sorted(set(icons) - known)
broken = [path for path in files_below(os.path.join(TOP, "data", "icons"))
          if ElementTree.parse(path).getroot().tag != "{http://www.w3.org/2000/svg}svg"]
print("1..2")
for icon in missing:
    print("# %s: there is no %s" % (icons[icon], icon))
print("%sok 1 - %d icons are there" % ("not " if missing or len(icons) < 30 else "", len(icons)))
for path in broken:
    print("# %s is no picture" % path)
print("%sok 2 - ours are pictures" % ("not " if broken else ""))
