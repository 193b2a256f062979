"""Languages of East and South-East Asia."""

from index.languages.record import Language, ignored, questions

CHINESE = Language(
    "zh",
    "Chinese",
    ignored=ignored(
        """的 了 着 过 地 得 吗 呢 吧 啊 呀 么 嘛 哦 啦 呗 是 会 能 要 可 可以 能够 应 应该 需 需要 得 该 有 在 和 与 及 或 或者 以及 并 并且 而 而且
        但 但是 如果 若 假如 因为 所以 因此 就 才 都 也 还 又 再 很 太 更 最 被 把 给 对 对于 关于 从 向 到 由 以 于 为 为了 跟 让 使 将
        这 那 这个 那个 这些 那些 这样 那样 这么 那么 其 之 此 该 某 我 你 您 他 她 它 我们 你们 他们 咱们 自己 人家
        什么 怎么 怎样 怎么样 怎么办 如何 为什么 为何 为啥 啥 咋 咋办 哪 哪里 哪儿 哪些 哪个 谁 几 几个 多少 多久 多长 什么样 何时 何 是否 是不是
        会不会 能不能 可不可以 要不要 有没有 请问 一下 一个 一些 一点 时候 的话 吗 来 去 上 下 里 中 个 种"""
    ),
    questions=questions(
        why=r"为什么|为何|为啥|什么原因|怎么会|何以",
        when=r"什么时候|何时|多久|几天|几年|多长时间|哪年|哪天|哪一年|几月|什么时间|期限",
        how_much=r"多少|几(?!乎)|多大|多高|多远|多重",
        where=r"哪里|哪儿|何处|什么地方|哪个(?:国家|城市|地方)",
        who=r"谁|什么人|哪位|何人",
        definition=r"什么是|是什么|什么意思|何谓|何为|指什么|啥意思",
        how=r"怎么|怎样|如何|咋|怎办",
        yes_no=r"吗|是否|是不是|会不会|能不能|可不可以|要不要|有没有|(.)不\1|么[?？]?$",
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
        あ い う え お き く け こ さ し す せ そ ち つ と な ぬ ね は ひ ふ ほ ま み む め ゆ ら り る れ ろ わ ん"""
    ),
    questions=questions(
        why=r"なぜ|何故|どうして",
        when=r"いつ|何(?:年|月|日|時)",
        how_much=r"いくら|いくつ|どれ(?:くらい|ぐらい|ほど)|何(?:人|個|回|円|%)",
        where=r"どこ|何処",
        who=r"誰|だれ",
        how=r"どう(?!して)|どのよう|方法",
        definition=r"とは|って何|何です",
        yes_no=r"か[。?？]?$|の[?？]$",
    ),
)

KOREAN = Language(
    "ko",
    "Korean",
    stemmer="particles",
    ignored=ignored(
        """무엇 무엇인가 무엇인가요 무엇입니까 뭐 뭔가요 언제 언제인가 언제인가요 언제입니까 어디 어디인가 어디인가요 어디입니까 어디에 어디서 누구 누구인가
        누구인가요 누구입니까 누가 얼마 얼마인가 얼마인가요 얼마나 몇 왜 어떻게 어떤 어느 무슨 그 이 저 및 등 것 수 또는 그리고 하지만 그러나 하는 있는
        있나요 있습니까 되나요 됩니까 하나요 합니까 했나요 되었나요 대한 위한 대해 위해 제가 저는 나는 내가 우리"""
    ),
    questions=questions(
        why=r"왜|이유는|때문입니까",
        when=r"언제|며칠|몇\s?(?:년|월|일|시)",
        how_much=r"얼마|몇",
        where=r"어디|어느\s?(?:곳|나라|도시)",
        who=r"누구|누가",
        how=r"어떻게|방법",
        definition=r"(?:이란|란|무엇|뭐|뜻)",
        yes_no=r"(?:까|나요|가요|니|죠)[?？]?$",
    ),
)

THAI = Language(
    "th",
    "Thai",
    ignored=ignored(
        """ที่ และ หรือ ใน ของ เป็น คือ ได้ ให้ จะ มี ไม่ กับ จาก โดย ก็ ว่า นี้ นั้น ซึ่ง อะไร ไหน ใด ใคร เมื่อไร เมื่อไหร่ ทำไม อย่างไร ยังไง เท่าไร เท่าไหร่ กี่
        ไหม มั้ย หรือไม่ ครับ ค่ะ คะ ผม ฉัน เรา เขา มัน แล้ว ต้อง การ ความ ถูก ไป มา ขึ้น บ้าง"""
    ),
    questions=questions(
        why=r"ทำไม|เพราะเหตุใด|เหตุใด",
        when=r"เมื่อไ|เมื่อใด|ปีใด|ปีไหน|วันไหน|วันที่เท่า",
        how_much=r"เท่าไ|เท่าใด|กี่|มากแค่ไหน",
        where=r"ที่ไหน|ที่ใด",
        who=r"ใคร|ผู้ใด",
        how=r"อย่างไร|ยังไง|วิธี",
        definition=r"คืออะไร|หมายถึง|หมายความว่า",
        yes_no=r"ไหม|มั้ย|หรือไม่|หรือเปล่า",
    ),
)

VIETNAMESE = Language(
    "vi",
    "Vietnamese",
    tones=True,
    ignored=ignored(
        """và hoặc của là có các những một trong với cho được bị đã đang sẽ thì mà ở từ đến này đó kia khi nào gì ai đâu sao tại thế như bao nhiêu mấy
        không tôi bạn chúng ta họ nó rằng về theo bởi vì nếu cũng rất hay ra vào lên""",
        marks=True,
    ),
    questions=questions(
        why=r"tại sao|vì sao|tai sao|vi sao|lý do",
        when=r"khi nào|khi nao|bao giờ|bao gio|lúc nào|(?:năm|ngày|tháng) nào",
        how_much=r"bao nhiêu|bao nhieu|bao lâu|bao lau|bao xa|\bmấy\b",
        where=r"ở đâu|o dau|\bđâu\b|nơi nào",
        who=r"\bai\b|người nào",
        how=r"làm (?:sao|thế nào|cách nào)|lam (?:sao|the nao)|như thế nào|nhu the nao|bằng cách nào|phải làm gì",
        definition=r"là gì|la gi|nghĩa là|có nghĩa",
        yes_no=r"có .*không|co .*khong|\b(?:không|khong|chưa)\s*[?？]?$|phải không|hay không",
    ),
)

INDONESIAN = Language(
    "id",
    "Indonesian",
    stemmer="indonesian",
    ignored=ignored(
        "yang dan di ke dari untuk dengan pada ini itu adalah atau juga saya anda kami kita apa apakah siapa kapan mana mengapa bagaimana berapa akan bisa"
    ),
    questions=questions(
        why=r"\b(?:mengapa|kenapa)\b",
        when=r"\bkapan\b",
        how_much=r"\bberapa\b",
        where=r"\b(?:di|ke|dari) mana\b",
        who=r"\bsiapa\b",
        how=r"\bbagaimana\b",
        yes_no=r"^(?:apakah|bisakah|dapatkah)\b",
        definition=r"\bapa (?:itu|yang dimaksud|arti)\b",
    ),
)

ROWS = (CHINESE, JAPANESE, KOREAN, THAI, VIETNAMESE, INDONESIAN)
