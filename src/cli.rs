//! The command line: what can be typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use newsvane::schema::{DateRange, Week};
use std::path::PathBuf;

/// Evidence about narratives from multilingual crypto news.
#[derive(Debug, Parser)]
#[command(
    name = "newsvane",
    version,
    about = "Who speaks for or against Layer-2 and Layer-1 scaling in crypto news, since when, in which language and outlet",
    after_help = EXAMPLES,
    max_term_width = 100
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  newsvane analyze dump/ --out result                        a folder of articles in any of the formats
  newsvane analyze a.jsonl.gz b.warc --out result --from 2026-02-01
  newsvane report result --week 2026-W06 --md -              one week's report on the terminal
  newsvane collect --outlets forklog,panews --into news.db --contact me@example.org
  newsvane analyze news.db --out result                      what was collected
  newsvane extract page.html --url https://example.com/a     a page as a JSONL article
  newsvane eval gold.jsonl                                   scores on sentences that you labelled
  echo '{\"id\": \"1\", \"text\": \"Rollups work.\"}' | newsvane tag

Exit codes: 0 whole, 1 failed, 2 finished with losses (listed in dropped.csv), 64 usage.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Analyse a news dump: tables as CSV and Parquet, and a report for each week.
    Analyze(Analyze),
    /// Write the report of one week from an earlier result.
    Report(Report),
    /// Tag sentences or articles: JSON lines in, JSON lines out.
    Tag(Tag),
    /// Extract articles from pages as JSON lines.
    Extract(Extract),
    /// Collect articles of outlets into a store, politely; run it as often as you like.
    Collect(Collect),
    /// The outlets that can be collected: list them, check their files, try one on a page.
    #[command(subcommand)]
    Outlets(Outlets),
    /// Score an engine on labelled sentences, per target and language, with intervals.
    Eval(Eval),
}

/// `newsvane analyze`.
#[derive(Debug, Args)]
#[command(after_help = ANALYZE_HELP)]
pub struct Analyze {
    /// Files and folders: .txt .html .jsonl .json .csv .parquet .warc, each also as .gz, .zst or alone in a .zip.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Where the tables and reports go.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Replace an earlier result in `--out`.
    #[arg(long)]
    pub overwrite: bool,
    /// A CSV that gives url, outlet, published and title of plain files (columns: file, …).
    #[arg(long, value_name = "FILE.csv")]
    pub meta: Option<PathBuf>,
    /// First day, in UTC; undated articles are left out.
    #[arg(long, value_name = "DATE", value_parser = DateRange::parse_day)]
    pub from: Option<jiff::civil::Date>,
    /// Last day, in UTC; undated articles are left out.
    #[arg(long, value_name = "DATE", value_parser = DateRange::parse_day)]
    pub to: Option<jiff::civil::Date>,
    /// What tags.
    #[command(flatten)]
    pub tagger: Tagger,
}

