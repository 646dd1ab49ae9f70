//! Rules of demands: contents, what gives an owner away, what the world sees, how long, and the table of transitions.

mod states;

use std::sync::LazyLock;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use lianqiao::{
    demand::{
        content::{AcceptanceTest, DemandContent},
        prompts,
        rules::{Facts, Traits, Transition, blockers, completeness, doubts, giveaways, giveaways_of, next_reminder, shown_until, warnings},
        validate::validate,
        veil::{Profile, city, day_of, told_at, veiled, wider},
        vocabulary::{Comparator, Visibility},
    },
    identity::rules::{EnterpriseSize, SizeIndustry},
    kernel::{Date, Locale},
    listing::content::{BilingualText, Contact},
    reference::{self, List},
    rulebook::{Rulebook, parse_files},
};
use proptest::prelude::*;
use sea_orm::Iterable;

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let (rules, calendar) = parse_files().expect("rule files");
    Rulebook::new(rules, calendar)
});

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

const TODAY: NaiveDate = day(2026, 11, 23);

fn zh(text: &str) -> BilingualText {
    BilingualText { zh: Some(text.to_owned()), en: None }
}

fn told() -> DemandContent {
    DemandContent {
        title: zh("焊缝返修多"), problem: zh("每班返修十几处"), expected_target: zh("返修减半"), ..DemandContent::default()
    }
}

fn test(value: &str) -> AcceptanceTest {
    AcceptanceTest {
        name: "合格率".to_owned(),
        comparator: Comparator::AtLeast,
        value: value.to_owned(),
        upper: None,
        unit: None,
        method: None,
    }
}

// ---- contents

proptest! {
    #[test]
    fn what_was_cleaned_once_stays_as_it_is(words in prop::collection::vec("[\u{4E00}-\u{4E80} a-zA-Z]{0,20}", 0..8), number in -1_000_000_i64..1_000_000, trl in 1..=9_i32) {
        let content = DemandContent { keywords: words, trl_min: Some(trl), acceptance_tests: vec![test(&format!(" {number}.50 "))], ..told() };
        let cleaned = validate(DemandContent { keywords: content.keywords.iter().filter(|word| !word.trim().is_empty()).cloned().collect(), ..content }, TODAY, &BOOK).unwrap();
        prop_assert_eq!(validate(cleaned.clone(), TODAY, &BOOK).unwrap(), cleaned);
    }

    #[test]
    fn a_value_is_a_decimal_or_is_refused_and_never_changed(text in "[-+0-9.eE,一二 ]{0,12}") {
        let checked = validate(DemandContent { acceptance_tests: vec![test(&text)], ..told() }, TODAY, &BOOK);
        if let Ok(content) = checked {
            let plain: String = text.chars().filter(|c| *c != ',').collect();
            let given: rust_decimal::Decimal = plain.trim().parse().unwrap();
            prop_assert_eq!(content.acceptance_tests[0].value.parse::<rust_decimal::Decimal>().unwrap(), given);
        }
    }
}

