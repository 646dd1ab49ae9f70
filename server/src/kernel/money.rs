//! Money is whole minor units plus a currency. No floating point anywhere.

use std::fmt;

use iso_currency::Currency as Iso;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::{Code, Error, Result};

/// A currency of ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(Iso);

impl Currency {
    /// Renminbi.
    pub const CNY: Self = Self(Iso::CNY);
    /// United States dollar.
    pub const USD: Self = Self(Iso::USD);

    /// Reads a three-letter code.
    ///
    /// # Errors
    /// `INVALID_CURRENCY` if the code is not in ISO 4217.
    pub fn parse(code: &str) -> Result<Self> {
        Iso::from_code(code).map(Self).ok_or_else(|| Error::new(Code::InvalidCurrency).with("value", code))
    }

    /// The three-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Decimal places of the minor unit (2 for CNY, 0 for JPY).
    #[must_use]
    pub fn exponent(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Whole minor units (fen for CNY). May be negative in ledgers.
    pub minor_units: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// `minor_units` of `currency`.
    #[must_use]
    pub const fn new(minor_units: i64, currency: Currency) -> Self {
        Self { minor_units, currency }
    }

    /// Reads a decimal such as `80000`, `80,000.00` or `0.05` exactly.
    ///
    /// # Errors
    /// `INVALID_NUMBER` if the text is not a decimal with at most the currency's places, or is too large.
    pub fn parse(text: &str, currency: Currency) -> Result<Self> {
        let invalid = || Error::new(Code::InvalidNumber).with("value", text.chars().take(40).collect::<String>());
        let plain: String = text.trim().chars().filter(|c| *c != ',' && *c != '，').collect();
        let amount: rust_decimal::Decimal = plain.parse().map_err(|_| invalid())?;
        let scale = rust_decimal::Decimal::from(10_i64.pow(currency.exponent()));
        let minor = amount.checked_mul(scale).filter(|value| value.fract().is_zero()).ok_or_else(invalid)?;
        i64::try_from(minor).map(|units| Self::new(units, currency)).map_err(|_| invalid())
    }

    /// Adds two amounts of one currency; `None` if currencies differ or the sum overflows.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        (self.currency == other.currency)
            .then(|| self.minor_units.checked_add(other.minor_units))
            .flatten()
            .map(|units| Self::new(units, self.currency))
    }

    /// Splits into `parts` amounts that add up to `self` exactly, by cumulative rounding (half up):
    /// `part_k = round(total·k/n) − round(total·(k−1)/n)`.
    #[must_use]
    pub fn split_evenly(self, parts: u32) -> Vec<Self> {
        let weights = vec![1_u64; parts as usize];
        self.split_by_weight(&weights)
    }

    /// Splits in proportion to `weights`, by cumulative rounding (half up); the parts add up to `self` exactly.
    /// All zero weights give an empty list.
    #[must_use]
    pub fn split_by_weight(self, weights: &[u64]) -> Vec<Self> {
        let whole: u128 = weights.iter().map(|w| u128::from(*w)).sum();
        if whole == 0 {
            return Vec::new();
        }
        let (mut reached, mut paid) = (0_u128, 0_i64);
        weights
            .iter()
            .map(|weight| {
                reached += u128::from(*weight);
                let cumulative = round_half_up(i128::from(self.minor_units), reached, whole);
                let part = cumulative - paid;
                paid = cumulative;
                Self::new(part, self.currency)
            })
            .collect()
    }

    /// `rate` of this amount, rounded half up (away from zero) to a minor unit.
    #[must_use]
    pub fn share(self, rate: BasisPoints) -> Self {
        let units = round_half_up(i128::from(self.minor_units), u128::from(rate.0), u128::from(BasisPoints::WHOLE.0));
        Self::new(units, self.currency)
    }

    /// The amount as a plain decimal, `80000.00`.
    #[must_use]
    pub fn to_decimal_string(self) -> String {
        let exponent = self.currency.exponent() as usize;
        let digits = format!("{:0>width$}", self.minor_units.unsigned_abs(), width = exponent + 1);
        let (whole, fraction) = digits.split_at(digits.len() - exponent);
        let sign = if self.minor_units < 0 { "-" } else { "" };
        if exponent == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

impl fmt::Display for Money {
    /// `CNY 80,000.00`: the form that both languages read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.to_decimal_string();
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
        let (whole, fraction) = plain.split_once('.').map_or((plain, None), |(w, f)| (w, Some(f)));
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        write!(f, "{} {sign}{grouped}", self.currency)?;
        fraction.map_or(Ok(()), |fraction| write!(f, ".{fraction}"))
    }
}

/// `amount · numerator / denominator`, rounded half away from zero.
fn round_half_up(amount: i128, numerator: u128, denominator: u128) -> i64 {
    let (numerator, denominator) = (numerator.cast_signed(), denominator.cast_signed());
    let product = amount * numerator;
    let rounded = (product.abs() * 2 + denominator) / (denominator * 2);
    i64::try_from(rounded * product.signum()).unwrap_or(i64::MAX)
}

/// A rate in hundredths of a percent: 300 is 3 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub u32);

impl BasisPoints {
    /// 100 %.
    pub const WHOLE: Self = Self(10_000);
}

impl fmt::Display for BasisPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        match rest {
            0 => write!(f, "{whole}%"),
            rest if rest % 10 == 0 => write!(f, "{whole}.{}%", rest / 10),
            rest => write!(f, "{whole}.{rest:02}%"),
        }
    }
}
