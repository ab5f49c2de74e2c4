"""PostgreSQL holds a sample as it was drawn, whatever writes to it."""

from django.db import migrations

# After the draw nothing changes what it was drawn from.
OF_THE_AUDIT = """
CREATE FUNCTION refuse_to_draw_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The sample of this audit has been drawn.';
END
$$;
CREATE TRIGGER audit_sample_is_fixed BEFORE UPDATE ON practices_audit
    FOR EACH ROW WHEN (
        OLD.sampled_at IS NOT NULL
        AND (NEW.seed, NEW.cases_in_scope, NEW.sample_size, NEW.sampled_at)
            IS DISTINCT FROM (OLD.seed, OLD.cases_in_scope, OLD.sample_size, OLD.sampled_at)
    ) EXECUTE FUNCTION refuse_to_draw_again();
CREATE TRIGGER case_is_fixed BEFORE UPDATE ON practices_auditcase
    FOR EACH ROW WHEN (
        (NEW.audit_id, NEW.ordinal, NEW.position) IS DISTINCT FROM (OLD.audit_id, OLD.ordinal, OLD.position)
    ) EXECUTE FUNCTION refuse_to_draw_again();
"""
NOT_OF_THE_AUDIT = """
DROP TRIGGER case_is_fixed ON practices_auditcase;
DROP TRIGGER audit_sample_is_fixed ON practices_audit;
DROP FUNCTION refuse_to_draw_again();
"""
# Once an answer has been given, only replacements come in.
OF_THE_CASES = """
CREATE FUNCTION refuse_cases_after_scores() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM practices_auditscore JOIN practices_auditcase ON practices_auditcase.id = case_id
        WHERE audit_id = NEW.audit_id
    ) THEN
        RAISE EXCEPTION 'This audit is being scored: only a replacement can come in.';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER sample_before_scores BEFORE INSERT ON practices_auditcase
    FOR EACH ROW WHEN (NEW.replaces_id IS NULL) EXECUTE FUNCTION refuse_cases_after_scores();
"""
NOT_OF_THE_CASES = """
DROP TRIGGER sample_before_scores ON practices_auditcase;
DROP FUNCTION refuse_cases_after_scores();
"""
# A case that cannot be used has no answers, and one that has answers can be used.
OF_THE_SCORES = """
CREATE FUNCTION refuse_score_of_unusable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT unusable_because <> '' FROM practices_auditcase WHERE id = NEW.case_id) THEN
        RAISE EXCEPTION 'This case cannot be used.';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER score_of_usable_case BEFORE INSERT OR UPDATE ON practices_auditscore
    FOR EACH ROW EXECUTE FUNCTION refuse_score_of_unusable();
CREATE FUNCTION refuse_to_leave_out_scored() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM practices_auditscore WHERE case_id = NEW.id) THEN
        RAISE EXCEPTION 'This case has been scored.';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER scored_case_stays BEFORE UPDATE ON practices_auditcase
    FOR EACH ROW WHEN (NEW.unusable_because <> OLD.unusable_because) EXECUTE FUNCTION refuse_to_leave_out_scored();
"""
NOT_OF_THE_SCORES = """
DROP TRIGGER scored_case_stays ON practices_auditcase;
DROP FUNCTION refuse_to_leave_out_scored();
DROP TRIGGER score_of_usable_case ON practices_auditscore;
DROP FUNCTION refuse_score_of_unusable();
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0030_audits")]

    operations = [
        migrations.RunSQL(OF_THE_AUDIT, NOT_OF_THE_AUDIT),
        migrations.RunSQL(OF_THE_CASES, NOT_OF_THE_CASES),
        migrations.RunSQL(OF_THE_SCORES, NOT_OF_THE_SCORES),
    ]
