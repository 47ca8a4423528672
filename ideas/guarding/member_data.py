"""What guarding the votes holds of members: who of staff decided."""

from app.foundation.handover import Handover

HANDOVER = Handover(history=(("vote_case", "decided_by"),))