const ANALYZE_HELP: &str = "\
Config (TOML, every key optional):
  registry = [\"my-registry\"]     folders with more outlets/, narratives/, targets/, speakers.toml
  [fields]                        names of columns and fields, tried in order
  text = [\"text\", \"body\"]        also: html, url, outlet, published, title, byline, lang, site_id
  [tag]
  min_score = 0.4                 below it no label is given (default: what the model's calibration says)
  [report]
  min_voices = 3                  groups with fewer voices are listed apart
  [collect]
  contact = \"me@example.org\"      where sites can reach you, for `newsvane collect`

Examples:
  newsvane analyze dump/ --out result
  newsvane analyze seeds/ --meta seeds/meta.csv --out result --overwrite";

/// What tags, for every command that tags.
#[derive(Debug, Args)]
pub struct Tagger {
    /// The engine; `transformer` with the shipped model by default.
    #[arg(long, value_enum, default_value_t = EngineName::default())]
    pub engine: EngineName,
    /// A model folder in place of the shipped one: config.json, tokenizer.json and model.safetensors of a BERT,
    /// DistilBERT, RoBERTa, XLM-RoBERTa or DeBERTa-v2/v3 classifier with the labels favor, against, neutral and none, or of
    /// an NLI model.
    #[arg(long, value_name = "DIR")]
    pub model: Option<PathBuf>,
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Threads; all cores by default.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// The engines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum EngineName {
    /// Cues by language; fast, no weights.
    #[cfg_attr(not(feature = "transformer"), default)]
    Lexicon,
    /// A sequence classifier, run by rust-bert.
    #[cfg_attr(feature = "transformer", default)]
    Transformer,
}

/// `newsvane collect`.
#[derive(Debug, Args)]
#[command(after_help = COLLECT_HELP)]
pub struct Collect {
    /// Ids of outlets, separated by commas; all that state sources by default (see `newsvane outlets list`).
    #[arg(long, value_name = "ID,ID", value_delimiter = ',')]
    pub outlets: Vec<String>,
    /// Lists of addresses, collected in place of what the outlets' sources name: lines, tables or JSON with a field for the
    /// address, GDELT (GKG, GAL, Events, Mentions), Media Cloud, CDX lists (from which copies of the archive are fetched).
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub urls: Vec<PathBuf>,
    /// Of the lists also the addresses of hosts that belong to no registered outlet.
    #[arg(long, requires = "urls")]
    pub other_hosts: bool,
    /// First day, in UTC; without it only the newest that each source shows.
    #[arg(long, value_name = "DATE", value_parser = DateRange::parse_day)]
    pub since: Option<jiff::civil::Date>,
    /// The store, a file; made if it is not there.
    #[arg(long, value_name = "STORE")]
    pub into: PathBuf,
    /// Where sites can reach you: an e-mail address or a page. It is told to every site, and needed here, in the environment or
    /// as `contact` under `[collect]` in the configuration.
    #[arg(long, value_name = "ADDRESS", env = "NEWSVANE_CONTACT")]
    pub contact: Option<String>,
    /// Seconds between two requests to one host, where neither the outlet's file nor robots.txt asks for more.
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0)]
    pub delay: f64,
    /// Seconds after which a request is given up.
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0)]
    pub timeout: f64,
    /// Seconds to wait before a failed request is tried again; it doubles each time.
    #[arg(long, value_name = "SECONDS", default_value_t = 4.0)]
    pub pause: f64,
    /// Ask hosts with private or local addresses too (these, or all), to which sites could otherwise lead the collector.
    #[arg(
        long, value_name = "HOST,HOST", value_delimiter = ',', num_args = 0..=1, require_equals = true,
        default_missing_value = "*"
    )]
    pub allow_private: Vec<String>,
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

const COLLECT_HELP: &str = "\
The store is one SQLite file with the tables pages (as fetched, zstd), articles (as read from them), items (what the
sources name, and what became of it) and sources. A run that was stopped goes on where it was; nothing is fetched twice.

Examples:
  newsvane collect --outlets chaincatcher,panews --since 2026-02-01 --into news.db --contact me@example.org
  newsvane collect --urls 20260203*.gkg.csv.gz --outlets forklog,decrypt --into news.db --contact me@example.org
  newsvane collect --urls my-pages.txt --other-hosts --into news.db --contact me@example.org
  newsvane analyze news.db --out result

Every day at 6 from cron:
  0 6 * * *  newsvane collect --into /data/news.db --contact me@example.org; newsvane analyze /data/news.db --out /data/result --overwrite

Exit codes: 0 whole, 1 failed, 2 some source or page failed (told at the end), 64 usage.";

