// The page's sentences; it speaks the language of the merchant whose phone it shows.

const WORDS = {
  en: {
    demo: "demo", merchants: "Merchants", guide: "How to start", close: "Close", mischief: "Mischief",
    guide1: "Tap <b>Start</b>, answer a few questions",
    guide2: "Write <code>/new</code>; add a customer with e‑mail and mobile",
    guide3: "Type <code>2 x Logo design 150</code>, tap <b>Issue</b>",
    guide4: "See e‑mail and SMS arrive; open the link",
    bot: "bot", bot1: "Bot", typing: "typing …", connecting: "connecting …", uploading: "sending a file …", merchant: "Merchant’s phone", customer: "Customer’s side",
    conversation: "Conversation", welcome: "This is the real bot, talking to stand‑ins on this machine. Nothing leaves it.",
    commands: "Commands", message: "Message", attach: "Attach", send: "Send", start: "Start", edited: "edited",
    mail: "E-mail", mailEmpty: "Invoices sent by e-mail arrive here.", sms: "Messages", back: "Back",
    smsEmpty: "Invoices sent by SMS arrive here; their link opens the customer’s page.",
    newTab: "Open in a new tab", window: "The customer’s page", page: "Invoice page", screens: "Screens",
    mischiefWhy: "Break something and watch the chat: it says what happened, tries again, and never issues twice.",
    again: "Deliver my last message to the bot once more", againDone: "Delivered once more: nothing may happen twice.",
    contact: "Share a contact", firstName: "First name", lastName: "Last name", phoneNumber: "Phone", share: "Share",
    newMerchant: "Another merchant", addMerchant: "Add a merchant", phoneLanguage: "Language of the phone", add: "Add", ok: "OK",
    pinned: "Pinned message", hasPinned: "A message was pinned", unpin: "Unpin",
    edit: "Edit", reply: "Reply", replyTo: "Reply to", noReply: "Do not reply",
    via: "via", anyChat: "In Telegram this works in any chat. Choose what goes into this one:", asking: "looking …",
    copied: "Copied", photo: "Photo", sampleLogo: "A sample logo", document: "File", contactCard: "Contact card",
    copies: "Came more than once with the same Message-ID; mail programs show it once.",
    from: "From", to: "To", asHtml: "E-mail", asText: "Plain text", asHeaders: "Headers", download: "Download", raw: "Source",
    tap_twice: "Tap twice at once", tap_twice_why: "Each button you tap is tapped twice in the same moment.",
    mail_down: "The mail server is down", mail_down_why: "Until you switch it on again: e-mails wait and are tried again.",
    mail_unknown: "The next mailbox does not exist", mail_unknown_why: "The mail server refuses one address for good (550 5.1.1).",
    mail_lost: "The mail server’s next answer gets lost", mail_lost_why: "The mail is taken, but nobody knows: the same Message-ID goes again, shown once.",
    sms_busy: "The SMS provider is overloaded once", sms_busy_why: "The next request gets 503 and “come back in 4 s”.",
    chat_slow: "Telegram answers slowly", chat_slow_why: "Each call takes 1.5 s longer.",
    chat_flood: "Telegram says “too many requests”", chat_flood_why: "The next call gets 429 and “retry after 4 s”.",
    queued: "queued", sent: "sent", delivered: "delivered", undelivered: "not delivered", failed: "failed", none: "nothing yet",
  },
  ar: {
    demo: "تجربة", merchants: "التجار", guide: "كيف تبدأ", close: "إغلاق", mischief: "مشاغبات",
    guide1: "اضغط <b>ابدأ</b> وأجب عن بضعة أسئلة",
    guide2: "اكتب <code>/new</code>: عميل له بريد إلكتروني ورقم جوال",
    guide3: "اكتب <code>2 x تصميم شعار 150</code> ثم أصدر الفاتورة",
    guide4: "شاهد وصول البريد والرسالة القصيرة وافتح الرابط",
    bot: "بوت", bot1: "البوت", typing: "يكتب …", connecting: "جارٍ الاتصال …", uploading: "يرسل ملفًا …", merchant: "هاتف التاجر", customer: "عند العميل",
    conversation: "المحادثة", welcome: "هذا هو البوت الحقيقي، يتحدث مع بدائل على هذا الجهاز وحده، ولا يخرج منه شيء.",
    commands: "الأوامر", message: "رسالة", attach: "إرفاق", send: "إرسال", start: "ابدأ", edited: "معدّلة",
    mail: "البريد", mailEmpty: "هنا تصل الفواتير المرسلة بالبريد الإلكتروني.", sms: "الرسائل", back: "رجوع",
    smsEmpty: "هنا تصل الفواتير المرسلة برسالة قصيرة، ورابطها يفتح صفحة العميل.",
    newTab: "فتح في نافذة جديدة", window: "صفحة العميل", page: "صفحة الفاتورة", screens: "الشاشات",
    mischiefWhy: "عطّل شيئًا وراقب المحادثة: تقول ما حدث، وتعيد المحاولة، ولا تُصدر فاتورة مرتين.",
    again: "إيصال رسالتي الأخيرة إلى البوت مرة أخرى", againDone: "وصلت مرة أخرى: لا ينبغي أن يتكرر شيء.",
    contact: "مشاركة جهة اتصال", firstName: "الاسم الأول", lastName: "اسم العائلة", phoneNumber: "الهاتف", share: "مشاركة",
    newMerchant: "تاجر آخر", addMerchant: "إضافة تاجر", phoneLanguage: "لغة الهاتف", add: "إضافة", ok: "حسنًا",
    pinned: "رسالة مثبّتة", hasPinned: "ثُبّتت رسالة", unpin: "إلغاء التثبيت",
    edit: "تعديل", reply: "ردّ", replyTo: "ردّ على", noReply: "إلغاء الرد",
    via: "عبر", anyChat: "يعمل هذا في تيليجرام في أي محادثة. اختر ما يُرسل إلى هذه:", asking: "يبحث …",
    copied: "تم النسخ", photo: "صورة", sampleLogo: "شعار للتجربة", document: "ملف", contactCard: "بطاقة اتصال",
    copies: "وصلت أكثر من مرة بالمعرّف نفسه، وبرامج البريد تعرضها مرة واحدة.",
    from: "من", to: "إلى", asHtml: "الرسالة", asText: "نص فقط", asHeaders: "الترويسات", download: "تنزيل", raw: "المصدر",
    tap_twice: "ضغطتان معًا", tap_twice_why: "كل زر تضغطه يُضغط مرتين في اللحظة نفسها.",
    mail_down: "خادم البريد متوقف", mail_down_why: "حتى تعيد تشغيله: تنتظر الرسائل وتُعاد المحاولة.",
    mail_unknown: "صندوق البريد التالي غير موجود", mail_unknown_why: "يرفض خادم البريد عنوانًا واحدًا رفضًا نهائيًا (550 5.1.1).",
    mail_lost: "رد خادم البريد التالي يضيع", mail_lost_why: "يستلم الرسالة ولا أحد يعلم: تُرسل مرة أخرى بالمعرّف نفسه.",
    sms_busy: "مزوّد الرسائل القصيرة مشغول مرة", sms_busy_why: "الطلب التالي يُجاب بـ 503 و«عد بعد 4 ثوانٍ».",
    chat_slow: "تيليجرام يرد ببطء", chat_slow_why: "كل طلب يتأخر ثانية ونصفًا.",
    chat_flood: "تيليجرام يقول «طلبات كثيرة»", chat_flood_why: "الطلب التالي يُجاب بـ 429 و«أعد المحاولة بعد 4 ثوانٍ».",
    queued: "في الانتظار", sent: "أُرسلت", delivered: "وصلت", undelivered: "لم تصل", failed: "فشلت", none: "لا شيء بعد",
  },
};

let language = "en";

export const word = (key) => WORDS[language][key] ?? key;

/** Turn the page into this language: its words, labels and direction. */
export function speak(code) {
  language = (code || "").startsWith("ar") ? "ar" : "en";
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  for (const spot of document.querySelectorAll("[data-word]")) spot.innerHTML = word(spot.dataset.word);
  for (const spot of document.querySelectorAll("[data-label]")) spot.setAttribute("aria-label", word(spot.dataset.label));
  for (const spot of document.querySelectorAll("[data-hint]")) spot.placeholder = word(spot.dataset.hint);
  for (const spot of document.querySelectorAll("[data-title]")) spot.title = word(spot.dataset.title);
}
