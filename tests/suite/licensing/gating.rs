//! What stands between an enterprise and a license: the preview, the office's blockers and the grant say the same.

use lianqiao::{
    kernel::{Date, Role},
    listing::{
        content::{IpRight, LicenseOffer, ListingContent, Royalty, Secrecy},
        vocabulary::{ExportClass, LicenseKind, PaymentMode, RoyaltyBase, SecrecyLevel},
    },
};
use lianqiao_tests::Person;
use serde_json::{Value, json};

use super::stage::{REQUEST, Stage, money, offer, yuan};
use crate::dates::day;

const PREVIEW: &str = "query Preview($listing: ID!, $code: String!, $organization: ID!, $price: MoneyInput) {
  licenseRequestPreview(listingId: $listing, offerCode: $code, organizationId: $organization, priceOffered: $price) {
    problems { code path details } sampleSchedule { amount { minorUnits } } } }";

/// Codes and places of what the preview tells `person`.
async fn problems(person: &Person, listing: &str, code: &str) -> Vec<(String, String)> {
    let variables = json!({ "listing": listing, "code": code, "organization": person.organization });
    let preview = person.ok(PREVIEW, variables).await["licenseRequestPreview"].clone();
    places(&preview["problems"])
}

fn places(errors: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    errors.as_array().unwrap().iter().map(|error| (text(&error["code"]), text(&error["path"][1]))).collect()
}

/// Codes of what the office is told stands in the way of granting `request`, and whether a rule is cited.
async fn blockers(stage: &Stage, request: &str) -> Vec<(String, bool)> {
    let document = "query One($id: ID!) { licenseRequest(id: $id) { availableTransitions { name blockedBy { code ruleCitation } } } }";
    let seen = stage.head.ok(document, json!({ "id": request })).await;
    let grant = &seen["licenseRequest"]["availableTransitions"][0];
    assert_eq!(grant["name"], "GRANT");
    let told = grant["blockedBy"].as_array().unwrap().iter();
    told.map(|blocker| (blocker["code"].as_str().unwrap().to_owned(), blocker["ruleCitation"].is_string())).collect()
}

/// The working copy of `listing` gets another first right, and no offers that the right would not bear, unreviewed.
async fn rewrite_right(stage: &Stage, listing: &str, change: Value) {
    let document = "query($id: ID!) { listing(id: $id) { version ipRights { kind number office status filedOn expiresOn } } }";
    let seen = stage.officer.ok(document, json!({ "id": listing })).await["listing"].clone();
    let mut right = seen["ipRights"][0].clone();
    for (field, value) in change.as_object().unwrap() {
        right[field] = value.clone();
    }
    let input = json!({ "id": listing, "expectedVersion": seen["version"], "ipRights": [right], "offers": [] });
    stage.officer.done("listingUpdate", input, "listing { id }").await;
}

fn ending(right: &mut IpRight, on: &str) {
    right.expires_on = Some(Date(day(on)));
}

fn pair(code: &str, path: &str) -> (String, String) {
    (code.to_owned(), path.to_owned())
}

#[tokio::test]
async fn a_license_ends_with_the_first_right_it_rests_on_and_never_outlives_it() {
    let stage = Stage::set().await;
    // Thirty-six months from today end on 23 November 2029.
    let fits = stage
        .listing_with(vec![offer("A", LicenseKind::NonExclusive, "80000.00")], |content| ending(&mut content.ip_rights[0], "2029-11-23"))
        .await;
    let id = stage.asked(&stage.buyer, &fits, "A").await;
    let mut later = stage.grant(&id, 12, true);
    later["effectiveOn"] = json!("2026-11-24");
    assert_eq!(stage.head.refused("licenseRequestGrant", later, REQUEST).await, pair("TERM_OUTLIVES_RIGHT", "input.effectiveOn"));
    assert_eq!(blockers(&stage, &id).await, []);
    stage.head.done("licenseRequestGrant", stage.grant(&id, 12, true), REQUEST).await;

    // A day later the same offer cannot be had by anybody, and the preview says so.
    stage.app.advance(chrono::Duration::days(1));
    let rival = stage.app.sign_in(&stage.rival.email).await;
    let rival = Person { client: rival, ..stage.rival.clone() };
    assert_eq!(problems(&rival, &fits, "A").await, [pair("TERM_OUTLIVES_RIGHT", "offerCode")]);
    stage.app.finish().await;
}

