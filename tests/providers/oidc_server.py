"""An OpenID Connect provider: `allauth.idp.oidc` as a site of its own, in a process of its own.

Run as `python -m tests.providers.oidc_server PORT REDIRECT_URI`. Whoever comes is signed in as one person.
GET /faults/?a,b says what shall be wrong with the next tokens; /person/?name,groups says who the person is.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.http import HttpRequest, HttpResponse

ME = "tests.providers.oidc_server"
CLIENT_ID, SECRET, STRONG = "lyhord", "exempel-hemlighet", "https://refeds.org/profile/mfa"
FAULTS: set[str] = set()
PERSON: dict[str, Any] = {}


def new_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(pem, pkcs8, serialization.NoEncryption()).decode()


def configure() -> None:
    settings.configure(
        SECRET_KEY="tests-only",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=ME,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": tempfile.mkdtemp() + "/idp.sqlite3"}},
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
            f"{ME}.everybody_is_one_person",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        SESSION_COOKIE_NAME="idp-session",
        CSRF_COOKIE_NAME="idp-form",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        IDP_OIDC_PRIVATE_KEY=new_key(),
        IDP_OIDC_ADAPTER=f"{ME}.adapter",
    )
    django.setup()


def everybody_is_one_person(get_response: Any) -> Any:
    def middleware(request: HttpRequest) -> HttpResponse:
        from django.contrib.auth.models import User

        request.user = User.objects.get()
        response: HttpResponse = get_response(request)
        return response

    return middleware


def adapter() -> Any:
    """Return allauth's adapter with the claims of a municipality, and with faults."""
    from allauth.idp.oidc.adapter import DefaultOIDCAdapter

    @dataclass
    class OtherKey:
        pem: str

    class Adapter(DefaultOIDCAdapter):  # type: ignore[misc]  # allauth carries no types
        def populate_id_token(self, id_token: dict[str, Any], client: Any, scopes: Any, **kwargs: Any) -> None:
            id_token |= {"auth_time": int(time.time()), "acr": STRONG, "amr": ["pwd", "otp"]} | PERSON
            wrong = {
                "audience": {"aud": "another-site"},
                "many_audiences": {"aud": [CLIENT_ID, "another-site"]},
                "issuer": {"iss": "https://evil.example.org"},
                "nonce": {"nonce": "another"},
                "auth_time": {"auth_time": int(time.time()) - 3600},
                "future": {"auth_time": int(time.time()) + 3600},
                "words": {"auth_time": "just now"},
                "expired": {"exp": int(time.time()) - 600},
                "acr": {"acr": "urn:password", "amr": ["pwd"]},
            }
            for fault in FAULTS & set(wrong):
                id_token |= wrong[fault]
            for fault in FAULTS:
                if fault.startswith("no_"):
                    id_token.pop(fault.removeprefix("no_"), None)

        def get_signing_key(self) -> Any:
            return OtherKey(new_key()) if "other_key" in FAULTS else super().get_signing_key()

    return Adapter()


def faults(request: HttpRequest) -> HttpResponse:
    FAULTS.clear()
    FAULTS.update(filter(None, request.META["QUERY_STRING"].split(",")))
    return HttpResponse("ok")


def person(request: HttpRequest) -> HttpResponse:
    PERSON.clear()
    PERSON.update(json.loads(request.body))
    return HttpResponse("ok")


def urls() -> list[Any]:
    from django.urls import include, path

    return [path("", include("allauth.idp.urls")), path("faults/", faults), path("person/", person)]


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main(port: int, redirect_uri: str) -> None:
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    configure()
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    module: ModuleType = sys.modules[ME]
    module.urlpatterns = urls()  # type: ignore[attr-defined]  # a single file serves as the URL configuration
    call_command("migrate", verbosity=0)
    User.objects.create_user("idp-exempel")
    client = Client(id=CLIENT_ID, name="Lyhord", skip_consent=True)
    client.set_secret(SECRET)
    client.set_redirect_uris([redirect_uri])
    client.set_scopes(["openid", "profile"])
    client.save()
    server = make_server("127.0.0.1", port, get_wsgi_application(), handler_class=Quiet)
    print("ready", flush=True)  # noqa: T201  # what the tests wait for
    server.serve_forever()


if __name__ == "__main__":
    sys.modules[ME] = sys.modules["__main__"]  # one module, whatever name Django imports it by
    main(int(sys.argv[1]), sys.argv[2])
