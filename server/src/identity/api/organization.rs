//! Registering, changing and verifying organizations; their size and their members.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};

use super::{Membership, Organization};
use crate::{
    gql::{IdempotencyKey, Result, actor, app, parse_id},
    identity::{
        actions::{self, AddMember, DeclareSize, Register, Reject, ReleaseSize, Update, UpdateMember, Verify},
        rules::{MembershipState, OrganizationKind, SizeIndustry},
    },
    kernel::{self, Money, Role},
    payload,
};

/// Input of `organizationRegister`.
#[derive(InputObject)]
pub struct OrganizationRegisterInput {
    /// What it is.
    kind: OrganizationKind,
    /// Chinese name, up to 200 characters; needed in mainland China. At least one of the names is needed.
    name_zh: Option<String>,
    /// English name, up to 200 characters.
    name_en: Option<String>,
    /// Unified social credit code (统一社会信用代码), 18 characters; needed in mainland China.
    credit_code: Option<String>,
    /// Country or region, ISO 3166-1 alpha-2.
    country: String,
    /// Administrative division, six digits (GB/T 2260); only in mainland China.
    division: Option<String>,
    /// Website.
    website: Option<String>,
    /// A UUID that makes a repeated request harmless.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

impl OrganizationRegisterInput {
    fn parse(self) -> Register {
        Register {
            kind: self.kind,
            name_zh: self.name_zh,
            name_en: self.name_en,
            credit_code: self.credit_code,
            country: self.country,
            division: self.division,
            website: self.website,
            idempotency_key: Some(self.idempotency_key.0),
        }
    }
}

/// Input of `organizationUpdate`. What is left out stays as it is; null removes.
#[derive(InputObject)]
pub struct OrganizationUpdateInput {
    /// The organization.
    id: ID,
    /// The version that the caller saw.
    expected_version: i64,
    /// Chinese name, up to 200 characters.
    name_zh: MaybeUndefined<String>,
    /// English name, up to 200 characters.
    name_en: MaybeUndefined<String>,
    /// Unified social credit code (统一社会信用代码), 18 characters.
    credit_code: MaybeUndefined<String>,
    /// Administrative division, six digits (GB/T 2260); only in mainland China.
    division: MaybeUndefined<String>,
    /// Website.
    website: MaybeUndefined<String>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

impl OrganizationUpdateInput {
    fn parse(self) -> kernel::Result<Update> {
        Ok(Update {
            id: parse_id(&self.id, "id")?,
            expected_version: self.expected_version,
            name_zh: self.name_zh,
            name_en: self.name_en,
            credit_code: self.credit_code,
            division: self.division,
            website: self.website,
        })
    }
}

/// Input of `organizationVerify`.
#[derive(InputObject)]
pub struct OrganizationVerifyInput {
    /// The organization.
    id: ID,
    /// The version that the operator checked.
    expected_version: i64,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `organizationReject`.
#[derive(InputObject)]
pub struct OrganizationRejectInput {
    /// The organization.
    id: ID,
    /// The version that the operator checked.
    expected_version: i64,
    /// Why, up to 1,000 characters; the organization reads it.
    reason: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `organizationSizeDeclare`. Which figures are needed depends on the industry.
#[derive(InputObject)]
pub struct OrganizationSizeDeclareInput {
    /// The enterprise.
    organization_id: ID,
    /// The version of the organization that the caller saw.
    expected_version: i64,
    /// Industry of the size standard (工信部联企业〔2011〕300号).
    industry: SizeIndustry,
    /// Persons employed.
    staff: Option<i64>,
    /// Revenue of the data year, in CNY.
    revenue: Option<Money>,
    /// Total assets at the end of the data year, in CNY.
    assets: Option<Money>,
    /// Year that the figures are of.
    data_year: i32,
    /// What proves the figures, up to 2,000 characters.
    evidence: String,
    /// Why an operator corrects the owner, up to 1,000 characters; operators must say it, owners need not.
    reason: Option<String>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

impl OrganizationSizeDeclareInput {
    fn parse(self) -> kernel::Result<DeclareSize> {
        Ok(DeclareSize {
            organization: parse_id(&self.organization_id, "organizationId")?,
            expected_version: self.expected_version,
            industry: self.industry,
            staff: self.staff,
            revenue: self.revenue,
            assets: self.assets,
            data_year: self.data_year,
            evidence: self.evidence,
            reason: self.reason,
        })
    }
}

/// Input of `organizationSizeRelease`.
#[derive(InputObject)]
pub struct OrganizationSizeReleaseInput {
    /// The enterprise.
    organization_id: ID,
    /// The version of the organization that the operator saw.
    expected_version: i64,
    /// Why, up to 1,000 characters; goes to the audit trail.
    reason: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `membershipAdd`.
#[derive(InputObject)]
pub struct MembershipAddInput {
    /// Where.
    organization_id: ID,
    /// Address of a user who has verified it.
    email: String,
    /// Roles.
    roles: Vec<Role>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `membershipUpdate`. What is left out stays as it is.
#[derive(InputObject)]
pub struct MembershipUpdateInput {
    /// The seat.
    id: ID,
    /// The version that the caller saw.
    expected_version: i64,
    /// The roles from now on.
    roles: Option<Vec<Role>>,
    /// Whether they count.
    state: Option<MembershipState>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

payload! {
    /// Answer of `organizationRegister`.
    OrganizationRegisterPayload {
        /// The organization; it waits for the operator.
        organization: Organization
    }
    /// Answer of `organizationUpdate`.
    OrganizationUpdatePayload {
        /// The organization.
        organization: Organization
    }
    /// Answer of `organizationVerify`.
    OrganizationVerifyPayload {
        /// The organization.
        organization: Organization
    }
    /// Answer of `organizationReject`.
    OrganizationRejectPayload {
        /// The organization.
        organization: Organization
    }
    /// Answer of `organizationSizeDeclare`.
    OrganizationSizeDeclarePayload {
        /// The enterprise with its new size class.
        organization: Organization
    }
    /// Answer of `organizationSizeRelease`.
    OrganizationSizeReleasePayload {
        /// The enterprise; its owner can declare again.
        organization: Organization
    }
    /// Answer of `membershipAdd`.
    MembershipAddPayload {
        /// The new seat.
        membership: Membership
    }
    /// Answer of `membershipUpdate`.
    MembershipUpdatePayload {
        /// The seat.
        membership: Membership
    }
}

/// Mutations of organizations and seats.
#[derive(Default)]
pub struct OrganizationMutation;

#[Object]
impl OrganizationMutation {
    /// Registers an organization. The caller manages it; it waits for the operator before others see it.
    async fn organization_register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization.")] mut input: OrganizationRegisterInput,
    ) -> Result<OrganizationRegisterPayload> {
        let mark = input.client_mutation_id.take();
        OrganizationRegisterPayload::of(ctx, mark, actions::register(app(ctx), actor(ctx), input.parse()).await)
    }

