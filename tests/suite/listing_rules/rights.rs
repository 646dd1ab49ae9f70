//! When rights end, what they are worth on the way, and which offers may rest on them.

use super::*;

fn ends(right: IpRight) -> Result<Option<NaiveDate>, Vec<(Code, String)>> {
    check(ListingContent { ip_rights: vec![right], ..titled() }).map(|content| content.ip_rights[0].expires_on.map(|date| date.0))
}

fn out_of_range<T>() -> Result<T, Vec<(Code, String)>> {
    Err(vec![(Code::OutOfRange, "ipRights.0.expiresOn".to_owned())])
}

#[test]
fn an_invention_may_be_extended_by_five_years_and_other_patents_by_nothing() {
    let stated = |kind, number: &str, end| {
        ends(IpRight { filed_on: Some(Date(day(2023, 1, 15))), expires_on: Some(Date(end)), ..patent(kind, number) })
    };
    assert_eq!(stated(IpKind::PatentInvention, "202310123456.6", day(2043, 1, 16)), Ok(Some(day(2043, 1, 16))));
    assert_eq!(stated(IpKind::PatentInvention, "202310123456.6", day(2048, 1, 15)), Ok(Some(day(2048, 1, 15))));
    assert_eq!(stated(IpKind::PatentInvention, "202310123456.6", day(2048, 1, 16)), out_of_range());
    let number = |kind: &str| {
        let digits = format!("2023{kind}0000001");
        format!("{digits}.{}", lianqiao::listing::validate::patent::check_digit(&digits).unwrap())
    };
    assert_eq!(stated(IpKind::PatentUtility, &number("2"), day(2033, 1, 15)), Ok(Some(day(2033, 1, 15))));
    assert_eq!(stated(IpKind::PatentUtility, &number("2"), day(2033, 1, 16)), out_of_range());
    assert_eq!(stated(IpKind::PatentDesign, &number("3"), day(2038, 1, 16)), out_of_range());
}

#[test]
fn a_patent_without_its_filing_date_ends_with_the_year_in_its_number() {
    let number = |kind, number: &str| ends(patent(kind, number));
    assert_eq!(number(IpKind::PatentInvention, "202310123456.6"), Ok(Some(day(2043, 12, 31))));
    assert_eq!(number(IpKind::PatentInvention, "98101234.5"), Ok(Some(day(2018, 12, 31))));
    assert_eq!(number(IpKind::PatentUtility, "202420000001.5"), Ok(Some(day(2034, 12, 31))));
    // A publication number, an application and a foreign patent tell nothing.
    assert_eq!(number(IpKind::PatentInvention, "CN107123456B"), Ok(None));
    assert_eq!(number(IpKind::PatentApplication, "202310123456.6"), Ok(None));
    assert_eq!(number(IpKind::PatentInvention, "US10123456B2"), Ok(None));
    let late = IpRight { expires_on: Some(Date(day(2049, 1, 1))), ..patent(IpKind::PatentInvention, "202310123456.6") };
    assert_eq!(ends(late), out_of_range());
}

