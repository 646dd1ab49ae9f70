//! What is wrong with a document or its variables that neither the parser nor the validator minds.

use async_graphql::{
    Name, Positioned, Value, Variables,
    parser::types::{Directive, ExecutableDocument, Selection, SelectionSet},
};

use crate::kernel::{Code, Error, Result};

/// Looks through the variables: no text holds a NUL, which no database of ours can keep.
///
/// # Errors
/// `FORBIDDEN_CHARACTERS` at the variable.
pub fn variables(variables: &Variables) -> Result<()> {
    match variables.iter().find(|(_, value)| has_nul(value)) {
        Some((name, _)) => Err(forbidden().at(name).at("variables")),
        None => Ok(()),
    }
}

/// Looks through a document that was weighed, so that its nesting is bounded: no text holds a NUL, every directive
/// is one that a request may have and has its condition, and the name of a type has no fields. The validator does not look.
///
/// # Errors
/// `FORBIDDEN_CHARACTERS` or `BAD_USER_INPUT`.
pub fn document(document: &ExecutableDocument) -> Result<()> {
    for fragment in document.fragments.values() {
        directives(&fragment.node.directives)?;
        selections(&fragment.node.selection_set.node)?;
    }
    for (_, operation) in document.operations.iter() {
        directives(&operation.node.directives)?;
        for variable in &operation.node.variable_definitions {
            directives(&variable.node.directives)?;
            if variable.node.default_value.as_ref().is_some_and(|value| has_nul(&value.node)) {
                return Err(forbidden().at("query"));
            }
        }
        selections(&operation.node.selection_set.node)?;
    }
    Ok(())
}

fn selections(set: &SelectionSet) -> Result<()> {
    for selection in &set.items {
        directives(selection.node.directives())?;
        match &selection.node {
            Selection::Field(field) => {
                for (_, value) in &field.node.arguments {
                    literal(value.node.clone().into_const_with(unknown).ok().as_ref())?;
                }
                if field.node.name.node == "__typename" && !field.node.selection_set.node.items.is_empty() {
                    return Err(Error::new(Code::BadUserInput).at("__typename").at("query"));
                }
                selections(&field.node.selection_set.node)?;
            }
            Selection::InlineFragment(fragment) => selections(&fragment.node.selection_set.node)?,
            Selection::FragmentSpread(_) => {}
        }
    }
    Ok(())
}

fn directives(directives: &[Positioned<Directive>]) -> Result<()> {
    for directive in directives {
        let name = directive.node.name.node.as_str();
        let wrong = |what: &str| Error::new(Code::BadUserInput).at(what).at(format!("@{name}")).at("query");
        if !["skip", "include"].contains(&name) {
            return Err(wrong("name"));
        }
        let condition = directive.node.get_argument("if").ok_or_else(|| wrong("if"))?;
        let condition = condition.node.clone().into_const_with(unknown).ok();
        if !matches!(condition, Some(Value::Boolean(_) | Value::Null)) {
            return Err(wrong("if"));
        }
    }
    Ok(())
}

/// A variable has its own look.
#[expect(clippy::unnecessary_wraps, reason = "the library asks for a look-up that may fail")]
fn unknown(_: Name) -> std::result::Result<Value, ()> {
    Ok(Value::Null)
}

fn literal(value: Option<&Value>) -> Result<()> {
    if value.is_some_and(has_nul) { Err(forbidden().at("query")) } else { Ok(()) }
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::List(entries) => entries.iter().any(has_nul),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        _ => false,
    }
}

fn forbidden() -> Error {
    Error::new(Code::ForbiddenCharacters).with("character", "U+0000")
}
