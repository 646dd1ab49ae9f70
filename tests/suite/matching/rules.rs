//! Constraints and scores: worked cases, and what holds of all.

use std::collections::BTreeSet;

use lianqiao::{
    kernel::{Currency, Money},
    listing::vocabulary::PaymentMode,
    matching::{
        Mode, Need, Offer, Price, Terms, Weights, Wishes,
        rules::{
            Checked, Constraint, Evidence, Export, Held, Outcome, Payment, Place, Value, ceiling, check, promise, score, share_a_field,
        },
    },
};
use proptest::prelude::*;
use sea_orm::Iterable;

pub const WEIGHTS: Weights =
    Weights { words: 0.4, correlation: 0.3, field: 0.7, field_untold: 0.15, failed: 0.9, untold: 0.96, wish: 0.5, beyond: 0.0 };

fn yuan(amount: i64) -> Money {
    Money::new(amount * 100, Currency::CNY)
}

fn terms(mode: Mode, price: Price, use_first_pay_later: bool) -> Terms {
    Terms { mode, price, payments: BTreeSet::new(), use_first_pay_later: Some(use_first_pay_later), territory: Some(Vec::new()) }
}

fn needing(wishes: Wishes) -> Need {
    Need { wishes, ..Need::default() }
}

fn offering(terms: Vec<Terms>) -> Offer {
    Offer { terms, trl: Some(6), ..Offer::default() }
}

fn held_in(countries: &[&str], is_alone: bool) -> Held {
    Held { countries: countries.iter().map(|country| (*country).to_owned()).collect(), is_alone }
}

fn outcome(checked: &[Checked], constraint: Constraint) -> Option<Outcome> {
    checked.iter().find(|one| one.constraint == constraint).map(|one| one.outcome)
}

#[test]
fn a_need_that_insists_on_nothing_is_not_checked() {
    let (_, checked) = check(&Need::default(), &offering(vec![terms(Mode::Exclusive, Price::Fixed(yuan(1)), false)]));
    assert_eq!(checked, []);
}

#[test]
fn the_terms_that_meet_most_are_held_against_the_need() {
    let need = needing(Wishes {
        budget: Some(yuan(100_000)),
        modes: BTreeSet::from([Mode::NonExclusive]),
        use_first_pay_later: true,
        ..Wishes::default()
    });
    let offer = offering(vec![
        terms(Mode::Exclusive, Price::Fixed(yuan(50_000)), true),
        terms(Mode::NonExclusive, Price::Fixed(yuan(90_000)), true),
        terms(Mode::NonExclusive, Price::Fixed(yuan(20_000)), false),
    ]);
    let (place, checked) = check(&need, &offer);
    assert_eq!(place, Some(1));
    assert!(checked.iter().all(|one| one.outcome == Outcome::Pass), "{checked:?}");
}

#[test]
fn both_values_of_a_budget_that_is_too_small_are_shown() {
    let need = needing(Wishes { budget: Some(yuan(50_000)), ..Wishes::default() });
    let (_, checked) = check(&need, &offering(vec![terms(Mode::NonExclusive, Price::Fixed(yuan(80_000)), false)]));
    let expected = Checked {
        constraint: Constraint::Budget,
        is_wish: false,
        outcome: Outcome::Fail,
        wanted: Value::Amount(yuan(50_000)),
        offered: Value::Amount(yuan(80_000)),
    };
    assert_eq!(checked, [expected]);
}

#[test]
fn a_royalty_alone_fits_every_budget_and_an_open_price_is_unknown() {
    let need = needing(Wishes { budget: Some(yuan(1)), ..Wishes::default() });
    for (price, expected) in [(Price::Nothing, Outcome::Pass), (Price::Open, Outcome::Unknown)] {
        let (_, checked) = check(&need, &offering(vec![terms(Mode::NonExclusive, price, false)]));
        assert_eq!(outcome(&checked, Constraint::Budget), Some(expected));
    }
}

#[test]
fn amounts_of_different_currencies_are_not_compared() {
    let need = needing(Wishes { budget: Some(Money::new(1, Currency::USD)), ..Wishes::default() });
    let (_, checked) = check(&need, &offering(vec![terms(Mode::NonExclusive, Price::Fixed(yuan(1)), false)]));
    assert_eq!(outcome(&checked, Constraint::Budget), Some(Outcome::Unknown));
}

