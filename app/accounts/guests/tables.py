"""A guest: a member by id, reached by an e-mail that nobody has proven yet."""

from piccolo.columns import OnDelete, Varchar
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import Row, belongs_to


class Guest(Row, Table):
    """Gone once the address has signed in: then the member has it as an identity. Erasable."""

    member = belongs_to(Member, unique=True, on_delete=OnDelete.cascade)
    address = Varchar(length=320, unique=True, help_text="an e-mail, normalised as in identity")