#[tokio::test]
async fn bad_news_of_the_working_copy_counts_at_once_and_good_news_never() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let id = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
    rewrite_right(&stage, &listing, json!({ "expiresOn": "2028-01-01" })).await;
    assert_eq!(blockers(&stage, &id).await, [("TERM_OUTLIVES_RIGHT".to_owned(), true)]);
    assert_eq!(
        stage.head.refused("licenseRequestGrant", stage.grant(&id, 12, true), REQUEST).await,
        pair("TERM_OUTLIVES_RIGHT", "input.effectiveOn")
    );
    // What nobody has reviewed closes the way to others, but is not told to them.
    assert_eq!(problems(&stage.rival, &listing, "UFPL-12").await, [pair("LISTING_NOT_OPEN", "listingId")]);

    // Emptying the unreviewed copy frees nothing: the published right still bounds the license.
    let bounded = stage
        .listing_with(vec![offer("B", LicenseKind::NonExclusive, "80000.00")], |content| ending(&mut content.ip_rights[0], "2029-11-30"))
        .await;
    let second = stage.asked(&stage.buyer, &bounded, "B").await;
    let version = stage.officer.ok("query($id: ID!) { listing(id: $id) { version } }", json!({ "id": bounded })).await;
    let empty = json!({ "id": bounded, "expectedVersion": version["listing"]["version"], "ipRights": [] });
    stage.officer.done("listingUpdate", empty, "listing { id }").await;
    let mut late = stage.grant(&second, 12, true);
    late["effectiveOn"] = json!("2027-01-01");
    assert_eq!(stage.head.refused("licenseRequestGrant", late, REQUEST).await, pair("TERM_OUTLIVES_RIGHT", "input.effectiveOn"));
    stage.app.finish().await;
}

#[tokio::test]
async fn a_right_that_is_over_or_pledged_is_not_licensed() {
    for (change, code) in [
        (json!({ "status": "INVALIDATED" }), "RIGHT_EXPIRED"),
        (json!({ "status": "LAPSED" }), "RIGHT_EXPIRED"),
        (json!({ "pledged": true }), "CONSENT_MISSING"),
    ] {
        let stage = Stage::set().await;
        let listing = stage.usual_listing().await;
        let id = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
        rewrite_right(&stage, &listing, change.clone()).await;
        // Whether the listing hides itself for it or not: nothing is granted.
        let (refused, path) = stage.head.refused("licenseRequestGrant", stage.grant(&id, 12, true), REQUEST).await;
        assert!([code, "LISTING_NOT_OPEN"].contains(&refused.as_str()) && path == "input.id", "{change}: {refused} at {path}");
        assert!(!blockers(&stage, &id).await.is_empty(), "{change}");
        let seen = stage.buyer.ok("query One($id: ID!) { licenseRequest(id: $id) { state license { id } } }", json!({ "id": id })).await;
        assert_eq!(seen["licenseRequest"], json!({ "state": "SUBMITTED", "license": null }), "{change}");
        stage.app.finish().await;
    }
}

#[tokio::test]
async fn a_patent_whose_fees_are_long_overdue_is_not_licensed_from_behind_a_pause() {
    let stage = Stage::set().await;
    let offers = vec![offer("A", LicenseKind::NonExclusive, "80000.00")];
    let paid = |content: &mut ListingContent| content.ip_rights[0].fee_paid_until = Some(Date(day("2026-12-26")));
    let listing = stage.listing_with(offers, paid).await;
    let id = stage.asked(&stage.buyer, &listing, "A").await;
    let version = stage.head.ok("query($id: ID!) { listing(id: $id) { version } }", json!({ "id": listing })).await;
    let pause = json!({ "id": listing, "expectedVersion": version["listing"]["version"], "reason": "暂停" });
    stage.head.done("listingSuspend", pause, "listing { state }").await;
    // The grace of six months is over.
    stage.app.clock.set("2027-08-01T02:00:00Z".parse().unwrap());
    let head = stage.app.sign_in(&stage.head.email).await;
    let refused = head.refused("licenseRequestGrant", stage.grant(&id, 12, true), REQUEST).await;
    assert_eq!(refused, pair("FEE_OVERDUE", "input.id"));
    stage.app.finish().await;
}

