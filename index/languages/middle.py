"""Languages of the Middle East and South Asia, and Turkish and Greek on the way."""

from index.languages.record import Language, ignored, questions

ARABIC = Language(
    "ar",
    "Arabic",
    stemmer="arabic",
    ignored=ignored(
        """في من على إلى عن مع هل ما ماذا متى أين كيف لماذا كم أي هو هي هم هذا هذه ذلك تلك التي الذي الذين أن إن أو و لا لم لن قد كان كانت يكون ثم
        بعد قبل بين عند كل أنا أنت نحن يمكن يمكنني"""
    ),
    questions=questions(
        why=r"لماذا|لِمَ|ما سبب",
        when=r"متى|في [أا]ي (?:عام|سنة|يوم|تاريخ)",
        how_much=r"\bكم\b|ما (?:عدد|مقدار)",
        where=r"[أا]ين",
        how=r"كيف|ماذا [أا]فعل",
        who=r"\bمن (?:هو|هي|الذي|هم)|^من\b",
        definition=r"ما (?:هو|هي|معنى|المقصود)",
        yes_no=r"^هل\b|هل ",
    ),
)

HINDI = Language(
    "hi",
    "Hindi",
    stemmer="hindi",
    ignored=ignored(
        """का की के को में से पर ने है हैं था थे थी हो होता होती होते और या एक यह वह ये वे इस उस कि जो तो भी ही नहीं क्या क्यों कब कहाँ कहां कैसे कौन
        किस किसने किसके कितना कितने कितनी कौनसा कर करना किया गया गई जाता जाती लिए साथ द्वारा मैं मुझे मेरा आप हम"""
    ),
    questions=questions(
        why=r"क्यों|किस कारण",
        when=r"कब|किस (?:वर्ष|साल|दिन|तारीख)",
        how_much=r"कितन[ाेी]",
        where=r"कहाँ|कहां|किस (?:जगह|देश|शहर|स्थान)",
        who=r"कौन|किसने|किसे",
        how=r"कैसे|किस तरह|किस प्रकार",
        definition=r"क्या (?:है|हैं|होता|होती|मतलब)|का (?:अर्थ|मतलब)",
        yes_no=r"^क्या\s",
    ),
)

TURKISH = Language(
    "tr",
    "Turkish",
    stemmer="turkish",
    ignored=ignored(
        """ve veya ile bir bu şu o da de ki için gibi daha en çok ne nedir neden niçin niye nasıl nerede nereye nereden kim kimdir kimin hangi kaç mı mi mu mü
        mıdır midir mudur müdür ise ama fakat ancak olarak olan ben beni bana sen biz siz onlar her ya"""
    ),
    questions=questions(
        why=r"\b(?:neden|niçin|niye)\b",
        when=r"\bne zaman\b|\b(?:hangi|kaç) (?:yıl|tarih|gün)",
        how_much=r"\bne kadar\b|\bkaç\b",
        where=r"\bnere(?:de|ye|den|si)\b",
        who=r"\bkim",
        how=r"\bnasıl\b|\bne yap",
        definition=r"\bnedir\b|\bne demek|\bne anlama",
        yes_no=r"\bm[ıiuü](?:y|d|s)?\w*\s*[?？]?$|\bm[ıiuü]\b",
    ),
)

GREEK = Language(
    "el",
    "Greek",
    stemmer="greek",
    ignored=ignored(
        """ο η το οι τα του της των τον την τους τις ένας μια μία ένα και ή με σε στο στη στην στον στα στις στους από για ως να θα που πως ότι αν δεν μη μην είναι
        ήταν έχει έχουν τι ποιος ποια ποιο ποιοι ποιες ποιον πού πότε πώς γιατί πόσο πόσα πόσοι πόσες μου σου μας σας εγώ αυτό αυτή αυτός κατά"""
    ),
    questions=questions(
        why=r"γιατ[ίι]|για ποι[οό] λ[όο]γο",
        when=r"π[όο]τε|ποι(?:ο έτος|α χρονι[άα]|α ημερομην[ίι]α)",
        how_much=r"π[όο]σ(?:ο|α|οι|ες|ους|η)(?!\w)",
        where=r"\bπο[ύυ]\b(?=.*[;;?])|^πο[ύυ]\b",
        who=r"\bποι(?:ος|ον|ο[ίι]|ανού)\b",
        how=r"\bπ[ώω]ς\b|τι (?:πρ[έε]πει|να) (?:να )?κ[άα]ν",
        definition=r"τι (?:ε[ίι]ναι|σημα[ίι]νει)|ποια ε[ίι]ναι η (?:έννοια|σημασία)",
        yes_no=r"^(?:μπορ|ε[ίι]ναι|έχ|θα|υπ[άα]ρχ|πρ[έε]πει)",
    ),
)

PERSIAN = Language(
    "fa",
    "Persian",
    stemmer="persian",
    ignored=ignored("و در به از که این آن را با است برای یک تا هم یا چه چرا کجا کی چگونه چطور آیا چند من"),
)
HEBREW = Language("he", "Hebrew", ignored=ignored("של את על עם זה זו היא הוא לא או גם כי אם מה מי מתי איפה למה איך כמה האם אני"))
TAMIL = Language("ta", "Tamil", stemmer="tamil", ignored=ignored("ஒரு மற்றும் இந்த அந்த என்று என்ன எப்படி ஏன் எங்கே யார் எப்போது எவ்வளவு"))
NEPALI = Language("ne", "Nepali", stemmer="nepali", ignored=ignored("को का की ले मा र छ हो के किन कहाँ कहिले कसरी कसले कति"))
ARMENIAN = Language("hy", "Armenian", stemmer="armenian", ignored=ignored("և է ու են որ ինչ ով որտեղ երբ ինչու ինչպես որքան"))

ROWS = (ARABIC, HINDI, TURKISH, GREEK, PERSIAN, HEBREW, TAMIL, NEPALI, ARMENIAN)
