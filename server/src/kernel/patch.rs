//! A change to what somebody wrote: some fields given, all others left as they are.
//!
//! The API's updates and the import both speak of it, so that "a field that was not sent keeps its value" has one
//! meaning.

use std::collections::BTreeSet;

use serde::{
    Deserializer, Serialize,
    de::{DeserializeOwned, Visitor},
};
use serde_json::{Map, Value};

use super::error::{Error, Result};

/// Fields that are given, with their values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patch<C> {
    /// Values of the given fields; the others hold defaults that nobody reads.
    pub content: C,
    /// The given fields by their stored names, with a dot where only a part is given: `benefit`, `title.en`,
    /// `contact.phone`, `ip_rights`. A given field whose value is empty is cleared. Lists are replaced as a whole.
    pub fields: BTreeSet<String>,
}

impl<C: Serialize + DeserializeOwned> Patch<C> {
    /// A patch that gives every field: the result is `content`, whatever was there before.
    pub fn whole(content: C) -> Self {
        Self { content, fields: names::<C>().iter().map(|name| (*name).to_owned()).collect() }
    }

    /// Whether the field named `field`, or a part of it, is given.
    #[must_use]
    pub fn gives(&self, field: &str) -> bool {
        self.fields.iter().any(|given| given == field || given.strip_prefix(field).is_some_and(|rest| rest.starts_with('.')))
    }

    /// `base` with the given fields replaced. A part of a field that `base` does not have gives the whole field.
    ///
    /// # Errors
    /// `INTERNAL` if a part was taken away that the field needs. A name that is none of ours has no value to give.
    pub fn apply(&self, base: &C) -> Result<C> {
        let given = document(&self.content)?;
        let base = document(base)?;
        let base_has = |field: &str| base.get(field).is_some_and(|value| !value.is_null());
        let mut merged = base.clone();
        for field in &self.fields {
            let whole = field.split('.').next().unwrap_or_default();
            // A part of what is not there at all brings the others with it: a contact is somebody.
            let field = if base_has(whole) { field } else { whole };
            let path: Vec<&str> = field.split('.').collect();
            let value = path.iter().try_fold(&Value::Null, |value, segment| match value {
                Value::Null => given.get(*segment),
                value => value.get(*segment),
            });
            set(&mut merged, &path, value.filter(|value| !value.is_null()).cloned());
        }
        serde_json::from_value(Value::Object(merged)).map_err(Error::internal)
    }
}

/// The stored names of all fields of a content, also of those that an empty one does not write.
#[must_use]
pub fn names<C: DeserializeOwned>() -> &'static [&'static str] {
    let mut asked = Asked(&[]);
    // It gives no value, and so comes to nothing: what is wanted is what it was asked for.
    let _ = C::deserialize(&mut asked);
    asked.0
}

/// Remembers the fields that a struct asks for.
struct Asked(&'static [&'static str]);

impl<'de> Deserializer<'de> for &mut Asked {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> std::result::Result<V::Value, Self::Error> {
        Err(serde::de::Error::custom("no value"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> std::result::Result<V::Value, Self::Error> {
        self.0 = fields;
        Err(serde::de::Error::custom("no value"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq
        tuple tuple_struct map enum identifier ignored_any
    }
}

fn document<C: Serialize>(content: &C) -> Result<Map<String, Value>> {
    match serde_json::to_value(content).map_err(Error::internal)? {
        Value::Object(map) => Ok(map),
        other => Err(Error::internal(format!("content is no object: {other}"))),
    }
}

/// Puts `value` at `path`, making the objects on the way; without a value, takes away what is there.
fn set(object: &mut Map<String, Value>, path: &[&str], value: Option<Value>) {
    match (path, value) {
        ([], _) => {}
        ([last], Some(value)) => {
            object.insert((*last).to_owned(), value);
        }
        ([last], None) => {
            object.remove(*last);
        }
        ([first, rest @ ..], value) => {
            if value.is_none() && object.get(*first).is_none_or(Value::is_null) {
                return;
            }
            let inner = object.entry((*first).to_owned()).or_insert(Value::Null);
            if !inner.is_object() {
                *inner = Value::Object(Map::new());
            }
            if let Value::Object(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}
