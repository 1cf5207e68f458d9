use super::*;
use crate::extract::tests::registry;

fn cell(field: &str, zone: Option<&str>, lang: Option<Lang>) -> String {
    let registry = registry();
    let zone = zone.map(|zone| TimeZone::get(zone).unwrap());
    let context = Context { months: &registry.segmentation, zone: zone.as_ref(), lang };
    parse(field, context).map(|published| published.to_cell()).unwrap_or_default()
}

#[test]
fn spellings_of_one_day_meet() {
    for field in [
        "2026-02-03",
        "2026/02/03",
        "2026.2.3",
        "2026年2月3日",
        "2026년 2월 3일",
        "03.02.2026",
        "20260203",
        "Feb 3, 2026",
        "February 3rd, 2026",
        "3 Feb 2026",
        "3 февраля 2026",
        "3 февраля 2026 г.",
        "3 лютого 2026 року",
        "3 Şubat 2026",
        "3 de febrero de 2026",
        "3 de fevereiro de 2026",
        "3 février 2026",
        "3. Februar 2026",
        "3 Februari 2026",
        "ngày 3 tháng 2 năm 2026",
        "Published: Tuesday, February 3, 2026",
        "2026 February 3",
    ] {
        assert_eq!(cell(field, None, None), "2026-02-03", "{field}");
    }
}

#[test]
fn instants_are_exact_where_a_zone_is_known() {
    let shanghai = Some("Asia/Shanghai");
    for (field, zone, expected) in [
        ("2026-02-03T10:15:00Z", None, "2026-02-03T10:15:00Z"),
        ("2026-02-03T10:15:00+08:00", None, "2026-02-03T02:15:00Z"),
        ("2026-02-03T10:15:00.123+0800", None, "2026-02-03T02:15:00.123Z"),
        ("2026-02-03 10:15:00 UTC", shanghai, "2026-02-03T10:15:00Z"),
        ("2026-02-03 10:15:00+00:00", None, "2026-02-03T10:15:00Z"),
        ("Tue, 03 Feb 2026 10:15:00 GMT", None, "2026-02-03T10:15:00Z"),
        ("Tue, 3 Feb 2026 10:15:00 +0300", None, "2026-02-03T07:15:00Z"),
        ("1770113700", None, "2026-02-03T10:15:00Z"),
        ("1770113700000", None, "2026-02-03T10:15:00Z"),
        ("1770113700000000", None, "2026-02-03T10:15:00Z"),
        ("1770113700.5", None, "2026-02-03T10:15:00Z"),
        ("2026-02-03 10:15:00", shanghai, "2026-02-03T02:15:00Z"),
        ("2026-02-03T10:15", shanghai, "2026-02-03T02:15:00Z"),
        ("2026年2月3日 10:15", shanghai, "2026-02-03T02:15:00Z"),
        ("2026年2月3日 10時15分", Some("Asia/Tokyo"), "2026-02-03T01:15:00Z"),
        ("20260203101500", shanghai, "2026-02-03T02:15:00Z"),
        ("Feb 3, 2026, 1:05 PM EST", None, "2026-02-03T18:05:00Z"),
        ("2/3/2026, 1:05:00 AM", shanghai, "2026-02-02T17:05:00Z"),
        ("03.02.2026, 10:15 (UTC+3)", None, "2026-02-03T07:15:00Z"),
        ("2026-02-03 10:15:00", None, "2026-02-03"),
    ] {
        assert_eq!(cell(field, zone, None), expected, "{field}");
    }
}

#[test]
fn what_is_no_date_is_none() {
    for field in [
        "",
        "None",
        "yesterday",
        "2 hours ago",
        "2026-13-03",
        "2026-02-30",
        "0",
        "1970-01-01",
        "2008-12-31",
        "31.02.2026",
        "February 2026",
        "10:15",
        "v1.2.2026.5",
        "3/2/2026",
    ] {
        assert_eq!(cell(field, None, None), "", "{field}");
    }
}

#[test]
fn the_language_decides_between_day_and_month() {
    assert_eq!(cell("3/2/2026", None, Some(Lang::Pt)), "2026-02-03");
    assert_eq!(cell("13/2/2026", None, None), "2026-02-13");
    assert_eq!(cell("2/13/2026", None, None), "2026-02-13");
}

#[test]
fn a_future_date_is_kept() {
    assert_eq!(cell("2031-01-01", None, None), "2031-01-01");
}

#[test]
fn the_first_full_date_of_a_text_is_inferred() {
    let registry = registry();
    let context = Context { months: &registry.segmentation, zone: None, lang: None };
    for (text, expected) in [
        ("3 февраля 2026 года сеть обновили, а 5 марта 2025 года она стояла.", Some("2026-02-03")),
        ("On 12 January 2026, the group published its list.", Some("2026-01-12")),
        ("11 января этого года сеть снова встала; в 2025 году таких дней было 3.", None),
        ("据报道，2026年2月3日，网络升级。", Some("2026-02-03")),
    ] {
        let inferred = infer(text, context);
        assert_eq!(inferred.as_ref().map(Published::to_cell).as_deref(), expected, "{text}");
        assert!(inferred.is_none_or(|published| published.precision == Precision::Inferred));
    }
    let late = format!("{} 3 February 2026", "x".repeat(700));
    assert_eq!(infer(&late, context), None);
}
