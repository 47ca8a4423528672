"""A campaign's public texts can be checked, reported and hidden."""

from app.community.moderation.kinds import Kind
from app.foundation.i18n import N_
from campaigns.rules import PUBLIC

_PUBLIC = ", ".join(f"'{state}'" for state in PUBLIC)

# Its timeline, budget, team and answers, row by row.
_PARTS = """(select coalesce(string_agg(concat_ws(': ', nullif(p.title, ''), nullif(p.text, '')), E'\\n'
    order by p.kind, p.position), '')
  from campaign_part p where p.campaign = t.id)"""

# What it offers and promises: tiers, things with their variants, stretch goals.
_OFFERS = """concat_ws(E'\\n',
  (select string_agg(concat_ws(': ', o.title, nullif(o.description, '')), E'\\n' order by o.position, o.id)
    from tier o where o.campaign = t.id),
  (select string_agg(concat_ws(': ', i.title, nullif(i.choice, ''), (select string_agg(v.title, ', ' order by v.position)
    from variant v where v.item = i.id)), E'\\n' order by i.position, i.id) from item i where i.campaign = t.id),
  (select string_agg(concat_ws(': ', g.title, nullif(g.text, '')), E'\\n' order by g.position, g.id)
    from stretch_goal g where g.campaign = t.id))"""

MODERATED = {
    "campaign": Kind(
        word=N_("众筹"),
        table="campaign",
        texts=("t.title", "t.summary", "t.story", "t.risks", _PARTS, _OFFERS),
        authors="array(select member from brand_member where brand = t.brand and role in ('owner', 'editor') order by id)",
        page="'/campaigns/' || t.public_id",
        pictures="""case when t.cover = '' then array[]::text[] else array[t.cover::text] end
          || array(select m[1] from regexp_matches(t.story, '/media/([0-9a-z]+)/', 'g') m)
          || array(select o.picture::text from tier o where o.campaign = t.id and o.picture <> '' order by o.position, o.id)""",
        is_public=f"t.state in ({_PUBLIC})",
        reach="select count(*) from pledge p where p.campaign = t.id",
        holds_edits=False,  # staff reads it before it begins, and money hangs on it afterwards
    )
}
