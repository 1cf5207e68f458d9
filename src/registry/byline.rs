//! Author lines: the words that open them, in the fourteen languages.

/// Longest author line in characters; a longer line is running text.
const MAX_CHARS: usize = 120;

/// Words before a colon (or the bar or slash that stands for one) that say who wrote or translated.
const LABELS: &[&str] = &[
    "author",
    "authors",
    "by",
    "written by",
    "translated by",
    "translation",
    "edited by",
    "editor",
    "reported by",
    "автор",
    "авторы",
    "автор текста",
    "текст",
    "перевод",
    "переводчик",
    "редактор",
    "подготовил",
    "подготовила",
    "автори",
    "переклад",
    "перекладач",
    "підготував",
    "підготувала",
    "作者",
    "原文作者",
    "撰文",
    "撰稿",
    "文",
    "编译",
    "編譯",
    "翻译",
    "翻譯",
    "译者",
    "譯者",
    "整理",
    "编辑",
    "編輯",
    "记者",
    "記者",
    "著者",
    "執筆",
    "執筆者",
    "翻訳",
    "編集",
    "글",
    "글쓴이",
    "작성자",
    "저자",
    "번역",
    "기자",
    "autor",
    "autora",
    "autores",
    "por",
    "texto",
    "redacción",
    "redação",
    "traducción",
    "tradução",
    "yazar",
    "çeviri",
    "hazırlayan",
    "tác giả",
    "người viết",
    "biên dịch",
    "dịch",
    "penulis",
    "oleh",
    "penerjemah",
    "auteur",
    "auteure",
    "par",
    "texte",
    "traduction",
    "von",
    "text",
    "autorin",
    "übersetzung",
];

/// Words that open an author line without a colon, before a name.
const OPENERS: &[&str] = &["by", "por", "par", "von", "oleh"];

/// Small words that may stand between the words of a name or of several.
const PARTICLES: &[&str] = &[
    "and", "y", "e", "et", "und", "dan", "de", "da", "do", "dos", "del", "di", "la", "le", "van", "von",
    "der", "for",
];

/// The name in an author line («Автор: Name, Outlet», “By Name”, 作者：名), `None` if the line is none.
pub fn byline(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.chars().count() > MAX_CHARS || line.ends_with(['.', '!', '?', '。', '！', '？', ':', '：']) {
        return None;
    }
    labelled(line).or_else(|| opened(line)).or_else(|| reporter(line))
}

fn labelled(line: &str) -> Option<&str> {
    let at = line.find([':', '：', '|', '｜', '/', '／', '＝', '丨'])?;
    let separator = line[at..].chars().next()?;
    let label = line[..at].trim().to_lowercase();
    // "Text/image" or "von/nach" are no author lines: a slash or a bar counts after an ideograph only.
    let is_sure = matches!(separator, ':' | '：') || label.chars().all(is_cjk);
    let name = line[at + separator.len_utf8()..].trim();
    (is_sure && !name.is_empty() && LABELS.contains(&label.as_str())).then_some(name)
}

fn opened(line: &str) -> Option<&str> {
    let (opener, name) = line.split_once(' ')?;
    let is_opener = OPENERS.contains(&opener.to_lowercase().as_str());
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = words.len() <= 12
        && words.first().is_some_and(|word| is_capitalised(word))
        && words.iter().all(|word| is_capitalised(word) || PARTICLES.contains(word));
    (is_opener && is_name).then_some(name.trim())
}

/// `記者 名/台北報導`, `홍길동 기자`.
fn reporter(line: &str) -> Option<&str> {
    if line.chars().count() > 40 {
        return None;
    }
    let chinese = ["記者", "记者"].iter().find_map(|label| line.strip_prefix(label));
    if let Some(rest) = chinese.filter(|rest| ["報導", "报道", "報道"].iter().any(|end| rest.ends_with(end)))
    {
        return Some(rest.split(['/', '／']).next().unwrap_or(rest).trim());
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [name, "기자" | "특파원", ..] if name.chars().all(is_cjk) && words.len() <= 4 => Some(name),
        _ => None,
    }
}

fn is_capitalised(word: &str) -> bool {
    word.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || is_cjk(c))
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn author_lines_are_told_from_running_text() {
        for (line, name) in [
            ("Автор: Вера Л., Example", Some("Вера Л., Example")),
            ("By Ann Lee, Example News", Some("Ann Lee, Example News")),
            ("作者：小林", Some("小林")),
            ("文 | 小林", Some("小林")),
            ("記者 林小明/台北報導", Some("林小明")),
            ("김하늘 기자", Some("김하늘")),
            ("Por María de la Cruz", Some("María de la Cruz")),
            ("Tác giả: Minh", Some("Minh")),
            ("By the end of the year fees had halved", None),
            ("Von Anfang an teuer", None),
            ("Автор поста считает иначе.", None),
            ("Text/Bild", None),
        ] {
            assert_eq!(byline(line), name, "{line}");
        }
    }
}
