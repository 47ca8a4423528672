"""The list of rooms beside a desk's pages; each slice adds its own at the roof."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.foundation.i18n import translate


@dataclass(frozen=True, slots=True)
class Room:
    label: str
    path: str
    icon: str
    deed: str
    order: int


@dataclass(slots=True)
class DeskRooms:
    """`add` once for each room: a gettext label, the path below the desk's own, an icon, and the deed it takes to see it."""

    rooms: list[Room] = field(default_factory=list)

    def add(self, label: str, path: str, *, icon: str = "", deed: str = "read", order: int = 50) -> None:
        if all(room.path != path for room in self.rooms):
            self.rooms.append(Room(label, path, icon, deed, order))
            self.rooms.sort(key=lambda room: room.order)

    def links(self, base: str, here: str, may: Callable[[str], bool]) -> list[dict[str, Any]]:
        """For the layout `studio`: the rooms that this person may see, and which one they stand in."""
        return [
            {
                "href": (href := f"{base}/{room.path}".rstrip("/")),
                "label": translate(room.label),
                "icon": room.icon,
                "count": 0,
                "is_current": here == href or (bool(room.path) and here.startswith(href + "/")),
            }
            for room in self.rooms
            if may(room.deed)
        ]
