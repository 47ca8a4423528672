"""What became of one attempt to send."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """Sent when `fault` is empty. `for_good`: trying again is no use. `unknown`: it may have gone out all the same."""

    fault: str = ""
    for_good: bool = False
    unknown: bool = False
    receipt: str = ""
