//! Changes to advisors and mandates.

use async_graphql::{Context, ID, Object};

use super::{
    Advisor, Mandate,
    inputs::{
        AdvisorApplyInput, AdvisorAppointInput, AdvisorConflictDeclareInput, AdvisorConflictWithdrawInput, AdvisorConflictsConfirmInput,
        AdvisorPauseInput, AdvisorRemoveInput, AdvisorRenewInput, AdvisorResumeInput, AdvisorUpdateInput, AdvisorVetInput, MandateEndInput,
        MandateGrantInput,
    },
};
use crate::{
    advisor::{
        actions::{self, Move},
        model::Advisor as Model,
        rules::Transition,
        vocabulary::AdvisorGrade,
    },
    gql::{self, actor, app, parse_id},
    idempotency::Outcome,
    kernel::{Date, Result},
    payload,
};

payload! {
    /// Answer of `advisorApply`.
    AdvisorApplyPayload {
        /// The advisor as it is now.
        advisor: Advisor
    }
    /// Answer of `advisorUpdate`.
    AdvisorUpdatePayload {
        /// The advisor as it is now.
        advisor: Advisor
    }
    /// Answer of `advisorVet`.
    AdvisorVetPayload {
        /// The advisor as it is now.
        advisor: Advisor
    }
    /// Answer of `advisorAppoint`.
    AdvisorAppointPayload {
        /// The advisor as it is now.
        advisor: Advisor
    }
    /// Answer of `advisorPause`.
    AdvisorPausePayload {
        /// The advisor as it is now.
        advisor: Advisor
    }
    /// Answer of `advisorResume`.
    AdvisorResumePayload {
        /// The advisor as it is now.
        advisor: Advisor
    }
    /// Answer of `advisorRenew`.
    AdvisorRenewPayload {
        /// The advisor as it is now.
        advisor: Advisor
    }
    /// Answer of `advisorRemove`.
    AdvisorRemovePayload {
        /// The advisor as it is now.
        advisor: Advisor
    }
    /// Answer of `advisorConflictsConfirm`.
    AdvisorConflictsConfirmPayload {
        /// The advisor as it is now.
        advisor: Advisor
    }
    /// Answer of `advisorConflictDeclare`.
    AdvisorConflictDeclarePayload {
        /// The advisor as it is now.
        advisor: Advisor
    }
    /// Answer of `advisorConflictWithdraw`.
    AdvisorConflictWithdrawPayload {
        /// The advisor as it is now.
        advisor: Advisor
    }
    /// Answer of `mandateGrant`.
    MandateGrantPayload {
        /// The mandate as it is now.
        mandate: Mandate
    }
    /// Answer of `mandateEnd`.
    MandateEndPayload {
        /// The mandate as it is now.
        mandate: Mandate
    }
}

/// What is said with a step.
#[derive(Default)]
struct Said {
    appointment: Option<(AdvisorGrade, Date, Date)>,
    reason: Option<String>,
}

async fn take(ctx: &Context<'_>, id: &ID, expected_version: i64, transition: Transition, said: Said) -> Result<Outcome<Model>> {
    let step = Move {
        id: parse_id(id, "id")?,
        expected_version,
        transition,
        grade: said.appointment.map(|(grade, ..)| grade),
        term: said.appointment.map(|(_, from, until)| (from, until)),
        reason: said.reason,
    };
    actions::transition(app(ctx), actor(ctx), step).await
}

/// Changes to advisors and mandates.
#[derive(Default)]
pub struct AdvisorMutation;

