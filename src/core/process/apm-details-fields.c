/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#define AT(row, member) G_STRUCT_OFFSET (row, member)

/* What is in the user's language has a tag and stands last: no program reads it. */

const ApmField apm_summary_fields[] = {
  { "pid", APM_FIELD_INT, AT (ApmSummary, pid) },
  { "ppid", APM_FIELD_INT, AT (ApmSummary, ppid) },
  { "name", APM_FIELD_STRING, AT (ApmSummary, name) },
  { "state", APM_FIELD_STRING, AT (ApmSummary, state) },
  { "parent_name", APM_FIELD_STRING, AT (ApmSummary, parent_name) },
  { "parent_started_us", APM_FIELD_INT64, AT (ApmSummary, parent_started_us) },
  { "command", APM_FIELD_STRING, AT (ApmSummary, command) },
  { "exe", APM_FIELD_STRING, AT (ApmSummary, exe) },
  { "exe_on_disk", APM_FIELD_STRING, AT (ApmSummary, exe_on_disk) },
  { "cwd", APM_FIELD_STRING, AT (ApmSummary, cwd) },
  { "cwd_deleted", APM_FIELD_BOOLEAN, AT (ApmSummary, cwd_deleted) },
  { "root", APM_FIELD_STRING, AT (ApmSummary, root) },
  { "started_us", APM_FIELD_INT64, AT (ApmSummary, started_us) },
  { "started_real_us", APM_FIELD_INT64, AT (ApmSummary, started_real_us) },
  { "age_us", APM_FIELD_INT64, AT (ApmSummary, age_us) },
  { "cpu_user_us", APM_FIELD_INT64, AT (ApmSummary, cpu_user_us) },
  { "cpu_system_us", APM_FIELD_INT64, AT (ApmSummary, cpu_system_us) },
  { "uid", APM_FIELD_UINT, AT (ApmSummary, uid) },
  { "effective_uid", APM_FIELD_UINT, AT (ApmSummary, effective_uid) },
  { "user", APM_FIELD_STRING, AT (ApmSummary, user) },
  { "effective_user", APM_FIELD_STRING, AT (ApmSummary, effective_user) },
  { "gid", APM_FIELD_UINT, AT (ApmSummary, gid) },
  { "effective_gid", APM_FIELD_UINT, AT (ApmSummary, effective_gid) },
  { "group", APM_FIELD_STRING, AT (ApmSummary, group) },
  { "effective_group", APM_FIELD_STRING, AT (ApmSummary, effective_group) },
  { "groups", APM_FIELD_STRING, AT (ApmSummary, groups) },
  { "session", APM_FIELD_INT, AT (ApmSummary, session) },
  { "process_group", APM_FIELD_INT, AT (ApmSummary, process_group) },
  { "terminal", APM_FIELD_STRING, AT (ApmSummary, terminal) },
  { "threads", APM_FIELD_UINT, AT (ApmSummary, threads) },
  { "nice", APM_FIELD_INT, AT (ApmSummary, nice) },
  { "policy", APM_FIELD_STRING, AT (ApmSummary, policy) },
  { "oom_score", APM_FIELD_INT, AT (ApmSummary, oom_score) },
  { "oom_score_adjustment", APM_FIELD_INT, AT (ApmSummary, oom_score_adjustment) },
  { "capabilities", APM_FIELD_STRING, AT (ApmSummary, capabilities) },
  { "permitted_capabilities", APM_FIELD_STRING, AT (ApmSummary, permitted_capabilities) },
  { "inheritable_capabilities", APM_FIELD_STRING, AT (ApmSummary, inheritable_capabilities) },
  { "ambient_capabilities", APM_FIELD_STRING, AT (ApmSummary, ambient_capabilities) },
  { "bounding_capabilities", APM_FIELD_STRING, AT (ApmSummary, bounding_capabilities) },
  { "seccomp", APM_FIELD_STRING, AT (ApmSummary, seccomp) },
  { "seccomp_filters", APM_FIELD_INT, AT (ApmSummary, seccomp_filters) },
  { "no_new_privileges", APM_FIELD_BOOLEAN, AT (ApmSummary, no_new_privileges) },
  { "dumpable", APM_FIELD_STRING, AT (ApmSummary, dumpable) },
  { "tracer_pid", APM_FIELD_INT, AT (ApmSummary, tracer_pid) },
  { "kernel_thread", APM_FIELD_BOOLEAN, AT (ApmSummary, kernel_thread) },
  { NULL }
};

const ApmField apm_variable_fields[] = {
  { "name", APM_FIELD_STRING, AT (ApmVariable, name) },
  { "value", APM_FIELD_STRING, AT (ApmVariable, value) },
  { "value_base64", APM_FIELD_STRING, AT (ApmVariable, value_base64) },
  { "change", APM_FIELD_STRING, AT (ApmVariable, change) },
  { "parent_value", APM_FIELD_STRING, AT (ApmVariable, parent_value) },
  { "secret", APM_FIELD_BOOLEAN, AT (ApmVariable, secret) },
  { NULL }
};

