"""The tables of app/ and their migrations."""

from app.foundation.schema import piccolo_app

APP_CONFIG = piccolo_app("app")
