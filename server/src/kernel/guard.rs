//! Guards by name, so that a test can leave one out and see whether the suite notices.
//!
//! A guard is a place where somebody is refused, or where rows are left out. Its name and the line that asks make up
//! its place. In a release, which has no debug assertions, both functions compile to nothing.

pub mod switch {
    //! What tests may do to guards, for the whole process.

    use std::{
        collections::BTreeSet,
        panic::Location,
        sync::{
            Mutex, PoisonError,
            atomic::{AtomicBool, Ordering},
        },
    };

    /// Whether anybody asked about guards.
    static WATCHED: AtomicBool = AtomicBool::new(false);
    static LEFT_OUT: Mutex<Option<String>> = Mutex::new(None);
    static HELD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

    /// Leaves the guard at `place` out from now on, and no other; none for all as they should be.
    pub fn leave_out(place: Option<&str>) {
        *LEFT_OUT.lock().unwrap_or_else(PoisonError::into_inner) = place.map(ToOwned::to_owned);
    }

    /// Places of the guards that held somebody or something back since the last call; the first call begins to note them.
    pub fn held() -> BTreeSet<String> {
        WATCHED.store(true, Ordering::Relaxed);
        std::mem::take(&mut *HELD.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes that a guard is about to hold; true if it was left out.
    pub(super) fn is_left_out(name: &str, line: &Location<'_>) -> bool {
        if !WATCHED.load(Ordering::Relaxed) {
            return false;
        }
        let place = format!("{name} at {}:{}", line.file(), line.line());
        let left_out = LEFT_OUT.lock().unwrap_or_else(PoisonError::into_inner).as_deref() == Some(place.as_str());
        HELD.lock().unwrap_or_else(PoisonError::into_inner).insert(place);
        left_out
    }
}

/// `allowed`, under the name of the guard that says so. True in any case while a test leaves the guard out.
#[inline]
#[track_caller]
#[must_use]
pub fn holds(name: &'static str, allowed: bool) -> bool {
    allowed || lifted(name)
}

/// Whether a test leaves out the condition `name`, which would scope rows to who asks.
#[inline]
#[track_caller]
#[must_use]
pub fn lifted(name: &'static str) -> bool {
    cfg!(debug_assertions) && switch::is_left_out(name, std::panic::Location::caller())
}
