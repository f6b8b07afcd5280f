"""A SAML identity provider: a live server that answers every request with an assertion signed by python3-saml.

`faults` says what shall be wrong with the next answers.
"""

from __future__ import annotations

import base64
import datetime as dt
import html
import threading
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

ENTITY_ID = "https://idp.example.org/saml"
STRONG = "urn:oasis:names:tc:SAML:2.0:ac:classes:MultiFactor"
MINUTE = dt.timedelta(minutes=1)

ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0"
 IssueInstant="{now}">
<saml:Issuer>{issuer}</saml:Issuer><saml:Subject>
<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{subject}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{acs}" InResponseTo="{request}"/>
</saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}">{audience}
</saml:Conditions><saml:AuthnStatement AuthnInstant="{authenticated}"><saml:AuthnContext>
<saml:AuthnContextClassRef>{acr}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"""
ATTRIBUTE = (
    '<saml:Attribute Name="{}"><saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">{}</saml:AttributeValue>'
    "</saml:Attribute>"
)
RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="{id}" Version="2.0"
 IssueInstant="{now}" Destination="{acs}" InResponseTo="{request}">
<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
{assertion}</samlp:Response>"""


def _pair() -> tuple[str, str]:
    """Return a private key and its certificate, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example.org")])
    now = dt.datetime.now(dt.UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now - MINUTE).not_valid_after(now + 60 * MINUTE)
    certificate = built.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return private.decode(), certificate.public_bytes(pem).decode()


class SamlProvider:
    """url: where browsers are sent. attributes: what is said of the person."""

    def __init__(self) -> None:
        self.key, self.certificate = _pair()
        self.other_key, self.other_certificate = _pair()
        self.url = ""
        self.subject = "9d3a-persistent"
        self.attributes = {"uid": "idp-exempel", "displayName": "Exempel Kommunkonto"}
        self.faults: set[str] = set()

    def answer(self, query: str) -> str:
        """Return the page that lets the browser post the answer to the request in the query."""
        request = etree.fromstring(zlib.decompress(base64.b64decode(parse_qs(query)["SAMLRequest"][0]), -15))
        acs = request.get("AssertionConsumerServiceURL", "")
        posted = base64.b64encode(self.response(request.get("ID", ""), acs, self._audience(request)).encode()).decode()
        return f'<form method="post" action="{html.escape(acs)}"><input name="SAMLResponse" value="{posted}"></form>'

    def _audience(self, request: etree._Element) -> str:
        entity = request.findtext(f"{{{Constants.NS_SAML}}}Issuer") or ""
        return "https://another.example.org/" if "audience" in self.faults else entity

    def response(self, request_id: str, acs: str, audience: str) -> str:
        now = dt.datetime.now(dt.UTC)
        until = now - MINUTE * 10 if "expired" in self.faults else now + MINUTE * 5
        authenticated = now - MINUTE * 60 if "auth_time" in self.faults else now
        restriction = f"<saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>"
        facts = {
            "id": f"_{uuid.uuid4().hex}",
            "now": _text(now),
            "since": _text(now - MINUTE * 15),
            "until": _text(until),
            "authenticated": _text(authenticated),
            "issuer": "https://evil.example.org/" if "issuer" in self.faults else ENTITY_ID,
            "request": "_another" if "request" in self.faults else request_id,
            "acs": acs,
            "subject": self.subject,
            "acr": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password" if "acr" in self.faults else STRONG,
            "audience": "" if "no_audience" in self.faults else restriction,
            "attributes": "".join(ATTRIBUTE.format(name, html.escape(text)) for name, text in self.attributes.items()),
        }
        assertion = ASSERTION.format(**facts)
        if "unsigned" not in self.faults:
            key, certificate = self.key, self.certificate
            if "other_key" in self.faults:
                key, certificate = self.other_key, self.other_certificate
            signed = Utils.add_sign(assertion, key, certificate, sign_algorithm=Constants.RSA_SHA256)
            assertion = signed.decode() if isinstance(signed, bytes) else signed
            assertion = assertion[assertion.index("<saml:Assertion") :]
        if "tampered" in self.faults:
            assertion = assertion.replace(self.subject, "somebody-else")
        return RESPONSE.format(**facts | {"id": f"_{uuid.uuid4().hex}", "assertion": assertion})


def _text(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@contextmanager
def running() -> Iterator[SamlProvider]:
    """Serve the provider on a free port of this machine."""
    provider = SamlProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = provider.answer(urlsplit(self.path).query).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}/sso"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield provider
    server.shutdown()
    server.server_close()
