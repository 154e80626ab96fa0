# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by run, test and bench: what is needed of the distribution, for what,
# and how it comes onto the machine. Names are those of Debian 12.

# to build
build_packages='gcc libc6-dev meson ninja-build pkg-config gettext
  libglib2.0-dev libglib2.0-bin libjson-glib-dev libdw-dev'

# to build the window and to see it as it is meant
window_packages='libgtk-4-dev libadwaita-1-dev libgtksourceview-5-dev libxml2-utils
  adwaita-icon-theme librsvg2-common fonts-cantarell'

# to open it on a virtual display and to use it as a person would
display_packages='xvfb openbox xcompmgr xdotool libxtst6 dbus-daemon at-spi2-core python3-gi'

# to test
test_packages='clang desktop-file-utils appstream procps'

# need_packages NAME…: installs those that are missing. Root is asked for only
# then, by sudo where we are not root ourselves.
need_packages () {
  missing=
  if ! command -v dpkg-query >/dev/null; then
    echo "This is no Debian: the packages are not looked at. Needed are, by Debian's names:" >&2
    echo "  $*" >&2
    return 0
  fi

  for package; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0

  echo "Packages that are missing and will be installed:$missing"
  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "Only root can install packages, and sudo is not here. As root, run:" >&2
      echo "  apt-get install --no-install-recommends$missing" >&2
      return 1
    fi
    echo "Installing needs root; this step alone is run by sudo."
    as_root=sudo
  fi

  log=$(mktemp)
  # shellcheck disable=SC2086 # the list is words
  if $as_root apt-get update >"$log" 2>&1 &&
     $as_root env DEBIAN_FRONTEND=noninteractive \
       apt-get install -y --no-install-recommends $missing >>"$log" 2>&1; then
    rm -f "$log"
    echo "Installed."
  else
    tail -n 20 "$log" >&2
    rm -f "$log"
    echo "The packages could not be installed." >&2
    return 1
  fi
}

# configure FOLDER OPTION…: a Meson build folder of this source tree. One that
# was made for another place (a copied tree) is made anew.
configure () {
  folder=$1
  shift
  if [ -e "$folder/meson-info/meson-info.json" ] &&
     ! grep -qF "\"$PWD/$folder\"" "$folder/meson-info/meson-info.json"; then
    rm -rf "./$folder"
  fi
  if [ -e "$folder/build.ninja" ]; then
    return 0
  fi
  log=$(mktemp)
  if ! meson setup "$folder" "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

# compile FOLDER TARGET…: silent where all is well; what failed otherwise.
compile () {
  log=$(mktemp)
  if ! ninja -C "$@" --quiet >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}
