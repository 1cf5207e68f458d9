//! Sentences of the invented folder.

/// Outlet, language, then sentences: for and against l2, for and against l1, neutral.
pub const VOICES: [(&str, &str, [&str; 5]); 9] = [
    (
        "meridian_ledger",
        "en",
        [
            "Rollups carried four times the traffic of last spring without one missed batch.",
            "The old bargain with rollups no longer holds, because nobody needs the detour any more.",
            "With the new gas limit the base layer clears its own queue in minutes.",
            "Raising the limit again would push home nodes off the network for good.",
            "A rollup posts its data to the base layer and settles there.",
        ],
    ),
    (
        "tsepnoy_vestnik",
        "ru",
        [
            "Роллапы выдержали пиковую нагрузку без единого сбоя, и комиссии остались низкими.",
            "Второй уровень так и не стал тем шардом, который нам обещали пять лет назад.",
            "Базовый уровень теперь масштабируется сам, и это видно по комиссиям.",
            "Новый лимит газа делает домашние узлы слишком дорогими для обычного человека.",
            "Роллап публикует данные на базовом уровне раз в несколько минут.",
        ],
    ),
    (
        "qingshi_lianwen",
        "zh-Hans",
        [
            "专用的二层网络在隐私和延迟上仍有主网给不了的价值，需求还在增长。",
            "主网费用降到这个水平之后，再绕道二层网络已经没有意义。",
            "主网的吞吐量一年内翻了三倍，扩容不再只是一个承诺。",
            "再提高上限会让普通节点跟不上，主网将为此付出代价。",
            "二层网络把数据写回主网，由主网完成结算。",
        ],
    ),
    (
        "hangang_block",
        "ko",
        [
            "특화된 롤업은 메인넷이 줄 수 없는 속도를 이미 보여 주고 있다고 그는 말했다.",
            "시퀀서 하나가 멈추자 네트워크 전체가 사십 분 동안 함께 멈췄다.",
            "메인넷 수수료가 석 달째 내려가며 레이어1 확장의 효과가 드러났다.",
            "가스 한도를 더 올리면 집에서 돌리는 노드는 버티기 어렵다는 우려가 나온다.",
            "롤업은 거래를 묶어 메인넷에 기록하는 방식으로 작동한다.",
        ],
    ),
    (
        "kaede_chain",
        "ja",
        [
            "用途を絞ったレイヤー2は、メインネットにはない速さをもう実現している。",
            "レイヤー2の分散化は約束から四年たっても第一段階にとどまったままだ。",
            "メインネットの手数料は三か月続けて下がり、自力での拡張が数字に表れた。",
            "上限をさらに上げれば、個人の運用者はついていけなくなるだろう。",
            "ロールアップは取引をまとめてメインネットに書き込む仕組みである。",
        ],
    ),
    (
        "faro_cadena",
        "es",
        [
            "Las redes de capa 2 especializadas ofrecen hoy lo que la cadena base no puede dar.",
            "La segunda capa vive de la base, se queda con las comisiones y devuelve muy poco.",
            "La capa base ya escala por sí misma y las comisiones lo demuestran cada semana.",
            "Subir otra vez el límite de gas dejaría fuera a quienes operan nodos en casa.",
            "Un rollup publica sus datos en la capa base cada pocos minutos.",
        ],
    ),
    (
        "mare_cripto",
        "pt",
        [
            "As redes de camada 2 seguem ganhando usuários mesmo com as taxas baixas na base.",
            "A promessa da camada 2 envelheceu mal: os usuários estão voltando para a rede principal.",
            "A camada base triplicou a capacidade sem perder um único bloco.",
            "Cada aumento do limite de gás empurra mais um nó doméstico para fora da rede.",
            "Uma rede de camada 2 registra seus dados na rede principal.",
        ],
    ),
    (
        "bogaz_zincir",
        "tr",
        [
            "Katman 2 ağları yoğun günde bile ücretleri düşük tuttu ve hiç durmadı.",
            "Katman 2 ağlarının çoğu dört yıldır aynı basamakta bekliyor ve kimse acele etmiyor.",
            "Ana ağ artık kendi başına ölçekleniyor, ücretler de bunu gösteriyor.",
            "Sınır yeniden yükselirse evdeki düğümler bu hıza yetişemez.",
            "Bir rollup verilerini birkaç dakikada bir ana ağa yazar.",
        ],
    ),
    (
        "meridian_ledger",
        "de",
        [
            "Spezialisierte Rollups leisten heute, was die Basisschicht gar nicht leisten soll.",
            "Die meisten Rollups hängen noch immer an einem einzigen Betreiber, und das seit Jahren.",
            "Die Basisschicht trägt die Last inzwischen allein, und die Gebühren fallen weiter.",
            "Jede Anhebung des Limits verdrängt Knoten, die zu Hause laufen.",
            "Ein Rollup schreibt seine Daten in die Basisschicht.",
        ],
    ),
];
