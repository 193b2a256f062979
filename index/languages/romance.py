"""Romance languages."""

from index.languages.record import Language, frames, ignored, questions

CLAUSE = r"(?:^|[¿,;:.?!–—]\s*¿?\s*)(?:(?:y|e|i|et|ma|mais|mas|pero|però|dar|și) )?"
"""Where a question begins; inside a clause *quando*, *onde*, *qui* may be conjunctions or relative pronouns."""

SPANISH = Language(
    "es",
    "Spanish",
    stemmer="spanish",
    ignored=ignored(
        """a al ante con de del desde el en entre es esta este esto hay la las le les lo los me mi mis nos o para pero por que se si sin sobre su sus
        te tu un una unas uno unos y ya yo ha han he ser son fue era como cuando donde quien cual cuanto puede pueden puedo
        e u ni no sí más muy hasta hacia según durante tras mientras aunque porque pues sino solo sólo también tampoco aún todavía siempre igual cuales cuanta
        cuantos cuantas quienes qué tú él ella ello ellos ellas usted ustedes nosotros nosotras os ti mí conmigo contigo sí mío mía tuyo suyo suya nuestro nuestra
        nuestros nuestras eso esa ese esos esas estos estas aquel aquella aquello algo alguien algún alguna alguno algunos nada nadie ningún ninguna otro otra
        soy eres somos sea sean fui fueron eran será serán sería sido siendo estoy estás está están estamos estar estaba hemos has había haya hayan habrá habría
        haber tengo tienes tiene tienen tenemos tener tenía tuve tendré tendrá puedes podemos pude pudo podré podrás podrá podrán podremos podría podrían podrías
        pueda puedan poder debo debes debe deben debemos deber debería deberían deberé deberá voy vas va van vamos iba quiero quiere quieren hago hace hacen hacer
        suele suelen sé si"""
    ),
    frames=frames(
        r"qu[eé] (?:me |nos |se |le )?(?:pasa|pasar[ií]a|pasar[aá]|sucede|suceder[aá]|ocurre|ocurrir[aá])|qu[eé] hago|es (?:verdad|cierto)"
        r"|hay que|alguien sabe"
    ),
    questions=questions(
        why=r"\bpor\s?qué\b|^¿?\s*por\s?que\b|\bpor qu[eé] (?:raz[oó]n|motivo)",
        when=rf"\bcuándo\b|{CLAUSE}(?:desde |hasta |para )?cuando\b(?!.*,)|\b(?:en )?qu[eé] (?:a[nñ]o|d[ií]a|fecha|mes)\b",
        how_much=rf"\bcuánt[oa]s?\b|{CLAUSE}(?:\w+ )?cuant[oa]s?\b",
        where=rf"\bdónde\b|{CLAUSE}(?:a |de |en |desde |hacia )?donde\b",
        who=rf"\bquién(?:es)?\b|{CLAUSE}(?:a |de |con |por |para )?quien(?:es)?\b",
        how=rf"\bcómo\b|{CLAUSE}como\b|\bqu[eé] (?:hago|debo|puedo|tengo que|podemos)\b",
        definition=r"\bqu[eé] (?:es|son|significa|quiere decir)\b",
        yes_no=r"^¿?\s*(?:me |se |te |nos |le |lo |la )*(?:puede|pueden|puedo|podemos|podr[ée]|podr[áa]n?|podr[íi]an?|es|son|est[áa]n?|estoy|hay|debo|debe|deber[íi]a|van|va|voy|ser[aá]n?"
        r"|tengo|tiene|tienen|existe|sirve|conviene|afecta|ha|han|he)\b"
        r"|^(?!.*\b(?:qué|cuál(?:es)?)\b)(?!.*(?:^|[¿,;:]\s*)(?:\w+ )?(?:que|cual(?:es)?)\b)(?!.*(?:^|¿)(?:y )?si\b).*\?\s*$",
    ),
)

