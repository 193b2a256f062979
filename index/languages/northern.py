"""Germanic and Slavic languages, and those of the Baltic and of Hungary."""

from index.languages.record import Language, ignored, questions

ENGLISH = Language(
    "en",
    "English",
    stemmer="english",
    ignored=ignored(
        """a an the of to in on at by for with from into about as and or but if so than that this these those it its is are was were be been being
        am do does did have has had will would shall should can could may might must not no i me my we us our you your he him his she her they them
        their there here what which who whom whose when where why how please just also very s t"""
    ),
    questions=questions(
        why=r"\bwhy\b|\bfor what reason\b",
        how_much=r"\bhow (?:much|many|long|far|old|big|high|large)\b",
        when=r"\bwhen\b|\bwhat (?:time|date|year|day)\b",
        where=r"\bwhere\b|\b(?:what|which) (?:place|country|city)\b",
        who=r"\bwho(?:m|se)?\b",
        how=r"\bhow\b|\bwhat (?:can|should|must|do) i\b",
        definition=r"\bwhat (?:is|are|does)\b|\bmeaning of\b|\bdefine\b",
        yes_no=r"^(?:will|would|can|could|do|does|did|is|are|was|were|has|have|had|should|may|might|must|am)\b",
    ),
)

GERMAN = Language(
    "de",
    "German",
    stemmer="german",
    ignored=ignored(
        """der die das den dem des ein eine einer einem einen eines und oder aber in im an am auf aus bei mit nach von vom zu zum zur für über um durch als wie ist
        sind war waren wird werden wurde wurden hat haben hatte sein nicht kein keine was wer wen wem wann wo wohin woher warum weshalb wieso welche welcher welches
        welchen wieviel viel viele ich mich mir mein meine du er sie es wir ihr uns man sich kann können muss soll darf dass wenn ob auch nur noch so"""
    ),
    questions=questions(
        why=r"\b(?:warum|weshalb|wieso|wozu)\b|aus welchem grund",
        how_much=r"\bwie ?(?:viele?|lange?|oft|hoch|groß|gross|weit|alt|teuer)\b",
        when=r"\bwann\b|\b(?:welche[mns]|welches) (?:jahr|tag|datum|jahrhundert)",
        where=r"\bwo(?:hin|her)?\b|\bwelche[mnrs]? (?:land|stadt|ort)\b",
        who=r"\bwe(?:r|n|m|ssen)\b",
        how=r"\bwie\b|\bwas (?:kann|soll|muss|mache) ich\b",
        definition=r"\bwas (?:ist|sind|bedeutet|heißt|versteht)\b",
        yes_no=r"^(?:ist|sind|war|waren|wird|werden|hat|haben|kann|können|darf|muss|soll|gibt|bin)\b",
    ),
)

RUSSIAN = Language(
    "ru",
    "Russian",
    stemmer="russian",
    ignored=ignored(
        """и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по её ее мне от меня о из ему ли если или ни быть был была были было это этот
        эта эти кто где когда куда откуда почему зачем сколько какой какая какое какие каких каким чем чего чему для до при мы нас вас их им мой моя мои может могут"""
    ),
    questions=questions(
        why=r"\b(?:почему|зачем|отчего)\b|по какой причине",
        when=r"\bкогда\b|в как(?:ом году|ой день|ом веке)|какого числа",
        how_much=r"\bсколько\b|\bнасколько\b",
        where=r"\b(?:где|куда|откуда)\b|в как(?:ой стране|ом городе|ом месте)",
        who=r"\b(?:кто|кого|кому|кем|чей)\b",
        definition=r"\bчто (?:такое|значит|означает)\b",
        how=r"\bкак\b|\bкаким образом\b|\bчто (?:мне )?делать\b",
        yes_no=r"\bли\b|^(?:может|могут|можно|есть|является|правда|нужно)\b",
    ),
)

