use super::check;
use crate::schema::Lang::{De, En, Es, Fr, Id, Pt, Ru, Tr, Uk, Vi};

#[test]
fn english() {
    check(&[
        (En, "Marta Ilves said: “Rollups will carry the load.”", &["marta_ilves d"]),
        (En, "“Rollups will carry the load,” said Marta Ilves.", &["marta_ilves d"]),
        (En, "“Rollups,” Marta Ilves said, “will carry the load for years.”", &["marta_ilves d"]),
        (
            En,
            "“Rollups are slow,” said Vitalik Buterin. |“They must reach stage 1 or be replaced.”",
            &["vitalik_buterin d", "vitalik_buterin d"],
        ),
        (
            En,
            "“Rollups are slow. |They are late. |They must change,” Buterin wrote.",
            &["vitalik_buterin d", "vitalik_buterin d", "vitalik_buterin d"],
        ),
        (En, "Buterin said that rollups decentralise too slowly.", &["vitalik_buterin i"]),
        (En, "Buterin said rollups decentralise too slowly.", &["vitalik_buterin i"]),
        (En, "According to Marta Ilves, fees will fall.", &["marta_ilves i"]),
        (En, "Fees will fall, according to Vitalik Buterin.", &["vitalik_buterin i"]),
        (En, "According to L2beat, twelve networks are at stage 0.", &["author"]),
        (En, "According to data from Dune, fees fell by half.", &["author"]),
        (En, "According to Messari analyst Marta Ilves, fees will fall.", &["marta_ilves i"]),
        (En, "Critics say the network is run by one company.", &["unnamed i"]),
        (En, "“The network is run by one company,” one analyst said.", &["unnamed d"]),
        (
            En,
            "Marta Ilves, a researcher at a Lisbon fund, argued that fees would fall. |Ilves added that users would stay.",
            &["marta_ilves i", "marta_ilves i"],
        ),
        (
            En,
            "The panel included Marta Ilves and Jon Petersen. |Petersen said that blobs were full.",
            &["author", "jon_petersen i"],
        ),
        (
            En,
            "Buterin wrote that the roadmap had changed. |He added that rollups should specialise.",
            &["vitalik_buterin i", "vitalik_buterin i"],
        ),
        (En, "Vitalik Buterin published a post on Tuesday. |The market fell.", &["author", "author"]),
        (
            En,
            "Buterin published a post and argued that the roadmap had run its course.",
            &["vitalik_buterin i"],
        ),
        (En, "Vitalik Buterin proposed a framework of three stages.", &["author"]),
        (En, "The token fell after Buterin said that rollups were late.", &["author"]),
        (En, "The chain that Vitalik Buterin helped to build processed more transactions.", &["author"]),
        (En, "Arbitrum added two million users in a week.", &["author"]),
        (En, "The so-called “branded shards” are over.", &["author"]),
        (En, "“We still need L2s for the peaks,” the co-founder said.", &["unnamed d"]),
        (
            En,
            "Vitalik Buterin said that fees were low. |“We still need L2s for the peaks,” the co-founder said.",
            &["vitalik_buterin i", "vitalik_buterin d"],
        ),
        (
            En,
            "An analyst said that fees would fall. |He added that users would leave.",
            &["unnamed i", "unnamed i"],
        ),
        (En, "Marta Ilves praised Buterin and said that rollups would stay.", &["marta_ilves i"]),
        (En, "Jesse Pollak has not given up on sequencers.", &["jesse_pollak i"]),
        (En, "Buterin, the co-founder of Ethereum, said that rollups were late.", &["vitalik_buterin i"]),
        (En, "Developers close to Buterin praised the plan.", &["author"]),
        (En, "Buterin’s proposal drew wide support.", &["author"]),
        (En, "Offchain Labs said that its rollup was back online.", &["offchain_labs i"]),
        (
            En,
            "“First we scale.\n“Then we decentralise,” Buterin said.",
            &["vitalik_buterin d", "vitalik_buterin d"],
        ),
        (
            En,
            "Buterin ended with a warning: |“Time is running out for them.”",
            &["author", "vitalik_buterin d"],
        ),
        (En, "As Buterin noted, rollups are slow.", &["vitalik_buterin i"]),
        (En, "In his view, rollups are slow.", &["author"]),
        (
            En,
            "Buterin said that fees were low. |In his view, rollups must change.",
            &["vitalik_buterin i", "vitalik_buterin i"],
        ),
    ]);
}

