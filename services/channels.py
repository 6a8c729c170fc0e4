"""The channels new patients come by, of one segment at a time."""

from collections.abc import Sequence

from clock import Clock
from metrics.channels import ChannelKind
from services.access import Action, Actor, NotFoundError, needs
from services.limits import MOST_CHANNELS, Limit, LimitReachedError
from storage.repositories.accounts import Accounts, StoredChannel, StoredClinic, StoredSegment, new_id

__all__ = ["ClinicChannels", "StoredChannel"]


class ClinicChannels:
    """The channels of one clinic's segments; those of others are not there."""

    def __init__(self, actor: Actor, accounts: Accounts, clinic: StoredClinic, clock: Clock) -> None:
        self.actor = actor
        self._accounts = accounts
        self._clinic = clinic
        self._clock = clock

    @needs(Action.SEE_CHANNELS)
    async def of(self, segment_id: str) -> Sequence[StoredChannel]:
        """The channels of a segment in the order they were named. Raises NotFoundError."""
        return tuple((await self._accounts.channels(self._segment(segment_id))).values())

    @needs(Action.SEE_CHANNELS)
    async def get(self, segment_id: str, channel_id: str) -> StoredChannel:
        """One channel. Raises NotFoundError."""
        found = (await self._accounts.channels(self._segment(segment_id))).get(channel_id)
        if found is None:
            raise NotFoundError(channel_id)
        return found

    @needs(Action.CHANGE_CHANNELS)
    async def add(self, segment_id: str, *, name: str, kind: ChannelKind, new_patients: int) -> StoredChannel:
        """Name a channel. Raises NotFoundError, or LimitReachedError when there are too many."""
        channel = StoredChannel(new_id(), name, kind, new_patients)
        await self.restore(segment_id, channel)
        return channel

    @needs(Action.CHANGE_CHANNELS)
    async def save(self, segment_id: str, channel: StoredChannel) -> None:
        """Keep what was changed in a channel of this segment. Raises NotFoundError."""
        await self.get(segment_id, channel.id)
        await self._accounts.save_channel(self._segment(segment_id), channel, self._clock.now())

    @needs(Action.CHANGE_CHANNELS)
    async def remove(self, segment_id: str, channel_id: str) -> StoredChannel:
        """Remove a channel and return it, so that it can be put back. Raises NotFoundError."""
        channel = await self.get(segment_id, channel_id)
        await self._accounts.remove_channel(self._segment(segment_id), channel)
        return channel

    @needs(Action.CHANGE_CHANNELS)
    async def restore(self, segment_id: str, channel: StoredChannel) -> None:
        """Put a removed channel back.

        Raises NotFoundError for a segment that is not here, or LimitReachedError when its place is taken.
        """
        stored = self._segment(segment_id)
        if len(await self._accounts.channels(stored)) >= MOST_CHANNELS:
            raise LimitReachedError(Limit.CHANNELS)
        await self._accounts.save_channel(stored, channel, self._clock.now())

    def _segment(self, segment_id: str) -> StoredSegment:
        try:
            return self._clinic.segments[segment_id]
        except KeyError:
            raise NotFoundError(segment_id) from None
