"""Words around a full stop that tell whether it ends a sentence; plain lists, a line a language where that can be told.

Only what is common in running text is listed: an abbreviation that is missing costs one wrong border, and the sentence
that begins with a small letter after it is never cut off anyway.
"""

TITLES = frozenset(
    """
    Mr Mrs Ms Dr Prof St Messrs Rev Hon Gov Sen Rep Gen Col Lt Capt Cmdr Adm Sgt Pres Mt Ft
    Hr Fr Dipl Mag Hl
    Sr Sra Srta Dra Dña Lic Ing Avda Av Ud Uds EE
    Mme Mlle MM Me Pr Ste
    Sig Dott Avv Geom
    Dhr Mevr Drs
    Exmo Exma
    TP Tp ThS TS PGS GS BS NXB
    Jl Tn Ny Drs Hj
    Cad Sok Mah Sn Doç Yrd
    dr prof mgr inż ul al św sv
    проф акад им ул св доц інж вул
    κ κα δρ καθ
    डॉ श्री प्रो पं कु
    """.split()
)
"""Before a name; a full stop after them never ends a sentence. Case counts: Turkish "sen." is a word, "Sen." a senator."""

BEFORE_NUMBERS = frozenset(
    """
    no nos nr núm num nº art arts fig figs p pp pg pág págs abs abb kap bd vol ch chap sec sect eq tab ziff rn hlm poz č čl str
    jan feb mar apr jun jul aug sept sep oct okt nov dec dez
    ст стр рис табл гл п пп σελ αρ άρθ
    """.split()
)
"""Before a number, in small letters; a full stop after them ends no sentence if a digit follows ("No. 5", "Jan. 3")."""

ENDING = frozenset("etc usw ecc enz jne itd itp atd apod dll dsb stb vb др пр т.д т.п т.п. κ.λπ κτλ".split())
"""Close a list, in small letters: a capital after them begins a new sentence."""

INNER = frozenset(
    """
    vs inc ltd co corp llc jr bros approx dept est ave blvd rd cf viz al
    ca bzw evtl ggf inkl exkl vgl sog bspw gest geb tel std mio mrd einschl zzgl max min jh
    aprox uu ej tel env éd av bd apr
    bijv jl resp tzn tzw np wg godz tj tzv např nám
    esim mm ks kb pl ún ill örn
    dl dna ex ltda
    см напр тыс млн млрд руб обл тел
    """.split()
)
"""Inside a sentence, in small letters; they end it only where the next word can hardly be anything but a beginning."""

STARTERS = frozenset(
    """
    The This That These Those He She It They We You His Her Their Our My Its There In On At For But And However If When After
    An As By From To What Why How Who While Although Since During Later Then
    Der Die Er Sie Es Wir Ich Ein Eine Im Am Auf Bei Für Mit Nach Seit Aber Und Dann Wenn Diese Dieser Dieses Man
    En Esto Este Esta Pero Si Su Sus Él Ella Por Para Cuando Como Según Desde También
    Il Elle Ils Elles Ce Cette Mais Et Nous Vous Dans Pour Une
    Em Ele Uma Mas Quando Questo Questa Gli Una Ma È
    Het Een Dit Dat Hij Zij Maar Den Det Han Hon Men
    Bu Ve Ama Ancak Şu Bunun Acest Această Dar Dacă Jest Nie Ale Jeśli Po Na
    Он Она Оно Они Мы Это Эти Этот На По Но Если Как Когда Вы Также После При Він Вона Вони Це
    Ο Η Το Οι Τα Αυτό Αυτή Και Αν Στο Στη
    Ông Bà Nó Họ Đây Đó Và Nhưng Nếu Khi Trong Theo
    """.split()
)
"""Capitalised words that begin a sentence and hardly ever a name."""

ARTICLES = frozenset("La Le Les L El Los Las Lo Das De O A Os As Un Um I O".split())
"""The same, but also parts of names: they count everywhere but after an initial (R. De Niro)."""

BEFORE_ORDINALS = frozenset("am der die das dem den des vom zum zur im beim bis ab seinem ihrem jeder jedem".split())
"""German words before an ordinal number, which is written with a full stop ("am 3. Oktober")."""

THAI_LINKS = tuple(
    "และ หรือ แต่ ซึ่ง โดย ที่ เพื่อ เพราะ จึง ก็ รวมทั้ง รวมถึง เช่น ได้แก่ คือ อัน เนื่องจาก ทั้ง ตลอดจน ว่า กับ ของ ใน จาก ให้"
    " ແລະ ຫຼື ຫລື ແຕ່ ເຊິ່ງ ໂດຍ ທີ່ ເພື່ອ ເພາະ ຈຶ່ງ ກໍ ລວມທັງ ເຊັ່ນ ຄື ວ່າ ກັບ ຂອງ ໃນ ຈາກ ໃຫ້".split()
)
"""Thai and Lao words that go on with a sentence: a space before or after them does not end it."""

THAI_FINALS = tuple("ครับ ค่ะ คะ ไหม มั้ย หรือไม่ ฯลฯ ບໍ".split())
"""Thai and Lao words that close a sentence, whatever follows."""