#[test]
fn russian() {
    check(&[
        (Ru, "«Роллапы больше не нужны», — сказала Марта Илвес.", &["марта_илвес d"]),
        (Ru, "Марта Илвес сказала: «Роллапы больше не нужны».", &["марта_илвес d"]),
        (Ru, "«Роллапы остаются, — сказал Виталик, — но им нужно меняться».", &["vitalik_buterin d"]),
        (
            Ru,
            "«Сети растут быстро», - сказал Виталик Бутерин. |«Но комиссии всё ещё слишком высоки».",
            &["vitalik_buterin d", "vitalik_buterin d"],
        ),
        (
            Ru,
            "«Роллап проиграл основной сети, — считает аудитор Марта Илвес. |— Зато там, где нужна скорость, ему нет замены».",
            &["марта_илвес d", "марта_илвес d"],
        ),
        (Ru, "Виталик отметил, что роллапы развиваются медленно.", &["vitalik_buterin i"]),
        (Ru, "Виталик отметил, что роллапы «потеряли смысл».", &["vitalik_buterin i"]),
        (Ru, "По словам Марты Илвес, комиссии снизятся.", &["марта_илвес i"]),
        (Ru, "По мнению Виталика Бутерина, комиссии снизятся.", &["vitalik_buterin i"]),
        (Ru, "Согласно данным L2beat, двенадцать сетей стоят на нулевом этапе.", &["author"]),
        (Ru, "Аналитики считают, что роллапы устарели.", &["unnamed i"]),
        (Ru, "С точки зрения внешних наблюдателей, нарратив устарел.", &["unnamed i"]),
        (
            Ru,
            "Исследователь Марта Илвес заявила, что сети нужны. |Она добавила, что комиссии упадут.",
            &["марта_илвес i", "марта_илвес i"],
        ),
        (
            Ru,
            "Сооснователь Ethereum Виталик Бутерин изменил свою точку зрения, заявив, что подход устарел.",
            &["vitalik_buterin i"],
        ),
        (Ru, "Виталик не отказался от идеи роллапов.", &["vitalik_buterin i"]),
        (Ru, "Виталик ранее предложил рамки из трёх этапов.", &["author"]),
        (Ru, "Виталик опубликовал пост, в котором отметил, что роллапы отстают.", &["vitalik_buterin i"]),
        (Ru, "Заявления Виталика ставят роллапы на распутье.", &["author"]),
        (Ru, "Советы Виталика просты: сети должны искать свою нишу.", &["vitalik_buterin i"]),
        (Ru, "Изначальный «брендинговый шардинг» больше не актуален.", &["author"]),
        (Ru, "Цена упала после того, как Виталик заявил, что роллапы отстают.", &["author"]),
        (Ru, "Пользователи, по его словам, уйдут.", &["author"]),
        (
            Ru,
            "Виталик Бутерин заявил, что комиссии низкие. |«Сети нужны нам для пиков нагрузки», — сказал сооснователь.",
            &["vitalik_buterin i", "vitalik_buterin d"],
        ),
        (Ru, "Стоит отметить, что сети растут.", &["author"]),
        (Ru, "Рост активности говорит о том, что пользователи остаются.", &["author"]),
    ]);
}

#[test]
fn ukrainian() {
    check(&[
        (Uk, "«Ролапи більше не потрібні», — сказала Марта Ілвес.", &["марта_ілвес d"]),
        (Uk, "Віталік зазначив, що ролапи розвиваються повільно.", &["vitalik_buterin i"]),
        (Uk, "За словами Віталіка Бутеріна, комісії знизяться.", &["vitalik_buterin i"]),
        (Uk, "За даними L2beat, дванадцять мереж стоять на нульовому етапі.", &["author"]),
        (
            Uk,
            "Дослідниця Марта Ілвес заявила, що мережі потрібні. |Вона додала, що комісії впадуть.",
            &["марта_ілвес i", "марта_ілвес i"],
        ),
        (Uk, "Критики кажуть, що мережею керує одна компанія.", &["unnamed i"]),
        (Uk, "Віталік опублікував допис.", &["author"]),
    ]);
}

