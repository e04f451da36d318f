"""Every knob, from the environment or a .env file in the project's root. Nothing is needed to start."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from coach.content.errors import CoachError
from coach.reviews.agreement import JUDGE_BAR
from coach.reviews.logins import LoginRules, role_words, words_of

ROOT = Path(__file__).resolve().parents[1]
OPENAI = "https://api.openai.com/v1"


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
    coach_streaming_ms: int = Field(default=35, ge=0, le=1000, description="Milliseconds between two words of an authored reply on the page.")
    coach_pgvector_from: int = Field(default=0, ge=0, description="Messages from which a library's vectors are searched in PostgreSQL, by pgvector; 0: never.")
    coach_log: Literal["", "json"] = Field(default="", description="json: the log as lines of JSON, events with it, nobody's words; empty: plain lines.")
    database_url: str = Field(default="", description="PostgreSQL for a team; empty: SQLite in COACH_DATA.")

    openai_api_key: SecretStr = Field(default=SecretStr(""), description="Key of an OpenAI-compatible endpoint; a server of one's own often needs none.")
    openai_base_url: str = Field(default="", description="Where that endpoint is, as http://localhost:8080/v1; empty with a key: OpenAI's own.")
    coach_voice_model: str = Field(default="", description="The model that puts the stakeholder's beats into words; empty: the authored voice only.")
    coach_judge_model: str = Field(default="", description="The model whose opinion may be asked for beside a debrief; empty: none.")
    coach_judge_kappa: float = Field(
        default=JUDGE_BAR, ge=0, le=1, description="Weighted kappa with people's scores from which its opinion counts towards a certification."
    )
    coach_judge_seconds: float = Field(default=60, gt=0, le=600, description="Seconds for its whole answer.")
    coach_judge_price_prompt: float | None = Field(default=None, ge=0, description="Price of a million tokens sent to it; unset: COACH_PRICE_PROMPT.")
    coach_judge_price_answer: float | None = Field(default=None, ge=0, description="Price of a million tokens received; unset: COACH_PRICE_ANSWER.")
    coach_connect_seconds: float = Field(default=3, gt=0, le=60, description="Seconds to reach the endpoint.")
    coach_first_seconds: float = Field(default=10, gt=0, le=120, description="Seconds until its first word.")
    coach_between_seconds: float = Field(default=5, gt=0, le=60, description="Seconds between two pieces of an answer.")
    coach_total_seconds: float = Field(default=30, gt=0, le=300, description="Seconds for a whole answer.")
    coach_price_prompt: float = Field(default=0, ge=0, description="Price of a million tokens sent; for the meter and the cap.")
    coach_price_answer: float = Field(default=0, ge=0, description="Price of a million tokens received.")
    coach_currency: str = Field(default="$", max_length=4, description="What stands before those prices.")
    coach_meeting_tokens: int = Field(default=200_000, ge=0, description="Most tokens a meeting may use; then the authored voice goes on. 0: no cap.")
    coach_meeting_money: float = Field(default=0, ge=0, description="Most money a meeting may cost; 0: no cap.")

    # Speech at an endpoint, instead of on this machine.
    coach_transcribe_model: str = Field(default="", description="Model of an OpenAI-compatible endpoint that writes speech down; empty: on this machine.")
    coach_transcribe_url: str = Field(default="", description="Its address up to the version; empty: OPENAI_BASE_URL.")
    coach_transcribe_key: SecretStr = Field(default=SecretStr(""), description="Its key; empty: OPENAI_API_KEY, unless COACH_TRANSCRIBE_URL is set.")

    # The weekly letter. `python -m coach digest` prints it; with --send it goes out.
    coach_address: str = Field(default="", description="Where people reach this app, as https://coach.example.org; links in the weekly letter begin with it.")
    coach_smtp_url: SecretStr = Field(default=SecretStr(""), description="Mail server, as smtp://user:password@mail.example.org:587, or smtps://; empty: none.")
    coach_smtp_from: str = Field(default="", description="The address that the weekly letter is sent from.")

    # A team: who may sign in is for the provider in .streamlit/secrets.toml to say; what they may do is said here and in the app.
    coach_admins: str = Field(default="", description="Addresses of those who are administrators from their first login, with commas between them.")
    coach_role_claim: str = Field(default="", description="The claim of a login that says somebody's role, such as groups or realm_access.roles; empty: none.")
    coach_roles: str = Field(default="", description="What its values mean, such as field-managers=manager,marketing=enablement.")
    coach_email_domains: str = Field(
        default="", description="Only logins with an address there may enter, such as example.org; empty: all whom the provider lets in."
    )
    coach_email_trusted: bool = Field(default=False, description="Take the provider's addresses as verified where it does not say so.")
    coach_login_hours: float = Field(default=12, gt=0, le=720, description="Hours after which somebody signs in again.")
    coach_keep_days: int = Field(default=0, ge=0, le=36500, description="Days after which practice meetings are erased; 0: never.")

    @field_validator("coach_roles")
    @classmethod
    def _role_words(cls, value: str) -> str:
        """Said once, here: a word that is no role would make a rep of somebody without a word."""
        role_words(value)
        return value

    @field_validator("openai_base_url", "coach_transcribe_url", "coach_address")
    @classmethod
    def _web_address(cls, value: str) -> str:
        """Said once, here, instead of by every request. The address itself may hold a password, so it is not repeated."""
        parts = urlsplit(value)
        try:
            usable = not value or (parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0)
        except ValueError:
            usable = False
        if not usable:
            raise PydanticCustomError("web_address", "is no web address; write it as http://localhost:8080/v1")
        return value

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
        return self.openai_base_url, self.coach_embedding_key.get_secret_value() or self.openai_api_key.get_secret_value()

    @property
    def embedding_place(self) -> str:
        """Where the embeddings endpoint is, as it may be shown; empty where messages are searched on this machine."""
        return _place(self.embedding_endpoint[0]) if self.coach_embedding_endpoint_model else ""

    @property
    def transcribe_endpoint(self) -> tuple[str, str]:
        """Address (empty: OpenAI's own) and key of what writes speech down. A key for one place is never sent to another."""
        if self.coach_transcribe_url:
            return self.coach_transcribe_url, self.coach_transcribe_key.get_secret_value()
        return self.openai_base_url, self.coach_transcribe_key.get_secret_value() or self.openai_api_key.get_secret_value()

    @property
    def transcribe_place(self) -> str:
        """Where recordings are sent, as it may be shown; empty where they stay on this machine."""
        return _place(self.transcribe_endpoint[0]) if self.coach_transcribe_model else ""

    @property
    def endpoint(self) -> bool:
        """Whether an address or a key of an OpenAI-compatible endpoint is given."""
        return bool(self.openai_base_url or self.openai_api_key.get_secret_value())

    @property
    def endpoint_place(self) -> str:
        """Where the endpoint is, as it may be shown: without a name, a password or a query."""
        return _place(self.openai_base_url)

    @property
    def model_voice(self) -> bool:
        """Whether stakeholders can speak with a model's voice: an endpoint, and the name of a model for it."""
        return self.endpoint and bool(self.coach_voice_model)

    @property
    def judge(self) -> bool:
        """Whether a model's opinion can be asked for: an endpoint, and the name of a model for it."""
        return self.endpoint and bool(self.coach_judge_model)

    @property
    def logins(self) -> LoginRules:
        """How a login's claims are read, and who may enter."""
        admins, domains = words_of(self.coach_admins), words_of(self.coach_email_domains)
        return LoginRules(
            admins, domains, self.coach_email_trusted, self.coach_role_claim.strip(), role_words(self.coach_roles), timedelta(hours=self.coach_login_hours)
        )

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.coach_data / 'coach.db').absolute()}"


@cache
def settings() -> Settings:
    """The settings of this process. Raises CoachError with a line for each value that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        raise CoachError(*(f"setting {'.'.join(map(str, item['loc'])).upper()}: {item['msg']}{_found(item)}" for item in error.errors())) from None


def _place(address: str) -> str:
    parts = urlsplit(address or OPENAI)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}".rstrip("/")


def _found(item: ErrorDetails) -> str:
    """What stood there, except where it may hold a key or a password."""
    return "" if str(item["loc"][0]).startswith(("openai", "coach_transcribe", "coach_smtp")) else f" (found {str(item['input'])[:60]!r})"