#[tokio::test]
async fn what_the_operator_hid_and_what_is_withdrawn_is_not_licensed() {
    for (verb, by_operator, reason) in [("listingSuspend", true, "权属争议"), ("listingWithdraw", false, "不再许可")] {
        let stage = Stage::set().await;
        let listing = stage.usual_listing().await;
        let id = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
        let operator = stage.app.operator().await;
        let who = if by_operator { &operator } else { &stage.head };
        let version = stage.head.ok("query($id: ID!) { listing(id: $id) { version } }", json!({ "id": listing })).await;
        let step = json!({ "id": listing, "expectedVersion": version["listing"]["version"], "reason": reason });
        who.done(verb, step, "listing { state }").await;
        assert_eq!(
            stage.head.refused("licenseRequestGrant", stage.grant(&id, 12, true), REQUEST).await,
            pair("LISTING_NOT_OPEN", "input.id"),
            "{verb}"
        );
        assert_eq!(blockers(&stage, &id).await, [("LISTING_NOT_OPEN".to_owned(), false)]);
        stage.app.finish().await;
    }
}

#[tokio::test]
async fn a_firm_abroad_meets_export_law_before_any_terms() {
    let stage = Stage::set().await;
    let abroad = stage.app.abroad("Bridge Robotics Inc.", "US").await;
    let buyer = stage.app.person("abroad", &abroad, Role::SmeOwner).await;
    let plain = LicenseOffer { use_first_pay_later: None, ..offer("PLAIN", LicenseKind::NonExclusive, "80000.00") };
    for (class, expected) in [
        (None, vec![pair("NEGOTIATION_GATE", "organizationId")]),
        (Some(ExportClass::Restricted), vec![pair("NEGOTIATION_GATE", "organizationId")]),
        (Some(ExportClass::Free), vec![]),
    ] {
        let listing = stage.listing_with(vec![plain.clone()], |content| content.export_class = class).await;
        assert_eq!(problems(&buyer, &listing, "PLAIN").await, expected, "{class:?}");
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn a_standing_exclusive_license_shows_before_anybody_asks() {
    let stage = Stage::set().await;
    let in_ = |code: &str, kind, country: &str| LicenseOffer { territory: vec![country.to_owned()], ..offer(code, kind, "80000.00") };
    let offers = vec![
        in_("ONLY", LicenseKind::Exclusive, "CN"),
        in_("CHINA", LicenseKind::NonExclusive, "CN"),
        in_("ABROAD", LicenseKind::NonExclusive, "SG"),
    ];
    let cleared = |content: &mut ListingContent| {
        content.secrecy = Some(Secrecy { level: SecrecyLevel::None, cleared: true });
        content.export_class = Some(ExportClass::Free);
    };
    let listing = stage.listing_with(offers, cleared).await;
    let only = stage.asked(&stage.buyer, &listing, "ONLY").await;
    stage.head.done("licenseRequestGrant", stage.grant(&only, 12, true), REQUEST).await;
    assert_eq!(problems(&stage.rival, &listing, "CHINA").await, [pair("EXCLUSIVITY_CONFLICT", "offerCode")]);
    assert_eq!(problems(&stage.rival, &listing, "ABROAD").await, []);
    let refused = stage.rival.refused("licenseRequestSubmit", stage.ask(&stage.rival, &listing, "CHINA"), REQUEST).await;
    assert_eq!(refused, pair("EXCLUSIVITY_CONFLICT", "input.offerCode"));
    stage.app.finish().await;
}

#[tokio::test]
async fn who_wants_it_alone_is_told_that_somebody_has_a_license() {
    let stage = Stage::set().await;
    let many = LicenseOffer { territory: vec!["CN".to_owned()], ..offer("MANY", LicenseKind::NonExclusive, "80000.00") };
    let alone = LicenseOffer { code: "ALONE".to_owned(), kind: LicenseKind::Exclusive, ..many.clone() };
    let listing = stage.listing(vec![many, alone]).await;
    let need = json!({
        "organizationId": stage.buyer.organization, "title": { "zh": "水性防腐涂层低温固化" }, "problem": { "zh": "船厂喷涂能耗高" },
        "licenseKinds": ["EXCLUSIVE"], "site": "310110", "paymentModes": ["ROYALTY", "INSTALMENT"],
    });
    let demand = stage.buyer.done("demandCreate", need, "demand { id }").await["demand"].clone();
    stage.app.match_up().await;
    let checks = "checks { constraint outcome offered { payments flag } } why against";
    let look = format!(
        "query($demand: ID!, $listing: ID!) {{ matchBetween(demandId: $demand, listingId: $listing) {{ match {{ {checks} }} }}
            listingMatches(demandId: $demand, first: 5) {{ nodes {{ match {{ {checks} }} }} }} }}"
    );
    let told = async |constraint: &str| {
        let buyer = stage.app.sign_in(&stage.buyer.email).await;
        let seen = buyer.ok(&look, json!({ "demand": demand["id"], "listing": listing })).await;
        let outcome = |found: &Value| {
            let checks = found["match"]["checks"].as_array().unwrap_or_else(|| panic!("{seen}"));
            checks.iter().find(|check| check["constraint"] == constraint).unwrap()["outcome"].clone()
        };
        let (pair, listed) = (outcome(&seen["matchBetween"]), outcome(&seen["listingMatches"]["nodes"][0]));
        assert_eq!(pair, listed, "the list and the pair say the same: {seen}");
        pair
    };
    assert_eq!(told("EXCLUSIVITY_LEFT").await, json!("PASS"));
    // What "use first, pay later" may be paid by counts as well.
    assert_eq!(told("PAYMENT").await, json!("PASS"));
    let other = stage.asked(&stage.rival, &listing, "MANY").await;
    stage.head.done("licenseRequestGrant", stage.grant(&other, 12, true), REQUEST).await;
    assert_eq!(told("EXCLUSIVITY_LEFT").await, json!("FAIL"), "what somebody has nobody has alone");
    // Until that license is over.
    stage.app.advance(chrono::Duration::days(365 * 3 + 2));
    assert_eq!(told("EXCLUSIVITY_LEFT").await, json!("PASS"));
    stage.app.finish().await;
}

