"""The directory's file as a whole."""

import stat


def names(line):
    return [customer["name"] for customer in line.json("customer", "list", "--partner", "acme")]


def test_a_backup_is_taken_and_restored(acme):
    assert acme.json("directory", "backup", "backup.sqlite") == {"file": "backup.sqlite", "backed_up": True}
    assert stat.S_IMODE((acme.folder / "backup.sqlite").stat().st_mode) == 0o600
    acme.json("customer", "create", "--partner", "acme", "--name", "Red Sky")
    assert names(acme) == ["Blue Sky", "Red Sky"]
    assert acme.json("directory", "restore", "backup.sqlite") == {"file": "backup.sqlite", "restored": True}
    assert names(acme) == ["Blue Sky"]
    assert acme.json("customer", "create", "--partner", "acme", "--name", "Green Sky")["id"] == 3


def test_a_backup_is_restored_where_no_directory_is(acme):
    acme.json("directory", "backup", "backup.sqlite")
    elsewhere = {"CASEMENT_DIRECTORY_PATH": "new/folder/directory.sqlite"}
    acme.json("directory", "restore", "backup.sqlite", environment=elsewhere)
    shown = acme.json("customer", "show", "--partner", "acme", "--customer", "EBS-1", environment=elsewhere)
    assert shown["name"] == "Blue Sky"


def test_a_backup_overwrites_nothing(acme):
    acme.json("directory", "backup", "backup.sqlite")
    before = (acme.folder / "backup.sqlite").read_bytes()
    assert acme.refused("directory", "backup", "backup.sqlite") == "file_exists"
    assert acme.refused("directory", "backup", "directory.sqlite") == "file_exists"
    assert (acme.folder / "backup.sqlite").read_bytes() == before
    assert acme.refused("directory", "backup", "nowhere/backup.sqlite") == "directory_unavailable"
    assert acme.misused("directory", "backup")


def test_a_file_that_is_no_backup_is_refused_and_the_directory_stays(acme):
    (acme.folder / "text").write_text("hello")
    assert acme.refused("directory", "restore", "text") == "file_invalid"
    assert acme.refused("directory", "restore", "missing") == "directory_unavailable"
    assert acme.misused("directory", "restore")
    assert names(acme) == ["Blue Sky"]


def test_people_are_told_in_a_word(acme):
    done = acme.run("directory", "backup", "backup.sqlite")
    assert (done.status, done.out, done.err) == (0, "done\n", "")
    done = acme.run("directory", "backup", "backup.sqlite")
    assert (done.status, done.out) == (1, "")
    assert done.err == "file_exists: Choose another file: this one is there already.\n"
