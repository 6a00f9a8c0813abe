"""Where series are likely to be some quarters on; arrays are (quarters, series).

A horizon is one for each series, or several: (horizons, series). A level is carried on by its
Theil–Sen slope, damped; a flow by its recent rate, or where its quarters differ, by the same
quarters of last year. Loops run over quarters only. Method: docs/method.md, “Outlook at the
deadline”.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tracking.programme import OutlookSettings
from tracking.progress.grid import Bools, Floats, Ints

# A quarter's flow is held against the same of last year, and the last year against the one before.
YEAR = 4


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of each series; NaN where there are too few quarters to say.

    `n` quarters it rests on; `centre` the value expected at the horizon; `full_pace` where the
    recent pace would lead undamped; `se` the standard error, of `degrees` of freedom; `slope` per
    quarter; `seasonal` flows follow last year's quarters; `strength` says how much these differ.
    `naive` is what carrying on without any method gives: the last level again, the last quarter's
    flow, or where seasonal last year's; `scale` the mean error that this made a quarter ahead.
    Of seasonal ones `same` is what last year's quarters added, `growth` that year's ratio to the
    one before.
    """

    n: Ints
    centre: Floats
    full_pace: Floats
    slope: Floats
    se: Floats
    degrees: Ints
    seasonal: Bools
    strength: Floats
    naive: Floats
    scale: Floats
    same: Floats
    growth: Floats


def levels(value: Floats, horizon: Ints, settings: OutlookSettings) -> Forecast:
    """Forecasts of levels and shares; NaN where a quarter has no value, which may be anywhere."""
    there = np.isfinite(value)
    n = there.sum(axis=0)
    row = np.arange(len(value))[:, None]
    last, first = np.where(there, row, -1).max(axis=0), np.where(there, row, len(value)).min(axis=0)
    newest = _at(value, last)
    slope = _theil_sen(value)
    ahead = np.maximum(horizon, 0)
    phi = settings.damping
    centre = newest + slope * phi * (1 - phi**ahead) / (1 - phi)
    error = _residuals(value, there, slope)
    error = _clipped(error, n, settings)
    with np.errstate(invalid="ignore", divide="ignore"):
        sigma = np.sqrt(np.nansum(error**2, axis=0) / (n - 2))
        sigma = np.maximum(sigma, settings.sigma_floor * np.abs(slope))
        se = sigma * np.sqrt(ahead * (1 + ahead / (last - first)))
    few = n < settings.least_quarters
    return Forecast(
        n=n,
        centre=np.where(few, np.nan, centre),
        full_pace=np.where(few, np.nan, newest + slope * ahead),
        slope=np.where(few, np.nan, slope),
        se=np.where(few, np.nan, se),
        degrees=n - 2,
        seasonal=np.zeros(n.shape, dtype=bool),
        strength=np.full(n.shape, np.nan),
        naive=np.where(few, np.nan, newest),
        scale=_mean(np.abs(_residuals(value, there, np.zeros(n.shape)))),
        same=np.full(n.shape, np.nan),
        growth=np.full(n.shape, np.nan),
    )


def flows(flow: Floats, total: Floats, horizon: Ints, settings: OutlookSettings) -> Forecast:
    """Forecasts of totals from what each quarter added.

    Only the quarters without a gap up to the last one count. `total` is what has come so far.
    A quarter below zero is a revision: it moves the total, and says nothing of the spread.
    """
    recent, n = _run(flow)
    ahead = np.maximum(horizon, 0)
    rate = (recent[0] + _mean(recent[:YEAR])) / 2
    plain = total + ahead * rate
    strength, growth = _season(recent)
    seasonal = (n >= settings.seasonal_quarters) & (strength > settings.seasonal)
    seasonal &= np.isfinite(growth)
    same = _same_quarters(recent, ahead)
    centre = np.where(seasonal, total + same * (1 + growth) / 2, plain)
    full = np.where(seasonal, total + same * growth, total + ahead * _mean(recent[:YEAR]))
    of_quarter, of_last_year = _steady(recent, 1), _steady(recent, YEAR)
    spread = _rms(of_quarter) * np.sqrt(ahead * (ahead + 1) * (2 * ahead + 1) / 6)
    of_year = _rms(of_last_year) * ahead**0.75
    again = np.where(seasonal, same, ahead * recent[0])
    missed = np.where(seasonal, _mean(np.abs(of_last_year)), _mean(np.abs(of_quarter)))
    few = n < settings.least_quarters
    return Forecast(
        n=n,
        centre=np.where(few, np.nan, centre),
        full_pace=np.where(few, np.nan, full),
        slope=np.where(few, np.nan, rate),
        se=np.where(few, np.nan, np.where(seasonal, of_year, spread)),
        degrees=np.where(seasonal, n - YEAR - 1, n - 2),
        seasonal=seasonal,
        strength=strength,
        naive=np.where(few, np.nan, total + again),
        scale=missed,
        same=np.where(seasonal & ~few, same, np.nan),
        growth=np.where(seasonal & ~few, growth, np.nan),
    )


