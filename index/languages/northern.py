"""Germanic languages, and those of the Baltic and of Hungary."""

from index.languages.record import Language, frames, ignored, questions

AUXILIARY = r"(?:(?:will|would|shall|should|can|could|do|does|did|is|are|was|were|am|has|have|had|may|might|must)(?:n't)?|can't|won't|cannot)"
TOLD = r"\b(?:know|tell me|say|said|decides?|find out|depends? on|sure)"
"""What an indirect question follows in English; elsewhere *when*, *where* and *who* may begin a clause that asks nothing."""
BEFORE_WHO = r"(?:to|with|by|from|for|at|of|against|and|so)"

ENGLISH = Language(
    "en",
    "English",
    stemmer="english",
    ignored=ignored(
        """a an the of to in on at by for with from into about as and or but if so than that this these those it its is are was were be been being
        am do does did have has had will would shall should can could may might must not no i me my we us our you your he him his she her they them
        their there here what which who whom whose when where why how please just also very s t
        cannot ought don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't can't couldn't won't wouldn't shan't shouldn't mustn't mightn't
        needn't ain't i'm i've i'll i'd you're you've you'll you'd he's he'd he'll she's she'd she'll it's it'd it'll we're we've we'll we'd they're they've
        they'll they'd that's that'll there's here's what's what're who's who'd who'll where's how's when's why's let's mine yours hers ours theirs myself
        yourself himself herself itself ourselves yourselves themselves only even still already ever then else too any some anything
        something because while whether though although"""
    ),
    frames=frames(
        r"what now|what (?:exactly )?(?:happens|will happen|would happen|can happen|could happen|happened)|how come"
        r"|tell me|(?:i|we) (?:want|need|would like|'d like) to know|(?:do|does) (?:you|anyone|anybody) know|is it (?:true|possible)"
    ),
    questions=questions(
        why=r"\bwhy\b|\bfor what reason\b|\bhow come\b",
        how_much=r"\bhow (?:much|many|long|far|old|big|high|large|often)\b",
        when=rf"^(?:(?:since|until|till|by|from|and|so) )?when\b(?!.*,)|\bwhen {AUXILIARY}\b|{TOLD} when\b|\bwhen\s*\?|\bwhat (?:time|date|year|day|month)\b",
        where=rf"^(?:from |to )?where\b(?!.*,)|\bwhere {AUXILIARY}\b|{TOLD} where\b|\bwhere\s*\?|\b(?:what|which) (?:place|country|city)\b",
        who=rf"^(?:{BEFORE_WHO} )?who(?:m|se)?\b|[,;:] (?:{BEFORE_WHO} )?who(?:m|se)?\b.*\?|{TOLD} (?:{BEFORE_WHO} )?who(?:m|se)?\b|\b{BEFORE_WHO} whom?\b|\bwho\s*\?",
        how=r"\bhow\b|\bwhat (?:can|should|must|do|could|shall) i\b|\bwhat (?:do|to do|now)\b",
        definition=r"\bwhat(?:'s| is| are| does)\b(?! the difference)|\bmeaning of\b|\bdefine\b",
        yes_no=rf"^{AUXILIARY}\b|[,;:] (?:and |so |but |then )?{AUXILIARY} (?:i|you|he|she|it|we|they|one|the|my|this|that|there|any\w*|some\w*)\b"
        r"|^(?!.*\b(?:what|which)\b)(?!(?:and |but )?if\b).*\?\s*$",
    ),
)

