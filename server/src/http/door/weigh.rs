//! Weighing a parsed document before it is validated or executed.
//!
//! Fragments make a document of a kilobyte mean a billion fields, and the library walks all of them more than once
//! before its own limits apply. Here every fragment is weighed once, so the work is linear in the text. A spread or an
//! inline fragment weighs something even if it holds nothing, because walking it takes time.

use std::collections::HashMap;

use async_graphql::{
    Name, Value, Variables,
    parser::types::{ExecutableDocument, Field, Selection, SelectionSet},
};

/// Deepest nesting of selections, fragments expanded. The library refuses less than that; this bounds our own stack.
const MAX_NESTING: usize = 64;

/// What a selection set means with its fragments expanded.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weight {
    /// Fields, spreads and inline fragments.
    pub selections: usize,
    /// Fields at the top.
    pub fields: usize,
    /// Rows of all pages together, at most.
    pub rows: u64,
    /// `__schema` and `__type`, and what was asked below them.
    pub introspection: Introspection,
    /// What is asked here, if this set stands below `__schema` or `__type`.
    below: Introspection,
    nesting: usize,
}

/// What is asked of the schema about itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Introspection {
    /// Fields at which it begins.
    pub roots: usize,
    /// Most lists within one another, of those that can lead around in circles.
    pub lists: usize,
    /// About how many values the answer has.
    pub values: u64,
}

/// Why a document cannot be weighed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A fragment is spread that the document does not define.
    Unknown(Name),
    /// A fragment contains itself.
    Cycle(Name),
    /// Selections are nested too deep.
    Nesting(usize),
}

/// Weighs the selections of one document.
pub struct Scale<'a> {
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    /// Weights of fragments; none while a fragment is being weighed.
    fragments: HashMap<&'a Name, Option<Weight>>,
}

impl<'a> Scale<'a> {
    /// A scale for the operations of `document`. All its fragments are looked at, also those that nobody spreads:
    /// validation looks at them too.
    ///
    /// # Errors
    /// What is wrong with a fragment.
    pub fn new(document: &'a ExecutableDocument, variables: &'a Variables) -> Result<Self, Fault> {
        let mut scale = Self { document, variables, fragments: HashMap::new() };
        for name in document.fragments.keys() {
            scale.fragment(name, 0)?;
        }
        Ok(scale)
    }

    /// The weight of a selection set of the document.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn weigh(&mut self, set: &'a SelectionSet) -> Result<Weight, Fault> {
        self.set(set, 0)
    }

    fn set(&mut self, set: &'a SelectionSet, depth: usize) -> Result<Weight, Fault> {
        if depth > MAX_NESTING {
            return Err(Fault::Nesting(MAX_NESTING));
        }
        let mut sum = Weight::default();
        for selection in &set.items {
            let part = match &selection.node {
                Selection::Field(field) => {
                    let inner = self.set(&field.node.selection_set.node, depth + 1)?;
                    inner.under(&field.node.name.node, self.page(&field.node))
                }
                Selection::InlineFragment(fragment) => self.set(&fragment.node.selection_set.node, depth + 1)?.spread(),
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node, depth + 1)?.spread(),
            };
            sum = sum.plus(part);
        }
        if sum.nesting > MAX_NESTING { Err(Fault::Nesting(MAX_NESTING)) } else { Ok(sum) }
    }

    /// Rows that a field asks for: the size of its page, or how many ids it names.
    fn page(&self, field: &Field) -> Option<u64> {
        let (name, value) = field.arguments.iter().find(|(name, _)| ["first", "last", "ids"].contains(&name.node.as_str()))?;
        let variable = |name: Name| self.variables.get(&name).cloned().ok_or(());
        match value.node.clone().into_const_with(variable).ok()? {
            Value::List(ids) if name.node == "ids" => Some(ids.len() as u64),
            Value::Number(size) => size.as_u64(),
            _ => None,
        }
    }

    fn fragment(&mut self, name: &'a Name, depth: usize) -> Result<Weight, Fault> {
        match self.fragments.get(name) {
            Some(Some(known)) => return Ok(*known),
            Some(None) => return Err(Fault::Cycle(name.clone())),
            None => {}
        }
        let fragment = self.document.fragments.get(name).ok_or_else(|| Fault::Unknown(name.clone()))?;
        self.fragments.insert(name, None);
        let weight = self.set(&fragment.node.selection_set.node, depth)?;
        self.fragments.insert(name, Some(weight));
        Ok(weight)
    }
}

impl Weight {
    fn plus(self, other: Self) -> Self {
        Self {
            selections: self.selections.saturating_add(other.selections),
            fields: self.fields.saturating_add(other.fields),
            rows: self.rows.saturating_add(other.rows),
            introspection: self.introspection.plus(other.introspection),
            below: self.below.plus(other.below),
            nesting: self.nesting.max(other.nesting),
        }
    }

    /// A fragment with these selections.
    const fn spread(self) -> Self {
        Self { selections: self.selections.saturating_add(1), nesting: self.nesting + 1, ..self }
    }

    /// The field `name` with these selections, for each row of its page if it is one.
    fn under(self, name: &str, page: Option<u64>) -> Self {
        let introspection = match name {
            "__schema" | "__type" => Introspection { roots: 1, ..self.below },
            _ => self.introspection,
        };
        let (nested, entries) = shape(name);
        let values = match entries {
            Entries::Half => self.below.values.div_ceil(2),
            Entries::Many(count) => self.below.values.saturating_mul(count),
        };
        Self {
            selections: self.selections.saturating_add(1),
            fields: 1,
            rows: page.map_or(self.rows, |page| page.saturating_mul(self.rows.saturating_add(1))),
            introspection,
            below: Introspection { roots: 0, lists: self.below.lists + usize::from(nested), values: values.saturating_add(1) },
            nesting: self.nesting + 1,
        }
    }
}

impl Introspection {
    fn plus(self, other: Self) -> Self {
        Self {
            roots: self.roots.saturating_add(other.roots),
            lists: self.lists.max(other.lists),
            values: self.values.saturating_add(other.values),
        }
    }
}

/// How many entries a field of introspection has.
enum Entries {
    /// On the average, generously.
    Many(u64),
    /// One or none: most types are wrapped once or twice, however deep a client asks.
    Half,
}

/// Whether a field of introspection is a list that can lead around in circles, and how many entries it has.
fn shape(name: &str) -> (bool, Entries) {
    match name {
        "types" => (false, Entries::Many(500)),
        "directives" => (false, Entries::Many(5)),
        "fields" | "inputFields" | "enumValues" => (true, Entries::Many(10)),
        "args" | "interfaces" | "possibleTypes" => (true, Entries::Many(2)),
        "ofType" => (false, Entries::Half),
        _ => (false, Entries::Many(1)),
    }
}
