"""Lexicon: wider words of everyday business English, read only where the narrower ones of the thesaurus find nothing.

Lines hold words and phrases (written_so) that people say for one another: of NUMBERS for quantities, of THINGS for
tables and what splits them, of STATES for how far things are, of EVENTS for dates, of VALUES for states.
A line of GENERAL has a general word and, after the colon, those that it may stand for; ADJECTIVES say what
"how heavy" asks for. A line that begins with spaces goes on with the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from sophia.planner.understand.thesaurus import GROUPS
from sophia.planner.understand.words import stem

NUMBERS = """
revenue sales turnover takings income proceeds earnings money_in money_earned money_made money_taken money_coming_in
cost expense spend spending expenditure outlay outgoings money_out money_spent money_paid money_going_out
price cost fee charge rate tariff fare
amount value worth sum size
amount volume
charge billing billed charged bill
cost price bill
payout paid_out money_paid_out payment money_paid payoff
discount reduction markdown money_off price_cut
profit margin gain surplus money_left earnings
budget allowance money_planned planned_spending planned_money money_set_aside allocation planned_cost funds
salary wage pay compensation earnings income remuneration paycheck
bonus premium extra_pay
tax vat duty levy
tip gratuity
refund reimbursement money_back paid_back pay_back repaid money_returned compensation
deposit down_payment prepayment
donation gift contribution pledge
fine penalty
debt liability owed amount_owed balance_due
balance money_left remaining_amount
quantity qty units pieces volume units_sold number_sold items_sold
stock inventory on_hand stock_level in_stock on_the_shelf
capacity room space size
headcount staff workforce number_of_staff number_of_people number_of_employees team_size staffing personnel people
waiting wait delay queue waiting_time time_waited
seniority experience tenure length_of_service years_of_service time_with_us
rating score grade mark stars result
satisfaction csat happiness nps satisfaction_score feedback_score customer_satisfaction
engagement interactions
impression view display times_shown times_seen exposure
click tap visit click_through
conversion success signup
usage use usage_count uses
progress completion advancement achievement percent_complete headway
points story_points effort story_size estimate size
duration length time minutes hours time_spent time_taken length_of_time
minutes duration time length time_spent
hours duration time effort time_spent
days duration time length days_taken
lead_time turnaround cycle_time turnaround_time
response reply answer reaction
resolution fix solution
delay lateness lag wait days_late
weight mass load heaviness
weight tonnes tons kilos kilograms kg pounds
distance mileage length kilometres kilometers miles
freight shipping transport carriage postage delivery haulage
production output
scrap waste reject
consumption usage use
temperature heat warmth
premium fee contribution
churn cancellation lost_customers
age years_old
"""

THINGS = """
customer client account buyer shopper purchaser patron customer_account
user member subscriber account user_account registered_user
company firm organisation organization business enterprise employer
employee staff worker personnel colleague workmate staff_member team_member people
agent rep support_staff support_people support_agent support_person handler advisor adviser operator
salesperson rep seller sales_rep salesman account_manager sales_people sales_person
engineer developer programmer
manager boss supervisor lead head line_manager
supplier vendor provider seller
requester reporter caller asker customer client
recipient receiver addressee
sender shipper
patient client case
doctor physician clinician practitioner specialist medic consultant
nurse carer caregiver
insurer insurance insurance_company health_plan payer health_fund
treatment therapy procedure care
diagnosis illness disease condition complaint medical_problem
appointment consultation booking visit slot session
no_show missed_appointment missed_visit
clinic practice surgery site location hospital
hospital clinic infirmary
ward unit department
prescription medication medicine drug script
candidate applicant job_seeker contender
application job_application
interview meeting conversation
vacancy opening position job open_job open_position open_role
hire recruit new_starter newcomer new_hire
leaver departure exit resignation
absence leave time_off day_off days_off sick_leave sickness holiday vacation
job occupation position role job_title title function profession
grade level band rank pay_grade seniority
department division unit business_unit section function branch team
team squad crew group
office site location workplace
contract agreement deal employment_type
training course class workshop lesson learning
review appraisal assessment evaluation feedback
campaign appeal fundraiser drive
campaign promotion marketing_campaign ad_campaign marketing_push advertising_campaign initiative
advert ad advertisement banner creative
channel medium source origin route sales_route sales_channel
lead prospect enquiry inquiry contact potential_customer
audience target_group target_audience
signup registration enrolment enrollment
email newsletter mailing message mail
visit attendance check_in checkin entry
visit session page_view app_visit app_session login
use usage event
page screen view
deal opportunity prospect
stage phase step status
status state stage phase condition situation
outcome result end_result ending
approval sign_off approval_status approval_state clearance
objective goal target aim okr
ticket case request inquiry enquiry issue complaint
topic subject theme matter category issue
issue problem bug defect fault error
incident outage disruption problem mishap things_go_wrong go_wrong went_wrong going_wrong accident breakdown
failure breakdown fault malfunction
reason cause explanation motive ground
severity seriousness gravity impact criticality
priority urgency severity importance
backlog open_work outstanding_work
task work_item work job todo to_do issue
assignee owner responsible person_in_charge
deployment release rollout deploy go_live
release version rollout
project programme initiative undertaking
milestone deadline
order purchase transaction
product item article good merchandise sku goods
category type kind class sort family genre range product_line
family range product_line line product_group product_family type group
brand make manufacturer label maker
invoice bill receipt
payment settlement transfer
expense claim
refund return reimbursement
shipment delivery consignment parcel freight package cargo load transport
carrier courier haulier shipper transport_firm transport_company shipping_company delivery_company logistics_company
  forwarder haulage_firm
