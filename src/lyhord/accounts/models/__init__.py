"""Users, role grants and the audit log."""

from __future__ import annotations

from lyhord.accounts.models.access_checks import AccessCheck, AccessCheckRule, AccessRound
from lyhord.accounts.models.audit import AuditEvent
from lyhord.accounts.models.claims import ClaimRule
from lyhord.accounts.models.code_requests import CodeApproval, CodeRequest
from lyhord.accounts.models.grants import GrantApproval, RoleGrant, RoleGrantQuerySet, RoleLength
from lyhord.accounts.models.limits import KnownDevice, RateLimit
from lyhord.accounts.models.retention import Erasure, RetentionMark, RetentionPass, RetentionRule
from lyhord.accounts.models.sessions import Session
from lyhord.accounts.models.sign_in import SignInCode, SpentToken
from lyhord.accounts.models.sweeps import SweepRun
from lyhord.accounts.models.users import User, UserManager

__all__ = [
    "AccessCheck",
    "AccessCheckRule",
    "AccessRound",
    "AuditEvent",
    "ClaimRule",
    "CodeApproval",
    "CodeRequest",
    "Erasure",
    "GrantApproval",
    "KnownDevice",
    "RateLimit",
    "RetentionMark",
    "RetentionPass",
    "RetentionRule",
    "RoleGrant",
    "RoleGrantQuerySet",
    "RoleLength",
    "Session",
    "SignInCode",
    "SpentToken",
    "SweepRun",
    "User",
    "UserManager",
]
