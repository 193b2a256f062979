/** The words that scripts show, in every language of the interface; {n} stands for a number. */
export const STRINGS = {
  "zh-Hans": {
    suggestions: "搜索建议", count: "{n} 条建议，用上下箭头选择", shortcuts: "按 / 或 Ctrl+K 跳到搜索框",
    ask: "用自己的话提问", search: "搜索", searching: "正在搜索…", found: "找到 {n} 个段落", answer: "答案",
    unsure: "没有可靠的答案，下面是最接近的段落。", nothing: "没有找到相关内容。请换一种说法试试。",
    failed: "暂时无法搜索，请稍后再试。", busy: "提问太频繁了，请稍等片刻再试。", more: "查看全部结果",
  },
  "zh-Hant": {
    suggestions: "搜尋建議", count: "{n} 條建議，用上下箭頭選擇", shortcuts: "按 / 或 Ctrl+K 跳到搜尋框",
    ask: "用自己的話提問", search: "搜尋", searching: "正在搜尋…", found: "找到 {n} 個段落", answer: "答案",
    unsure: "沒有可靠的答案，下面是最接近的段落。", nothing: "沒有找到相關內容。請換一種說法試試。",
    failed: "暫時無法搜尋，請稍後再試。", busy: "提問太頻繁了，請稍候再試。", more: "查看全部結果",
  },
  en: {
    suggestions: "Suggestions", count: "Suggestions: {n}. Use the arrow keys to choose.", shortcuts: "Press / or Ctrl+K to go to the search field",
    ask: "Ask in your own words", search: "Search", searching: "Searching…", found: "Passages found: {n}", answer: "Answer",
    unsure: "No reliable answer. These passages come closest.", nothing: "Nothing was found. Try other words.",
    failed: "The search cannot be reached just now. Please try again later.", busy: "Too many questions at once. Please wait a moment.", more: "See all results",
  },
  ja: {
    suggestions: "検索候補", count: "候補は {n} 件です。上下の矢印キーで選べます。", shortcuts: "/ または Ctrl+K で検索欄へ移動",
    ask: "自分の言葉で質問してください", search: "検索", searching: "検索中…", found: "{n} 件の文章が見つかりました", answer: "回答",
    unsure: "確かな回答はありません。最も近い文章を示します。", nothing: "見つかりませんでした。別の言い方でお試しください。",
    failed: "現在検索できません。しばらくしてからもう一度お試しください。", busy: "質問が多すぎます。少し待ってからお試しください。", more: "すべての結果を見る",
  },
  ko: {
    suggestions: "추천 검색어", count: "추천 {n}개, 위아래 화살표로 선택하세요.", shortcuts: "/ 또는 Ctrl+K를 누르면 검색창으로 이동",
    ask: "편한 말로 질문하세요", search: "검색", searching: "검색 중…", found: "문단 {n}개를 찾았습니다", answer: "답변",
    unsure: "확실한 답이 없습니다. 가장 가까운 문단입니다.", nothing: "찾지 못했습니다. 다른 표현으로 물어보세요.",
    failed: "지금은 검색할 수 없습니다. 잠시 후 다시 시도하세요.", busy: "질문이 너무 많습니다. 잠시 후 다시 시도하세요.", more: "모든 결과 보기",
  },
  es: {
    suggestions: "Sugerencias", count: "Sugerencias: {n}. Elija con las flechas.", shortcuts: "Pulse / o Ctrl+K para ir al buscador",
    ask: "Pregunte con sus propias palabras", search: "Buscar", searching: "Buscando…", found: "Pasajes encontrados: {n}", answer: "Respuesta",
    unsure: "No hay una respuesta fiable. Estos pasajes son los más cercanos.", nothing: "No se encontró nada. Pruebe con otras palabras.",
    failed: "Ahora no se puede buscar. Inténtelo más tarde.", busy: "Demasiadas preguntas seguidas. Espere un momento.", more: "Ver todos los resultados",
  },
  ar: {
    suggestions: "اقتراحات", count: "عدد الاقتراحات: {n}. اختر بمفاتيح الأسهم.", shortcuts: "اضغط / أو Ctrl+K للانتقال إلى حقل البحث",
    ask: "اسأل بكلماتك", search: "بحث", searching: "جارٍ البحث…", found: "عدد المقاطع: {n}", answer: "الإجابة",
    unsure: "لا توجد إجابة موثوقة. هذه أقرب المقاطع.", nothing: "لم يُعثر على شيء. جرّب كلمات أخرى.",
    failed: "تعذّر البحث الآن. حاول لاحقًا.", busy: "أسئلة كثيرة متتالية. انتظر لحظة.", more: "عرض كل النتائج",
  },
  de: {
    suggestions: "Vorschläge", count: "Vorschläge: {n}. Mit den Pfeiltasten auswählen.", shortcuts: "Mit / oder Strg+K zum Suchfeld springen",
    ask: "Fragen Sie in eigenen Worten", search: "Suchen", searching: "Suche läuft …", found: "Gefundene Abschnitte: {n}", answer: "Antwort",
    unsure: "Keine sichere Antwort. Diese Abschnitte kommen ihr am nächsten.", nothing: "Nichts gefunden. Versuchen Sie es mit anderen Worten.",
    failed: "Die Suche ist gerade nicht erreichbar. Bitte später noch einmal versuchen.", busy: "Zu viele Fragen auf einmal. Bitte warten Sie kurz.", more: "Alle Ergebnisse ansehen",
  },
  fr: {
    suggestions: "Suggestions", count: "Suggestions : {n}. Choisissez avec les flèches.", shortcuts: "Appuyez sur / ou Ctrl+K pour aller au champ de recherche",
    ask: "Posez votre question avec vos mots", search: "Rechercher", searching: "Recherche…", found: "Passages trouvés : {n}", answer: "Réponse",
    unsure: "Pas de réponse fiable. Voici les passages les plus proches.", nothing: "Rien n’a été trouvé. Essayez d’autres mots.",
    failed: "La recherche est indisponible pour le moment. Réessayez plus tard.", busy: "Trop de questions à la fois. Patientez un instant.", more: "Voir tous les résultats",
  },
  ru: {
    suggestions: "Подсказки", count: "Подсказок: {n}. Выберите стрелками.", shortcuts: "Нажмите / или Ctrl+K, чтобы перейти к поиску",
    ask: "Спросите своими словами", search: "Найти", searching: "Поиск…", found: "Найдено фрагментов: {n}", answer: "Ответ",
    unsure: "Надёжного ответа нет. Вот ближайшие фрагменты.", nothing: "Ничего не найдено. Попробуйте другие слова.",
    failed: "Поиск сейчас недоступен. Попробуйте позже.", busy: "Слишком много вопросов. Подождите немного.", more: "Все результаты",
  },
  pt: {
    suggestions: "Sugestões", count: "Sugestões: {n}. Escolha com as setas.", shortcuts: "Pressione / ou Ctrl+K para ir ao campo de busca",
    ask: "Pergunte com suas palavras", search: "Buscar", searching: "Buscando…", found: "Trechos encontrados: {n}", answer: "Resposta",
    unsure: "Não há resposta confiável. Estes trechos são os mais próximos.", nothing: "Nada foi encontrado. Tente outras palavras.",
    failed: "A busca não está disponível agora. Tente mais tarde.", busy: "Perguntas demais de uma vez. Aguarde um momento.", more: "Ver todos os resultados",
  },
  vi: {
    suggestions: "Gợi ý", count: "Có {n} gợi ý. Dùng phím mũi tên để chọn.", shortcuts: "Nhấn / hoặc Ctrl+K để đến ô tìm kiếm",
    ask: "Hãy hỏi theo cách của bạn", search: "Tìm kiếm", searching: "Đang tìm…", found: "Tìm thấy {n} đoạn", answer: "Câu trả lời",
    unsure: "Không có câu trả lời chắc chắn. Đây là những đoạn gần nhất.", nothing: "Không tìm thấy gì. Hãy thử cách nói khác.",
    failed: "Hiện không thể tìm kiếm. Vui lòng thử lại sau.", busy: "Quá nhiều câu hỏi cùng lúc. Vui lòng đợi một chút.", more: "Xem tất cả kết quả",
  },
  th: {
    suggestions: "คำแนะนำ", count: "มี {n} คำแนะนำ ใช้ปุ่มลูกศรเพื่อเลือก", shortcuts: "กด / หรือ Ctrl+K เพื่อไปที่ช่องค้นหา",
    ask: "ถามด้วยคำพูดของคุณเอง", search: "ค้นหา", searching: "กำลังค้นหา…", found: "พบ {n} ข้อความ", answer: "คำตอบ",
    unsure: "ไม่มีคำตอบที่แน่ชัด ข้อความเหล่านี้ใกล้เคียงที่สุด", nothing: "ไม่พบข้อมูล ลองใช้คำอื่น",
    failed: "ขณะนี้ค้นหาไม่ได้ โปรดลองใหม่ภายหลัง", busy: "ถามบ่อยเกินไป โปรดรอสักครู่", more: "ดูผลลัพธ์ทั้งหมด",
  },
};

const TRADITIONAL = /^zh-(.*-)?(hant|tw|hk|mo)\b/i;

const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/i;

/** The code of the interface language for a language tag: zh-TW is zh-Hant; English where there is no other. */
export function interfaceFor(tag) {
  if (TRADITIONAL.test(tag)) return "zh-Hant";
  const code = tag.toLowerCase().split("-")[0];
  return code === "zh" ? "zh-Hans" : code in STRINGS ? code : "en";
}

/** A function from the name of a text to the text in a language, with a number put in where one is given. */
export function textsIn(tag) {
  const texts = STRINGS[interfaceFor(tag)];
  return (name, number) => texts[name].replace("{n}", () => String(number));
}

export function directionOf(tag) {
  return RIGHT_TO_LEFT.test(tag) ? "rtl" : "ltr";
}