def interval(
    of: Forecast, low: Floats, high: Floats, settings: OutlookSettings
) -> tuple[Floats, Floats, Floats]:
    """The interval within these limits (NaN: none), and the quantile t that it is wide."""
    from scipy.special import stdtrit  # noqa: PLC0415 (start-up does not pay for it)

    with np.errstate(invalid="ignore"):
        t = np.where(of.degrees > 0, stdtrit(of.degrees, (1 + settings.confidence) / 2), np.nan)
        wide = t * of.se
        below, above = np.fmax(of.centre - wide, low), np.fmin(of.centre + wide, high)
        return np.where(np.isnan(wide), np.nan, below), np.where(np.isnan(wide), np.nan, above), t


def chance(of: Forecast, target: Floats, sign: Ints) -> Floats:
    """How likely the target is reached; with no spread at all, whether the centre reaches it."""
    from scipy.special import stdtr  # noqa: PLC0415 (start-up does not pay for it)

    with np.errstate(invalid="ignore", divide="ignore"):
        short = sign * (target - of.centre)
        none = np.where(short > 0, np.inf, -np.inf)
        away = np.where(of.se == 0, none, short / of.se)
        hit = 1 - stdtr(np.maximum(of.degrees, 1), away)
    return np.where(np.isfinite(of.centre) & (of.degrees > 0), hit, np.nan)


def _at(of: Floats, row: Ints) -> Floats:
    picked: Floats = np.take_along_axis(of, np.maximum(row, 0)[None], axis=0)[0]
    return np.where(row >= 0, picked, np.nan)


def _theil_sen(value: Floats) -> Floats:
    """The median of the slopes between every two quarters that have a value."""
    pairs = list(combinations(range(len(value)), 2))
    if not pairs:
        return np.full(value.shape[1], np.nan)
    a, b = np.array(pairs).T
    slopes = (value[b] - value[a]) / (b - a)[:, None]
    return _median(slopes)


def _median(of: Floats) -> Floats:
    """The median down the columns, of what is there; NaN where nothing is."""
    ordered = np.sort(np.ascontiguousarray(of.T), axis=1)  # NaN last
    count = np.isfinite(ordered).sum(axis=1)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0)[:, None] // 2, axis=1)[:, 0]
    high = np.take_along_axis(
        ordered, np.minimum(count // 2, ordered.shape[1] - 1)[:, None], axis=1
    )[:, 0]
    return np.where(count > 0, (low + high) / 2, np.nan)


def _residuals(value: Floats, there: Bools, slope: Floats) -> Floats:
    """What each change differs from the slope by, scaled by the root of its quarters."""
    error = np.full(value.shape, np.nan)
    before, since = np.full(value.shape[1], np.nan), np.zeros(value.shape[1])
    for q in range(len(value)):
        since += 1
        error[q] = (value[q] - before - slope * since) / np.sqrt(since)
        before = np.where(there[q], value[q], before)
        since = np.where(there[q], 0, since)
    return error


def _clipped(error: Floats, n: Ints, settings: OutlookSettings) -> Floats:
    most = settings.clip * 1.4826 * _median(np.abs(error))
    most = np.where(n >= settings.clip_quarters, most, np.inf)
    return np.clip(error, -most, most)


def _run(flow: Floats) -> tuple[Floats, Ints]:
    """The quarters without a gap up to the last one, the latest first; and how many they are."""
    there = np.isfinite(flow)
    row = np.arange(len(flow))[:, None]
    last = np.where(there, row, -1).max(axis=0)
    back = last - row
    recent = np.where(back >= 0, np.take_along_axis(flow, np.maximum(back, 0), axis=0), np.nan)
    unbroken = np.logical_and.accumulate(np.isfinite(recent), axis=0)
    recent = np.where(unbroken, recent, np.nan)
    missing = max(0, 2 * YEAR + 1 - len(recent))
    padded = np.concatenate([recent, np.full((missing, recent.shape[1]), np.nan)])
    return padded, unbroken.sum(axis=0)


def _steady(recent: Floats, apart: int) -> Floats:
    """The changes over so many quarters, without those that a revision made."""
    change = recent[:-apart] - recent[apart:]
    revised = (recent[:-apart] < 0) | (recent[apart:] < 0)
    return np.where(revised, np.nan, change)


def _season(recent: Floats) -> tuple[Floats, Floats]:
    """How much the quarters of a year differ, and last year against the one before (NaN: none)."""
    years = recent[:YEAR], recent[YEAR : 2 * YEAR]
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = sum(year / year.mean(axis=0) for year in years) / len(years)
        strength = np.abs(shares - 1).max(axis=0)
        before = years[1].sum(axis=0)
        growth = np.where(before > 0, years[0].sum(axis=0) / before, np.nan)
    return strength, growth


def _same_quarters(recent: Floats, ahead: Ints) -> Floats:
    """What last year's quarters like the coming ones added; beyond a year they come again."""
    ordered = recent[:YEAR][::-1]  # the one like the next quarter first
    sums = np.concatenate([np.zeros((1, recent.shape[1])), np.cumsum(ordered, axis=0)])
    whole, rest = np.divmod(ahead, YEAR)
    part = np.take_along_axis(sums, np.atleast_2d(rest), axis=0).reshape(rest.shape)
    result: Floats = whole * sums[YEAR] + part
    return result


def _mean(of: Floats) -> Floats:
    count = np.isfinite(of).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count > 0, np.nansum(of, axis=0) / count, np.nan)


def _rms(of: Floats) -> Floats:
    root: Floats = np.sqrt(_mean(of**2))
    return root
