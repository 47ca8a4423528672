"""智造's front door and the ground everyone stands on; the roof modules beside this file may import everything."""

import os

os.environ.setdefault("PICCOLO_CONF", "app.piccolo_conf")
