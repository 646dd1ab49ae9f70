//! Use cases that the database ended for the sake of another.

use std::time::Duration;

use crate::kernel::Result;

/// Pauses before the second, third and fourth try: by then the other one is through.
const PAUSES: [Duration; 3] = [Duration::from_millis(10), Duration::from_millis(50), Duration::from_millis(250)];

/// Carries a whole use case out, and again if the database broke it off because of a deadlock or a serialization
/// failure: then its transaction left no trace, so that nothing is doubled. `case` must open and commit the one
/// transaction itself.
///
/// # Errors
/// Those of `case`; the fourth time also `UNAVAILABLE` because of another deadlock.
pub async fn rerun<T, F: Future<Output = Result<T>>>(case: impl Fn() -> F) -> Result<T> {
    for pause in PAUSES {
        match case().await {
            Err(error) if error.left_no_trace() => tokio::time::sleep(pause).await,
            other => return other,
        }
    }
    case().await
}
