/*
summary = "Questions that people shared and nobody withdrew."
grain = "one row per question"
kept = "view"
seen_by = "ask_questions"
*/
select
    question.question_id,
    question.council,
    question.decided_at as saved_at,
    question.decided_by as saved_by,
    question.title,
    question.question,
    question.text,
    question.params
from decisions.question
left join decisions.question_withdrawn as gone using (question_id)
where gone.question_id is null
