//! Password hashing: argon2id.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash};

use super::rules::password;
use crate::{
    ctx::Ctx,
    kernel::{Code, Error, Result},
};

/// What a guess costs: the parameters that OWASP's Password Storage Cheat Sheet names first, which are those of the library. No setting
/// lowers it. A password that was hashed at another cost is checked at that one.
#[must_use]
pub fn password_cost() -> Params {
    const _: () = assert!(Params::DEFAULT_M_COST == 19 * 1024 && Params::DEFAULT_T_COST == 2 && Params::DEFAULT_P_COST == 1);
    Params::DEFAULT
}

/// A slot for hashing. It goes into the thread that hashes: a caller who hangs up must not free it early.
struct Slot(Ctx);

impl Slot {
    async fn take(ctx: &Ctx) -> Result<Self> {
        // Each waits for as long as those before take: a long line is no use to anybody in it.
        let full = |_| Error::new(Code::Throttled).with("seconds", 5_i64);
        let _place = ctx.hashing_line.try_acquire().map_err(full)?;
        ctx.hashing.acquire().await.map_err(Error::internal)?.forget();
        Ok(Self(ctx.clone()))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.hashing.add_permits(1);
    }
}

async fn in_slot<T: Send + 'static>(ctx: &Ctx, work: impl FnOnce(&Argon2<'_>) -> Result<T> + Send + 'static) -> Result<T> {
    let slot = Slot::take(ctx).await?;
    let task = tokio::task::spawn_blocking(move || {
        let slot = slot;
        let cost = slot.0.password_cost.clone();
        work(&Argon2::new(Algorithm::Argon2id, Version::V0x13, cost))
    });
    task.await.map_err(Error::internal)?
}

/// Checks a new password and hashes it, as a PHC string.
///
/// # Errors
/// Those of [`password::acceptable`].
pub(super) async fn accept(ctx: &Ctx, password: &str, email: &str, name: &str) -> Result<String> {
    // Of megabytes only as much is copied as decides that it is too long.
    let password: String = password.chars().take(password::MAX * 4 + 1).collect();
    let (email, name, salt) = (email.to_owned(), name.to_owned(), salt(ctx));
    in_slot(ctx, move |argon| hash(argon, &password::acceptable(&password, &email, &name)?, &salt)).await
}

/// Whether `password` is the one that was hashed to `stored`. Without `stored`, or with an empty one (an account without
/// a password), the same work is done in vain, so that the time of an answer does not say whether an account exists.
pub(super) async fn matches(ctx: &Ctx, password: &str, stored: Option<String>) -> Result<bool> {
    let password: String = password.chars().take(password::MAX * 4 + 1).collect();
    let salt = salt(ctx);
    in_slot(ctx, move |argon| {
        let password = password::normalize(&password);
        let Some(stored) = stored.filter(|stored| !stored.is_empty()) else {
            hash(argon, &password, &salt)?;
            return Ok(false);
        };
        let stored = PasswordHash::new(&stored).map_err(Error::internal)?;
        Ok(argon.verify_password(password.as_bytes(), &stored).is_ok())
    })
    .await
}

fn salt(ctx: &Ctx) -> [u8; 16] {
    let mut salt = [0; 16];
    ctx.random.fill(&mut salt);
    salt
}

fn hash(argon: &Argon2<'_>, password: &str, salt: &[u8]) -> Result<String> {
    let hash: PasswordHash = argon.hash_password_with_salt(password.as_bytes(), salt).map_err(Error::internal)?;
    Ok(hash.to_string())
}
