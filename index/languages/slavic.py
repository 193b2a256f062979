"""Slavic languages."""

from index.languages.record import Language, frames, ignored, questions

RUSSIAN = Language(
    "ru",
    "Russian",
    stemmer="russian",
    ignored=ignored(
        """и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по её ее мне от меня о из ему ли если или ни быть был была были было это этот
        эта эти кто где когда куда откуда почему зачем сколько какой какая какое какие каких каким чем чего чему для до при мы нас вас их им мой моя мои может могут
        могу можешь можете можем мочь мог могла могли можно нельзя нужно надо должен должна должно должны буду будет будете будем будут будешь есть нет мной мною
        тебя тебе тобой вам вами нам нами ему ей ею него нее неё ней нему ним ними них себя себе собой сам сама сами мое моё моего моей моему моим моих мою наш
        наша наше наши нашего твой твоя ваш ваша ваше ваши вашего свой своя свое своё свои своего своей своих кого кому кем ком чей чья чьё чьи какую какого какому
        какими каково который которая которое которые которого которой которых которую того той тот та те тех тому этого этой этому этим этих эту этом там тут
        здесь тогда потом теперь уже еще ещё только даже тоже также лишь ведь вот разве неужели пусть чтобы потому поэтому хотя пока об обо без под над
        через про ко между насколько отчего"""
    ),
    frames=frames(
        r"что (?:будет|произойд[её]т|случится|происходит|бывает|делать|мне делать)|каким образом|правда ли|верно ли|скажите|подскажите"
    ),
    questions=questions(
        why=r"\b(?:почему|зачем|отчего)\b|по какой причине",
        when=r"^(?:с |до |и |а )?когда\b(?!.*,)|(?<!, )\bкогда (?:мне|нужно|надо|можно)\b|(?:знать|узнать|понять|известно|скажите|подскажите|и|а),? когда\b"
        r"|\bв как(?:ом году|ой день|ом веке|ом месяце)|какого числа|\bкогда\s*\?",
        how_much=r"\bсколько\b|\bнасколько\b|\bкак (?:долго|часто|много)\b",
        where=r"\b(?:где|куда)\b|\bоткуда\b(?! (?:мне )?(?:знать|узнать|я знаю))|в как(?:ой стране|ом городе|ом месте)",
        who=r"\b(?:кто|кого|кому|кем|чей|чья)\b",
        definition=r"\bчто (?:такое|значит|означает|это)\b",
        how=r"(?<!тем, )(?<!так, )\bкак\b(?! (?:только|правило|раз))|\bкаким образом\b|\bчто (?:мне |нам |теперь )?делать\b|\bоткуда (?:мне )?(?:знать|узнать|я знаю)",
        yes_no=r"\bли\b|^(?:может|могут|можно|есть|является|правда|нужно|надо|буд[еу]т|разве|неужели|должен|должны|обязательно)\b"
        r"|^(?!.*\b(?:что|чем|чего|как(?:ой|ая|ое|ие|ую|их|им|ого)|котор\w+)\b)(?!(?:а |и )?если\b).*\?\s*$",
    ),
)

UKRAINIAN = Language(
    "uk",
    "Ukrainian",
    stemmer="endings",
    ignored=ignored(
        """і в у не на з із та до що де коли як чому хто який яка які скільки це чи був була я мене мій
        й зі а але або або ж же би б по за від для про при під над через без між о об к ко то так ні є немає бути були було буде будуть буду будемо
        може можуть можу можеш можете можна треба потрібно слід мушу мусить повинен повинна повинні варто мені мною ми нас нам нами ти тебе тобі ви вас вам вами
        він вона воно вони його її їх йому їй їм ним ними нього неї них себе собі моя моє мої мого моєї моїх моєму мою наш наша наші твій твоя ваш ваша ваші свій
        своя своє свої свого своєї своїх кого кому ким чий чия чиї чого чим чому яке якого якої яких якому яким яку котрий куди звідки навіщо наскільки цей ця ці
        цього цієї цих цьому той та ті те того тієї тих тому там тут тоді потім тепер вже уже ще тільки лише навіть теж також якщо щоб бо хоча поки невже хіба
        хай нехай"""
    ),
    frames=frames(r"що (?:буде|станеться|відбувається|робити|мені робити)|яким чином|чи правда|скажіть|підкажіть"),
    questions=questions(
        why=r"\b(?:чому|навіщо)\b|з якої причини",
        when=r"^(?:з |до |і |а )?коли\b(?!.*,)|(?:знати|дізнатися|відомо|скажіть|підкажіть|і|а),? коли\b|\bу? ?як(?:ому році|ий день|ому місяці)|якого числа|\bколи\s*\?",
        how_much=r"\b(?:скільки|наскільки)\b|\bяк (?:довго|часто|багато)\b|через скільки",
        where=r"\b(?:де|куди)\b|\bзвідки\b(?! (?:мені )?(?:знати|дізнатися|я знаю))|\b(?:у|в) як(?:ій країні|ому місті|ому місці)",
        who=r"\b(?:хто|кого|кому|ким|чий|чия)\b",
        definition=r"\bщо (?:таке|означає|значить|це)\b",
        how=r"(?<!тим, )(?<!так, )\bяк\b(?! (?:тільки|правило))|\bяким чином\b|\bщо (?:мені |нам |тепер )?робити\b|\bзвідки (?:мені )?(?:знати|дізнатися|я знаю)",
        yes_no=r"\bчи\b|^(?:може|можуть|можна|треба|потрібно|невже|хіба|буде)\b"
        r"|^(?!.*\b(?:що|чим|чого|як(?:ий|а|е|і|их|им|ого|у))\b)(?!(?:а |і )?якщо\b).*\?\s*$",
    ),
)