#[test]
fn rights_that_are_no_patents_end_by_their_own_laws() {
    let right = |kind, filed: Option<NaiveDate>, granted: Option<NaiveDate>, expires: Option<NaiveDate>| {
        let office = Some("CN".to_owned());
        ends(IpRight {
            office,
            filed_on: filed.map(Date),
            granted_on: granted.map(Date),
            expires_on: expires.map(Date),
            ..patent(kind, "N-1")
        })
    };
    // 集成电路布图设计保护条例 art. 12: ten years from filing; earlier after an earlier use, never later.
    let filed = Some(day(2022, 8, 10));
    assert_eq!(right(IpKind::IcLayout, filed, None, None), Ok(Some(day(2032, 8, 10))));
    assert_eq!(right(IpKind::IcLayout, filed, None, Some(day(2031, 5, 1))), Ok(Some(day(2031, 5, 1))));
    assert_eq!(right(IpKind::IcLayout, filed, None, Some(day(2032, 8, 11))), out_of_range());
    // 计算机软件保护条例 art. 14: 31 December of the fiftieth year after publication.
    assert_eq!(right(IpKind::Software, Some(day(2023, 11, 24)), None, None), Ok(Some(day(2073, 12, 31))));
    assert_eq!(right(IpKind::Software, None, Some(day(2023, 11, 24)), None), Ok(None), "a registration is no publication");
    // 植物新品种保护条例: from grant; fifteen years unless it is said to be a tree or vine, which have twenty.
    let granted = Some(day(2024, 3, 1));
    assert_eq!(right(IpKind::PlantVariety, filed, granted, None), Ok(Some(day(2039, 3, 1))));
    assert_eq!(right(IpKind::PlantVariety, filed, granted, Some(day(2044, 3, 1))), Ok(Some(day(2044, 3, 1))));
    assert_eq!(right(IpKind::PlantVariety, filed, granted, Some(day(2044, 3, 2))), out_of_range());
    // The new terms are not verified: they are told and bar nobody.
    let granted = Some(day(2025, 7, 1));
    assert_eq!(right(IpKind::PlantVariety, None, granted, None), Ok(Some(day(2045, 7, 1))));
    assert_eq!(right(IpKind::PlantVariety, None, granted, Some(day(2055, 7, 1))), Ok(Some(day(2055, 7, 1))));
    assert_eq!(right(IpKind::TechSecret, filed, granted, None), Ok(None));
    // An offer under a layout design is bounded by it as by a patent.
    let layout = IpRight { office: Some("CN".to_owned()), filed_on: filed.map(Date), ..patent(IpKind::IcLayout, "BS.1") };
    let content = ListingContent { ip_rights: vec![layout], offers: vec![offer("A", 69)], ..titled() };
    assert_eq!(problems(content), [(Code::TermOutlivesRight, "offers.0.termMonths".to_owned())]);
}

fn in_force(fee_paid_until: Option<NaiveDate>) -> IpRight {
    IpRight {
        office: Some("CN".to_owned()),
        expires_on: Some(Date(day(2043, 1, 15))),
        fee_paid_until: fee_paid_until.map(Date),
        ..patent(IpKind::PatentInvention, "202310123456.6")
    }
}

fn resting_on(ip_rights: Vec<IpRight>) -> ListingContent {
    ListingContent { ip_rights, ..full() }
}

#[test]
fn time_suspends_when_the_fee_cannot_be_paid_any_more_or_the_last_right_is_over() {
    let content = resting_on(vec![in_force(Some(day(2026, 5, 31)))]);
    // Six months from 31 May end on 30 November.
    let on = |today| must_suspend(&content, &content, today, &BOOK).unwrap();
    assert_eq!((on(day(2026, 11, 30)), on(day(2026, 12, 1))), (None, Some(Suspension::FeeLapsed)));
    let next = |content: &ListingContent| look_again_on(content, content, TODAY, &BOOK).unwrap().map(|date| date.0);
    assert_eq!(next(&content), Some(day(2026, 12, 1)));
    assert_eq!(next(&resting_on(vec![in_force(None)])), Some(day(2043, 1, 16)));
    // Nobody takes a license where nothing is offered; fees of other offices have other rules.
    assert_eq!(next(&ListingContent { offers: Vec::new(), ..content.clone() }), None);
    let american = IpRight { office: Some("US".to_owned()), expires_on: None, ..in_force(Some(day(2020, 1, 1))) };
    assert_eq!(
        (next(&resting_on(vec![american.clone()])), must_suspend(&resting_on(vec![american.clone()]), &content, TODAY, &BOOK).unwrap()),
        (None, None)
    );
    let over = IpRight { expires_on: Some(Date(day(2026, 11, 22))), ..in_force(None) };
    let one_left = resting_on(vec![over.clone(), american]);
    assert_eq!(must_suspend(&one_left, &one_left, TODAY, &BOOK).unwrap(), None, "one right is alive");
    let none_left = resting_on(vec![over]);
    assert_eq!(must_suspend(&none_left, &none_left, TODAY, &BOOK).unwrap(), Some(Suspension::RightEnded));
    assert_eq!(must_suspend(&resting_on(Vec::new()), &none_left, TODAY, &BOOK).unwrap(), None, "it never had rights");
}

