"""Sentences written for the tests, one a line: ten and more a language, with what makes their borders hard to find."""

SENTENCES: dict[str, str] = {
    "zh": """
微粒贷逾期会被起诉吗？
不一定，要看金额和逾期时间。
他问：“我该怎么办？”
律师答道：“先和平台协商。”
年利率是3.65%，每天0.01%。
详情见https://www.example.com/a?id=3。
等等……
我再想想！
真的吗？！
好的，2024.5.1前还清1,234.56元即可。
""",
    "zh with ASCII marks": """
我欠了5,000元,现在还不上怎么办?
别着急!
先联系客服,说明情况.
平台会起诉吗?
一般不会,但长期拖欠就难说了.
你可以登录www.example.com查询...
逾期3.5个月算严重吗?
算!
请在2024.5.1前还款.
这样就没事了.
""",
    "ja": """
返済が遅れるとどうなりますか？
まず電話がかかってきます。
彼は「払えるの？」と聞いた。
「はい。」
利率は年3.65％です。
えっ！？
本当ですか。
詳しくはhttps://example.com/faq?id=1をご覧ください。
「無理です。」と言われた……
それでは、また明日！
""",
    "ko": """
대출을 연체하면 어떻게 되나요?
먼저 전화가 옵니다.
이자는 연 3.65%입니다.
2024. 5. 1. 서울에서 회의가 열렸다.
그는 "갚을 수 없다."라고 말했다.
정말이요?!
네, 그렇습니다.
자세한 내용은 www.example.com 을 보세요.
지금 상담을 받으세요!
그러면 해결됩니다.
""",
    "en": """
Will the bank sue me?
Dr. J. R. R. Smith says no.
He moved to the U.S. in 1998.
The rate is 3.65% p.a. and the fee is $1,234.56.
See https://www.example.com/a.b?c=d. or call us, e.g. at 5 p.m. on Monday.
"Really?" she asked.
"Yes."
Mr. and Mrs. Brown vs. Acme Inc. was settled.
Apples, pears, etc. were sold.
He works for Apple Inc.
The office is in St. Louis.
Wait... what?
Oh no!
It is No. 5 on the list (see Fig. 3).
Node.js 20.1 runs at example.com too.
Elizabeth II. was crowned at 10 a.m.
It rained.
""",
    "de": """
Am 3. Oktober 1990 wurde gefeiert.
Das 19. Jahrhundert war lang.
Herr Dr. Müller kommt z. B. aus Köln.
Er zahlt ca. 1.234,56 Euro bzw. etwas mehr.
Wird man verklagt?
Nein!
„Wirklich?“, fragte sie.
„Ja.“
Ludwig XIV. regierte bis 1715.
Dann starb er.
Siehe Nr. 5, Abs. 2 und Art. 7.
Es gibt Brot, Butter usw.
Danach gehen wir.
""",
    "fr": """
M. Dupont habite à Paris.
Mme Durand et le Dr. Martin sont venus.
« Vraiment ? » demanda-t-elle.
« Oui. »
Le taux est de 3,65 % par an.
Que faire ?
Appelez le service client !
Il est né en 1998.
Elle aussi...
Voir p. 12 et chap. 3.
C'est tout.
""",
    "es": """
¿Me pueden demandar?
¡Claro que sí!
El Sr. García y la Dra. López viven en EE. UU. desde 1998.
La tasa es del 3,65 %.
Ud. debe 1.234,56 euros.
Véase la pág. 5 y el núm. 3.
«No puedo», dijo.
¿Por qué?
Porque perdí el empleo.
Llame al banco, p. ej. por la mañana.
""",
    "pt": """
Posso ser processado?
Sim, mas é raro.
O Sr. Silva e a Dra. Souza concordam.
A taxa é de 3,65% ao ano.
São 1.234,56 reais.
Ligue já!
Veja o art. 5 e a pág. 7.
Ele nasceu em 1998.
Depois mudou-se.
Fim da história.
""",
    "ru": """
Могут ли на меня подать в суд?
Да, могут.
Это было в 1990 г.
Он переехал на ул. Ленина, д. 5.
А. С. Пушкин родился в 1799 году.
Ставка составляет 3,65 % и т. д. до конца срока.
«Правда?» — спросила она.
Конечно!
Это стоит 5 тыс. руб. в месяц.
Что делать?..
Позвоните в банк.
""",
    "ar": """
هل يمكن أن يقاضيني البنك؟
نعم، هذا ممكن!
يقول د. أحمد إن الفائدة 3.65%.
اتصل بالبنك؛ فهذا أفضل.
ثم اكتب رسالة.
ماذا أفعل الآن؟
انظر www.example.com للمزيد.
بلغ الدين 1,234.56 دولار.
لا تقلق...
كل شيء سيكون بخير.
""",
    "hi": """
क्या बैंक मुझ पर मुकदमा करेगा?
हाँ, यह संभव है।
डॉ. शर्मा ने कहा कि ब्याज 3.65% है।
पहले बैंक को फ़ोन करें!
श्री वर्मा ने 1,234.56 रुपये चुकाए।
फिर क्या हुआ?
कुछ नहीं।
वह घर गया ।
www.example.com देखें।
अब सब ठीक है॥
""",
    "el": """
Μπορεί η τράπεζα να με μηνύσει;
Ναι, μπορεί.
Ο κ. Παπαδόπουλος το είπε.
Το επιτόκιο είναι 3,65 %.
Τι να κάνω;
Καλέστε την τράπεζα!
«Αλήθεια;» ρώτησε.
Π.χ. αύριο το πρωί.
Γεννήθηκε το 1998.
Μετά έφυγε.
""",
    "tr": """
Banka beni dava eder mi?
Evet, edebilir.
Prof. Dr. Yılmaz böyle dedi.
II. Dünya Savaşı 1945'te bitti.
Faiz oranı %3,65'tir.
Ne yapmalıyım?
Hemen arayın!
Bu 20. yüzyılda oldu.
"Gerçekten mi?" diye sordu.
Borç 1.234,56 liradır.
""",
    "vi": """
Ngân hàng có kiện tôi không?
Có thể.
Tôi sống ở TP. Hồ Chí Minh.
Lãi suất là 3,65%/năm.
Tôi nợ 1.234.567 đồng.
Phải làm gì?
Hãy gọi ngay!
ThS. Nguyễn Văn A nói vậy.
Xem www.example.com để biết thêm.
Mọi việc sẽ ổn.
""",
    "th": """
ถ้าผมค้างชำระหนี้นานหลายเดือนธนาคารจะฟ้องร้องผมต่อศาลหรือไม่
โดยทั่วไปแล้วธนาคารจะติดต่อลูกหนี้ก่อนเพื่อเจรจาเรื่องการผ่อนชำระหนี้ที่ค้างอยู่ทั้งหมด
เมื่อได้รับหมายศาลลูกหนี้ควรอ่านรายละเอียดทุกข้ออย่างรอบคอบแล้วรีบปรึกษาทนายความทันที
อัตราดอกเบี้ยอยู่ที่ 3.65% ต่อปี และค่าธรรมเนียมอยู่ที่ 1,234.56 บาทตามที่ระบุไว้ในสัญญาเงินกู้
พ.ศ. 2567 กฎหมายฉบับใหม่กำหนดให้เจ้าหนี้ต้องแจ้งเตือนลูกหนี้เป็นลายลักษณ์อักษรอย่างน้อยสามสิบวัน
ขอบคุณครับ
ลูกหนี้หลายคนไม่ทราบว่าตนเองมีสิทธิขอปรับโครงสร้างหนี้กับธนาคารได้ก่อนที่จะถูกฟ้องร้อง
ประวัติการชำระเงินทั้งหมดจะถูกบันทึกไว้ในฐานข้อมูลเครดิตแห่งชาติเป็นระยะเวลานานถึงสามปี
หากมีข้อสงสัยเพิ่มเติมให้โทรหาฝ่ายบริการลูกค้าของธนาคารได้ทุกวันตลอดยี่สิบสี่ชั่วโมง
การวางแผนรายรับรายจ่ายอย่างสม่ำเสมอช่วยป้องกันไม่ให้เกิดปัญหาหนี้สินขึ้นอีกในอนาคต
""",
    "hy": """
Բանկը կարո՞ղ է ինձ դատի տալ։
Այո, կարող է։
Տոկոսադրույքը 3,65% է։
Զանգահարեք բանկ:
Հետո գրեք նամակ:
Ես ծնվել եմ 1998 թվականին։
Նա բժիշկ է։
Սա շատ կարևոր է։
Տես www.example.com։
Ամեն ինչ լավ կլինի։
""",
    "km": """
តើធនាគារអាចប្តឹងខ្ញុំបានទេ?
បាទ អាចបាន។
អត្រាការប្រាក់គឺ 3.65% ក្នុងមួយឆ្នាំ។
សូមទូរស័ព្ទទៅធនាគារ។
ខ្ញុំជំពាក់ 1,234.56 ដុល្លារ។
តើខ្ញុំគួរធ្វើអ្វី?
កុំបារម្ភ!
សូមមើល www.example.com ។
អ្វីៗនឹងល្អ។
សូមអរគុណ៕
""",
    "my": """
ဘဏ်က ကျွန်တော့်ကို တရားစွဲမလား။
ဟုတ်ကဲ့၊ စွဲနိုင်ပါတယ်။
အတိုးနှုန်းက 3.65% ဖြစ်ပါတယ်။
ဘဏ်ကို ဖုန်းဆက်ပါ။
စာရေးပါ။
ကျွန်တော် ဘာလုပ်ရမလဲ။
မစိုးရိမ်ပါနဲ့။
www.example.com ကို ကြည့်ပါ။
အားလုံး အဆင်ပြေပါလိမ့်မယ်။
ကျေးဇူးတင်ပါတယ်။
""",
    "am": """
ባንኩ ሊከሰኝ ይችላል?
አዎ፣ ይችላል።
ወለዱ 3.65% ነው።
ለባንኩ ይደውሉ።
ከዚያ ደብዳቤ ይጻፉ።
ምን ማድረግ አለብኝ፧
አትጨነቅ!
www.example.com ይመልከቱ።
ሁሉም ነገር ደህና ይሆናል።
አመሰግናለሁ።
""",
}
"""Language -> its sentences. A quotation with its verb is one sentence; so is an ellipsis that a small letter follows."""

UNSPACED = frozenset({"zh", "zh with ASCII marks", "ja"})
"""Languages whose sentences follow each other without a space."""
