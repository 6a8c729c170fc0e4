"""What the server answers to a call for one bot."""

import inspect
from collections.abc import Mapping
from typing import Any

from simulator.account import RefusedCall, SimulatedBot
from simulator.call import Call, refuse_what_is_not_simulated
from simulator.faults import NETWORK_FAULTS, FaultKind, NetworkFaultError
from simulator.media import UploadedFiles
from simulator.methods import METHODS
from simulator.refusal import JsonObject, RefusalError, bad_request
from simulator.schema import METHOD_NAMES, decode

_NO_UPLOADS: UploadedFiles = {}


async def answer_call(
    account: SimulatedBot, method: str, parameters: Mapping[str, Any], uploads: UploadedFiles = _NO_UPLOADS
) -> tuple[int, JsonObject]:
    """The HTTP status and the JSON Telegram would answer with.

    ``parameters`` come as they travel (texts of a form, or values of a JSON body). Raises NetworkFaultError
    if an injected fault loses the answer.
    """
    name = METHOD_NAMES.get(method.lower(), method)
    fault = account.faults.strike(name)
    if fault is not None and fault.kind is not FaultKind.ANSWER_LOST:
        if fault.kind in NETWORK_FAULTS:
            raise NetworkFaultError(fault.kind)
        refusal = fault.refusal()
        return refusal.status, refusal.as_response()
    status, response = await _carried_out(account, name, parameters, uploads)
    if fault is not None:
        raise NetworkFaultError(fault.kind)
    return status, response


async def _carried_out(
    account: SimulatedBot, name: str, parameters: Mapping[str, Any], uploads: UploadedFiles
) -> tuple[int, JsonObject]:
    try:
        if account.is_logged_out:
            raise bad_request("Logged out")
        if name not in METHODS:
            raise RefusalError(404, "Not Found: method not found")
        refuse_what_is_not_simulated(parameters)
        result = METHODS[name](Call(account, name, decode(name, parameters), uploads))
        if inspect.isawaitable(result):
            result = await result
    except RefusalError as refusal:
        account.refusals.append(RefusedCall(name, parameters, refusal.status, refusal.description))
        return refusal.status, refusal.as_response()
    return 200, {"ok": True, "result": result}
