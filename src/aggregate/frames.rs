//! Rows of the tables that need one article at a time.

use super::{AggregateError, net};
use crate::schema::{
    Abstention, AnalyzedArticle, AnalyzedSentence, Article, ColumnType, Dropped, Precision, Stance, Table,
};
use polars::prelude::{Column, DataFrame, DataType, NamedFrom, PolarsResult, Series};

/// Rows of `articles.csv`.
///
/// # Errors
/// If the frame cannot be made.
pub fn articles_frame(articles: &[AnalyzedArticle]) -> Result<DataFrame, AggregateError> {
    let rows = Rows::of(articles);
    let article = |make: fn(&Article) -> Option<String>| rows.text(|row| make(&row.article));
    let count = |keep: fn(&AnalyzedSentence) -> usize| {
        rows.integer(move |row| Some(row.sentences.iter().map(keep).sum::<usize>() as i64))
    };
    let net_of = |target: &'static str| {
        rows.number(move |row| {
            let (mut favor, mut against, mut neutral) = (0, 0, 0);
            let tags = row.sentences.iter().flat_map(|sentence| &sentence.tags.stances);
            for tag in tags.filter(|tag| tag.target.as_str() == target) {
                match tag.stance {
                    Ok(Stance::Favor) => favor += 1,
                    Ok(Stance::Against) => against += 1,
                    Ok(Stance::Neutral) => neutral += 1,
                    Err(_) => {}
                }
            }
            net(favor, against, neutral)
        })
    };
    let columns = vec![
        article(|article| Some(article.id.to_string())),
        article(|article| article.outlet.as_ref().map(ToString::to_string)),
        article(|article| article.url.clone()),
        article(|article| filled(article.lang_detected.code())),
        article(|article| article.lang_declared.clone()),
        article(|article| filled(&article.published.to_cell())),
        article(|article| Some(article.published.precision.code().to_owned())),
        article(week),
        article(|article| article.title.clone()),
        article(|article| article.byline.clone()),
        rows.integer(|row| Some(row.sentences.len() as i64)),
        count(|sentence| usize::from(sentence.tags.stances.iter().any(|tag| tag.stance.is_ok()))),
        count(|sentence| sentence.tags.stances.iter().filter(|tag| tag.stance.is_err()).count()),
        rows.number(|row| {
            let tones: Vec<f64> = row
                .sentences
                .iter()
                .filter_map(|sentence| sentence.tags.tone)
                .map(|tone| tone.value())
                .collect();
            (!tones.is_empty()).then(|| tones.iter().sum::<f64>() / tones.len() as f64)
        }),
        net_of("l2"),
        net_of("l1"),
        rows.text(|row| Some(row.cluster.to_string())),
        rows.text(|row| Some(row.copy_kind.code().to_owned())),
        article(|article| Some(article.origin.file.clone())),
        rows.integer(|row| row.article.origin.position.map(|position| position as i64)),
    ];
    table("articles", columns, articles.len())
}

