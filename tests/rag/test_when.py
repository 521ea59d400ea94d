"""The days that an article speaks of: each expression with the days it means, and what only looks like one."""

from __future__ import annotations

import calendar
import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.domain import Mention
from rag.when import mentions

WEDNESDAY = "2022-03-16"
"""The day of publication where a case gives none."""


def days(shown: str) -> tuple[str, str]:
    """The first and last day of "2022", "2022-03", "2022-03-04" or of two of them with a slash between."""
    first, _, last = shown.partition("/")
    return _edge(first, last=False), _edge(last or first, last=True)


def _edge(shown: str, *, last: bool) -> str:
    year, month, day = (*map(int, shown.split("-")), 0, 0)[:3]
    month = month or (12 if last else 1)
    day = day or (calendar.monthrange(year, month)[1] if last else 1)
    return f"{year:04}-{month:02}-{day:02}"


def found(text: str, published: str | None = WEDNESDAY) -> list[tuple[str, str | None, str | None]]:
    return [(text[m.start : m.end], m.day_from, m.day_to) for m in mentions(text, published)]


def check(text: str, words: str, shown: str | None, published: str | None = WEDNESDAY) -> None:
    expected = (None, None) if shown is None else days(shown)

    assert (words, *expected) in found(text, published)


ABSOLUTE = [
    # a day
    ("The attack of 7 October 2023 was filmed.", "7 October 2023", "2023-10-07"),
    ("It began on October 7, 2023, at dawn.", "October 7, 2023", "2023-10-07"),
    ("It began on Oct. 7 , 2023 , at dawn .", "Oct. 7 , 2023", "2023-10-07"),
    ("It began on Saturday, Oct. 7, 2023.", "Saturday, Oct. 7, 2023", "2023-10-07"),
    ("It began on Saturday 7 October 2023.", "Saturday 7 October 2023", "2023-10-07"),
    ("It began on Saturday (Oct 7, 2023).", "Saturday (Oct 7, 2023", "2023-10-07"),
    ("Sat, 7 Oct 2023: the siren went.", "Sat, 7 Oct 2023", "2023-10-07"),
    ("the 7th of October, 2023", "7th of October, 2023", "2023-10-07"),
    ("the 7th October 2023", "7th October 2023", "2023-10-07"),
    ("October 7th 2023", "October 7th 2023", "2023-10-07"),
    ("Published 2023-10-07 by the office", "2023-10-07", "2023-10-07"),
    ("at 2023-10-07T14:05:00Z precisely", "2023-10-07", "2023-10-07"),
    ("on 2023/10/07 in the log", "2023/10/07", "2023-10-07"),
    ("dated 25/12/2023 by hand", "25/12/2023", "2023-12-25"),
    ("dated 12/25/2023 by hand", "12/25/2023", "2023-12-25"),
    ("dated 10/10/2023 by hand", "10/10/2023", "2023-10-10"),
    ("dated 10/07/2023 by hand", "10/07/2023", None),
    ("am 07.10.2023 in Bonn", "07.10.2023", "2023-10-07"),
    ("dated 25/12/2023 and 10/07/2023", "10/07/2023", "2023-07-10"),
    ("dated 12/25/2023 and 10/07/2023", "10/07/2023", "2023-10-07"),
    ("Feb. 29, 2024, was a Thursday.", "Feb. 29, 2024", "2024-02-29"),
    ("He was born on 4 March 1925.", "4 March 1925", "1925-03-04"),
    ("MAY 3, 2021", "MAY 3, 2021", "2021-05-03"),
    ("Sept. 11, 2001", "Sept. 11, 2001", "2001-09-11"),
    ("He was shot on Nov. 3, 2019 and died on Nov. 9.", "Nov. 9", "2019-11-09"),
    ("The Sept. 11 attacks changed that.", "Sept. 11", "2001-09-11"),
    ("In the ten years after 9/11, that changed.", "9/11", "2001-09-11"),
    # a month
    ("Russia invaded in March 2022.", "March 2022", "2022-03"),
    ("in March of 2022", "March of 2022", "2022-03"),
    ("in February , 2020 , they", "February , 2020", "2020-02"),
    ("from Feb. 2020 on", "Feb. 2020", "2020-02"),
    ("in May 2019", "May 2019", "2019-05"),
    # a year
    ("He was elected in 2016.", "2016", "2016"),
    ("the 2016 election", "2016", "2016"),
    ("a 2014 report found", "2014", "2014"),
    ("his 2012 campaign", "2012", "2012"),
    ("Since 2010 it has grown.", "2010", "2010"),
    ("by 2030, officials say", "2030", "2030"),
    ("the census of 1890", "1890", "1890"),
    ("founded in 1636 by", "1636", "1636"),
    ("in 2022 dollars", "2022", "2022"),
    ("The film ( 2016 ) was", "2016", "2016"),
    ("2020 was a bad year", "2020", "2020"),
    ("in 2012, 2014 and 2016", "2014", "2014"),
    ("in 2012, 2014 and 2016", "2016", "2016"),
    ("the 2000 election", "2000", "2000"),
    # part of a year or month
    ("the summer of 2019", "summer of 2019", "2019-06/2019-08"),
    ("in spring 2021", "spring 2021", "2021-03/2021-05"),
    ("in the fall of 2008", "fall of 2008", "2008-09/2008-11"),
    ("the autumn of 2008", "autumn of 2008", "2008-09/2008-11"),
    ("the winter of 2014", "winter of 2014", "2014"),
    ("the winter of 2018-19", "winter of 2018-19", "2018-12/2019-02"),
    ("in early 2021", "early 2021", "2021-01/2021-04"),
    ("in mid-2021", "mid-2021", "2021-05/2021-08"),
    ("in late 2021", "late 2021", "2021-09/2021-12"),
    ("at the end of 2021", "end of 2021", "2021-09/2021-12"),
    ("in late March 2020", "late March 2020", "2020-03-21/2020-03-31"),
    ("in early March 2020", "early March 2020", "2020-03-01/2020-03-10"),
    ("in mid-March 2020", "mid-March 2020", "2020-03-11/2020-03-20"),
    ("the beginning of March 2020", "beginning of March 2020", "2020-03-01/2020-03-10"),
    ("in the first half of 2022", "first half of 2022", "2022-01/2022-06"),
    ("in the second half of 2022", "second half of 2022", "2022-07/2022-12"),
    ("Sales rose in Q3 2022.", "Q3 2022", "2022-07/2022-09"),
    ("Sales rose in Q3 of 2022.", "Q3 of 2022", "2022-07/2022-09"),
    ("the third quarter of 2022", "third quarter of 2022", "2022-07/2022-09"),
    ("the first week of March 2020", "first week of March 2020", "2020-03-01/2020-03-07"),
    ("the last week of February 2020", "last week of February 2020", "2020-02-23/2020-02-29"),
    # more years
    ("the 1990s", "1990s", "1990/1999"),
    ("in the 1990's", "1990's", "1990/1999"),
    ("in the ‘ 90s", "‘ 90s", "1990/1999"),
    ("the early 1990s", "early 1990s", "1990/1993"),
    ("the mid-1980s", "mid-1980s", "1984/1986"),
    ("the late 1960s", "late 1960s", "1967/1969"),
    ("the 1800s", "1800s", "1800/1899"),
    ("the 2000s", "2000s", "2000/2009"),
    ("in the 19th century", "19th century", "1801/1900"),
    ("between 2010 and 2014", "between 2010 and 2014", "2010/2014"),
    ("from 2010 to 2014", "from 2010 to 2014", "2010/2014"),
    ("in 2010-2014", "2010-2014", "2010/2014"),
    ("in 2010–14", "2010–14", "2010/2014"),
    ("the 2022-23 season", "2022-23", "2022/2023"),
    # more days and months
    ("from 3 to 7 May 2021", "from 3 to 7 May 2021", "2021-05-03/2021-05-07"),
    ("3-7 May 2021", "3-7 May 2021", "2021-05-03/2021-05-07"),
    ("May 3-7, 2021", "May 3-7, 2021", "2021-05-03/2021-05-07"),
    ("May 3 to May 7, 2021", "May 3 to May 7, 2021", "2021-05-03/2021-05-07"),
    ("between May 3 and May 7, 2021", "between May 3 and May 7, 2021", "2021-05-03/2021-05-07"),
    ("from Dec. 28 to Jan. 3, 2020", "from Dec. 28 to Jan. 3, 2020", "2019-12-28/2020-01-03"),
    ("from Dec. 28, 2019 to Jan. 3, 2020", "from Dec. 28, 2019 to Jan. 3, 2020", "2019-12-28/2020-01-03"),
    ("from December 2019 to March 2020", "from December 2019 to March 2020", "2019-12/2020-03"),
    ("between March and June 2020", "between March and June 2020", "2020-03/2020-06"),
    ("in August and September 2016", "August", "2016-08"),
    ("on March 3 and April 4, 2019", "March 3", "2019-03-03"),
    ("April-June 2020", "April-June 2020", "2020-04/2020-06"),
    # other languages
    ("Am 7. Oktober 2023 begann es.", "7. Oktober 2023", "2023-10-07"),
    ("am 3. März 2022", "3. März 2022", "2022-03-03"),
    ("le 7 octobre 2023 à Paris", "7 octobre 2023", "2023-10-07"),
    ("le 1er août 2023", "1er août 2023", "2023-08-01"),
    ("el 7 de octubre de 2023", "7 de octubre de 2023", "2023-10-07"),
    ("il 7 ottobre 2023", "7 ottobre 2023", "2023-10-07"),
    ("op 7 oktober 2023", "7 oktober 2023", "2023-10-07"),
    ("em 7 de outubro de 2023", "7 de outubro de 2023", "2023-10-07"),
    ("en octubre de 2023", "octubre de 2023", "2023-10"),
    ("2023年10月7日", "2023年10月7日", "2023-10-07"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "shown"), ABSOLUTE)
