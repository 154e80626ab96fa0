// SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
// SPDX-License-Identifier: GPL-3.0-or-later

//! A deadlock of two threads of Rust: its mutex records no owner.

use std::sync::{Barrier, Mutex};
use std::thread;

extern "C" {
    fn gettid() -> i32;
    fn prctl(option: i32, signal: u64) -> i32;
}

fn run(mine: &Mutex<u32>, theirs: &Mutex<u32>, both: &Barrier) {
    let _mine = mine.lock();
    both.wait();
    println!("{} lock", unsafe { gettid() });
    let _theirs = theirs.lock();
}

fn main() {
    let (first, second, both) = (Mutex::new(0), Mutex::new(0), Barrier::new(2));

    unsafe { prctl(1, 9) };
    thread::scope(|scope| {
        scope.spawn(|| run(&first, &second, &both));
        run(&second, &first, &both);
    });
}
