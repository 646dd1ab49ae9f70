//! What a claim adds up: each kind and each currency for itself, and never less than all of it.

use lianqiao::{
    brokering::{
        rules::subsidy::{Sum, sums},
        vocabulary::FeeKind,
    },
    kernel::{Code, Currency, Money},
};
use proptest::prelude::*;

fn of(kind: FeeKind, amount: i64, currency: Currency) -> Sum {
    Sum { kind, amount: Money::new(amount, currency) }
}

#[test]
fn kinds_and_currencies_stay_apart() {
    let parts = [
        of(FeeKind::Subsidy, 500, Currency::CNY),
        of(FeeKind::Fee, 70, Currency::USD),
        of(FeeKind::Fee, 30, Currency::CNY),
        of(FeeKind::Fee, 5, Currency::USD),
    ];
    let expected = [of(FeeKind::Fee, 30, Currency::CNY), of(FeeKind::Fee, 75, Currency::USD), of(FeeKind::Subsidy, 500, Currency::CNY)];
    assert_eq!(sums(parts.into_iter()).unwrap(), expected);
}

#[test]
fn a_sum_beyond_all_money_is_an_error_and_no_smaller_sum() {
    let parts = [of(FeeKind::Fee, i64::MAX, Currency::CNY), of(FeeKind::Fee, 1, Currency::CNY)];
    assert_eq!(sums(parts.into_iter()).unwrap_err().code(), Code::Internal);
}

proptest! {
    #[test]
    fn nothing_is_lost_in_whatever_order(amounts in prop::collection::vec((0_i64..1_000_000, any::<bool>()), 0..30)) {
        let parts = amounts.iter().map(|(amount, yuan)| of(FeeKind::Fee, *amount, if *yuan { Currency::CNY } else { Currency::USD }));
        let told = sums(parts.clone()).unwrap();
        prop_assert_eq!(&told, &sums(parts.rev()).unwrap());
        prop_assert_eq!(told.iter().map(|sum| sum.amount.minor_units).sum::<i64>(), amounts.iter().map(|(amount, _)| amount).sum::<i64>());
    }
}
