"""Which topics a moderator knows."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practice_hub import kept_text
from practices import specialism_policies
from practices.actions import specialisms
from practices.forms.specialisms import SpecialismsForm
from practices.views.curation import form_page


@require_http_methods(["GET", "POST"])
def my_topics(request):
    specialism_policies.require(request.user, "choose")
    chosen = request.user.specialisms.values_list("topic", flat=True)
    form = SpecialismsForm(kept_text.answers(request), initial={"topics": list(chosen)})
    done = _("Your topics are saved.")
    return form_page(request, "my_topics", form, specialisms.choose, done, back="review_queue")
