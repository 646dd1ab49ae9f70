//! A match as an answer: the score, where it comes from, what is insisted on, and the words that both sides share.

use async_graphql::{Context, Object, SimpleObject};

use super::{
    MatchFeedback,
    bridges::{self, MatchBridges},
};
use crate::{
    brokering::{self, api::CasePick},
    demand,
    gql::{Result, locale},
    kernel::{Id, Locale, Money, id::Demand},
    listing::{self, vocabulary::PaymentMode},
    locale::label,
    matching::{
        Match as Found, Mode, Notice,
        rules::{Checked, Constraint, Export, Outcome, PartKind, Value},
    },
    pairing::{
        actions::{Absence, Between, Fit, Fits, Of},
        model::Around,
        reasons::reasons,
    },
    reference::{self, List},
    rules_api::{self, RuleVersion},
};

/// How well two fit, and why.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Match {
    /// What is ranked by: `relevance` times `factor`. The same pair has the same score whoever asks.
    score: f64,
    /// How well the one answers the other, whatever the terms.
    relevance: f64,
    /// What terms that are not met, or not told, leave of it; at most 1.
    factor: f64,
    /// What the relevance is made of.
    parts: Vec<MatchPart>,
    /// Everything that the demand insists on, and how it came out.
    checks: Vec<MatchCheck>,
    /// Which of the listing's terms these were held against, from 0: its offers in their order, then its ways of transfer.
    /// Null if it tells none.
    terms: Option<i32>,
    /// What both have in common, in the words of either, those that tell most first.
    phrases: Vec<MatchPhrase>,
    #[graphql(skip)]
    found: Found,
    #[graphql(skip)]
    around: Around,
}

#[async_graphql::ComplexObject]
impl Match {
    /// What speaks for it, in sentences in the caller's language, the weightiest first.
    async fn why(&self, ctx: &Context<'_>) -> Vec<String> {
        reasons(locale(ctx), &self.found).why
    }

    /// What speaks against it, or has to be asked, in sentences in the caller's language, the weightiest first.
    async fn against(&self, ctx: &Context<'_>) -> Vec<String> {
        reasons(locale(ctx), &self.found).against
    }

    /// How service platforms could take the listing from its readiness to the one that is wished for, where it falls short.
    /// Null if it is ready enough, if no readiness is wished for, and if nobody says how ready it is. No score depends on it.
    #[graphql(complexity = "bridges::LOOKING + child_complexity")]
    async fn bridges(&self, ctx: &Context<'_>) -> Result<Option<MatchBridges>> {
        Ok(bridges::of(ctx, &self.found, &self.around).await?)
    }
}

/// What one kind of evidence gave.
#[derive(SimpleObject)]
pub struct MatchPart {
    /// Which.
    evidence: PartKind,
    /// How far the pair lies above strangers, in deviations; of fields, 1 if they have one in common.
    deviations: f64,
    /// What it gave to the relevance.
    points: f64,
}

/// Something that a demand insists on, held against a listing.
#[derive(SimpleObject)]
pub struct MatchCheck {
    /// What.
    constraint: Constraint,
    /// Whether it is wished for rather than insisted on: what is not met takes less away.
    is_wish: bool,
    /// How it came out.
    outcome: Outcome,
    /// What the demand says.
    wanted: MatchValue,
    /// What the listing says.
    offered: MatchValue,
}

/// A value on one side: one of the fields, or none if nobody says.
#[derive(Default, SimpleObject)]
#[graphql(complex)]
pub struct MatchValue {
    /// A technology readiness level.
    level: Option<i32>,
    /// An amount that is asked for, or can be paid.
    amount: Option<Money>,
    /// True if nothing is asked for before there is income.
    nothing_up_front: Option<bool>,
    /// Ways in which technology changes hands.
    modes: Option<Vec<Mode>>,
    /// Ways in which it is paid for.
    payments: Option<Vec<PaymentMode>>,
    /// Yes or no.
    flag: Option<bool>,
    /// Countries, ISO 3166-1 alpha-2; an empty list means the whole world.
    countries: Option<Vec<String>>,
    /// Administrative divisions of China, GB/T 2260.
    divisions: Option<Vec<String>>,
    /// Whether the technology may leave the country.
    export: Option<Export>,
}

