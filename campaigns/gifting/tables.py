"""A gift: whose it shall be, what stands on its card, and who took it. The words are erasable."""

from piccolo.columns import Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, Written, belongs_to, may_belong_to
from campaigns.pledging.tables import Pledge


class Gift(PublicRow, Written, Table):
    """`recipient` is known once they took it; then it can't be undone."""

    pledge = belongs_to(Pledge, unique=True)
    to_name = Varchar(length=40)
    to_email = Varchar(length=320, default="", help_text="where its link is mailed; without one the giver hands it on")
    signed = Varchar(length=40, default="", help_text="the giver's name on the card")
    card = Text(default="")
    recipient = may_belong_to(Member)
    mailed_at = Timestamptz(default=None, null=True)
    accepted_at = Timestamptz(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True, help_text="its pledge came to nothing after it was sent, and they were told")

    taken_by_somebody = Check("(recipient is null) = (accepted_at is null)")
