"""Languages of East and South-East Asia."""

from index.languages.record import Language, frames, ignored, questions

CHINESE = Language(
    "zh",
    "Chinese",
    ignored=ignored(
        """的 了 着 过 地 得 吗 呢 吧 啊 呀 么 嘛 哦 啦 呗 是 会 能 要 可 可以 能够 应 应该 需 需要 得 该 有 在 和 与 及 或 或者 以及 并 并且 而 而且
        但 但是 如果 若 假如 因为 所以 因此 就 才 都 也 还 又 再 很 太 更 最 被 把 给 对 对于 关于 从 向 到 由 以 于 为 为了 跟 让 使 将
        这 那 这个 那个 这些 那些 这样 那样 这么 那么 其 之 此 该 某 我 你 您 他 她 它 我们 你们 他们 咱们 自己 人家
        什么 怎么 怎样 怎么样 怎么办 如何 为什么 为何 为啥 啥 咋 咋办 哪 哪里 哪儿 哪些 哪个 谁 几 几个 多少 多久 多长 什么样 何时 何 是否 是不是
        会不会 能不能 可不可以 要不要 有没有 请问 一下 一个 一些 一点 时候 的话 吗 来 去 上 下 里 中 个 种
        只 只是 只有 一直 一般 到底 究竟 已经 曾经 还是 还有 还会 还能 还要 仍然 仍 刚 刚刚 之前 之后 以后 以前 后 前 时 那 那么 然后 之间 起来 出来 下来 想 想要
        愿意 愿不愿意 行不行 好不好 对不对 可否 能否 会否 应否 该不该 用不用 算不算 是不是 真的 难道 莫非 多大 多高 多远 哪位 哪种 哪年 哪天 哪家 哪里 何处 何种
        几时 几天 几年 几次 干嘛 干吗 怎能 怎会 怎样才能 咋样 咋整 请教 想问 问一下 想知道 告诉 各位 大家 有人 别人 他人 每 各 等 们 块 次 只要 只能 不管 无论
        即使 虽然 不过 然而 或是 还有 什么时候 什么意思 一种 这种 那种 不会 会怎样 会怎么样 本人 俺 您好 你好 谢谢 被 没有"""
    ),
    questions=questions(
        why=r"为什么|为何|为啥|什么原因|怎么会|何以",
        when=r"什么(?:时候|时间|日子)|啥时|何时|何日|何年|几时|多久|几天|几年|几月|几号|几点|多长时间|多少(?:天|年|个?月|日|小时)|多少个工作日"
        r"|哪(?:一)?(?:年|天|日|月|个?月份|个时期|个朝代|个年代|个世纪|个时候|段时间)|(?:在|于)哪个时|期限",
        how_much=r"多少|几(?![乎率近经])(?!个?(?:人|家|位)(?:能|可))|多(?:大|高|远|重|长|宽|深|快|厚)(?!的)|多少钱|百分之几",
        where=r"哪里|哪儿|何处|何地|什么地方|啥地方|去哪|到哪|在哪|(?:从|往|上|找)哪(?!个|些|种|位|家)|哪(?:一)?(?:个|座|所|片|条)?(?:国家|国|城市|地方|地区|省|市|县|区|州|部门|机构|网站|平台)",
        who=r"谁|什么人|啥人|哪位|何人|哪(?:一)?个人|哪些人|哪(?:一)?名",
        definition=r"什么是|是什么(?!时|地方|人|原因)|(?:是)?什么意思|何谓|何为|指什么|啥意思|是啥(?:意思)?[?]?$|什么叫|叫什么(?!名)",
        how=r"怎么|怎样|怎办|如何|咋|用什么(?:方法|办法|方式)|(?:什么|哪些|啥)(?:方法|办法|方式|技巧|途径)",
        yes_no=r"吗|是否|是不是|会不会|能不能|可不可以|要不要|有没有|能否|可否|会否|应否|难道|(.)不\1|(?<![什怎那这多要])么[?]?$|(?:没有|了没|不|没)[?]?$|对吧[?]?$"
        r"|^(?!.*(?:什么|啥|哪|何|呢)).*\?\s*$",
    ),
)