FRENCH = Language(
    "fr",
    "French",
    stemmer="french",
    ignored=ignored(
        """le la les un une des du de d l au aux et ou où en dans sur sous par pour avec sans ce cet cette ces se s il elle ils elles on je j me m te nous vous
        qui que qu quoi quel quelle quels quelles quand comment pourquoi combien est sont était été être a ont avait ne pas n si mais donc y mon ma mes son sa
        ses leur leurs peut peuvent puis dois
        t c tu toi moi lui eux à chez vers entre dès depuis pendant jusque jusqu lorsque puisque quoique parce car ni or comme ainsi aussi encore déjà toujours
        seulement très plus moins même tout tous toute toutes quelque quelqu quelques quelqu'un cela ça ceci celui celle ceux celles lequel laquelle lesquels
        lesquelles auquel duquel dont rien personne aucun aucune notre nos votre vos ton ta tes tien
        suis es sommes êtes serai seras sera serons serez seront serais serait étais étaient soit soient fut ai as avons avez avais avaient avoir aurai auras
        aura aurons auront aurais aurait eu ait peux pouvons pouvez pourrai pourra pourras pourrons pourront pourrais pourrait pouvoir doit doivent devons devez
        devrai devra devrais devrait devoir faut faudra faudrait vais vas va vont veux veut veulent fais fait font faire""",
        elided="c d j l m n qu s t jusqu lorsqu puisqu",
    ),
    frames=frames(r"(?:que )?(?:se|s'est-il) passe(?:-t-il|ra-t-il|ra|)|qu['’]arrive-t-il|est-ce vrai|y a-t-il|risque-t-on"),
    questions=questions(
        why=r"\bpourquoi\b|pour quelle raison",
        how_much=r"\bcombien\b",
        when=rf"{CLAUSE}(?:de |depuis |d['’]ici |jusqu['’][àa] |[àa] partir de |pour )?quand\b(?!.*,)|\bquand\s*\?|\bquand (?:est-ce|dois-je|faut-il|peut-on|puis-je)\b"
        r"|\b(?:quelle|quel) (?:année|annee|date|jour|heure|époque|mois|moment)\b",
        where=rf"\b(?:d['’])?où (?:est|sont|se|puis|peut|dois|faut|aller|trouver|obtenir|demander|s['’])|{CLAUSE}(?:par |jusqu['’])?où\b|^ou\b|\boù\s*\?|\bquel(?:le)? (?:pays|ville|endroit)\b",
        who=rf"{CLAUSE}(?:(?:à|a|de|avec|chez|pour|contre|par) )?qui\b(?! (?:est|sont) (?:le|la) (?:nom|but))|\bqui\s*\?|\b(?:à|chez|de|par|contre) qui\b",
        how=r"\bcomment\b|\bque (?:faire|dois-je|puis-je|faut-il)\b|\bd['’]où (?:sais|savoir)",
        definition=r"qu['’]est[- ]ce (?:que c|qu)|\bque signifie\b|\bc['’]est quoi\b|définition",
        yes_no=r"(?:^|[,;:] )(?:et )?est[- ]ce qu"
        r"|^(?!.*\b(?:les?|la|aux?|du|des)?quel(?:le)?s?\b)(?!.*\bquoi\b)(?!(?:.*[,;:] )?(?:de |à )?qu(?:e|['’](?!on\b))\b)(?!(?:et )?s(?:i\b|['’]ils?\b))"
        r"(?:.*\b\w{2,}(?:-t)?-(?:je|tu|il|elle|on|nous|vous|ils|elles|ce)\b|(?:peut|peuvent|puis|dois|doit|faut|est|sont|y a)\b|.*\?\s*$)",
    ),
)

