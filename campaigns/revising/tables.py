"""Changes of a public page, as everybody may read them."""

from piccolo.columns import Text, Varchar
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, Written, belongs_to, may_belong_to
from campaigns.tables import Campaign


class CampaignChange(PublicRow, Written, Table):
    """One text before and after; for who makes it also the member it is about, whose name stands nowhere here."""

    campaign = belongs_to(Campaign)
    actor = may_belong_to(Member)  # nobody where a verb knows only the brand
    what = Varchar(length=12)
    about = may_belong_to(Member)
    before = Text(default="")
    after = Text(default="")
