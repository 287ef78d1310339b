"""One person on two platforms, shown by a code that only one person can have in both hands."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from engine.errors import AlreadyLinked, CodeInvalid, NotLinked, SamePlatform
from engine.unicode import valid
from storage import links, persons

if TYPE_CHECKING:
    from engine.engine import Engine

CODE_LASTS: Final = timedelta(minutes=10)
_ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
_CODE_CHARS: Final = 8  # 31^8: not to be guessed within ten minutes


class Linking:
    """Codes given, used once, and links undone."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def give_code(self, platform: str, account_id: str, name: str) -> str:
        """A code for the other platform; the person's earlier one is void."""
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_CHARS))
        now = self._engine.clock()
        async with self._engine.database.write() as tx:
            person = await persons.identify(tx, platform, account_id, valid(name), None, now)
            if len(await persons.accounts(tx, person.person_id)) > 1:
                raise AlreadyLinked
            await links.put_code(tx, _hash(code), person.person_id, platform, now + CODE_LASTS)
        return code

    async def use_code(self, platform: str, account_id: str, name: str, code: str) -> None:
        """Join the account with the person who was given the code.

        Raises:
            CodeInvalid: there is none like this, or its time is over.
            SamePlatform: it was given on this very platform.
            AlreadyLinked: one of the two is linked already.
        """
        now = self._engine.clock()
        async with self._engine.database.write() as tx:
            taken = await links.take_code(tx, _hash(code.strip().upper()), now)
        if taken is None:
            raise CodeInvalid
        giver_id, given_on = taken
        if given_on == platform:
            raise SamePlatform
        async with self._engine.database.write() as tx:
            user = await persons.identify(tx, platform, account_id, valid(name), None, now)
        # after their running turns, or these would write for a person who is no more
        async with self._engine.order.turn(giver_id), self._engine.order.turn(user.person_id):
            async with self._engine.database.write() as tx:
                for one in (giver_id, user.person_id):
                    if len(await persons.accounts(tx, one)) != 1:
                        raise AlreadyLinked
                await links.join(tx, stays=giver_id, goes=user.person_id)
            await self._engine.models.forget()

    async def unlink(self, platform: str, account_id: str) -> None:
        """Part an account from the rest of its person. No block is lifted by it.

        Raises:
            NotLinked: it stands alone.
        """
        async with self._engine.database.write() as tx:
            person = await persons.find(tx, platform, account_id)
            if person is None or len(await persons.accounts(tx, person.person_id)) < 2:
                raise NotLinked
            now = self._engine.clock()
            await links.part(tx, person.person_id, platform, account_id, now)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
