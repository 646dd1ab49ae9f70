//! Numbers of Chinese patents and their check digits.

use lianqiao::listing::validate::patent::chinese_number;

use super::*;

#[test]
fn chinese_numbers_pass_with_their_check_digit_and_take_their_one_form() {
    let good = [
        ("200310102344.5", IpKind::PatentInvention, "200310102344.5"),
        ("202310123456.6", IpKind::PatentInvention, "202310123456.6"),
        ("202420000001.5", IpKind::PatentUtility, "202420000001.5"),
        ("ZL202310123456.6", IpKind::PatentInvention, "202310123456.6"),
        ("ZL 2023 1 0123456.6", IpKind::PatentInvention, "202310123456.6"),
        ("CN201220304830.X", IpKind::PatentUtility, "201220304830.X"),
        ("cn201220304830.x", IpKind::PatentUtility, "201220304830.X"),
        ("２０２３１０１２３４５６．６", IpKind::PatentInvention, "202310123456.6"),
        ("2023101234566", IpKind::PatentInvention, "202310123456.6"),
        ("202310123456.6", IpKind::PatentApplication, "202310123456.6"),
        ("CN107123456B", IpKind::PatentInvention, "CN107123456B"),
        ("85100001", IpKind::PatentInvention, "85100001"),
    ];
    for (given, kind, kept) in good {
        assert_eq!(chinese_number(given, kind).expect(given), kept, "{given}");
    }
    // A number of eight digits, computed by hand: 9·2+8·3+1·4+0·5+1·6+2·7+3·8+4·9 = 126 = 11·11 + 5.
    assert_eq!(chinese_number("98101234.5", IpKind::PatentInvention).unwrap(), "98101234.5");
}

#[test]
fn numbers_with_a_wrong_digit_shape_or_kind_are_refused() {
    let bad = [
        ("200310102344.6", IpKind::PatentInvention),
        ("202310123456.7", IpKind::PatentInvention),
        ("202310123465.6", IpKind::PatentInvention),
        ("202420000001.X", IpKind::PatentUtility),
        ("202420000001.5", IpKind::PatentInvention),
        ("202310123456.6", IpKind::PatentDesign),
        ("20231012345.6", IpKind::PatentInvention),
        ("202350123456.6", IpKind::PatentApplication),
        ("190010123456.6", IpKind::PatentInvention),
        ("202310123456", IpKind::PatentInvention),
        ("202310123456.66", IpKind::PatentInvention),
        ("98101234.4", IpKind::PatentInvention),
        ("98101234", IpKind::PatentInvention),
        ("CN107123456U", IpKind::PatentInvention),
        ("ZL", IpKind::PatentInvention),
        ("٢٠٢٣10123456.6", IpKind::PatentInvention),
        ("题目", IpKind::PatentInvention),
    ];
    for (given, kind) in bad {
        assert_eq!(chinese_number(given, kind).unwrap_err().code(), Code::InvalidPatentNumber, "{given}");
    }
}

proptest! {
    #[test]
    fn any_single_wrong_digit_is_noticed(body in "20(0[4-9]|1[0-9]|2[0-5])1[0-9]{7}", place in 5_usize..12, shift in 1_u32..10) {
        let check = lianqiao::listing::validate::patent::check_digit(&body).unwrap();
        let number = format!("{body}.{check}");
        prop_assert!(chinese_number(&number, IpKind::PatentInvention).is_ok());
        let wrong: String = body.chars().enumerate().map(|(index, c)| {
            if index == place { char::from_digit((c.to_digit(10).unwrap() + shift) % 10, 10).unwrap() } else { c }
        }).collect();
        let number = format!("{wrong}.{check}");
        prop_assert!(chinese_number(&number, IpKind::PatentInvention).is_err());
    }

    #[test]
    fn no_text_breaks_the_number_check(text in "\\PC{0,40}") {
        let _ = chinese_number(&text, IpKind::PatentInvention);
        let _ = check(ListingContent { ip_rights: vec![patent(IpKind::PatentInvention, &text)], ipc: vec![text], ..titled() });
    }
}