const ApmField apm_limit_fields[] = {
  { "resource", APM_FIELD_INT, AT (ApmLimit, resource) },
  { "id", APM_FIELD_STRING, AT (ApmLimit, id) },
  { "unit", APM_FIELD_STRING, AT (ApmLimit, unit) },
  { "soft", APM_FIELD_INT64, AT (ApmLimit, soft) },
  { "hard", APM_FIELD_INT64, AT (ApmLimit, hard) },
  { "soft_unlimited", APM_FIELD_BOOLEAN, AT (ApmLimit, soft_unlimited) },
  { "hard_unlimited", APM_FIELD_BOOLEAN, AT (ApmLimit, hard_unlimited) },
  { "used", APM_FIELD_INT64, AT (ApmLimit, used) },
  { "used_percent", APM_FIELD_DOUBLE, AT (ApmLimit, used_percent) },
  { "label", APM_FIELD_STRING, AT (ApmLimit, label), 0, APM_DETAILS_TRANSLATED },
  { NULL }
};

const ApmField apm_memory_fields[] = {
  { "virtual_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, virtual_bytes) },
  { "virtual_peak_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, virtual_peak_bytes) },
  { "rss_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, rss_bytes) },
  { "rss_peak_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, rss_peak_bytes) },
  { "pss_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, pss_bytes) },
  { "private_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, private_bytes) },
  { "private_dirty_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, private_dirty_bytes) },
  { "shared_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, shared_bytes) },
  { "anonymous_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, anonymous_bytes) },
  { "swap_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, swap_bytes) },
  { "swap_pss_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, swap_pss_bytes) },
  { "locked_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, locked_bytes) },
  { "huge_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, huge_bytes) },
  { "data_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, data_bytes) },
  { "stack_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, stack_bytes) },
  { "page_tables_bytes", APM_FIELD_INT64, AT (ApmMemoryTotals, page_tables_bytes) },
  { NULL }
};

const ApmField apm_map_group_fields[] = {
  { "kind", APM_FIELD_STRING, AT (ApmMapGroup, kind) },
  { "name", APM_FIELD_STRING, AT (ApmMapGroup, name) },
  { "permissions", APM_FIELD_STRING, AT (ApmMapGroup, permissions) },
  { "maps", APM_FIELD_UINT, AT (ApmMapGroup, maps) },
  { "size_bytes", APM_FIELD_INT64, AT (ApmMapGroup, size_bytes) },
  { "deleted", APM_FIELD_BOOLEAN, AT (ApmMapGroup, deleted) },
  { "rss_bytes", APM_FIELD_INT64, AT (ApmMapGroup, rss_bytes) },
  { "pss_bytes", APM_FIELD_INT64, AT (ApmMapGroup, pss_bytes) },
  { "private_bytes", APM_FIELD_INT64, AT (ApmMapGroup, private_bytes) },
  { "swap_bytes", APM_FIELD_INT64, AT (ApmMapGroup, swap_bytes) },
  { NULL }
};

const ApmField apm_map_fields[] = {
  { "start", APM_FIELD_UINT64, AT (ApmMap, start) },
  { "end", APM_FIELD_UINT64, AT (ApmMap, end) },
  { "size_bytes", APM_FIELD_INT64, AT (ApmMap, size_bytes) },
  { "access", APM_FIELD_STRING, AT (ApmMap, access) },
  { "file_offset", APM_FIELD_UINT64, AT (ApmMap, file_offset) },
  { "device", APM_FIELD_STRING, AT (ApmMap, device) },
  { "inode", APM_FIELD_UINT64, AT (ApmMap, inode) },
  { "name", APM_FIELD_STRING, AT (ApmMap, name) },
  { "deleted", APM_FIELD_BOOLEAN, AT (ApmMap, deleted) },
  { "rss_bytes", APM_FIELD_INT64, AT (ApmMap, rss_bytes) },
  { "pss_bytes", APM_FIELD_INT64, AT (ApmMap, pss_bytes) },
  { "private_bytes", APM_FIELD_INT64, AT (ApmMap, private_bytes) },
  { "swap_bytes", APM_FIELD_INT64, AT (ApmMap, swap_bytes) },
  { NULL }
};

const ApmField apm_cgroup_fields[] = {
  { "version", APM_FIELD_INT, AT (ApmCgroup, version) },
  { "path", APM_FIELD_STRING, AT (ApmCgroup, path) },
  { "folder", APM_FIELD_STRING, AT (ApmCgroup, folder) },
  { "unit", APM_FIELD_STRING, AT (ApmCgroup, unit) },
  { "container", APM_FIELD_STRING, AT (ApmCgroup, container) },
  { "controllers", APM_FIELD_STRING, AT (ApmCgroup, controllers) },
  { "memory_bytes", APM_FIELD_INT64, AT (ApmCgroup, memory_bytes) },
  { "memory_peak_bytes", APM_FIELD_INT64, AT (ApmCgroup, memory_peak_bytes) },
  { "memory_high_bytes", APM_FIELD_INT64, AT (ApmCgroup, memory_high_bytes) },
  { "memory_max_bytes", APM_FIELD_INT64, AT (ApmCgroup, memory_max_bytes) },
  { "memory_max_from", APM_FIELD_STRING, AT (ApmCgroup, memory_max_from) },
  { "swap_bytes", APM_FIELD_INT64, AT (ApmCgroup, swap_bytes) },
  { "swap_max_bytes", APM_FIELD_INT64, AT (ApmCgroup, swap_max_bytes) },
  { "memory_events_oom_kill", APM_FIELD_INT64, AT (ApmCgroup, memory_events_oom_kill) },
  { "tasks", APM_FIELD_INT64, AT (ApmCgroup, tasks) },
  { "tasks_max", APM_FIELD_INT64, AT (ApmCgroup, tasks_max) },
  { "tasks_max_from", APM_FIELD_STRING, AT (ApmCgroup, tasks_max_from) },
  { "cpu_time_us", APM_FIELD_INT64, AT (ApmCgroup, cpu_time_us) },
  { "cpu_user_us", APM_FIELD_INT64, AT (ApmCgroup, cpu_user_us) },
  { "cpu_system_us", APM_FIELD_INT64, AT (ApmCgroup, cpu_system_us) },
  { "cpu_max_percent", APM_FIELD_DOUBLE, AT (ApmCgroup, cpu_max_percent) },
  { "cpu_max_from", APM_FIELD_STRING, AT (ApmCgroup, cpu_max_from) },
  { "cpu_weight", APM_FIELD_INT64, AT (ApmCgroup, cpu_weight) },
  { "cpu_periods", APM_FIELD_INT64, AT (ApmCgroup, cpu_periods) },
  { "cpu_throttled_periods", APM_FIELD_INT64, AT (ApmCgroup, cpu_throttled_periods) },
  { "cpu_throttled_us", APM_FIELD_INT64, AT (ApmCgroup, cpu_throttled_us) },
  { "frozen", APM_FIELD_BOOLEAN, AT (ApmCgroup, frozen) },
  { NULL }
};

const ApmField apm_pressure_fields[] = {
  { "resource", APM_FIELD_STRING, AT (ApmGroupPressure, resource) },
  { "some_avg10", APM_FIELD_DOUBLE, AT (ApmGroupPressure, some_avg10) },
  { "some_avg60", APM_FIELD_DOUBLE, AT (ApmGroupPressure, some_avg60) },
  { "some_avg300", APM_FIELD_DOUBLE, AT (ApmGroupPressure, some_avg300) },
  { "some_total_us", APM_FIELD_INT64, AT (ApmGroupPressure, some_total_us) },
  { "full_avg10", APM_FIELD_DOUBLE, AT (ApmGroupPressure, full_avg10) },
  { "full_avg60", APM_FIELD_DOUBLE, AT (ApmGroupPressure, full_avg60) },
  { "full_avg300", APM_FIELD_DOUBLE, AT (ApmGroupPressure, full_avg300) },
  { "full_total_us", APM_FIELD_INT64, AT (ApmGroupPressure, full_total_us) },
  { NULL }
};

const ApmField apm_namespace_fields[] = {
  { "type", APM_FIELD_STRING, AT (ApmNamespace, type) },
  { "inode", APM_FIELD_INT64, AT (ApmNamespace, inode) },
  { "with_us", APM_FIELD_STRING, AT (ApmNamespace, with_us) },
  { "with_parent", APM_FIELD_STRING, AT (ApmNamespace, with_parent) },
  { "label", APM_FIELD_STRING, AT (ApmNamespace, label), 0, APM_DETAILS_TRANSLATED },
  { NULL }
};

const ApmField apm_signal_mask_fields[] = {
  { "number", APM_FIELD_INT, AT (ApmSignalMask, number) },
  { "name", APM_FIELD_STRING, AT (ApmSignalMask, name) },
  { "blocked", APM_FIELD_BOOLEAN, AT (ApmSignalMask, blocked) },
  { "ignored", APM_FIELD_BOOLEAN, AT (ApmSignalMask, ignored) },
  { "caught", APM_FIELD_BOOLEAN, AT (ApmSignalMask, caught) },
  { "pending", APM_FIELD_BOOLEAN, AT (ApmSignalMask, pending) },
  { "pending_process", APM_FIELD_BOOLEAN, AT (ApmSignalMask, pending_process) },
  { "blocking_threads", APM_FIELD_UINT, AT (ApmSignalMask, blocking_threads) },
  { "meaning", APM_FIELD_STRING, AT (ApmSignalMask, meaning), 0, APM_DETAILS_TRANSLATED },
  { NULL }
};