#[tokio::test]
async fn what_somebody_has_alone_here_is_told_to_whoever_wants_it_among_many() {
    let stage = Stage::set().await;
    let (here, abroad) = (vec!["CN".to_owned()], vec!["SG".to_owned()]);
    let offers = vec![
        LicenseOffer { territory: here, ..offer("ONLY", LicenseKind::Exclusive, "80000.00") },
        LicenseOffer { territory: abroad, ..offer("ABROAD", LicenseKind::NonExclusive, "80000.00") },
    ];
    let listing = stage
        .listing_with(offers, |content| {
            content.secrecy = Some(Secrecy { level: SecrecyLevel::None, cleared: true });
            content.export_class = Some(ExportClass::Free);
        })
        .await;
    let need = json!({
        "organizationId": stage.rival.organization, "title": { "zh": "水性防腐涂层低温固化" }, "problem": { "zh": "船厂喷涂能耗高" },
        "site": "310110", "preferredRegions": ["330000"], "solutionMode": "JOINT",
    });
    let demand = stage.rival.done("demandCreate", need, "demand { id }").await["demand"].clone();
    stage.app.match_up().await;
    let look = "query($demand: ID!, $listing: ID!) {
        matchBetween(demandId: $demand, listingId: $listing) { match { checks { constraint isWish outcome offered { divisions } } against } }
        listingMatches(demandId: $demand, first: 5) { nodes { match { checks { constraint isWish outcome offered { divisions } } against } } }
    }";
    let told = async || {
        let seen = stage.rival.ok(look, json!({ "demand": demand["id"], "listing": listing })).await;
        assert_eq!(seen["matchBetween"]["match"], seen["listingMatches"]["nodes"][0]["match"], "the list and the pair say the same");
        seen["matchBetween"]["match"].clone()
    };
    let of = |found: &Value, constraint: &str| {
        let checks = found["checks"].as_array().unwrap_or_else(|| panic!("{found}"));
        checks.iter().find(|check| check["constraint"] == constraint).cloned()
    };
    let before = told().await;
    assert_eq!(of(&before, "AVAILABLE"), None, "{before}");
    let region = of(&before, "PREFERRED_REGION").unwrap_or_else(|| panic!("{before}"));
    assert_eq!((&region["isWish"], &region["outcome"]), (&json!(true), &json!("UNKNOWN")), "nobody says where the office is: {region}");
    assert_eq!(of(&before, "COOPERATION").map(|check| check["outcome"].clone()), Some(json!("UNKNOWN")));
    let only = stage.asked(&stage.buyer, &listing, "ONLY").await;
    stage.head.done("licenseRequestGrant", stage.grant(&only, 12, true), REQUEST).await;
    let after = told().await;
    assert_eq!(of(&after, "AVAILABLE").map(|check| check["outcome"].clone()), Some(json!("FAIL")), "{after}");
    stage.app.finish().await;
}

