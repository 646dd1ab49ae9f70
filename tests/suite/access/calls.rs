//! Calls made from the schema: what is required, filled with things of tenant A.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Verdict, world::World};
use crate::{
    door::socket,
    schema::{list, named, text},
};

/// Makes calls.
pub struct Calls<'a> {
    types: BTreeMap<&'a str, &'a Value>,
    world: &'a World,
}

impl<'a> Calls<'a> {
    pub fn new(types: &'a Value, world: &'a World) -> Self {
        Self { types: list(types).map(|kind| (text(&kind["name"]), kind)).collect(), world }
    }

    /// Calls a root field as a person; gives what the answer comes down to, and the answer.
    pub async fn make(&self, name: &str, field: &Value, person: &str) -> (Verdict, Value) {
        let (document, variables) = self.document(name, field, person);
        let client = match (name, person) {
            // Whoever signs out does it with a session of its own.
            ("Mutation.logOut", person) if person != "VISITOR" => {
                &self.world.app.sign_in(&format!("{}@example.com", person.to_lowercase())).await
            }
            _ => &self.world.people[person],
        };
        if name.starts_with("Subscription.") {
            let answer = socket::first_word(&self.world.app, client, &document).await;
            let (refused, failed) = (&answer["payload"][0], &answer["payload"]["errors"][0]);
            let error = if refused.is_object() { refused } else { failed };
            return (judge(name, &answer, &error["extensions"]["code"]), answer);
        }
        let answer = client.run(&document, variables).await.0;
        let top = &answer["errors"][0]["extensions"]["code"];
        let code = if top.is_string() { top } else { &answer["data"]["found"]["userErrors"][0]["code"] };
        (judge(name, &answer["data"]["found"], code), answer.clone())
    }

    fn document(&self, name: &str, field: &Value, person: &str) -> (String, Value) {
        let (root, field_name) = name.split_once('.').unwrap();
        let said = self.said(field_name, person);
        let (mut variables, mut declared, mut passed) = (Map::new(), Vec::new(), Vec::new());
        for argument in list(&field["args"]) {
            let name = text(&argument["name"]);
            let required = argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null();
            if !(required || said.get(name).is_some() || name == "first") {
                continue;
            }
            let mut value = self.value(field_name, name, &argument["type"], person);
            merge(&mut value, said.get(name));
            variables.insert(name.to_owned(), value);
            declared.push(format!("${name}: {}", written(&argument["type"])));
            passed.push(format!("{name}: ${name}"));
        }
        let around = |open: &str, parts: &[String]| if parts.is_empty() { String::new() } else { format!("{open}{})", parts.join(", ")) };
        let (declared, passed) = (around("(", &declared), around("(", &passed));
        let selection = self.selection(&field["type"]);
        (format!("{} Call{declared} {{ found: {field_name}{passed} {selection} }}", root.to_lowercase()), Value::Object(variables))
    }