#[test]
fn spanish_portuguese_and_french() {
    check(&[
        (Es, "«Los rollups ya no hacen falta», dijo Marta Ilves.", &["marta_ilves d"]),
        (Es, "Vitalik Buterin afirmó que los rollups van despacio.", &["vitalik_buterin i"]),
        (
            Es,
            "El cofundador de Ethereum, Vitalik Buterin, dijo que los rollups van despacio. |Añadió que deben cambiar.",
            &["vitalik_buterin i", "vitalik_buterin i"],
        ),
        (Es, "Según Marta Ilves, las comisiones bajarán.", &["marta_ilves i"]),
        (Es, "Según datos de L2beat, doce redes siguen en la etapa 0.", &["author"]),
        (Es, "Los críticos sostienen que una sola empresa controla la red.", &["unnamed i"]),
        (Es, "Vitalik Buterin publicó un artículo sobre el límite de gas.", &["author"]),
        (Pt, "“Os rollups já não são necessários”, disse Marta Ilves.", &["marta_ilves d"]),
        (
            Pt,
            "Vitalik Buterin afirmou que os rollups avançam devagar. |Ele acrescentou que precisam mudar.",
            &["vitalik_buterin i", "vitalik_buterin i"],
        ),
        (Pt, "Segundo Marta Ilves, as taxas vão cair.", &["marta_ilves i"]),
        (Pt, "De acordo com dados do L2beat, doze redes estão no estágio 0.", &["author"]),
        (Pt, "Analistas dizem que uma só empresa controla a rede.", &["unnamed i"]),
        (Fr, "« Les rollups ne servent plus à rien », a déclaré Marta Ilves.", &["marta_ilves d"]),
        (Fr, "Vitalik Buterin a déclaré que les rollups avancent lentement.", &["vitalik_buterin i"]),
        (Fr, "« On a encore besoin d’eux pour les pics », explique Vitalik Buterin.", &["vitalik_buterin d"]),
        (Fr, "Selon Marta Ilves, les frais vont baisser.", &["marta_ilves i"]),
        (Fr, "Selon les données de L2beat, douze réseaux restent au stade 0.", &["author"]),
        (
            Fr,
            "Vitalik Buterin a déclaré que les frais baissent. |Il a ajouté que les réseaux doivent changer.",
            &["vitalik_buterin i", "vitalik_buterin i"],
        ),
    ]);
}

#[test]
fn german_turkish_vietnamese_and_indonesian() {
    check(&[
        (De, "„Rollups braucht bald niemand mehr“, sagte Marta Ilves.", &["marta_ilves d"]),
        (De, "Vitalik Buterin erklärte, dass Rollups zu langsam sind.", &["vitalik_buterin i"]),
        (
            De,
            "Am Dienstag sagte Buterin, Rollups seien zu langsam. |Er fügte hinzu, dass sie sich ändern müssen.",
            &["vitalik_buterin i", "vitalik_buterin i"],
        ),
        (De, "Laut Marta Ilves sinken die Gebühren.", &["marta_ilves i"]),
        (De, "Vitalik Buterin zufolge sinken die Gebühren.", &["vitalik_buterin i"]),
        (De, "Laut Daten von L2beat stehen zwölf Netze auf Stufe 0.", &["author"]),
        (De, "Kritiker sagen, dass eine Firma das Netz lenkt.", &["unnamed i"]),
        (De, "Der Bericht sagt wenig über Gebühren.", &["author"]),
        (Tr, "“Rollup'lara artık gerek yok” dedi Marta Ilves.", &["marta_ilves d"]),
        (Tr, "Vitalik Buterin, rollup'ların yavaş olduğunu söyledi.", &["vitalik_buterin i"]),
        (Tr, "Vitalik Buterin'e göre ücretler düşecek.", &["vitalik_buterin i"]),
        (Tr, "L2beat verilerine göre on iki ağ hâlâ aşama 0'da.", &["author"]),
        (Tr, "Analistler ağın tek bir şirketin elinde olduğunu söylüyor.", &["unnamed i"]),
        (Vi, "“Rollup không còn cần thiết nữa,” Marta Ilves nói.", &["marta_ilves d"]),
        (Vi, "Vitalik Buterin cho rằng rollup phát triển quá chậm.", &["vitalik_buterin i"]),
        (
            Vi,
            "Ông Nguyễn Văn An, nhà nghiên cứu tại Hà Nội, cho biết phí sẽ giảm. |Ông cho rằng người dùng sẽ ở lại.",
            &["nguyễn_văn_an i", "nguyễn_văn_an i"],
        ),
        (Vi, "Theo Vitalik Buterin, phí sẽ giảm.", &["vitalik_buterin i"]),
        (Vi, "Theo dữ liệu từ L2beat, mười hai mạng vẫn ở giai đoạn 0.", &["author"]),
        (Id, "“Rollup tidak lagi diperlukan,” kata Marta Ilves.", &["marta_ilves d"]),
        (
            Id,
            "Vitalik Buterin mengatakan bahwa rollup terlalu lambat. |Dia menambahkan bahwa biaya akan turun.",
            &["vitalik_buterin i", "vitalik_buterin i"],
        ),
        (Id, "Menurut Marta Ilves, biaya akan turun.", &["marta_ilves i"]),
        (Id, "Menurut data L2beat, dua belas jaringan masih di tahap 0.", &["author"]),
        (Id, "Para analis mengatakan bahwa satu perusahaan mengendalikan jaringan.", &["unnamed i"]),
    ]);
}

