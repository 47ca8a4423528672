"""A page with a video may show that host's player; no other page may show any."""

from litestar.response import Response

from app.web.security import content_policy
from campaigns.sections.videos import Video


def with_player(page: Response, video: Video | None) -> Response:
    if video is not None:
        page.set_header("content-security-policy", content_policy(video.origin))
    return page
