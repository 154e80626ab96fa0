/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-cgroup.h"
#include "apm-projects.h"

#define ID "3f2a90b1c4d5e6f708192a3b4c5d6e7f3f2a90b1c4d5e6f708192a3b4c5d6e7f"

static void
test_path (void)
{
  static const struct { const char *text, *path; } cases[] = {
    { "", "/" },
    { "nonsense\n:\n::\n", "/" },
    { "0::/user.slice/x.service\n", "/user.slice/x.service" },
    { "12:cpu:/a\n1:name=systemd:/system.slice/ssh.service\n0::/\n", "/system.slice/ssh.service" },
    { "4:memory:/one/two\n3:cpu:/\n0::/\n", "/one/two" },
    { "0::/with:colon\n", "/with:colon" },
    { "0::/no newline", "/no newline" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = apm_cgroup_dup_path (cases[i].text);

      g_assert_cmpstr (path, ==, cases[i].path);
    }
}

static void
test_names (void)
{
  static const struct { const char *path, *unit, *container; } cases[] = {
    { "/", NULL, NULL },
    { "", NULL, NULL },
    { "/init.scope", "init.scope", NULL },
    { "/system.slice/ssh.service", "ssh.service", NULL },
    { "/system.slice/ssh.service/inner", "ssh.service", NULL },
    { "/system.slice/systemd-cryptsetup@luks\\x2dhome.service", "systemd-cryptsetup@luks-home.service", NULL },
    { "/user.slice/user@1000.service/app.slice/app-gnome-org.gnome.Maps-4711.scope", "org.gnome.Maps", NULL },
    { "/app.slice/app-flatpak-org.gnome.Maps-99.scope", "org.gnome.Maps", NULL },
    { "/app.slice/app-org.gnome.Terminal.slice/vte-spawn-1.scope", "vte-spawn-1.scope", NULL },
    { "/app.slice/app-dbus\\x2dactivated@1f.service", "dbus-activated", NULL },
    { "/app.slice/app-.scope", "", NULL },
    { "/system.slice/docker-" ID ".scope", "docker-" ID ".scope", "docker 3f2a90b1c4d5" },
    { "/docker/" ID, ID, "docker 3f2a90b1c4d5" },
    { "/machine.slice/libpod-" ID ".scope/container", "libpod-" ID ".scope", "podman 3f2a90b1c4d5" },
    { "/kubepods/burstable/podx/" ID, ID, "container 3f2a90b1c4d5" },
    { "/kubepods.slice/cri-containerd-" ID ".scope", "cri-containerd-" ID ".scope", "containerd 3f2a90b1c4d5" },
    { "/lxc/web", "web", "lxc web" },
    { "/lxc.payload.web/system.slice/x.service", "x.service", "lxc web" },
    { "/machine.slice/machine-web\\x2d1.scope", "machine-web-1.scope", "machine web-1" },
    { "/docker-short.scope", "docker-short.scope", NULL },
    { "/\\xZZ/\\x", "\\x", NULL },
    { "/bad\\xff.service", "bad\\xff.service", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *unit = apm_cgroup_dup_unit (cases[i].path);
      g_autofree char *container = apm_cgroup_dup_container (cases[i].path);

      g_assert_cmpstr (unit, ==, cases[i].unit);
      g_assert_cmpstr (container, ==, cases[i].container);
    }
}

static void
test_far_mounts (void)
{
  static const char mountinfo[] =
    "22 27 0:20 / /proc rw shared:5 - proc proc rw\n"
    "50 27 0:44 / /home/sam/far\\040away rw shared:9 - nfs4 server:/x rw\n"
    "51 27 0:45 / /mnt rw - fuse.sshfs host: rw\n"
    "52 27 0:46 / /data rw - ext4 /dev/sda1 rw\n"
    "torn";
  g_auto(GStrv) mounts = apm_projects_dup_far_mounts (mountinfo);
  g_autofree char *text = g_strjoinv ("|", mounts);

  g_assert_cmpstr (text, ==, "/home/sam/far away|/mnt");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/cgroup/path", test_path);
  g_test_add_func ("/process/cgroup/names", test_names);
  g_test_add_func ("/process/projects/far-mounts", test_far_mounts);

  return g_test_run ();
}