#[Object]
impl AdvisorMutation {
    /// Somebody who holds the role of an advisor asks to be appointed.
    async fn advisor_apply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: AdvisorApplyInput,
    ) -> gql::Result<AdvisorApplyPayload> {
        let result = actions::apply(app(ctx), actor(ctx), input.profile).await;
        AdvisorApplyPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Changes the profile. The person and the operator.
    async fn advisor_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: AdvisorUpdateInput,
    ) -> gql::Result<AdvisorUpdatePayload> {
        let result =
            async { actions::update(app(ctx), actor(ctx), parse_id(&input.id, "id")?, input.expected_version, input.profile).await }.await;
        AdvisorUpdatePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Notes that the operator has looked into an application. Operators.
    async fn advisor_vet(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: AdvisorVetInput,
    ) -> gql::Result<AdvisorVetPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Vet, Said::default()).await;
        AdvisorVetPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Appoints for a term and with a grade. Operators.
    async fn advisor_appoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: AdvisorAppointInput,
    ) -> gql::Result<AdvisorAppointPayload> {
        let appointment = Some((input.grade, input.term_from, input.term_until));
        let said = Said { appointment, ..Said::default() };
        let result = take(ctx, &input.id, input.expected_version, Transition::Appoint, said).await;
        AdvisorAppointPayload::of(ctx, input.client_mutation_id, result)
    }

    /// No new cases for now. The person and the operator.
    async fn advisor_pause(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: AdvisorPauseInput,
    ) -> gql::Result<AdvisorPausePayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Pause, Said::default()).await;
        AdvisorPausePayload::of(ctx, input.client_mutation_id, result)
    }

    /// New cases again. The person and the operator.
    async fn advisor_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: AdvisorResumeInput,
    ) -> gql::Result<AdvisorResumePayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Resume, Said::default()).await;
        AdvisorResumePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Appoints for another term. Operators.
    async fn advisor_renew(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: AdvisorRenewInput,
    ) -> gql::Result<AdvisorRenewPayload> {
        let appointment = Some((input.grade, input.term_from, input.term_until));
        let said = Said { appointment, ..Said::default() };
        let result = take(ctx, &input.id, input.expected_version, Transition::Renew, said).await;
        AdvisorRenewPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Strikes somebody off, with a reason. Operators.
    async fn advisor_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: AdvisorRemoveInput,
    ) -> gql::Result<AdvisorRemovePayload> {
        let said = Said { reason: Some(input.reason), ..Said::default() };
        let result = take(ctx, &input.id, input.expected_version, Transition::Remove, said).await;
        AdvisorRemovePayload::of(ctx, input.client_mutation_id, result)
    }

    /// The person says that the declared ties are all there are: before an appointment, and every year.
    async fn advisor_conflicts_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: AdvisorConflictsConfirmInput,
    ) -> gql::Result<AdvisorConflictsConfirmPayload> {
        let result =
            async { actions::confirm_conflicts(app(ctx), actor(ctx), parse_id(&input.id, "id")?, input.expected_version).await }.await;
        AdvisorConflictsConfirmPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Declares a tie that holds for all cases. The person and the operator.
    async fn advisor_conflict_declare(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: AdvisorConflictDeclareInput,
    ) -> gql::Result<AdvisorConflictDeclarePayload> {
        let result = async { actions::declare(app(ctx), actor(ctx), input.parse()?).await }.await;
        AdvisorConflictDeclarePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Takes a declaration back as an error; it stays readable, and the person has to confirm anew. The operator.
    async fn advisor_conflict_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: AdvisorConflictWithdrawInput,
    ) -> gql::Result<AdvisorConflictWithdrawPayload> {
        let result = async { actions::withdraw_declaration(app(ctx), actor(ctx), parse_id(&input.id, "id")?).await }.await;
        AdvisorConflictWithdrawPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Lets an advisor act for an enterprise until a day. Owners of the enterprise.
    async fn mandate_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: MandateGrantInput,
    ) -> gql::Result<MandateGrantPayload> {
        let result = async { actions::grant(app(ctx), actor(ctx), input.parse()?).await }.await;
        MandateGrantPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Ends a mandate at once. Owners of the enterprise, and the advisor.
    async fn mandate_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: MandateEndInput,
    ) -> gql::Result<MandateEndPayload> {
        let result = async { actions::end(app(ctx), actor(ctx), input.parse()?).await }.await;
        MandateEndPayload::of(ctx, input.client_mutation_id, result)
    }
}
