//! Ways over platforms: worked cases, and what holds of all.

use std::collections::BTreeSet;

use lianqiao::{
    kernel::{Currency, Id, Locale, Money},
    pairing::{
        reasons,
        rules::{Bridges, Merit, Wanted, bridges, bridges_of_many},
    },
    platform::{
        content::{CostRange, ReadinessSpan, WeekRange},
        model::Stretch,
    },
};
use proptest::prelude::*;
use uuid::Uuid;

const USD: Currency = Currency::USD;

fn stretch(number: u128, from: i32, to: i32) -> Stretch {
    Stretch {
        platform: Id::from_uuid(Uuid::from_u128(number)),
        readiness: ReadinessSpan { from, to },
        weeks: None,
        cost: None,
        fields: BTreeSet::new(),
        region: None,
    }
}

trait Told {
    fn weeks(self, min: i32, max: i32) -> Self;
    fn cost(self, min: i64, max: i64, currency: Currency) -> Self;
    fn of(self, fields: &[&str]) -> Self;
    fn at(self, region: &str) -> Self;
}

impl Told for Stretch {
    fn weeks(self, min: i32, max: i32) -> Self {
        Self { weeks: Some(WeekRange { min, max }), ..self }
    }

    /// In whole units of a currency with cents.
    fn cost(self, min: i64, max: i64, currency: Currency) -> Self {
        Self { cost: Some(CostRange { min: Money::new(min * 100, currency), max: Money::new(max * 100, currency) }), ..self }
    }

    fn of(self, fields: &[&str]) -> Self {
        Self { fields: fields.iter().map(|field| (*field).to_owned()).collect(), ..self }
    }

    fn at(self, region: &str) -> Self {
        Self { region: Some(region.to_owned()), ..self }
    }
}

fn found(platforms: &[Stretch], from: i32, to: i32) -> Bridges {
    bridges(platforms, &wanted(from, to, &[], &[]))
}

fn wanted(from: i32, to: i32, fields: &[&str], regions: &[&str]) -> Wanted {
    let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    Wanted { from, to, fields: owned(fields).into_iter().collect(), regions: owned(regions) }
}

/// Numbers of the platforms of a way.
fn over(bridges: &Bridges, place: usize) -> Vec<u128> {
    bridges.ways[place].steps.iter().map(|step| step.stretch.platform.uuid().as_u128()).collect()
}

/// The domain reference, section 6: proof of concept takes 2-4 to 4-5, pilot production 4-6 to 7-8.
#[test]
fn a_proof_of_concept_and_a_pilot_line_make_a_way() {
    let poc = stretch(1, 2, 4).weeks(6, 10).cost(50_000, 120_000, Currency::CNY);
    let pilot = stretch(2, 4, 7).weeks(14, 24).cost(250_000, 680_000, Currency::CNY);
    let way = found(&[pilot.clone(), poc], 3, 7);
    assert_eq!((over(&way, 0), way.ways.len(), way.reached), (vec![1, 2], 1, 7));
    let only = &way.ways[0];
    assert_eq!(only.merits, [Merit::Cheapest, Merit::Fastest]);
    assert_eq!(only.steps.iter().map(|step| (step.from, step.to)).collect::<Vec<_>>(), [(3, 4), (4, 7)]);
    assert_eq!(reasons::bridge(Locale::En, only), "From level 3 to level 7: two steps, 20 to 34 weeks, CNY 300,000 to CNY 800,000.");
    assert_eq!(reasons::bridge(Locale::ZhCn, only), "从3级到7级：两步，20至34周，30万元至80万元。");
    // Readier than a platform asks for is no hindrance, as long as it brings further.
    assert_eq!(over(&found(std::slice::from_ref(&pilot), 6, 7), 0), [2]);
    assert_eq!(found(&[pilot], 7, 8).ways, []);
}

