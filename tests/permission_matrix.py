"""What every address answers to every person: the table behind test_every_address.py.

A row names a route, what its address leads to (see world.py), and for GET and POST who gets which answer:

    Row("edit", "draft", get={200: AUTHORS, 404: REST}, post={302: AUTHORS, 404: REST})

The first answer that names a person is theirs, and REST is everybody whom the row does not name. What a row
does not mention (a missing `post`) is 405 for all.
A visitor is sent to sign in wherever the page is not one of OPEN_PAGES, so rows of closed pages are about
people who are signed in. `data` is what the POST sends. Somebody whose address is not verified yet cannot
sign in, so to the hub they are a visitor.
"""

from dataclasses import dataclass, field

from practices.search_log import signed

VISITOR = {"visitor"}
READER = {"colleague"}  # whom the authors of “read” have asked to read their draft
AUTHORS = {"author", "co_author", "author_moderator"}
MODERATORS = {"moderator", "author_moderator"}
CURATORS = MODERATORS | {"administrator"}  # who look after topics and terms
OURS = {"author", "colleague", "manager"}  # who belongs to the organisation that wrote it
CHECK = {"manager", "colleague"}  # who sets audits up in “ours”, and who is named as a checker
SIGNED_IN = AUTHORS | MODERATORS | OURS | {"newcomer", "stranger", "other_manager", "administrator"}
EVERYBODY = SIGNED_IN | VISITOR
STAFF = SIGNED_IN - {"newcomer"}  # belongs to some organisation, or helps to run the hub
REST = "rest"
IN_ORGANISATIONS = {"author", "co_author", "colleague", "stranger", "manager", "other_manager"}
LOGIN = "sent to sign in"
THEIRS = {"co_author", "stranger", "other_manager"}  # who belongs to the other organisation, which adopts
LEADERS = {"stranger", "other_manager"}  # who leads its adoptions, and its manager
SEEN = {403: THEIRS | MODERATORS, 404: REST}


@dataclass(frozen=True)
class Row:
    route: str
    on: str = "nothing"
    get: dict = field(default_factory=dict)
    post: dict = field(default_factory=dict)
    data: dict = field(default_factory=dict)

    def __str__(self):
        return self.route if self.on == "nothing" else f"{self.route} of {self.on}"

    def mentions(self, method):
        return bool({"GET": self.get, "POST": self.post}[method])

    def answers_to(self, method):
        return {"GET": self.get, "POST": self.post}.get(method) or {405: REST}

    def expected(self, method, person):
        if person == "visitor" and self.route not in OPEN_PAGES:
            return LOGIN
        answers = self.answers_to(method)
        named = [answer for answer, people in answers.items() if people != REST and person in people]
        return named[0] if named else next(answer for answer, people in answers.items() if people == REST)


# Pages that anybody may open without signing in.
OPEN_PAGES = {
    "start",
    "practices",
    "suggest",
    "searched",
    "save",
    "unsave",
    "collections",
    "compare_practices",
    "practice",
    "places",
    "place",
    "topics",
    "topic",
    "pathways",
    "pathway",
    "organisations",
    "organisation",
    "history",
    "compare_choice",
    "revision",
    "compare",
    "sheet",
    "card",
    "adopters",
    "attachment",
    "feed_latest",
    "feed_topic",
    "feed_place",
    "feed_organisation",
    "feed_search",
    "sitemap",
    "robots",
    "practices_csv",
    "practices_jsonl",
    "oai",
    "api:docs",
    "api:schema",
    "api:practices",
    "api:practice",
    "api:topics",
    "api:topic",
    "api:places",
    "api:place",
    "api:organisations",
    "api:organisation",
    "healthz",
    "readyz",
    "accessibility",
    "privacy",
    "cookies",
    "components",
    "demo_mail",  # answers 404 outside a demonstration
    "demo_mail_message",
    "due_feed",  # a calendar program cannot sign in
    "fact_check",  # partners have no account
    "alerts_stop",  # whoever has the link
    "contact_message",  # whoever was asked answers
    "follow_up",  # whoever has the link answers
    "follow_up_more",
    "follow_up_pause",
    "follow_up_stop",
    "newsletters",
    "newsletter",
    "newsletter_stop",  # whoever has the link
    "invitation",  # who is invited may have no account yet
    # signing in and up
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
}

ANYBODY_READS = {200: REST}
READERS_OF_PROCESS = AUTHORS | {"manager"}
LOOK_AFTER = AUTHORS | {"manager"}

ASKED = {"stranger", "visitor"}  # whoever has the link: to whom it was sent, or nobody who is signed in

BOTH = {"author", "stranger"}  # who agree on shadowing
STAND_BY = {"manager", "other_manager"}  # who stand by it for them
READ_COLLECTION = {"author"} | READER
KEEP_COLLECTION = {200: {"author"}, 403: READER, 404: REST}
REPORTERS = {"author", "manager"}
WRITE_REPORT = {200: REPORTERS, 403: READER, 404: REST}

