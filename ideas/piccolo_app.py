"""The tables of ideas/ and their migrations."""

from app.foundation.schema import piccolo_app

APP_CONFIG = piccolo_app("ideas", rests_on=["app"])
