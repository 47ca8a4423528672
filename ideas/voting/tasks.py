"""Every minute: counts whose hiding has ended come out."""

from app.foundation.sweeps import sweep
from ideas.voting.revealing import reveal


@sweep("ideas.reveal_counts")
async def reveal_counts() -> None:
    await reveal()
