//! Imports: a spreadsheet of achievements becomes listings, row by row, with every problem named; and the way back.

pub mod check;
pub mod field;
pub mod map;
pub mod read;
