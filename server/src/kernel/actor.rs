//! Who is asking.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use super::{
    Locale,
    id::{ApiToken, Id, Organization, Session, User},
};

/// What a member may do inside the member's organization.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    EnumIter,
    IntoStaticStr,
    async_graphql::Enum,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Drafts and edits listings, imports, answers requests.
    TtoOfficer,
    /// Everything an officer does; reviews, publishes, grants; manages the office's members.
    TtoHead,
    /// Requests licenses for the enterprise.
    SmeMember,
    /// Everything a member does; manages the enterprise's members and size declarations.
    SmeOwner,
    /// Innovation advisor (创新顾问).
    Advisor,
    /// Carries cross-border cases.
    CaseOfficer,
    /// Runs the platform: verifies organizations, moderates, sees jobs.
    Operator,
    /// Reads what the operator reads; changes nothing.
    Observer,
}

impl Role {
    /// Roles that belong to the platform itself and only an operator may grant.
    #[must_use]
    pub const fn is_platform(self) -> bool {
        matches!(self, Self::Operator | Self::Observer | Self::CaseOfficer | Self::Advisor)
    }
}

/// What an API token may be used for. Which root field needs which scope is said in `schema/scopes.toml`.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    EnumIter,
    IntoStaticStr,
    async_graphql::Enum,
)]
#[graphql(name = "ApiTokenScope")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Scope {
    /// Read what the holder may read in the organization, and download it.
    Read,
    /// Write listings and take them through their states; upload files for them.
    ListingsWrite,
    /// Upload spreadsheets, look into them and import them.
    ImportsWrite,
    /// Ask for licenses, and answer requests.
    LicensingWrite,
    /// Write demands and take them through their states; propose to demands, and answer proposals.
    DemandsWrite,
}

/// What a signed-in user came in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// An access token of this session.
    Session(Id<Session>),
    /// An API token: a part of the user's rights, for a program.
    ApiToken {
        /// Which one.
        id: Id<ApiToken>,
        /// What it may be used for.
        scopes: Vec<Scope>,
    },
}

/// A user's seat in one organization, as far as permission needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The organization.
    pub organization: Id<Organization>,
    /// Whether an operator has verified the organization.
    pub verified: bool,
    /// Roles held there.
    pub roles: Vec<Role>,
}

/// A signed-in user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The user.
    pub user: Id<User>,
    /// What the user came in with.
    pub credential: Credential,
    /// Language the user reads.
    pub locale: Locale,
    /// Active seats. A suspended seat or organization is not listed.
    pub seats: Vec<Seat>,
    /// Whether a role that the user holds asks for a second factor that the user does not have: then there are no seats
    /// here, and the user may do nothing but enroll.
    pub must_enroll: bool,
}

/// Who is asking, resolved once per request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody signed in.
    Visitor,
    /// A signed-in user.
    Member(Member),
    /// The program itself: seeds, jobs, command line. The name says which part.
    System(&'static str),
}

impl Actor {
    /// The signed-in user, if any.
    #[must_use]
    pub const fn user(&self) -> Option<Id<User>> {
        match self {
            Self::Member(member) => Some(member.user),
            Self::Visitor | Self::System(_) => None,
        }
    }

    /// The language of whoever reads a file; English for visitors and on the command line.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        match self {
            Self::Member(member) => member.locale,
            Self::Visitor | Self::System(_) => Locale::En,
        }
    }

    /// The session of a signed-in user; none for others and for programs with an API token.
    #[must_use]
    pub const fn session(&self) -> Option<Id<Session>> {
        match self {
            Self::Member(Member { credential: Credential::Session(session), .. }) => Some(*session),
            Self::Member(_) | Self::Visitor | Self::System(_) => None,
        }
    }

    /// The scopes of a program with an API token; none for everybody whom no scopes limit.
    #[must_use]
    pub fn scopes(&self) -> Option<&[Scope]> {
        match self {
            Self::Member(Member { credential: Credential::ApiToken { scopes, .. }, .. }) => Some(scopes),
            Self::Member(_) | Self::Visitor | Self::System(_) => None,
        }
    }

    /// Whether the actor may do nothing but enroll a second factor.
    #[must_use]
    pub const fn must_enroll(&self) -> bool {
        matches!(self, Self::Member(Member { must_enroll: true, .. }))
    }

    /// The seats of a signed-in user; empty for others.
    #[must_use]
    pub fn seats(&self) -> &[Seat] {
        match self {
            Self::Member(member) => &member.seats,
            Self::Visitor | Self::System(_) => &[],
        }
    }

    /// Whether the actor holds one of `roles` in `organization`. The system holds every role.
    #[must_use]
    pub fn has_role_in(&self, organization: Id<Organization>, roles: &[Role]) -> bool {
        matches!(self, Self::System(_))
            || self.seats().iter().any(|seat| seat.organization == organization && seat.roles.iter().any(|role| roles.contains(role)))
    }

    /// Whether the actor holds `role` anywhere. The system holds every role.
    #[must_use]
    pub fn has_role(&self, role: Role) -> bool {
        matches!(self, Self::System(_)) || self.seats().iter().any(|seat| seat.roles.contains(&role))
    }

    /// Whether the actor belongs to `organization` in any role.
    #[must_use]
    pub fn is_member_of(&self, organization: Id<Organization>) -> bool {
        self.seats().iter().any(|seat| seat.organization == organization)
    }

    /// Whether the actor may read what the platform staff reads.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        self.has_role(Role::Operator) || self.has_role(Role::Observer)
    }

    /// Whether the actor sits in at least one verified organization: the "registered" disclosure layer.
    #[must_use]
    pub fn is_registered(&self) -> bool {
        matches!(self, Self::System(_)) || self.seats().iter().any(|seat| seat.verified)
    }
}