#[test]
fn the_cheapest_and_the_fastest_way_are_told_apart() {
    let slow = [stretch(1, 4, 6).weeks(20, 30).cost(10, 20, Currency::CNY), stretch(2, 6, 7).weeks(10, 12).cost(10, 20, Currency::CNY)];
    let fast = stretch(3, 4, 8).weeks(8, 9).cost(500, 900, Currency::CNY);
    let both = found(&[slow.as_slice(), &[fast]].concat(), 4, 7);
    assert_eq!((over(&both, 0), over(&both, 1)), (vec![1, 2], vec![3]));
    assert_eq!((&both.ways[0].merits, &both.ways[1].merits), (&vec![Merit::Cheapest], &vec![Merit::Fastest]));
    assert_eq!(both.ways[1].steps[0].to, 8, "a platform may bring it further than was asked");
    // Of two that are as fast, the one is told whose price is lower.
    let twins = [stretch(1, 4, 7).weeks(8, 9).cost(50, 90, Currency::CNY), stretch(2, 4, 7).weeks(8, 9).cost(40, 90, Currency::CNY)];
    let cheap = stretch(3, 4, 7).weeks(30, 40).cost(1, 2, Currency::CNY);
    let three = found(&[twins.as_slice(), &[cheap]].concat(), 4, 7);
    assert_eq!((over(&three, 0), over(&three, 1)), (vec![3], vec![2]));
}

#[test]
fn what_is_not_told_is_unknown_and_never_nothing() {
    let told = stretch(1, 4, 7).weeks(20, 30).cost(1_000, 2_000, Currency::CNY);
    let silent = stretch(2, 4, 7).weeks(5, 6);
    let both = found(&[told, silent.clone()], 4, 7);
    assert_eq!((over(&both, 0), &both.ways[0].merits), (vec![1], &vec![Merit::Cheapest]), "a price that is not told is not a low one");
    assert_eq!((over(&both, 1), both.ways[1].cost), (vec![2], None));
    assert_eq!(reasons::bridge(Locale::En, &both.ways[1]), "From level 4 to level 7: one step, 5 to 6 weeks, the price is not told.");
    // One step that is silent makes the whole way unknown.
    let half = [stretch(1, 4, 5).cost(10, 20, Currency::CNY), stretch(2, 5, 7).weeks(1, 2)];
    let half = found(&half, 4, 7);
    let [way] = &half.ways[..] else { panic!("{half:?}") };
    assert_eq!((way.weeks, way.cost, &way.merits), (None, None, &vec![]));
    assert_eq!(reasons::bridge(Locale::ZhCn, way), "从4级到7级：两步，部分平台未说明周期，部分平台未说明费用。");
    // Nothing told is another thing than not told by all.
    let mute = found(&[stretch(1, 4, 5), stretch(2, 5, 7)], 4, 7);
    assert_eq!(
        reasons::bridge(Locale::En, &mute.ways[0]),
        "From level 4 to level 7: two steps, how long is not told, the price is not told."
    );
    assert_eq!(reasons::bridge(Locale::ZhCn, &mute.ways[0]), "从4级到7级：两步，未说明周期，未说明费用。");
    assert_eq!(found(&[silent], 4, 7).ways[0].merits, [Merit::Fastest], "nothing is called cheap where no price is told");
}

#[test]
fn currencies_are_not_added_up_and_not_compared() {
    let mixed = [stretch(1, 4, 5).weeks(1, 2).cost(10, 20, Currency::CNY), stretch(2, 5, 7).weeks(1, 2).cost(10, 20, USD)];
    let way = found(&mixed, 4, 7);
    assert_eq!((way.ways.len(), way.ways[0].cost, &way.ways[0].merits), (1, None, &vec![Merit::Fastest]));
    assert_eq!(
        reasons::bridge(Locale::En, &way.ways[0]),
        "From level 4 to level 7: two steps, 2 to 4 weeks, prices in several currencies, which are not added up."
    );
    // One currency, but more than a number holds: that is another thing.
    let vast = [stretch(1, 4, 5).cost(0, i64::MAX / 150, USD), stretch(2, 5, 7).cost(0, i64::MAX / 150, USD)];
    let vast = found(&vast, 4, 7);
    assert_eq!(vast.ways[0].cost, None);
    assert_eq!(reasons::bridge(Locale::En, &vast.ways[0]), "From level 4 to level 7: two steps, how long is not told, at some cost.");
    let each = [stretch(1, 4, 7).cost(1, 2, USD), stretch(2, 4, 7).cost(1_000, 2_000, Currency::CNY), stretch(3, 4, 7).cost(9, 9, USD)];
    let each = found(&each, 4, 7);
    assert_eq!((over(&each, 0), over(&each, 1), each.ways.len()), (vec![2], vec![1], 2), "the cheapest of each currency");
}