#[test]
fn readiness_is_met_from_the_level_on_and_unknown_where_nobody_says() {
    let need = needing(Wishes { trl_min: Some(6), ..Wishes::default() });
    for (trl, expected) in [(Some(5), Outcome::Fail), (Some(6), Outcome::Pass), (Some(9), Outcome::Pass), (None, Outcome::Unknown)] {
        let (_, checked) = check(&need, &Offer { trl, ..Offer::default() });
        assert_eq!(outcome(&checked, Constraint::Readiness), Some(expected));
    }
}

#[test]
fn what_is_due_later_is_told_beside_the_budget() {
    let of = |wishes: Wishes, price| check(&needing(wishes), &offering(vec![terms(Mode::NonExclusive, price, true)])).1;
    let budget = || Wishes { budget: Some(yuan(200_000)), ..Wishes::default() };
    let dear = of(budget(), Price::Later(yuan(380_000)));
    assert_eq!(outcome(&dear, Constraint::Budget), Some(Outcome::Pass), "nothing is to be paid before use");
    let later = dear.iter().find(|one| one.constraint == Constraint::PriceLater).unwrap();
    assert_eq!((later.outcome, later.is_wish, &later.offered), (Outcome::Fail, true, &Value::Amount(yuan(380_000))));
    assert_eq!(outcome(&of(budget(), Price::Later(yuan(200_000))), Constraint::PriceLater), Some(Outcome::Pass));
    let dollars = Price::Later(Money::new(1, Currency::USD));
    assert_eq!(outcome(&of(budget(), dollars), Constraint::PriceLater), Some(Outcome::Unknown));
    assert_eq!(outcome(&of(budget(), Price::Nothing), Constraint::PriceLater), None);
    assert_eq!(of(Wishes::default(), Price::Later(yuan(1))), []);
    // What can be talked about is no more than a wish.
    let open = of(Wishes { is_budget_open: true, ..budget() }, Price::Fixed(yuan(380_000)));
    assert!(open.iter().any(|one| one.constraint == Constraint::Budget && one.outcome == Outcome::Fail && one.is_wish), "{open:?}");
}

#[test]
fn what_somebody_has_alone_nobody_else_can_have_there() {
    let many = || Wishes { modes: BTreeSet::from([Mode::NonExclusive]), country: Some("CN".to_owned()), ..Wishes::default() };
    let offered = |held| Offer { licensed: vec![held], ..offering(vec![terms(Mode::NonExclusive, Price::Open, false)]) };
    let of = |wishes: Wishes, held| outcome(&check(&needing(wishes), &offered(held)).1, Constraint::Available);
    for (countries, is_alone, expected) in [
        (&["CN"][..], true, Some(Outcome::Fail)),
        (&[], true, Some(Outcome::Fail)),
        (&["SG", "CN"], true, Some(Outcome::Fail)),
        (&["SG"], true, None),
        (&["CN"], false, None),
    ] {
        assert_eq!(of(many(), held_in(countries, is_alone)), expected, "{countries:?} {is_alone}");
        let whatever = Wishes { modes: BTreeSet::new(), ..many() };
        assert_eq!(of(whatever, held_in(countries, is_alone)), expected, "whatever the kind: {countries:?} {is_alone}");
    }
    // Told once.
    let alone = Wishes { modes: BTreeSet::from([Mode::Exclusive]), ..many() };
    let exclusive = Offer { terms: vec![terms(Mode::Exclusive, Price::Open, false)], ..offered(held_in(&["CN"], true)) };
    let (_, checked) = check(&needing(alone), &exclusive);
    assert_eq!(outcome(&checked, Constraint::ExclusivityLeft), Some(Outcome::Fail));
    assert_eq!(outcome(&checked, Constraint::Available), None);
}