PORTUGUESE = Language(
    "pt",
    "Portuguese",
    stemmer="portuguese",
    ignored=ignored(
        """o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com sem e ou que se ao à aos às é são foi era ser há tem têm eu me meu
        minha você nós ele ela eles elas isso isto este esta esse essa qual quais quem quando onde como quanto quantos quanta quantas não mas pode podem posso
        meus minhas teu tua seu sua seus suas nosso nossa nossos nossas tu te ti si lhe lhes mim comigo contigo consigo vos vocês num numa dum duma neste nesta
        nesse nessa deste desta desse dessa disso disto nisso aquele aquela aquilo estes estas esses essas pelos pelas até desde entre sobre ante nem já
        ainda só também muito mais menos porque pois então embora enquanto caso algo alguém algum alguma alguns algumas nada ninguém nenhum nenhuma outro outra
        sou és somos seja sejam fui foram eram será serão seria sido sendo estou está estás estão estamos estar estava esteja tenho tens temos tinha terei terá
        teria ter tive houve haver haverá podes podemos pude pôde poderei poderá poderão poderia poderiam possa possam poder devo deve devem devemos dever deveria
        deveriam vou vais vai vão vamos ir quero quer querem faço faz fazem fazer consigo consegue conseguem preciso precisa cadê aonde mesmo"""
    ),
    frames=frames(
        r"o que (?:me )?(?:acontece|acontecer[áa]|acontecer|ocorre|houve)|(?:que )?acontece se|[ée] verdade|algu[ée]m sabe"
    ),
    questions=questions(
        why=r"\bpor\s?qu[eê]\b|\bpor qual razão\b",
        when=rf"{CLAUSE}(?:desde |até |para |a partir de )?quando\b(?!.*,)|\bquando\s*\?|\bquando (?:devo|posso|é que|preciso|tenho)\b|\b(?:que|qual) (?:ano|dia|data|mês|é a data)\b",
        how_much=r"\bquant[oa]s?\b",
        where=rf"{CLAUSE}(?:de |para |por )?(?:a)?onde\b|\bonde\s*\?|\bonde (?:posso|fica|devo|está|encontro)\b|\b(?:que|qual) (?:país|cidade|lugar)\b",
        who=rf"{CLAUSE}(?:(?:a|de|com|por|para) )?quem\b|\b(?:a|com|de|para) quem\b|\bquem\s*\?",
        how=rf"{CLAUSE}como\b|\bcomo (?:posso|devo|faço|se|é que|saber|fazer|conseguir)\b|\bo que (?:devo|posso|faço|fazer|tenho que)\b",
        definition=r"\bo que (?:é|são|significa|e|quer dizer)\b",
        yes_no=r"^(?:me |se )?(?:é|são|está|estão|pode|podem|posso|podemos|poderia|há|tem|têm|tenho|devo|deve|vão|vai|vou|será|serão|existe|existem|preciso|precisa|vale|adianta|consigo|foi)\b"
        r"|^(?!.*\b(?:qual|quais)\b)(?!.*(?:^|[,;:]\s*)(?:(?:o|a|em|de|com|por|e) )*que\b)(?!(?:e )?se\b).*\?\s*$",
    ),
)

