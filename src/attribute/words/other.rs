//! Slavic languages, Turkish, Chinese, Japanese and Korean.

use super::{Grammar, List, Order};

pub(super) const RU: Grammar = Grammar {
    order: Order::Beside,
    prepositions: List(
        "о|об|от|у|с|со|к|ко|для|из|по|про|на|в|за|против|между|под|над|без|при|через|среди|вокруг|\
         чем",
    ),
    subordinators: List(
        "после того|когда|пока|хотя|поскольку|потому|если|несмотря|с тех пор|прежде чем|как только|\
         который|которая|которые|которого|которую|о котором|чтобы",
    ),
    linkers: List("и|а|но|также|затем|где|котором|которой|он|она|что|же"),
    openers: List(
        "и|а|но|в|во|на|по|с|со|о|об|от|до|из|к|за|у|при|для|это|этот|эта|эти|однако|также|кроме|\
         если|когда|как|так|тем|что|он|она|они|мы|вы|я|все|всё|его|её|ее|их|наш|после|хотя|поэтому|\
         ранее|позже|сегодня|вчера|теперь|сейчас|вместо|основная|другой|другие|многие|некоторые|\
         согласно|несмотря|помимо|фактически|изначально|долгое|такие|сам|при этом|между|не|ни|да|нет|\
         лишь|только|ещё|еще|затем|наконец|впрочем|отметим|напомним|глава|господин|первый|второй|\
         один|два|три",
    ),
    weak: List("сообщ|указ|подтверд|ожида|добав|призв|призыв|упомян|выраз|выска|напомн|ответ"),
    interpretive: List("подразумев|намек|предполаг"),
    participles: List("ив|ав|ув|яв|ев|вши|вшись|ая|яя"),
    own_view: List(
        "по его словам|по ее словам|по их словам|по его мнению|по ее мнению|по его оценке|\
         по ее оценке|на его взгляд|на ее взгляд|по его подсчетам|по ее подсчетам",
    ),
    indefinite: List("один|одна|один из|одна из|некий|некоторые|другой|другая"),
    drops_subject: true,
};

pub(super) const UK: Grammar = Grammar {
    order: Order::Beside,
    prepositions: List("про|від|у|в|з|із|зі|до|для|по|на|за|проти|між|під|над|без|при|через|серед|ніж"),
    subordinators: List(
        "після того|коли|поки|хоча|оскільки|тому|якщо|попри|відколи|який|яка|які|якого|яку|щоб",
    ),
    linkers: List("і|й|та|а|але|також|потім|де|якому|якій|він|вона|що"),
    openers: List(
        "і|й|та|а|але|в|у|на|за|з|із|про|від|до|до того|при|для|це|цей|ця|ці|однак|також|крім|якщо|\
         коли|як|так|що|він|вона|вони|ми|ви|я|усі|всі|його|її|їх|наш|після|хоча|тому|раніше|пізніше|\
         сьогодні|вчора|тепер|зараз|замість|інші|багато|деякі|згідно|попри|не|ні|лише|тільки|ще|\
         потім|нарешті|утім|перший|другий|один|два|три",
    ),
    weak: List("повідом|вказ|підтверд|очіку|дода|заклик|вислов|відпов|передбач"),
    interpretive: List("натяк|припуск"),
    participles: List("вши|вшись|ючи|учи|ячи|ачи"),
    own_view: List(
        "за його словами|за її словами|на його думку|на її думку|на його погляд|на її погляд|\
         за його оцінкою|за її оцінкою",
    ),
    indefinite: List("один|одна|один із|один з|якийсь|деякі|інший|інша"),
    drops_subject: true,
};

pub(super) const TR: Grammar = Grammar {
    order: Order::VerbLast,
    prepositions: List(""),
    subordinators: List(""),
    linkers: List("ve"),
    openers: List(
        "bu|şu|o|bir|ve|ama|fakat|ancak|ayrıca|öte|yandan|buna|göre|için|ise|daha|sonra|önce|bugün|\
         dün|şimdi|biz|ben|siz|onlar|tüm|bazı|çoğu|diğer|her|hiç|evet|hayır|artık|yine|hatta|bunun|\
         böyle|nitekim|katman",
    ),
    weak: List("açıkl|paylaş|doğrula|karşı çık"),
    interpretive: List("ima et"),
    participles: List("arak|erek"),
    own_view: List(""),
    indefinite: List("bir|bazı|başka bir"),
    drops_subject: true,
};

pub(super) const ZH: Grammar = Grammar {
    order: Order::Unspaced,
    prepositions: List("对|對|向|与|與|和|跟|被|给|給|针对|針對|关于|關於|比|像"),
    subordinators: List("自从|自從|尽管|儘管|虽然|雖然|如果|因为|因為"),
    linkers: List("并|並|且|还|還|也|而|又|再|，|,|、"),
    openers: List(""),
    weak: List(""),
    interpretive: List("暗示"),
    participles: List(""),
    own_view: List(""),
    indefinite: List("一位|一名|某|一个|一個|另一|多位|多名|几位|幾位|有"),
    drops_subject: true,
};

pub(super) const JA: Grammar = Grammar {
    order: Order::Particle,
    prepositions: List(""),
    subordinators: List(""),
    linkers: List(""),
    openers: List(""),
    weak: List(""),
    interpretive: List("示唆|と示唆"),
    participles: List(""),
    own_view: List(""),
    indefinite: List("ある|某|一部の|別の"),
    drops_subject: true,
};

pub(super) const KO: Grammar = Grammar {
    order: Order::Particle,
    prepositions: List(""),
    subordinators: List(""),
    linkers: List(""),
    openers: List(""),
    weak: List(""),
    interpretive: List("시사|암시"),
    participles: List(""),
    own_view: List("그에 따르면|그녀에 따르면"),
    indefinite: List("한 |어느 |일부 |또 다른 "),
    drops_subject: true,
};
