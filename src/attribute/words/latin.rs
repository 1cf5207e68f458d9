//! Languages in Latin script with the verb beside its subject.

use super::{Grammar, List, Order};

pub(super) const EN: Grammar = Grammar {
    order: Order::Beside,
    prepositions: List(
        "of|by|with|to|for|from|about|against|like|than|at|on|in|as|between|behind|toward|towards|\
         over|without|under|via|told|asked",
    ),
    subordinators: List(
        "after|since|when|before|because|although|though|while|until|once|whereas|if|unless|ever",
    ),
    linkers: List("and|but|or|then|he|she|also|which|where|who"),
    openers: List(
        "a|an|the|this|that|these|those|it|its|his|her|their|our|my|and|but|or|so|yet|for|as|if|when|\
         while|after|before|since|in|on|at|by|from|with|to|of|however|meanwhile|still|also|then|\
         later|earlier|today|yesterday|separately|moreover|instead|now|once|what|who|why|how|where|\
         here|there|we|they|he|she|you|i|even|only|some|many|most|several|both|all|another|other|\
         according|according to|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|\
         february|march|april|june|july|august|september|october|november|december|not|no|yes|\
         recently|finally|ultimately|additionally|furthermore|indeed|because|although|though|despite|\
         during|until|per|like|unlike|last|first|second",
    ),
    weak: List(
        "added|adds|announc|maintain|continu|posted|reveal|highlight|tells|mention|observ|suggest|\
         asked|respond|confirm|admit|conclud|declar",
    ),
    interpretive: List("suggest|impl|hint|mean"),
    participles: List("ing"),
    own_view: List(""),
    indefinite: List("a|an|one|another|some"),
    drops_subject: false,
};

pub(super) const DE: Grammar = Grammar {
    order: Order::Beside,
    prepositions: List(
        "von|vom|mit|zu|zum|zur|für|aus|über|gegen|bei|beim|an|am|auf|in|im|um|nach|wie|als|zwischen|\
         ohne|des|dem|den|laut|durch",
    ),
    subordinators: List("nachdem|seit|seitdem|als|während|obwohl|weil|da|bevor|wenn|falls|sobald|bis"),
    linkers: List("und|aber|auch|dann|zudem|wo|der|die|worin"),
    openers: List(
        "der|die|das|den|dem|des|ein|eine|einen|einem|einer|dieser|diese|dieses|und|aber|oder|doch|\
         in|im|an|am|auf|aus|bei|beim|mit|nach|seit|von|vom|zu|zum|zur|für|gegen|laut|wie|wenn|als|\
         obwohl|während|weil|jedoch|auch|dann|danach|zuvor|heute|gestern|jetzt|er|sie|es|wir|ihr|ich|\
         sein|seine|ihre|unser|nicht|nein|ja|alle|viele|einige|manche|andere|so|schon|noch|nur|zudem|\
         außerdem|allerdings|dennoch|deshalb|damit|dabei|dazu|hier|dort|montag|dienstag|mittwoch|\
         donnerstag|freitag|samstag|sonntag|januar|februar|märz|april|mai|juni|juli|august|september|\
         oktober|november|dezember|um",
    ),
    weak: List("fordert|bestätig|erwartet|antwort|berichtet|denkt|postet"),
    interpretive: List("deut|impliz"),
    participles: List("end"),
    own_view: List("ihm zufolge|ihr zufolge|nach eigenen angaben|in seinen augen|in ihren augen"),
    indefinite: List("ein|eine|einer der|eine der|ein anderer|eine andere|mehrere"),
    drops_subject: false,
};

pub(super) const FR: Grammar = Grammar {
    order: Order::Beside,
    prepositions: List(
        "de|du|des|d|avec|à|au|aux|pour|par|sur|contre|en|dans|depuis|vers|entre|sans|comme|que|chez|\
         selon",
    ),
    subordinators: List(
        "après que|depuis que|lorsque|quand|tandis que|alors que|bien que|parce que|si|avant que|\
         puisque|quoique",
    ),
    linkers: List("et|mais|aussi|où|puis|qui|il|elle"),
    openers: List(
        "le|la|les|l|un|une|des|ce|cet|cette|ces|et|mais|ou|en|dans|de|du|d|à|au|aux|par|pour|avec|\
         sans|selon|comme|quand|lorsque|si|bien|cependant|toutefois|aussi|puis|ensuite|après|avant|\
         aujourd|hier|maintenant|il|elle|ils|elles|nous|vous|je|on|son|sa|ses|leur|notre|ne|non|oui|\
         depuis|entre|tout|tous|plusieurs|certains|autre|autres|ainsi|déjà|encore|pendant|récemment|\
         actuellement|enfin|sur",
    ),
    weak: List("note|notait|indique|a indiqué|confi|a confié|a confirm|répond|a répondu|a posté|juge"),
    interpretive: List("laiss|suggèr|a laissé"),
    participles: List("ant|ant que"),
    own_view: List("à l'entendre|selon ses calculs|pour lui|pour elle"),
    indefinite: List("un|une|l'un des|l'une des|un autre|une autre|plusieurs"),
    drops_subject: false,
};

