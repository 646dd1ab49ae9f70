//! Sizes of enterprises (工信部联企业〔2011〕300号), by the thresholds that ship with the program.

use std::collections::BTreeSet;

use lianqiao::{
    identity::rules::{
        self, EnterpriseSize, EnterpriseSize::*, Figures, Indicator, SizeIndustry, SizeIndustry::*, Threshold, data_year, is_outdated,
    },
    kernel::Code,
    rulebook::{self, Rulebook},
};
use proptest::prelude::*;
use sea_orm::Iterable;

use super::coded;
use crate::dates::day;

/// Fen in 万元.
const WAN: i64 = 1_000_000;

fn thresholds() -> Vec<Threshold> {
    let (rules, calendar) = rulebook::parse_files().unwrap();
    Rulebook::new(rules, calendar).on("enterprise_size.thresholds", day("2026-11-23")).unwrap().get().unwrap()
}

fn classify(thresholds: &[Threshold], industry: SizeIndustry, figures: &Figures) -> Result<EnterpriseSize, Code> {
    coded(rules::classify(thresholds, industry, figures))
}

fn staff_and_revenue(industry: SizeIndustry, staff: i64, revenue_wan: i64) -> Result<EnterpriseSize, Code> {
    classify(&thresholds(), industry, &Figures { staff: Some(staff), revenue: Some(revenue_wan * WAN), assets: None })
}

#[test]
fn the_worked_examples_of_the_domain_reference() {
    let examples = [
        (Industry, 1200, 35_000, Medium),
        (Industry, 1000, 40_000, Large),
        (Industry, 999, 50_000, Medium),
        (Industry, 500, 1500, Small),
        (Industry, 300, 2000, Medium),
        (Industry, 20, 300, Small),
        (Industry, 19, 90_000, Micro),
        (SoftwareIt, 300, 10_000, Large),
        (SoftwareIt, 99, 5000, Small),
        (SoftwareIt, 9, 3000, Micro),
        (InfoTransmission, 1999, 200_000, Medium),
    ];
    for (industry, staff, revenue, size) in examples {
        assert_eq!(staff_and_revenue(industry, staff, revenue), Ok(size), "{industry} {staff} {revenue}");
    }
    let thresholds = thresholds();
    for (staff, size) in [(299, Medium), (300, Large), (9, Micro)] {
        assert_eq!(classify(&thresholds, Other, &Figures { staff: Some(staff), ..Default::default() }), Ok(size), "OTHER {staff}");
    }
    assert_eq!(classify(&thresholds, Agri, &Figures { revenue: Some(500 * WAN), ..Default::default() }), Ok(Medium));
    let leasing = Figures { staff: Some(120), assets: Some(7999 * WAN), revenue: None };
    assert_eq!(classify(&thresholds, LeasingBusiness, &leasing), Ok(Small));
}

/// Lower bounds of large, medium and small: persons, or 万元 of revenue or assets.
enum Bounds {
    Staff([i64; 3]),
    Revenue([i64; 3]),
    Assets([i64; 3]),
}

/// The table of the standard (工信部联企业〔2011〕300号, art. 4), copied from the text and not from the program's data.
fn standard() -> Vec<(SizeIndustry, Vec<Bounds>)> {
    use Bounds::{Assets as A, Revenue as R, Staff as S};
    vec![
        (Agri, vec![R([20_000, 500, 50])]),
        (Industry, vec![S([1000, 300, 20]), R([40_000, 2000, 300])]),
        (Construction, vec![R([80_000, 6000, 300]), A([80_000, 5000, 300])]),
        (Wholesale, vec![S([200, 20, 5]), R([40_000, 5000, 1000])]),
        (Retail, vec![S([300, 50, 10]), R([20_000, 500, 100])]),
        (Transport, vec![S([1000, 300, 20]), R([30_000, 3000, 200])]),
        (Storage, vec![S([200, 100, 20]), R([30_000, 1000, 100])]),
        (Post, vec![S([1000, 300, 20]), R([30_000, 2000, 100])]),
        (Lodging, vec![S([300, 100, 10]), R([10_000, 2000, 100])]),
        (Catering, vec![S([300, 100, 10]), R([10_000, 2000, 100])]),
        (InfoTransmission, vec![S([2000, 100, 10]), R([100_000, 1000, 100])]),
        (SoftwareIt, vec![S([300, 100, 10]), R([10_000, 1000, 50])]),
        (RealEstateDev, vec![R([200_000, 1000, 100]), A([10_000, 5000, 2000])]),
        (PropertyMgmt, vec![S([1000, 300, 100]), R([5000, 1000, 500])]),
        (LeasingBusiness, vec![S([300, 100, 10]), A([120_000, 8000, 100])]),
        (Other, vec![S([300, 100, 10])]),
    ]
}

