"""The one way into the store."""

from __future__ import annotations

from dataclasses import dataclass

from coach.store.arcs import Arcs
from coach.store.assignments import Assignments
from coach.store.audit import Audit
from coach.store.calibration import Calibration
from coach.store.calls import Calls
from coach.store.campaigns import Campaigns
from coach.store.contents import Contents
from coach.store.drafts import Drafts
from coach.store.drills import DrillStandings
from coach.store.engine import Database, open_database
from coach.store.hints import Hints
from coach.store.library import LibraryEdits
from coach.store.logins import Logins
from coach.store.maps import Maps
from coach.store.marks import Marks
from coach.store.meetings import Meetings
from coach.store.migrate import migrate
from coach.store.opinions import OpinionsKept
from coach.store.people import People
from coach.store.personal import Personal
from coach.store.plans import Plans
from coach.store.real_meetings import RealMeetings
from coach.store.retention import Retention
from coach.store.reviews import Reviews
from coach.store.ride_alongs import RideAlongs
from coach.store.scores import Scores
from coach.store.sessions import Sessions
from coach.store.submissions import Submissions
from coach.store.takes import Takes
from coach.store.team import Team
from coach.store.team_facts import TeamFacts


@dataclass(frozen=True)
class Store:
    """The repositories over one database. Holds no session: share it between threads and keep it while the app runs."""

    database: Database
    people: People
    contents: Contents
    meetings: Meetings
    hints: Hints
    drills: DrillStandings
    plans: Plans
    maps: Maps
    calls: Calls
    library: LibraryEdits
    marks: Marks
    real_meetings: RealMeetings
    arcs: Arcs
    scores: Scores
    campaigns: Campaigns
    opinions: OpinionsKept
    takes: Takes
    submissions: Submissions
    reviews: Reviews
    audit: Audit
    logins: Logins
    team: Team
    drafts: Drafts
    personal: Personal
    retention: Retention
    calibration: Calibration
    ride_alongs: RideAlongs
    assignments: Assignments
    sessions: Sessions
    facts: TeamFacts


def open_store(url: str) -> Store:
    """Open the database at `url`, bring it up to date and hand out its repositories. Errors: StoreError, one clear line."""
    database = open_database(url)
    migrate(database.engine)
    return Store(
        database=database,
        people=People(database),
        contents=Contents(database),
        meetings=Meetings(database),
        hints=Hints(database),
        drills=DrillStandings(database),
        plans=Plans(database),
        maps=Maps(database),
        calls=Calls(database),
        library=LibraryEdits(database),
        marks=Marks(database),
        real_meetings=RealMeetings(database),
        arcs=Arcs(database),
        scores=Scores(database),
        campaigns=Campaigns(database),
        opinions=OpinionsKept(database),
        takes=Takes(database),
        submissions=Submissions(database),
        reviews=Reviews(database),
        audit=Audit(database),
        logins=Logins(database),
        team=Team(database),
        drafts=Drafts(database),
        personal=Personal(database),
        retention=Retention(database),
        calibration=Calibration(database),
        ride_alongs=RideAlongs(database),
        assignments=Assignments(database),
        sessions=Sessions(database),
        facts=TeamFacts(database),
    )
