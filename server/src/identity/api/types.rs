//! Organizations, users and size declarations as answers.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Datelike, Utc};

use crate::{
    gql::{Connection, Result, Total, actor, app, connection, locale},
    identity::{
        actions,
        policy::{self, Action, Facts},
        rules::{self, EnterpriseSize, MembershipState, OrganizationKind, SizeIndustry, Verification},
    },
    kernel::{Currency, Locale, Money, PageRequest, Role},
    reference::{self, List},
};

/// A legal entity or an office that takes part.
#[derive(Debug, Clone)]
pub struct Organization(pub rules::Organization);

impl From<rules::Organization> for Organization {
    fn from(organization: rules::Organization) -> Self {
        Self(organization)
    }
}

/// A legal entity or an office that takes part.
#[Object]
impl Organization {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What it is.
    async fn kind(&self) -> OrganizationKind {
        self.0.kind
    }

    /// Its name in one language, or in the other one if it has only that.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "locale", desc = "Language; the caller's when left out.")] wanted: Option<Locale>,
    ) -> &str {
        self.0.name(wanted.unwrap_or_else(|| locale(ctx)))
    }

    /// Chinese name.
    async fn name_zh(&self) -> Option<&str> {
        self.0.name_zh.as_deref()
    }

    /// English name.
    async fn name_en(&self) -> Option<&str> {
        self.0.name_en.as_deref()
    }

    /// Unified social credit code (统一社会信用代码). Shown to its own members and to staff.
    async fn credit_code(&self, ctx: &Context<'_>) -> Option<&str> {
        self.0.credit_code.as_deref().filter(|_| policy::may_see_inside(actor(ctx), &self.0))
    }

    /// Country or region, ISO 3166-1 alpha-2.
    async fn country(&self) -> &str {
        &self.0.country
    }

    /// Administrative division, six digits (GB/T 2260); only in mainland China.
    async fn division(&self) -> Option<&str> {
        self.0.division.as_deref()
    }

    /// Name of the division.
    async fn division_name(&self, ctx: &Context<'_>) -> Option<&str> {
        let entry = reference::find(List::Divisions, self.0.division.as_deref()?)?;
        Some(entry.name(locale(ctx)))
    }

    /// Website.
    async fn website(&self) -> Option<&str> {
        self.0.website.as_deref()
    }

    /// What the operator found out about it.
    async fn verification(&self) -> Verification {
        self.0.verification
    }

    /// The operator's note: the reason of a rejection, of the organization or of a change that it asked for. Shown to its
    /// own members and to staff.
    async fn verification_note(&self, ctx: &Context<'_>) -> Option<&str> {
        self.0.verification_note.as_deref().filter(|_| policy::may_see_inside(actor(ctx), &self.0))
    }

    /// When it was verified.
    async fn verified_at(&self) -> Option<DateTime<Utc>> {
        self.0.verified_at
    }

    /// The names and the credit code that it asked for and that an operator has not approved yet; everybody else sees the
    /// verified ones. Shown to its own members and to staff.
    async fn pending_change(&self, ctx: &Context<'_>) -> Option<OrganizationPendingChange> {
        self.0.pending_change.clone().filter(|_| policy::may_see_inside(actor(ctx), &self.0)).map(Into::into)
    }

    /// Size class as last declared; enterprises only.
    async fn size(&self) -> Option<EnterpriseSize> {
        self.0.size
    }

    /// The declaration that the size class rests on. Shown to its own members and to staff.
    async fn size_declaration(&self, ctx: &Context<'_>) -> Result<Option<SizeDeclaration>> {
        match self.0.size_declaration {
            Some(id) if policy::may_see_inside(actor(ctx), &self.0) => Ok(super::loaders::size_declaration(ctx, id).await?),
            _ => Ok(None),
        }
    }

    /// All declarations of size, newest first. Shown to its own members and to staff.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn size_declarations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Option<Connection<SizeDeclaration>>> {
        if !policy::may_see_inside(actor(ctx), &self.0) {
            return Ok(None);
        }
        let (machines, id) = (app(ctx).clone(), self.0.id);
        let page = actions::size_declarations(&machines, id, &PageRequest::new(first, after, last, before)?).await?;
        let total = Total::new(move || {
            let machines = machines.clone();
            async move { actions::count_size_declarations(&machines, id).await }
        });
        Ok(Some(connection(page, total, SizeDeclaration)))
    }

    /// How long it takes to answer, by kind of question, counted last night. Of what too few have asked nothing is told.
    async fn reply_times(&self, ctx: &Context<'_>) -> Result<Vec<super::ReplyTime>> {
        Ok(super::loaders::reply_times(ctx, self.0.id).await?.into_iter().map(Into::into).collect())
    }

    /// Whether the caller may change what the organization says about itself.
    async fn viewer_can_update(&self, ctx: &Context<'_>) -> bool {
        policy::permit(actor(ctx), Action::UpdateOrganization, &Facts::of(self.0.id)).is_ok()
    }

    /// Whether the caller may read and change its members.
    async fn viewer_can_manage_members(&self, ctx: &Context<'_>) -> bool {
        policy::permit(actor(ctx), Action::ManageMembers, &Facts::of(self.0.id)).is_ok()
    }

    /// Whether the caller may declare its size; enterprises only.
    async fn viewer_can_declare_size(&self, ctx: &Context<'_>) -> bool {
        self.0.kind == OrganizationKind::Enterprise && policy::permit(actor(ctx), Action::DeclareSize, &Facts::of(self.0.id)).is_ok()
    }

    /// Whether the caller may verify or reject it.
    async fn viewer_can_verify(&self, ctx: &Context<'_>) -> bool {
        policy::permit(actor(ctx), Action::VerifyOrganization, &Facts::of(self.0.id)).is_ok()
    }

    /// Counts changes; give it as `expectedVersion` when you change something.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// When it was registered.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

