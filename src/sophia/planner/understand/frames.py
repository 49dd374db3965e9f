"""Frames: how business questions are put, each with the plain questions that it may amount to, the likeliest first.

A line is `frame => plain; plain`. In a frame <x> stands for any words, <x:1> for one word, (a|b) for one of several
phrases (words_joined), [a|b] for one or none; THE for articles and "our", PERSON for "we" and "people", BE for "is"
  and
"have", DOES for verbs that say nothing ("handle"), REST for what may follow ("by month", "since 2024"). In a plain
question <noun> is what an adjective <adj> measures, and <agg|total> the aggregate said in passing, else "total".
"""

from __future__ import annotations

FRAMES = """
how THE <x> [BE]
  (spread|split|distributed|divided|shared|broken_down|allocated|scattered|differ|differs|vary|varies|break_down|
  breaks_down) [out|up] (over|across|among|amongst|between|by|into|in|around) THE <y> => <x> by <y>
how far (along|advanced|on) THE <x> BE => number of <x> by status
what (stage|state|status|shape) THE <x> BE [in|at] => number of <x> by status
where THE <x> stand => number of <x> by status
how far <p:1> [have|has|had] (got|gotten|come|are|is|progressed|moved) [along] (with|on|in|towards|toward) THE <x>
  REST =>
  average progress of <x> <rest>
what (each|every) <y> (cost|costs) [us|them|people] REST => <agg|total> cost by <y> <rest>; <agg|total> price by <y>
  <rest>
how much [money] (each|every) <y> (EARN|earns|pay|pays|paid|spend|spends|spent|give|gives|gave) [in] REST =>
  <agg|total> amount by <y> <rest>; <agg|total> spending by <y> <rest>; <agg|total> revenue by <y> <rest>
what THE <x> (cost|costs) [us|them|people] REST => <agg|total> cost of <x> <rest>; <agg|total> price of <x> <rest>
what THE <x> (come|comes|came|add|adds|added|amount|amounts|amounted|run|runs) [up] to REST =>
  total <x> <rest>; total cost of <x> <rest>; total amount of <x> <rest>
(what|how_much) [money] PERSON [BE] (pay|paid|pays|give|gave) back REST => total refund <rest>
(what|how_much) [money] PERSON [BE] (pay|pays|paid|spend|spends|spent|lay_out) REST =>
  <agg|total> spending <rest>; <agg|total> cost <rest>
(what|how_much) [money] PERSON [BE] (pay|pays|paid|spend|spends|spent|lay_out) (for|on|to) THE <x> REST =>
  <agg|total> spending on <x> <rest>; <agg|total> cost of <x> <rest>
(what|how_much) [money] PERSON [BE] EARN [in] REST => <agg|total> revenue <rest>
(what|how_much) [money] PERSON [BE] EARN [in] (from|with|on|for|of) THE <x> REST => <agg|total> revenue from <x>
  <rest>
(what|how_much) [money] THE <x> [BE] EARN [in] REST => <agg|total> revenue by <x> <rest>
how much time THE <x> (take|takes|took|need|needs|needed|cost|costs|last|lasts|require|requires) REST =>
  <agg|average> duration of <x> <rest>; <agg|average> <x> duration <rest>
THE <agg:aggregate> time [spent|taken|needed|it_takes|required] (on|for|to|per|by|in) THE <x> REST =>
  <agg|average> duration of <x> <rest>; <agg|average> time of <x> <rest>; <agg|average> <x> time <rest>
THE time [spent|taken|needed|it_takes|required] (on|for|in) THE <x> REST =>
  <agg|total> duration of <x> <rest>; <agg|total> time of <x> <rest>
THE <x> [PERSON] [BE] (paid|charged|spent|earned|collected|received|taken) [in|out|up] REST => <agg|total> <x> <rest>
how much THE <x> (PERSON|there) [BE] [DOES|charged|paid|spent|earned|invoiced|billed|pay|spend|earn]
  [in|out|for|on|to] REST =>
  <agg|total> <x> <rest>
how much THE <x> REST => <agg|total> <x> <rest>
how (satisfied|happy|pleased|content) THE <p> BE (with|by|about) THE <y> =>
  average satisfaction by <y>; average rating by <y>; average satisfaction with <y>
how (long|quickly|fast|soon) THE <x> [BE]
  (take|takes|took|taken|last|lasts|lasted|need|needs|needed|stay|stays|run|runs) REST =>
  average duration of <x> <rest>; average <x> duration <rest>; average <x> <rest>
how (long|quickly|fast|soon) THE <x> [BE] (take|takes|took|need|needs|needed) to <v> REST =>
  average time to <v> <rest>; average time to <v> <x> <rest>
how long THE <x> [BE] (wait|waits|waiting|waited|have_to_wait|must_wait) REST =>
  average waiting time <rest>; average waiting time of <x> <rest>
how long THE <x> [BE] (wait|waits|waiting|waited|have_to_wait|must_wait) (for|to|until) <v> REST =>
  average waiting time <rest>; average waiting time for <v> <rest>
how <adj:1> BE THE <x> REST => average <noun> of <x> <rest>
how <adj:1> THE <x> (BE|get|gets|do|does|did) [to_be] REST => average <noun> of <x> <rest>; number of <x> by <noun>
  <rest>
how often PERSON <v:1> REST => number of <v> <rest>
how often PERSON <v:1> THE <x> REST => number of <v> <x> <rest>
how often THE <x> BE <v:1> REST => number of <x> <v> <rest>; number of <v> <x> <rest>
how often there BE THE <x> REST => number of <x> <rest>
how often THE <x> (happen|happens|occur|occurs|come_up|comes_up|take_place|takes_place|arise|arises) REST => number
  of <x> <rest>
how many THE <x> (each|every|a|an) <y> DOES [in|up|on] REST => number of <x> by <y> <rest>
how many THE <x> (each|every|a|an) <y> <v:1> [in|up|on] REST => number of <v> <x> by <y> <rest>
how many THE <x> there [BE] REST => number of <x> <rest>
how many THE <x> PERSON [BE] DOES [in|on|out|up|for] REST => number of <x> <rest>
how many THE <x> (come|came|comes|coming|are_coming) (in|up) REST => number of <x> <rest>
how many THE <x> (exist|arrive|happen|happened|BE) REST => number of <x> <rest>
how many THE <x> [PERSON] [BE] <v:1> [in|up|on|out|off] REST => number of <x> <v> <rest>; number of <v> <x> <rest>
how many THE <x> REST => number of <x> <rest>
(what|which) (kind|kinds|type|types|sort|sorts) of THE <y> THE <x:1> [come|comes|came|is|are|was|were]
  (from|on|in|with|for|about|to)
  REST => number of <x> by <y> <rest>; number of <x> by type of <y> <rest>
(what|which) (kind|kinds|type|types|sort|sorts) of THE <x> (PERSON|there) [DOES|BE] [in|about|for|on] REST =>
  number of <x> by type <rest>; number of <x> by type of <x> <rest>; number of <x> by category <rest>
(what|which) THE <y> PERSON [BE] DOES THE <x> [about|for|with|from|in|on|through|to] REST => number of <x> by <y>
  <rest>
(what|which) THE <y> PERSON [BE] <v:1> [about|for|with|from|in|on|through|to|most] REST => number of <v> by <y> <rest>
(what|which) THE <y> THE <x:1> (come|comes|came|arrive|is|are|was|were|go|goes|get|gets)
  [in|made|sold|sent|booked|placed]
  (from|through|via|on|in|by|to|with|for|at) REST => number of <x> by <y> <rest>
(what|which) [of] THE <y> [BE|get|gets] [the] [most]
  (popular|common|used|busy|busiest|frequent|frequently|often|in_demand|in_use|
  chosen|favourite|favorite) [most] [BE|used] REST => count by <y> <rest>
how (popular|common|busy|frequent|widespread) [each|every] THE <y> BE REST => count by <y> <rest>
(where|what_place|what_places) [in_the_world|in_the_country|on_earth|on_the_map] THE <x> [BE]
  (come|comes|came|coming|live|lives|lived|
  based|located|sit|sits|found|situated|work|works|happen|happens|occur|go|goes|going|sold|sent|made|arise|stay|reside|BE)
  [from|to|in|out] REST => number of <x> by place <rest>
how THE <x> (reach|reaches|get_to|gets_to|come_to|comes_to|find|finds) [us] REST =>
  number of <x> by channel <rest>; number of <x> by source <rest>; number of <x> by medium <rest>
why THE <x> REST => number of <x> by reason <rest>; <x> by reason <rest>; number of <x> by cause <rest>
why THE <x> (happen|happens|occur|occurs) REST => number of <x> by reason <rest>; <x> by reason <rest>
why THE <x> BE <v:1> REST => number of <v> <x> by reason <rest>; number of <x> <v> by reason <rest>
who <v:1> [up|in] [the] most money REST => top 10 person by revenue <rest>
who <v:1> [up|in] [the] most THE <x> REST => top 10 person by <x> <rest>; top 10 person by number of <x> <rest>
when THE <x> [BE] (come|comes|came|happen|happens|arrive|occur|made|placed|opened|start|due) [in] => number of <x>
  by month
THE (split|mix|breakdown|makeup|make-up|composition|distribution|spread) of THE <x>
  (by|over|across|into|among|between) THE <y> =>
  share of <x> by <y>
THE <n:count> (best|top|most) (selling|sold|ordered|popular|bought) THE <x> => top <n> <x> by total revenue; top <n>
  <x> by number
THE <n:count> (best|top|most) (selling|sold|ordered|popular|bought) THE <x> (by|in_terms_of) <m> => top <n> <x> by <m>
THE <n:count> (best-selling|top-selling) THE <x> => top <n> <x> by total revenue; top <n> <x> by number
THE (top|bottom) <n:count> <x:1> <m:1> => top <n> <x> by <m>; top <n> <x> by number of <m>
THE <n:count> THE <x> (that|who|which) (bring|brings|brought|earn|earns|make|makes) [us] [in] [the] most money =>
  top <n> <x> by revenue
THE <n:count> THE <x> [PERSON|that|who|which|with] [PERSON] DOES [in|up|with|on|to|from|for] [the] most [of] THE <m>
  =>
  top <n> <x> by <m>; top <n> <x> by number of <m>
THE <n:count> THE <x> [that|who|which|with] [the] most THE <m> => top <n> <x> by <m>; top <n> <x> by number of <m>
THE <n:count> THE <x> [that|who|which] PERSON <v:1> [with|on|to|from|for] [the] most =>
  top <n> <x> by total <v>; top <n> <x> by number of <v>; top <n> <x> by <v>
THE <n:count> THE <x> (that|who|which) <v:1> [with|on|to|from|for] [the] most =>
  top <n> <x> by total <v>; top <n> <x> by number of <v>; top <n> <x> by <v>
THE <n:count> THE <x> (that|who|which) (bring|brings|brought|earn|earns|spend|spends) [in] [the] most [THE] <m> =>
  top <n> <x> by <m>
THE <agg:aggregate> (size|value|worth) of THE <x> REST =>
  <agg|total> amount of <x> <rest>; <agg|total> size of <x> <rest>
THE <agg:aggregate> <m> PERSON [BE] (pay|pays|paid|spend|spends|spent|DOES) [in|on|for] REST => <agg|total> <m> <rest>
THE <agg:aggregate> <m> (each|every|a|an) <y> <w:1> [in|on|for] => <agg|total> <m> by <y>
THE <agg:aggregate> <m> (each|every|a|an) <y> <w:1> to <v> =>
  <agg|total> <m> to <v> by <y>; <agg|total> <m> of <v> by <y>; <agg|total> <m> by <y>
how THE <x> [BE]
  (develop|develops|evolve|evolves|change|changes|go|goes|move|moves|grow|grows|grew|trend|trends|progress|progresses|
  developed|developing|changed|changing|growing|going|moving) REST =>
  <x> over time <rest>; total <x> over time <rest>; number of <x> over time <rest>
THE <x> [that] PERSON [BE] DOES [in|on|for|to] REST => <x> <rest>
THE <x> [BE] <v:ed> REST => <agg|> <x> <v> <rest>; <agg|> <x> <rest>; <agg|> <x> by <v> <rest>
where THE <x> => <x> by place
<x> => <agg|> <x>
"""
CLASSES = {
    "PERSON": "we|you|they|i|people|everyone|everybody|(?:(?:our|the) )?(?:customers|clients|users|staff|folks)",
    "BE": "is|are|was|were|has|have|had|been|be|being",
    "EARN": "(?:earn|make|take|bring|collect|bill|sell|invoice|cash)(?:s|ed|ing)?|made|took|brought|sold",
    "DOES": (
        "gets?|got|has|have|had|handles?|handled|deals? with|dealt with|sees?|saw|seen|takes?|took|taken|"
        "receives?|received|"
        "serves?|served|process(?:es|ed)?|manages?|managed|runs?|ran|owns?|owned|keeps?|kept|holds?|held|does|do|did|done|"
        "makes?|made|places?|placed|raises?|raised|submits?|submitted|files?|filed|logs?|logged|sends?|sent|books?|booked|"
        "uses?|used|employs?|employed|counts?|counted|works? (?:with|on)|brings?|brought"
    ),
    "THE": "all|the|our|their|your|my|a|an|of",
    "REST": r"(?:by|per|over|since|between|during|in|last|this)\b.*",
}
SLOTS = {
    "": r".+?",
    "1": r"[\w-]+",
    "ed": r"\w+ed",
    "aggregate": "average|typical|usual|mean|total",
    "count": r"\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty",
}
FRAMING = frozenset(
    """
  spread split distributed divided shared broken breaks allocated scattered differ differs vary varies far along
  advanced
  stage state stand stands progressed moved cost costs add adds added amount amounts amounted pay pays paid back
  spend
    spends spent charged billed lay earn earns earned earning make take bring collect collected bill sell sold invoice
  invoiced cash takes taken takes took lasts last lasted need needs needed stay stays wait waits waited waiting
  often
  happen happens happened occur occurs arise arises exist exists popular common used busy busiest frequent
  frequently
    demand chosen favourite favorite widespread coming located found situated work works reside portion part share
  proportion percentage fraction percent large big mix breakdown makeup composition distribution selling ordered
  bought
  most average typical usual mean size worth value develop develops developed developing evolve evolves change
  changes
  changed changing moves move grow grows grew growing trend trends progress look looks doing moving one next every
  given
  passing depending according function respect each kind kinds type types sort sorts three twelve months month
  quarter
  year week day days weeks quarters years 3 12 satisfied happy pleased content place places why customers clients
  users
  staff folks arrive reach reaches find finds give gives gave after through across received require requires
  required best top worst least fewest biggest
  largest
    highest lowest main leading overall total all
    """.split()
)
LIGHT = frozenset(
    """
  we us our you they them people everyone everybody anyone somebody someone get gets got getting have has had go
  goes
  going went come comes came coming bring brings brought handle handles handled deal see sees raise raises raised
  make
    makes made take takes took taken run runs ran do does did live lives based located sit sits world earth
    globe spent were was been are is need needs needed keep keeps kept put puts receive received
    there here happen happens each every
    """.split()
)
