//! The output tables, column by column: one declaration that the writers, the data dictionary and the tests share.

/// The type of a column, in the words of the Frictionless table schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    String,
    /// Whole number.
    Integer,
    /// Number.
    Number,
    /// A date, or a date with time where the precision is `second`; text for spreadsheets' sake.
    DateTime,
    /// A day.
    Date,
}

impl ColumnType {
    /// The Frictionless name.
    pub fn frictionless(self) -> &'static str {
        match self {
            ColumnType::String | ColumnType::DateTime => "string",
            ColumnType::Integer => "integer",
            ColumnType::Number => "number",
            ColumnType::Date => "date",
        }
    }
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name in CSV and Parquet.
    pub name: &'static str,
    /// Type.
    pub kind: ColumnType,
    /// What it holds, for the data dictionary.
    pub description: &'static str,
}

/// One table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Name without suffix: `articles` for `articles.csv` and `articles.parquet`.
    pub name: &'static str,
    /// What one row is.
    pub row: &'static str,
    /// The columns, in order.
    pub columns: &'static [Column],
}

macro_rules! table {
    ($name:literal, $row:literal, [$($column:ident $kind:ident $description:literal),+ $(,)?]) => {
        Table {
            name: $name,
            row: $row,
            columns: &[$(Column { name: stringify!($column), kind: ColumnType::$kind, description: $description }),+],
        }
    };
}

/// All the tables of an output folder.
pub const TABLES: &[Table] = &[
    table!("articles", "one article", [
        article_id String "hash of outlet, kind and site id, else of the canonical URL, else of the text",
        outlet String "publisher",
        url String "canonical address",
        lang String "detected language (BCP 47); codes outside the fourteen supported are counted but not tagged",
        lang_declared String "language that the page or dump declares",
        published_utc DateTime "date of publication in UTC",
        published_precision String "second, day, inferred (named by the text only) or unknown",
        week String "ISO week in UTC; empty if undated",
        title String "headline",
        byline String "author line",
        n_sentences Integer "sentences",
        n_tagged Integer "sentences with a stance toward at least one target",
        n_abstained Integer "sentence and target pairs on which the engine abstained",
        tone_mean Number "mean tone of the sentences, -1 to 1",
        net_l2 Number "(favor - against) / all, over the sentences about l2",
        net_l1 Number "the same for l1",
        cluster_id String "article_id of the earliest article of which this is a copy or translation (itself if none)",
        copy_kind String "original, copy or translation",
        file String "file of the dump",
        position Integer "line, row or record in that file, from 1",
    ]),
    table!("stances", "one sentence and one target it speaks about", [
        sentence_id String "article_id and number",
        article_id String "article",
        cluster_id String "cluster of copies",
        outlet String "publisher",
        lang String "language of the sentence",
        published_utc DateTime "date of publication in UTC",
        week String "ISO week in UTC",
        target String "what the stance is toward",
        stance String "favor, against or neutral; empty where the engine abstained",
        abstained String "why no label was given",
        score_favor Number "score of favor, 0 to 1",
        score_against Number "score of against, 0 to 1",
        score_neutral Number "score of neutral, 0 to 1",
        tone String "positive, negative or neutral news",
        speaker String "who holds it: author, unnamed, or a speaker's id",
        quotation String "direct, indirect or none",
        narratives String "stories told, separated by ;",
        start Integer "first byte of the sentence in the article's text (UTF-8)",
        end Integer "one past its last byte",
        sentence String "the sentence",
    ]),
    table!("weekly", "one week, target and group", [
        week String "ISO week in UTC",
        week_start Date "its Monday",
        target String "what the stance is toward",
        group_by String "all, lang, outlet or speaker",
        group String "the language, outlet or speaker; all for all",
        n_articles Integer "articles (exposures: copies and translations count)",
        n_voices Integer "clusters (an original with its copies and translations counts once)",
        n_sentences Integer "sentences with a label",
        favor Integer "sentences in favor",
        against Integer "sentences against",
        neutral Integer "neutral sentences",
        net Number "(favor - against) / (favor + against + neutral)",
        net_low Number "lower end of the 95 % interval of net",
        net_high Number "upper end",
    ]),
    table!("narratives", "one week and narrative", [
        week String "ISO week in UTC",
        week_start Date "its Monday",
        narrative String "the story",
        n_articles Integer "articles with a sentence that tells it",
        n_voices Integer "clusters of them",
        n_sentences Integer "sentences that tell it",
        n_articles_week Integer "articles of the week (denominator of share)",
        share Number "n_articles / n_articles_week",
        tone_mean Number "mean tone of its sentences, -1 to 1",
    ]),
    table!("speakers", "one speaker and target", [
        speaker String "speaker's id",
        name String "speaker's name",
        target String "what the stance is toward",
        n_sentences Integer "sentences with a label",
        n_articles Integer "articles",
        n_voices Integer "clusters of articles",
        favor Integer "sentences in favor",
        against Integer "sentences against",
        neutral Integer "neutral sentences",
        net Number "(favor - against) / (favor + against + neutral)",
        first_utc DateTime "earliest dated article",
        last_utc DateTime "latest dated article",
    ]),
    table!("claims", "one numeric claim", [
        article_id String "article",
        sentence_id String "sentence",
        speaker String "who states it",
        subject String "of what, as written",
        metric String "which quantity",
        value Number "the value, multiplied out",
        unit String "its unit",
        change String "up or down, where the sentence says so",
        as_of String "date or year that the sentence ties it to, as written",
        quote String "the sentence",
    ]),
    table!("reversals", "one speaker and target whose stance differs before and after a date", [
        speaker String "speaker's id",
        target String "what the stance is toward",
        before String "prevailing stance before",
        after String "prevailing stance from then on",
        net_before Number "net before",
        net_after Number "net after",
        n_before Integer "sentences before",
        n_after Integer "sentences after",
        last_before_utc DateTime "last article before the change",
        first_after_utc DateTime "first article after it",
        evidence_before String "sentence ids before, separated by ;",
        evidence_after String "sentence ids after, separated by ;",
        p_value Number "permutation test over the speaker's articles; the search for the date is part of it",
    ]),
    table!("dropped", "one record that was not analysed, or not wholly", [
        file String "file of the dump",
        position Integer "line, row or record, from 1",
        article_id String "article, where it was already known",
        stage String "station at which it was lost",
        reason String "why, as a code",
        field String "field at fault",
        detail String "why, in words",
    ]),
];

impl Table {
    /// The table of this name.
    ///
    /// # Panics
    /// If there is none; names are literals in this crate.
    pub fn named(name: &str) -> &'static Table {
        TABLES.iter().find(|table| table.name == name).unwrap_or_else(|| panic!("no table `{name}`"))
    }
}
