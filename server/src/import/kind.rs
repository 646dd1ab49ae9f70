//! What a file is a list of.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use super::field::{Confidence, DEMANDS, Field, LISTINGS};

/// What the rows of a file become.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    async_graphql::Enum,
)]
#[graphql(name = "ImportKind")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ImportKind {
    /// Achievements of an office.
    #[default]
    Listing,
    /// Demands of an enterprise.
    Demand,
}

impl ImportKind {
    /// Every field that a column can feed, in the order of our own export.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Listing => LISTINGS.fields(),
            Self::Demand => DEMANDS.fields(),
        }
    }

    /// `path` as sentences name the field: both kinds have a `title`.
    #[must_use]
    pub fn named(self, path: &str) -> String {
        match self {
            Self::Listing => path.to_owned(),
            Self::Demand => format!("demand.{path}"),
        }
    }

    /// The field at `path`.
    #[must_use]
    pub fn by_path(self, path: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.path == path)
    }

    /// The field that a header names, how surely, and the rank of the alias (lower is better when two columns compete).
    #[must_use]
    pub fn by_header(self, header: &str) -> Option<(&'static Field, Confidence, usize)> {
        match self {
            Self::Listing => LISTINGS.by_header(header),
            Self::Demand => DEMANDS.by_header(header),
        }
    }

    /// Says of a text whether it is a header that we know.
    #[must_use]
    pub fn recognizer(self) -> fn(&str) -> bool {
        match self {
            Self::Listing => |header| LISTINGS.by_header(header).is_some(),
            Self::Demand => |header| DEMANDS.by_header(header).is_some(),
        }
    }

    /// Paths of which a file must feed one, so that its rows can be told apart; the first names them all.
    #[must_use]
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Listing => &["externalReference", "ipRights.number", "ipRights.publicationNumber"],
            Self::Demand => &["externalReference"],
        }
    }
}