service service_level delivery_speed shipping_method delivery_method delivery_option shipping_option
warehouse depot hub distribution_centre distribution_center location
vehicle truck lorry van car
driver chauffeur
technician mechanic fitter engineer repairman
device hardware gadget machine equipment
platform operating_system os system
browser web_browser
version release edition
feature function capability functionality tool
plan package subscription tier pricing_plan price_plan membership
tier level class band grade segment
segment group tier type customer_group market
region area territory zone district part part_of_the_world part_of_the_country sales_area
country nation land
city town municipality
address location
store shop outlet branch location
property building home house premises
room chamber
guest visitor traveller traveler lodger
hotel lodging accommodation inn guesthouse
booking reservation
flight trip journey ride
passenger traveller traveler
student pupil learner child kid youngster schoolchild
donor supporter giver backer contributor benefactor
donation gift contribution pledge
grower farmer producer
athlete player member competitor sportsman
volunteer helper
attendee participant delegate
member user subscriber customer client
teacher instructor lecturer tutor
course class module subject
school college university
exam test assessment
book title
loan borrowing checkout lending
reader borrower
machine equipment asset device
shift roster
inspection check audit
sensor meter gauge
policy contract cover
claim case loss
subscription membership plan
renewal extension
gender sex
specialty speciality specialism field discipline expertise
language tongue
website site web_page
article post story
author writer
comment remark reply
question query
call phone_call conversation
message chat
"""

EVENTS = """
register sign_up signed_up join joined enrol enroll subscribe subscribed create_an_account onboard
hire recruit join start started_work come_aboard take_on taken_on onboard begin
leave left quit resign depart exit terminate go_away leaving leaver
churn cancel cancelled quit unsubscribe leave left stop drop_out
start begin launch kick_off open go_live
end finish stop close expire run_out
create open raise submit log report file start enter come_in came_in arrive
report raise log file come_in came_in happen occur
close resolve solve fix finish complete settle done
finish complete deliver close done end wrap_up
order place buy purchase come_in came_in
ship send dispatch despatch leave go_out went_out
deliver arrive receive hand_over reach
arrive come came turn_up show_up check_in
pay settle clear
invoice bill issue charge
due owe
deploy release ship go_live went_live roll_out publish
publish release post
approve sign_off authorise authorize accept
return send_back bring_back
book reserve schedule make
visit see come attend arrive
admit come_in arrive enter
discharge release leave go_home
pay donate give
born birth
update change modify edit
use open
"""

RECEIVED = """
revenue sales turnover takings income proceeds earnings money_in money_earned money_made money_taken
"""
SPENT = """
spending spend expense expenditure outlay cost pay paid paid_out money_out money_spent money_paid
"""

GENERAL = """
job: repair task ticket order project work_item service assignment
work: repair task ticket order project work_item
money: amount revenue price fee
satisfaction: rating score csat nps stars
rating: score csat nps satisfaction grade stars
people: customer client member user subscriber employee staff worker agent patient student pupil guest visitor
  passenger donor volunteer contact lead candidate applicant requester resident athlete grower tenant buyer attendee
  participant
  learner driver nurse doctor physician teacher player reader borrower person
person: agent employee rep salesperson doctor physician nurse teacher driver owner manager assignee author recruiter
  technician consultant engineer customer client member user
staff: agent employee nurse doctor physician engineer technician teacher worker
worker: employee agent engineer technician driver
employee: agent rep engineer technician teacher nurse
customer: requester member user account guest subscriber patient organisation company
client: requester member user account guest subscriber organisation company
place: country land nation nationality continent region territory city town site location branch store shop depot
  warehouse office clinic hospital school plant factory airport station area district county state zone ward
location: country region territory city town site branch store shop depot warehouse office clinic hospital school
  plant factory airport station area district
site: location branch store shop depot warehouse office clinic plant factory city
branch: store shop office location site clinic depot
part: region territory area zone district province state
area: region territory zone district department field
world: country nation nationality region continent
group: team squad department segment category family tier class cohort section division audience
level: tier grade rank band priority severity class seniority stage plan
rung: tier grade rank band level
status: state stage phase outcome approval result
progress: status state stage phase
outcome: status state result
kind: type category class family genre segment species model style format channel medium
type: kind category class family genre segment species model style format
category: kind type class family genre segment topic
firm: carrier supplier vendor customer client account company organisation manufacturer brand insurer bank sponsor
  agency
