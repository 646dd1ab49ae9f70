//! Records of judged sets, as listings and needs of ours.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::set::id_of;
use crate::{
    kernel::{Currency, Money, text::is_forbidden},
    listing::{
        content::{BilingualText, LicenseOffer, ListingContent, Royalty, Secrecy, TechnologyReadinessLevel, UseFirstPayLater},
        vocabulary::{ExportClass, LicenseKind, PaymentMode, ReadinessBasis, RoyaltyBase, SecrecyLevel, TransferWay},
    },
    matching::{Language, Mode, Need, Prose, Saying, Wishes, rules::FieldTable},
    reference,
};

/// Longest title and text that a listing takes, in characters.
const TITLE: usize = 200;
const TEXT: usize = 5000;
const KEYWORDS: usize = 10;
/// Free months of "use first, pay later": what the guidance of Beijing and Shaanxi asks for.
const FREE_MONTHS: u32 = 12;
const TERM_MONTHS: u32 = 36;

#[derive(Deserialize)]
pub(super) struct Achievement {
    pub(super) id: String,
    #[serde(default)]
    title_zh: String,
    #[serde(default)]
    title_en: String,
    #[serde(default)]
    summary_zh: String,
    #[serde(default)]
    summary_en: String,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    ipc: Vec<String>,
    #[serde(default)]
    industries: Vec<String>,
    #[serde(default)]
    trl: Option<i32>,
    #[serde(default)]
    offers: Vec<OfferRecord>,
}

#[derive(Deserialize)]
struct OfferRecord {
    mode: String,
    #[serde(default)]
    use_first_pay_later: bool,
    #[serde(default)]
    upfront_cny: Option<i64>,
    #[serde(default)]
    royalty_percent: Option<f64>,
    #[serde(default)]
    nothing_up_front: bool,
}

#[derive(Deserialize)]
pub(super) struct Demand {
    pub(super) id: String,
    title: String,
    #[serde(default)]
    description: String,
    language: Language,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    industries: Vec<String>,
    #[serde(default)]
    min_trl: Option<u8>,
    #[serde(default)]
    max_budget_cny: Option<i64>,
    #[serde(default)]
    modes_wanted: Vec<String>,
    #[serde(default)]
    pub(super) wants_use_first_pay_later: bool,
    #[serde(default)]
    region: Option<String>,
}

/// A document of a corpus. Its title and metadata are left alone: in such sets they give the answer away.
#[derive(Deserialize)]
pub(super) struct Passage {
    #[serde(rename = "_id")]
    pub(super) id: String,
    text: String,
}

#[derive(Deserialize)]
pub(super) struct Topic {
    #[serde(rename = "_id")]
    pub(super) id: String,
    #[serde(default)]
    title: String,
    text: String,
}

fn yuan(amount: i64) -> Money {
    Money::new(amount.saturating_mul(100), Currency::CNY)
}

fn cut(text: &str, most: usize) -> Option<String> {
    // What people cannot type comes out of old files; a listing refuses it.
    let text: String =
        text.trim().chars().filter(|c| !is_forbidden(*c, true)).map(|c| if c.is_whitespace() { ' ' } else { c }).take(most).collect();
    (!text.is_empty()).then_some(text)
}

fn in_language(text: &str, most: usize, language: Language) -> BilingualText {
    match language {
        Language::Zh => BilingualText { zh: cut(text, most), en: None },
        Language::En => BilingualText { zh: None, en: cut(text, most) },
    }
}

/// Ways to have something, by the names of the sets.
fn mode(name: &str) -> Option<Mode> {
    Some(match name {
        "EXCLUSIVE_LICENSE" => Mode::Exclusive,
        "SOLE_LICENSE" => Mode::Sole,
        // An open license is an ordinary one with published terms; declarations are made at the patent office, not here.
        "NON_EXCLUSIVE_LICENSE" | "OPEN_LICENSE" => Mode::NonExclusive,
        "JOINT_DEVELOPMENT" => Mode::Joint,
        "TRANSFER" => Mode::Assign,
        _ => return None,
    })
}

