//! Ports for programs that tests start.

use std::{
    net::TcpListener,
    sync::atomic::{AtomicU16, Ordering},
};

/// Below the ports that the kernel gives to outgoing connections: one of those would be taken between its choice and the start of the
/// program that is to listen there.
const FIRST: u16 = 20_000;
const MANY: u16 = 12_000;

/// A port of this machine at which nobody listens. Two calls in one process never give the same.
///
/// # Panics
///
/// When all are taken.
#[must_use]
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Another process that does the same begins elsewhere.
    let offset = std::process::id().wrapping_mul(97) % u32::from(MANY);
    for _ in 0..MANY {
        let step = u32::from(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = FIRST + u16::try_from((offset + step) % u32::from(MANY)).unwrap_or(0);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no port of 127.0.0.1 is free")
}
