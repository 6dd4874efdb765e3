import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("actions", "0005_progress_reports"),
        ("desks", "0002_filters_and_matrices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SeenAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="seen at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="seen by",
                    ),
                ),
                (
                    "remark",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seen",
                        to="actions.remark",
                        verbose_name="answer",
                    ),
                ),
            ],
            options={"verbose_name": "answer seen", "verbose_name_plural": "answers seen"},
        ),
        migrations.CreateModel(
            name="SetStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked", models.JSONField(verbose_name="what is done")),
                ("commitments", models.JSONField(verbose_name="commitments")),
                ("seen", models.CharField(editable=False, max_length=64)),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits its turn"),
                            ("under_way", "under way"),
                            ("done", "done"),
                            ("refused", "nothing was changed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("claimed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="changed")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")], max_length=2, verbose_name="language"
                    ),
                ),
                (
                    "refusal",
                    models.TextField(
                        blank=True, help_text="Empty where it broke off.", verbose_name="why it was refused"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "step for many",
                "verbose_name_plural": "steps for many",
                "ordering": ["-at", "-pk"],
            },
        ),
    ]
