"""The names of currencies in western languages: one, many; then the minor unit's. "f:" marks a feminine noun."""

from typing import Final, NamedTuple


class Noun(NamedTuple):
    """What is counted."""

    one: str
    many: str
    feminine: bool


class Names(NamedTuple):
    """A currency and its minor unit, None where ISO 4217's decimals are no coin of its own."""

    major: Noun
    minor: Noun | None


def _noun(text: str) -> Noun:
    """One and many, or one word for both."""
    one, _, many = text.removeprefix("f:").partition("/")
    return Noun(one, many or one, feminine=text.startswith("f:"))


def _names(text: str) -> Names:
    major, _, minor = text.partition(", ")
    return Names(_noun(major), _noun(minor) if minor else None)


_WORDS: Final = {
    "en": {
        "AED": "UAE dirham/UAE dirhams, fils",
        "AUD": "Australian dollar/Australian dollars, cent/cents",
        "BHD": "Bahraini dinar/Bahraini dinars, fils",
        "BRL": "Brazilian real/Brazilian reais, centavo/centavos",
        "CAD": "Canadian dollar/Canadian dollars, cent/cents",
        "CHF": "Swiss franc/Swiss francs, centime/centimes",
        "DJF": "Djiboutian franc/Djiboutian francs",
        "DZD": "Algerian dinar/Algerian dinars, centime/centimes",
        "EGP": "Egyptian pound/Egyptian pounds, piastre/piastres",
        "EUR": "euro/euros, cent/cents",
        "GBP": "pound sterling/pounds sterling, penny/pence",
        "ILS": "new shekel/new shekels, agora/agorot",
        "INR": "Indian rupee/Indian rupees, paisa/paise",
        "IQD": "Iraqi dinar/Iraqi dinars, fils",
        "JOD": "Jordanian dinar/Jordanian dinars, fils",
        "JPY": "Japanese yen",
        "KMF": "Comorian franc/Comorian francs",
        "KWD": "Kuwaiti dinar/Kuwaiti dinars, fils",
        "LBP": "Lebanese pound/Lebanese pounds, piastre/piastres",
        "LYD": "Libyan dinar/Libyan dinars, dirham/dirhams",
        "MAD": "Moroccan dirham/Moroccan dirhams, centime/centimes",
        "MRU": "Mauritanian ouguiya/Mauritanian ouguiyas",
        "OMR": "Omani rial/Omani rials, baisa",
        "PKR": "Pakistani rupee/Pakistani rupees, paisa/paisas",
        "QAR": "Qatari riyal/Qatari riyals, dirham/dirhams",
        "SAR": "Saudi riyal/Saudi riyals, halala/halalas",
        "SDG": "Sudanese pound/Sudanese pounds, piastre/piastres",
        "SOS": "Somali shilling/Somali shillings, cent/cents",
        "SYP": "Syrian pound/Syrian pounds, piastre/piastres",
        "TND": "Tunisian dinar/Tunisian dinars, millime/millimes",
        "TRY": "Turkish lira, kuruş",
        "USD": "US dollar/US dollars, cent/cents",
        "YER": "Yemeni rial/Yemeni rials, fils",
    },
    "fr": {
        "AED": "dirham des Émirats/dirhams des Émirats, fils",
        "CAD": "dollar canadien/dollars canadiens, cent/cents",
        "CHF": "franc suisse/francs suisses, centime/centimes",
        "DJF": "franc de Djibouti/francs de Djibouti",
        "DZD": "dinar algérien/dinars algériens, centime/centimes",
        "EGP": "f:livre égyptienne/livres égyptiennes, f:piastre/piastres",
        "EUR": "euro/euros, centime/centimes",
        "GBP": "f:livre sterling/livres sterling, penny/pence",
        "KMF": "franc comorien/francs comoriens",
        "LBP": "f:livre libanaise/livres libanaises, f:piastre/piastres",
        "MAD": "dirham marocain/dirhams marocains, centime/centimes",
        "MRU": "ouguiya/ouguiyas",
        "SAR": "riyal saoudien/riyals saoudiens, halala/halalas",
        "TND": "dinar tunisien/dinars tunisiens, millime/millimes",
        "USD": "dollar américain/dollars américains, cent/cents",
        "XAF": "franc CFA/francs CFA",
        "XOF": "franc CFA/francs CFA",
    },
    "de": {
        "AED": "VAE-Dirham, Fils",
        "CHF": "Schweizer Franken, Rappen",
        "EGP": "ägyptisches Pfund/ägyptische Pfund, Piaster",
        "EUR": "Euro, Cent",
        "GBP": "Pfund Sterling, Penny/Pence",
        "SAR": "Saudi-Riyal, Halala",
        "USD": "US-Dollar, Cent",
    },
    "es": {
        "AED": "dírham de los Emiratos/dírhams de los Emiratos, fils",
        "ARS": "peso argentino/pesos argentinos, centavo/centavos",
        "CHF": "franco suizo/francos suizos, céntimo/céntimos",
        "CLP": "peso chileno/pesos chilenos",
        "COP": "peso colombiano/pesos colombianos, centavo/centavos",
        "EGP": "f:libra egipcia/libras egipcias, f:piastra/piastras",
        "EUR": "euro/euros, céntimo/céntimos",
        "GBP": "f:libra esterlina/libras esterlinas, penique/peniques",
        "MAD": "dírham marroquí/dírhams marroquíes, céntimo/céntimos",
        "MXN": "peso mexicano/pesos mexicanos, centavo/centavos",
        "PEN": "sol/soles, céntimo/céntimos",
        "SAR": "riyal saudí/riyales saudíes, f:halala/halalas",
        "USD": "dólar estadounidense/dólares estadounidenses, centavo/centavos",
    },
    "pt": {
        "AED": "dirham dos Emirados/dirhams dos Emirados, fils",
        "BRL": "real/reais, centavo/centavos",
        "CHF": "franco suíço/francos suíços, cêntimo/cêntimos",
        "EGP": "f:libra egípcia/libras egípcias, f:piastra/piastras",
        "EUR": "euro/euros, cêntimo/cêntimos",
        "GBP": "f:libra esterlina/libras esterlinas, péni/pence",
        "SAR": "rial saudita/riais sauditas, f:halala/halalas",
        "USD": "dólar americano/dólares americanos, cêntimo/cêntimos",
    },
}

CURRENCIES: Final = {
    language: {currency: _names(text) for currency, text in words.items()}
    for language, words in _WORDS.items()
}