/// Rows of `stances.csv`: one a sentence and target, those without a label included.
///
/// # Errors
/// If the frame cannot be made.
pub fn stances_frame(articles: &[AnalyzedArticle]) -> Result<DataFrame, AggregateError> {
    let tagged = articles.iter().flat_map(|row| row.sentences.iter().map(move |sentence| (row, sentence)));
    let rows = Rows(
        tagged
            .flat_map(|(row, sentence)| sentence.tags.stances.iter().map(move |tag| (row, sentence, tag)))
            .collect(),
    );
    let score = |make: fn(&crate::schema::Scores) -> f32| {
        rows.number(move |(_, _, tag)| {
            // Zeros that stand for "no score" are not scores.
            let is_scored = tag.stance != Err(Abstention::LanguageUnsupported);
            is_scored.then(|| as_written(make(&tag.scores)))
        })
    };
    let columns = vec![
        rows.text(|(_, sentence, _)| Some(sentence.sentence.id.to_string())),
        rows.text(|(row, _, _)| Some(row.article.id.to_string())),
        rows.text(|(row, _, _)| Some(row.cluster.to_string())),
        rows.text(|(row, _, _)| row.article.outlet.as_ref().map(ToString::to_string)),
        rows.text(|(_, sentence, _)| filled(sentence.sentence.lang.code())),
        rows.text(|(row, _, _)| filled(&row.article.published.to_cell())),
        rows.text(|(row, _, _)| week(&row.article)),
        rows.text(|(_, _, tag)| Some(tag.target.to_string())),
        rows.text(|(_, _, tag)| tag.stance.ok().map(|stance| stance.code().to_owned())),
        rows.text(|(_, _, tag)| tag.stance.err().map(|abstention| abstention.code().to_owned())),
        score(|scores| scores.favor),
        score(|scores| scores.against),
        score(|scores| scores.neutral),
        rows.text(|(_, sentence, _)| sentence.tags.tone.map(|tone| tone.code().to_owned())),
        rows.text(|(_, sentence, _)| Some(sentence.attribution.speaker.code().to_owned())),
        rows.text(|(_, sentence, _)| Some(sentence.attribution.quotation.code().to_owned())),
        rows.text(|(_, sentence, _)| {
            let ids: Vec<&str> =
                sentence.tags.narratives.iter().map(|narrative| narrative.as_str()).collect();
            filled(&ids.join(";"))
        }),
        rows.integer(|(row, sentence, _)| Some(trimmed(row, sentence).start as i64)),
        rows.integer(|(row, sentence, _)| Some(trimmed(row, sentence).end as i64)),
        rows.text(|(row, sentence, _)| Some(row.article.text[trimmed(row, sentence)].to_owned())),
    ];
    table("stances", columns, rows.0.len())
}

/// Rows of `claims.csv`.
///
/// # Errors
/// If the frame cannot be made.
pub fn claims_frame(articles: &[AnalyzedArticle]) -> Result<DataFrame, AggregateError> {
    let stated = articles.iter().flat_map(|row| row.sentences.iter().map(move |sentence| (row, sentence)));
    let rows = Rows(
        stated
            .flat_map(|(row, sentence)| sentence.claims.iter().map(move |claim| (row, sentence, claim)))
            .collect(),
    );
    let columns = vec![
        rows.text(|(row, _, _)| Some(row.article.id.to_string())),
        rows.text(|(_, sentence, _)| Some(sentence.sentence.id.to_string())),
        rows.text(|(_, _, claim)| Some(claim.speaker.code().to_owned())),
        rows.text(|(_, _, claim)| claim.subject.clone()),
        rows.text(|(_, _, claim)| Some(claim.metric.clone())),
        rows.number(|(_, _, claim)| Some(claim.value)),
        rows.text(|(_, _, claim)| claim.unit.clone()),
        rows.text(|(_, _, claim)| claim.change.map(|change| change.code().to_owned())),
        rows.text(|(_, _, claim)| claim.as_of.clone()),
        rows.text(|(row, sentence, _)| Some(row.article.text[trimmed(row, sentence)].to_owned())),
    ];
    table("claims", columns, rows.0.len())
}

/// Rows of `dropped.csv`.
///
/// # Errors
/// If the frame cannot be made.
pub fn dropped_frame(dropped: &[Dropped]) -> Result<DataFrame, AggregateError> {
    let rows = Rows::of(dropped);
    let columns = vec![
        rows.text(|row| Some(row.origin.file.clone())),
        rows.integer(|row| row.origin.position.map(|position| position as i64)),
        rows.text(|row| row.article_id.as_ref().map(ToString::to_string)),
        rows.text(|row| Some(row.stage.code().to_owned())),
        rows.text(|row| Some(row.reason.code().to_owned())),
        rows.text(|row| row.field.clone()),
        rows.text(|row| filled(&row.detail)),
    ];
    table("dropped", columns, dropped.len())
}

