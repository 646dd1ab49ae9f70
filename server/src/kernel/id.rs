//! Typed, opaque, time-sortable identifiers.

use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::error::{Code, Error};

/// A kind of entity that has a global id.
pub trait Kind: 'static + Send + Sync {
    /// Two ASCII letters that are part of every encoded id; never reused, never changed.
    const TAG: [u8; 2];
    /// The GraphQL type name and the `entity_kind` in the audit trail.
    const NAME: &'static str;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $tag:literal;)*) => {
        $($(#[$doc])* #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)] pub enum $name {}
        impl Kind for $name {
            const TAG: [u8; 2] = *$tag;
            const NAME: &'static str = stringify!($name);
        })*
        /// Every kind as `(tag, name)`, for the `node` field.
        pub const KINDS: &[([u8; 2], &str)] = &[$((*$tag, stringify!($name)),)*];
    };
}

kinds! {
    /// A legal entity or an office that takes part.
    Organization = b"or";
    /// A person who can sign in.
    User = b"us";
    /// A user's seat in an organization.
    Membership = b"mb";
    /// A signed-in device: a family of refresh tokens.
    Session = b"se";
    /// An achievement offered for transfer.
    Listing = b"ls";
    /// The content of a listing as it stood after one edit.
    ListingRevision = b"lr";
    /// A problem that an enterprise wants solved.
    Demand = b"dm";
    /// The content of a demand as it stood after one edit.
    DemandRevision = b"dr";
    /// What an office proposes to the owner of a demand.
    DemandProposal = b"dp";
    /// A proposal to make two demands of one.
    DemandSplit = b"ds";
    /// What the owner of a demand thinks of a listing that was found for it.
    MatchFeedback = b"mf";
    /// A request for a license.
    LicenseRequest = b"rq";
    /// A license that was granted.
    License = b"li";
    /// An amount that falls due.
    Obligation = b"ob";
    /// One import of a file of listings.
    ImportRun = b"im";
    /// A saved mapping of spreadsheet headers to listing fields.
    ImportPreset = b"pr";
    /// One thing that is wrong with one row of an import.
    ImportProblem = b"ip";
    /// A file that was uploaded.
    Upload = b"up";
    /// One line of the audit trail.
    AuditEntry = b"au";
    /// Something that happened and that others follow.
    OutboxEvent = b"ev";
    /// One delivery of an event to one follower.
    Delivery = b"dl";
    /// A message sent by mail.
    MailMessage = b"ml";
    /// One entry of a viewer's event feed.
    FeedEntry = b"fe";
    /// One dated version of one rule.
    RuleVersion = b"ru";
    /// One declaration of an enterprise's size.
    SizeDeclaration = b"sd";
    /// A change of a person's e-mail address.
    EmailChange = b"ec";
    /// An invitation to sit in an organization.
    Invitation = b"iv";
    /// A key with which a program acts for a person.
    ApiToken = b"tk";
    /// A login at an identity provider that signs somebody in.
    LinkedLogin = b"ll";
    /// An innovation advisor, as appointed.
    Advisor = b"ad";
    /// A conflict of interest that an advisor has declared.
    ConflictDeclaration = b"cd";
    /// What a client lets an advisor do for it, and until when.
    Mandate = b"md";
    /// An advisor's question to an enterprise for a mandate.
    MandateRequest = b"mq";
    /// Something that a client wants an advisor's help with.
    BrokerCase = b"bc";
    /// A tie between the advisor and a party of one case.
    CaseConflict = b"cc";
    /// A note of what an advisor did.
    ServiceLog = b"sl";
    /// An advisor brought a client and somebody together.
    Introduction = b"it";
    /// Something that has to be done in a case.
    CaseTask = b"ct";
    /// A listing that an advisor has picked for a client.
    CasePick = b"cp";
    /// What came of a case.
    CaseOutcome = b"oc";
    /// What is paid to an advisor.
    CaseFee = b"cf";
    /// Where a technology is taken from one readiness level to a higher one.
    ServicePlatform = b"sp";
    /// A search that somebody keeps, to be told of what is new.
    SavedSearch = b"sv";
}

/// The id of an entity of kind `K`: a `UUIDv7` that cannot be confused with an id of another kind.
///
/// On the wire it is 24 URL-safe characters (`base64url(tag ++ uuid)`); in the database it is the bare UUID.
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Id<K> {
    /// Wraps a UUID read from the database.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }

    /// The bare UUID, as stored.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
}

/// Splits an encoded id into the name of its kind and its UUID, or `None` if it is not one of ours.
#[must_use]
pub fn decode(text: &str) -> Option<(&'static str, Uuid)> {
    let mut bytes = [0_u8; 18];
    let length = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
    let (tag, uuid) = bytes.split_first_chunk::<2>()?;
    let uuid: [u8; 16] = uuid.try_into().ok().filter(|_| length == 18)?;
    let (_, name) = KINDS.iter().find(|(known, _)| known == tag)?;
    Some((name, Uuid::from_bytes(uuid)))
}

impl<K: Kind> FromStr for Id<K> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match decode(text) {
            Some((name, uuid)) if name == K::NAME => Ok(Self::from_uuid(uuid)),
            _ => Err(Error::new(Code::InvalidId).with("kind", K::NAME)),
        }
    }
}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = [0_u8; 18];
        bytes[..2].copy_from_slice(&K::TAG);
        bytes[2..].copy_from_slice(self.uuid.as_bytes());
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", K::NAME, self.uuid)
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(|_| serde::de::Error::custom("not an id of this kind"))
    }
}

/// Source of randomness that actions receive, so that tests can replay them.
pub trait Random: Send + Sync {
    /// Fills `bytes` with random data (cryptographically secure in production).
    fn fill(&self, bytes: &mut [u8]);
}

/// Makes a new id for the instant `at`: the first 48 bits are its milliseconds, the rest is random.
#[must_use]
pub fn generate<K: Kind>(at: super::Timestamp, random: &dyn Random) -> Id<K> {
    let mut bytes = [0_u8; 10];
    random.fill(&mut bytes);
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    Id::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
}

/// Encodes an id whose kind is known by name only (an entity named in the outbox or the audit trail). `None` for an unknown name.
#[must_use]
pub fn encode(kind: &str, uuid: Uuid) -> Option<String> {
    let (tag, _) = KINDS.iter().find(|(_, name)| *name == kind)?;
    let mut bytes = [0_u8; 18];
    bytes[..2].copy_from_slice(tag);
    bytes[2..].copy_from_slice(uuid.as_bytes());
    Some(URL_SAFE_NO_PAD.encode(bytes))
}
