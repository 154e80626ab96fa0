#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# try.sh OUTPUT COMMAND…: a compiler that is here and does not work breaks no build;
# what it should have made is an empty file then, and its test is skipped.
output=$1
shift
"$@" || { echo "$1 does not work here" >&2; rm -f "$output"; : >"$output"; }