#[test]
fn a_gap_that_nobody_closes_is_said_with_how_far_one_gets() {
    let platforms = [stretch(1, 2, 4), stretch(2, 4, 6), stretch(3, 7, 9)];
    let short = found(&platforms, 3, 8);
    assert_eq!((short.ways.len(), short.reached), (0, 6));
    assert_eq!(
        reasons::bridges_note(Locale::En, &short).unwrap(),
        "From level 3 to level 8: platforms here take it to level 6, and none goes on from there."
    );
    let none = found(&platforms, 6, 7);
    assert_eq!((none.ways.len(), none.reached), (0, 6));
    assert_eq!(reasons::bridges_note(Locale::ZhCn, &none).unwrap(), "从6级到7级：这里没有平台能进一步提升。", "no field was named");
    let of_a_field = bridges(&platforms, &wanted(6, 7, &["industry:C26"], &[]));
    assert_eq!(
        reasons::bridges_note(Locale::En, &of_a_field).unwrap(),
        "From level 6 to level 7: no platform here takes a technology of this field any further."
    );
    assert_eq!(reasons::bridges_note(Locale::ZhCn, &of_a_field).unwrap(), "从6级到7级：这里没有平台能进一步提升该领域的技术。");
    assert_eq!(found(&[], 1, 9).ways, []);
}

#[test]
fn ways_keep_to_the_field_and_to_the_preferred_regions() {
    let platforms = [
        stretch(1, 4, 7).cost(1, 2, Currency::CNY).of(&["industry:C26"]).at("310110"),
        stretch(2, 4, 7).cost(30, 40, Currency::CNY).of(&["industry:C37"]).at("310110"),
        stretch(3, 4, 7).cost(20, 30, Currency::CNY).at("330100"),
    ];
    let asked = |regions: &[&str]| bridges(&platforms, &wanted(4, 7, &["industry:C3734"], regions));
    // Another field is left out however cheap; who names none serves every one.
    let anywhere = asked(&[]);
    assert_eq!((over(&anywhere, 0), anywhere.regional), (vec![3], None));
    let shanghai = asked(&["310000"]);
    assert_eq!((over(&shanghai, 0), shanghai.regional), (vec![2], Some(true)));
    let hangzhou = asked(&["330100"]);
    assert_eq!((over(&hangzhou, 0), hangzhou.regional), (vec![3], Some(true)));
    let beijing = asked(&["110000"]);
    assert_eq!((over(&beijing, 0), beijing.regional), (vec![3], Some(false)));
    let note = reasons::bridges_note(Locale::En, &beijing).unwrap();
    assert_eq!(note, "Not all of these are known to be in the preferred regions.");
    assert_eq!(reasons::bridges_note(Locale::En, &shanghai), None);
}

#[test]
fn a_way_that_is_half_in_the_preferred_regions_is_not_said_to_be_elsewhere() {
    let first = stretch(1, 4, 5).at("310110");
    for second in [stretch(2, 5, 7).at("330100"), stretch(2, 5, 7)] {
        let found = bridges(&[first.clone(), second], &wanted(4, 7, &[], &["310000"]));
        assert_eq!((over(&found, 0), found.regional), (vec![1, 2], Some(false)));
        let note = [Locale::En, Locale::ZhCn].map(|locale| reasons::bridges_note(locale, &found).unwrap());
        assert_eq!(note, ["Not all of these are known to be in the preferred regions.", "以下平台不全在意向地区（或未说明地区）。"]);
    }
    let whole = bridges(&[first, stretch(2, 5, 7).at("310115")], &wanted(4, 7, &[], &["310000"]));
    assert_eq!((whole.regional, reasons::bridges_note(Locale::En, &whole)), (Some(true), None));
}

