"""How many examples a property is tried on: HYPOTHESIS_PROFILE is `quick`, or `thorough` for all of them."""

import os
from typing import Final

from hypothesis import settings

PROFILE: Final = os.environ.get("HYPOTHESIS_PROFILE", "quick")
_QUICK_SHARE: Final = 5


def register_profiles() -> None:
    """Have properties tried as the profile says; how long one takes says only how busy the machine is."""
    usual = settings(deadline=None)
    settings.register_profile("thorough", usual)
    settings.register_profile("quick", usual, max_examples=usual.max_examples // _QUICK_SHARE)
    settings.load_profile(PROFILE)


def examples(thorough: int) -> settings:
    """So many examples in a thorough run, a fifth of them in a quick one."""
    return settings(max_examples=thorough if PROFILE == "thorough" else max(thorough // _QUICK_SHARE, 1))
