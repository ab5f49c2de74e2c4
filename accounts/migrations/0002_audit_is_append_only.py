from django.db import migrations

FORWARDS = """
CREATE FUNCTION refuse_to_change_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Audit events are never changed or deleted.';
END
$$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON accounts_auditevent
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_audit();
"""

BACKWARDS = """
DROP TRIGGER audit_is_append_only ON accounts_auditevent;
DROP FUNCTION refuse_to_change_audit();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
