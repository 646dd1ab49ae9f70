//! The people of the stories, and how they come to sit where they sit.

use lianqiao::{
    identity::{
        self,
        actions::{AddMember, DeclareSize, NewUser, Register, Verify},
        rules::{Organization, OrganizationKind, SizeIndustry},
    },
    kernel::{Actor, Currency, Locale, Money, Role},
};
use serde_json::json;

use super::{Client, TestApp, client::unique};

/// Somebody with an account and a seat, signed in.
#[derive(Debug, Clone)]
pub struct Person {
    /// Speaks to the server as this person.
    pub client: Client,
    /// Address.
    pub email: String,
    /// Global id of the user.
    pub user: String,
    /// Global id of the organization that the person acts for.
    pub organization: String,
}

impl std::ops::Deref for Person {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

/// Password of everybody in the stories.
pub const PASSWORD: &str = "spring-forsythia-47-bridge";

/// Who sets the stage.
pub const STAGE: Actor = Actor::System("stage");

impl TestApp {
    /// An organization of mainland China with a valid credit code.
    pub async fn organization(&self, kind: OrganizationKind, name: &str, verified: bool) -> Organization {
        let register = Register {
            kind,
            name_zh: Some(name.to_owned()),
            name_en: None,
            credit_code: Some(credit_code(unique() % 1_000_000)),
            country: "CN".to_owned(),
            division: None,
            website: None,
            idempotency_key: None,
        };
        let organization = identity::actions::register(&self.ctx, &STAGE, register).await.unwrap().value;
        if !verified || organization.is_verified() {
            return organization;
        }
        let verify = Verify { id: organization.id, expected_version: organization.version };
        identity::actions::verify(&self.ctx, &STAGE, verify).await.unwrap().value
    }

    /// A verified organization outside mainland China.
    pub async fn abroad(&self, name: &str, country: &str) -> Organization {
        let register = Register {
            kind: OrganizationKind::Foreign,
            name_zh: None,
            name_en: Some(name.to_owned()),
            credit_code: None,
            country: country.to_owned(),
            division: None,
            website: None,
            idempotency_key: None,
        };
        let organization = identity::actions::register(&self.ctx, &STAGE, register).await.unwrap().value;
        if organization.is_verified() {
            return organization;
        }
        let verify = Verify { id: organization.id, expected_version: organization.version };
        identity::actions::verify(&self.ctx, &STAGE, verify).await.unwrap().value
    }

    /// A verified enterprise of the software industry with so many people: up to 1000 it is small. Its size is not
    /// declared when `staff` is none.
    pub async fn enterprise(&self, name: &str, staff: Option<i64>) -> Organization {
        let organization = self.organization(OrganizationKind::Enterprise, name, true).await;
        let Some(staff) = staff else { return organization };
        let revenue = Money::new(if staff > 1000 { 20_000_000_000 } else { 600_000_000 }, Currency::CNY);
        let declare = DeclareSize {
            organization: organization.id,
            expected_version: organization.version,
            industry: SizeIndustry::SoftwareIt,
            staff: Some(staff),
            revenue: Some(revenue),
            assets: None,
            data_year: 2025,
            evidence: "2025年度财务报表".to_owned(),
            reason: None,
        };
        identity::actions::declare_size(&self.ctx, &STAGE, declare).await.unwrap().value
    }

    /// Somebody with a role in an organization, signed in. The address is `name@example.com`.
    pub async fn person(&self, name: &str, organization: &Organization, role: Role) -> Person {
        let email = format!("{name}@example.com");
        let new = NewUser { email: email.clone(), name: name.to_owned(), password: PASSWORD.to_owned(), locale: Locale::En };
        let user = identity::actions::seed_user(&self.ctx, &STAGE, new).await.unwrap().value;
        let seat = AddMember { organization: organization.id, email: email.clone(), roles: vec![role] };
        identity::actions::add_member(&self.ctx, &STAGE, seat).await.unwrap();
        let client = self.sign_in(&email).await;
        Person { client, email, user: user.id.to_string(), organization: organization.id.to_string() }
    }

    /// A client signed in over HTTP with the password that everybody has.
    pub async fn sign_in(&self, email: &str) -> Client {
        let session = self.visitor.done("logIn", json!({ "email": email, "password": PASSWORD }), "session { accessToken }").await;
        self.visitor.with_token(session["session"]["accessToken"].as_str().unwrap())
    }

    /// An operator, signed in.
    pub async fn operator(&self) -> Person {
        let office = self.organization(OrganizationKind::Government, "区科技经济委", true).await;
        self.person("operator", &office, Role::Operator).await
    }

    /// A university with an officer and a head.
    pub async fn office(&self, name: &str) -> (Person, Person) {
        let university = self.organization(OrganizationKind::University, name, true).await;
        // So that the news of the verification finds nobody to go to.
        self.settle().await;
        let tag = unique();
        (
            self.person(&format!("officer{tag}"), &university, Role::TtoOfficer).await,
            self.person(&format!("head{tag}"), &university, Role::TtoHead).await,
        )
    }
}

/// The `number`th valid unified social credit code (GB 32100): 17 characters and their check character.
fn credit_code(number: u64) -> String {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("91310110MA1{number:06}");
    let value = |byte: u8| ALPHABET.iter().position(|letter| *letter == byte).unwrap();
    let (sum, _) = body.bytes().fold((0, 1), |(sum, weight), byte| (sum + value(byte) * weight, weight * 3 % 31));
    let check = ALPHABET[(31 - sum % 31) % 31];
    format!("{body}{}", char::from(check))
}
