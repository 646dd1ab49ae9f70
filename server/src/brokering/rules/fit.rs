//! How well an advisor fits a case, part by part, and what keeps them from it whatever the parts say.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    advisor::{
        content::Profile,
        vocabulary::{AdvisorGrade, WorkingLanguage},
    },
    brokering::{
        model::Needs,
        vocabulary::{Block, PartKind},
    },
    kernel::{
        Id,
        id::{Advisor, BrokerCase, Organization},
    },
    matching::rules::FieldTable,
};

/// What each part is worth at most, in points; and what waiting and fullness weigh. Dated reference data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    /// Fields of work in common.
    pub field: i64,
    /// Nearness.
    pub region: i64,
    /// Languages.
    pub language: i64,
    /// Validated successes in the field.
    pub experience: i64,
    /// Grade above what is needed.
    pub grade: i64,
    /// Room: an empty desk gets all of it, a full one nothing.
    pub load: i64,
    /// What a case that waits is worth more each day, when there are not places for all.
    pub waiting_day: i64,
}

/// A case, as far as an assignment looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFacts {
    /// The case.
    pub id: Id<BrokerCase>,
    /// What it asks.
    pub needs: Needs,
    /// The client, the other side if it is known, and everybody to whom the client was introduced.
    pub parties: Vec<Id<Organization>>,
    /// Who had it, or was offered it, before.
    pub refused_by: BTreeSet<Id<Advisor>>,
    /// Days since it was opened.
    pub waiting_days: i64,
}

/// An advisor, as far as an assignment looks at them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdvisorFacts {
    /// The advisor.
    pub id: Id<Advisor>,
    /// What they are good at.
    pub profile: Profile,
    /// Grade.
    pub grade: Option<AdvisorGrade>,
    /// Whether they are appointed today and take cases.
    pub available: bool,
    /// Whether they said lately that their declared ties are all there are.
    pub confirmed: bool,
    /// Whom they have declared a tie with.
    pub ties: BTreeSet<Id<Organization>>,
    /// Where they sit.
    pub seats: BTreeSet<Id<Organization>>,
    /// Cases that they have now.
    pub active: i64,
    /// Cases that they can have.
    pub capacity: i64,
    /// Fields of their validated successes, one entry a case: `industry:C37`, `chain:AI`, `ipc:B23K`.
    pub successes: Vec<BTreeSet<String>>,
}

/// One part of a fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, async_graphql::SimpleObject)]
#[graphql(name = "CaseFitPart")]
pub struct Part {
    /// What it is about.
    pub kind: PartKind,
    /// Points, in thousandths.
    pub points: i64,
    /// Most points that there are, in thousandths.
    pub most: i64,
}

/// How well an advisor fits a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fit {
    /// The advisor.
    pub advisor: Id<Advisor>,
    /// What keeps the advisor from it; empty if nothing does.
    pub blocks: Vec<Block>,
    /// Part by part.
    pub parts: Vec<Part>,
}

impl Fit {
    /// The sum of the parts, in thousandths of a point.
    #[must_use]
    pub fn score(&self) -> i64 {
        self.parts.iter().map(|part| part.points).sum()
    }

    /// The sum without the part that depends on how much the advisor has to do.
    #[must_use]
    pub fn without_load(&self) -> i64 {
        self.parts.iter().filter(|part| part.kind != PartKind::Load).map(|part| part.points).sum()
    }
}

/// How well `advisor` fits `case`.
#[must_use]
pub fn fit(case: &CaseFacts, advisor: &AdvisorFacts, weights: &Weights) -> Fit {
    let part = |kind, weight: i64, thousandths: i64| Part { kind, points: weight * thousandths, most: weight * 1000 };
    let room = (advisor.capacity - advisor.active).max(0) * 1000 / advisor.capacity.max(1);
    Fit {
        advisor: advisor.id,
        blocks: blocks(case, advisor),
        parts: vec![
            part(PartKind::Field, weights.field, field(&case.needs, &advisor.profile)),
            part(PartKind::Region, weights.region, region(case.needs.region.as_deref(), &advisor.profile.regions)),
            part(PartKind::Language, weights.language, language(&case.needs.languages, &advisor.profile.languages)),
            part(PartKind::Experience, weights.experience, experience(&case.needs, &advisor.successes)),
            part(PartKind::Grade, weights.grade, grade(case.needs.grade_min, advisor.grade)),
            part(PartKind::Load, weights.load, room),
        ],
    }
}

