//! The client of a case answers what its advisor has picked.

use super::feedback::{Give, give};
use crate::{
    brokering::{
        actions::{Answered, answer_pick, find_case, sent_pick},
        model::View,
    },
    ctx::Ctx,
    demand::vocabulary::MatchVerdict,
    idempotency::Outcome,
    kernel::{Actor, Code, Error, Id, Result, id::CasePick, text},
};

/// What a client says of a pick.
#[derive(Debug, Clone)]
pub struct AnswerPick {
    /// The pick.
    pub id: Id<CasePick>,
    /// The verdict, in place of an earlier one.
    pub verdict: MatchVerdict,
    /// More in words; needed for `OTHER`.
    pub note: Option<String>,
}

/// Says what a client thinks of a listing that its advisor picked. Where the case is about a demand, that is what the demand's owner
/// thinks of the match.
///
/// # Errors
/// `NOT_FOUND` at `id` for those who do not see the pick, while it is not sent, and once the listing is not published any more;
/// `FORBIDDEN` for others than the client's people; `TRANSITION_NOT_ALLOWED` once the case is over; `REASON_REQUIRED`, `TOO_LONG` or
/// `FORBIDDEN_CHARACTERS` at `note`.
pub async fn answer(ctx: &Ctx, actor: &Actor, input: AnswerPick) -> Result<Outcome<View>> {
    let (pick, case) = sent_pick(ctx, actor, input.id).await?;
    let note = text::optional_paragraph(input.note.as_deref(), super::feedback::LONGEST_NOTE).map_err(|error| error.at("note"))?;
    if input.verdict == MatchVerdict::Other && note.is_none() {
        return Err(Error::new(Code::ReasonRequired).at("note"));
    }
    match case.demand {
        Some(demand) => {
            let said = Give { demand, listing: pick.listing, verdict: input.verdict, note, tells_advisor: true };
            Box::pin(give(ctx, actor, said)).await.map_err(|error| if error.code() == Code::NotFound { missing() } else { error })?;
        }
        None => answer_pick(ctx, actor, input.id, &Answered { verdict: input.verdict, note }).await?,
    }
    Ok(Outcome::fresh(find_case(ctx, actor, case.id).await?.ok_or_else(missing)?))
}

fn missing() -> Error {
    Error::new(Code::NotFound).at("id")
}