/// What [`Aggregator::add`](super::Aggregator::add) needs of narratives: one row a sentence and story it tells, whether
/// or not it names a target; `tone` is -1, 0 or 1, or null. No table of the output.
///
/// # Errors
/// If the frame cannot be made.
pub fn narratives_frame(articles: &[AnalyzedArticle]) -> Result<DataFrame, AggregateError> {
    let told = articles.iter().flat_map(|row| row.sentences.iter().map(move |sentence| (row, sentence)));
    let rows = Rows(
        told.flat_map(|(row, sentence)| {
            sentence.tags.narratives.iter().map(move |narrative| (row, sentence, narrative))
        })
        .collect(),
    );
    let columns = [
        ("week", rows.text(|(row, _, _)| week(&row.article))),
        ("article_id", rows.text(|(row, _, _)| Some(row.article.id.to_string()))),
        ("cluster_id", rows.text(|(row, _, _)| Some(row.cluster.to_string()))),
        ("narrative", rows.text(|(_, _, narrative)| Some(narrative.to_string()))),
        ("tone", rows.number(|(_, sentence, _)| sentence.tags.tone.map(|tone| tone.value()))),
    ];
    let columns =
        columns.into_iter().map(|(name, values)| Column::from(values.with_name(name.into()))).collect();
    Ok(DataFrame::new(rows.0.len(), columns)?)
}

/// The things that become rows.
struct Rows<T>(Vec<T>);

impl<'a, T> Rows<&'a T> {
    fn of(things: &'a [T]) -> Rows<&'a T> {
        Rows(things.iter().collect())
    }
}

impl<T> Rows<T> {
    fn text(&self, make: impl Fn(&T) -> Option<String>) -> Series {
        Series::new("".into(), self.0.iter().map(make).collect::<Vec<_>>())
    }

    fn integer(&self, make: impl Fn(&T) -> Option<i64>) -> Series {
        Series::new("".into(), self.0.iter().map(make).collect::<Vec<_>>())
    }

    fn number(&self, make: impl Fn(&T) -> Option<f64>) -> Series {
        Series::new("".into(), self.0.iter().map(make).collect::<Vec<_>>())
    }
}

/// A frame with the columns of a table, in its order.
pub(super) fn table(name: &str, columns: Vec<Series>, n_rows: usize) -> Result<DataFrame, AggregateError> {
    let declared = Table::named(name).columns;
    debug_assert_eq!(declared.len(), columns.len(), "columns of `{name}`");
    let columns = declared.iter().zip(columns);
    let columns =
        columns.map(|(column, values)| Column::from(values.with_name(column.name.into()))).collect();
    let frame: PolarsResult<DataFrame> = DataFrame::new(n_rows, columns);
    Ok(frame?)
}

/// A table without rows.
pub(super) fn empty(name: &str) -> Result<DataFrame, AggregateError> {
    let columns = Table::named(name).columns.iter().map(|column| {
        let kind = match column.kind {
            ColumnType::String | ColumnType::DateTime | ColumnType::Date => DataType::String,
            ColumnType::Integer => DataType::Int64,
            ColumnType::Number => DataType::Float64,
        };
        Series::new_empty("".into(), &kind)
    });
    table(name, columns.collect(), 0)
}

/// The column of a frame.
pub(super) fn series(frame: &DataFrame, name: &str) -> PolarsResult<Series> {
    Ok(frame.column(name)?.as_materialized_series().clone())
}

/// The counts in a column that is never null.
pub(super) fn counts(frame: &DataFrame, name: &str) -> PolarsResult<Vec<i64>> {
    Ok(frame.column(name)?.i64()?.iter().map(Option::unwrap_or_default).collect())
}

/// A column of values.
pub(super) fn values<T>(values: Vec<T>) -> Series
where
    Series: NamedFrom<Vec<T>, [T]>,
{
    Series::new("".into(), values)
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn week(article: &Article) -> Option<String> {
    let is_known = article.published.precision != Precision::Unknown;
    article.published.week().filter(|_| is_known).map(|week| week.to_string())
}

/// The sentence without the white space that follows it.
fn trimmed(row: &AnalyzedArticle, sentence: &AnalyzedSentence) -> crate::schema::Span {
    sentence.sentence.span.trimmed(&row.article.text)
}

/// The number that a score prints as: 0.9, and not the 0.8999999761581421 that is nearest to it in 32 bits.
fn as_written(score: f32) -> f64 {
    score.to_string().parse().unwrap_or(f64::from(score))
}
