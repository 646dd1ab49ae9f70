"""What a visitor does behind the proxy, with nothing but Python's library. Used by test.sh.

    visitor.py journey URL          sign in, query, upload, listen on a WebSocket, be told where one comes from
    visitor.py load URL STOPFILE    queries and mutations from eight threads until STOPFILE is there; every failure counts
"""

import base64
import http.client
import json
import os
import pathlib
import socket
import sys
import threading
import time
import urllib.parse

PASSWORD = "lianqiao-demo-2026"


def post(url, path, body, headers):
    where = urllib.parse.urlparse(url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=40)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def graphql(url, query, token=None, variables=None):
    headers = {"content-type": "application/json", "accept": "application/graphql-response+json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    status, body = post(url, "/graphql", json.dumps({"query": query, "variables": variables or {}}), headers)
    try:
        answer = json.loads(body)
    except ValueError:
        raise RuntimeError(f"{status}, no JSON: {body[:300]}") from None
    if status != 200 or "errors" in answer:
        raise RuntimeError(f"{status} {body[:300]}")
    return answer["data"]


def sign_in(url):
    query = "mutation($e: String!, $p: String!) { logIn(input: { email: $e, password: $p }) { session { accessToken } userErrors { code } } }"
    data = graphql(url, query, variables={"e": "officer.fudan@demo.lianqiao.example", "p": PASSWORD})
    return data["logIn"]["session"]["accessToken"]


def frame(text):
    """A masked text frame (RFC 6455)."""
    data, mask = text.encode(), os.urandom(4)
    length = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0xFE]) + len(data).to_bytes(2, "big")
    return b"\x81" + length + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))


def listen(url, token):
    """Opens a socket, introduces itself, and asks the time of day; gives what was said."""
    where = urllib.parse.urlparse(url)
    connection = socket.create_connection((where.hostname, where.port), timeout=10)
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall(
        f"GET /graphql/ws HTTP/1.1\r\nHost: {where.netloc}\r\nOrigin: {url}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n".encode()
    )
    said = b""
    connection.sendall(frame(json.dumps({"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}})))
    deadline = time.time() + 10
    asked = False
    while time.time() < deadline and b'"complete"' not in said:
        piece = connection.recv(65536)
        if not piece:
            break
        said += piece
        if b"connection_ack" in said and not asked:
            connection.sendall(frame(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": "{ viewer { user { id } } }"}})))
            asked = True
    connection.close()
    return said


def journey(url):
    token = sign_in(url)
    found = graphql(url, "{ listings(first: 3) { totalCount } }", token)
    assert found["listings"]["totalCount"] > 0, found
    office = graphql(url, "{ viewer { memberships { organization { id } } } }", token)["viewer"]["memberships"][0]["organization"]["id"]
    print(f"signed in; {found['listings']['totalCount']} listings")

    # Larger than what the proxy keeps in memory.
    content = ("externalReference,title\n" + "x,y\n" * 400_000).encode()
    boundary = "a-boundary-of-ours"
    parts = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="organizationId"\r\n\r\n{office}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="rows.csv"\r\n\r\n'
    ).encode() + content + f"\r\n--{boundary}--\r\n".encode()
    headers = {"content-type": f"multipart/form-data; boundary={boundary}", "authorization": f"Bearer {token}"}
    status, body = post(url, "/uploads", parts, headers)
    assert status == 201, (status, body[:300])
    print(f"uploaded {len(content)} bytes")

    said = listen(url, token)
    assert b"101 Switching" in said and b"connection_ack" in said and b'"complete"' in said, said[:500]
    print("a socket answers")

    where = urllib.parse.urlparse(url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=10)
    connection.request("GET", "/health/ready")
    ready = json.loads(connection.getresponse().read())
    connection.close()
    assert ready["forwarded"] == "believed", ready
    print("the proxy is believed")


def load(url, stop):
    token = sign_in(url)
    office = graphql(url, "{ viewer { memberships { organization { id } } } }", token)["viewer"]["memberships"][0]["organization"]["id"]
    write = "mutation($i: ListingCreateInput!) { listingCreate(input: $i) { listing { id } userErrors { code } } }"
    answers, failures, slowest = [0], [], [0.0]
    lock = threading.Lock()

    def work(number):
        turn = 0
        while not stop.exists():
            turn += 1
            began = time.time()
            try:
                if number % 2 == 0:
                    graphql(url, "{ listings(first: 5) { nodes { id } } }", token)
                else:
                    title = {"zh": f"第{number}号第{turn}项"}
                    made = graphql(url, write, token, {"i": {"organizationId": office, "title": title, "problem": title, "benefit": title}})
                    assert made["listingCreate"]["userErrors"] == [], made
            except Exception as error:  # whatever a client would notice
                with lock:
                    failures.append(f"{type(error).__name__}: {error}")
            with lock:
                answers[0] += 1
                slowest[0] = max(slowest[0], time.time() - began)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{answers[0]} requests, {len(failures)} failures, the slowest took {slowest[0]:.2f} s")
    for failure in failures[:10]:
        print(" ", failure)
    sys.exit(1 if failures else 0)


if sys.argv[1] == "journey":
    journey(sys.argv[2])
else:
    load(sys.argv[2], pathlib.Path(sys.argv[3]))
