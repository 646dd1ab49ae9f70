//! The two languages of the product.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

/// A language that every text of the product exists in.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Default,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    EnumIter,
    IntoStaticStr,
    async_graphql::Enum,
)]
pub enum Locale {
    /// Simplified Chinese.
    #[default]
    #[strum(serialize = "zh-CN")]
    #[serde(rename = "zh-CN")]
    #[graphql(name = "ZH_CN")]
    ZhCn,
    /// English.
    #[strum(serialize = "en")]
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// The best of our languages for an `Accept-Language` header; Chinese when nothing fits.
    #[must_use]
    pub fn negotiate(header: &str) -> Self {
        let mut best = (Self::default(), 0_u32);
        for item in header.split(',') {
            let mut parts = item.trim().split(';');
            let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1000, permille);
            let locale = match tag.split('-').next() {
                Some("zh") => Self::ZhCn,
                Some("en") => Self::En,
                _ => continue,
            };
            if weight > best.1 {
                best = (locale, weight);
            }
        }
        best.0
    }
}

/// A quality value of HTTP (`0.8`) in thousandths; anything else counts as nothing.
#[must_use]
pub fn permille(text: &str) -> u32 {
    let quality: Option<rust_decimal::Decimal> = text.trim().parse().ok();
    // Whoever writes the header may write any number.
    let thousandths = quality.and_then(|quality| quality.checked_mul(rust_decimal::Decimal::ONE_THOUSAND));
    thousandths.and_then(|value| u32::try_from(value.trunc()).ok()).unwrap_or(0).min(1000)
}