DUTCH = Language(
    "nl",
    "Dutch",
    stemmer="dutch",
    ignored=ignored(
        "de het een en of in op aan van voor met naar te is zijn was waren wordt worden dat die dit deze wat wie waar wanneer waarom hoe welke veel ik mij mijn niet er om als kan"
    ),
    questions=questions(
        why=r"\bwaarom\b",
        how_much=r"\bhoe (?:veel|lang|vaak|groot|oud|ver)\b|\bhoeveel\b",
        when=r"\bwanneer\b",
        where=r"\bwaar\b",
        who=r"\bwie\b",
        how=r"\bhoe\b",
        definition=r"\bwat (?:is|zijn|betekent)\b",
        yes_no=r"^(?:is|zijn|kan|kunnen|mag|moet|heeft|wordt)\b",
    ),
)

SWEDISH = Language(
    "sv",
    "Swedish",
    stemmer="swedish",
    ignored=ignored(
        "och i att det som en ett den på är av för med till om har de inte var när hur vem vad vilken varför jag min kan ska"
    ),
)
DANISH = Language(
    "da",
    "Danish",
    stemmer="danish",
    ignored=ignored(
        "og i at det som en et den på er af for med til om har de ikke var hvor hvornår hvordan hvem hvad hvilken hvorfor jeg min kan skal"
    ),
)
NORWEGIAN = Language(
    "no",
    "Norwegian",
    stemmer="norwegian",
    ignored=ignored(
        "og i å det som en et den på er av for med til om har de ikke var hvor når hvordan hvem hva hvilken hvorfor jeg min kan skal"
    ),
)
FINNISH = Language(
    "fi",
    "Finnish",
    stemmer="finnish",
    ignored=ignored(
        "ja on ei että se en oli mutta tai kun niin kuin mikä mitä kuka missä milloin miksi miten kuinka minä voi onko"
    ),
)
ESTONIAN = Language(
    "et",
    "Estonian",
    stemmer="estonian",
    ignored=ignored("ja on ei et see oli aga või kui mis kes kus millal miks kuidas palju mina kas"),
)
LITHUANIAN = Language(
    "lt", "Lithuanian", stemmer="lithuanian", ignored=ignored("ir yra ne kad tai buvo bet ar kai kas kur kada kodėl kaip kiek aš")
)
HUNGARIAN = Language(
    "hu",
    "Hungarian",
    stemmer="hungarian",
    ignored=ignored("a az és van nem hogy egy volt de vagy mi ki hol mikor miért hogyan mennyi én is"),
)
POLISH = Language(
    "pl",
    "Polish",
    stemmer="polish",
    ignored=ignored(
        "i w z na do nie się jest są to że o po od za a ale lub czy co kto gdzie kiedy dlaczego jak ile jaki jaka jakie który mnie mi mój być był była"
    ),
)
CZECH = Language(
    "cs",
    "Czech",
    stemmer="czech",
    ignored=ignored(
        "a v z na do ne se je jsou to že o po od za ale nebo co kdo kde kdy proč jak kolik jaký který mě mi můj být byl byla zda"
    ),
)
SERBIAN = Language(
    "sr",
    "Serbian",
    stemmer="serbian",
    ignored=ignored(
        "и у је на се да не што шта где када како зашто ко који која колико су ће од за i u je na se da ne što šta gde kada kako zašto ko koji koja koliko su će od za"
    ),
)
UKRAINIAN = Language(
    "uk",
    "Ukrainian",
    ignored=ignored("і в у не на з із та до що де коли як чому хто який яка які скільки це чи був була я мене мій"),
)

ROWS = (
    ENGLISH,
    GERMAN,
    RUSSIAN,
    DUTCH,
    SWEDISH,
    DANISH,
    NORWEGIAN,
    FINNISH,
    ESTONIAN,
    LITHUANIAN,
    HUNGARIAN,
    POLISH,
    CZECH,
    SERBIAN,
    UKRAINIAN,
)