fn blocks(case: &CaseFacts, advisor: &AdvisorFacts) -> Vec<Block> {
    let touches = |set: &BTreeSet<Id<Organization>>| case.parties.iter().any(|party| set.contains(party));
    let speaks = |wanted: &WorkingLanguage| advisor.profile.languages.contains(wanted);
    let checks = [
        (!advisor.available, Block::NotAppointed),
        (!advisor.confirmed, Block::ConflictsNotConfirmed),
        (touches(&advisor.ties), Block::ConflictOfInterest),
        (touches(&advisor.seats), Block::SitsWithParty),
        (case.refused_by.contains(&advisor.id), Block::RefusedBefore),
        (case.needs.grade_min > advisor.grade, Block::GradeTooLow),
        (case.needs.cross_border && !case.needs.languages.iter().all(speaks), Block::LanguageMissing),
        (advisor.active >= advisor.capacity, Block::Full),
    ];
    checks.into_iter().filter(|(stands, _)| *stands).map(|(_, block)| block).collect()
}

/// Half of everything, where nobody knows.
const UNKNOWN: i64 = 500;

/// Of the tables in which the case says something, those in which the advisor has something in common, in thousandths.
fn field(needs: &Needs, profile: &Profile) -> i64 {
    let tables = [
        (!needs.industries.is_empty(), meets(&needs.industries, &profile.industries, "C37".len())),
        (!needs.ipc.is_empty(), meets(&needs.ipc, &profile.ipc, "B23K".len())),
        (!needs.chains.is_empty(), needs.chains.iter().any(|chain| profile.chains.contains(chain))),
    ];
    let asked = tables.iter().filter(|(asked, _)| *asked).count();
    if asked == 0 {
        return UNKNOWN;
    }
    let met = tables.iter().filter(|(asked, met)| *asked && *met).count();
    i64::try_from(met * 1000 / asked).unwrap_or(0)
}

/// Whether one code of `wanted` and one of `offered` begin alike: `C3734` and `C37` both say machines of transport.
fn meets(wanted: &[String], offered: &[String], depth: usize) -> bool {
    let head = |code: &str| code.chars().take(depth).collect::<String>();
    wanted.iter().any(|a| offered.iter().any(|b| head(a) == head(b) || (b.len() < depth && a.starts_with(b.as_str()))))
}

/// Nearness by division: the same district, city, province; somebody who goes anywhere is as near as the next city.
fn region(wanted: Option<&str>, offered: &[String]) -> i64 {
    let Some(wanted) = wanted else { return UNKNOWN };
    if offered.is_empty() {
        return 600;
    }
    let alike = |code: &String| wanted.chars().zip(code.chars()).take_while(|(a, b)| a == b).count();
    // A code of a whole province or city ends in zeros, and holds for all that lies in it.
    let within = |code: &String| {
        let head = code.trim_end_matches('0');
        let head = if head.len() % 2 == 1 { head.len() + 1 } else { head.len() };
        wanted.starts_with(&code[..head.min(code.len())])
    };
    let best = offered.iter().map(|code| if within(code) { 6 } else { alike(code) }).max().unwrap_or(0);
    match best {
        6.. => 1000,
        4 | 5 => 700,
        2 | 3 => 400,
        _ => 0,
    }
}

fn language(wanted: &[WorkingLanguage], offered: &[WorkingLanguage]) -> i64 {
    if wanted.is_empty() {
        return UNKNOWN;
    }
    let met = wanted.iter().filter(|language| offered.contains(language)).count();
    i64::try_from(met * 1000 / wanted.len()).unwrap_or(0)
}

/// Validated successes in one of the case's fields; three of them are as good as thirty.
fn experience(needs: &Needs, successes: &[BTreeSet<String>]) -> i64 {
    let wanted = codes(needs);
    let alike = successes.iter().filter(|fields| fields.iter().any(|field| wanted.contains(field))).count();
    i64::try_from(alike.min(3) * 1000 / 3).unwrap_or(0)
}

/// The fields of a case as comparable words.
#[must_use]
pub fn codes(needs: &Needs) -> BTreeSet<String> {
    let head = |code: &str, depth: usize| code.chars().take(depth).collect::<String>();
    let industries = FieldTable::Industry.codes(needs.industries.iter().map(|code| head(code, 3)));
    let classes = FieldTable::Ipc.codes(needs.ipc.iter().map(|code| head(code, 4)));
    industries.chain(classes).chain(FieldTable::Chain.codes(&needs.chains)).collect()
}

const fn grade(wanted: Option<AdvisorGrade>, has: Option<AdvisorGrade>) -> i64 {
    match (wanted, has) {
        (_, None) => 0,
        // A case that anybody can do is left to those who still learn.
        (None, Some(AdvisorGrade::Junior)) => 1000,
        (None, Some(AdvisorGrade::Intermediate)) => 800,
        (None, Some(AdvisorGrade::Senior)) => 600,
        (Some(_), Some(AdvisorGrade::Senior)) => 1000,
        (Some(_), Some(AdvisorGrade::Intermediate)) => 700,
        (Some(_), Some(AdvisorGrade::Junior)) => 400,
    }
}