#[test]
fn numbers_are_read_as_people_type_them() {
    let read = |text: &str| validate(DemandContent { acceptance_tests: vec![test(text)], ..told() }, TODAY, &BOOK);
    for (typed, kept) in [("98.5", "98.5"), ("１，０００．５０", "1000.50"), (" -3 ", "-3"), ("1,234", "1234")] {
        assert_eq!(read(typed).unwrap().acceptance_tests[0].value, kept, "{typed}");
    }
    for wrong in ["", "九", "1.2.3", "1e5", "NaN", "inf", "≥5", "99999999999999999999999999999999"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

// ---- giveaways

const NAMES: [&str; 3] = ["上海隅芯微电子有限公司", "Yuxin Microelectronics (Shanghai) Co., Ltd.", "上海青禾汀软件有限公司"];

fn found(text: &str) -> Vec<String> {
    let names: Vec<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
    let traits = Traits { names: &names, credit_code: Some("91310110MA1000001X"), website: Some("https://www.yuxin.example/cn") };
    let content = DemandContent { problem: zh(text), ..told() };
    giveaways(&content, &traits).into_iter().map(|error| error.path().join(".")).collect()
}

#[test]
fn names_addresses_and_telephones_are_found_and_ordinary_words_are_not() {
    for telling in [
        "隅芯微电子的产线",
        "我们 隅 芯 微 电 子",
        "YUXIN  Microelectronics",
        "代码91310110ma1000001x",
        "见 yuxin.example",
        "https://elsewhere.example/a",
        "请联系 a.b@mail.example",
        "电话：021-6598 0000",
        "１３８００１３８０００",
        "青禾汀软件自用",
    ] {
        assert_eq!(found(telling), ["problem.zh"], "{telling}");
    }
    for ordinary in [
        "微电子产线良率低",
        "电子元件在上海采购",
        "each shift makes 12000 parts at 1500 rpm",
        "压力 0.35 MPa，流量 1380013 L，年产 13800138 只",
        "按 GB/T 2828.1-2012 抽样",
        "编号 2026110023456789",
        "the company limited its technology",
        "用@表示位置",
    ] {
        assert_eq!(found(ordinary), Vec::<String>::new(), "{ordinary}");
    }
}

proptest! {
    #[test]
    fn a_name_is_found_wherever_it_stands_and_however_it_is_spaced(before in "[\u{4E00}-\u{4E20}]{0,6}", after in "[\u{4E00}-\u{4E20}]{0,6}", gap in "[ 　·-]{0,2}", field in 0..4_usize) {
        let name: String = "隅芯微电子".chars().map(|c| format!("{c}{gap}")).collect();
        let text = format!("{before}{name}{after}");
        let mut content = told();
        match field {
            0 => content.title = zh(&text),
            1 => content.current_solution = zh(&text),
            2 => content.keywords = vec![text],
            _ => content.acceptance_tests = vec![AcceptanceTest { method: Some(text), ..test("1") }],
        }
        let names = vec![NAMES[0].to_owned()];
        prop_assert_eq!(giveaways(&content, &Traits { names: &names, ..Traits::default() }).len(), 1);
    }
}

#[test]
fn the_contact_is_no_giveaway_because_nobody_is_shown_it() {
    let contact =
        Contact {
            name: "隅芯微电子 王工".to_owned(), phone: Some("13800138000".to_owned()), email: Some("wang@yuxin.example".to_owned())
        };
    let names = vec![NAMES[0].to_owned()];
    assert!(giveaways(&DemandContent { contact: Some(contact), ..told() }, &Traits { names: &names, ..Traits::default() }).is_empty());
}

/// What `names` make of `text`: `refused`, `warned`, or nothing.
fn said(name: &str, text: &str) -> &'static str {
    let names = [name.to_owned()];
    let (traits, content) = (Traits { names: &names, ..Traits::default() }, DemandContent { problem: zh(text), ..told() });
    match (giveaways(&content, &traits).is_empty(), doubts(&content, &traits).is_empty()) {
        (false, _) => "refused",
        (true, false) => "warned",
        (true, true) => "nothing",
    }
}

#[test]
fn the_brand_is_found_whatever_stands_around_it() {
    for (name, text, expected) in [
        ("上海隅芯微电子有限公司", "我们隅芯的产线", "refused"),
        ("杭州隅芯微电子有限公司", "我们隅芯的产线", "refused"),
        ("杭州市余杭区隅芯微电子有限公司", "隅 芯 的产线", "refused"),
        ("隅芯微电子（杭州）有限公司", "隅芯的产线", "refused"),
        ("隅芯(上海)集团股份有限公司", "隅芯的产线", "refused"),
        ("Yuxin Microelectronics (Shanghai) Co., Ltd.", "the Yuxin line stands still", "refused"),
        ("Hangzhou Yuxin Technology Co., Ltd.", "Yuxin的产线", "refused"),
        ("Yuxin Microelectronics (Shanghai) Co., Ltd.", "the yuxinese line", "nothing"),
        // A district may be how the brand begins.
        ("上海未央汀材料科技有限公司", "未央汀的窑", "refused"),
        ("上海杨浦小桥焊接有限公司", "小桥的焊缝", "refused"),
        ("西安长安隅芯科技有限公司", "隅芯的产线", "refused"),
        // Fine words and words of the trade: somebody has to read them.
        ("上海东方阀门有限公司", "东方不亮西方亮", "warned"),
        ("上海光学仪器有限公司", "光学检测太慢", "nothing"),
        ("宁波轴承机械有限公司", "轴承磨损", "nothing"),
        ("深圳机床科技有限公司", "机床振动", "nothing"),
        ("上海铸造科技有限公司", "铸造气孔多", "warned"),
        ("Summit Technology Co., Ltd.", "the summit of the curve", "warned"),
        ("Hikari Instruments Ltd.", "our Hikari sensors", "refused"),
        ("ABB Ltd.", "our abb drives", "refused"),
        ("ABB Ltd.", "a rabbit", "nothing"),
        ("上海隅芯微电子有限公司", "微电子产线良率低，上海的供应商都试过", "nothing"),
    ] {
        assert_eq!(said(name, text), expected, "{name}: {text}");
    }
    // A warning bars nobody; whoever publishes is told.
    let names = ["上海东方阀门有限公司".to_owned()];
    let content = DemandContent { problem: zh("东方不亮西方亮"), ..told() };
    let facts = Facts { traits: Traits { names: &names, ..Traits::default() }, ..states::facts(&content) };
    assert!(blockers(Transition::Publish, &facts, &BOOK).unwrap().is_empty());
    assert_eq!(warnings(Transition::Publish, &facts)[0].error.path(), ["problem", "zh"]);
    assert!(warnings(Transition::Submit, &facts).is_empty());
}

#[test]
fn whom_to_ask_and_where_the_house_is_on_the_net_is_found() {
    let contact = |name: &str, phone: &str| Contact { name: name.to_owned(), phone: Some(phone.to_owned()), email: None };
    for (person, text, told) in [
        (contact("王工", "021-0000-0301"), "请找王工", true),
        (contact("采购部 李小桥", "021-0000-0301"), "采购部不批", false),
        (contact("采购部 李小桥", "021-0000-0301"), "李小桥知道", true),
        (contact("王工", "8848 0301"), "拨8848-0301转2", true),
        (contact("王工", "8848 0301"), "压力0.35，流量1380", false),
    ] {
        let content = DemandContent { problem: zh(text), contact: Some(person.clone()), ..DemandContent::default() };
        assert_eq!(giveaways(&content, &Traits::default()).len(), usize::from(told), "{text}");
        assert_eq!(giveaways_of(text, &Traits::default(), Some(&person)).is_some(), told, "{text}");
    }
    for (website, text, told) in [
        ("https://shop.yuxin.example/cn", "见 yuxin.example", true),
        ("https://www.yuxin.com.cn", "见 mail.yuxin.com.cn", true),
        ("https://www.yuxin.com.cn", "见 other.com.cn", false),
    ] {
        let traits = Traits { website: Some(website), ..Traits::default() };
        assert_eq!(giveaways_of(text, &traits, None).is_some(), told, "{website}: {text}");
    }
}

// ---- the veil

#[test]
fn a_profile_tells_less_step_by_step_until_nothing_is_left() {
    let mut profile = Profile {
        country: "CN".to_owned(),
        region: Some("330100".to_owned()),
        size: Some(EnterpriseSize::Small),
        branch: Some(SizeIndustry::Industry),
    };
    let mut told = Vec::new();
    while let Some(next) = wider(&profile) {
        told.push((next.branch.is_some(), next.size.is_some(), next.region.clone()));
        profile = next;
    }
    let region = |code: &str| Some(code.to_owned());
    assert_eq!(
        told,
        [(false, true, region("330100")), (false, false, region("330100")), (false, false, region("330000")), (false, false, None)]
    );
    assert_eq!(profile.country, "CN");
}

#[test]
fn a_place_is_told_to_the_city_and_never_nearer() {
    for entry in reference::entries(List::Divisions) {
        let told = city(entry.code).unwrap();
        assert!(told.ends_with("00") && told[..2] == entry.code[..2], "{} as {told}", entry.code);
        assert!(reference::division_exists(&told));
    }
    assert_eq!(
        (city("310110").as_deref(), city("330106").as_deref(), city("330000").as_deref()),
        (Some("310000"), Some("330100"), Some("330000"))
    );
}

proptest! {
    #[test]
    fn nothing_behind_the_veil_tells_place_or_contact(visibility in prop::sample::select(Visibility::iter().collect::<Vec<_>>()), seconds in 0..200_000_i64) {
        let contact = Contact { name: "王工".to_owned(), phone: None, email: None };
        let regions = ["310110", "310112", "330106"].map(str::to_owned).to_vec();
        let shown = veiled(DemandContent { contact: Some(contact), site: Some("310110".to_owned()), preferred_regions: regions.clone(), visibility, ..told() });
        prop_assert_eq!(shown.contact.is_none(), true);
        let named = visibility == Visibility::Public;
        prop_assert_eq!(shown.site.as_deref(), Some(if named { "310110" } else { "310000" }));
        prop_assert_eq!(&shown.preferred_regions, &if named { regions } else { vec!["310000".to_owned(), "330100".to_owned()] });
        prop_assert_eq!(veiled(shown.clone()), shown);
        let at: DateTime<Utc> = "2026-11-22T16:00:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::seconds(seconds);
        let told = told_at(at, visibility);
        prop_assert_eq!(told == at, named || seconds % 86_400 == 0);
        prop_assert!(told <= at && at - told < Duration::days(1) && day_of(told) == day_of(at));
    }
}

// ---- time

proptest! {
    #[test]
    fn it_ends_by_its_deadline_and_every_reminder_lies_ahead(chosen in prop::option::of(0..365_i64), deadline in prop::option::of(0..1000_i64)) {
        let later = |days: i64| Date(TODAY + Duration::days(days));
        let content = DemandContent { valid_until: chosen.map(later), deadline: deadline.map(later), ..told() };
        let last = shown_until(&content, TODAY, &BOOK).unwrap();
        prop_assert!(last.0 >= TODAY);
        prop_assert!(content.deadline.is_none_or(|deadline| last <= deadline));
        prop_assert!(content.valid_until.is_none_or(|chosen| last <= chosen));
        let mut today = TODAY;
        let mut told = Vec::new();
        while let Some(reminder) = next_reminder(last, today, &BOOK).unwrap() {
            prop_assert!(reminder.0 > today && reminder < last);
            today = reminder.0;
            told.push((last.0 - reminder.0).num_days());
        }
        let ahead = (last.0 - TODAY).num_days();
        let expected: Vec<i64> = [30, 7].into_iter().filter(|days| *days < ahead).collect();
        prop_assert_eq!(told, expected);
    }
}

// ---- gaps and questions

#[test]
fn every_question_is_about_a_field_and_every_gap_has_its_question() {
    let fields = serde_json::to_value(told()).unwrap();
    let snake = |field: &str| {
        field.chars().flat_map(|c| [Some('_').filter(|_| c.is_uppercase()), Some(c.to_ascii_lowercase())]).flatten().collect::<String>()
    };
    for prompt in prompts::all() {
        assert!(fields.get(snake(&prompt.field)).is_some(), "{} is no field", prompt.field);
        for locale in Locale::iter() {
            let words = prompt.words(locale);
            assert!(
                words.question.ends_with(['?', '？', '。', '.']) && !words.example.is_empty() && words.why.chars().count() > 10,
                "{prompt:?}"
            );
        }
        assert!(
            lianqiao::locale::has(Locale::En, &lianqiao::locale::field_key(&format!("demand.{}", prompt.field))),
            "{} has no label",
            prompt.field
        );
    }
    let (score, missing) = completeness(&DemandContent::default());
    assert_eq!(score, 0);
    for gap in &missing {
        assert!(prompts::of(gap.field).is_some(), "{} has no question", gap.field);
    }
    let required: Vec<_> = missing.iter().filter(|gap| gap.required).map(|gap| gap.field).collect();
    assert_eq!(required, ["title", "problem", "expectedTarget"]);
    let measured = DemandContent { expected_target: BilingualText::default(), acceptance_tests: vec![test("1")], ..told() };
    assert!(completeness(&measured).1.iter().all(|gap| !gap.required), "a measurement says it too");
}

#[test]
fn every_demo_demand_obeys_the_rules_today_and_in_the_years_to_come() {
    let names: Vec<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
    for years in 0..3 {
        let today = day(2026 + years, 11, 23);
        let demands = lianqiao::seed::demo_demands(today).unwrap();
        assert!(demands.len() >= 12, "{}", demands.len());
        for (key, handed_in, content) in demands {
            let content = validate(content, today, &BOOK).unwrap_or_else(|error| panic!("{key}: {} at {:?}", error.code(), error.path()));
            let facts = Facts { today, traits: Traits { names: &names, ..Traits::default() }, ..states::facts(&content) };
            let bars: Vec<_> = blockers(Transition::Publish, &facts, &BOOK).unwrap().into_iter().map(|found| found.error.code()).collect();
            assert!(!handed_in || bars.is_empty(), "{key} in {}: {bars:?}", 2026 + years);
        }
    }
}
