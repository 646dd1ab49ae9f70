//! The content's fields as they come in: each may be left out, null or given.

use std::borrow::Cow;

use async_graphql::indexmap::IndexMap;
use async_graphql::{
    InputObjectType, InputType, InputValueError, InputValueResult, Name, Value,
    registry::{MetaType, MetaTypeId, Registry},
};

use crate::listing::{content::ListingContent, patch::ContentPatch};

/// Fields of a listing's content in a mutation's input, at its top level. A field that is left out keeps its value, null
/// clears it, and anything else replaces it.
///
/// It has the fields of [`ListingContent`] and no list of its own, so the two cannot differ.
#[derive(Debug, Clone, Default)]
pub struct ContentFields(pub ContentPatch);

const NAME: &str = "ListingContentFields";

impl InputType for ContentFields {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(NAME)
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_input_type::<Self, _>(MetaTypeId::InputObject, |registry| {
            let mut input_fields = match registry.create_fake_input_type::<ListingContent>() {
                MetaType::InputObject { input_fields, .. } => input_fields,
                _ => IndexMap::default(),
            };
            for field in input_fields.values_mut() {
                field.ty = field.ty.trim_end_matches('!').to_owned();
                field.default_value = None;
            }
            MetaType::InputObject {
                name: NAME.to_owned(),
                description: Some("Fields of a listing's content; those left out keep their value, null clears.".to_owned()),
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
        let known = ContentPatch::whole(ListingContent::default()).map_err(|error| InputValueError::custom(error.code()))?.fields;
        let mut object = IndexMap::new();
        let mut patch = ContentPatch::default();
        for stored in known {
            let Some(value) = given.swap_remove(camel(&stored).as_str()) else { continue };
            if value != Value::Null {
                object.insert(Name::new(camel(&stored)), value);
            }
            patch.fields.insert(stored);
        }
        object.entry(Name::new("title")).or_insert_with(|| Value::Object(IndexMap::new()));
        patch.content = ListingContent::parse(Some(Value::Object(object))).map_err(InputValueError::propagate)?;
        Ok(Self(patch))
    }

    fn to_value(&self) -> Value {
        self.0.content.to_value()
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

impl InputObjectType for ContentFields {}

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