GERMAN = Language(
    "de",
    "German",
    stemmer="german",
    # Not wäre: without its accent it is a word for goods.
    ignored=ignored(
        """der die das den dem des ein eine einer einem einen eines und oder aber in im an am auf aus bei mit nach von vom zu zum zur für über um durch als wie ist
        sind war waren wird werden wurde wurden hat haben hatte sein nicht kein keine was wer wen wem wann wo wohin woher warum weshalb wieso welche welcher welches
        welchen wieviel viel viele ich mich mir mein meine du er sie es wir ihr uns man sich kann können muss soll darf dass wenn ob auch nur noch so
        bin bist seid sei gewesen habe hast habt hatten hatte hätte hätten werde wirst werdet würde würden würdest worden geworden kannst könnt konnte konnten
        könnte könnten könntest müssen musst müsst musste mussten müsste müssten sollen sollst sollt sollte sollten solltest dürfen darfst dürft durfte dürfte
        will willst wollen wollt wollte wollten mag möchte möchten möchtest wessen welchem worum woran worauf woraus wovon wovor wodurch womit wofür wogegen wozu
        keinen keinem keiner keines dich dir dein deine deinen deinem deiner ihm ihn ihnen euch euer eure unser unsere unseren unserem unserer meinen meinem meiner
        meines seine seinen seinem seiner ihre ihren ihrem ihrer ihres dieser diese dieses diesen diesem jener jene jenes jemand jemanden jemandem etwas da dort
        dann denn doch mal schon eigentlich etwa sonst also sehr überhaupt eben ja nein bitte bis seit vor während sobald falls damit weil"""
    ),
    frames=frames(
        r"was (?:passiert|geschieht|tun|nun)|stimmt es|w(?:as|ie) mache|ich (?:möchte|will|würde gern) wissen|weiß jemand"
    ),
    questions=questions(
        why=r"\b(?:warum|weshalb|wieso|wozu)\b|aus welchem grund",
        how_much=r"\bwie ?(?:viele?[mnrs]?|lange?|oft|hoch|gross|weit|alt|teuer)\b",
        when=r"\bwann\b|\b(?:welche[mnrs]|welches) (?:jahr|tag|datum|jahrhundert|monat)",
        where=r"\bwo(?:hin)?\b|\bwoher\b(?! (?:weiss|wissen|kann ich wissen))|\bwelche[mnrs]? (?:land|stadt|ort)\b",
        who=r"\bwe(?:r|n|m|ssen)\b",
        how=r"\bwie\b|\bwas (?:kann|soll|muss|mache|darf|tue) ich\b|\bwas (?:tun|nun|machen)\b|\bwoher (?:weiss|kann ich wissen)|\bworan (?:erkenn|merk|seh)",
        definition=r"\bwas (?:ist|sind|bedeutet|heisst|versteht)\b",
        yes_no=r"^(?:ist|sind|bin|bist|war|waren|wird|werde|werden|wurde|hat|habe|haben|hatte|kann|können|könnte|könnten|darf|dürfen|dürfte|muss|müssen|müsste"
        r"|soll|sollen|sollte|sollten|will|wollen|mag|gibt|geht|gilt|lohnt|reicht|hilft|droht|stimmt|braucht|bekommt|kommt|zählt)\b"
        r"|^(?!(?:mit|ohne|seit|statt|heute|welche?[mnrs]?|alle|beide)\b)\w+(?:e|st|t|en) (?:ich|du|er|sie|es|wir|ihr|man|mich|mir|uns|sich)\b"
        r"|^(?!.*\b(?:was|welche?[mnrs]?|wo\w+)\b)(?!(?:und )?wenn\b).*\?\s*$",
    ),
)

DUTCH = Language(
    "nl",
    "Dutch",
    stemmer="dutch",
    ignored=ignored(
        """de het een en of in op aan van voor met naar te is zijn was waren wordt worden dat die dit deze wat wie waar wanneer waarom hoe welke veel ik mij mijn
        niet er om als kan
        ben bent geweest heb hebt heeft hebben had hadden werd werden geworden word kun kunt kunnen kon konden mag mogen mocht mochten moet moeten moest moesten
        zal zullen zult zou zouden wil wilt willen wilde wilden hoef hoeft hoeven ga gaat gaan laat laten welk hoeveel waarvoor waarmee waaraan waarom waarin
        waarover waarvan waardoor waarheen wiens jij je jou jouw u uw hij hem zij ze haar wij we ons onze jullie hun hen men me mezelf zich iemand iets geen
        bij door over uit tot tegen onder na om want maar dus dan toch nog al ook wel eens even maar alleen eigenlijk hier daar daarna toen terwijl zodat omdat
        zodra indien"""
    ),
    frames=frames(r"wat (?:gebeurt|gebeurde|als|nu)|(?:wat )?gebeurt er|klopt het|weet iemand|is het waar"),
    questions=questions(
        why=r"\bwaarom\b|om welke reden",
        how_much=r"\bhoe (?:veel|lang|vaak|groot|oud|ver|hoog|duur)\b|\bhoeveel\b",
        when=r"\bwanneer\b|\b(?:welk|welke) (?:jaar|dag|datum|maand)\b",
        where=r"^(?:van |naar )?waar(?:heen|naartoe)?\b|[,;:] waar\b.*\?|\bwaar (?:kan|moet|vind|ga|is|zijn|staat|ligt|mag|kun)\b|\bwelk (?:land|plaats)\b",
        who=r"\bwie\b",
        how=r"\bhoe\b|\bwat (?:kan|moet|doe) ik\b|\bwat (?:nu|te doen)\b|\bwaaraan (?:herken|zie)",
        definition=r"\bwat (?:is|zijn|betekent)\b",
        yes_no=r"^(?:is|zijn|ben|was|waren|kan|kun|kunt|kunnen|kon|mag|mogen|moet|moeten|heeft|heb|hebben|wordt|worden|word|zal|zullen|zou|zouden|wil|willen"
        r"|gaat|ga|krijgt|krijg|bestaat|klopt|helpt|telt|hoeft|hoef|komt|staat|geldt|loopt)\b"
        r"|^(?!(?:als|dat|of|en|maar|want|toen|omdat|voordat|nadat|zodra|terwijl|met|voor|bij|aan|van|zonder|wat|die|sinds)\b)\w+ (?:ik|je|jij|hij|ze|zij|we|wij|men|u|jullie)\b"
        r"|^(?!.*\b(?:wat|welke?|waar\w*)\b)(?!(?:en )?als\b).*\?\s*$",
    ),
)

