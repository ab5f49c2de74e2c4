from practice_hub import kept_text


def answers(request):
    """What was typed into the page's form: just now, or before the session ended; None where nothing was."""
    return request.POST if request.method == "POST" else kept_text.kept(request)
