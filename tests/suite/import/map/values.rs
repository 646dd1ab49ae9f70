//! From cells to values.

use lianqiao::{
    import::map::value::{ReadDate, date, flag, ipc_symbol, list, money},
    kernel::{Currency, Money},
    upload::rules::display_name,
};

use super::day;

#[test]
fn dates_are_read_in_every_style_and_only_when_they_are_dates() {
    for text in [
        "2015-03-10",
        "2015/3/10",
        "2015.03.10",
        "2015年3月10日",
        "20150310",
        "10 March 2015",
        "10th Mar 2015",
        "March 10, 2015",
        "10-Mar-2015",
        "10.03.2015",
        "2015-03-10T00:00:00",
        "2015-03-10 08:30:00",
        "10 March 2015 08:30",
        "２０１５－０３－１０",
        "42073",
        " 2015-03-10 ",
    ] {
        assert_eq!(date(text), Some(ReadDate::Sure(day("2015-03-10"))), "{text}");
    }
    assert_eq!(date("06/16/2024"), Some(ReadDate::Sure(day("2024-06-16"))));
    assert_eq!(date("16/06/2024"), Some(ReadDate::Sure(day("2024-06-16"))));
    assert_eq!(date("06/06/2024"), Some(ReadDate::Sure(day("2024-06-06"))));
    assert_eq!(date("03/04/2024"), Some(ReadDate::MonthFirst(day("2024-03-04"))));
    for text in [
        "",
        "2013",
        "2013-05",
        "May 2013",
        "13/13/2013",
        "2013-02-30",
        "31/06/2013",
        "10/03/15",
        "0215-03-10",
        "9999999",
        "soon",
        "1-2-3-4",
    ] {
        assert_eq!(date(text), None, "{text}");
    }
}

#[test]
fn lists_split_at_their_strongest_separator_and_never_inside_brackets() {
    assert_eq!(list("轨枕；道岔、扣件;轨枕"), ["轨枕", "道岔、扣件"]);
    assert_eq!(list("轨枕、道岔，扣件"), ["轨枕", "道岔，扣件"]);
    assert_eq!(list("Li Si, Zhang  San"), ["Li Si", "Zhang San"]);
    assert_eq!(list("甲公司（乙，丙）,丁"), ["甲公司（乙，丙）", "丁"]);
    assert_eq!(list("one\ntwo\r\n"), ["one", "two"]);
    // One too many is as good as ten thousand.
    assert_eq!(list(&(0..10_000).map(|n| format!("{n};")).collect::<String>()).len(), 201);
    assert_eq!(list(" ; ;"), Vec::<String>::new());
}

#[test]
fn amounts_flags_and_symbols_are_read_as_people_write_them() {
    let yuan = |fen| Some(Money::new(fen, Currency::CNY));
    for (text, amount) in [
        ("300000", yuan(30_000_000)),
        ("300,000.50元", yuan(30_000_050)),
        ("50万元", yuan(50_000_000)),
        ("1.2 亿", yuan(12_000_000_000)),
        ("￥80", yuan(8000)),
        ("面议", None),
        ("-5", None),
    ] {
        assert_eq!(money(text), amount, "{text}");
    }
    for text in ["USD 5,000", "$5000", "5000美元", "5000 usd"] {
        assert_eq!(money(text), Some(Money::new(500_000, Currency::USD)), "{text}");
    }
    assert_eq!((flag("是"), flag("NO"), flag("√"), flag("maybe")), (Some(true), Some(false), Some(true), None));
    assert_eq!(ipc_symbol("E01B3/32(2006.01)I"), "E01B 3/32");
    assert_eq!(ipc_symbol(" h01l 21/02 "), "H01L 21/02");
    assert_eq!(ipc_symbol("H01L"), "H01L");
}

#[test]
fn a_file_name_is_for_people_and_leads_nowhere() {
    assert_eq!(display_name("../../etc/passwd"), "passwd");
    assert_eq!(display_name("C:\\Users\\x\\专利 清单.xlsx"), "专利 清单.xlsx");
    assert_eq!(display_name("a\u{202E}xslx.exe\u{0}\n"), "axslx.exe");
    assert_eq!(display_name("..."), "upload");
    let long = display_name(&format!("{}.xlsx", "长".repeat(300)));
    assert_eq!((long.chars().count(), long.ends_with(".xlsx")), (120, true));
}