#[test]
fn fields_that_cannot_be_compared_promise_nothing() {
    let ways = |offered: &[&str], asked: &[&str]| bridges(&[stretch(1, 4, 7).of(offered)], &wanted(4, 7, asked, &[])).ways.len();
    // A chain says in no table to which strategic industry it belongs, and a class of patents neither.
    assert_eq!(ways(&["chain:GREEN"], &["strategic:BIO"]), 0);
    assert_eq!(ways(&["strategic:BIO"], &["ipc:A61B"]), 0);
    assert_eq!(ways(&["chain:GREEN"], &["chain:GREEN", "strategic:BIO"]), 1);
    assert_eq!(ways(&["strategic:BIO"], &["ipc:A61B", "industry:C358"]), 1);
    // Who names no field serves every one, and of what names none nobody can say that it is another.
    assert_eq!((ways(&[], &["ipc:A61B"]), ways(&["chain:GREEN"], &[])), (1, 1));
}

/// Many ask at once, each for something else: every set of fields is compared once, and no way is looked for twice.
#[test]
fn five_thousand_platforms_are_looked_through_for_a_page_of_matches() {
    let field = |number: u128| format!("industry:C{}{}", 13 + number % 30, number % 7);
    let platform = |number: u128| {
        let (from, up) = (i32::try_from(1 + number % 7).unwrap(), i32::try_from(1 + number % 3).unwrap());
        let price = i64::try_from(number * 7919 % 5000).unwrap();
        let fields = [field(number), field(number / 3), field(number / 11)];
        let stretch = stretch(number, from, (from + up).min(9)).weeks(from, from + 9).cost(price, price + 900, Currency::CNY);
        stretch.of(&fields.each_ref().map(String::as_str)).at(if number.is_multiple_of(2) { "310110" } else { "330100" })
    };
    let platforms: Vec<Stretch> = (1..=5000).map(platform).collect();
    let asked = |number: u128| wanted(2 + i32::try_from(number % 3).unwrap(), 8, &[&field(number), &field(number * 5)], &["310000"]);
    let asked: Vec<Wanted> = (1..=100).map(asked).collect();
    let started = std::time::Instant::now();
    let found = bridges_of_many(&platforms, &asked);
    let took = started.elapsed();
    println!("ways for 100 matches over 5,000 platforms: {took:?}");
    assert!(found.iter().any(|found| !found.ways.is_empty()));
    assert!(took.as_secs() < 10, "{took:?}");
}

fn any_stretch() -> impl Strategy<Value = Stretch> {
    let weeks = prop::option::of((1_i32..20, 0_i32..20));
    let cost = prop::option::of((0_i64..500, 0_i64..500, prop::bool::weighted(0.2)));
    (1_i32..9, 1_i32..5, weeks, cost).prop_map(|(from, up, weeks, cost)| {
        let stretch = stretch(0, from, (from + up).min(9));
        let stretch = weeks.map_or(stretch.clone(), |(min, more)| stretch.weeks(min, min + more));
        cost.map_or(stretch.clone(), |(min, more, abroad)| stretch.cost(min, min + more, if abroad { USD } else { Currency::CNY }))
    })
}

/// With a field, or none, and a place, or none.
fn somewhere() -> impl Strategy<Value = Stretch> {
    let fields = prop::sample::subsequence(vec!["industry:C26", "industry:C3734", "strategic:BIO", "chain:GREEN"], 0..3);
    (any_stretch(), fields, prop::sample::select(vec!["", "310110", "330100"])).prop_map(|(stretch, fields, region)| {
        let stretch = stretch.of(&fields);
        if region.is_empty() { stretch } else { stretch.at(region) }
    })
}

fn any_wanted() -> impl Strategy<Value = Wanted> {
    let fields = prop::sample::subsequence(vec!["industry:C3734", "strategic:BIO", "ipc:A61B"], 0..3);
    let regions = prop::sample::subsequence(vec!["310000", "330100"], 0..2);
    (1_i32..8, 1_i32..6, fields, regions).prop_map(|(from, up, fields, regions)| wanted(from, (from + up).min(9), &fields, &regions))
}

/// Every level that something of the level `from` gets to, by going on until nothing is new.
fn reachable(platforms: &[Stretch], from: i32) -> BTreeSet<i32> {
    let mut levels = BTreeSet::from([from]);
    loop {
        let takes = |one: &Stretch| levels.iter().any(|level| one.readiness.from <= *level && *level < one.readiness.to);
        let more: Vec<i32> = platforms.iter().filter(|one| takes(one)).map(|one| one.readiness.to).collect();
        let before = levels.len();
        levels.extend(more);
        if levels.len() == before {
            return levels;
        }
    }
}

