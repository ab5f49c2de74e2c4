"""Whatever bytes arrive, the hub answers; what cannot be read gets the page that says so, never a bare error."""

import io
from urllib.parse import quote_from_bytes

import pytest
from django.conf import settings as hub
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practice_hub.handler import Handler
from tests.factories import PracticeFactory, UserFactory
from tests.world import client_of, undone

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
TOKEN = "t" * 32
FORMS = ["/account/login/", "/practices/published/comments/", "/practices/draft/edit/context/"]
PAGES = ["/practices/", "/account/login/", "/account/organisations/", "/practices/published/history/compare/"]
PAGES += ["/review/", "/practices/draft/edit/context/"]

often = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def one_connection():
    """Beginning and end of a request close connections; the test is still in the transaction of this one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def signed_in():
    """The cookies of somebody who has a draft and something published."""
    author = UserFactory()
    PracticeFactory(slug="draft", author=author)
    PracticeFactory(slug="published", state="published", author=author)
    session = client_of(author).cookies[hub.SESSION_COOKIE_NAME].value
    return f"{hub.SESSION_COOKIE_NAME}={session}; {hub.CSRF_COOKIE_NAME}={TOKEN}".encode()


def ask(address, *, method="POST", content_type="", body=b"", query="", cookies=b""):
    """Status and page as the web server gets them: Django's test client makes requests that are not the hub's."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "HTTP_HOST": "testserver",
        "HTTP_COOKIE": cookies.decode("latin-1"),
        "HTTP_X_CSRFTOKEN": TOKEN,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
    }
    statuses = []
    with undone():
        answer = Handler()(environ, lambda status, headers: statuses.append(int(status[:3])))
        page = b"".join(answer).decode()
        answer.close()
    return statuses[0], page


def part(header, text="Words"):
    return f"--b\r\n{header}\r\n\r\n{text}\r\n--b--\r\n".encode()


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (f"{FORM}; charset=base64", b"body=Words"),
        (f"{FORM}; charset=rot13", b"body=Words"),
        (f"{FORM}; charset=undefined", b"body=Words"),
        (f"{FORM}; charset=utf-16", b"body=Words"),
        (f"{FORM}; charset=\0", b"body=Words"),
        (f"{FORM}; charset*=none-such''utf-8", b"body=Words"),
        (f"{FORM}; charset*=idna''%FF", b"body=Words"),
        (f"{FORM}; charset*=punycode''%FF", b"body=Words"),
        (f"{FORM}; charset*0=utf-8; charset*=utf-8", b"body=Words"),
        ("multipart/form-data", part("Content-Disposition: form-data; name=body")),
        ("multipart/form-data; boundary=", part("Content-Disposition: form-data; name=body")),
        ("multipart/form-data; boundary=\xe9", part("Content-Disposition: form-data; name=body")),
        (f"{MULTIPART}; charset=base64", part("Content-Disposition: form-data; name=body")),
        (MULTIPART, part("Content-Disposition: form-data; name*0=body; name*=body")),
    ],
)
def test_a_form_that_cannot_be_read_gets_the_page_that_says_so(signed_in, address, content_type, body):
    status, page = ask(address, content_type=content_type, body=body, cookies=signed_in)
    assert status == 400
    assert "That request could not be read" in page


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", "none-such", '"utf-8"'])
def test_a_form_in_utf_8_is_read_however_it_is_spelled_and_where_no_charset_of_that_name_exists(signed_in, charset):
    _status, page = ask(FORMS[1], content_type=f"{FORM}; charset={charset}", body=b"body=", cookies=signed_in)
    assert "Write something first" in page


CHARSETS = ["utf-8", "base64", "rot13", "hex", "zlib", "idna", "punycode", "undefined", "unicode_escape", "utf-7"]
CHARSETS += ["utf-16", "none-such", "", '""', "\xe9", "a" * 2000, "\0"]
header_text = st.text(st.characters(min_codepoint=1, max_codepoint=255, exclude_characters="\r\n"), max_size=30)
charsets = st.sampled_from(CHARSETS) | header_text
parameters = st.one_of(
    st.builds("; charset={}".format, charsets),
    st.builds("; charset*={}'en'{}".format, charsets, header_text),
    st.builds("; charset*0={}; charset*1*={}".format, charsets, charsets),
    st.builds("; boundary={}".format, st.sampled_from(["b", "", '"b', "b" * 300]) | header_text),
    st.builds("; boundary*={}''b".format, charsets),
    header_text,
)
content_types = st.builds(
    "{}{}{}".format,
    st.sampled_from([FORM, MULTIPART, "multipart/form-data", "application/json", ""]) | header_text,
    parameters | st.just(""),
    parameters | st.just(""),
)

