-- Cases that people take through states: surpluses, debts, misspends, returns, suspensions. A case begins with a row of its own and goes on by steps.
create table decisions.step (
    kind varchar not null,  -- surplus, debt, plan, misspend, return, suspension
    case_id varchar not null,
    step_number integer not null,  -- two people who take a step at once: the second is told
    agreement_id varchar not null,
    council varchar not null,
    step varchar not null,
    state varchar not null,  -- the state the case is in from now on
    on_day date not null,  -- the day its clock runs from
    amount decimal(18, 2),
    reason varchar,
    letter_id varchar,
    detail varchar not null,  -- JSON: what else was said
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (kind, case_id, step_number)
);

-- While it lasts no clock runs and no letter goes out: breathing space, hospital, bereavement.
create table decisions.hold (
    hold_id varchar primary key,
    agreement_id varchar not null,
    council varchar not null,
    kind varchar not null,
    from_date date not null,
    to_date date,  -- the last day; empty while nobody knows
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.hold_ended (
    hold_id varchar primary key,
    ended_on date not null,  -- the first day on which clocks run again
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- Money above what policy keeps: why it is there, who proposed to take it.
create table decisions.surplus (
    surplus_id varchar primary key,
    agreement_id varchar not null,
    account_id varchar not null,
    council varchar not null,
    reason_code varchar not null,  -- hospital, pa_vacancy, respite_not_taken, overpaid, plan_too_rich, refused_care, seasonal, unknown
    note varchar,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- A term of the calculation that a person knows better. The newest of a term holds; empty amount: as it was proposed.
create table decisions.surplus_amendment (
    amendment_id varchar primary key,
    agreement_id varchar not null,
    council varchar not null,
    term varchar not null,
    amount decimal(18, 2),
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- The calculation and its terms as they stood on the day the person was told.
create table decisions.surplus_figure (
    surplus_id varchar primary key,
    agreement_id varchar not null,
    as_at date not null,
    available_balance decimal(18, 2) not null,
    committed decimal(18, 2) not null,
    retained decimal(18, 2) not null,
    surplus decimal(18, 2) not null,
    council_share decimal(18, 2) not null,
    person_share decimal(18, 2) not null,
    health_share decimal(18, 2) not null,
    arrears_netted decimal(18, 2) not null,
    safe_to_recoup decimal(18, 2) not null,
    policy_used varchar not null  -- JSON: the council's settings it was computed with
);

create table decisions.surplus_term (
    surplus_id varchar not null,
    agreement_id varchar not null,
    term varchar not null,
    words varchar not null,
    proposed decimal(18, 2) not null,
    amount decimal(18, 2) not null,
    reason varchar,  -- of an amendment
    lines varchar not null,  -- JSON: what it is made of
    primary key (surplus_id, term)
);

-- What came back, each pound with the line or the receipt that shows it. A negative row takes one back.
create table decisions.surplus_receipt (
    receipt_id varchar primary key,
    surplus_id varchar not null,
    agreement_id varchar not null,
    council varchar not null,
    amount decimal(18, 2) not null,
    on_day date not null,
    transaction_id varchar,
    receipt_number varchar,
    reason varchar,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- Money owed to the council. What is left is the sum of its entries.
create table decisions.debt (
    debt_id varchar primary key,
    agreement_id varchar not null,
    account_id varchar,
    council varchar not null,
    kind varchar not null,  -- contribution, misspend, overpayment
    due_from date not null,  -- the day the sum fell due: six years run from it
    invoice_number varchar,
    reason varchar not null,
    source varchar not null,  -- JSON: the findings, surplus or cycles it was raised from
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.debt_entry (
    entry_id varchar primary key,
    debt_id varchar not null,
    agreement_id varchar not null,
    council varchar not null,
    kind varchar not null,  -- raised, paid, adjusted, written_off
    amount decimal(18, 2) not null,  -- what it adds to what is owed: a payment is negative
    on_day date not null,
    transaction_id varchar,
    receipt_number varchar,
    reason varchar,
    detail varchar not null,  -- JSON: write-off code, who proposed it
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.repayment_plan (
    plan_id varchar primary key,
    debt_id varchar not null,
    agreement_id varchar not null,
    council varchar not null,
    first_on date not null,
    every varchar not null,  -- week, four_weeks, month
    instalment decimal(18, 2) not null,
    instalments integer not null,
    affordability varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- What was asked about a misspend and what a manager decided under s33(5), finding by finding.
create table decisions.misspend (
    misspend_id varchar primary key,
    agreement_id varchar not null,
    account_id varchar not null,
    council varchar not null,
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.misspend_line (
    misspend_id varchar not null,
    agreement_id varchar not null,
    finding_id varchar not null,
    transaction_id varchar,
    occurred_on date,
    description varchar not null,
    amount decimal(18, 2) not null,
    primary key (misspend_id, finding_id)
);

-- How closely an agreement is watched. The newest holds from its day.
create table decisions.monitoring_tier (
    tier_id varchar primary key,
    agreement_id varchar not null,
    council varchar not null,
    tier varchar not null,  -- light_touch, standard, enhanced
    from_date date not null,
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- A suspension that somebody proposes, and the boxes of its safety gate.
create table decisions.suspension (
    suspension_id varchar primary key,
    agreement_id varchar not null,
    council varchar not null,
    from_date date not null,
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.suspension_box (
    suspension_id varchar not null,
    box_number integer not null,
    agreement_id varchar not null,
    box varchar not null,
    said varchar not null,
    note varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (suspension_id, box_number)
);

-- A change of how somebody is paid, recommended to the practitioner.
create table decisions.recommendation (
    recommendation_id varchar primary key,
    agreement_id varchar not null,
    council varchar not null,
    to_account_type varchar not null,
    grounds varchar not null,
    letter_id varchar,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- A letter as it was written. Its bytes are in the evidence folder under their SHA-256.
create table decisions.letter (
    letter_id varchar primary key,
    reference varchar not null unique,
    template varchar not null,
    template_sha256 varchar not null,
    agreement_id varchar not null,
    council varchar not null,
    kind varchar,  -- the case it belongs to: surplus, debt, return, suspension
    case_id varchar,
    addressee varchar not null,  -- person, recipient, representative, advocate, practitioner
    addressee_name varchar not null,
    address varchar,
    is_large_print boolean not null,
    is_restricted boolean not null,
    amount decimal(18, 2),
    takes_effect_on date,
    written_on date not null,
    facts varchar not null,  -- JSON: what was filled in
    file_sha256 varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.letter_sent (
    letter_id varchar primary key,
    agreement_id varchar not null,
    sent_on date not null,
    how varchar not null,  -- post, by_hand, portal, e-mail by the officer
    decided_by varchar not null,
    decided_at timestamp not null
);

-- A safeguarding concern. Only named roles learn that there is one.
create table decisions.concern (
    concern_id varchar primary key,
    agreement_id varchar not null,
    account_id varchar,
    transaction_id varchar,
    council varchar not null,
    sign varchar not null,
    note varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.concern_note (
    concern_id varchar not null,
    note_number integer not null,
    agreement_id varchar not null,
    council varchar not null,
    did varchar not null,  -- told_practitioner, told_mash, no_further_action, noted
    note varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (concern_id, note_number)
);