JAPANESE = Language(
    "ja",
    "Japanese",
    han_words=False,
    ignored=ignored(
        """の は が を に へ と で も や か ね よ な だ です ます た て し する した して いる ある いた あった なる なった れる られる こと もの ため
        という といった による について として から まで より など この その あの これ それ あれ ここ そこ 何 なに なん 誰 だれ どこ いつ どの どんな どう
        どれ どちら いくら いくつ なぜ でしょ でしょう う ください 教え って とは
        ます まし ませ せん ありま すか ない なり なる でき できる なら かも しれ どうして どのように どうすれば どうなり どうなる どうか もし
        あ い う え お き く け こ さ し す せ そ ち つ と な ぬ ね は ひ ふ ほ ま み む め ゆ ら り る れ ろ わ ん"""
    ),
    questions=questions(
        why=r"なぜ|何故|どうして",
        how_much=r"いくら|いくつ|どれ(?:くらい|ぐらい|ほど|だけ)|どの(?:くらい|ぐらい|程度)|何[かヶケカヵ箇](?:月|年|所|国)|何(?:年間|日間|日以内|時間|週間|分間)"
        r"|何(?:人|個|回|円|%|パーセント|歳|才|倍|社|件|枚|台|度|割|割合|番目|種類|本|冊|メートル|キロ|名|点|分の)",
        when=r"いつ|何(?:年|月|日|時|曜日|世紀|年代)|どの(?:時代|時期|年)",
        where=r"どこ|何処|どちら(?:の国|の都市|に(?:あ|行))|どの(?:国|都市|町|場所|地域|県)",
        who=r"誰|だれ|何者|どなた|どの人",
        how=r"どう(?!して)|どのよう|どうやって|方法|には[?]?$|仕方|やり方",
        definition=r"(?<![こもひあ])とは(?![限違別異思言い])|って何|何です|(?:の|どういう)意味",
        yes_no=r"^(?!.*(?:何(?!か(?!月|年|所|国)|も|でも)|なに(?!か|も)|どの|どんな|どれ|どちら|どっち|どなた)).*(?:か[。?]*|\?)\s*$",
    ),
)

