//! How kernel words look in GraphQL.

use async_graphql::{
    InputObject, InputType, InputValueError, InputValueResult, Object, Scalar, ScalarType, Value, parser::types::SelectionSet,
    registry::Registry,
};
use std::borrow::Cow;
use uuid::Uuid;

use super::plain::Plain;
use crate::kernel::{Currency, Date, Locale, Money};

/// A calendar date without time zone, `2026-11-23`.
#[Scalar(name = "Date", specified_by_url = "https://scalars.graphql.org/andimarek/local-date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => text.parse().map(Self).map_err(|_| InputValueError::custom("not a date like 2026-11-23")),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A currency code of ISO 4217, `CNY`.
#[Scalar(name = "CurrencyCode")]
impl ScalarType for Currency {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => Self::parse(text).map_err(|_| InputValueError::custom("not a currency code of ISO 4217")),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.code().to_owned())
    }
}

/// The key of an idempotent request: one for each thing that shall happen once, the same for every repetition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdempotencyKey(pub Uuid);

/// A UUID in its usual form, `018f3b1e-7c2a-7b60-9e41-2f6f0c9d1a55`.
#[Scalar(name = "UUID", specified_by_url = "https://www.rfc-editor.org/rfc/rfc9562")]
impl ScalarType for IdempotencyKey {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            // 36 characters: the library would also read braces, a URN and bare digits.
            Value::String(text) if text.len() == 36 => text.parse().map(Self).map_err(|_| InputValueError::custom("not a UUID")),
            Value::String(_) => Err(InputValueError::custom("not a UUID")),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An amount of money.
#[Object]
impl Money {
    /// Currency.
    async fn currency(&self) -> Currency {
        self.currency
    }

    /// Whole minor units (fen, cents) as a decimal integer; text, because it may exceed 32 bits.
    async fn minor_units(&self) -> String {
        self.minor_units.to_string()
    }

    /// The amount for people, `CNY 80,000.00`.
    async fn formatted(&self, #[graphql(desc = "Language; the caller's when left out.")] locale: Option<Locale>) -> String {
        match locale {
            Some(Locale::ZhCn) if self.currency == Currency::CNY => self.to_string().replacen("CNY ", "¥", 1),
            _ => self.to_string(),
        }
    }
}

impl Plain for Money {
    fn field(&self, name: &str, _: &SelectionSet) -> Option<Value> {
        match name {
            "currency" => Some(ScalarType::to_value(&self.currency)),
            "minorUnits" => Some(Value::String(self.minor_units.to_string())),
            _ => None,
        }
    }
}

/// An amount of money.
#[derive(InputObject)]
pub struct MoneyInput {
    /// Currency.
    pub currency: Currency,
    /// Whole minor units (fen, cents) as a decimal integer.
    pub minor_units: String,
}

// `Money` is an object when it comes out and `MoneyInput` when it goes in.
impl InputType for Money {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        MoneyInput::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        MoneyInput::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let input = MoneyInput::parse(value).map_err(InputValueError::propagate)?;
        let minor_units = input.minor_units.parse().map_err(|_| InputValueError::custom("minorUnits is not a whole number"))?;
        Ok(Self { minor_units, currency: input.currency })
    }

    fn to_value(&self) -> Value {
        InputType::to_value(&MoneyInput { currency: self.currency, minor_units: self.minor_units.to_string() })
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}