#[test]
fn where_the_holder_is_counts_as_it_was_asked_for() {
    let at = |country: &str, division: Option<&str>| Offer {
        home: Some(Place { country: country.to_owned(), division: division.map(str::to_owned) }),
        ..Offer::default()
    };
    let regions = |regions: &[&str]| Wishes { regions: regions.iter().map(|region| (*region).to_owned()).collect(), ..Wishes::default() };
    let near = |wanted: &[&str], offer: &Offer| outcome(&check(&needing(regions(wanted)), offer).1, Constraint::PreferredRegion);
    assert_eq!(near(&["310000"], &at("CN", Some("310110"))), Some(Outcome::Pass));
    assert_eq!(near(&["320000", "310110"], &at("CN", Some("310110"))), Some(Outcome::Pass));
    assert_eq!(near(&["310110"], &at("CN", Some("310000"))), Some(Outcome::Fail), "the city is more than its district");
    assert_eq!(near(&["330000"], &at("CN", Some("310110"))), Some(Outcome::Fail));
    assert_eq!(near(&["330000"], &at("SG", None)), Some(Outcome::Fail));
    assert_eq!(near(&["330000"], &at("CN", None)), Some(Outcome::Unknown));
    assert_eq!(near(&["330000"], &Offer::default()), Some(Outcome::Unknown));
    assert_eq!(near(&[], &at("CN", Some("310110"))), None);
    let abroad = |country: &str, offer: &Offer| {
        let wishes = Wishes { no_foreign: true, country: Some(country.to_owned()), ..Wishes::default() };
        outcome(&check(&needing(wishes), offer).1, Constraint::Abroad)
    };
    assert_eq!(abroad("CN", &at("SG", None)), Some(Outcome::Fail));
    let silent = Wishes { no_foreign: true, country: Some("CN".to_owned()), ..Wishes::default() };
    let (_, checked) = check(&needing(silent), &at("SG", None));
    let abroad_check = checked.iter().find(|one| one.constraint == Constraint::Abroad);
    assert!(abroad_check.is_some_and(|one| one.is_wish), "who says nothing insists on nothing");
    assert_eq!(abroad("SG", &at("SG", None)), None, "who asks from there does not ask from abroad");
    assert_eq!(abroad("SG", &at("CN", None)), None, "what is here is what this is for");
    assert_eq!(abroad("CN", &Offer::default()), None);
    let welcome = Wishes { country: Some("CN".to_owned()), ..Wishes::default() };
    assert_eq!(outcome(&check(&needing(welcome), &at("SG", None)).1, Constraint::Abroad), None);
}

#[test]
fn whoever_wants_to_work_together_is_told_who_offers_it() {
    let wishes = || Wishes { jointly: true, ..Wishes::default() };
    let of = |terms: Vec<Terms>| outcome(&check(&needing(wishes()), &offering(terms)).1, Constraint::Cooperation);
    let (joint, license) = (terms(Mode::Joint, Price::Open, false), terms(Mode::NonExclusive, Price::Open, false));
    assert_eq!(of(vec![license.clone(), joint]), Some(Outcome::Pass));
    assert_eq!(of(vec![license]), Some(Outcome::Unknown));
    assert_eq!(of(Vec::new()), Some(Outcome::Unknown));
}

#[test]
fn whoever_wants_it_alone_asks_whether_it_is_left() {
    let alone = needing(Wishes { modes: BTreeSet::from([Mode::Exclusive, Mode::Sole]), ..Wishes::default() });
    let either = needing(Wishes { modes: BTreeSet::from([Mode::Exclusive, Mode::NonExclusive]), ..Wishes::default() });
    let offered = offering(vec![terms(Mode::Exclusive, Price::Open, false)]);
    let held = |countries: &[&str]| Offer { licensed: vec![held_in(countries, false)], ..offered.clone() };
    let left = |need: &Need, offer: &Offer| outcome(&check(need, offer).1, Constraint::ExclusivityLeft);
    assert_eq!(left(&alone, &offered), Some(Outcome::Pass));
    assert_eq!(left(&alone, &Offer { terms: Vec::new(), ..held(&["SG"]) }), Some(Outcome::Fail));
    assert_eq!(left(&alone, &held(&["SG"])), Some(Outcome::Fail), "somebody has a license, and nobody says where it is needed");
    assert_eq!(left(&either, &held(&[])), None);
    assert_eq!(left(&alone, &Offer::default()), Some(Outcome::Unknown));
    let here = needing(Wishes { country: Some("CN".to_owned()), ..alone.wishes.clone() });
    for (countries, expected) in [(&["SG"][..], Outcome::Pass), (&["SG", "CN"], Outcome::Fail), (&[], Outcome::Fail)] {
        let mut offer = held(countries);
        offer.terms[0].territory = Some(vec!["CN".to_owned()]);
        assert_eq!(left(&here, &offer), Some(expected), "{countries:?}");
        offer.terms[0].territory = None;
        assert_eq!(left(&here, &offer), Some(expected), "{countries:?}");
    }
    // Whoever gives it for the whole world gives it where somebody has a license, too.
    assert_eq!(left(&here, &held(&["SG"])), Some(Outcome::Fail));
    // What everybody can have nobody has alone.
    let open = offering(vec![terms(Mode::Exclusive, Price::Open, false), terms(Mode::Open, Price::Open, false)]);
    assert_eq!(left(&here, &open), Some(Outcome::Fail));
}