/// Every chain from `from` to `to` or beyond, by trying them all.
fn chains(platforms: &[Stretch], from: i32, to: i32) -> Vec<Vec<Stretch>> {
    if from >= to {
        return vec![Vec::new()];
    }
    let next = platforms.iter().filter(|one| one.readiness.from <= from && from < one.readiness.to);
    next.flat_map(|one| {
        let rest = chains(platforms, one.readiness.to, to);
        rest.into_iter().map(move |rest| [vec![one.clone()], rest].concat())
    })
    .collect()
}

fn weeks_of(chain: &[Stretch]) -> Option<(i32, i32)> {
    chain.iter().map(|one| one.weeks).try_fold((0, 0), |(max, min), weeks| weeks.map(|weeks| (max + weeks.max, min + weeks.min)))
}

fn cost_of(chain: &[Stretch], currency: Currency) -> Option<(i64, i64)> {
    let told = chain.iter().map(|one| one.cost.filter(|cost| cost.min.currency == currency));
    told.into_iter().try_fold((0, 0), |(max, min), cost| cost.map(|cost| (max + cost.max.minor_units, min + cost.min.minor_units)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn of_all_ways_the_best_are_told(mut platforms in prop::collection::vec(any_stretch(), 0..8), from in 1_i32..8, up in 1_i32..6) {
        for (number, platform) in (1_u128..).zip(&mut platforms) {
            platform.platform = Id::from_uuid(Uuid::from_u128(number));
        }
        let to = (from + up).min(9);
        let told = found(&platforms, from, to);
        let all = chains(&platforms, from, to);
        prop_assert_eq!(told.ways.is_empty(), all.is_empty());
        let furthest = reachable(&platforms, from).into_iter().max().unwrap_or(from);
        prop_assert_eq!(told.reached, furthest.min(to));
        prop_assert_eq!(told.reached == to, !all.is_empty());
        for way in &told.ways {
            // A way is a chain without gaps, and its sums are those of its steps, or unknown.
            let chain: Vec<Stretch> = way.steps.iter().map(|step| step.stretch.clone()).collect();
            prop_assert!(all.contains(&chain));
            prop_assert_eq!(way.steps[0].from, from);
            prop_assert!(way.steps.windows(2).all(|pair| pair[0].to == pair[1].from));
            prop_assert_eq!(way.weeks.map(|weeks| (weeks.max, weeks.min)), weeks_of(&chain));
            let sums = [Currency::CNY, USD].into_iter().find_map(|currency| cost_of(&chain, currency));
            prop_assert_eq!(way.cost.map(|cost| (cost.max.minor_units, cost.min.minor_units)), sums);
        }
        let merit = |merit| told.ways.iter().filter(move |way| way.merits.contains(&merit));
        let fastest = all.iter().filter_map(|chain| weeks_of(chain)).min();
        prop_assert_eq!(merit(Merit::Fastest).next().and_then(|way| way.weeks).map(|weeks| (weeks.max, weeks.min)), fastest);
        prop_assert!(merit(Merit::Fastest).count() <= 1);
        for currency in [Currency::CNY, USD] {
            let cheapest = all.iter().filter_map(|chain| cost_of(chain, currency)).min();
            let mut told = merit(Merit::Cheapest).filter_map(|way| way.cost).filter(|cost| cost.min.currency == currency);
            prop_assert_eq!(told.next().map(|cost| (cost.max.minor_units, cost.min.minor_units)), cheapest);
            prop_assert!(told.next().is_none());
        }
    }
    #[test]
    fn asked_together_all_get_what_each_would_get(
        platforms in prop::collection::vec(somewhere(), 0..12),
        asked in prop::collection::vec(any_wanted(), 0..8),
    ) {
        let each: Vec<Bridges> = asked.iter().map(|wanted| bridges(&platforms, wanted)).collect();
        prop_assert_eq!(bridges_of_many(&platforms, &asked), each);
    }
}
