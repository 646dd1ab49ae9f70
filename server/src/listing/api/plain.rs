//! Parts of a listing that lists show for every row, written without detours.

use async_graphql::{Value, parser::types::SelectionSet, resolver_utils::enum_value};

use crate::{
    gql::plain::{Plain, text, written},
    listing::content::{BilingualText, IpRight, LicenseOffer, TechnologyReadinessLevel},
};

impl Plain for BilingualText {
    fn field(&self, name: &str, _: &SelectionSet) -> Option<Value> {
        match name {
            "zh" => Some(text(self.zh.as_deref())),
            "en" => Some(text(self.en.as_deref())),
            _ => None,
        }
    }
}

impl Plain for TechnologyReadinessLevel {
    fn field(&self, name: &str, _: &SelectionSet) -> Option<Value> {
        match name {
            "level" => Some(self.level.into()),
            "basis" => Some(enum_value(self.basis)),
            _ => None,
        }
    }
}

impl Plain for IpRight {
    fn field(&self, name: &str, _: &SelectionSet) -> Option<Value> {
        match name {
            "kind" => Some(enum_value(self.kind)),
            "number" => Some(text(Some(&self.number))),
            "title" => Some(text(self.title.as_deref())),
            "office" => Some(text(self.office.as_deref())),
            "status" => Some(enum_value(self.status)),
            "pledged" => Some(self.pledged.into()),
            _ => None,
        }
    }
}

impl Plain for LicenseOffer {
    fn field(&self, name: &str, inner: &SelectionSet) -> Option<Value> {
        match name {
            "code" => Some(text(Some(&self.code))),
            "kind" => Some(enum_value(self.kind)),
            "termMonths" => Some(self.term_months.into()),
            "price" => self.price.as_ref().map_or(Some(Value::Null), |price| written(price, inner)),
            "negotiable" => Some(self.negotiable.into()),
            "paymentMode" => Some(enum_value(self.payment_mode)),
            _ => None,
        }
    }
}
