"""What people type about their brand and its team."""

from typing import Annotated

import msgspec

from app.accounts.forms import Zone
from app.brands.tables import ROLES
from app.web.fields import Choice, Email, Files, Line, Prose


class BrandForm(msgspec.Struct):
    name: Annotated[str, Line(40)]
    story: Annotated[str, Prose(4000, least=0)]
    logo: Annotated[list, Files(1)]
    kept: Annotated[str, Line(12, least=0)]
    time_zone: Annotated[str, Zone()]


class InvitationForm(msgspec.Struct):
    email: Annotated[str, Email()]
    role: Annotated[str, Choice(ROLES, default="editor")]


class RoleForm(msgspec.Struct):
    role: Annotated[str, Choice(ROLES)]


class KeyForm(msgspec.Struct):
    key: Annotated[str, Line(120, least=0)]