def test_what_names_its_year_means_the_same_whenever_it_was_published(text: str, words: str, shown: str | None) -> None:
    for published in (None, "2019", "2022-03", WEDNESDAY, "2030-01-01T10:00:00Z"):
        check(text, words, shown, published)


YEARLESS = [
    ("It happened on October 7.", "October 7", "2021-10-07", WEDNESDAY),
    ("It happened on 7 October.", "7 October", "2021-10-07", WEDNESDAY),
    ("They will vote on October 7.", "October 7", "2022-10-07", WEDNESDAY),
    ("They met on March 16.", "March 16", "2022-03-16", WEDNESDAY),
    ("They met on May 17.", "May 17", "2021-05-17", WEDNESDAY),
    ("They met on Jan. 6.", "Jan. 6", "2021-01-06", "2021-12-20"),
    ("They go to the polls on Nov. 8.", "Nov. 8", "2016-11-08", "2016-10-18"),
    ("It allows the so-called cuts to occur March 1.", "March 1", "2013-03-01", "2013-02-22"),
    ("The rule stays until an Aug. 19 hearing.", "Aug. 19", "2015-08-19", "2015-07-29"),
    ("It costs $35. October 3 This book is timely.", "October 3", "2023-10-03", "2023-10-01"),
    ("It will be held on Aug. 9.", "Aug. 9", "2022-08-09", WEDNESDAY),
    ("The extension lasts until at least June 30.", "June 30", "2022-06-30", WEDNESDAY),
    ("Asked whether schools should reopen in May and June, he laughed.", "June", "2022-06", WEDNESDAY),
    ("They met on the Fourth of July.", "Fourth of July", "2021-07-04", WEDNESDAY),
    ("They meet again on March 21.", "March 21", "2022-03-21", WEDNESDAY),
    ("The hearing is scheduled for Dec. 3.", "Dec. 3", "2022-12-03", WEDNESDAY),
    ("The fair ran May 3-7.", "May 3-7", "2021-05-03/2021-05-07", WEDNESDAY),
    ("The fair will run from May 3 to 7.", "from May 3 to 7", "2022-05-03/2022-05-07", WEDNESDAY),
    ("Police arrested him on Dec. 31.", "Dec. 31", "2021-12-31", "2022-01-02"),
    ("The rules will change on Jan. 1.", "Jan. 1", "2022-01-01", "2021-12-30"),
    ("They met on Feb. 29.", "Feb. 29", "2020-02-29", "2022-03-16"),
    ("It closed on Wednesday, Oct. 7.", "Wednesday, Oct. 7", "2020-10-07", "2021-01-05"),
    ("It closed on Wednesday, Oct. 7.", "Wednesday, Oct. 7", "2020-10-07", "2021-11-05"),
    ("The law was passed in March.", "March", "2022-03", WEDNESDAY),
    ("The law was passed in March.", "March", "2021-03", "2022-02-16"),
    ("The law was passed in December.", "December", "2021-12", "2022-01-05"),
    ("The law will take effect in May.", "May", "2022-05", WEDNESDAY),
    ("It opened last May.", "last May", "2021-05", WEDNESDAY),
    ("It opened last March.", "last March", "2021-03", WEDNESDAY),
    ("It opened last March.", "last March", "2022-03", "2022-06-01"),
    ("It will open next March.", "next March", "2023-03", WEDNESDAY),
    ("It opens this June.", "this June", "2022-06", WEDNESDAY),
    ("He left in March of last year.", "March of last year", "2021-03", WEDNESDAY),
    ("He left in October last year.", "October last year", "2021-10", WEDNESDAY),
    ("He died in early March.", "early March", "2022-03-01/2022-03-10", WEDNESDAY),
    ("He died between March and June.", "between March and June", "2021-03/2021-06", WEDNESDAY),
    ("Am 7. Oktober begann es.", "7. Oktober", "2021-10-07", WEDNESDAY),
]  # fmt: skip

