use lianqiao::{import::{check::check, field, map::{Plan, Reading, map_row, Mapping, Severity}, read::{Limits, open}}, rulebook::{self, Rulebook}};
use std::collections::BTreeMap;
#[test]
fn look() {
    let (rules, calendar) = rulebook::parse_files().unwrap();
    let book = Rulebook::new(rules, calendar);
    let today = chrono::NaiveDate::from_ymd_opt(2026,11,23).unwrap();
    let limits = Limits{rows:100000,cell_bytes:65536,unpacked_bytes:512<<20};
    for f in ["offers-en-nasa-patents/NASA_Patents.original-semicolon.csv","offers-en-nasa-patents/NASA_Patents.original.xlsx","offers-en-nasa-patents/nasa_patents.csv","offers-zh-patents/CNIPA-export-199.redacted.xlsx","offers-zh-patents/CNIPA-export-199.redacted.gb18030.csv","offers-zh-patents/patents_zh.csv"] {
        let bytes = std::fs::read(format!("/work/shared/data/{f}")).unwrap();
        let t=std::time::Instant::now();
        let table = open(&bytes, limits, field::recognize).unwrap();
        println!("== {f} {:?} rows {}", table.format, table.row_count);
        let headers = table.headers.clone();
        let rows: Vec<_> = table.collect();
        let plan = Plan::new(&headers, &rows[..20], &Mapping::default(), true).unwrap();
        println!("{:?} unmapped {:?} own {}", plan.columns.iter().map(|(i,f)| (headers[*i].as_str(), f.path)).collect::<Vec<_>>(), plan.unmapped, plan.own);
        let stages = book.on("listing.trl_legacy_words", today).unwrap().get().unwrap();
        let reading = Reading{plan, stages};
        let mut counts: BTreeMap<String, (usize, String)> = BTreeMap::new();
        let mut rejected=0; let mut refs=std::collections::HashSet::new(); let mut st:BTreeMap<String,usize>=BTreeMap::new();
        for (i,row) in rows.iter().enumerate() {
            let mut m = map_row(row, &reading);
            check(&mut m, &reading.plan, today, &book);
            if m.is_rejected() {rejected+=1;}
            if !refs.insert(m.external_reference.clone()) {println!("dup {}", m.external_reference);}
            for p in &m.problems { let e=counts.entry(format!("{} {} {:?} {}", p.severity, p.error.code(), p.column, p.field)).or_default(); e.0+=1; e.1=format!("{:?} {:?}",p.value,p.error.args()); }
            for r in &m.content.ip_rights {*st.entry(format!("{} {} {:?}",r.kind,r.status,r.office)).or_default()+=1;}
            if i==1||i==15||i==rows.len()-1 {println!("{} {}", m.external_reference, serde_json::to_string(&m.content).unwrap().replace("null,",""));}
        }
        println!("rejected {rejected} {counts:#?} {st:?} {:?}", t.elapsed());
    }
    let _=Severity::Error;
}
