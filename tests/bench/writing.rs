//! Single writes: a publication until it is found, and a license from the request to the grant.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{office::Office, program::Program, report::Report};

/// How long it takes from "publish" until a search finds the listing.
pub async fn publish_to_searchable(office: &Office, report: &mut Report) {
    let (mut published, mut found) = (Vec::new(), Vec::new());
    for number in 0..20 {
        let word = format!("qilin{number}fresh");
        let input = json!({
            "organizationId": office.organization, "title": { "zh": "新发布的成果", "en": word },
            "problem": { "en": "waiting" }, "benefit": { "en": "being found" },
        });
        let listing = office.officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
        let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        let listing = office.officer.done("listingSubmit", step, "listing { id version }").await["listing"].clone();
        let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        let started = Instant::now();
        office.head.done("listingPublish", step, "listing { id }").await;
        published.push(started.elapsed());
        let search = "query($q: String!) { searchListings(query: $q, first: 1) { nodes { id } } }";
        loop {
            let answer = office.head.ok(search, json!({ "q": word })).await;
            if answer["searchListings"]["nodes"][0]["id"] == listing["id"] {
                break;
            }
            assert!(started.elapsed() < Duration::from_secs(30), "{word} is not found after half a minute");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        found.push(started.elapsed());
    }
    report.times("publish one listing", published, None);
    report.times("from publish until a search finds it", found, Some(Duration::from_secs(1)));
}

/// How long asking for a license and granting it take.
pub async fn licenses(program: &Program, office: &Office, report: &mut Report) {
    let firm = program.sign_in("member.yuxin@demo.lianqiao.example").await;
    let viewer = firm.ok("{ viewer { memberships { organization { id } } } }", json!({})).await;
    let organization = viewer["viewer"]["memberships"][0]["organization"]["id"].clone();
    let offer = json!([{
        "code": "UFPL-12", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 36, "paymentMode": "LUMP_SUM",
        "price": { "currency": "CNY", "minorUnits": "8000000" }, "useFirstPayLater": { "modes": ["DEFERRED"], "freeMonths": 12 },
    }]);
    let (mut asked, mut granted) = (Vec::new(), Vec::new());
    for number in 0..20 {
        let input = json!({
            "organizationId": office.organization, "title": { "zh": format!("可许可的成果{number}") }, "problem": { "zh": "能耗高" },
            "benefit": { "zh": "能耗降低" }, "inventorsConsent": true, "offers": offer,
        });
        let mut listing = office.officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
        for (who, verb) in [(&office.officer, "listingSubmit"), (&office.head, "listingPublish")] {
            let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
            listing = who.done(verb, step, "listing { id version }").await["listing"].clone();
        }
        let ask = json!({
            "listingId": listing["id"], "offerCode": "UFPL-12", "organizationId": organization, "paymentMode": "DEFERRED",
            "purpose": "Bench", "idempotencyKey": firm.key(),
        });
        let started = Instant::now();
        let request = firm.done("licenseRequestSubmit", ask, "licenseRequest { id version }").await["licenseRequest"].clone();
        asked.push(started.elapsed());
        let today = chrono::Utc::now().with_timezone(&chrono::FixedOffset::east_opt(8 * 3600).unwrap()).date_naive();
        let grant = json!({
            "id": request["id"], "expectedVersion": request["version"], "idempotencyKey": office.head.key(), "effectiveOn": today.to_string(),
            "plan": { "deferred": { "total": { "currency": "CNY", "minorUnits": "8000000" }, "deferralMonths": 12 } }, "labelUseFirstPayLater": true,
        });
        let started = Instant::now();
        office.head.done("licenseRequestGrant", grant, "licenseRequest { id }").await;
        granted.push(started.elapsed());
    }
    report.times("ask for a license", asked, None);
    report.times("grant a license", granted, None);
}