    /// What shows whether there is anything in the answer.
    fn selection(&self, kind: &Value) -> &'static str {
        let kind = self.types[text(&named(kind)["name"])];
        let has = |name: &str| list(&kind["fields"]).any(|field| field["name"] == name);
        match text(&kind["kind"]) {
            "SCALAR" | "ENUM" => "",
            _ if has("userErrors") => "{ userErrors { code path } }",
            _ if has("nodes") => "{ nodes { __typename } }",
            _ => "{ __typename }",
        }
    }

    fn value(&self, call: &str, name: &str, kind: &Value, person: &str) -> Value {
        match (text(&kind["kind"]), text(&kind["name"])) {
            ("NON_NULL", _) => self.value(call, name, &kind["ofType"], person),
            ("LIST", _) => json!([self.value(call, name, &kind["ofType"], person)]),
            ("ENUM", kind) => self.types[kind]["enumValues"][0]["name"].clone(),
            ("INPUT_OBJECT", kind) => {
                let fields = list(&self.types[kind]["inputFields"]);
                let required = fields.filter(|field| field["type"]["kind"] == "NON_NULL" && field["defaultValue"].is_null());
                let filled = required.map(|field| {
                    let name = text(&field["name"]);
                    (name.to_owned(), self.value(call, name, &field["type"], person))
                });
                Value::Object(filled.collect())
            }
            (_, "ID") => json!(self.id(call, name, person)),
            (_, "UUID") => json!(self.world.app.visitor.key()),
            (_, "Int") if name == "expectedVersion" => json!(-1),
            (_, "Int") => json!(10),
            (_, "Boolean") => json!(true),
            (_, "Date") => json!("2026-11-23"),
            (_, "CurrencyCode") => json!("CNY"),
            (_, "String") if name == "minorUnits" => json!("100"),
            (_, "String") if name == "offerCode" => json!("A"),
            (_, "String") if name == "externalReference" => json!("draft"),
            (_, "String") => json!("涂层"),
            (_, other) => panic!("{call}: no value for {name}: {other}"),
        }
    }

    /// The side of tenant A that a person is held against: people of enterprises the enterprise, others the university.
    fn side(person: &str) -> &'static str {
        if person.contains("SME") { "enterprise" } else { "university" }
    }

    /// The thing of tenant A that an id names.
    fn id(&self, call: &str, name: &str, person: &str) -> &str {
        let side = Self::side(person);
        let thing = match name {
            "organizationId" if call.starts_with("license") || call.starts_with("organizationSize") => "enterprise",
            "organizationId" if call.starts_with("import") || call.starts_with("listing") => "university",
            "organizationId" => side,
            "listingId" => "published",
            "uploadId" => "upload",
            "presetId" => "preset",
            "requestId" => "request",
            _ if call.starts_with("organization") => side,
            "id" if call.starts_with("invitation") => {
                if side == "enterprise" {
                    "invitation_enterprise"
                } else {
                    "invitation_university"
                }
            }
            "id" if call.starts_with("session") => "session",
            "id" if call.starts_with("apiToken") => {
                if side == "enterprise" {
                    "token_enterprise"
                } else {
                    "token_university"
                }
            }
            _ if call.starts_with("user") => {
                if side == "enterprise" {
                    "user_enterprise"
                } else {
                    "user_university"
                }
            }
            _ if call.starts_with("membership") => {
                if side == "enterprise" {
                    "seat_enterprise"
                } else {
                    "seat_university"
                }
            }
            _ => match call {
                "listingReturn" | "listingApprove" | "listingPublish" => "submitted",
                "listingSuspend" | "listingTransfer" => "published",
                "listingResume" => "suspended",
                _ if call.starts_with("listing") => "draft",
                _ if call.starts_with("importPreset") => "preset",
                _ if call.starts_with("import") => "import",
                "ruleVersion" => "rule",
                "license" => "license",
                _ if call.starts_with("licenseRequest") => "request",
                "linkedLoginRemove" => "login",
                "node" | "nodes" => "license",
                _ => "nothing",
            },
        };
        &self.world.things[thing]
    }

    /// What has to be said besides, so that the answer is about who asks.
    fn said(&self, call: &str, person: &str) -> Value {
        let side = &self.world.things[Self::side(person)];
        match call {
            // Refused for their content: whoever gets that far may.
            "organizationRegister" => json!({ "input": { "country": "nowhere" } }),
            "membershipAdd" => json!({ "input": { "roles": [] } }),
            "signUp" | "verificationResend" => json!({ "input": { "email": "nobody" } }),
            "listingCreate" => json!({ "input": { "externalReference": "x".repeat(300) } }),
            "importStart" => json!({ "input": { "mapping": [{ "column": "编号", "field": "nothing" }] } }),
            "importPresetSave" => json!({ "input": { "name": " " } }),
            "licenseRequestSubmit" => json!({ "input": { "purpose": " " } }),
            "licenseRequestGrant" | "schedulePreview" => {
                json!({ "input": { "plan": { "deferred": { "total": { "currency": "CNY", "minorUnits": "100" }, "deferralMonths": 12 } } } })
            }
            "listingBulkTransition" => json!({ "input": { "transition": "SUBMIT", "ids": [] } }),
            "licenses" | "licenseRequests" => json!({ "filter": {} }),
            "auditEntries" => json!({ "organizationId": side }),
            _ => json!({}),
        }
    }
}

/// Puts `said` over `value`.
fn merge(value: &mut Value, said: Option<&Value>) {
    match (value, said) {
        (Value::Object(value), Some(Value::Object(said))) => value.extend(said.clone()),
        (value, Some(said)) => *value = said.clone(),
        (_, None) => {}
    }
}

/// A type as documents write it.
fn written(kind: &Value) -> String {
    match text(&kind["kind"]) {
        "NON_NULL" => format!("{}!", written(&kind["ofType"])),
        "LIST" => format!("[{}]", written(&kind["ofType"])),
        _ => text(&kind["name"]).to_owned(),
    }
}

/// What an answer comes down to.
fn judge(call: &str, found: &Value, code: &Value) -> Verdict {
    // There is no dead letter on this stage: who gets so far as to miss it may.
    let misses = call == "Mutation.deadLetterRetry" || call == "Mutation.viewerEventsMarkRead";
    match text(code) {
        "UNAUTHENTICATED" => Verdict::Unauthenticated,
        "FORBIDDEN" | "SUBMITTER_MAY_NOT_APPROVE" => Verdict::Forbidden,
        "NOT_FOUND" if !misses => Verdict::Hidden,
        "" => {
            let rows = found.get("nodes").unwrap_or(found);
            let empty = rows.is_null()
                || (call != "Query.listingSuggestions" && rows.as_array().is_some_and(|rows| rows.iter().all(Value::is_null)));
            let may_be_empty = ["Query.deadLetters", "Query.viewerEvents", "Query.oidcProviders"].contains(&call);
            if empty && !may_be_empty { Verdict::Hidden } else { Verdict::Allow }
        }
        _ => Verdict::Allow,
    }
}
