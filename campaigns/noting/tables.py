"""Words beside a pledge. Erasable."""

from piccolo.columns import Text
from piccolo.table import Table

from app.foundation.columns import PublicRow, Written, belongs_to
from campaigns.pledging.tables import Pledge


class PledgeNote(PublicRow, Written, Table):
    """`own` is read by the backer alone, `message` by the brand's team."""

    pledge = belongs_to(Pledge, unique=True)
    own = Text(default="")
    message = Text(default="")
