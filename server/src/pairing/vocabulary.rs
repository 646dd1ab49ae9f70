//! Words of the slice.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

/// What the owner of a demand thinks of a listing that was found for it. Reasons to pass are called as in answers to
/// proposals.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, EnumString, EnumIter, IntoStaticStr, Enum,
)]
#[graphql(name = "MatchVerdict")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum MatchVerdict {
    /// 感兴趣: worth a closer look.
    Interested,
    /// 成熟度不够: too early for use.
    TooEarly,
    /// 价格过高
    TooDear,
    /// 领域不符
    WrongField,
    /// 优势不明: no clear benefit over what there is.
    UnclearBenefit,
    /// 条件不合适: the terms do not fit.
    Terms,
    /// 已了解: it fits, but is no news.
    KnownAlready,
    /// 其他: told in the note.
    Other,
}

impl MatchVerdict {
    /// Whether the listing leaves the demand's list.
    #[must_use]
    pub const fn refuses(self) -> bool {
        !matches!(self, Self::Interested)
    }

    /// How well the listing answered the demand, 0 to 3, as judged sets grade it; none if that does not follow.
    #[must_use]
    pub const fn grade(self) -> Option<u8> {
        match self {
            Self::Interested => Some(3),
            // It was found before: so it answers, however the owner went on.
            Self::KnownAlready => Some(2),
            Self::TooEarly | Self::TooDear | Self::UnclearBenefit | Self::Terms => Some(1),
            Self::WrongField => Some(0),
            Self::Other => None,
        }
    }
}