#[test]
fn the_working_copy_is_believed_when_it_tells_worse_of_the_same_right() {
    let shown = resting_on(vec![
        in_force(Some(day(2027, 5, 31))),
        IpRight { office: Some("US".to_owned()), ..patent(IpKind::PatentInvention, "US1") },
    ]);
    let told = |change: fn(&mut IpRight)| {
        let mut written = shown.clone();
        change(&mut written.ip_rights[0]);
        must_suspend(&shown, &written, TODAY, &BOOK).unwrap()
    };
    assert_eq!(told(|right| right.status = IpStatus::Invalidated), Some(Suspension::RightEnded), "though another is alive");
    assert_eq!(told(|right| right.pledged = true), Some(Suspension::Pledged));
    assert_eq!(told(|right| right.fee_paid_until = Some(Date(day(2026, 5, 1)))), Some(Suspension::FeeLapsed));
    assert_eq!(told(|right| right.fee_paid_until = Some(Date(day(2030, 5, 1)))), None);
    assert_eq!(told(|right| right.number = "202310123457.4".to_owned()), None, "another right");
    // Good news does not undo what the world reads.
    let mut pledged = shown.clone();
    pledged.ip_rights[0].pledged = true;
    assert_eq!(must_suspend(&pledged, &shown, TODAY, &BOOK).unwrap(), Some(Suspension::Pledged));
}

#[test]
fn what_is_resumed_is_asked_about_what_was_shown() {
    let shown = resting_on(vec![in_force(Some(day(2026, 1, 31)))]);
    let written = ListingContent { offers: Vec::new(), ..shown.clone() };
    let resumed =
        |shown: &ListingContent, written: &ListingContent| bars(Transition::Resume, &Facts { shown: Some(shown), ..facts(written) });
    assert_eq!(resumed(&shown, &written), [(Code::FeeOverdue, "ipRights.0.feePaidUntil".to_owned())]);
    let unasked = ListingContent {
        offers: vec![LicenseOffer { use_first_pay_later: use_first(vec![PaymentMode::Deferred], 12), ..offer("U", 36) }],
        ..full()
    };
    assert_eq!(resumed(&unasked, &full()), [(Code::ConsentMissing, "inventorsConsent".to_owned())]);
    let secret = ListingContent { secrecy: Some(Secrecy { level: SecrecyLevel::StateSecret, cleared: true }), ..full() };
    let barred = [(Code::SecrecyNotCleared, "secrecy".to_owned())];
    assert_eq!((resumed(&secret, &full()), resumed(&full(), &secret)), (barred.to_vec(), barred.to_vec()));
    assert_eq!(resumed(&secret, &secret), barred, "told once");
}

#[test]
fn only_public_institutions_offer_to_use_first_and_pay_later() {
    let offered = LicenseOffer { use_first_pay_later: use_first(vec![PaymentMode::Deferred], 12), ..offer("UFPL-12", 36) };
    let content = ListingContent { inventors_consent: true, offers: vec![offer("STD", 36), offered], ..full() };
    let of = |kind| bars(Transition::Submit, &Facts { organization_kind: Some(kind), ..facts(&content) });
    for kind in [OrganizationKind::University, OrganizationKind::Institute, OrganizationKind::Hospital] {
        assert_eq!(of(kind), []);
    }
    for kind in [OrganizationKind::Enterprise, OrganizationKind::NewRnd] {
        assert_eq!(of(kind), [(Code::NotUseFirstPayLater, "offers.1.useFirstPayLater".to_owned())]);
    }
    let facts = Facts { organization_kind: Some(OrganizationKind::Enterprise), ..facts(&content) };
    let found = blockers(Transition::Publish, &facts, &BOOK).unwrap();
    assert_eq!(found[0].rule.as_ref().unwrap().rule_id, "ufpl.licensor_kinds");
}

