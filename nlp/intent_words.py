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
        froze frozen stop stops stopped leak leaks leaked leaking lose loses lost losing die dies died dying drop
        drops dropped reject rejects rejected refuse refuses refused deny denied ignore ignored ignores ruin ruined
        ruins waste wasted wastes wasting destroy destroyed damage damaged hurt hurts hurting ache aches stuck jammed
        corrupt corrupted cancel cancelled canceled miss missed missing mess messed screw screwed struggle struggles
        struggling struggled suffer suffers suffering worry worried worries hate hates hated confuse confused confuses
        annoy annoys annoyed bother bothers bothered frustrate frustrated frustrates disappoint disappointed
        overcharge overcharged hacked stolen scammed ripped cheat cheated delay delayed delays decline declined expire
        expired quit quits vanish vanished disappear disappeared disappears tank tanked burn burned burnt rot rots
        rotted rust rusted peel peels peeling cracked cracking flaking sagging dripping ghost ghosted bounced
        overwhelm overwhelmed tear tears torn snap snapped skip skips slip slipping squeaks rattles clicks wobbles
        choke throttled banned blocked hangs hung regret regretted dread dreading moan complain complained complaining
        collapse collapsed stall stalls stalled blew stink stinks smells shrinks shrank tripped clogged backed
        overheats overheating flickers drains swamped stained chipped warped split bent infested abandon abandons
        abandoned abuse abused aggravate aggravated alienate anger angers argue argued arguing backfire backfired balk
        bash begging betray betrayed bleed bleeding bloat bombard bombarded botch botched breach breached bug bugging
        bury buried butcher butchered cave caved clash clashes clashing clog clogs compromised conflict conflicts
        conflicting contaminated cringe cripple crippled crumble crumbles crumbling cry crying curse cursed cut decay
        decaying degrade degraded degrades deleted demand demanded demanding derail derailed deteriorate deteriorated
        deteriorating detest disable disabled disagree disappoints disconnect disconnects discourage discouraged
        dislike disliked dispute disputed disrupt disrupted distract distracted ditched dodge drag dragging dragged
        drain draining drained drip drips drown drowning dwindle dwindled dwindling erase erased evict evicted exhaust
        exhausts expose exposed fade fades faded fall falls falling fell fear fears fight fighting fired flake flaked
        flood flooded flooding flunk flunked forced forces forget forgets forgot freak freaks fuck fucked fucks glitch
        glitches glitching halt halted harass harassed harassing hesitate hide hides hiding hinder hinders hindered
        hosed hound hounded idle infest insult insulted interfere interferes interrupt interrupted invade isolated
        itch itches jam jams killed killing kills lack lacks lacking lag lags lagging lied lies lying limit limits
        limited limiting loathe locks locked manipulate misbehave misbehaves misinterpret mislead misled misplaced
        misread mistreated misunderstand misunderstood neglect neglected nag nags nuke nuked obsess offend offended
        outgrown overcharging overheat overheated overload overloaded overpay overpaid overpaying overreact overwork
        overworked overwrite overwrites overwritten panic panicked panicking pester piss pisses pissed plague plagued
        plummet plummeted pollute preclude prevent prevents prevented preventing punish punished quarrel rage ranting
        refusing rejecting resent resents restrict restricted restricts ripping rob robbed rub ruining sabotage
        sacrifice sag sags scare scares scream screaming seep seeping seeps shatter shattered shout shouting shove
        sink sinking skyrocket skyrocketed slam slammed slipped slow slowed slows smash smashed smashing smell smelled
        snapping soak soaked sour spamming spoil spoiled spoils stab stagnate stagnating stagnated stain stains starve
        starving steal stealing steals stiffed strain strained strand stranded struck stripped stuffed stumble
        stumbled stutter stutters suck sue sued suspend suspended swear sweat swelling swindled taint threaten
        threatened threatening threatens toast torture tortured trap trapped trash trashed trip tripping trouble
        troubled troubling tumble twisted underestimate underestimated undermine undermines undervalue undervalued
        unsubscribe upsets vandalised vandalized vent venting violate violated violates vomit wander warp weaken weep
        whine whining withdraw wither withered withhold withholding worsen worsened worsens wreck wrecked yell yelled
        yelling"""
    ),
    "trouble": _words(
        """problem problems issue issues trouble troubles error errors bug bugs mess nightmare headache headaches pain
        hassle difficulty difficulties mistake mistakes fault faults complaint complaints concern concerns rant scam
        fraud spam outage failure failures damage mold mould leak leaks crap shit bullshit joke disaster loss losses
        debt penalty penalties fine fines lawsuit stress challenge challenges obstacle downside downsides drawback
        drawbacks limitation limitations warning exception bottleneck chaos catch dilemma debacle crack cracks
        puncture rash smell noise hum draught damp waste delay delays queue backlog hike shortage abuse accident
        accidents accusation accusations agony allergy allergies anger anguish annoyance anxiety arrears asbestos
        bankruptcy barrier barriers bedbug bedbugs blocker blockage blunder bother breach breakage breakdown bruise
        bullying burden burdens burnout casualty cheater clash clog clutter complication complications con cons
        confusion congestion corruption cramp cramps creep creeps crisis criticism cruft deadbeat deadlock dealbreaker
        debris deceit decline default defect defects deficiency deficit delusion depression despair desperation
        destruction deterioration disadvantage disadvantages disappointment disappointments disconnect discomfort
        discouragement discrepancies discrepancy disease disgrace dispute disputes disruption dissatisfaction
        distraction distractions distress disturbance divorce downfall downfalls downtime drama drain drudgery dust
        embarrassment emergency eviction exhaustion expense failing fallout fatigue fear fears fee flaw flaws flea
        fleas flood foreclosure fright frustration frustrations fuss garbage glitch glitches gotcha gotchas greed
        grief gripe gripes grudge guilt harassment harm hatred hazard hazards hell hiccup hiccups hindrance horror
        horrors hurdle hurdles illness impediment incompatibility inconsistencies inconsistency inconvenience
        inefficiency infection infestation inflammation injury injuries injustice insomnia insult interference
        interruption interruptions irritation junk kludge lack lag latency layoff layoffs lemon letdown liar liars
        liability lie lies malfunction malware mayhem mildew misery misfortune misinformation mismatch
        misunderstanding neglect nuisance obligation obsolescence oddity offence offense oversight overhead overload
        panic paranoia pest pests peeve peeves pitfall pitfalls plague poison pollution poverty predicament pressure
        procrastination puddle puddles quandary quirk quirks racket recession redundancy regression rejection
        rejections resentment restriction restrictions ridicule ripoff risk risks roach roaches roadblock roadblocks
        rot rubbish rumble rust sadness scams scandal scarcity scratch scratches seepage setback setbacks shame
        shambles shortcoming shortcomings sickness slump snag snags spaghetti spammer spammers spill stain stains
        stench stigma strain strife struggle struggles stupidity suffering symptom symptoms terror theft threat
        threats torture toxin tragedy trap trash trauma trojan turnover uncertainty uncertainties unemployment unrest
        vandalism virus vulnerabilities vulnerability wear weakness weaknesses woe woes worry worries wound wounds
        wrath wreck"""
    ),
    "bad": _words(
        """bad worse worst terrible horrible awful poor broken slow expensive confusing annoying frustrating difficult
        hard tough impossible useless wrong stupid ridiculous ugly dirty noisy loud messy complicated unclear
        unreliable inconsistent overpriced pricey misleading dishonest rude unhelpful late overdue dead painful tired
        sick fed scared terrified afraid nervous anxious lonely depressed desperate lost stumped clueless unsure
        unhappy angry mad upset sad embarrassed ashamed guilty crappy shitty lame lousy sucks suck sucked daunting
        tedious boring weird strange odd suspicious shady sketchy fishy unfair illegal dangerous unsafe damp cold weak
        thin tiny ancient outdated dated stale faulty defective incompatible incomplete insufficient inadequate wonky
        clunky buggy laggy flaky patchy blurry fuzzy tricky hopeless helpless miserable insane absurd pathetic
        disgusting disgusted nuts freaking freaked exhausted exhausting burnt overwhelming overwhelmed stressed
        stressful concerned worrying skeptical sceptical wary hesitant reluctant unacceptable appalling shocking
        dreadful hopelessly missing unusable nagging sore stiff swollen dizzy itchy worthless mediocre vague
        cumbersome bloated cryptic abandoned abnormal abrasive absent abysmal addicted aggravating aggressive
        agonizing aimless alarming allergic aloof ambiguous angrier annoyed arbitrary arrogant asinine atrocious
        awkward backwards baffled baffling banned barren bewildered biased bitter blatant blatantly bland bleak blind
        blocked bogus bored bothersome bothered brittle broke brutal bugged burdensome busy careless catastrophic
        chaotic cheapo cheesy clumsy cluttered coarse confused conflicted contradictory convoluted corrupt
        counterproductive cracked cranky crap crazy creepy crippling crooked crowded crude cruel damaging damned darn
        deceptive deficient deformed degrading dejected delayed demoralised demoralized demotivated dense depressing
        deprived desperately destructive detrimental devastated devastating devoid dim dire dirt disappointed
        disappointing disastrous discouraged discouraging disgruntled disheartened disheartening disillusioned dismal
        disorganised disorganized displeased disrespectful dissatisfied distorted distracting distressed distressing
        disturbed disturbing dodgy doomed doubtful drab drafty draining dreary dry dubious dull dumb dysfunctional
        eerie embarrassing empty endless enraged erratic erroneous evil excessive excruciating expired exploitative
        exposed faint fake false fatal filthy finicky flawed flimsy foggy foolish forced foul fragile frail frantic
        fraudulent frightened frightening frustrated fucking furious fussy futile garish generic gross grim grimy
        grumpy gutted handicapped haphazard harmful harsh hated hateful hazardous hectic hefty hideous hilly hobbled
        horrendous horrid horribly hosed hostile humiliated humiliating hungry hurt idiotic ignorant ill illegible
        illogical imbalanced immature impatient impractical imprecise improper inaccessible inaccurate inappropriate
        incapable incoherent incompetent inconvenient incorrect ineffective inefficient inept inferior inflexible
        inhumane insecure insulting intimidated intimidating intolerable intrusive invalid invasive irate irrational
        irregular irrelevant irresponsible irritated irritating jaded jealous jobless jumbled lackluster lacklustre
        lacking laughable lazy leaky lethargic limiting lopsided louder mean meaningless melted menacing merciless
        messed mindless mindnumbing miserably misaligned moldy monotonous moody mouldy mushy musty nasty needless
        negative neglected nonexistent nonsensical noxious numb obnoxious obscure obsolete offensive offputting
        ominous oppressive outrageous overbearing overcrowded overgrown overloaded overly overrated oversized
        overweight overworked painfully paranoid patronising patronizing perplexed perplexing pesky pessimistic petty
        pissed pitiful plagued pointless poorly powerless precarious predatory prohibitive problematic puzzled
        puzzling questionable ragged rancid raw reckless redundant regrettable repetitive repulsive resentful restless
        restrictive rigid risky rotten rough rubbish rundown rusty ruthless saddened salty scam scarce scattered scary
        scrambled screwed selfish severe shabby shallow shameful shaky sharp shoddy shortsighted sickening silly
        skewed skimpy sleepless sleepy sloppy slower sluggish smelly snarky soaking sorry spammy sparse spiteful
        spoiled spotty squeaky stagnant stalled starved steep stingy stolen stranded stressing strict strained
        stubborn stuffy subpar suffocating suicidal sunk superficial suspect tacky tangled tarnished tasteless
        temperamental tense terrifying thankless threatening thrown tiresome tiring torn tortured toxic tragic trapped
        troubled troublesome troubling twisted unable unacceptably unanswered unavailable unaware unbearable uncertain
        uncomfortable unconvinced uncool uncooperative underpaid underperforming underwhelmed underwhelming
        undesirable uneasy uneducated unemployed unethical uneven unexpected unfinished unforgiving unfortunate
        unfriendly ungrateful unhealthy uninformed uninspired unintuitive uninvited unjust unknown unlivable unlucky
        unmanageable unmaintained unmotivated unnatural unnecessary unneeded unpaid unpleasant unpopular unpredictable
        unprepared unproductive unprofessional unprofitable unqualified unrealistic unreadable unreasonable
        unresponsive unsatisfied unsatisfying unscrupulous unsettling unskilled unsolved unstable unsuccessful
        unsupported unsustainable untidy untrustworthy unusual unwanted unwelcome unwilling unwieldy unworkable
        upsetting vicious victimised victimized vile violent void vulnerable wasteful watery wearing weary weaker
        whiny wicked wimpy withered wobbly worn worried worrisome worsening wrecked wretched"""
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