#[test]
fn a_way_of_payment_that_is_accepted_is_enough() {
    let need = needing(Wishes { payments: BTreeSet::from([Payment::Deferred, Payment::Royalty]), ..Wishes::default() });
    let paid =
        |payments: &[Payment]| Terms { payments: payments.iter().copied().collect(), ..terms(Mode::NonExclusive, Price::Open, false) };
    let told = |offer: &Offer| outcome(&check(&need, offer).1, Constraint::Payment);
    for (payments, expected) in [
        (&[Payment::Royalty][..], Outcome::Pass),
        (&[Payment::LumpSum, Payment::Deferred], Outcome::Pass),
        (&[Payment::LumpSum], Outcome::Fail),
        (&[Payment::Free], Outcome::Pass),
        (&[], Outcome::Unknown),
    ] {
        assert_eq!(told(&offering(vec![paid(payments)])), Some(expected), "{payments:?}");
    }
    // What fits is said, and no word of what does not.
    let offered = |payments: &[Payment]| check(&need, &offering(vec![paid(payments)])).1.remove(0).offered;
    assert_eq!(offered(&[Payment::LumpSum, Payment::Royalty]), Value::Payments(vec![Payment::Royalty]));
    assert_eq!(offered(&[Payment::LumpSum, Payment::Equity]), Value::Payments(vec![Payment::LumpSum, Payment::Equity]));
    // The terms that meet most are looked at.
    assert_eq!(told(&offering(vec![paid(&[Payment::LumpSum]), paid(&[Payment::Royalty])])), Some(Outcome::Pass));
    let (_, checked) = check(&Need::default(), &offering(vec![paid(&[Payment::LumpSum])]));
    assert_eq!(outcome(&checked, Constraint::Payment), None, "nobody asked");
}

#[test]
fn payments_have_the_names_that_listings_give_them() {
    for mode in PaymentMode::iter() {
        assert_eq!(lianqiao::listing::payment(mode).to_string(), mode.to_string());
    }
    assert_eq!(PaymentMode::iter().count(), Payment::iter().count());
}

#[test]
fn abroad_the_export_class_and_the_territory_count() {
    let abroad = needing(Wishes { country: Some("SG".to_owned()), ..Wishes::default() });
    let home = needing(Wishes { country: Some("CN".to_owned()), ..Wishes::default() });
    let mut offer = offering(vec![Terms { territory: Some(vec!["CN".to_owned()]), ..terms(Mode::NonExclusive, Price::Open, false) }]);
    for (export, expected) in [
        (None, Outcome::Unknown),
        (Some(Export::Restricted), Outcome::Unknown),
        (Some(Export::Prohibited), Outcome::Fail),
        (Some(Export::Free), Outcome::Pass),
    ] {
        offer.export = export;
        let (_, checked) = check(&abroad, &offer);
        assert_eq!(outcome(&checked, Constraint::Export), Some(expected));
        assert_eq!(outcome(&checked, Constraint::Region), Some(Outcome::Fail));
        let (_, checked) = check(&home, &offer);
        assert_eq!(outcome(&checked, Constraint::Export), None);
        assert_eq!(outcome(&checked, Constraint::Region), Some(Outcome::Pass));
    }
}

