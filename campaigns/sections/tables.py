"""Rows of a campaign's page: steps of its timeline, what the money is for, who makes it, what is often asked."""

from piccolo.columns import BigInt, Boolean, Date, Integer, Text, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import Row, belongs_to, may_belong_to, one_of
from campaigns.tables import Campaign

KINDS = ("timeline", "budget", "team", "faq")


class CampaignPart(Row, Table):
    """`title`: the step, what is paid for, a name that is no member's, the question; `text`: more of it, the answer."""

    campaign = belongs_to(Campaign)
    kind = Varchar(length=8)
    position = Integer(default=0)
    title = Varchar(length=120, default="")
    text = Text(default="")
    month = Date(null=True, default=None)
    is_done = Boolean(default=False)
    amount = BigInt(null=True, default=None, help_text="minor units of the campaign's currency")
    member = may_belong_to(Member)

    known_part = one_of("kind", KINDS)
    steps_are_dated = Check("(kind = 'timeline') = (month is not null)")
    budget_rows_cost = Check("(kind = 'budget') = (amount is not null) and (amount is null or amount > 0)")
    members_make_it = Check("member is null or kind = 'team'")
    one_place_in_a_team = Unique([campaign, member])
