"""The brief: what an agency writes down before an audit, as checked values (``market.brief_yaml`` reads the file)."""

from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator

from market.actuals import Actual
from market.companies import Company, Role
from market.focus import FORMATS
from market.periods import Period
from market.report_settings import ReportSettings
from market.urls import canonical_url


def _web_address(value: str) -> str:
    if "://" not in value:
        raise ValueError(f"expected a web address such as https://www.example.com/, got {value!r}")
    try:
        canonical = canonical_url(value)
    except ValueError as error:
        raise ValueError(f"expected a web address such as https://www.example.com/, got {value!r}") from error
    if "." not in (urlsplit(canonical).hostname or "") and urlsplit(canonical).hostname != "localhost":
        raise ValueError(f"expected a web address with a host name such as www.example.com, got {value!r}")
    if urlsplit(canonical).username:
        raise ValueError("expected a web address without a user name or password in it")
    return canonical


def _plain(value: Any) -> Any:
    """Numbers and yes/no where words are wanted are mistakes of YAML, not of meaning: say what to write."""
    if isinstance(value, bool | int | float | date):
        raise ValueError(f'expected text; put it in quotes: "{value}"')
    return value


Text = Annotated[str, BeforeValidator(_plain), Field(max_length=5_000)]


def _filled(value: str) -> str:
    if value.strip().upper() == "FILL IN":
        raise ValueError("still says FILL IN; write what it should be")
    return value


Words = Annotated[str, BeforeValidator(_plain), AfterValidator(_filled), Field(min_length=1, max_length=400)]
WebAddress = Annotated[str, BeforeValidator(_plain), AfterValidator(_web_address)]


def _known_format(value: str) -> str:
    if value not in FORMATS:
        raise ValueError(f"expected one of: {', '.join(FORMATS)}; got {value!r}")
    return value


Format = Annotated[str, BeforeValidator(_plain), AfterValidator(_known_format)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Agency(_Part):
    """Who hands the report over: its brand on the cover and its contact line first and last."""

    name: Words
    contact: Words
    url: WebAddress | Literal[""] = ""
    accent: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] = "#0b6e6e"
    logo: Text = ""  # a PNG, JPEG or SVG file beside the brief
    footer: Text = ""


class Client(_Part):
    """The company the audit is for."""

    name: Words
    url: WebAddress
    aliases: tuple[Words, ...] = ()
    channels: tuple[Words, ...] = ()  # what the client says it uses


class Competitor(_Part):
    """A company the client is compared with."""

    name: Words
    url: WebAddress
    aliases: tuple[Words, ...] = ()


class VenueEntry(_Part):
    """A community where prospects may talk."""

    url: WebAddress
    name: Text = ""
    platform: Text = ""  # a connector's name; recognised from the address when left out
    feed: WebAddress | Literal[""] = ""
    export: Text = ""  # a file of posts the client may lawfully share, for closed networks
    base: bool = False  # a sample of everything people talk about there: compared with, never ranked


class Market(_Part):
    """What the market is called and where it is."""

    keywords: Annotated[tuple[Words, ...], Field(min_length=1)]
    places: tuple[Words, ...] = ()
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"


class Strategy(_Part):
    """Where to and why. All optional: a strategy that is not stated is a finding, never inferred."""

    statement: Text = ""
    corporate: Literal["", "retrenchment", "stability", "growth"] = ""
    business_unit: Literal["", "penetration", "diversification", "development"] = ""
    market: Text = ""
    alignment: tuple[Literal["communications", "marketing", "human resources", "customer service"], ...] = ()
    stance: Literal["", "reactive", "proactive"] = ""
    experience: Text = ""
    action: Text = ""


class TargetEntry(_Part):
    """A number with its period, as the client states it."""

    amount: Annotated[float, Field(gt=0)]
    unit: Words
    period: Period


class Goal(_Part):
    """A measurable outcome."""

    name: Words
    targets: tuple[TargetEntry, ...] = ()


class PlanItem(_Part):
    """One line of the tactical plan: a free sentence, or its parts."""

    sentence: Text = ""
    action: Text = ""
    deliverable: Text = ""
    amount: Annotated[float, Field(gt=0)] | None = None
    period: Period | None = None
    channels: tuple[Words, ...] = ()
    key_phrase: Text = ""
    topic: Text = ""
    place: Text = ""
    audience: Text = ""
    purpose: Text = ""
    goal: Text = ""
    owner: Text = ""
    deadline: date | None = None
    label: Literal["", "strategy", "goal", "target", "tactic", "none"] = ""  # the operator's correction always wins

    @model_validator(mode="before")
    @classmethod
    def _from_sentence(cls, value: Any) -> Any:
        return {"sentence": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_something(self) -> "PlanItem":
        if not (self.sentence or self.action or self.deliverable):
            raise ValueError("expected a sentence, or at least an action or a deliverable")
        if (self.amount is None) != (self.period is None):
            raise ValueError("expected amount and period together, such as amount: 3 and period: week")
        return self


class MappingEntry(_Part):
    """The operator's word on which goal a published item serves; it always wins over the program's."""

    url: WebAddress
    goal: Text  # a goal's name; "none" for an item that serves no goal


class Limits(_Part):
    """How far the crawl may go and how politely."""

    pages: Annotated[int, Field(ge=1, le=20_000)] = 200
    depth: Annotated[int, Field(ge=0, le=20)] = 8
    delay_seconds: Annotated[float, Field(ge=0.5, le=60)] = 2.0
    contact: WebAddress | Literal[""] = ""  # where a site owner can reach you; named in the User-Agent
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 365
    window_weeks: Annotated[int, Field(ge=8, le=104)] = 26


class Brief(_Part):
    """Strategy, goals, plan, competitors and communities as the agency wrote them."""

    agency: Agency
    client: Client
    competitors: Annotated[tuple[Competitor, ...], Field(min_length=1, max_length=8)]
    venues: Annotated[tuple[VenueEntry, ...], Field(max_length=60)] = ()
    market: Market
    strategy: Strategy = Strategy()
    goals: Annotated[tuple[Goal, ...], Field(min_length=1, max_length=3)]
    plan: Annotated[tuple[PlanItem, ...], Field(max_length=60)] = ()
    mappings: Annotated[tuple[MappingEntry, ...], Field(max_length=2_000)] = ()
    effort: dict[Format, Annotated[float, Field(gt=0, le=1_000)]] = {}  # what an item of each format costs
    actuals: Text = ""  # a CSV file of the client's own numbers, beside the brief
    limits: Limits = Limits()
    report: ReportSettings = ReportSettings()
    _actual_rows: tuple[Actual, ...] = PrivateAttr(default=())

    @property
    def actual_rows(self) -> tuple[Actual, ...]:
        """The rows of the file of actuals; empty without one, or when the brief did not come from a file."""
        return self._actual_rows

    def with_actuals(self, rows: tuple[Actual, ...]) -> "Brief":
        """This brief with the rows of its file of actuals."""
        held = self.model_copy()
        held._actual_rows = rows
        return held

    @property
    def companies(self) -> tuple[Company, ...]:
        """The client first, then the competitors in the brief's order."""
        client = Company(self.client.name, self.client.url, Role.CLIENT, self.client.aliases)
        rivals = (Company(c.name, c.url, Role.COMPETITOR, c.aliases) for c in self.competitors)
        return (client, *rivals)
