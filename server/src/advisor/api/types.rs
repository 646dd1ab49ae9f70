//! An advisor as an answer.

use async_graphql::{Context, ID, Object, SimpleObject};

use super::loaders;
use crate::{
    advisor::{
        content::Profile,
        model::{Advisor as Model, Declaration},
        policy,
        rules::{self, Transition},
        vocabulary::{AdvisorGrade, AdvisorState, ConflictKind},
    },
    gql::{Result, actor},
    identity,
    kernel::{Date, Timestamp},
};

/// An innovation advisor. Members of verified organizations see those who are appointed.
#[derive(Debug, Clone)]
pub struct Advisor(pub Model);

impl From<Model> for Advisor {
    fn from(advisor: Model) -> Self {
        Self(advisor)
    }
}

impl Advisor {
    fn is_inside(&self, ctx: &Context<'_>) -> bool {
        policy::reads_inside(actor(ctx), self.0.user)
    }
}

/// A step that the viewer may take with an advisor.
#[derive(SimpleObject)]
pub struct AdvisorAvailableTransition {
    /// The step.
    name: Transition,
    /// State that it leads to.
    to_state: AdvisorState,
    /// Fields that its mutation asks for beside id and version.
    required_inputs: Vec<String>,
}

/// An innovation advisor. Members of verified organizations see those who are appointed.
#[Object]
impl Advisor {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes; give it as `expectedVersion` when you change something.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Name as the person writes it.
    async fn name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let user = identity::api::user(ctx, self.0.user).await?;
        Ok(user.map(|user| user.0.name))
    }

    /// The organization in which the person holds the role.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.organization).await?)
    }

    /// Where the person stands.
    async fn state(&self) -> AdvisorState {
        self.0.state
    }

    /// Grade; null before the appointment.
    async fn grade(&self) -> Option<AdvisorGrade> {
        self.0.grade
    }

    /// What the person says of the own work.
    async fn profile(&self) -> &Profile {
        &self.0.profile
    }

    /// First day of the term.
    async fn term_from(&self) -> Option<Date> {
        self.0.term_from
    }

    /// Last day of the term.
    async fn term_until(&self) -> Option<Date> {
        self.0.term_until
    }

    /// Whether clients can give a mandate today: the person is appointed, within the term, and not suspended.
    async fn available(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(loaders::is_available(ctx, self.0.id).await?)
    }

    /// Ties that the person has declared, newest first, also those taken back; empty for all but the person and staff.
    async fn conflicts(&self, ctx: &Context<'_>) -> Result<Vec<ConflictDeclaration>> {
        if !self.is_inside(ctx) {
            return Ok(Vec::new());
        }
        Ok(loaders::declarations(ctx, self.0.id).await?.into_iter().map(ConflictDeclaration).collect())
    }

    /// When the person last said that the declared ties are all there are; null for all but the person and staff.
    async fn conflicts_confirmed_on(&self, ctx: &Context<'_>) -> Option<Date> {
        self.0.confirmed_on.filter(|_| self.is_inside(ctx))
    }

    /// Why somebody was struck off; null for all but the person and staff.
    async fn reason(&self, ctx: &Context<'_>) -> Option<&str> {
        self.0.reason.as_deref().filter(|_| self.is_inside(ctx))
    }

    /// Whether the viewer may change the profile.
    async fn viewer_can_update(&self, ctx: &Context<'_>) -> bool {
        policy::holds(actor(ctx), rules::Authority::OwnOrOperator, &self.0)
    }

    /// Steps that the viewer may take.
    async fn available_transitions(&self, ctx: &Context<'_>) -> Vec<AdvisorAvailableTransition> {
        let steps = rules::steps(self.0.state).into_iter();
        let mine = steps.filter(|step| step.authority != rules::Authority::System && policy::holds(actor(ctx), step.authority, &self.0));
        mine.map(|step| AdvisorAvailableTransition {
            name: step.transition,
            to_state: step.to,
            required_inputs: rules::required_inputs(step.transition).iter().map(|input| (*input).to_owned()).collect(),
        })
        .collect()
    }

    /// When the person applied.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> Timestamp {
        self.0.updated_at
    }
}

/// A tie that an advisor has declared.
pub struct ConflictDeclaration(pub Declaration);

/// A tie that an advisor has declared. Shown to the advisor and to staff.
#[Object]
impl ConflictDeclaration {
    /// Id, for taking it back.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What kind of tie.
    async fn kind(&self) -> ConflictKind {
        self.0.kind
    }

    /// With which organization of the platform.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        match self.0.organization {
            Some(organization) => Ok(identity::api::organization(ctx, organization).await?),
            None => Ok(None),
        }
    }

    /// With whom else, or which achievement.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// More in words.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The day on which the tie itself ended.
    async fn ended_on(&self) -> Option<Date> {
        self.0.ended_on
    }

    /// When it was declared.
    async fn declared_at(&self) -> Timestamp {
        self.0.declared_at
    }

    /// When it was taken back as an error.
    async fn withdrawn_at(&self) -> Option<Timestamp> {
        self.0.withdrawn_at
    }
}