#[test]
fn whoever_a_sentence_is_about_is_meant_by_the_next() {
    check(&[
        (
            En,
            "Marta Ilves said that fees would fall. |Jon Petersen, a lawyer in Oslo, shrugged it off. |He argued that users would leave.",
            &["marta_ilves i", "author", "jon_petersen i"],
        ),
        (
            En,
            "Marta Ilves said that fees would fall. |Jon Petersen was drier. |“We built islands and sold the ferry tickets,” he said.",
            &["marta_ilves i", "author", "jon_petersen d"],
        ),
        (
            En,
            "For the auditor Jon Petersen it is a matter of trust. |A chain that can be wound back, he wrote, protects nobody.",
            &["author", "jon_petersen i"],
        ),
        (
            En,
            "Marta Ilves said that fees would fall. |For large chains, she added, little changes.",
            &["marta_ilves i", "marta_ilves i"],
        ),
        (
            Es,
            "La economista Marta Ilves no se calló. |«Los rollups no pagan el alquiler», dijo ante su público. |«Les dimos espacio casi gratis.»",
            &["author", "marta_ilves d", "marta_ilves d"],
        ),
        (
            Es,
            "Marta Ilves revisó las cuentas. |En una charla sostuvo que los rollups no pagan. |«Una sorpresa», ironizó.",
            &["author", "marta_ilves i", "marta_ilves d"],
        ),
        (
            Pt,
            "Beatriz Moura não mudou de lado. |“Quem precisa de volume vai para um rollup”, afirmou.",
            &["author", "beatriz_moura d"],
        ),
        (Fr, "« Là où une firme décide, un juge décide aussi », tranche Marta Ilves.", &["marta_ilves d"]),
        (
            De,
            "Marta Ilves erklärte, dass der Plan zu streng ist. |Das Netz sei nie ausgefallen, und die Gebühren seien niedrig.",
            &["marta_ilves i", "marta_ilves i"],
        ),
        (
            Ru,
            "Марта Илвес выступила в Таллине. |По её словам, комиссии снизятся.",
            &["author", "марта_илвес i"],
        ),
        (
            Uk,
            "Марта Ілвес виступила в Таллінні. |На її думку, комісії знизяться.",
            &["author", "марта_ілвес i"],
        ),
        (
            Tr,
            "Kurucu Marta Ilves sonuçtan memnun. |“Söz verdiler, şubatta da yaptılar” dedi.",
            &["author", "marta_ilves d"],
        ),
        (
            Pt,
            "Beatriz Moura não mudou de lado. |Um pesquisador de São Paulo vendeu tudo. |Para ele, as redes perderam o sentido.",
            &["author", "author", "unnamed i"],
        ),
    ]);
}

#[test]
fn what_only_looks_like_speech_is_the_authors() {
    check(&[
        (En, "Critics of Marta Ilves left the hall.", &["author"]),
        (En, "United States regulators met in Paris.", &["author"]),
        (En, "Optimism announced the launch of a bridge.", &["author"]),
        (En, "In a post about Buterin the network noted nothing.", &["author"]),
        (Ru, "Говорит ли Виталик за всех, станет ясно позже.", &["author"]),
        (Ru, "Реакция рынка на слова Виталика была быстрой: цена упала.", &["author"]),
        (Es, "Los usuarios criticaron a Vitalik Buterin.", &["author"]),
        (Es, "En marzo los reguladores dijeron que la red era segura.", &["author"]),
        (De, "Kritik an Vitalik Buterin gibt es seit Jahren.", &["author"]),
        (Fr, "Le livre de Vitalik Buterin se vend bien.", &["author"]),
        (Id, "Jaringan Vitalik Buterin tumbuh.", &["author"]),
    ]);
}
