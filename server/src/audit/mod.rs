//! The audit trail: one entry a verb, in the verb's own transaction, chained by hash per owner organization.
//!
//! `hash = sha256(canonical JSON of the entry with previous_hash)`: whoever changes, removes or inserts an entry
//! breaks every later one, and [`verify`] names the first that does not fit.

mod store;

use serde_json::Value;
use uuid::Uuid;

use crate::kernel::{
    Actor, Id, Timestamp,
    actor::{Credential, Member},
    digest,
    id::{AuditEntry, Kind, Organization, RuleVersion, User},
};

pub use store::{Verification, append, append_all, count, entries, find_many, length, reserve, verify};

/// The chain of things that belong to no organization: people and the platform itself.
#[must_use]
pub const fn platform() -> Id<Organization> {
    Id::from_uuid(Uuid::nil())
}

/// What is written down.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Whose trail it goes to: the owner of the entity.
    pub organization: Id<Organization>,
    /// What was done, `listing.publish`.
    pub verb: &'static str,
    /// Type of the entity.
    pub entity_kind: &'static str,
    /// The entity.
    pub entity_id: Uuid,
    /// Hash of the entity before, if it existed.
    pub before: Option<String>,
    /// Hash of the entity after, if it still exists.
    pub after: Option<String>,
    /// Rules that decided.
    pub rules: Vec<Id<RuleVersion>>,
    /// Facts worth reading: states, counts, reasons. No personal data, no confidential text.
    pub details: Value,
}

impl NewEntry {
    /// An entry about `entity` of `organization`.
    #[must_use]
    pub fn new<K: Kind>(organization: Id<Organization>, verb: &'static str, entity: Id<K>) -> Self {
        Self {
            organization,
            verb,
            entity_kind: K::NAME,
            entity_id: entity.uuid(),
            before: None,
            after: None,
            rules: Vec::new(),
            details: Value::Object(serde_json::Map::new()),
        }
    }

    /// Records the entity's content before the change, by hash.
    #[must_use]
    pub fn before<T: serde::Serialize>(mut self, entity: &T) -> Self {
        self.before = Some(digest::json_digest(entity));
        self
    }

    /// Records the entity's content after the change, by hash.
    #[must_use]
    pub fn after<T: serde::Serialize>(mut self, entity: &T) -> Self {
        self.after = Some(digest::json_digest(entity));
        self
    }

    /// Records the rules that decided.
    #[must_use]
    pub fn by_rules(mut self, rules: impl IntoIterator<Item = Id<RuleVersion>>) -> Self {
        self.rules.extend(rules);
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn detail(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(details) = &mut self.details {
            details.insert(name.to_owned(), value.into());
        }
        self
    }
}

/// An entry as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The entry.
    pub id: Id<AuditEntry>,
    /// Whose trail.
    pub organization: Id<Organization>,
    /// Position in the trail, from 1, without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who, if a person.
    pub actor_user: Option<Id<User>>,
    /// Who, in words: `user`, `token:<API token>` or `system:<part>`.
    pub actor: String,
    /// What was done.
    pub verb: String,
    /// Type of the entity.
    pub entity_kind: String,
    /// The entity.
    pub entity_id: Uuid,
    /// Hash before.
    pub before_hash: Option<String>,
    /// Hash after.
    pub after_hash: Option<String>,
    /// Rules that decided.
    pub rules: Vec<Id<RuleVersion>>,
    /// Facts.
    pub details: Value,
    /// Hash of the entry before this one in the trail; 64 zeros for the first.
    pub previous_hash: String,
    /// Hash of this entry.
    pub hash: String,
}

/// Who acts, as the trail names it.
fn actor_name(actor: &Actor) -> String {
    match actor {
        Actor::Visitor => "visitor".to_owned(),
        Actor::Member(Member { credential: Credential::ApiToken { id, .. }, .. }) => format!("token:{id}"),
        Actor::Member(_) => "user".to_owned(),
        Actor::System(part) => format!("system:{part}"),
    }
}
