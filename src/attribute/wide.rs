//! Names in Han, Kana and Hangul, which have no capitals: they show by a role, an honorific or a middle dot beside them.

use super::quote::is_cjk;
use super::view::View;
use crate::registry::SpeechTerm;
use crate::schema::{Lang, Span};

/// Japanese honorifics that follow a name.
const HONORIFICS: &[&str] = &["氏", "さん", "博士", "教授"];
/// Before 氏 they make a pronoun.
const NOT_NAMES: &[char] = &['同', '両', '各', '某', '諸'];
/// Common Korean surnames: a name of three syllables that begins with one is whole.
const SURNAMES: &str =
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진지엄채원천방공";
/// Common Chinese surnames, simplified and traditional.
const CHINESE_SURNAMES: &str = "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧\
蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文颜顏\
温溫柯游施洪翁詹連连郁欧歐";
/// What ends a Chinese name besides a verb.
const AFTER_NAME: &[char] = &[
    '在', '仍', '并', '並', '均', '都', '就', '却', '卻', '于', '於', '对', '對', '近', '今', '则', '則',
    '也', '还', '還', '，', '（', '(', '：', ':', ' ', '日', '曾', '称', '稱', '说', '說',
];

/// The names of a sentence that are recognised by what stands beside them.
pub(super) fn names(view: &View) -> Vec<Span> {
    match view.lang {
        Lang::Ja => japanese(view),
        Lang::Ko => korean(view),
        Lang::ZhHans | Lang::ZhHant => chinese(view),
        _ => Vec::new(),
    }
}

/// Chinese pronouns, which the lexicon lists only with their verbs.
pub(super) fn pronouns(view: &View) -> Vec<Span> {
    if !matches!(view.lang, Lang::ZhHans | Lang::ZhHant) {
        return Vec::new();
    }
    let is_pronoun = |at: usize, c: char| {
        let before = view.text[..at].chars().next_back();
        let after = view.text[at + c.len_utf8()..].chars().next();
        matches!(c, '他' | '她') && before != Some('其') && !matches!(after, Some('人' | '的' | '们' | '們'))
    };
    view.text
        .char_indices()
        .filter(|(at, c)| is_pronoun(*at, *c))
        .map(|(at, c)| Span::new(at, at + c.len_utf8()))
        .collect()
}

/// The bytes at the end of `text` whose characters all satisfy `is_part`, at most `most` characters.
fn run_before(text: &str, most: usize, is_part: impl Fn(char) -> bool) -> usize {
    text.chars().rev().take(most).take_while(|c| is_part(*c)).map(char::len_utf8).sum()
}

fn run_after(text: &str, most: usize, is_part: impl Fn(char) -> bool) -> usize {
    text.chars().take(most).take_while(|c| is_part(*c)).map(char::len_utf8).sum()
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | '・' | 'ー' | '゠' | '＝')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '々')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

fn japanese(view: &View) -> Vec<Span> {
    let mut names = Vec::new();
    for honorific in HONORIFICS {
        for (at, _) in view.text.match_indices(honorific) {
            let before = &view.text[..at];
            let kana = run_before(before, 24, is_katakana);
            let start = if kana > 0 {
                at - kana
            } else {
                // A role right before the name is not part of it.
                let role_end =
                    view.places(SpeechTerm::Role).map(|role| role.end).filter(|end| *end < at).max();
                let start = at - run_before(before, 4, is_han);
                role_end.map_or(start, |end| start.max(end))
            };
            let name = &view.text[start..at];
            let is_single = name.chars().count() < 2;
            if !is_single && !name.ends_with(NOT_NAMES) {
                names.push(Span::new(start, at));
            }
        }
    }
    for role in view.places(SpeechTerm::Role) {
        // "研究者のマルタ・イルベスは": a katakana name after a role, "マルタ・イルベスCEO": before it.
        let rest = &view.text[role.end..];
        let skip = if rest.starts_with('の') { 'の'.len_utf8() } else { 0 };
        let start = role.end + skip;
        let len = run_after(&view.text[start..], 24, is_katakana);
        if view.text[start..start + len].contains('・') {
            names.push(Span::new(start, start + len));
        }
        let len = run_before(&view.text[..role.start], 24, is_katakana);
        if view.text[role.start - len..role.start].contains('・') {
            names.push(Span::new(role.start - len, role.start));
        }
    }
    apart(names)
}

fn korean(view: &View) -> Vec<Span> {
    let mut names = Vec::new();
    for role in view.places(SpeechTerm::Role) {
        if let Some(name) = korean_before(view.text, role).or_else(|| korean_after(view.text, role)) {
            names.push(name);
        }
    }
    apart(names)
}

/// "김서연 연구원", "마르타 일베스 대표": one word of three syllables with a surname, else two words.
fn korean_before(text: &str, role: Span) -> Option<Span> {
    let before = text[..role.start].strip_suffix(' ')?;
    let last = run_before(before, 6, is_hangul);
    let word = &before[before.len() - last..];
    let is_bounded = |text: &str| text.is_empty() || text.ends_with([' ', '(', '"', '“', ',']);
    if !(2..=5).contains(&word.chars().count())
        || !is_bounded(&before[..before.len() - last])
        || has_particle(word)
    {
        return None;
    }
    let start = before.len() - last;
    if word.chars().count() == 3 && word.chars().next().is_some_and(|c| SURNAMES.contains(c)) {
        return Some(Span::new(start, before.len()));
    }
    let first = before[..start].strip_suffix(' ')?;
    let len = run_before(first, 6, is_hangul);
    let word = &first[first.len() - len..];
    let is_name = (2..=5).contains(&word.chars().count())
        && !has_particle(word)
        && is_bounded(&first[..first.len() - len]);
    is_name.then(|| Span::new(first.len() - len, before.len()))
}

