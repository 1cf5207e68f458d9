//! An invented output folder for tests: eight weeks, two targets, fourteen speakers, nine languages. The people and
//! outlets are those of the demo dump; nobody said any of this.

use crate::schema::Week;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::frames::{Cell, optional, text, write};
use super::voices::VOICES;
use Cell::{Count, Missing, Number};

const SPEAKERS: [&str; 16] = [
    "author",
    "unnamed",
    "marta_ilves",
    "jonas_adeyemi",
    "lin_haoran",
    "park_seoyun",
    "mizuki_hayama",
    "rafael_quintana",
    "emre_tuncay",
    "beatriz_falcao",
    "oleh_verbyn",
    "tobias_renkert",
    "solene_marquet",
    "yen_pohsun",
    "do_minh_ha",
    "dewi_anggarwati",
];

const NARRATIVES: [&str; 7] = [
    "l1_scales_itself",
    "rollup_roadmap_over",
    "l2_scales_ethereum",
    "l2_specialization",
    "fees_ux",
    "sequencer_centralization",
    "l2_outages",
];

/// Numbers that look drawn, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn is(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// Counts of one group; articles and clusters as sets.
#[derive(Default)]
struct Tally {
    articles: BTreeSet<String>,
    voices: BTreeSet<String>,
    stances: [i64; 3],
}

impl Tally {
    fn add(&mut self, article: &str, cluster: &str, stance: usize) {
        self.articles.insert(article.to_owned());
        self.voices.insert(cluster.to_owned());
        self.stances[stance] += 1;
    }

    fn cells(&self) -> Vec<Cell> {
        let [favor, against, neutral] = self.stances;
        let n = (favor + against + neutral) as f64;
        let net = (favor - against) as f64 / n;
        let variance = ((favor + against) as f64 / n - net * net).max(0.02);
        let half = 1.96 * (variance / self.voices.len() as f64).sqrt();
        let mut cells = vec![Count(self.articles.len() as i64), Count(self.voices.len() as i64)];
        cells.extend([favor + against + neutral, favor, against, neutral].map(Count));
        cells.extend([net, (net - half).max(-1.0), (net + half).min(1.0)].map(Number));
        cells
    }
}