/// `newsvane outlets`.
#[derive(Debug, Subcommand)]
pub enum Outlets {
    /// All outlets, with their languages and how they are found.
    List {
        /// The configuration file.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Check the files of a registry folder (or the built-in ones) and say what is wrong.
    Check {
        /// Folders with `outlets/*.toml`, laid over the built-in ones.
        folders: Vec<PathBuf>,
    },
    /// Show what is read from a saved page of an outlet.
    Try {
        /// The outlet's id.
        id: String,
        /// The page.
        page: PathBuf,
        /// Its address.
        #[arg(long)]
        url: Option<String>,
        /// The configuration file.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
}

/// `newsvane report`.
#[derive(Debug, Args)]
pub struct Report {
    /// A result folder of `newsvane analyze`.
    pub dir: PathBuf,
    /// The ISO week, such as 2026-W06; the latest by default.
    #[arg(long)]
    pub week: Option<Week>,
    /// Where the page goes (`-` for stdout); `DIR/report/WEEK.html` if neither this nor `--md` is given.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Where the Markdown goes (`-` for stdout).
    #[arg(long, value_name = "FILE")]
    pub md: Option<PathBuf>,
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// `newsvane tag`.
#[derive(Debug, Args)]
#[command(after_help = TAG_HELP)]
pub struct Tag {
    /// What each line holds.
    #[arg(long, value_enum, default_value_t = Unit::Sentence)]
    pub unit: Unit,
    /// Add what a stance model reads for each target (`inputs`): for training, or to see why.
    #[arg(long)]
    pub inputs: bool,
    /// What tags.
    #[command(flatten)]
    pub tagger: Tagger,
}

const TAG_HELP: &str = "\
In, one object a line:   {\"id\": \"1\", \"text\": \"…\", \"lang\"?: \"ru\", \"title\"?: \"…\", \"previous\"?: \"…\"}
Out, in the same order:  {\"id\", \"lang\", \"targets\": {\"l2\": {\"stance\", \"scores\"}}, \"tone\", \"speaker\", \"narratives\"}
A target that the sentence is not about is absent. A line that cannot be parsed gives
{\"id\": null, \"error\": \"…\", \"line\": n} and exit code 2 at the end.";

/// What a line of `newsvane tag` holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    /// One sentence.
    Sentence,
    /// A whole article; the sentences come out with it.
    Article,
}

/// `newsvane extract`.
#[derive(Debug, Args)]
pub struct Extract {
    /// A page, a folder of pages, or `-` for stdin.
    pub input: PathBuf,
    /// The address of the page.
    #[arg(long)]
    pub url: Option<String>,
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Threads; all cores by default.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// `newsvane eval`.
#[derive(Debug, Args)]
#[command(after_help = EVAL_HELP)]
pub struct Eval {
    /// Labelled sentences, JSON lines.
    #[arg(required = true, value_name = "GOLD.jsonl")]
    pub gold: Vec<PathBuf>,
    /// A JSON file of lists of groups by part, such as corpora/gold/split.json; only the groups of `--part` are scored.
    #[arg(long, value_name = "FILE.json", requires = "part")]
    pub split: Option<PathBuf>,
    /// The part of the split.
    #[arg(long, requires = "split")]
    pub part: Option<String>,
    /// Only this language.
    #[arg(long)]
    pub lang: Option<newsvane::schema::Lang>,
    /// The scores as JSON (`-` for stdout, in place of the table).
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// The scores as a picture.
    #[arg(long, value_name = "FILE.svg")]
    pub svg: Option<PathBuf>,
    /// How often groups are drawn anew for the intervals.
    #[arg(long, default_value_t = 1000, value_name = "N")]
    pub bootstraps: usize,
    /// What tags.
    #[command(flatten)]
    pub tagger: Tagger,
}

const EVAL_HELP: &str = "\
One labelled sentence a line: {\"id\", \"lang\", \"text\", \"l1\": \"favor|against|neutral|none\", \"l2\": …,
\"tone\"?, \"holder\"?, \"narratives\"?, \"previous\"?, \"title\"?, \"group\"?}; any target of the registry can stand beside
l1 and l2.

Examples:
  newsvane eval corpora/gold/*.jsonl --split corpora/gold/split.json --part test
  newsvane eval mine.jsonl --engine lexicon --json scores.json --svg scores.svg";
