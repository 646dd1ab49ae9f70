//! The stage: a university with an office, enterprises of three sizes, and listings with offers.

use lianqiao::{
    identity::{
        self,
        actions::{AddMember, DeclareSize, NewUser, Register, Verify},
        rules::{Organization, OrganizationKind, SizeIndustry},
    },
    kernel::{Actor, Currency, Date, Locale, Money, Role},
    listing::{
        self,
        actions::{Create, Move},
        content::{BilingualText, IpRight, LicenseOffer, ListingContent, UseFirstPayLater},
        patch::ContentPatch,
        rules::Transition,
        vocabulary::{IpKind, IpStatus, LicenseKind, PaymentMode},
    },
};
use lianqiao_tests::{Options, Person, TestApp};
use serde_json::{Value, json};

use crate::dates::day;

const SYSTEM: Actor = Actor::System("stage");
const PASSWORD: &str = "spring-forsythia-47-bridge";

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
        price: Some(yuan(price)),
        royalty: None,
        negotiable: false,
        payment_mode: PaymentMode::LumpSum,
        use_first_pay_later: Some(UseFirstPayLater { modes: vec![PaymentMode::Deferred, PaymentMode::Instalment], free_months: 12, terms: None }),
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
        let university = organization(&app, OrganizationKind::University, "杨浦大学", 1, true).await;
        let other = organization(&app, OrganizationKind::University, "江湾大学", 2, true).await;
        let small = enterprise(&app, "小桥科技", 3, Some(50)).await;
        let second = enterprise(&app, "同济路科技", 4, Some(60)).await;
        let large = enterprise(&app, "大江集团", 5, Some(5000)).await;
        Self {
            officer: person(&app, "officer", &university, Role::TtoOfficer).await,
            head: person(&app, "head", &university, Role::TtoHead).await,
            buyer: person(&app, "buyer", &small, Role::SmeOwner).await,
            rival: person(&app, "rival", &second, Role::SmeOwner).await,
            giant: person(&app, "giant", &large, Role::SmeOwner).await,
            stranger: person(&app, "stranger", &other, Role::TtoHead).await,
            app,
        }
    }

    /// A published listing with these offers; its global id.
    pub async fn listing(&self, offers: Vec<LicenseOffer>) -> String {
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
        let content = ListingContent {
            title: text("低温固化的水性防腐涂层"),
            problem: text("船厂喷涂能耗高"),
            benefit: text("能耗降低三成"),
            ip_rights: vec![right],
            inventors_consent: true,
            offers,
            ..ListingContent::default()
        };
        let (app, organization) = (&self.app.ctx, self.officer.organization.parse().unwrap());
        let create = Create { organization, external_reference: None, content: ContentPatch::whole(content).unwrap(), idempotency_key: None };
        let mut view = listing::actions::create(app, &SYSTEM, create).await.unwrap().value;
        for transition in [Transition::Submit, Transition::Publish] {
            let step = Move { id: view.id, expected_version: view.version, transition, notes: Vec::new(), reason: None };
            view = listing::actions::transition(app, &SYSTEM, step).await.unwrap().value;
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

async fn organization(app: &TestApp, kind: OrganizationKind, name: &str, number: u32, verified: bool) -> Organization {
    let register = Register {
        kind,
        name_zh: Some(name.to_owned()),
        name_en: None,
        credit_code: Some(credit_code(number)),
        country: "CN".to_owned(),
        division: None,
        website: None,
        idempotency_key: None,
    };
    let organization = identity::actions::register(&app.ctx, &SYSTEM, register).await.unwrap().value;
    if !verified || organization.is_verified() {
        return organization;
    }
    let verify = Verify { id: organization.id, expected_version: organization.version };
    identity::actions::verify(&app.ctx, &SYSTEM, verify).await.unwrap().value
}

/// An enterprise of the software industry with so many people; its size is not declared when `staff` is none.
async fn enterprise(app: &TestApp, name: &str, number: u32, staff: Option<i64>) -> Organization {
    let organization = organization(app, OrganizationKind::Enterprise, name, number, true).await;
    let Some(staff) = staff else { return organization };
    let declare = DeclareSize {
        organization: organization.id,
        expected_version: organization.version,
        industry: SizeIndustry::SoftwareIt,
        staff: Some(staff),
        revenue: Some(yuan(if staff > 1000 { "200000000.00" } else { "6000000.00" })),
        assets: None,
        data_year: 2025,
        evidence: "2025年度财务报表".to_owned(),
    };
    identity::actions::declare_size(&app.ctx, &SYSTEM, declare).await.unwrap().value
}

/// Somebody with a role in an organization, signed in.
pub async fn person(app: &TestApp, name: &str, organization: &Organization, role: Role) -> Person {
    let email = format!("{name}@example.com");
    let new = NewUser { email: email.clone(), name: name.to_owned(), password: PASSWORD.to_owned(), locale: Locale::En };
    let user = identity::actions::seed_user(&app.ctx, &SYSTEM, new).await.unwrap().value;
    let seat = AddMember { organization: organization.id, email: email.clone(), roles: vec![role] };
    identity::actions::add_member(&app.ctx, &SYSTEM, seat).await.unwrap();
    let session = app.visitor.done("logIn", json!({ "email": email, "password": PASSWORD }), "session { accessToken }").await;
    let token = session["session"]["accessToken"].as_str().unwrap();
    Person { client: app.visitor.with_token(token), email, user: user.id.to_string(), organization: organization.id.to_string() }
}

/// Somebody of an enterprise that nobody has verified, and somebody of one that never declared its size.
pub async fn newcomers(stage: &Stage) -> (Person, Person) {
    let unverified = organization(&stage.app, OrganizationKind::Enterprise, "新来科技", 6, false).await;
    let undeclared = enterprise(&stage.app, "未申报科技", 7, None).await;
    (person(&stage.app, "newcomer", &unverified, Role::SmeOwner).await, person(&stage.app, "silent", &undeclared, Role::SmeOwner).await)
}

/// The `number`th valid unified social credit code (GB 32100): 17 characters and their check character.
fn credit_code(number: u32) -> String {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("91310110MA1{number:06}");
    let value = |byte: u8| ALPHABET.iter().position(|letter| *letter == byte).unwrap() as u32;
    let (sum, _) = body.bytes().fold((0, 1), |(sum, weight), byte| (sum + value(byte) * weight, weight * 3 % 31));
    let check = ALPHABET[((31 - sum % 31) % 31) as usize];
    format!("{body}{}", char::from(check))
}
