"""Companies: the client and the competitors it is compared with."""

from dataclasses import dataclass
from enum import StrEnum

from market.urls import host_of, key_of


class Role(StrEnum):
    """What a company is in one audit."""

    CLIENT = "client"
    COMPETITOR = "competitor"


@dataclass(frozen=True, slots=True)
class Company:
    """A client or a competitor (schema.org Organization)."""

    name: str
    url: str
    role: Role
    aliases: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Digest of the site's address: the same whatever place the company has in a brief."""
        return key_of(self.url)

    @property
    def host(self) -> str:
        return host_of(self.url)
