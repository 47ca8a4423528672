"""What a browser sends while somebody types: one picture."""

from typing import Annotated

import msgspec
from litestar.datastructures import UploadFile

from app.web.fields import Files


class PictureForm(msgspec.Struct):
    picture: Annotated[list[UploadFile], Files(1)]