POLISH = Language(
    "pl",
    "Polish",
    stemmer="polish",
    ignored=ignored(
        """i w z na do nie się jest są to że o po od za a ale lub czy co kto gdzie kiedy dlaczego jak ile jaki jaka jakie który mnie mi mój być był była
        we ze u przy dla przez pod nad bez między oraz albo ani więc jednak ponieważ bo gdy jeśli jeżeli aby żeby choć zanim aż też także tylko już jeszcze
        nawet czyli by ja ty on ona ono my wy oni one mną nam nas nami tobie ciebie ci tobą wam was wami jego jej ich jemu im nim nimi niego niej nich go mu ją je
        sobie siebie moja moje moi mojego mojej moim moich moją nasz nasza nasze twój twoja twoje wasz swój swoja swoje swojego swojej ten ta te tego tej tych temu
        tym tę tam tu tak kogo komu kim czego czemu czym jaką jakiego jakiej jakich jakim która które którzy którego której których którym którą skąd dokąd którędy
        kiedyś ktoś coś będę będzie będą będziesz jestem jesteś jesteśmy były było byli mam masz ma mamy macie mają mogę możesz może możemy możecie mogą mógł mogła
        mogłoby można muszę musisz musi musimy muszą musieć powinien powinienem powinna powinno powinni trzeba należy wolno warto chcę chce da"""
    ),
    frames=frames(r"co (?:się (?:stanie|dzieje|stało)|będzie|robić|mam zrobić|grozi)|czy to prawda|czy ktoś wie"),
    questions=questions(
        why=r"\b(?:dlaczego|czemu|z jakiego powodu|po co)\b",
        how_much=r"\b(?:ile|ilu|iloma)\b|\bjak (?:długo|często|wiele|duż\w+|daleko|wysok\w+)\b",
        when=r"^(?:od |do |na )?kiedy\b(?!.*,)|(?:wiedzieć|wiadomo|sprawdzić|i|a),? kiedy\b|\bkiedy\s*\?|\bw (?:jakim|którym) (?:roku|dniu|miesiącu|terminie)\b",
        where=r"\b(?:gdzie|dokąd|którędy)\b|\bskąd\b(?! (?:mam |mogę )?(?:wie|wiadomo))|\bw (?:jakim|którym) (?:kraju|mieście|miejscu)\b",
        who=r"\b(?:kto|kogo|komu|kim)\b",
        how=r"(?<!tak, )\bjak\b|\bw jaki sposób\b|\bco (?:mam |mogę |powin\w+ )?(?:zrobić|robić)\b|\bskąd (?:mam |mogę )?(?:wie|wiadomo)",
        definition=r"\bco (?:to|oznacza|znaczy)\b|\bczym (?:jest|są)\b",
        yes_no=r"(?:^|[,;:] (?:to )?)czy\b|^(?!.*\b(?:co|czym|czego|jak(?:i|a|ie|ą|ich|im|iego|iej)|któr\w+)\b)(?!(?:a )?je(?:śli|żeli)\b).*\?\s*$",
    ),
)

CZECH = Language(
    "cs",
    "Czech",
    stemmer="czech",
    ignored=ignored(
        """a v z na do ne se je jsou to že o po od za ale nebo co kdo kde kdy proč jak kolik jaký který mě mi můj být byl byla zda
        ve ze k ke ku u s si i by bych bys byste ani pro pod nad před při bez mezi jestli jestliže když pokud aby protože kam odkud jaká jaké jakou která které
        kteří kterou kterého koho komu kým čím čeho já ty on ona my vy oni mne mnou nás nám vás vám ho mu ji jí jich jim jeho její jejich moje má mé mého mou svůj
        svou své ten ta ti toho té tom tím tento tato toto tak tam tady už ještě jen také jsem jsi jsme jste bylo byli bude budou budu budeme mohu můžu můžeš může
        můžeme můžete mohou mohl mohla musím musíš musí musíme máme mám má mají měl měla smím smí lze"""
    ),
)
SERBIAN = Language(
    "sr",
    "Serbian",
    stemmer="serbian",
    ignored=ignored(
        """и у је на се да не што шта где када како зашто ко који која колико су ће од за i u je na se da ne što šta gde kada kako zašto ko koji koja koliko su će od za
        а али или ли ако о с са из до по к ме ми мене мени мој моја моје ја ти он она они ми ви нас нам вас вам га му је јој их им свој своје бити био била било
        сам си смо сте буде бити могу можеш може можемо можете мора морам треба ћу ћеш ћемо ћете бих би то тај та овај a ali ili li ako o s sa iz do po me mi
        mene meni moj moja moje ja ti on ona oni vi nas nam vas vam ga mu joj ih im svoj biti bio bila bilo sam si smo ste bude mogu možeš može možemo možete
        mora moram treba ću ćeš ćemo ćete bih bi to taj ta ovaj"""
    ),
)

ROWS = (RUSSIAN, UKRAINIAN, POLISH, CZECH, SERBIAN)