#[tokio::test]
async fn what_cannot_be_kept_is_not_promised_and_a_royalty_is_never_lost() {
    let stage = Stage::set().await;
    let royalty = Royalty { base: RoyaltyBase::NetSales, rate_basis_points: 300, minimum_annual: None, cap: Some(yuan("800000.00")) };
    let plain = |code: &str, mode, price: Option<&str>| LicenseOffer {
        use_first_pay_later: None,
        payment_mode: mode,
        price: price.map(yuan),
        ..offer(code, LicenseKind::NonExclusive, "1.00")
    };
    let with_royalty = LicenseOffer { royalty: Some(royalty), ..offer("BOTH", LicenseKind::NonExclusive, "50000.00") };
    let offers = vec![
        plain("MILESTONES", PaymentMode::Conditional, Some("50000.00")),
        plain("SITE-FREE", PaymentMode::Free, None),
        LicenseOffer { negotiable: true, ..plain("TALK", PaymentMode::LumpSum, None) },
        with_royalty,
    ];
    let listing = stage.listing(offers).await;
    assert_eq!(problems(&stage.buyer, &listing, "MILESTONES").await, [pair("PAYMENT_MODE_UNSUPPORTED", "paymentMode")]);

    let minimum = Royalty { base: RoyaltyBase::NetSales, rate_basis_points: 300, minimum_annual: Some(yuan("50000.00")), cap: None };
    let early = stage.listing(vec![LicenseOffer { royalty: Some(minimum), ..offer("MIN", LicenseKind::NonExclusive, "1.00") }]).await;
    assert_eq!(
        problems(&stage.buyer, &early, "MIN").await,
        [pair("NOT_USE_FIRST_PAY_LATER", "offerCode")],
        "a year's minimum is no free year"
    );

    // Free of charge: nothing falls due, and the license is there.
    let free = stage.asked(&stage.buyer, &listing, "SITE-FREE").await;
    let mut grant = stage.grant(&free, 12, false);
    grant["plan"] = json!({ "free": true });
    let shown = "licenseRequest { license { state paymentMode total { minorUnits } schedule { ordinal } royalty { rateBasisPoints cap { minorUnits } } size } }";
    let license = stage.head.done("licenseRequestGrant", grant, shown).await["licenseRequest"]["license"].clone();
    assert_eq!((&license["paymentMode"], &license["total"]["minorUnits"], &license["schedule"]), (&json!("FREE"), &json!("0"), &json!([])));

    // A price to be agreed: the enterprise names the most it pays, the office stays at or below it.
    let mut ask = stage.ask(&stage.buyer, &listing, "TALK");
    assert_eq!(stage.buyer.refused("licenseRequestSubmit", ask.clone(), REQUEST).await, pair("REQUIRED", "input.priceOffered"));
    ask["priceOffered"] = money("60000.00");
    let talk =
        stage.buyer.done("licenseRequestSubmit", ask, "licenseRequest { id priceOffered { minorUnits } }").await["licenseRequest"].clone();
    assert_eq!(talk["priceOffered"]["minorUnits"], "6000000");
    let talk = talk["id"].as_str().unwrap().to_owned();
    let grant = |amount: &str| {
        let mut input = stage.grant(&talk, 0, false);
        input["plan"] = json!({ "deferred": { "total": money(amount), "deferralMonths": 0 } });
        input
    };
    assert_eq!(
        stage.head.refused("licenseRequestGrant", grant("60000.01"), REQUEST).await,
        pair("SCHEDULE_MISMATCH", "input.plan.deferred.total")
    );
    stage.head.done("licenseRequestGrant", grant("55000.00"), REQUEST).await;

    // Beside a fixed part the royalty of the offer stays part of the license, and so does the size at signing.
    let both = stage.asked(&stage.buyer, &listing, "BOTH").await;
    let mut grant = stage.grant(&both, 12, true);
    grant["plan"] = json!({ "deferred": { "total": money("50000.00"), "deferralMonths": 12 } });
    let license = stage.head.done("licenseRequestGrant", grant, shown).await["licenseRequest"]["license"].clone();
    assert_eq!(license["royalty"], json!({ "rateBasisPoints": 300, "cap": { "minorUnits": "80000000" } }));
    assert_eq!((&license["state"], &license["size"]), (&json!("ACTIVE"), &json!("SMALL")));
    stage.app.finish().await;
}

