//! Logins at other institutions: which of them are taken, and whose they are.

use crate::kernel::{
    Code, Error, Id, Result, Timestamp,
    id::{self, LinkedLogin as LoginId},
    text,
};

/// A login at an identity provider that signs somebody in here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedLogin {
    /// The login.
    pub id: Id<LoginId>,
    /// Whose.
    pub user: Id<id::User>,
    /// The provider's id in the settings, as it was then.
    pub provider: String,
    /// The provider's issuer address.
    pub issuer: String,
    /// The provider's name for the person, unique at the issuer and never given to another.
    pub subject: String,
    /// The address that the provider vouched for.
    pub email: String,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was linked.
    pub created_at: Timestamp,
    /// When it last signed the person in.
    pub last_used_at: Timestamp,
}

/// The address that a provider vouches for, normalized: it must say that it verified it, and it must speak for its domain.
///
/// # Errors
/// `PROVIDER_EMAIL_REFUSED`.
pub fn vouched_email(email: Option<&str>, verified: bool, domains: &[String]) -> Result<String> {
    let refused = || Error::new(Code::ProviderEmailRefused).with("domains", domains.to_vec());
    let email = email.filter(|_| verified).and_then(|email| text::email(email).ok()).ok_or_else(refused)?;
    let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
    // The domain itself, not what ends like it: `evil-fudan.edu.cn` is not `fudan.edu.cn`.
    if domains.iter().any(|known| known.eq_ignore_ascii_case(domain)) { Ok(email) } else { Err(refused()) }
}
