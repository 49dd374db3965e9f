"""Thesaurus: words of business and everyday life that people use for one another, whatever the columns are called."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sophia.planner.understand.words import stem

NEAR = 0.75
GROUPS = """
revenue sales turnover takings income proceeds
cost expense spend spending expenditure outlay
price cost fee charge rate tariff
amount value worth
profit margin gain
budget allowance
salary wage pay compensation
bonus premium
discount rebate reduction
tax vat duty
quantity qty units pieces volume
customer client account buyer shopper purchaser
company firm organisation organization business
user member subscriber
person individual
employee staff worker personnel colleague
manager boss supervisor lead head
supplier vendor provider
product item article good merchandise sku
order purchase transaction
invoice bill
payment settlement
contract agreement
deal opportunity
lead prospect
ticket case request inquiry enquiry
issue problem bug defect fault
incident outage disruption
agent rep representative handler advisor adviser
assignee owner responsible
team squad crew
department division unit
region area territory zone district
country nation
city town municipality
state province
location place site
store shop outlet branch
warehouse depot hub
shipment delivery consignment parcel freight
carrier courier haulier shipper
vehicle truck lorry van
route lane
stop station
begin start kickoff
end finish completion
created opened raised started submitted
closed resolved solved finished completed done
due deadline
duration length
status state stage phase condition
priority urgency severity importance
category type kind class sort
segment group tier
rating score grade mark
satisfaction csat happiness
channel medium source origin
campaign promotion
advert ad
visit session
click tap
signup registration enrolment enrollment
plan package subscription
feature function capability
device platform
hire recruit join
leave quit exit departure termination
gender sex
job occupation position role
title name
doctor physician clinician practitioner
appointment consultation booking
clinic practice surgery
diagnosis illness disease
nurse carer
author writer
loan borrowing checkout
reader borrower
weight mass
distance mileage
delay lateness lag wait
late overdue delayed
cancelled canceled dropped
refund return reimbursement
stock inventory
document paper file
comment reply response answer
question query
goal objective target
release deployment rollout version
effort work workload
absence leave
shift roster
course class training
student pupil learner
teacher instructor lecturer
school college
flight trip journey ride
hotel lodging
guest visitor
room chamber
event occasion
concert show performance
song track
album record
film movie
phone telephone
average mean avg
maximum maximal highest max
minimum minimal lowest min
number no num nr
born birth
family last
given first
"""


@cache
def synonyms_of(word: str) -> tuple[str, ...]:
    """Return the stems that people say for the stem `word`, itself left out."""
    found = (other for group in _groups() if word in group for other in group if other != word)
    return tuple(dict.fromkeys(found))


def turned(stems: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (a phrase with one of its words replaced by a synonym, that synonym)."""
    for place, part in enumerate(stems):
        for other in synonyms_of(part):
            yield (*stems[:place], other, *stems[place + 1 :]), other


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(dict.fromkeys(stem(word) for word in line.split())) for line in GROUPS.split("\n") if line)
