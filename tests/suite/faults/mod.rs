//! Faults from outside that a real installation meets: a full disk, signals, a killed neighbor, a restore that broke off.

mod asleep;
mod disk_full;
mod engine_killed;
mod panicking;
mod restoring;
mod sealed;
mod stage;
mod stopping;