RELATIVE = [
    # weekdays
    ("The vote was on Wednesday.", "Wednesday", "2022-03-16", WEDNESDAY),
    ("The vote was on Friday.", "Friday", "2022-03-11", WEDNESDAY),
    ("The vote was on Thursday.", "Thursday", "2022-03-10", WEDNESDAY),
    ("He will announce on Friday that he is leaving.", "Friday", "2022-03-18", WEDNESDAY),
    ("He said on Monday that he will run.", "Monday", "2022-03-14", WEDNESDAY),
    ("He will testify on Friday.", "Friday", "2022-03-18", WEDNESDAY),
    ("He plans to testify on Friday.", "Friday", "2022-03-18", WEDNESDAY),
    ("The court is to rule on Friday.", "Friday", "2022-03-18", WEDNESDAY),
    ("The bill is expected to be released Friday.", "Friday", "2022-03-18", WEDNESDAY),
    ("On Friday, the Senate will vote.", "Friday", "2022-03-18", WEDNESDAY),
    ("On Friday, the Senate voted.", "Friday", "2022-03-11", WEDNESDAY),
    ("He may have died on Friday.", "Friday", "2022-03-11", WEDNESDAY),
    ("They will debate the bill passed Tuesday.", "Tuesday", "2022-03-15", WEDNESDAY),
    ("He spoke ahead of Friday's vote.", "Friday", "2022-03-18", WEDNESDAY),
    ("After Tuesday's primaries, that is likely to change.", "Tuesday", "2022-03-15", WEDNESDAY),
    ("It was not decided until Friday.", "Friday", "2022-03-11", WEDNESDAY),
    ("The bar stays shut until Friday.", "Friday", "2022-03-18", WEDNESDAY),
    ("They assess the bank's announcement Friday that it would buy.", "Friday", "2022-03-11", WEDNESDAY),
    ("In his Friday column, he warns that it will fail.", "Friday", "2022-03-11", WEDNESDAY),
    ("He won a Saturday straw poll.", "Saturday", "2022-03-12", WEDNESDAY),
    ("In a speech Thursday, he will resign.", "Thursday", "2022-03-17", WEDNESDAY),
    ("The session ends on Thursday.", "Thursday", "2022-03-17", WEDNESDAY),
    ("Police said Tuesday night he fled.", "Tuesday night", "2022-03-15", WEDNESDAY),
    ("She arrived Monday morning.", "Monday morning", "2022-03-14", WEDNESDAY),
    ("He spoke last Friday.", "last Friday", "2022-03-11", WEDNESDAY),
    ("He spoke last Monday.", "last Monday", "2022-03-07", WEDNESDAY),
    ("He spoke last Monday.", "last Monday", "2022-03-14", "2022-03-18"),
    ("He speaks next Friday.", "next Friday", "2022-03-25", WEDNESDAY),
    ("He speaks next Tuesday.", "next Tuesday", "2022-03-22", WEDNESDAY),
    ("He speaks this Friday.", "this Friday", "2022-03-18", WEDNESDAY),
    ("They met on Tuesday of last week.", "Tuesday of last week", "2022-03-08", WEDNESDAY),
    ("She was killed on Saturday.", "Saturday", "2022-01-01", "2022-01-03"),
    ("She was killed on Friday.", "Friday", "2021-12-31", "2022-01-03"),
    ("She was killed on Saturday.", "Saturday", "2020-02-29", "2020-03-02"),
    ("in a Tuesday interview", "Tuesday", "2022-03-15", WEDNESDAY),
    ("Weds. was calm, he said, and on Tues. it rained.", "Tues", "2022-03-15", WEDNESDAY),
    # days
    ("He resigned today.", "today", "2022-03-16", WEDNESDAY),
    ("He resigned yesterday.", "yesterday", "2022-03-15", WEDNESDAY),
    ("He resigned yesterday.", "yesterday", "2021-12-31", "2022-01-01"),
    ("He resigned yesterday.", "yesterday", "2024-02-29", "2024-03-01"),
    ("He resigns tomorrow.", "tomorrow", "2022-03-17", WEDNESDAY),
    ("He resigns tomorrow.", "tomorrow", "2023-01-01", "2022-12-31"),
    ("He resigned this morning.", "this morning", "2022-03-16", WEDNESDAY),
    ("He speaks tonight.", "tonight", "2022-03-16", WEDNESDAY),
    ("He spoke last night.", "last night", "2022-03-15", WEDNESDAY),
    ("the day before yesterday", "day before yesterday", "2022-03-14", WEDNESDAY),
    ("the day after tomorrow", "day after tomorrow", "2022-03-18", WEDNESDAY),
    ("Yesterday's vote", "Yesterday", "2022-03-15", WEDNESDAY),
    # weeks, months, years
    ("It rained last week.", "last week", "2022-03-07/2022-03-13", WEDNESDAY),
    ("It rained this week.", "this week", "2022-03-14/2022-03-20", WEDNESDAY),
    ("It begins next week.", "next week", "2022-03-21/2022-03-27", WEDNESDAY),
    ("It rained last month.", "last month", "2022-02", WEDNESDAY),
    ("It rained last month.", "last month", "2021-12", "2022-01-31"),
    ("It rained this month.", "this month", "2022-03", WEDNESDAY),
    ("It begins next month.", "next month", "2022-04", WEDNESDAY),
    ("It begins next month.", "next month", "2022-02", "2022-01-31"),
    ("It rained last year.", "last year", "2021", WEDNESDAY),
    ("It rained this year.", "this year", "2022", WEDNESDAY),
    ("It begins next year.", "next year", "2023", WEDNESDAY),
    ("last week", "last week", "2021-12-27/2022-01-02", "2022-01-05"),
    ("Earlier this week he fled.", "Earlier this week", "2022-03-14/2022-03-16", WEDNESDAY),
    ("It opens later this year.", "later this year", "2022-03-16/2022-12-31", WEDNESDAY),
    ("It opened late last year.", "late last year", "2021-09/2021-12", WEDNESDAY),
    ("It opens early next year.", "early next year", "2023-01/2023-04", WEDNESDAY),
    ("at the end of last month", "end of last month", "2022-02-21/2022-02-28", WEDNESDAY),
    ("the first half of this year", "first half of this year", "2022-01/2022-06", WEDNESDAY),
    ("in the first quarter of this year", "first quarter of this year", "2022-01/2022-03", WEDNESDAY),
    ("last quarter", "last quarter", "2021-10/2021-12", WEDNESDAY),
    # running up to the day
    ("over the past decade", "past decade", "2012-03-16/2022-03-16", WEDNESDAY),
    ("over the past week", "past week", "2022-03-09/2022-03-16", WEDNESDAY),
    ("in the last year", "last year", "2021-03-16/2022-03-16", WEDNESDAY),
    ("in the last three months", "last three months", "2021-12-16/2022-03-16", WEDNESDAY),
    ("over the past 10 years", "past 10 years", "2012-03-16/2022-03-16", WEDNESDAY),
    ("over the past year", "past year", "2023-02-28/2024-02-29", "2024-02-29"),
    ("over the next decade", "next decade", "2022-03-16/2032-03-16", WEDNESDAY),
    ("in the next two weeks", "next two weeks", "2022-03-16/2022-03-30", WEDNESDAY),
    # ago
    ("He fled three days ago.", "three days ago", "2022-03-13", WEDNESDAY),
    ("He fled 3 days ago.", "3 days ago", "2022-03-13", WEDNESDAY),
    ("He fled a week ago.", "a week ago", "2022-03-07/2022-03-13", WEDNESDAY),
    ("He fled two weeks ago.", "two weeks ago", "2022-02-28/2022-03-06", WEDNESDAY),
    ("He fled two months ago.", "two months ago", "2022-01", WEDNESDAY),
    ("He fled two months ago.", "two months ago", "2021-12", "2022-02-28"),
    ("He fled a year ago.", "a year ago", "2021", WEDNESDAY),
    ("He fled some 20 years ago.", "20 years ago", "2002", WEDNESDAY),
    ("He fled two years ago today.", "two years ago today", "2020-03-16", WEDNESDAY),
    ("He fled a year ago this month.", "a year ago this month", "2021-03", WEDNESDAY),
    ("He fled a decade ago.", "a decade ago", "2011/2013", WEDNESDAY),
    ("He returns two weeks from now.", "two weeks from now", "2022-03-28/2022-04-03", WEDNESDAY),
    # seasons and weekends
    ("It opened last spring.", "last spring", "2021-03/2021-05", WEDNESDAY),
    ("It opened last summer.", "last summer", "2021-06/2021-08", WEDNESDAY),
    ("It opened last winter.", "last winter", "2021-12/2022-02", WEDNESDAY),
    ("It opened last fall.", "last fall", "2021-09/2021-11", WEDNESDAY),
    ("It opens this summer.", "this summer", "2022-06/2022-08", WEDNESDAY),
    ("It opened this winter.", "this winter", "2021-12/2022-02", "2022-01-10"),
    ("It opens next fall.", "next fall", "2022-09/2022-11", WEDNESDAY),
    ("He spoke over the weekend.", "weekend", "2022-03-12/2022-03-13", WEDNESDAY),
    ("He spoke this weekend.", "this weekend", "2022-03-12/2022-03-13", WEDNESDAY),
    ("He speaks this coming weekend.", "this coming weekend", "2022-03-19/2022-03-20", WEDNESDAY),
    ("He spoke last weekend.", "last weekend", "2022-03-12/2022-03-13", WEDNESDAY),
    ("He speaks this weekend.", "this weekend", "2022-03-19/2022-03-20", WEDNESDAY),
    ("He spoke over the weekend.", "weekend", "2022-03-19/2022-03-20", "2022-03-20"),
    ("He will speak over the weekend.", "weekend", "2022-03-19/2022-03-20", WEDNESDAY),
    ("He speaks next weekend.", "next weekend", "2022-03-26/2022-03-27", WEDNESDAY),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "shown", "published"), YEARLESS + RELATIVE)
