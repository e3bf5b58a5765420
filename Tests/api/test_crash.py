"""What was answered outlives `kill -9`."""

import contextlib
import http.client
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

WRITES, AT_ONCE, ENOUGH = 1000, 50, 300


def test_every_answered_creation_outlives_kill_9(start_managed):
    with start_managed() as stack:
        partner = stack.new_partner()
        answered, enough = {}, threading.Event()

        def create(number):
            with contextlib.suppress(OSError, http.client.HTTPException):
                answer = partner.request("POST", "/api/managed_users", {"name": "C", "external_id": f"C-{number}"})
                assert answer.status == 200, answer
                answered[f"C-{number}"] = answer.json["id"]
                if len(answered) >= ENOUGH:
                    enough.set()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            results = [pool.submit(create, number) for number in range(WRITES)]
            assert enough.wait(60)
            stack.kill("gateway")
            for result in results:
                result.result()
        assert ENOUGH <= len(answered) < WRITES

        with contextlib.closing(sqlite3.connect(stack.directory / "directory.sqlite")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
            kept = dict(database.execute("SELECT external_id, id FROM customer").fetchall())
            assert database.execute("SELECT count(*) FROM audit_event WHERE action = 'customer.create'").fetchone() == (
                len(kept),
            )
        assert answered.items() <= kept.items()

        stack.start_gateway()
        assert partner.get("/api/managed_users", per_page=1)["total"] == len(kept)
        # The data plane knows those, and no others.
        questions = [{"customer": f"EC-{number}"} for number in range(WRITES)]
        answers = partner.post("/api/origin_checks", {"checks": questions})["result"]
        assert {one["customer"][1:] for one in answers if one["accepted"]} == set(kept)
        for external in [*answered][:3]:
            assert partner.sign_in(f"E{external}").status == 303
