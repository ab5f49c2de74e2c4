"""Pages that let somebody in by their address alone, who need not sign in."""

from functools import wraps

from django.views.decorators.cache import never_cache


def for_whoever_has_the_link(view):
    """Whoever has the address can read the page: no cache keeps it, no search finds it, no link tells of it."""

    @wraps(view)
    @never_cache
    def kept_private(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        # Not “no-referrer”: with that, browsers hide where a form comes from, and it would be taken for a stranger’s.
        response["Referrer-Policy"] = "strict-origin"
        return response

    return kept_private
