use super::check;
use crate::schema::Lang::{Ja, Ko, ZhHans, ZhHant};

#[test]
fn chinese() {
    check(&[
        (ZhHans, "维塔利克表示，Rollup去中心化太慢。", &["vitalik_buterin i"]),
        (
            ZhHans,
            "Vitalik Buterin 在社交平台发文称，Rollup 去中心化太慢。|他还表示，手续费会继续下降。",
            &["vitalik_buterin i", "vitalik_buterin i"],
        ),
        (ZhHans, "Vitalik表示：“我们需要新的道路，旧的路线图已经结束。”", &["vitalik_buterin d"]),
        (ZhHans, "“我们需要新的道路，旧的路线图已经结束。”Vitalik 说道。", &["vitalik_buterin d"]),
        (ZhHans, "据L2beat数据显示，十二个网络仍处于第0阶段。", &["author"]),
        (ZhHans, "Vitalik 发布长文，提出三个阶段的框架。", &["author"]),
        (ZhHans, "业内人士认为，二层网络已经过时。", &["unnamed i"]),
        (ZhHans, "研究员李明表示，手续费会继续下降。", &["李明 i"]),
        (ZhHans, "Marta Ilves 指出，手续费会继续下降。", &["marta_ilves i"]),
        (ZhHans, "所谓的“品牌分片”已经结束。", &["author"]),
        (ZhHans, "在Vitalik看来，二层网络需要转型。", &["vitalik_buterin i"]),
        (ZhHans, "Vitalik 提到的路线图引发热议，市场下跌。", &["author"]),
        (ZhHant, "維塔利克認為，Rollup去中心化太慢。", &["vitalik_buterin i"]),
        (ZhHant, "Vitalik 指出：「我們需要新的道路，舊的路線圖已經結束。」", &["vitalik_buterin d"]),
        (ZhHant, "根據L2beat的數據，十二個網路仍處於第0階段。", &["author"]),
        (ZhHant, "業內人士認為，二層網路已經過時。", &["unnamed i"]),
    ]);
}

#[test]
fn japanese() {
    check(&[
        (Ja, "ブテリン氏は、ロールアップの分散化が遅すぎると述べた。", &["vitalik_buterin i"]),
        (Ja, "「ロールアップはもう必要ない」とヴィタリック・ブテリン氏は述べた。", &["vitalik_buterin d"]),
        (Ja, "ブテリン氏は「ロールアップはもう必要ない」と語った。", &["vitalik_buterin d"]),
        (
            Ja,
            "ブテリン氏は手数料が下がると指摘した。|同氏は、L2も変わるべきだと述べた。",
            &["vitalik_buterin i", "vitalik_buterin i"],
        ),
        (Ja, "ブテリン氏によると、手数料は下がる見通しだ。", &["vitalik_buterin i"]),
        (Ja, "L2BEATのデータによると、12のネットワークがステージ0にとどまる。", &["author"]),
        (Ja, "専門家は、L2の役割が終わったと指摘している。", &["unnamed i"]),
        (
            Ja,
            "研究者のマルタ・イルベス氏は手数料が下がると述べた。",
            &["マルタ・イルベス i".replace('・', "_").leak()],
        ),
        (Ja, "ブテリン氏は新しい枠組みを公開した。", &["author"]),
        (Ja, "ブテリン氏が述べた計画は市場を動かした。", &["author"]),
        (
            Ja,
            "ブテリン氏は手数料が下がると述べた。|「L2も変わるべきだと思っている」と付け加えた。",
            &["vitalik_buterin i", "vitalik_buterin d"],
        ),
    ]);
}

#[test]
fn korean() {
    check(&[
        (Ko, "비탈릭 부테린은 롤업의 탈중앙화가 너무 느리다고 말했다.", &["vitalik_buterin i"]),
        (Ko, "\"롤업은 이제 더 이상 필요하지 않다\"라고 비탈릭 부테린은 말했다.", &["vitalik_buterin d"]),
        (
            Ko,
            "비탈릭은 “롤업은 이제 더 이상 필요하지 않다”고 강조했다. |그는 수수료가 내려갈 것이라고 덧붙였다.",
            &["vitalik_buterin d", "vitalik_buterin i"],
        ),
        (Ko, "비탈릭 부테린에 따르면 수수료는 내려갈 전망이다.", &["vitalik_buterin i"]),
        (Ko, "L2비트 데이터에 따르면 12개 네트워크가 0단계에 머물러 있다.", &["author"]),
        (Ko, "전문가들은 L2의 역할이 끝났다고 지적했다.", &["unnamed i"]),
        (Ko, "김서연 연구원은 수수료가 내려갈 것이라고 전망했다.", &["김서연 i"]),
        (Ko, "비탈릭 부테린은 새로운 로드맵을 공개했다.", &["author"]),
        (Ko, "비탈릭 부테린 이더리움 공동창업자는 롤업이 너무 느리다고 지적했다.", &["vitalik_buterin i"]),
    ]);
}

#[test]
fn particles_and_short_verbs_make_a_quotation_speech() {
    check(&[
        (Ja, "ブテリン氏は「昨日は主役、今日は脇役だと言われた」と肩をすくめた。", &["vitalik_buterin d"]),
        (Ja, "ある運営会社の幹部は「昨日は主役、今日は脇役だと言われた」と肩をすくめた。", &["unnamed d"]),
        (Ja, "「ロールアップ」と「サイドチェーン」は別のものだ。", &["author"]),
        (
            Ko,
            "비탈릭 부테린은 “롤업은 이제 더 이상 필요하지 않다”고 잘라 말하지는 않았다.",
            &["vitalik_buterin d"],
        ),
        (Ko, "이른바 “브랜드 샤드”라는 말은 사라졌다.", &["author"]),
        (
            Ko,
            "비탈릭 부테린은 결이 다른 답을 내놨다.\n“아픈 말이지만 절반은 맞습니다. |똑같은 롤업을 마흔 개나 만들었습니다.”",
            &["author", "vitalik_buterin d", "vitalik_buterin d"],
        ),
        (ZhHans, "“推迟六周总比停机六小时要好，”研究员李明说。", &["李明 d"]),
        (ZhHans, "“我们当初搬去二层是为了省钱，”一位协议负责人说。", &["unnamed d"]),
        (ZhHans, "研究员李明仍有保留。|他承认自己低估了主网手续费下降的速度。", &["author", "李明 i"]),
        (ZhHans, "李明表示，手续费会继续下降。", &["author"]),
        (ZhHant, "「停機不會殺死一個網路，」研究員林浩說，「沒有人在乎才會。」", &["林浩 d"]),
        (ZhHant, "一位工程師認為，二層網路佔了便宜。|他指出，主網轉帳很便宜。", &["unnamed i", "unnamed i"]),
    ]);
}