/// "연구원 김서연은": a word of three syllables with a surname before its particle.
fn korean_after(text: &str, role: Span) -> Option<Span> {
    let rest = text[role.end..].strip_prefix(' ')?;
    let start = role.end + 1;
    let len = run_after(rest, 5, is_hangul);
    let word = &rest[..len];
    let name: String = word.chars().take(3).collect();
    let particle: String = word.chars().skip(3).collect();
    let is_name = name.chars().next().is_some_and(|c| SURNAMES.contains(c))
        && ["은", "는", "이", "가", "도"].contains(&particle.as_str());
    is_name.then(|| Span::new(start, start + name.len()))
}

fn has_particle(word: &str) -> bool {
    word.ends_with(['의', '은', '는', '을', '를', '에', '로', '와', '과', '서', '한', '인', '된'])
        || word.ends_with("재단")
}

fn chinese(view: &View) -> Vec<Span> {
    let mut names = Vec::new();
    for role in view.places(SpeechTerm::Role) {
        // "研究员李明表示"
        let rest = &view.text[role.end..];
        let end_of_name = |at: usize, c: char| {
            AFTER_NAME.contains(&c) || view.verbs.iter().any(|verb| verb.span.start == role.end + at)
        };
        let len = rest.char_indices().find(|(at, c)| !(is_han(*c) || *c == '·') || end_of_name(*at, *c));
        if let Some((len, _)) = len {
            let name = &rest[..len];
            let chars = name.chars().count();
            let is_surname = name.chars().next().is_some_and(|c| CHINESE_SURNAMES.contains(c));
            let is_name =
                if name.contains('·') { chars <= 12 } else { (2..=4).contains(&chars) && is_surname };
            if is_name && !name.contains(['的', '们', '們', '和', '与', '與']) {
                names.push(Span::new(role.end, role.end + len));
            }
        }
        // "李明（研究员）"
        let before = &view.text[..role.start];
        if let Some(open) = before.rfind(['（', '(']).filter(|open| !before[*open..].contains(['）', ')']))
        {
            let len = run_before(&view.text[..open], 5, |c| is_han(c) || c == '·');
            if (2..=4).contains(&view.text[open - len..open].chars().count())
                && view.begins_clause(open - len)
            {
                names.push(Span::new(open - len, open));
            }
        }
    }
    for verb in &view.verbs {
        // "马尔塔·伊尔维斯表示"
        let before = &view.text[..verb.span.start];
        let len = run_before(before, 14, |c| is_han(c) || c == '·');
        let start = verb.span.start - len;
        let role_end =
            view.places(SpeechTerm::Role).map(|role| role.end).filter(|end| *end <= verb.span.start).max();
        let start = role_end.map_or(start, |end| start.max(end));
        let name = &view.text[start..verb.span.start];
        if name.contains('·') && !name.contains(['的', '在', '，']) {
            names.push(Span::new(start, verb.span.start));
        }
    }
    apart(names)
}

fn apart(mut names: Vec<Span>) -> Vec<Span> {
    names.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    names.dedup_by(|next, kept| kept.overlaps(*next));
    names
}

/// What follows a Japanese or Korean noun phrase that is the subject.
pub(super) fn is_topic(view: &View, end: usize) -> bool {
    let mut rest = &view.text[end..];
    for _ in 0..3 {
        rest = rest.trim_start_matches(['”', '"', '」']);
        if let Some(inner) = rest.trim_start().strip_prefix(['(', '（']) {
            match inner.find([')', '）']) {
                Some(close) => rest = inner[close..].trim_start_matches([')', '）']),
                None => return false,
            }
        }
        for honorific in HONORIFICS {
            rest = rest.strip_prefix(honorific).unwrap_or(rest);
        }
        rest = rest.strip_prefix('씨').unwrap_or(rest);
        // An affiliation and a role behind the name.
        let at = view.text.len() - rest.len();
        let role = view
            .places(SpeechTerm::Role)
            .filter(|role| role.start >= at && role.start <= at + 40)
            .find(|role| {
                let gap = &view.text[at..role.start];
                !gap.contains([',', '、', '。', '.', '“', '"', '「', 'は', 'が'])
                    && !gap.split(' ').any(has_topic_particle)
            });
        match role {
            Some(role) => rest = &view.text[role.end..],
            None => break,
        }
    }
    let rest = rest.trim_start_matches(' ');
    match view.lang {
        Lang::Ja => rest.starts_with(['は', 'が', 'も']) || rest.starts_with("、"),
        _ => has_topic_start(rest),
    }
}

fn has_topic_particle(word: &str) -> bool {
    word.chars().count() >= 2 && word.ends_with(['은', '는', '이', '가', '을', '를', '에'])
}

fn has_topic_start(rest: &str) -> bool {
    let is_particle = rest.starts_with(['은', '는', '이', '가', '도'])
        && rest.chars().nth(1).is_none_or(|next| !is_cjk(next));
    is_particle || rest.starts_with("께서")
}