/// Codes of our tables for the industries of the sets.
fn industry(name: &str) -> Option<(FieldTable, &str)> {
    // Sets that were made of our own feedback name them as we do.
    if let Some((of, code)) = name.split_once(':') {
        return Some((of.parse().ok()?, code));
    }
    Some(match name {
        "ADVANCED_MANUFACTURING" => (FieldTable::Strategic, "EQUIPMENT"),
        "NEW_MATERIALS" => (FieldTable::Strategic, "MATERIALS"),
        "NEW_ENERGY" => (FieldTable::Strategic, "NEW_ENERGY"),
        "ENERGY_SAVING_ENVIRONMENT" => (FieldTable::Strategic, "ENVIRONMENT"),
        "BIOMEDICINE" => (FieldTable::Strategic, "BIO"),
        "DIGITAL_ECONOMY" => (FieldTable::Strategic, "NEW_IT"),
        "AI" => (FieldTable::Shanghai, "AI"),
        "INTEGRATED_CIRCUITS" => (FieldTable::Shanghai, "IC"),
        "MEDICAL_DEVICES" => (FieldTable::Industry, "C358"),
        "INSTRUMENTS" => (FieldTable::Industry, "C40"),
        "URBAN_INFRASTRUCTURE" => (FieldTable::Industry, "E48"),
        "AGRICULTURE_FOOD" => (FieldTable::Industry, "A01"),
        "AEROSPACE" => (FieldTable::Industry, "C374"),
        "MARINE" => (FieldTable::Industry, "C373"),
        _ => return None,
    })
}

fn codes<T: std::str::FromStr>(industries: &[String], table: FieldTable) -> Vec<T> {
    let known = industries.iter().filter_map(|name| industry(name)).filter(|(of, _)| *of == table);
    known.filter_map(|(_, code)| code.parse().ok()).collect()
}

impl Achievement {
    /// As its holder would write it down.
    pub(super) fn content(self) -> ListingContent {
        let offers: Vec<LicenseOffer> =
            self.offers.iter().enumerate().filter_map(|(nth, offer)| offer.license(&format!("O-{}", nth + 1))).collect();
        let way = |mode| self.offers.iter().any(|offer| super::records::mode(&offer.mode) == Some(mode));
        let ways = [(Mode::Joint, TransferWay::Joint), (Mode::Assign, TransferWay::Assign)];
        let mut keywords: Vec<String> = self.keywords.iter().filter_map(|keyword| cut(keyword, 50)).collect();
        keywords.dedup();
        keywords.truncate(KEYWORDS);
        ListingContent {
            title: BilingualText { zh: cut(&self.title_zh, TITLE), en: cut(&self.title_en, TITLE) },
            abstract_text: BilingualText { zh: cut(&self.summary_zh, TEXT), en: cut(&self.summary_en, TEXT) },
            keywords,
            readiness: self.trl.map(|level| TechnologyReadinessLevel { level, basis: ReadinessBasis::SelfAssessed, assessed_on: None }),
            ipc: self.ipc.into_iter().filter(|code| reference::ipc_subclass_exists(code)).collect(),
            industries: codes(&self.industries, FieldTable::Industry),
            strategic_industries: codes(&self.industries, FieldTable::Strategic),
            shanghai_sectors: codes(&self.industries, FieldTable::Shanghai),
            chains: codes(&self.industries, FieldTable::Chain),
            transfer_ways: ways.into_iter().filter(|(mode, _)| way(*mode)).map(|(_, way)| way).collect(),
            offers,
            inventors_consent: true,
            secrecy: Some(Secrecy { level: SecrecyLevel::None, cleared: true }),
            export_class: Some(ExportClass::Free),
            ..ListingContent::default()
        }
    }
}

