//! Fields of a content as they come in: each may be left out, null or given.

use std::borrow::Cow;

use async_graphql::indexmap::IndexMap;
use async_graphql::{
    InputObjectType, InputType, InputValueError, InputValueResult, Name, Value,
    registry::{MetaType, MetaTypeId, Registry},
};

use serde::{Serialize, de::DeserializeOwned};

use crate::kernel::patch::{self, Patch};

/// A content whose fields mutations take.
pub trait Content: InputObjectType + Serialize + DeserializeOwned + Default {
    /// Name of the input with its fields.
    const FIELDS: &'static str;
    /// Description of that input.
    const DESCRIPTION: &'static str;
    /// Fields that the content cannot lack, by their names in the API: one that is left out is taken for an empty object.
    const NEEDED: &'static [&'static str];
}

/// Fields of a content in a mutation's input, at its top level. A field that is left out keeps its value, null clears it,
/// and anything else replaces it.
///
/// It has the fields of the content and no list of its own, so the two cannot differ.
#[derive(Debug, Clone, Default)]
pub struct Fields<C>(pub Patch<C>);

impl<C: Content> InputType for Fields<C> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(C::FIELDS)
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_input_type::<Self, _>(MetaTypeId::InputObject, |registry| {
            let mut input_fields = match registry.create_fake_input_type::<C>() {
                MetaType::InputObject { input_fields, .. } => input_fields,
                _ => IndexMap::default(),
            };
            for field in input_fields.values_mut() {
                field.ty = field.ty.trim_end_matches('!').to_owned();
                field.default_value = None;
            }
            MetaType::InputObject {
                name: C::FIELDS.to_owned(),
                description: Some(C::DESCRIPTION.to_owned()),
                input_fields,
                visible: None,
                inaccessible: false,
                tags: Vec::new(),
                rust_typename: Some(std::any::type_name::<Self>()),
                oneof: false,
                directive_invocations: Vec::new(),
            }
        })
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let Some(Value::Object(mut given)) = value else { return Err(InputValueError::expected_type(value.unwrap_or_default())) };
        let mut object = IndexMap::new();
        let mut patch = Patch::<C>::default();
        for stored in patch::names::<C>() {
            let Some(value) = given.swap_remove(camel(stored).as_str()) else { continue };
            if value != Value::Null {
                object.insert(Name::new(camel(stored)), value);
            }
            patch.fields.insert((*stored).to_owned());
        }
        for needed in C::NEEDED {
            object.entry(Name::new(needed)).or_insert_with(|| Value::Object(IndexMap::new()));
        }
        patch.content = C::parse(Some(Value::Object(object))).map_err(InputValueError::propagate)?;
        Ok(Self(patch))
    }

    fn to_value(&self) -> Value {
        self.0.content.to_value()
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

impl<C: Content> InputObjectType for Fields<C> {}

/// `ip_rights` as the API writes it, `ipRights`.
fn camel(stored: &str) -> String {
    let mut name = String::with_capacity(stored.len());
    let mut upper = false;
    for c in stored.chars() {
        if c == '_' {
            upper = true;
        } else {
            name.push(if std::mem::take(&mut upper) { c.to_ascii_uppercase() } else { c });
        }
    }
    name
}
