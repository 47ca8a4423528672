"""Where a member is written to: of each kind the address they put first, unless it refuses mail."""


def address_of(member: str, kind: str) -> str:
    """SQL: the address, or null. `member` is a column's name. A guest's is the e-mail they gave."""
    own = f"""(select i.address from identity i where i.member = {member} and i.kind = '{kind}' and i.verified_at is not null
      and not exists (select from unreachable u where u.identity = i.id) order by i.is_first desc, i.id limit 1)"""
    return f"coalesce({own}, (select g.address from guest g where g.member = {member}))" if kind == "email" else own


def has_address(member: str, kind: str) -> str:
    return f"({address_of(member, kind)} is not null)"
