//! The stage: a university with an office, enterprises of three sizes, and listings with offers.

use lianqiao::{
    identity::rules::OrganizationKind,
    kernel::{Currency, Date, Money, Role},
    listing::{
        self,
        actions::{Create, Move},
        content::{BilingualText, IpRight, LicenseOffer, ListingContent, UseFirstPayLater},
        patch::ContentPatch,
        rules::Transition,
        vocabulary::{IpKind, IpStatus, LicenseKind, PaymentMode},
    },
};
use lianqiao_tests::{Options, Person, STAGE, TestApp};
use serde_json::{Value, json};

use crate::dates::day;

/// Fields of a request that the stories look at.
pub const REQUEST: &str = "licenseRequest { id version state useFirstPayLater paymentMode size replyBy replyByProvisional late reason }";

pub struct Stage {
    pub app: TestApp,
    /// Officer and head of the university's office.
    pub officer: Person,
    pub head: Person,
    /// A small enterprise that asks, its rival of the same size, and one that is too large.
    pub buyer: Person,
    pub rival: Person,
    pub giant: Person,
    /// Officer of another university.
    pub stranger: Person,
}

/// `80,000.00` yuan and the like.
pub fn yuan(amount: &str) -> Money {
    Money::parse(amount, Currency::CNY).unwrap()
}

/// Money as the API takes it.
pub fn money(amount: &str) -> Value {
    json!({ "currency": "CNY", "minorUnits": yuan(amount).minor_units.to_string() })
}

/// An offer "use first, pay later" at a fixed price, in China, for three years.
pub fn offer(code: &str, kind: LicenseKind, price: &str) -> LicenseOffer {
    LicenseOffer {
        code: code.to_owned(),
        kind,
        territory: vec!["CN".to_owned()],
        field_of_use: None,
        term_months: 36,
        price_method: None,
        price: Some(yuan(price)),
        royalty: None,
        negotiable: false,
        payment_mode: PaymentMode::LumpSum,
        use_first_pay_later: Some(UseFirstPayLater {
            modes: vec![PaymentMode::Deferred, PaymentMode::Instalment],
            free_months: 12,
            terms: None,
        }),
        note: None,
    }
}

impl Stage {
    /// The stage on 23 November 2026, ten in the morning in Shanghai.
    pub async fn set() -> Self {
        Self::at("2026-11-23T02:00:00Z").await
    }

    pub async fn at(now: &str) -> Self {
        let app = TestApp::with(Options { now: now.parse().unwrap(), ..Options::default() }).await;
        let university = app.organization(OrganizationKind::University, "杨浦大学", true).await;
        let other = app.organization(OrganizationKind::University, "江湾大学", true).await;
        let small = app.enterprise("小桥科技", Some(50)).await;
        let second = app.enterprise("同济路科技", Some(60)).await;
        let large = app.enterprise("大江集团", Some(5000)).await;
        Self {
            officer: app.person("officer", &university, Role::TtoOfficer).await,
            head: app.person("head", &university, Role::TtoHead).await,
            buyer: app.person("buyer", &small, Role::SmeOwner).await,
            rival: app.person("rival", &second, Role::SmeOwner).await,
            giant: app.person("giant", &large, Role::SmeOwner).await,
            stranger: app.person("stranger", &other, Role::TtoHead).await,
            app,
        }
    }

    /// A published listing with these offers; its global id.
    pub async fn listing(&self, offers: Vec<LicenseOffer>) -> String {
        self.listing_with(offers, |_| {}).await
    }

    /// Like [`Stage::listing`], with other contents.
    pub async fn listing_with(&self, offers: Vec<LicenseOffer>, change: impl FnOnce(&mut ListingContent)) -> String {
        let right = IpRight {
            kind: IpKind::PatentInvention,
            number: "202310123456.6".to_owned(),
            title: None,
            office: Some("CN".to_owned()),
            status: IpStatus::InForce,
            filed_on: Some(Date(day("2023-10-12"))),
            granted_on: None,
            expires_on: Some(Date(day("2043-10-12"))),
            owners: Vec::new(),
            pledged: false,
            fee_paid_until: None,
        };
        let text = |zh: &str| BilingualText { zh: Some(zh.to_owned()), en: None };
        let mut content = ListingContent {
            title: text("低温固化的水性防腐涂层"),
            problem: text("船厂喷涂能耗高"),
            benefit: text("能耗降低三成"),
            ip_rights: vec![right],
            inventors_consent: true,
            offers,
            ..ListingContent::default()
        };
        change(&mut content);
        let (app, organization) = (&self.app.ctx, self.officer.organization.parse().unwrap());
        let create = Create { organization, external_reference: None, content: ContentPatch::whole(content), idempotency_key: None };
        let mut view = listing::actions::create(app, &STAGE, create).await.unwrap().value;
        for transition in [Transition::Submit, Transition::Publish] {
            let step = Move { id: view.id, expected_version: view.version, transition, notes: Vec::new(), reason: None };
            view = listing::actions::transition(app, &STAGE, step).await.unwrap().value;
        }
        view.id.to_string()
    }

    /// A published listing with one offer, `UFPL-12` at 80,000 yuan.
    pub async fn usual_listing(&self) -> String {
        self.listing(vec![offer("UFPL-12", LicenseKind::NonExclusive, "80000.00")]).await
    }

    /// Input of a request by `person` for `code`.
    pub fn ask(&self, person: &Person, listing: &str, code: &str) -> Value {
        json!({
            "listingId": listing,
            "offerCode": code,
            "organizationId": person.organization,
            "purpose": "用于船厂涂装线的小批量试用。",
            "idempotencyKey": person.key(),
        })
    }

    /// The id of a request by `person` for `code` that was just submitted.
    pub async fn asked(&self, person: &Person, listing: &str, code: &str) -> String {
        let payload = person.done("licenseRequestSubmit", self.ask(person, listing, code), REQUEST).await;
        payload["licenseRequest"]["id"].as_str().unwrap().to_owned()
    }

    /// Input of a grant: 80,000 yuan after `months`, from today on.
    pub fn grant(&self, request: &str, months: u32, label: bool) -> Value {
        json!({
            "id": request,
            "expectedVersion": 1,
            "idempotencyKey": self.officer.key(),
            "effectiveOn": self.app.ctx.clock.today().to_string(),
            "plan": { "deferred": { "total": money("80000.00"), "deferralMonths": months } },
            "labelUseFirstPayLater": label,
        })
    }
}

/// Somebody of an enterprise that nobody has verified, and somebody of one that never declared its size.
pub async fn newcomers(stage: &Stage) -> (Person, Person) {
    let unverified = stage.app.organization(OrganizationKind::Enterprise, "新来科技", false).await;
    let undeclared = stage.app.enterprise("未申报科技", None).await;
    (stage.app.person("newcomer", &unverified, Role::SmeOwner).await, stage.app.person("silent", &undeclared, Role::SmeOwner).await)
}
