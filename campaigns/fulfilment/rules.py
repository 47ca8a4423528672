"""Pure decisions about perks: the lifecycle of each kind."""

from app.foundation.lifecycle import Lifecycle

PERK = Lifecycle(
    "perk",
    {
        # owed to in hand; physical perks walk the first line, the others their own below
        "owed": ("answers_due", "released", "entered", "ticketed", "named", "refunded"),
        "answers_due": ("answered", "refunded"),
        "answered": ("answers_due", "locked", "refunded"),
        "locked": ("packed", "answered", "refunded"),
        "packed": ("dispatched", "locked", "refunded"),
        "dispatched": ("delivered", "received", "exception"),
        "delivered": ("received", "exception"),
        "received": ("return_asked",),
        "return_asked": ("returned", "received"),
        "returned": ("refunded",),
        "exception": ("replaced", "refunded", "dispatched"),
        "replaced": (),
        "refunded": (),
        "released": ("claimed", "refunded"),
        "claimed": (),
        "entered": ("drawn", "not_drawn"),
        "drawn": ("ticketed",),
        "not_drawn": (),
        "ticketed": ("checked_in", "missed", "refunded"),
        "checked_in": (),
        "missed": (),
        "named": ("published",),
        "published": (),
    },
)

# What a packer may send; the address is fixed by packing it.
READY = ("answered", "locked", "packed")
IN_HAND = ("received", "claimed", "checked_in", "published")
# Nothing more is owed: in hand, or settled otherwise. A name needs no hand; printing it is the brand's own affair.
FINISHED = (*IN_HAND, "named", "refunded", "replaced", "not_drawn", "missed", "returned")