    /// Changes what an organization says about itself. Another name or credit code of a verified one waits as
    /// `pendingChange` until an operator approves it; a rejected one waits for the operator again, whatever it changes. For
    /// its managers and operators.
    async fn organization_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes.")] mut input: OrganizationUpdateInput,
    ) -> Result<OrganizationUpdatePayload> {
        let mark = input.client_mutation_id.take();
        let result = match input.parse() {
            Ok(update) => actions::update(app(ctx), actor(ctx), update).await,
            Err(error) => Err(error),
        };
        OrganizationUpdatePayload::of(ctx, mark, result)
    }

    /// Verifies an organization: it becomes public. If it is verified and waits with a change, applies the change. Operators
    /// only.
    async fn organization_verify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: OrganizationVerifyInput,
    ) -> Result<OrganizationVerifyPayload> {
        let result = match parse_id(&input.id, "id") {
            Ok(id) => actions::verify(app(ctx), actor(ctx), Verify { id, expected_version: input.expected_version }).await,
            Err(error) => Err(error),
        };
        OrganizationVerifyPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Rejects an organization, or takes its verification back: its listings are hidden from then on. If it is verified and
    /// waits with a change, only drops the change. Operators only.
    async fn organization_reject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one and why.")] input: OrganizationRejectInput,
    ) -> Result<OrganizationRejectPayload> {
        let (expected_version, reason) = (input.expected_version, input.reason);
        let result = match parse_id(&input.id, "id") {
            Ok(id) => actions::reject(app(ctx), actor(ctx), Reject { id, expected_version, reason }).await,
            Err(error) => Err(error),
        };
        OrganizationRejectPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Declares the size of an enterprise; the class follows from the figures (中小企业划型标准规定). For its owners; and for
    /// operators, whose correction stands until they release it.
    async fn organization_size_declare(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The figures.")] mut input: OrganizationSizeDeclareInput,
    ) -> Result<OrganizationSizeDeclarePayload> {
        let mark = input.client_mutation_id.take();
        let result = match input.parse() {
            Ok(declare) => actions::declare_size(app(ctx), actor(ctx), declare).await,
            Err(error) => Err(error),
        };
        OrganizationSizeDeclarePayload::of(ctx, mark, result)
    }

    /// Lets the owner declare the size again after an operator's correction. Operators only.
    async fn organization_size_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which enterprise and why.")] input: OrganizationSizeReleaseInput,
    ) -> Result<OrganizationSizeReleasePayload> {
        let (expected_version, reason) = (input.expected_version, input.reason);
        let result = match parse_id(&input.organization_id, "organizationId") {
            Ok(organization) => actions::release_size(app(ctx), actor(ctx), ReleaseSize { organization, expected_version, reason }).await,
            Err(error) => Err(error),
        };
        OrganizationSizeReleasePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Seats a user in an organization without asking. Operators only, who answer for it; managers use `membershipInvite`.
    async fn membership_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, where, in which roles.")] input: MembershipAddInput,
    ) -> Result<MembershipAddPayload> {
        let (email, roles) = (input.email, input.roles);
        let result = match parse_id(&input.organization_id, "organizationId") {
            Ok(organization) => actions::add_member(app(ctx), actor(ctx), AddMember { organization, email, roles }).await,
            Err(error) => Err(error),
        };
        MembershipAddPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Changes the roles of a seat, suspends it or takes that back. For managers and operators.
    async fn membership_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which seat and what of it.")] input: MembershipUpdateInput,
    ) -> Result<MembershipUpdatePayload> {
        let (expected_version, roles, state) = (input.expected_version, input.roles, input.state);
        let result = match parse_id(&input.id, "id") {
            Ok(id) => actions::update_member(app(ctx), actor(ctx), UpdateMember { id, expected_version, roles, state }).await,
            Err(error) => Err(error),
        };
        MembershipUpdatePayload::of(ctx, input.client_mutation_id, result)
    }
}
