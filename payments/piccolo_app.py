"""The tables of payments/ and their migrations."""

from app.foundation.schema import piccolo_app

APP_CONFIG = piccolo_app("payments", rests_on=["app", "ideas", "campaigns"])