ROWS = [
    # Reading
    Row("start", get=ANYBODY_READS),
    Row("practices", get=ANYBODY_READS),
    Row("suggest", get=ANYBODY_READS),
    Row("searched", post={204: REST}, data={"signed": signed("huddle", 1), "key": "0" * 32}),
    Row("searched", post={400: REST}),
    Row("practice", "published", get=ANYBODY_READS),
    Row("practice", "retired", get=ANYBODY_READS),
    Row("practice", "withheld", get={200: AUTHORS | MODERATORS, 404: REST}),
    Row("practice", "changing", get=ANYBODY_READS),
    Row("practice", "for staff", get={200: STAFF, 404: REST}),
    Row("practice", "for members", get={200: OURS | AUTHORS | MODERATORS | {"administrator"}, 404: REST}),
    Row("practice", "draft", get={302: AUTHORS, 404: REST}),  # to its preview
    Row("practice", "in review", get={302: AUTHORS | MODERATORS, 404: REST}),
    Row("sheet", "published", get=ANYBODY_READS),
    Row("sheet", "retired", get=ANYBODY_READS),
    Row("sheet", "withheld", get={200: AUTHORS | MODERATORS, 404: REST}),
    Row("sheet", "for staff", get={200: STAFF, 404: REST}),
    Row("sheet", "for members", get={200: OURS | AUTHORS | MODERATORS | {"administrator"}, 404: REST}),
    Row("sheet", "draft", get={404: REST}),
    # what other sites show of it: there for everybody or for nobody
    Row("card", "published", get=ANYBODY_READS),
    *(Row("card", state, get={404: REST}) for state in ("retired", "withheld", "for staff", "for members", "draft")),
    Row("places", get=ANYBODY_READS),
    Row("place", "a place", get=ANYBODY_READS),
    Row("topics", get=ANYBODY_READS),
    Row("topic", "a topic", get=ANYBODY_READS),
    Row("pathways", get=ANYBODY_READS),
    Row("pathway", "a pathway", get=ANYBODY_READS),
    Row("organisations", get=ANYBODY_READS),
    Row("organisation", "ours", get=ANYBODY_READS),
    Row("feed_latest", get=ANYBODY_READS),
    Row("feed_topic", "a topic", get=ANYBODY_READS),
    Row("feed_place", "a place", get=ANYBODY_READS),
    Row("feed_organisation", "ours", get=ANYBODY_READS),
    Row("feed_search", get=ANYBODY_READS),
    Row("sitemap", get=ANYBODY_READS),
    # Saving: whoever may read it; a collection is its owner's, and read by those it is shared with
    Row("save", "published", post={302: REST}),
    Row("save", "for staff", post={302: STAFF, 404: REST}),
    Row("save", "draft", post={404: REST}),
    Row("unsave", "published", post={302: REST}),
    Row("collections", get=ANYBODY_READS),
    Row("collection_new", get={200: REST}, post={400: REST}),
    Row("collection", "a collection", get={200: READ_COLLECTION, 404: REST}),
    Row("collection_edit", "a collection", get=KEEP_COLLECTION, post={400: {"author"}, 403: READER, 404: REST}),
    Row("collection_readers", "a collection", get=KEEP_COLLECTION, post={400: {"author"}, 403: READER, 404: REST}),
    Row("collection_reader_remove", "who reads a collection", post={302: READ_COLLECTION, 404: REST}),
    Row("collection_delete", "a collection", get=KEEP_COLLECTION, post={302: {"author"}, 403: READER, 404: REST}),
    Row("saved_practice", "a saved practice", get=KEEP_COLLECTION, post={400: {"author"}, 403: READER, 404: REST}),
    Row("saved_remove", "a saved practice", post={302: {"author"}, 403: READER, 404: REST}),
    Row("compare_practices", get=ANYBODY_READS),
    # Following: what one may read; what somebody follows is theirs alone
    Row("follow_topic", "a topic", post={302: REST}),
    Row("follow_place", "a place", post={302: REST}),
    Row("follow_practice", "published", post={403: AUTHORS, 302: REST}),  # who wrote it is told in any case
    Row("follow_practice", "for staff", post={403: AUTHORS, 302: STAFF, 404: REST}),
    Row("follow_practice", "draft", post={404: REST}),
    Row("follow_need", "a need that is shared", post={302: SIGNED_IN - {"stranger"}, 403: REST}),  # who asked is told
    Row("follow_need", "a need", post={404: REST}),  # nobody but the moderators and who asked knows of it
    Row("following", get={200: REST}, post={400: REST}),
    Row("follow_stop", "something followed", post={302: READER, 404: REST}),
    Row("search_save", post={302: REST}, data={"query": "q=huddle"}),
    Row("saved_search", "a saved search", get={200: READER, 404: REST}, post={400: READER, 404: REST}),
    Row("saved_search_follow", "a saved search", post={302: READER, 404: REST}),
    Row("saved_search_delete", "a saved search", post={302: READER, 404: REST}),
    Row("alerts_stop", "a link to stop mails", get=ANYBODY_READS, post={400: REST}),
    Row(
        "alerts_stop",
        "a link to stop mails",
        get=ANYBODY_READS,
        post={200: REST},
        data={"List-Unsubscribe": "One-Click"},
    ),
    # Options reports: for the people of the organisation; its managers and those they name write it
    Row("reports", get={200: REST}),
    Row("report_new", get={200: IN_ORGANISATIONS, 403: REST}, post={400: IN_ORGANISATIONS, 403: REST}),
    Row("report", "an options report", get={200: OURS, 404: REST}),
    Row("report_compare", "an options report", get={200: OURS, 404: REST}),
    Row("report_word", "an options report", get={200: OURS, 404: REST}),
    Row("report_table", "an options report", get={200: OURS, 404: REST}),
    Row("report_add", "an options report", get=WRITE_REPORT, post={400: REPORTERS, 403: READER, 404: REST}),
    Row(
        "report_edit",
        "a recommendation",
        get=WRITE_REPORT,
        post={302: REPORTERS, 403: READER, 404: REST},
        data={"base": "0"},
    ),
    Row(
        "report_edit",
        "notes in a report",
        get=WRITE_REPORT,
        post={302: REPORTERS, 403: READER, 404: REST},
        data={"base": "0"},
    ),
    Row("report_leave_out", "an option", get=WRITE_REPORT, post={400: REPORTERS, 403: READER, 404: REST}),
    Row("report_bring_back", "a left-out option", post={302: REPORTERS, 403: READER, 404: REST}),
    Row("report_take_newest", "an option", post={302: REPORTERS, 403: READER, 404: REST}),
    Row("report_editors", "an options report", get=WRITE_REPORT, post={400: REPORTERS, 403: READER, 404: REST}),
    Row("report_editor_remove", "who writes a report", post={302: REPORTERS, 403: READER, 404: REST}),
    Row("report_delete", "an options report", get=WRITE_REPORT, post={302: REPORTERS, 403: READER, 404: REST}),
    Row("robots", get=ANYBODY_READS),
    # For programs, who are known by tokens and never by a session
    Row("practices_csv", get=ANYBODY_READS),
    Row("practices_jsonl", get=ANYBODY_READS),
    Row("oai", get=ANYBODY_READS, post=ANYBODY_READS, data={"verb": "Identify"}),
    Row("api:docs", get=ANYBODY_READS),
    Row("api:schema", get=ANYBODY_READS),
    Row("api:practices", get=ANYBODY_READS),
    Row("api:practice", "published", get=ANYBODY_READS),
    Row("api:practice", "retired", get=ANYBODY_READS),
    Row("api:practice", "withheld", get={404: REST}),
    Row("api:practice", "for staff", get={404: REST}),
    Row("api:practice", "draft", get={404: REST}),
    Row("api:topics", get=ANYBODY_READS),
    Row("api:topic", "a topic", get=ANYBODY_READS),
    Row("api:places", get=ANYBODY_READS),
    Row("api:place", "a place", get=ANYBODY_READS),
    Row("api:organisations", get=ANYBODY_READS),
    Row("api:organisation", "ours", get=ANYBODY_READS),
    Row("api_tokens", get={200: REST}, post={400: REST}),
    Row("api_token_revoke", "a token", post={302: {"stranger"}, 404: REST}),
    Row("demand", get={200: {"administrator"}, 403: REST}),
    # History: what was published is read by whoever may read the page, a draft by those who write or review it
    Row("history", "published", get=ANYBODY_READS),
    Row("history", "changed", get=ANYBODY_READS),
    Row("history", "changing", get=ANYBODY_READS),
    Row("history", "for staff", get={200: STAFF, 404: REST}),
    Row("history", "draft", get={200: AUTHORS, 404: REST}),
    Row("revision", "a revision", get=ANYBODY_READS),
    Row("revision", "a draft revision", get={200: AUTHORS, 404: REST}),
    Row("compare_choice", "published", get={302: REST}),
    Row("compare", "two revisions", get=ANYBODY_READS),
    Row("compare", "a revision and a draft", get={200: AUTHORS, 404: REST}),
    # Writing
    Row("practice_new", get={200: REST}, post={400: REST}),
    Row("import_text", get={200: REST}, post={400: REST}),
    Row("import_draft", get={302: REST}, post={400: REST}),  # there is nothing to show before a text was sent
    Row("import_practices", get={200: {"administrator"}, 403: REST}, post={400: {"administrator"}, 403: REST}),
    Row("import_checked", post={302: {"administrator"}, 403: REST}),  # nothing was chosen before
    Row("my_practices", get={200: REST}),
    Row("edit", "draft", get={200: AUTHORS, 404: REST}, post={302: AUTHORS, 404: REST}),
    Row(
        "edit",
        "in review",
        get={200: AUTHORS, 403: {"moderator"}, 404: REST},
        post={403: AUTHORS | MODERATORS, 404: REST},
    ),
    Row("edit", "published", get={200: AUTHORS, 403: REST}, post={302: AUTHORS, 403: REST}),
    Row("edit", "process", get={200: READERS_OF_PROCESS, 403: REST}, post={302: READERS_OF_PROCESS, 403: REST}),
    Row("readers", "read", get={200: AUTHORS, 403: READER, 404: REST}, post={400: AUTHORS, 403: READER, 404: REST}),
    Row(
        "offer",
        "read",
        get={200: {"author"}, 403: AUTHORS | READER, 404: REST},
        post={400: {"author"}, 403: AUTHORS | READER, 404: REST},
    ),
    Row("take_over", "read", post={302: READER, 403: AUTHORS, 404: REST}),
    Row("readers", "published", get={403: REST}, post={403: REST}),
    Row("reader_notes", "read", get={200: AUTHORS | READER, 404: REST}, post={400: READER, 403: AUTHORS, 404: REST}),
    Row("reader_notes", "published", get={403: REST}, post={403: REST}),
    Row("reader_note_remove", "a reader’s note", post={302: AUTHORS | READER, 404: REST}),
    Row("reader_remove", "the reader", post={302: AUTHORS | READER, 404: REST}),
    Row("preview", "read", get={200: AUTHORS | READER, 404: REST}),
    Row("practice", "read", get={302: AUTHORS | READER, 404: REST}),  # to its preview
    Row("edit", "read", get={200: AUTHORS, 403: READER, 404: REST}, post={302: AUTHORS, 403: READER, 404: REST}),
    Row("attachment", "a file of published", get=ANYBODY_READS),
    Row("attachment", "a file of retired", get=ANYBODY_READS),
    Row("attachment", "a file of for staff", get={200: STAFF, 404: REST}),
    Row("attachment", "a file of for members", get={200: OURS | AUTHORS | MODERATORS | {"administrator"}, 404: REST}),
    Row("attachment", "a file of withheld", get={200: AUTHORS | MODERATORS, 404: REST}),
    Row("attachment", "a file of draft", get={200: AUTHORS, 404: REST}),
    Row("attachment", "a file of read", get={200: AUTHORS | READER, 404: REST}),
    Row("attachment", "a file of in review", get={200: AUTHORS | MODERATORS, 404: REST}),
    Row("attachment", "a held file", get={200: {"author"}, 404: REST}),  # who added it
    Row("edit_files", "draft", get={200: AUTHORS, 404: REST}, post={400: AUTHORS, 404: REST}),
    Row("edit_files", "read", get={200: AUTHORS, 403: READER, 404: REST}, post={400: AUTHORS, 403: READER, 404: REST}),
    Row("edit_files", "published", get={302: AUTHORS, 403: REST}, post={302: AUTHORS, 403: REST}),
    Row("file_remove", "a file of draft", post={302: AUTHORS, 404: REST}),
    Row("file_remove", "a file of published", post={404: AUTHORS, 403: REST}),
    Row("file_blank", "a held file", post={400: {"author"}, 403: READER | AUTHORS - {"author"}, 404: REST}),
    Row("recognisable", "draft", get={200: AUTHORS, 404: REST}, post={302: AUTHORS, 404: REST}),
    Row("recognisable", "published", get={302: AUTHORS, 403: REST}, post={302: AUTHORS, 403: REST}),
    Row(
        "recognisable",
        "in review",
        get={403: AUTHORS | {"moderator"}, 404: REST},
        post={403: AUTHORS | {"moderator"}, 404: REST},
    ),
    Row("edit", "retired", get={200: AUTHORS, 403: REST}, post={403: REST}),
    Row("edit", "for staff", get={200: AUTHORS, 403: STAFF, 404: REST}, post={302: AUTHORS, 403: STAFF, 404: REST}),
    Row(
        "edit_section", "a section", get={200: AUTHORS, 404: REST}, post={302: AUTHORS, 404: REST}, data={"base": "1.0"}
    ),
    Row("edit_section", "a published section", get={302: AUTHORS, 403: REST}, post={302: AUTHORS, 403: REST}),
    Row(
        "edit_section",
        "a section of a process",
        get={302: READERS_OF_PROCESS, 403: REST},
        post={302: READERS_OF_PROCESS, 403: REST},
    ),
    Row("edit_section", "notes", get={200: AUTHORS, 404: REST}, post={302: AUTHORS, 404: REST}),
    Row(  # their managers may change a process, and never see what its authors note for themselves
        "edit_section", "notes on a process", get={302: AUTHORS, 403: REST}, post={302: AUTHORS, 403: REST}
    ),
    Row("autosave", "notes on a process", post={403: REST, 410: AUTHORS}),
    Row("autosave", "a section", post={200: AUTHORS, 404: REST}, data={"base": "1.0"}),
    # an author who does not belong to the organisation writes, and leaves the submitting to one who does
    Row("check_answers", "draft", get={200: AUTHORS, 404: REST}, post={400: {"author"}, 403: AUTHORS, 404: REST}),
    Row("check_answers", "published", get={302: AUTHORS, 403: REST}, post={403: REST}),
    Row("withdraw", "in review", post={302: AUTHORS, 403: {"moderator"}, 404: REST}),
    Row("withdraw", "draft", post={403: AUTHORS, 404: REST}),
    Row("revive", "declined", post={302: AUTHORS, 403: {"moderator"}, 404: REST}),
    Row("discard", "draft", get={200: AUTHORS, 404: REST}, post={302: AUTHORS, 404: REST}),
    Row(
        "discard", "in review", get={403: AUTHORS | MODERATORS, 404: REST}, post={403: AUTHORS | MODERATORS, 404: REST}
    ),
    Row("preview", "draft", get={200: AUTHORS, 404: REST}),
    Row("preview", "in review", get={200: AUTHORS | MODERATORS, 404: REST}),
    Row("preview", "changing", get={200: AUTHORS, 403: REST}),
    Row("preview", "changing in review", get={200: AUTHORS | MODERATORS, 403: REST}),
    Row("authors", "draft", get={200: AUTHORS, 404: REST}, post={400: AUTHORS, 404: REST}),
    Row("authors", "process", get={200: AUTHORS, 403: REST}, post={400: AUTHORS, 403: REST}),
    Row("remove_author", "the co-author", post={302: AUTHORS, 404: REST}),
    # Review: nobody decides on what they wrote
    Row("review_queue", get={200: MODERATORS, 403: REST}),
    Row("my_topics", get={200: MODERATORS, 403: REST}, post={302: MODERATORS, 403: REST}),
    Row("review_topics", get={200: CURATORS, 403: REST}),
    Row("topic_take_up", "a suggested topic", get={200: CURATORS, 403: REST}, post={400: CURATORS, 403: REST}),
    Row("topic_take_up", "a private topic", get={404: CURATORS, 403: REST}, post={404: CURATORS, 403: REST}),
    Row("topic_merge", "a suggested topic", get={200: CURATORS, 403: REST}, post={400: CURATORS, 403: REST}),
    Row("topic_merge", "a curated topic", get={403: REST}, post={403: REST}),
    Row("topic_edit", "a curated topic", get={200: CURATORS, 403: REST}, post={400: CURATORS, 403: REST}),
    Row("topic_edit", "a suggested topic", get={403: REST}, post={403: REST}),
    Row("review_terms", get={200: CURATORS, 403: REST}),
    Row("needs", get={200: REST}),
    Row("need_new", get={200: REST}, post={400: REST}),
    Row("need", "a shared need", get={200: REST}),
    Row("need", "a need", get={200: {"stranger"} | MODERATORS, 404: REST}),
    Row("need", "a hidden need", get={200: {"stranger"} | MODERATORS, 404: REST}),
    Row("need_close", "a shared need", get={200: {"stranger"}, 403: REST}, post={400: {"stranger"}, 403: REST}),
    Row(
        "need_close",
        "a need",
        get={200: {"stranger"}, 403: MODERATORS, 404: REST},
        post={400: {"stranger"}, 403: MODERATORS, 404: REST},
    ),
    *(
        Row("need_tell", way, get={403: {"stranger"}, 200: REST}, post={403: {"stranger"}, 400: REST})
        for way in ("a practice for a need", "an offer for a need", "oneself for a need")
    ),
    Row("need_tell", "no way to answer", get={404: REST}, post={404: REST}),
    Row("need_hide", "a shared need", get={200: MODERATORS, 403: REST}, post={400: MODERATORS, 403: REST}),
    Row("need_show", "a hidden need", post={302: MODERATORS, 403: {"stranger"}, 404: REST}),
    Row("need_answer_remove", "an answer", post={302: {"colleague"}, 403: REST}),
    Row("need_answer_write", "an answer", get={200: {"stranger"}, 403: REST}, post={400: {"stranger"}, 403: REST}),
    Row("need_answer_hide", "an answer", get={200: MODERATORS, 403: REST}, post={400: MODERATORS, 403: REST}),
    Row("need_answer_show", "a hidden answer", post={302: MODERATORS, 403: {"colleague"}, 404: REST}),
    Row("review_needs", get={200: MODERATORS, 403: REST}),
    Row("need_answer", "a need", get={200: MODERATORS, 403: REST}, post={400: MODERATORS, 403: REST}),
    Row("need_answer", "a moderator’s need", get={200: {"moderator"}, 403: REST}, post={400: {"moderator"}, 403: REST}),
    Row("term_add", get={200: CURATORS, 403: REST}, post={400: CURATORS, 403: REST}),
    Row("term_edit", "a term", get={200: CURATORS, 403: REST}, post={400: CURATORS, 403: REST}),
    Row("term_edit", "a removed term", get={404: CURATORS, 403: REST}, post={404: CURATORS, 403: REST}),
    Row("term_remove", "a term", get={200: CURATORS, 403: REST}, post={302: CURATORS, 403: REST}),
    Row("review", "in review", get={200: MODERATORS, 403: REST}),
    Row("review", "draft", get={200: {"author_moderator"}, 404: {"moderator"}, 403: REST}),
    Row("review_take", "in review", post={302: {"moderator"}, 403: REST}),
    Row("review_release", "held", post={302: {"moderator"}, 403: REST}),
    Row("review_hand_over", "held", post={400: {"moderator"}, 403: REST}),
    Row("review_decide", "held", post={400: {"moderator"}, 403: REST}),
    Row("review_decide", "in review", post={403: REST}),  # somebody has to take it first
    Row("fact_check_ask", "held", get={200: {"moderator"}, 403: REST}, post={400: {"moderator"}, 403: REST}),
    Row("fact_check_ask", "in review", get={403: REST}, post={403: REST}),  # somebody has to take it first
    Row("fact_check_take_back", "a fact check", post={302: {"moderator"}, 403: REST}),
    Row("fact_check", "a partner’s link", get=ANYBODY_READS, post={400: REST}),
    Row(
        "retire",
        "published",
        get={200: AUTHORS | MODERATORS, 403: REST},
        post={400: AUTHORS | MODERATORS, 403: REST},
    ),
    Row(
        "retire",
        "process",
        get={200: READERS_OF_PROCESS | MODERATORS, 403: REST},
        post={400: READERS_OF_PROCESS | MODERATORS, 403: REST},
    ),
    Row("retire", "draft", get={403: AUTHORS, 404: REST}, post={403: AUTHORS, 404: REST}),
    Row("restore", "retired", post={302: AUTHORS | MODERATORS, 403: REST}),
    Row(
        "withhold",
        "published",
        get={200: MODERATORS, 403: REST},
        post={400: MODERATORS, 403: REST},
    ),
    Row(
        "withhold", "withheld", get={403: AUTHORS | MODERATORS, 404: REST}, post={403: AUTHORS | MODERATORS, 404: REST}
    ),
    Row("show_again", "withheld", post={302: {"moderator"}, 403: AUTHORS, 404: REST}),
    Row(
        "edit",
        "withheld",
        get={200: AUTHORS, 403: {"moderator"}, 404: REST},
        post={302: AUTHORS, 403: {"moderator"}, 404: REST},
    ),
    Row("history", "withheld", get={200: AUTHORS | MODERATORS, 404: REST}),
    Row(
        "comments", "withheld", get={302: AUTHORS | MODERATORS, 404: REST}, post={403: AUTHORS | MODERATORS, 404: REST}
    ),
    Row("review_reasons", get={200: MODERATORS, 403: REST}),
    Row("reason_add", get={200: MODERATORS, 403: REST}, post={400: MODERATORS, 403: REST}),
    Row("reason_edit", "a reason", get={200: MODERATORS, 403: REST}, post={400: MODERATORS, 403: REST}),
    Row("reason_remove", "a reason", get={200: MODERATORS, 403: REST}, post={302: MODERATORS, 403: REST}),
    Row("purge", get={200: MODERATORS, 403: REST}, post={400: MODERATORS, 403: REST}),
    Row("notifications", get={200: REST}, post={302: REST}),
    Row("demo_mail", get={404: REST}),
    Row("demo_mail_message", "a mail", get={404: REST}),
    # Staying true: a manager answers for what the organisation has published, whoever wrote it
    Row("still_true", "published", get={200: LOOK_AFTER, 403: REST}, post={400: LOOK_AFTER, 403: REST}),
    Row(
        "still_true",
        "for staff",
        get={200: LOOK_AFTER, 403: STAFF, 404: REST},
        post={400: LOOK_AFTER, 403: STAFF, 404: REST},
    ),
    Row("still_true", "retired", get={403: REST}, post={403: REST}),
    Row("still_true", "draft", get={403: AUTHORS, 404: REST}, post={403: AUTHORS, 404: REST}),
    Row("practice", "past its date", get=ANYBODY_READS),
    Row("still_true", "past its date", get={200: LOOK_AFTER, 403: REST}, post={400: LOOK_AFTER, 403: REST}),
    Row("messages", get={200: REST}),
    Row("message_settle", "a message", post={302: {"stranger"}, 404: REST}, data={"outcome": "answered"}),
    Row("message_settle", "a settled message", post={403: {"stranger"}, 404: REST}, data={"outcome": "answered"}),
    Row("contact_message", "a message’s link", get={410: {"stranger"}, 200: REST}, post={410: {"stranger"}, 400: REST}),
    Row(
        "contact_message",
        "a message’s link",
        get={410: {"stranger"}, 200: REST},
        post={410: {"stranger"}, 200: REST},
        data={"do": "pass_on"},
    ),
    Row("contact_message", "a settled message’s link", get={410: REST}, post={410: REST}, data={"do": "answered"}),
    Row("contact_pause", "published", get={200: LOOK_AFTER, 403: REST}, post={400: LOOK_AFTER, 403: REST}),
    Row("contact_resume", "published", post={302: LOOK_AFTER, 403: REST}),
    Row("contact_resume", "for staff", post={302: LOOK_AFTER, 403: STAFF, 404: REST}),
    Row("contact", "past its date", get={403: REST}, post={403: REST}),  # a contact is being found
    Row("contact_gone", "past its date", get={403: REST}, post={403: REST}),
    Row("contact_new", "published", get={200: LOOK_AFTER, 403: REST}, post={400: LOOK_AFTER, 403: REST}),
    Row(
        "contact_gone",
        "published",
        get={200: LOOK_AFTER | MODERATORS, 403: REST},
        post={302: LOOK_AFTER | MODERATORS, 403: REST},
    ),
    Row("bring_back", "an older revision", post={302: AUTHORS, 403: REST}),
    Row("bring_back", "a revision", post={403: REST}),  # what readers see now
    Row("organisation_due", "ours", get={200: {"manager"}, 403: REST}),
    # Audits: the managers of the organisation, and those of its members who are named as checkers
    Row("audits", get={200: REST}),
    Row("audit_new", get={200: {"manager", "other_manager"}, 403: REST}),
    Row(
        "audit_of_adoption",
        "an adoption that is checked",
        get={200: {"manager"}, 403: REST},
        post={400: {"manager"}, 403: REST},
    ),
    Row("audit_of_own", "published", get={200: {"manager"}, 403: REST}, post={400: {"manager"}, 403: REST}),
    Row("audit_of_own", "draft", get={403: AUTHORS, 404: REST}, post={403: AUTHORS, 404: REST}),
    Row("audit", "a planned audit", get={200: CHECK, 404: REST}),
    Row("audit", "an audit", get={200: CHECK, 404: REST}),
    Row("audit", "a finished audit", get={200: CHECK, 404: REST}),
    Row(
        "audit_sample",
        "a planned audit",
        get={200: {"manager"}, 403: CHECK, 404: REST},
        post={400: {"manager"}, 403: CHECK, 404: REST},
    ),
    Row("audit_sample", "an audit", get={403: CHECK, 404: REST}, post={403: CHECK, 404: REST}),
    Row(
        "audit_checkers",
        "an audit",
        get={200: {"manager"}, 403: CHECK, 404: REST},
        post={400: {"manager"}, 403: CHECK, 404: REST},
    ),
    Row("audit_checkers", "a finished audit", get={403: CHECK, 404: REST}, post={403: CHECK, 404: REST}),
    Row("audit_discard", "a planned audit", post={302: {"manager"}, 403: CHECK, 404: REST}),
    Row("audit_discard", "an audit", post={403: CHECK, 404: REST}),
    Row("audit_finish", "a scored audit", post={302: {"manager"}, 403: CHECK, 404: REST}),
    Row("audit_finish", "an audit", post={403: CHECK, 404: REST}),
    Row(
        "audit_score",
        "an audit",
        get={200: READER, 403: CHECK, 404: REST},
        post={302: READER, 403: CHECK, 404: REST},
    ),
    Row("audit_score", "a finished audit", get={403: CHECK, 404: REST}, post={403: CHECK, 404: REST}),
    Row(
        "audit_case",
        "a case",
        get={200: READER, 403: CHECK, 404: REST},
        post={302: READER, 403: CHECK, 404: REST},
    ),
    Row(
        "audit_case_unusable",
        "a case",
        get={200: READER, 403: CHECK, 404: REST},
        post={400: READER, 403: CHECK, 404: REST},
    ),
    Row("audit_score_finish", "an audit", post={302: READER, 403: CHECK, 404: REST}),
    Row("review_law", get={200: MODERATORS, 403: REST}),
    Row("law_changed", "a cited law", get={200: MODERATORS, 403: REST}, post={400: MODERATORS, 403: REST}),
    Row(
        "law_changed",
        "a law that nobody cites",
        get={404: MODERATORS, 403: REST},
        post={404: MODERATORS, 403: REST},
    ),
    Row("law_undo", "a change of law", get={200: MODERATORS, 403: REST}, post={302: MODERATORS, 403: REST}),
    # Discussion
    Row("endorse", "published", get={403: AUTHORS, 200: REST}, post={403: AUTHORS, 400: REST}),
    Row("endorse", "for staff", get={403: AUTHORS, 200: STAFF, 404: REST}, post={403: AUTHORS, 400: STAFF, 404: REST}),
    Row("endorse", "draft", get={404: REST}, post={404: REST}),
    Row("endorsement_withdraw", "published", post={302: REST}),
    Row(
        "endorsement_hide",
        "an endorsement",
        get={200: {"moderator"}, 403: REST},
        post={400: {"moderator"}, 403: REST},
    ),
    Row("endorsement_approve", "an endorsement", post={302: {"moderator"}, 403: REST}),
    Row("comments", "published", get={302: REST}, post={400: REST}),
    Row("comments", "retired", get={302: REST}, post={403: REST}),
    Row("comments", "draft", get={404: REST}, post={404: REST}),
    Row("comment_reply", "a comment", get={200: REST}, post={400: REST}),
    Row("comment_edit", "a comment", get={200: {"colleague"}, 403: REST}, post={400: {"colleague"}, 403: REST}),
    Row("comment_remove", "a comment", get={200: {"colleague"}, 403: REST}, post={302: {"colleague"}, 403: REST}),
    Row("comment_report", "a comment", get={403: {"colleague"}, 200: REST}, post={403: {"colleague"}, 400: REST}),
    Row(  # seen by who wrote it, and by those who decide
        "comment_report",
        "a waiting comment",
        get={403: {"newcomer"} | MODERATORS, 404: REST},
        post={403: {"newcomer"} | MODERATORS, 404: REST},
    ),
    Row(
        "endorsement_report", "an endorsement", get={403: {"stranger"}, 200: REST}, post={403: {"stranger"}, 400: REST}
    ),
    Row("practice_report", "published", get={403: AUTHORS, 200: REST}, post={403: AUTHORS, 400: REST}),
    Row("practice_report", "draft", get={404: REST}, post={404: REST}),
    Row(
        "practice_report",
        "for staff",
        get={403: AUTHORS, 200: STAFF, 404: REST},
        post={403: AUTHORS, 400: STAFF, 404: REST},
    ),
    Row("practice_reports_close", "published", post={302: {"moderator"}, 403: REST}),
    Row("comment_answered", "a comment", post={302: AUTHORS, 403: REST}),
    Row("comment_hide", "a comment", get={200: {"moderator"}, 403: REST}, post={400: {"moderator"}, 403: REST}),
    Row("comment_approve", "a waiting comment", post={302: {"moderator"}, 403: REST}),
    Row("contact", "published", get={403: AUTHORS, 200: REST}, post={403: AUTHORS, 400: REST}),
    Row(
        "contact",
        "for members",
        get={403: AUTHORS, 200: OURS | MODERATORS | {"administrator"}, 404: REST},
        post={403: AUTHORS, 400: OURS | MODERATORS | {"administrator"}, 404: REST},
    ),
    Row("review_comments", get={200: MODERATORS, 403: REST}),
    # Adopting: an adoption's own page is for its organisation, and for moderators once it is confirmed
    Row("adopters", "published", get=ANYBODY_READS),
    Row("adopters", "for staff", get={200: STAFF, 404: REST}),
    Row("adopters", "draft", get={404: REST}),
    Row("adoption", "an adoption", get={200: THEIRS | MODERATORS, 404: REST}),
    Row("adoption", "a proposed adoption", get={200: THEIRS, 404: REST}),
    # What one's organisations adopt
    Row("adoptions", get={200: REST}),
    Row("adoptions_summary", get={200: REST}),
    Row("adoptions_export", get={200: REST}),
    Row(
        "upstream", "an adoption", get={200: THEIRS | MODERATORS, 404: REST}, post={403: THEIRS | MODERATORS, 404: REST}
    ),
    Row(
        "upstream",
        "an adoption that is behind",
        get={200: THEIRS | MODERATORS, 404: REST},
        post={400: {"stranger", "other_manager"}, 403: THEIRS | MODERATORS, 404: REST},
    ),
    Row(
        "upstream",
        "an adoption that is behind",
        post={302: {"stranger", "other_manager"}, 403: THEIRS | MODERATORS, 404: REST},
        get={200: THEIRS | MODERATORS, 404: REST},
        data={"choice": "take", "number": "2"},
    ),
    Row("briefings", "an adoption", get={200: THEIRS | MODERATORS, 404: REST}, post={400: LEADERS, **SEEN}),
    Row("briefings", "a proposed adoption", get={200: THEIRS, 404: REST}, post={403: THEIRS, 404: REST}),
    Row("briefing_remove", "a briefing", post={302: LEADERS, **SEEN}),
    Row("suggest_change", "an adoption", get={200: LEADERS, **SEEN}, post={400: LEADERS, **SEEN}),
    Row("suggest_change", "a proposed adoption", get={403: THEIRS, 404: REST}, post={403: THEIRS, 404: REST}),
    Row("suggestions", "published", get={200: AUTHORS, 403: REST}),
    Row("suggestions", "draft", get={200: AUTHORS, 404: REST}),
    Row("suggestion_decide", "a suggestion", post={404: AUTHORS, 403: REST}),  # nothing was decided
    Row(
        "suggestion_decide",
        "a suggestion",
        post={400: AUTHORS, 403: REST},
        data={"decision": "accept"},
    ),
    # What follows from an audit
    Row(
        "findings",
        "a finished audit",
        get={200: CHECK | {"author"}, 404: REST},
        post={400: CHECK, 403: {"author"}, 404: REST},
    ),
    Row("findings", "an audit", get={200: CHECK, 404: REST}, post={403: CHECK, 404: REST}),
    Row("finding_done", "a finding", post={302: {"manager", "author"}, 403: CHECK, 404: REST}),
    Row("finding_drop", "a finding", post={302: {"manager"}, 403: CHECK | {"author"}, 404: REST}),
    Row(
        "audit_release",
        "a finished audit",
        get={200: {"manager"}, 403: CHECK, 404: REST},
        post={400: {"manager"}, 403: CHECK, 404: REST},
    ),
    Row("audit_release", "an audit", get={403: CHECK, 404: REST}, post={403: CHECK, 404: REST}),
    Row("audit_shared", "a finished audit", get={200: CHECK, 404: REST}),
    Row("audit_shared", "an audit", get={404: REST}),
    Row("account_calendar", get={200: REST}, post={200: REST}),
    Row("account_calendar_revoke", post={302: REST}),
    Row("recognition", get={200: REST}),
    Row("organisation_recognition", "ours", get={200: {"manager"}, 403: REST}),
    Row("due_feed", "a calendar", get=ANYBODY_READS),
    Row("due_feed", "no calendar", get={404: REST}),
    Row("adopt", "published", get={200: IN_ORGANISATIONS, 403: REST}, post={400: IN_ORGANISATIONS, 403: REST}),
    Row("adopt", "retired", get={403: REST}, post={403: REST}),
    Row("adopt", "draft", get={404: REST}, post={404: REST}),
    *(
        Row(route, "an adoption", get={200: LEADERS, **SEEN}, post={400: LEADERS, **SEEN})
        for route in ("adoption_edit", "adoption_status")
    ),
    Row("adoption_steps", "an adoption", get={200: LEADERS, **SEEN}, post={302: LEADERS, **SEEN}),
    *(Row(route, "an adoption", post=SEEN) for route in ("adoption_confirm", "adoption_decline", "adoption_remove")),
    Row("own_version", "an adoption", post={302: LEADERS, **SEEN}),
    Row("own_version", "a proposed adoption", post={403: THEIRS, 404: REST}),
    *(
        Row(route, "a proposed adoption", post={302: {"other_manager"}, 403: THEIRS, 404: REST})
        for route in ("adoption_confirm", "adoption_decline")
    ),
    Row("adoption_remove", "a proposed adoption", post={302: LEADERS, 403: THEIRS, 404: REST}),
    Row("adoption_ask", "an adoption", get={403: THEIRS, 200: REST}, post={403: THEIRS, 400: REST}),
    Row("adoption_ask", "a proposed adoption", get={404: REST}, post={404: REST}),
    # Follow-ups: the link answers for whom it was sent to, and for nobody else who is signed in
    Row("follow_up", "a follow-up’s link", get={200: ASKED, 403: REST}, post={400: ASKED, 403: REST}),
    Row(
        "follow_up",
        "a follow-up’s link",
        get={200: ASKED, 403: REST},
        post={302: ASKED, 403: REST},
        data={"answer": "changed"},
    ),
    Row(
        "follow_up",
        "a link that was used",
        get={410: ASKED, 403: REST},
        post={410: ASKED, 403: REST},
        data={"answer": "changed"},
    ),
    Row(
        "follow_up_more",
        "a link to add to it",
        get={200: ASKED, 403: REST},
        post={400: ASKED, 403: REST},
        data={"has_stopped": "stopped"},
    ),
    Row(
        "follow_up_more",
        "a link to add to it",
        get={200: ASKED, 403: REST},
        post={200: ASKED, 403: REST},
        data={"would_have_helped": "A rota."},
    ),
    Row("follow_up_pause", "a link that was used", get={200: ASKED, 403: REST}, post={400: ASKED, 403: REST}),
    Row("follow_up_stop", "a link that was used", get={200: ASKED, 403: REST}, post={400: ASKED, 403: REST}),
    Row(
        "follow_up_stop",
        "a follow-up’s link",
        get={200: ASKED, 403: REST},
        post={200: ASKED, 403: REST},
        data={"List-Unsubscribe": "One-Click"},
    ),
    Row(
        "adoption_follow_up",
        "what a team is asked",
        get={200: THEIRS | MODERATORS, 404: REST},
        post={400: LEADERS, 403: {"co_author"} | MODERATORS, 404: REST},
    ),
    Row(
        "adoption_follow_up",
        "what a team is asked",
        get={200: THEIRS | MODERATORS, 404: REST},
        post={302: LEADERS, 403: {"co_author"} | MODERATORS, 404: REST},
        data={"wish": "pause"},
    ),
    Row("reports_back", "published", get={200: LOOK_AFTER, 403: REST}),
    Row("reports_back", "for staff", get={200: LOOK_AFTER, 403: STAFF, 404: REST}),
    Row("reports_back", "draft", get={403: AUTHORS, 404: REST}),
    Row("report_thank", "a report", post={302: LOOK_AFTER, 403: REST}),
    # The newsletter
    Row("newsletters", get=ANYBODY_READS),
    Row("newsletter", "a newsletter", get=ANYBODY_READS),
    Row("newsletter_stop", "a link to stop the newsletter", get={200: REST}, post={200: REST}),
    Row("review_newsletter", get={200: MODERATORS, 403: REST}, post={400: MODERATORS, 403: REST}),
    Row("newsletter_gather", post={302: MODERATORS, 403: REST}),
    Row("newsletter_preview", get={200: MODERATORS, 403: REST}),
    Row("newsletter_send", post={302: MODERATORS, 403: REST}, data={"version": "0"}),
    # Shadowing
    Row("shadowings", get={200: STAFF, 403: REST}),
    Row("shadowings_mine", get={200: REST}),
    Row("shadowing_new", get={200: IN_ORGANISATIONS, 403: REST}, post={400: IN_ORGANISATIONS, 403: REST}),
    Row("shadowing", "an offer", get={200: STAFF, 404: REST}),
    Row("shadowing", "an answered offer", get={200: BOTH, 404: REST}),
    Row("shadowing", "an agreed offer", get={200: BOTH | STAND_BY | MODERATORS, 404: REST}),
    Row("shadowing", "an offer that is over", get={200: STAFF, 404: REST}),
    Row(
        "shadowing_answer",
        "an offer",
        get={200: IN_ORGANISATIONS - {"author"}, 404: {"newcomer"}, 403: REST},
        post={400: IN_ORGANISATIONS - {"author"}, 404: {"newcomer"}, 403: REST},
    ),
    Row("shadowing_answer", "an answered offer", get={403: BOTH, 404: REST}, post={403: BOTH, 404: REST}),
    Row("shadowing_let_go", "an answered offer", post={302: BOTH, 404: REST}),
    Row("shadowing_let_go", "an agreed offer", post={403: BOTH | STAND_BY | MODERATORS, 404: REST}),
    Row(
        "shadowing_agree",
        "an answered offer",
        get={200: {"author"}, 403: {"stranger"}, 404: REST},
        post={400: {"author"}, 403: {"stranger"}, 404: REST},
    ),
    Row(
        "shadowing_tick",
        "an agreed offer",
        get={200: {"stranger"}, 403: {"author"} | STAND_BY | MODERATORS, 404: REST},
        post={400: {"stranger"}, 403: {"author"} | STAND_BY | MODERATORS, 404: REST},
    ),
    Row(
        "shadowing_confirm",
        "an agreed offer",
        post={302: {"other_manager"}, 403: BOTH | STAND_BY | MODERATORS, 404: REST},
        data={"side": "guest"},
    ),
    Row(  # before the guest has gone through the list
        "shadowing_confirm",
        "an agreed offer",
        post={403: BOTH | STAND_BY | MODERATORS, 404: REST},
        data={"side": "host"},
    ),
    Row(
        "shadowing_finish",
        "a confirmed offer",
        get={200: {"stranger"}, 403: {"author"} | STAND_BY | MODERATORS, 404: REST},
        post={400: {"stranger"}, 403: {"author"} | STAND_BY | MODERATORS, 404: REST},
    ),
    Row(
        "shadowing_call_off",
        "an agreed offer",
        get={200: BOTH | STAND_BY, 403: MODERATORS, 404: REST},
        post={400: BOTH | STAND_BY, 403: MODERATORS, 404: REST},
    ),
    # Accounts and organisations
    Row("account", get={200: REST}),
    Row("account_details", get={200: REST}, post={200: REST}),
    Row("account_mail", get={200: REST}, post={302: REST}),
    Row("account_export", get={200: REST}, post={200: REST}),
    Row("account_erase", get={200: REST}, post={302: REST}),  # which asks for the password first
    Row("person_erase", "a person", get={200: {"administrator"}, 403: REST}, post={302: {"administrator"}, 403: REST}),
    Row("find_organisation", get={200: REST}),
    Row("propose_organisation", get={200: REST}, post={200: REST}),
    Row("ask_to_join", "ours", post={403: OURS, 302: REST}),
    Row(
        "leave_organisation",
        "ours",
        get={403: {"manager"}, 200: OURS, 404: REST},
        post={403: {"manager"}, 302: OURS, 404: REST},
    ),
    Row("invitation", "an invitation's link", get={200: REST}, post={LOGIN: VISITOR, 403: REST}),
    Row("organisation_members", "ours", get={200: {"manager", "administrator"}, 403: REST}),
    Row(
        "invite_member",
        "ours",
        get={200: {"manager", "administrator"}, 403: REST},
        post={200: {"manager", "administrator"}, 403: REST},
    ),
    Row("withdraw_invitation", "an invitation", post={302: {"manager", "administrator"}, 403: REST}),
    Row("accept_request", "somebody asking", post={302: {"manager", "administrator"}, 403: REST}),
    Row("decline_request", "somebody asking", post={302: {"manager", "administrator"}, 403: REST}),
    Row(
        "remove_member",
        "a member",
        get={200: {"manager", "administrator"}, 403: REST},
        post={302: {"manager", "administrator"}, 403: REST},
    ),
    Row("change_role", "a member", post={302: {"manager", "administrator"}, 403: REST}),
    # Whoever helps to run the hub keeps people out; only administrators, those who help to run it
    Row("blocked_people", get={200: CURATORS, 403: REST}),
    Row("block_person", "somebody", get={200: CURATORS, 403: REST}, post={200: CURATORS, 403: REST}),
    Row(
        "block_person",
        "a moderator",
        get={200: {"administrator"}, 403: REST},
        post={200: {"administrator"}, 403: REST},
    ),
    Row("unblock_person", "somebody blocked", post={302: CURATORS, 403: REST}),
    # Signing in and up
    Row("account_login", get={200: VISITOR, 302: REST}, post={200: VISITOR, 302: REST}),
    Row("account_signup", get={200: VISITOR, 302: REST}, post={200: VISITOR, 302: REST}),
    Row("account_logout", get={302: VISITOR, 200: REST}, post={302: REST}),
    Row("account_inactive", get={200: REST}),
    Row("account_email_verification_sent", get={200: REST}),
    Row("account_confirm_email", "a stale link to confirm", get={200: REST}, post={404: REST}),
    Row("account_email", get={200: REST}, post={302: REST}),
    Row("account_change_password", get={200: REST}, post={200: REST}),
    Row("account_set_password", get={302: REST}, post={302: REST}),
    Row("account_reauthenticate", get={200: REST}, post={200: REST}),
    Row("account_reset_password", get={200: REST}, post={200: REST}),
    Row("account_reset_password_done", get={200: REST}),
    Row("account_reset_password_from_key", "a stale link to reset", get={200: REST}, post={200: REST}),
    Row("account_reset_password_from_key_done", get={200: REST}),
    Row("account_confirm_login_code", get={LOGIN: VISITOR, 302: REST}, post={LOGIN: VISITOR, 302: REST}),
    # The hub itself
    Row("healthz", get=ANYBODY_READS),
    Row("readyz", get=ANYBODY_READS),
    Row("accessibility", get=ANYBODY_READS),
    Row("privacy", get=ANYBODY_READS),
    Row("cookies", get=ANYBODY_READS),
    Row("components", get=ANYBODY_READS),
]
