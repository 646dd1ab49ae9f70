//! The words everyone shares: ids, money, dates, errors, actors, pages.
//!
//! Pure code. Nothing in here knows the database or the async runtime, and nothing in here imports another room of
//! ours (checked by the architecture test). The only trace of GraphQL is a derive on vocabularies, so that a code has
//! one definition and one description (ADR 0003).

pub mod actor;
pub mod bulk;
pub mod clock;
pub mod date;
pub mod digest;
pub mod error;
pub mod guard;
pub mod id;
pub mod locale;
pub mod money;
pub mod page;
pub mod patch;
pub mod sheet;
pub mod text;

pub use actor::{Actor, Role};
pub use bulk::Bulk;
pub use clock::{Clock, ManualClock, SystemClock, Timestamp};
pub use date::Date;
pub use error::{Code, Error, Result};
pub use id::Id;
pub use locale::Locale;
pub use money::{BasisPoints, Currency, Money};
pub use page::{Page, PageRequest};
