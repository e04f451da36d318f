"""Every knob, from the environment or a .env file in the project's root. Nothing is needed to start."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from coach.content.errors import CoachError

ROOT = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """The configuration. Names are upper-case in the environment: COACH_DATA, DATABASE_URL, OPENAI_API_KEY ..."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore", env_ignore_empty=True)

    coach_data: Path = Field(default=ROOT / ".data", description="Where the database and fitted models are kept.")
    coach_content: Path | None = Field(
        default=None, description="A folder of your own personas, accounts and libraries, laid out like this project; unset: COACH_DATA/content, if there."
    )
    coach_embedding_model: str = Field(
        default="", description="Folder of another sentence-transformers model; empty: the one that comes with the installation."
    )
    # An embeddings endpoint, for the search alone; the reading stays on this machine.
    coach_embedding_endpoint_model: str = Field(default="", description="Model of an OpenAI-compatible embeddings endpoint to search with; empty: none.")
    coach_embedding_url: str = Field(default="", description="Its address up to the version, such as http://localhost:8080/v1; empty: OPENAI_BASE_URL.")
    coach_embedding_key: SecretStr = Field(default=SecretStr(""), description="Its key; empty: OPENAI_API_KEY, unless COACH_EMBEDDING_URL is set.")
    embedding_openai_url: str = Field(default="", validation_alias="OPENAI_BASE_URL", description="Used where COACH_EMBEDDING_URL is not set.")
    embedding_openai_key: SecretStr = Field(default=SecretStr(""), validation_alias="OPENAI_API_KEY", description="Sent to that address only.")
    coach_streaming_ms: int = Field(default=35, ge=0, le=1000, description="Milliseconds between two words of an authored reply on the page.")
    database_url: str = Field(default="", description="PostgreSQL for a team; empty: SQLite in COACH_DATA.")

    @model_validator(mode="after")
    def _own_content(self) -> Self:
        """Without a folder named, what was imported into the data folder is read."""
        if self.coach_content is None and self.content_to_write.is_dir():
            self.coach_content = self.content_to_write
        return self

    @property
    def content_to_write(self) -> Path:
        """The folder of one's own content, there or not: never the program's own files, unless they are named."""
        return self.coach_content or self.coach_data / "content"

    @property
    def embedding_endpoint(self) -> tuple[str, str]:
        """Address (empty: OpenAI's own) and key of the embeddings endpoint. A key for one place is never sent to another."""
        if self.coach_embedding_url:
            return self.coach_embedding_url, self.coach_embedding_key.get_secret_value()
        return self.embedding_openai_url, (self.coach_embedding_key.get_secret_value() or self.embedding_openai_key.get_secret_value())

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.coach_data / 'coach.db').absolute()}"


@cache
def settings() -> Settings:
    """The settings of this process. Raises CoachError with a line for each value that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        raise CoachError(
            *(f"setting {'.'.join(map(str, item['loc'])).upper()}: {item['msg']} (found {str(item['input'])[:60]!r})" for item in error.errors())
        ) from None
