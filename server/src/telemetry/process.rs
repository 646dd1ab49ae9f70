//! Figures of the process, under the names that every Prometheus client uses. From `/proc`; elsewhere they are absent.

use std::fs;

use ::metrics::{counter, gauge};

pub(super) const MEMORY: &str = "process_resident_memory_bytes";
pub(super) const OPEN_FILES: &str = "process_open_fds";
pub(super) const MAX_FILES: &str = "process_max_fds";
pub(super) const THREADS: &str = "process_threads";
pub(super) const CPU: &str = "process_cpu_seconds_total";
pub(super) const START: &str = "process_start_time_seconds";

/// Ticks of `/proc/self/stat` in a second, on every Linux that there is.
const TICKS: u64 = 100;

/// Sets the figures to what they are now.
pub(super) fn sample() {
    if let Ok(status) = fs::read_to_string("/proc/self/status") {
        if let Some(kilobytes) = field(&status, "VmRSS:") {
            gauge!(MEMORY).set(kilobytes * 1024.0);
        }
        if let Some(threads) = field(&status, "Threads:") {
            gauge!(THREADS).set(threads);
        }
    }
    if let Ok(files) = fs::read_dir("/proc/self/fd") {
        // The look itself has one open.
        gauge!(OPEN_FILES).set(u32::try_from(files.count().saturating_sub(1)).unwrap_or(u32::MAX));
    }
    if let Ok(limits) = fs::read_to_string("/proc/self/limits")
        && let Some(most) = field(&limits, "Max open files")
    {
        gauge!(MAX_FILES).set(most);
    }
    if let Ok(stat) = fs::read_to_string("/proc/self/stat") {
        times(&stat);
    }
}

/// Processor time and start, from the fields after the program's name (which may hold blanks).
fn times(stat: &str) {
    let Some((_, fields)) = stat.rsplit_once(')') else { return };
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
    if let (Some(user), Some(system)) = (number(11), number(12)) {
        counter!(CPU).absolute((user + system) / TICKS);
    }
    let boot = fs::read_to_string("/proc/stat").ok().and_then(|stat| field(&stat, "btime"));
    if let (Some(started), Some(boot)) = (number(19), boot) {
        gauge!(START).set(boot + f64::from(u32::try_from(started / TICKS).unwrap_or_default()));
    }
}

/// The number after `name` at the beginning of a line.
fn field(text: &str, name: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