#[test]
fn fields_are_shared_by_code_and_down_the_tree_of_industries() {
    let set = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(share_a_field(&set(&["industry:C35"]), &set(&["industry:C358"])), Some(true));
    assert_eq!(share_a_field(&set(&["industry:C"]), &set(&["industry:C358"])), Some(false), "a section is too wide");
    assert_eq!(
        share_a_field(&set(&["strategic:BIO"]), &set(&["shanghai:BIOPHARMA"])),
        Some(true),
        "a sector is usually in a strategic industry"
    );
    assert_eq!(share_a_field(&set(&["industry:C2770", "chain:GREEN"]), &set(&["strategic:MATERIALS"])), Some(false));
    assert_eq!(share_a_field(&set(&["industry:C3581"]), &set(&["strategic:BIO"])), Some(true), "the nearest above it counts");
    assert_eq!(share_a_field(&set(&["chain:GREEN"]), &set(&["strategic:BIO"])), None, "nothing to compare");
    assert_eq!(share_a_field(&set(&["ipc:B29C"]), &set(&["ipc:B29C", "strategic:BIO"])), Some(true));
    assert_eq!(share_a_field(&set(&[]), &set(&["strategic:BIO"])), None);
}

/// Constraints of these outcomes; what they are about does not matter to a score.
fn checked(outcomes: &[Outcome]) -> Vec<Checked> {
    let one = |outcome: &Outcome| Checked {
        constraint: Constraint::Budget,
        is_wish: false,
        outcome: *outcome,
        wanted: Value::Untold,
        offered: Value::Untold,
    };
    outcomes.iter().map(one).collect()
}

/// The same, wished for.
fn wished(outcomes: &[Outcome]) -> Vec<Checked> {
    checked(outcomes).into_iter().map(|one| Checked { is_wish: true, ..one }).collect()
}

fn outcomes() -> impl Strategy<Value = Outcome> {
    prop_oneof![Just(Outcome::Fail), Just(Outcome::Unknown), Just(Outcome::Pass)]
}

fn evidence() -> impl Strategy<Value = Evidence> {
    let deviations = || proptest::option::of(prop_oneof![-5.0_f32..25.0, Just(f32::NAN), Just(f32::INFINITY), Just(f32::NEG_INFINITY)]);
    (deviations(), deviations(), proptest::option::of(any::<bool>())).prop_map(|(meaning, words, field)| Evidence { meaning, words, field })
}

#[test]
fn a_wish_counts_half_of_what_is_insisted_on() {
    let evidence = Evidence { meaning: Some(3.0), words: Some(3.0), field: None };
    let of = |checked: &[Checked]| score(&evidence, checked, &WEIGHTS).factor;
    for outcome in [Outcome::Fail, Outcome::Unknown] {
        let (twice, once) = (of(&wished(&[outcome; 2])), of(&checked(&[outcome])));
        assert!((twice - once).abs() < 1e-5 && once < 1.0, "{outcome}: {twice} of two wishes, {once} of one term");
    }
    assert!((of(&wished(&[Outcome::Pass])) - 1.0).abs() < f32::EPSILON);
}

#[test]
fn what_is_no_chance_any_more_counts_in_full_for_a_long_need() {
    let of = |words, told| {
        let evidence = Evidence { meaning: None, words: Some(words), field: Some(false) };
        score(&evidence, &[], &WEIGHTS.of_need(told)).parts[0].points
    };
    for (words, few, some, many) in [(-4.0, -2.0, -2.0, -2.0), (4.0, 2.0, 2.0, 2.0), (9.0, 3.0, 3.0, 3.0), (25.0, 5.0, 12.0, 19.0)] {
        for (told, points) in [(0, few), (60, few), (90, some), (120, many), (usize::MAX, many)] {
            assert!((of(words, told) - points).abs() < 1e-4, "{words} of {told}: {}", of(words, told));
        }
    }
}

