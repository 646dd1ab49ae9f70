//! Which root fields an operation asks for, and who may ask for so few that it is settled here.

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet};

use crate::{
    gql::Caller,
    identity::policy::ENROLLMENT,
    kernel::{Code, Error, Result},
};

/// Refuses what somebody who must enroll a second factor first may not ask for.
///
/// # Errors
/// `SECOND_FACTOR_REQUIRED`.
pub(super) fn permit(document: &ExecutableDocument, chosen: &OperationDefinition, caller: &Caller) -> Result<()> {
    if !caller.actor.must_enroll() {
        return Ok(());
    }
    let mut roots = Vec::new();
    collect(document, &chosen.selection_set.node, &mut roots);
    if roots.iter().all(|root| ENROLLMENT.contains(root)) { Ok(()) } else { Err(Error::new(Code::SecondFactorRequired)) }
}

/// Names of the fields of a selection, those of its fragments too. The document was weighed: its fragments are there and
/// do not hold one another in a ring.
fn collect<'a>(document: &'a ExecutableDocument, set: &'a SelectionSet, roots: &mut Vec<&'a str>) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => roots.push(&field.node.name.node),
            Selection::InlineFragment(fragment) => collect(document, &fragment.node.selection_set.node, roots),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    collect(document, &fragment.node.selection_set.node, roots);
                }
            }
        }
    }
}
