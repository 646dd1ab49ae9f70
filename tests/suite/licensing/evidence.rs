//! What was agreed elsewhere is told in ranges, from which nobody's deal can be told.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use lianqiao::{
    identity::rules::OrganizationKind,
    jobs,
    kernel::{Id, Role},
    licensing::evidence::{Cell, Deal, Field, Key, Measure, Rule, figures, is_tellable, renewed},
    listing::{
        content::TechnologyReadinessLevel,
        vocabulary::{LicenseKind, ReadinessBasis},
    },
};
use lianqiao_tests::Person;
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::stage::{Stage, newcomers, offer};

const EVIDENCE: &str = "query($ipc: String!, $trl: Int!) { priceEvidence(ipc: $ipc, trl: $trl) { measure section trlFrom trlTo count \
     rateMedian amountLow { minorUnits } amountMedian { minorUnits } amountHigh { minorUnits } asOf } }";

/// What somebody reads, signed in anew: the nights go by.
async fn told(stage: &Stage, who: &Person) -> Value {
    let who = stage.app.sign_in(&who.email).await;
    who.ok(EVIDENCE, json!({ "ipc": "C23C 4/12", "trl": 8 })).await["priceEvidence"].clone()
}

/// A license of a new university for a new enterprise.
async fn deal(stage: &mut Stage, number: usize) {
    let app = &stage.app;
    let (officer, head) = app.office(&format!("第{number}大学")).await;
    let enterprise = app.enterprise(&format!("第{number}科技"), Some(50)).await;
    let buyer = app.person(&format!("asker{number}"), &enterprise, Role::SmeOwner).await;
    (stage.officer, stage.head) = (officer, head);
    let offers = vec![offer("UFPL-12", LicenseKind::NonExclusive, "80000.00")];
    let listing = stage.listing_with(offers, |content| {
        content.ipc = vec!["C09D 5/08".to_owned()];
        content.readiness = Some(TechnologyReadinessLevel { level: 7, basis: ReadinessBasis::SelfAssessed, assessed_on: None });
    });
    let listing = listing.await;
    let request = stage.asked(&buyer, &listing, "UFPL-12").await;
    stage.head.done("licenseRequestGrant", stage.grant(&request, 12, true), "licenseRequest { state }").await;
}

async fn night(stage: &Stage) {
    stage.app.advance(Duration::days(1));
    jobs::nightly(&stage.app.ctx).await.unwrap();
}

#[tokio::test]
async fn agreed_terms_are_told_in_ranges_of_enough_deals() {
    let mut stage = Stage::set().await;
    for number in 0..4 {
        deal(&mut stage, number).await;
    }
    night(&stage).await;
    assert_eq!(told(&stage, &stage.buyer).await, json!([]), "four deals are not enough, for their parties either");
    deal(&mut stage, 4).await;
    assert_eq!(told(&stage, &stage.buyer).await, json!([]), "not before the night");
    night(&stage).await;
    let range = |count: i64, as_of: &str| {
        let amount = json!({ "minorUnits": "8000000" });
        json!([{
            "measure": "TOTAL", "section": "C", "trlFrom": 7, "trlTo": 9, "count": count, "rateMedian": null,
            "amountLow": amount, "amountMedian": amount, "amountHigh": amount, "asOf": as_of,
        }])
    };
    assert_eq!(told(&stage, &stage.buyer).await, range(5, "2026-11-25"));
    assert_eq!(told(&stage, &stage.stranger).await, range(5, "2026-11-25"), "offices read it, too");
    let buyer = stage.app.sign_in(&stage.buyer.email).await;
    let elsewhere = buyer.ok(EVIDENCE, json!({ "ipc": "H01L", "trl": 8 })).await["priceEvidence"].clone();
    let earlier = buyer.ok(EVIDENCE, json!({ "ipc": "C", "trl": 6 })).await["priceEvidence"].clone();
    assert_eq!((elsewhere, earlier), (json!([]), json!([])), "nothing is added up over fields");

    // One more deal, or two, cannot be told by looking before and after.
    deal(&mut stage, 5).await;
    night(&stage).await;
    assert_eq!(told(&stage, &stage.buyer).await, range(5, "2026-11-25"));
    for number in 6..8 {
        deal(&mut stage, number).await;
    }
    night(&stage).await;
    assert_eq!(told(&stage, &stage.buyer).await, range(8, "2026-11-27"));

    let (unverified, _) = newcomers(&stage).await;
    for (who, code) in [(&stage.app.visitor, "UNAUTHENTICATED"), (&*unverified, "FORBIDDEN")] {
        assert_eq!(who.run(EVIDENCE, json!({ "ipc": "C", "trl": 8 })).await.code(), code);
    }
    let observer = stage.app.organization(OrganizationKind::Platform, "观察台", true).await;
    let observer = stage.app.person("watcher", &observer, Role::Observer).await;
    assert_eq!(told(&stage, &observer).await, range(8, "2026-11-27"));
    stage.app.finish().await;
}

fn rule() -> Rule {
    let bands = vec![(1, 3), (4, 6), (7, 9)];
    Rule { window_days: 1095, k: 5, share_percent: 40, step: 3, bands, rate_grid: 50, amount_grid: 1_000_000 }
}