#[test]
fn each_bound_of_the_standard_gives_its_class_and_one_less_the_class_below() {
    const MUCH: i64 = 1_000_000;
    let (thresholds, standard) = (thresholds(), standard());
    assert_eq!(standard.iter().map(|(industry, _)| *industry).collect::<BTreeSet<_>>(), SizeIndustry::iter().collect());
    for (industry, indicators) in standard {
        for indicator in indicators {
            let (Bounds::Staff(bounds) | Bounds::Revenue(bounds) | Bounds::Assets(bounds)) = indicator;
            // Every other figure is beyond any bound, so that this one decides.
            let judge = |value: i64, less: i64| {
                let much = Figures { staff: Some(MUCH), revenue: Some(MUCH * WAN), assets: Some(MUCH * WAN) };
                let figures = match indicator {
                    Bounds::Staff(_) => Figures { staff: Some(value - less), ..much },
                    Bounds::Revenue(_) => Figures { revenue: Some(value * WAN - less), ..much },
                    Bounds::Assets(_) => Figures { assets: Some(value * WAN - less), ..much },
                };
                classify(&thresholds, industry, &figures)
            };
            for (bound, reached, below) in [(bounds[0], Large, Medium), (bounds[1], Medium, Small), (bounds[2], Small, Micro)] {
                assert_eq!(judge(bound, 0), Ok(reached), "{industry} {bound}");
                assert_eq!(judge(bound, 1), Ok(below), "{industry} just under {bound}");
            }
        }
    }
}

#[test]
fn a_fen_below_a_bound_is_below_it() {
    assert_eq!(classify(&thresholds(), Agri, &Figures { revenue: Some(20_000 * WAN - 1), ..Default::default() }), Ok(Medium));
    assert_eq!(classify(&thresholds(), Agri, &Figures { revenue: Some(20_000 * WAN), ..Default::default() }), Ok(Large));
}

#[test]
fn the_thresholds_cover_all_sixteen_industries_once_and_fall_from_large_to_small() {
    let thresholds = thresholds();
    let known: BTreeSet<_> = thresholds.iter().map(|threshold| threshold.industry).collect();
    assert_eq!((thresholds.len(), known), (16, SizeIndustry::iter().collect()));
    for threshold in thresholds {
        assert_eq!(threshold.indicator_2.is_some(), threshold.bounds_2.is_some(), "{threshold:?}");
        for [large, medium, small] in std::iter::once(threshold.bounds_1).chain(threshold.bounds_2) {
            assert!(large > medium && medium > small && small > 0, "{threshold:?}");
        }
    }
}

#[test]
fn missing_and_impossible_figures_are_named_all_at_once() {
    let errors = |industry, figures| -> Vec<(Code, String)> {
        let error = rules::classify(&thresholds(), industry, &figures).unwrap_err();
        error.iter().map(|error| (error.code(), error.path().join("."))).collect()
    };
    let missing = |path: &str| (Code::SizeEvidenceMissing, path.to_owned());
    let range = |path: &str| (Code::OutOfRange, path.to_owned());
    assert_eq!(errors(Industry, Figures::default()), [missing("staff"), missing("revenue")]);
    assert_eq!(errors(Construction, Figures { staff: Some(5), ..Default::default() }), [missing("revenue"), missing("assets")]);
    assert_eq!(errors(LeasingBusiness, Figures { staff: Some(5), revenue: Some(1), assets: None }), [missing("assets")]);
    assert_eq!(errors(Other, Figures { staff: Some(-1), ..Default::default() }), [range("staff")]);
    // A figure that the industry does not need is kept as evidence, so it must be sound, too.
    assert_eq!(errors(Other, Figures { staff: Some(1), revenue: Some(-1), assets: None }), [range("revenue")]);
}

#[test]
fn figures_are_of_a_year_that_has_begun() {
    assert_eq!(coded(data_year(2026, 2026)), Ok(2026));
    assert_eq!(coded(data_year(2000, 2026)), Ok(2000));
    for year in [1999, 2027, i32::MIN, i32::MAX] {
        assert_eq!(coded(data_year(year, 2026)), Err(Code::OutOfRange), "{year}");
    }
    assert!(!is_outdated(2024, 2026, 2));
    assert!(is_outdated(2023, 2026, 2));
}

proptest! {
    /// More of anything never makes an enterprise smaller, and the class is the lower of what each indicator alone gives.
    #[test]
    fn the_class_is_the_lower_of_its_indicators(
        industry in proptest::sample::select(SizeIndustry::iter().collect::<Vec<_>>()),
        staff in 0_i64..3000,
        revenue in 0_i64..300_000,
        assets in 0_i64..200_000,
        more in 0_i64..1000,
    ) {
        let thresholds = thresholds();
        let figures = Figures { staff: Some(staff), revenue: Some(revenue * WAN), assets: Some(assets * WAN) };
        let size = classify(&thresholds, industry, &figures).unwrap();
        let grown = Figures { staff: Some(staff + more), revenue: Some((revenue + more) * WAN), assets: Some((assets + more) * WAN) };
        prop_assert!(classify(&thresholds, industry, &grown).unwrap() >= size);

        let threshold = thresholds.iter().find(|threshold| threshold.industry == industry).unwrap();
        let value = |indicator| match indicator { Indicator::Staff => staff, Indicator::Revenue => revenue, Indicator::Assets => assets };
        let level = |indicator, bounds: [i64; 3]| bounds.iter().rev().filter(|bound| value(indicator) >= **bound).count();
        let levels = std::iter::once(level(threshold.indicator_1, threshold.bounds_1))
            .chain(threshold.indicator_2.map(|second| level(second, threshold.bounds_2.unwrap())));
        let lowest = [Micro, Small, Medium, Large][levels.min().unwrap()];
        prop_assert_eq!(size, lowest);
    }
}