#[tokio::test]
async fn the_size_that_counts_is_that_of_the_signing() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let id = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
    let declare = |version: &Value, staff: i64| {
        json!({
            "organizationId": stage.buyer.organization, "expectedVersion": version, "industry": "SOFTWARE_IT", "staff": staff,
            "revenue": { "currency": "CNY", "minorUnits": "20000000000" }, "dataYear": 2025, "evidence": "2025年度财务报表",
        })
    };
    let document = "query($id: ID!) { organization(id: $id) { version } }";
    let version = stage.buyer.ok(document, json!({ "id": stage.buyer.organization })).await["organization"]["version"].clone();
    stage.buyer.done("organizationSizeDeclare", declare(&version, 5000), "organization { id }").await;
    let payload = stage.head.mutate("licenseRequestGrant", stage.grant(&id, 12, true), REQUEST).await;
    let error = &payload["userErrors"][0];
    assert_eq!((&error["code"], &error["details"]["reason"]), (&json!("NOT_USE_FIRST_PAY_LATER"), &json!("SIZE_TOO_LARGE")));
    stage.app.finish().await;
}

#[tokio::test]
async fn a_license_ends_by_its_date() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let id = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
    stage.head.done("licenseRequestGrant", stage.grant(&id, 12, true), REQUEST).await;
    let document = "query List($states: [LicenseState!]) { licenses(first: 10, filter: { states: $states }) { nodes { state } } }";
    // Midnight in Shanghai after the last day, 23 November 2029.
    for (now, state, other) in [("2029-11-23T15:59:59Z", "ACTIVE", "ENDED"), ("2029-11-23T16:00:00Z", "ENDED", "ACTIVE")] {
        stage.app.clock.set(now.parse().unwrap());
        let buyer = stage.app.sign_in(&stage.buyer.email).await;
        let seen = |states: &str| (buyer.clone(), json!({ "states": [states] }));
        let (client, variables) = seen(state);
        assert_eq!(client.ok(document, variables).await["licenses"]["nodes"], json!([{ "state": state }]), "{now}");
        let (client, variables) = seen(other);
        assert_eq!(client.ok(document, variables).await["licenses"]["nodes"], json!([]), "{now}");
    }
    stage.app.finish().await;
}