fn agreed(number: u128, licensor: u128, licensee: u128, value: i64) -> Deal {
    let id = Uuid::from_u128;
    Deal { license: Id::from_uuid(id(number)), licensor: Id::from_uuid(id(licensor)), licensee: Id::from_uuid(id(licensee)), value }
}

fn key() -> Key {
    let field = Field::of("C09D 5/08", 7, &rule()).unwrap();
    Key { field, mode: "LUMP_SUM".to_owned(), measure: Measure::RoyaltyRate }
}

fn tonight(kept: Vec<Cell>, deals: &[Deal]) -> Vec<Cell> {
    let agreed: BTreeMap<_, _> = (!deals.is_empty()).then(|| (key(), deals.to_vec())).into_iter().collect();
    renewed(kept, agreed, &rule(), Id::from_uuid(Uuid::nil()), NaiveDate::MIN)
}

#[test]
fn fields_do_not_overlap() {
    let field = |symbol: &str, level| Field::of(symbol, level, &rule()).map(|field| (field.section, field.band));
    assert_eq!(field("c09d", 4), Some(("C".to_owned(), (4, 6))));
    assert_eq!((field("", 4), field("9", 4), field("I", 4), field("C", 0), field("C", 10)), (None, None, None, None, None));
}

#[test]
fn a_cell_that_was_hidden_does_not_come_back_with_one_deal_more() {
    let all: Vec<_> = (0..8).map(|number| agreed(number, 100 + number, 200 + number, 300)).collect();
    let first = tonight(Vec::new(), &all[..5]);
    assert!(first[0].is_told);
    let hidden = tonight(first.clone(), &all[..4]);
    assert!(!hidden[0].is_told && hidden[0].deals == first[0].deals, "hidden at once, and what it came from is kept");
    let back = tonight(hidden, &all[..6]);
    assert_eq!(back, first, "one deal more is not told");
    assert_eq!(tonight(back, &all)[0].figures.count, 8);
    assert!(!tonight(first, &[])[0].is_told);
}

#[test]
fn the_quarters_hold_what_they_say() {
    let deals: Vec<_> = [110, 220, 260, 310, 390].into_iter().zip(0..).map(|(rate, number)| agreed(number, number, number, rate)).collect();
    let told = figures(&deals, 50);
    assert_eq!((told.count, told.low, told.median, told.high), (5, 150, 250, 350));
    // Amounts are told with two digits, and none of them is what somebody agreed on.
    let amounts = [310_000_000, 345_000_000, 345_600_000, 512_000_000, 990_000_000];
    let deals: Vec<_> = amounts.into_iter().zip(0..).map(|(amount, number)| agreed(number, number, number, amount)).collect();
    let told = figures(&deals, 1_000_000);
    assert_eq!((told.low, told.median, told.high), (330_000_000, 400_000_000, 620_000_000));
}

proptest! {
    /// Whatever was agreed: what is told has enough deals, enough parties, nobody who stands out, and values on the grid.
    #[test]
    fn nothing_is_told_of_few(deals in prop::collection::vec((0_u128..12, 0_u128..12, 0_i64..2_000), 0..30)) {
        let deals: Vec<_> = deals.into_iter().zip(0..).map(|((from, to, rate), number)| agreed(number, from, to, rate)).collect();
        let told = tonight(Vec::new(), &deals);
        prop_assert_eq!(!told.is_empty(), is_tellable(&deals, &rule()));
        for cell in told {
            let counts = |party: fn(&Deal) -> u128| {
                let mut counts = BTreeMap::<u128, usize>::new();
                deals.iter().for_each(|deal| *counts.entry(party(deal)).or_default() += 1);
                counts
            };
            for counts in [counts(|deal| deal.licensor.uuid().as_u128()), counts(|deal| deal.licensee.uuid().as_u128())] {
                prop_assert!(counts.len() >= 5);
                prop_assert!(counts.values().all(|count| count * 10 <= deals.len() * 4));
            }
            prop_assert!(deals.len() >= 5);
            let figures = cell.figures;
            prop_assert!(figures.low <= figures.median && figures.median <= figures.high);
            prop_assert!([figures.low, figures.median, figures.high].iter().all(|value| value % 50 == 0));
        }
    }

    /// Two nights that both tell something of a cell tell the same, or are three deals apart.
    #[test]
    fn one_night_tells_nothing_of_one_deal(counts in prop::collection::vec(0_usize..14, 1..12)) {
        let all: Vec<_> = (0..14).map(|number| agreed(number, 100 + number, 200 + number, 100 * i64::try_from(number).unwrap())).collect();
        let mut kept: Vec<Cell> = Vec::new();
        let mut last: Option<Cell> = None;
        for count in counts {
            kept = tonight(kept, &all[..count]);
            if let Some(cell) = kept.iter().find(|cell| cell.is_told) {
                prop_assert!(count >= 5);
                if let Some(before) = last.replace(cell.clone()) {
                    prop_assert!(before.figures == cell.figures || before.deals.symmetric_difference(&cell.deals).count() >= 3);
                }
            }
        }
    }
}
