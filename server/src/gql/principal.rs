//! On whose account something is done.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

use super::Caller;
use crate::{
    config::Limits,
    ctx::Ctx,
    kernel::{
        Actor, Id, Result,
        actor::Credential,
        id::{ApiToken, User},
    },
    throttle::{Bucket, Level},
};

/// Whoever pays for a request. Two sessions of one person are one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Principal {
    /// Somebody who is signed in.
    User(Id<User>),
    /// A program with an API token of somebody's: it does not use up the points that the person has.
    Program(Id<ApiToken>, Id<User>),
    /// Somebody who is not, by the network that the request comes from.
    Network(IpAddr),
    /// Everybody who can be told apart by nothing.
    Anybody,
}

impl Principal {
    /// Whose account a request of `caller` goes to.
    #[must_use]
    pub fn of(caller: &Caller) -> Self {
        match (&caller.actor, caller.address) {
            (Actor::Member(member), _) => match &member.credential {
                Credential::ApiToken { id, .. } => Self::Program(*id, member.user),
                Credential::Session(_) => Self::User(member.user),
            },
            (_, Some(address)) => Self::Network(network(address)),
            _ => Self::Anybody,
        }
    }

    /// Who has the room for what is going on at one time: a person and all programs of theirs share it, however many tokens
    /// somebody makes.
    #[must_use]
    pub const fn lane(self) -> Self {
        match self {
            Self::Program(_, user) => Self::User(user),
            other => other,
        }
    }

    /// Takes points for a request that is no GraphQL. Who cannot be told from others is not counted.
    ///
    /// # Errors
    /// `THROTTLED` with the `seconds` to wait.
    pub async fn spend(&self, app: &Ctx, points: u64) -> Result<Level> {
        let bucket = self.bucket(&app.config.limits);
        if !self.is_somebody() {
            return Ok(bucket.full());
        }
        app.throttle.spend(&self.to_string(), points, bucket, app.now()).await
    }

    /// The bucket that it spends from.
    #[must_use]
    pub const fn bucket(&self, limits: &Limits) -> Bucket {
        match self {
            Self::User(_) | Self::Program(..) => Bucket { points: limits.points, per_second: limits.points_per_second },
            _ => Bucket { points: limits.visitor_points, per_second: limits.visitor_points_per_second },
        }
    }

    /// Whether it can be told from others: only then can it be held to what is its own.
    #[must_use]
    pub const fn is_somebody(&self) -> bool {
        !matches!(self, Self::Anybody)
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(user) => write!(f, "user {user}"),
            Self::Program(token, _) => write!(f, "program {token}"),
            Self::Network(network) => write!(f, "network {network}"),
            Self::Anybody => f.write_str("anybody"),
        }
    }
}

/// What an address counts by. One of the sixth version counts by its network: a household has billions of them.
#[must_use]
pub const fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}