impl OfferRecord {
    /// As a license; none if it is no license.
    fn license(&self, code: &str) -> Option<LicenseOffer> {
        let kind = match mode(&self.mode)? {
            Mode::Exclusive => LicenseKind::Exclusive,
            Mode::Sole => LicenseKind::Sole,
            Mode::NonExclusive => LicenseKind::NonExclusive,
            _ => return None,
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a percentage of at most 100")]
        let rate = |percent: f64| (percent.clamp(0.0, 100.0) * 100.0).round() as u32;
        let royalty = self.royalty_percent.map(|percent| Royalty {
            base: RoyaltyBase::NetSales,
            rate_basis_points: rate(percent),
            minimum_annual: None,
            cap: None,
        });
        let payment_mode = match (self.upfront_cny, &royalty) {
            (None, None) if self.nothing_up_front => PaymentMode::Free,
            (_, None) => PaymentMode::LumpSum,
            (Some(_), Some(_)) => PaymentMode::EntryPlusRoyalty,
            (None, Some(_)) => PaymentMode::Royalty,
        };
        Some(LicenseOffer {
            code: code.to_owned(),
            kind,
            territory: Vec::new(),
            field_of_use: None,
            term_months: TERM_MONTHS,
            price_method: None,
            price: self.upfront_cny.map(yuan),
            royalty,
            negotiable: self.upfront_cny.is_none() && !self.nothing_up_front,
            payment_mode,
            use_first_pay_later: self.use_first_pay_later.then(|| UseFirstPayLater {
                modes: vec![PaymentMode::Deferred],
                free_months: FREE_MONTHS,
                terms: None,
            }),
            note: None,
        })
    }
}

impl Demand {
    pub(super) const fn language(&self) -> Language {
        self.language
    }

    /// As its owner would write it down.
    pub(super) fn need(self) -> Need {
        let prose = Prose { title: self.title, body: self.description };
        let (zh, en) = match self.language {
            Language::Zh => (prose, Prose::default()),
            Language::En => (Prose::default(), prose),
        };
        Need {
            id: id_of(&self.id),
            version: 1,
            saying: Saying { zh, en, keywords: self.keywords },
            fields: self.industries.iter().filter_map(|name| industry(name)).map(|(table, code)| format!("{table}:{code}")).collect(),
            wishes: Wishes {
                trl_min: self.min_trl,
                budget: self.max_budget_cny.map(yuan),
                modes: self.modes_wanted.iter().filter_map(|name| mode(name)).collect::<BTreeSet<_>>(),
                // The sets say nothing of how somebody would pay.
                payments: BTreeSet::new(),
                use_first_pay_later: self.wants_use_first_pay_later,
                // `CN-31` is a province: what counts is the country.
                country: self.region.and_then(|region| region.get(..2).map(str::to_owned)),
                ..Wishes::default()
            },
        }
    }
}

impl Passage {
    /// A short text is a title; a long one is an abstract under a title that says nothing.
    pub(super) fn content(self) -> ListingContent {
        let language = Language::of(&self.text);
        let short = self.text.chars().count() <= TITLE;
        ListingContent {
            title: in_language(if short { &self.text } else { &self.id }, TITLE, language),
            abstract_text: if short { BilingualText::default() } else { in_language(&self.text, TEXT, language) },
            ..ListingContent::default()
        }
    }
}

impl Topic {
    pub(super) fn language(&self) -> Language {
        Language::of(&self.text)
    }

    pub(super) fn need(self, name: &str) -> Need {
        let prose = Prose { title: self.title, body: self.text };
        let saying = match Language::of(&prose.body) {
            Language::Zh => Saying { zh: prose, ..Saying::default() },
            Language::En => Saying { en: prose, ..Saying::default() },
        };
        Need { id: id_of(name), version: 1, saying, ..Need::default() }
    }
}
