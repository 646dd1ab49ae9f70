//! Why and against in words: what a match says to an owner of a small enterprise, in both languages.

use std::collections::BTreeSet;

use lianqiao::{
    kernel::{Currency, Locale, Money},
    matching::{
        Match, Mode, Need, Offer, Price, Terms, Wishes,
        engine::Phrase,
        rules::{Evidence, Export, Payment, check, score},
    },
    pairing::reasons::{Reasons, reasons},
};
use uuid::Uuid;

use super::rules::WEIGHTS;

fn yuan(amount: i64) -> Money {
    Money::new(amount * 100, Currency::CNY)
}

fn terms(mode: Mode, price: Price) -> Terms {
    Terms { mode, price, payments: [Payment::LumpSum].into(), use_first_pay_later: Some(false), territory: Some(Vec::new()) }
}

/// A match of these wishes with this offer, with words and meanings as given.
fn found(wishes: Wishes, offer: Offer, evidence: &Evidence, phrases: &[(&str, &str)]) -> Match {
    let (terms, checked) = check(&Need { wishes, ..Need::default() }, &offer);
    let phrases = phrases.iter().map(|(need, offer)| Phrase { need: (*need).to_owned(), offer: (*offer).to_owned(), weight: 1.0 });
    let fields = if evidence.field == Some(true) { vec!["industry:C3734".to_owned(), "shanghai:IC".to_owned()] } else { Vec::new() };
    let score = score(evidence, &checked, &WEIGHTS);
    Match { id: Uuid::nil(), version: 1, score, checked, terms, phrases: phrases.collect(), fields }
}

fn strong() -> Evidence {
    Evidence { meaning: Some(3.5), words: Some(12.0), field: Some(true) }
}

fn both(found: &Match) -> [Reasons; 2] {
    [Locale::En, Locale::ZhCn].map(|locale| reasons(locale, found))
}

#[test]
fn everything_that_is_insisted_on_is_said_with_both_values() {
    let wishes = Wishes {
        trl_min: Some(6),
        budget: Some(yuan(500_000)),
        modes: BTreeSet::from([Mode::Exclusive]),
        payments: BTreeSet::from([Payment::Deferred, Payment::Royalty]),
        use_first_pay_later: true,
        country: Some("DE".to_owned()),
        ..Wishes::default()
    };
    let offer = Offer {
        trl: Some(4),
        terms: vec![terms(Mode::NonExclusive, Price::Fixed(yuan(1_234_500)))],
        export: Some(Export::Restricted),
        ..Offer::default()
    };
    let found = found(wishes, offer, &strong(), &[("welding", "welding"), ("返修", "返修")]);
    let [en, zh] = both(&found);
    assert_eq!(
        en.why,
        [
            "What is offered and what is needed are about the same kind of problem, also where the words differ.",
            "Both speak of: welding.",
            "Both belong to the field: Manufacture of railway, ship, aerospace and other transport equipment, Integrated circuits.",
            "It may be used anywhere.",
        ]
    );
    assert_eq!(
        en.against,
        [
            "Not mature enough yet: readiness level 4 is offered, level 6 or higher is wanted. Ask whether a pilot run is planned.",
            "It is offered as non-exclusive license, and wanted as exclusive license. Ask whether the holder would agree to that.",
            "Above the budget: it costs CNY 1,234,500 before use, and up to CNY 500,000 can be paid.",
            "It is to be paid for by lump sum, and deferred payment, royalty is accepted. Ask whether the holder would agree to that.",
            "“Use first, pay later” is wanted, and the holder does not offer it. Ask whether it can be agreed.",
            "Its export to Germany needs a license of the commerce authority, which takes some weeks.",
        ]
    );
    assert_eq!(zh.why[1], "两边都提到：返修。");
    assert!(zh.against.contains(&"超出预算：使用前需付123.45万元，预算最高50万元。".to_owned()), "{zh:?}");
    assert!(zh.against.contains(&"成果方提供的是普通许可，希望的是独占许可。可以问问对方能否商量。".to_owned()), "{zh:?}");
}

#[test]
fn what_nobody_says_is_something_to_ask_and_home_goes_without_saying() {
    let wishes = Wishes { trl_min: Some(6), budget: Some(yuan(8_000)), country: Some("CN".to_owned()), ..Wishes::default() };
    let offer = Offer { terms: vec![terms(Mode::NonExclusive, Price::Open)], ..Offer::default() };
    let [en, zh] = both(&found(wishes.clone(), offer, &strong(), &[]));
    assert_eq!(
        en.against,
        [
            "The holder does not say how mature the technology is; level 6 or higher is wanted. Ask for test or pilot results.",
            "The price is not told and has to be talked about; up to CNY 8,000 can be paid.",
        ]
    );
    assert_eq!(zh.against[1], "价格没有写明，需要面谈，预算最高8,000元。");
    let free = Offer { trl: Some(7), terms: vec![terms(Mode::Open, Price::Nothing)], ..Offer::default() };
    let [en, zh] = both(&found(wishes, free, &strong(), &[]));
    assert_eq!(
        (en.against.as_slice(), en.why.last().unwrap().as_str()),
        (&[][..], "Nothing is to be paid before there is income from it; the budget is CNY 8,000.")
    );
    assert!(en.why.iter().chain(&zh.why).all(|sentence| !sentence.contains("China") && !sentence.contains("中国")), "{en:?} {zh:?}");
}

#[test]
fn little_is_called_little_and_other_names_are_shown_where_nothing_else_can_be() {
    let weak = Evidence { meaning: None, words: Some(0.8), field: Some(true) };
    let [en, _] = both(&found(Wishes::default(), Offer::default(), &weak, &[("hours", "hours")]));
    assert_eq!((en.why.len(), en.against.len()), (1, 1), "a field alone is little: {en:?}");
    let other = Evidence { meaning: None, words: Some(9.0), field: Some(false) };
    let phrases = [("退役电池", "retired batteries"), ("电池", "batteries"), ("锂电池", "batteries")];
    let [en, zh] = both(&found(Wishes::default(), Offer::default(), &other, &phrases));
    assert_eq!(en.why, ["The same things under other names: “退役电池” – “retired batteries”, “锂电池” – “batteries”."]);
    assert_eq!(zh.why, ["同样的东西，叫法不同：“退役电池”即“retired batteries”、“锂电池”即“batteries”。"]);
    assert_eq!(zh.against, ["两边填写的领域不同。"]);
}