ITALIAN = Language(
    "it",
    "Italian",
    stemmer="italian",
    ignored=ignored(
        """il lo la i gli le l un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla in nel nella nei su sul sulla con per tra fra e
        ed o che chi cui non si è sono era ha hanno come quando dove perché quanto quanti quanta quante quale quali cosa io mi mio mia tu lei lui noi voi loro
        questo questa questi può possono posso se ma
        ad d dallo dai dagli dalle nello negli nelle sui sugli sulle sullo col ti ci vi ne me te sé miei mie tuo tua tuoi tue suo sua suoi sue nostro nostra
        nostri nostre vostro vostra queste quello quella quelli quelle quel quei qualcosa qualcuno nessuno niente nulla altro altra ogni sia né oppure anche
        ancora già solo soltanto più meno molto mentre finché affinché poiché siccome quindi allora poi qui lì là così qual dov cos com c
        sei siamo siete sarò sarà saranno sarei sarebbe stato stata stati essere fu erano ho hai abbiamo avete avrò avrà avranno avrei avrebbe avevo aveva avuto
        avere abbia puoi possiamo potete potrò potrai potrà potranno potremo potrei potrebbe potrebbero potere potuto devo devi deve devono dobbiamo dovete dovrò
        dovrà dovrei dovrebbe dovere voglio vuole vogliono vorrei vado va vanno faccio fai fa fanno fare sto sta stanno""",
        elided="c d l m n s t v un all dall dell nell sull quest quell dov cos com",
    ),
    frames=frames(
        r"(?:che )?cosa (?:mi )?(?:succede|succederà|accade|accadrà|capita)|che (?:succede|accade)|[èe] vero"
        r"|cosa rischio|qualcuno sa"
    ),
    questions=questions(
        why=rf"{CLAUSE}perch[eéè]\b|\bper (?:quale|che) (?:motivo|ragione)\b|\bperch[eéè]\s*\?",
        when=rf"{CLAUSE}(?:da |fino a |per )?quando\b(?!.*,)|\bquando\s*\?|\bquando (?:devo|posso|si deve|bisogna)\b|\bin (?:che|quale) (?:anno|giorno|data|mese)\b",
        how_much=r"\bquant[oiae]\b|\bquant['’]è\b",
        where=rf"{CLAUSE}(?:da |di |per )?dove\b(?! (?:so|posso sapere))|\bdove (?:posso|devo|si|trovo)\b|\bdov['’]è|\bdove\s*\?|\b(?:quale|che) (?:paese|città|luogo)\b",
        who=r"\bchi\b",
        definition=r"\b(?:che )?cos(?:a|['’])\s?(?:è|sono|significa)|\bche cosa (?:è|significa)\b|\bche significa\b",
        how=r"\bcome\b|\bcosa (?:devo|posso|fare|dovrei)\b|\bche (?:devo|posso) fare\b",
        yes_no=r"^(?:mi |si |ci )?(?:è|sono|sarà|può|possono|posso|potrò|potrei|potrebbe|devo|deve|devono|dovrei|c['’]è|ci sono|ha|hanno|ho|esiste|esistono|va|vale|conviene|serve|basta)\b"
        r"|^(?!.*\b(?:cosa|qual[ei]?)\b)(?!.*(?:^|[,;:]\s*|\b(?:in|di|a|da|con|per|su|entro) )che\b)(?!e se\b).*\?\s*$",
    ),
)

ROMANIAN = Language(
    "ro",
    "Romanian",
    stemmer="romanian",
    ignored=ignored(
        """un o unei unui și si sau în in la de din cu pe pentru prin despre ce care cine când cand unde cum cât câți câte cata este e sunt a au al ai ale fi fost era
        nu să sa se că ca mai eu mă îmi meu mea tu el ea noi voi ei acest această acestea dacă dar de ce
        am ați are avem aveți aș ar aveam avea avut avea voi vei va vom veți vor vreau vrea este ești suntem sunteți erau fiu fii fie fiind pot poți poate putem
        puteți puteam putea pută putut trebuie trebui îți își îl îi le li lui ne vă te ți mi i l s m v mie ție mine tine sine noastră nostru noștri mei mele tău
        ta tale său sa săi sale lor ele ăsta asta acesta aceasta acestei acestui aceste acel acea acei acelea cel cea cei cele ceva cineva nimic nimeni vreun vreo
        niște ori nici iar însă deci ci deoarece fiindcă pentru că deși până fără spre sub peste între către dinspre printr într dintr într-un într-o doar
        numai chiar tot toți toate încă deja foarte așa atunci aici acolo oare cui cărui cărei căror câtă cât încât face fac facem"""
    ),
    frames=frames(r"ce (?:mi |ni )?(?:se (?:întâmplă|intampla|va întâmpla)|pățesc|patesc|risc)|(?:este|e) adevărat|știe cineva"),
    questions=questions(
        why=r"\bde ce\b|\bdin ce (?:cauză|motiv)\b",
        when=rf"{CLAUSE}(?:de |până |din )?c[âa]nd\b(?!.*,)|\bc[âa]nd (?:trebuie|pot|se|va|este)\b|\b[îi]n ce (?:an|zi|dată|lună)\b",
        how_much=r"\bc[âa](?:t|tă|ți|ţi|te)\b",
        where=r"\b(?<!de )unde\b|\bde unde\b(?! (?:știu|ştiu|stiu|pot (?:ști|sti|afla)|să știu|îmi dau))|\b[îi]n ce (?:țară|oraș|loc)\b",
        who=r"\bcine\b|\bcui\b",
        how=r"\bcum\b|\bce (?:pot|trebuie) (?:să )?fac\b|\bce (?:să )?fac\b|\bde unde (?:știu|ştiu|stiu|pot (?:ști|sti)|să știu|îmi dau)",
        definition=r"\bce (?:este|sunt|înseamnă|inseamna|e)\b",
        yes_no=r"^(?:este|sunt|pot|poate|putem|are|am|au|există|trebuie|va|vor|voi|mă|se|îmi|mi-|îl|mai (?:pot|poate|am)|oare)\b"
        r"|^(?!.*(?:^|[,;:] |\b(?:la|în|cu|pe|din|de|pentru|prin) )(?:ce|care)\b)(?!(?:și )?dac[ăa]\b).*\?\s*$",
    ),
)

