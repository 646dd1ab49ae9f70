//! Named places at which a test makes the process die, stall or lie: to prove that nothing is lost and nothing doubled.
//!
//! They exist only where debug assertions do, so no release has them: there each is nothing at all. The environment variable
//! `LIANQIAO_FAILPOINTS` sets them, in the words of the crate `fail`, with `;` between them:
//!
//! - `before-commit=return(kill)`: the process dies there, as if by SIGKILL.
//! - `after-send=3*off->1*return(kill)`: it dies when it comes there for the fourth time.
//! - `after-claim=1*return(stall 5000)`: whoever comes there first waits five seconds.
//! - `lost-write=5%return`: a planted fault, see [`planted`].
//!
//! | place | where |
//! |---|---|
//! | `before-commit`, `after-commit` | around the commit of any transaction: the caller has no answer yet |
//! | `after-claim`, `before-mark` | a worker holds deliveries that it has not handled; has handled and not marked |
//! | `before-send`, `after-send` | around handing a mail to the mail server |
//! | `between-migrations` | after each step of a migration |
//! | `between-chunks` | after each chunk of an import |
//! | `during-reindex` | after each chunk of a rebuild of the search index |

/// Whether this build has them.
pub const ARE_HERE: bool = cfg!(debug_assertions);

/// Sets what `LIANQIAO_FAILPOINTS` says, for the life of the process, and gives it back; none if it says nothing. Call it once,
/// before anything else.
///
/// # Errors
/// What cannot be understood.
pub fn arm() -> Result<Option<String>, String> {
    let Some(orders) = std::env::var("LIANQIAO_FAILPOINTS").ok().filter(|orders| ARE_HERE && !orders.is_empty()) else { return Ok(None) };
    for order in orders.split(';') {
        let (place, action) = order.split_once('=').ok_or_else(|| format!("LIANQIAO_FAILPOINTS: no = in {order}"))?;
        fail::cfg(place.trim(), action).map_err(|error| format!("LIANQIAO_FAILPOINTS: {order}: {error}"))?;
    }
    Ok(Some(orders))
}

/// A place at which the process may be told to die or to stall.
pub async fn reach(place: &'static str) {
    if ARE_HERE && let Some(pause) = ordered(place) {
        tokio::time::sleep(pause).await;
    }
}

/// Whether a test planted `fault` here, so that its own watchfulness can be tested: `lost-write` answers before a
/// transaction is undone, `forgotten-key` carries a repeated request out again.
#[must_use]
pub fn planted(fault: &'static str) -> bool {
    if ARE_HERE {
        fail::fail_point!(fault, |_| true);
    }
    false
}

fn ordered(place: &'static str) -> Option<std::time::Duration> {
    fail::fail_point!(place, |order| {
        let order = order.unwrap_or_default();
        if order == "kill" {
            std::process::abort();
        }
        order.strip_prefix("stall ").and_then(|pause| pause.parse().ok()).map(std::time::Duration::from_millis)
    });
    None
}