names = st.sampled_from(["login", "password", "next", "body", "key", "problem", "base", "kept_for"])
values = st.binary(max_size=30) | st.sampled_from([b"\0", b"\xed\xa0\x80", b"\xff", b"-1", b"9" * 5000])
badly_escaped = st.sampled_from(["%", "%zz", "%u1234", "%ED%A0%80", "%FF", "%00", "&", "=", ";", "+"])
pairs = st.builds("{}={}".format, names | badly_escaped, values.map(quote_from_bytes) | badly_escaped)
urlencoded = st.lists(pairs, max_size=6).map(lambda found: "&".join(found).encode())

part_headers = st.one_of(
    st.builds("Content-Disposition: form-data; name={}".format, names),
    st.builds("Content-Disposition: form-data; name*={}''{}".format, charsets, names),
    st.builds("Content-Disposition: form-data; name*0*={}''a; name*{}=b".format, charsets, st.sampled_from("01*")),
    st.builds("Content-Disposition: form-data; name={}; filename={}".format, names, header_text),
    st.builds("Content-Disposition: form-data; name=body; filename*={}''{}".format, charsets, header_text),
    st.builds("Content-Type: text/plain; charset={}".format, charsets),
    st.builds("Content-Transfer-Encoding: {}".format, st.sampled_from(["base64", "quoted-printable", "none-such"])),
    header_text,
)
parts = st.builds(
    lambda headers, text: b"--b\r\n" + "\r\n".join(headers).encode() + b"\r\n\r\n" + text + b"\r\n",
    st.lists(part_headers, max_size=3),
    values,
)
ends = st.sampled_from([b"--b--\r\n", b"--b", b""])
in_parts = st.builds(lambda found, end: b"".join(found) + end, st.lists(parts, max_size=3), ends)


@pytest.mark.parametrize("address", FORMS)
@often
@given(content_type=content_types, body=st.binary(max_size=100) | urlencoded | in_parts)
def test_a_form_is_answered_whatever_it_says_it_is(signed_in, address, content_type, body):
    assert ask(address, content_type=content_type, body=body, cookies=signed_in)[0] < 500


@pytest.mark.parametrize("address", FORMS)
@often
@given(form=st.tuples(st.just(FORM), urlencoded) | st.tuples(st.just(MULTIPART), in_parts))
def test_a_form_is_answered_whatever_bytes_it_holds(signed_in, address, form):
    content_type, body = form
    assert ask(address, content_type=content_type, body=body, cookies=signed_in)[0] < 500


queries = header_text | st.lists(
    st.builds(
        "{}={}".format,
        st.sampled_from(["q", "page", "next", "topic", "place", "sort", "a", "b"]) | badly_escaped,
        values.map(quote_from_bytes) | badly_escaped | header_text,
    ),
    max_size=4,
).map("&".join)
cookies = st.lists(
    st.builds(
        "{}={}".format,
        st.sampled_from([hub.SESSION_COOKIE_NAME, hub.CSRF_COOKIE_NAME, "messages"]) | header_text,
        header_text | st.sampled_from([r'"\000"', r'"\377"', '"', "[]:x", "e30:1:x", "\xed\xa0\x80"]),
    ),
    max_size=3,
).map(lambda found: "; ".join(found).encode("latin-1"))


@pytest.mark.parametrize("address", PAGES)
@often
@given(query=queries, more=cookies, method=st.sampled_from(["GET", "POST"]))
def test_a_page_is_answered_whatever_its_address_and_the_cookies_say(signed_in, address, query, more, method):
    known, unknown = signed_in + b"; " + more, more + b"; " + signed_in
    assert ask(address, method=method, query=query, cookies=known)[0] < 500
    assert ask(address, method=method, query=query, cookies=unknown)[0] < 500
