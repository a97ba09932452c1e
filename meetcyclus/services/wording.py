"""Dutch plurals of the words a programme uses. Pure text; sentences themselves live in `templates/`."""

from __future__ import annotations

# Words whose plural is not simply the word with "en" behind it.
_PLURALS = {
    "mijlpaal": "mijlpalen",
    "speerpunt": "speerpunten",
    "cluster": "clusters",
    "project": "projecten",
    "programma": "programma's",
    "thema": "thema's",
    "streefdoel": "streefdoelen",
    "doel": "doelen",
    "actie": "acties",
    "as": "assen",
    "pijler": "pijlers",
    "dossier": "dossiers",
    "deelproject": "deelprojecten",
    "onderdeel": "onderdelen",
    "beslissing": "beslissingen",
    "bevinding": "bevindingen",
    "mandaat": "mandaten",
}
# How the forums are called in letters; a programme with other forums gets their code in plain words.
_FORUMS = {
    "directiecomite": "Directiecomité",
    "voorzitterscollege": "Voorzitterscollege",
    "relancecomites": "maatschappelijk en economisch relancecomité",
    "relancecomite_maatschappelijk": "maatschappelijk relancecomité",
    "relancecomite_economisch": "economisch relancecomité",
    "kep": "Klimaatexpertenpanel (KEP)",
    "vesoc": "Vlaams Economisch en Sociaal Overlegcomité (VESOC)",
    "task_force": "Task Force",
    "ministerraad_vv": "Vlaamse Regering",
    "commissie_parlement": "commissie van het Vlaams Parlement",
}
_WITH_DE = ("task_force", "ministerraad_vv", "commissie_parlement")
_WITH_S = ("ie", "er", "el", "em", "en", "age")
_EXCEPT = ("maatregel",)


def plural(word: str) -> str:
    """The plural of a term: mijlpaal of streefdoel -> mijlpalen of streefdoelen."""
    for joint in (" of ", " en "):
        if joint in word:
            return joint.join(plural(part) for part in word.split(joint))
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith(_WITH_S) and not word.endswith(_EXCEPT):
        return f"{word}s"
    return f"{word}en"


def counted(count: int, word: str) -> str:
    """The right form of a term for a count: project for 1, projecten for every other number."""
    return word if count == 1 else plural(word)


def forum_name(code: str) -> str:
    """The name of a forum in running text."""
    return _FORUMS.get(code, code.replace("_", " "))


def forum_in_sentence(code: str) -> str:
    """A forum with its article: het Directiecomité, de Task Force; of another programme: het overleg “stuurgroep”."""
    if code not in _FORUMS:
        return f"het overleg “{forum_name(code)}”"
    return f"{'de' if code in _WITH_DE else 'het'} {_FORUMS[code]}"


def capital(text: str) -> str:
    """The text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def joined(parts: list[str]) -> str:
    """An enumeration: a, b en c."""
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def joined_up_to(parts: list[str], limit: int, rest: str = "") -> str:
    """An enumeration that ends in a count of what is left, with the noun `rest`; a single one left is named as well."""
    if len(parts) <= limit + 1:
        return joined(parts)
    return f"{', '.join(parts[:limit])} en nog {len(parts) - limit} {rest}".rstrip()
