"""The lists of answers a write-up chooses from.

The stored value is part of the contract (addresses, exports, imports), so it never changes; the label
may. "Not known yet" is an answer wherever a team may honestly not know.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    EXAMPLE = "example", _("Practice example")
    PROCESS = "process", _("Our team’s process")


class Sector(TextChoices):
    ADULTS = "adults", _("Adults")
    CHILDREN = "children", _("Children")
    BOTH = "both", _("Adults and children")


class WhoFor(TextChoices):
    OLDER_PEOPLE = "older_people", _("Older people")
    DEMENTIA = "dementia", _("People with dementia")
    LEARNING_DISABILITY = "learning_disability", _("People with a learning disability")
    AUTISTIC_PEOPLE = "autistic_people", _("Autistic people")
    PHYSICAL_DISABILITY = "physical_disability", _("People with a physical disability")
    SENSORY_LOSS = "sensory_loss", _("People with sight or hearing loss")
    MENTAL_HEALTH = "mental_health", _("People with mental health needs")
    LONG_TERM_CONDITIONS = "long_term_conditions", _("People with long-term conditions")
    END_OF_LIFE = "end_of_life", _("People near the end of life")
    SUBSTANCE_USE = "substance_use", _("People who use drugs or alcohol")
    HOMELESSNESS = "homelessness", _("People who are homeless")
    MULTIPLE_DISADVANTAGE = "multiple_disadvantage", _("People facing multiple disadvantage")
    DOMESTIC_ABUSE = "domestic_abuse", _("People affected by domestic abuse")
    MIGRANTS = "migrants", _("Migrants and people seeking asylum")
    UNPAID_CARERS = "unpaid_carers", _("Unpaid carers")
    YOUNG_CARERS = "young_carers", _("Young carers")
    PREPARING_FOR_ADULTHOOD = "preparing_for_adulthood", _("Young people moving into adulthood")
    DISABLED_CHILDREN = "disabled_children", _("Disabled children")
    CHILDREN_IN_NEED = "children_in_need", _("Children in need of help or protection")
    CHILDREN_IN_CARE = "children_in_care", _("Children in care")
    CARE_LEAVERS = "care_leavers", _("Care leavers")
    FAMILIES = "families", _("Families and parents")
    STAFF = "staff", _("Staff and teams")
    ANYONE = "anyone", _("Anyone who asks for support")


class Setting(TextChoices):
    FRONT_DOOR = "front_door", _("First contact and information")
    HOSPITAL = "hospital", _("Hospital")
    INTERMEDIATE_CARE = "intermediate_care", _("Intermediate care and reablement")
    OWN_HOME = "own_home", _("A person’s own home")
    HOME_CARE = "home_care", _("Home care")
    CARE_HOME = "care_home", _("Care home")
    SUPPORTED_LIVING = "supported_living", _("Supported living")
    EXTRA_CARE = "extra_care", _("Extra care housing")
    SHARED_LIVES = "shared_lives", _("Shared lives or family placement")
    DAY_OPPORTUNITIES = "day_opportunities", _("Day opportunities")
    COMMUNITY = "community", _("Community and neighbourhood")
    PRIMARY_CARE = "primary_care", _("GP practice and primary care")
    MENTAL_HEALTH_SERVICE = "mental_health_service", _("Mental health service")
    SOCIAL_WORK_TEAM = "social_work_team", _("Social work team")
    SCHOOL = "school", _("School or college")
    EARLY_HELP = "early_help", _("Early help and family hub")
    FOSTERING = "fostering", _("Fostering")
    CHILDRENS_HOME = "childrens_home", _("Children’s home")
    YOUTH_JUSTICE = "youth_justice", _("Youth justice")
    HOMELESSNESS_SERVICE = "homelessness_service", _("Homelessness service")
    WHOLE_SYSTEM = "whole_system", _("Across the whole system")


class Framework(TextChoices):
    STRENGTHS_BASED = "strengths_based", _("Strengths-based")
    ASSET_BASED = "asset_based", _("Asset-based community development")
    PERSON_CENTRED = "person_centred", _("Person-centred")
    RELATIONSHIP_BASED = "relationship_based", _("Relationship-based")
    OUTCOMES_FOCUSED = "outcomes_focused", _("Outcomes-focused")
    REABLEMENT = "reablement", _("Reablement")
    TRAUMA_INFORMED = "trauma_informed", _("Trauma-informed")
    RESTORATIVE = "restorative", _("Restorative")
    SYSTEMIC = "systemic", _("Systemic")
    FAMILY_LED = "family_led", _("Family-led decision making")
    CO_PRODUCTION = "co_production", _("Co-production")
    HUMAN_RIGHTS = "human_rights", _("Human rights")
    POSITIVE_BEHAVIOUR_SUPPORT = "positive_behaviour_support", _("Positive behaviour support")
    MOTIVATIONAL_INTERVIEWING = "motivational_interviewing", _("Motivational interviewing")
    ATTACHMENT = "attachment", _("Attachment-aware")
    HOUSING_FIRST = "housing_first", _("Housing First")


class Stage(TextChoices):
    IDEA = "idea", _("Idea")
    TRYING = "trying", _("Trying it")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")


class StoppedBecause(TextChoices):
    FUNDING = "funding", _("The money ended")
    STAFFING = "staffing", _("Not enough staff")
    NO_DIFFERENCE = "no_difference", _("It made no difference")
    HARM = "harm", _("It had unwanted effects")
    PARTNERS = "partners", _("A partner could not go on")
    REORGANISED = "reorganised", _("Services were reorganised")
    LAW = "law", _("Law or guidance changed")
    REPLACED = "replaced", _("Something better replaced it")
    PILOT_ENDED = "pilot_ended", _("It was a pilot with an end date")
    OTHER = "other", _("Another reason")


class Evidence(TextChoices):
    """What the claims rest on: a description, not a grade."""

    EXPERIENCE = "experience", _("Our experience")
    FEEDBACK = "feedback", _("Feedback")
    LOCAL_FIGURES = "local_figures", _("Local figures")
    OUTSIDE_EVALUATION = "outside_evaluation", _("Outside evaluation")
    PUBLISHED_RESEARCH = "published_research", _("Published research")


class Visibility(TextChoices):
    PUBLIC = "public", _("Everyone")
    STAFF = "staff", _("Signed-in staff of any organisation")
    ORGANISATION = "organisation", _("My organisation only")


class ShownAs(TextChoices):
    NAME = "name", _("By name")
    TEAM = "team", _("As the team")
    REGION = "region", _("As the region only")


class Essential(TextChoices):
    YES = "yes", _("Must stay")
    NO = "no", _("Can be changed")
    NOT_SURE = "not_sure", _("Not sure")


class CostBand(TextChoices):
    NOT_KNOWN = "not_known", _("Not known yet")
    NONE = "none", _("No extra cost")
    UNDER_10K = "under_10k", _("Under £10,000 a year")
    FROM_10K = "from_10k", _("£10,000 to £50,000 a year")
    FROM_50K = "from_50k", _("£50,000 to £250,000 a year")
    OVER_250K = "over_250k", _("Over £250,000 a year")


class PartnerKind(TextChoices):
    HEALTH = "health", _("Health")
    EDUCATION = "education", _("Education")
    HOUSING = "housing", _("Housing")
    POLICE = "police", _("Police")
    VOLUNTARY = "voluntary", _("Voluntary sector")
    PROVIDER = "provider", _("Care provider")
    PEOPLE = "people", _("People who draw on care and support")
    OTHER = "other", _("Somebody else")


class Standing(TextChoices):
    """From where an endorser speaks."""

    USE = "use", _("We use it")
    SEEN = "seen", _("I have seen it work")
    REVIEWED = "reviewed", _("I have reviewed it")
    RECEIVE = "receive", _("I receive this support")


class RetiredBecause(TextChoices):
    STOPPED = "stopped", _("The team no longer works this way")
    REPLACED = "replaced", _("Another write-up replaces it")
    OUTDATED = "outdated", _("It is out of date")
    LAW = "law", _("Law or guidance changed")
    ERROR = "error", _("It was found to be wrong")
    OTHER = "other", _("Another reason")


class ContactLostBecause(TextChoices):
    LEFT = "left", _("The contact has left")
    REFUSED = "refused", _("Messages to the contact do not arrive")
    SAID = "said", _("Somebody says that the contact cannot be reached")


class FileKind(TextChoices):
    """What may be attached; the value is what the name of a download ends in."""

    PDF = "pdf", _("PDF")
    WORD = "docx", _("Word document")
    EXCEL = "xlsx", _("Excel workbook")
    POWERPOINT = "pptx", _("PowerPoint slides")
    OPENDOCUMENT = "odt", _("OpenDocument text")
    PNG = "png", _("PNG picture")
    JPEG = "jpg", _("JPEG picture")


class FileRemoved(TextChoices):
    """What was taken out of a file before it was stored."""

    LOCATION = "location", _("where a picture was taken")
    PICTURE_DETAILS = "picture_details", _("what cameras and programs note in pictures")
    PROPERTIES = "properties", _("who wrote it, for whom, when and with what")
    COMMENTS = "comments", _("comments, and who made them")
    CHANGES = "changes", _("tracked changes and who made them (all are accepted now)")
    SCRIPTS = "scripts", _("actions and scripts")
    EMBEDDED = "embedded", _("other files that were inside it")
    SIGNATURE = "signature", _("digital signatures")
    SIZE = "size", _("pixels that nobody needs: the picture is smaller now")


class AdoptionStatus(TextChoices):
    """How far another team has got with a practice."""

    CONSIDERING = "considering", _("Considering it")
    TRYING = "trying", _("Trying it")
    IN_USE = "in_use", _("In use")
    STOPPED = "stopped", _("Stopped")


class AdoptionStoppedBecause(TextChoices):
    STAFFING = "staffing", _("Staffing")
    MONEY = "money", _("Money")
    FIT = "fit", _("It didn’t fit")
    LEADERSHIP = "leadership", _("Leadership changed")
    NO_BETTER = "no_better", _("Not better than before")
    HARM = "harm", _("Harm or risk was seen")
    REPLACED = "replaced", _("Something else replaced it")
    OTHER = "other", _("Another reason")


class AdopterShownAs(TextChoices):
    """How readers of a practice are told of a team that adopts it."""

    TEAM = "team", _("The organisation, the team and the place")
    ORGANISATION = "organisation", _("The organisation and the place")
    PLACE = "place", _("The place alone")
    COUNTED = "counted", _("In the numbers alone")


class Adapted(TextChoices):
    """What an adopter made of a step."""

    KEPT = "kept", _("Kept as it is")
    CHANGED = "changed", _("Changed")
    DROPPED = "dropped", _("Left out")


class AuditStatus(TextChoices):
    """How far a check of a sample of cases has got."""

    PLANNED = "planned", _("Being set up")
    SCORING = "scoring", _("Being scored")
    FINISHED = "finished", _("Finished")


class AuditRelease(TextChoices):
    """What others are told of a finished audit."""

    NOTHING = "nothing", _("Nothing")
    CHECKED = "checked", _("That it was checked")
    RESULT = "result", _("The result")


class AuditAnswer(TextChoices):
    """All that is ever stored of a case, beside its number in the list."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class CaseUnusable(TextChoices):
    NOT_FOUND = "not_found", _("The record cannot be found")
    NOT_IN_SCOPE = "not_in_scope", _("It should not have been in the list")
    TWICE = "twice", _("It is in the list twice")
    RESTRICTED = "restricted", _("The record is restricted")
    OWN = "own", _("Whoever checks worked on it")


class StillGoing(TextChoices):
    """What a team answers when it is asked how it goes."""

    GOING_WELL = "going_well", _("Going well")
    CHANGED = "changed", _("We changed it")
    STOPPED_OR_STALLED = "stopped", _("It has stopped or stalled")


class Unit(TextChoices):
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


class Peace(TextChoices):
    """What a team wants of being asked how it goes."""

    PAUSE = "pause", _("Pause for three months")
    STOP = "stop", _("Do not ask about this again")
    RESUME = "resume", _("Ask us again")


class SuggestionStatus(TextChoices):
    """What the owners of a write-up have made of a suggestion."""

    OPEN = "open", _("Waits for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Rhythm(TextChoices):
    """How often somebody is mailed of what they follow."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never")