/// Writes the tables and gives their numbers of rows. Titles and sentences of W05 are hostile.
pub fn write_folder(folder: &Path) -> BTreeMap<&'static str, u64> {
    let mut dice = Dice(7);
    let (mut articles, mut stances, mut claims) = (Vec::new(), Vec::new(), Vec::new());
    let mut nets: BTreeMap<(Week, &str, &str, String), Tally> = BTreeMap::new();
    let mut stories: BTreeMap<(Week, &str), (Tally, f64)> = BTreeMap::new();
    let mut of_week: BTreeMap<Week, i64> = BTreeMap::new();
    // Percent of leaning sentences that are in favor, and articles, by week.
    let course = [
        (64, 52, 20),
        (58, 50, 22),
        (66, 55, 21),
        (60, 57, 26),
        (17, 74, 46),
        (24, 70, 31),
        (38, 68, 27),
        (46, 66, 24),
    ];
    let mut week: Week = "2026-W02".parse().unwrap();
    let mut original = String::new();
    for (index, (favor_l2, favor_l1, n_articles)) in course.into_iter().enumerate() {
        for number in 0..n_articles {
            let (outlet, lang, sentences) = VOICES[dice.below(9) as usize];
            let id = format!("{:016x}", 0x1000 * (index as u64 + 1) + number);
            let kind =
                if number % 5 == 4 { ["copy", "translation"][dice.below(2) as usize] } else { "original" };
            if kind == "original" {
                original.clone_from(&id);
            }
            let date = format!(
                "{}T{:02}:30:00Z",
                week.start().saturating_add(jiff::Span::new().days(dice.below(7) as i64)),
                6 + dice.below(14)
            );
            *of_week.entry(week).or_default() += 1;
            let mut n = 0;
            for _ in 0..2 + dice.below(4) {
                let target = if dice.is(60) { "l2" } else { "l1" };
                let favor = if target == "l2" { favor_l2 } else { favor_l1 };
                let stance = if dice.is(26) {
                    2
                } else if dice.is(favor) {
                    0
                } else {
                    1
                };
                let speaker = SPEAKERS[(dice.below(16) * dice.below(16) / 15) as usize];
                let sentence_id = format!("{id}-{n}");
                n += 1;
                let is_abstained = dice.is(4);
                let at = match (target, stance) {
                    (_, 2) => 4,
                    ("l2", stance) => stance,
                    (_, stance) => 2 + stance,
                };
                let story = match (at, index) {
                    (0, _) => {
                        ["l2_scales_ethereum", "l2_specialization"][usize::from(index > 4 || dice.is(20))]
                    }
                    (1, 4..) => ["rollup_roadmap_over", "sequencer_centralization", "rollup_roadmap_over"]
                        [dice.below(3) as usize],
                    (2, _) => ["l1_scales_itself", "fees_ux"][dice.below(2) as usize],
                    _ => NARRATIVES[dice.below(7) as usize],
                };
                let score = 0.55 + dice.below(44) as f64 / 100.0;
                let (name, scores) = match stance {
                    0 => ("favor", [score, 0.1, 0.2]),
                    1 => ("against", [0.1, score, 0.2]),
                    _ => ("neutral", [0.1, 0.1, score]),
                };
                let sentence = match (index, at) {
                    (3, 0) => {
                        "=cmd|' /c calc'!A1 <script>alert(1)</script> [so](javascript:alert(1)) they promise."
                    }
                    _ => sentences[at],
                };
                stances.push(vec![
                    text(&sentence_id),
                    text(&id),
                    text(&original),
                    text(outlet),
                    text(lang),
                    text(&date),
                    text(week),
                    text(target),
                    if is_abstained { Missing } else { text(name) },
                    if is_abstained { text("score_too_low") } else { Missing },
                    Number(scores[0]),
                    Number(scores[1]),
                    Number(scores[2]),
                    text(["negative", "neutral", "positive"][dice.below(3) as usize]),
                    text(speaker),
                    text(if speaker == "author" { "none" } else { "direct" }),
                    text(story),
                    Count(n * 90),
                    Count(n * 90 + 80),
                    text(sentence),
                ]);
                if is_abstained {
                    continue;
                }
                for (by, group) in [("all", "all"), ("lang", lang), ("outlet", outlet), ("speaker", speaker)]
                {
                    nets.entry((week, target, by, group.to_owned())).or_default().add(&id, &original, stance);
                }
                let (tally, tone) = stories.entry((week, story)).or_default();
                tally.add(&id, &original, stance);
                *tone += scores[0] - scores[1];
                if at == 2 && dice.is(30) {
                    claims.push(vec![
                        text(&id),
                        text(&sentence_id),
                        text(speaker),
                        text("Ethereum"),
                        text("fee"),
                        Number([0.04, 0.11, 0.2][dice.below(3) as usize]),
                        text("usd"),
                        text("down"),
                        Missing,
                        text(sentence),
                    ]);
                }
            }
            let title =
                if index == 3 { "<script>alert(\"title\")</script> | =1+1" } else { "Invented headline" };
            let url = if index == 3 {
                "javascript:alert(1)".to_owned()
            } else {
                format!("https://{outlet}.example/news/{id}?a=1&b=2")
            };
            articles.push(vec![
                text(&id),
                text(outlet),
                text(url),
                text(lang),
                text(lang),
                text(&date),
                text("second"),
                text(week),
                text(title),
                Missing,
                Count(n + 4),
                Count(n),
                Count(0),
                Number(0.1),
                Missing,
                Missing,
                text(&original),
                text(kind),
                text("articles.jsonl"),
                Count(number as i64 + 1),
            ]);
        }
        week = week.next();
    }
    let undated: Vec<Cell> = "ffffffffffffffff,meridian_ledger,,en,,,unknown,,No date,,3,1,0,,,,ffffffffffffffff,original,note.txt,1"
        .split(',')
        .enumerate()
        .map(|(at, cell)| if matches!(at, 10 | 11 | 12 | 19) { Count(cell.parse().unwrap()) } else { optional(cell) })
        .collect();
    articles.push(undated);
    let weekly: Vec<Vec<Cell>> = nets
        .iter()
        .map(|((week, target, by, group), tally)| {
            let mut cells = vec![text(week), text(week.start()), text(target), text(by), text(group)];
            cells.extend(tally.cells());
            cells
        })
        .collect();
    let narratives: Vec<Vec<Cell>> = stories
        .iter()
        .map(|((week, story), (tally, tone))| {
            let articles = tally.articles.len() as i64;
            let sentences = tally.stances.iter().sum::<i64>();
            vec![
                text(week),
                text(week.start()),
                text(story),
                Count(articles),
                Count(tally.voices.len() as i64),
                Count(sentences),
                Count(of_week[week]),
                Number(articles as f64 / of_week[week] as f64),
                Number(tone / sentences as f64),
            ]
        })
        .collect();
    let evidence = |week: &str, stance: &str| -> String {
        let is =
            |row: &&Vec<Cell>, at: usize, value: &str| matches!(&row[at], Cell::Text(text) if text == value);
        let mut found = stances.iter().filter(|row| {
            is(row, 6, week) && is(row, 7, "l2") && is(row, 8, stance) && is(row, 14, "marta_ilves")
        });
        match found.next().map(|row| &row[0]) {
            Some(Cell::Text(id)) => id.clone(),
            _ => String::new(),
        }
    };
    let reversals = vec![vec![
        text("marta_ilves"),
        text("l2"),
        text("favor"),
        text("against"),
        Number(0.52),
        Number(-0.61),
        Count(19),
        Count(23),
        text("2026-01-30T10:00:00Z"),
        text("2026-02-03T09:00:00Z"),
        text(evidence("2026-W04", "favor")),
        text(evidence("2026-W06", "against")),
        Number(0.004),
    ]];
    let dropped: Vec<Vec<Cell>> = [
        "read,no_text",
        "extract,no_text",
        "read,duplicate",
        "read,duplicate",
        "language,language_unsupported",
    ]
    .iter()
    .enumerate()
    .map(|(at, row)| {
        let (stage, reason) = row.split_once(',').unwrap();
        vec![
            text("crawl.warc"),
            Count(at as i64 + 1),
            Missing,
            text(stage),
            text(reason),
            Missing,
            text("as found"),
        ]
    })
    .collect();
    BTreeMap::from([
        ("articles", write(folder, "articles", &articles)),
        ("stances", write(folder, "stances", &stances)),
        ("claims", write(folder, "claims", &claims)),
        ("weekly", write(folder, "weekly", &weekly)),
        ("narratives", write(folder, "narratives", &narratives)),
        ("speakers", write(folder, "speakers", &[])),
        ("reversals", write(folder, "reversals", &reversals)),
        ("dropped", write(folder, "dropped", &dropped)),
    ])
}