#[test]
fn open_licenses_and_sublicenses_are_not_offered() {
    for kind in [LicenseKind::Open, LicenseKind::Sublicense] {
        let content = ListingContent { offers: vec![LicenseOffer { kind, ..offer("A", 36) }], ..full() };
        let found = blockers(Transition::Submit, &facts(&content), &BOOK).unwrap();
        assert_eq!((found[0].error.code(), found[0].error.path().join(".").as_str()), (Code::LicenseKindNotOffered, "offers.0.kind"));
        assert!(found[0].rule.as_ref().unwrap().citation.contains("专利法"));
    }
}

#[test]
fn an_offer_that_reaches_abroad_waits_for_its_classes() {
    let reaching =
        |territory: &[&str]| LicenseOffer { territory: territory.iter().map(|code| (*code).to_owned()).collect(), ..offer("A", 36) };
    let undecided = |territory: &[&str]| ListingContent { secrecy: None, export_class: None, offers: vec![reaching(territory)], ..full() };
    let both = [(Code::ListingIncomplete, "secrecy".to_owned()), (Code::ListingIncomplete, "exportClass".to_owned())];
    for territory in [&[][..], &["CN", "DE"], &["HK"]] {
        for transition in [Transition::Approve, Transition::Publish] {
            assert_eq!(bars(transition, &facts(&undecided(territory))), both, "{territory:?}");
        }
    }
    assert_eq!(bars(Transition::Publish, &facts(&undecided(&["CN"]))), []);
    let open = ListingContent { export_class: Some(ExportClass::Unclassified), offers: vec![reaching(&[])], ..full() };
    assert_eq!(bars(Transition::Publish, &facts(&open)), both[1..]);
    assert_eq!(bars(Transition::Publish, &facts(&ListingContent { export_class: Some(ExportClass::Free), ..open })), []);
}

#[test]
fn every_rule_that_decided_is_named_and_no_other() {
    let named = |transition, content: &ListingContent| -> Vec<String> {
        let ids = deciding_rules(transition, content, TODAY, &BOOK).unwrap();
        BOOK.all().iter().filter(|rule| ids.contains(&rule.id)).map(|rule| rule.rule_id.clone()).collect()
    };
    let always = ["listing.four_eyes", "listing.prohibited_export_hidden_from", "listing.secrecy_barred_levels"];
    assert_eq!(named(Transition::Approve, &titled()), always);
    assert_eq!(named(Transition::Publish, &titled())[3..], ["listing.validity_months_default"]);
    let dated = ListingContent { valid_until: Some(Date(day(2027, 1, 1))), ..titled() };
    assert_eq!(named(Transition::Publish, &dated), always);
    let offered = named(Transition::Approve, &full());
    for name in ["listing.offer_kinds", "licensing.pledged_needs_consent", "patent.fee_grace_months", "patent.license_within_term"] {
        assert!(offered.iter().any(|rule| rule == name), "{name} is missing in {offered:?}");
    }
    assert!(!offered.iter().any(|rule| rule == "listing.preclassification" || rule.starts_with("ufpl.")));
    let late = LicenseOffer { territory: Vec::new(), use_first_pay_later: use_first(vec![PaymentMode::LumpSum], 12), ..offer("U", 36) };
    let late = named(Transition::Approve, &ListingContent { offers: vec![late], ..full() });
    for name in ["listing.preclassification", "ufpl.licensor_kinds", "ufpl.inventors_consent", "ufpl.modes", "ufpl.modes_if_late"] {
        assert!(late.iter().any(|rule| rule == name), "{name} is missing in {late:?}");
    }
}
