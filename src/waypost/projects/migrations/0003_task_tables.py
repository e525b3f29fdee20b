# The table of all tasks opens with the open ones by due day.

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0002_allocations_budget_board'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['due_on'], name='projects_task_due'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['status', 'project', 'due_on'], name='projects_task_open'),
        ),
    ]
