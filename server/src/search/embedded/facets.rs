//! Counting the values of facets in one pass over the matching documents, from columns, without loading documents.

use std::collections::HashMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::search::{Facet, FacetCounts};

/// Counts of several facets.
pub(super) struct FacetCounter {
    facets: Vec<Facet>,
}

/// Counts by value, in the order of the facets.
type Counts = Vec<HashMap<String, u64>>;

impl FacetCounter {
    pub(super) fn new(facets: Vec<Facet>) -> Self {
        Self { facets }
    }

    /// Most frequent values first; the same frequency in order of the value, so that an answer can be repeated.
    pub(super) fn ranked(facet: Facet, counts: HashMap<String, u64>, most: usize) -> FacetCounts {
        let mut values: Vec<(String, u64)> = counts.into_iter().collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        values.truncate(most);
        FacetCounts { facet, values }
    }
}

impl Collector for FacetCounter {
    type Fruit = Counts;
    type Child = SegmentCounter;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentCounter> {
        let columns = self
            .facets
            .iter()
            .map(|facet| {
                let column = segment.fast_fields().str(facet.into())?;
                let counts = column.as_ref().map_or(0, |column| column.num_terms());
                Ok(column.map(|column| (column, vec![0; counts])))
            })
            .collect::<tantivy::Result<_>>()?;
        Ok(SegmentCounter { columns })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Counts>>) -> tantivy::Result<Counts> {
        let mut totals: Counts = self.facets.iter().map(|_| HashMap::new()).collect();
        for segment in segments {
            for (total, counts) in totals.iter_mut().zip(segment?) {
                for (value, count) in counts {
                    *total.entry(value).or_default() += count;
                }
            }
        }
        Ok(totals)
    }
}

/// Counts within one segment, by ordinal.
pub(super) struct SegmentCounter {
    columns: Vec<Option<(StrColumn, Vec<u64>)>>,
}

impl SegmentCollector for SegmentCounter {
    type Fruit = tantivy::Result<Counts>;

    fn collect(&mut self, document: DocId, _: Score) {
        for (column, counts) in self.columns.iter_mut().flatten() {
            for ordinal in column.term_ords(document) {
                if let Some(count) = usize::try_from(ordinal).ok().and_then(|ordinal| counts.get_mut(ordinal)) {
                    *count += 1;
                }
            }
        }
    }

    fn harvest(self) -> tantivy::Result<Counts> {
        self.columns
            .into_iter()
            .map(|column| {
                let Some((column, counts)) = column else { return Ok(HashMap::new()) };
                let mut named = HashMap::new();
                for (ordinal, count) in (0_u64..).zip(counts).filter(|(_, count)| *count > 0) {
                    let mut value = String::new();
                    column.ord_to_str(ordinal, &mut value)?;
                    named.insert(value, count);
                }
                Ok(named)
            })
            .collect()
    }
}