KOREAN = Language(
    "ko",
    "Korean",
    stemmer="particles",
    ignored=ignored(
        """무엇 무엇인가 무엇인가요 무엇입니까 뭐 뭔가요 언제 언제인가 언제인가요 언제입니까 어디 어디인가 어디인가요 어디입니까 어디에 어디서 누구 누구인가
        누구인가요 누구입니까 누가 얼마 얼마인가 얼마인가요 얼마나 몇 왜 어떻게 어떤 어느 무슨 그 이 저 및 등 것 수 또는 그리고 하지만 그러나 하는 있는
        있나요 있습니까 되나요 됩니까 하나요 합니까 했나요 되었나요 대한 위한 대해 위해 제가 저는 나는 내가 우리
        무엇을 무엇이 무엇에 뭐가 뭐를 뭘 뭔지 무엇인지 누구를 누구의 누구와 누구에게 누군가 언제까지 언제부터 어디로 어디까지 어디에서 어디가 어떤가요 어때요
        어떻게든 어떠한 어떡해 어떡하죠 어떻게요 왜요 얼마인지 얼마까지 얼마만큼 몇번 정말 진짜 혹시 과연 그럼 그러면 그래서 그런데 그런 이런 저런 그것 이것 저것 여기 거기
저기 제 내 나 저희 너 당신 그녀 그들 본인 경우 경우에 수도 수가 수는
        하면 하려면 하고 해서 해도 해야 하죠 해요 했을 하는지 할까요 할지 하지 되는 되나 되면 되려면 된 될 될까 될까요 되죠 돼요 돼 됐나요 되는지 되지 돼야
        있는 있나 있을까요 있을까 있어요 있나요 있죠 있는지 있을 있으면 있고 있습니다 없는 없나요 없을까요 없어요 없으면 없을 없이 없고 아닌가요 아닌 아니면 아니라
        인가 인가요 입니까 이에요 예요 인지 가능한가요 가능할까요 가능한 싶어요 싶은데 싶습니다 알려주세요 알려 주세요 알고 궁금합니다 궁금해요 아시는 받나요 받을 가나요 가요
        오나요 내야 내나요 좋을까요 좋나요 맞나요 """
    ),
    questions=questions(
        why=r"왜|이유는|때문입니까",
        how_much=r"얼마|몇\s?(?:명|개|번|년간|년\s?동안|개월|달|주|시간|일간|%|퍼센트|살|원|배|차례|곳|편|대)|며칠",
        when=r"언제|몇\s?(?:년|월|일|시)|어느\s?(?:해|날|시대|시기)",
        where=r"어디|어느\s?(?:곳|나라|도시|지역|지방)|무슨\s?(?:나라|도시)",
        who=r"누구|누가|누굴",
        how=r"어떻게|어떡|방법|어찌",
        definition=r"(?:이란|란)(?:\s|\?|$)|무엇(?:인가|이|입니까|일까|을 (?:의미|뜻))|뭐(?:예요|에요|야|죠|지|ㄴ가)|뭔가요|뜻(?:은|이|\?|$)|무엇\s?\??$",
        yes_no=r"^(?!.*(?:무슨|무엇|뭐|뭘|뭔|어떤|어느|몇|면\s*\?\s*$)).*(?:까요?|나요|가요|니|죠|지요|\?)\s*[?]?\s*$",
    ),
)

THAI = Language(
    "th",
    "Thai",
    ignored=ignored(
        """ที่ และ หรือ ใน ของ เป็น คือ ได้ ให้ จะ มี ไม่ กับ จาก โดย ก็ ว่า นี้ นั้น ซึ่ง อะไร ไหน ใด ใคร เมื่อไร เมื่อไหร่ ทำไม อย่างไร ยังไง เท่าไร เท่าไหร่ กี่
        ไหม มั้ย หรือไม่ ครับ ค่ะ คะ ผม ฉัน เรา เขา มัน แล้ว ต้อง การ ความ ถูก ไป มา ขึ้น บ้าง
        หรือเปล่า เปล่า หรือยัง ไง ยังไง ไหร่ เมื่อใด ที่ใด เหตุใด เท่าใด แค่ไหน เพียงใด โดน นะ ล่ะ คุณ"""
    ),
    questions=questions(
        why=r"ทำไม|เพราะเหตุใด|เหตุใด|เพราะอะไร|สาเหตุอะไร",
        when=r"เมื่อไ|เมื่อใด|ปีใด|ปีไหน|วันไหน|วันที่เท่า",
        how_much=r"เท่าไ|เท่าใด|กี่|มากแค่ไหน",
        where=r"ที่ไหน|ที่ใด",
        who=r"ใคร|ผู้ใด",
        how=r"อย่างไร|ยังไง|วิธี|ทำไงดี|ทำไง",
        definition=r"คืออะไร|หมายถึง|หมายความว่า",
        yes_no=r"ไหม|มั้ย|มั๊ย|หรือไม่|หรือเปล่า|รึเปล่า|หรือยัง|รึยัง|ใช่หรือ",
    ),
)

