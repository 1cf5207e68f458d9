//! Closed classes of function words: what tells a subject from its neighbours. Open classes (verbs, roles, unnamed
//! holders) are in `corpora/lexicons/speech`.

mod latin;
mod other;

use crate::schema::Lang;

/// Words or phrases in lower case, parted by `|`.
#[derive(Debug, Clone, Copy)]
pub(super) struct List(&'static str);

impl List {
    /// Its words.
    pub(super) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split('|').filter(|word| !word.is_empty())
    }

    /// Whether `word`, in lower case, is one of them.
    pub(super) fn has(self, word: &str) -> bool {
        self.iter().any(|listed| listed == word)
    }

    /// Whether `text` begins with one of them.
    pub(super) fn begins(self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.iter().any(|listed| lower.starts_with(listed))
    }

    /// Whether `text` ends with one of them.
    pub(super) fn ends(self, text: &str) -> bool {
        self.iter().any(|listed| text.ends_with(listed))
    }
}

/// Where subject and verb stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Subject and verb side by side, words with spaces.
    Beside,
    /// Chinese: side by side, words without spaces.
    Unspaced,
    /// Japanese and Korean: the subject has a particle, the verb ends the sentence.
    Particle,
    /// Turkish: the subject begins the sentence, the verb ends it.
    VerbLast,
}

/// The function words of one language, lower case.
#[derive(Debug)]
pub(super) struct Grammar {
    pub(super) order: Order,
    /// Before a noun phrase they make it no subject.
    pub(super) prepositions: List,
    /// They open a clause that is not what the sentence says.
    pub(super) subordinators: List,
    /// Before a verb they carry on the subject of the verb before.
    pub(super) linkers: List,
    /// Words that may be written with a capital letter and are no names.
    pub(super) openers: List,
    /// Beginnings of verbs that also mean something else than speaking: they need "that", a colon or a quotation.
    pub(super) weak: List,
    /// Beginnings of verbs that interpret what somebody else means.
    pub(super) interpretive: List,
    /// Endings of verb forms that share the subject of the main verb ("saying").
    pub(super) participles: List,
    /// "In his words": the view of whoever spoke last.
    pub(super) own_view: List,
    /// Before a role they make it somebody without a name.
    pub(super) indefinite: List,
    /// Whether a verb may stand without any subject.
    pub(super) drops_subject: bool,
}

/// Parts of names written in lower case.
pub(super) const NAME_PARTICLES: List = List("de|van|von|der|den|del|la|da|dos|di|bin|ibn|al|el|du|ter");

/// Words that make a sequence of capitalised words an organisation.
pub(super) const ORGANISATION_WORDS: List = List(
    "labs|lab|index|ledger|forum|council|onchain|wallet|news|desk|media|times|daily|report|studio|foundation|protocol|network|capital|ventures|research|group|bank|inc|ltd|exchange|\
     dao|finance|team|fund|association|systems|digital|markets|chain|company|institute|\
     university|partners|alliance|фонд|банк|группа|биржа|stiftung|fundación|fundação|fondation|\
     vakfı|yayasan|quỹ",
);

/// Words that stand before a noun and after its preposition.
pub(super) const DETERMINERS: List = List(
    "the|a|an|his|her|their|its|el|la|los|las|un|una|le|les|une|o|os|as|um|uma|der|die|das|ein|eine|\
     su|sus|seu|sua|son|sa|ses|его|ее|её|их|його|її|sang|si|sr|mr|ms|mrs|dr|herr|frau|господин|пан|\
     пані|сам|сама|ông|bà|anh|cô|chính",
);

/// "And" and "but": a verb behind them has the subject of the verb before.
pub(super) const COORDINATORS: List =
    List("and|but|и|а|но|і|й|та|але|y|e|pero|mas|et|mais|und|aber|và|dan|ve");

/// The function words of a language.
pub(super) fn grammar(lang: Lang) -> &'static Grammar {
    match lang {
        Lang::En => &latin::EN,
        Lang::Ru => &other::RU,
        Lang::Uk => &other::UK,
        Lang::ZhHans | Lang::ZhHant => &other::ZH,
        Lang::Ko => &other::KO,
        Lang::Ja => &other::JA,
        Lang::Es => &latin::ES,
        Lang::Pt => &latin::PT,
        Lang::Tr => &other::TR,
        Lang::Vi => &latin::VI,
        Lang::Id => &latin::ID,
        Lang::Fr => &latin::FR,
        Lang::De => &latin::DE,
    }
}
