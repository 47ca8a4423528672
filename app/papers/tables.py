"""A document, its versions in several languages, and the consents to them: ids only, so that they may stay."""

from piccolo.columns import BigInt, Integer, OnDelete, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.foundation.columns import Row, belongs_to, may_belong_to, one_of

KINDS = ("terms", "privacy", "cross_border", "idea_licence", "co_creation")


class Paper(Row, Table):
    """A document. `subject` is empty for the site's own, else the public id of the challenge it was written for."""

    kind = Varchar(length=16)
    subject = Varchar(length=12, default="")

    one_paper_for_each_subject = Unique([kind, subject])
    a_kind_we_know = one_of("kind", KINDS)


class PaperVersion(Row, Table):
    """One state of a document. A new major number asks everybody again; a minor one says the same in better words."""

    paper = belongs_to(Paper)
    major = Integer()
    minor = Integer(default=0)
    effective_at = Timestamptz(default=None, null=False)
    note = Text(default="", help_text="what changed, in a sentence")
    by = BigInt(null=True, default=None)

    each_version_number_once = Unique([paper, major, minor])


class PaperText(Row, Table):
    version = belongs_to(PaperVersion, on_delete=OnDelete.cascade)
    lang = Varchar(length=12)
    title = Varchar(length=80)
    body = Text()

    one_text_in_each_language = Unique([version, lang])


class Consent(Row, Table):
    """A member agreed to a version, or declared an age: when, how and for what."""

    member = BigInt(index=True)
    version = may_belong_to(PaperVersion)
    age = SmallInt(null=True, default=None, help_text="declared to be at least so old")
    how = Varchar(length=16, help_text="joining, idea, pledge …: the act that it was part of")
    subject = Varchar(length=12, default="", help_text="public id of what the act made")
    lang = Varchar(length=12, default="")
    withdrawn_at = Timestamptz(default=None, null=True)

    to_a_paper_or_of_an_age = Check("(version is null) <> (age is null)")