#[async_graphql::ComplexObject]
impl MatchValue {
    /// Names of the divisions, in the caller's language.
    async fn division_names(&self, ctx: &Context<'_>) -> Option<Vec<String>> {
        let name =
            |code: &String| reference::find(List::Divisions, code).map_or_else(|| code.clone(), |entry| entry.name(locale(ctx)).to_owned());
        self.divisions.as_ref().map(|codes| codes.iter().map(name).collect())
    }
}

/// A word or phrase of the demand, and what answers it.
#[derive(SimpleObject)]
pub struct MatchPhrase {
    /// As the demand, or the text that was looked for, says it.
    demand: String,
    /// As the listing says it: the same, or its name in the other language or among experts.
    listing: String,
    /// How much it tells.
    weight: f64,
}

/// What an answer was made with, so that it can be made again.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct MatchOrigin {
    /// Version of the way in which scores come about.
    engine: String,
    /// Model of the meanings; null without.
    model: Option<String>,
    /// Where the middles of meanings lay; empty without.
    calibration: String,
    /// Version of the bilingual table of terms.
    terms: String,
    #[graphql(skip)]
    weights: crate::kernel::Id<crate::kernel::id::RuleVersion>,
}

#[async_graphql::ComplexObject]
impl MatchOrigin {
    /// The rule that says how much counts how much.
    async fn weights(&self, ctx: &Context<'_>) -> Result<Option<RuleVersion>> {
        rules_api::rule_version(ctx, self.weights).await
    }
}

/// A listing that fits.
pub struct ListingMatch {
    fit: Fit<listing::model::View>,
    /// The demand that it answers; none if it answers a text.
    demand: Option<Id<Demand>>,
}

/// A listing that fits.
#[Object]
impl ListingMatch {
    /// The listing.
    async fn listing(&self) -> listing::api::Listing {
        self.fit.view.clone().into()
    }

    /// How well, and why.
    #[graphql(name = "match")]
    async fn why(&self) -> Match {
        Match::new(&self.fit.found, &self.fit.around)
    }

    /// Version of the listing that was looked at.
    async fn version(&self) -> i64 {
        self.fit.found.version
    }

    /// What the demand's people said of it, if they did; null in answers to a text.
    async fn feedback(&self) -> Option<MatchFeedback> {
        self.fit.feedback.clone().map(MatchFeedback)
    }

    /// What an advisor has picked of it for the demand, with the reason: to those who see the work of the case. No score and no place in
    /// the list depends on it; null in answers to a text.
    async fn advisor_pick(&self, ctx: &Context<'_>) -> Result<Option<CasePick>> {
        match self.demand {
            Some(demand) => Ok(brokering::api::pick_for(ctx, demand, self.fit.view.id).await?),
            None => Ok(None),
        }
    }
}

/// A demand that fits. Whose it is follows from the demand alone: its score is made of nothing but what it shows.
pub struct DemandMatch(Fit<demand::model::View>);

/// A demand that fits. Whose it is follows from the demand alone: its score is made of nothing but what it shows.
#[Object]
impl DemandMatch {
    /// The demand, as the viewer may see it.
    async fn demand(&self) -> demand::api::Demand {
        self.0.view.clone().into()
    }

    /// How well, and why.
    #[graphql(name = "match")]
    async fn why(&self) -> Match {
        Match::new(&self.0.found, &self.0.around)
    }

    /// Version of the demand's content that was looked at.
    async fn version(&self) -> i64 {
        self.0.found.version
    }
}

/// Listings that fit, best first.
#[derive(SimpleObject)]
pub struct ListingMatches {
    /// Those that fit, best first, without those that the demand's people put aside.
    nodes: Vec<ListingMatch>,
    /// What the demand's people put aside, last first; they bring it back by `matchFeedbackWithdraw`. Empty in answers to a text.
    refused: Vec<MatchFeedback>,
    /// What the answer was made with.
    origin: MatchOrigin,
    /// What could not be done: the answer is worse for it.
    notices: Vec<Notice>,
}

/// Demands that fit, best first.
#[derive(SimpleObject)]
pub struct DemandMatches {
    /// Those that fit, best first.
    nodes: Vec<DemandMatch>,
    /// What the answer was made with.
    origin: MatchOrigin,
    /// What could not be done: the answer is worse for it.
    notices: Vec<Notice>,
}

