//! What fits whom, and why. Pure: no database, no clock, no search, no sentences.

mod constraint;
mod field;
mod score;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::Money;

pub use constraint::{Checked, Constraint, Outcome, Value, check};
pub use field::{FieldTable, TABLE as FIELDS, common_fields, share_a_field};
pub use score::{Evidence, Part, PartKind, Score, Weights, ceiling, promise, score};

/// A language of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::EnumIter, strum::Display)]
#[strum(serialize_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The language of a text that does not tell: Chinese if at least a fifth of its letters are Chinese characters.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let han = text.chars().filter(|c| ('\u{3400}'..='\u{9FFF}').contains(c)).count();
        if han * 5 >= letters && han > 0 { Self::Zh } else { Self::En }
    }
}

/// What somebody says in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prose {
    /// In a line.
    pub title: String,
    /// At length.
    pub body: String,
}

impl Prose {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.title.is_empty() && self.body.is_empty()
    }
}

/// What somebody says, in one language or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Saying {
    /// In Chinese; empty if not.
    pub zh: Prose,
    /// In English; empty if not.
    pub en: Prose,
    /// Keywords in either language.
    pub keywords: Vec<String>,
}

impl Saying {
    /// A text of unknown language.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let prose = Prose { title: String::new(), body: text.to_owned() };
        match Language::of(text) {
            Language::Zh => Self { zh: prose, ..Self::default() },
            Language::En => Self { en: prose, ..Self::default() },
        }
    }

    /// What is said in one language.
    #[must_use]
    pub const fn prose(&self, language: Language) -> &Prose {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// A way in which technology changes hands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::Display, strum::EnumString, async_graphql::Enum,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "MatchMode")]
pub enum Mode {
    /// 独占许可
    Exclusive,
    /// 排他许可
    Sole,
    /// 普通许可
    NonExclusive,
    /// 开放许可
    Open,
    /// 合作实施
    Joint,
    /// 转让
    Assign,
    /// 作价投资
    Equity,
}

impl Mode {
    /// Whether somebody who wants this is served by `offered`: what is open to everybody can be had as one among many.
    #[must_use]
    pub fn is_met_by(self, offered: Self) -> bool {
        self == offered || (self == Self::NonExclusive && offered == Self::Open)
    }

    /// Whether it leaves no room for another licensee.
    #[must_use]
    pub const fn is_exclusive(self) -> bool {
        matches!(self, Self::Exclusive | Self::Sole | Self::Assign)
    }
}

/// A way in which technology is paid for: the payment modes of listings and demands, by the same names.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::Display, strum::EnumString, strum::EnumIter,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Payment {
    /// 延期支付
    Deferred,
    /// 分期支付
    Instalment,
    /// 附条件支付
    Conditional,
    /// 收益提成
    Royalty,
    /// 零门槛费+里程碑+提成
    ZeroEntryMixed,
    /// 先用后转
    TrialThenConvert,
    /// 免费许可
    Free,
    /// 入门费+提成
    EntryPlusRoyalty,
    /// 一次总付
    LumpSum,
    /// 作价入股
    Equity,
    /// 先使用后合作
    UseFirstCooperate,
}

/// What is asked for before use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Price {
    /// An amount.
    Fixed(Money),
    /// Nothing before there is income: a royalty, or nothing at all.
    Nothing,
    /// Nothing before there is income, and then an amount.
    Later(Money),
    /// To be talked about.
    Open,
}

/// One set of terms on which an achievement can be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// How it changes hands.
    pub mode: Mode,
    /// What is asked for.
    pub price: Price,
    /// Ways in which it can be paid for; empty if nobody says.
    pub payments: BTreeSet<Payment>,
    /// Whether "use first, pay later" is offered; none if nobody says.
    pub use_first_pay_later: Option<bool>,
    /// Countries, ISO 3166-1 alpha-2; empty means the whole world, none that nobody says.
    pub territory: Option<Vec<String>>,
}

/// Whether technology may leave the country (技术进出口管理条例).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::Display, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "MatchExport")]
pub enum Export {
    /// It may not.
    Prohibited,
    /// With a license.
    Restricted,
    /// It may.
    Free,
}

/// A license that somebody has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Where it holds: countries, ISO 3166-1 alpha-2; empty means the whole world.
    pub countries: Vec<String>,
    /// Whether it keeps every other licensee out.
    pub is_alone: bool,
}

impl Held {
    /// Whether it holds in `country`.
    #[must_use]
    pub fn holds_in(&self, country: &String) -> bool {
        self.countries.is_empty() || self.countries.contains(country)
    }
}

/// Where somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Administrative division of China, GB/T 2260; none abroad, or if nobody says.
    pub division: Option<String>,
}

/// What a need insists on, or wishes for. What is empty is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wishes {
    /// Least readiness.
    pub trl_min: Option<u8>,
    /// Most that can be paid.
    pub budget: Option<Money>,
    /// Whether that can be talked about, or follows from the result.
    pub is_budget_open: bool,
    /// Ways that are accepted.
    pub modes: BTreeSet<Mode>,
    /// Ways of payment that are accepted.
    pub payments: BTreeSet<Payment>,
    /// Whether it must be "use first, pay later".
    pub use_first_pay_later: bool,
    /// Where it will be used, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Whether nobody says that it may come from abroad, which is neither China nor where it will be used.
    pub no_foreign: bool,
    /// Divisions of China, GB/T 2260, from which partners are preferred.
    pub regions: Vec<String>,
    /// Whether it is to be worked on together with whoever holds it.
    pub jointly: bool,
}

impl Wishes {
    /// Whether nothing but a right that keeps others out is accepted.
    #[must_use]
    pub fn is_exclusive(&self) -> bool {
        !self.modes.is_empty() && self.modes.iter().all(|mode| mode.is_exclusive())
    }
}

/// Somebody's need, as far as matching looks at it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Need {
    /// Its id.
    pub id: Uuid,
    /// Its version.
    pub version: i64,
    /// What is needed.
    pub saying: Saying,
    /// Codes of the fields it belongs to, each with its table: `strategic:MATERIALS`, `industry:C35`, `ipc:B29C`.
    pub fields: BTreeSet<String>,
    /// What it insists on.
    pub wishes: Wishes,
}

/// An achievement on offer, as far as matching looks at it: the public layer, and nothing else.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// Id of the listing.
    pub id: Uuid,
    /// Its version.
    pub version: i64,
    /// What it is.
    pub saying: Saying,
    /// Codes of the fields it belongs to.
    pub fields: BTreeSet<String>,
    /// Readiness, 1 to 9.
    pub trl: Option<u8>,
    /// Terms; empty if none are told.
    pub terms: Vec<Terms>,
    /// Export class; none while unclassified.
    pub export: Option<Export>,
    /// Licenses that others hold on it.
    pub licensed: Vec<Held>,
    /// Id of the organization that holds it.
    pub holder: Option<Uuid>,
    /// Where that is; none if nobody says.
    pub home: Option<Place>,
}