def test_what_leaves_its_year_or_day_unsaid_is_told_by_the_day_of_publication(
    text: str, words: str, shown: str, published: str
) -> None:
    check(text, words, shown, published)


@pytest.mark.parametrize(("text", "words"), dict.fromkeys((text, words) for text, words, _, _ in YEARLESS + RELATIVE))
def test_it_stays_open_where_the_day_of_publication_is_unknown(text: str, words: str) -> None:
    check(text, words, None, None)


@pytest.mark.parametrize(
    ("text", "words", "shown", "published"),
    [
        ("It rained last year.", "last year", "2021", "2022"),
        ("It rained last year.", "last year", "2021", "2022-03"),
        ("It rained this month.", "this month", "2022-03", "2022-03"),
        ("It rained this month.", "this month", None, "2022"),
        ("It rained yesterday.", "yesterday", None, "2022-03"),
        ("It rained on Monday.", "Monday", None, "2022-03"),
        ("It rained on Oct. 7.", "Oct. 7", "2021-10-07", "2022-03"),
        ("It rained on Oct. 7.", "Oct. 7", None, "2022"),
        ("It rained last week.", "last week", None, "2022-03"),
        ("It rained a year ago.", "a year ago", "2021", "2022"),
        ("It rained last summer.", "last summer", "2021-06/2021-08", "2022-03"),
        ("It rained last year.", "last year", None, "no date"),
        ("It rained last year.", "last year", "2021", "2022-03-16T23:59:00+02:00"),
    ],
)
def test_a_partial_day_of_publication_tells_only_what_is_certain(
    text: str, words: str, shown: str | None, published: str
) -> None:
    check(text, words, shown, published)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He died three days earlier.", "three days earlier"), ("He died two weeks later.", "two weeks later"),
        ("He left the day before.", "day before"), ("He left the next day.", "next day"),
        ("He left the following week.", "following week"), ("in March of that year", "March of that year"),
        ("He fled a few days ago.", "a few days ago"), ("over the past few years", "past few years"),
        ("He fled more than 20 years ago.", "more than 20 years ago"), ("in fiscal year 2016", "fiscal year 2016"),
        ("He met them the following Monday.", "following Monday"), ("They met on March 17.", "March 17"),
        ("He spent the next 28 years in a chair.", "next 28 years"),
    ],
)  # fmt: skip
def test_what_counts_from_something_else_or_not_exactly_stays_open(text: str, words: str) -> None:
    check(text, words, None)


