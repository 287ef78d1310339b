"""People, and the accounts by which the platforms know them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from storage.records import Identity, Person
from storage.schema import identities, persons

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


async def identify(
    tx: AsyncConnection,
    platform: str,
    account_id: str,
    display_name: str,
    language: str | None,
    now: datetime,
) -> Person:
    """Find or create the person behind an account; refresh the name, and the language if known."""
    person = await find(tx, platform, account_id)
    if person is None:
        person = await _create(tx, language, now)
        await tx.execute(
            insert(identities).values(
                person_id=person.person_id,
                platform=platform,
                account_id=account_id,
                display_name=display_name,
            )
        )
        return person
    await tx.execute(
        update(identities)
        .where(identities.c.platform == platform, identities.c.account_id == account_id)
        .values(display_name=display_name)
    )
    return await _speak(tx, person, language)


async def find(connection: AsyncConnection, platform: str, account_id: str) -> Person | None:
    """The person behind an account, if there is one."""
    found = await connection.execute(
        select(persons)
        .join(identities)
        .where(identities.c.platform == platform, identities.c.account_id == account_id)
    )
    row = found.one_or_none()
    return None if row is None else Person(**row._asdict())


async def by_id(connection: AsyncConnection, person_id: int) -> Person:
    """A person who is known."""
    found = await connection.execute(select(persons).where(persons.c.person_id == person_id))
    return Person(**found.one()._asdict())


async def accounts(connection: AsyncConnection, person_id: int) -> list[Identity]:
    """The accounts of a person, the first one first."""
    found = await connection.execute(
        select(identities.c.platform, identities.c.account_id, identities.c.display_name)
        .where(identities.c.person_id == person_id)
        .order_by(identities.c.identity_id)
    )
    return [Identity(**row._asdict()) for row in found]


async def _create(tx: AsyncConnection, language: str | None, now: datetime) -> Person:
    created = await tx.execute(
        insert(persons).values(language=language, created_at=now).returning(persons)
    )
    return Person(**created.one()._asdict())


async def _speak(tx: AsyncConnection, person: Person, language: str | None) -> Person:
    if language is None or language == person.language:
        return person
    await tx.execute(
        update(persons).where(persons.c.person_id == person.person_id).values(language=language)
    )
    return replace(person, language=language)
