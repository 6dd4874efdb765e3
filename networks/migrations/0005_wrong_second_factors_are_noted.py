from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0004_roles_and_rights_are_noted"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="act",
            field=models.CharField(
                choices=[
                    ("signed_in", "signed in"),
                    ("refused", "was not let in"),
                    ("wrong_factor", "gave a wrong second factor"),
                    ("signed_out", "signed out"),
                    ("exported", "took a table or file away"),
                    ("role_given", "gave a role"),
                    ("role_ended", "ended a role"),
                    ("rights", "changed a person's rights"),
                    ("anonymised", "took a person out of the record"),
                ],
                max_length=12,
                verbose_name="act",
            ),
        ),
    ]
