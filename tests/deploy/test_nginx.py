"""nginx in front: TLS, who is believed, what is compressed, what is too large or too often."""

import gzip
import ssl
from dataclasses import replace
from http.client import HTTPConnection, RemoteDisconnected

import pytest

from tests.deploy.fronting import NAME
from tests.deploy.reading import PROCESS
from tracking import signing
from tracking.web.visitor import COOKIE

SPOOFED = "203.0.113.9"


def test_without_tls_one_is_led_to_tls(deployed):
    connection = HTTPConnection("127.0.0.1", deployed.front.plain)
    connection.request("GET", "/chains?chain=data", headers={"Host": NAME})
    answer = connection.getresponse()
    assert answer.status == 301
    assert answer.headers["location"] == f"{deployed.front.address}/chains?chain=data"


def test_a_certificates_renewal_is_answered_without_tls(deployed):
    asked = deployed.front.folder / "acme" / ".well-known" / "acme-challenge"
    asked.mkdir(parents=True)
    (asked / "token").write_text("answer")
    connection = HTTPConnection("127.0.0.1", deployed.front.plain)
    connection.request("GET", "/.well-known/acme-challenge/token", headers={"Host": NAME})
    assert connection.getresponse().read() == b"answer"


def test_http_2_is_spoken_and_only_tls_that_is_sound(deployed):
    reader = deployed.reader()
    with reader.line("h2", "http/1.1") as line:
        assert line.selected_alpn_protocol() == "h2"
        assert line.version() == "TLSv1.3"


def test_another_name_gets_no_certificate(deployed):
    with pytest.raises(ssl.SSLError):
        deployed.reader().line(name="elsewhere.example")


def test_over_tls_the_browser_is_told_to_stay_with_it_and_cookies_are_secure(deployed):
    answer = deployed.reader().get("/sign-in")
    assert answer.status == 200
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    cookies = answer.headers.get_all("set-cookie")
    assert {one.partition("=")[0] for one in cookies} == {"tracking_form", PROCESS}
    assert all("Secure" in one and "HttpOnly" in one for one in cookies)
    assert "server" not in answer.headers or "/" not in answer.headers["server"]


def test_what_a_client_says_of_its_address_and_scheme_goes_no_further(deployed):
    reader = deployed.reader()
    lies = {"X-Forwarded-For": SPOOFED, "X-Real-IP": SPOOFED, "X-Forwarded-Proto": "http"}
    answer = reader.fill_in(
        "/sign-in", lies | {"Forwarded": f"for={SPOOFED}"}, name="nobody", password="wrong"
    )
    assert answer.status == 403
    assert "strict-transport-security" in answer.headers
    with deployed.opened() as store:
        assert store.sign_ins.all(1)["address"].item() == "127.0.0.1"


def test_the_readers_own_address_is_the_one_that_counts(deployed):
    for address in ("127.0.0.7", "127.0.0.8"):
        reader = replace(deployed.reader(), address=address)
        assert reader.fill_in("/sign-in", name="nobody", password="wrong").status == 403
    with deployed.opened() as store:
        assert [*store.sign_ins.all(2)["address"]] == ["127.0.0.8", "127.0.0.7"]


def test_the_link_that_signs_in_at_this_machine_holds_through_no_proxy(deployed):
    with deployed.opened() as store:
        link = signing.first_link(store, loopback=True)
    reader = deployed.reader()
    assert reader.get(f"/link/{link}").status == 403
    assert COOKIE not in reader.cookies


def test_under_another_name_nothing_is_answered(deployed):
    with pytest.raises(RemoteDisconnected):
        deployed.reader().get("/sign-in", host="localhost")


def test_a_one_time_link_stays_out_of_the_log(deployed):
    token = "t" * 43
    deployed.reader().get(f"/link/{token}")
    deployed.reader().get("/sign-in", Referer=f"{deployed.front.address}/link/{token}")
    assert token not in deployed.front.log
    assert '"GET /link/- HTTP/1.1" 410' in deployed.front.log


def test_what_an_identity_provider_sends_back_stays_out_of_the_log(deployed):
    deployed.reader().get("/sign-in/provider/answer?code=one-time-code&state=x")
    assert "one-time-code" not in deployed.front.log
    assert '"GET /sign-in/provider/answer HTTP/1.1"' in deployed.front.log


def test_scripts_are_compressed_and_pages_with_a_secret_are_not(deployed):
    reader = deployed.reader("viewer")
    page = reader.get("/sign-out", Accept_Encoding="gzip")
    assert "content-encoding" not in page.headers
    assert "</form>" in page.text
    style = reader.get("/app/static/dashboard.css", Accept_Encoding="gzip")
    assert style.headers["content-encoding"] == "gzip"
    assert b"{" in gzip.decompress(style.body)


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/interact", "/media/x.csv"])
def test_what_is_closed_stays_closed(deployed, path):
    assert deployed.reader().get(path).status in (401, 404)


def test_a_file_as_large_as_the_dashboard_takes_goes_through_and_a_larger_one_does_not(deployed):
    reader = deployed.reader("110000")
    reader.get("/submit")
    with reader.page() as page:
        page.run()
        assert reader.send_file(page.place_for("a.csv"), b"0" * ((50 << 20) - 1024)) == 204
        assert reader.send_file(page.place_for("b.csv"), b"0" * ((50 << 20) + 1)) == 413
        assert reader.send_file(page.place_for("c.csv"), b"0" * (52 << 20)) == 413


def test_more_than_a_form_holds_is_not_taken(deployed):
    assert deployed.reader().ask("POST", "/sign-in", b"x" * (65 << 10)).status == 413


def test_a_page_that_holds_the_token_of_its_forms_is_not_compressed(deployed):
    page = deployed.reader("viewer").get("/chains", Accept_Encoding="gzip", Accept="text/html")
    assert "content-encoding" not in page.headers
    assert "data-token=" in page.text


def test_too_many_pictures_from_one_address_have_to_wait_and_reading_does_not(deployed):
    reader = deployed.reader("viewer")
    answers = [reader.ask("POST", "/picture", b"form=") for _ in range(90)]
    assert {one.status for one in answers} == {403, 429}
    assert reader.get("/chains").status == 200


def test_too_many_sign_ins_from_one_address_have_to_wait_and_reading_does_not(deployed):
    reader = deployed.reader()
    answers = [reader.ask("POST", "/sign-in", b"form=") for _ in range(40)]
    assert {one.status for one in answers} == {403, 429}
    last = next(one for one in answers if one.status == 429)
    assert "操作过于频繁" in last.text
    assert "default-src 'none'" in last.headers["content-security-policy"]
    assert reader.get("/sign-in").status == 200
    # Nor does an identity provider's server that signs many out at once.
    told = {reader.ask("POST", "/sign-in/provider/sign-out", b"x=").status for _ in range(40)}
    assert 429 not in told


def test_health_is_told_to_whoever_asks(deployed):
    answer = deployed.reader().get("/health")
    assert answer.status == 200
    assert '"ok"' in answer.text
