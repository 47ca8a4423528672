"""An update can be checked, reported by whoever may read it, and hidden; with what is asked in it."""

from app.accounts.viewer import Viewer
from app.community.moderation.kinds import Kind
from app.foundation.i18n import N_
from campaigns.updates.queries import readable_update


async def find(viewer: Viewer, public_id: str) -> object:
    return await readable_update(viewer, public_id)


MODERATED = {
    "update": Kind(
        word=N_("项目动态"),
        table="campaign_update",
        texts=(
            "t.title",
            "t.body",
            """coalesce((select q.question || E'\\n' || coalesce(string_agg(o.title, E'\\n' order by o.position), '')
              from update_poll q left join update_poll_option o on o.poll = q.id where q.update = t.id group by q.id), '')""",
            """coalesce((select string_agg(v.title || E'\\n' || v.body, E'\\n\\n' order by v.id)
              from campaign_update_version v where v.update = t.id), '')""",
        ),
        authors="array(select member from brand_member b where b.brand = c.brand and role in ('owner', 'editor') order by b.id)",
        join="join campaign c on c.id = t.campaign",
        page="'/campaigns/' || c.public_id || '/updates/' || t.number",
        pictures="""t.pictures || array(select o.picture from update_poll q join update_poll_option o on o.poll = q.id
          where q.update = t.id and o.picture <> '')""",
        is_public="t.published_at is not null and t.withdrawn_at is null",
        reach="select count(*) from pledge p where p.campaign = c.id",
        find=find,
    )
}
