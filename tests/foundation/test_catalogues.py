"""Every sentence of code and templates is said in each language of ours, with the same places to fill in."""

import re

import pytest
from babel.messages.catalog import Catalog, Message

from app.foundation.i18n import LOCALES
from app.running import messages

TRANSLATED = sorted(set(LOCALES.values()) - {"zh_Hans_CN"})
PLACES = re.compile(r"%\([a-z_]+\)[sd]|%%|\{[a-z_]*\}")
CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]+")
NAMES = {"智造", "简体中文", "繁體中文", "中文", "简体", "繁體"}  # what stays as it is in English


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Collected anew, apart from the template that the collector keeps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(messages, "TEMPLATE", tmp_path_factory.mktemp("messages") / "messages.pot")
        messages.collect()
        return messages.template()


def _texts(message: Message) -> list[str]:
    found = message.string or ""
    return [found] if isinstance(found, str) else list(found)


def _source(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _sentences(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _places(text: str) -> list[str]:
    return sorted(PLACES.findall(text))


def test_the_collector_finds_the_sentences(collected: Catalog) -> None:
    assert len(_sentences(collected)) > 1000
    assert collected.get("票") is not None, "a counted word of a template"
    assert collected.get("创意", context="station") is not None, "a word with a context"


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_sentence_is_in_the_catalogue(collected: Catalog, locale: str) -> None:
    kept = messages.load(locale)
    missing = [message.id for message in _sentences(collected) if kept.get(_source(message), message.context) is None]
    assert missing == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_counted_sentence_is_counted_in_the_catalogue_too(collected: Catalog, locale: str) -> None:
    kept = messages.load(locale)
    pairs = [(message, kept.get(_source(message), message.context)) for message in _sentences(collected)]
    assert [one.id for one, other in pairs if other is not None and one.pluralizable != other.pluralizable] == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_none_is_empty_or_fuzzy(locale: str) -> None:
    catalogue = messages.load(locale)
    assert not catalogue.fuzzy
    assert [message.id for message in _sentences(catalogue) if message.fuzzy or not all(_texts(message))] == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_counted_sentence_has_every_form_of_its_language(locale: str) -> None:
    catalogue = messages.load(locale)
    counted = [message for message in _sentences(catalogue) if message.pluralizable]
    assert counted
    assert [message.id for message in counted if len(_texts(message)) != catalogue.num_plurals] == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_translation_fills_in_the_same_places(locale: str) -> None:
    wrong = [
        (message.id, text)
        for message in _sentences(messages.load(locale))
        for text in _texts(message)
        if _places(text) != _places(_source(message))
    ]
    assert wrong == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_percent_sign_outside_a_place_is_doubled(locale: str) -> None:
    """Templates fill in every sentence, so a lone one would break the page."""
    texts = [text for message in _sentences(messages.load(locale)) for text in _texts(message)]
    assert [text for text in texts if "%" in PLACES.sub("", text)] == []


def test_english_has_no_chinese_in_it() -> None:
    found = [
        text for message in _sentences(messages.load("en")) for text in _texts(message) if set(CHINESE.findall(text)) - NAMES
    ]
    assert found == []


def test_english_tells_one_from_many() -> None:
    """All but words that stay the same beside any number."""
    counted = [message for message in _sentences(messages.load("en")) if message.pluralizable]
    same = [message.id for message in counted if len(set(_texts(message))) == 1]
    assert [one for one in same if "未读" not in one[0]] == []