company: carrier supplier vendor customer client account organisation manufacturer brand insurer bank sponsor agency
partner: carrier supplier vendor agency reseller
thing: product item good article asset
item: product good article sku
document: invoice bill order contract
purchase: order invoice bill
cause: reason
way: method channel mode medium
method: channel mode medium
period: quarter month year week
hardware: device machine equipment platform
specialty: department speciality field
specialism: specialty speciality department field
expertise: specialty speciality skill
"""

STATES = """
status state stage phase step condition situation progress
outcome result status end_result ending progress
approval sign_off approval_status approval_state clearance status
"""

VALUES = """
delivered arrived received reached_its_destination handed_over
shipped sent dispatched on_its_way
in_transit on_the_way underway travelling on_the_road
solved resolved closed done finished completed fixed sorted dealt_with settled
closed solved resolved done finished completed
done finished completed complete
open unresolved unsolved outstanding not_done still_open pending
pending waiting outstanding
approved signed_off accepted authorised authorized cleared agreed
rejected declined refused turned_down
disputed contested
draft not_sent
paid settled
unpaid outstanding owing
success successful succeeded go_well goes_well went_well
failed failure go_wrong goes_wrong went_wrong unsuccessful broke
cancelled canceled called_off dropped
returned sent_back
active current live running
inactive dormant
attended showed_up turned_up took_place
no_show missed absent did_not_come did_not_turn_up
bug defect fault error
feature improvement enhancement
incident outage
won successful
lost unsuccessful
hired recruited taken_on
new fresh
"""

ADJECTIVES = {
    "heavy": "weight", "long": "duration", "old": "age", "satisfied": "satisfaction", "happy": "satisfaction",
    "content": "satisfaction", "pleased": "satisfaction", "expensive": "price", "costly": "cost", "dear": "price",
    "cheap": "price", "big": "size", "large": "size", "far": "distance", "late": "delay", "delayed": "delay",
    "fast": "speed", "quick": "duration", "quickly": "duration", "slow": "duration", "tall": "height",
    "high": "height", "deep": "depth", "wide": "width", "hot": "temperature", "warm": "temperature",
    "cold": "temperature",
    "serious": "severity", "severe": "severity", "bad": "severity", "critical": "severity", "urgent": "priority",
    "pressing": "priority", "important": "priority", "experienced": "experience", "senior": "seniority",
    "profitable": "profit", "full": "capacity", "productive": "productivity", "risky": "risk", "well": "rating",
    "good": "rating", "successful": "outcome", "strong": "performance", "engaged": "engagement", "loyal": "loyalty",
    "complete": "progress", "advanced": "progress", "bright": "brightness", "loud": "noise", "clean": "cleanliness",
}  # fmt: skip

Stems = tuple[str, ...]
Sort = Literal["number", "thing", "event", "value", "state"]


def _lines(text: str) -> list[str]:
    """Return the lines of a list; one that begins with spaces goes on with the one before."""
    return [line for line in re.sub(r"\n +", " ", text).split("\n") if line]


@cache
def _phrase(text: str) -> Stems:
    return tuple(stem(word) for word in text.split("_"))


@cache
def said_for(stems: Stems, sort: Sort) -> tuple[Stems, ...]:
    """Return the phrases that people say for the phrase `stems`, a name of that sort, nearest first."""
    found = [other for group in _groups_of(sort) if stems in group for other in group]
    if sort in {"number", "thing"}:
        found += [general for general, particular in _general() if stems in particular]
    return tuple(dict.fromkeys(other for other in found if other != stems))


def turned_widely(stems: Stems, sort: Sort) -> Iterator[tuple[Stems, Stems]]:
    """Yield (a phrase with a part of it said otherwise, what is said instead)."""
    for size in range(len(stems), 0, -1):
        for start in range(len(stems) - size + 1):
            for other in said_for(stems[start : start + size], sort):
                yield (*stems[:start], *other, *stems[start + size :]), other


@cache
def received() -> tuple[Stems, ...]:
    """Return what people call money that comes in."""
    return tuple(dict.fromkeys(_phrase(word) for word in RECEIVED.split()))


@cache
def spent() -> tuple[Stems, ...]:
    """Return what people call money that goes out."""
    return tuple(dict.fromkeys(_phrase(word) for word in SPENT.split()))


@cache
def _groups_of(sort: Sort) -> tuple[tuple[Stems, ...], ...]:
    text = {"number": NUMBERS, "thing": GROUPS + THINGS, "event": EVENTS, "value": VALUES, "state": STATES}[sort]
    return tuple(tuple(dict.fromkeys(_phrase(word) for word in line.split())) for line in _lines(text))


@cache
def _general() -> tuple[tuple[Stems, frozenset[Stems]], ...]:
    pairs = (line.split(":") for line in _lines(GENERAL))
    return tuple((_phrase(word), frozenset(_phrase(each) for each in others.split())) for word, others in pairs)
