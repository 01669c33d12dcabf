-- Checking ourselves: the plan of a month's sample, what was drawn from what, and the second look at each review. Rows are only added.

-- The plan, stored before anything is drawn. The tool makes the seed with it; until the draw nobody is shown more than its hash.
create table decisions.self_audit_plan (
    cycle_id varchar primary key,
    month date not null,  -- its first day
    councils varchar[] not null,
    auditors varchar[] not null,  -- the usernames of those who look a second time
    size_by varchar not null,  -- policy (a floor and a share of each officer's reviews), or confidence
    floor_per_officer integer not null,
    percent decimal(18, 2),
    risk_percent decimal(18, 2),  -- by policy: the part of each officer's items that is picked for risk
    confidence decimal(18, 4),
    tolerable_rate decimal(18, 4),
    expected_errors integer,
    distribution varchar,
    risk_per_officer integer,  -- by confidence: items picked for risk on top of the sample
    stages integer not null,
    accept_first integer,  -- of two stages: up to so many errors in the first ask for the second
    accept_second integer,
    strata varchar[] not null,  -- of officer, council, account_type, monitoring_tier
    second_percent decimal(18, 2) not null,  -- the part of the items that a second auditor does as well
    pass_percent decimal(18, 2) not null,
    coach_percent decimal(18, 2) not null,
    money_wrong_over decimal(18, 2) not null,  -- more pounds wrong than this are a critical failure
    answer_days integer not null,
    action_days integer not null,
    seed varchar not null,
    seed_sha256 varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.self_audit_plan_withdrawn (
    cycle_id varchar primary key,
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- The points and critical failures as they held for the plan's month.
create table decisions.self_audit_point (
    cycle_id varchar not null,
    kind varchar not null,  -- point, or critical
    point varchar not null,
    place integer not null,
    words varchar not null,
    meaning varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (cycle_id, kind, point)
);

-- Who may not look at whose work, and what nobody looks at. Empty auditor: nobody. One of agreement and officer is named.
create table decisions.self_audit_conflict (
    conflict_id varchar primary key,
    cycle_id varchar not null,
    auditor varchar,
    agreement_id varchar,
    officer varchar,
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- The month's completed reviews, frozen when the month is over and the seed is published.
create table decisions.self_audit_population (
    cycle_id varchar not null,
    review_id varchar not null,
    council varchar not null,
    officer varchar not null,  -- the officer's code of the person who completed it
    completed_by varchar not null,
    agreement_id varchar not null,
    account_id varchar not null,
    period_from date not null,
    period_to date not null,
    completed_at timestamp not null,
    stratum varchar not null,
    pounds decimal(18, 2) not null,  -- the money that went out in the period
    minutes integer not null,
    findings_raised integer not null,
    findings_upheld integer not null,
    risk_order integer not null,  -- within the officer
    risk_because varchar not null,
    excluded_because varchar,
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (cycle_id, review_id)
);

-- Each draw from that population: the first, and what goes on from it.
create table decisions.self_audit_draw (
    cycle_id varchar not null,
    draw_number integer not null,
    kind varchar not null,  -- first, second_stage, more
    seed varchar not null,
    population integer not null,
    excluded integer not null,
    population_sha256 varchar not null,  -- of the population's CSV as anybody downloads it
    reason varchar,
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (cycle_id, draw_number)
);

-- How many of each stratum (random) and of each officer (risk) a draw reaches, those of earlier draws counted.
create table decisions.self_audit_size (
    cycle_id varchar not null,
    draw_number integer not null,
    selected_as varchar not null,  -- random or risk
    part varchar not null,  -- the stratum, or the officer
    population integer not null,
    items integer not null,
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (cycle_id, draw_number, selected_as, part)
);

-- A drawn review is one item. One that was picked for risk may later be reached by the random order as well: then it has both rows.
create table decisions.self_audit_selection (
    cycle_id varchar not null,
    item_id varchar not null,
    review_id varchar not null,
    selected_as varchar not null,
    draw_number integer not null,
    stratum varchar not null,
    place integer not null,  -- in the order of its stratum, or of its officer's risks
    draw_key varchar not null,  -- SHA-256 of seed and review
    because varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (cycle_id, review_id, selected_as)
);

-- Who looks at an item; the newest of an item and seat holds.
create table decisions.self_audit_assignment (
    assignment_id varchar primary key,
    item_id varchar not null,
    seat integer not null,  -- 1 looks, answers for the score and closes; 2 looks as well, so that auditors can be compared
    auditor varchar not null,
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- The second look begins: from here on the auditor works blind.
create table decisions.self_audit_opened (
    item_id varchar not null,
    auditor varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (item_id, auditor)
);

-- What the auditor says without having seen the first: of an exception its verdict, of a line what it was for. The newest holds.
create table decisions.self_audit_verdict (
    verdict_id varchar primary key,
    item_id varchar not null,
    auditor varchar not null,
    kind varchar not null,  -- exception or line
    subject_id varchar not null,  -- the exception's id, or the transaction's
    said varchar not null,
    reason varchar,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- The second look is over: from here on both are seen side by side, and this one can't change any more.
create table decisions.self_audit_check (
    item_id varchar not null,
    auditor varchar not null,
    outcome varchar not null,
    note varchar,
    was_blind boolean not null,  -- nothing else of the case was opened meanwhile
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (item_id, auditor)
);

-- Where the two looks differ, as they stood when the second was over.
create table decisions.self_audit_difference (
    difference_id varchar primary key,
    item_id varchar not null,
    auditor varchar not null,
    kind varchar not null,  -- exception, line, outcome
    subject_id varchar not null,
    amount decimal(18, 2) not null,
    first_said varchar,
    first_reason varchar,
    second_said varchar,
    second_reason varchar,
    message varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- Of each point 0, 1 or 2; empty where the review had nothing of the kind. The newest holds.
create table decisions.self_audit_score (
    score_id varchar primary key,
    item_id varchar not null,
    auditor varchar not null,
    point varchar not null,
    score integer,
    note varchar,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- A critical failure that an auditor saw; the newest of a kind holds.
create table decisions.self_audit_critical (
    critical_id varchar primary key,
    item_id varchar not null,
    auditor varchar not null,
    critical varchar not null,
    is_there boolean not null,
    note varchar,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- Scored: the officer is shown it and may answer.
create table decisions.self_audit_scored (
    item_id varchar not null,
    auditor varchar not null,
    note varchar,
    answer_by date not null,
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (item_id, auditor)
);

-- The officer's answer: to one difference, or (empty) to the whole.
create table decisions.self_audit_answer (
    answer_id varchar primary key,
    item_id varchar not null,
    difference_id varchar,
    answer varchar not null,  -- accepted or disputed
    words varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- Who was right, after the answer; the newest of a difference holds.
create table decisions.self_audit_ruling (
    ruling_id varchar primary key,
    item_id varchar not null,
    difference_id varchar not null,
    ruling varchar not null,  -- second (an error), first (none), both (either could be defended: none)
    wrong decimal(18, 2) not null,  -- pounds
    reason varchar,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- Closed: what the item counts for from now on.
create table decisions.self_audit_closed (
    item_id varchar primary key,
    agreed boolean not null,  -- no difference stands in which the first look was wrong, and there is no critical failure
    points integer not null,
    max_points integer not null,
    critical_failure boolean not null,
    pounds_wrong decimal(18, 2) not null,
    result varchar not null,  -- pass, coach or fail
    words varchar,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- What is done about it, by whom and until when.
create table decisions.self_audit_action (
    action_id varchar primary key,
    item_id varchar not null,
    owner varchar not null,
    due_on date not null,
    words varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.self_audit_action_done (
    action_id varchar primary key,
    words varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);
