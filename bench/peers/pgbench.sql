-- A vote as a careful application writes it: the question's row, which every voter needs, comes
-- last, so that it is locked as briefly as can be; the closing of a question is checked there.
\set choice random(1, 3)
BEGIN;
INSERT INTO ballot VALUES (1, sha256(uuid_send(gen_random_uuid())), :choice);
UPDATE choice SET votes = votes + 1 WHERE id = :choice AND question_id = 1;
UPDATE question SET ballot_count = ballot_count + 1 WHERE id = 1 AND closed_at IS NULL;
COMMIT;
