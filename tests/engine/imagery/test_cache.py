"""The cache: complete or absent, never wrong, bounded, shared by processes."""

import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from urbanthink_plugin.engine.errors import ResourceError
from urbanthink_plugin.engine.imagery import cache as module
from urbanthink_plugin.engine.imagery.cache import TileCache, cache_folder, series_key
from urbanthink_plugin.engine.imagery.tiles import Window

WINDOW = Window(-60, -120, 60, 60)
SERIES = "0123456789abcdef"


@pytest.fixture
def cache(tmp_path):
    return TileCache(tmp_path / "cache")


def put(cache, content=b"pixels", window=WINDOW, series=SERIES):
    with cache.partial(series) as partial:
        partial.write_bytes(content)
        return cache.store(partial, series, window, hashlib.sha256(content).hexdigest())


def forget_checks():
    module._verified.clear()


def age(path, seconds):
    moment = time.time() - seconds
    os.utime(path, (moment, moment))


def test_what_was_stored_is_found(cache):
    path = put(cache)
    forget_checks()
    assert cache.find(SERIES, WINDOW) == (path, WINDOW)
    assert cache.holds(SERIES, WINDOW)
    assert cache.find("another", WINDOW) is None
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_window_is_found_inside_a_larger_one_the_smallest_first(cache):
    put(cache, window=Window(0, 0, 2400, 2400))
    smaller = put(cache, window=Window(0, 0, 600, 600))
    assert cache.find(SERIES, Window(60, 60, 60, 60)) == (smaller, Window(0, 0, 600, 600))
    assert cache.find(SERIES, Window(60, 60, 600, 60))[1] == Window(0, 0, 2400, 2400)
    assert cache.find(SERIES, Window(-60, 0, 120, 60)) is None


@pytest.mark.parametrize("damage", ["truncated", "flipped", "empty"])
def test_a_poisoned_entry_is_deleted(cache, damage):
    path = put(cache, b"0123456789" * 100)
    content = path.read_bytes()
    path.write_bytes({"truncated": content[:500], "flipped": b"x" + content[1:], "empty": b""}[damage])
    forget_checks()
    assert cache.find(SERIES, WINDOW) is None
    assert not path.exists()


def test_a_download_that_fails_leaves_nothing(cache):
    with pytest.raises(RuntimeError), cache.partial(SERIES) as partial:
        partial.write_bytes(b"half")
        raise RuntimeError
    assert list(cache.folder.rglob("*.*")) == []


def test_the_least_recently_used_goes_first(cache):
    old, used, new = (put(cache, b"x" * 100, Window(60 * i, 0, 60, 60)) for i in range(3))
    for path in (old, used, new):
        age(path, 100_000)
    cache.touch(used)
    age(new, 90_000)
    cache.max_bytes = 250
    cache.evict()
    assert not old.exists() and used.exists() and new.exists()


def test_what_another_run_may_be_reading_stays_whatever_the_size(cache):
    path = put(cache, b"x" * 1000)
    cache.max_bytes = 10
    cache.evict()
    assert path.exists()


def test_too_old_is_gone(cache):
    path = put(cache)
    age(path, module.MAX_AGE + 10)
    assert cache.find(SERIES, WINDOW) is None
    cache.evict()
    assert not path.exists()


def test_partial_files_of_killed_runs_are_swept(cache):
    folder = cache.folder / SERIES
    folder.mkdir(parents=True)
    dead, alive = folder / "dead.part", folder / "alive.part"
    dead.write_bytes(b"1")
    alive.write_bytes(b"2")
    age(dead, module.ABANDONED + 10)
    cache.evict()
    assert not dead.exists() and alive.exists()


def test_many_writers_of_one_entry_do_not_disturb_one_another(cache):
    contents = [bytes([number]) * 50_000 for number in range(2)]

    def work(content):
        for _ in range(20):
            put(cache, content)
            path, _ = cache.find(SERIES, WINDOW)
            assert path.read_bytes() in contents

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, contents * 2))
    assert len(list((cache.folder / SERIES).iterdir())) == 2


def test_the_key_is_the_request_and_nothing_else():
    key = series_key("https://a/process", {"evalscript": "x", "input": {"a": 1}})
    assert key == series_key("https://a/process", {"input": {"a": 1}, "evalscript": "x"})
    assert key != series_key("https://b/process", {"evalscript": "x", "input": {"a": 1}})
    assert key != series_key("https://a/process", {"evalscript": "y", "input": {"a": 1}})


def test_where_it_is(monkeypatch, tmp_path):
    monkeypatch.setenv("URBANTHINK_CACHE", str(tmp_path / "here"))
    assert cache_folder() == tmp_path / "here"
    monkeypatch.delenv("URBANTHINK_CACHE")
    assert cache_folder().name in ("urbanthink", "cache")


def test_a_cache_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with (
        pytest.raises(ResourceError, match=r"cache folder .* cannot be written"),
        TileCache(tmp_path / "file" / "cache").partial(SERIES),
    ):
        pass
