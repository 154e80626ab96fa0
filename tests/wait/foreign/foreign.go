// SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A goroutine that waits in a system call: locks of Go are not seen by the kernel.
package main

import (
	"fmt"
	"runtime"
	"syscall"
)

func main() {
	var ends [2]int
	var bytes [1]byte

	runtime.LockOSThread()
	syscall.RawSyscall(syscall.SYS_PRCTL, 1, 9, 0)
	if syscall.Pipe(ends[:]) != nil {
		return
	}
	fmt.Println(syscall.Gettid(), "pipe")
	syscall.Read(ends[0], bytes[:])
}
