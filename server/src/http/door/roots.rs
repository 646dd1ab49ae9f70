//! Which root fields an operation asks for, and who may ask for so few that it is settled here.

use std::collections::HashSet;

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
    if names(document, chosen).iter().all(|root| ENROLLMENT.contains(root)) { Ok(()) } else { Err(Error::new(Code::SecondFactorRequired)) }
}

/// Names of the root fields of an operation, those of its fragments too.
pub(in crate::http) fn names<'a>(document: &'a ExecutableDocument, operation: &'a OperationDefinition) -> Vec<&'a str> {
    let mut names = Vec::new();
    collect(document, &operation.selection_set.node, &mut names, &mut HashSet::new());
    names
}

/// Collects the names of the fields of a selection, each fragment once.
fn collect<'a>(document: &'a ExecutableDocument, set: &'a SelectionSet, names: &mut Vec<&'a str>, seen: &mut HashSet<&'a str>) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => names.push(&field.node.name.node),
            Selection::InlineFragment(fragment) => collect(document, &fragment.node.selection_set.node, names, seen),
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                if let (true, Some(fragment)) = (seen.insert(name.as_str()), document.fragments.get(name)) {
                    collect(document, &fragment.node.selection_set.node, names, seen);
                }
            }
        }
    }
}
