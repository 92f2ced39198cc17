"""Words for days, spans of time and months, in English and Arabic, in the form `folded` gives them."""

from typing import Final

from models.text import folded


def numbered(*words: str, first: int = 0) -> dict[str, int]:
    """Each group's words, parted by blanks, to the number of the group; "_" is a blank within."""
    return {
        folded(word.replace("_", " ")): number
        for number, group in enumerate(words, start=first)
        for word in group.split()
    }


# Monday is 0, as in datetime.
WEEKDAYS: Final = numbered(
    "monday mon الاثنين اثنين الاتنين",
    "tuesday tue tues الثلاثاء ثلاثاء التلات الثلاثا",
    "wednesday wed weds الأربعاء أربعاء الأربع الاربعا",
    "thursday thu thur thurs الخميس خميس",
    "friday fri الجمعة جمعة",
    "saturday sat السبت سبت",
    "sunday sun الأحد أحد الحد",
)
MONTHS: Final = numbered(
    "january jan يناير كانون_الثاني جانفي",
    "february feb فبراير شباط فيفري",
    "march mar مارس آذار",
    "april apr أبريل إبريل نيسان أفريل",
    "may مايو أيار ماي",
    "june jun يونيو يونيه حزيران جوان",
    "july jul يوليو يوليه تموز جويلية يوليوز",
    "august aug أغسطس آب أوت غشت",
    "september sep sept سبتمبر أيلول شتنبر",
    "october oct أكتوبر تشرين_الأول",
    "november nov نوفمبر تشرين_الثاني نونبر",
    "december dec ديسمبر كانون_الأول دجنبر",
    first=1,
)
HIJRI_MONTHS: Final = numbered(
    "muharram محرم المحرم",
    "safar صفر",
    "rabi_al-awwal rabi_i ربيع_الأول ربيع_أول",
    "rabi_al-thani rabi_ii ربيع_الثاني ربيع_ثاني ربيع_الآخر",
    "jumada_al-awwal jumada_al-ula jumada_i جمادى_الأولى جمادى_الأول",
    "jumada_al-thani jumada_al-akhirah jumada_ii جمادى_الثانية جمادى_الآخرة جمادى_الثاني",
    "rajab رجب",
    "shaban sha'ban shaaban شعبان",
    "ramadan رمضان",
    "shawwal شوال",
    "dhu_al-qadah dhul_qadah ذو_القعدة ذي_القعدة",
    "dhu_al-hijjah dhul_hijjah ذو_الحجة ذي_الحجة",
    first=1,
)

# Days, or months for the longer ones.
DAYS: Final = {"d": 1, "day": 1, "days": 1, "w": 7, "wk": 7, "wks": 7, "week": 7, "weeks": 7} | {
    folded(word): days
    for days, words in {1: "يوم أيام يوما", 7: "أسبوع أسابيع أسبوعا"}.items()
    for word in words.split()
}
SPANS: Final = {"month": 1, "months": 1, "mo": 1, "year": 12, "years": 12, "yr": 12, "y": 12} | {
    folded(word): months
    for months, words in {1: "شهر أشهر شهور شهرا", 12: "سنة سنوات سنين عام أعوام"}.items()
    for word in words.split()
}
TWO: Final = {
    folded(word): one
    for one, words in {
        "day": "يومين يومان", "week": "أسبوعين أسبوعان", "month": "شهرين شهران", "year": "سنتين عامين سنتان"
    }.items()
    for word in words.split()
}  # fmt: skip

TODAY: Final = numbered(
    "today now on_receipt upon_receipt due_on_receipt immediately اليوم النهاردة النهارده الآن فورا حالا عند_الاستلام",
    "tomorrow tmrw غدا بكرة بكرا باكر بكره",
    "day_after_tomorrow the_day_after_tomorrow بعد_غد بعد_بكرة بعد_بكرا بعد_باكر بعد_الغد",
)
END_OF_MONTH: Final = numbered(
    "end_of_month end_of_the_month end_of_this_month month_end eom نهاية_الشهر آخر_الشهر نهاية_هذا_الشهر",
    "end_of_next_month نهاية_الشهر_القادم نهاية_الشهر_المقبل نهاية_الشهر_الجاي آخر_الشهر_القادم آخر_الشهر_الجاي",
)
END_OF_YEAR: Final = numbered("end_of_year end_of_the_year year_end eoy نهاية_السنة نهاية_العام آخر_السنة")
NEXT_WEEK: Final = numbered("next_week الأسبوع_القادم الأسبوع_المقبل الأسبوع_الجاي")
NEXT_MONTH: Final = numbered("next_month الشهر_القادم الشهر_المقبل الشهر_الجاي")
NEXT: Final = numbered("next this coming القادم القادمة المقبل المقبلة الجاي الجاية هذا هذه يوم")
