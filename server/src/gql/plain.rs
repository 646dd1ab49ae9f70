//! Small objects that are all there: written down at once.
//!
//! The library makes a future of every field, also of one that only lends a text. A page of twenty listings has some three
//! hundred of those, and they cost more than reading the rows (docs/performance.md). What is asked of such an object in the
//! simplest way, by fields without arguments and directives, is written here; everything else goes the library's way.

use std::borrow::Cow;

use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::{Field, Selection, SelectionSet},
    registry::Registry,
};

/// An object of the schema whose fields need nobody to answer them.
pub trait Plain: OutputType {
    /// What a field without arguments says, `inner` being what is asked of it; none for one that is not written this way.
    fn field(&self, name: &str, inner: &SelectionSet) -> Option<Value>;
}

/// A plain object, as an answer.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a, T>(pub &'a T);

/// Writes what is asked of an object; none if that takes the library.
pub fn written<T: Plain>(object: &T, asked: &SelectionSet) -> Option<Value> {
    let mut fields = IndexMap::with_capacity(asked.items.len());
    for item in &asked.items {
        let Selection::Field(Positioned { node: field, .. }) = &item.node else { return None };
        if !(field.directives.is_empty() && field.arguments.is_empty()) {
            return None;
        }
        let value = object.field(&field.name.node, &field.selection_set.node)?;
        // Of a field that is asked for twice the parts belong together.
        if fields.insert(field.response_key().node.clone(), value).is_some() {
            return None;
        }
    }
    Some(Value::Object(fields))
}

/// A text, or null.
pub fn text(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| Value::String(text.to_owned()))
}

impl<T: Plain> OutputType for Written<'_, T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    fn introspection_type_name(&self) -> Cow<'static, str> {
        self.0.introspection_type_name()
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        match written(self.0, &ctx.item.node) {
            Some(value) => Ok(value),
            None => self.0.resolve(ctx, field).await,
        }
    }
}
