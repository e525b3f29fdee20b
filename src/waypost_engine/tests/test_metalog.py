import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from waypost_engine import metalog, metalog_mean, metalog_quantile

TRIPLES = st.tuples(*[st.floats(-1e3, 1e3)] * 3).map(sorted)
POSITIVE = st.tuples(*[st.floats(0.1, 1e3)] * 3).map(sorted)


@given(TRIPLES)
def test_goes_through_its_quantiles_where_that_is_feasible(q: list[float]) -> None:
    low, likely, high = q
    width = high - low

    found = metalog_quantile(metalog(low, likely, high), [0.1, 0.5, 0.9])

    pulled = np.clip(likely, low + width / 6, high - width / 6)
    assert found == pytest.approx([low, pulled, high], abs=1e-9 * max(1, width))


@given(TRIPLES)
def test_never_falls(q: list[float]) -> None:
    fitted = metalog(*q)

    x = metalog_quantile(fitted, np.linspace(0, 1, 400))

    assert (np.diff(x) >= -1e-9).all()


@given(TRIPLES)
def test_of_a_mirrored_effect_has_the_mirrored_mean(q: list[float]) -> None:
    low, likely, high = q

    mean = metalog_mean(metalog(low, likely, high))
    mirrored = metalog_mean(metalog(-high, -likely, -low))

    assert mirrored == pytest.approx(-mean, abs=1e-9)


@given(TRIPLES)
def test_mean_is_that_of_the_whole_distribution(q: list[float]) -> None:
    fitted = metalog(*q)

    def value(u: float) -> float:
        logit = np.log(u / (1 - u))
        return float(fitted.a1 + (fitted.a2 + fitted.a3 * (u - 0.5)) * logit)

    area, _ = integrate.quad(value, 0, 1, limit=200)
    assert metalog_mean(fitted) == pytest.approx(area, abs=1e-5 * max(1, q[2] - q[0]))


def test_pulls_an_infeasible_likely_value_to_a_sixth_of_the_width() -> None:
    fitted = metalog(0.0, 0.0, 12.0)

    assert fitted.a1 == pytest.approx(2.0)
    assert fitted.a3 / fitted.a2 == pytest.approx(5 / 3)
    assert fitted.a3 / fitted.a2 < 1.66711


def test_does_not_pull_a_feasible_one() -> None:
    assert metalog(0.0, 2.5, 12.0).a1 == 2.5


@given(st.floats(-1e6, 1e6))
def test_with_equal_ends_is_a_constant(value: float) -> None:
    fitted = metalog(value, value, value)

    assert metalog_mean(fitted) == value
    assert (metalog_quantile(fitted, [0.0, 0.3, 1.0]) == value).all()


def test_says_nothing_of_the_far_tails() -> None:
    fitted = metalog(4.0, 6.0, 8.0)

    ends = metalog_quantile(fitted, [0.0, 0.005, 0.995, 1.0])

    assert ends[0] == ends[1]
    assert ends[2] == ends[3]


@given(POSITIVE)
def test_on_the_log_scale_is_positive_and_goes_through_its_quantiles(
    q: list[float],
) -> None:
    low, likely, high = q
    width = np.log(high / low)

    found = metalog_quantile(metalog(*q, log=True), [0.0, 0.1, 0.5, 0.9])

    pulled = np.clip(np.log(likely), np.log(low) + width / 6, np.log(high) - width / 6)
    assert (found > 0).all()
    assert found[1:] == pytest.approx([low, np.exp(pulled), high], rel=1e-9)


@pytest.mark.parametrize("q", [(1.0, 2.0, 4.0), (0.1, 10.0, 500.0), (3.0, 3.0, 3.0)])
def test_mean_on_the_log_scale_is_the_mean_of_its_quantiles(
    q: tuple[float, float, float],
) -> None:
    fitted = metalog(*q, log=True)

    area, _ = integrate.quad(
        lambda u: float(metalog_quantile(fitted, u)),
        0,
        1,
        points=[0.005, 0.995],
        epsabs=1e-9,
        limit=300,
    )

    assert metalog_mean(fitted) == pytest.approx(area, rel=1e-8)


def test_mean_on_the_log_scale_keeps_the_shape() -> None:
    fitted = metalog([1.0, 2.0], [2.0, 4.0], [4.0, 8.0], log=True)

    one, two = metalog_mean(fitted)

    assert two == pytest.approx(2 * one)


@pytest.mark.parametrize(
    ("q", "scale", "words"),
    [
        ((0.0, np.nan, 1.0), "plain", "finite"),
        ((0.0, 1.0, np.inf), "plain", "finite"),
        ((1.0, 0.0, 2.0), "plain", "order"),
        ((0.0, 3.0, 2.0), "plain", "order"),
        ((0.0, 1.0, 2.0), "log", "above 0"),
    ],
)
def test_refuses_what_is_no_such_triple(
    q: tuple[float, float, float], scale: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        metalog(*q, log=scale == "log")


@pytest.mark.parametrize("u", [-0.1, 1.1, np.nan])
def test_refuses_a_probability_that_is_none(u: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        metalog_quantile(metalog(0.0, 1.0, 2.0), u)
