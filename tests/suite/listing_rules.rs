//! Rules of listings: contents, patches, disclosure, differences, and the table of transitions.

mod numbers;
mod rights;
mod states;

use states::{bars, facts};

use std::sync::LazyLock;

use chrono::NaiveDate;
use lianqiao::{
    identity::rules::OrganizationKind,
    kernel::{Code, Currency, Date, Id, Locale, Money, id::Upload},
    listing::{
        content::{
            Attachment, BilingualText, Contact, DisclosureChoice, Funding, Indicator, Inventor, IpRight, LicenseOffer, ListingContent,
            OwnerShare, Royalty, Secrecy, TechnologyReadinessLevel, UseFirstPayLater,
        },
        diff::diff,
        disclosure::{default_layer, hidden_sections, layer_of, redact},
        patch::ContentPatch,
        rules::{
            Facts, Origin, Position, RevisionState, Suspension, Transition, blockers, completeness, deciding_rules, edited,
            first_right_end, last_right_end, look_again_on, must_suspend, take,
        },
        validate::validate,
        vocabulary::{
            AttachmentKind, DisclosureLayer, ExportClass, IpKind, IpStatus, LicenseKind, ListingSection, ListingState, PaymentMode,
            PriceMethod, ReadinessBasis, RightsGrantState, RoyaltyBase, SecrecyLevel,
        },
    },
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

fn text(zh: &str, en: &str) -> BilingualText {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    BilingualText { zh: given(zh), en: given(en) }
}

fn patent(kind: IpKind, number: &str) -> IpRight {
    IpRight {
        kind,
        number: number.to_owned(),
        title: None,
        office: None,
        status: IpStatus::InForce,
        filed_on: None,
        granted_on: None,
        expires_on: None,
        owners: Vec::new(),
        pledged: false,
        fee_paid_until: None,
    }
}

fn offer(code: &str, term_months: u32) -> LicenseOffer {
    LicenseOffer {
        code: code.to_owned(),
        kind: LicenseKind::NonExclusive,
        territory: vec!["CN".to_owned()],
        field_of_use: None,
        term_months,
        price_method: None,
        price: Some(Money::new(8_000_000, Currency::CNY)),
        royalty: None,
        negotiable: false,
        payment_mode: PaymentMode::LumpSum,
        use_first_pay_later: None,
        note: None,
    }
}

fn use_first(modes: Vec<PaymentMode>, free_months: u32) -> Option<UseFirstPayLater> {
    Some(UseFirstPayLater { modes, free_months, terms: None })
}

fn attachment(title: &str, layer: DisclosureLayer) -> Attachment {
    let upload_id = Id::<Upload>::from_uuid(uuid::Uuid::from_u64_pair(7, title.len() as u64)).to_string().into();
    Attachment { upload_id, kind: AttachmentKind::Document, title: text(title, ""), layer, file: None }
}

/// A listing in which every section has content.
fn full() -> ListingContent {
    ListingContent {
        title: text("氢燃料电池双极板", "Bipolar plates for fuel cells"),
        abstract_text: text("摘要", "Abstract"),
        problem: text("SECRET-problem", ""),
        benefit: text("SECRET-benefit", ""),
        innovation_points: vec!["SECRET-innovation".to_owned()],
        indicators: vec![Indicator { name: "SECRET-indicator".to_owned(), value: "1".to_owned(), unit: None, benchmark: None }],
        scenarios: text("SECRET-scenario", ""),
        applied_cases: text("", "SECRET-case"),
        ip_rights: vec![IpRight { title: Some("SECRET-right".to_owned()), ..patent(IpKind::PatentInvention, "202310123456.6") }],
        inventors: vec![Inventor { name: "SECRET-inventor".to_owned(), role: None, lead: true, share_basis_points: Some(10_000) }],
        owners: vec![OwnerShare { name: "SECRET-owner".to_owned(), share_basis_points: 10_000 }],
        offers: vec![LicenseOffer { note: Some("SECRET-offer".to_owned()), ..offer("STD", 36) }],
        funding: Some(Funding { program: Some("SECRET-program".to_owned()), ..Funding::default() }),
        contact: Some(Contact { name: "SECRET-contact".to_owned(), phone: None, email: None }),
        know_how: Some("SECRET-know-how".to_owned()),
        attachments: vec![attachment("SECRET-attachment", DisclosureLayer::Public)],
        secrecy: Some(Secrecy { level: SecrecyLevel::None, cleared: true }),
        ..ListingContent::default()
    }
}

fn check(content: ListingContent) -> Result<ListingContent, Vec<(Code, String)>> {
    validate(content, TODAY, &BOOK).map_err(|error| error.iter().map(|error| (error.code(), error.path().join("."))).collect())
}

fn problems(content: ListingContent) -> Vec<(Code, String)> {
    check(content).err().unwrap_or_default()
}

fn titled() -> ListingContent {
    ListingContent { title: text("题目", ""), ..ListingContent::default() }
}

// ---- contents

#[test]
fn the_last_day_of_a_chinese_patent_follows_from_its_filing_by_the_rule_of_that_day() {
    let term = |kind, number: &str, filed| {
        let right = IpRight { filed_on: Some(Date(filed)), ..patent(kind, number) };
        check(ListingContent { ip_rights: vec![right], ..titled() }).unwrap().ip_rights[0].expires_on.unwrap().0
    };
    assert_eq!(term(IpKind::PatentInvention, "202310123456.6", day(2023, 1, 15)), day(2043, 1, 15));
    assert_eq!(term(IpKind::PatentUtility, "202420000001.5", day(2024, 2, 29)), day(2034, 2, 28));
    // A design filed until 31 May 2021 lasts ten years, one filed since lasts fifteen.
    let design =
        |year: &str| format!("{year}30000001.{}", lianqiao::listing::validate::patent::check_digit(&format!("{year}30000001")).unwrap());
    assert_eq!(term(IpKind::PatentDesign, &design("2021"), day(2021, 5, 31)), day(2031, 5, 31));
    assert_eq!(term(IpKind::PatentDesign, &design("2021"), day(2021, 6, 1)), day(2036, 6, 1));
    let application = IpRight { filed_on: Some(Date(day(2023, 1, 15))), ..patent(IpKind::PatentApplication, "202310123456.6") };
    assert_eq!(check(ListingContent { ip_rights: vec![application], ..titled() }).unwrap().ip_rights[0].expires_on, None);
}

#[test]
fn foreign_numbers_are_free_and_name_their_office() {
    let right = patent(IpKind::PatentInvention, "US10123456B2");
    let kept = check(ListingContent { ip_rights: vec![right], ..titled() }).unwrap();
    assert_eq!((kept.ip_rights[0].number.as_str(), kept.ip_rights[0].office.as_deref()), ("US10123456B2", Some("US")));
    let unknown = IpRight { office: Some("XX".to_owned()), ..patent(IpKind::PatentInvention, "123") };
    assert_eq!(problems(ListingContent { ip_rights: vec![unknown], ..titled() }), [(Code::InvalidCountry, "ipRights.0.office".to_owned())]);
    let european = IpRight { office: Some("ep".to_owned()), ..patent(IpKind::PatentInvention, "3123456") };
    assert_eq!(check(ListingContent { ip_rights: vec![european], ..titled() }).unwrap().ip_rights[0].office.as_deref(), Some("EP"));
}

#[test]
fn everything_that_is_wrong_is_told_at_once_with_its_place() {
    let content = ListingContent {
        title: text("", ""),
        benefit: text("  ", ""),
        keywords: (0..11).map(|n| format!("k{n}")).collect(),
        readiness: Some(TechnologyReadinessLevel { level: 10, basis: ReadinessBasis::SelfAssessed, assessed_on: None }),
        ip_rights: vec![
            patent(IpKind::PatentInvention, "202310123456.6"),
            patent(IpKind::PatentInvention, "202310123456.7"),
            patent(IpKind::Software, ""),
        ],
        ipc: vec!["H01L 21/02".to_owned(), "Z99Z".to_owned()],
        industries: vec!["C39".to_owned(), "Q0000".to_owned()],
        innovation_points: vec!["字".repeat(50), "字".repeat(51)],
        owners: vec![
            OwnerShare { name: "甲".to_owned(), share_basis_points: 7000 },
            OwnerShare { name: "乙".to_owned(), share_basis_points: 2000 },
        ],
        inventors: vec![Inventor { name: "丙\u{202E}".to_owned(), role: None, lead: false, share_basis_points: None }],
        contact: Some(Contact { name: "丁".to_owned(), phone: None, email: Some("nobody".to_owned()) }),
        offers: vec![
            LicenseOffer { territory: vec!["CN".to_owned(), "ZZ".to_owned()], ..offer("A", 36) },
            LicenseOffer {
                royalty: Some(Royalty { base: RoyaltyBase::NetSales, rate_basis_points: 10_001, minimum_annual: None, cap: None }),
                ..offer("B", 0)
            },
            LicenseOffer { price: Some(Money::new(-1, Currency::CNY)), ..offer("c", 12) },
        ],
        disclosure: vec![DisclosureChoice { section: ListingSection::KnowHow, layer: DisclosureLayer::Registered }],
        valid_until: Some(Date(day(2026, 11, 22))),
        ..ListingContent::default()
    };
    let found = problems(content);
    let expected = [
        (Code::Required, "title"),
        (Code::Required, "benefit"),
        (Code::TooMany, "keywords"),
        (Code::OutOfRange, "readiness.level"),
        (Code::InvalidPatentNumber, "ipRights.1.number"),
        (Code::Required, "ipRights.2.number"),
        (Code::InvalidIpc, "ipc.1"),
        (Code::UnknownCode, "industries.1"),
        (Code::TooLong, "innovationPoints.1"),
        (Code::SharesNotWhole, "owners"),
        (Code::ForbiddenCharacters, "inventors.0.name"),
        (Code::InvalidEmail, "contact.email"),
        (Code::InvalidCountry, "offers.0.territory.1"),
        (Code::OutOfRange, "offers.1.termMonths"),
        (Code::OutOfRange, "offers.1.royalty.rateBasisPoints"),
        (Code::OutOfRange, "offers.2.price.minorUnits"),
        (Code::OutOfRange, "disclosure.0.layer"),
        (Code::OutOfRange, "validUntil"),
    ];
    for (code, path) in expected {
        assert!(found.contains(&(code, path.to_owned())), "{code} at {path} is missing in {found:?}");
    }
    assert_eq!(found.len(), expected.len(), "{found:?}");
}

#[test]
fn codes_and_numbers_must_be_unique_within_a_listing() {
    let offers = vec![offer("UFPL-12", 36), offer("ufpl-12", 24)];
    assert_eq!(problems(ListingContent { offers, ..titled() }), [(Code::Duplicate, "offers.1.code".to_owned())]);
    let ip_rights = vec![patent(IpKind::PatentInvention, "202310123456.6"), patent(IpKind::PatentInvention, "ZL202310123456.6")];
    assert_eq!(problems(ListingContent { ip_rights, ..titled() }), [(Code::Duplicate, "ipRights.1.number".to_owned())]);
}

#[test]
fn sets_drop_repetitions_and_codes_take_their_one_form() {
    let content = ListingContent {
        ipc: vec!["h01l21/02".to_owned(), "H01L 21/02(2006.01)I".to_owned(), "Ｅ01B3/32".to_owned()],
        industries: vec!["i6513".to_owned(), "I6513".to_owned()],
        keywords: vec![" 电池 ".to_owned(), "电池".to_owned()],
        ..titled()
    };
    let kept = check(content).unwrap();
    assert_eq!(kept.ipc, ["H01L 21/02", "E01B 3/32"]);
    assert_eq!((kept.industries, kept.keywords), (vec!["I6513".to_owned()], vec!["电池".to_owned()]));
}

#[test]
fn use_first_pay_later_keeps_to_its_rules() {
    let with = |modes, months| LicenseOffer { use_first_pay_later: use_first(modes, months), ..offer("UFPL-12", 36) };
    assert!(check(ListingContent { offers: vec![with(vec![PaymentMode::Deferred, PaymentMode::Instalment], 12)], ..titled() }).is_ok());
    let found = problems(ListingContent { offers: vec![with(vec![PaymentMode::Deferred, PaymentMode::Equity], 11)], ..titled() });
    let place = |end: &str| format!("offers.0.useFirstPayLater.{end}");
    assert_eq!(found, [(Code::NotUseFirstPayLater, place("modes.1")), (Code::NotUseFirstPayLater, place("freeMonths"))]);
    assert_eq!(problems(ListingContent { offers: vec![with(Vec::new(), 12)], ..titled() }), [(Code::Required, place("modes"))]);
}

#[test]
fn a_price_is_fixed_in_one_of_the_ways_that_the_law_names() {
    let by = |method| ListingContent { offers: vec![LicenseOffer { price_method: Some(method), ..offer("STD", 12) }], ..titled() };
    assert!(PriceMethod::iter().all(|method| check(by(method)).is_ok()));
    // Should the law drop one, it is offered no more.
    let (mut rules, calendar) = parse_files().unwrap();
    let methods = rules.iter_mut().find(|rule| rule.rule_id == "pricing.methods").unwrap();
    methods.value = serde_json::json!(["AGREEMENT"]);
    let book = Rulebook::new(rules, calendar);
    assert!(validate(by(PriceMethod::Agreement), TODAY, &book).is_ok());
    let refused = validate(by(PriceMethod::Auction), TODAY, &book).unwrap_err();
    assert_eq!((refused.code(), refused.path().join(".")), (Code::UnknownCode, "offers.0.priceMethod".to_owned()));
}

#[test]
fn no_term_outlives_the_right_that_ends_first() {
    let right = |number: &str, end| IpRight {
        expires_on: Some(Date(end)),
        office: Some("US".to_owned()),
        ..patent(IpKind::PatentInvention, number)
    };
    let rights = vec![right("1", day(2040, 1, 1)), right("2", day(2029, 11, 23)), right("3", day(2020, 1, 1))];
    assert_eq!(first_right_end(&rights, TODAY), Some(day(2029, 11, 23)));
    assert_eq!(last_right_end(&rights, TODAY), Some(day(2040, 1, 1)));
    let content = |months| ListingContent { ip_rights: rights.clone(), offers: vec![offer("A", months)], ..titled() };
    assert!(check(content(36)).is_ok());
    assert_eq!(problems(content(37)), [(Code::TermOutlivesRight, "offers.0.termMonths".to_owned())]);
    // A right without a known end bounds nothing, and keeps the whole from ending.
    let open = vec![right("1", day(2040, 1, 1)), IpRight { office: Some("US".to_owned()), ..patent(IpKind::PatentInvention, "2") }];
    assert_eq!((first_right_end(&open, TODAY), last_right_end(&open, TODAY)), (Some(day(2040, 1, 1)), None));
}

#[test]
fn checking_twice_changes_nothing() {
    let once = check(full()).unwrap();
    assert_eq!(check(once.clone()).unwrap(), once);
}

// ---- patches

proptest! {
    #[test]
    fn a_patch_replaces_what_it_gives_and_nothing_else(mask in any::<u64>(), clear in any::<u64>()) {
        let base = full();
        let names: Vec<String> = ContentPatch::whole(full()).fields.into_iter().collect();
        let other = ListingContent { title: text("另", ""), benefit: text("", "new"), keywords: vec!["k".to_owned()], ..ListingContent::default() };
        let mut patch = ContentPatch { content: other.clone(), ..ContentPatch::default() };
        for (index, name) in names.iter().enumerate() {
            if mask >> index & 1 == 1 || clear >> index & 1 == 1 {
                patch.fields.insert(name.clone());
            }
        }
        let merged = serde_json::to_value(patch.apply(&base).unwrap()).unwrap();
        let (before, given) = (serde_json::to_value(&base).unwrap(), serde_json::to_value(&other).unwrap());
        for name in &names {
            let expected = if patch.fields.contains(name) { &given[name] } else { &before[name] };
            prop_assert_eq!(&merged[name], expected, "{}", name);
        }
    }
}

#[test]
fn a_part_of_a_field_can_be_given_alone() {
    let base = full();
    let given = ListingContent {
        title: text("", "Other"),
        contact: Some(Contact { name: String::new(), phone: Some("021".to_owned()), email: None }),
        ..ListingContent::default()
    };
    let fields = ["title.en", "contact.phone", "benefit.zh"].map(str::to_owned);
    let merged = ContentPatch { content: given, fields: fields.into() }.apply(&base).unwrap();
    assert_eq!(merged.title, text("氢燃料电池双极板", "Other"));
    assert_eq!(merged.contact.unwrap(), Contact { name: "SECRET-contact".to_owned(), phone: Some("021".to_owned()), email: None });
    assert_eq!(merged.benefit, BilingualText::default());
    assert_eq!(merged.problem, base.problem);
    let unknown = ContentPatch { content: ListingContent::default(), fields: ["nonsense.deep".to_owned()].into() };
    assert_eq!(unknown.apply(&base).unwrap().title, base.title, "nothing is there to clear");
    let misspelled = ContentPatch { content: full(), fields: ["nonsense".to_owned()].into() };
    assert_eq!(misspelled.apply(&base).unwrap().title, base.title);
}

// ---- disclosure

fn layer() -> impl Strategy<Value = DisclosureLayer> {
    prop::sample::select(DisclosureLayer::iter().collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn nothing_above_the_viewers_layer_survives(chosen in prop::collection::vec(prop::option::of(layer()), 12), viewer in layer()) {
        let mut content = full();
        for (section, layer) in ListingSection::iter().zip(chosen) {
            content.disclosure.extend(layer.map(|layer| DisclosureChoice { section, layer }));
        }
        let shown = redact(content.clone(), viewer);
        let words = serde_json::to_string(&shown).unwrap();
        let hidden: Vec<ListingSection> = hidden_sections(&content, viewer).into_iter().map(|hidden| hidden.section).collect();
        for section in ListingSection::iter() {
            let marks: &[&str] = match section {
                ListingSection::ProblemAndBenefit => &["SECRET-problem", "SECRET-benefit"],
                ListingSection::InnovationPoints => &["SECRET-innovation"],
                ListingSection::Indicators => &["SECRET-indicator"],
                ListingSection::Scenarios => &["SECRET-scenario", "SECRET-case"],
                ListingSection::IpRights => &["SECRET-right"],
                ListingSection::Inventors => &["SECRET-inventor"],
                ListingSection::Owners => &["SECRET-owner"],
                ListingSection::Offers => &["SECRET-offer"],
                ListingSection::Funding => &["SECRET-program"],
                ListingSection::Contact => &["SECRET-contact"],
                ListingSection::Attachments => &["SECRET-attachment"],
                ListingSection::KnowHow => &["SECRET-know-how"],
            };
            let readable = layer_of(&content, section) <= viewer;
            for mark in marks {
                prop_assert_eq!(words.contains(mark), readable, "{} for {}", mark, viewer);
            }
            prop_assert_eq!(hidden.contains(&section), !readable);
        }
        prop_assert!(words.contains("氢燃料电池双极板") && words.contains("Abstract"));
        if viewer < DisclosureLayer::Nda {
            prop_assert!(!words.contains("SECRET-know-how"));
        }
        if viewer < DisclosureLayer::Internal {
            prop_assert!(shown.secrecy.is_none() && shown.disclosure.is_empty());
            prop_assert!(shown.inventors.iter().all(|inventor| inventor.share_basis_points.is_none()));
        }
        // What was taken away for one layer stays away for every narrower look at the rest.
        prop_assert_eq!(redact(shown.clone(), viewer), if viewer == DisclosureLayer::Internal { content } else { redact(shown, viewer) });
    }
}

proptest! {
    #[test]
    fn a_file_is_known_to_its_own_layer_and_no_further(own in prop::collection::vec(layer(), 0..6), section in prop::option::of(layer()), viewer in layer()) {
        let mut content = titled();
        content.attachments = own.iter().enumerate().map(|(index, layer)| attachment(&format!("SECRET-{index}"), *layer)).collect();
        content.disclosure.extend(section.map(|layer| DisclosureChoice { section: ListingSection::Attachments, layer }));
        let bound = |layer: DisclosureLayer| section.map_or(layer, |section| section.max(layer));
        let words = serde_json::to_string(&redact(content.clone(), viewer)).unwrap();
        for (index, layer) in own.iter().enumerate() {
            prop_assert_eq!(words.contains(&format!("SECRET-{index}")), bound(*layer) <= viewer);
        }
        let told = hidden_sections(&content, viewer).into_iter().find(|hidden| hidden.section == ListingSection::Attachments);
        let least = own.iter().map(|layer| bound(*layer)).filter(|layer| *layer > viewer).min();
        prop_assert_eq!(told.map(|hidden| hidden.layer), least);
    }
}

#[test]
fn know_how_is_never_public_by_default_and_empty_sections_are_not_announced() {
    assert_eq!(default_layer(ListingSection::KnowHow), DisclosureLayer::Nda);
    assert!(hidden_sections(&titled(), DisclosureLayer::Public).is_empty());
}

// ---- differences

#[test]
fn a_difference_names_only_what_changed_in_words() {
    let before = ListingContent {
        readiness: Some(TechnologyReadinessLevel { level: 5, basis: ReadinessBasis::SelfAssessed, assessed_on: None }),
        keywords: vec!["氢能".to_owned(), "电池".to_owned()],
        ..full()
    };
    let mut after = before.clone();
    after.benefit = text("寿命翻倍", "");
    after.readiness = Some(TechnologyReadinessLevel { level: 6, basis: ReadinessBasis::ThirdParty, assessed_on: None });
    after.offers[0].price = Some(Money::new(9_000_000, Currency::CNY));
    after.offers.push(LicenseOffer {
        royalty: Some(Royalty { base: RoyaltyBase::NetSales, rate_basis_points: 300, minimum_annual: None, cap: None }),
        ..offer("NEW", 12)
    });
    after.know_how = None;
    after.inventors_consent = true;
    let changes = diff(&before, &after, Locale::En);
    let shown: Vec<(String, Option<&str>, Option<&str>)> =
        changes.iter().map(|change| (change.path.join("."), change.before.as_deref(), change.after.as_deref())).collect();
    let expected: [(&str, Option<&str>, Option<&str>); 7] = [
        ("benefit.zh", Some("SECRET-benefit"), Some("寿命翻倍")),
        ("readiness.level", Some("5"), Some("6")),
        ("readiness.basis", Some("Self-assessed"), Some("Third party")),
        ("knowHow", Some("SECRET-know-how"), None),
        ("inventorsConsent", None, Some("Yes")),
        ("offers.STD.price", Some("CNY 80,000.00"), Some("CNY 90,000.00")),
        ("offers.NEW.royalty.rateBasisPoints", None, Some("3%")),
    ];
    for (path, old, new) in expected {
        assert!(shown.contains(&(path.to_owned(), old, new)), "{path} is missing in {shown:#?}");
    }
    assert!(
        shown.iter().all(|(path, ..)| !path.starts_with("title") && !path.starts_with("keywords") && !path.starts_with("offers.STD.code"))
    );
    assert!(changes.iter().all(|change| !change.label.contains('.')), "every field has a label: {changes:#?}");
    assert_eq!(diff(&after, &after, Locale::ZhCn), []);
    let chinese = diff(&before, &after, Locale::ZhCn);
    assert!(chinese.iter().any(|change| change.after.as_deref() == Some("第三方评价")), "{chinese:#?}");
}

// ---- the demo world

#[test]
fn every_demo_listing_obeys_the_rules_today_and_in_the_years_to_come() {
    for years in 0..3 {
        let today = day(2026 + years, 11, 23);
        let listings = lianqiao::seed::demo_listings(today).unwrap();
        assert!(listings.len() >= 60, "{}", listings.len());
        for listing in listings {
            let key = &listing.key;
            let content = validate(listing.content, today, &BOOK).unwrap_or_else(|error| {
                let all: Vec<String> = error.iter().map(|one| format!("{} at {}", one.code(), one.path().join("."))).collect();
                panic!("{key} in {}: {all:?}", 2026 + years)
            });
            let facts = Facts { today, organization_kind: Some(listing.holder), ..facts(&content) };
            if listing.published {
                assert_eq!(bars(Transition::Publish, &facts), [], "{key} in {}", 2026 + years);
            }
            // An exclusive right that rests on an application alone is bounded by what nobody knows yet.
            let granted = content.ip_rights.iter().any(|right| right.status == IpStatus::InForce);
            for offer in &content.offers {
                assert!(granted || offer.kind != LicenseKind::Exclusive || offer.term_months <= 60, "{key} {}", offer.code);
                // "Use first, pay later" is free for its time, without a limit of quantity (domain reference, 1.2).
                let terms = offer.use_first_pay_later.as_ref().and_then(|terms| terms.terms.as_deref()).unwrap_or_default();
                assert!(!["以内", "以下", "首批十万"].iter().any(|limit| terms.contains(limit)), "{key} {}: {terms}", offer.code);
                let rights_abroad = content.ip_rights.iter().any(|right| right.office.as_deref().is_some_and(|office| office != "CN"));
                assert!(rights_abroad || offer.territory == ["CN"], "{key} {}: rights in China only", offer.code);
            }
            if content.rights_grant == Some(RightsGrantState::OwnershipShare) {
                let owns = content.inventors.iter().any(|inventor| content.owners.iter().any(|owner| owner.name == inventor.name));
                assert!(owns, "{key}: who was granted a share owns one");
            }
        }
    }
}
