"""Report settings: which parts a report has and in which order; they can be shared between clients."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

# The parts an agency can choose from, in the order of the outline; the cover is always there and always first.
PARTS = ("summary", "changes", "plan", "competition", "venues", "topics", "focus", "next", "unmeasured", "method")


def _known(value: str) -> str:
    if value not in PARTS:
        raise ValueError(f"expected one of: {', '.join(PARTS)}; got {value!r}")
    return value


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise ValueError(f"{twice[0]} stands twice; keep one")
    return values


def _unquoted(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("expected the name of a part")
    return value


Part = Annotated[str, BeforeValidator(_unquoted), AfterValidator(_known)]


class ReportSettings(BaseModel):
    """How the report is made up: its parts in their order."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    settings: Annotated[str, Field(max_length=400)] = ""  # a file with agency: and report:, shared between clients
    sections: Annotated[tuple[Part, ...], AfterValidator(_once)] = ()  # empty: all of them
