"""Every setting: type, default, unit, help. The only reader of the environment.

A TOML file (`config/default.toml` shows them all), each overridden by `SCRM_NAME`;
secrets also by `SCRM_NAME_FILE`.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from scrm.web.proxies import Proxies

SECRETS = ("secret_key", "database_url")


class Settings(BaseSettings):
    """The settings of one hub."""

    model_config = SettingsConfigDict(env_prefix="SCRM_", extra="ignore", frozen=True)

    data_dir: Path = Field(Path("data"), description="Where the database, files and keys lie.")
    database_url: SecretStr = Field(
        SecretStr(""),
        description="Empty: SQLite in the data folder. `postgresql://…`: that database.",
    )
    listen: str = Field(
        "127.0.0.1:8080", description="Address and port; port 0 lets the system choose."
    )
    public_url: str = Field(
        "",
        description="How the world reaches this hub. With https, platforms call us; else we poll.",
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Seals credentials. Empty: made once in the data folder. Several by comma, newest first.",
    )
    locale: str = Field("en", description="The language of a person who has chosen none: en or zh.")
    timezone: str = Field(
        "UTC", description="The organisation's time zone until it is set in the console."
    )
    trusted_proxies: str = Field(
        "",
        description="Proxies before the hub, by address or network, by comma: what they say of a client's "
        "address is believed. Without it everybody behind a proxy shares one limit of wrong tries.",
    )
    frame_ancestors: str = Field(
        "", description="Sites that may show the console in a frame; none by default."
    )
    upload_limit: int = Field(
        25_000_000, description="The largest file that is taken in, in bytes."
    )
    import_limit: int = Field(
        200_000_000, description="The largest chat export that is taken in, in bytes."
    )
    node: int = Field(
        0, ge=0, le=1023, description="This process's number in its ids; differs per process."
    )
    log_level: str = Field("info", description="debug, info, warning or error.")
    log_format: str = Field("auto", description="json, text, or auto: text at a terminal.")

    @field_validator("public_url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, value: str) -> str:
        try:
            Proxies(_listed(value))
        except ValueError as error:
            raise ValueError(f"must be addresses or networks by comma: {error}") from None
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del dotenv_settings, file_secret_settings
        file = os.environ.get("SCRM_CONFIG", "")
        toml = (TomlConfigSettingsSource(settings_cls, Path(file)),) if file else ()
        return (init_settings, env_settings, *toml)

    @property
    def url(self) -> str:
        """The database's address; SQLite in the data folder where none is set."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir / 'scrm.db'}"

    @property
    def proxies(self) -> Proxies:
        return Proxies(_listed(self.trusted_proxies))

    @property
    def webhooks(self) -> bool:
        """Whether platforms can call us, so that polling is not needed."""
        return self.public_url.startswith("https://")

    @property
    def address(self) -> tuple[str, int]:
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]") or "127.0.0.1", int(port)


def load(file: Path | None = None, **overrides: Any) -> Settings:
    """Read file and environment; raises ValueError with one sentence per wrong setting."""
    if file is not None:
        if not file.exists():
            raise ValueError(f"there is no settings file {file}")
        os.environ["SCRM_CONFIG"] = str(file)
    given: dict[str, Any] = _from_files(os.environ) | overrides
    return Settings(**given)


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _from_files(environment: Mapping[str, str]) -> dict[str, Any]:
    """Secrets that lie in files of their own, as container hosts hand them out."""
    found: dict[str, Any] = {}
    for name in SECRETS:
        if path := environment.get(f"SCRM_{name.upper()}_FILE"):
            found[name] = Path(path).read_text().strip()
    return found
