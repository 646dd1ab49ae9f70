//! Database failures as the rest of the program sees them.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

use crate::kernel::{Code, Error};

impl From<DbErr> for Error {
    /// Lost connections, full pools and lock waits become `UNAVAILABLE` (try again); everything else is `INTERNAL`.
    /// The database's own words go to the log only.
    fn from(error: DbErr) -> Self {
        let code = match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Code::Unavailable,
            DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) if is_passing(cause) => {
                Code::Unavailable
            }
            _ => Code::Internal,
        };
        let victim =
            matches!(&error, DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) if is_victim(cause));
        let told = Self::new(code).because(error);
        if victim { told.without_trace() } else { told }
    }
}

/// Whether a unique index refused the row: somebody else was first.
#[must_use]
pub fn is_unique_violation(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// Whether SQLite could not be opened because another process holds it for a moment.
pub(super) fn is_busy(error: &DbErr) -> bool {
    matches!(error, DbErr::Conn(RuntimeErr::SqlxError(cause)) if matches!(&**cause, sea_orm::SqlxError::Database(cause) if cause.code().as_deref() == Some("5")))
}

/// Whether PostgreSQL broke the transaction off in favor of another: serialization failure, deadlock.
fn is_victim(cause: &sea_orm::SqlxError) -> bool {
    matches!(cause, sea_orm::SqlxError::Database(cause) if cause.code().is_some_and(|code| matches!(&*code, "40001" | "40P01")))
}

fn is_passing(cause: &sea_orm::SqlxError) -> bool {
    use sea_orm::SqlxError;
    match cause {
        SqlxError::Io(_) | SqlxError::PoolTimedOut | SqlxError::PoolClosed | SqlxError::WorkerCrashed => true,
        // PostgreSQL: serialization failure, deadlock, lock or statement timeout, shutting down, too many connections, out of
        // disk or memory, read-only after a failover, connection lost. SQLite: busy, locked, disk full, and what a full disk is
        // called where a file is written, synced, shortened, lengthened, or its shared memory grows.
        SqlxError::Database(cause) => cause.code().is_some_and(|code| {
            matches!(
                &*code,
                "40001"
                    | "40P01"
                    | "55P03"
                    | "57014"
                    | "57P01"
                    | "57P02"
                    | "57P03"
                    | "53100"
                    | "53200"
                    | "53300"
                    | "25006"
                    | "08000"
                    | "08003"
                    | "08006"
                    | "5"
                    | "6"
                    | "13"
                    | "778"
                    | "1034"
                    | "1546"
                    | "4874"
                    | "261"
                    | "517"
                    | "262"
            )
        }),
        _ => false,
    }
}
