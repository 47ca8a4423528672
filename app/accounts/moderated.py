"""A member's name, bio and face can be checked, reported and hidden: others then see a neutral name."""

from app.community.moderation.kinds import Kind
from app.foundation.i18n import N_

MODERATED = {
    "member": Kind(
        word=N_("成员资料"),
        table="member_profile",
        title="t.name",
        texts=("t.name", "t.bio"),
        authors="array[t.member]",
        id="t.member",
        public_id="m.public_id",
        join="join member m on m.id = t.member",
        pictures="case when t.avatar = '' then array[]::text[] else array[t.avatar::text] end",
    )
}
