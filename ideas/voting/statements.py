"""The votes' SQL: the row, the count and the rank in one statement each, exact whoever else votes at the same moment.

Both lock the ideas first, in the order of their ids, so that two batches never wait for each other in a circle; whoever
holds an idea's lock reads its newest state and count. Rows in quarantine are left as they are: neither counts. Where a
challenge's rules ask more than one statement can say, both leave everything untouched and unlocked, and say so (`has_rules`).
"""

from app.accounts.viewer import IS_LIVING, IS_LONG_AGO
from ideas.challenges.rules import TAKES_VOTES
from ideas.ranking import after_votes, after_withdrawal
from ideas.rules import VOTABLE
from ideas.voting.rules import MOST_A_MINUTE

_VOTABLE = ", ".join(repr(state) for state in VOTABLE)
# Whether voting in this challenge has begun at some time, and whether its rules ask more than one statement can say:
# a budget and a least number hold for the whole challenge, who may vote only now.
BEGUN = """(c.id is null or exists (select 1 from challenge_phase p where p.challenge = c.id
    and p.starts_at <= app_now() and 'vote' = any(p.doors)))"""
# No phase that takes votes is to come.
IS_OVER = """not exists (select 1 from challenge_phase p where p.challenge = c.id and 'vote' = any(p.doors)
    and p.ends_at > app_now())"""
_HAS_RULES = """exists (select 1 from challenge_phase p where p.challenge = c.id and 'vote' = any(p.doors)
    and (p.budget is not null or p.least_votes > 0 or (p.starts_at <= app_now() and app_now() < p.ends_at
      and (p.who <> 'everyone' or p.account_days > 0))))"""


def is_own(idea: str, author: str, member: str) -> str:
    """Whose idea it is: its author's and the co-authors'."""
    return f"""({author} = {member} or exists (select 1 from contribution k
    where k.idea = {idea} and k.member = {member} and k.role = 'co_author'))"""


def too_many(member: str, now: str) -> str:
    return f"""((select count(*) from (select 1 from vote v where v.member = {member}
      and v.created_at > {now} - interval '1 minute' limit {MOST_A_MINUTE}) recent) >= {MOST_A_MINUTE})"""


# What becomes of a vote that was taken back and is cast anew: what a case keeps out stays out.
CAST_ANEW = """changed_at = app_now(), state = case when exists (select 1 from vote_case k
      where k.id = v.suspect and k.state in ('held', 'upheld')) then 'quarantined' else 'counted' end"""

# Who asks for what: by the members' ids, or by the hashes of their sessions' tokens (nobody, where a session isn't any more).
# Arguments of both: public ids, members or hashes, refs (arrays of one length).
_BY_MEMBER = """(select *, '' as lang, false as is_long_ago
    from unnest({}::text[], {}::bigint[], {}::text[]) with ordinality as u (public_id, member, ref, n))"""
_BY_SESSION = f"""(select u.n, u.public_id, s.member, p.lang, {IS_LONG_AGO} as is_long_ago,
      case when u.ref <> '' and exists (select 1 from share_code k where k.member = s.member and k.is_current and k.code = u.ref)
        then '' else u.ref end as ref
    from unnest({{}}::text[], {{}}::bytea[], {{}}::text[]) with ordinality as u (public_id, hash, ref, n)
      left join (session s join member m on m.id = s.member join member_profile p on p.member = m.id)
        on s.token_hash = u.hash and {IS_LIVING})"""


def _cast(who: str) -> str:
    """A row for each that asks, in their order."""
    return f"""
with moment as materialized (select app_now() as now),
asked as materialized (
  select a.*, {too_many("a.member", "moment.now")} as too_many from moment, {who} as a),
standing as materialized (
  select i.id, i.public_id, i.author, i.challenge, i.state, {TAKES_VOTES} as is_open, {BEGUN} as begun, {_HAS_RULES} as has_rules
  from idea i left join challenge c on c.id = i.challenge
  where i.public_id in (select public_id from asked) and i.visibility = 'visible' and i.state <> 'draft'),
locked as materialized (
  select i.id, i.author, i.challenge, i.vote_count, i.counts from idea i
  where i.public_id in (select public_id from standing where not has_rules) and i.visibility = 'visible'
    and i.state in ({_VOTABLE}) order by i.id for no key update),
wanted as materialized (
  select a.*, {is_own("s.id", "s.author", "a.member")} as is_own from asked a left join standing s on s.public_id = a.public_id),
cast_now as (
  insert into vote as v (idea, member, ref)
  select l.id, a.member, min(a.ref) from wanted a join standing s on s.public_id = a.public_id join locked l on l.id = s.id
  where s.is_open and not s.has_rules and not a.is_own and not a.too_many
  group by l.id, a.member
  on conflict (idea, member) do update set {CAST_ANEW} where v.state = 'withdrawn'
  returning v.idea, v.state),
gained as (select idea, count(*) as votes from cast_now where state = 'counted' group by idea),
counted as (
  update idea i set {after_votes("gained.votes")}
  from gained where i.id = gained.idea returning i.id, i.vote_count)
select s.id, s.challenge, s.state, s.begun, s.is_open, s.has_rules, a.is_own, a.too_many, l.id is not null as was_votable,
  l.counts, l.author, coalesce(counted.vote_count, l.vote_count) as votes, a.member, a.lang, a.is_long_ago
from wanted a left join standing s on s.public_id = a.public_id left join locked l on l.id = s.id
  left join counted on counted.id = s.id
order by a.n
"""


CAST, CAST_BY_SESSION = _cast(_BY_MEMBER), _cast(_BY_SESSION)

# A vote taken back out of quarantine remembers it: so the answer knows, whatever happened while it waited for the lock.
TAKE_BACK = """changed_at = app_now(), reason = case when v.state = 'quarantined' then 'quarantined' else '' end,
    state = 'withdrawn'"""

# Arguments: public id, member. One row, or none where there is no such idea.
WITHDRAW = f"""
with standing as materialized (
  select i.id, i.public_id, i.author, i.challenge, i.state, {TAKES_VOTES} as is_open, {BEGUN} as begun, {_HAS_RULES} as has_rules
  from idea i left join challenge c on c.id = i.challenge
  where i.public_id = {{}} and i.visibility = 'visible' and i.state <> 'draft'),
locked as materialized (
  select i.id, i.challenge, i.vote_count, i.counts from idea i
  where i.public_id in (select public_id from standing where not has_rules) and i.visibility = 'visible'
    and i.state in ({_VOTABLE}) for no key update),
taken_back as (
  update vote v set {TAKE_BACK} from locked l join standing s on s.id = l.id
    join vote before on before.idea = l.id and before.member = {{}}
  where v.id = before.id and v.state in ('counted', 'quarantined') and s.is_open and not s.has_rules
  returning v.idea, v.reason, coalesce(before.changed_at, before.created_at) as cast_at),
counted as (
  update idea i set {after_withdrawal("taken_back.cast_at")}
  from taken_back where i.id = taken_back.idea and taken_back.reason = '' returning i.id, i.vote_count)
select s.id, s.challenge, s.state, s.begun, s.is_open, s.has_rules, false as is_own, false as too_many,
  l.id is not null as was_votable, l.counts, s.author, coalesce(counted.vote_count, l.vote_count) as votes
from standing s left join locked l on l.id = s.id left join counted on counted.id = s.id
"""
