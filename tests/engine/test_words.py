from scarp.engine.words import percent


def test_a_share_too_small_to_show_is_not_none():
    assert [percent(share) for share in (0.0, 1e-9, 4.9e-5, 1e-4, 0.2, 1.0)] == [
        "0.00%", "under 0.01%", "under 0.01%", "0.01%", "20.00%", "100.00%"]
