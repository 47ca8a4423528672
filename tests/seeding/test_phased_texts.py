"""The small world's calls with phases: each could have been typed and published."""

from datetime import UTC, datetime

import pytest

from app.seeding import reading
from app.seeding.phasing import Phased, phased, values_of
from app.web.forms import read_values
from ideas.challenges.composing import compose
from ideas.challenges.readiness import missing
from ideas.challenges.shapes import SHAPES
from ideas.forms import IdeaForm

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("challenge", phased().challenge, ids=lambda challenge: challenge.key)
def test_a_call_with_phases_could_have_been_typed(challenge: Phased) -> None:
    composed = compose(values_of(challenge), "Asia/Shanghai", NOW)
    assert not composed.form.errors and not missing(composed)


def test_there_is_one_in_each_shape() -> None:
    assert {challenge.shape for challenge in phased().challenge} == SHAPES.keys() - {"empty"}


def test_their_ideas_could_have_been_typed_by_people_who_are_there() -> None:
    people = {person.key for person in reading.people()}
    for idea in (idea for challenge in phased().challenge for idea in challenge.idea):
        assert idea.author in people and {one.by for one in idea.improvement} <= people
        assert read_values(IdeaForm, {"title": [idea.title], "summary": [idea.summary], "body": [idea.body.strip()]}).ok, idea.key