pub(super) const ES: Grammar = Grammar {
    order: Order::Beside,
    prepositions: List("de|del|con|a|al|para|por|sobre|contra|en|desde|hacia|entre|sin|como|que|según"),
    subordinators: List(
        "después de que|desde que|cuando|mientras|aunque|porque|si|antes de que|tras|pese a que|\
         a pesar de que",
    ),
    linkers: List("y|e|pero|también|donde|luego|además|que|quien"),
    openers: List(
        "el|la|los|las|un|una|este|esta|estos|estas|ese|esa|y|pero|o|en|de|del|a|al|por|para|con|sin|\
         según|como|cuando|si|aunque|mientras|sin embargo|también|además|luego|después|antes|hoy|\
         ayer|ahora|él|ella|ellos|nosotros|yo|su|sus|nuestro|no|sí|tras|desde|hasta|entre|todo|todos|\
         muchos|algunos|otro|otros|lo|se|así|ya|aún|solo|durante|actualmente|recientemente",
    ),
    weak: List("public|confirm|respond|declar|indic|coment"),
    interpretive: List("suger|sugier|insinú|insinu"),
    participles: List("ando|iendo|endo"),
    own_view: List("según sus cálculos|según sus palabras|para él|para ella|a su entender"),
    indefinite: List("un|una|uno de|una de|otro|otra|unos|varios"),
    drops_subject: true,
};

pub(super) const PT: Grammar = Grammar {
    order: Order::Beside,
    prepositions: List(
        "de|do|da|dos|das|com|a|ao|à|para|por|pelo|pela|sobre|contra|em|no|na|entre|sem|como|que|\
         segundo",
    ),
    subordinators: List(
        "depois que|desde que|quando|enquanto|embora|porque|se|antes que|após|apesar de|ainda que|\
         logo que",
    ),
    linkers: List("e|mas|também|onde|depois|além|que|quem"),
    openers: List(
        "o|a|os|as|um|uma|este|esta|estes|esse|essa|isso|isto|e|mas|ou|em|no|na|nos|nas|de|do|da|ao|\
         por|para|com|sem|segundo|como|quando|se|embora|enquanto|porém|também|além|depois|antes|hoje|\
         ontem|agora|ele|ela|eles|nós|eu|seu|sua|nosso|não|sim|após|desde|até|entre|todo|todos|\
         muitos|alguns|outro|outros|assim|já|ainda|só|conforme|durante|atualmente|recentemente",
    ),
    weak: List("confirm|respond|declar|indic|coment|apont|garant"),
    interpretive: List("suger|insinu"),
    participles: List("ando|endo|indo"),
    own_view: List("para ele|para ela|segundo seus cálculos|nas suas palavras"),
    indefinite: List("um|uma|um dos|uma das|outro|outra|vários"),
    drops_subject: true,
};

pub(super) const VI: Grammar = Grammar {
    order: Order::Beside,
    prepositions: List("của|với|cho|về|từ|bởi|đến|tới|như|cùng|trong|trên"),
    subordinators: List("sau khi|khi|kể từ khi|mặc dù|dù|vì|nếu|trước khi|trong khi"),
    linkers: List("và|nhưng|cũng|đồng thời|còn|đã"),
    openers: List(
        "và|nhưng|tuy|nhiên|tuy nhiên|trong|khi|theo|với|về|từ|do|vì|nếu|để|ông|bà|anh|cô|họ|chúng|\
         tôi|các|những|một|nhiều|một số|này|đó|sau|trước|hôm|ngày|tháng|năm|hiện|hiện tại|ngoài|bên|\
         cạnh|đồng|thời|không|cũng|mặc|dù|đây|điều|việc|giờ|thứ|trên|mạng|lớp|nhà|giới|theo lời",
    ),
    weak: List("chia sẻ|công nhận|thông báo|xác nhận|bổ sung|đề xuất|đề nghị|viết|nhắc|đề cập|đánh giá|nói"),
    interpretive: List("ám chỉ|gợi ý"),
    participles: List(""),
    own_view: List("theo cô|theo chị|theo ông ấy"),
    indefinite: List("một|các|những|nhiều"),
    drops_subject: false,
};

pub(super) const ID: Grammar = Grammar {
    order: Order::Beside,
    prepositions: List("dari|oleh|dengan|untuk|kepada|pada|tentang|terhadap|bagi|di|ke|seperti|antara|tanpa"),
    subordinators: List("setelah|sejak|ketika|saat|sebelum|karena|meskipun|walaupun|jika|sementara"),
    linkers: List("dan|tetapi|serta|juga|lalu|seraya|sambil|yang|kemudian"),
    openers: List(
        "dan|tetapi|tapi|namun|di|ke|dari|pada|dalam|untuk|dengan|menurut|ini|itu|para|sebuah|\
         seorang|jika|ketika|saat|setelah|sebelum|karena|meski|meskipun|juga|selain|sementara|kini|\
         saat ini|dia|ia|mereka|kami|kita|saya|semua|banyak|beberapa|sejumlah|tidak|ya|bukan|\
         namun demikian|oleh|sejak|selama|senin|selasa|rabu|kamis|jumat|sabtu|minggu|januari|\
         februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|jaringan|\
         pendiri|kata",
    ),
    weak: List(
        "menunjuk|mencatat|mengharap|mengonfirmasi|menyarankan|mengusulkan|menambah|jelas|tegas|\
         mengingat|mengunggah|sebut|klaim",
    ),
    interpretive: List("mengisyaratkan"),
    participles: List(""),
    own_view: List(""),
    indefinite: List("seorang|sebuah|salah satu|sejumlah|para"),
    drops_subject: false,
};