SWEDISH = Language(
    "sv",
    "Swedish",
    stemmer="swedish",
    ignored=ignored(
        """och i att det som en ett den på är av för med till om har de inte var när hur vem vad vilken varför jag min kan ska
        vilka vilket vart varifrån vems hade ha haft vara varit vore bli blir blev blivit kunde kunna skall skulle måste får fick få bör borde vill ville brukar
        mig mitt mina du dig din ditt dina han honom hans hon henne hennes vi oss vår vårt våra ni er ert era dem deras man sig sin sitt sina någon något några
        ingen inget inga detta denna dessa där här då så men eller än bara också ju nog väl redan ens från vid ur under över mot hos utan eftersom
        medan därför"""
    ),
    frames=frames(r"vad (?:händer|hände|gör jag)|är det sant|stämmer det|vet någon"),
    questions=questions(
        why=r"\bvarför\b|av vilken anledning",
        how_much=r"\bhur (?:mycket|många|länge|lång|långt|ofta|stor|stort|gammal|hög|högt)\b",
        when=r"^(?:sedan )?när\b(?!.*,)|\bnär (?:kan|ska|måste|får|blir|är|var|kommer)\b|\bvilke[nt] (?:år|dag|datum|månad)\b|\bvilket årtal\b",
        where=r"^(?:var|vart|varifrån)\b|[,;:] (?:var|vart)\b.*\?|\bvilke[nt] (?:land|stad|plats|ort)\b",
        who=r"\bvem(?:s)?\b|\bvilka (?:kan|får|ska|är)\b",
        how=r"\bhur\b|\bvad (?:kan|ska|måste|bör|gör) jag\b",
        definition=r"\bvad (?:är|betyder|innebär|menas)\b",
        yes_no=r"^(?:är|var|blir|kan|kunde|ska|skall|skulle|måste|får|bör|vill|har|hade|finns|gäller|kommer|räcker|behöver|går|ringer|stämmer)\b"
        r"|^(?!när|om|att|som|vad)\w+r (?:jag|du|han|hon|den|det|vi|ni|de|man)\b"
        r"|^(?!.*\b(?:vad|vilke[nt]|vilka)\b)(?!(?:och )?om\b).*\?\s*$",
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
    ignored=ignored(
        """a az és van nem hogy egy volt de vagy mi ki hol mikor miért hogyan mennyi én is
        vannak lesz lesznek lehet lehetek lehetne voltak lenne kell kellene kellett tud tudok tudja szabad fog fogok fognak fogja ez ezt ezek azok azt ezen azon
        engem nekem rám tőlem velem te téged neked ő őt neki mi minket nekünk ti ők nekik magam maga ön önnek kit kik kinek kivel mit mik minek mivel melyik
        melyiket milyen milyet miféle hány hányan meddig mióta merre hová hova honnan hogy miként ha mert csak még már meg se sem ne nincs nincsenek akkor ott itt
        így úgy olyan ilyen aki amely ami pedig hanem tehát vajon ugye valaki valami senki semmi mint el ki be"""
    ),
    frames=frames(r"mi (?:történik|lesz|van)|mi (?:a teendő)|igaz-e|tudja valaki"),
    questions=questions(
        why=r"\bmi[ée]rt\b|\bmi okb[óo]l\b",
        how_much=r"\b(?:mennyi\w*|h[áa]ny\w*|mekkora|milyen (?:hossz[úu]|sok|gyakran)|meddig)\b",
        when=r"\bmikor\w*\b|\bmi[óo]ta\b|\bmelyik (?:[ée]vben|napon|h[óo]napban)\b",
        where=r"\b(?:hol|hov[áa]|merre)\b|\bhonnan\b(?! (?:tud|lehet tudni))|\bmelyik (?:orsz[áa]g|v[áa]ros)",
        who=r"\b(?:ki|kik|kit|kinek|kivel|kit[őo]l|kihez)\b",
        how=r"\b(?:hogyan|hogy(?= (?:lehet|tud|kell))|mik[ée]nt|mik[ée]pp\w*)\b|\bmit (?:tegyek|tehetek|csin[áa]ljak|kell tennem)\b|\bhonnan (?:tud|lehet tudni)",
        definition=r"\bmi (?:az?|a jelent[ée]se)\b|\bmit jelent\b|\bmi(?:k)? a\b",
        yes_no=r"\b\w+-e\b|^(?!.*\b(?:mi|mit|milyen\w*|melyik\w*|mif[ée]le|mivel|minek)\b)(?!(?:[ée]s )?ha\b).*\?\s*$",
    ),
)

ROWS = (ENGLISH, GERMAN, DUTCH, SWEDISH, DANISH, NORWEGIAN, FINNISH, ESTONIAN, LITHUANIAN, HUNGARIAN)
