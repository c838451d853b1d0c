"""Classes of words that tell what somebody is after, from asking and wanting to failing and complaining."""

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CLASSES: Mapping[str, frozenset[str]] = {
    "I": _words("i i'm im i've ive i'd i'll me my mine myself"),
    "we": _words("we we're we've we'd we'll us our ours ourselves"),
    "you": _words("you your you're you've you'd you'll yours yourself y'all ya u ur"),
    "they": _words("he he's she she's him his her they they're they've they'd they'll them their"),
    "anyone": _words("anyone anybody anyone's someone somebody somone everyone everybody folks guys people"),
    "a question word": _words("what what's whats which who who's whos where where's when why how how's whose wat"),
    "an auxiliary": _words(
        "is are was were do does did can could should would has have had will am may might shall isn't aren't wasn't "
        "doesn't don't didn't can't couldn't shouldn't wouldn't hasn't haven't won't"
    ),
    "a negated verb": _words(
        "can't cannot cant couldn't won't wont doesn't doesnt don't dont didn't didnt isn't isnt aren't arent wasn't "
        "weren't hasn't haven't hadn't wouldn't wouldnt unable"
    ),
    "a negation": _words("not no never nothing nobody none neither nor without hardly barely nowhere zero"),
    "again": _words("still again keep keeps kept constantly always every yet already forever repeatedly"),
    "failing": _words(
        """fail fails failed failing break breaks broke broken breaking crash crashes crashed crashing freeze freezes
        froze frozen stop stops stopped leak leaks leaked leaking lose loses lost losing die dies died dying drop drops
        dropped reject rejects rejected refuse refuses refused deny denied ignore ignored ignores ruin ruined ruins
        waste wasted wastes wasting destroy destroyed damage damaged hurt hurts hurting ache aches stuck jammed corrupt
        corrupted cancel cancelled canceled miss missed missing mess messed screw screwed struggle struggles struggling
        struggled suffer suffers suffering worry worried worries hate hates hated confuse confused confuses annoy annoys
        annoyed bother bothers bothered frustrate frustrated frustrates disappoint disappointed overcharge overcharged
        hacked stolen scammed ripped cheat cheated delay delayed delays decline declined expire expired quit quits
        vanish vanished disappear disappeared disappears tank tanked burn burned burnt rot rots rotted rust rusted peel
        peels peeling cracked cracking flaking sagging dripping ghost ghosted bounced overwhelm overwhelmed tear tears
        torn snap snapped skip skips slip slipping squeaks rattles clicks wobbles choke throttled banned blocked hangs
        hung regret regretted dread dreading moan complain complained complaining collapse collapsed stall stalls
        stalled blew stink stinks smells shrinks shrank tripped clogged backed overheats overheating flickers drains
        swamped stained chipped warped split bent infested"""
    ),
    "trouble": _words(
        """problem problems issue issues trouble troubles error errors bug bugs mess nightmare headache headaches pain
        hassle difficulty difficulties mistake mistakes fault faults complaint complaints concern concerns rant scam
        fraud spam outage failure failures damage mold mould leak leaks crap shit bullshit joke disaster loss losses
        debt penalty penalties fine fines lawsuit stress challenge challenges obstacle downside downsides drawback
        drawbacks limitation limitations warning exception bottleneck chaos catch dilemma debacle crack cracks puncture
        rash smell noise hum draught damp waste delay delays queue backlog hike shortage"""
    ),
    "bad": _words(
        """bad worse worst terrible horrible awful poor broken slow expensive confusing annoying frustrating difficult
        hard tough impossible useless wrong stupid ridiculous ugly dirty noisy loud messy complicated unclear unreliable
        inconsistent overpriced pricey misleading dishonest rude unhelpful late overdue dead painful tired sick fed
        scared terrified afraid nervous anxious lonely depressed desperate lost stumped clueless unsure unhappy angry
        mad upset sad embarrassed ashamed guilty crappy shitty lame lousy sucks suck sucked daunting tedious boring
        weird strange odd suspicious shady sketchy fishy unfair illegal dangerous unsafe damp cold weak thin tiny
        ancient outdated dated stale faulty defective incompatible incomplete insufficient inadequate wonky clunky buggy
        laggy flaky patchy blurry fuzzy tricky hopeless helpless miserable insane absurd pathetic disgusting disgusted
        nuts freaking freaked exhausted exhausting burnt overwhelming overwhelmed stressed stressful concerned worrying
        skeptical sceptical wary hesitant reluctant unacceptable appalling shocking dreadful hopelessly missing unusable
        nagging sore stiff swollen dizzy itchy worthless mediocre vague cumbersome bloated cryptic"""
    ),
    "good": _words(
        """good great best better nice awesome amazing excellent perfect love loved loving like happy glad proud
        beautiful fantastic wonderful brilliant cool fun fine thrilled excited favorite favourite easy fast reliable
        decent solid affordable reasonable trustworthy reputable cheap quality free success successful thanks thank
        thankful lovely enjoy enjoyed super pleased delighted worth"""
    ),
    "buying": _words(
        """buy buying purchase purchasing bought order ordering hire hiring rent renting lease leasing upgrade upgrading
        subscribe quote quotes quoted price prices pricing budget afford cost costs deal sale spend finance financing"""
    ),
    "wanting": _words("looking seeking searching need needing want wanting hoping after find hunting wish"),
    "recommending": _words(
        """recommend recommends recommended recommending recommendation recommendations reccomend recomend suggest
        suggests suggestion suggestions recs"""
    ),
    "advice": _words(
        "advice tips tip ideas idea thoughts opinion opinions experience experiences input feedback help pointers "
        "insight guidance"
    ),
    "options": _words(
        "vs versus or than instead alternative alternatives option options difference differences compare compared "
        "comparison either between rather pros cons"
    ),
    "doubt": _words(
        "wonder wondering wondered curious know understand figure think thinking guess unsure decide deciding "
        "considering debating"
    ),
    "degree": _words("too so very really much enough only even just way extremely completely totally far super"),
    "a turn": _words("but however although though except unfortunately sadly despite yet"),
    "time": _words(
        "hours days weeks months years week day month year hour minutes ago since yesterday today tonight morning night"
    ),
    "money": _words(
        "money dollars pounds quid bucks grand fee fees bill bills charge charged charges paid pay paying deposit refund "
        "premium rent tax taxes"
    ),
}
# What counts towards a complaint, whoever says it
ILL = ("failing", "trouble", "bad")
