"""The audit log: what is recorded, how the chain is kept and tested, and what its events are called."""

from lyhord.accounts.domain.audit.recording import (
    DENIED,
    DENIED_OFTEN,
    EXPORTED,
    READ,
    AuditOutsideTransaction,
    CountsAreNumbers,
    board_of_accounts,
    hash_of_filter,
    record,
    record_denial,
    record_for_boards,
)

__all__ = [
    "DENIED",
    "DENIED_OFTEN",
    "EXPORTED",
    "READ",
    "AuditOutsideTransaction",
    "CountsAreNumbers",
    "board_of_accounts",
    "hash_of_filter",
    "record",
    "record_denial",
    "record_for_boards",
]
