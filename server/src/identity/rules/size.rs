//! Size classes of enterprises (中小企业划型标准规定, 工信部联企业〔2011〕300号).

use serde::{Deserialize, Serialize};

use super::{EnterpriseSize, SizeIndustry};
use crate::kernel::{
    Code, Error, Id, Result, Timestamp,
    id::{self, RuleVersion},
};

/// Fen in 万元, the unit of the standard's money bounds.
const FEN_PER_WAN: i64 = 1_000_000;

/// What the standard measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Indicator {
    /// 从业人员, persons.
    Staff,
    /// 营业收入, CNY a year.
    Revenue,
    /// 资产总额, CNY.
    Assets,
}

/// One industry's bounds: one entry of the rule `enterprise_size.thresholds`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// The industry.
    pub industry: SizeIndustry,
    /// First indicator.
    pub indicator_1: Indicator,
    /// Lower bounds of large, medium and small; persons or 万元.
    pub bounds_1: [i64; 3],
    /// Second indicator, where the industry has two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator_2: Option<Indicator>,
    /// Its bounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds_2: Option<[i64; 3]>,
}

/// The figures of an enterprise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Persons employed.
    pub staff: Option<i64>,
    /// Revenue of the data year in fen.
    pub revenue: Option<i64>,
    /// Total assets at the end of the data year in fen.
    pub assets: Option<i64>,
}

impl Figures {
    fn get(&self, indicator: Indicator) -> (Option<i64>, &'static str, i64) {
        match indicator {
            Indicator::Staff => (self.staff, "staff", 1),
            Indicator::Revenue => (self.revenue, "revenue", FEN_PER_WAN),
            Indicator::Assets => (self.assets, "assets", FEN_PER_WAN),
        }
    }
}

/// A declaration of size with its evidence; never changed, only followed by another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SizeDeclaration {
    /// The declaration.
    pub id: Id<id::SizeDeclaration>,
    /// Whose.
    pub organization: Id<id::Organization>,
    /// Industry of the standard.
    pub industry: SizeIndustry,
    /// Figures.
    pub figures: Figures,
    /// Year that the figures are of.
    pub data_year: i32,
    /// What proves them, in words.
    pub evidence: String,
    /// The class that follows.
    pub size: EnterpriseSize,
    /// Version of the rule that decided.
    pub rule: Id<RuleVersion>,
    /// Who declared; none for the program itself.
    pub declared_by: Option<Id<id::User>>,
    /// When.
    pub declared_at: Timestamp,
    /// Why an operator corrected what the owner had declared; none if the owner declared it.
    pub correction_reason: Option<String>,
    /// When an operator let the owner declare over the correction again.
    pub released_at: Option<Timestamp>,
}

impl SizeDeclaration {
    /// Whether it is an operator's correction that the owner cannot declare over.
    #[must_use]
    pub const fn is_binding(&self) -> bool {
        self.correction_reason.is_some() && self.released_at.is_none()
    }
}

/// The size class: the lower of the levels that the industry's indicators reach; a bound that is reached gives its level.
///
/// # Errors
/// `SIZE_EVIDENCE_MISSING` at `staff`, `revenue` or `assets` if the industry needs that figure; `OUT_OF_RANGE` there if
/// it is negative; `INTERNAL` if the rule does not know the industry.
pub fn classify(thresholds: &[Threshold], industry: SizeIndustry, figures: &Figures) -> Result<EnterpriseSize> {
    let threshold = thresholds
        .iter()
        .find(|threshold| threshold.industry == industry)
        .ok_or_else(|| Error::internal(format!("no size thresholds for {industry}")))?;
    let mut problems = crate::kernel::error::Problems::default();
    let second = threshold.indicator_2.zip(threshold.bounds_2);
    let mut lowest = EnterpriseSize::Large;
    for (indicator, bounds) in std::iter::once((threshold.indicator_1, threshold.bounds_1)).chain(second) {
        let (value, path, unit) = figures.get(indicator);
        let value = value.ok_or_else(|| Error::new(Code::SizeEvidenceMissing));
        if let Some(value) = problems.check(path, value.and_then(not_negative)) {
            lowest = lowest.min(level(value, bounds, unit));
        }
    }
    // Figures that the industry does not need are kept as evidence, so they must be sound, too.
    for indicator in [Indicator::Staff, Indicator::Revenue, Indicator::Assets] {
        let (value, path, _) = figures.get(indicator);
        let decides = indicator == threshold.indicator_1 || threshold.indicator_2 == Some(indicator);
        if let (Some(value), false) = (value, decides) {
            problems.check(path, not_negative(value));
        }
    }
    problems.finish(lowest)
}

fn not_negative(value: i64) -> Result<i64> {
    if value >= 0 { Ok(value) } else { Err(Error::new(Code::OutOfRange).with("min", 0)) }
}

fn level(value: i64, bounds: [i64; 3], unit: i64) -> EnterpriseSize {
    let [large, medium, small] = bounds.map(|bound| bound.saturating_mul(unit));
    match value {
        value if value >= large => EnterpriseSize::Large,
        value if value >= medium => EnterpriseSize::Medium,
        value if value >= small => EnterpriseSize::Small,
        _ => EnterpriseSize::Micro,
    }
}

/// Checks the year that figures are of: not in the future, and not before the standard's predecessors (2000).
///
/// # Errors
/// `OUT_OF_RANGE` with `min` and `max`.
pub fn data_year(year: i32, this_year: i32) -> Result<i32> {
    const FIRST: i32 = 2000;
    if (FIRST..=this_year).contains(&year) { Ok(year) } else { Err(Error::new(Code::OutOfRange).with("min", FIRST).with("max", this_year)) }
}

/// Whether figures of `data_year` are so old in `this_year` that they should be renewed.
#[must_use]
pub const fn is_outdated(data_year: i32, this_year: i32, max_age_years: i32) -> bool {
    this_year.saturating_sub(data_year) > max_age_years
}