@pytest.mark.parametrize(
    "text",
    [
        "You may go on.", "Theresa May won.", "led by May and her party", "MPs lost confidence in May.", "Protesters march on.",
        "The Women's March drew crowds.", "April Ryan asked.", "an august body", "The Sun reported it.", "a second time",
        "killing 2022 people", "$2022 was paid", "more than 2000 soldiers", "some 1500 people", "1,984 votes", "in 2,016 cases",
        "at 2030 GMT", "1830 hours", "UN Resolution 1973", "Flight 1549", "Room 2016", "open 24/7", "won 3-2", "lost 21-14",
        "a 5/10 rating", "call 555-2016", "call 020 7946 2016", "aged 19", "a 20-year-old", "in her 90s", "a high in the 90s",
        "2016.5 metres", "the 2022nd try", "2016%", "every Monday", "each Friday", "on Mondays", "Black Friday sales",
        "Good Friday agreement", "Super Tuesday states", "the Mail on Sunday", "The Sunday Times said", "Saturday Night Live",
        "for two weeks", "two years in prison", "within days", "3000 years ago", "in the year 450",
        "the first Monday of every month", "February 30, 2021", "0000-00-00",
        "30/30/2023", "the fall of Rome", "a spring in his step", "this is it", "the last of us", "next to him",
        "in 2 days' worth", "v2016", "#2016", "2016th", "area code 2014-555", "Boeing 2012", "USA Today", "USA TODAY", "a Long March 9 rocket", "the “Today” show",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert found(text) == []


def test_figures_that_can_be_read_both_ways_mean_the_day_of_publication_where_one_of_them_is_it() -> None:
    assert found("dated 10/07/2023 by hand", "2023-07-10") == [("10/07/2023", "2023-07-10", "2023-07-10")]


def test_a_day_that_no_calendar_has_is_not_made_one() -> None:
    assert found("It was June 31, 2020, or the 30th of February 2021.") == []


def test_mentions_come_in_order_with_their_place_in_the_text() -> None:
    text = "On Monday 14 March 2022 she won.\n\nShe was born in 1980; last year she moved."

    assert mentions(text, WEDNESDAY) == [
        Mention(3, 23, "2022-03-14", "2022-03-14"),
        Mention(50, 54, "1980-01-01", "1980-12-31"),
        Mention(56, 65, "2021-01-01", "2021-12-31"),
    ]


def test_a_bare_list_of_days_is_read_day_by_day() -> None:
    shown = found("Sept. 30 Sept. 29 Sept. 24", "2017-10-06")

    assert [words for words, _, _ in shown] == ["Sept. 30", "Sept. 29", "Sept. 24"]


def test_places_are_counted_in_characters_whatever_letters_come_before() -> None:
    text = "𝔊 ﷽ İstanbul – é\u0301: 7 October 2023"

    assert found(text) == [("7 October 2023", "2023-10-07", "2023-10-07")]


def test_two_paragraphs_are_never_read_as_one() -> None:
    assert found("He left in\n2016, on March\n7, 2020") == []
    assert found("last\nweek") == []


PIECES = st.sampled_from(
    "on in the last next this past of to and between from by early mid late end first third quarter half week weekend month "
    "year decade years days ago today yesterday Monday Friday March May Oct. October 7 31 2022 2016 1990s Q3 summer fall "
    "a two 10 , . - – / ' ’ will said 2022-03-16 9/11 11/12/2023 th s since until 0000 99999 \n \u00a0 ( ) Sat Sept 12.".split(
        " "
    )
)
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES, max_size=25).map(" ".join).map(str.upper),
    st.lists(PIECES, max_size=25).map(" ".join).map(str.title),
)
PUBLISHED = st.one_of(
    st.none(),
    st.dates(min_value=date(1990, 1, 1), max_value=date(2035, 12, 31)).map(date.isoformat),
    st.sampled_from(
        ["2022", "2022-03", "2020-02-29", "0001-01-01", "9999-12-31", "1000", "2200", "", "x", "2022-13-40"]
    ),
)


