"""The local Stripe for the tests of this folder."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fixtures import listener, running_sandbox, sandbox, sandbox_database, shop  # noqa: F401