proptest! {
    /// Whatever comes from a model or an index, a score is a number and never negative.
    #[test]
    fn a_score_is_a_number(evidence in evidence(), outcomes in proptest::collection::vec(outcomes(), 0..8)) {
        let score = score(&evidence, &checked(&outcomes), &WEIGHTS);
        prop_assert!(score.total.is_finite() && score.total >= 0.0);
        prop_assert!(score.total <= score.relevance);
    }

    /// Of two offers that answer equally well, one that fails a constraint stands below one of which nobody knows, and that
    /// below one that meets it.
    #[test]
    fn terms_that_are_not_met_take_something_away(
        evidence in evidence(), others in proptest::collection::vec(outcomes(), 0..6),
    ) {
        let with = |outcome| {
            let mut all = others.clone();
            all.push(outcome);
            score(&evidence, &checked(&all), &WEIGHTS).total
        };
        prop_assert!(with(Outcome::Fail) < with(Outcome::Unknown));
        prop_assert!(with(Outcome::Unknown) < with(Outcome::Pass));
    }

    /// More evidence of the same kind never makes a score smaller.
    #[test]
    fn more_in_common_is_never_worse(words in -5.0_f32..25.0, meaning in -5.0_f32..25.0, more in 0.0_f32..5.0) {
        let of = |meaning, words| score(&Evidence { meaning: Some(meaning), words: Some(words), field: None }, &[], &WEIGHTS).total;
        prop_assert!(of(meaning, words) <= of(meaning + more, words));
        prop_assert!(of(meaning, words) <= of(meaning, words + more));
    }

    /// What was ruled out unread for its ceiling could not have come among the best: no words lift a pair above it, whatever the
    /// weights.
    #[test]
    fn no_words_lift_a_pair_above_its_ceiling(
        evidence in evidence(), outcomes in proptest::collection::vec(outcomes(), 0..8),
        words in 0.0_f32..2.0, correlation in 0.0_f32..1.0, field in -1.0_f32..2.0, beyond in 0.0_f32..1.0,
    ) {
        let weights = Weights { words, correlation, field, beyond, ..WEIGHTS };
        let ceiling = ceiling(&Evidence { words: None, ..evidence }, &checked(&outcomes), &weights);
        let score = score(&evidence, &checked(&outcomes), &weights);
        prop_assert!(score.total <= ceiling, "{} above {ceiling}", score.total);
    }

    /// What was never read for what it promised could not have come among the best either: neither words nor fields nor terms lift a
    /// pair above that.
    #[test]
    fn nothing_lifts_a_pair_above_what_its_meaning_promises(
        evidence in evidence(), outcomes in proptest::collection::vec(outcomes(), 0..9), wishes in any::<bool>(), wish in 0.0_f32..2.0,
        words in 0.0_f32..2.0, field in -1.0_f32..2.0, failed in 0.5_f32..1.5, untold in 0.5_f32..1.5, beyond in 0.0_f32..1.0,
    ) {
        let weights = Weights { words, field, failed, untold, wish, beyond, ..WEIGHTS };
        let checked = if wishes { wished(&outcomes) } else { checked(&outcomes) };
        let (score, promise) = (score(&evidence, &checked, &weights), promise(evidence.meaning, &weights));
        prop_assert!(score.total <= promise, "{} above {promise}", score.total);
    }

    /// The parts add up to what they are said to add up to.
    #[test]
    fn relevance_follows_from_the_parts(evidence in evidence()) {
        let score = score(&evidence, &[], &WEIGHTS);
        let points: f32 = score.parts.iter().map(|part| part.points).sum();
        let expected = if points > 20.0 { points } else { points.max(-40.0).exp().ln_1p() };
        prop_assert!((score.relevance - expected).abs() < 0.001);
    }
}

/// What strangers have in common is no match, nor is a field of which nobody said anything; a field in common is one.
#[test]
fn what_is_no_better_than_a_stranger_is_no_match() {
    let is_match = |meaning, words, field| score(&Evidence { meaning, words, field }, &[], &WEIGHTS).is_match();
    assert!(!is_match(None, None, None));
    assert!(!is_match(Some(0.0), Some(0.0), None));
    assert!(!is_match(Some(-1.0), Some(-1.0), Some(false)));
    assert!(!is_match(None, Some(f32::NAN), Some(false)));
    assert!(is_match(None, None, Some(true)));
    assert!(is_match(None, Some(1.0), None));
    assert!(is_match(Some(1.0), Some(-0.2), None));
}

/// At the ends, where a promise is all but kept.
#[test]
fn a_promise_leaves_room_for_every_end() {
    let weights = Weights { field: 3.0, failed: 1.2, ..WEIGHTS };
    for meaning in [None, Some(-3.0), Some(0.0), Some(12.0)] {
        for words in [None, Some(f32::NEG_INFINITY), Some(f32::INFINITY)] {
            for field in [None, Some(false), Some(true)] {
                let evidence = Evidence { meaning, words, field };
                let plain = score(&evidence, &[], &WEIGHTS).total;
                assert!(plain <= promise(meaning, &WEIGHTS), "{evidence:?}");
                let praised = score(&evidence, &checked(&[Outcome::Fail; 7]), &weights).total;
                assert!(praised <= promise(meaning, &weights), "{evidence:?}");
            }
        }
    }
}