/// What a verified organization wants to be called, until an operator decides.
#[derive(SimpleObject)]
pub struct OrganizationPendingChange {
    /// Chinese name.
    name_zh: Option<String>,
    /// English name.
    name_en: Option<String>,
    /// Unified social credit code (统一社会信用代码).
    credit_code: Option<String>,
    /// Since when it waits.
    requested_at: DateTime<Utc>,
}

impl From<rules::PendingChange> for OrganizationPendingChange {
    fn from(change: rules::PendingChange) -> Self {
        let claim = change.claim;
        Self { name_zh: claim.name_zh, name_en: claim.name_en, credit_code: claim.credit_code, requested_at: change.requested_at }
    }
}

/// A person who can sign in.
#[derive(Debug, Clone)]
pub struct User(pub rules::User);

impl From<rules::User> for User {
    fn from(user: rules::User) -> Self {
        Self(user)
    }
}

/// A person who can sign in.
#[Object]
impl User {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// Name as the person writes it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// E-mail address. Shown to the user and to staff.
    async fn email(&self, ctx: &Context<'_>) -> Option<&str> {
        policy::may_see_person(actor(ctx), &self.0).then_some(self.0.email.as_str())
    }

    /// Language of mails. Shown to the user and to staff.
    async fn locale(&self, ctx: &Context<'_>) -> Option<Locale> {
        policy::may_see_person(actor(ctx), &self.0).then_some(self.0.locale)
    }

    /// When the address was verified. Shown to the user and to staff.
    async fn email_verified_at(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        self.0.email_verified_at.filter(|_| policy::may_see_person(actor(ctx), &self.0))
    }

    /// When an operator suspended the user. Shown to the user and to staff.
    async fn suspended_at(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        self.0.suspended_at.filter(|_| policy::may_see_person(actor(ctx), &self.0))
    }

    /// Counts changes; give it as `expectedVersion` when you change something.
    async fn version(&self) -> i64 {
        self.0.version
    }
}

/// A declaration of size with its evidence (中小企业划型标准规定, 工信部联企业〔2011〕300号).
#[derive(Debug, Clone)]
pub struct SizeDeclaration(pub rules::SizeDeclaration);

impl From<rules::SizeDeclaration> for SizeDeclaration {
    fn from(declaration: rules::SizeDeclaration) -> Self {
        Self(declaration)
    }
}

const fn yuan(minor_units: Option<i64>) -> Option<Money> {
    match minor_units {
        Some(minor_units) => Some(Money { minor_units, currency: Currency::CNY }),
        None => None,
    }
}

/// A declaration of an enterprise's size with its evidence; never changed, only followed by another.
#[Object]
impl SizeDeclaration {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// Industry of the size standard.
    async fn industry(&self) -> SizeIndustry {
        self.0.industry
    }

    /// Persons employed.
    async fn staff(&self) -> Option<i64> {
        self.0.figures.staff
    }

    /// Revenue of the data year.
    async fn revenue(&self) -> Option<Money> {
        yuan(self.0.figures.revenue)
    }

    /// Total assets at the end of the data year.
    async fn assets(&self) -> Option<Money> {
        yuan(self.0.figures.assets)
    }

    /// Year that the figures are of.
    async fn data_year(&self) -> i32 {
        self.0.data_year
    }

    /// What proves the figures, in words.
    async fn evidence(&self) -> &str {
        &self.0.evidence
    }

    /// The class that follows from the figures.
    async fn size(&self) -> EnterpriseSize {
        self.0.size
    }

    /// Whether the figures are so old that they should be renewed.
    #[expect(clippy::unused_async, reason = "resolvers are async")]
    async fn is_outdated(&self, ctx: &Context<'_>) -> Result<bool> {
        let ctx = app(ctx);
        let today = ctx.clock.today();
        let max_age = ctx.rules.on("enterprise_size.data_year_max_age", today)?.get()?;
        Ok(rules::is_outdated(self.0.data_year, today.year(), max_age))
    }

    /// Id of the rule version that decided.
    async fn rule_version_id(&self) -> ID {
        self.0.rule.into()
    }

    /// When it was declared.
    async fn declared_at(&self) -> DateTime<Utc> {
        self.0.declared_at
    }

    /// Why an operator corrected what the owner had declared; null if the owner declared it.
    async fn correction_reason(&self) -> Option<&str> {
        self.0.correction_reason.as_deref()
    }

    /// When an operator let the owner declare over the correction again; until then the owner cannot.
    async fn released_at(&self) -> Option<DateTime<Utc>> {
        self.0.released_at
    }
}

/// A user's seat in an organization.
#[derive(Debug, Clone)]
pub struct Membership(pub rules::Membership);

impl From<rules::Membership> for Membership {
    fn from(membership: rules::Membership) -> Self {
        Self(membership)
    }
}

/// A user's seat in an organization. Seen by its holder, by managers of the organization and by staff.
#[Object]
impl Membership {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// Where.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<Organization>> {
        Ok(super::loaders::organization(ctx, self.0.organization).await?)
    }

    /// Who.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(super::loaders::user(ctx, self.0.user).await?)
    }

    /// The member's e-mail address.
    async fn email(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        if !policy::may_see_membership(actor(ctx), &self.0) {
            return Ok(None);
        }
        Ok(super::loaders::user(ctx, self.0.user).await?.map(|user| user.0.email))
    }

    /// Roles.
    async fn roles(&self) -> &[Role] {
        &self.0.roles
    }

    /// Whether the roles count.
    async fn state(&self) -> MembershipState {
        self.0.state
    }

    /// Counts changes; give it as `expectedVersion` when you change something.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Since when.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}