impl ListingMatches {
    /// What answers `demand`, or a text.
    pub(super) fn new(Fits { fits, refused, of }: Fits<listing::model::View>, demand: Option<Id<Demand>>) -> Self {
        let refused = refused.into_iter().map(MatchFeedback).collect();
        let nodes = fits.into_iter().map(|fit| ListingMatch { fit, demand }).collect();
        Self { nodes, refused, notices: of.notices.clone(), origin: of.into() }
    }
}

impl From<Fits<demand::model::View>> for DemandMatches {
    fn from(Fits { fits, of, .. }: Fits<demand::model::View>) -> Self {
        Self { nodes: fits.into_iter().map(DemandMatch).collect(), notices: of.notices.clone(), origin: of.into() }
    }
}

/// A demand and a listing, held against each other.
#[derive(SimpleObject)]
pub struct MatchBetween {
    /// How well they fit, and why.
    #[graphql(name = "match")]
    found: Match,
    /// Place in the list that the asker's side gets, from 1: of the listing among those that answer the demand, or of the
    /// demand among those that the listing answers. Null if it is in none.
    rank: Option<i32>,
    /// Why it is in none; null if it is in one.
    absence: Option<Absence>,
    /// The same in a sentence in the caller's language.
    absence_reason: Option<String>,
    /// What the demand's people said of it. Null for the office.
    feedback: Option<MatchFeedback>,
    /// What the answer was made with.
    origin: MatchOrigin,
    /// What could not be done: the answer is worse for it.
    notices: Vec<Notice>,
}

impl MatchBetween {
    pub(super) fn new(between: Between, locale: Locale) -> Self {
        Self {
            found: Match::new(&between.found, &between.around),
            rank: between.rank.and_then(|rank| i32::try_from(rank).ok()),
            absence: between.absence,
            absence_reason: between.absence.map(|absence| label(locale, "absence", &absence.to_string())),
            feedback: between.feedback.map(MatchFeedback),
            notices: between.of.notices.clone(),
            origin: between.of.into(),
        }
    }
}

impl From<Of> for MatchOrigin {
    fn from(Of { versions, weights, .. }: Of) -> Self {
        let engine = versions.engine.to_owned();
        Self { engine, model: versions.model, calibration: versions.calibration, terms: versions.terms, weights }
    }
}

impl Match {
    fn new(found: &Found, around: &Around) -> Self {
        let parts = found.score.parts.iter().map(|part| MatchPart {
            evidence: part.kind,
            deviations: part.deviations.into(),
            points: part.points.into(),
        });
        let phrases = found.phrases.iter().map(|phrase| MatchPhrase {
            demand: phrase.need.clone(),
            listing: phrase.offer.clone(),
            weight: phrase.weight.into(),
        });
        Self {
            score: found.score.total.into(),
            relevance: found.score.relevance.into(),
            factor: found.score.factor.into(),
            parts: parts.collect(),
            checks: found.checked.iter().map(Into::into).collect(),
            terms: found.terms.and_then(|place| i32::try_from(place).ok()),
            phrases: phrases.collect(),
            found: found.clone(),
            around: around.clone(),
        }
    }
}

impl From<&Checked> for MatchCheck {
    fn from(checked: &Checked) -> Self {
        Self {
            constraint: checked.constraint,
            is_wish: checked.is_wish,
            outcome: checked.outcome,
            wanted: (&checked.wanted).into(),
            offered: (&checked.offered).into(),
        }
    }
}

impl From<&Value> for MatchValue {
    fn from(value: &Value) -> Self {
        let nothing = Self::default();
        match value {
            Value::Level(level) => Self { level: Some((*level).into()), ..nothing },
            Value::Amount(amount) => Self { amount: Some(*amount), ..nothing },
            Value::NothingUpFront => Self { nothing_up_front: Some(true), ..nothing },
            Value::Modes(modes) => Self { modes: Some(modes.clone()), ..nothing },
            // The two know each other by their names.
            Value::Payments(payments) => {
                Self { payments: Some(payments.iter().filter_map(|payment| payment.to_string().parse().ok()).collect()), ..nothing }
            }
            Value::Flag(flag) => Self { flag: Some(*flag), ..nothing },
            Value::Countries(countries) => Self { countries: Some(countries.clone()), ..nothing },
            Value::Divisions(divisions) => Self { divisions: Some(divisions.clone()), ..nothing },
            Value::Export(export) => Self { export: Some(*export), ..nothing },
            Value::Untold => nothing,
        }
    }
}