VIETNAMESE = Language(
    "vi",
    "Vietnamese",
    tones=True,
    ignored=ignored(
        """và hoặc của là có các những một trong với cho được bị đã đang sẽ thì mà ở từ đến này đó kia khi nào gì ai đâu sao tại thế như bao nhiêu mấy
        không tôi bạn chúng ta họ nó rằng về theo bởi vì nếu cũng rất hay ra vào lên
        phải à ạ hả ư nhỉ chứ chưa nữa nên cần muốn thể khi mới vẫn còn chỉ đều do để mình em anh chị ông bà lại đi làm nào đấy ấy vậy thôi cứ mà rồi
        nhưng hoặc tuy dù cả mọi mỗi từng bằng giữa trên dưới ngoài trong qua lúc bao giờ lâu nơi ta tao mày chúng tụi ơi nhé xin cho biết hỏi""",
        marks=True,
    ),
    questions=questions(
        why=r"tại sao|vì sao|tai sao|vi sao|lý do",
        when=r"khi nào|khi nao|bao giờ|bao gio|lúc nào|(?:năm|ngày|tháng) nào",
        how_much=r"bao nhiêu|bao nhieu|bao lâu|bao lau|bao xa|\bmấy\b",
        where=r"ở đâu|o dau|\bđâu\b|nơi nào",
        who=r"\bai\b(?! cũng)(?!.*\b(?:à|ạ|hả|không|chưa)\s*\??\s*$)|người nào",
        how=r"làm (?:sao|thế nào|cách nào)|lam (?:sao|the nao)|như thế nào|nhu the nao|bằng cách nào|phải làm gì",
        definition=r"là gì|la gi|nghĩa là|có nghĩa",
        yes_no=r"có .*không|co .*khong|\b(?:không|khong|chưa)\s*[?？]?$|phải không|hay không|\b(?:à|hả|ư|chứ|sao)\s*\??\s*$(?<!thì sao\?)(?<!thì sao)(?<!tại sao\?)(?<!vì sao\?)|^liệu\b|^có phải\b",
    ),
)

INDONESIAN = Language(
    "id",
    "Indonesian",
    stemmer="indonesian",
    ignored=ignored(
        """yang dan di ke dari untuk dengan pada ini itu adalah atau juga saya anda kami kita apa apakah siapa kapan mana mengapa bagaimana berapa akan bisa
        aku kamu dia ia mereka beliau kalian ku mu nya oleh dalam sebagai karena jika kalau bila apabila maka tetapi tapi namun agar supaya sehingga sampai hingga
        sejak saat ketika seperti tentang terhadap antara para sang si ada tidak tak bukan belum sudah telah sedang masih lagi pun saja hanya cuma dapat boleh
        harus mesti perlu mau ingin bisakah dapatkah bolehkah haruskah perlukah akankah adakah benarkah mungkinkah sudahkah masihkah kenapa gimana apaan manakah
        siapakah berapakah kapankah bagaimanakah mengapakah dimana kemana darimana begitu begini tersebut seorang suatu sebuah ialah yaitu yakni sangat lebih
        paling jadi lalu kemudian dulu nanti tetap dong sih kah ya tolong mohon""",
    ),
    frames=frames(r"apa (?:yang (?:terjadi|akan terjadi)|jadinya|akibatnya)|apa benar|bagaimana (?:cara|caranya|kalau)"),
    questions=questions(
        why=r"\b(?:mengapa|kenapa)\b",
        when=r"\bkapan\b",
        how_much=r"\bberapa\b",
        where=r"\b(?:di|ke|dari) mana\b",
        who=r"\bsiapa\b",
        how=r"\bbagaimana\b",
        definition=r"\bapa (?:itu|yang dimaksud|arti\w*|maksud\w*)\b|\bapakah (?:itu|yang dimaksud)\b",
        yes_no=r"\b(?:apakah|bisakah|dapatkah|bolehkah|haruskah|perlukah|akankah|adakah|benarkah|mungkinkah|sudahkah|masihkah|pernahkah|betulkah|mampukah)\b"
        r"|^apa (?:saya|aku|kita|bisa|boleh|benar|harus|ada|bank|mereka|dia|sudah)\b|^(?!.*\b(?:apa|mana)\b)(?!(?:dan )?(?:kalau|jika|bagaimana)\b).*\?\s*$",
    ),
)

ROWS = (CHINESE, JAPANESE, KOREAN, THAI, VIETNAMESE, INDONESIAN)