@settings(max_examples=400)
@given(TEXTS, PUBLISHED)
def test_any_text_has_mentions_that_lie_in_it_in_order_with_days_of_the_calendar(
    text: str, published: str | None
) -> None:
    end = 0
    for mention in mentions(text, published):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert (mention.day_from is None) == (mention.day_to is None)
        if mention.day_from and mention.day_to:
            first, last = date.fromisoformat(mention.day_from), date.fromisoformat(mention.day_to)
            assert date(1000, 1, 1) <= first <= last <= date(2200, 12, 31)


@settings(max_examples=200)
@given(TEXTS, TEXTS, TEXTS, PUBLISHED)
def test_a_text_says_the_same_between_other_paragraphs(
    before: str, text: str, after: str, published: str | None
) -> None:
    shift = len(before) + 1
    alone = [Mention(m.start + shift, m.end + shift, m.day_from, m.day_to) for m in mentions(text, published)]

    inside = [
        m for m in mentions(f"{before}\n{text}\n{after}", published) if shift <= m.start and m.end <= shift + len(text)
    ]

    assert inside == alone


@pytest.mark.parametrize(
    "piece",
    [
        "on ", "1 ", "1", "12/", "2022-", "last ", "the last ", "a ", "two ", "Monday ", "May ", "May 3 ", "May 3-", "2022 ", "between ",
        "between 2010 ", "from May 3 ", "end of ", "the end of the ", "early ", "'", ",", "7 October ", "1990s ", "more than ",
        "will ", "Monday, ", "first ", " ", "\n", "x", "2022-03-16 ", "10/07/2023 ", "a few ", "ago ", "q", "É",
    ],
)  # fmt: skip
def test_a_hostile_text_takes_no_longer_than_its_length(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    begin = time.process_time()

    mentions(text, WEDNESDAY)

    assert time.process_time() - begin < 2


def test_an_article_takes_about_a_millisecond() -> None:
    sentence = (
        "The council met on Monday and voted, 12 to 3, for the bridge that was promised to the town in May 2019. "
    )
    text = "\n".join([sentence * 5] * 10)
    begin = time.process_time()

    for _ in range(20):
        mentions(text, WEDNESDAY)

    assert (time.process_time() - begin) / 20 < 0.02
    assert len(re.findall("Monday", text)) * 2 == len(mentions(text, WEDNESDAY))


def test_what_is_put_off_is_to_come() -> None:
    check("Completion has slipped by a month, to 27 February.", "27 February", "2026-02-27", "2025-11-04")
    check("The trial was postponed to 3 March.", "3 March", "2026-03-03", "2025-11-04")
    check("The trial opened on 3 March.", "3 March", "2025-03-03", "2025-11-04")
