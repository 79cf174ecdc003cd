"""Which files of a folder are read, and in which order."""

from __future__ import annotations

from timeline import ingest


def test_a_folder_gives_its_files_by_name_and_passes_over_what_is_hidden(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", "a.txt", ".hidden.txt", ".git/x.txt", "a/.x/y.txt"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    (tmp_path / "c.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "lost.txt").symlink_to(tmp_path / "nowhere")
    files = [str(source.file and source.file.relative_to(tmp_path)) for source in ingest.walk([tmp_path])]
    assert files == ["a/b/c.txt", "a/z.txt", "a.txt", "b.txt", "c.txt"]


def test_a_folder_is_listed_as_it_is_walked(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.txt").write_text("text")
    sources = ingest.walk([tmp_path])
    assert next(sources).name.endswith("a/one.txt")
    (tmp_path / "b" / "two.txt").write_text("text")
    assert [source.name.rpartition("/")[2] for source in sources] == ["one.txt", "two.txt"]
