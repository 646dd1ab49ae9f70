//! What an organization says about itself: names, place, website.

use super::OrganizationKind;
use crate::{
    kernel::{Code, Error, Result, error::Problems, text},
    reference,
};

/// Longest name, in visible characters.
const MAX_NAME: usize = 200;
/// Longest website address, in characters.
const MAX_WEBSITE: usize = 300;

/// The two names of an organization, cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Chinese name.
    pub zh: Option<String>,
    /// English name.
    pub en: Option<String>,
}

impl Names {
    /// Cleans both names.
    ///
    /// # Errors
    /// `REQUIRED` at `nameZh` if both are missing, or the Chinese one of an organization in mainland China; the errors
    /// of [`text::line`] at `nameZh` and `nameEn`.
    pub fn new(zh: Option<&str>, en: Option<&str>, country: &str) -> Result<Self> {
        let mut problems = Problems::default();
        let zh = problems.check("nameZh", text::optional_line(zh, MAX_NAME)).flatten();
        let en = problems.check("nameEn", text::optional_line(en, MAX_NAME)).flatten();
        if problems.is_empty() && zh.is_none() && (en.is_none() || country == "CN") {
            problems.push(Error::new(Code::Required).at("nameZh"));
        }
        problems.finish(Self { zh, en })
    }
}

/// Reads a country or region: two letters of ISO 3166-1.
///
/// # Errors
/// `INVALID_COUNTRY` if there is no such code, or if an organization from abroad (`FOREIGN`) names mainland China.
pub fn country(code: &str, kind: OrganizationKind) -> Result<String> {
    let code = text::half_width(code.trim()).to_ascii_uppercase();
    let abroad_at_home = kind == OrganizationKind::Foreign && code == "CN";
    if reference::country_exists(&code) && !abroad_at_home { Ok(code) } else { Err(Error::new(Code::InvalidCountry)) }
}

/// Reads an administrative division of mainland China, six digits.
///
/// # Errors
/// `UNKNOWN_CODE` if there is no such division, or if `country` is not `CN`.
pub fn division(code: Option<&str>, country: &str) -> Result<Option<String>> {
    let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) else { return Ok(None) };
    let code = text::half_width(code);
    if country == "CN" && reference::division_exists(&code) { Ok(Some(code)) } else { Err(Error::new(Code::UnknownCode)) }
}

/// Reads the address of a website: `http` or `https`, a host name, no user name or password in it.
///
/// # Errors
/// `BAD_USER_INPUT` for anything else, `TOO_LONG`, `FORBIDDEN_CHARACTERS`.
pub fn website(address: Option<&str>) -> Result<Option<String>> {
    let Some(address) = text::optional_line(address, MAX_WEBSITE)? else { return Ok(None) };
    let bad = || Error::new(Code::BadUserInput);
    let address = if address.contains("://") { address } else { format!("https://{address}") };
    let url = url::Url::parse(&address).map_err(|_| bad())?;
    let plain = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    let host = url.host_str().is_some_and(|host| host.contains('.'));
    if plain && host { Ok(Some(url.to_string())) } else { Err(bad()) }
}
