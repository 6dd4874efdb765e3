from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('correspondence', '0011_words_of_what_was_opened_again'),
    ]

    operations = [
        migrations.AlterField(
            model_name='mention',
            name='section',
            field=models.CharField(choices=[('date_passed', 'date passed'), ('due_soon', 'due soon'), ('adopted', 'newly adopted'), ('to_confirm', 'to confirm'), ('stale', 'without news for six months'), ('pending', 'pending'), ('passed_on', 'passed on with the presidency'), ('informed', 'informed of'), ('asked', 'asked about')], max_length=12, verbose_name='section'),
        ),
    ]
