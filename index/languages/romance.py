"""Romance languages."""

from index.languages.record import Language, ignored, questions

SPANISH = Language(
    "es",
    "Spanish",
    stemmer="spanish",
    ignored=ignored(
        """a al ante con de del desde el en entre es esta este esto hay la las le les lo los me mi mis nos o para pero por que se si sin sobre su sus
        te tu un una unas uno unos y ya yo ha han he ser son fue era como cuando donde quien cual cuanto puede pueden puedo"""
    ),
    questions=questions(
        why=r"por\s?qu[eé]\b",
        when=r"\bcu[aá]ndo\b|\bqu[eé] (?:a[nñ]o|d[ií]a|fecha)\b",
        how_much=r"\bcu[aá]nt[oa]s?\b",
        where=r"\bd[oó]nde\b",
        who=r"\bqui[eé]n(?:es)?\b",
        how=r"\bc[oó]mo\b|\bqu[eé] (?:hago|debo|puedo)\b",
        definition=r"\bqu[eé] (?:es|son|significa)\b",
        yes_no=r"^¿?\s*(?:me |se |te )?(?:puede|pueden|puedo|es|son|hay|debo|van|va|ser[aá]|tengo)\b",
    ),
)

FRENCH = Language(
    "fr",
    "French",
    stemmer="french",
    ignored=ignored(
        """le la les un une des du de d l au aux et ou où en dans sur sous par pour avec sans ce cet cette ces se s il elle ils elles on je j me m te nous vous
        qui que qu quoi quel quelle quels quelles quand comment pourquoi combien est sont était été être a ont avait ne pas n si mais donc y mon ma mes son sa
        ses leur leurs peut peuvent puis dois fait-il"""
    ),
    questions=questions(
        why=r"\bpourquoi\b|pour quelle raison",
        how_much=r"\bcombien\b",
        when=r"\bquand\b|\b(?:quelle|quel) (?:année|annee|date|jour|heure|époque)\b",
        where=r"\boù\b|^ou\b|\bquel(?:le)? (?:pays|ville|endroit)\b",
        who=r"\bqui\b(?! (?:est|sont) (?:le|la) (?:nom|but))",
        how=r"\bcomment\b|\bque (?:faire|dois-je|puis-je)\b",
        definition=r"qu['’]est[- ]ce (?:que c|qu)|\bque signifie\b|\bc['’]est quoi\b|définition",
        yes_no=r"^(?:est[- ]ce|peut|peuvent|puis|dois|faut|a-t|est-|sont-|y a)",
    ),
)

PORTUGUESE = Language(
    "pt",
    "Portuguese",
    stemmer="portuguese",
    ignored=ignored(
        """o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com sem e ou que se ao à aos às é são foi era ser há tem têm eu me meu
        minha você nós ele ela eles elas isso isto este esta esse essa qual quais quem quando onde como quanto quantos quanta quantas não mas pode podem posso"""
    ),
    questions=questions(
        why=r"\bpor\s?qu[eê]\b|\bpor qual razão\b",
        when=r"\bquando\b|\b(?:que|qual) (?:ano|dia|data)\b",
        how_much=r"\bquant[oa]s?\b",
        where=r"\b(?:a)?onde\b|\b(?:que|qual) (?:país|cidade|lugar)\b",
        who=r"\bquem\b",
        how=r"\bcomo\b|\bo que (?:devo|posso|faço|fazer)\b",
        definition=r"\bo que (?:é|são|significa|e)\b",
        yes_no=r"^(?:é|são|pode|podem|posso|há|tem|devo|vão|vai|será|existe)\b",
    ),
)

ITALIAN = Language(
    "it",
    "Italian",
    stemmer="italian",
    ignored=ignored(
        """il lo la i gli le l un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla in nel nella nei su sul sulla con per tra fra e
        ed o che chi cui non si è sono era ha hanno come quando dove perché quanto quanti quanta quante quale quali cosa io mi mio mia tu lei lui noi voi loro
        questo questa questi può possono posso se ma"""
    ),
    questions=questions(
        why=r"\bperch[eéè]\b",
        when=r"\bquando\b|\bin (?:che|quale) (?:anno|giorno|data)\b",
        how_much=r"\bquant[oiae]\b",
        where=r"\bdov(?:e|['’]è)\b|\b(?:quale|che) (?:paese|città|luogo)\b",
        who=r"\bchi\b",
        definition=r"\b(?:che )?cos(?:a|['’])\s?(?:è|sono|significa)|\bche cosa (?:è|significa)\b",
        how=r"\bcome\b|\bcosa (?:devo|posso|fare)\b",
        yes_no=r"^(?:è|sono|può|possono|posso|devo|c['’]è|ci sono|ha|hanno|esiste)\b",
    ),
)

ROMANIAN = Language(
    "ro",
    "Romanian",
    stemmer="romanian",
    ignored=ignored(
        """un o unei unui și si sau în in la de din cu pe pentru prin despre ce care cine când cand unde cum cât câți câte cata este e sunt a au al ai ale fi fost era
        nu să sa se că ca mai eu mă îmi meu mea tu el ea noi voi ei acest această acestea dacă dar de ce"""
    ),
    questions=questions(
        why=r"\bde ce\b|\bdin ce (?:cauză|motiv)\b",
        when=r"\bc[âa]nd\b|\b[îi]n ce (?:an|zi|dată)\b",
        how_much=r"\bc[âa](?:t|tă|ți|ţi|te)\b",
        where=r"\bunde\b|\b[îi]n ce (?:țară|oraș|loc)\b",
        who=r"\bcine\b|\bcui\b",
        how=r"\bcum\b|\bce (?:pot|trebuie) (?:să )?fac\b",
        definition=r"\bce (?:este|sunt|înseamnă|inseamna)\b",
        yes_no=r"^(?:este|sunt|pot|poate|are|au|există|trebuie|va|vor|mă|se)\b",
    ),
)

CATALAN = Language(
    "ca",
    "Catalan",
    stemmer="catalan",
    ignored=ignored(
        "el la els les un una uns unes de del dels a al als en i o que qui què quan on com quant per perquè amb és són no es em meu jo"
    ),
    questions=questions(
        why=r"\bper qu[eè]\b",
        when=r"\bquan\b",
        how_much=r"\bquant(?:s|a|es)?\b",
        where=r"\bon\b",
        who=r"\bqui\b",
        how=r"\bcom\b",
        definition=r"\bqu[eè] (?:és|són|significa)\b",
    ),
)

ROWS = (SPANISH, FRENCH, PORTUGUESE, ITALIAN, ROMANIAN, CATALAN)
