"""Decisions: what people decided while they reviewed results. No run writes here, so that no run can undo them."""

from sqlalchemy import Engine, delete, select

from market.decisions import Aspect, Decision
from store.persistence import persistent
from store.tables import decisions, upsert


@persistent
def decide(engine: Engine, client: str, decision: Decision) -> None:
    """Keep a decision of a client; it replaces an earlier one of the same aspect and subject."""
    row = {
        "client": client,
        "aspect": decision.aspect.value,
        "subject": decision.subject,
        "label": decision.label,
        "value": decision.value,
        "run": decision.run,
        "by": decision.by,
        "decided_at": decision.decided_at,
    }
    with engine.begin() as connection:
        connection.execute(upsert(engine, decisions, [row]), [row])


@persistent
def take_back(engine: Engine, client: str, aspect: Aspect, subject: str) -> None:
    """Forget a decision; nothing happens where there is none."""
    mine = (decisions.c.client == client) & (decisions.c.aspect == aspect.value) & (decisions.c.subject == subject)
    with engine.begin() as connection:
        connection.execute(delete(decisions).where(mine))


@persistent
def decided(engine: Engine, client: str) -> tuple[Decision, ...]:
    """Every decision of a client, by aspect and subject."""
    columns = [decisions.c[name] for name in Decision.__dataclass_fields__]
    with engine.connect() as connection:
        rows = connection.execute(select(*columns).where(decisions.c.client == client)).mappings().all()
    found = [Decision(**{**row, "aspect": Aspect(row["aspect"])}) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.aspect, one.subject)))
