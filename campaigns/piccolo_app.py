"""The tables of campaigns/ and their migrations."""

from app.foundation.schema import piccolo_app

APP_CONFIG = piccolo_app("campaigns", rests_on=["app", "ideas"])