CATALAN = Language(
    "ca",
    "Catalan",
    stemmer="catalan",
    ignored=ignored(
        """el la els les un una uns unes de del dels a al als en i o que qui què quan on com quant per perquè amb és són no es em meu jo
        l d m n s t lo los hi ho ne li us et ens se te me ni si sí però doncs més molt tan també tampoc encara ja només sols sempre mai fins des sobre sota entre
        sense contra segons durant mentre sinó tot tots tota totes cap algú alguna algun alguns res altre altra pel pels quin quina quins quines quanta quants
        quantes aquest aquesta aquests aquestes aquell aquella això allò tu ell ella nosaltres vosaltres ells elles mi meva meus meves teu teva seu seva seus
        seves nostre nostra vostre vostra era eren sóc soc ets som sou ser estar està estan estic estat sigui siguin serà seran seria he has ha hem heu han havia
        haver hagi hauré haurà haurien hauria tinc tens té tenim teniu tenen tenir tindré tindrà puc pots pot podem podeu poden podré podràs podrà podrem podran
        podria podrien pugui puguin poder dec deu deuen deuria vaig vas va van anem anar cal caldrà caldria vull vol volen faig fas fa fan fer sé""",
        elided="d l m n s t",
    ),
    frames=frames(r"qu[èe] (?:em |ens )?(?:passa|passar[àa]|passaria)|[ée]s (?:veritat|cert)|alg[úu] sap"),
    questions=questions(
        why=r"\bper qu[èe]\b",
        when=rf"{CLAUSE}(?:des de |fins )?quan\b(?!.*,)|\bquan (?:haig|he|puc|cal|s['’])\b|\bquan\s*\?|\b(?:quin|quina) (?:any|dia|data|mes)\b",
        how_much=r"\bquant(?:s|a|es)?\b",
        where=rf"{CLAUSE}(?:d['’]|a |cap a |fins )?on\b|\bon (?:puc|és|he|haig|trobo|es)\b|\bon\s*\?|\bd['’]on (?:puc|surt|ve)\b",
        who=r"\bqui\b",
        how=rf"{CLAUSE}com\b|\bcom (?:puc|es|s['’]|he|faig|saber|fer)\b|\bqu[èe] (?:puc|he de|haig de|cal) fer\b|\bqu[èe] faig\b",
        definition=r"\bqu[èe] (?:és|són|significa|vol dir)\b",
        yes_no=r"^(?:em |es |et |ens |s['’]|m['’])?(?:pot|poden|puc|podem|podr[ée]|podr[àa]n?|podria|és|són|hi ha|hauria|haig|he|han|tinc|t[ée]|cal|val|existeix|va|encara)\b"
        r"|^(?!.*\bqu(?:è|in[as]?|ines)\b)(?!.*(?:^|[,;:]\s*)(?:(?:a|de|amb|en|per) )?que\b)(?!(?:i )?si\b).*\?\s*$",
    ),
)

ROWS = (SPANISH, FRENCH, PORTUGUESE, ITALIAN, ROMANIAN, CATALAN)
